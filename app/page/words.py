"""The page's own words: statuses, stances and marks in plain language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from app.answer import Citation, Flag, FlagPosition
from index.claims import Status
from index.dates import in_words
from index.sources import ARTICLE, Basis, Mark

Colour = Literal["orange", "red", "gray", "green"]

BADGE: dict[Status, tuple[str, Colour]] = {
    "contested": ("Contested", "orange"),
    "mistaken": ("Mistaken", "red"),
    "unconfirmed": ("Not confirmed", "orange"),
    "opinion": ("Opinion", "gray"),
    "not-in-dispute": ("Not in dispute", "green"),
}
"""A status in two words, and the colour that repeats them."""

_STATUS: dict[Status, str] = {
    "contested": "is contested: those concerned contradict each other.",
    "mistaken": "is mistaken: our sources show otherwise and none maintains it.",
    "unconfirmed": "is not confirmed: our sources don't settle it.",
    "opinion": "is a judgment that no source can settle.",
    "not-in-dispute": "is not in dispute among our sources.",
}
_NOUN = {"wording": "wording", "prediction": "prediction", "opinion": "opinion"}

STANCE = {
    "supports": "says the same",
    "disputes": "disputes it",
    "qualifies": "partly, or with limits",
    "no-source": "no source held",
}
"""Where a party stands as to the article's claim."""

_STANCE_LIST = {
    "supports": "Says the same",
    "disputes": "Disputes it",
    "qualifies": "Partly, or with limits",
    "no-source": "We hold no source from",
}

_BASIS: dict[Basis, str] = {
    "full": "We read the whole document.",
    "passage": "We read the passage itself, not the whole document.",
    "opening": "We read the opening of the document, not all of it.",
    "secondary": "We read another's report of it, not the document itself.",
}
_MARK: dict[Mark, str] = {
    "confirmed": "We saw this in what we read.",
    "reported": "We know this as others report it.",
    "unconfirmed": "We could not confirm this: take it with care.",
    "computed": "The figure is worked out by us from the numbers given there.",
}


def status_sentence(flag: Flag) -> str:
    """What a flag means, in one sentence."""
    return f"The article's {_NOUN.get(flag.kind, 'claim')} {_STATUS[flag.status]}"


def stance_lists(positions: Sequence[FlagPosition]) -> list[tuple[str, list[str]]]:
    """(what they do, which parties) for each stance that somebody takes."""
    held = dict.fromkeys((p.party, p.stance) for p in positions)
    stances = Counter(party for party, _ in held)
    lists = []
    for stance, label in _STANCE_LIST.items():
        parties = [
            f"{party} (some voices)" if stances[party] > 1 else party
            for party, taken in held
            if taken == stance
        ]
        if parties:
            lists.append((label, parties))
    return lists


def claim_counts(counts: Mapping[Status, int]) -> str:
    """How many claims there are, and how many of each status."""
    parts = [
        f"{counts[status]} {name.lower()}{'s' * _more_opinions(status, counts)}"
        for status, (name, _) in BADGE.items()
        if counts.get(status)
    ]
    total = sum(counts.values())
    return f"{total} claim{'s' * (total != 1)}: {', '.join(parts)}."


def _more_opinions(status: Status, counts: Mapping[Status, int]) -> bool:
    return status == "opinion" and counts[status] != 1


def origin_sentence(citation: Citation) -> str:
    """Whose words the passage is in."""
    if citation.source_id == ARTICLE:
        return "The article's own words"
    if citation.text_origin == "original":
        return "Words in “…” are the source's own, the rest is ours"
    return "Our summary, not the source's own words"


def reading_sentence(citation: Citation) -> str:
    """How far the document was read and the fact confirmed."""
    if citation.source_id == ARTICLE:
        return "They show what it says, not that it is so."
    return f"{_BASIS[citation.basis]} {_MARK[citation.mark]}"


def review_words(reviewed_by: str | None) -> str:
    """Who has read it, to stand behind a colon; said openly where nobody has."""
    who = (
        f"reviewed by {reviewed_by}" if reviewed_by else "not yet reviewed by a person"
    )
    return f"{who}."


def day(date: str | None) -> str:
    """A date as a reader writes it; empty for none."""
    return in_words(date) if date else ""
