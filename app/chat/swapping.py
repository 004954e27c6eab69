"""Names that have changed places between a sentence and its evidence."""

from __future__ import annotations

from collections import Counter

from app.chat.naming import Reading

CLEARLY = 2
"""Words by which another name must fit better before it is taken for the right one."""


def swapped(mine: Reading, theirs: Reading) -> str:
    """A party's name that stands where the evidence has another's."""
    places = [(m.entity, *theirs.around(m)) for m in theirs.mentions if m.party]
    held = {entity for entity, *_ in places}
    fits: dict[str, set[str]] = {}
    for mention in mine.mentions:
        if mention.entity not in held:
            continue
        left, right = mine.around(mention)
        sided: Counter[str] = Counter()
        either: Counter[str] = Counter()
        for entity, their_left, their_right in places:
            score = len(left & their_left) + len(right & their_right)
            sided[entity] = max(sided[entity], score)
            shared = len((left | right) & (their_left | their_right))
            either[entity] = max(either[entity], shared)
        own = sided[mention.entity]
        rivals = {e for e, s in sided.items() if s >= own + CLEARLY}
        if any(sided[rival] >= either[mention.entity] + CLEARLY for rival in rivals):
            return " ".join(mine.tokens[mention.first : mention.last + 1])
        fits.setdefault(mention.entity, set()).update(rivals)
    each = ((e, r) for e, rs in fits.items() for r in rs)
    return next((e for e, r in each if e in fits.get(r, ())), "")
