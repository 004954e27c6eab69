"""From question to answer, in the order in which it happens."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.answer import (
    Answer,
    ComposerInfo,
    IndexInfo,
    Refusal,
    RefusalReason,
    Timings,
)
from app.composing import Material, compose, known_article
from app.drafting import Span
from app.flagging import flag
from app.refusing import Decision, Support, decide, message, would_help
from app.understanding import Question, Reader
from app.verifying import Numbering, verified
from index.claims import Claim
from index.embedding import MiniLmEmbedding, packaged_embedding
from index.generations import Generation, Store
from index.lexicon import stems
from index.matching import ClaimMatch, Logistic, Matcher, calibration, fitted
from index.retrieving import Hit, retrieve
from index.settings import Settings
from index.sources import Passage
from index.supporting import support_features
from index.voice import Voice

_SUPPORT_DEPTH = 5
_POINT_DEPTH = 8
_NEAREST = 3
_FOLLOW_UPS = 3


@dataclass(frozen=True, slots=True)
class Findings:
    """What was understood, retrieved and matched before anything is composed."""

    question: Question
    generation: Generation
    hits: list[Hit]
    article_hits: list[Hit]
    matches: list[ClaimMatch]
    top: list[Passage]
    support: float
    decision: Decision
    timings: dict[str, float]


class _Desk:
    """What is prepared once for a generation and used for every question to it."""

    def __init__(self, generation: Generation, embedding: MiniLmEmbedding) -> None:
        self.generation = generation
        self.reader = Reader(generation, embedding.known_words)
        self.matcher = Matcher(generation)
        self.voice = Voice(generation.register)
        of_article = (key for key in generation.parties if key.startswith("article#"))
        self.article = list(generation.passages(of_article).values())


class Answerer:
    """Answers questions; models, index and everything prepared are opened once."""

    def __init__(self, store: Store, embedding: MiniLmEmbedding) -> None:
        self._store = store
        self._embedding = embedding
        self._desk: _Desk | None = None
        self._on_topic: Logistic = fitted("on_topic")
        self._answerable: Logistic = fitted("answerable")
        numbers = calibration()
        self._thresholds = {
            "lead": numbers["claims"]["lead"],
            "touch": numbers["claims"]["touch"],
            "on_topic": numbers["on_topic"]["refuse"],
            "answerable": numbers["answerable"]["partial"],
        }

    @classmethod
    def open(cls, settings: Settings) -> Answerer:
        """Open index and model; raises CounterpointError where neither serves."""
        answerer = cls(Store(settings.index), packaged_embedding())
        answerer.generation()
        return answerer

    def generation(self) -> Generation:
        """The active generation, read afresh."""
        return self._ready().generation

    def answer(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Answer:
        """Answer a question, from one generation throughout."""
        started = time.perf_counter()
        desk = self._ready()
        findings = self._consider(desk, question, history, as_of)
        if findings.decision == "answer" or findings.decision == "partial":
            answer = self._answered(desk, findings)
        else:
            answer = self._refused(findings, findings.decision)
        total = (time.perf_counter() - started) * 1000
        spent = findings.timings
        timings = Timings(
            **spent,
            compose=round(total - sum(spent.values()), 3),
            total=round(total, 3),
        )
        return answer.model_copy(update={"timings_ms": timings})

    def consider(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Findings:
        """What `answer` finds before it composes."""
        return self._consider(self._ready(), question, history, as_of)

    def _ready(self) -> _Desk:
        generation = self._store.active(self._embedding)
        desk = self._desk
        if desk is None or desk.generation.id != generation.id:
            desk = self._desk = _Desk(generation, self._embedding)
        return desk

    def _consider(
        self, desk: _Desk, text: str, history: Sequence[str], as_of: str | None
    ) -> Findings:
        """understand → retrieve passages, match claims → enough evidence?"""
        clock = _Clock()
        question = desk.reader.understand(text, history, as_of)
        vector = self._embedding.vectors([question.search])[0]
        clock.lap("understand")
        ranked = retrieve(desk.generation, vector, question.search)
        perspectives = desk.generation.parties
        hits = [hit for hit in ranked if perspectives[hit.passage_id][1] != "article"]
        article_hits = [
            hit for hit in ranked if perspectives[hit.passage_id][1] == "article"
        ]
        top = self._known(desk, hits, as_of)
        clock.lap("retrieve")
        matches = desk.matcher.match(vector, stems(question.search), hits)
        decision, support = self._decide(desk, question, hits, top, matches)
        clock.lap("match")
        return Findings(
            question, desk.generation, hits, article_hits, matches, top, support,
            decision, clock.laps,
        )  # fmt: skip

    def _known(
        self, desk: _Desk, hits: Sequence[Hit], day: str | None
    ) -> list[Passage]:
        """The best passages that were known by the day."""
        wanted = [
            hit.passage_id for hit in hits[: _POINT_DEPTH if day is None else None]
        ]
        found = desk.generation.passages(wanted).values()
        return [passage for passage in found if passage.known_by(day)][:_POINT_DEPTH]

    def _decide(
        self,
        desk: _Desk,
        question: Question,
        hits: Sequence[Hit],
        top: Sequence[Passage],
        matches: Sequence[ClaimMatch],
    ) -> tuple[Decision, float]:
        texts = [passage.text for passage in top[:_SUPPORT_DEPTH]]
        features = support_features(
            question.search, desk.generation.lexicon, hits, texts
        )
        answerable = float(self._answerable.probability(features)[0])
        support = Support(
            on_topic=float(self._on_topic.probability(features)[0]),
            answerable=answerable,
            lead=matches[0].score,
            touch=self._thresholds["touch"],
        )
        languages = desk.generation.register.settings.languages
        return decide(question, languages, support, self._thresholds), answerable

    def _answered(self, desk: _Desk, findings: Findings) -> Answer:
        """flags → compose → check every sentence → Answer"""
        question, register = findings.question, desk.generation.register
        flagged = self._flagged(desk, findings)
        claims = [claim for claim, _ in flagged]
        evidence = {key for claim in claims for key in claim.evidence()}
        cited = desk.generation.passages(sorted(evidence))
        article = desk.article if known_article(register, question.as_of) else []
        cited |= {passage.passage_id: passage for passage in article}
        leading = [
            claim for claim, match in flagged if match.score >= self._thresholds["lead"]
        ]
        draft = compose(
            Material(
                question=question,
                register=register,
                claims=[] if question.factual else leading,
                passages=findings.top,
                cited=cited,
                article=article,
                answers=findings.decision == "answer",
            )
        )
        numbering = Numbering(draft.passages)
        sentences, dropped = verified(draft, desk.voice, numbering)
        flags = tuple(
            flag(claim, match, question.as_of, draft.passages, numbering.number)
            for claim, match in flagged
        )
        citations = numbering.citations()
        heard = {
            c.passage_id: c.perspective for c in citations if c.perspective != "article"
        }
        perspectives = {
            name: list(heard.values()).count(name)
            for name in dict.fromkeys(heard.values())
        }
        return self._blank(findings, "answered").model_copy(
            update={
                "sentences": tuple(sentences),
                "citations": citations,
                "flags": flags,
                "perspectives": perspectives,
                "follow_ups": self._follow_ups(findings, {c.id for c in claims}),
                "composer": ComposerInfo(dropped_sentences=dropped),
            }
        )

    def _flagged(
        self, desk: _Desk, findings: Findings
    ) -> list[tuple[Claim, ClaimMatch]]:
        """The claims whose probability is high enough to say that they are touched."""
        register = desk.generation.register
        return [
            (register.claim(match.claim_id), match)
            for match in findings.matches
            if match.score >= self._thresholds["touch"]
        ][: _FOLLOW_UPS + 1]

    def _refused(self, findings: Findings, reason: RefusalReason) -> Answer:
        register = findings.generation.register
        unrelated = reason in ("off-topic", "not-allowed")
        near = [] if unrelated else findings.top[:_NEAREST]
        numbering = Numbering({passage.passage_id: passage for passage in near})
        refusal = Refusal(
            reason=reason,
            message=message(reason, findings.question, register),
            nearest=tuple(numbering.number(Span(p.passage_id)) for p in near),
            would_help=would_help(reason, register),
        )
        return self._blank(findings, "refused").model_copy(
            update={
                "refusal": refusal,
                "citations": numbering.citations(),
                "follow_ups": self._follow_ups(findings, set()),
            }
        )

    def _blank(
        self, findings: Findings, outcome: Literal["answered", "refused"]
    ) -> Answer:
        """What every answer carries, refused or not."""
        question, generation = findings.question, findings.generation
        return Answer(
            question=question.text,
            standalone_question=question.standalone,
            as_of=question.as_of,
            language=question.language,
            outcome=outcome,
            index=IndexInfo(
                generation=generation.id,
                corpus_sha256=generation.manifest["corpus_sha256"],
            ),
        )

    def _follow_ups(self, findings: Findings, shown: set[str]) -> tuple[str, ...]:
        """Questions on the claims that come next to those shown."""
        register = findings.generation.register
        near = (match.claim_id for match in findings.matches)
        more = [claim_id for claim_id in near if claim_id not in shown][:_FOLLOW_UPS]
        return tuple(register.claim(claim_id).asked_as[0] for claim_id in more)


class _Clock:
    """Milliseconds since the last lap, by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._at = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Note the time a stage took."""
        now = time.perf_counter()
        self.laps[stage] = round((now - self._at) * 1000, 3)
        self._at = now
