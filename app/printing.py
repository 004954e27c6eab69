"""An answer as plain text for a terminal."""

from __future__ import annotations

from app.answer import Answer, Citation, Flag
from index.dates import in_words

STATUS = {
    "contested": "contested",
    "mistaken": "mistaken",
    "unconfirmed": "not confirmed",
    "opinion": "an opinion",
    "not-in-dispute": "not in dispute",
}
"""Each status in plain language."""


def printed(answer: Answer) -> str:
    """Sentences, flags, then the citations that stand behind a sentence."""
    parts = []
    if answer.refusal:
        parts += [answer.refusal.message, answer.refusal.would_help]
        parts += [_flag(flag) for flag in answer.refusal.claims]
        if answer.refusal.claims:
            parts += [f"→ {question}" for question in answer.follow_ups]
    for sentence in answer.sentences:
        numbers = "".join(f"[{number}]" for number in sentence.citations)
        parts.append(f"{sentence.text} {numbers}".strip())
    parts += [_flag(flag) for flag in answer.flags if flag.contested]
    shown = {number for s in answer.sentences for number in s.citations}
    shown |= set(answer.refusal.nearest) if answer.refusal else set()
    parts += [_citation(c) for c in answer.citations if c.number in shown]
    if more := len(answer.citations) - len(shown):
        parts.append(f"({more} more behind the flags: ask with --json.)")
    return "\n".join(part for part in parts if part)


def _flag(flag: Flag) -> str:
    stances = dict.fromkeys(f"{p.party} ({p.stance})" for p in flag.positions)
    parties = ", ".join(stances)
    return (
        f"⚑ The article's words in paragraph {flag.paragraph}, “{flag.article_quote}”, "
        f"are {STATUS[flag.status]}: {parties}."
    )


def _citation(citation: Citation) -> str:
    date = f", {in_words(citation.published)}" if citation.published else ""
    origin = "our summary" if citation.text_origin == "digest" else "original"
    return (
        f"[{citation.number}] {citation.publisher}: {citation.title}{date}, "
        f"{citation.locator} ({origin}, {citation.mark}) {citation.url}"
    )
