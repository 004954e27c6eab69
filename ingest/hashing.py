"""What a build is made of, by hashes alone: nothing is parsed to see no change."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from index.embedding import Embedding
from index.multilingual import multilingual

FORMAT = 7
"""Raised when the same files would give another index."""
PATTERNS = (
    "corpus.yaml", "article.md", "terms.yaml", "timeline.yaml", "elsewhere.yaml",
    "within.yaml", "beyond.yaml", "overviews/*.yaml", "claims/*.yaml", "topics/*.yaml",
    "sources/*.md",
)  # fmt: skip
"""The files of a corpus folder that an index is made of."""


def inputs(folder: Path) -> dict[str, str]:
    """The sha256 of every file that an index is made of, by its name in the folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for pattern in PATTERNS
        for path in sorted(folder.glob(pattern))
    }


def corpus_sha256(found: dict[str, str]) -> str:
    """One hash over all files, names and contents."""
    lines = (f"{name} {digest}\n" for name, digest in sorted(found.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def key(sha256: str, embedding: Embedding) -> str:
    """What is equal for two builds that would give the same index: the corpus, and the
    models, that of many languages too where it is installed.
    """
    parts: dict[str, Any] = {"corpus": sha256, "format": FORMAT}
    parts["embedding"] = embedding.fingerprint
    if model := multilingual():
        parts["multilingual"] = model.fingerprint
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
