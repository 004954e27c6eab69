from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from index.embedding import BATCH, MiniLmEmbedding
from index.settings import Settings
from ingest.applying import apply
from ingest.chunking import chunk
from ingest.reading import require_corpus
from ingest.staging import wordings_of

STUDY = "sources/skerrow-marine-institute-study-2021-02-03.md"
POINTS = 400
SHARE = 0.85
"""Of the embedding model's own throughput on one core, side by side in one run."""
WORDS = (
    "harbour quay herring boat survey channel silt dredging berth crew tide market "
    "council vote plan works noise light tonnes metres depth winter spring cargo ship "
    "vessel line buoy mouth basin north east coast wind court permit study sample bed"
).split()
POINT = """
## x{number}

- locator: annex {number}
- speaker: Skerrow Marine Institute
- event_date:
- mark: confirmed
- text_origin: digest
- reviewed_by:

The Skerrow Marine Institute wrote in annex {number} that {text}.
"""


def test_a_full_build_is_nearly_as_fast_as_the_embedding_alone(
    own: Settings, harbour: Path, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    dice = random.Random(2)
    text = (harbour / STUDY).read_text("utf-8")
    more = (
        POINT.format(number=n, text=" ".join(dice.choices(WORDS, k=50)))
        for n in range(POINTS)
    )
    (harbour / STUDY).write_text(text + "\n".join(more), "utf-8")
    corpus = require_corpus(harbour)
    texts = [passage.text for passage in chunk(corpus)]
    texts += [wording.text for wording in wordings_of(corpus.register)]
    ratios = []
    for attempt in range(5):  # others use the machine too
        empty = replace(
            own, index=str(tmp_path / f"i{attempt}"), state=tmp_path / f"s{attempt}"
        )
        started = time.perf_counter()
        for start in range(0, len(texts), BATCH):  # a batch is made on one core
            embedding.vectors(texts[start : start + BATCH])
        alone = time.perf_counter() - started
        started = time.perf_counter()
        applied = apply(empty, embedding)
        ratios.append(alone / (time.perf_counter() - started))
        assert applied.embedded >= POINTS
        if ratios[-1] >= SHARE:
            break
    assert max(ratios) >= SHARE, ratios
    print(f"a full build runs at {max(ratios):.0%} of one core's throughput")


@pytest.mark.parametrize("corpus", ["harbour_settings", "shipped_settings"])
def test_an_apply_without_a_change_takes_less_than_a_second(
    request: pytest.FixtureRequest, embedding: MiniLmEmbedding, corpus: str
) -> None:
    settings = request.getfixturevalue(corpus)
    times = []
    for _ in range(5):
        started = time.perf_counter()
        assert not apply(settings, embedding).changed
        times.append(time.perf_counter() - started)
    assert min(times) < 1
