"""Whether the ids of a corpus are plain and take nobody's side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.claims import Claim
from index.corpora import Register
from index.lexicon import folded
from ingest.reading import Corpus, Problem

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def unfit_ids(corpus: Corpus) -> Iterator[Problem]:
    """Ids that aren't kebab-case, and ids of claims that hold a party's own word."""
    for source in corpus.sources:
        for point in source.points:
            if not _KEBAB.fullmatch(point.id):
                yield Problem(
                    f"sources/{source.id}.md",
                    f"points.{point.id}",
                    f"the id {point.id!r} isn't kebab-case: write words or numbers "
                    "joined by single hyphens.",
                )
    yield from _loaded(corpus.register)


def _loaded(register: Register) -> Iterator[Problem]:
    words = _loaded_words(register)
    kept = register.settings.kept_ids
    for claim in register.claims:
        if claim.kind != "wording" and claim.id not in kept:
            for word in _held(claim, words):
                yield Problem(
                    f"claims/{claim.id}.yaml",
                    "id",
                    f"{word!r} is a party's own word: name the claim in neutral words.",
                )
    for name in sorted({*kept} - {claim.id for claim in register.claims}):
        yield Problem(
            "corpus.yaml", "kept_ids", f"no claim {name!r}: mend the id or remove it."
        )


def _loaded_words(register: Register) -> dict[str, str]:
    """Each form of a loaded word by how it would stand in an id."""
    forms = (
        form
        for term in register.terms
        if term.kind == "word"
        for form in (*term.aliases, *(used.form for used in term.used_by))
        if form != term.neutral
    )
    return {re.sub(r"[^a-z0-9]+", "-", folded(form)).strip("-"): form for form in forms}


def _held(claim: Claim, words: dict[str, str]) -> list[str]:
    return [form for slug, form in words.items() if f"-{slug}-" in f"-{claim.id}-"]
