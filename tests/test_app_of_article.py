from __future__ import annotations

import numpy as np
import pytest

from app.question.of_article import Kinds, alike, worded
from app.question.understanding import Reader
from eval.of_article import examples, held_out
from index.calibration import calibration
from index.generations import Generation


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return Kinds(calibration()["of_article"])


@pytest.fixture(scope="module")
def reader(generation: Generation) -> Reader:
    return Reader(generation)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what week was this written?", "about-article"),
        ("Is the author Norwegian or Danish? I can't tell", "about-article"),
        ("How many words has the article?", "about-article"),
        ("hi, can you tell me the main argument in two sentences", "in-short"),
        ("Summarise the op-ed", "in-short"),
        ("does the article take the company's side", "trust"),
        ("So why should I believe the article", "trust"),
        ("which sources does the writer name", "grounds"),
        ("List the factual errors in this piece", "mistakes"),
        ("what does the article get right", "undisputed"),
        ("Which claims in the article are contested?", "disputed"),
        ("what of this is only his view", "opinions"),
        ("Which predictions came true?", "predictions"),
        ("What is missing from the article?", "left-out"),
        ("Who would object to this column?", "opponents"),
        ("Does the op-ed use loaded language?", "loaded-words"),
        ("has the article been overtaken by events", "outdated"),
    ],
)
def test_what_is_asked_of_the_article_as_a_whole_is_told(
    kinds: Kinds, text: str, kind: str
) -> None:
    assert kinds.of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Is the author mistaken about the vote?",
        "what does the article leave out about the buoys",
        "Summarise what the article says about the quay",
        "Did the article's prediction on the quay come true?",
        "Is the harbour master's report biased?",
        "Who wrote the treaty?",
        "What does the guy who repaired the mast say?",
    ],
)
def test_what_is_asked_on_one_thing_is_not_of_the_article_as_a_whole(
    kinds: Kinds, text: str
) -> None:
    assert kinds.of(text) is None


def test_it_carries_to_other_peoples_words() -> None:
    of_article, on_service, others = held_out(calibration()["of_article"])
    assert of_article >= 0.7
    assert on_service >= 0.6
    assert others >= 0.9
    fit = {text.casefold() for texts in examples()["fit"].values() for text in texts}
    apart = [text for texts in examples()["held_out"].values() for text in texts]
    assert fit.isdisjoint(text.casefold() for text in apart)


def test_names_of_an_article_and_its_author_are_put_alike() -> None:
    assert alike("Is that op-ed biased?") == "is the article biased?"
    assert alike("whoever wrote this lies") == "the author lies"
    assert alike("the text of the treaty") == "the text of the treaty"


def test_words_make_unit_rows() -> None:
    table = worded(["a b", "c"], {"a": 0, "b": 1})
    assert np.allclose(table, [[0.5**0.5, 0.5**0.5], [0.0, 0.0]])


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("who wrote this", "about-article"),
        ("What did he get right?", "undisputed"),
        ("How did it end?", "course"),
        ("Where does it lie?", "where"),
        ("Which buoys were wrong?", "what"),
    ],
)
def test_a_first_question_may_mean_the_article_without_naming_it(
    reader: Reader, text: str, asks: str
) -> None:
    assert reader.understand(text).asks == asks


def test_who_says_something_in_a_first_question_is_the_article(reader: Reader) -> None:
    found = reader.understand("does it mention the lighthouse")
    assert found.text == "does the article mention the lighthouse"
    assert found.typed == "does it mention the lighthouse"
    assert found.on_article
    assert reader.understand("what does this guy think of it").on_article


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("The council met. What does it say?", ()),
        ("what does it say", ("What is the harbour report?",)),
        ("Does it float?", ()),
    ],
)
def test_who_says_something_else_is_not_the_article(
    reader: Reader, text: str, history: tuple[str, ...]
) -> None:
    assert not reader.understand(text, history).on_article


@pytest.mark.parametrize(
    ("text", "of_service"),
    [
        ("Why do you always side with the fishermen?", True),
        ("why should I trust what you tell me", True),
        ("How many of your sources are from that country?", True),
        ("Who pays for this website?", True),
        ("Can you tell me who paid for the quay?", False),
        ("Why do the fishermen always side with the court?", False),
        ("why don't you mention that the buoys were cut loose", False),
    ],
)
def test_what_is_said_to_the_service_and_about_it_is_told(
    reader: Reader, text: str, of_service: bool
) -> None:
    assert (reader.understand(text).asks == "service") == of_service
