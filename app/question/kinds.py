"""What kind of answer a question asks for, told from its words."""

from __future__ import annotations

import re
from typing import Literal, get_args

OfArticle = Literal[
    "about-article", "in-short", "trust", "grounds", "mistakes", "undisputed",
    "disputed", "opinions", "predictions", "left-out", "opponents", "loaded-words",
    "outdated",
]  # fmt: skip
"""What is asked of the article as a whole."""
Asks = Literal[
    OfArticle, "service", "article", "later", "course", "now", "outcome", "how-many",
    "when", "who", "where", "why", "what",
]  # fmt: skip

ARTICLE = (
    r"(?:(?:the|this|your|that) (?:opinion |news |original )?"
    r"(?:article|author|op[- ]?ed)|"
    r"(?:this|your|that) (?:opinion |news )?(?:piece|text|essay|column)|"
    r"the (?:piece|text|writer|opinion column)(?! of\b| (?-i:[A-Z]))|"
    r"(?:the |that )?(?:man|guy|person|one) who wrote (?:this|that|it))\b"
)
"""What names the article, or who wrote it; `the text of the truce` is another one."""
NAMES_ARTICLE = re.compile(rf"\b{ARTICLE}", re.IGNORECASE)
_DEGREE = (
    r"(?:matter|help|support|back|contribute|influence|affect|depend|trust|care|know|"
    r"difference|involved|responsible|change)\w*"
)
"""What is asked for by a degree and not by a number: how much did it matter?"""
_DEMAND = (
    r"\s+will\b.{0,40}\b(?:stop|cease|admit|confess|apologi[sz]e|pay|punish\w*|learn|"
    r"reali[sz]e|face|condemn|own up|wake up)\b"
)
"""What makes `when` a demand and not a question for a day."""
_BE_OR_DO = r"(?:did|does|do|is|are|was|were|has|have|had|will)"
_STANCE = r"(?:opinions?|views?|stance|take|attitude|position|words?)"
_CLAUSE_BEGINS = (
    r"(?:^|[^\w\s'’-]|\b(?:and|or|but|so|then|ok|wait|hi|hello|well|no|yes|out|by|to|of|from|for|with|on|about|at|"
    r"against|in|knows?|says?|said|tell|tells|told|me|us|exactly|actually|really|is|was|"
    r"are|were|asks?|asking|matters?|clear|wonder\w*|decide\w*|establish\w*|prove\w*|"
    r"name|explain|than|if|whether|not|just|only|also)\b)\W*"
)
"""What a question word follows, and one that goes on from a noun doesn't."""
_PATTERNS: tuple[tuple[Asks, str], ...] = (
    ("how-many", r"\bhow (?:many|much)\b.*\bsince (?:then|the war|20\d\d)\b"),
    (
        "later",
        r"\b(?:looking back|in (?:hindsight|retrospect)|"
        r"(?:has|have|did) (?:it|that|this) (?:aged?|hold up|happen|come)|"
        r"(?:come|came|become|became) (?:of|true)|"
        r"turn(?:ed)? out|since (?:then|the war|20\d\d)|years? (?:on|later|since)|"
        r"in the end|eventually|nowadays|these days|to this day|"
        rf"(?:after|since) (?:then|{ARTICLE}|(?:it|this) (?:was|came|appeared))|"
        r"(?:came|come|emerged?) (?:out|to light) (?:later|after\w*|since))\b",
    ),
    (
        "article",
        rf"\b{ARTICLE}.*"
        r"\b(?:say|says|said|claim\w*|argu\w*|mean\w*|write\w*|think\w*|call\w*|put\w*|"
        r"expect\w*|foresee\w*|foresaw|suggest\w*|hint\w*|believ\w*|warn\w*|blam\w*|"
        r"describe\w*|predict\w*|quot\w*|mention\w*|discuss\w*|talk\w*|speak\w*|"
        r"refer\w*)\b|"
        rf"\b{_STANCE}\b.{{0,12}}\b{ARTICLE}|\b{ARTICLE}['’]s (?:\w+ )?{_STANCE}\b|"
        r"\bquote (?:me )?(?:the|its|his|that)\b|"
        r"\baccording to the (?:article|author|op[- ]?ed|text|piece)\b",
    ),
    (
        "later",
        r"\b(?:(?<!or )later|afterwards?|today|(?<!how long )did it (?:hold|last)|"
        r"what happened (?:next|after)|now(?=\W*(?:[?.!,]|$))|(?<!, )(?<!and )yet|"
        r"(?:is|are)(?:\W+[\w'’]+){0,5}\W+still(?! being)|"
        r"still (?:in force|valid|true|there|around|hold\w*|appl\w+|stand\w*|"
        r"exist\w*))\b",
    ),
    (
        "how-many",
        r"\b(?:how (?:many|long|often|big|large|old)|number of|how (?:much|far)"
        rf"(?! (?:has|have|along)\b)(?!\b.*\b{_DEGREE}\b))\b",
    ),
    (
        "when",
        r"(?:^|[.?!;:]|\b(?:and|or|since|by|until|exactly|know|say|tell me))\W*when\b"
        rf"(?!{_DEMAND})|,\s*when {_BE_OR_DO}\b|"
        r"\b(?:what (?:date|day|year|month|time)|which (?:day|year|month))\b",
    ),
    (
        "who",
        rf"{_CLAUSE_BEGINS}(?:who|whom|whose)\b|"
        r"\bwhich (?:side|country|party|state)s?\b",
    ),
    (
        "where",
        rf"(?:^|[.?!;:]|,(?=\s*where {_BE_OR_DO}\b)|"
        r"\b(?:and|or|from|to|exactly|know|say|tell me))\W*where\b"
        r"(?! (?:do|does|did)\b.*\bstand\b)"
        r"(?! (?:was|were|is|are)\b.*\b(?:when|while|for (?:us|our|my|me))\b)",
    ),
    ("why", r"\b(?:why|what (?:caused|led|made)|how come|reasons?)\b"),
)
_EVENTS = (
    r"(?:it|this|that|(?:(?:the|this|that|whole|entire|last|latest|recent|first|second|"
    r"in|of|\d{4}|autumn|spring|summer|winter)\s+)*"
    r"(?:war|conflict|dispute|fighting|events|crisis|story|thing)(?:\s+(?:in|of|over|the|\d{4}))*)"
)
_WHEN = (
    r"(?:there |then )?(?:in|during|on|around)\s+(?:(?:the|early|late|end|beginning|of|"
    r"in|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|\d{1,2})\s+)*\d{4}"
)
_WON = (
    r"(?:(?:who|which (?:side|country|army|nation|party)) (?:won|lost|was victorious|"
    r"came out on top)|"
    r"did (?:any(?:one|body)|either side|no(?:body| one)) (?:win|lose))"
)
OPENING = r"^\W*(?:(?:so|ok|please|can you|could you|just|quickly|briefly|and|but)\s+)*"
_CLOSING = (
    r"(?:\W+(?:please|briefly|in short|simply|in simple (?:words|terms)|(?:to|for) me|"
    r"like i'?m \w+|in the end|exactly|then|overall|and why|(?:in|with) \w+ sentences|"
    r"(?:pls|plz)))*\W*$"
)
_COURSE = re.compile(
    rf"{OPENING}(?:"
    r"(?:explain|summari[sz]e|sum up|outline|describe|recap|tell me (?:all )?about|"
    r"(?:give me |write )?(?:an? )?(?:short |brief |quick )?(?:overview|summary|"
    rf"timeline|chronology|history) of)\s+{_EVENTS}|"
    r"(?:timeline|chronology|overview|summary)|"
    rf"what (?:happened|(?:is|was) {_EVENTS} (?:all )?about)|"
    rf"what happened in {_EVENTS}|what happened {_WHEN}|"
    rf"how did {_EVENTS} (?:end|go|unfold|play out)|"
    r"(?:why|what) (?:did|do|were|are|was) (?:they|(?:the |both )?(?:two )?"
    r"(?:sides|countries|nations|armies|people)) (?:all )?(?:fight\w*|at war)"
    rf"(?: (?:over|for|about|in \d{{4}}))?){_CLOSING}",
    re.IGNORECASE,
)
"""Questions for how it all went, with the names of the subject taken out."""
_OUTCOME = re.compile(rf"{OPENING}{_WON}(?: {_EVENTS})?{_CLOSING}", re.IGNORECASE)
"""Questions for who won, with the names of the subject taken out."""
_NOW = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\s+)*(?:"
    r"(?:who|which (?:country|state|side|government|army))\s+(?:actually\s+|really\s+)?"
    r"(?:(?:controls?|rules?|governs?|owns?|runs?|holds?|administers?)|"
    r"is in (?:charge|control)(?:\s+of|\s+over)?)|"
    r"what(?:'s| is) (?:the situation|the state of (?:things|affairs)|going on|"
    r"happening))\s*"
    r"(?:(?:in|there|it|the|(?:the|that) (?:region|area|land|territory|place))\s*)*"
    r"(?:right now|now|today|nowadays|these days|currently|at present|at the moment)\b|"
    r"^\W*(?:so )?does(?: it| the(?: (?:region|place|republic))?)?\s+still exist\W*$|"
    rf"^\W*(?:(?:so|and|but|ok)\s+)*(?:is|has)\s+{_EVENTS}\s+(?:(?:really|finally|now|"
    r"actually|all|been)\s+)*(?:over|finished|done|ended|settled|resolved|solved)"
    r"(?: now| yet| today| for good)?\W*$",
    re.IGNORECASE,
)
"""Questions for how things stand today, with the names of the subject taken out."""
_ASKS = tuple((asks, re.compile(text, re.IGNORECASE)) for asks, text in _PATTERNS)
ASKED_OF_ARTICLE: frozenset[Asks] = frozenset(get_args(OfArticle))
"""Questions on the article as a whole."""
AS_A_WHOLE: frozenset[Asks] = ASKED_OF_ARTICLE | {"course", "now", "outcome"}
"""Questions that are answered as a whole, whatever else is asked."""
CRITICAL: frozenset[Asks] = frozenset({"mistakes", "loaded-words", "trust"})
"""Those of them that ask for what is wrong with the article."""
ON_ALL: frozenset[Asks] = AS_A_WHOLE - ASKED_OF_ARTICLE
"""Questions on the subject as a whole."""
LATER: frozenset[Asks] = frozenset({"later", "now"})
"""Questions for what came after the article, or how things stand today."""
FACTUAL: frozenset[Asks] = frozenset({"how-many", "when", "where"})


def asks_on_all(unnamed: str) -> Literal["course", "now", "outcome"] | None:
    """Whether a text without the subject's names asks how it all went, how things stand
    now, or who won.
    """
    text = " ".join(unnamed.split())
    if _NOW.search(text):
        return "now"
    if _OUTCOME.search(text):
        return "outcome"
    return "course" if _COURSE.search(text) else None


def asks_for(text: str) -> Asks:
    """What kind of answer a question asks for."""
    return next((asks for asks, pattern in _ASKS if pattern.search(text)), "what")
