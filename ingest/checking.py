"""Whether the parts of a corpus fit together: quotes, evidence, speakers, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from index.claims import Claim, Position
from index.corpora import Article, CorpusSettings, Register
from index.dates import in_words
from index.lexicon import folded
from index.sources import Point, Source
from index.voice import Voice
from ingest.dating import misdated, today
from ingest.doubling import doubled
from ingest.grouping import misgrouped
from ingest.reading import Corpus, Problem

MAX_WORDS = 180
MAX_QUOTED_WORDS = 15
_MARKUP = re.compile(r"[*_`#\[\]<>|]|https?://")
_QUOTED = re.compile(r"“([^”]*)”")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")

Evidence = dict[str, tuple[Source, Point, str]]
"""(source, point, party) by `source_id#point`."""


def check(corpus: Corpus, day: str | None = None) -> list[Problem]:
    """Everything in the corpus that doesn't fit together, when today is that day."""
    register = corpus.register
    evidence = _evidence(corpus)
    voice = Voice(register)
    problems = [*_article(register.article), *_sources(corpus)]
    problems += [*_register(register, evidence), *misgrouped(register, set(evidence))]
    for claim in register.claims:
        problems += _claim(claim, corpus, evidence, voice)
    return [*problems, *misdated(corpus, day or today())]


def located(register: Register) -> tuple[Register, list[Problem]]:
    """The register with every quote's offsets found, and the quotes that weren't."""
    bounds = register.article.paragraphs()
    claims, problems = [], []
    for claim in register.claims:
        places = []
        for place in claim.places:
            start, end = (
                bounds[place.paragraph - 1]
                if place.paragraph <= len(bounds)
                else (0, 0)
            )
            at = register.article.text.find(place.quote, start, end)
            if at < 0:
                problems.append(
                    Problem(
                        f"claims/{claim.id}.yaml",
                        "places.quote",
                        f"{place.quote[:60]!r} doesn't stand in paragraph "
                        f"{place.paragraph} of the article: copy it verbatim.",
                    )
                )
            span = {"start": at, "end": at + len(place.quote)}
            places.append(place.model_copy(update=span))
        claims.append(claim.model_copy(update={"places": tuple(places)}))
    return register.model_copy(update={"claims": tuple(claims)}), problems


def _evidence(corpus: Corpus) -> Evidence:
    parties = {
        speaker.name: party for speaker, party in corpus.register.settings.speakers()
    }
    return {
        f"{source.id}#{point.id}": (source, point, parties.get(point.speaker, ""))
        for source in corpus.sources
        for point in source.points
    }


def _article(article: Article) -> Iterator[Problem]:
    """Words that the article's card quotes from it and that don't stand in it."""
    for said in (article.inferred_reason, *article.remarks()):
        for quote in _QUOTED.findall(said):
            if quote not in article.text:
                yield Problem(
                    "article.md", "quotes", f"“{quote}” doesn't stand in the article: "
                    "copy it verbatim.",
                )  # fmt: skip


def _sources(corpus: Corpus) -> Iterator[Problem]:
    settings = corpus.register.settings
    forms = _forms(settings)
    for source in corpus.sources:
        file = f"sources/{source.id}.md"
        if source.perspective not in settings.perspectives:
            known = ", ".join(settings.perspectives)
            yield Problem(
                file, "perspective", f"{source.perspective!r} isn't one of {known}."
            )
        for point_id, count in Counter(point.id for point in source.points).items():
            if count > 1:
                yield Problem(
                    file, f"points.{point_id}", "the id stands twice: mend one."
                )
        for point in source.points:
            for mend in _point(point, forms):
                yield Problem(file, f"points.{point.id}", mend)


def _forms(settings: CorpusSettings) -> dict[str, tuple[str, ...]]:
    """The forms that count as naming each speaker."""
    return {
        speaker.name: (speaker.name, *speaker.also)
        for speaker, _ in settings.speakers()
    }


def _point(point: Point, forms: dict[str, tuple[str, ...]]) -> Iterator[str]:
    if point.speaker not in forms:
        yield f"the speaker {point.speaker!r} isn't in corpus.yaml: add it to a party."
    elif not any(form.lower() in point.text.lower() for form in forms[point.speaker]):
        yield f"the text doesn't name its speaker {point.speaker!r}: say who says it."
    if len(point.text.split()) > MAX_WORDS:
        yield f"the text has over {MAX_WORDS} words: split it into two points."
    if found := _MARKUP.search(point.text):
        yield f"the text holds markup ({found.group()!r}): write plain sentences."
    for quote in _QUOTED.findall(point.text):
        if len(quote.split()) > MAX_QUOTED_WORDS:
            yield f"a quotation has over {MAX_QUOTED_WORDS} words: shorten it."
    if point.text_origin == "original" and "“" not in point.text:
        yield "an original must be marked with “…”: mark it or write `digest`."
    if (point.mark == "computed") != (point.sum is not None):
        yield "mark `computed` and a `sum` line go together: add or remove one."


def _terms(register: Register, evidence: Evidence) -> Iterator[Problem]:
    for term_id, count in Counter(term.id for term in register.terms).items():
        if count > 1:
            text = "the id stands twice: mend one, or put the aliases together."
            yield Problem("terms.yaml", term_id, text)
    for term in register.terms:
        yield from _known(term.evidence, evidence, "terms.yaml", f"{term.id}.evidence")


def _register(register: Register, evidence: Evidence) -> Iterator[Problem]:
    claim_ids = {claim.id for claim in register.claims}
    yield from _terms(register, evidence)
    for number, event in enumerate(register.timeline, start=1):
        place = f"event {number} ({event.date})"
        yield from _known(event.evidence, evidence, "timeline.yaml", place)
        for claim_id in set(event.claims) - claim_ids:
            yield Problem(
                "timeline.yaml", place, f"no claim {claim_id!r}: mend the id."
            )
    yield from doubled(register)


def _known(
    ids: tuple[str, ...], evidence: Evidence, file: str, field: str
) -> Iterator[Problem]:
    for point_id in ids:
        if point_id not in evidence:
            yield Problem(
                file, field, f"no point {point_id!r}: mend it or add the point."
            )


def _claim(
    claim: Claim, corpus: Corpus, evidence: Evidence, voice: Voice
) -> Iterator[Problem]:
    file = f"claims/{claim.id}.yaml"
    settings = corpus.register.settings
    yield from _names(claim, corpus.register, file)
    missing = [*_known(tuple(claim.evidence()), evidence, file, "evidence")]
    if missing:
        yield from missing
        return
    for position in claim.positions:
        for mend in _position(position, evidence, _forms(settings)):
            yield Problem(file, f"positions.{position.party}", mend)
    for mend in _support(claim, evidence, settings):
        yield Problem(file, "evidence", mend)
    for field, text, said in _shown(claim):
        for mend in voice.faults(text, said):
            yield Problem(file, field, mend)
    said = " ".join([claim.statement, *(place.quote for place in claim.places)])
    if late := [
        year
        for year in _YEAR.findall(claim.summary)
        if year > settings.article_date[:4] and year not in said
    ]:
        yield Problem(
            file,
            "summary",
            f"it speaks of {late[0]}, after the article: use `overtaken`.",
        )


def _names(claim: Claim, register: Register, file: str) -> Iterator[Problem]:
    """Parties, and names of what is spoken about, that the register doesn't hold."""
    parties = {party.name for party in register.settings.parties}
    for party in {*claim.concerns, *(p.party for p in claim.positions)} - parties:
        yield Problem(file, "positions", f"no party {party!r} in corpus.yaml.")
    aliases = {folded(form) for term in register.terms for form in term.aliases}
    for name in (name for position in claim.positions for name in position.about):
        if folded(name) not in aliases:
            mend = f"`about` has {name!r}: write a name that terms.yaml lists."
            yield Problem(file, "positions", mend)


def _shown(claim: Claim) -> Iterator[tuple[str, str, str]]:
    """(field, sentence, voice) of everything that may stand in an answer."""
    yield "summary", claim.summary, "system"
    for later in (claim.outcome, claim.overtaken):
        if later:
            yield "outcome/overtaken", later.text, "system"
    for position in claim.positions:
        yield f"positions.{position.party}", position.text, "attributed"


def _position(
    position: Position, evidence: Evidence, forms: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    points = [evidence[point_id] for point_id in position.evidence]
    own = [point for _, point, party in points if party == position.party]
    if not own:
        yield "no evidence is a point of that party's own speaker: cite one."
    said = position.text.lower()
    if own and not any(
        form.lower() in said for point in own for form in forms[point.speaker]
    ):
        yield f"the text doesn't name {own[0].speaker!r}, whose word it is."
    for number in sorted(unsupported_numbers(position, points)):
        yield f"the number {number} stands in none of its evidence: mend either."


def unsupported_numbers(
    position: Position, points: list[tuple[Source, Point, str]]
) -> set[str]:
    """Numbers of a position's text that neither its evidence nor their dates hold."""
    held = " ".join(
        [in_words(position.date)]
        + [
            f"{point.text} {in_words(source.published)} "
            f"{in_words(point.event_date) if point.event_date else ''} {source.title}"
            for source, point, _ in points
        ]
    )
    return set(_NUMBER.findall(position.text)) - set(_NUMBER.findall(held))


def _support(
    claim: Claim, evidence: Evidence, settings: CorpusSettings
) -> Iterator[str]:
    points = [evidence[point_id] for point_id in claim.evidence()]
    if all(point.mark == "unconfirmed" for _, point, _ in points):
        yield "all of it is unconfirmed: a verdict needs a confirmed or reported point."
    if claim.contested and len({source.perspective for source, _, _ in points}) < 2:
        yield "a contested claim needs evidence of at least two perspectives."
    if claim.verdict == "refuted" and not _refuted(claim, evidence, settings):
        yield (
            "`refuted` rests on parties' words alone: cite a confirmed or reported "
            "point of somebody independent, or a document of several sides."
        )


def _refuted(claim: Claim, evidence: Evidence, settings: CorpusSettings) -> bool:
    """Whether nobody's side refutes it, or those who maintained it concede it later."""
    nobodys = {"", *(party.name for party in settings.parties if party.independent)}
    maintained = {p.party for p in claim.positions if p.stance == "supports"}
    conceded = claim.outcome.evidence if claim.outcome else ()
    return any(
        point.mark in ("confirmed", "reported")
        and (party in nobodys or (key in conceded and party in maintained))
        for key in claim.evidence()
        for _, point, party in [evidence[key]]
    )
