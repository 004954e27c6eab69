"""What a reader whose language isn't answered is shown the way to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.generations import Generation
from index.matching import ClaimMatch
from index.multilingual import MultilingualEmbedding, multilingual
from index.signposts import Signpost, Signposts
from index.sources import Passage

CLOSEST, QUESTIONS = 2, 3
"""How many claims, and questions in all, a reader is shown."""
CLOSE, NEARLY = 3.5, 0.5
"""How far a claim must stand out among all to be close, and at which share of the
closest one's another is too. Chosen on `tune`: of the questions there that a claim is
on 34 of 41 are shown one of those meant, and of the others 12 of 22 are shown any.
"""
ON_SUBJECT = 0.788
"""Below which nearness to the questions of points nothing is close, and the article's
main claims are offered; of those of `tune` that are about something else 4 of 9 come
less near, of the others none.
"""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What comes closest to a question in a language that isn't answered."""

    claims: tuple[ClaimMatch, ...]
    """The article's claims, the closest first."""
    questions: tuple[str, ...]
    """English questions that can be answered: on those claims, then on what else comes
    close.
    """
    passages: tuple[Passage, ...]
    """Points that those questions are on besides the claims."""


class Guide:
    """Shows the way in one generation by its signposts."""

    def __init__(
        self,
        generation: Generation,
        embedding: MultilingualEmbedding,
        posts: Signposts,
    ) -> None:
        self._generation = generation
        self._register = generation.register
        self._embedding = embedding
        self._posts = posts

    @classmethod
    def of(cls, generation: Generation) -> Guide | None:
        """One for a generation; None where it has no signposts, or by another model."""
        embedding = multilingual()
        held = generation.manifest.get("multilingual")
        if embedding is None or held != embedding.fingerprint:
            return None
        posts, vectors = generation.signposts()
        claim_ids = [claim.id for claim in generation.register.claims]
        ready = Signposts(claim_ids, posts, vectors, generation.lexicon)
        return cls(generation, embedding, ready)

    def guidance(self, text: str, as_of: str | None) -> Guidance:
        """What comes closest to a question; of claims nothing before the article was
        written.
        """
        vector = self._embedding.one(text)
        questioned = self._generation.questioned
        if questioned and self._posts.nearness(vector) < ON_SUBJECT:
            main = (c.asked_as[0] for c in self._register.claims if c.main)
            return Guidance((), tuple(islice(main, QUESTIONS)), ())
        standing = self._posts.claims(vector)
        close = self._close(standing) if self._register.written_by(as_of) else []
        others = [*islice(self._others(self._posts.others(vector), as_of), QUESTIONS)]
        asked = [self._register.claim(match.claim_id).asked_as[0] for match in close]
        asked += [text for text, _ in others]
        points = tuple(point for _, point in others)
        return Guidance(tuple(close), tuple(asked[:QUESTIONS]), points)

    def _close(self, standing: Sequence[tuple[str, float]]) -> list[ClaimMatch]:
        """Of the claims, best first, those that are close."""
        least = max(CLOSE, NEARLY * standing[0][1])
        return [
            ClaimMatch(claim_id, out, "question")
            for claim_id, out in standing[:CLOSEST]
            if out >= least
        ]

    def _others(
        self, posts: Iterator[Signpost], as_of: str | None
    ) -> Iterator[tuple[str, Passage]]:
        """Questions on topics and points with a point that was known by the day, the
        nearest first, one a topic and a source.
        """
        topics = {topic.id: topic for topic in self._register.topics}
        seen = set()
        for post in posts:
            topic = topics.get(post.of)
            keys = (topic.core or topic.points) if topic else (post.of,)
            held = self._generation.passages(keys).values()
            point = next((p for p in held if p.known_by(as_of)), None)
            about = topic.id if topic else point and point.source_id
            if point and about not in seen:
                seen.add(about)
                yield (topic.question if topic else post.text), point
