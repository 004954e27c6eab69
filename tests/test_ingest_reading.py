from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import CorpusError
from ingest.hashing import inputs
from ingest.reading import Problem, read_corpus, require_corpus

Edit = Callable[[str, str, str], None]

COURIER = "sources/ellery-courier-report-2021-03-20.md"
BUOYS = "claims/h09-survey-buoys.yaml"


def only_problem(folder: Path) -> Problem:
    """The one thing that is wrong in a corpus."""
    corpus, problems = read_corpus(folder)
    assert corpus is None
    assert len(problems) == 1, problems
    return problems[0]


def test_a_sound_corpus_is_read_without_a_problem(harbour: Path) -> None:
    corpus, problems = read_corpus(harbour)
    assert problems == []
    assert corpus
    assert len(corpus.sources) == 8
    assert len(corpus.register.claims) == 10


def test_every_point_of_a_file_is_read_in_order(harbour: Path) -> None:
    courier = next(
        source
        for source in require_corpus(harbour).sources
        if source.id == "ellery-courier-report-2021-03-20"
    )
    assert [point.id for point in courier.points] == [
        "p1",
        "p2",
        "p3",
        "p4",
        "p5",
        "p6",
    ]
    assert courier.points[5].speaker == "Tomas Brandt"
    assert courier.points[5].reviewed_by is None
    assert courier.points[0].text.startswith("The Ellery Courier reported on")


def test_lines_of_a_points_text_are_joined_by_one_blank(
    harbour: Path, edit: Edit
) -> None:
    edit(
        COURIER,
        " had been near the survey buoys",
        "\nhad been near\n\nthe survey buoys",
    )
    (source,) = (s for s in require_corpus(harbour).sources if "courier" in s.id)
    assert "boat had been near the survey buoys late" in source.points[4].text


def test_a_point_holds_the_questions_that_it_answers_in_order(harbour: Path) -> None:
    (source,) = (s for s in require_corpus(harbour).sources if "courier" in s.id)
    assert source.points[0].asked_as == ()
    assert source.points[1].asked_as == (
        "Is there any footage of the crash?",
        "did a camera or something pick up the moment they touched",
    )
    assert source.points[1].unanswered == ("Who was at the wheel of the Merrow?",)


def test_every_file_counts_with_its_hash(harbour: Path) -> None:
    corpus = require_corpus(harbour)
    files = {
        path.relative_to(harbour).as_posix()
        for path in harbour.rglob("*")
        if path.is_file()
    }
    assert set(corpus.inputs) == files
    assert corpus.inputs == inputs(harbour)
    article = (harbour / "article.md").read_bytes()
    assert corpus.inputs["article.md"] == hashlib.sha256(article).hexdigest()


def test_a_field_of_a_point_may_be_wrapped(harbour: Path, edit: Edit) -> None:
    before = require_corpus(harbour).sources
    edit(COURIER, "Is there any footage", "Is there\n  any footage")
    edit(COURIER, "paragraphs 3-5", "paragraphs\n  3-5")
    assert require_corpus(harbour).sources == before


def test_the_corpus_hash_changes_with_any_file(harbour: Path, edit: Edit) -> None:
    before = require_corpus(harbour).sha256
    assert require_corpus(harbour).sha256 == before
    edit(COURIER, "no second witness", "no other witness")
    assert require_corpus(harbour).sha256 != before


@pytest.mark.parametrize("name", ["terms.yaml", "timeline.yaml", "elsewhere.yaml"])
def test_what_isnt_needed_may_be_left_out(harbour: Path, name: str) -> None:
    (harbour / name).unlink()
    assert require_corpus(harbour)


@pytest.mark.parametrize("name", ["corpus.yaml", "article.md"])
def test_a_missing_file_is_named(harbour: Path, name: str) -> None:
    (harbour / name).unlink()
    problem = only_problem(harbour)
    assert (problem.file, problem.field) == (name, "file")
    assert "it is missing: add it" in problem.mend


@pytest.mark.parametrize("kind", ["claims", "sources"])
def test_a_corpus_without_claims_or_sources_says_so(harbour: Path, kind: str) -> None:
    for path in (harbour / kind).iterdir():
        path.unlink()
    problem = only_problem(harbour)
    assert problem.file.startswith(kind)
    assert "at least one" in problem.mend


def test_a_source_without_front_matter_says_how_to_begin(harbour: Path) -> None:
    text = (harbour / COURIER).read_text("utf-8")
    (harbour / COURIER).write_text(text.split("---\n", 2)[2], "utf-8")
    problem = only_problem(harbour)
    assert (problem.file, problem.field) == (COURIER, "front matter")
    assert "begin the file with `---`" in problem.mend


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "mend"),
    [
        (COURIER, "basis: secondary\n", "", "basis", "the field is missing: add it."),
        (COURIER, "basis:", "bases:", "bases", "no such field"),
        (COURIER, "basis: secondary", "basis: hearsay", "basis", "now 'hearsay'"),
        (COURIER, "kind: article", "kind: rumour", "kind", "now 'rumour'"),
        (
            COURIER,
            "published: 2021-03-20",
            "published: spring 2021",
            "published",
            "write 2020-09-27, 2020-09 or 2020",
        ),
        (
            COURIER,
            "url: https://example.org",
            "url: example.org",
            "url",
            "valid URL",
        ),
        (
            COURIER,
            "id: ellery-courier-report-2021-03-20",
            "id: another-report",
            "id",
            "write 'ellery-courier-report-2021-03-20'",
        ),
        (
            COURIER,
            "event_date: 2021-03-19",
            "event_date: in March",
            "points.2.event_date",
            "now 'in March'",
        ),
        (
            COURIER,
            "- mark: unconfirmed",
            "- mark: certain",
            "points.4.mark",
            "now 'certain'",
        ),
        (
            COURIER,
            "- locator: paragraph 6\n",
            "",
            "points.2.locator",
            "the field is missing",
        ),
        (
            COURIER,
            "- locator: paragraph 6",
            "- locator: paragraph 6\n- weather: fine",
            "points.2.weather",
            "no such field",
        ),
        (
            COURIER,
            "- locator: paragraph 6",
            "- paragraph 6",
            "points.p3",
            "is not `- field: value`",
        ),
        (COURIER, "## p1", "Hello.\n\n## p1", "body", "before the first `## id`"),
        (COURIER, "## p3", "## The third", "points.2.id", "now 'The third'"),
        (BUOYS, "kind: event", "kind: gossip", "kind", "now 'gossip'"),
        (BUOYS, "verdict: not-enough-evidence", "verdict: maybe", "verdict", "'maybe'"),
        (BUOYS, "verdict: not-enough-evidence", "verdict: null", "file", "a verdict"),
        (BUOYS, "overtaken: null\n", "overtaken: null\nmood: calm\n", "mood", "such"),
        (BUOYS, "stance: disputes", "stance: denies", "positions.1.stance", "'denies'"),
        (BUOYS, "paragraph: 6", "paragraph: 0", "places.0.paragraph", "now 0"),
        (BUOYS, "id: h09-survey-buoys", "id: h09-buoys", "id", "'h09-survey-buoys'"),
        ("corpus.yaml", "main: true", "main: perhaps", "parties.0.main", "'perhaps'"),
        ("corpus.yaml", "languages:", "tongues:", "tongues", "no such field"),
        ("article.md", "id: article", "id: essay", "id", "now 'essay'"),
        ("terms.yaml", "kind: place", "kind: region", "0.kind", "now 'region'"),
        ("timeline.yaml", "date: 2019-03-14", "date: then", "0.date", "now 'then'"),
    ],
)
def test_what_is_wrong_is_named_by_file_field_and_mend(
    harbour: Path, edit: Edit, name: str, old: str, new: str, field: str, mend: str
) -> None:
    edit(name, old, new)
    corpus, problems = read_corpus(harbour)
    assert corpus is None
    found = [p for p in problems if p.file == name and p.field == field]
    assert found, [str(problem) for problem in problems]
    assert mend in found[0].mend


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (COURIER, "kind:"),
        (BUOYS, "kind:"),
        ("corpus.yaml", "title:"),
        ("terms.yaml", "kind:"),
        ("article.md", "title:"),
    ],
)
def test_yaml_that_cant_be_parsed_is_named_with_its_line(
    harbour: Path, edit: Edit, name: str, field: str
) -> None:
    edit(name, field, f"{field} [")
    problem = only_problem(harbour)
    assert (problem.file, problem.field) == (name, "YAML")
    assert "line" in problem.mend
    assert "\n" not in problem.mend


@pytest.mark.parametrize("name", [COURIER, BUOYS, "corpus.yaml", "article.md"])
def test_a_file_that_isnt_utf8_is_named(harbour: Path, name: str) -> None:
    content = (harbour / name).read_bytes()
    (harbour / name).write_bytes(content + "é".encode("latin-1"))
    problem = only_problem(harbour)
    assert (problem.file, problem.field) == (name, "file")
    assert "save it as UTF-8" in problem.mend


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (COURIER, "published: 2021-03-20", "published: 2021-02-30"),
        (BUOYS, "date: 2021-04-15", "date: 2021-13-15"),
    ],
)
def test_a_day_that_isnt_in_the_calendar_is_named(
    harbour: Path, edit: Edit, name: str, old: str, new: str
) -> None:
    edit(name, old, new)
    assert only_problem(harbour).file == name


def test_all_that_is_wrong_is_listed_at_once(harbour: Path, edit: Edit) -> None:
    edit(COURIER, "basis: secondary\n", "")
    edit(BUOYS, "kind: event", "kind: gossip")
    (harbour / "article.md").unlink()
    _, problems = read_corpus(harbour)
    assert {p.file for p in problems} == {COURIER, BUOYS, "article.md"}


def test_an_error_is_one_sentence_that_tells_of_the_rest(
    harbour: Path, edit: Edit
) -> None:
    edit(COURIER, "basis: secondary\n", "")
    edit(BUOYS, "kind: event", "kind: gossip")
    with pytest.raises(CorpusError) as wrong:
        require_corpus(harbour)
    assert "\n" not in str(wrong.value)
    assert "(1 more: run `python -m ingest check`.)" in str(wrong.value)


def test_an_error_without_a_rest_doesnt_tell_of_one(harbour: Path, edit: Edit) -> None:
    edit(COURIER, "basis: secondary\n", "")
    with pytest.raises(CorpusError) as wrong:
        require_corpus(harbour)
    assert str(wrong.value) == f"{COURIER}: basis: the field is missing: add it."


@pytest.mark.parametrize("block", ["<div>And more was said.</div>", "```\nmore\n```"])
def test_no_part_of_a_points_text_is_left_out_in_silence(
    harbour: Path, edit: Edit, block: str
) -> None:
    edit(COURIER, "## p4", f"{block}\n\n## p4")
    corpus, problems = read_corpus(harbour)
    text = "" if corpus is None else corpus.sources[0].points[2].text
    assert problems or "more" in text
