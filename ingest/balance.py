"""How a corpus is balanced: points by perspective and party, claims by status."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.table import Table

from ingest.reading import Corpus

Rows = list[dict[str, Any]]


def balance(corpus: Corpus) -> dict[str, Rows]:
    """Rows of counts by perspective, by party and by status of claims."""
    settings = corpus.register.settings
    parties = {speaker.name: party for speaker, party in settings.speakers()}
    points = [(source, point) for source in corpus.sources for point in source.points]
    by_perspective = Counter(source.perspective for source, _ in points)
    by_party = Counter(parties.get(point.speaker, "") or "joint" for _, point in points)
    marks = Counter((source.perspective, point.mark) for source, point in points)
    documents = Counter(source.perspective for source in corpus.sources)
    heard = Counter(
        (position.party, position.stance)
        for claim in corpus.register.claims
        for position in claim.positions
    )
    return {
        "perspectives": [
            {"perspective": name, "documents": documents[name], "points": count}
            | {m: marks[name, m] for m in ("confirmed", "reported", "unconfirmed")}
            for name, count in by_perspective.most_common()
        ],
        "parties": [
            {"party": name, "points": count}
            | {s: heard[name, s] for s in ("supports", "disputes", "qualifies")}
            for name, count in by_party.most_common()
        ],
        "statuses": [
            {"status": status, "claims": count}
            for status, count in Counter(
                c.status for c in corpus.register.claims
            ).items()
        ],
    }


def claim_rows(corpus: Corpus) -> Rows:
    """One row a claim: id, paragraph, kind, verdict, status, who is heard."""
    return [
        {
            "claim": claim.id,
            "paragraphs": ", ".join(str(place.paragraph) for place in claim.places),
            "kind": claim.kind,
            "verdict": claim.verdict or "none",
            "status": claim.status,
            "heard": ", ".join(dict.fromkeys(p.party for p in claim.positions)),
            "overtaken": bool(claim.overtaken or claim.outcome),
            "reviewed_by": claim.reviewed_by or "not yet reviewed by a person",
        }
        for claim in corpus.register.claims
    ]


def tables(found: dict[str, Rows]) -> list[Table]:
    """The balance as tables for a terminal."""
    return [table(name.capitalize(), rows) for name, rows in found.items()]


def table(title: str, rows: Rows) -> Table:
    """Rows as one table for a terminal."""
    shown = Table(title=title)
    for column in rows[0] if rows else ():
        shown.add_column(column)
    for row in rows:
        shown.add_row(*(str(value) for value in row.values()))
    return shown
