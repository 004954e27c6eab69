from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.dating import first_day, misdated, today
from ingest.reading import require_corpus

Edit = Callable[[str, str, str], None]

COURIER = "sources/ellery-courier-report-2021-03-20.md"
BUOYS = "claims/h09-survey-buoys.yaml"
JOBS = "claims/h07-new-jobs.yaml"
ASSESSMENT = "claims/h05-assessment-duty.yaml"


def found(folder: Path, day: str = "2026-01-31") -> list[str]:
    """What is misdated in a corpus on a day, a line each."""
    return [str(problem) for problem in misdated(require_corpus(folder), day)]


@pytest.mark.parametrize(
    ("date", "first"),
    [("2020", "2020-01-01"), ("2020-09", "2020-09-01"), ("2020-09-27", "2020-09-27")],
)
def test_a_partial_date_begins_with_its_first_day(date: str, first: str) -> None:
    assert first_day(date) == first


def test_today_is_a_whole_date() -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", today())


def test_a_sound_corpus_has_no_wrong_date(harbour: Path) -> None:
    assert found(harbour) == []


def test_nothing_is_published_after_today(harbour: Path) -> None:
    (said,) = found(harbour, "2024-03-04")
    assert said.startswith("sources/ellery-port-company-annual-report-2024-03-05.md")
    assert "published: '2024-03-05' is in the future, today is 2024-03-04" in said
    assert found(harbour, "2024-03-05") == []


def test_a_year_that_has_begun_is_not_in_the_future(harbour: Path, edit: Edit) -> None:
    edit(COURIER, "published: 2021-03-20", "published: 2026")
    assert found(harbour, "2026-01-01") == []


def test_an_event_after_its_publication_is_a_slip(harbour: Path, edit: Edit) -> None:
    edit(COURIER, "event_date: 2021-03-19", "event_date: 2021-03-29")
    (said,) = found(harbour)
    assert said.startswith(f"{COURIER}: points.p3: the event date '2021-03-29'")


def test_an_event_in_the_month_of_its_publication_is_none(
    harbour: Path, edit: Edit
) -> None:
    edit(COURIER, "event_date: 2021-03-19", "event_date: 2021-03")
    assert found(harbour) == []


def test_a_later_day_that_the_text_itself_states_is_none(
    harbour: Path, edit: Edit
) -> None:
    edit(COURIER, "event_date: 2021-03-19", "event_date: 2021-03-29")
    edit(COURIER, "still been open the day before", "to end on 29 March 2021")
    assert found(harbour) == []


def test_a_position_isnt_dated_after_all_of_its_evidence(
    harbour: Path, edit: Edit
) -> None:
    edit(BUOYS, "date: 2021-03-20", "date: 2021-03-21")
    (said,) = found(harbour)
    assert "positions.Independent observers: the date '2021-03-21' is after" in said
    assert "'2021-03-20' at the latest" in said


@pytest.mark.parametrize("date", ["2021-06-12", "2021-05-25", "2020"])
def test_an_outcome_comes_after_the_article(
    harbour: Path, edit: Edit, date: str
) -> None:
    edit(JOBS, "outcome:\n  date: 2024-03-05", f"outcome:\n  date: {date}")
    (said,) = found(harbour)
    assert f"outcome: the date '{date}' isn't after the article's" in said


def test_what_overtook_a_claim_comes_after_the_article(
    harbour: Path, edit: Edit
) -> None:
    edit(ASSESSMENT, "overtaken:\n  date: 2022-11-03", "overtaken:\n  date: 2021-05")
    (said,) = found(harbour)
    assert said.startswith(f"{ASSESSMENT}: overtaken: the date '2021-05'")
