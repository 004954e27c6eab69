"""Whether the dates of a corpus can be: what is told was over, and out, by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from index.claims import Claim
from index.corpora import CorpusSettings
from index.dates import in_words, last_day
from index.sources import Point, Source
from ingest.reading import Corpus, Problem


def today() -> str:
    """The day it is, in UTC, as an ISO date."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


def first_day(date: str) -> str:
    """The earliest day that a partial date can mean: `2020-09` gives `2020-09-01`."""
    return f"{date}-01-01"[:10]


def misdated(corpus: Corpus, day: str) -> Iterator[Problem]:
    """Every date that can't be right, when today is the given day."""
    settings = corpus.register.settings
    for source in corpus.sources:
        yield from _source(source, day)
    published = {
        f"{source.id}#{point.id}": source.published
        for source in corpus.sources
        for point in source.points
    }
    for claim in corpus.register.claims:
        file = f"claims/{claim.id}.yaml"
        for field, mend in (
            *_positions(claim, published),
            *_later(claim, settings),
        ):
            yield Problem(file, field, mend)


def _source(source: Source, day: str) -> Iterator[Problem]:
    file = f"sources/{source.id}.md"
    if first_day(source.published) > day:
        yield Problem(
            file,
            "published",
            f"{source.published!r} is in the future, today is {day}: mend the date.",
        )
    for point in source.points:
        if _after(point, source):
            yield Problem(
                file,
                f"points.{point.id}",
                f"the event date {point.event_date!r} is after the publication on "
                f"{source.published!r} and isn't in the text: mend either date.",
            )


def _after(point: Point, source: Source) -> bool:
    """Whether the event came after its telling, and the text doesn't say so itself.

    A treaty sets the day it takes force, and a page goes on to tell what came of it.
    """
    event = point.event_date
    if event is None or first_day(event) <= last_day(source.published):
        return False
    return in_words(event) not in point.text


def _positions(claim: Claim, published: dict[str, str]) -> Iterator[tuple[str, str]]:
    for position in claim.positions:
        dates = [published[key] for key in position.evidence if key in published]
        if dates and first_day(position.date) > max(map(last_day, dates)):
            yield (
                f"positions.{position.party}",
                f"the date {position.date!r} is after all of its evidence came out, "
                f"{max(dates)!r} at the latest: mend it or cite where it was said.",
            )


def _later(claim: Claim, settings: CorpusSettings) -> Iterator[tuple[str, str]]:
    written = last_day(settings.article_date)
    for field in ("outcome", "overtaken"):
        later = claim.outcome if field == "outcome" else claim.overtaken
        if later and last_day(later.date) <= written:
            yield (
                field,
                f"the date {later.date!r} isn't after the article's, {written!r}: "
                "mend it or tell it in the summary.",
            )
