"""A text that asks several things taken apart into its questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.lexicon import stems
from index.sources import Passage

MOST = 3
"""Questions of one text that are looked into."""
_WHICH = (
    r"(?:(?:on|by|in|at|from|to|for|with|of|since|until)\s+)?"
    r"(?:what|who|whom|whose|which|when|where|why|how)(?:['’]?s)?"
)
_DO = r"(?:did|does|do|didn['’]?t|doesn['’]?t|don['’]?t)"
_BE = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|should|isn['’]?t|"
    r"wasn['’]?t|weren['’]?t|aren['’]?t)"
)
_SOMEBODY = (
    r"(?:it|they|he|she|we|you|there|that|this|these|those|the|an?|any\w*|some\w*|no|"
    r"every\w*|all|both|either|his|her|their|its)"
)
_SPLIT = re.compile(
    r"(?<=[?!.;])\s+|"
    r"(?:[,;]\s*|\s[–—-]\s*|\s)(?:and|but|or|so|plus|also|&)\s"
    r"(?:also\s|then\s|if so,?\s)?"
    rf"(?=(?:{_WHICH}|{_DO}|{_BE}\s+{_SOMEBODY})\b)|"
    rf",\s+(?=(?:how|why|what|{_DO}|{_BE}\s+{_SOMEBODY})\b)",
    re.IGNORECASE,
)
"""Where one question may end and another one begin."""
_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so|or|then|ok|well|please|actually|also|if so)\W+)*"
    rf"(?:{_WHICH}|{_DO}|{_BE})\b|"
    rf"(?:[,:]|\s[–—-])\s+(?:who|what|when|where|why|how)\s+(?:{_DO}|{_BE})\b|"
    r"\?\W*$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\W*(?P<which>why|when|where|how|who|by whom|since when)\W*$", re.IGNORECASE
)
"""A question word that asks one more thing of what was just asked."""
_MATTER = re.compile(
    r"^\W*(?:(?:and|but|so|ok)\W+)*(?:(?:what|how) about|what of)\b|"
    r"^\W*and\s+(?:the|their|his|her|our|those|these)\s+\w+(?:\s+\w+){0,2}\s*\?\W*$",
    re.IGNORECASE,
)
"""What only names the matter of the question that follows."""
_LEADING = re.compile(rf"^\W*{_WHICH}\s+(?={_DO}|{_BE})", re.IGNORECASE)
_INVERTED = re.compile(rf"^\W*(?:{_WHICH}\s+)?(?:{_DO}|{_BE})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """What there is on one of several questions."""

    point: Passage | None
    """The point that answers it."""
    open: bool = False
    """Whether by itself it seems to be without an answer."""


def asks(text: str) -> bool:
    """Whether a piece of a text asks something."""
    return bool(_ASKS.search(text))


def parts(text: str) -> list[str]:
    """The questions of a text in their order, each with the statements before it; no
    more than `MOST`, and the text itself where it asks one thing.
    """
    asked: list[str] = []
    stated = ""
    for piece in filter(None, map(str.strip, _SPLIT.split(text))):
        if not asks(piece) or _MATTER.search(piece):
            stated = f"{stated} {piece}".strip()
        elif (bare := _BARE.search(piece)) and asked and _INVERTED.search(asked[-1]):
            asked.append(f"{bare['which']} {_LEADING.sub('', asked[-1])}")
        elif stems(piece) or not asked:
            asked.append(f"{stated} {piece}".strip())
            stated = ""
        else:
            asked[-1] = f"{asked[-1]} {piece}"
    if len(asked) not in range(2, MOST + 1):
        return [text]
    return [*asked[:-1], f"{asked[-1]} {stated}".strip()]
