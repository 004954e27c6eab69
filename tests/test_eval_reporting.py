from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.answering import Answerer
from eval import gating
from eval.cases import Case
from eval.measures import figures
from eval.report import Report
from eval.reporting import build, write
from eval.results import RunError, RunFolder
from eval.running import run


def case(case_id: str, kind: str, question: str, **expect: Any) -> Case:
    return Case.model_validate(
        {
            "id": case_id,
            "kind": kind,
            "split": "report",
            "question": question,
            "expect": {"outcome": "answered"} | expect,
            "reason": "Known from the <harbour> corpus.",
        }
    )


CASES = [
    case("r-contested-001", "contested",
         "Who caused the collision at the harbour mouth?",
         must_flag=["h04-collision"], parties=["Port company"]),
    case("r-control-001", "control", "How long is the <b>Old Quay</b>?",
         mention=["never said anywhere"]),
    case("r-control-002", "control", "Who caused the collision?"),
    case("r-off-topic-001", "off-topic", "How do I bake sourdough bread?",
         outcome="refused", refusal="off-topic"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(answerer: Answerer, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    folder = RunFolder(tmp_path_factory.mktemp("report") / "run")
    run(answerer, CASES, folder, parameters={"system": "harbour"}, progress=False)
    gating.accept(folder.path / "b.json", folder.run(), figures(folder.scores()))
    return folder


@pytest.fixture
def report(folder: RunFolder) -> Report:
    return build(folder, gating.read(folder.path / "b.json"))


def test_a_failing_case_stands_with_expected_got_and_why(report: Report) -> None:
    [failure] = [f for f in report.failures if f.case.id == "r-control-001"]
    assert "mentioned: never said anywhere" in failure.expected
    assert failure.got == ("answered",)
    assert any("not mentioned" in why for why in failure.why)
    assert failure.asked[0].answer


def test_kinds_claims_and_parties_are_counted(report: Report) -> None:
    assert {k.kind: k.figure.n for k in report.kinds} == {
        "contested": 1, "control": 2, "off-topic": 1,
    }  # fmt: skip
    collision = next(c for c in report.claims if c.claim_id == "h04-collision")
    assert (collision.right, collision.missed) == (1, 0)
    assert collision.missed_in == ()
    assert collision.false_in == ("r-control-002",)
    company = next(p for p in report.parties if p.party == "Port company")
    assert company.cited > 0
    assert (company.expected, company.missed) == (1, 0)


def test_against_its_own_baseline_nothing_changed(report: Report) -> None:
    assert report.gate == ()
    assert {line.verdict for line in report.lines} == {"same"}


def test_the_page_is_one_file_that_reaches_no_host(
    folder: RunFolder, report: Report, tmp_path: Path
) -> None:
    page, _, _ = write(report, tmp_path)
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "<svg" in text
    assert "prefers-color-scheme: dark" in text
    loaded = re.findall(r'(?:src|href)="([^"]*)"|url\(([^)]*)\)', text)
    assert all(not "".join(address).startswith("http") for address in loaded)


def test_text_of_cases_and_answers_is_escaped(report: Report, tmp_path: Path) -> None:
    page, _, _ = write(report, tmp_path)
    text = page.read_text("utf-8")
    assert "&lt;b&gt;Old Quay&lt;/b&gt;" in text
    assert "<harbour>" not in text


def test_the_page_never_claims_a_review(report: Report, tmp_path: Path) -> None:
    page, _, summary = write(report, tmp_path)
    assert "not yet reviewed by a person" in page.read_text("utf-8")
    assert "not yet reviewed by a person" in summary.read_text("utf-8")


def test_the_data_and_the_summary_hold_the_same_figures(
    report: Report, tmp_path: Path
) -> None:
    _, data, summary = write(report, tmp_path)
    lines = json.loads(data.read_text("utf-8"))["lines"]
    value = next(x for x in lines if x["figure"]["measure"] == "flag-recall")
    assert value["figure"]["value"] == 1.0
    line = "flag-recall | 1.000 (1.000–1.000) | 1 | 1.000 | same |"
    assert line in summary.read_text("utf-8")
    assert "asked" not in json.loads(data.read_text("utf-8"))["shortfalls"][0]


def test_a_worse_run_shows_the_gate(folder: RunFolder) -> None:
    accepted = gating.read(folder.path / "b.json")
    better = tuple(
        f.model_copy(update={"value": 1.0}) if f.measure == "cases-passed" else f
        for f in accepted.figures
    )
    found = build(folder, accepted.model_copy(update={"figures": better}))
    assert [fault.split()[0] for fault in found.gate] == ["cases-passed"]
    line = found.line("cases-passed")
    assert line is not None
    assert line.verdict == "worse"


def test_both_pages_list_every_failed_case_and_lead_to_its_answer(
    report: Report, tmp_path: Path
) -> None:
    page, _, summary = write(report, tmp_path)
    html, text = page.read_text("utf-8"), summary.read_text("utf-8")
    listed = {f.case.id for f in (*report.failures, *report.shortfalls)}
    assert "r-control-001" in listed
    for case_id in listed:
        assert f"- [{case_id}](report.html#{case_id})" in text
        assert f'<li><a href="#{case_id}">' in html
        assert f'<div id="{case_id}">' in html


def test_both_pages_have_the_same_parts_in_the_order_of_a_readers_questions(
    report: Report, tmp_path: Path
) -> None:
    page, _, summary = write(report, tmp_path)
    titles = [
        "Which bars it meets", "Where it fails", "Every failed case",
        "What it was compared with", "What an answer costs", "What was run",
    ]  # fmt: skip
    assert re.findall(r"<h2>(.*)</h2>", page.read_text("utf-8"))[:-1] == titles
    assert re.findall(r"^## (.*)$", summary.read_text("utf-8"), re.M) == titles


def test_what_a_case_asks_stays_text_in_markdown(
    folder: RunFolder, report: Report, tmp_path: Path
) -> None:
    _, _, summary = write(report, tmp_path)
    assert r"\<b\>Old Quay\</b\>" in summary.read_text("utf-8")


def test_a_limit_that_is_named_is_a_bar(folder: RunFolder) -> None:
    found = build(folder, least=[("flag-recall", 0.9)], most=[("errors", 0.5)])
    asked = {bar.measure: bar.met for bar in found.bars if bar.origin == "asked for"}
    assert asked == {"flag-recall": True, "errors": True}


def test_without_a_baseline_the_page_says_so(folder: RunFolder, tmp_path: Path) -> None:
    _, _, summary = write(build(folder), tmp_path)
    assert "no baseline was named" in summary.read_text("utf-8")


def test_a_baseline_of_other_questions_is_no_bar(folder: RunFolder) -> None:
    accepted = gating.read(folder.path / "b.json")
    other = accepted.model_copy(update={"questions_sha256": "other"})
    found = build(folder, other)
    assert found.notice
    assert {bar.origin for bar in found.bars} == {"every case"}


def test_an_unfinished_run_has_no_report(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="finished"):
        build(RunFolder(tmp_path))
