from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from app.answering import Answerer
from app.question.understanding import Reader
from index.claims import Claim
from index.dates import last_day
from index.embedding import packaged_embedding
from index.sources import Point, Source
from index.voice import Voice
from ingest.checking import located
from ingest.proofreading import all_problems
from ingest.reading import Corpus, require_corpus
from ingest.sentences import sentence_bounds

SHIPPED = Path(__file__).parents[1] / "ingest" / "corpus"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return require_corpus(SHIPPED)


@pytest.fixture(scope="module")
def claims(corpus: Corpus) -> tuple[Claim, ...]:
    """The claims, each with its quotes found in the article."""
    return located(corpus.register)[0].claims


@pytest.fixture(scope="module")
def points(corpus: Corpus) -> dict[str, tuple[Source, Point]]:
    """Every point with its source by the id that claims cite."""
    return {
        f"{source.id}#{point.id}": (source, point)
        for source in corpus.sources
        for point in source.points
    }


@pytest.fixture(scope="module")
def voice(corpus: Corpus) -> Voice:
    return Voice(corpus.register)


def test_the_corpus_has_no_problem(corpus: Corpus) -> None:
    assert [str(problem) for problem in all_problems(corpus)] == []


# Quotes.


def test_every_quote_stands_in_its_paragraph(
    corpus: Corpus, claims: tuple[Claim, ...]
) -> None:
    article = corpus.register.article
    bounds = article.paragraphs()
    for claim in claims:
        for place in claim.places:
            start, end = bounds[place.paragraph - 1]
            assert start <= place.start < place.end <= end, claim.id
            assert article.text[place.start : place.end] == place.quote, claim.id


def test_most_paragraphs_of_the_article_hold_a_claim(
    corpus: Corpus, claims: tuple[Claim, ...]
) -> None:
    paragraphs = len(corpus.register.article.paragraphs())
    touched = {place.paragraph for claim in claims for place in claim.places}
    assert len(touched) > paragraphs / 2


# Evidence and positions.


def test_every_contested_claim_has_evidence_of_two_perspectives(
    claims: tuple[Claim, ...], points: dict[str, tuple[Source, Point]]
) -> None:
    for claim in claims:
        if claim.contested:
            heard = {points[key][0].perspective for key in claim.evidence()}
            assert len(heard) >= 2, claim.id


def test_both_main_parties_are_heard_or_named_on_what_is_contested(
    corpus: Corpus, claims: tuple[Claim, ...]
) -> None:
    main = set(corpus.register.settings.main_parties())
    for claim in claims:
        if claim.status == "contested":
            heard = {position.party for position in claim.positions}
            assert main <= heard | set(claim.concerns), claim.id


def test_a_verdict_never_rests_on_unconfirmed_points_alone(
    claims: tuple[Claim, ...], points: dict[str, tuple[Source, Point]]
) -> None:
    for claim in claims:
        marks = {points[key][1].mark for key in claim.evidence()}
        assert marks != {"unconfirmed"}, claim.id


def test_a_position_isnt_dated_before_what_it_rests_on_could_be_known(
    claims: tuple[Claim, ...], points: dict[str, tuple[Source, Point]]
) -> None:
    for claim in claims:
        for position in claim.positions:
            events = [points[key][1].event_date or "0001" for key in position.evidence]
            assert any(event <= last_day(position.date) for event in events), claim.id


def test_only_a_prediction_is_told_with_an_outcome_and_always_a_later_one(
    corpus: Corpus, claims: tuple[Claim, ...]
) -> None:
    written = last_day(corpus.register.settings.article_date)
    for claim in claims:
        for later in (claim.outcome, claim.overtaken):
            if later:
                assert last_day(later.date) >= written, claim.id


# Voice.


def test_every_summary_passes_in_our_own_voice(
    claims: tuple[Claim, ...], voice: Voice
) -> None:
    faults = {claim.id: voice.faults(claim.summary, "system") for claim in claims}
    assert {key: found for key, found in faults.items() if found} == {}


def test_what_came_later_passes_in_our_own_voice(
    claims: tuple[Claim, ...], voice: Voice
) -> None:
    faults = {
        claim.id: voice.faults(later.text, "system")
        for claim in claims
        for later in (claim.outcome, claim.overtaken)
        if later
    }
    assert {key: found for key, found in faults.items() if found} == {}


def test_every_position_says_whose_it_is(
    claims: tuple[Claim, ...], voice: Voice
) -> None:
    unnamed = [
        f"{claim.id}: {position.text}"
        for claim in claims
        for position in claim.positions
        if voice.faults(position.text, "attributed")
    ]
    assert unnamed == []


def test_every_point_can_be_shown_with_its_speaker(
    corpus: Corpus, voice: Voice
) -> None:
    unnamed = [
        f"{source.id}#{point.id}: {point.text}"
        for source in corpus.sources
        for point in source.points
        if voice.faults(point.text, "attributed")
    ]
    assert unnamed == []


# Speakers, sources, and what is said of them.


def test_every_speaker_has_a_party_or_speaks_for_several(corpus: Corpus) -> None:
    settings = corpus.register.settings
    known = {speaker.name: party for speaker, party in settings.speakers()}
    joint = {speaker.name for speaker in settings.joint_speakers}
    for source in corpus.sources:
        for point in source.points:
            assert point.speaker in known, f"{source.id}#{point.id}"
            assert bool(known[point.speaker]) != (point.speaker in joint)


def test_nobody_speaks_for_two_parties(corpus: Corpus) -> None:
    speakers = Counter(s.name for s, _ in corpus.register.settings.speakers())
    assert [name for name, count in speakers.items() if count > 1] == []


def test_every_main_party_and_many_others_are_heard(corpus: Corpus) -> None:
    settings = corpus.register.settings
    parties = {speaker.name: party for speaker, party in settings.speakers()}
    heard = Counter(
        parties[point.speaker] for source in corpus.sources for point in source.points
    )
    assert all(heard[party.name] for party in settings.parties)


def test_every_perspective_is_one_of_the_settings_and_has_a_reason(
    corpus: Corpus,
) -> None:
    known = set(corpus.register.settings.perspectives)
    for source in corpus.sources:
        assert source.perspective in known, source.id
        assert source.perspective_reason.strip()


def test_no_point_is_longer_than_the_model_reads(corpus: Corpus) -> None:
    for source in corpus.sources:
        for point in source.points:
            assert len(point.text.split()) <= 180, f"{source.id}#{point.id}"
            assert 1 <= len(sentence_bounds(point.text)) <= 4, f"{source.id}#{point.id}"


def test_nothing_is_dated_in_the_future(corpus: Corpus) -> None:
    for source in corpus.sources:
        earliest = "1800" if source.kind == "treaty" else "1900"
        assert earliest < source.published < "2027", source.id


def test_no_review_is_claimed_that_didnt_happen(
    corpus: Corpus, claims: tuple[Claim, ...]
) -> None:
    assert {claim.reviewed_by for claim in claims} == {None}
    for source in corpus.sources:
        assert {point.reviewed_by for point in source.points} == {None}, source.id


def test_the_register_is_as_large_as_was_asked_for(
    corpus: Corpus, claims: tuple[Claim, ...]
) -> None:
    assert len(claims) >= 10
    assert len(corpus.sources) >= 12
    assert len({claim.id for claim in claims}) == len(claims)


def test_the_core_of_a_topic_hears_every_main_party_that_it_concerns_and_holds(
    corpus: Corpus, points: dict[str, tuple[Source, Point]]
) -> None:
    settings = corpus.register.settings
    party_of = {speaker.name: party for speaker, party in settings.speakers()}
    for topic in corpus.register.topics:
        said = {party_of.get(points[key][1].speaker, "") for key in topic.core}
        assert 3 <= len(topic.core) <= 5, topic.id
        held = {party_of.get(points[key][1].speaker, "") for key in topic.points}
        due = {*settings.main_parties()} & {*topic.concerns} & held
        assert due <= said, (topic.id, due - said)


def test_no_two_claims_have_the_same_number(claims: tuple[Claim, ...]) -> None:
    numbers = Counter(claim.id.split("-")[0] for claim in claims)
    assert [number for number, count in numbers.items() if count > 1] == []


def test_every_wording_is_taken_for_english(shipped_answerer: Answerer) -> None:
    generation = shipped_answerer.generation()
    reader = Reader(generation)
    wordings = [t for claim in generation.register.claims for t in claim.asked_as]
    assert [t for t in wordings if reader.understand(t).language != "en"] == []


def test_what_is_nearest_is_found_and_not_only_what_is_near(
    shipped_answerer: Answerer,
) -> None:
    """A search through a graph may miss the nearest, in one process and not another."""
    generation = shipped_answerer.generation()
    embedding = packaged_embedding()
    ids = sorted(generation.parties)
    held = generation.passages(ids)
    vectors = embedding.vectors([passage.text for passage in held.values()])
    for text, vector in zip(ids, vectors, strict=True):
        found = dict(generation.nearest(vector, 10))
        assert text in found, f"{text} isn't among the ten nearest to its own words"
    questions = generation.wording_vectors[::20]
    every = [len(generation.nearest(vector, len(ids))) for vector in questions[:3]]
    assert every == [len(ids)] * 3
    for vector in questions:
        wide = dict(generation.nearest(vector, len(ids)))
        best = sorted(wide, key=lambda key: -wide[key])[:10]
        assert np.isin(best, list(dict(generation.nearest(vector, 60)))).all()
