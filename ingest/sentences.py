"""Where the sentences of a text begin and end."""

from __future__ import annotations

from functools import lru_cache

import pysbd


@lru_cache(maxsize=1)
def _segmenter() -> pysbd.Segmenter:
    return pysbd.Segmenter(language="en", clean=False)


def sentence_bounds(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each sentence in the text, in order, without outer blanks."""
    bounds: list[tuple[int, int]] = []
    at = 0
    for sentence in _segmenter().segment(text):
        stripped = sentence.strip()
        if not stripped:
            continue
        start = text.index(stripped, at)
        at = start + len(stripped)
        bounds.append((start, at))
    return tuple(bounds)
