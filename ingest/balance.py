"""How a corpus is balanced: who is heard, who isn't, and what a person has read."""

from __future__ import annotations

from collections import Counter

from rich.table import Table

from ingest.blind_spots import (
    Rows,
    blind_spots,
    shared_origins,
    unheard_main_parties,
    unheard_on_topics,
)
from ingest.reading import Corpus

NOT_REVIEWED = "not yet reviewed by a person"


def balance(corpus: Corpus) -> dict[str, Rows]:
    """Rows of counts, of voices that are missing, and of what was reviewed."""
    return {
        "perspectives": _perspectives(corpus),
        "evidence": _evidence(corpus),
        "parties": _parties(corpus),
        "statuses": _statuses(corpus),
        "contested_without_a_main_party": unheard_main_parties(corpus),
        "topics_without_a_main_party": unheard_on_topics(corpus),
        "blind_spots": blind_spots(corpus),
        "one_publisher_and_date": shared_origins(corpus),
        "reviewed": _reviewed(corpus),
    }


def _perspectives(corpus: Corpus) -> Rows:
    points = [(source, point) for source in corpus.sources for point in source.points]
    counts = Counter(source.perspective for source, _ in points)
    marks = Counter((source.perspective, point.mark) for source, point in points)
    documents = Counter(source.perspective for source in corpus.sources)
    return [
        {"perspective": name, "documents": documents[name], "points": count}
        | {m: marks[name, m] for m in ("confirmed", "reported", "unconfirmed")}
        for name, count in counts.most_common()
    ]


def _evidence(corpus: Corpus) -> Rows:
    """What the claims rest on: points cited, how often, and by how many claims."""
    of = {
        f"{source.id}#{point.id}": source.perspective
        for source in corpus.sources
        for point in source.points
    }
    cited = [
        (of[key], key, claim.id)
        for claim in corpus.register.claims
        for key in claim.evidence()
        if key in of
    ]
    return [
        {
            "perspective": name,
            "points_cited": len({key for one, key, _ in cited if one == name}),
            "citations": count,
            "claims": len({claim for one, _, claim in cited if one == name}),
        }
        for name, count in Counter(name for name, _, _ in cited).most_common()
    ]


def _parties(corpus: Corpus) -> Rows:
    parties = {name.name: party for name, party in corpus.register.settings.speakers()}
    points = Counter(
        parties.get(point.speaker, "") or "joint"
        for source in corpus.sources
        for point in source.points
    )
    heard = Counter(
        (position.party, position.stance)
        for claim in corpus.register.claims
        for position in claim.positions
    )
    return [
        {"party": name, "points": count}
        | {s: heard[name, s] for s in ("supports", "disputes", "qualifies")}
        for name, count in points.most_common()
    ]


def _statuses(corpus: Corpus) -> Rows:
    statuses = Counter(claim.status for claim in corpus.register.claims)
    return [{"status": status, "claims": n} for status, n in statuses.items()]


def _reviewed(corpus: Corpus) -> Rows:
    """How many claims and points a named person has read."""
    claims = [claim.reviewed_by for claim in corpus.register.claims]
    points = [point.reviewed_by for s in corpus.sources for point in s.points]
    return [
        {"what": what, "reviewed": len([by for by in found if by]), "of": len(found)}
        for what, found in (("claims", claims), ("points", points))
    ]


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
            "reviewed_by": claim.reviewed_by or NOT_REVIEWED,
        }
        for claim in corpus.register.claims
    ]


def tables(found: dict[str, Rows]) -> list[Table]:
    """The balance as tables for a terminal."""
    return [table(_in_words(name), rows) for name, rows in found.items()]


def table(title: str, rows: Rows) -> Table:
    """Rows as one table for a terminal; `none` stands at the head of an empty one."""
    shown = Table(title=title, min_width=len(title) + 4)
    for column in rows[0] if rows else ("none",):
        shown.add_column(column.replace("_", " "))
    for row in rows:
        shown.add_row(*(str(value) for value in row.values()))
    return shown


def _in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()
