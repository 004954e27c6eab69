"""What there is on a turn of a conversation: on its text, on the turns that it goes on
from, and on each of several questions in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.evidence.finding import Desk, Findings
from app.evidence.judging import Judge
from app.evidence.refusing import Decision
from app.evidence.stopwatch import Stopwatch
from app.question.kinds import AS_A_WHOLE
from app.question.parting import Part, parts
from app.question.question import Question
from index.embedding import Embedding
from index.lexicon import stems
from index.sources import Passage

SURELY_ELSEWHERE = 0.005
"""Below which probability of being on the subject a turn doesn't go on from those
before it; chosen on questions of our own, as the set has none of the kind.
"""
ANSWERED: frozenset[Decision] = frozenset({"answer", "partial"})
NEAREST = 5
"""Written questions among which one like a part of the reader's is looked for, and
points found that show which part that is.
"""
FIRST = 3
"""Points found for all questions of a text among which the first one's may be."""
SURELY_ASKED = 0.75
"""How near one of several questions must come to one that a point answers for that to
answer it surely; chosen on `tune`.
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
        served = found.question.asks == "service"
        if self.history and found.decision == "off-topic" and not served:
            found = self._carried(found)
        return replace(found, parts=tuple(self._parts(found)))

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
            together = self._found(joined)
            return together if together.decision in ANSWERED else found
        before = self._found(self._understood(question.subject))
        carried = before.decision in ANSWERED
        return replace(found, decision="partial") if carried else found

    def _parts(self, found: Findings) -> Iterator[Part]:
        """What there is on each of several questions asked: where they seem to be
        answered together, the point found first for that on which least was found, of
        the first question if that comes near enough; where they don't, for each the
        one that surely answers it.
        """
        asked = parts(found.question.text) if found.decision in ANSWERED else []
        if len(asked) < 2 or found.question.asks in AS_A_WHOLE:
            return
        together = found.decision == "answer"
        least = self._least_found(found, asked) if together else None
        for n, text in enumerate(asked):
            meant = self._understood(text, [*self.history, *asked[:n]])
            if not together:
                yield Part(self._by_itself(meant))
            elif n == least:
                yield self._beside(meant, found, first=n == 0)
            else:
                yield Part(None)
        self.clock.lap("retrieve")

    def _by_itself(self, question: Question) -> Passage | None:
        """The point that surely answers a question which seems to have an answer."""
        point = self._surely_answering(question)
        return point if point and self._alone(question).decision == "answer" else None

    def _beside(self, question: Question, found: Findings, *, first: bool) -> Part:
        """What there is on one of several questions answered together, for which
        `found` was found: of the `first` one a point found for all, to begin with; of
        another one, or where it comes near to that, a point besides these.
        """
        alone = self._alone(question)
        point = next(iter(alone.top), None) if alone.decision == "answer" else None
        near = alone.hits and alone.hits[0].asked >= SURELY_ASKED
        told = point in found.top[:FIRST]
        worth = (told or near) if first else not told
        return Part(point if worth else None, alone.decision == "partial")

    def _alone(self, question: Question) -> Findings:
        """What is found for a question as if it had been put in full."""
        return self._found(self._understood(question.standalone))

    def _least_found(self, found: Findings, asked: Sequence[str]) -> int:
        """Of several questions the last one of those of whose words, by rarity, the
        points found first hold least.
        """
        rarity = found.generation.lexicon.rarity
        points = (" ".join((p.text, *p.asked_as)) for p in found.top[:NEAREST])
        held = set(stems(" ".join(points)))

        def share(text: str) -> float:
            weights = {stem: rarity(stem) for stem in stems(text)}
            kept = sum(weight for stem, weight in weights.items() if stem in held)
            return kept / max(sum(weights.values()), 1.0)

        return max(range(len(asked)), key=lambda n: (-share(asked[n]), n))

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
