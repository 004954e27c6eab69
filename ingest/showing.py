"""A plan as lines of Markdown, which also read well in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.differing import ClaimChange, Difference
from ingest.planning import Plan
from ingest.sensitivity import Loss

SHOWN = 12
"""Ids named in one line; the rest are counted. All of them stand in the JSON."""
SOURCES_SHOWN = 15
"""Sources that most claims rest on, shown line by line."""


def markdown(plan: Plan) -> str:
    """The plan for a pull request."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    yield "# What this change of the corpus would do"
    yield ""
    if plan.active:
        yield f"Compared with the active generation `{plan.active}`."
    else:
        yield "There is no active generation yet: everything is new."
    if plan.problems:
        yield from _section("To be mended first", plan.problems)
    changed = [
        line
        for name in ("files", "sources", "points", "claims")
        for line in _difference(name, getattr(plan, name))
    ]
    yield from _section("What changes", changed or ["nothing"])
    yield ""
    yield (
        f"{plan.to_embed} texts to embed, about {plan.seconds:.0f} s."
        if plan.to_embed
        else "Nothing to embed."
    )
    if plan.active:
        said = [_claim(change) for change in plan.consequences]
        yield from _section("What it means for the claims", said or ["nothing"])
    if plan.asked:
        said = [f"“{c.question}”: {'; '.join(c.what)}" for c in plan.answers]
        title = f"Answers that change, of {plan.asked} example questions"
        yield from _section(title, said or ["none"])
    if plan.cases:
        yield from _section("Evaluation", list(_cases(plan)))
    yield from _section(
        "If one source were dropped",
        list(_sensitivity(plan.sensitivity)) or ["no claim would change"],
    )
    if plan.notes:
        yield from _section("Not looked into", plan.notes)
    if plan.staged:
        yield ""
        yield f"Built as `{plan.staged}`: `python -m ingest apply` only has to switch."


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    for line in lines:
        yield f"- {line}"


def _difference(name: str, found: Difference) -> Iterator[str]:
    for verb in ("added", "changed", "removed"):
        if ids := getattr(found, verb):
            yield f"{name} {verb}: {_some(ids)}"
    if found.renamed:
        yield f"{name} renamed: {_some([f'{a} → {b}' for a, b in found.renamed])}"


def _claim(change: ClaimChange) -> str:
    said = []
    if change.was is None:
        said.append(f"new, {change.becomes}")
    elif change.becomes is None:
        said.append(f"gone (was {change.was})")
    elif change.was != change.becomes:
        said.append(f"{change.was} → {change.becomes}")
    if change.verdict:
        said.append(f"verdict {change.verdict[0]} → {change.verdict[1]}")
    if change.main_lost:
        said.append(f"**loses a main party: {', '.join(change.main_lost)}**")
    if others := [p for p in change.parties_lost if p not in change.main_lost]:
        said.append(f"loses {', '.join(others)}")
    if change.parties_gained and change.was is not None:
        said.append(f"gains {', '.join(change.parties_gained)}")
    if change.one_source:
        said.append("rests on one source")
    if change.evidence_changed:
        said.append(f"its evidence changes: {_some(change.evidence_changed)}")
    return f"{change.claim}: {'; '.join(said)}"


def _cases(plan: Plan) -> Iterator[str]:
    for case in plan.cases:
        line = f"{case.measure}: {case.before:.3f} → {case.after:.3f}"
        won = f"; better: {_some(case.won)}" if case.won else ""
        lost = f"; worse: {_some(case.lost)}" if case.lost else ""
        yield line + won + lost


def _sensitivity(found: Sequence[Loss]) -> Iterator[str]:
    """Other statuses, main parties lost and summaries left bare, one line a source."""
    by_source: dict[str, list[str]] = {}
    for loss in found:
        said = []
        if loss.before != loss.after:
            said.append(f"{loss.before} → {loss.after}")
        if loss.unsupported:
            said.append("nothing left for its summary")
        if loss.main:
            said.append(f"loses {', '.join(loss.main)}")
        if said:
            line = f"{loss.claim} ({'; '.join(said)})"
            by_source.setdefault(loss.source, []).append(line)
    heaviest = sorted(by_source, key=lambda source: -len(by_source[source]))
    for source in heaviest[:SOURCES_SHOWN]:
        yield f"without {source}: {_some(by_source[source])}"
    if more := heaviest[SOURCES_SHOWN:]:
        yield f"{len(more)} more sources with a claim that rests on them: see `--json`"


def _some(ids: Sequence[str]) -> str:
    more = len(ids) - SHOWN
    return ", ".join(ids[:SHOWN]) + (f" and {more} more" if more > 0 else "")
