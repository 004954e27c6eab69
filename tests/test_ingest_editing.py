from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.errors import CorpusError
from ingest.editing import add_source
from ingest.reading import require_corpus

COURIER = "ellery-courier-report-2021-03-20"
AGAIN = "courier-again-2021"


def again(harbour: Path) -> str:
    """A source of one point that says what no other source does."""
    text = (harbour / f"sources/{COURIER}.md").read_text("utf-8").split("## p2")[0]
    text = re.sub(r"\bthat the survey vessel.*", "that it had rained.", text)
    return text.replace(COURIER, AGAIN)


@pytest.mark.parametrize("ending", [".md", ".txt", ".MD", ".markdown", ""])
def test_a_source_is_read_from_then_on_whatever_its_files_ending(
    harbour: Path, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"{AGAIN}{ending}"
    file.write_text(again(harbour), "utf-8")
    target = add_source(harbour, file)
    assert target == harbour / "sources" / f"{AGAIN}.md"
    assert target.read_bytes() == file.read_bytes()
    assert AGAIN in [source.id for source in require_corpus(harbour).sources]


def test_a_source_that_is_there_is_not_replaced_by_a_file_of_another_ending(
    harbour: Path, tmp_path: Path
) -> None:
    held = harbour / f"sources/{COURIER}.md"
    before = held.read_bytes()
    file = tmp_path / f"{COURIER}.txt"
    file.write_bytes(before.replace(b"no second witness", b"no other witness"))
    with pytest.raises(CorpusError, match=f"{COURIER}.md' is there already"):
        add_source(harbour, file)
    assert held.read_bytes() == before
