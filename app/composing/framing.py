"""The sentences of our own: what the sources or the article don't say, and what is
known about the article itself.
"""

from __future__ import annotations

from collections import Counter

from app.composing.drafting import Draft, DraftSentence, Span
from app.composing.material import Material
from app.question.question import UNNAMED
from app.question.traits import defines
from app.question.whose_word import Voice
from index.claims import Status
from index.dates import in_words

_STANDING: dict[Status, str] = {
    "contested": "are contested",
    "mistaken": "mistaken",
    "unconfirmed": "unconfirmed",
    "opinion": "opinions that no two sides dispute",
    "not-in-dispute": "not in dispute",
}


def gap_text(material: Material) -> str:
    """What the sources don't or may not give, in words that fit what was asked, where
    that is one thing.
    """
    question = material.question
    several = len(material.parts) > 1
    asks = "what" if several or defines(question.text) else question.asks
    wanted = {
        "how-many": "that number",
        "when": "that date or time",
        "where": "that place",
        "who": "that name",
        "why": "that reason",
    }.get(asks, "that")
    if material.in_doubt:
        return f"What comes nearest; our sources may not give exactly {wanted}:"
    wanted = "an answer to exactly that" if wanted == "that" else wanted
    return f"Our sources don't seem to give {wanted}; what comes nearest:"


def rest_unsaid(material: Material) -> DraftSentence:
    """That of several questions the others may be without an answer."""
    give = "may not" if material.in_doubt else "don't seem to"
    text = f"On the rest of the question our sources {give} give an exact answer."
    return DraftSentence(text, "gap", "gap")


def part_unsaid() -> DraftSentence:
    """That one of several questions answered together may be without an answer."""
    text = "On one part of the question our sources may not give an exact answer."
    return DraftSentence(text, "gap", "gap")


def unsaid(what: str) -> DraftSentence:
    """That the article hasn't the words of something, named where they are few.

    They are the reader's: “ ” is for what a source says.
    """
    typed = what.split()
    named = {1: f"the word ‘{what}’", 2: f"the words ‘{what}’"}.get(len(typed), "")
    if not named or what == UNNAMED:
        named = "the words that you use for this"
    text = f"The article doesn't use {named}; what comes nearest:"
    return DraftSentence(text, "gap", "lead")


def not_in_article() -> DraftSentence:
    """That the article says nothing on what it is asked for."""
    text = "We found nothing on exactly that in the article; what other sources say:"
    return DraftSentence(text, "gap", "lead")


def against_main(material: Material) -> DraftSentence:
    """What stands before the views against the article's main claims."""
    text = (
        "What our sources hold against the article's main claims, and whose word it is:"
    )
    if material.question.asks == "left-out":
        text = (
            "All that the article leaves out can't be listed; "
            "what our sources hold against its main claims:"
        )
    return DraftSentence(text, "gap", "lead")


def no_word(voice: Voice) -> DraftSentence:
    """That no word of those is found whose word is asked for."""
    who = voice.speaker or voice.party
    text = f"We found no word from {who} on exactly this; what others say:"
    return DraftSentence(text, "gap", "lead")


def not_yet(material: Material) -> DraftSentence:
    """That the article wasn't written by the day asked for."""
    day = in_words(material.question.as_of or "")
    dated = in_words(material.register.settings.article_date)
    text = f"By {day} the article wasn't written yet: it dates from about {dated}."
    return DraftSentence(text, "gap", "gap")


def about_article(material: Material, draft: Draft) -> None:
    """What is and isn't known about the article itself."""
    article = material.register.article
    author = (
        f"its author is given as {article.author}"
        if article.author
        else "it names no author"
    )
    dated = (
        f"it is dated {article.published}"
        if article.published
        else "it carries no date"
    )
    texts = [
        f"The article, “{article.title}”, stands at {article.publisher}: "
        f"{len(article.text.split())} words. In the copy read there, {author} and "
        f"{dated}.",
        article.inferred_reason,
        *article.remarks(),
    ]
    for text in texts:
        draft.add(of_article(text, material))


def of_article(text: str, material: Material) -> DraftSentence | None:
    """What is known about the article, with the article itself for evidence."""
    span = (Span(material.article[0].passage_id),) if material.article else ()
    return DraftSentence(text, "system", "lead", span) if text else None


def tally(material: Material) -> DraftSentence | None:
    """How many claims of the article there are, and how they stand by the sources."""
    counts = Counter(claim.status for claim in material.register.claims)
    parts = ", ".join(
        f"{counts[status]} {words}"
        for status, words in _STANDING.items()
        if counts[status]
    )
    found = f"Of the {counts.total()} claims that we found in the article"
    return of_article(f"{found}, by our sources, {parts}.", material)


def dated(material: Material) -> DraftSentence | None:
    """When the article was written, before what came later."""
    day = in_words(material.register.settings.article_date)
    text = f"The article dates from about {day} and knows nothing of what came later."
    return of_article(text, material)
