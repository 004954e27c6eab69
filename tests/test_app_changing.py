from __future__ import annotations

from typing import Any

import pytest

from app.answer import Answer, ComposerInfo, Flag, Overtaken, Refusal
from app.answering import Answerer
from app.changing import changes

DUTY = "Was an environmental assessment needed?"
CLAIM = "“The Coast Act requires no environmental assessment for the enlargement”"


@pytest.fixture(scope="module")
def then(answerer: Answerer) -> Answer:
    """An answer with one claim flagged, which later events changed."""
    answer = answerer.answer(DUTY)
    assert answer.flags[0].claim_id == "h05-assessment-duty"
    return answer.model_copy(update={"flags": answer.flags[:1]})


def flagged(answer: Answer, **changed: Any) -> Answer:
    """The answer with its first claim changed."""
    first = answer.flags[0].model_copy(update=changed)
    return answer.model_copy(update={"flags": (first, *answer.flags[1:])})


def without_party(flag: Flag, party: str) -> dict[str, Any]:
    return {"positions": tuple(p for p in flag.positions if p.party != party)}


def test_the_same_answer_has_not_changed(then: Answer) -> None:
    assert changes(then, then) == ()


def test_a_claim_whose_status_changed_is_named_by_the_articles_words(
    then: Answer,
) -> None:
    told = changes(then, flagged(then, status="mistaken"))
    assert told == (f"On {CLAIM}: it was called contested and is now called mistaken.",)


def test_words_that_cant_be_understood_are_named_by_the_claims_statement(
    then: Answer,
) -> None:
    (told,) = changes(then, flagged(then, status="opinion", unclear=True))
    assert told.startswith("On The Coast Act requires no environmental assessment for")
    assert "“" not in told


def test_a_long_claim_is_cut_at_a_word(then: Answer) -> None:
    (told,) = changes(
        then, flagged(then, status="opinion", article_quote="abcdefghi " * 19)
    )
    assert told.startswith("On “abcdefghi ")
    assert "abcdefghi …”: it was" in told
    assert len(told) < 230


def test_what_came_later_is_told_where_it_is_new_other_or_gone(then: Answer) -> None:
    before = flagged(then, overtaken=None)
    text = "The Environmental Court of Sundmark ruled on 3 November 2022"
    assert changes(before, then)[0].startswith(
        f"On {CLAIM}: More came out later (3 November 2022): {text}"
    )
    appeal = Overtaken(date="2024-02", text="The ruling was upheld.")
    assert changes(then, flagged(then, overtaken=appeal)) == (
        f"On {CLAIM}: What came later is new (February 2024): The ruling was upheld.",
    )
    assert changes(then, before) == (f"On {CLAIM}: What came later is no longer told.",)


def test_a_party_that_is_heard_now_or_moved_is_told(then: Answer) -> None:
    flag = then.flags[0]
    party = flag.positions[0].party
    fewer = flagged(then, **without_party(flag, party))
    assert f"On {CLAIM}: {party}: says the same (then: not told)." in changes(
        fewer, then
    )
    assert f"On {CLAIM}: {party}: not told (then: says the same)." in changes(
        then, fewer
    )
    moved = flag.positions[0].model_copy(update={"stance": "no-source"})
    silent = flagged(then, positions=(moved, *flag.positions[1:]))
    assert changes(silent, then) == (
        f"On {CLAIM}: {party}: says the same (then: no source held).",
    )


def test_claims_that_the_answer_touches_now_or_no_longer_are_told(then: Answer) -> None:
    bare = then.model_copy(update={"flags": ()})
    assert changes(bare, then) == (f"The answer now touches {CLAIM} too (contested).",)
    assert changes(then, bare) == (f"The answer no longer touches {CLAIM}.",)


def test_many_changes_of_a_kind_are_counted(then: Answer) -> None:
    flags = tuple(
        then.flags[0].model_copy(update={"claim_id": f"h{number}"})
        for number in range(9)
    )
    bare = then.model_copy(update={"flags": ()})
    told = changes(bare, then.model_copy(update={"flags": flags}))
    assert len(told) == 5
    assert told[-1] == "and 5 more claims"


def test_a_claim_with_another_status_comes_first_with_all_that_changed_on_it(
    then: Answer,
) -> None:
    two = (then.flags[0].model_copy(update={"claim_id": "h0"}), then.flags[0])
    before = then.model_copy(
        update={"flags": tuple(f.model_copy(update={"overtaken": None}) for f in two)}
    )
    moved = two[1].model_copy(update={"status": "mistaken"})
    told = changes(before, then.model_copy(update={"flags": (two[0], moved)}))
    first = "it was called contested and is now called mistaken. More came out later"
    assert told[0].startswith(f"On {CLAIM}: {first} (3 November 2022): ")
    assert told[1].startswith(f"On {CLAIM}: More came out later")


def test_sources_cited_on_one_day_alone_are_named_and_the_article_is_none(
    then: Answer,
) -> None:
    court = "environmental-court-judgment-2022-11-03"
    kept = tuple(c for c in then.citations if c.source_id not in (court, "article"))
    fewer = then.model_copy(update={"citations": kept})
    (named,) = changes(fewer, then)
    assert named.startswith("Cited today and not then: Environmental Court of Sundmark")
    assert named.endswith("(3 November 2022).")
    (named,) = changes(then, fewer)
    assert named.startswith("Cited then and not today: Environmental Court of Sundmark")


def test_other_points_and_other_words_are_told_where_nothing_else_changed(
    then: Answer,
) -> None:
    first = then.citations[1].model_copy(update={"quote": "Reworded."})
    reworded = (then.citations[0], first, *then.citations[2:])
    assert changes(then, then.model_copy(update={"citations": reworded})) == (
        "Other points of the same sources are cited, or the same ones reworded.",
    )
    assert changes(then, flagged(then, verdict_reason="Another.")) == (
        "Only the wording differs; claims and sources are the same.",
    )


def test_an_answer_that_became_a_refusal_or_the_reverse_is_told(then: Answer) -> None:
    refusal = Refusal(reason="not-in-sources", message="Our sources don't say.")
    refused = then.model_copy(
        update={"outcome": "refused", "refusal": refusal, "flags": (), "sentences": ()}
    )
    assert changes(then, refused) == (
        "It was answered then; asked today it isn't: Our sources don't say.",
    )
    assert changes(refused, then) == ("It wasn't answered then; asked today it is.",)
    other = refusal.model_copy(update={"reason": "off-topic", "message": "Off it."})
    assert changes(refused, refused.model_copy(update={"refusal": other})) == (
        "It was refused for another reason; the one today: Off it.",
    )
    (near,) = changes(refused.model_copy(update={"citations": ()}), refused)
    assert near.startswith("Nearest today and not then: ")


def test_of_a_models_answer_only_what_never_depends_on_it_is_compared(
    then: Answer,
) -> None:
    chosen = then.model_copy(
        update={
            "composer": ComposerInfo(name="chat"),
            "sentences": then.sentences[:1],
            "citations": then.citations,
        }
    )
    assert changes(chosen, then) == ()
    assert changes(flagged(chosen, status="mistaken"), then) == (
        f"On {CLAIM}: it was called mistaken and is now called contested.",
    )
