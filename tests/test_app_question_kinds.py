from __future__ import annotations

import pytest

from app.question_kinds import asks_for


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Who wrote this article?", "about-article"),
        ("When was the article published?", "about-article"),
        ("who wrote this and where", "about-article"),
        ("What is this article about?", "in-short"),
        ("Summarise the op-ed", "in-short"),
        ("Tell me the author's main argument in his words", "in-short"),
        ("What does the piece claim overall?", "in-short"),
        ("Summarise what the article says about the quay", "article"),
        ("Which predictions came true?", "predictions"),
        ("What does the article get wrong?", "mistakes"),
        ("List the factual errors in this piece", "mistakes"),
        ("Is the author mistaken about the vote?", "whether"),
        ("In what points is the article wrong?", "mistakes"),
        ("So the author is wrong in calling it a siege?", "article"),
        ("Does the op-ed use loaded language?", "loaded-words"),
        ("Which biased words are in the article?", "loaded-words"),
        ("What does the article say about jobs?", "article"),
        ("According to the author, who is to blame?", "article"),
        ("What did the op-ed expect of the new quay?", "article"),
        ("What happened later?", "later"),
        ("Did the boats leave in the end, as the author thought?", "later"),
        ("What has come out since the article?", "later"),
        ("Is the harbour still there?", "later"),
        ("Why does the company still hide the survey?", "why"),
        ("The council voted, yet the boats stayed. Why?", "why"),
        ("Did the quay open a year earlier or later?", "whether"),
        ("Now they call it a vigil. Why?", "why"),
        ("Who owns the quay now?", "later"),
        ("Why fish where there is no herring?", "why"),
        ("Is the author a fisherman?", "about-article"),
        ("Is the author right?", "whether"),
        ("Compare both sides on the herring.", "compare"),
        ("How many boats are there?", "how-many"),
        ("What does the article say about crews paid by the port?", "article"),
        ("Is the author paid by the port?", "about-article"),
        ("Which claims in the article are contested?", "in-short"),
        ("Which claims of the port does the article ignore?", "what"),
        ("When was the vote?", "when"),
        ("When will the quay be finished?", "when"),
        ("When will the company finally stop lying about the herring?", "what"),
        ("Is the line of boats across the harbour still there?", "later"),
        ("In what year was the quay finished?", "when"),
        ("Who blocked the harbour?", "who"),
        ("Where is the North Basin?", "where"),
        ("Why did the herring go?", "why"),
        ("Did the council vote for it?", "whether"),
        ("Is it true that they fled?", "whether"),
        ("Tell me of the harbour.", "what"),
    ],
)
def test_what_is_asked_for_is_told_from_the_words(text: str, asks: str) -> None:
    assert asks_for(text) == asks
