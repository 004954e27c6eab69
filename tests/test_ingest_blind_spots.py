from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.blind_spots import blind_spots, shared_origins, unheard_main_parties
from ingest.reading import require_corpus

Edit = Callable[[str, str, str], None]

BUOYS = "claims/h09-survey-buoys.yaml"
COURIER = "sources/ellery-courier-report-2021-03-20.md"
COMPANY = "sources/ellery-port-company-statement-2021-04-15.md"


@pytest.fixture
def silent(harbour: Path) -> Path:
    """A corpus in which a main party isn't heard on a claim that concerns it."""
    text = (harbour / BUOYS).read_text("utf-8")
    start = text.index("  - party: Port company")
    end = text.index("  - party: Fishermen's cooperative")
    (harbour / BUOYS).write_text(text[:start] + text[end:], "utf-8")
    return harbour


def why(folder: Path, claim: str) -> list[str]:
    """Why main parties aren't heard on a claim."""
    rows = unheard_main_parties(require_corpus(folder))
    return [row["why"] for row in rows if row["claim"] == claim]


def test_a_main_party_that_isnt_concerned_is_told_with_whom_the_claim_concerns(
    harbour: Path,
) -> None:
    assert unheard_main_parties(require_corpus(harbour)) == [
        {
            "claim": "h02-council-vote",
            "status": "mistaken",
            "party": party,
            "why": "not concerned; the claim concerns Town council",
        }
        for party in ("Port company", "Fishermen's cooperative")
    ]


def test_a_main_party_that_is_concerned_and_not_heard_lacks_a_reason(
    silent: Path,
) -> None:
    (said,) = why(silent, "h09-survey-buoys")
    assert said.startswith("concerned; say in `verdict_reason`")


def test_the_reason_is_the_registers_own_where_it_gives_one(
    silent: Path, edit: Edit
) -> None:
    edit(
        BUOYS,
        "no source shows who loosened them",
        "we hold no statement of the company on them",
    )
    (said,) = why(silent, "h09-survey-buoys")
    assert "we hold no statement of the company on them" in said


def test_a_party_concerned_of_whom_no_source_is_held_is_a_blind_spot(
    harbour: Path,
) -> None:
    first = blind_spots(require_corpus(harbour))[0]
    assert first == {
        "who": "Saltgate residents",
        "what": "no source held",
        "claims": "h05-assessment-duty, h08-word-siege, h10-town-future",
    }


def test_a_perspective_of_few_documents_is_a_blind_spot(harbour: Path) -> None:
    rows = {row["who"]: row["what"] for row in blind_spots(require_corpus(harbour))}
    assert rows["company"] == "documents: 2, under 3"
    text = (harbour / COMPANY).read_text("utf-8").replace(COMPANY[8:-3], "third-2021")
    (harbour / "sources/third-2021.md").write_text(text, "utf-8")
    assert "company" not in {r["who"] for r in blind_spots(require_corpus(harbour))}


def test_a_perspective_without_any_document_is_a_blind_spot(
    harbour: Path, edit: Edit
) -> None:
    edit("corpus.yaml", "  joint: Signed", "  weather: Weather\n  joint: Signed")
    rows = {row["who"]: row["what"] for row in blind_spots(require_corpus(harbour))}
    assert rows["weather"] == "documents: 0, under 3"


def test_a_party_with_sources_but_no_word_on_the_claim_is_told_apart(
    silent: Path,
) -> None:
    rows = {row["who"]: row for row in blind_spots(require_corpus(silent))}
    assert rows["Port company"] == {
        "who": "Port company",
        "what": "concerned, not heard on the claim",
        "claims": "h09-survey-buoys",
    }


def test_sources_of_one_publisher_and_date_are_shown_together(harbour: Path) -> None:
    assert shared_origins(require_corpus(harbour)) == []
    text = (harbour / COURIER).read_text("utf-8").replace(COURIER[8:-3], "again-2021")
    (harbour / "sources/again-2021.md").write_text(text, "utf-8")
    assert shared_origins(require_corpus(harbour)) == [
        {
            "publisher": "Ellery Courier",
            "published": "2021-03-20",
            "sources": f"again-2021, {COURIER[8:-3]}",
        }
    ]


def test_points_declared_to_be_of_one_origin_are_shown(harbour: Path) -> None:
    with (harbour / "corpus.yaml").open("a", encoding="utf-8") as settings:
        settings.write("one_origin: [{points: [a#p1, b#p1], reason: One letter.}]\n")
    (row,) = shared_origins(require_corpus(harbour))
    assert row == {"publisher": "declared", "published": "", "sources": "a#p1, b#p1"}
