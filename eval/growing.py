"""An index of any size: the points at hand, and generated ones in clusters around them.

What is generated can be found and answered from like the rest; it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from llama_index.core.schema import TextNode

from index.generations import Generation
from index.ledgers import Manifest
from index.sources import Passage
from index.store import Store

SPREAD = 0.8
"""Length of the noise on a middle of length 1: cosines near .78."""
WORDS = 45
_BATCH = 1000


def grown(base: Generation, store: Store, points: int, seed: int = 1) -> Manifest:
    """Write a generation of so many points to the store and make it active."""
    name = f"grown-{points}"
    collections = {"passages": f"{name}-passages", "register": f"{name}-register"}
    written = store.write_passages(
        collections["passages"], _batches(base, points, seed)
    )
    store.write_register(
        collections["register"], base.register, base.wordings, base.wording_vectors
    )
    manifest: Manifest = {
        **base.manifest,
        "id": name,
        "counts": {"passages": written, "wordings": len(base.wordings)},
        "collections": collections,
    }
    store.ledger.put(manifest)
    store.ledger.activate(name)
    return manifest


def _batches(base: Generation, points: int, seed: int) -> Iterator[list[TextNode]]:
    vectors = base.vectors()
    evidence = {key for claim in base.register.claims for key in claim.evidence()}
    first = sorted(vectors, key=lambda key: (key not in evidence, key))
    passages = [*base.passages(first[:points]).values()]
    middles = np.stack([vectors[passage.passage_id] for passage in passages])
    for start in range(0, len(passages), _BATCH):
        part = slice(start, start + _BATCH)
        yield _nodes(passages[part], middles[part])
    dice = np.random.default_rng(seed)
    words = np.array(" ".join(passage.text for passage in passages).split())
    for start in range(len(passages), points, _BATCH):
        count = min(_BATCH, points - start)
        of = dice.integers(len(passages), size=count)
        noise = dice.standard_normal((count, middles.shape[1]))
        noise *= SPREAD / np.linalg.norm(noise, axis=1, keepdims=True)
        near = middles[of] + noise
        near /= np.linalg.norm(near, axis=1, keepdims=True)
        drawn = dice.choice(words, (count, WORDS))
        made = [
            _generated(passages[of[row]], start + row, " ".join(drawn[row]))
            for row in range(count)
        ]
        yield _nodes(made, near.astype(np.float32))


def _generated(like: Passage, number: int, text: str) -> Passage:
    return replace(
        like,
        passage_id=f"generated-{number // 10}#p{number % 10}",
        source_id=f"generated-{number // 10}",
        text=text,
        sentences=((0, len(text)),),
        perspective="reference" if like.is_article else like.perspective,
        start=0,
        end=len(text),
    )


def _nodes(passages: list[Passage], vectors: np.ndarray) -> list[TextNode]:
    return [
        TextNode(
            id_=passage.passage_id,
            text=passage.text,
            metadata=passage.metadata(),
            embedding=vector.tolist(),
        )
        for passage, vector in zip(passages, vectors, strict=True)
    ]
