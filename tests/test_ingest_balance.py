from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from ingest.balance import balance, claim_rows, table, tables
from ingest.editing import review
from ingest.reading import Corpus, require_corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return require_corpus(Path(__file__).parent / "harbour")


def test_points_and_documents_are_counted_by_perspective(corpus: Corpus) -> None:
    rows = {row["perspective"]: row for row in balance(corpus)["perspectives"]}
    assert rows["company"]["documents"] == 2
    assert rows["company"]["points"] == 13
    assert rows["press"]["reported"] == 5
    assert rows["press"]["unconfirmed"] == 1


def test_every_point_is_counted_once_by_party(corpus: Corpus) -> None:
    rows = balance(corpus)["parties"]
    points = sum(len(source.points) for source in corpus.sources)
    assert sum(row["points"] for row in rows) == points


def test_a_document_of_several_sides_is_counted_as_joint(corpus: Corpus) -> None:
    rows = {row["party"]: row for row in balance(corpus)["parties"]}
    assert rows["joint"]["points"] == 5


def test_positions_are_counted_by_party_and_stance(corpus: Corpus) -> None:
    rows = {row["party"]: row for row in balance(corpus)["parties"]}
    stances = [p.stance for c in corpus.register.claims for p in c.positions
               if p.party == "Fishermen's cooperative"]  # fmt: skip
    assert rows["Fishermen's cooperative"]["disputes"] == stances.count("disputes")
    assert rows["Fishermen's cooperative"]["supports"] == 0


def test_every_claim_is_counted_once_by_status(corpus: Corpus) -> None:
    rows = {row["status"]: row["claims"] for row in balance(corpus)["statuses"]}
    assert rows == {
        "not-in-dispute": 1, "mistaken": 1, "contested": 6, "unconfirmed": 1,
        "opinion": 1,
    }  # fmt: skip


def test_evidence_is_counted_by_the_perspective_of_its_source(corpus: Corpus) -> None:
    rows = {row["perspective"]: row for row in balance(corpus)["evidence"]}
    claims = corpus.register.claims
    assert rows["joint"] == {
        "perspective": "joint", "points_cited": 1, "citations": 1, "claims": 1,
    }  # fmt: skip
    assert sum(row["citations"] for row in rows.values()) == sum(
        len(claim.evidence()) for claim in claims
    )


def test_what_a_person_has_read_is_counted(harbour: Path) -> None:
    nobody = balance(require_corpus(harbour))["reviewed"]
    review(harbour, "h09-survey-buoys", "Ada Quill")
    review(harbour, "ellery-courier-report-2021-03-20#p4", "Ada Quill")
    assert [row["reviewed"] for row in nobody] == [0, 0]
    assert balance(require_corpus(harbour))["reviewed"] == [
        {"what": "claims", "reviewed": 1, "of": 10},
        {"what": "points", "reviewed": 1, "of": 49},
    ]


def test_a_claims_row_says_who_is_heard_and_that_nobody_reviewed_it(
    corpus: Corpus,
) -> None:
    rows = {row["claim"]: row for row in claim_rows(corpus)}
    siege = rows["h08-word-siege"]
    assert siege["paragraphs"] == "5, 7"
    assert siege["status"] == "contested"
    assert siege["heard"] == "Port company, Fishermen's cooperative"
    assert siege["reviewed_by"] == "not yet reviewed by a person"
    assert rows["h07-new-jobs"]["overtaken"] is True
    assert siege["overtaken"] is False


def test_tables_hold_every_row_for_a_terminal(corpus: Corpus) -> None:
    found = balance(corpus)
    shown = tables(found)
    assert [one.title for one in shown] == [
        "Perspectives", "Evidence", "Parties", "Statuses",
        "Contested without a main party", "Topics without a main party", "Blind spots",
        "One publisher and date",
        "Reviewed",
    ]  # fmt: skip
    assert [one.row_count for one in shown] == [len(rows) for rows in found.values()]


def test_a_table_can_be_printed(corpus: Corpus) -> None:
    console = Console(width=200, record=True, quiet=True)
    with console.capture() as captured:
        console.quiet = False
        console.print(table("Claims", claim_rows(corpus)))
    assert "h08-word-siege" in captured.get()


def test_no_rows_make_an_empty_table() -> None:
    assert table("Claims", []).row_count == 0
