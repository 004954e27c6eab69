"""Are the right claims flagged, and only those?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict
from sklearn.metrics import precision_recall_fscore_support

from app.answer import Answer
from eval.cases import STANDALONE, Case, Expect
from eval.library import View, some
from eval.results import Score


class ClaimFigures(BaseModel):
    """How one claim fared: flagged rightly, wrongly, or missed."""

    model_config = ConfigDict(frozen=True)

    claim_id: str
    right: int
    wrong: int
    missed: int
    precision: float
    recall: float
    F1: float
    missed_in: tuple[str, ...] = ()
    """Cases in which it was due and not flagged."""
    false_in: tuple[str, ...] = ()
    """Cases in which it was flagged though nothing, or another claim, is in dispute."""


def raised(expect: Expect, answer: Answer) -> set[str]:
    """Claims flagged, in the sense of the measures.

    A contested flag counts unless the case leaves it open; a claim that isn't contested
    is shown too, and counts only where the case expects it.
    """
    every = {flag.claim_id for flag in answer.flags}
    contested = {flag.claim_id for flag in answer.flags if flag.contested}
    return (contested - set(expect.may_flag)) | (every & set(expect.must_flag))


def counted(case: Case, variant: str) -> bool:
    """Whether the case says which claims are to be flagged."""
    answered = case.expect.outcome == "answered"
    return case.labelled and answered and variant != STANDALONE


def scores(view: View) -> Iterator[Score]:
    """Flag precision, recall and F1, and the false-flag rate on controls."""
    if not counted(view.case, view.result.variant):
        return
    due = set(view.case.expect.must_flag)
    found = raised(view.case.expect, view.answer)
    right, wrong, missed = due & found, found - due, due - found
    if found:
        reason = f"flagged without cause: {some(wrong)}"
        yield view.score("flag-precision", len(right), len(found), reason)
    if due:
        yield view.score("flag-recall", len(right), len(due), f"missed: {some(missed)}")
    if due or found:
        yield view.score(
            "flag-F1",
            2 * len(right),
            2 * len(right) + len(wrong) + len(missed),
            f"missed: {some(missed)}; without cause: {some(wrong)}",
        )
    barred = found & set(view.case.expect.must_not_flag)
    if view.case.expect.must_not_flag:
        yield view.yes("look-alikes-flagged", bool(barred), f"flagged: {some(barred)}")
    if view.case.kind == "control":
        yield view.yes("false-flag-rate", bool(wrong), f"flagged: {some(wrong)}")


def by_claim(answered: Iterable[tuple[Case, str, Answer]]) -> list[ClaimFigures]:
    """Precision, recall and F1 of every claim that was due or flagged.

    `answered` gives case, variant and answer.
    """
    asked = [(c, answer) for c, variant, answer in answered if counted(c, variant)]
    pairs = [(set(c.expect.must_flag), raised(c.expect, a)) for c, a in asked]
    claims = sorted({claim for due, found in pairs for claim in due | found})
    if not claims:
        return []
    due = _table([due for due, _ in pairs], claims)
    found = _table([found for _, found in pairs], claims)
    precision, recall, f1, _ = precision_recall_fscore_support(
        due, found, zero_division=0
    )
    missed_in, false_in = _cases(asked)
    return [
        ClaimFigures(
            claim_id=claim,
            right=int((due[:, row] & found[:, row]).sum()),
            wrong=int((~due[:, row] & found[:, row]).sum()),
            missed=int((due[:, row] & ~found[:, row]).sum()),
            precision=float(precision[row]),
            recall=float(recall[row]),
            F1=float(f1[row]),
            missed_in=tuple(missed_in.get(claim, ())),
            false_in=tuple(false_in.get(claim, ())),
        )
        for row, claim in enumerate(claims)
    ]


def _cases(
    asked: Iterable[tuple[Case, Answer]],
) -> tuple[dict[str, dict[str, None]], dict[str, dict[str, None]]]:
    """Ids of cases by claim: where it was missed, and where it was flagged falsely."""
    missed_in: dict[str, dict[str, None]] = {}
    false_in: dict[str, dict[str, None]] = {}
    for case, answer in asked:
        found = raised(case.expect, answer)
        due = set(case.expect.must_flag)
        barred = found if case.kind == "control" else set(case.expect.must_not_flag)
        for claim in due - found:
            missed_in.setdefault(claim, {})[case.id] = None
        for claim in (found & barred) - due:
            false_in.setdefault(claim, {})[case.id] = None
    return missed_in, false_in


def _table(sets: Sequence[set[str]], claims: Sequence[str]) -> np.ndarray:
    """Which claim is in which set, shape (sets, claims), bool, two columns or more."""
    rows = [[claim in members for claim in claims] for members in sets]
    table = np.array(rows, bool).reshape(len(sets), len(claims))
    # scikit-learn reads a single column as one class: an empty second one stops that.
    return np.hstack([table, np.zeros((len(sets), 1), bool)])
