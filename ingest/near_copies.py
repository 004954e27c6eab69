"""Points that tell the same thing twice: a wire report and the paper that prints it.

Two points are near copies when, without their own speakers' names and the dates of
publication, their words are much the same and neither holds a name, a number or a
denial that would make it another fact.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from rapidfuzz import fuzz, process

from index.dates import in_words
from index.lexicon import folded, stems, words
from ingest.reading import Corpus, Problem

LIKENESS = 82
"""Of 100, by sorted words; the most alike points that tell other facts reach 78."""
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d][\w'’]*")
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|denied|rejected|false)\b",
    re.IGNORECASE,
)
_MONTHS = frozenset(month.lower() for month in calendar.month_name if month)
_INSIDE = re.compile(r"(?<![.!?] )(?<!^)(?<![“\"])\b[^\W\da-z_][\w'’]*")


def near_copies(corpus: Corpus) -> Iterator[Problem]:
    """Pairs of points of two sources that tell the same and aren't declared so."""
    points = _points(corpus)
    declared = {
        frozenset(pair)
        for origin in corpus.register.settings.one_origin
        for pair in combinations(origin.points, 2)
    }
    for name in sorted({key for pair in declared for key in pair} - set(points)):
        yield Problem(
            "corpus.yaml", "one_origin", f"no point {name!r}: mend the id or remove it."
        )
    for first, second, likeness in alike(points, LIKENESS):
        if frozenset((first, second)) not in declared:
            source, _, point = second.partition("#")
            yield Problem(
                f"sources/{source}.md",
                f"points.{point}",
                f"it tells what {first!r} tells (likeness {likeness}): remove one, say "
                "what differs, or declare both in corpus.yaml under `one_origin`.",
            )


def alike(points: dict[str, str], least: int) -> Iterator[tuple[str, str, int]]:
    """(id, id, likeness) of points of two sources that tell the same fact."""
    names = {
        _bare(word) for text in points.values() for word in _INSIDE.findall(text)
    } - {" "}
    keys = [*points]
    facts = [_facts(text, names) for text in points.values()]
    sorted_words = [" ".join(sorted(words(text))) for text in points.values()]
    scores = process.cdist(
        sorted_words, sorted_words,
        scorer=fuzz.ratio, score_cutoff=least, dtype=np.uint8,
    )  # fmt: skip
    for row, column in np.argwhere(np.triu(scores, 1)):
        one, other = keys[row], keys[column]
        if (
            _same(facts[row], facts[column])
            and one.partition("#")[0] != other.partition("#")[0]
        ):
            yield one, other, int(scores[row, column])


def _points(corpus: Corpus) -> dict[str, str]:
    """What each point tells, without who tells it and when that came out."""
    settings = corpus.register.settings
    forms = {
        speaker.name: (speaker.name, *speaker.also)
        for speaker, _ in settings.speakers()
    }
    return {
        f"{source.id}#{point.id}": _told(
            point.text,
            (*forms.get(point.speaker, ()), f"on {in_words(source.published)}"),
        )
        for source in corpus.sources
        for point in source.points
    }


def _told(text: str, left_out: tuple[str, ...]) -> str:
    longest = sorted(left_out, key=len, reverse=True)
    pattern = rf"\b(?:{'|'.join(map(re.escape, longest))})(?:['’]s)?(?!\w)"
    return " ".join(re.sub(pattern, " ", text, flags=re.IGNORECASE).split())


def _facts(text: str, names: set[str]) -> list[str]:
    """Names and numbers in order, folded, and whether something is denied."""
    tokens = (token for token in _TOKEN.findall(text) if not token[0].islower())
    found = [bare for bare in map(_bare, tokens) if bare in names or bare[0].isdigit()]
    return [*dict.fromkeys(found), "denied" if _DENIAL.search(text) else "not denied"]


def _same(one: list[str], other: list[str]) -> bool:
    """Whether nothing tells two facts apart: who, whom, how many, if at all."""
    held = set(one) <= set(other) or set(other) <= set(one)
    return held and _shared_names(one, other) == _shared_names(other, one)


def _shared_names(facts: list[str], other: list[str]) -> list[str]:
    """Names that stand in both, in the order of the first; months may change places."""
    shared = (fact for fact in facts if fact in other and fact.isalpha())
    return [fact for fact in shared if fact not in _MONTHS]


def _bare(word: str) -> str:
    """A word folded, without its possessive ending; stop words give one blank."""
    bare = folded(word).removesuffix("'s").rstrip("'")
    return bare if bare[:1].isdigit() or stems(bare) else " "
