"""The extractive composer: claims first, then the sides, observers, what came later.

It writes no sentence of its own but the short frames around quotations and gaps; the
rest is lifted from the register and the points, with who says it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.composing.balancing import (
    beyond_claims,
    complete_sides,
    tell_topic,
    topic_leads,
)
from app.composing.drafting import WORDS, Draft, DraftSentence, nearest_sentence
from app.composing.framing import (
    about_article,
    against_main,
    dated,
    not_in_article,
    not_yet,
    of_article,
    part_unsaid,
    tally,
    unsaid,
)
from app.composing.material import Material
from app.composing.ordering import opposed
from app.composing.pointing import (
    tell_direct_points,
    tell_nearest_point,
    tell_no_word,
    tell_parts,
    tell_point,
    tell_points,
    tell_word_asked_for,
)
from app.composing.recounting import (
    MAX_CLAIMS,
    tell_claim,
    tell_events_since,
    tell_further,
    tell_sum,
)
from app.composing.telling import (
    article_says,
    event_sentence,
    later_sentence,
    position_sentence,
    same,
    summary_sentence,
)
from app.question.kinds import ASKED_OF_ARTICLE, LATER, ON_ALL, Asks
from app.question.traits import asks_for_opponents, defines
from index.lexicon import stems

MAX_POINTS, MAX_OPEN = 3, 5
"""Points told where one thing is asked for, and where a question is more open."""
FAR_AHEAD = 0.15
"""By how much of the cosine a point must come nearer than a claim to lead; with less,
on `tune`, it leads for one leaning of a question and not for another.
"""
MAX_FACTS = 2
"""Points before a claim, where a number, a day or a place is asked for."""
MAX_STRETCHES = 2
DOCUMENT_WORDS = 280
"""How long an answer is that tells a document's points one by one."""


def compose(material: Material) -> Draft:
    """Sentences that answer from the material, within about `WORDS` words; by a day on
    which the article wasn't written yet, last or alone that it wasn't.
    """
    draft = Draft(passages=dict(material.cited))
    if not material.asks_too_early:
        _answer(material, draft)
    cited = any(sentence.evidence for sentence in draft.sentences)
    if material.too_early and (cited or material.asks_too_early):
        draft.add(not_yet(material))
    return draft


def _answer(material: Material, draft: Draft) -> None:
    """What answers the kind of question that is asked."""
    asks = material.question.asks
    if material.question.unsaid and material.article:
        draft.add(unsaid(material.question.unsaid))
    if asks in ASKED_OF_ARTICLE:
        _TOLD.get(asks, _overview)(material, draft)
    elif asks in ON_ALL and material.events:
        _on_all(material, draft)
    elif material.document:
        _document(material, draft)
    else:
        _on_question(material, draft)
        open_too = material.answers and any(part.open for part in material.parts)
        if open_too and draft.sentences:
            draft.add(part_unsaid())


def _on_question(material: Material, draft: Draft) -> None:
    """What answers a question on something, rather than on it all or on the article."""
    if material.question.brief:
        _briefly(material, draft)
    elif not material.claims:
        _without_claims(material, draft)
    elif beyond_claims(material):
        _tell_found(material, draft)
    elif material.by_evidence or topic_leads(material) or _point_leads(material):
        _tell_found(material, draft)
        tell_sum(material.claims[0], material, draft)
    else:
        _on_claims(material, draft)


def _point_leads(material: Material) -> bool:
    """Whether a point beside the first claim comes clearly nearer to a question that
    doesn't ask what the article says.
    """
    return material.question.asks != "article" and material.point_ahead >= FAR_AHEAD


def _briefly(material: Material, draft: Draft) -> None:
    """The point that answers directly, or the sum of the first claim and what came
    later, or else the best point.
    """
    if material.claims:
        tell_direct_points(material, draft)
        draft.sentences = draft.sentences[:1]
    for claim in material.claims[:1] if not draft.sentences else ():
        draft.add(summary_sentence(claim, material))
        draft.add(later_sentence(claim, material))
    if not draft.sentences:
        tell_points(material, draft, 1)


def _on_all(material: Material, draft: Draft) -> None:
    """The events that tell how it went; before them, where it is asked who won or how
    things stand now, the point found first that tells of a later event.
    """
    if material.question.asks != "course":
        since = material.register.settings.article_date
        of_events = (p for p in material.passages if p.event_date)
        since_then = (p for p in of_events if p.tells_of > since)
        if passage := next(since_then, None):
            tell_point(passage, draft)
    told = [sentence.text for sentence in draft.sentences]
    for event in material.events:
        if not any(same(event.text, text) for text in told):
            draft.add(event_sentence(event, material, "lead"))


def _document(material: Material, draft: Draft) -> None:
    """The points of a document, in its order, while there is room."""
    for point in material.passages:
        if draft.words() + len(point.text.split()) <= DOCUMENT_WORDS:
            tell_point(point, draft)


def _on_claims(material: Material, draft: Draft) -> None:
    """What answers directly, and the leading claims; else a point behind them."""
    question = material.question
    as_usual = question.asks in LATER or asks_for_opponents(question.text)
    if question.factual or defines(question.text):
        tell_points(material, draft, MAX_FACTS)
    elif question.word_of:
        tell_word_asked_for(question.word_of, material, draft)
    elif not as_usual:
        tell_direct_points(material, draft)
        complete_sides(material, draft)
    if question.factual and material.sure and material.answers:
        tell_sum(material.claims[0], material, draft)
    elif material.told_before and not as_usual:
        tell_further(material, draft)
    else:
        for claim in material.claims[:MAX_CLAIMS]:
            tell_claim(claim, material, draft)
    tell_parts(material, draft)
    if all(sentence.claims for sentence in draft.sentences):
        tell_nearest_point(material, draft)


def _without_claims(material: Material, draft: Draft) -> None:
    """What the article or the timeline says on it, where that is asked; then points."""
    if material.question.asks == "article":
        _article_stretches(material, draft)
    later = material.question.asks == "later" and not material.question.word_of
    if later and material.answers:
        tell_events_since(material, draft)
    _tell_found(material, draft)


def _tell_found(material: Material, draft: Draft) -> None:
    """What was found: on a topic either side and who is no side, unless just a number,
    a day, a place or somebody's word is asked for.
    """
    question = material.question
    of_one = question.word_of and question.asks != "why"
    narrow = question.factual or of_one or defines(question.text)
    if material.topic and not narrow:
        tell_topic(material.topic, material, draft)
    else:
        if narrow and question.word_of:
            tell_no_word(question.word_of, material, draft)
        of_a_thing = narrow or question.asks == "who"
        tell_points(material, draft, MAX_POINTS if of_a_thing else MAX_OPEN)


def _overview(material: Material, draft: Draft) -> None:
    """The article's words for each claim of a list, with what became of it or, where
    nothing did, what is held on it; as many as there is room for.
    """
    foretold = material.question.asks == "predictions"
    for claim in material.claims:
        said = article_says(claim, material)
        held = (later_sentence if foretold else summary_sentence)(claim, material)
        if draft.sentences and held and draft.words() + len(held.text.split()) > WORDS:
            return
        draft.add(said)
        draft.add(held)


def _grounds(material: Material, draft: Draft) -> None:
    """What the article rests its claims on, and how these stand."""
    article = material.register.article
    draft.add(of_article(article.grounds or article.leaning, material))
    draft.add(tally(material))


def _trust(material: Material, draft: Draft) -> None:
    """Whose case the article argues, on which grounds, how its claims stand, and what
    it has wrong.
    """
    article = material.register.article
    for text in (article.leaning, article.grounds):
        draft.add(of_article(text, material))
    draft.add(tally(material))
    _overview(material, draft)


def _listed(material: Material, draft: Draft) -> None:
    """Claims of the article in its own words, each with its status; after how all of
    them stand, where that is asked.
    """
    if material.question.asks == "disputed":
        draft.add(tally(material))
    for claim in material.claims:
        if said := article_says(claim, material):
            status = claim.status.replace("-", " ")
            draft.add(replace(said, text=f"{said.text} ({status})"))


def _against(material: Material, draft: Draft) -> None:
    """What the sources hold against the article's main claims."""
    draft.add(against_main(material))
    for claim in material.claims:
        position = opposed(claim, material.register.settings.article_date)
        told = [sentence.text for sentence in draft.sentences]
        if position and not any(same(position.text, text) for text in told):
            draft.add(position_sentence(claim, position, material))


def _since(material: Material, draft: Draft) -> None:
    """When the article was written, and the main events since."""
    draft.add(dated(material))
    for event in material.events:
        draft.add(event_sentence(event, material, "later"))


_TOLD: dict[Asks, Callable[[Material, Draft], None]] = {
    "about-article": about_article,
    "grounds": _grounds,
    "trust": _trust,
    "in-short": _listed,
    "disputed": _listed,
    "opinions": _listed,
    "left-out": _against,
    "opponents": _against,
    "outdated": _since,
}
"""How questions on the article as a whole are told; the others have a common way."""


def _article_stretches(material: Material, draft: Draft) -> None:
    """What the article itself says that comes nearest, in its own words; or that it
    has nothing on what is asked.
    """
    found = material.article_hits[:MAX_STRETCHES]
    said = {stem for passage in found for stem in stems(passage.text)}
    if not found or (material.rare and not material.rare & said):
        if not draft.sentences:
            draft.add(not_in_article())
        return
    for passage in found:
        span = nearest_sentence(passage, material.question.search)
        text = f"The article says: “{passage.text[span.start : span.end]}”"
        draft.add(DraftSentence(text, "quotation", "article", (span,)))
