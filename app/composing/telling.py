"""What can be told of a claim, part by part: from the register, with evidence."""

from __future__ import annotations

from collections.abc import Sequence

from app.composing.drafting import DraftSentence, PartName, Span, supporting
from app.composing.material import Material
from app.composing.ordering import against_first, in_turn, narrowing, speaks_of
from app.question.traits import asks_for_opponents
from app.question.turns import SENTENCE
from index.claims import Claim, Position
from index.corpora import Event
from index.lexicon import stems
from index.sources import Passage

WHOLE = 50
"""Words up to which a sentence of the article is told whole."""
_SAME = 0.6
"""Share of shared stems from which two sentences say the same."""


def article_says(claim: Claim, material: Material) -> DraftSentence | None:
    """The article's own words for the claim, from the place nearest to the question,
    with what they seem to mean where they can't be understood by themselves; where it
    is asked what the article says, the whole sentence.
    """
    asked = set(stems(material.question.search))
    place = max(claim.places, key=lambda place: len(asked & set(stems(place.quote))))
    for passage in material.article:
        if passage.start <= place.start < passage.end:
            start = place.start - passage.start
            end = start + len(place.quote)
            if material.question.asks == "article":
                start, end = _whole(passage, start, end)
            span = Span(passage.passage_id, start, end)
            meant = f" (it seems to mean: {claim.statement.rstrip('.')})"
            said = passage.text[start:end]
            text = f"The article says: “{said}”{meant * place.unclear}"
            return DraftSentence(
                text, "quotation", "article", (span,), claims=(claim.id,)
            )
    return None


def _whole(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence that a stretch of a passage stands in, where it isn't
    too long to be told.
    """
    for first, last in passage.sentences:
        if first <= start < end <= last:
            short = len(passage.text[first:last].split()) <= WHOLE
            return (first, last) if short else (start, end)
    return start, end


def summary_sentence(claim: Claim, material: Material) -> DraftSentence | None:
    """The claim's summary, where its evidence was known by the day; that of either side
    is cited first. Where another place is asked about than the one it begins with, what
    it says of that.
    """
    sides = {point for position in claim.positions for point in position.evidence}
    summary, evidence = _on_what_is_named(claim, material)
    spans = supporting(summary, evidence, material.cited, sides)
    either = {
        key for p in claim.positions if p.stance != "qualifies" for key in p.evidence
    }
    spans = tuple(sorted(spans, key=lambda span: span.passage_id not in either))
    if not spans or not summary:
        return None
    return DraftSentence(summary, "system", "lead", spans, claims=(claim.id,))


def _on_what_is_named(claim: Claim, material: Material) -> tuple[str, Sequence[str]]:
    """The claim's summary with its evidence; of a dispute where the positions heard are
    about another place than its first sentence, only what speaks of that place.
    """
    settings, names = material.register.settings, material.question.names
    few = narrowing(claim.positions, settings, names) if claim.contested else []
    said = SENTENCE.split(claim.summary)
    if not few or speaks_of(said[0], few):
        return claim.summary, claim.summary_evidence
    held = [key for key in claim.summary_evidence if key in material.cited]
    told = " ".join(sentence for sentence in said if speaks_of(sentence, few))
    return told, [key for key in held if speaks_of(material.cited[key].text, few)]


def heard_on(claim: Claim, material: Material) -> list[tuple[Position, bool]]:
    """The claim's positions by turns, each with whether it mustn't be left out; what
    the sentence on what came later rests on doesn't bring one forward.
    """
    question = material.question
    settings = material.register.settings
    later = set(claim.later.evidence) if claim.later else set()
    near = {key: n for key, n in material.relevance.items() if key not in later}
    turns = in_turn(
        claim.positions, settings, question.standalone, near, question.names
    )
    return against_first(turns) if asks_for_opponents(question.text) else turns


def position_sentence(
    claim: Claim, position: Position, material: Material
) -> DraftSentence | None:
    """What one party says on the claim, as the register words it."""
    spans = supporting(position.text, position.evidence, material.cited)
    if not spans:
        return None
    speaker = next(
        (
            material.cited[span.passage_id].speaker
            for span in spans
            if material.cited[span.passage_id].party == position.party
        ),
        position.party,
    )
    main = position.party in material.register.settings.main_parties()
    part: PartName = "sides" if main else "observers"
    return DraftSentence(position.text, "attributed", part, spans, speaker, (claim.id,))


def later_sentence(claim: Claim, material: Material) -> DraftSentence | None:
    """What came of the claim later, as far as it was known by the day."""
    later = claim.later
    if not later:
        return None
    spans = supporting(later.text, later.evidence, material.cited)
    if not spans:
        return None
    return DraftSentence(later.text, "system", "later", spans, claims=(claim.id,))


def event_sentence(
    event: Event, material: Material, part: PartName
) -> DraftSentence | None:
    """An event of the timeline, as the register tells it."""
    spans = supporting(event.text, event.evidence, material.cited)
    return DraftSentence(event.text, "system", part, spans) if spans else None


def missing_sentence(claim: Claim, material: Material) -> DraftSentence | None:
    """Which parties concerned by the claim no source is held from."""
    heard = {position.party for position in claim.positions}
    if material.topic:
        topical = (material.cited.get(key) for key in material.topic.points)
        heard |= {point.party for point in topical if point}
    silent = [party for party in claim.concerns if party not in heard]
    if not silent:
        return None
    text = f"We hold no source from {_listed(silent)} on this."
    return DraftSentence(text, "gap", "gap", claims=(claim.id,))


def same(one: str, other: str) -> bool:
    """Whether a text says in other words what another one said: a number or day that
    stands in the first alone is something new.
    """
    first, second = set(stems(one)), set(stems(other))
    if any(any(map(str.isdigit, stem)) for stem in first - second):
        return False
    return len(first & second) >= _SAME * max(1, min(len(first), len(second)))


def _listed(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
