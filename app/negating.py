"""Whether a sentence says no where its evidence says yes, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexicon import folded, stems

_TOKEN = re.compile(r"\w+(?:['’]\w+)?|[,;:.]")
_NOT = re.compile(
    r"not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n't|nowhere"
)
_SOFT = re.compile(
    r"den(?:y|ie[sd]|ying|ials?)|reject\w*|refus\w+|fail\w*|lack\w*|false\w*|untrue|"
    r"lies?|lied|absen\w+|declin\w+|dismiss\w*|disput\w+|contradict\w*|exclud\w+|"
    r"impossib\w+|unable|un[a-z]{4,}|in(?:valid|correct|accurate|sufficient)|only|"
    r"stop\w*|ceas\w+|end(?:s|ed|ing)?|prevent\w*|ban(?:ned|s)?|withdr[ae]w\w*|silent|"
    r"barred|illegal\w*|unlawful\w*|oppos\w+|avoid\w*|miss(?:ing|ed)|miss|rather|"
    r"instead|hardly|few|little|against|out|left|open|short|refut\w+|rul(?:e[sd]?|ing)|"
    r"stay\w*|remain\w*|abstain\w*|forb\w+|except|but|baseless|groundless|zero|"
    r"void|empty|free|non|unless|until|rejection|rare\w*|hitherto|still|less"
)
_OPPOSITES = tuple(
    (frozenset(stems(one)), frozenset(stems(other)))
    for one, other in (
        (
            "denied denies deny denying denial",
            "confirmed confirm admitted acknowledged",
        ),
        ("rejected reject refused", "accepted accept agreed welcomed endorsed"),
        ("rose increased grew higher", "fell decreased dropped declined lower"),
        ("supported backed", "opposed"),
        ("legal lawful", "illegal unlawful"),
        ("won victory", "lost defeat"),
        ("northern north", "southern south"),
        ("eastern east", "western west"),
        ("true", "false untrue lie"),
    )
)
SCOPE = 4
"""Content words after a negation that it is taken to deny."""


def contradicts(sentence: str, evidence: str) -> str:
    """Why a sentence and its evidence say the opposite; empty where they don't."""
    mine, theirs = _read(sentence), _read(evidence)
    if any(_NOT.fullmatch(word) for word in mine) and not _any_no(theirs):
        return "the sentence negates, its evidence doesn't"
    if scope := _denied(mine, theirs):
        return f"the evidence says this without a negation: {' '.join(scope)}"
    if scope := _denied(theirs, mine):
        return f"the evidence negates this: {' '.join(scope)}"
    return _opposite(set(stems(sentence)), set(stems(evidence)))


def _read(text: str) -> list[str]:
    return [folded(token) for token in _TOKEN.findall(text)]


def _any_no(words: Sequence[str]) -> bool:
    return any(_NOT.fullmatch(word) or _SOFT.fullmatch(word) for word in words)


def _denied(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The stems that a negation in `words` governs and that stand free in `others`."""
    for at, word in enumerate(words):
        if not _NOT.fullmatch(word):
            continue
        scope = _scope(words[at + 1 :])
        places = [n for n, other in enumerate(others) if set(stems(other)) & set(scope)]
        held = {stem for n in places for stem in stems(others[n])} & set(scope)
        if len(scope) < 2 or len(held) < max(2, 0.7 * len(scope)):
            continue
        first, last = _tightest(places, others, held)
        if not _any_no(others[max(0, first - 6) : last + 2]):
            return scope
    return []


def _scope(words: Sequence[str]) -> list[str]:
    """Stems of the content words that follow, up to the end of the clause."""
    scope: list[str] = []
    for word in words:
        if word in ",;:." or len(scope) >= SCOPE:
            break
        scope += [stem for stem in stems(word) if not stem.isdigit()]
    return scope


def _tightest(
    places: Sequence[int], words: Sequence[str], held: set[str]
) -> tuple[int, int]:
    """The shortest stretch of `words` that holds all the stems."""
    best = (places[0], places[-1])
    for start, first in enumerate(places):
        seen: set[str] = set()
        for last in places[start:]:
            seen |= set(stems(words[last])) & held
            if seen == held:
                if last - first < best[1] - best[0]:
                    best = (first, last)
                break
    return best


def _opposite(mine: set[str], theirs: set[str]) -> str:
    for one, other in _OPPOSITES:
        for here, there in ((one, other), (other, one)):
            if (
                mine & here
                and not mine & there
                and theirs & there
                and not theirs & here
            ):
                return f"{sorted(mine & here)[0]!r} says the opposite of the evidence"
    return ""
