"""The extractive composer: claims first, then the sides, observers, what came later.

It writes no sentence of its own but the short frames around quotations and gaps; the
rest is lifted from the register and the points, with who says it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.drafting import (
    Draft,
    DraftSentence,
    PartName,
    Span,
    nearest_sentence,
    supporting,
)
from app.instructing import instructs
from app.ordering import in_turn
from app.question_kinds import OVERVIEWS
from app.understanding import Question
from index.claims import Claim, Position
from index.corpora import Register
from index.dates import last_day
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
_SAME = 0.6
"""Share of shared stems from which two sentences say the same."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a composer may use: leading claims and passages, best first, by the day.

    `answers` is False where the passages come near without giving what is asked.
    """

    question: Question
    register: Register
    claims: Sequence[Claim]
    passages: Sequence[Passage]
    cited: dict[str, Passage]
    article: Sequence[Passage]
    article_hits: Sequence[Passage] = ()
    answers: bool = True
    relevance: Mapping[str, float] = field(default_factory=dict)
    """Retrieval scores of the passages found, by id; none counts as 0."""


def compose(material: Material) -> Draft:
    """Sentences that answer from the material, within about `WORDS` words."""
    draft = Draft(passages=dict(material.cited))
    asks = material.question.asks
    if asks == "about-article":
        _about_article(material, draft)
    elif asks in OVERVIEWS:
        _overview(material, draft)
    elif material.claims:
        if material.question.factual:
            _points(material, draft, MAX_FACTS)
        for claim in material.claims[:MAX_CLAIMS]:
            _claim(claim, material, draft)
        _nearest_point(material, draft)
    else:
        if asks == "article":
            _article_stretches(material, draft)
        _points(material, draft, MAX_POINTS)
    return draft


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


def _article_stretches(material: Material, draft: Draft) -> None:
    """What the article itself says that comes nearest, in its own words."""
    for passage in material.article_hits[:MAX_STRETCHES]:
        span = nearest_sentence(passage, material.question.search)
        text = f"The article says: “{passage.text[span.start : span.end]}”"
        _add(draft, DraftSentence(text, "quotation", "article", (span,)))


def _claim(claim: Claim, material: Material, draft: Draft) -> None:
    """One claim: the article's words, the sides, observers, what came later.

    The summary sums up a dispute after its sides; where there is none, it leads. What
    came later leads where it is asked for, and follows a prediction at once.
    """
    share = WORDS // min(len(material.claims), MAX_CLAIMS)
    limit = draft.words() + share
    said = article_says(claim, material)
    later = later_sentence(claim, material)
    summary = summary_sentence(claim, material)
    closing = []
    if material.question.asks == "later":
        opening = [later, said]
    elif claim.kind == "prediction":
        opening = [said, later]
    else:
        opening, closing = [said], [later]
    if claim.status != "contested":
        opening.append(summary)
    elif summary:
        closing.insert(0, replace(summary, part="sum"))
    for sentence in opening:
        _add(draft, sentence)
    room = limit - sum(len(sentence.text.split()) for sentence in closing if sentence)
    for position, due in heard_on(claim, material):
        if due or draft.words() + len(position.text.split()) <= room:
            _add(draft, position_sentence(claim, position, material))
    for sentence in closing:
        _add(draft, sentence)
    _add(draft, missing_sentence(claim, material))


def article_says(claim: Claim, material: Material) -> DraftSentence | None:
    """The article's own words for the claim, from the place nearest to the question."""
    asked = set(stems(material.question.search))
    place = max(claim.places, key=lambda place: len(asked & set(stems(place.quote))))
    for passage in material.article:
        if passage.start <= place.start < passage.end:
            start = place.start - passage.start
            span = Span(passage.passage_id, start, start + len(place.quote))
            text = f"The article says: “{place.quote}”"
            return DraftSentence(
                text, "quotation", "article", (span,), claims=(claim.id,)
            )
    return None


def summary_sentence(claim: Claim, material: Material) -> DraftSentence | None:
    """The claim's summary, where its evidence was known by the day."""
    sides = {point for position in claim.positions for point in position.evidence}
    spans = supporting(claim.summary, claim.summary_evidence, material.cited, sides)
    if not spans or not claim.summary:
        return None
    return DraftSentence(claim.summary, "system", "lead", spans, claims=(claim.id,))


def heard_on(claim: Claim, material: Material) -> list[tuple[Position, bool]]:
    """The claim's positions by turns, each with whether it mustn't be left out."""
    question = material.question
    settings = material.register.settings
    return in_turn(claim.positions, settings, question.standalone, material.relevance)


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


def missing_sentence(claim: Claim, material: Material) -> DraftSentence | None:
    """Which parties concerned by the claim no source is held from."""
    heard = {position.party for position in claim.positions}
    silent = [party for party in claim.concerns if party not in heard]
    if not silent:
        return None
    text = f"We hold no source from {_listed(silent)} on this."
    return DraftSentence(text, "gap", "gap", claims=(claim.id,))


def _points(material: Material, draft: Draft, most: int) -> None:
    """The best points, attributed as they stand; a gap first where none answers."""
    if not material.answers:
        _add(draft, DraftSentence(gap_text(material.question), "gap", "lead"))
    for passage in material.passages:
        if len(draft.sentences) >= most or draft.words() > WORDS // 2:
            break
        _point(passage, draft)


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
    if not text or any(_same(text, sentence.text) for sentence in draft.sentences):
        return False
    draft.passages[passage.passage_id] = passage
    part: PartName = "observers" if draft.sentences else "lead"
    span = (Span(passage.passage_id, 0, end),)
    _add(draft, DraftSentence(text, "attributed", part, span, passage.speaker))
    return True


def gap_text(question: Question) -> str:
    """What the sources don't give, in words that fit what was asked."""
    wanted = {
        "how-many": "that number",
        "when": "that date or time",
        "where": "that place",
        "who": "that name",
        "why": "that reason",
    }.get(question.asks, "an answer to exactly that")
    return f"Our sources don't seem to give {wanted}; what comes nearest:"


def _about_article(material: Material, draft: Draft) -> None:
    """What is and isn't known about the article itself."""
    article = material.register.article
    span = (Span(material.article[0].passage_id),) if material.article else ()
    author = (
        f"its author is given as {article.author}"
        if article.author
        else "it names no author"
    )
    dated = (
        f"it is dated {article.published}"
        if article.published
        else "it carries no date"
    )
    texts = [
        f"The article stands at {article.publisher}; in the copy read there, {author} "
        f"and {dated}.",
        article.inferred_reason,
        *article.notes,
    ]
    for text in texts:
        _add(draft, DraftSentence(text, "system", "lead", span))


def known_article(register: Register, day: str | None) -> bool:
    """Whether the article can have been read by the day."""
    return day is None or last_day(register.settings.article_date) <= day


def _same(one: str, other: str) -> bool:
    first, second = set(stems(one)), set(stems(other))
    return len(first & second) >= _SAME * max(1, min(len(first), len(second)))


def _listed(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _add(draft: Draft, sentence: DraftSentence | None) -> None:
    if sentence:
        draft.sentences.append(sentence)
