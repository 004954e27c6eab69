"""Whether a staged generation finds what it holds: asked, before anybody else asks."""

from __future__ import annotations

from index.errors import StoreError
from index.generations import Generation
from index.lexicon import stems
from index.matching import Matcher
from index.retrieving import retrieve

NEAR = 5
"""A claim's own first wording must raise it among this many."""


def probe(generation: Generation) -> None:
    """Raises StoreError where a claim has lost its evidence or isn't found."""
    faults = [*_lost(generation), *_unfound(generation)]
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        raise StoreError(
            f"the new generation failed its check: {faults[0]}{more}; the active one "
            "is untouched: run `python -m ingest check`, then `python -m ingest` again."
        )


def _lost(generation: Generation) -> list[str]:
    register = generation.register
    rested_on = {claim.id: claim.evidence() for claim in register.claims}
    held = generation.passages(sorted(set().union(*rested_on.values())))
    return [
        f"the claim {claim_id!r} lacks its evidence {sorted(ids - held.keys())[:3]}"
        for claim_id, ids in rested_on.items()
        if not ids or ids - held.keys()
    ]


def _unfound(generation: Generation) -> list[str]:
    matcher = Matcher(generation)
    first: dict[str, tuple[str, int]] = {}
    for row, wording in enumerate(generation.wordings):
        if wording.role == "asked_as":
            first.setdefault(wording.claim_id, (wording.text, row))
    faults = []
    for claim_id, (text, row) in first.items():
        vector = generation.wording_vectors[row]
        hits = retrieve(generation, vector, text).hits
        content = stems(text)
        matches = matcher.match(matcher.nearness(vector, content), content, hits)
        if claim_id not in {match.claim_id for match in matches[:NEAR]} or not hits:
            faults.append(f"{text!r} doesn't raise the claim {claim_id!r}")
    return faults
