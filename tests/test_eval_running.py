from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.answer import Answer
from app.answering import Answerer
from eval.cases import Asked, Case
from eval.results import RESULTS, RunError, RunFolder
from eval.running import ask, new_folder, run
from eval.systems import Findings
from index.generations import Generation


def case(case_id: str, question: str, **more: Any) -> Case:
    return Case.model_validate(
        {
            "id": case_id,
            "kind": "contested",
            "split": "report",
            "question": question,
            "expect": {"outcome": "answered"},
            "reason": "Known from the harbour corpus.",
        }
        | more
    )


CASES = [
    case("r-contested-001", "Who caused the collision?"),
    case("r-contested-002", "What caused the decline of the herring?"),
    case("r-mirror-001", "How long is the quay?", kind="mirror",
         variants={"short": "quay length", "long": "How long is the Old Quay?"}),
]  # fmt: skip
PARAMETERS: dict[str, Any] = {"system": "harbour"}


class Counting:
    """The chat, noting what it is asked; one question breaks it."""

    def __init__(self, chat: Answerer, breaks_on: str = "") -> None:
        self._chat = chat
        self._breaks_on = breaks_on
        self.asked: list[str] = []

    def generation(self) -> Generation:
        return self._chat.generation()

    def answer(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> Answer:
        return self.answer_with_findings(question, history, as_of)[0]

    def answer_with_findings(
        self, question: str, history: Sequence[str] = (), as_of: str | None = None
    ) -> tuple[Answer, Findings]:
        self.asked.append(question)
        if question == self._breaks_on:
            raise ValueError("this question breaks it")
        return self._chat.answer_with_findings(question, history, as_of)


def test_a_run_leaves_its_parameters_answers_and_scores(
    answerer: Answerer, tmp_path: Path
) -> None:
    folder = RunFolder(tmp_path / "run")
    scores = run(answerer, CASES, folder, parameters=PARAMETERS, progress=False)
    kept = folder.run()
    assert kept.corpus_sha256 == answerer.generation().manifest["corpus_sha256"]
    assert kept.versions["python"]
    assert kept.composer == "extractive"
    assert len(folder.results()) == 4
    assert folder.scores() == scores
    assert [c.id for c in folder.cases()] == [c.id for c in CASES]


def test_two_runs_give_the_same_scores(answerer: Answerer, tmp_path: Path) -> None:
    both = [
        run(answerer, CASES, RunFolder(tmp_path / name), parameters=PARAMETERS,
            workers=workers, progress=False)
        for name, workers in (("one", 1), ("two", 3))
    ]  # fmt: skip
    first, second = (
        [s for s in scores if not s.measure.startswith("latency-")] for scores in both
    )
    assert first == second


def test_a_failing_case_is_recorded_and_the_run_goes_on(
    answerer: Answerer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = RunFolder(tmp_path / "run")
    system = Counting(answerer, breaks_on="Who caused the collision?")
    run(system, CASES, folder, parameters=PARAMETERS, progress=False)
    results = folder.results()
    assert "this question breaks it" in (results[("r-contested-001", "")].error or "")
    assert results[("r-contested-002", "")].answer
    assert "r-contested-001" in caplog.text


def test_an_interrupted_run_asks_only_what_is_missing(
    answerer: Answerer, tmp_path: Path
) -> None:
    folder = RunFolder(tmp_path / "run")
    run(answerer, CASES, folder, parameters=PARAMETERS, progress=False)
    lines = (folder.path / RESULTS).read_text("utf-8").splitlines()
    half = [*lines[:2], lines[2][:40]]
    (folder.path / RESULTS).write_text("\n".join(half) + "\n", "utf-8")
    system = Counting(answerer)
    run(system, CASES, folder, parameters=PARAMETERS, progress=False)
    assert len(system.asked) == 1 + 2
    assert len(folder.results()) == 4


def test_a_case_that_failed_is_asked_again(answerer: Answerer, tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    broken = Counting(answerer, breaks_on="Who caused the collision?")
    run(broken, CASES, folder, parameters=PARAMETERS, progress=False)
    run(answerer, CASES, folder, parameters=PARAMETERS, progress=False)
    assert folder.results()[("r-contested-001", "")].answer


def test_a_folder_takes_no_other_run(answerer: Answerer, tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    run(answerer, CASES[:1], folder, parameters=PARAMETERS, progress=False)
    with pytest.raises(RunError, match="--out"):
        run(answerer, CASES, folder, parameters=PARAMETERS, progress=False)


def test_the_ranking_leaves_the_article_out(answerer: Answerer) -> None:
    found = ask(answerer, Asked(CASES[0], "", CASES[0].question, ()))
    assert found.ranked
    assert not any(passage.startswith("article#") for passage in found.ranked)


def test_a_folder_without_a_run_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="python -m eval run"):
        RunFolder(tmp_path).scores()


def test_a_new_folder_stands_under_the_state_folder(tmp_path: Path) -> None:
    assert new_folder(tmp_path).parent == tmp_path / "runs"
