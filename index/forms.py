"""What finds the names of parties, and of those who speak for them, in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.corpora import Party


def named_by(forms: Iterable[str]) -> re.Pattern[str]:
    """What finds any of the forms as words of their own, the longest one first."""
    longest_first = sorted(map(re.escape, {*forms}), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first) or '(?!)'})\b", re.IGNORECASE)


def names_of(parties: Sequence[Party]) -> re.Pattern[str]:
    """What finds a name of any of the parties."""
    return named_by(form for party in parties for form in (party.name, *party.also))


def people_of(parties: Sequence[Party]) -> re.Pattern[str]:
    """What finds the people among those who speak, who go by their last name too."""
    speakers = (one for party in parties for one in party.speakers)
    known = [(one.name, one.name.split()[-1], one.also) for one in speakers]
    people = [(name, last) for name, last, also in known if last in also]
    return named_by(form for one in people for form in one)


def speakers_of(parties: Sequence[Party]) -> re.Pattern[str]:
    """What finds those who speak: by surname for the main parties, by any form of
    their own, which isn't the party's name, for the others.
    """
    main = [one for party in parties if party.main for one in party.speakers]
    names = (one.name.split() for one in main)
    known = {name[-1] for name in names if all(map(str.istitle, name)) and name[1:]}
    others = {
        form
        for party in parties
        for one in party.speakers
        if not party.main
        for form in (one.name, *one.also)
    }
    own = {form for party in parties for form in (party.name, *party.also)}
    return named_by(known | others - own)
