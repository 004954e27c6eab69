"""The extractive composer: claims first, then the sides, observers, what came later.

It writes no sentence of its own but the short frames around quotations and gaps; the
rest is lifted from the register and the points, with who says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.drafting import Draft, DraftSentence, PartName, Span
from app.instructing import instructs
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
MIN_VOICES = 3
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


def compose(material: Material) -> Draft:
    """Sentences that answer from the material, within about `WORDS` words."""
    draft = Draft(passages=dict(material.cited))
    asks = material.question.asks
    if asks == "about-article":
        _about_article(material, draft)
    elif asks == "predictions":
        _predictions(material, draft)
    elif material.claims:
        for claim in material.claims[:MAX_CLAIMS]:
            _claim(claim, material, draft)
    else:
        if asks == "article":
            _article_stretches(material, draft)
        _points(material, draft)
    return draft


def _predictions(material: Material, draft: Draft) -> None:
    """The article's predictions, each with its outcome as far as it is known."""
    for claim in material.claims:
        _add(draft, article_says(claim, material))
        _add(draft, later_sentence(claim, material))


def _article_stretches(material: Material, draft: Draft) -> None:
    """What the article itself says that comes nearest, in its own words."""
    for passage in material.article_hits[:MAX_STRETCHES]:
        span = nearest_sentence(passage, material.question.search)
        text = f"The article says: “{passage.text[span.start : span.end]}”"
        _add(draft, DraftSentence(text, "quotation", "article", (span,)))


def _claim(claim: Claim, material: Material, draft: Draft) -> None:
    """One claim: the article's words, the summary, the sides, what came later."""
    share = WORDS // min(len(material.claims), MAX_CLAIMS)
    limit = draft.words() + share
    later = later_sentence(claim, material)
    if material.question.asks == "later":
        _add(draft, later)
    _add(draft, article_says(claim, material))
    _add(draft, summary_sentence(claim, material))
    room = limit - (len(later.text.split()) if later else 0)
    for position in ordered(claim.positions, material):
        long = draft.words() + len(position.text.split()) > room
        if long and _heard(claim, position, draft, material):
            continue
        _add(draft, position_sentence(claim, position, material))
    if material.question.asks != "later":
        _add(draft, later)
    _add(draft, missing_sentence(claim, material))


def article_says(claim: Claim, material: Material) -> DraftSentence | None:
    """The article's own words for the claim, from the first place that makes it."""
    place = claim.places[0]
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
    spans = _spans(claim.summary_evidence, material, claim.summary)
    if not spans or not claim.summary:
        return None
    return DraftSentence(claim.summary, "system", "lead", spans, claims=(claim.id,))


def ordered(positions: Sequence[Position], material: Material) -> list[Position]:
    """Main parties first, then parties the question names, then the rest, by turns."""
    main = material.register.settings.main_parties()
    named = {
        party.name
        for party in material.register.settings.parties
        if any(
            form.lower() in material.question.standalone.lower()
            for form in (party.name, *party.also)
        )
    }
    turn: dict[str, int] = {}
    ranked = []
    for index, position in enumerate(positions):
        nth = turn[position.party] = turn.get(position.party, -1) + 1
        rank = 0 if position.party in main else 1 if position.party in named else 2
        ranked.append((nth, rank, index, position))
    return [position for *_, position in sorted(ranked, key=lambda row: row[:3])]


def _heard(claim: Claim, position: Position, draft: Draft, material: Material) -> bool:
    """Whether the answer can do without a position: its main party has spoken on the
    claim, or it is another's and three voices have.
    """
    of_claim = [s for s in draft.sentences if s.part in ("sides", "observers")]
    of_claim = [sentence for sentence in of_claim if claim.id in sentence.claims]
    if position.party in material.register.settings.main_parties():
        own = [p.text for p in claim.positions if p.party == position.party]
        return any(sentence.text in own for sentence in of_claim)
    return len(of_claim) >= MIN_VOICES


def position_sentence(
    claim: Claim, position: Position, material: Material
) -> DraftSentence | None:
    """What one party says on the claim, as the register words it."""
    spans = _spans(position.evidence, material, position.text)
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
    spans = _spans(later.evidence, material, later.text) if later else ()
    if not later or not spans:
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


def _points(material: Material, draft: Draft) -> None:
    """The best points, attributed as they stand; a gap first where none answers."""
    if not material.answers:
        _add(draft, DraftSentence(gap_text(material.question), "gap", "lead"))
    for passage in material.passages:
        if len(draft.sentences) >= MAX_POINTS or draft.words() > WORDS // 2:
            break
        if any(_same(passage.text, sentence.text) for sentence in draft.sentences):
            continue
        if any(map(instructs, passage.sentence_texts())):
            continue
        draft.passages[passage.passage_id] = passage
        part: PartName = "observers" if draft.sentences else "lead"
        span = (Span(passage.passage_id, 0, len(passage.text)),)
        _add(
            draft,
            DraftSentence(passage.text, "attributed", part, span, passage.speaker),
        )


def gap_text(question: Question) -> str:
    """What the sources don't give, in words that fit what was asked."""
    wanted = {
        "how-many": "that number",
        "when": "that date or time",
        "where": "that place",
        "who": "that name",
        "why": "that reason",
    }.get(question.asks, "an answer to exactly that")
    return f"Our sources don't give {wanted}; what they do say that comes nearest:"


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


def _spans(ids: Sequence[str], material: Material, text: str) -> tuple[Span, ...]:
    """The sentence of each held, already known passage that comes nearest to a text."""
    spans = []
    for passage_id in ids:
        passage = material.cited.get(passage_id)
        if passage:
            spans.append(nearest_sentence(passage, text))
    return tuple(spans)


def nearest_sentence(passage: Passage, text: str) -> Span:
    """The span of the passage's sentence that shares most words with a text."""
    wanted = set(stems(text))
    start, end = max(
        passage.sentences,
        key=lambda bounds: len(
            wanted & set(stems(passage.text[bounds[0] : bounds[1]]))
        ),
    )
    return Span(passage.passage_id, start, end)


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
