"""A corpus as a whole: its settings, its article, its terms and timeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from index.claims import Claim
from index.dates import PartialDate, last_day
from index.overviews import Overview
from index.sources import Strict
from index.topics import Topic


class Speaker(Strict):
    """Somebody who says things, and the other forms that name them in a sentence."""

    name: str
    also: tuple[str, ...] = ()


class Party(Strict):
    """A side whose word counts as its own, and those who speak for it."""

    name: str
    main: bool
    independent: bool = False
    """Whether it is no side of its own: observers, courts, bodies of many states."""
    also: tuple[str, ...] = ()
    speakers: tuple[Speaker, ...] = ()


class NoClaim(Strict):
    """A sentence of the article in which no claim stands, and why none does."""

    paragraph: int = Field(ge=1)
    sentence: str = Field(min_length=1)
    reason: str = Field(min_length=10)


class OneOrigin(Strict):
    """Points of several sources that tell one report, and how that is known."""

    points: tuple[str, ...] = Field(min_length=2)
    reason: str = Field(min_length=10)


class CorpusSettings(Strict):
    """`corpus.yaml`: everything particular to the article that code takes as data."""

    title: str
    subject: str
    article_date: PartialDate
    languages: tuple[str, ...] = ("en",)
    perspectives: dict[str, str]
    parties: tuple[Party, ...] = Field(min_length=2)
    joint_speakers: tuple[Speaker, ...] = ()
    disputes: dict[str, str] = Field(default={})
    """What several claims are about, as a question, by name."""
    asserts_nothing: tuple[NoClaim, ...] = ()
    one_origin: tuple[OneOrigin, ...] = ()
    kept_ids: tuple[str, ...] = ()
    """Ids of claims that hold a party's word and are cited too widely to be changed."""

    def speakers(self) -> Iterator[tuple[Speaker, str]]:
        """Every speaker with the name of their party; joint ones with an empty one."""
        for party in self.parties:
            for speaker in party.speakers:
                yield speaker, party.name
        for speaker in self.joint_speakers:
            yield speaker, ""

    def main_parties(self) -> list[str]:
        """Names of the parties whose strongest case a contested claim gives."""
        return [party.name for party in self.parties if party.main]


class Article(Strict):
    """The article: its text verbatim, and what is and isn't known about it."""

    id: Literal["article"]
    title: str
    publisher: str
    author: str | None = None
    published: PartialDate | None = None
    inferred_date: PartialDate
    inferred_reason: str
    url: str
    leaning: str = ""
    """What kind of text it is, and whose case it argues."""
    grounds: str = ""
    """What it rests its claims on: sources, documents, witnesses."""
    notes: tuple[str, ...] = ()
    """What else is or isn't known about it."""
    text: str = Field(min_length=1)

    def remarks(self) -> list[str]:
        """All that is said about it beside its title, author and date."""
        return [*filter(None, (self.leaning, self.grounds)), *self.notes]

    def paragraphs(self) -> list[tuple[int, int]]:
        """(start, end) of each text block, sub-headings counted, in the text."""
        bounds, start = [], 0
        for block in self.text.split("\n\n"):
            bounds.append((start, start + len(block)))
            start += len(block) + 2
        return bounds


class PartyForm(Strict):
    """Which form of a term a party uses."""

    party: str
    form: str


class Term(Strict):
    """A place, word or name with its aliases and the wording this project uses."""

    id: str
    kind: Literal["place", "word", "name"]
    neutral: str
    aliases: tuple[str, ...] = Field(min_length=1)
    note: str
    used_by: tuple[PartyForm, ...] = ()
    evidence: tuple[str, ...] = ()


class Event(Strict):
    """A dated event of the timeline, with evidence and the claims it bears on.

    A `main` one belongs to the shortest account of how it all went.
    """

    date: PartialDate
    text: str
    evidence: tuple[str, ...] = Field(min_length=1)
    claims: tuple[str, ...] = ()
    main: bool = False


class Register(BaseModel):
    """What an answer consults besides passages; stored in one piece in the index."""

    model_config = ConfigDict(frozen=True)

    settings: CorpusSettings
    article: Article
    claims: tuple[Claim, ...]
    terms: tuple[Term, ...] = ()
    timeline: tuple[Event, ...] = ()
    topics: tuple[Topic, ...] = ()
    overviews: tuple[Overview, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """Questions about something else: from them it is learnt what isn't the subject."""
    within: tuple[str, ...] = ()
    """Questions on the subject that don't name it."""
    beyond: tuple[str, ...] = ()
    """More about something else: beside `within` it is learnt from them what belongs to
    the subject, and nothing of claims, as that takes time that grows with the cube.
    """

    def claim(self, claim_id: str) -> Claim:
        """The claim of that id."""
        return next(claim for claim in self.claims if claim.id == claim_id)

    def written_by(self, day: str | None) -> bool:
        """Whether the article can have been read by the day; None stands for today."""
        return day is None or last_day(self.settings.article_date) <= day

    def flagged_with(self, claim_id: str) -> set[str]:
        """Ids of all claims of that claim's dispute, or of it and its companions."""
        claim = self.claim(claim_id)
        if claim.dispute is None:
            return {claim_id, *claim.companions}
        return {one.id for one in self.claims if one.dispute == claim.dispute}

    def bearing(self, claim_id: str) -> frozenset[str]:
        """Points that are evidence of a claim or of one that is flagged with it."""
        together = map(self.claim, self.flagged_with(claim_id))
        return frozenset(point for claim in together for point in claim.evidence())
