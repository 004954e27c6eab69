"""In which order the parties are heard on a claim, and who must not be left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from index.claims import Claim, Position
from index.corpora import CorpusSettings, Party
from index.forms import Finder
from index.lexicon import folded

_MAIN, _NAMED, _INDEPENDENT, _OTHER = range(4)
_OPPONENTS = 3
"""How many of those who don't agree must be heard where they are asked for."""
_FEW = 0.5
"""The share of a claim's positions, at most, that a name tells from the others."""


def in_turn(
    positions: Sequence[Position],
    settings: CorpusSettings,
    asked: str = "",
    relevance: Mapping[str, float] | None = None,
    names: Sequence[re.Pattern[str]] = (),
) -> list[tuple[Position, bool]]:
    """The positions by turns, each with whether an answer is incomplete without it.

    First the main parties, of them first who disputes the claim, as the article has
    spoken for it; then those that the question names, then who is no side, then the
    rest; after that, each one's further positions. `relevance` holds
    the scores of the points found first, `names` what the question names. Positions
    that speak of what is named go before others, which aren't heard at all where each
    main party speaks of it: a denial of one strike is none of another. Of one party's
    the one goes first that rests on the nearest of those points. The second one heard
    contradicts the first, if any does.
    """
    near = relevance or {}
    named = named_in(asked, settings)
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
    spoken = _spoken(positions, names)
    if narrowing(positions, settings, names):
        positions = [position for position in positions if spoken[position]]
    turn: dict[str, int] = {}
    rows = []
    for index, position in enumerate(_nearest_first(positions, near, spoken)):
        nth = turn[position.party] = turn.get(position.party, -1) + 1
        rank = ranks.get(position.party, _OTHER)
        place = positions.index(position) if rank != _INDEPENDENT else index
        agrees = rank == _MAIN and position.stance != "disputes"
        beside = bool(spoken) and not spoken[position]
        rows.append(((beside, nth, rank, agrees, place), position))
    ordered = [position for _, position in sorted(rows, key=lambda row: row[0])]
    of_mains = sum(place[1:3] == (0, _MAIN) for place, _ in rows)
    return _with_due(_both_sides_early(ordered, of_mains), ranks)


def against_first(
    turns: Sequence[tuple[Position, bool]],
) -> list[tuple[Position, bool]]:
    """The positions by turns with those that dispute the claim before those that
    qualify it, and these before the others; the first few of them are due.
    """
    rank = {"disputes": 0, "qualifies": 1}
    ordered = sorted(turns, key=lambda turn: rank.get(turn[0].stance, 2))
    return [
        (position, due or (place < _OPPONENTS and position.stance in rank))
        for place, (position, due) in enumerate(ordered)
    ]


def _both_sides_early(positions: Sequence[Position], mains: int) -> list[Position]:
    """The positions with the first word of either side moved up: to the second place
    where it contradicts the first one, else behind the `mains` main parties.
    """
    found = list(positions)
    for side in both_sides(positions):
        contradicts = {side.stance, positions[0].stance} == {"supports", "disputes"}
        place = 1 if contradicts else mains
        if found.index(side) > place:
            found.remove(side)
            found.insert(place, side)
    return found


def _with_due(
    positions: Sequence[Position], ranks: Mapping[str, int]
) -> list[tuple[Position, bool]]:
    """A party's first word is due where it is main, named, the first that supports or
    disputes, or the first of those that are no side.
    """
    sides = both_sides(positions)
    heard: set[str] = set()
    found = []
    for position in positions:
        rank = ranks.get(position.party, _OTHER)
        mine = "independent" if rank == _INDEPENDENT else position.party
        first = rank != _OTHER and mine not in heard
        found.append((position, first or position in sides))
        heard.add(mine)
    return found


def both_sides(positions: Sequence[Position]) -> list[Position]:
    """The first position that supports and the first that disputes, if both exist."""
    sides = [
        next((p for p in positions if p.stance == stance), None)
        for stance in ("supports", "disputes")
    ]
    found = [side for side in sides if side]
    return found if len(found) == len(sides) else []


def opposed(claim: Claim, day: str) -> Position | None:
    """The first position by that day that disputes a claim, or else qualifies it."""
    taken = [position for position in claim.positions if position.date <= day]
    stances = ("disputes", "qualifies")
    return next((p for s in stances for p in taken if p.stance == s), None)


def indispensable(
    positions: Sequence[Position], settings: CorpusSettings
) -> list[Position]:
    """The first word of each main party, and of either side."""
    first = {position.party: position for position in reversed(positions)}
    main = [first[name] for name in settings.main_parties() if name in first]
    return [*main, *both_sides(positions)]


def asked_alone(party: str, settings: CorpusSettings, asked: str) -> bool:
    """Whether, of the main parties and those who speak for them, a question names just
    this party's.
    """
    mains = settings.main_parties()
    return named_in(asked, settings).intersection(mains) == {party}


def named_in(text: str, settings: CorpusSettings) -> set[str]:
    """The parties that a text names, or somebody who speaks for them."""
    return {party.name for party in settings.parties if _finding(party).search(text)}


@cache
def _finding(party: Party) -> Finder:
    """What finds a party or its speakers by their forms, in the plural too."""
    speakers = (form for one in party.speakers for form in (one.name, *one.also))
    forms = (party.name, *party.also, *speakers)
    return Finder([*forms, *(f"{form}s" for form in forms)])


def narrowing(
    positions: Sequence[Position],
    settings: CorpusSettings,
    names: Sequence[re.Pattern[str]],
) -> list[re.Pattern[str]]:
    """Those of the names that few of the positions speak of, where each main party
    that is heard has such a one: the answer is about these alone.
    """
    few = telling([_subject(position) for position in positions], names)
    heard = {p.party for p in positions if speaks_of(_subject(p), few)}
    mains = {p.party for p in positions}.intersection(settings.main_parties())
    return few if mains <= heard else []


def telling(
    texts: Sequence[str], names: Sequence[re.Pattern[str]]
) -> list[re.Pattern[str]]:
    """Those of the names that tell a few of the texts, at most half, from the rest."""
    spoken = {name: sum(speaks_of(text, [name]) for text in texts) for name in names}
    return [name for name, held in spoken.items() if 0 < held <= _FEW * len(texts)]


def speaks_of(text: str, names: Sequence[re.Pattern[str]]) -> bool:
    """Whether a text has any of the names."""
    lowered = folded(text)
    return any(name.search(lowered) for name in names)


def _subject(position: Position) -> str:
    return " ".join((position.text, *position.about))


def _spoken(
    positions: Sequence[Position], names: Sequence[re.Pattern[str]]
) -> Counter[Position]:
    """How many of the names each position speaks of, names that most do left out."""
    few = telling([_subject(position) for position in positions], names)
    return Counter(
        p for p in positions for name in few if speaks_of(_subject(p), [name])
    )


def _nearest_first(
    positions: Sequence[Position],
    relevance: Mapping[str, float],
    spoken: Mapping[Position, int],
) -> list[Position]:
    """Those first that speak of what is named; then those that rest on the points
    found first.
    """
    return sorted(positions, key=lambda p: (-spoken[p], -_nearest(p, relevance)))


def _nearest(position: Position, relevance: Mapping[str, float]) -> float:
    """The best retrieval score among a position's evidence."""
    return max(relevance.get(point, 0.0) for point in position.evidence)
