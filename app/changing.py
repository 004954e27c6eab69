"""What has changed between an answer that was given and the one given today.

Both are compared by code: outcome, the claims' status, what came later, who is heard,
and which sources are cited. Where a language model worded the one before, only what
never depends on it is compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.answer import Answer, Citation, Flag
from app.page.words import STANCE, day
from app.printing import STATUS
from index.sources import ARTICLE

_MOST = 4
"""Changes of one kind that are told one by one."""
_LONGEST = 160


def changes(then: Answer, now: Answer) -> tuple[str, ...]:
    """Each change in a sentence, the weightiest first; empty where there is none."""
    if _outcome(then) != _outcome(now):
        return (_other_outcome(then, now),)
    told = _few(_on_claims(then, now), "claims")
    told += _few(_touched(then, now), "claims")
    told += _sources(then, now)
    return tuple(told) or tuple(_wording(then, now))


def worded_by_model(answer: Answer) -> bool:
    """Whether its sentences, and which points they cite, were a model's choice."""
    return answer.composer.name == "chat"


def _outcome(answer: Answer) -> str:
    return answer.refusal.reason if answer.refusal else answer.outcome


def _other_outcome(then: Answer, now: Answer) -> str:
    if now.refusal is None:
        return "It wasn't answered then; asked today it is."
    if then.refusal:
        return (
            f"It was refused for another reason; the one today: {now.refusal.message}"
        )
    return f"It was answered then; asked today it isn't: {now.refusal.message}"


def _named(flag: Flag) -> str:
    """A claim in the article's words, or in ours where those can't be understood."""
    words = flag.statement if flag.unclear else flag.article_quote
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return words.rstrip(".") if flag.unclear else f"“{words}”"


def _both(then: Answer, now: Answer) -> Iterator[tuple[Flag, Flag]]:
    """The claims that are flagged in both, as they were and as they are."""
    before = {flag.claim_id: flag for flag in then.flags}
    return ((before[f.claim_id], f) for f in now.flags if f.claim_id in before)


def _on_claims(then: Answer, now: Answer) -> Iterator[str]:
    """What has changed on each claim that is flagged in both, another status first."""
    pairs = sorted(_both(then, now), key=lambda pair: pair[0].status == pair[1].status)
    for old, new in pairs:
        parts = [*_status(old, new), *_later(old, new), *_positions(old, new)]
        if parts:
            yield f"On {_named(new)}: {' '.join(parts)}"


def _status(old: Flag, new: Flag) -> Iterator[str]:
    if old.status != new.status:
        was, is_ = STATUS[old.status], STATUS[new.status]
        yield f"it was called {was} and is now called {is_}."


def _later(old: Flag, new: Flag) -> Iterator[str]:
    was, is_ = old.overtaken, new.overtaken
    if is_ is None:
        if was:
            yield "What came later is no longer told."
    elif was is None or was.text != is_.text:
        about = "More came out later" if was is None else "What came later is new"
        yield f"{about} ({day(is_.date)}): {is_.text}"


def _positions(old: Flag, new: Flag) -> Iterator[str]:
    """Each party that stands elsewhere than it did, or is heard on one day alone."""
    before, after = _stances(old), _stances(new)
    for party in dict.fromkeys([*before, *after]):
        was, is_ = before.get(party), after.get(party)
        if was != is_:
            yield f"{party}: {is_ or 'not told'} (then: {was or 'not told'})."


def _touched(then: Answer, now: Answer) -> Iterator[str]:
    before, after = ({f.claim_id: f for f in a.flags} for a in (then, now))
    for claim, flag in after.items():
        if claim not in before:
            status = STATUS[flag.status]
            yield f"The answer now touches {_named(flag)} too ({status})."
    for claim, flag in before.items():
        if claim not in after:
            yield f"The answer no longer touches {_named(flag)}."


def _stances(flag: Flag) -> dict[str, str]:
    """Where each party is told to stand, in words."""
    stances: dict[str, dict[str, None]] = {}
    for position in flag.positions:
        stances.setdefault(position.party, {})[STANCE[position.stance]] = None
    return {party: ", ".join(sorted(words)) for party, words in stances.items()}


def _sources(then: Answer, now: Answer) -> Iterator[str]:
    """Which documents are cited on one of the two days alone."""
    by_code_alone = worded_by_model(then)
    before, after = (_documents(a, of_flags=by_code_alone) for a in (then, now))
    cited = "Nearest" if now.refusal else "Cited"
    for when, some, others in (
        ("today and not then", after, before),
        ("then and not today", before, after),
    ):
        names = [_document(some[name]) for name in some if name not in others]
        if names:
            yield f"{cited} {when}: {'; '.join(_few(names, 'sources'))}."


def _documents(answer: Answer, *, of_flags: bool) -> dict[str, Citation]:
    """The documents cited but the article, each by a citation; those behind flags alone
    where no other choice of them is code's.
    """
    behind = {
        number
        for flag in answer.flags
        for part in (*flag.positions, flag.overtaken)
        if part
        for number in part.citations
    }
    return {
        citation.source_id: citation
        for citation in answer.citations
        if citation.source_id != ARTICLE and (not of_flags or citation.number in behind)
    }


def _document(citation: Citation) -> str:
    published = f" ({day(citation.published)})" if citation.published else ""
    return f"{citation.publisher}, “{citation.title}”{published}"


def _wording(then: Answer, now: Answer) -> Iterator[str]:
    """What else differs, where claims, sides and sources are the same."""
    if worded_by_model(then):
        return
    if _passages(then) != _passages(now):
        yield "Other points of the same sources are cited, or the same ones reworded."
    elif _words(then) != _words(now):
        yield "Only the wording differs; claims and sources are the same."


def _passages(answer: Answer) -> set[tuple[str, str]]:
    return {(c.passage_id, c.quote) for c in answer.citations}


def _words(answer: Answer) -> tuple[object, ...]:
    """All that a reader sees besides what is cited."""
    reasons = [(flag.claim_id, flag.verdict_reason) for flag in answer.flags]
    held = [[p.text for p in flag.positions] for flag in answer.flags]
    message = answer.refusal.message if answer.refusal else ""
    return [sentence.text for sentence in answer.sentences], reasons, held, message


def _few(lines: Iterable[str], kind: str) -> list[str]:
    """The first lines, and how many more there are."""
    told = list(lines)
    more = len(told) - _MOST
    if more <= 1:  # saying that there is one more takes as long as saying it
        return told
    return [*told[:_MOST], f"and {more} more {kind}"]
