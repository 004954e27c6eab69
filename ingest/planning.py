"""What a change of the corpus would do, seen before it is done."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from index.embedding import Embedding
from index.errors import StoreError
from index.generations import Generation
from index.multilingual import multilingual
from index.settings import SHIPPED_CORPUS, Settings
from index.store import Store
from ingest.applying import active_id, drop_staged, same_build, sweep
from ingest.checking import check, located
from ingest.differing import (
    ClaimChange,
    Difference,
    all_passages,
    claim_changes,
    of_claims,
    of_points,
    of_sources,
    passages_of,
)
from ingest.hashing import key
from ingest.locking import writer
from ingest.reading import Corpus, read_corpus
from ingest.sensitivity import Loss, losses
from ingest.staging import Content, Progress, stage
from ingest.trying import (
    AnswerChange,
    CaseChange,
    TrialError,
    answer_changes,
    answers,
    case_changes,
)
from ingest.vectors import Vectors

QUESTIONS = "questions.jsonl"
"""A corpus folder may hold its own question set under this name."""
_SAMPLE = 16


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that `apply` would change, and what rests on a single source."""

    active: str | None
    staged: str | None = None
    """The generation that was built for this plan; `apply` only has to switch to it."""
    problems: tuple[str, ...] = ()
    """What must be mended in the corpus first; nothing can be applied before."""
    files: Difference = field(default_factory=Difference)
    """The files of the corpus besides sources and claims: settings, article, terms."""
    sources: Difference = field(default_factory=Difference)
    points: Difference = field(default_factory=Difference)
    claims: Difference = field(default_factory=Difference)
    to_embed: int = 0
    seconds: float = 0.0
    consequences: tuple[ClaimChange, ...] = ()
    answers: tuple[AnswerChange, ...] = ()
    asked: int = 0
    """Example questions asked of both generations."""
    cases: tuple[CaseChange, ...] = ()
    sensitivity: tuple[Loss, ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be looked into, and why."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What was learnt by building the generation and asking both."""

    staged: str | None = None
    answers: tuple[AnswerChange, ...] = ()
    asked: int = 0
    cases: tuple[CaseChange, ...] = ()
    notes: tuple[str, ...] = ()


def plan(
    settings: Settings,
    embedding: Embedding,
    progress: Progress | None = None,
    *,
    quick: bool = False,
    questions: Path | None = None,
) -> Plan:
    """What `apply` would do. The active generation isn't touched.

    Unless `quick`, the new generation is built beside it and both are asked the same
    questions: the first wording of every claim, and the question set (`questions`, or
    the corpus folder's own, or for the shipped corpus the evaluators'). What was built
    is used by the next `apply`.
    """
    store = Store.of(settings)
    active = _active(store)
    corpus, found = read_corpus(settings.corpus)
    if corpus is None:
        named = active.id if active else None
        return Plan(named, problems=tuple(map(str, found)))
    register, problems = located(corpus.register)
    problems += check(corpus)
    to_embed, seconds = _work(settings, store, corpus, embedding)
    tried = _Tried(notes=() if not quick else ("nothing was built or asked: --quick",))
    if not problems and not quick:
        asked = questions or _own_questions(settings)
        tried = _tried(settings, store, corpus, embedding, progress, active, asked)
    new = passages_of(corpus)
    old = all_passages(active) if active else {}
    points = of_points(old, new)
    before = active.register if active else None
    return Plan(
        active=active.id if active else None,
        staged=tried.staged,
        problems=tuple(map(str, problems)),
        files=_files(active, corpus),
        sources=of_sources(old, new),
        points=points,
        claims=of_claims(before, register)
        if before
        else Difference(added=tuple(claim.id for claim in register.claims)),
        to_embed=to_embed,
        seconds=seconds,
        consequences=tuple(
            claim_changes(before, register, points, new.keys()) if before else ()
        ),
        answers=tried.answers,
        asked=tried.asked,
        cases=tried.cases,
        sensitivity=tuple(losses(register, corpus.sources)),
        notes=tried.notes,
    )


def _active(store: Store) -> Generation | None:
    active = active_id(store)
    try:
        return store.open(active) if active else None
    except StoreError:
        return None  # it can't be read: everything counts as new, as it is for apply


def _files(active: Generation | None, corpus: Corpus) -> Difference:
    def others(inputs: dict[str, str]) -> dict[str, str]:
        return {name: digest for name, digest in inputs.items() if "/" not in name}

    old = others(active.manifest["inputs"]) if active else {}
    new = others(corpus.inputs)
    return Difference(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(k for k in new.keys() & old if new[k] != old[k])),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def _work(
    settings: Settings, store: Store, corpus: Corpus, embedding: Embedding
) -> tuple[int, float]:
    """How many texts must be embedded, and about how many seconds that takes here."""
    content = Content.of(corpus.register, [*passages_of(corpus).values()])
    texts = [passage.text for passage in content.passages]
    texts += [question.text for question in content.questions]
    texts += [wording.text for wording in content.wordings]
    settings.state.mkdir(parents=True, exist_ok=True)
    many, seconds = _missing(settings, store, embedding, texts)
    if model := multilingual():
        posts = [post.text for post in content.signposts]
        more, longer = _missing(settings, store, model, posts)
        many, seconds = many + more, seconds + longer
    return many, round(seconds, 3)


def _missing(
    settings: Settings, store: Store, model: Embedding, texts: list[str]
) -> tuple[int, float]:
    """How many of the texts a model must embed, and about how many seconds it takes."""
    with closing(Vectors(store, model, settings.state)) as vectors:
        missing = vectors.missing(texts)
    if not missing:
        return 0, 0.0
    sample = missing[:: max(1, len(missing) // _SAMPLE)][:_SAMPLE]
    started = time.perf_counter()
    model.vectors(sample)
    each = (time.perf_counter() - started) / sum(map(len, sample))
    return len(missing), each * sum(map(len, missing))


def _tried(
    settings: Settings,
    store: Store,
    corpus: Corpus,
    embedding: Embedding,
    progress: Progress | None,
    active: Generation | None,
    questions: Path | None,
) -> _Tried:
    staged = _staged(settings, store, corpus, embedding, progress)
    if active is None or active.id == staged:
        reason = "the same as the active one" if active else "there is no active one"
        note = f"no answers compared: {reason}"
        return _Tried(staged if active is None else None, notes=(note,))
    wordings = {
        claim.asked_as[0]: None
        for register in (corpus.register, active.register)
        for claim in register.claims
    }
    notes: list[str] = []
    changed: tuple[AnswerChange, ...] = ()
    cases: tuple[CaseChange, ...] = ()
    try:
        before, after = (answers(settings, g, wordings) for g in (active.id, staged))
        changed = tuple(answer_changes(before, after))
        if questions or _is_shipped(settings):
            cases = tuple(case_changes(settings, active.id, staged, questions))
        else:
            notes.append(
                f"no question set was asked: the corpus has no {QUESTIONS}; name one "
                "with --questions"
            )
    except TrialError as failure:
        notes.append(str(failure))
    return _Tried(staged, changed, len(wordings), cases, tuple(notes))


def _staged(
    settings: Settings,
    store: Store,
    corpus: Corpus,
    embedding: Embedding,
    progress: Progress | None,
) -> str:
    wanted = key(corpus.sha256, embedding)
    if whole := same_build(store, wanted):
        return str(whole["id"])
    with writer(settings.state):
        sweep(store)
        drop_staged(store)
        register, _ = located(corpus.register)
        built = stage(settings, store, corpus, register, embedding, progress)
    return str(built.manifest["id"])


def _own_questions(settings: Settings) -> Path | None:
    own = settings.corpus / QUESTIONS
    return own if own.exists() else None


def _is_shipped(settings: Settings) -> bool:
    return settings.corpus.resolve() == SHIPPED_CORPUS.resolve()
