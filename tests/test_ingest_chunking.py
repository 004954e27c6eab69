from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpora import Article
from index.embedding import MiniLmEmbedding
from index.sources import Passage
from ingest.chunking import ARTICLE_WORDS, chunk, nodes
from ingest.reading import Corpus, require_corpus
from ingest.sentences import sentence_bounds

WORDS = ["The", "harbour", "council", "voted", "Mr.", "St.", "410", "3.5", "“quay”"]
ENDS = [".", "?", "!", "…", ".”", ""]
SENTENCE = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8),
    st.sampled_from(ENDS),
)
TEXT = st.lists(SENTENCE, min_size=1, max_size=5).map(" ".join)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return require_corpus(Path(__file__).parent / "harbour")


@pytest.fixture(scope="module")
def passages(corpus: Corpus) -> list[Passage]:
    return chunk(corpus)


@settings(deadline=None)
@given(TEXT)
def test_sentences_cover_all_words_of_their_text_in_order(text: str) -> None:
    bounds = sentence_bounds(text)
    parts = [text[start:end] for start, end in bounds]
    assert "".join(" ".join(parts).split()) == "".join(text.split())
    assert all(part == part.strip() and part for part in parts)


@settings(deadline=None)
@given(TEXT)
def test_sentences_dont_overlap(text: str) -> None:
    bounds = sentence_bounds(text)
    flat = [edge for pair in bounds for edge in pair]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in bounds)


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=80))
def test_any_text_can_be_cut_into_sentences(text: str) -> None:
    bounds = sentence_bounds(text)
    assert all(text[start:end].strip() for start, end in bounds)


def test_abbreviations_and_decimals_dont_end_a_sentence() -> None:
    text = "Mr. Brandt paid 3.5 crowns on 15 April. He left."
    assert [text[a:b] for a, b in sentence_bounds(text)] == [
        "Mr. Brandt paid 3.5 crowns on 15 April.",
        "He left.",
    ]


def test_a_text_of_blanks_has_no_sentence() -> None:
    assert sentence_bounds("  \n ") == ()


def test_every_point_is_a_passage_with_its_stable_id(
    corpus: Corpus, passages: list[Passage]
) -> None:
    points = [p.passage_id for p in passages if not p.is_article]
    assert points == [
        f"{source.id}#{point.id}"
        for source in corpus.sources
        for point in source.points
    ]


def test_ids_are_unique(passages: list[Passage]) -> None:
    assert len({passage.passage_id for passage in passages}) == len(passages)


def test_the_same_files_give_the_same_passages(
    harbour: Path, passages: list[Passage]
) -> None:
    assert chunk(require_corpus(harbour)) == passages


def test_an_edit_of_one_point_leaves_all_other_passages(
    harbour: Path, passages: list[Passage]
) -> None:
    path = harbour / "sources" / "ellery-courier-report-2021-03-20.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("no second witness", "no other witness"), "utf-8")
    changed = [
        before.passage_id
        for before, after in zip(passages, chunk(require_corpus(harbour)), strict=True)
        if before != after
    ]
    assert changed == ["ellery-courier-report-2021-03-20#p5"]


def test_a_points_party_is_its_speakers_and_not_its_publishers(
    passages: list[Passage],
) -> None:
    by_id = {passage.passage_id: passage for passage in passages}
    pleading = by_id["environmental-court-judgment-2022-11-03#p3"]
    assert pleading.publisher == "Environmental Court of Sundmark"
    assert (pleading.speaker, pleading.party) == ("Ellery Port Company", "Port company")
    assert pleading.perspective == "court"


def test_a_document_of_several_sides_has_no_party(passages: list[Passage]) -> None:
    joint = [
        p for p in passages if p.source_id == "joint-berthing-agreement-2019-03-14"
    ]
    assert {passage.party for passage in joint} == {""}


def test_a_sum_stands_with_the_locator_of_a_computed_point(
    passages: list[Passage],
) -> None:
    (computed,) = (p for p in passages if p.mark == "computed")
    assert computed.locator == "table 2, our subtraction (5200 - 3588 = 1612)"


def test_every_quoted_sentence_of_a_passage_stands_in_its_text(
    passages: list[Passage],
) -> None:
    for passage in passages:
        joined = " ".join(passage.text[start:end] for start, end in passage.sentences)
        assert joined.split() == passage.text.split()


def test_the_article_is_covered_whole(corpus: Corpus, passages: list[Passage]) -> None:
    article = corpus.register.article
    stretches = [passage for passage in passages if passage.is_article]
    assert " ".join(p.text for p in stretches).split() == article.text.split()


def test_a_stretch_is_the_articles_text_between_its_offsets(
    corpus: Corpus, passages: list[Passage]
) -> None:
    text = corpus.register.article.text
    for passage in passages:
        if passage.is_article:
            assert text[passage.start : passage.end] == passage.text


def test_a_stretch_stays_within_one_paragraph(
    corpus: Corpus, passages: list[Passage]
) -> None:
    bounds = corpus.register.article.paragraphs()
    for passage in passages:
        if passage.is_article:
            start, end = bounds[passage.paragraph - 1]
            assert start <= passage.start < passage.end <= end
            assert passage.locator == f"paragraph {passage.paragraph}"


def test_a_long_paragraph_is_cut_after_whole_sentences(corpus: Corpus) -> None:
    sentence = "The council of the town of Port Ellery met again on that day."
    long = Article.model_validate(
        corpus.register.article.model_dump() | {"text": " ".join([sentence] * 20)}
    )
    register = corpus.register.model_copy(update={"article": long})
    stretches = [
        passage
        for passage in chunk(Corpus(corpus.folder, register, corpus.sources, {}))
        if passage.is_article
    ]
    assert [passage.passage_id for passage in stretches] == [
        "article#p1.1", "article#p1.2", "article#p1.3",
    ]  # fmt: skip
    for passage in stretches:
        assert passage.text.endswith("day.")
        assert len(passage.text.split()) < ARTICLE_WORDS + len(sentence.split())


def test_the_article_is_an_original_of_its_own_perspective(
    passages: list[Passage],
) -> None:
    for passage in passages:
        if passage.is_article:
            assert (passage.perspective, passage.party) == ("article", "")
            assert passage.text_origin == "original"


def test_no_passage_of_the_corpus_is_cut_by_the_model(
    passages: list[Passage], embedding: MiniLmEmbedding
) -> None:
    assert max(embedding.pieces(passage.text) for passage in passages) <= 256


def test_a_node_carries_id_text_metadata_and_vector(passages: list[Passage]) -> None:
    vectors = np.eye(2, 384, dtype=np.float32)
    first, second = nodes(passages[:2], vectors)
    assert (first.id_, first.text) == (passages[0].passage_id, passages[0].text)
    assert Passage.from_metadata(first.metadata, first.text) == passages[0]
    assert second.embedding == list(vectors[1])


def test_nodes_and_vectors_have_to_be_as_many(passages: list[Passage]) -> None:
    with pytest.raises(ValueError, match="zip"):
        nodes(passages[:3], np.eye(2, 384, dtype=np.float32))
