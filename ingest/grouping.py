"""Whether claims that are shown together, and the points of topics, fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from index.corpora import Register
from ingest.reading import Problem

MOST = 4
"""Claims of one dispute: more would bury the one that was asked about."""
MOST_MAIN = 6
"""Claims that give the article in short: an answer has no room for more."""


def misgrouped(register: Register, points: set[str]) -> Iterator[Problem]:
    """Disputes and companions that don't exist, or can't be shown together; topics of
    which the `points` held lack one.
    """
    yield from _topics(register, points)
    yield from _overviews(register, points)
    disputes = register.settings.disputes
    ids = {claim.id for claim in register.claims}
    for claim in register.claims:
        file = f"claims/{claim.id}.yaml"
        if claim.dispute and claim.dispute not in disputes:
            text = f"no dispute {claim.dispute!r} in corpus.yaml: mend the name."
            yield Problem(file, "dispute", text)
        if claim.dispute and claim.companions:
            text = "a dispute's claims come together: remove its companions."
            yield Problem(file, "companions", text)
        for other in {*claim.companions} - (ids - {claim.id}):
            yield Problem(file, "companions", f"no other claim {other!r}: mend the id.")
    main = [claim.id for claim in register.claims if claim.main]
    if len(main) > MOST_MAIN:
        text = f"{len(main)} claims are main ones: leave {MOST_MAIN} at most."
        yield Problem("claims", "main", text)
    for name in disputes:
        size = sum(claim.dispute == name for claim in register.claims)
        if not 2 <= size <= MOST:
            text = f"{name!r} has {size} claims: give it two to {MOST}."
            yield Problem("corpus.yaml", "disputes", text)


def _topics(register: Register, held: set[str]) -> Iterator[Problem]:
    """Points and parties that aren't held, and wordings of more than one topic."""
    parties = {party.name for party in register.settings.parties}
    asked = Counter(
        text.lower() for topic in register.topics for text in topic.asked_as
    )
    for topic in register.topics:
        file = f"topics/{topic.id}.yaml"
        for point in set(topic.points) - held:
            text = f"no point {point!r}: mend it or add the point."
            yield Problem(file, "points", text)
        for point in set(topic.core).difference(topic.points):
            yield Problem(file, "core", f"{point!r} isn't among its points: add it.")
        for party in set(topic.concerns) - parties:
            yield Problem(file, "concerns", f"no party {party!r} in corpus.yaml.")
        for text in topic.asked_as:
            if asked[text.lower()] > 1:
                yield Problem(
                    file,
                    "asked_as",
                    f"{text!r} stands twice among the topics: keep it in one.",
                )


def _overviews(register: Register, held: set[str]) -> Iterator[Problem]:
    """Points and claims that aren't held, and questions that stand twice among the
    overviews.
    """
    file = "overviews/*.yaml"
    claims = {claim.id for claim in register.claims}
    asked = Counter(one.question.lower() for one in register.overviews)
    for overview in register.overviews:
        for point in set(overview.points) - held:
            text = f"no point {point!r}: mend it or take it out."
            yield Problem(file, overview.question, text)
        for claim_id in {*overview.claims, *overview.near} - claims:
            text = f"no claim {claim_id!r}: mend it or take it out."
            yield Problem(file, overview.question, text)
        if asked[overview.question.lower()] > 1:
            yield Problem(file, overview.question, "it stands twice: keep one.")
