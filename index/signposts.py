"""English questions that show a reader of another language the way to what is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

import numpy as np

from index.corpora import Register
from index.lexicon import Lexicon
from index.likening import Likeness, learnt
from index.sources import Passage
from index.wordings import Wording

OF_CLAIM, OF_TOPIC = 30, 8
"""Wordings of a claim and of a topic that stand as signposts, the first ones. On `tune`
all of a claim's find no more than 30 and take three times as long to embed.
"""
NEAREST = 6
"""Questions of points whose nearness shows whether one is on the subject at all."""
LEADING = 3
"""Claims that a question may mean at once: the rest are those after them."""


@dataclass(frozen=True, slots=True)
class Signpost:
    """An English question, and the claim, topic or point that it asks for."""

    text: str
    kind: Literal["claim", "topic", "point"]
    of: str


def signposts_of(register: Register, passages: Iterable[Passage]) -> list[Signpost]:
    """Those of a register and of the points that answer a question written for them."""

    def every() -> Iterator[Signpost]:
        for claim in register.claims:
            quotes = (place.quote for place in claim.places)
            worded = (claim.statement, *quotes, *claim.asked_as)
            yield from (Signpost(w, "claim", claim.id) for w in worded[:OF_CLAIM])
        for topic in register.topics:
            asked = islice(topic.asked_as, OF_TOPIC)
            yield from (Signpost(text, "topic", topic.id) for text in asked)
        for passage in passages:
            first = islice(passage.asked_as, 1)
            yield from (Signpost(text, "point", passage.passage_id) for text in first)

    return list(every())


class Signposts:
    """A generation's signposts, ready to be compared with a question."""

    def __init__(
        self,
        claim_ids: Sequence[str],
        posts: Sequence[Signpost],
        vectors: np.ndarray,
        lexicon: Lexicon,
    ) -> None:
        """`vectors` (n, d) are unit vectors of the n `posts`."""
        self._claim_ids = claim_ids
        self._lexicon = lexicon
        rows = [row for row, post in enumerate(posts) if post.kind == "claim"]
        self._of_claims = [
            Wording(posts[row].text, posts[row].of, "asked_as") for row in rows
        ]
        self._middle = vectors[rows].mean(axis=0)
        self._claims = self._around(vectors[rows])
        others = [row for row, post in enumerate(posts) if post.kind != "claim"]
        self._others = [posts[row] for row in others]
        self._vectors = vectors[others]
        self._points = vectors[[n for n, p in enumerate(posts) if p.kind == "point"]]

    def nearness(self, vector: np.ndarray) -> float:
        """The mean cosine of a unit vector to the nearest questions of points."""
        return float(np.sort(self._points @ vector)[-NEAREST:].mean())

    def claims(self, vector: np.ndarray) -> list[tuple[str, float]]:
        """Claims, best first, with how far each stands out among all for a question of
        that unit vector: by how many standard deviations of the rest it is more like
        the question than these are.
        """
        cosines = self._claims @ self._around(vector[None])[0]
        likeness = self._likeness.of(cosines, ())[: len(self._claim_ids)]
        order = np.argsort(-likeness, kind="stable")
        rest = likeness[order[min(LEADING, len(order) // 2) :]]
        out = (likeness - rest.mean()) / max(float(rest.std()), 1e-6)
        return [(self._claim_ids[row], float(out[row])) for row in order]

    def others(self, vector: np.ndarray) -> Iterator[Signpost]:
        """Signposts of topics and points, the nearest first."""
        for row in np.argsort(-(self._vectors @ vector), kind="stable"):
            yield self._others[row]

    @cached_property
    def _likeness(self) -> Likeness:
        return learnt(self._claim_ids, self._of_claims, self._claims, self._lexicon)

    def _around(self, vectors: np.ndarray) -> np.ndarray:
        """Unit vectors as seen from the middle of the claims' wordings: the model puts
        all texts into one corner, where they can hardly be told apart.
        """
        seen = vectors - self._middle
        return np.asarray(seen / np.linalg.norm(seen, axis=1, keepdims=True))
