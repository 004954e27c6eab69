"""The article's words as HTML, with what each claim rests on marked in place."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from app.annotating import Annotation, Paragraph, Piece
from app.page.address import claim_address
from app.page.text import seen
from app.page.words import BADGE
from index.claims import Status

_GRAVEST: tuple[Status, ...] = (
    "mistaken", "contested", "unconfirmed", "opinion", "not-in-dispute",
)  # fmt: skip
"""Whose mark is shown where quotations overlap: first where least can be taken."""
_ENDS = (".", "!", "?", "”", '"', ":", ";")


def marked(paragraph: Paragraph, panels: Mapping[str, str], asked: str = "") -> str:
    """A paragraph with its quotations marked and numbered.

    `panels` holds the key of each claim's panel, which a tap on the words opens; the
    words of the claim `asked` for stand out. A block that ends like no sentence is a
    sub-heading.
    """
    claims = {one.flag.claim_id: one for one in paragraph.claims}
    words = "".join(_piece(piece, claims, panels, asked) for piece in paragraph.pieces)
    kind = "" if paragraph.text.rstrip().endswith(_ENDS) else " sub-heading"
    return f'<p class="article-text{kind}">{words}</p>'


def legend(counts: Mapping[Status, int]) -> str:
    """How the marks of each status in the article look, and what they do."""
    looks = ", ".join(
        f'<mark class="{status}">{BADGE[status][0].lower()}</mark>'
        for status in _GRAVEST
        if counts.get(status)
    )
    return (
        f'<p class="article-legend">Marked in the text: {looks}. Tap marked words, or '
        "their number, to see who says what.</p>"
    )


def _piece(
    piece: Piece,
    claims: Mapping[str, Annotation],
    panels: Mapping[str, str],
    asked: str,
) -> str:
    text = escape(seen(piece.text))
    if not piece.claims:
        return text
    statuses = [claims[claim].flag.status for claim in piece.claims]
    status = min(statuses, key=_GRAVEST.index)
    looks = f"{status} asked" if asked in piece.claims else status
    panel = panels[piece.claims[0]]
    words = f'<mark class="{looks}" data-claim="{panel}">{text}</mark>'
    closes = sorted(piece.closes, key=lambda claim: claims[claim].number)
    ends = (_number(claims[claim], panels[claim]) for claim in closes)
    return words + "".join(ends)


def _number(one: Annotation, panel: str) -> str:
    """A claim's number behind its quotation: a link to it, with its status in words."""
    flag = one.flag
    name = f"Claim {one.number}: {BADGE[flag.status][0].lower()}"
    return (
        f'<a class="claim-number {flag.status}" href="{claim_address(flag.claim_id)}" '
        f'data-claim="{panel}" aria-label="{name}">{one.number}</a>'
    )
