from __future__ import annotations

from contextlib import closing

import pytest

from index.embedding import MiniLmEmbedding
from index.settings import Settings
from index.store import Store
from ingest.vectors import BATCH, Vectors

TEXTS = [f"Berth {number} of the harbour was dredged." for number in range(2 * BATCH)]


class Killed(Exception):
    """What ends the embedding in the middle."""


def test_what_was_embedded_before_an_end_in_the_middle_is_kept(
    own: Settings, embedding: MiniLmEmbedding
) -> None:
    def killed(done: int) -> None:
        assert done == BATCH
        raise Killed

    own.state.mkdir(parents=True, exist_ok=True)
    with (
        closing(Vectors(Store(own.index), embedding, own.state)) as vectors,
        pytest.raises(Killed),
    ):
        vectors.of(TEXTS, killed)
    with closing(Vectors(Store(own.index), embedding, own.state)) as again:
        assert len(again.missing(TEXTS)) == len(TEXTS) - BATCH
        told: list[int] = []
        assert len(again.of(TEXTS, told.append)) == len(TEXTS)
    assert again.embedded == len(TEXTS) - BATCH
    assert told == [len(TEXTS)]
