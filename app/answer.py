"""The answer: one value that can be shown, stored, compared and reproduced.

Its JSON form, `counterpoint.answer/1`, is a contract that tools outside the project
read: fields may be added; none is renamed or dropped without a new schema number.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from index.claims import ClaimKind, Stance, Status, Verdict
from index.sources import Basis, Mark, TextOrigin

VoiceName = Literal["system", "attributed", "quotation", "gap"]
RefusalReason = Literal[
    "off-topic", "not-in-sources", "unsupported-language", "not-allowed"
]


class Part(BaseModel):
    """A part of an answer; values don't change once made."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sentence(Part):
    """One sentence of an answer, whose voice it is in, and what it rests on."""

    text: str
    voice: VoiceName
    speaker: str | None = None
    citations: tuple[int, ...] = ()
    claims: tuple[str, ...] = ()
    part: Literal["lead", "article", "sides", "observers", "sum", "later", "gap"] = (
        "lead"
    )
    """Which part of the answer the sentence belongs to, in reading order."""


class Citation(Part):
    """Where a sentence can be checked; `quote` is the passage's text[start:end]."""

    number: int = Field(ge=1)
    source_id: str
    passage_id: str
    title: str
    publisher: str
    speaker: str | None
    party: str | None
    published: str | None
    event_date: str | None
    url: str
    perspective: str
    locator: str
    basis: Basis
    mark: Mark
    text_origin: TextOrigin
    quote: str
    start: int
    end: int
    read_at: tuple[str, ...] = ()
    perspective_reason: str = ""
    licence: str = ""
    reviewed_by: str | None = None


class FlagPosition(Part):
    """Where a party stands on a flagged claim; `no-source` when none is held."""

    party: str
    stance: Stance | Literal["no-source"]
    date: str | None
    text: str
    citations: tuple[int, ...] = ()


class Overtaken(Part):
    """What came after the article and changed the picture."""

    date: str
    text: str
    citations: tuple[int, ...] = ()


class Flag(Part):
    """One claim of the article that the answer touches, and who says what on it.

    `start`, `end` are the quote's character offsets in the article's body.
    """

    claim_id: str
    status: Status
    verdict: Verdict | None
    kind: ClaimKind
    contested: bool
    overtaken: Overtaken | None
    article_quote: str
    paragraph: int
    start: int
    end: int
    summary: str
    raised_by: Literal["question", "evidence"]
    reviewed_by: str | None
    positions: tuple[FlagPosition, ...]
    statement: str = ""
    verdict_reason: str = ""
    dispute: str | None = None
    """What the claim and others are about, as a question: they are flagged together."""
    unclear: bool = False
    """Whether the article's words need the statement beside them to be understood."""


class Refusal(Part):
    """Why nothing was answered, what comes nearest, and what would settle it."""

    reason: RefusalReason
    message: str
    nearest: tuple[int, ...] = ()
    would_help: str = ""
    claims: tuple[Flag, ...] = ()
    """The article's claims that come closest to a question in another language, with
    their status and positions.
    """


class ComposerInfo(Part):
    """Who put the sentences together."""

    name: Literal["extractive", "chat"] = "extractive"
    model: str | None = None
    fell_back: bool = False
    dropped_sentences: int = 0
    note: str | None = None
    """What a reader should know: that the model failed, or broke off."""
    faults: dict[str, int] = Field(default_factory=dict)
    """How often each check stopped a model's sentence, by the check's name."""
    repaired_sentences: int = 0
    added_sentences: int = 0
    """Sentences of the register put in where a model left a main party out."""
    cached: bool = False
    tokens_in: int = 0
    tokens_out: int = 0
    price: float = 0.0


class IndexInfo(Part):
    """Which generation the whole answer comes from."""

    generation: str
    corpus_sha256: str


class Timings(Part):
    """Milliseconds by stage."""

    understand: float = 0.0
    retrieve: float = 0.0
    match: float = 0.0
    compose: float = 0.0
    total: float = 0.0


class Answer(Part):
    """An answer or a refusal, with everything needed to check it."""

    schema_: Literal["counterpoint.answer/1"] = Field(
        default="counterpoint.answer/1", alias="schema"
    )
    id: str | None = None
    question: str
    standalone_question: str
    as_of: str | None = None
    language: str
    outcome: Literal["answered", "refused"]
    refusal: Refusal | None = None
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    flags: tuple[Flag, ...] = ()
    perspectives: dict[str, int] = Field(default_factory=dict)
    follow_ups: tuple[str, ...] = ()
    composer: ComposerInfo = ComposerInfo()
    index: IndexInfo
    timings_ms: Timings = Timings()

    def to_json(self) -> str:
        """The answer as one line of JSON, as the contract has it."""
        return self.model_dump_json(by_alias=True)
