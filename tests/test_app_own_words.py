from __future__ import annotations

import pytest

from app.question.own_words import said_before
from index.lexicon import Lexicon

COMMON = ["The council met at the harbour."] * 20
RARE = ["The herring was sold at the quay for a price."]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    texts = [*COMMON, *RARE]
    return Lexicon([f"p{n}" for n in range(len(texts))], texts)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("And the herring?", {"quay", "price"}),
        ("What of the council?", set()),
        ("And the herring at the quay?", {"price"}),
        ("The quay, the zeppelin?", set()),
        ("Why?", set()),
    ],
)
def test_earlier_words_count_less_where_a_turn_tells_something_of_its_own(
    lexicon: Lexicon, text: str, before: set[str]
) -> None:
    assert said_before(text, "What price had the quay", lexicon) == before
