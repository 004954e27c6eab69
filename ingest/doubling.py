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
    others = {text.lower() for text in (*register.elsewhere, *register.beyond)}
    as_well = "asks for a claim as well: remove one of the two."
    on_others = "stands among those about something else: remove one."
    for file, texts, taken, mend in (
        ("elsewhere.yaml", register.elsewhere, wordings, as_well),
        ("beyond.yaml", register.beyond, wordings, as_well),
        ("within.yaml", register.within, others, on_others),
    ):
        for number, text in enumerate(texts, start=1):
            if text.lower() in taken:
                yield Problem(file, f"question {number}", f"{text!r} {mend}")
    for claim in register.claims:
        for wording in claim.asked_as:
            if wordings[wording.lower()] > 1:
                yield Problem(
                    f"claims/{claim.id}.yaml",
                    "asked_as",
                    f"{wording!r} stands twice in the register: keep it in one claim.",
                )
