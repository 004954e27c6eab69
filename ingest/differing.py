"""What a corpus adds, changes, removes and renames, against the active generation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from index.claims import Claim, Status
from index.corpora import Register
from index.generations import Generation
from index.sources import Passage
from ingest.chunking import chunk
from ingest.reading import Corpus
from ingest.sensitivity import heard, sources_of, without

SAME_SHARE = 0.5
"""A source is taken for a renamed one when this share of its texts is the other's."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids that came, changed, went, or came back under another id (from, to)."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What a change of the corpus means for one claim; `was` None where it is new."""

    claim: str
    was: Status | None
    becomes: Status | None
    verdict: tuple[str, str] | None = None
    """The verdict before and after, where it changes."""
    parties_lost: tuple[str, ...] = ()
    main_lost: tuple[str, ...] = ()
    """Main parties among those lost, whose strongest case an answer would lack."""
    parties_gained: tuple[str, ...] = ()
    one_source: bool = False
    """Whether it now rests on a single source, and didn't before."""
    evidence_changed: tuple[str, ...] = ()
    """Points it rests on whose text is another now."""


def of_sources(old: Mapping[str, Passage], new: Mapping[str, Passage]) -> Difference:
    """Sources by their passages: `old` and `new` are all passages by id."""
    before, after = _by_source(old), _by_source(new)
    gone, came = before.keys() - after.keys(), after.keys() - before.keys()
    renamed = []
    for source in sorted(gone):
        texts = set(before[source].values())
        for other in sorted(came):
            shared = texts & set(after[other].values())
            if len(shared) >= SAME_SHARE * max(len(texts), len(after[other])):
                renamed.append((source, other))
                came -= {other}
                break
    both = before.keys() & after.keys()
    return Difference(
        added=tuple(sorted(came)),
        changed=tuple(sorted(s for s in both if _of(old, s) != _of(new, s))),
        removed=tuple(sorted(gone - {source for source, _ in renamed})),
        renamed=tuple(renamed),
    )


def of_points(old: Mapping[str, Passage], new: Mapping[str, Passage]) -> Difference:
    """Passages by id; one whose text stands under another id was renamed."""
    return _difference(
        {key: (p, p.text) for key, p in old.items()},
        {key: (p, p.text) for key, p in new.items()},
    )


def of_claims(old: Register, new: Register) -> Difference:
    """Claims by id; one whose statement stands under another id was renamed."""
    return _difference(
        {claim.id: (claim, claim.statement) for claim in old.claims},
        {claim.id: (claim, claim.statement) for claim in new.claims},
    )


def claim_changes(
    old: Register, new: Register, points: Difference, held: Collection[str]
) -> list[ClaimChange]:
    """What a reader would see change, claim by claim; `held` are the points there are.

    A claim is taken as it would stand on the evidence held, even where its file still
    names points that went.
    """
    before = {claim.id: claim for claim in old.claims}
    after = {claim.id: _on(claim, held) for claim in new.claims}
    main = {*old.settings.main_parties(), *new.settings.main_parties()}
    names = dict(of_claims(old, new).renamed)
    changes = []
    for claim_id, claim in before.items():
        left = after.get(names.get(claim_id, claim_id))
        changes.append(_change(claim, left, main, set(points.changed)))
    known = {names.get(claim_id, claim_id) for claim_id in before}
    for claim_id, claim in after.items():
        if claim_id not in known:
            gained = tuple(sorted(heard(claim)))
            one = len(sources_of(claim)) == 1
            changes.append(
                ClaimChange(
                    claim_id,
                    None,
                    claim.status,
                    parties_gained=gained,
                    one_source=one,
                )
            )
    return [change for change in changes if change != _nothing(change)]


def _on(claim: Claim, held: Collection[str]) -> Claim:
    return without(claim, {point for point in claim.evidence() if point not in held})


def _change(
    claim: Claim, left: Claim | None, main: set[str], reworded: set[str]
) -> ClaimChange:
    if left is None:
        return ClaimChange(claim.id, claim.status, None)
    lost = heard(claim) - heard(left)
    return ClaimChange(
        left.id,
        claim.status,
        left.status,
        verdict=_verdicts(claim, left),
        parties_lost=tuple(sorted(lost)),
        main_lost=tuple(sorted(lost & main)),
        parties_gained=tuple(sorted(heard(left) - heard(claim))),
        one_source=len(sources_of(left)) == 1 and len(sources_of(claim)) != 1,
        evidence_changed=tuple(sorted(left.evidence() & reworded)),
    )


def _verdicts(claim: Claim, left: Claim) -> tuple[str, str] | None:
    if claim.verdict == left.verdict:
        return None
    return claim.verdict or "none", left.verdict or "none"


def _nothing(change: ClaimChange) -> ClaimChange:
    """The same claim without a change: what such a row is left out for."""
    return ClaimChange(change.claim, change.was, change.was)


def all_passages(generation: Generation) -> dict[str, Passage]:
    """Every passage of a generation by its id."""
    return generation.passages(generation.parties)


def passages_of(corpus: Corpus) -> dict[str, Passage]:
    """Every passage that a corpus would give, by its id."""
    return {passage.passage_id: passage for passage in chunk(corpus)}


def _by_source(passages: Mapping[str, Passage]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for key, passage in passages.items():
        found.setdefault(passage.source_id, {})[key] = passage.text
    return found


def _of(passages: Mapping[str, Passage], source: str) -> list[Passage]:
    return [p for p in passages.values() if p.source_id == source]


def _difference(
    old: Mapping[str, tuple[object, str]], new: Mapping[str, tuple[object, str]]
) -> Difference:
    """Records with the text that tells them again under another id."""
    gone, came = old.keys() - new.keys(), new.keys() - old.keys()
    by_text = {new[key][1]: key for key in sorted(came, reverse=True)}
    renamed = [(k, by_text[old[k][1]]) for k in sorted(gone) if old[k][1] in by_text]
    return Difference(
        added=_rest(came, (key for _, key in renamed)),
        changed=tuple(sorted(k for k in old.keys() & new if old[k][0] != new[k][0])),
        removed=_rest(gone, (key for key, _ in renamed)),
        renamed=tuple(renamed),
    )


def _rest(keys: Iterable[str], taken: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(keys) - set(taken)))
