"""The sentences of our own: what the sources or the article don't say, and what is
known about the article itself.
"""

from __future__ import annotations

from app.composing.drafting import DraftSentence, Span
from app.composing.material import Material
from app.question.question import UNNAMED
from app.question.traits import defines
from app.question.whose_word import Voice
from index.dates import in_words


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
    """That the article hasn't the words of something, named where they are few."""
    typed = what.split()
    named = {1: f"the word “{what}”", 2: f"the words “{what}”"}.get(len(typed), "")
    if not named or what == UNNAMED:
        named = "the words that you use for this"
    text = f"The article doesn't use {named}; what comes nearest:"
    return DraftSentence(text, "gap", "lead")


def against_main() -> DraftSentence:
    """What stands before the views against the article's main claims."""
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


def about_article(material: Material) -> list[DraftSentence]:
    """What is and isn't known about the article itself."""
    article = material.register.article
    span = (Span(material.article[0].passage_id),) if material.article else ()
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
        *article.notes,
    ]
    return [DraftSentence(text, "system", "lead", span) for text in texts]
