"""What a question asks of the article as a whole, told by example.

A linear model over the vector and the words of a question in which whatever names the
article, its author, a party or a place is put alike. `python -m eval fit` fits it to
the examples in `eval/of_article.yaml`; its numbers stand in `index/calibration.json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal

import numpy as np

from app.question.kinds import NAMES_ARTICLE, OfArticle
from index.embedding import packaged_embedding
from index.lexicon import folded

NONE: Final = "none"
"""The kind of questions that aren't on the article as a whole."""
SERVICE: Final = "service"
"""The kind of those on the service that answers them."""
OF_SERVICE = 0.25
"""From which probability on a question said to this service is about it: of 14 of
`tune` that speak to it none reaches .2.
"""
_TEXT = (
    r"(?:article|op-?\s?ed|piece|text|column|essay|story|write-?up|editorial|post|"
    r"commentary|thing (?:i|we|you) (?:have )?(?:just )?read)"
)
_MAKER = r"(?:author|writer|columnist|commentator|journalist)"
_ARTICLE = re.compile(
    r"\b(?:(?:the|this|that|your|his|her|an?|whole|entire) )*"
    rf"(?:(?:opinion|news|blog) )?{_TEXT}\b(?! of\b| \d)"
)
_AUTHOR = re.compile(
    r"\b(?:(?:the|this|that|an?) )*(?:\w+ who|who ?ever) wrote (?:this|it|that|the "
    rf"article)\b|\b(?:the|this|that) (?:{_MAKER}|guy|dude|man|woman|person)\b|"
    rf"\b{_MAKER}\b"
)
_ITS_WORD = re.compile(
    r"^\W*(?:(?:so|and|but|ok|hi|hello|why|how|what|where|when|which|does|did|do|has|"
    r"is|was|really|true|that|if)\W+)*"
    r"(?P<it>it|s?he|th(?:is|at) (?:guy|man|woman|person))\b"
    r"(?=(?: (?:even|ever|also|really|just|only|never|not))? (?:says?|said|mentions?|"
    r"mentioned|claims?|claimed|writes?|wrote|argues?|argued|thinks?|believes?|"
    r"calls?|describes?|explains?|means?|predict(?:s|ed)?|talks?|speaks?)\b)",
    re.IGNORECASE,
)
"""What a first question means the article by, or its author: `does it mention the
market?`, `what does this guy think of the mayor?`.
"""
_WORD = re.compile(r"[\w'’-]+")


class Kinds:
    """Tells the kind of a question on the article as a whole."""

    def __init__(
        self, numbers: dict[str, Any], unnamed: Callable[[str], str] = str
    ) -> None:
        """`numbers` are those of `of_article` in the calibration; `unnamed` puts what
        stands for any of them instead of the names of parties and places.
        """
        self._kinds: list[OfArticle | Literal["service", "none"]] = numbers["kinds"]
        self._weights = np.array(numbers["weights"])
        self._word_weights = np.array(numbers["word_weights"])
        self._bias = np.array(numbers["bias"])
        self._words = {word: row for row, word in enumerate(numbers["words"])}
        self._unnamed = unnamed

    def of(self, text: str, surely: float = 0.0) -> OfArticle | None:
        """What a text asks of the article as a whole, at least as `surely` as that;
        None where it asks something else.
        """
        chances = self._chances(text)
        first = int(chances.argmax())
        kind = self._kinds[first]
        if kind == NONE or chances[first] < surely:
            return None
        return None if kind == SERVICE else kind

    def of_service(self, text: str) -> float:
        """The probability that a text is on the service that answers it."""
        return float(self._chances(text)[self._kinds.index(SERVICE)])

    def _chances(self, text: str) -> np.ndarray:
        """The probability of each kind; the packaged model makes the text's vector,
        whichever made the index.
        """
        put = alike(self._unnamed(text))
        scores = self._weights @ packaged_embedding().one(put) + self._bias
        scores += worded([put], self._words)[0] @ self._word_weights
        chances = np.exp(scores - scores.max())
        return np.asarray(chances / chances.sum())

    def knows(self, text: str) -> bool:
        """Whether the examples have every word of a text that names no article."""
        put = alike(self._unnamed(text))
        return all(word in self._words for word in _WORD.findall(put))


def with_article(text: str) -> str:
    """A first question with the article for `it` or `he` that says something."""
    said = None if NAMES_ARTICLE.search(text) else _ITS_WORD.search(text)
    if not said:
        return text
    return f"{text[: said.start('it')]}the article{text[said.end('it') :]}"


def alike(text: str) -> str:
    """A text, folded, with what may name the article or its author put alike."""
    return _AUTHOR.sub("the author", _ARTICLE.sub("the article", folded(text)))


def tokens(text: str) -> list[str]:
    """The words of a text that was put alike."""
    return _WORD.findall(text)


def worded(texts: Sequence[str], words: dict[str, int]) -> np.ndarray:
    """Which of the `words`, by column, each text has: unit rows, or zeros where none,
    shape (texts, words).
    """
    table = np.zeros((len(texts), len(words)))
    for row, text in enumerate(texts):
        table[row, [words[word] for word in tokens(text) if word in words]] = 1.0
    length = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table / np.maximum(length, 1.0))
