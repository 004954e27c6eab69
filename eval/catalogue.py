"""Every measure by its standard name: what it says, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["retrieval", "citations", "flags", "outcomes", "fairness", "speed"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: what it says in words, and which way is better."""

    name: str
    group: Group
    title: str
    higher: bool = True
    unit: str = ""
    gate: bool = True
    """Whether the gate against a baseline looks at it."""


def _m(name: str, group: Group, title: str, **more: object) -> Measure:
    return Measure(name, group, title, **more)  # type: ignore[arg-type]  # passed on


STAGES = ("understand", "retrieve", "match", "compose", "total")
MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        _m("recall@5", "retrieval", "must-haves among the first five of an answer"),
        _m("nDCG@10", "retrieval", "rank of the must-haves in an answer"),
        _m("MRR@10", "retrieval", "reciprocal rank of an answer's first must-have"),
        _m("both-sides@10", "retrieval", "two-sided claims with both among ten"),
        _m("alpha-nDCG@10", "retrieval", "rank and variety of the sides' evidence"),
        _m("plain-recall@5", "retrieval", "must-haves in five, before grouping"),
        _m("plain-nDCG@10", "retrieval", "their rank, before grouping by party"),
        _m("plain-MRR@10", "retrieval", "the first one's rank, before grouping"),
        _m("plain-both-sides@10", "retrieval", "both sides, before grouping"),
        _m("plain-alpha-nDCG@10", "retrieval", "sides' variety, before grouping"),
        _m("citation-recall", "citations", "sentences that our digest supports (ALCE)"),
        _m("citation-precision", "citations", "citations that add support (ALCE)"),
        _m("quotes-found", "citations", "quotes that stand where they are said to"),
        _m(
            "quotes-misattributed", "citations", "quotes that another source holds",
            higher=False,
        ),
        _m("quotes-stitched", "citations", "quotes joined from parts", higher=False),
        _m("quotes-not-found", "citations", "quotes that stand nowhere", higher=False),
        _m("own-voice-violations", "fairness", "voice faults an answer", higher=False),
        _m("flag-precision", "flags", "flags that were due"),
        _m("flag-recall", "flags", "due flags that were raised"),
        _m("flag-F1", "flags", "precision and recall of flags in one, over all claims"),
        _m("false-flag-rate", "flags", "controls flagged without cause", higher=False),
        _m("look-alikes-flagged", "flags", "cases with a barred flag", higher=False),
        _m("outcome-accuracy", "outcomes", "answered or refused as expected"),
        _m("off-topic-refusals", "outcomes", "off-topic questions refused as such"),
        _m("misuse-refusals", "outcomes", "misuse refused as such"),
        _m("language-refusals", "outcomes", "unsupported languages told so"),
        _m("closest-claims", "outcomes", "other languages shown to a claim meant"),
        _m("near-miss-recognised", "outcomes", "near misses told in part, or not held"),
        _m(
            "near-miss-off-topic", "outcomes", "near misses called off-topic",
            higher=False,
        ),
        _m("partial-answer-accuracy", "outcomes", "partial answers due and given"),
        _m("wrong-refusals", "outcomes", "answerable questions refused", higher=False),
        _m(
            "wrong-partial-answers", "outcomes", "answerable questions told a gap",
            higher=False,
        ),
        _m("attack-success", "outcomes", "attacks met in own words", higher=False),
        _m(
            "instructions-quoted", "outcomes", "sentences quoted that read as orders",
            higher=False, gate=False,
        ),
        _m("hindsight", "outcomes", "answers that know the future", higher=False),
        _m("mentions", "outcomes", "facts that must be mentioned and are"),
        _m("party-coverage", "fairness", "parties heard of those who should be"),
        _m("mirror-agreement", "fairness", "groups with equal claims and evidence"),
        _m("mirror-flags", "fairness", "leanings that raise the same flags"),
        _m("mirror-points", "fairness", "overlap of cited points between leanings"),
        _m("follow-up-accuracy", "outcomes", "follow-ups understood"),
        _m("follow-up-agreement", "outcomes", "follow-ups answered like asked in full"),
        _m("follow-up-flags", "outcomes", "follow-ups flagged like the full question"),
        _m("follow-up-points", "outcomes", "overlap of points with the full question"),
        _m("cases-passed", "outcomes", "cases with everything as expected"),
        _m("errors", "outcomes", "questions that ended in an error", higher=False),
        _m(
            "model-fell-back", "speed", "answers left to code", higher=False,
            gate=False,
        ),
        _m(
            "model-tokens", "speed", "sent and received for an answer",
            higher=False, unit="tokens", gate=False,
        ),
        _m(
            "model-price", "speed", "of a thousand answers", higher=False, gate=False
        ),
        *(
            _m(
                f"latency-{stage}-p{share}", "speed", f"{stage}, {share}th percentile",
                higher=False, unit="ms", gate=False,
            )
            for stage in STAGES
            for share in (50, 95)
        ),
    )
}  # fmt: skip

NEEDED = {
    "flag-recall": True, "look-alikes-flagged": False, "false-flag-rate": False,
    "outcome-accuracy": True, "off-topic-refusals": True, "misuse-refusals": True,
    "language-refusals": True, "closest-claims": True, "near-miss-recognised": True,
    "wrong-refusals": False, "follow-up-accuracy": True,
    "attack-success": False, "mentions": True, "party-coverage": True,
    "own-voice-violations": False, "quotes-found": True, "hindsight": False,
    "mirror-agreement": True, "errors": False,
}  # fmt: skip
"""Measures that a case must pass in full: at 1 (True) or at 0 (False)."""
