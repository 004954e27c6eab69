"""A claim told whole, from the article's words to what came later; or, where the answer
before told it, what more there is and its sum.
"""

from __future__ import annotations

from dataclasses import replace

from app.composing.drafting import WORDS, Draft, DraftSentence
from app.composing.material import Material
from app.composing.ordering import indispensable
from app.composing.telling import (
    article_says,
    event_sentence,
    heard_on,
    later_sentence,
    missing_sentence,
    position_sentence,
    same,
    summary_sentence,
)
from app.question.traits import asks_for_opponents
from app.question.turns import without_truth
from index.claims import Claim, Position
from index.lexicon import stems

MAX_CLAIMS = 2
"""Claims told in one answer."""
MAX_FURTHER = 3
"""Sentences on a claim told before, besides its sum."""


def tell_claim(claim: Claim, material: Material, draft: Draft) -> None:
    """One claim: the article's words, the sides, observers, what came later.

    The summary sums up a dispute after its sides; where there is none, it leads, and
    what rests on the same points isn't told again. What came later leads where it is
    asked for and follows a prediction at once; then the summary goes to the end. Of
    several claims, each one's ending is told where there is room for it, and of a
    further one no more than the main parties and either side must be heard.
    """
    left = min(len(material.claims), MAX_CLAIMS) - material.claims.index(claim)
    limit = draft.words() + (WORDS - draft.words()) // left
    later = later_sentence(claim, material)
    summary = summary_sentence(claim, material)
    asked_later = material.question.asks == "later"
    early = later if asked_later or claim.kind == "prediction" else None
    if asked_later:
        draft.add(later)
        tell_events_since(material, draft, claim)
    draft.add(article_says(claim, material))
    if early and not asked_later:
        draft.add(early)
    leads = claim.status != "contested" and not early
    if leads:
        draft.add(summary)
    told = {key for sentence in draft.sentences for key in _whole(sentence)}
    if summary and leads and not asks_for_opponents(material.question.text):
        told |= {span.passage_id for span in summary.evidence}
    ending = _ending(None if leads else summary, None if early else later)
    alone = len(material.claims) == 1
    kept = sum(_length(sentence) for sentence in ending) if alone else 0
    _sides(claim, material, draft, told, limit - kept)
    for sentence in ending:
        if alone or draft.words() + _length(sentence) <= limit:
            draft.add(sentence)
    draft.add(missing_sentence(claim, material))


def tell_further(material: Material, draft: Draft) -> None:
    """What more there is to say on a claim that the answer before told: its sides that
    speak of what this turn asks; the sum again, unless that is said from both sides or
    from none; what came later, where it is asked of the article.
    """
    claim, mains = material.claims[0], material.register.settings.main_parties()
    if material.question.asks == "article":
        for one in material.claims:
            draft.add(article_says(one, material))
    own = material.rare.intersection(stems(without_truth(material.question.text)))
    speak = (p for p, _ in heard_on(claim, material) if own & {*stems(p.text)})
    for text, position in {position.text: position for position in speak}.items():
        if len(draft.sentences) < MAX_FURTHER and not draft.says(text):
            draft.add(position_sentence(claim, position, material))
    heard = {draft.party(sentence) for sentence in draft.sentences}
    if not draft.sentences or 0 < len(heard.intersection(mains)) < len(mains):
        tell_sum(claim, material, draft)
    if material.question.on_article:
        draft.add(later_sentence(claim, material))


def tell_sum(claim: Claim, material: Material, draft: Draft) -> None:
    """The sum of a claim behind what was found; where it is about another place, the
    first word on this one of each main party that isn't heard yet.
    """
    if summary := summed_up(summary_sentence(claim, material)):
        draft.add(summary)
        return
    mains = material.register.settings.main_parties()
    for position, due in heard_on(claim, material):
        heard = {draft.party(sentence) for sentence in draft.sentences}
        if due and position.party in mains and position.party not in heard:
            draft.add(position_sentence(claim, position, material))


def _sides(
    claim: Claim, material: Material, draft: Draft, told: set[str], limit: int
) -> None:
    """The positions by turns: those that are due, and others while there is room."""
    turns = heard_on(claim, material)
    if claim is not material.claims[0]:
        settings = material.register.settings
        least = indispensable([position for position, _ in turns], settings)
        turns = [(position, position in least) for position, _ in turns]
    for position, due in turns:
        if draft.says(position.text) or told.issuperset(position.evidence):
            continue
        if due or draft.words() + _length(position) <= limit:
            draft.add(position_sentence(claim, position, material))


def _whole(sentence: DraftSentence) -> list[str]:
    """The point that a sentence tells as it stands, outside any claim."""
    told = sentence.voice == "attributed" and not sentence.claims
    return [span.passage_id for span in sentence.evidence] if told else []


def _ending(
    summary: DraftSentence | None, later: DraftSentence | None
) -> list[DraftSentence]:
    """What sums up, and what came later."""
    return [sentence for sentence in (summed_up(summary), later) if sentence]


def summed_up(summary: DraftSentence | None) -> DraftSentence | None:
    """The summary where it sums up what stands before it."""
    return replace(summary, part="sum") if summary else None


def tell_events_since(
    material: Material, draft: Draft, claim: Claim | None = None
) -> None:
    """Events that say something new, of those that come nearest to what is asked."""
    for event in material.nearest_events(claim):
        if not same(event.text, " ".join(told.text for told in draft.sentences)):
            draft.add(event_sentence(event, material, "later"))


def _length(told: Position | DraftSentence) -> int:
    return len(told.text.split())
