"""What there is on a turn of a conversation: on its text, on the turns that it goes on
from, and on each of several questions in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.finding import Desk, Findings
from app.judging import Judge
from app.parting import parts
from app.question import Question
from app.question_kinds import ON_ALL, OVERVIEWS
from app.question_traits import on_service
from app.refusing import Decision
from app.stopwatch import Stopwatch
from index.embedding import Embedding
from index.lexicon import stems
from index.sources import Passage

SURELY_ELSEWHERE = 0.01
"""Below which probability of being on the subject a turn doesn't go on from those
before it; chosen on questions of our own, as the set has none of the kind.
"""
ANSWERED: frozenset[Decision] = frozenset({"answer", "partial"})
WHOLE = OVERVIEWS | ON_ALL | {"about-article"}
"""Kinds of questions that are answered as a whole, whatever else is asked."""
NEAREST = 5
"""Written questions among which one like a part of the reader's is looked for, and
points found that show which part that is.
"""
SURELY_ASKED = 0.75
"""How near one of several questions must come to one that a point answers for that
point to be told; chosen on `tune`.
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a conversation, with what it takes to find what there is on it."""

    desk: Desk
    embedding: Embedding
    judge: Judge
    text: str
    history: Sequence[str]
    as_of: str | None
    clock: Stopwatch = field(default_factory=Stopwatch)

    def considered(self) -> Findings:
        """understand → retrieve passages · match claims → enough evidence?"""
        found = self._found(self._understood(self.text, self.history))
        if self.history and found.decision == "off-topic" and not on_service(self.text):
            found = self._carried(found)
        return replace(found, parts=tuple(self._answers(found)))

    def _understood(
        self, text: str, history: Sequence[str] = (), *, joined: bool = False
    ) -> Question:
        return self.desk.reader.understand(text, history, self.as_of, joined=joined)

    def _found(self, question: Question) -> Findings:
        return self.desk.considered(question, self.embedding, self.judge, self.clock)

    def _carried(self, found: Findings) -> Findings:
        """What is found for a turn that seems to be about something else, where it goes
        on from turns that aren't, unless it surely is by itself.
        """
        question = found.question
        on = question.goes_on
        alone = self._found(self._understood(question.text)) if on else found
        if alone.support.on_topic < SURELY_ELSEWHERE:
            return found
        if not on:
            joined = self._understood(self.text, self.history, joined=True)
            return self._found(joined)
        before = self._found(self._understood(question.subject))
        carried = before.decision in ANSWERED
        return replace(found, decision="partial") if carried else found

    def _answers(self, found: Findings) -> Iterator[Passage | None]:
        """For each of several questions asked the point that surely answers it, where
        one is looked for: for that on which least was found; for all if they seem not
        to be answered together, provided that one seems to be by itself.
        """
        asked = parts(found.question.text) if found.decision in ANSWERED else []
        if len(asked) < 2 or found.question.asks in WHOLE:
            return
        together = found.decision == "answer"
        shares = [self._share_found(found, text) for text in asked]
        least = max(range(len(asked)), key=lambda n: (-shares[n], n))
        for n, text in enumerate(asked):
            if together and n != least:
                yield None
                continue
            question = self._understood(text, [*self.history, *asked[:n]])
            alone = together or self._found(question).decision == "answer"
            yield self._surely_answering(question) if alone else None
        self.clock.lap("retrieve")

    def _share_found(self, found: Findings, text: str) -> float:
        """The share of a text's words, by rarity, that the points found first hold."""
        rarity = found.generation.lexicon.rarity
        points = (" ".join((p.text, *p.asked_as)) for p in found.top[:NEAREST])
        held = set(stems(" ".join(points)))
        weights = {stem: rarity(stem) for stem in stems(text)}
        kept = sum(weight for stem, weight in weights.items() if stem in held)
        return kept / max(sum(weights.values()), 1.0)

    def _surely_answering(self, question: Question) -> Passage | None:
        """The point that answers the written question nearest to one, if that is near,
        no nearer one is known to be without an answer, and the day knew the point.
        """
        generation = self.desk.generation
        vector = self.embedding.one(question.search)
        near = generation.questions(vector, NEAREST)
        least = max(SURELY_ASKED, *near.unanswered, 0.0)
        sure = [key for key, cosine in near.answered.items() if cosine >= least]
        known = generation.passages(sure).values()
        return next((p for p in known if p.known_by(self.as_of)), None)
