"""Questions that stand in two places of the register of which only one can be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from index.corpora import Register
from ingest.reading import Problem


def doubled(register: Register) -> Iterator[Problem]:
    """A problem for each of them."""
    wordings = Counter(
        wording.lower() for claim in register.claims for wording in claim.asked_as
    )
    for number, text in enumerate(register.elsewhere, start=1):
        if text.lower() in wordings:
            yield Problem(
                "elsewhere.yaml",
                f"question {number}",
                f"{text!r} asks for a claim as well: remove one of the two.",
            )
    others = {text.lower() for text in (*register.elsewhere, *register.beyond)}
    for number, text in enumerate(register.within, start=1):
        if text.lower() in others:
            yield Problem(
                "within.yaml",
                f"question {number}",
                f"{text!r} stands among those about something else: remove one.",
            )
    for claim in register.claims:
        for wording in claim.asked_as:
            if wordings[wording.lower()] > 1:
                yield Problem(
                    f"claims/{claim.id}.yaml",
                    "asked_as",
                    f"{wording!r} stands twice in the register: keep it in one claim.",
                )
