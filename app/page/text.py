"""Text of readers and sources made safe to show: it stands there as it was written.

Streamlit reads what it shows as Markdown with additions of its own. Everything that
isn't the page's own wording goes through `escape` first.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

JOINER = "\u2060"
"""A character without width; it parts what Streamlit replaces after it has parsed."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Marks that turn the reading direction round and could move words to another speaker.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f\u202a-\u202e\u2060\u2066-\u2069]"
)
# Backslashes don't stop these: emoji and colour codes, addresses, and drawn arrows are
# looked for in the text that is left when the Markdown has been read.
_REPLACED_LATER = re.compile(
    r"(?<=[:@])(?=\S)|(?<=www)(?=\.)|(?<=[<>~-])(?=[>=-])", re.I
)

_ADDRESS = "%/:?#[]@!$&'()*+,;=~"
"""What may stand in an address besides letters and digits; the rest is encoded."""


def plain(text: str) -> str:
    """The text on one line, without characters that can't be seen."""
    return " ".join(seen(text).split())


def seen(text: str) -> str:
    """The text without characters that can't be seen, its spaces as they are."""
    return _HIDDEN.sub("", text)


def escape(text: str) -> str:
    """Markdown that shows the text and nothing else, on one line."""
    return _PUNCTUATION.sub(r"\\\1", _REPLACED_LATER.sub(JOINER, plain(text)))


def bold(text: str, name: str | None) -> str:
    """The text escaped, with the first mention of a name in bold."""
    text, named = plain(text), plain(name or "")
    before, found, after = text.partition(named) if named else (text, "", "")
    if not found or not (found[0].isalnum() and found[-1].isalnum()):
        return escape(text)
    if after[:1].isalnum() or before[-1:].isalnum():
        return escape(text)
    return f"{escape(before)}{' ' * before.endswith(' ')}**{escape(found)}**" + (
        f"{' ' * after.startswith(' ')}{escape(after)}"
    )


def web_address(address: str) -> str | None:
    """The address if it is one of the web, else None: nothing else becomes a link."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    known = parts.scheme.lower() in ("http", "https") and bool(parts.netloc)
    return quote(parts.geturl(), safe=_ADDRESS) if known else None


def web_link(label: str, address: str) -> str:
    """Markdown of the label as a link, without referrer as all of the page's; the label
    alone where the address isn't one of the web.
    """
    target = web_address(address)
    return f"[{escape(label)}](<{target}>)" if target else escape(label)


def short_address(address: str) -> str:
    """The address as it is read: without what every address of the web begins with."""
    return re.sub(r"^https?://(www\.)?", "", plain(address)).rstrip("/")


def as_question(wording: str) -> str:
    """A wording of the register with a capital letter and a question mark."""
    text = plain(wording).rstrip("?")
    return f"{text[:1].upper()}{text[1:]}?"
