from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.embedding import MiniLmEmbedding
from index.settings import Settings
from index.store import Store
from ingest.__main__ import main as ingest
from ingest.applying import apply
from ingest.checking import located
from ingest.planning import Plan, plan
from ingest.reading import require_corpus
from ingest.sensitivity import losses, sources_of, without
from ingest.showing import markdown
from ingest.trying import answers

Edit = Callable[[str, str, str], None]
COURIER = "sources/ellery-courier-report-2021-03-20.md"
STUDY = "sources/skerrow-marine-institute-study-2021-02-03.md"
COMPANY = "sources/ellery-port-company-statement-2021-04-15.md"
BUOYS = "claims/h09-survey-buoys.yaml"


@pytest.fixture
def quick(own: Settings, embedding: MiniLmEmbedding) -> Callable[[], Plan]:
    return lambda: plan(own, embedding, quick=True)


def test_nothing_changed_is_nothing_to_do(quick: Callable[[], Plan]) -> None:
    found = quick()
    nothing = type(found.points)()
    assert [found.files, found.sources, found.points, found.claims] == [nothing] * 4
    assert (found.to_embed, found.consequences) == (0, ())
    assert "- nothing" in markdown(found)
    assert "Nothing to embed." in markdown(found)


def test_an_edited_point_is_named_and_counted(
    quick: Callable[[], Plan], edit: Edit
) -> None:
    edit(COURIER, "found no second witness", "found no other witness")
    found = quick()
    assert found.sources.changed == (COURIER[8:-3],)
    assert found.points.changed == (f"{COURIER[8:-3]}#p5",)
    assert found.to_embed == 1
    assert found.seconds > 0


def test_a_question_written_for_a_point_changes_it_and_is_embedded(
    quick: Callable[[], Plan], edit: Edit
) -> None:
    edit(COURIER, "any footage of the crash", "a film of the accident")
    found = quick()
    assert found.points.changed == (f"{COURIER[8:-3]}#p2",)
    assert found.to_embed == 2  # by each of the two models


def test_a_renamed_source_is_renamed_and_not_removed(
    quick: Callable[[], Plan], harbour: Path, edit: Edit
) -> None:
    edit(STUDY, f"id: {STUDY[8:-3]}", "id: marine-study-2021")
    (harbour / STUDY).rename(harbour / "sources/marine-study-2021.md")
    found = quick()
    assert found.sources.renamed == ((STUDY[8:-3], "marine-study-2021"),)
    assert found.sources.added == found.sources.removed == ()
    assert (f"{STUDY[8:-3]}#p1", "marine-study-2021#p1") in found.points.renamed
    assert found.to_embed == 0


def test_an_added_and_a_removed_source_are_told_apart(
    quick: Callable[[], Plan], harbour: Path
) -> None:
    text = (harbour / COURIER).read_text("utf-8").split("## p2")[0]
    text = text.replace("nobody was hurt", "nobody was injured")
    added = text.replace(COURIER[8:-3], "lone-notice-2021")
    (harbour / "sources/lone-notice-2021.md").write_text(added, "utf-8")
    (harbour / STUDY).unlink()
    found = quick()
    assert found.sources.added == ("lone-notice-2021",)
    assert found.sources.removed == (STUDY[8:-3],)
    assert found.points.added == ("lone-notice-2021#p1",)


def test_a_verdict_that_changes_changes_the_status(
    quick: Callable[[], Plan], edit: Edit
) -> None:
    edit(BUOYS, "verdict: not-enough-evidence", "verdict: supported")
    (change,) = quick().consequences
    assert (change.claim, change.was, change.becomes) == (
        "h09-survey-buoys",
        "unconfirmed",
        "contested",
    )


def test_a_verdict_that_changes_under_the_same_status_is_told_too(
    quick: Callable[[], Plan], edit: Edit
) -> None:
    edit("claims/h06-cause-of-decline.yaml", "verdict: conflicting", "verdict: refuted")
    found = quick()
    (change,) = found.consequences
    assert change.was == change.becomes == "contested"
    assert change.verdict == ("conflicting", "refuted")
    assert "verdict conflicting → refuted" in markdown(found)


def test_a_source_that_goes_shows_which_claims_lose_a_main_party(
    quick: Callable[[], Plan], harbour: Path
) -> None:
    (harbour / COMPANY).unlink()
    found = quick()
    assert found.problems
    lost = {change.claim: change.main_lost for change in found.consequences}
    assert lost["h08-word-siege"] == ("Port company",)
    assert "**loses a main party: Port company**" in markdown(found)
    assert "To be mended first" in markdown(found)


def test_a_claim_that_comes_to_rest_on_one_source_is_told(
    quick: Callable[[], Plan], edit: Edit, harbour: Path
) -> None:
    text = (harbour / BUOYS).read_text("utf-8")
    start = text.index("  - party: Port company")
    end = text.index("  - party: Fishermen's cooperative")
    (harbour / BUOYS).write_text(text[:start] + text[end:], "utf-8")
    (change,) = quick().consequences
    assert change.one_source
    assert change.main_lost == ("Port company",)


def test_evidence_that_is_reworded_is_named_at_its_claim(
    quick: Callable[[], Plan], edit: Edit
) -> None:
    edit(COURIER, "no suspect", "not one suspect")
    changes = {c.claim: c.evidence_changed for c in quick().consequences}
    assert f"{COURIER[8:-3]}#p4" in changes["h09-survey-buoys"]


def test_a_corpus_that_cant_be_read_says_what_to_mend(
    quick: Callable[[], Plan], edit: Edit
) -> None:
    edit(COURIER, "basis: secondary\n", "")
    assert "basis: the field is missing" in quick().problems[0]


def test_before_the_first_generation_everything_is_new(
    own: Settings, tmp_path: Path, embedding: MiniLmEmbedding
) -> None:
    empty = replace(own, index=str(tmp_path / "none"), state=tmp_path / "other")
    found = plan(empty, embedding, quick=True)
    assert found.active is None
    assert len(found.claims.added) == 10
    assert found.to_embed > 150
    assert "no active generation" in markdown(found)


def test_a_quick_plan_writes_no_generation(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    before = Store.of(own).collections()
    edit(COURIER, "found no second witness", "found no other witness")
    plan(own, embedding, quick=True)
    assert Store.of(own).collections() == before


def test_a_plan_asks_both_generations_and_apply_only_switches(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding, tmp_path: Path
) -> None:
    edit(BUOYS, "verdict: not-enough-evidence", "verdict: supported")
    questions = tmp_path / "questions.jsonl"
    case = {
        "id": "h-contested-1", "kind": "contested", "split": "report",
        "question": "Who cut the survey buoys loose?",
        "expect": {"outcome": "answered", "must_flag": ["h09-survey-buoys"]},
        "reason": "Nobody knows who did it.",
    }  # fmt: skip
    questions.write_text(json.dumps(case) + "\n", "utf-8")
    active = Store.of(own).ledger.active()
    found = plan(own, embedding, questions=questions)
    assert Store.of(own).ledger.active() == active
    assert found.asked == 10
    assert not found.notes
    changed = {change.question: change.what for change in found.answers}
    assert changed["who cut the survey buoys loose"] == (
        "h09-survey-buoys: unconfirmed → contested",
    )
    applied = apply(own, embedding)
    assert (applied.generation, applied.embedded) == (found.staged, 0)
    assert Store.of(own).ledger.active() == found.staged


def test_a_pasted_line_separator_doesnt_part_an_answer(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    edit(COURIER, "title: ", 'title: "Pasted:\\u2028report" # ')
    generation = apply(own, embedding).generation
    (answer,) = answers(own, generation, ["who cut the survey buoys loose"])
    assert "Pasted:\u2028report" in {c["title"] for c in answer["citations"]}


def test_what_a_plan_staged_is_dropped_when_the_corpus_moves_on(
    own: Settings, edit: Edit, embedding: MiniLmEmbedding
) -> None:
    edit(COURIER, "found no second witness", "found no other witness")
    staged = plan(own, embedding).staged
    edit(COURIER, "found no other witness", "found no further witness")
    apply(own, embedding)
    assert staged not in Store.of(own).ledger.manifests()


def test_without_one_source_its_positions_and_status_go() -> None:
    register, _ = located(require_corpus(Path(__file__).parent / "harbour").register)
    claim = register.claim("h03-landings-fall")
    own = {p for p in claim.evidence() if "fishermens" in p}
    left = without(claim, own)
    assert (claim.status, left.status) == ("contested", "not-in-dispute")
    assert not {p.party for p in left.positions} & {"Fishermen's cooperative"}
    assert sources_of(left) < sources_of(claim)


def test_the_sensitivity_says_which_source_carries_which_claim() -> None:
    corpus = require_corpus(Path(__file__).parent / "harbour")
    found = {(x.source, x.claim): x for x in losses(corpus.register, corpus.sources)}
    lost = found[COURIER[8:-3], "h09-survey-buoys"]
    assert lost.unsupported
    assert lost.main == ("Fishermen's cooperative",)
    assert (STUDY[8:-3], "h09-survey-buoys") not in found


def test_the_command_prints_json_and_markdown_and_fails_on_a_wrong_corpus(
    own: Settings,
    edit: Edit,
    enter: Callable[[Settings], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    enter(own)
    edit(COURIER, "found no second witness", "found no other witness")
    assert ingest(["plan", "--quick", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["to_embed"] == 1
    assert ingest(["plan", "--quick", "--markdown"]) == 0
    assert capsys.readouterr().out.startswith("# What this change")
    assert ingest(["plan", "--quick"]) == 0
    edit(COURIER, "basis: secondary\n", "")
    assert ingest(["plan", "--quick"]) == 1
