"""Whether a sentence says no where its evidence says yes, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexicon import folded, stems

_TOKEN = re.compile(r"\w+(?:['’]\w+)?|[,;:.—–]")
_NOT = re.compile(
    r"not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n't|nowhere"
)
_SOFT = re.compile(
    r"den(?:y|ie[sd]|ying|ials?)|reject\w*|refus\w+|fail(?:s|ed|ure|ing)?|lack\w*|false\w*|"
    r"lie[sd]?|absen\w+|declin(?:e[sd]?|ing)|dismiss\w*|disput\w+|contradict\w*|rather|"
    r"exclud\w+|impossib\w+|in(?:valid|correct|accurate|sufficient|capable)\w*|prevent\w*|"
    r"ban(?:ned|s)?|silent|illegal\w*|oppos\w+|object(?:s|ed|ions?)|missing|"
    r"instead|hardly|few|baseless|groundless|void|non|only|except|unless|until|refut\w+|"
    r"dis(?:agree|regard|approv|believ|prov|obey|claim)\w*|"
    r"un(?!it|ion|der|til|less|iver|iq|an|to)[a-z]{4,}"
)
_PREFIXED = re.compile(r"(?:un|dis|il|ir|im|in|non)([a-z]{4,})")
_OPPOSITES = tuple(
    (frozenset(stems(one)), frozenset(stems(other)))
    for one, other in (
        ("denied denies deny denying denial", "confirmed confirm admitted"),
        ("rejected reject refused", "accepted accept agreed welcomed endorsed"),
        ("rose raise increased increase higher", "decreased lower reduced reduce"),
        ("supported backed", "opposed"),
        ("legal lawful", "illegal unlawful"),
        ("victory", "defeat"),
        ("northern north", "southern south"),
        ("eastern east", "western west"),
        ("true", "false untrue lie"),
    )
)
_LIGHT = frozenset(stems("able been become far yet still ever"))
_MARKS = frozenset(", ; : . — –".split())
_JOINTS = frozenset("and but because although whereas while if so".split())
_OPENERS = _JOINTS | frozenset("that which who whom".split())
"""What a clause begins with: a negation doesn't reach back beyond it."""
REACHES = ((2, 3), (2, 6))
"""Content words before and after a negation that may be what it denies."""


def contradicts(sentence: str, evidence: str) -> str:
    """Why a sentence and its evidence say the opposite; empty where they don't."""
    mine, theirs = _read(sentence), _read(evidence)
    negated = any(_NOT.fullmatch(word) for word in mine)
    if negated and _cues(mine) > _cues(theirs):
        return "the sentence negates, its evidence doesn't"
    if scope := _denied(mine, theirs):
        return f"the evidence says this without a negation: {' '.join(scope)}"
    if scope := _denied(theirs, mine):
        return f"the evidence negates this: {' '.join(scope)}"
    if word := _bared(theirs, mine) or _bared(mine, theirs):
        return f"one says {word!r}, the other its opposite"
    return _opposite(set(stems(sentence)), set(stems(evidence)))


def _read(text: str) -> list[str]:
    return [folded(token) for token in _TOKEN.findall(text)]


def _is_cue(word: str) -> bool:
    return bool(_NOT.fullmatch(word) or _SOFT.fullmatch(word))


def _cues(words: Sequence[str]) -> int:
    return sum(map(_is_cue, words))


def _denied(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """What a negation in `words` denies, where `others` say it without one."""
    other_stems = [stems(word) for word in others]
    for at, word in enumerate(words):
        if not _NOT.fullmatch(word):
            continue
        for before, after in REACHES:
            scope = set(_reach(words[at + 1 :], after, _JOINTS))
            scope |= set(_reach(words[at - 1 :: -1] if at else [], before, _OPENERS))
            if _said_plainly(scope, others, other_stems):
                return sorted(scope)
    return []


def _said_plainly(
    scope: set[str], others: Sequence[str], other_stems: Sequence[Sequence[str]]
) -> bool:
    """Whether most of the stems stand together with no negation near them."""
    places = [n for n, found in enumerate(other_stems) if scope & set(found)]
    held = {stem for n in places for stem in other_stems[n]} & scope
    if len(held) < 2 or len(held) < 0.6 * len(scope):
        return False
    first, last = _tightest(places, other_stems, held)
    return not _cues(others[max(0, first - 5) : last + 3])


def _reach(words: Sequence[str], most: int, ends: frozenset[str]) -> list[str]:
    """Stems of the nearest content words in the clause; a lone mark is passed over."""
    found: list[str] = []
    for word in words:
        if len(found) >= most or word in ends or (word in _MARKS and found):
            break
        found += [s for s in stems(word) if not s.isdigit() and s not in _LIGHT]
    return found


def _tightest(
    places: Sequence[int], other_stems: Sequence[Sequence[str]], held: set[str]
) -> tuple[int, int]:
    """The shortest stretch that holds all the stems."""
    best = (places[0], places[-1])
    for start, first in enumerate(places):
        seen: set[str] = set()
        for last in places[start:]:
            seen |= set(other_stems[last]) & held
            if seen == held:
                if last - first < best[1] - best[0]:
                    best = (first, last)
                break
    return best


def _bared(words: Sequence[str], others: Sequence[str]) -> str:
    """A word such as `unknown` whose bare form the others use without a negation."""
    for word in words:
        found = _PREFIXED.fullmatch(word)
        if not found or word in others:
            continue
        bare = set(stems(found[1]))
        for at, other in enumerate(others):
            if bare & set(stems(other)) and not _cues(others[max(0, at - 4) : at + 1]):
                return word
    return ""


def _opposite(mine: set[str], theirs: set[str]) -> str:
    for one, other in _OPPOSITES:
        for here, there in ((one, other), (other, one)):
            only_mine = mine & here and not theirs & here
            if only_mine and theirs & there and not mine & there:
                return f"{min(mine & here)!r} says the opposite of the evidence"
    return ""
