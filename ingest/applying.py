"""A corpus becomes the active generation: staged, checked, switched in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.corpora import Register
from index.embedding import Embedding
from index.errors import CorpusError, StoreError, WrongModel
from index.ledgers import Manifest
from index.settings import Settings
from index.store import Store
from ingest.checking import check, located
from ingest.hashing import corpus_sha256, inputs, key
from ingest.locking import died, writer
from ingest.reading import Corpus, one_sentence, require_corpus
from ingest.staging import Progress, stage
from ingest.vectors import forget, remembered

KEPT = 3
"""Generations kept besides any younger than a day."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What `apply` did: the active generation, and how many texts were embedded."""

    generation: str
    changed: bool
    embedded: int
    reused: int
    counts: dict[str, int]


def apply(
    settings: Settings, embedding: Embedding, progress: Progress | None = None
) -> Applied:
    """Make the corpus the active generation; nothing is done where nothing changed.

    Raises CorpusError with the active generation untouched when the corpus is wrong,
    StoreError when the index can't be written or another process is writing it.
    """
    store = Store.of(settings)
    wanted = key(corpus_sha256(inputs(settings.corpus)), embedding)
    whole = same_build(store, wanted)
    left = died(settings.state) or remembered(settings.state)
    if whole and whole["id"] == active_id(store) and not left:
        return _unchanged(whole)
    checked = None if whole else checked_corpus(settings.corpus)
    with writer(settings.state):
        sweep(store)
        whole = same_build(store, wanted)
        embedded = 0
        if whole is None:
            checked = checked or checked_corpus(settings.corpus)
            staged = stage(settings, store, *checked, embedding, progress)
            whole, embedded = staged.manifest, staged.embedded
        before = active_id(store)
        changed = whole["id"] != before
        if changed:
            activate(store, whole)
            drop_staged(store)
            prune(store, read=before)
        forget(settings.state)
    counts = whole["counts"]
    reused = sum(counts.values()) - embedded
    return Applied(whole["id"], changed, embedded, reused, counts)


def _unchanged(manifest: Manifest) -> Applied:
    counts = manifest["counts"]
    return Applied(manifest["id"], False, 0, sum(counts.values()), counts)


def checked_corpus(folder: Path) -> tuple[Corpus, Register]:
    """The corpus and its register with quotes located; raises CorpusError."""
    corpus = require_corpus(folder)
    register, problems = located(corpus.register)
    problems += check(corpus)
    if problems:
        raise CorpusError(one_sentence(problems))
    return corpus, register


def active_id(store: Store) -> str | None:
    """The active generation; none where the pointer is broken, so that it is mended."""
    try:
        return store.ledger.active()
    except StoreError:
        return None


def same_build(store: Store, wanted: str) -> Manifest | None:
    """A generation that is what the build would give, whole and readable, if any."""
    active = active_id(store)
    same = [m for m in store.ledger.manifests().values() if m["key"] == wanted]
    for manifest in sorted(same, key=lambda m: m["id"] == active, reverse=True):
        if _whole(store, manifest):
            return manifest
    return None


def _whole(store: Store, manifest: Manifest) -> bool:
    try:
        return store.read(manifest).complete()
    except StoreError:
        return False


def activate(store: Store, manifest: Manifest) -> None:
    """Make a checked generation the active one, in one step."""
    if manifest.get("staged"):
        store.ledger.put({**manifest, "staged": False})
    store.ledger.activate(manifest["id"])


def rollback(
    settings: Settings, embedding: Embedding, generation: str | None = None
) -> str:
    """Make an earlier generation the active one: the one before, or the one named.

    Raises StoreError where there is none or it can't be read.
    """
    store = Store.of(settings)
    with writer(settings.state):
        kept = {
            k: m for k, m in store.ledger.manifests().items() if not m.get("staged")
        }
        active = active_id(store)
        earlier = [key for key in kept if active is None or key < active]
        target = generation or (earlier[-1] if earlier else None)
        if target is None or target not in kept:
            raise StoreError(
                f"there is no generation {target!r} to go back to: choose one of "
                f"{', '.join(kept) or 'none'}."
                if target
                else f"nothing came before {active!r}: choose a generation from "
                "`python -m ingest generations`."
            )
        manifest = kept[target]
        if manifest["embedding"] != embedding.fingerprint:
            raise WrongModel(
                f"{target!r} was built with the embedding model "
                f"{manifest['embedding']['name']!r}: set that model before going back."
            )
        if not _whole(store, manifest):
            raise StoreError(
                f"{target!r} isn't whole any more: choose another from "
                "`python -m ingest generations`."
            )
        activate(store, manifest)
    return target


def sweep(store: Store) -> None:
    """Remove collections that an interrupted build left behind."""
    kept = {
        name
        for manifest in store.ledger.manifests().values()
        for name in manifest["collections"].values()
    }
    active = active_id(store)
    for name in store.collections() - kept:
        if active is None or not name.startswith(active):
            store.drop_collection(name)


def prune_all(settings: Settings) -> list[str]:
    """Drop old generations, staged ones and whatever was left behind."""
    store = Store.of(settings)
    with writer(settings.state):
        sweep(store)
        return drop_staged(store) + prune(store)


def prune(store: Store, read: str | None = None) -> list[str]:
    """Drop generations beyond the last three that are older than a day.

    Neither the active one goes nor `read`, which was so until now: readers answer
    from it while they prepare the next.
    """
    manifests = store.ledger.manifests()
    active = active_id(store)
    now = datetime.now(UTC)
    dropped = []
    for generation, manifest in list(manifests.items())[:-KEPT]:
        age = now - datetime.fromisoformat(manifest["created"])
        if generation in (active, read) or age.days < 1:
            continue
        _drop(store, manifest)
        dropped.append(generation)
    return dropped


def drop_staged(store: Store) -> list[str]:
    """Remove what was staged by a plan and never made active."""
    active = active_id(store)
    staged = [
        manifest
        for generation, manifest in store.ledger.manifests().items()
        if manifest.get("staged") and generation != active
    ]
    for manifest in staged:
        _drop(store, manifest)
    return [str(manifest["id"]) for manifest in staged]


def _drop(store: Store, manifest: Manifest) -> None:
    store.ledger.drop(manifest["id"])
    for name in manifest["collections"].values():
        store.drop_collection(name)
