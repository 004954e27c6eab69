from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.blind_spots import unheard_on_topics
from ingest.checking import check
from ingest.reading import Problem, require_corpus

Edit = Callable[[str, str, str], None]


def grouped(edit: Edit, *claims: str) -> None:
    """The harbour, in which these claims belong to one more dispute."""
    edit("corpus.yaml", "disputes:\n", "disputes:\n  money: Who gains by it?\n")
    for claim in claims:
        edit(f"claims/{claim}.yaml", "\nasked_as:", "\ndispute: money\nasked_as:")


def problems(harbour: Path) -> list[Problem]:
    return check(require_corpus(harbour))


def test_two_claims_make_a_dispute(harbour: Path, edit: Edit) -> None:
    grouped(edit, "h01-quay-length", "h07-new-jobs")
    assert problems(harbour) == []


@pytest.mark.parametrize("size", [1, 5])
def test_a_dispute_has_two_to_four_claims(harbour: Path, edit: Edit, size: int) -> None:
    names = [
        "h01-quay-length", "h02-council-vote", "h03-landings-fall", "h07-new-jobs",
        "h05-assessment-duty",
    ]  # fmt: skip
    grouped(edit, *names[:size])
    (problem,) = problems(harbour)
    assert (problem.file, problem.field) == ("corpus.yaml", "disputes")
    assert f"'money' has {size} claims: give it two to 4" in problem.mend


def test_six_claims_at_most_give_the_article_in_short(
    harbour: Path, edit: Edit
) -> None:
    names = ["h01-quay-length", "h02-council-vote", "h05-assessment-duty"]
    for claim in [*names, "h07-new-jobs"]:
        edit(f"claims/{claim}.yaml", "\nkind:", "\nmain: true\nkind:")
    assert problems(harbour) == []
    edit("claims/h10-town-future.yaml", "\nkind:", "\nmain: true\nkind:")
    (problem,) = problems(harbour)
    assert problem.mend == "7 claims are main ones: leave 6 at most."


def test_a_dispute_has_to_be_named_in_the_settings(harbour: Path, edit: Edit) -> None:
    name = "claims/h07-new-jobs.yaml"
    edit(name, "\nasked_as:", "\ndispute: nights\nasked_as:")
    (problem,) = problems(harbour)
    assert (problem.file, problem.field) == (name, "dispute")
    assert "no dispute 'nights' in corpus.yaml" in problem.mend


def test_a_claim_of_a_dispute_has_no_companions(harbour: Path, edit: Edit) -> None:
    grouped(edit, "h10-town-future", "h07-new-jobs")
    (problem,) = problems(harbour)
    assert problem.field == "companions"
    assert "remove its companions" in problem.mend


def test_a_companion_is_another_claim(harbour: Path, edit: Edit) -> None:
    name = "claims/h10-town-future.yaml"
    edit(name, "[h06-cause-of-decline]", "[h10-town-future, h99-nothing]")
    found = problems(harbour)
    assert [problem.field for problem in found] == ["companions"] * 2
    assert "no other claim" in found[0].mend


TOPIC = """\
id: buoys-2021
question: Who cut the survey buoys loose?
concerns: [Port company, Fishermen's cooperative]
points:
  - ellery-courier-report-2021-03-20#p4
  - ellery-port-company-statement-2021-04-15#p7
asked_as: [who cut them, buoys cut, were they cut, who did it, loose buoys, the buoys,
  what of the buoys, cut loose by whom]
"""


@pytest.fixture
def topics(harbour: Path) -> Path:
    """The folder of the harbour's topics, of which there is one."""
    folder = harbour / "topics"
    folder.mkdir()
    (folder / "buoys-2021.yaml").write_text(TOPIC, "utf-8")
    return folder


def test_a_topic_is_read_with_the_corpus(harbour: Path, topics: Path) -> None:
    (topic,) = require_corpus(harbour).register.topics
    assert topic.question == "Who cut the survey buoys loose?"
    assert problems(harbour) == []


def test_a_topic_says_which_side_isnt_heard(harbour: Path, topics: Path) -> None:
    (row,) = unheard_on_topics(require_corpus(harbour))
    assert row == {"topic": "buoys-2021", "party": "Fishermen's cooperative"}
    heard = TOPIC.replace("#p4", "#p6")
    (topics / "buoys-2021.yaml").write_text(heard, "utf-8")
    assert unheard_on_topics(require_corpus(harbour)) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "mend"),
    [
        ("report-2021-03-20#p4", "report-2021-03-20#p44", "points", "no point"),
        ("[Port company", "[Starboard company", "concerns", "no party"),
        ("who did it", "WHO CUT THEM", "asked_as", "stands twice among the topics"),
        ("asked_as:", "core: [ellery-courier-report-2021-03-20#p1]\nasked_as:", "core",
         "isn't among its points"),
    ],
)  # fmt: skip
def test_a_topics_parts_have_to_fit(
    harbour: Path, topics: Path, old: str, new: str, field: str, mend: str
) -> None:
    (topics / "buoys-2021.yaml").write_text(TOPIC.replace(old, new), "utf-8")
    found = problems(harbour)
    assert {(one.file, one.field) for one in found} == {
        ("topics/buoys-2021.yaml", field)
    }
    assert all(mend in one.mend for one in found)


def test_an_overview_names_points_that_are_held_and_stands_once(
    harbour: Path,
) -> None:
    known = "ellery-port-company-statement-2021-04-15#p1"
    entry = '- question: "{}"\n  points: [{}]\n'
    file = harbour / "overviews" / "all.yaml"
    file.parent.mkdir()
    file.write_text(entry.format("What about the quay?", known), "utf-8")
    assert problems(harbour) == []
    file.write_text(
        entry.format("What about the quay?", known)
        + entry.format("what about the quay?", known)
        + entry.format("And the boats?", "no-source-2021#p9")
        + "  near: [c99-no-such]\n",
        "utf-8",
    )
    *twice, missing, unknown = problems(harbour)
    assert {problem.file for problem in (*twice, missing, unknown)} == {
        "overviews/*.yaml"
    }
    assert [problem.mend for problem in twice] == ["it stands twice: keep one."] * 2
    assert missing.field == "And the boats?"
    assert "no point 'no-source-2021#p9'" in missing.mend
    assert "no claim 'c99-no-such'" in unknown.mend
