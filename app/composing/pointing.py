"""Points told as they stand, attributed: the nearest ones, those that speak of what is
asked where a claim doesn't, and those of whose word is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.composing.drafting import WORDS, Draft, DraftSentence, PartName, Span
from app.composing.framing import gap_text, no_word, rest_unsaid
from app.composing.material import NEAREST_POINTS, Material
from app.composing.ordering import asked_alone, narrowing, speaks_of
from app.composing.telling import heard_on, position_sentence, same
from app.question.instructing import instructs
from app.question.whose_word import Voice
from index.claims import Position
from index.lexicon import stems
from index.sources import Passage

ROOM = 3 * WORDS // 4
"""Words from which on no further point is begun."""
MAX_DIRECT = 2
"""Points before a claim whose sides don't speak of what is asked."""
MAX_WORDS = 2
"""Positions of somebody whose word is asked for that come before all else."""


def tell_points(material: Material, draft: Draft, most: int) -> None:
    """The best points, attributed as they stand; a gap first where none answers."""
    tell_parts(material, draft)
    tell_gap(material, draft)
    for passage in dict.fromkeys([*material.nearest_points(), *material.points()]):
        if len(draft.sentences) >= most or draft.words() > ROOM:
            break
        tell_point(passage, draft, side=material.of_main_party(passage))


def tell_parts(material: Material, draft: Draft) -> None:
    """Of several questions the points that answer one of them, the first one's after
    the point found first for all unless it is among these; then, where the rest seem to
    be without an answer, a gap.
    """
    points = [part.point for part in material.parts]
    if not any(points):
        return
    begins = material.answers and not draft.sentences
    nearest = material.nearest_points() if begins else []
    lead = [] if points[0] in nearest else nearest[:1]
    for point in dict.fromkeys(filter(None, [*lead, *points])):
        if not any(point.passage_id in s.cites() for s in draft.sentences):
            tell_point(point, draft, side=material.of_main_party(point))
    if not all(points) and not material.answers:
        draft.add(rest_unsaid(material))


def tell_gap(material: Material, draft: Draft) -> None:
    """That the sources don't or may not give what is asked, if nothing stands yet."""
    if not material.answers and not draft.sentences:
        draft.add(DraftSentence(gap_text(material), "gap", "lead"))


def tell_direct_points(material: Material, draft: Draft) -> None:
    """Of the points found first one that speaks of something asked that few points do
    and the article's own claim doesn't; two where the sides of the claim don't either.
    In a dispute a main party goes first only where the question names it alone, or
    together with the other one.
    """
    claim, settings = material.claims[0], material.register.settings
    few = narrowing(claim.positions, settings, material.question.names)
    direct = [p for p in material.direct_points() if not few or speaks_of(p.text, few)]
    if not direct:
        return
    mains, text = settings.main_parties(), material.question.standalone
    first = direct[0].party
    side = claim.contested and first in mains and not asked_alone(first, settings, text)
    if side and not {point.party for point in direct}.issuperset(mains):
        return
    told = speak_of(material.asked_beyond(claim), claim.positions)
    for point in direct[: 1 if told and not side else MAX_DIRECT]:
        tell_point(point, draft)


def tell_word_asked_for(voice: Voice, material: Material, draft: Draft) -> None:
    """What those whose word is asked for say: their point among those found first,
    unless a turn asks for no more than their word on what the one before asked; and
    what they say on the first claim, if no others speak rather of what is asked; a gap
    where there is neither.
    """
    claim, beyond = material.claims[0], material.asked_beyond(material.claims[0])
    ranks = {
        position: max(voice.of(material.cited[key]) for key in position.evidence)
        for position, _ in heard_on(claim, material)
        if material.cited.keys() >= {*position.evidence}
    }
    nearest = max(ranks.values(), default=0)
    theirs = [position for position, rank in ranks.items() if rank == nearest > 0]
    others = [position for position in ranks if position not in theirs]
    first = next(iter(material.points()), None)
    found = first and voice.of(first) and first in material.passages[:NEAREST_POINTS]
    known = theirs and not material.adds_words()
    if first and found and not known and first.passage_id not in claim.evidence():
        tell_point(first, draft)
    if speak_of(beyond, theirs) or not speak_of(beyond, others):
        for position in theirs[: MAX_WORDS - len(draft.sentences)]:
            if said := position_sentence(claim, position, material):
                draft.add(replace(said, part="lead"))
    if not draft.sentences:
        if not theirs:
            draft.add(no_word(voice))
        tell_direct_points(material, draft)


def tell_no_word(voice: Voice, material: Material, draft: Draft) -> None:
    """That somebody whose word is asked for says nothing in the points found first,
    where others of the same party may.
    """
    found = material.passages[:NEAREST_POINTS]
    heard = any(voice.speaker == point.speaker for point in found)
    if material.answers and voice.speaker and not heard:
        draft.add(no_word(voice))


def speak_of(words: frozenset[str], positions: Iterable[Position]) -> bool:
    """Whether any of the positions has one of the words, given as stems."""
    return any(words.intersection(stems(position.text)) for position in positions)


def tell_nearest_point(material: Material, draft: Draft) -> None:
    """The first point found that the claims didn't cite, while there is room."""
    cited = {span.passage_id for s in draft.sentences for span in s.evidence}
    for passage in material.passages[:NEAREST_POINTS]:
        short = draft.words() + len(passage.text.split()) <= WORDS
        if passage.passage_id not in cited and short and tell_point(passage, draft):
            return


def _said_for(party: str, draft: Draft) -> Iterator[str]:
    """What was told that isn't another party's word: what is said in the same words for
    the other side is something else.
    """
    for sentence in draft.sentences:
        of = draft.party(sentence)
        other = sentence.voice == "attributed" and of not in ("", party)
        if not other:
            yield sentence.text


def tell_point(passage: Passage, draft: Draft, *, side: bool = False) -> bool:
    """Add a point as it stands, attributed; False where it would say nothing new.

    `side`: it is a main party's word.

    What in it addresses a reader or a machine ends it: it may have been slipped in.
    """
    end = 0
    for start, stop in passage.sentences:
        if instructs(passage.text[start:stop]):
            break
        end = stop
    text = passage.text[:end]
    if not text or any(same(text, said) for said in _said_for(passage.party, draft)):
        return False
    draft.passages[passage.passage_id] = passage
    later: PartName = "sides" if side else "observers"
    part = later if draft.sentences else "lead"
    span = (Span(passage.passage_id, 0, end),)
    draft.add(DraftSentence(text, "attributed", part, span, passage.speaker))
    return True
