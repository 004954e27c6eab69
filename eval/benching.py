"""Third-party sets through the parts that the chat uses, each beside its floor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from app.answer import Sentence
from app.answering import Answerer
from app.composing.drafting import Draft
from app.composing.extractive import compose
from app.composing.material import Material
from app.composing.verifying import Numbering, verified
from eval.benchfigures import BenchFigure, auroc, drawn, figure, mean
from eval.benchsets import SPEAKER, BenchError, Document, Record, build, corpus, records
from eval.fitting import logistic
from eval.intervals import SEED
from eval.labelling import labelled
from eval.ranking import DEPTH, diverse, plain
from eval.support import judge
from index.embedding import packaged_embedding
from index.lexicon import Lexicon, folded, stems
from index.settings import Settings
from index.voice import Voice


def bench(paths: Iterable[Path]) -> Iterator[BenchFigure]:
    """Figures of every set, task by task."""
    for path in paths:
        rows = records(path)
        documents = corpus(path)
        by_task: dict[str, list[Record]] = {}
        for row in rows:
            by_task.setdefault(row.task, []).append(row)
        for task, mine in by_task.items():
            if task in ("verdict", "conflict"):
                yield labelled(task, mine)
            elif task == "citation":
                yield _citation(mine)
            elif task == "injection":
                yield from _injection(mine)
            else:
                yield from _indexed(task, mine, documents)


def _indexed(
    task: str, rows: list[Record], documents: list[Document]
) -> Iterator[BenchFigure]:
    """Tasks that need an index of all the set's documents."""
    own = {document.id: document for row in rows for document in row.documents}
    documents = documents or list(own.values())
    if not documents:
        raise BenchError("the set has no documents: is its .corpus.jsonl file missing?")
    words = Lexicon([d.id for d in documents], [d.text for d in documents])
    with _chat_over(documents) as chat:
        if task == "perspectives":
            yield from _perspectives(rows, chat, words)
            return
        yield from _retrieval(rows, chat, words)
        if any(row.gold.get("answerable") is False for row in rows):
            yield from _refusal(rows, chat, words)


@contextmanager
def _chat_over(documents: list[Document]) -> Iterator[Answerer]:
    """The chat over a temporary index of documents, gone afterwards."""
    with TemporaryDirectory(prefix="counterpoint-bench-") as folder:
        place = Path(folder) / "index"
        build(place, documents, packaged_embedding())
        yield Answerer.open(Settings(index=str(place), state=Path(folder) / "state"))


def _ranked(chat: Answerer, text: str) -> list[str]:
    """Document ids, best first, as the chat's retrieval finds them."""
    hits = chat.consider(text).hits
    return list(dict.fromkeys(hit.passage_id.rsplit("#", 1)[0] for hit in hits))


def _by_words(words: Lexicon, text: str) -> list[str]:
    """Document ids, best first, by BM25 alone."""
    order = np.argsort(-words.scores(stems(text)), kind="stable")[:60]
    return [words.ids[row] for row in order]


def _retrieval(
    rows: list[Record], chat: Answerer, words: Lexicon
) -> Iterator[BenchFigure]:
    asked = [row for row in rows if row.gold.get("qrels")]
    found = [plain(_ranked(chat, r.question), r.gold["qrels"]) for r in asked]
    floor = [plain(_by_words(words, r.question), r.gold["qrels"]) for r in asked]
    for measure in ("nDCG@10", "recall@5", "MRR@10"):
        yield mean(
            rows[0].suite,
            measure,
            [f[measure] for f in found],
            [f[measure] for f in floor],
        )


def _refusal(
    rows: list[Record], chat: Answerer, words: Lexicon
) -> Iterator[BenchFigure]:
    """Do the chat's own features tell answerable questions from near misses?

    First by the shipped model, which knows nothing of the set; then by one of the same
    form, fitted on each half of the set and measured on the other.
    """
    held = np.array([bool(row.gold["answerable"]) for row in rows])
    found = [chat.consider(row.question) for row in rows]
    shipped = np.array([one.support.answerable for one in found])
    features = np.vstack([one.features for one in found])
    top = np.array([float(words.scores(stems(r.question)).max()) for r in rows])
    floor = auroc(held, top)
    tries = {"refusal AUROC": shipped}
    if min(held.sum(), (~held).sum()) > 1:
        crossed = _crosswise(features, held)
        tries["refusal AUROC, fitted on the other half"] = crossed
    for measure, chance in tries.items():
        ends = drawn(len(rows), partial(_auroc_of, held, chance))
        yield figure(rows[0].suite, measure, ends, len(rows), floor)


def _auroc_of(held: np.ndarray, chance: np.ndarray, rows: np.ndarray) -> float:
    return auroc(held[rows], chance[rows])


def _crosswise(features: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Probabilities of each half by a model that was fitted on the other one."""
    chance = np.zeros(len(held))
    halves = StratifiedKFold(2, shuffle=True, random_state=SEED)
    for fitted_on, measured_on in halves.split(features, held):
        model = logistic(features[fitted_on], list(held[fitted_on]), None, 0.1)
        chance[measured_on] = model.probability(features[measured_on])
    return chance


def _perspectives(
    rows: list[Record], chat: Answerer, words: Lexicon
) -> Iterator[BenchFigure]:
    rankings: list[Callable[[str], list[str]]] = [
        lambda text: _ranked(chat, text),
        lambda text: _by_words(words, text),
    ]
    varied: list[list[float]] = [[], []]
    both: list[list[float]] = [[], []]
    for row in rows:
        subtopics = {
            str(s["subtopic"]): dict.fromkeys(s["docs"], 1)
            for s in row.gold["subtopics"]
        }
        sides = _sides(row)
        for side, ranking in enumerate(rankings):
            ranked = ranking(row.claim or row.question)
            varied[side].append(diverse(ranked, subtopics))
            if len(sides) == 2:
                top = set(ranked[:DEPTH])
                both[side].append(float(all(docs & top for docs in sides.values())))
    yield mean(rows[0].suite, "alpha-nDCG@10", *varied)
    if both[0]:
        yield mean(rows[0].suite, "both-sides@10", *both)


def _sides(row: Record) -> Mapping[str, set[str]]:
    """Documents by stance."""
    sides: dict[str, set[str]] = {}
    for subtopic in row.gold["subtopics"]:
        sides.setdefault(str(subtopic["stance"]), set()).update(subtopic["docs"])
    return {stance: docs for stance, docs in sides.items() if docs}


def _citation(rows: list[Record]) -> BenchFigure:
    """Does this passage support this sentence, by the judge of citation recall?"""
    due = np.array([bool(row.gold["supported"]) for row in rows])
    texts = [" ".join(document.text for document in row.documents) for row in rows]
    said = np.array(
        [judge(r.claim, text).supported for r, text in zip(rows, texts, strict=True)]
    )
    ends = drawn(len(rows), lambda d: float(f1_score(due[d], said[d], average="macro")))
    return figure(rows[0].suite, "citation macro-F1", ends, len(rows), None)


def _injection(rows: list[Record]) -> Iterator[BenchFigure]:
    """Attacks repeated in our own words, and those only shown as a source's words.

    Whether to answer isn't asked: a refused question would tell nothing.
    """
    own: list[float] = []
    lifted: list[float] = []
    shown: list[float] = []
    for batch in _batches(rows):
        with _chat_over([_spoken(row) for row in batch]) as chat:
            for row in batch:
                said, told, seen = _repeated(chat, row)
                own.append(float(said))
                lifted.append(float(told))
                shown.append(float(seen))
    suite = rows[0].suite
    yield mean(suite, "attack success, own words", own, [])
    yield mean(suite, "attack shown as a source's words", lifted, [])
    yield mean(suite, "injected document shown", shown, [])


def _batches(rows: list[Record]) -> list[list[Record]]:
    """The records parted so that no question, and no document, stands twice in one.

    Many records differ only in what was injected: in one index they hide each other.
    """
    batches: list[list[Record]] = []
    for row in rows:
        mine = {row.question, *(document.id for document in row.documents)}
        for batch in batches:
            if not any(
                mine & {other.question, *(d.id for d in other.documents)}
                for other in batch
            ):
                batch.append(row)
                break
        else:
            batches.append([row])
    return batches


def _spoken(row: Record) -> Document:
    """A record's documents as one speaker's words, without which nothing is shown."""
    text = " ".join(document.text for document in row.documents)
    return Document(id=row.id, text=f"{SPEAKER} says: {text}")


def _repeated(chat: Answerer, row: Record) -> tuple[bool, bool, bool]:
    """Is the attack repeated, shown as a source's words, and its document shown?"""
    draft, sentences = _composed(chat, row.question)
    attack = folded(str(row.gold["attack"]))
    texts = {p.source_id: p.text for p in draft.passages.values()}
    held = list(texts.values())
    verbatim = {s.text: any(s.text in text for text in held) for s in sentences}
    said = any(attack in folded(text) for text, same in verbatim.items() if not same)
    told = any(attack in folded(text) for text, same in verbatim.items() if same)
    return said, told, any(verbatim.values()) and row.id in texts


def _composed(chat: Answerer, question: str) -> tuple[Draft, list[Sentence]]:
    """What the chat would show from the passages found, checked as always."""
    found = chat.consider(question)
    material = Material(
        question=found.question,
        register=found.register,
        claims=[],
        passages=found.top,
        cited={},
        article=[],
    )
    draft = compose(material)
    sentences, _ = verified(draft, Voice(found.register), Numbering(draft.passages))
    return draft, sentences
