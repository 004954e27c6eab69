from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import CorpusError
from ingest.editing import add_source, review
from ingest.reading import require_corpus

COURIER = "ellery-courier-report-2021-03-20"
AGAIN = "courier-again-2021"
CLAIM, POINT = "h09-survey-buoys", f"{COURIER}#p4"
FILES = {CLAIM: f"claims/{CLAIM}.yaml", POINT: f"sources/{COURIER}.md"}


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


def reviewers(folder: Path, wanted: str) -> list[str]:
    """Who has read what, by what stands in the corpus."""
    corpus = require_corpus(folder)
    if wanted == CLAIM:
        return [corpus.register.claim(CLAIM).reviewed_by or ""]
    points = (point for source in corpus.sources for point in source.points)
    return [point.reviewed_by for point in points if point.reviewed_by]


@pytest.mark.parametrize("wanted", [CLAIM, POINT])
@pytest.mark.parametrize(
    "name",
    [
        'Jane "JJ" Doe', "O'Neill", "back\\slash", "a: b # c", "Nazım Çetin", "Ռուբեն",
        "- *x*", "# x", "---", "null", "12", "{x}", "<b>x</b>", "&amp;", "ᛉ🦉",
        "x\x7fy",
    ],
)  # fmt: skip
def test_any_name_is_kept_as_it_was_typed(
    harbour: Path, wanted: str, name: str
) -> None:
    review(harbour, wanted, "Somebody Else")
    review(harbour, wanted, name)
    assert reviewers(harbour, wanted) == [name]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_name_is_typed_can_be_read_again(harbour: Path, name: str) -> None:
    if not name.strip():
        return
    for wanted in (CLAIM, POINT):
        review(harbour, wanted, name)
        assert reviewers(harbour, wanted) == [" ".join(name.split())]


@pytest.mark.parametrize("wanted", [CLAIM, POINT])
def test_a_name_stands_on_one_line(harbour: Path, wanted: str) -> None:
    before = (harbour / FILES[wanted]).read_text("utf-8")
    review(harbour, wanted, f" Ada\n- mark:\u2028{'Quill ' * 40}")
    after = (harbour / FILES[wanted]).read_text("utf-8")
    assert len(after.split("\n")) == len(before.split("\n"))
    assert reviewers(harbour, wanted) == [f"Ada - mark:{' Quill' * 40}"]


@pytest.mark.parametrize("wanted", [CLAIM, POINT])
def test_a_name_that_isnt_text_changes_nothing(harbour: Path, wanted: str) -> None:
    before = (harbour / FILES[wanted]).read_bytes()
    with pytest.raises(CorpusError, match="isn't UTF-8 text"):
        review(harbour, wanted, "Andr\udce9")
    assert (harbour / FILES[wanted]).read_bytes() == before


def test_a_corpus_that_cant_be_read_isnt_signed(harbour: Path) -> None:
    (harbour / "terms.yaml").write_text("[", "utf-8")
    before = (harbour / FILES[CLAIM]).read_bytes()
    with pytest.raises(CorpusError, match=r"terms\.yaml"):
        review(harbour, CLAIM, "Ada Quill")
    assert (harbour / FILES[CLAIM]).read_bytes() == before


def test_a_folder_is_no_source(harbour: Path) -> None:
    with pytest.raises(CorpusError, match="it is a folder: name a file"):
        add_source(harbour, harbour)
    (harbour / "sources" / "kept.md").mkdir()
    with pytest.raises(CorpusError, match=r"sources/kept\.md: file: it is a folder"):
        require_corpus(harbour)
