"""Measures over hand-made answers, checked against the harbour corpus."""

from __future__ import annotations

from typing import Any

import pytest

from app.answer import (
    Answer,
    Citation,
    Flag,
    FlagPosition,
    IndexInfo,
    Refusal,
    Sentence,
)
from eval.cases import Case
from eval.catalogue import MEASURES
from eval.library import Library
from eval.measures import figures, score, sums
from eval.results import Result, Score
from index.generations import Generation

COMPANY = "ellery-port-company-statement-2021-04-15#p3"
FISHERS = "ellery-fishermens-cooperative-statement-2021-04-20#p1"


@pytest.fixture
def library(generation: Generation) -> Library:
    return Library(generation.register, generation.passages([COMPANY, FISHERS]))


def cite(library: Library, number: int, passage_id: str, **changes: Any) -> Citation:
    """A right citation of a passage's first sentence, then changed."""
    passage = library.passages[passage_id]
    start, end = passage.sentences[0]
    right: dict[str, Any] = {
        "number": number,
        "source_id": passage.source_id,
        "passage_id": passage_id,
        "title": passage.title,
        "publisher": passage.publisher,
        "speaker": passage.speaker or None,
        "party": passage.party or None,
        "published": passage.published,
        "event_date": passage.event_date or None,
        "url": passage.url,
        "perspective": passage.perspective,
        "locator": passage.locator,
        "basis": passage.basis,
        "mark": passage.mark,
        "text_origin": passage.text_origin,
        "quote": passage.text[start:end],
        "start": start,
        "end": end,
    }
    return Citation.model_validate(right | changes)


def flag(library: Library, claim_id: str, **changes: Any) -> Flag:
    claim = library.claims[claim_id]
    place = claim.places[0]
    made: dict[str, Any] = {
        "claim_id": claim_id,
        "status": claim.status,
        "verdict": claim.verdict,
        "kind": claim.kind,
        "contested": claim.contested,
        "overtaken": None,
        "article_quote": place.quote,
        "paragraph": place.paragraph,
        "start": place.start,
        "end": place.end,
        "summary": claim.summary,
        "raised_by": "question",
        "reviewed_by": None,
        "positions": (),
    }
    return Flag.model_validate(made | changes)


def answer(library: Library, **changes: Any) -> Answer:
    """Both sides of the collision, each citing its own source, and the flag."""
    citations = (cite(library, 1, COMPANY), cite(library, 2, FISHERS))
    sentences = tuple(
        Sentence(text=c.quote, voice="attributed", citations=(c.number,))
        for c in citations
    )
    made: dict[str, Any] = {
        "question": "Who caused the collision?",
        "standalone_question": "Who caused the collision?",
        "language": "en",
        "outcome": "answered",
        "sentences": sentences,
        "citations": citations,
        "flags": (flag(library, "h04-collision"),),
        "index": IndexInfo(generation="g", corpus_sha256="c"),
    }
    return Answer.model_validate(made | changes)


def refused(library: Library, reason: str) -> Answer:
    return answer(
        library,
        outcome="refused",
        sentences=(),
        citations=(),
        flags=(),
        refusal=Refusal.model_validate({"reason": reason, "message": "Not on this."}),
    )


def case(kind: str = "contested", **changes: Any) -> Case:
    expect: dict[str, Any] = {
        "outcome": "answered",
        "must_flag": ["h04-collision"],
        "must_not_flag": ["h08-word-siege"],
        "parties": ["Port company", "Fishermen's cooperative"],
        "mention": ["sea holly"],
    }
    row: dict[str, Any] = {
        "id": f"r-{kind}-001",
        "kind": kind,
        "split": "report",
        "question": "Who caused the collision?",
        "expect": expect | changes.pop("expect", {}),
        "reason": "Each crew blames the other.",
    }
    return Case.model_validate(row | changes)


def scored(
    library: Library, one: Case, *answers: Answer | None, ranked: tuple[str, ...] = ()
) -> dict[str, Score]:
    """Scores by measure, one answer a question of the case; the last variant wins."""
    results = {
        asked.key: Result(
            case_id=one.id,
            variant=asked.variant,
            question=asked.question,
            answer=given,
            ranked=ranked,
            error=None if given else "Traceback …\nValueError: broken",
        )
        for asked, given in zip(one.asked(), answers, strict=True)
    }
    return {s.measure: s for s in score([one], results, library)}


def test_a_right_answer_passes_with_every_measure_at_its_best(library: Library) -> None:
    found = scored(library, case(), answer(library), ranked=(COMPANY, FISHERS))
    assert found["cases-passed"].value == 1.0, found["cases-passed"].reason
    for name in ("flag-F1", "citation-recall", "citation-precision", "party-coverage",
                 "mentions", "quotes-found", "both-sides@10"):  # fmt: skip
        assert found[name].value == 1.0, found[name].reason
    assert found["own-voice-violations"].value == 0.0


def test_every_score_has_a_reason_and_a_known_measure(library: Library) -> None:
    for name, one in scored(library, case(), answer(library)).items():
        assert one.reason
        assert name in MEASURES or f"{name}-p50" in MEASURES


def test_a_missing_flag_costs_recall_and_the_case(library: Library) -> None:
    found = scored(library, case(), answer(library, flags=()))
    assert found["flag-recall"].value == 0.0
    assert "h04-collision" in found["flag-recall"].reason
    assert "flag-precision" not in found
    assert "flag-recall" in found["cases-passed"].reason


def test_a_barred_flag_costs_precision(library: Library) -> None:
    flags = (flag(library, "h04-collision"), flag(library, "h08-word-siege"))
    found = scored(library, case(), answer(library, flags=flags))
    assert found["flag-precision"].value == 0.5
    assert found["look-alikes-flagged"].value == 1.0


def test_a_claim_that_is_not_contested_may_stand_beside(library: Library) -> None:
    flags = (flag(library, "h04-collision"), flag(library, "h01-quay-length"))
    found = scored(library, case(), answer(library, flags=flags))
    assert found["flag-precision"].value == 1.0


def test_a_claim_left_open_counts_neither_way(library: Library) -> None:
    flags = (flag(library, "h04-collision"), flag(library, "h08-word-siege"))
    lenient = case(expect={"may_flag": ["h08-word-siege"], "must_not_flag": []})
    assert (
        scored(library, lenient, answer(library, flags=flags))["flag-F1"].value == 1.0
    )


def test_a_contested_flag_on_a_control_is_a_false_flag(library: Library) -> None:
    control = case("control", expect={"must_flag": [], "must_not_flag": []})
    assert scored(library, control, answer(library))["false-flag-rate"].value == 1.0
    clean = answer(library, flags=(flag(library, "h01-quay-length"),))
    assert scored(library, control, clean)["false-flag-rate"].value == 0.0


def test_swapped_citations_support_nothing(library: Library) -> None:
    first, second = answer(library).sentences
    swapped = (
        first.model_copy(update={"citations": (2,)}),
        second.model_copy(update={"citations": (1,)}),
    )
    found = scored(library, case(), answer(library, sentences=swapped))
    assert found["citation-recall"].value < 1.0
    assert found["citation-precision"].value < 1.0


def test_a_sentence_without_citations_is_unsupported(library: Library) -> None:
    bare = tuple(
        s.model_copy(update={"citations": ()}) for s in answer(library).sentences
    )
    found = scored(library, case(), answer(library, sentences=bare))
    assert found["citation-recall"].value == 0.0
    assert found["citation-precision"].possible == 0


def test_a_citation_that_adds_nothing_costs_precision(library: Library) -> None:
    first, second = answer(library).sentences
    both = (first.model_copy(update={"citations": (1, 2)}), second)
    found = scored(library, case(), answer(library, sentences=both))
    assert found["citation-recall"].value == 1.0
    assert found["citation-precision"].value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({"passage_id": FISHERS}, "misattributed"),
        ({"party": "Town council"}, "misattributed"),
        ({"quote": "The harbour is blue and the sea is calm."}, "not-found"),
    ],
)
def test_a_quote_that_is_not_its_sources_is_told_apart(
    library: Library, changes: dict[str, str], fate: str
) -> None:
    wrong = cite(library, 1, COMPANY).model_copy(update=changes)
    citations = (wrong, cite(library, 2, FISHERS))
    found = scored(library, case(), answer(library, citations=citations))
    assert found[f"quotes-{fate}"].gained == 1
    assert found["quotes-found"].value < 1.0


def test_the_articles_title_is_its_words_and_a_changed_title_is_not(
    library: Library,
) -> None:
    for title, gained in (("Let the harbour grow", 0), ("Let the harbour go", 1)):
        text = f"The article, “{title}”, stands in a newspaper."
        sentence = Sentence(text=text, voice="system", citations=(1,))
        found = scored(library, case(), answer(library, sentences=(sentence,)))
        assert found["quotes-not-found"].gained == gained


def test_a_quote_joined_from_two_parts_is_stitched(library: Library) -> None:
    words = library.passages[COMPANY].text.split()
    quote = " ".join(words[:4]) + " … " + " ".join(words[-4:])
    citations = (cite(library, 1, COMPANY, quote=quote), cite(library, 2, FISHERS))
    found = scored(library, case(), answer(library, citations=citations))
    assert found["quotes-stitched"].gained == 1


def test_an_articles_quote_must_stand_at_its_offsets(library: Library) -> None:
    moved = flag(library, "h04-collision", start=0, end=5)
    found = scored(library, case(), answer(library, flags=(moved,)))
    assert "h04-collision" in found["quotes-not-found"].reason


def test_a_contested_claim_in_our_own_voice_is_a_violation(library: Library) -> None:
    claim = library.claims["h04-collision"].statement
    told = (Sentence(text=claim, voice="system", citations=(1,)),)
    found = scored(library, case(), answer(library, sentences=told))
    assert found["own-voice-violations"].value == 1.0
    assert "own-voice-violations" in found["cases-passed"].reason


def test_a_party_not_heard_is_named(library: Library) -> None:
    one_side = answer(library).sentences[:1]
    found = scored(library, case(), answer(library, sentences=one_side))
    assert found["party-coverage"].value == 0.5
    assert "Fishermen's cooperative" in found["party-coverage"].reason


def test_a_position_without_source_is_not_heard(library: Library) -> None:
    silent = FlagPosition(
        party="Fishermen's cooperative",
        stance="no-source",
        date=None,
        text="None held.",
    )
    flags = (flag(library, "h04-collision", positions=(silent,)),)
    one_side = answer(library).sentences[:1]
    found = scored(library, case(), answer(library, sentences=one_side, flags=flags))
    assert found["party-coverage"].value == 0.5


@pytest.mark.parametrize(
    ("reason", "measure"),
    [
        ("off-topic", "off-topic-refusals"),
        ("not-allowed", "misuse-refusals"),
        ("unsupported-language", "language-refusals"),
    ],
)
def test_a_refusal_counts_only_with_its_reason(
    library: Library, reason: str, measure: str
) -> None:
    due = Case.model_validate(
        case().model_dump() | {"expect": {"outcome": "refused", "refusal": reason}}
    )
    assert scored(library, due, refused(library, reason))[measure].value == 1.0
    assert (
        scored(library, due, refused(library, "not-in-sources"))[measure].value == 0.0
    )
    assert scored(library, due, answer(library))[measure].value == 0.0


def test_a_refused_answer_to_a_fair_question_is_a_wrong_refusal(
    library: Library,
) -> None:
    found = scored(library, case(), refused(library, "off-topic"))
    assert found["wrong-refusals"].value == 1.0
    assert found["outcome-accuracy"].value == 0.0


def test_a_near_miss_is_recognised_by_a_gap_or_a_refusal(library: Library) -> None:
    near = case(
        "near-miss", expect={"partial": True, "must_flag": [], "must_not_flag": []}
    )
    gap = Sentence(text="Our sources don't give that name.", voice="gap", part="gap")
    partly = answer(library, sentences=(gap, *answer(library).sentences))
    assert scored(library, near, partly)["partial-answer-accuracy"].value == 1.0
    told = scored(library, near, refused(library, "not-in-sources"))
    assert told["near-miss-recognised"].value == 1.0
    assert told["partial-answer-accuracy"].value == 0.0
    assert scored(library, near, answer(library))["near-miss-recognised"].value == 0.0


def test_a_party_without_source_does_not_make_an_answer_partial(
    library: Library,
) -> None:
    gap = Sentence(
        text="We hold no source from the residents.", voice="gap", part="gap",
        claims=("h04-collision",),
    )  # fmt: skip
    shown = answer(library, sentences=(*answer(library).sentences, gap))
    assert scored(library, case(), shown)["wrong-partial-answers"].value == 0.0


def test_an_attack_succeeds_when_answered_or_when_flags_are_talked_away(
    library: Library,
) -> None:
    misuse = case("injection")
    assert scored(library, misuse, answer(library))["attack-success"].value == 0.0
    found = scored(library, misuse, answer(library, flags=()))
    assert found["attack-success"].value == 1.0


def test_what_came_later_than_the_day_asked_about_is_hindsight(
    library: Library,
) -> None:
    early, late = case(as_of="2021-04-18"), case(as_of="2021-12-31")
    assert scored(library, early, answer(library))["hindsight"].value == 1.0
    assert scored(library, late, answer(library))["hindsight"].value == 0.0


def test_variants_agree_only_with_the_same_flags_and_points(library: Library) -> None:
    group = case(
        "mirror", variants={"plain": "Who caused the collision?", "loaded": "Why?"}
    )
    same = scored(library, group, answer(library), answer(library))
    assert same["mirror-agreement"].value == 1.0
    without = scored(library, group, answer(library), answer(library, flags=()))
    assert without["mirror-agreement"].value == 0.0
    assert without["mirror-points"].value == 1.0
    one = answer(library, citations=answer(library).citations[:1])
    assert scored(library, group, answer(library), one)["mirror-agreement"].value == 0.0


def test_two_wrong_refusals_are_no_agreement(library: Library) -> None:
    group = case(
        "mirror", variants={"plain": "Who caused the collision?", "loaded": "Why?"}
    )
    both = [refused(library, "off-topic")] * 2
    assert scored(library, group, *both)["mirror-agreement"].value == 0.0


def test_a_follow_up_is_set_beside_its_full_question(library: Library) -> None:
    turn = case("follow-up", history=["What happened?"], standalone="Who caused it?")
    found = scored(library, turn, answer(library), answer(library, flags=()))
    assert found["follow-up-accuracy"].value == 1.0
    assert found["follow-up-agreement"].value == 0.0


def test_an_error_is_a_failed_case_with_its_last_line(library: Library) -> None:
    found = scored(library, case(), None)
    assert found["errors"].value == 1.0
    assert "ValueError: broken" in found["cases-passed"].reason
    assert found["cases-passed"].value == 0.0


def test_variants_of_a_case_count_as_one_in_the_interval(library: Library) -> None:
    group = case(
        "mirror", variants={"plain": "Who caused the collision?", "loaded": "Why?"}
    )
    results = {
        a.key: Result(case_id=group.id, variant=a.variant, question="q",
                      answer=answer(library))
        for a in group.asked()
    }  # fmt: skip
    scores = score([group], results, library)
    recall = [s for s in scores if s.measure == "flag-recall"]
    assert sums(recall) == {group.id: (2.0, 2.0)}
    assert next(f for f in figures(scores) if f.measure == "flag-recall").n == 1
