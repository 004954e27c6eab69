"""The extractive composer: claims first, then the sides, observers, what came later.

It writes no sentence of its own but the short frames around quotations and gaps; the
rest is lifted from the register and the points, with who says it.
"""

from __future__ import annotations

from dataclasses import replace

from app.drafting import Draft, DraftSentence, PartName, Span, nearest_sentence
from app.framing import about_article, gap_text, not_yet, unsaid
from app.instructing import instructs
from app.material import Material
from app.ordering import asked_alone, indispensable
from app.question_kinds import LATER, OVERVIEWS
from app.telling import (
    article_says,
    event_sentence,
    heard_on,
    later_sentence,
    missing_sentence,
    position_sentence,
    same,
    summary_sentence,
)
from index.claims import Claim, Position
from index.corpora import Event
from index.lexicon import stems
from index.sources import Passage

WORDS = 180
"""About how long an answer is; the rest is one step away, in the flags."""
MAX_CLAIMS = 2
MAX_POINTS = 3
MAX_FACTS = 2
"""Points before a claim, where a number, a day or a place is asked for."""
NEAREST_POINTS = 3
"""Points found first, of which one may follow the claims that don't cite it."""
MAX_STRETCHES = 2
MAX_EVENTS = 2
"""Events told beside what came of a claim, where it is asked what came later."""


def compose(material: Material) -> Draft:
    """Sentences that answer from the material, within about `WORDS` words."""
    draft = Draft(passages=dict(material.cited))
    asks = material.question.asks
    if material.question.unsaid and material.article:
        _add(draft, unsaid(material.question.unsaid))
    if asks in (*OVERVIEWS, "about-article") and not material.article:
        _add(draft, not_yet(material))
    elif asks == "about-article":
        draft.sentences += about_article(material)
    elif asks in OVERVIEWS:
        (_in_short if asks == "in-short" else _overview)(material, draft)
    elif asks in ("course", "now") and material.events:
        for event in material.events:
            _add(draft, event_sentence(event, material, "lead"))
    elif material.claims:
        _on_claims(material, draft)
    else:
        _without_claims(material, draft)
    return draft


def _on_claims(material: Material, draft: Draft) -> None:
    """What answers directly, and the leading claims; else a point behind them."""
    if material.question.factual:
        _points(material, draft, MAX_FACTS)
    elif material.question.asks not in LATER:
        _direct_point(material, draft)
    for claim in material.claims[:MAX_CLAIMS]:
        _claim(claim, material, draft)
    if all(sentence.claims for sentence in draft.sentences):
        _nearest_point(material, draft)


def _without_claims(material: Material, draft: Draft) -> None:
    """What the article or the timeline says on it, where that is asked; then points."""
    if material.question.asks == "article":
        _article_stretches(material, draft)
    if material.question.asks == "later" and material.answers:
        _events_since(material, draft)
    _points(material, draft, MAX_POINTS)


def _overview(material: Material, draft: Draft) -> None:
    """The article's words for each claim of a list, with what became of it or, where
    nothing did, what is held on it; as many as there is room for.
    """
    for claim in material.claims:
        said = article_says(claim, material)
        foretold = material.question.asks == "predictions"
        held = (later_sentence if foretold else summary_sentence)(claim, material)
        if draft.sentences and held and draft.words() + len(held.text.split()) > WORDS:
            return
        _add(draft, said)
        _add(draft, held)


def _in_short(material: Material, draft: Draft) -> None:
    """The article's main claims in its own words, each with its status."""
    for claim in material.claims:
        if said := article_says(claim, material):
            status = claim.status.replace("-", " ")
            _add(draft, replace(said, text=f"{said.text} ({status})"))


def _article_stretches(material: Material, draft: Draft) -> None:
    """What the article itself says that comes nearest, in its own words."""
    for passage in material.article_hits[:MAX_STRETCHES]:
        span = nearest_sentence(passage, material.question.search)
        text = f"The article says: “{passage.text[span.start : span.end]}”"
        _add(draft, DraftSentence(text, "quotation", "article", (span,)))


def _claim(claim: Claim, material: Material, draft: Draft) -> None:
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
        _add(draft, later)
        _events_since(material, draft, claim)
    _add(draft, article_says(claim, material))
    if early and not asked_later:
        _add(draft, early)
    leads = claim.status != "contested" and not early
    if leads:
        _add(draft, summary)
    told = {key for sentence in draft.sentences for key in _whole(sentence)}
    if summary and leads:
        told |= {span.passage_id for span in summary.evidence}
    ending = _ending(None if leads else summary, None if early else later)
    alone = len(material.claims) == 1
    kept = sum(_length(sentence) for sentence in ending) if alone else 0
    _sides(claim, material, draft, told, limit - kept)
    for sentence in ending:
        if alone or draft.words() + _length(sentence) <= limit:
            _add(draft, sentence)
    _add(draft, missing_sentence(claim, material))


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
        if told.issuperset(position.evidence):
            continue
        if due or draft.words() + _length(position) <= limit:
            _add(draft, position_sentence(claim, position, material))


def _whole(sentence: DraftSentence) -> list[str]:
    """The point that a sentence tells as it stands, outside any claim."""
    told = sentence.voice == "attributed" and not sentence.claims
    return [span.passage_id for span in sentence.evidence] if told else []


def _ending(
    summary: DraftSentence | None, later: DraftSentence | None
) -> list[DraftSentence]:
    """What sums up, and what came later."""
    summed_up = replace(summary, part="sum") if summary else None
    return [sentence for sentence in (summed_up, later) if sentence]


def _events_since(material: Material, draft: Draft, claim: Claim | None = None) -> None:
    """Of the events bearing on the claim, in their order, those that rest on the points
    found first, or else share most words; without a claim, only the former.
    """
    asked = set(stems(material.question.search))
    near = [
        (not _found(event, material), -len(asked & set(stems(event.text))), event)
        for event in material.events
        if (claim.id in event.claims if claim else _found(event, material))
    ]
    chosen = sorted(near, key=lambda row: (*row[:2], row[2].date))[:MAX_EVENTS]
    for _, _, event in sorted(chosen, key=lambda row: row[2].date):
        if not same(event.text, " ".join(told.text for told in draft.sentences)):
            _add(draft, event_sentence(event, material, "later"))


def _found(event: Event, material: Material) -> bool:
    return any(point in material.relevance for point in event.evidence)


def _length(told: Position | DraftSentence) -> int:
    return len(told.text.split())


def _points(material: Material, draft: Draft, most: int) -> None:
    """The best points, attributed as they stand; a gap first where none answers."""
    if not material.answers and not draft.sentences:
        _add(draft, DraftSentence(gap_text(material), "gap", "lead"))
    for passage in material.passages:
        if len(draft.sentences) >= most or draft.words() > WORDS // 2:
            break
        _point(passage, draft)


def _direct_point(material: Material, draft: Draft) -> None:
    """The point found first, where it speaks of something asked that few points do and
    the article's own claim doesn't. In a dispute a main party goes first only where the
    question names it alone.
    """
    claim, settings = material.claims[0], material.register.settings
    claimed = (claim.statement, *(place.quote for place in claim.places))
    asked = material.rare.difference(*map(stems, claimed))
    first = material.passages[0] if material.passages else None
    if not first or not asked.intersection(stems(first.text)):
        return
    side = claim.contested and first.party in settings.main_parties()
    text = material.question.standalone
    if not side or asked_alone(str(first.party), settings, text):
        _point(first, draft)


def _nearest_point(material: Material, draft: Draft) -> None:
    """The first point found that the claims didn't cite, while there is room."""
    cited = {span.passage_id for s in draft.sentences for span in s.evidence}
    for passage in material.passages[:NEAREST_POINTS]:
        short = draft.words() + len(passage.text.split()) <= WORDS
        if passage.passage_id not in cited and short and _point(passage, draft):
            return


def _point(passage: Passage, draft: Draft) -> bool:
    """Add a point as it stands, attributed; False where it would say nothing new.

    What in it addresses a reader or a machine ends it: it may have been slipped in.
    """
    end = 0
    for start, stop in passage.sentences:
        if instructs(passage.text[start:stop]):
            break
        end = stop
    text = passage.text[:end]
    if not text or any(same(text, sentence.text) for sentence in draft.sentences):
        return False
    draft.passages[passage.passage_id] = passage
    part: PartName = "observers" if draft.sentences else "lead"
    span = (Span(passage.passage_id, 0, end),)
    _add(draft, DraftSentence(text, "attributed", part, span, passage.speaker))
    return True


def _add(draft: Draft, sentence: DraftSentence | None) -> None:
    if sentence:
        draft.sentences.append(sentence)
