"""Whose voice a corpus lacks, and which of its voices are one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

from index.claims import Claim
from index.corpora import CorpusSettings, Party
from ingest.reading import Corpus

Rows = list[dict[str, Any]]
FEW = 3
"""A perspective with fewer documents is a blind spot."""


def unheard_main_parties(corpus: Corpus) -> Rows:
    """Claims whose word can't simply be taken, and a main party that isn't heard."""
    settings = corpus.register.settings
    return [
        {
            "claim": claim.id,
            "status": claim.status,
            "party": party.name,
            "why": _why(claim, party),
        }
        for claim in corpus.register.claims
        for party in settings.parties
        if claim.contested and party.main
        if party.name not in {position.party for position in claim.positions}
    ]


def unheard_on_topics(corpus: Corpus) -> Rows:
    """Topics with a main party that they concern and of whom no point is held."""
    settings = corpus.register.settings
    party_of = _party_of(settings)
    said_by = {
        f"{source.id}#{point.id}": party_of.get(point.speaker, "")
        for source in corpus.sources
        for point in source.points
    }
    return [
        {"topic": topic.id, "party": party}
        for topic in corpus.register.topics
        for party in settings.main_parties()
        if party in topic.concerns
        if party not in {said_by.get(point) for point in topic.points}
    ]


def _why(claim: Claim, party: Party) -> str:
    """What the register says of a party's silence."""
    if party.name not in claim.concerns:
        return f"not concerned; the claim concerns {', '.join(claim.concerns)}"
    forms = "|".join(map(re.escape, (party.name, *party.also)))
    missed = re.compile(
        rf"[^.;]*\bno (?:source|statement|word) (?:from|by|of) [^.;]*\b(?:{forms})\b"
        "[^.;]*"
    )
    if found := missed.search(" ".join(claim.verdict_reason.split())):
        return found[0].strip()
    return (
        "concerned; say in `verdict_reason` that there is no source from "
        f"{party.name}, or cite one"
    )


def blind_spots(corpus: Corpus) -> Rows:
    """Parties and perspectives of whom little or nothing is held."""
    return [*_parties(corpus), *_perspectives(corpus), *_unheard(corpus)]


def _parties(corpus: Corpus) -> Rows:
    """Parties concerned by a claim of whom no source is held at all."""
    held = _held(corpus)
    return [
        _spot(name, "no source held", claims)
        for name, claims in _concerned(corpus).items()
        if name not in held
    ]


def _perspectives(corpus: Corpus) -> Rows:
    documents = Counter(source.perspective for source in corpus.sources)
    return [
        {
            "who": name,
            "what": f"documents: {documents[name]}, under {FEW}",
            "claims": "",
        }
        for name in corpus.register.settings.perspectives
        if documents[name] < FEW
    ]


def _unheard(corpus: Corpus) -> Rows:
    """Parties of whom sources are held, but no word on a claim that concerns them."""
    held = _held(corpus)
    return [
        _spot(name, "concerned, not heard on the claim", claims)
        for name, claims in _concerned(corpus, unheard=True).items()
        if name in held
    ]


def _spot(name: str, what: str, claims: list[str]) -> dict[str, Any]:
    return {"who": name, "what": what, "claims": ", ".join(claims)}


def _held(corpus: Corpus) -> set[str]:
    """Parties whose own speaker says something in a source."""
    party_of = _party_of(corpus.register.settings)
    return {
        party_of.get(point.speaker, "")
        for source in corpus.sources
        for point in source.points
    }


def _party_of(settings: CorpusSettings) -> dict[str, str]:
    return {speaker.name: party for speaker, party in settings.speakers()}


def _concerned(corpus: Corpus, *, unheard: bool = False) -> dict[str, list[str]]:
    """Claims by each party that they concern; only where it isn't heard, if asked."""
    found: dict[str, list[str]] = defaultdict(list)
    for claim in corpus.register.claims:
        heard = {position.party for position in claim.positions} if unheard else set()
        for name in claim.concerns:
            if name not in heard:
                found[name].append(claim.id)
    return found


def shared_origins(corpus: Corpus) -> Rows:
    """Sources that may be one: of one publisher and date, or declared to be so."""
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source in corpus.sources:
        together[source.publisher, source.published].append(source.id)
    rows = [
        {"publisher": publisher, "published": published, "sources": ", ".join(ids)}
        for (publisher, published), ids in together.items()
        if len(ids) > 1
    ]
    declared = corpus.register.settings.one_origin
    return rows + [
        {"publisher": "declared", "published": "", "sources": ", ".join(one.points)}
        for one in declared
    ]
