"""What the words of a turn tell about its place in a conversation."""

from __future__ import annotations

import calendar
import re

YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
OF_YEAR = re.compile(
    rf"\b(?:(?:\d{{1,2}} )?(?:{'|'.join(calendar.month_name[1:])})(?: \d{{1,2}},?)? )?"
    r"(?:1[89]|20)\d\d\b",
    re.IGNORECASE,
)
"""A year with the month and day before it, if it has them."""
BARE = 5
"""Words up to which a turn says too little to be found by itself."""
_PUSH = re.compile(
    r"\b(?:admit|confess|concede|be honest|honestly|come on|go on|face it|quit|"
    r"(?:just )?say (?:it|so)|just say|spell it out|name it|(?:pick|choose) one|"
    r"(?:so |then |just )?confirm(?= it\b|\W*$)|just answer|repeat after me|"
    r"(?:stop|enough|no more|no|without|don'?t|drop)\b.{0,20}\b(?:dodg\w*|"
    r"hid(?:e|ing)|lying|avoid\w*|pretend\w*|hedg\w*|(?:both|two).sid\w*|diploma\w+|"
    r"evasi\w+|excuses?|caution|waffl\w+)|"
    r"you(?:'re| are| keep)? (?:just |still |only |too )?(?:dodg\w+|hedg\w+|evad\w+|"
    r"avoid\w+|wrong|lying|biased|cowardly|hiding)|both.sides (?:talk|mush|stuff)|"
    r"why (?:don['’]?t|won['’]?t|can['’]?t|do not) (?:you|u) (?:just |simply )?"
    r"(?:say|admit|call|tell|answer|write)(?: (?:it|that|so))?"
    r"(?= (?:so|plainly|out loud)\b|\W*$)|"
    r"every(?:one|body) knows|you know (?:it|that|very well|perfectly)|"
    r"tell (?:the truth|me honestly)|so you agree|"
    r"(?<!else )(?<!thing )that'?s (?:wrong|a lie|nonsense|biased)|"
    r"(?:a |one )?straight (?:answer|verdict|reply)|one word|yes or no|for once|"
    r"i(?:'m| am)? (?:do not|don'?t|not|never|can't) (?:buy|buying|believe|accept)|"
    r"i asked (?:for|you)|i want (?:an answer|no)|too soft|dare (?:to )?say)(?!\w)",
    re.IGNORECASE,
)
"""Words that press for agreement instead of asking."""
_ASKS_ADMISSION = re.compile(
    r"^\W*(?:\w+\W+){0,2}(?:did|do|does|has|have|had|will|would|who|why|when)\b"
    r"[^.!?;]{0,60}\b(?:admit|confess|concede)",
    re.IGNORECASE,
)
"""What asks whether somebody admits something, and doesn't press for it."""
TO_US = re.compile(r"\byou(?:r|rs|rself)?\b", re.IGNORECASE)
"""What speaks to the service."""
_PRONOUN = (
    r"it|its|they|them|their|that|this|those|these|he|she|him|his|her|"
    r"(?<!is )(?<!are )(?<!was )(?<!were )there(?! (?:is|are|was|were)\b)|"
    r"(?:which|what|either|the other) side|same|opposite|contrary|others?|ones?|"
    r"(?<=say )so|(?<=says )so|(?<=said )so"
)
POINTS_BACK = re.compile(rf"\b(?:{_PRONOUN})\b", re.IGNORECASE)
"""What stands for something said before."""
REFERS = re.compile(rf"\b(?:{_PRONOUN}|then)\b", re.IGNORECASE)
OTHER_SIDE = re.compile(r"\b(?:the )?other (?:side|party)\b", re.IGNORECASE)
_INTERJECTION = (
    r"(?:(?:h+m+|ok(?:ay)?|well|yes|yeah|no|nope|wait|right|sure|fine|oh|ah|sorry|"
    r"really)\b"
    r"\W*)*"
)
INTERJECTED = re.compile(rf"^\W*{_INTERJECTION}", re.IGNORECASE)
_COMMENT = (
    r"(?:that['’]?s|this is|it['’]?s|you(?:['’]?re| are)|(?:that|this|it) isn['’]?t) "
    r"(?:just |so |not )*"
    r"(?:true|wrong|right|lies?|a lie|biased|false|nonsense|fair|what)\b|"
    r"that['’]?s (?:just|only|all)\b"
)
COMMENTS = re.compile(rf"^\W*{_INTERJECTION}(?:{_COMMENT})", re.IGNORECASE)
"""What opens a clause that says something of what was said before."""
CONTINUES = re.compile(
    rf"^\W*{_INTERJECTION}(?:"
    r"(?:and|but|so|or|what about|how about|what of|also|i mean|i meant|says who)\b|"
    r"(?:(?<=no\W)|(?<=no\W\W)|(?<=sorry\W\W))not\b|"
    rf"{_COMMENT})",
    re.IGNORECASE,
)
"""What opens a turn that goes on from the last one: it adds, or objects."""
_TRUTH = re.compile(
    r"\b(?:right|wrong|correct|mistaken|true|truth|false|lie[sd]?|lying|liars?|honest\w*|"
    r"fair|biased|accurate)\b",
    re.IGNORECASE,
)
"""What asks whether something holds, and not about anything else."""
COUNTS_NOTHING = re.compile(
    r"\bhow (?:many|much) (?:(?:did|do|does|have|has|had|were|was|are|is)\b|"
    r"(?:of them|more)\b)",
    re.IGNORECASE,
)
"""A question for a number that doesn't say of what: `how many did they have?`"""
SENTENCE = re.compile(r"(?<=[.!?])\s+")
AND = re.compile(r"^\W*(?:and|or|what about|how about|what of|also)\b", re.IGNORECASE)
ALIKE = re.compile(
    r"\b(?:(?:the )?same|likewise|similarly|please|then|too|as well|now|for|of|with|"
    r"what|how (?:many|much)|how|about|(?:the )?(?:side|case)s?|on|only|just|no|not|"
    r"nothing|none|sorry|actually|"
    r"i (?:mean|meant|asked|am asking|wanted)|mean(?:t|ing)?)\b",
    re.IGNORECASE,
)
"""What beside a party's name says no more than: and how is it with them?"""
ASIDE = re.compile(
    r"\b(?:really|seriously|sources?|proof|evidence|den(?:y|ied|ies)|admit\w*|confirm\w*|"
    r"sa(?:y|ys|id)|happen\w*|signed|mean\w*|exactly|else)\b",
    re.IGNORECASE,
)
"""What asks something of the last answer and gives a later turn no subject."""
I_MEAN = re.compile(
    r"^\W*(?:(?:no|nope|sorry|wait|well)\W+)+i mean[ts]?\W+"
    r"(?=(?:who|what|when|where|which|why|how|did|does|do|is|are|was|were)\b)",
    re.IGNORECASE,
)
"""What takes back the turn before and asks something else."""
NAMED = re.compile(
    r"(?<=[a-z] )(?!(?:I|What|Who|Why|How|When|Where|And|But|The|Is|Was|Did)\b)"
    r"[A-Z][a-z]+\b"
)
"""A name amid a sentence."""
NEW_SUBJECT = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|wait|no|sorry|thanks|and|but|hold on)\W+)*"
    r"(?:before that|by the way|btw|(?:one more|an?other|other|diff?e?rent|new|next) "
    r"(?:thing|question|topic|subject)|something else|(?:change|changing) (?:of|the) "
    r"(?:subject|topic))\W*[,:;.!–—-]\s*",
    re.IGNORECASE,
)
"""What says that a turn doesn't go on from the last one."""
ASKS_SOURCE = re.compile(
    r"^\W*(?:(?:and|but|so|ok|same question|wait)\W+)*(?:"
    r"(?:who|whose) (?:counted|calculated|estimated|collected|verified|checked) "
    r"(?:that|this|it|those|them|these)|"
    r"whose (?:\w+ )?(?:numbers?|figures?|count|words?|data|statistics) "
    r"(?:is|are|was|were) (?:that|this|it|those|these)|"
    r"(?:who|what)(?:['’]?s| is| are| was) (?:the|your) sources?(?: (?:for|of) "
    r"(?:that|this|it|those))?|"
    r"where (?:does|do|did) (?:that|this|those|these|the) (?:\w+ )?come from|"
    r"(?:got |any )?sources?(?: (?:for|on) (?:that|this|it))?)\s*(?:[,;?!.]|$)",
    re.IGNORECASE,
)
"""What asks where the last answer is from, which says that of each sentence."""
BACK_TO = re.compile(
    r"(?:\b(?:back to|regarding)|^\W*about) (?:the |my |your |that |our )*"
    r"(?P<what>[^,.:;?!]+)"
    r"[,:;.–—-]\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
"""What returns to something said earlier."""
ASKS_ITSELF = re.compile(
    r"\b(?:did|do|does|has|have|had|can|could|will|would)\W+(?:it|they|he|she)\b",
    re.IGNORECASE,
)
"""A clause that asks something new, and not the same of another one."""


def bare(text: str) -> bool:
    """Whether a turn is too short to say anything by itself, or only presses."""
    return len(text.split()) <= BARE or pushes(text)


def pushes(text: str) -> bool:
    """Whether a turn presses for agreement instead of asking something."""
    return bool(_PUSH.search(text)) and not _ASKS_ADMISSION.search(text)


def unpressed(text: str) -> str:
    """The text without words that press for agreement."""
    return _PUSH.sub(" ", text)


def without_truth(text: str) -> str:
    """The text without words that ask whether something holds."""
    return _TRUTH.sub(" ", text)


def points_back(text: str) -> bool:
    """Whether a turn has a word that stands for something said before."""
    return bool(POINTS_BACK.search(text))
