"""What kind of answer a question asks for, told from its words."""

from __future__ import annotations

import re
from typing import Literal

Asks = Literal[
    "article", "later", "predictions", "mistakes", "undisputed", "left-out",
    "loaded-words", "about-article", "in-short", "course", "now", "outcome",
    "how-many", "when", "who", "where", "why", "what",
]  # fmt: skip

ARTICLE = (
    r"(?:(?:the|this|your|that) (?:opinion |news |original )?"
    r"(?:article|author|op[- ]?ed)|"
    r"(?:this|your|that) (?:opinion |news )?(?:piece|text|essay|column)|"
    r"the (?:piece|text|writer|opinion column)(?! of\b| (?-i:[A-Z]))|"
    r"(?:the |that )?(?:man|guy|person|one) who wrote (?:this|that|it))\b"
)
"""What names the article, or who wrote it; `the text of the truce` is another one."""
_SAY = r"(?:say|claim|mention|argue|write|think|believe|suggest|call|mean|tell)"
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
_POINT = (
    r"(?:(?:main|central|key|core|basic|overall|principal|whole)\s+"
    r"(?:points?|arguments?|messages?|claims?|thesis|theses|ideas?|lines?|themes?))"
)
_QUALITY = (
    r"(?:propaganda|(?:un)?biased|(?:un)?reliable|true|accurate|fake\w*|one-?sided|"
    r"objective|trustworthy|credible|lies|lying|neutral|balanced|(?:un)?fair|partisan|"
    r"good (?:a )?source|trusted)"
)
"""What a reader wants to know of an article as a whole."""
_OUTLET = (
    r"(?:the|this|that|its) (?:outlet|publisher|news ?site|website|site|newspaper|"
    r"paper|magazine|portal)"
)
_BE_OR_DO = r"(?:did|does|do|is|are|was|were|has|have|had|will)"
_OF_SOME_KIND = (
    r"(?:an? )?(?:\w+(?:ian|ean|ish|ani|ese|ench|eek)|journalist|professor|historian|"
    r"soldier|politician|diplomat|lawyer|expert|scholar|man|woman|paid|anonymous|known)"
)
"""What a reader wants to know of an author: a nation, an occupation."""
_GENRE = r"(?:an? )?(?:news|opinion|op[- ]?ed|editorial|report\b|column|translat\w+)"
_CLAUSE_BEGINS = (
    r"(?:^|[^\w\s'’-]|\b(?:and|or|but|so|then|ok|wait|hi|hello|well|no|yes|out|by|to|of|from|for|with|on|about|at|"
    r"against|in|knows?|says?|said|tell|tells|told|me|us|exactly|actually|really|is|was|"
    r"are|were|asks?|asking|matters?|clear|wonder\w*|decide\w*|establish\w*|prove\w*|"
    r"name|explain|than|if|whether|not|just|only|also)\b)\W*"
)
"""What a question word follows, and one that goes on from a noun doesn't."""
_PATTERNS: tuple[tuple[Asks, str], ...] = (
    (
        "about-article",
        rf"\bwho (?:wrote|published|authored)(?: (?:this|that|it|{ARTICLE}))?\W*"
        rf"(?:$|(?<=[\s,;?.])and\b)|"
        rf"\bwho (?:is|was) (?:the author|behind {ARTICLE})\b|"
        rf"\bwho (?:wrote|published|authored) {ARTICLE}|"
        rf"^\W*(?:the )?author of {ARTICLE}\W*$|"
        rf"\b(?:is|was) (?:the (?:author|writer|columnist)(?: of {ARTICLE})?|"
        rf"{ARTICLE}['’]s (?:author|writer)) {_OF_SOME_KIND}(?: or {_OF_SOME_KIND})?"
        r"(?:\W*$|[.?!,;])|"
        r"\bis (?:the|this) (?:author|writer) (?!right|wrong|correct|mistaken|lying|"
        r"telling|serious|saying|fair|honest)(?:an? )?[\w-]+\W*(?:[?.!]|$)|"
        rf"\b(?:when|(?:what|which) (?:day|week|month|year|date)) (?:was|is) "
        rf"(?:{ARTICLE}|this) (?:written|published)|"
        rf"\bwhere (?:was|is) {ARTICLE}|"
        rf"\bwhat is {ARTICLE}(?=\W*(?:$|and\b|who\b))|"
        rf"\b(?:title|headline|publisher) of {ARTICLE}|"
        rf"\b{ARTICLE}(?:['’]s)? (?:title|headline|publisher)\b|"
        rf"\b(?:is|was|does|did|has) {ARTICLE} (?!{_SAY})(?:\w+ ){{0,2}}"
        r"(?:affiliat\w+|ties|links|connect\w+|paid|funded|sponsored|bribed|"
        r"work(?:s|ing)? for)\b|"
        rf"\bwho (?:paid|pays|funded|funds|sponsored|bribed) {ARTICLE}|"
        rf"\b(?:what|which) language\b.*\b{ARTICLE}|"
        rf"\b(?:is|was) (?:{ARTICLE}|this) (?:just |really |only )?{_GENRE}\b|"
        rf"\bhow (?:long (?:is|was)|many (?:words|paragraphs) (?:has|does|are in)) "
        rf"{ARTICLE}|"
        rf"\b{_QUALITY}\b.{{0,30}}\b{_OUTLET}\b|\b{_OUTLET}\b.{{0,30}}\b{_QUALITY}\b",
    ),
    (
        "in-short",
        rf"^(?!.*\b{ARTICLE}\b.*\b(?:about|regarding|concerning|on)\s+\w).*(?:"
        rf"\bwhat(?:'s|s| is| was) {ARTICLE}(?: all)? about\W*$|"
        r"(?:\b(?:why|how) |^\W*)(?:should|can|could|do) (?:i|we|one|you|any\w+) "
        rf"(?:believe|trust)\b.*\b{ARTICLE}\W*$|"
        rf"\b(?:summar\w+|sum(?:ming)? up|outline|gist|overview|tl;?dr)\b.*"
        rf"\b{ARTICLE}\b|"
        rf"\b{_POINT}\b.*\b{ARTICLE}\b|\b{ARTICLE}(?:['’]s)?\b.{{0,20}}\b{_POINT}\b|"
        rf"\b(?:what(?:['’]?s| is| are)|tell (?:me|us)|give (?:me|us)|explain) "
        rf"(?:the |its )?{_POINT}(?: here)?(?: in [\w ]{{1,20}}|,? pl\w+)?\W*$|"
        rf"\bwhat (?:does|did|is) {ARTICLE} (?:say|claim|argue|want|mean|saying|"
        r"claiming|arguing)"
        r"(?: (?:overall|exactly|in (?:general|short|brief)|all in all))?\W*$|"
        rf"\bwhat (?:claims|statements) (?:does|are in|has) {ARTICLE}\b|"
        rf"\b(?:which|what|how many)(?: of)? (?:the |its |his )?(?:claims|statements)"
        rf"(?: (?:in|of|by) {ARTICLE})? (?:are|is|were|hold)\b.{{0,20}}\b(?:contested|"
        r"disputed|true|false|wrong|mistaken|up)\W*$|"
        rf"^\W*(?:is|was|how|isn't) {ARTICLE} (?:(?:just|really|actually|at all|"
        rf"completely|only|so|an?|to be) )*{_QUALITY}\b(?: or (?:can|should|could) i "
        r"(?:trust|believe) it)?(?: \w+)?\W*(?:$|(?<=[?.!])\s)|"
        rf"^\W*how (?:far )?{_QUALITY} (?:is|was|are) {ARTICLE}\W*(?:$|(?<=[?.!])\s)|"
        rf"^\W*(?:so |and )?(?:is|isn't|was) {ARTICLE} (?:\w+ )?(?:pro|anti)"
        r"[- ]\w+\W*$|"
        rf"\b(?:whose|which|any|take|takes|taking) sides?\b.{{0,20}}\b{ARTICLE}\W"
        rf"{{0,3}}(?:on|take|takes|taking)?\W*$|"
        rf"\b{ARTICLE} (?:take|takes|taking|on) (?:[\w'’]+ ){{0,3}}sides?\W*$)",
    ),
    (
        "left-out",
        rf"\bwhat (?:does|did|do|is|was|has) {ARTICLE} (?:\w+ )?(?:leave|leaves|left|"
        r"leaving|omit\w*|miss\w*|skip\w*|hide|hides|hiding|conceal\w*|ignor\w*|"
        r"not (?:say|mention|tell)\w*|fail\w* to (?:say|mention|tell))(?: out)?"
        r"(?: (?:of the (?:story|picture)|from the story|us))?\W*$|"
        rf"\bwhat(?:['’]s| is| was| are)? (?:\w+ )?(?:missing|left out|omitted|"
        rf"not said|not mentioned)(?: (?:from|in|by|of) {ARTICLE})?\W*$|"
        rf"\bwhat (?:facts|points|things|views?) (?:does|did|do) {ARTICLE} "
        r"(?:leave out|omit|ignore|miss|skip|hide)\W*$",
    ),
    (
        "undisputed",
        rf"\b(?:what|which|\w+thing|one|where|does|did)\b.{{0,30}}\b{ARTICLE}\b.{{0,12}}"
        r"\b(?:get|gets|got|getting|have|has|had|is|was)\s+(?:\w+ )?(?:right|correct)"
        r"(?:\W*(?:then)?\W*$|[?.!])|"
        rf"\bwhat (?:is|was|are) (?:actually |really )?(?:true|right|correct|accurate|"
        rf"undisputed|not (?:in dispute|disputed|contested)) (?:in|about|of) {ARTICLE}"
        r"\W*$",
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
        rf".*\b{ARTICLE}\b|\b{ARTICLE}\b.{{0,30}}"
        r"\b(?:wrong|mistakes?|errors?|mistaken|incorrect|inaccura\w+|untrue|"
        r"fact.?check\w*)\b"
        r"(?! (?:in|to|when|that|on|with)\b))",
    ),
    (
        "loaded-words",
        rf"\b(?:loaded|biased|emotive|partisan|one-?sided|propagand\w+|dehumani[sz]\w+)\b"
        rf".*\b(?:words?|wording|language|terms?|vocabulary|phrases?)\b.*\b{ARTICLE}\b|"
        rf"\b{ARTICLE}\b.*\b(?:loaded|biased|emotive|partisan|propagand\w+|"
        r"dehumani[sz]\w+)\b.*\b(?:words?|wording|language|terms?|vocabulary|phrases?)\b",
    ),
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
        r"describe\w*)\b|\baccording to the (?:article|author|op[- ]?ed|text|piece)\b",
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
    r"^\W*(?:so )?does(?: it| the(?: (?:region|place|republic))?)?\s+still exist\W*$",
    re.IGNORECASE,
)
"""Questions for how things stand today, with the names of the subject taken out."""
_ASKS = tuple((asks, re.compile(text, re.IGNORECASE)) for asks, text in _PATTERNS)
OVERVIEWS: frozenset[Asks] = frozenset(
    {"in-short", "predictions", "mistakes", "loaded-words", "undisputed", "left-out"}
)
"""Questions for a list of the article's claims."""
ASKED_OF_ARTICLE: frozenset[Asks] = OVERVIEWS | {"about-article"}
"""Questions for the article as a whole."""
AS_A_WHOLE: frozenset[Asks] = ASKED_OF_ARTICLE | {"course", "now", "outcome"}
"""Questions that are answered as a whole, whatever else is asked."""
CRITICAL: frozenset[Asks] = frozenset({"mistakes", "loaded-words"})
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
