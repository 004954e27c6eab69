"""A corrupted answer path is caught: the gate fails and names the measure."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.answer import Answer, Sentence
from app.answering import Answerer
from eval import gating
from eval.cases import Case
from eval.catalogue import MEASURES
from eval.measures import figures
from eval.results import Figure, RunError, RunFolder
from eval.running import run
from eval.systems import Findings
from index.generations import Generation

FISHERS = "Fishermen's cooperative"


def case(case_id: str, kind: str, question: str, **expect: Any) -> Case:
    return Case.model_validate(
        {
            "id": case_id,
            "kind": kind,
            "split": "report",
            "question": question,
            "expect": {"outcome": "answered"} | expect,
            "reason": "Known from the harbour corpus.",
        }
    )


CASES = [
    case("r-contested-001", "contested", "Who caused the collision of the Sea Holly?",
         must_flag=["h04-collision"], parties=["Port company", FISHERS]),
    case("r-contested-002", "contested", "Did overfishing empty Ellery Bay?",
         must_flag=["h06-cause-of-decline"], parties=["Port company", FISHERS]),
    case("r-off-topic-001", "off-topic", "How do I bake sourdough bread?",
         outcome="refused", refusal="off-topic"),
    case("r-off-topic-002", "off-topic", "Who won the football world cup in 1998?",
         outcome="refused", refusal="off-topic"),
]  # fmt: skip


class Corrupted:
    """The chat with its answers changed on the way out."""

    def __init__(self, chat: Answerer, change: Callable[[Answer], Answer]) -> None:
        self._chat = chat
        self._change = change

    def generation(self) -> Generation:
        return self._chat.generation()

    def answer(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Answer:
        return self.answer_with_findings(question, history, as_of)[0]

    def answer_with_findings(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> tuple[Answer, Findings]:
        answer, found = self._chat.answer_with_findings(question, history, as_of)
        return self._change(answer), found


def unflagged(answer: Answer) -> Answer:
    return answer.model_copy(update={"flags": ()})


def shuffled(answer: Answer) -> Answer:
    count = len(answer.citations)
    moved = tuple(
        sentence.model_copy(
            update={"citations": tuple(n % count + 1 for n in sentence.citations)}
        )
        for sentence in answer.sentences
    )
    return answer.model_copy(update={"sentences": moved})


def one_sided(answer: Answer) -> Answer:
    """The answer without anything from one party's sources."""
    kept = tuple(c for c in answer.citations if c.party != FISHERS)
    numbers = {citation.number for citation in kept}
    sentences = tuple(
        s for s in answer.sentences if s.voice == "gap" or set(s.citations) & numbers
    )
    flags = tuple(
        flag.model_copy(
            update={"positions": tuple(p for p in flag.positions if p.party != FISHERS)}
        )
        for flag in answer.flags
    )
    return answer.model_copy(
        update={"citations": kept, "sentences": sentences, "flags": flags}
    )


def obliging(answer: Answer) -> Answer:
    if answer.outcome == "answered":
        return answer
    told = (Sentence(text="Here is what we found.", voice="system"),)
    changes = {"outcome": "answered", "refusal": None, "sentences": told}
    return answer.model_copy(update=changes)


@pytest.fixture(scope="module")
def baseline(
    answerer: Answerer, tmp_path_factory: pytest.TempPathFactory
) -> gating.Baseline:
    """The honest chat's figures, accepted."""
    folder = RunFolder(tmp_path_factory.mktemp("honest") / "run")
    found = measured(answerer, folder)
    file = folder.path / "baseline.json"
    gating.accept(file, folder.run(), found)
    return gating.read(file)


def measured(system: Answerer | Corrupted, folder: RunFolder) -> list[Figure]:
    scores = run(
        system, CASES, folder, parameters={"system": "harbour"}, progress=False
    )
    return figures(scores)


def test_the_honest_chat_does_well_on_these_cases(baseline: gating.Baseline) -> None:
    values = {figure.measure: figure.value for figure in baseline.figures}
    for name in ("flag-recall", "party-coverage", "off-topic-refusals"):
        assert values[name] == 1.0, name
    assert values["citation-recall"] > 0.5


def test_the_honest_chat_passes_the_gate_twice(
    answerer: Answerer, baseline: gating.Baseline, tmp_path: Path
) -> None:
    again = measured(answerer, RunFolder(tmp_path / "run"))
    assert gating.worse(again, baseline) == []
    gated = [f for f in again if MEASURES[f.measure].gate]
    assert tuple(gated) == baseline.figures


@pytest.mark.parametrize(
    ("change", "measure"),
    [
        (unflagged, "flag-recall"),
        (shuffled, "citation-recall"),
        (one_sided, "party-coverage"),
        (obliging, "off-topic-refusals"),
    ],
)
def test_a_corrupted_answer_path_fails_the_gate_and_is_named(
    answerer: Answerer,
    baseline: gating.Baseline,
    tmp_path: Path,
    change: Callable[[Answer], Answer],
    measure: str,
) -> None:
    found = measured(Corrupted(answerer, change), RunFolder(tmp_path / "run"))
    faults = gating.worse(found, baseline)
    assert any(fault.startswith(f"{measure} is ") for fault in faults), faults
    value = next(f.value for f in found if f.measure == measure)
    [fault] = gating.missed(found, least=[(measure, value + 0.01)])
    assert fault.startswith(f"{measure} is ")


def figure(measure: str, value: float) -> Figure:
    return Figure(measure=measure, value=value, low=value, high=value, n=10)


def test_a_measure_that_should_be_low_fails_when_it_rises(
    baseline: gating.Baseline,
) -> None:
    old = baseline.model_copy(update={"figures": (figure("false-flag-rate", 0.0),)})
    assert gating.worse([figure("false-flag-rate", 0.01)], old) == []
    [fault] = gating.worse([figure("false-flag-rate", 0.2)], old)
    assert "false-flag-rate is 0.200" in fault
    assert gating.missed(
        [figure("false-flag-rate", 0.2)], most=[("false-flag-rate", 0.1)]
    )


def test_speed_is_reported_but_no_gate(baseline: gating.Baseline) -> None:
    old = baseline.model_copy(update={"figures": (figure("latency-total-p95", 1.0),)})
    assert gating.worse([figure("latency-total-p95", 900.0)], old) == []


def test_a_measure_that_vanished_fails_the_gate(baseline: gating.Baseline) -> None:
    faults = gating.worse([], baseline)
    assert any("flag-recall is in the baseline" in fault for fault in faults)
    assert gating.missed([], least=[("flag-recall", 0.5)])


def test_a_changed_corpus_asks_for_a_new_baseline(
    answerer: Answerer, baseline: gating.Baseline, tmp_path: Path
) -> None:
    folder = RunFolder(tmp_path / "run")
    measured(answerer, folder)
    assert gating.stale(folder.run(), baseline) is None
    old = baseline.model_copy(update={"corpus_sha256": "another"})
    notice = gating.stale(folder.run(), old)
    assert notice is not None
    assert "corpus changed" in notice
    assert "--accept" in notice


def test_a_limit_is_a_known_measure_and_a_number() -> None:
    assert gating.limit("flag-recall=0.9") == ("flag-recall", 0.9)
    for text in ("flag-recal=0.9", "flag-recall", "flag-recall=high"):
        with pytest.raises(argparse.ArgumentTypeError):
            gating.limit(text)


def test_a_file_that_is_no_baseline_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="--accept"):
        gating.read(tmp_path / "none.json")
