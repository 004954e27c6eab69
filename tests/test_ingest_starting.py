from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from index.errors import CorpusError
from index.settings import Settings
from ingest.__main__ import main as ingest
from ingest.editing import add_source, require_writable, review
from ingest.proofreading import all_problems
from ingest.reading import read_corpus, require_corpus
from ingest.starting import candidates, keep_candidates, new_corpus

COURIER = "ellery-courier-report-2021-03-20"
ARTICLE = """The bridge has to go. It was built in 1911 for 40 carts a day.

A word on cost

Who pays? The town council promised 3 million for it in March, and the rest isn't there.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "bridge.txt"
    file.write_text(ARTICLE, "utf-8")
    return file


def test_a_new_folder_holds_everything_to_fill(tmp_path: Path, article: Path) -> None:
    made = new_corpus(tmp_path / "bridge", article)
    assert [path.name for path in made] == [
        "CHECKLIST.md", "article.md", "corpus.yaml", "candidates.yaml", "terms.yaml",
        "timeline.yaml", "elsewhere.yaml", "within.yaml",
        "beyond.yaml",
    ]  # fmt: skip
    assert (tmp_path / "bridge/claims").is_dir()
    assert (tmp_path / "bridge/sources").is_dir()


def test_the_articles_text_is_kept_verbatim(tmp_path: Path, article: Path) -> None:
    new_corpus(tmp_path / "bridge", article)
    assert ARTICLE.strip() in (tmp_path / "bridge/article.md").read_text("utf-8")


def test_what_a_new_folder_lacks_is_claims_and_sources_and_nothing_else(
    tmp_path: Path, article: Path
) -> None:
    new_corpus(tmp_path / "bridge", article)
    _, problems = read_corpus(tmp_path / "bridge")
    assert [problem.file for problem in problems] == ["claims/*.yaml"]


def test_each_sentence_is_a_candidate_with_its_paragraph_and_verbatim() -> None:
    found = candidates(ARTICLE.strip())
    assert [(row["paragraph"], row["quote"]) for row in found] == [
        (1, "The bridge has to go."),
        (1, "It was built in 1911 for 40 carts a day."),
        (3, "The town council promised 3 million for it in March, and the rest isn't "
            "there."),
    ]  # fmt: skip
    assert not any(row["keep"] for row in found)
    assert found[0]["id"] == "bridge"


def test_no_two_candidates_share_an_id() -> None:
    found = candidates(
        "Мост надо закрыть уже сегодня. Мост был построен очень давно.\n\n"
        "The bridge has to go. The old bridge has to go."
    )
    assert len({row["id"] for row in found}) == len(found) == 4


def marked(folder: Path, *names: str) -> None:
    """Mark the candidates with these ids to be kept, in the order of the article."""
    file = folder / "candidates.yaml"
    text = file.read_text("utf-8")
    for name in names:
        text = re.sub(rf"(?s)(- id: {name}\n.*?keep: )false", r"\1true", text, count=1)
    file.write_text(text, "utf-8")


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """A new folder of an article of 150 sentences."""
    names = [f"{a}{b}" for a in "bcdfghklmnprstv" for b in "aeiou" for _ in range(2)]
    text = " ".join(f"The {name}{name}{n % 2 * 'x'} wall is too long."
                    for n, name in enumerate(names))  # fmt: skip
    (tmp_path / "long.txt").write_text(text, "utf-8")
    new_corpus(tmp_path / "long", tmp_path / "long.txt")
    return tmp_path / "long"


def test_what_is_kept_is_numbered_in_order(long: Path) -> None:
    assert len(candidates((long / "article.md").read_text("utf-8"))) >= 150
    marked(long, "vuvu-wall-long", "baba-wall-long")
    assert [path.stem for path in keep_candidates(long)] == [
        "c01-baba-wall-long", "c02-vuvu-wall-long",
    ]  # fmt: skip


def test_what_is_kept_later_is_numbered_on(long: Path) -> None:
    marked(long, "vuvu-wall-long")
    keep_candidates(long)
    (long / "claims/c99-another.yaml").write_text("id: c99-another", "utf-8")
    marked(long, "baba-wall-long")
    assert [path.stem for path in keep_candidates(long)] == ["c100-baba-wall-long"]
    assert keep_candidates(long) == []
    _, problems = read_corpus(long)
    assert "id" not in {p.field for p in problems if "c100" in p.file}


def test_an_id_with_a_number_is_kept(long: Path) -> None:
    marked(long, "baba-wall-long", "bebe-wall-long")
    file = long / "candidates.yaml"
    file.write_text(file.read_text("utf-8").replace("id: bebe-", "id: c07-bebe-"))
    assert [path.stem for path in keep_candidates(long)] == [
        "c08-baba-wall-long", "c07-bebe-wall-long",
    ]  # fmt: skip
    assert keep_candidates(long) == []


def test_two_candidates_with_one_id_are_refused_and_none_is_made(long: Path) -> None:
    marked(long, "baba-wall-long", "bebe-wall-long")
    file = long / "candidates.yaml"
    file.write_text(file.read_text("utf-8").replace("id: bebe-", "id: baba-"))
    with pytest.raises(
        CorpusError, match="two candidates with the id 'baba-wall-long'"
    ):
        keep_candidates(long)
    assert list((long / "claims").iterdir()) == []


def test_kept_candidates_become_claims_to_fill(tmp_path: Path, article: Path) -> None:
    folder = tmp_path / "bridge"
    new_corpus(folder, article)
    file = folder / "candidates.yaml"
    file.write_text(
        file.read_text("utf-8").replace("\n  keep: false", "\n  keep: true", 1)
    )
    (made,) = keep_candidates(folder)
    claim = yaml.safe_load(made.read_text("utf-8"))
    assert claim["places"] == [{"paragraph": 1, "quote": "The bridge has to go."}]
    _, problems = read_corpus(folder)
    named = {p.field for p in problems if p.file == f"claims/{made.name}"}
    assert {"verdict_reason", "summary", "asked_as", "not_this"} <= named
    made.write_text("filled", "utf-8")
    assert keep_candidates(folder) == []
    assert made.read_text("utf-8") == "filled"


def test_front_matter_that_an_article_has_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "given.md"
    file.write_text(f"---\ntitle: The bridge\nmood: angry\n---\n\n{ARTICLE}", "utf-8")
    new_corpus(tmp_path / "bridge", file)
    text = (tmp_path / "bridge/article.md").read_text("utf-8")
    assert "title: The bridge" in text
    assert "mood" not in text


def test_a_folder_that_isnt_empty_is_refused(tmp_path: Path, article: Path) -> None:
    with pytest.raises(CorpusError, match="isn't empty"):
        new_corpus(tmp_path, article)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"---\ntitle: x\n---\n"])
def test_an_article_that_cant_be_read_leaves_no_folder(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "broken.txt").write_bytes(content)
    with pytest.raises(CorpusError, match=r"broken\.txt"):
        new_corpus(tmp_path / "bridge", tmp_path / "broken.txt")
    assert not (tmp_path / "bridge").exists()


def test_candidates_that_cant_be_read_say_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="--article"):
        keep_candidates(tmp_path)


def test_a_source_is_checked_and_copied(harbour: Path, tmp_path: Path) -> None:
    file = tmp_path / "courier-again-2021.md"
    text = (harbour / f"sources/{COURIER}.md").read_text("utf-8").split("## p2")[0]
    text = re.sub(r"\bthat the survey vessel.*", "that it had rained.", text)
    file.write_text(text.replace(COURIER, "courier-again-2021"), "utf-8")
    target = add_source(harbour, file)
    assert target.read_bytes() == file.read_bytes()
    assert all_problems(require_corpus(harbour)) == []


def test_a_near_copy_of_what_is_held_is_not_copied(
    harbour: Path, tmp_path: Path
) -> None:
    file = tmp_path / "courier-again-2021.md"
    text = (harbour / f"sources/{COURIER}.md").read_text("utf-8")
    file.write_text(text.replace(COURIER, "courier-again-2021"), "utf-8")
    with pytest.raises(CorpusError, match=f"tells what '{COURIER}#p1' tells"):
        add_source(harbour, file)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("basis: secondary\n", "", "basis: the field is missing"),
        ("speaker: Tomas Brandt", "speaker: Nobody", "'Nobody' isn't in corpus.yaml"),
        ("id: courier-again-2021", "id: other", "must equal the file's name"),
    ],
)
def test_a_wrong_source_is_not_copied(
    harbour: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / "courier-again-2021.md"
    text = (harbour / f"sources/{COURIER}.md").read_text("utf-8")
    file.write_text(text.replace(COURIER, "courier-again-2021").replace(old, new))
    with pytest.raises(CorpusError, match=said):
        add_source(harbour, file)
    assert not (harbour / "sources/courier-again-2021.md").exists()


def test_a_source_that_is_there_is_not_replaced(harbour: Path, tmp_path: Path) -> None:
    shutil.copy(harbour / f"sources/{COURIER}.md", tmp_path)
    with pytest.raises(CorpusError, match="is there already"):
        add_source(harbour, tmp_path / f"{COURIER}.md")


def test_a_review_names_the_person_at_the_claim_and_at_the_point(harbour: Path) -> None:
    review(harbour, "h09-survey-buoys", "Ada Quill")
    review(harbour, f"{COURIER}#p4", "Ada Quill")
    corpus = require_corpus(harbour)
    assert corpus.register.claim("h09-survey-buoys").reviewed_by == "Ada Quill"
    signed = [p.id for s in corpus.sources for p in s.points if p.reviewed_by]
    assert signed == ["p4"]


@pytest.mark.parametrize("wanted", ["h99-nothing", f"{COURIER}#p99", "nowhere#p1"])
def test_what_isnt_there_cant_be_reviewed(harbour: Path, wanted: str) -> None:
    with pytest.raises(CorpusError, match="there is no claim or point"):
        review(harbour, wanted, "Ada Quill")


def test_a_review_by_nobody_is_refused(harbour: Path) -> None:
    with pytest.raises(CorpusError, match="nobody is named"):
        review(harbour, "h09-survey-buoys", " ")


def test_the_copy_inside_an_installed_package_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "lib/python3.12/site-packages/ingest/corpus"
    with pytest.raises(CorpusError, match="COUNTERPOINT_CORPUS"):
        require_writable(inside)
    require_writable(tmp_path / "corpus")


def test_the_commands_do_what_they_say(
    own: Settings,
    article: Path,
    tmp_path: Path,
    enter: Callable[[Settings], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    enter(own)
    assert ingest(["new", str(tmp_path / "bridge"), "--article", str(article)]) == 0
    assert "CHECKLIST.md" in capsys.readouterr().out
    assert ingest(["new", str(tmp_path / "bridge"), "--keep"]) == 0
    assert "0 claim files" in capsys.readouterr().out
    assert ingest(["review", "h09-survey-buoys", "--by", "Ada Quill"]) == 0
    assert "Ada Quill" in capsys.readouterr().out
    assert ingest(["add", str(tmp_path / "nowhere.md")]) == 1
    assert "it is missing" in capsys.readouterr().err
