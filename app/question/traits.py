"""What else the words of a question tell, besides the kind of answer it asks for."""

from __future__ import annotations

import re

from app.question.kinds import OPENING

_MENTION = re.compile(
    r"\b(?:mention\w*|bring\w* up|brought up|leave\w* out|left out|omit\w*|ignor\w*|"
    r"skip\w*|discuss\w*|cover\w*|address(?:es|ed)?|silent (?:on|about)|"
    r"(?:deal|dealt)\w* with|touch\w* (?:on|upon)|refer\w* to|"
    r"(?:say|said|write|claim|speak|talk|tell|know|argue|think)\w*"
    r"(?: (?:nothing|anything|something|a word|not a word))?(?: at all)?"
    r" (?:about|of|on))\s+(?P<what>[^?!.;,:]+?)"
    r"(?=\s+(?:anywhere|at all)\b|\s+(?:and|or|but|so)\s+(?:is|are|do|does|did|what|"
    r"who|why|how|when|where|if|just)\b|[?!.;,:]|$)",
    re.IGNORECASE,
)
"""What is asked of a text: whether or why it has, or hasn't, a word of something."""
_NAME = (
    r"(?!(?:of|in|for|on|to|by|about|said|doing|going|happening|behind|right|wrong|"
    r"named|called|after)\b)\w[\w'’-]*"
)
_DEFINES = re.compile(
    r"^\W*(?:(?:so|and|ok|hi|hello|please|but)\W+)*(?:what|who)(?:['’]?s|\s+(?:is|was|are|"
    r"were))\s+(?:the\s+|a\s+|an\s+)?(?!it\b|that\b|this\b|they\b|he\b|she\b)"
    rf"{_NAME}(?:\s+{_NAME}){{0,4}}\W*"
    r"(?:$|[?.!,;:–-]\s*(?:and\s+)?(?:is|was|are|were|what|who|where|how)\b)|"
    rf"^\W*{_NAME}(?:\s+{_NAME}){{0,4}}\W+(?:what|who)(?:['’]?s|\s+(?:is|was|are|were))"
    r"\s+(?:it|that|this|he|she|they)\W*$",
    re.IGNORECASE,
)
"""Questions for what or who somebody or something is."""
_DOCUMENT = (
    r"(?:(?:joint |trilateral |ceasefire |peace )?(?:statement|agreement|declaration|"
    r"resolution|treaty|protocol|accord|deal|ruling|judge?ment|document|framework|"
    r"regulation|decree|charter|law))"
)
_OPPOSED = re.compile(
    r"\bwho (?:says?|said|claims?|argues?|thinks?|holds?)\s+(?:otherwise|differently|"
    r"the (?:opposite|contrary)|.{0,80}\b(?:not|never|no)\b|.{0,80}n['’]t\b)|"
    r"\bwho (?:disagree|dispute|contradict|denie|deny|reject|oppose|contest|doubt)\w*|"
    r"\b(?:any|some)(?:body|one)?\b.{0,40}\b(?:say|think|see|claim|view|put)\w*\b"
    r".{0,40}\b(?:otherwise|differently|the opposite|the contrary)\b|"
    r"\bany\w*\s.{0,40}\bdisagree|"
    r"\b(?:speaks?|arguments?|evidence|is there|said)\s+against\b|"
    r"\bcounter-?arguments?\b",
    re.IGNORECASE,
)
"""Questions for those who don't see it that way."""
_SERVICE = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|evening|day|afternoon)|greetings|help|start|"
    r"test|hello there|hi there)\W*$|"
    r"\b(?:who|what) (?:are|r) (?:you|u)\b(?!\s+(?:to|on about|\w+ing)\b)|"
    r"\bwhat can (?:you|i) (?:do|ask|answer)\b|\bwho (?:made|built|runs|created|"
    r"programmed) (?:you|this (?:site|page|bot|chat\w*|app))\b|"
    r"\bare you (?:an? )?(?:ai|bot|robot|human|person|chat\w*|machine|real|gpt|llm)\b|"
    r"\bhow (?:do|does) (?:you|this (?:site|page|bot|chat\w*|app)) work\b|"
    r"^\W*(?:[\w'’]+\W+){0,4}(?:are (?:you|u)|(?:you|u)(?:['’]?re| are| r| sound| seem|"
    r" look)|this (?:site|page|bot|chat\w*|app)(?:['’]s| is| sounds| seems| looks))\b"
    r"[^?.!]{0,40}\b(?:bias(?:ed)?|one.sided|partisan|propaganda|"
    r"tak(?:e|ing) (?:[\w'’]+ )?sides?)\b[^?.!]{0,30}\W*$|"
    r"^\W*(?:(?:and|but|so|yet|ok)\W+)?you (?:only|always|just) (?:tell|repeat|quote|"
    r"cite|show|give|spread|parrot)\b[^?.!]{0,40}\W*$|"
    r"^\W*(?:and |so |but )?(?:on )?(?:whose|which) side are you(?: on)?\W*$|"
    r"\bwho (?:pays|funds|finances|sponsors) (?:you|this (?:site|page|bot|app))\b",
    re.IGNORECASE,
)
"""A greeting, or a question or a reproach on this service itself."""
SAID_TO_US = re.compile(
    r"\b(?:you|u|ya|your|ur|yours|yourself|you'?(?:re|ve|ll|d)|"
    r"(?:this|the) (?:site|web\s?site|page|bot|robot|chat\w*|app|tool|service|ai|thing|"
    r"programme?|machine))\b",
    re.IGNORECASE,
)
"""What speaks to this service, or of it."""
_THANKS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|great|cool|good|nice|perfect|well|alright|and|that'?s all)"
    r"\W+)*"
    r"(?:thanks?|thank you|thx|tnx|ty|cheers|bye|goodbye|good ?night|see you)\b"
    r"(?:\W+(?:a lot|so much|very much|much|bye|for (?:the|your|this|that) \w+|you|all|"
    r"then|anyway|again|now))*"
    r"(?:\W*|\W+(?:that|this|it)(?:['’]?s| is| was| helps?| helped) [^?]{1,60}|"
    r"\W+(?:(?:very|so|really|most|quite|that)\s+)?(?:helpful|useful|kind|clear|great|"
    r"good|nice|interesting|informative|enough|perfect|sad)\W*)$",
    re.IGNORECASE,
)
_BRIEF = re.compile(
    r"^\W*(?:(?:and|ok(?:ay)?|so|please|can you|could you|explain|say|put|make|give me|"
    r"tell me|it|this|that|an?|the|now|again|me|more|much|in)\W+)*"
    r"(?:in (?:short|brief)|briefly|shorter|tl;?dr|eli5|short (?:answer|version)|"
    r"(?:one|a) sentence|nutshell|simpl(?:e|er|y)|simple (?:words|terms|language)|"
    r"summar(?:y|i[sz]e)(?: (?:it|this|that))?)(?:\W+(?:please|pls|plz|way|words|terms|"
    r"version|answer|then))*\W*$",
    re.IGNORECASE,
)
"""A turn that wants the last answer in fewer words."""
_CONTENTS = re.compile(
    rf"{OPENING}(?:what (?:exactly )?(?:does|did|do)\s.*\b{_DOCUMENT}\b.*\s"
    r"(?:say|state|contain|provide(?: for)?|stipulate|require|demand|ask for|call for|"
    r"include|consist of|entail)|"
    rf"what(?:['’]s|\s+(?:is|was|were|are|stands?))\s+(?:written |agreed |said )?in\s.*"
    rf"\b{_DOCUMENT}\b.*|"
    r"(?:(?:what|which) (?:are|were)\s+|list\s+|name\s+|give me\s+|tell me\s+)?"
    r"(?:all\s+)?(?:the\s+)?(?:\w+\s+)?(?:points|terms|provisions|conditions|articles|clauses|"
    rf"contents?|demands|text|main points)\s+(?:of|in)\s.*\b{_DOCUMENT}\b.*"
    r")\W*$",
    re.IGNORECASE,
)
"""Questions for what a document holds, point by point."""


def asks_contents(text: str) -> bool:
    """Whether a text asks what a document says, and not what it says of something."""
    return bool(_CONTENTS.search(text))


def asks_for_opponents(text: str) -> bool:
    """Whether a text asks who says the contrary."""
    return bool(_OPPOSED.search(text))


def thanks(text: str) -> bool:
    """Whether a text only thanks, or says goodbye."""
    return bool(_THANKS.search(text))


def asks_briefly(text: str) -> bool:
    """Whether a text only wants to have the last answer in fewer words."""
    return bool(_BRIEF.search(text))


def on_service(text: str) -> bool:
    """Whether a text greets, thanks, or asks what this service is."""
    return bool(_SERVICE.search(text)) or thanks(text)


def defines(text: str) -> bool:
    """Whether a text asks what or who somebody or something is, and nothing more."""
    return bool(_DEFINES.search(text))


def mentioned(text: str) -> str:
    """Of what a question asks whether or why there is, or isn't, a mention."""
    found = _MENTION.search(text)
    return found["what"] if found else ""
