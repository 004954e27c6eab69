"""Points on a topic told so that no side is heard alone, and who is no side as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.composing.drafting import WORDS, Draft, DraftSentence
from app.composing.material import Material
from app.composing.ordering import speaks_of, telling
from app.composing.pointing import speak_of, tell_gap, tell_parts, tell_point
from app.evidence.arranging import NEARLY
from index.sources import Passage
from index.timing import years_in
from index.topics import Topic

CLEARLY = 0.05
"""By how much of the cosine a topic must come nearer than a claim to lead."""


def topic_leads(material: Material) -> bool:
    """Whether the topic comes clearly nearer to a question that stands by itself than
    the first claim; or is on a time after the article that is asked about.
    """
    question = material.question
    alone = question.standalone == question.text and question.asks != "article"
    return alone and (material.topic_ahead >= CLEARLY or _of_later(material))


def _of_later(material: Material) -> bool:
    """Whether a question that doesn't speak of the article names only years after its
    own, in which the topic plays.
    """
    question, topic = material.question, material.topic
    years, dated = years_in(question.text), material.register.settings.article_date
    if not (topic and years) or question.on_article:
        return False
    return min(years) > int(dated[:4]) and topic.at(years)


def beyond_claims(material: Material) -> bool:
    """Whether a topic comes nearer to the question than the leading claim, and its
    first point speaks of something asked that neither the claim nor its sides do.
    """
    topic, direct = material.topic, material.direct_points()
    if not (topic and direct and direct[0].passage_id in topic.points):
        return False
    if material.topic_ahead < 0 or material.question.asks == "article":
        return False
    claim = material.claims[0]
    return not speak_of(material.asked_beyond(claim), claim.positions)


def tell_topic(topic: Topic, material: Material, draft: Draft) -> None:
    """The points that come nearest to the question, after somebody's who is no side
    where they begin with a side's word; of the core and the rest what both sides and
    who is no side say; then others of the core while there is room, no side's alone.
    """
    tell_parts(material, draft)
    tell_gap(material, draft)
    held = _held(topic, material)
    core = [point for point in held if point.passage_id in _core(topic, material)]
    nearest = material.nearest_points() or held[:1]
    mains = material.register.settings.main_parties()
    begun = nearest and nearest[0].party in mains
    first = _opening(core, held, material) if begun and core else []
    due = [*first, *nearest]
    due += _missing(due, held, material)
    worth = [point for point in held if point in material.passages]
    sided = any(point.party in mains for point in (*nearest, *worth))
    more = core if sided else [p for p in core if material.independent(p)]
    told: list[Passage] = []
    for point in dict.fromkeys([*due, *more, *worth]):
        fits = draft.words() + len(point.text.split()) <= WORDS
        if point in told or not (point in due or fits):
            continue
        for one in (point, *_missing([*due, *told, point], held, material)):
            tell_point(one, draft, side=material.of_main_party(one))
            told.append(one)
    silent = _silent(topic, held, material)
    if silent and any(map(material.on_topic, nearest[:1])):
        text = f"We hold no source from {silent} on this."
        draft.add(DraftSentence(text, "gap", "gap"))


def _opening(
    core: Sequence[Passage], held: Sequence[Passage], material: Material
) -> list[Passage]:
    """What goes before a side's word: of the core, else of the rest, the first point of
    who is no side that comes nearly as near as the nearest one; or the core's first.
    """
    least = NEARLY * max(map(material.score, held), default=0.0)
    near = [p for p in (*core, *held) if material.score(p) >= least]
    return ([p for p in near if material.independent(p)] or [*core])[:1]


def complete_sides(material: Material, draft: Draft) -> None:
    """After points on the topic of which one is a main party's word, what is missing of
    the other one's and of somebody who is no side.
    """
    if not material.topic:
        return
    evidence = [s.evidence[0].passage_id for s in draft.sentences if s.evidence]
    told = [material.cited.get(key) for key in evidence]
    if on_topic := [point for point in told if point and material.on_topic(point)]:
        held = _held(material.topic, material)
        for point in _missing(on_topic, held, material):
            tell_point(point, draft, side=material.of_main_party(point))


def _core(topic: Topic, material: Material) -> tuple[str, ...]:
    """The topic's core, unless a point surely answers or none seems to."""
    return () if material.sure or not material.answers else topic.core


def _held(topic: Topic, material: Material) -> list[Passage]:
    """The topic's points: its core in order, then the nearest; before all, those that
    speak of what is named, where that tells few of them from the rest.
    """
    points = [material.cited[key] for key in topic.points if key in material.cited]
    core = _core(topic, material)
    places = {key: place for place, key in enumerate(core)}
    few = telling([point.text for point in points], material.question.names)
    return sorted(
        points,
        key=lambda p: (
            not speaks_of(p.text, few),
            places.get(p.passage_id, len(places)),
            -material.score(p),
        ),
    )


def _missing(
    told: Sequence[Passage], held: Sequence[Passage], material: Material
) -> Iterator[Passage]:
    """Where a main party is heard, the first point held of the other one and of who is
    no side, if none of theirs is told.
    """
    heard = {point.party for point in told}
    mains = set(material.register.settings.main_parties())
    missing = mains - heard
    if missing == mains:
        return
    for point in held:
        if point.party in missing:
            missing.remove(point.party)
            yield point
    if not any(material.independent(point) for point in told):
        yield from [point for point in held if material.independent(point)][:1]


def _silent(topic: Topic, held: Sequence[Passage], material: Material) -> str:
    """The main parties whose word a reader would expect and of whom none is held; ''
    where they signed something on it.
    """
    heard = {point.party for point in held}
    mains = material.register.settings.main_parties()
    silent = [
        party for party in mains if party in topic.concerns and party not in heard
    ]
    return "" if "" in heard else " or ".join(silent)
