"""Text to vectors by an OpenAI-compatible endpoint, where an operator sets one up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
import openai
from tokenizers import Tokenizer

from index.errors import EmbeddingError

BATCH = 64
"""Texts a request."""
TIMEOUT = 60.0
RETRIES = 3


class RemoteEmbedding:
    """Unit vectors from an endpoint; the key and address are the `openai` client's.

    Questions leave the site with every search.
    """

    def __init__(self, model: str) -> None:
        self.model_name = model
        self._client = openai.OpenAI(
            api_key=os.environ.get("OPENAI_API_KEY") or "not-needed",
            timeout=TIMEOUT,
            max_retries=RETRIES,
        )
        words = Path(str(files("index") / "tokenizer.json"))
        self._tokenizer = Tokenizer.from_file(str(words))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    @cached_property
    def fingerprint(self) -> dict[str, str | int]:
        """What must be equal for two sets of vectors to be comparable."""
        dimensions = self.vectors(["How many numbers has a vector?"]).shape[1]
        return {"name": self.model_name, "dimensions": dimensions, "by": "endpoint"}

    def pieces(self, text: str) -> int:
        """How many word pieces the text has, by the packaged vocabulary."""
        return len(self._tokenizer.encode(text).ids)

    def vectors(self, texts: list[str]) -> np.ndarray:
        """Unit vectors of the texts, shape (n, d), float32; raises EmbeddingError."""
        rows = [
            row
            for start in range(0, len(texts), BATCH)
            for row in self._asked(texts[start : start + BATCH])
        ]
        if not rows:
            return np.empty((0, int(self.fingerprint["dimensions"])), np.float32)
        found = np.asarray(rows, np.float32)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(lengths, 1e-12), np.float32)

    def one(self, text: str) -> np.ndarray:
        """The unit vector of one text, shape (d,)."""
        return np.asarray(self.vectors([text])[0])

    def _asked(self, texts: list[str]) -> Iterator[list[float]]:
        """One request's vectors in the order of its texts."""
        try:
            reply = self._client.embeddings.create(
                model=self.model_name, input=texts, encoding_format="float"
            )
            rows = {row.index: row.embedding for row in reply.data}
            widths = {len(row) for row in rows.values()}
        except (openai.OpenAIError, ValueError, TypeError, AttributeError) as failure:
            raise EmbeddingError(
                f"the embedding model {self.model_name!r} gave no vectors "
                f"({_why(failure)}): check OPENAI_BASE_URL and OPENAI_API_KEY, or "
                "unset COUNTERPOINT_EMBED_MODEL to use the packaged model."
            ) from None
        if sorted(rows) != list(range(len(texts))) or len(widths) != 1 or 0 in widths:
            raise EmbeddingError(
                f"the embedding model {self.model_name!r} gave {len(rows)} vectors of "
                f"lengths {sorted(widths)} for {len(texts)} texts: try another model "
                "in COUNTERPOINT_EMBED_MODEL."
            )
        return iter([rows[number] for number in range(len(texts))])


def _why(failure: Exception) -> str:
    """What went wrong, without anything that a server wrote."""
    if isinstance(failure, openai.APIStatusError):
        return f"status {failure.status_code}"
    if isinstance(failure, openai.APITimeoutError):
        return "it took too long"
    if isinstance(failure, openai.APIConnectionError):
        return "it can't be reached"
    return "its reply can't be read"
