"""In which order the parties are heard on a claim, and who must not be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.claims import Position
from index.corpora import CorpusSettings

_MAIN, _NAMED, _INDEPENDENT, _OTHER = range(4)


def in_turn(
    positions: Sequence[Position],
    settings: CorpusSettings,
    asked: str = "",
    relevance: Mapping[str, float] | None = None,
) -> list[tuple[Position, bool]]:
    """The positions by turns, each with whether an answer is incomplete without it.

    First the main parties, then those that the question names, then who is no side,
    then the rest; after that, each one's further positions. Of one party's, the one
    whose evidence comes nearest to the question goes first (`relevance` holds retrieval
    scores by point). The second one heard contradicts the first, if any does.
    """
    near = relevance or {}
    named = _named(settings, asked)
    ranks = {
        party.name: _MAIN
        if party.main
        else _NAMED
        if party.name in named
        else _INDEPENDENT
        if party.independent
        else _OTHER
        for party in settings.parties
    }
    turn: dict[str, int] = {}
    rows = []
    by_relevance = sorted(positions, key=lambda position: -_nearest(position, near))
    for index, position in enumerate(by_relevance):
        nth = turn[position.party] = turn.get(position.party, -1) + 1
        rank = ranks.get(position.party, _OTHER)
        place = positions.index(position) if rank != _INDEPENDENT else index
        rows.append(((nth, rank, place), position))
    ordered = [position for _, position in sorted(rows, key=lambda row: row[0])]
    return _with_due(_both_first(ordered), ranks)


def _with_due(
    positions: Sequence[Position], ranks: Mapping[str, int]
) -> list[tuple[Position, bool]]:
    """A party's first word is due where it is main, named, contradicts what was heard
    first, or is the first of those that are no side.
    """
    heard: set[str] = set()
    found = []
    for index, position in enumerate(positions):
        rank = ranks.get(position.party, _OTHER)
        mine = "independent" if rank == _INDEPENDENT else position.party
        contradicts = index == 1 and _opposes(position, positions[0])
        due = (rank != _OTHER and mine not in heard) or contradicts
        heard.add(mine)
        found.append((position, due))
    return found


def _both_first(positions: Sequence[Position]) -> list[Position]:
    """The positions with the first one of the other side moved up to the second."""
    rest = positions[1:]
    other = next((p for p in rest if _opposes(p, positions[0])), None)
    if other is None:
        return list(positions)
    return [positions[0], other, *(p for p in positions[1:] if p is not other)]


def _opposes(one: Position, other: Position) -> bool:
    return {one.stance, other.stance} == {"supports", "disputes"}


def _named(settings: CorpusSettings, asked: str) -> set[str]:
    """Parties that a question names."""
    text = asked.lower()
    return {
        party.name
        for party in settings.parties
        if any(form.lower() in text for form in (party.name, *party.also))
    }


def _nearest(position: Position, relevance: Mapping[str, float]) -> float:
    """The best retrieval score among a position's evidence."""
    return max(relevance.get(point, 0.0) for point in position.evidence)
