"""Who is speaking in a sentence: the lint that keeps contested claims out of our voice.

A sentence that carries a contested claim must say whose it is. It carries one when
most of the claim's rare words stand in it; it says whose it is when it names a speaker,
a party or the article with a word of saying, or sets the sides against each other.
"""

from __future__ import annotations

import re

from index.corpora import Register
from index.lexicon import folded, stems

_SAYING = re.compile(
    r"\b(?:said|says?|saying|stat(?:e[sd]?|ing)|argu\w+|claim\w*|alleg\w+|accus\w+|"
    r"den(?:y|ie[sd]|ying)|disput\w+|report\w*|reject\w+|call(?:s|ed|ing)?|describ\w+|"
    r"wrote|writes?|writing|held|holds?|found|finds?|view\w*|consider\w*|according to|"
    r"ask(?:s|ed|ing)?|told|tells?|announc\w+|maintain\w*|assert\w*|insist\w*|"
    r"suggest\w*|acknowledg\w+|admit\w*|conclud\w+|conten[dt]\w*|judg\w+|estimat\w+|"
    r"record\w*|list(?:s|ed)?|predict\w*|expect\w*|present\w*|confirm\w*|"
    r"declar\w+|demand\w*|reaffirm\w*|order(?:s|ed)?|condemn\w*|warn\w*|forecast\w*|"
    r"rul(?:e[sd]|ing)|foresee\w*|foresaw|"
    r"attribut\w+|in (?:its|his|her|their) (?:view|words|account)|note[ds]?|puts?|"
    r"interpret\w*|quot\w+|cit(?:e[sd]?|ing)|document\w*|count(?:s|ed)?|gave|gives?|"
    r"treat\w*|recogni[sz]\w+|name[sd]?|spoke|speaks?|urge[sd]?|use[sd]?|"
    r"set out|sets out|lists?|show(?:s|ed)?|explain\w*|welcom\w+|observ\w+)\b",
    re.IGNORECASE,
)
_QUESTION_OPEN = re.compile(
    r"\b(?:disput\w+|contest\w*|disagree\w*|contradict\w*|differ\w*|whether|"
    r"each (?:side|other|party)|both sides|opposite|neither|unresolved|unclear|"
    r"no (?:independent|body|court|source)|not (?:established|settled|known|confirmed|"
    r"proven|verified)|open question|matter of)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”")
CARRIES = 0.7
"""Share of a contested claim's words, by rarity, from which a sentence carries it."""


class Voice:
    """The lint for one register."""

    def __init__(self, register: Register) -> None:
        settings = register.settings
        names = {"article", "author", "op-ed", "text"}
        for party in settings.parties:
            names |= {party.name, *party.also}
        for speaker, _ in settings.speakers():
            names |= {speaker.name, *speaker.also}
        self._names = re.compile(
            r"\b(?:"
            + "|".join(sorted(map(re.escape, map(folded, names)), key=len))
            + r")\b"
        )
        self._own_words = [
            (re.compile(rf"\b{re.escape(folded(form.form))}\b"), form.form)
            for term in register.terms
            if term.kind == "word"
            for form in term.used_by
        ]
        statements = {
            claim.id: frozenset(stems(claim.statement))
            for claim in register.claims
            if claim.contested
        }
        counts: dict[str, int] = {}
        for statement in statements.values():
            for stem in statement:
                counts[stem] = counts.get(stem, 0) + 1
        self._statements = {
            claim_id: {stem: 1.0 / counts[stem] for stem in statement}
            for claim_id, statement in statements.items()
        }

    def attributed(self, sentence: str) -> bool:
        """Whether the sentence says whose word it is, or that the sides differ."""
        if _QUESTION_OPEN.search(sentence):
            return True
        named = self._names.search(folded(sentence))
        return bool(named and _SAYING.search(sentence))

    def carried(self, sentence: str) -> list[str]:
        """Ids of contested claims whose words mostly stand in the sentence."""
        found = set(stems(sentence))
        return [
            claim_id
            for claim_id, weights in self._statements.items()
            if weights
            and sum(w for stem, w in weights.items() if stem in found)
            >= CARRIES * sum(weights.values())
        ]

    def faults(self, sentence: str, voice: str) -> list[str]:
        """Why a sentence can't be shown in that voice; empty when it can.

        `voice` is `system`, `attributed`, `quotation` or `gap`, as in the answer.
        """
        if voice == "gap":
            return []
        if self.attributed(sentence):
            return []
        own = _QUOTED.sub("", sentence)
        faults = [
            f"it carries the contested claim {claim_id!r} in our own voice: "
            "say whose claim it is."
            for claim_id in self.carried(own)
        ]
        if voice == "attributed" and not self._names.search(folded(sentence)):
            faults.append("it is attributed but doesn't say to whom: name the speaker.")
        if voice == "system":
            faults += [
                f"{form!r} is a party's own word: put it in quotation marks or say "
                "whose word it is."
                for pattern, form in self._own_words
                if pattern.search(folded(own))
            ]
        return faults
