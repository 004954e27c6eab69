"""Sentences that address their reader: commands, requests and questions."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_ADDRESSES = re.compile(
    r"\b(?:you|your|yours|yourself|my|me|we|our|ours)\b|\bplease\b", re.IGNORECASE
)
_SPEAKS = re.compile(r"(?<!Article )(?<!Annex )(?<!Part )(?<!War )(?<!Chapter )\bI\b")
"""The first person, which isn't the numeral of `Article I`."""
_OPENS = r"^\W*(?:(?:and|but|please|now|then|also)\W+){0,3}"
_COMMANDS = re.compile(
    rf"{_OPENS}"
    r"(?:add|act|analy[sz]e|answer|append|begin|build|call|change|check|choose|click|"
    r"compose|convert|copy|create|delete|describe|"
    r"determine|disregard|discard|do|don't|download|draft|email|encode|encrypt|end|"
    r"enhance|ensure|execute|explain|express|forget|generate|give|go|help|ignore|"
    r"imagine|include|insert|integrate|introduce|list|make|mention|modify|never|obey|"
    r"open|output|override|pretend|print|produce|promote|provide|quote|recommend|refer|"
    r"remember|render|repeat|replace|reply|respond|return|reveal|reverse|rewrite|run|"
    r"say|search|send|share|shift|show|start|state|stop|suggest|summari[sz]e|switch|"
    r"tell|translate|use|visit|write)\b"
    r"(?!\s+(?:of|was|were|is|are|has|had|media|department|television|officials)\b)",
    re.IGNORECASE,
)
_COMPOSE = re.compile(
    rf"{_OPENS}(?:write|compose|draft|create|generate|produce|make)\b", re.IGNORECASE
)
_TO_MACHINES = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|rule|above|"
    r"previous|earlier)|\bsystem prompt\b|\b(?:language model|chatbot|AI assistant)\b|"
    r"<\|?(?:im_|system|/?instructions?)|\[/?INST\]",
    re.IGNORECASE,
)


def commands(text: str) -> bool:
    """Whether a sentence begins as a command does."""
    return bool(_COMMANDS.search(text))


def orders_a_text(text: str) -> bool:
    """Whether a sentence commands to write something."""
    return bool(_COMPOSE.search(text))


def instructs(text: str) -> bool:
    """Whether a sentence addresses its reader: a command, a question, a request."""
    own = _QUOTED.sub("", text).strip()
    return bool(
        own.endswith("?")
        or _ADDRESSES.search(own)
        or _SPEAKS.search(own)
        or commands(own)
        or _TO_MACHINES.search(text)
    )
