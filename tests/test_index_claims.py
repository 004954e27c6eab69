from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from index.claims import CONTESTED, Claim


def claim(stances: str = "", **fields: Any) -> Claim:
    """A claim with one position for each stance named."""
    letters = {"s": "supports", "d": "disputes", "q": "qualifies"}
    positions = [
        {
            "party": f"Party {number}",
            "stance": letters[letter],
            "date": f"2021-0{number}",
            "text": f"Party {number} said what it thinks of it.",
            "evidence": [f"source-{number}#p1"],
        }
        for number, letter in enumerate(stances, start=1)
    ]
    given: dict[str, Any] = {
        "id": "x01-example",
        "places": [{"paragraph": 1, "quote": "the quay is long"}],
        "statement": "The quay is long.",
        "kind": "event",
        "verdict": "supported",
        "verdict_reason": "The agreement gives its length.",
        "summary": "The quay was 410 metres long.",
        "summary_evidence": ["source-0#p1"],
        "positions": positions,
        "asked_as": [f"how long is quay {number}" for number in range(8)],
        "not_this": ["how deep is it", "how old is it", "who owns it"],
    }
    return Claim.model_validate(given | fields)


@pytest.mark.parametrize("claim_id", ["c01-a", "c99-who-1", "c100-a", "c1000-a-b"])
def test_a_claims_number_has_two_digits_or_more(claim_id: str) -> None:
    assert claim(id=claim_id).id == claim_id


@pytest.mark.parametrize(
    "claim_id", ["c1-a", "01-a", "c01", "c01-", "c01-a-", "c01--a", "C01-a", "c01-a b"]
)
def test_an_id_of_another_form_is_refused(claim_id: str) -> None:
    with pytest.raises(ValidationError, match="id"):
        claim(id=claim_id)


@pytest.mark.parametrize(
    ("kind", "verdict", "stances", "status"),
    [
        ("event", "supported", "", "not-in-dispute"),
        ("event", "supported", "ss", "not-in-dispute"),
        ("event", "supported", "sq", "not-in-dispute"),
        ("number", "supported", "sd", "contested"),
        ("event", "refuted", "", "mistaken"),
        ("number", "refuted", "dd", "mistaken"),
        ("number", "refuted", "dq", "mistaken"),
        ("legal", "refuted", "sd", "contested"),
        ("event", "conflicting", "", "contested"),
        ("causal", "conflicting", "sd", "contested"),
        ("event", "not-enough-evidence", "", "unconfirmed"),
        ("event", "not-enough-evidence", "sd", "unconfirmed"),
        ("opinion", None, "", "opinion"),
        ("opinion", None, "s", "opinion"),
        ("opinion", None, "dq", "opinion"),
        ("opinion", None, "sd", "contested"),
        ("wording", None, "sd", "contested"),
        ("wording", None, "sq", "opinion"),
        ("prediction", None, "sd", "contested"),
        ("prediction", None, "s", "opinion"),
        ("prediction", "refuted", "sd", "contested"),
        ("prediction", "refuted", "d", "mistaken"),
        ("prediction", "supported", "s", "not-in-dispute"),
    ],
)
def test_the_status_follows_from_kind_verdict_and_positions(
    kind: str, verdict: str | None, stances: str, status: str
) -> None:
    assert claim(stances, kind=kind, verdict=verdict).status == status


@pytest.mark.parametrize(
    ("stances", "verdict", "contested"),
    [
        ("sd", "conflicting", True),
        ("d", "refuted", True),
        ("", "not-enough-evidence", True),
        ("s", "supported", False),
    ],
)
def test_a_claim_is_contested_where_the_articles_word_cant_simply_be_taken(
    stances: str, verdict: str, contested: bool
) -> None:
    assert claim(stances, verdict=verdict).contested is contested


def test_an_opinion_that_nobody_opposes_is_not_flagged_as_contested() -> None:
    assert "opinion" not in CONTESTED
    assert not claim("s", kind="opinion", verdict=None).contested


@pytest.mark.parametrize("kind", ["opinion", "wording"])
def test_an_opinion_or_a_word_has_no_verdict(kind: str) -> None:
    with pytest.raises(ValidationError, match=f"kind '{kind}' has no verdict"):
        claim(kind=kind, verdict="refuted")


@pytest.mark.parametrize("kind", ["event", "number", "legal", "causal"])
def test_what_can_be_settled_needs_a_verdict(kind: str) -> None:
    with pytest.raises(ValidationError, match=f"kind '{kind}' needs a verdict"):
        claim(kind=kind, verdict=None)


LATER = {
    "date": "2022-11",
    "text": "The court ruled on it in the end.",
    "evidence": ["court#p1"],
}


def test_only_a_prediction_has_an_outcome() -> None:
    with pytest.raises(ValidationError, match="only a prediction has an outcome"):
        claim(outcome=LATER)
    assert claim(kind="prediction", verdict=None, outcome=LATER).outcome


@pytest.mark.parametrize("claim_id", ["h1-short", "H01-upper", "h01", "h01_under", ""])
def test_an_id_is_a_letter_two_digits_and_words(claim_id: str) -> None:
    with pytest.raises(ValidationError):
        claim(id=claim_id)


def test_fewer_than_eight_wordings_or_three_look_alikes_are_refused() -> None:
    with pytest.raises(ValidationError, match="asked_as"):
        claim(asked_as=["how long is the quay"])
    with pytest.raises(ValidationError, match="not_this"):
        claim(not_this=["how deep is the channel"])


def test_the_evidence_is_that_of_summary_positions_outcome_and_overtaken() -> None:
    given = claim("sd", kind="prediction", outcome=LATER, verdict="refuted")
    assert given.evidence() == {
        "source-0#p1", "source-1#p1", "source-2#p1", "court#p1",
    }  # fmt: skip


def test_positions_are_cut_at_the_last_day_that_their_date_can_mean() -> None:
    given = claim("sd")

    def heard(day: str) -> list[str]:
        return [p.party for p in given.as_known(day, given.evidence()).positions]

    assert heard("2021-02-27") == ["Party 1"]
    assert len(heard("2021-02-28")) == 2
    assert heard("2020-12-31") == []


def test_what_came_later_is_not_known_before_its_day() -> None:
    given = claim(overtaken=LATER)
    assert given.as_known("2022-11-29", given.evidence()).later is None
    assert given.as_known("2022-11-30", given.evidence()).later == given.overtaken
    assert given.as_known("2022-11-30", set()).later is None
    assert given.later == given.overtaken


def test_what_sums_up_several_points_isnt_told_before_the_last_is_out() -> None:
    later = LATER | {"evidence": ["court#p1", "almanac#p1"]}
    given = claim(overtaken=later, summary_evidence=["source-0#p1", "source-9#p1"])
    early = given.as_known("2023-01-01", given.evidence() - {"almanac#p1"})
    assert early.later is None
    assert early.summary == given.summary
    assert not given.as_known("2023-01-01", {"source-9#p1"}).summary


def test_a_position_is_told_by_those_of_its_points_that_were_out() -> None:
    position = {"evidence": ["source-1#p1", "book#p1"]}
    given = claim("s")
    stands = given.positions[0].model_copy(update=position)
    given = given.model_copy(update={"positions": (stands,)})
    (known,) = given.as_known("2021-12-31", {"source-1#p1"}).positions
    assert known.evidence == ("source-1#p1",)


def test_a_verdicts_reason_is_given_only_where_nothing_is_left_out() -> None:
    given = claim("s", overtaken=LATER)
    whole = given.as_known("2023-01-01", given.evidence())
    assert whole == given
    for day, known in (("2022-01-01", given.evidence()), ("2023-01-01", {"court#p1"})):
        early = given.as_known(day, known)
        assert (early.verdict, early.verdict_reason) == (given.verdict, "")


def test_an_outcome_goes_before_what_overtook_the_claim() -> None:
    overtaken = LATER | {"date": "2021-12"}
    given = claim(kind="prediction", verdict=None, outcome=LATER, overtaken=overtaken)
    assert given.later == given.outcome
    assert given.as_known("2022-01-01", given.evidence()).later == given.overtaken


def test_a_claim_doesnt_change_once_read() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        claim().summary = "The quay was 640 metres long."  # type: ignore[misc]
