from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.proofreading import all_problems, proofread
from ingest.reading import require_corpus

Edit = Callable[[str, str, str], None]

COURIER = "sources/ellery-courier-report-2021-03-20.md"
BUOYS = "claims/h09-survey-buoys.yaml"
RAIN = "According to the Ellery Courier's report of 20 March 2021, nobody was hurt."


def found(folder: Path) -> list[str]:
    """What proofreading finds in a corpus, a line each."""
    return [str(problem) for problem in proofread(require_corpus(folder))]


def test_a_sound_corpus_has_nothing_to_mend(harbour: Path) -> None:
    assert all_problems(require_corpus(harbour)) == []


def test_every_kind_of_check_is_asked(harbour: Path, edit: Edit) -> None:
    edit(COURIER, RAIN, "It had rained.")
    edit("claims/h08-word-siege.yaml", '"three days of siege"', '"four days of siege"')
    corpus = require_corpus(harbour)
    said = " ".join(map(str, all_problems(corpus, "2024-01-01")))
    assert "doesn't stand in paragraph 7" in said
    assert "is in the future, today is 2024-01-01" in said
    assert "opens with 'It'" in said


def test_a_document_of_several_sides_may_refute(harbour: Path, edit: Edit) -> None:
    vote, court = "claims/h02-council-vote.yaml", "environmental-court-judgment-2022-11"
    edit(vote, f"{court}-03#p6", "joint-berthing-agreement-2019-03-14#p1")
    said = " ".join(map(str, all_problems(require_corpus(harbour))))
    assert "no evidence is a point of that party's own speaker" in said
    assert "`refuted` rests on parties' words" not in said


def test_a_question_that_a_point_answers_isnt_unanswered(
    harbour: Path, edit: Edit
) -> None:
    asked = "is there ANY footage of the crash"
    edit(COURIER, "Who was at the wheel of the Merrow", asked)
    (said,) = found(harbour)
    assert said == (
        f"{COURIER}: points.p2.unanswered: 'is there ANY footage of the crash?' is "
        f"answered by {COURIER[8:-3] + '#p2'!r}: remove it here."
    )


def test_a_question_stands_at_a_point_once(harbour: Path, edit: Edit) -> None:
    twice = "- asked_as: Is there any footage of the crash?\n"
    edit(COURIER, twice, twice + twice.replace("Is", "is"))
    (said,) = found(harbour)
    assert "points.p2.asked_as: 'is there any footage of the crash' stands" in said


@pytest.mark.parametrize("word", "He She It They This Those Their There".split())
def test_a_sentence_that_opens_with_a_pronoun_names_its_speaker(
    harbour: Path, edit: Edit, word: str
) -> None:
    edit(COURIER, RAIN, f"{word} was seen from the quay.")
    (said,) = found(harbour)
    assert said == (
        f"{COURIER}: points.p1: a sentence opens with {word!r} and doesn't name its "
        "speaker: write the noun."
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "It had seen the boats, the Ellery Courier said.",
        "Theirs is the only boat of Port Ellery with a green hull.",
        "Italy sold the survey vessel Merrow in 2011.",
        "The report of the harbour office names nobody.",
        "The letter, which the harbour office sent, names nobody.",
    ],
)
def test_a_sentence_that_stands_alone_is_left_alone(
    harbour: Path, edit: Edit, sentence: str
) -> None:
    edit(COURIER, RAIN, sentence)
    assert found(harbour) == []


@pytest.mark.parametrize(
    ("sentence", "reference"),
    [
        ("Nobody was hurt, the report says.", "the report"),
        ("Nobody was hurt, as this document shows.", "this document"),
        ("The article names nobody.", "The article"),
        ("Two boats were damaged on that day.", "that day"),
        ("Two boats were damaged in the same hour.", "the same"),
    ],
)
def test_a_reference_to_another_sentence_says_which(
    harbour: Path, edit: Edit, sentence: str, reference: str
) -> None:
    edit(COURIER, RAIN, sentence)
    (said,) = found(harbour)
    assert f"points.p1: {reference!r} points to another sentence" in said


def test_a_text_of_too_many_word_pieces_is_named(harbour: Path, edit: Edit) -> None:
    edit(COURIER, RAIN, "Xqzvwk " * 60)
    (said,) = found(harbour)
    assert said.startswith(f"{COURIER}: points.p1: the text has ")
    assert "word pieces, and no more than 256 can be found by" in said


def test_a_point_has_an_id_of_words_and_single_hyphens(
    harbour: Path, edit: Edit
) -> None:
    edit(COURIER, "## p3", "## p3--late-")
    (said,) = found(harbour)
    assert said.startswith(f"{COURIER}: points.p3--late-: the id 'p3--late-' isn't")


@pytest.fixture
def loaded(harbour: Path, edit: Edit) -> Path:
    """A corpus whose claim on the buoys is named with a party's word."""
    edit(BUOYS, "id: h09-survey-buoys", "id: h09-siege-buoys")
    edit("timeline.yaml", "h09-survey-buoys", "h09-siege-buoys")
    (harbour / BUOYS).rename(harbour / "claims/h09-siege-buoys.yaml")
    return harbour


def test_a_partys_word_stands_in_no_id_but_that_of_a_wording(loaded: Path) -> None:
    (said,) = found(loaded)
    assert said == (
        "claims/h09-siege-buoys.yaml: id: 'siege' is a party's own word: name the "
        "claim in neutral words."
    )


def test_an_id_that_is_kept_may_hold_it(loaded: Path) -> None:
    with (loaded / "corpus.yaml").open("a", encoding="utf-8") as settings:
        settings.write("kept_ids: [h09-siege-buoys]\n")
    assert found(loaded) == []


def test_a_kept_id_that_isnt_there_is_named(harbour: Path) -> None:
    with (harbour / "corpus.yaml").open("a", encoding="utf-8") as settings:
        settings.write("kept_ids: [h99-nothing]\n")
    (said,) = found(harbour)
    assert said.startswith("corpus.yaml: kept_ids: no claim 'h99-nothing'")
