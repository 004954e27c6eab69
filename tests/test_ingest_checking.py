from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.checking import check, located
from ingest.reading import Problem, require_corpus

Edit = Callable[[str, str, str], None]

COURIER = "sources/ellery-courier-report-2021-03-20.md"
COMPANY = "sources/ellery-port-company-statement-2021-04-15.md"
MINUTES = "sources/port-ellery-town-council-minutes-2021-05-25.md"
STUDY = "sources/skerrow-marine-institute-study-2021-02-03.md"
BUOYS = "claims/h09-survey-buoys.yaml"
SIEGE = "claims/h08-word-siege.yaml"
VOTE = "claims/h02-council-vote.yaml"
CAUSE = "claims/h06-cause-of-decline.yaml"
LONG = "The Ellery Courier said on 20 March 2021 that it rained. " * 20
QUOTE = "“one two three four five six seven eight nine ten eleven twelve a b c d”"


def problems_of(folder: Path) -> list[Problem]:
    """All problems of a corpus whose files can be read."""
    corpus = require_corpus(folder)
    return [*located(corpus.register)[1], *check(corpus, "2026-01-31")]


def test_a_sound_corpus_has_no_problem(harbour: Path) -> None:
    assert problems_of(harbour) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "mend"),
    [
        ("article.md", "whole dispute", "“whole dispute”", "quotes", "doesn't stand"),
        ("terms.yaml", "enlargement\n", "north-basin\n", "north-basin", "stands twice"),
        (
            COURIER,
            "perspective: press",
            "perspective: gossip",
            "perspective",
            "'gossip' isn't one of company, fishing, council",
        ),
        (
            COURIER,
            "speaker: Tomas Brandt",
            "speaker: Nobody Known",
            "points.p6",
            "'Nobody Known' isn't in corpus.yaml: add it to a party.",
        ),
        (
            COURIER,
            "- speaker: Tomas Brandt",
            "- speaker: Ines Calloway",
            "points.p6",
            "doesn't name its speaker 'Ines Calloway'",
        ),
        (
            COURIER,
            "it had found no second",
            f"{LONG} no",
            "points.p5",
            "over 180 words",
        ),
        (COURIER, "nobody was hurt", "**nobody** was hurt", "points.p1", "markup"),
        (COURIER, "nobody was hurt", "see https://example.org", "points.p1", "markup"),
        (COURIER, "nobody was hurt", "<b>nobody</b>", "points.p1", "markup ('<')"),
        (COURIER, "nobody was hurt", "[nobody](x) was", "points.p1", "markup ('[')"),
        (COURIER, "nobody was hurt", QUOTE, "points.p1", "over 15 words"),
        (COURIER, "## p2", "## p1", "points.p1", "the id stands twice"),
        (
            COMPANY,
            "“a siege of a public harbour”",
            "a siege of a public harbour",
            "points.p4",
            "an original must be marked",
        ),
        (STUDY, "- sum: 5200 - 3588 = 1612\n", "", "points.p5", "go together"),
        (STUDY, "- mark: computed", "- mark: confirmed", "points.p5", "go together"),
        (
            "timeline.yaml",
            "claims: [h09-survey-buoys]",
            "claims: [h99-nothing]",
            "event 3 (2021-03-04)",
            "no claim 'h99-nothing'",
        ),
        (
            "timeline.yaml",
            "[ellery-courier-report-2021-03-20#p4]",
            "[ellery-courier-report-2021-03-20#p44]",
            "event 3 (2021-03-04)",
            "no point 'ellery-courier-report-2021-03-20#p44'",
        ),
        (
            "terms.yaml",
            "  used_by: []",
            "  evidence: [nowhere#p1]",
            "ellery-fishermens-cooperative.evidence",
            "no point 'nowhere#p1'",
        ),
        (
            SIEGE,
            '"three days of siege"',
            '"four days of siege"',
            "places.quote",
            "'four days of siege' doesn't stand in paragraph 7",
        ),
        (SIEGE, "paragraph: 7", "paragraph: 6", "places.quote", "paragraph 6"),
        (SIEGE, "paragraph: 7", "paragraph: 70", "places.quote", "paragraph 70"),
        (
            SIEGE,
            "concerns: [Port company,",
            "concerns: [Smugglers,",
            "positions",
            "no party 'Smugglers' in corpus.yaml",
        ),
        (SIEGE, "    evidence:", "    about: [X]\n    evidence:", "positions", "'X'"),
        (
            BUOYS,
            "evidence: [ellery-courier-report-2021-03-20#p6]",
            "evidence: [ellery-courier-report-2021-03-20#p66]",
            "evidence",
            "no point 'ellery-courier-report-2021-03-20#p66': mend it or add",
        ),
        (
            BUOYS,
            "evidence: [ellery-courier-report-2021-03-20#p6]",
            "evidence: [ellery-courier-report-2021-03-20#p4]",
            "positions.Fishermen's cooperative",
            "no evidence is a point of that party's own speaker",
        ),
        (
            BUOYS,
            "text: Tomas Brandt of the Ellery Fishermen's Cooperative said",
            "text: A skipper said",
            "positions.Fishermen's cooperative",
            "the text doesn't name 'Tomas Brandt'",
        ),
        (
            BUOYS,
            "that 5 of its survey buoys",
            "that 17 of its survey buoys",
            "positions.Port company",
            "the number 17 stands in none of its evidence",
        ),
        (
            BUOYS,
            "on 18 March 2021 that",
            "on 19 March 2021 that",
            "positions.Fishermen's cooperative",
            "the number 19 stands in none of its evidence",
        ),
        (
            BUOYS,
            "  - is there any evidence on the buoys",
            "  - seige or vigil",
            "asked_as",
            "'seige or vigil' stands twice in the register",
        ),
        (
            BUOYS,
            "  - is there any evidence on the buoys",
            "  - Seige or vigil",
            "asked_as",
            "'Seige or vigil' stands twice in the register",
        ),
        (
            CAUSE,
            "The causes of the decline of the herring in Ellery Bay are disputed.",
            "Overfishing alone, and no work of the port, caused the decline of the "
            "herring in Ellery Bay.",
            "summary",
            "'h06-cause-of-decline' in our own voice",
        ),
        (
            SIEGE,
            "The two main parties use different words for it.",
            "The siege was lifted on the third day.",
            "summary",
            "'siege' is a party's own word",
        ),
        (
            VOTE,
            "environmental-court-judgment-2022-11-03#p6",
            "port-ellery-town-council-minutes-2021-05-25#p1",
            "evidence",
            "`refuted` rests on parties' words alone",
        ),
        (
            "claims/h07-new-jobs.yaml",
            "stance: supports",
            "stance: qualifies",
            "evidence",
            "`refuted` rests on parties' words alone",
        ),
        (
            VOTE,
            "on 25 May 2021 by 9 votes to 6.\nsummary",
            "on 25 May 2021 by 9 votes to 6; in 2022 a court noted it.\nsummary",
            "summary",
            "it speaks of 2022, after the article: use `overtaken`",
        ),
    ],
)
def test_what_doesnt_fit_is_named_by_file_field_and_mend(
    harbour: Path, edit: Edit, name: str, old: str, new: str, field: str, mend: str
) -> None:
    edit(name, old, new)
    problems = problems_of(harbour)
    found = [p for p in problems if p.file == name and p.field == field]
    assert any(mend in p.mend for p in found), [str(problem) for problem in problems]


def test_a_contested_claim_of_one_perspective_is_refused(
    harbour: Path, edit: Edit
) -> None:
    edit(
        BUOYS,
        "ellery-port-company-statement-2021-04-15#p7",
        "ellery-courier-report-2021-03-20#p4",
    )
    found = [p.mend for p in problems_of(harbour) if p.field == "evidence"]
    assert found == ["a contested claim needs evidence of at least two perspectives."]


def test_a_verdict_on_unconfirmed_points_alone_is_refused(
    harbour: Path, edit: Edit
) -> None:
    for point in (
        "ellery-courier-report-2021-03-20#p4",
        "ellery-courier-report-2021-03-20#p6",
        "ellery-port-company-statement-2021-04-15#p7",
    ):
        edit(BUOYS, point, "ellery-courier-report-2021-03-20#p5")
    found = [p.mend for p in problems_of(harbour) if p.field == "evidence"]
    assert any("all of it is unconfirmed" in mend for mend in found)


def test_a_quotation_of_fifteen_words_is_short_enough(
    harbour: Path, edit: Edit
) -> None:
    edit(COURIER, "nobody was hurt", "“" + "word " * 14 + "word”")
    assert problems_of(harbour) == []


def test_a_claim_with_missing_evidence_names_every_missing_point(
    harbour: Path, edit: Edit
) -> None:
    edit(BUOYS, "ellery-courier-report-2021-03-20#p4", "gone#p1")
    edit(BUOYS, "ellery-courier-report-2021-03-20#p6", "gone#p2")
    mends = " ".join(p.mend for p in problems_of(harbour) if p.file == BUOYS)
    assert "'gone#p1'" in mends
    assert "'gone#p2'" in mends


def test_removing_a_source_names_the_claims_that_rest_on_it(harbour: Path) -> None:
    (harbour / MINUTES).unlink()
    files = {problem.file for problem in problems_of(harbour)}
    assert {VOTE, "claims/h10-town-future.yaml", "timeline.yaml"} <= files
    assert SIEGE not in files


def test_a_problem_reads_as_one_line(harbour: Path, edit: Edit) -> None:
    edit(COURIER, "perspective: press", "perspective: gossip")
    (problem,) = problems_of(harbour)
    assert str(problem).startswith(f"{COURIER}: perspective: 'gossip' isn't one of")
    assert "\n" not in str(problem)


def test_quotes_are_located_where_they_stand(harbour: Path) -> None:
    register, problems = located(require_corpus(harbour).register)
    assert problems == []
    for claim in register.claims:
        for place in claim.places:
            first, last = register.article.paragraphs()[place.paragraph - 1]
            assert first <= place.start < place.end <= last
            assert register.article.text[place.start : place.end] == place.quote


def test_a_quote_is_looked_for_in_its_own_paragraph(harbour: Path) -> None:
    register, _ = located(require_corpus(harbour).register)
    first, second = register.claim("h07-new-jobs").places
    assert first.end < second.start


def test_a_position_that_could_never_be_shown_is_a_problem(
    harbour: Path, edit: Edit
) -> None:
    edit(
        BUOYS,
        "text: Tomas Brandt of the Ellery Fishermen's Cooperative said on 18 March "
        "2021 that no member of the cooperative had touched the survey buoys.",
        "text: For Tomas Brandt on 18 March 2021 members of the cooperative cut the "
        "survey buoys loose on the night of 18 March 2021.",
    )
    (problem,) = problems_of(harbour)
    assert problem.field == "positions.Fishermen's cooperative"
