"""Whose word a question asks for: what somebody said, denied or answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.corpora import Party
from index.lexicon import plain, stems
from index.sources import Passage

_WHO_SPEAKS = (
    r"(?:(?:['’]s)?\s+(?:side|governments?|officials?|officers?|authorit(?:y|ies)|"
    r"leaders?|leadership|diplomats?|ministry|foreign|defen[cs]e|president|presidency|"
    r"prime|minister|spokes\w+|army|military|media|themselves|itself|himself))*"
)
_SAY = (
    r"(?:say|said|saying|says|claim\w*|argu\w+|answer\w*|repl(?:y|ied)|respond\w*|"
    r"react\w*|think|thinks|tell|told|admit\w*|den(?:y|ied|ies)|acknowledge\w*|"
    r"confirm\w*|comment\w*|explain\w*|justif\w+|defend|call\w*|describe\w*|state\w*|"
    r"have to say|see(?! (?:it|this|that) coming)|view|find|found|conclude\w*|"
    r"report\w*|write|wrote|count\w*|"
    r"establish\w*|identif\w+|blame\w*|accuse\w*|oppos\w+|object\w*|reject\w*|"
    r"decid\w+|rule[ds]?|hold that|held that|order\w*|demand\w*|urge\w*|recommend\w*|"
    r"warn\w*|call for)"
)
_WORD = (
    r"(?:version|response|reaction|answer|reply|position|view|views|stance|account|"
    r"explanation|denial|comments?|statements?|words?|side of (?:the|it|this|that)|"
    r"take on|justification|excuse|argument)"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whose word is asked for: a party, or a speaker of it."""

    party: str
    speaker: str = ""
    asking: frozenset[str] = frozenset()
    """Stems of the words that say whose word is asked for."""

    def of(self, passage: Passage) -> int:
        """How far a passage is theirs: 2 the speaker's, 1 the party's, else 0."""
        if passage.party != self.party:
            return 0
        return 2 if self.speaker in ("", passage.speaker) else 1

    def first(self, passages: Sequence[Passage]) -> list[Passage]:
        """The passages with theirs before the others, else in their order."""
        return sorted(passages, key=lambda passage: -self.of(passage))


class WhoseWord:
    """Tells whose word a text asks for, against one register's parties."""

    def __init__(self, parties: Sequence[Party]) -> None:
        self._voices = {
            plain(form).casefold(): Voice(party.name, one.name)
            for party in parties
            for one in party.speakers
            for form in (one.name, *one.also)
        } | {
            plain(form).casefold(): Voice(party.name)
            for party in parties
            for form in (party.name, *party.also)
        }
        longest_first = sorted(map(re.escape, self._voices), key=len, reverse=True)
        who = rf"(?:the\s+)?(?P<who>{'|'.join(longest_first)})\b{_WHO_SPEAKS}"
        asked = (
            rf"\b(?:what|how|why)(?:['’]s)?\s+(?:do|does|did|has|have|had|is|was)\s+{who}\s+"
            rf"(?:\w+\s+)?{_SAY}\b",
            rf"^\W*(?:(?:and|so|but|ok)\s+)*(?:do|does|did|has|have)\s+{who}\s+"
            rf"(?:\w+\s+)?{_SAY}\b",
            rf"^\W*(?:(?:and|so|but|ok|well|yet)\s+)*{who}\s+(?:\w+\s+)?{_SAY}\s+"
            r"(?:it|that|this|them|otherwise|everything)\b"
            r"(?:\s+(?:tho|though|too|all|still|anyway|of course))*\W*$",
            rf"\baccording to\s+{who}",
            rf"\bwhat(?:['’]s)?\b.{{0,12}}\b{who}(?:['’]s)?\s+(?:\w+\s+)?{_WORD}\b",
            rf"^\W*(?:and\s+)?{who}(?:['’]s)?\s+(?:\w+\s+)?{_WORD}\b",
            rf"\b{_WORD}\s+(?:of|from|by)\s+{who}",
        )
        self._patterns = [re.compile(text, re.IGNORECASE) for text in asked]

    def of(self, text: str) -> Voice | None:
        """Whose word the text asks for, if anybody's."""
        for pattern in self._patterns:
            if found := pattern.search(plain(text)):
                voice = self._voices[found["who"].casefold()]
                return replace(voice, asking=frozenset(stems(found.group())))
        return None
