"""What kind of answer a question asks for, told from its words."""

from __future__ import annotations

import re
from typing import Literal

Asks = Literal[
    "article", "later", "predictions", "mistakes", "loaded-words", "about-article",
    "compare", "how-many", "when",
    "who", "where", "why", "whether", "what",
]  # fmt: skip

_ARTICLE = r"(?:the|this|your) (?:article|author|op-?ed|piece|text|writer)"
_DEGREE = (
    r"(?:matter|help|support|back|contribute|influence|affect|depend|trust|care|know|"
    r"difference|involved|responsible|change)\w*"
)
"""What is asked for by a degree and not by a number: how much did it matter?"""
_PATTERNS: tuple[tuple[Asks, str], ...] = (
    (
        "about-article",
        rf"\bwho (?:wrote|published|authored)(?: (?:this|that|it|{_ARTICLE}))?\W*$|"
        rf"\bwho (?:is|was) (?:the author|behind {_ARTICLE})\b|"
        rf"\bwho (?:wrote|published|authored) {_ARTICLE}|"
        rf"^\W*(?:the )?author of {_ARTICLE}\W*$|"
        rf"\bwhen was {_ARTICLE} (?:written|published)|"
        rf"\bwhere (?:was|is) {_ARTICLE}",
    ),
    (
        "predictions",
        r"\bpredict\w*\b.*\b(?:true|right|wrong|fail\w*|correct|happen\w*|out)\b|"
        r"\bwhich (?:predictions|forecasts)\b",
    ),
    (
        "mistakes",
        r"^(?!.*\b(?:about|regarding|concerning)\b).*(?:"
        rf"\b(?:mistakes?|errors?|slips?|inaccura\w+|untruths?|falsehoods?|fact.?check)\b"
        rf".*\b{_ARTICLE}\b|\b{_ARTICLE}\b.{{0,30}}"
        r"\b(?:wrong|mistakes?|errors?|mistaken|incorrect|inaccura\w+|untrue)\b)",
    ),
    (
        "loaded-words",
        rf"\b(?:loaded|biased|emotive|partisan|one-?sided|propagand\w+|dehumani[sz]\w+)\b"
        rf".*\b(?:words?|wording|language|terms?|vocabulary|phrases?)\b.*\b{_ARTICLE}\b|"
        rf"\b{_ARTICLE}\b.*\b(?:loaded|biased|emotive|partisan|propagand\w+|"
        r"dehumani[sz]\w+)\b.*\b(?:words?|wording|language|terms?|vocabulary|phrases?)\b",
    ),
    (
        "later",
        r"\b(?:looking back|in (?:hindsight|retrospect)|"
        r"(?:has|have|did) (?:it|that|this) (?:aged?|hold up|happen|come)|"
        r"(?:come|came|become|became) (?:of|true)|"
        r"turn(?:ed)? out|since (?:then|the war|20\d\d)|years? (?:on|later|since))\b",
    ),
    (
        "article",
        r"\b(?:the|this|your) (?:article|author|op-?ed|piece|text|writer)\b.*"
        r"\b(?:say|says|said|claim\w*|argu\w*|mean\w*|write\w*|think\w*|call\w*|put\w*|"
        r"describe\w*)\b|\baccording to the (?:article|author|op-?ed|text|piece)\b",
    ),
    (
        "later",
        r"\b(?:later|afterwards?|in the end|eventually|nowadays|these days|today|now|"
        r"still|yet|did it (?:hold|last)|what happened (?:next|after))\b",
    ),
    ("compare", r"\b(?:compar\w+|differ\w*|versus|vs|both sides|each side)\b"),
    (
        "how-many",
        r"\b(?:how (?:many|long|often|big|large|old)|number of|how (?:much|far)"
        rf"(?!\b.*\b{_DEGREE}\b))\b",
    ),
    (
        "when",
        r"(?:^|[.?!;:]|\b(?:and|or|since|by|until|exactly|know|say|tell me))\W*when\b|"
        r"\b(?:what (?:date|day|year|month|time)|which (?:day|year|month))\b",
    ),
    ("who", r"\b(?:who|whom|whose|which (?:side|country|party|state)s?)\b"),
    ("where", r"\bwhere\b"),
    ("why", r"\b(?:why|what (?:caused|led|made)|how come|reasons?)\b"),
    (
        "whether",
        r"^\W*(?:so |and |but |ok |well )*(?:is|are|was|were|did|do|does|has|have|had|"
        r"can|could|would|will|should|isn't|wasn't|didn't|aren't)\b|\bis it true\b|"
        r"\btrue that\b",
    ),
)
_ASKS = tuple((asks, re.compile(text, re.IGNORECASE)) for asks, text in _PATTERNS)
OVERVIEWS: frozenset[Asks] = frozenset({"predictions", "mistakes", "loaded-words"})
"""Questions for a list of the article's claims."""
FACTUAL: frozenset[Asks] = frozenset({"how-many", "when", "where"})


def asks_for(text: str) -> Asks:
    """What kind of answer a question asks for."""
    return next((asks for asks, pattern in _ASKS if pattern.search(text)), "what")
