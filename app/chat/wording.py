"""The chat composer: a model words the answer, and each sentence is checked.

It takes the same material as the extractive composer. What passes is given out as it
comes; what fails is sent back once and dropped if it fails again; a main party that was
left out is added in the register's words. Without a usable reply the extractive answer
serves.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from app.answer import ComposerInfo
from app.chat.costing import OverBudget, Purse
from app.chat.faults import ChatFault, excuse, without
from app.chat.parsing import SentenceParser, Written
from app.chat.prompting import Line, Message, messages
from app.chat.rechecking import complaint, judging, verdict
from app.chat.requesting import ChatClient
from app.chat.reviewing import Checked, Reviewer
from app.composing.drafting import Draft, DraftSentence
from app.composing.extractive import compose
from app.composing.framing import gap_text, not_yet, unsaid
from app.composing.material import Material
from app.composing.recounting import MAX_CLAIMS
from app.composing.telling import missing_sentence
from app.question.kinds import AS_A_WHOLE

_LOG = logging.getLogger(__name__)
SHARE = 0.9
"""Share of the time budget that the model may use; the rest is for the answer."""
MAX_SENTENCES = 12
"""What is asked of the register alone, where there is nothing to word."""


@dataclass(slots=True)
class Writing:
    """One answer being worded; `info` tells how it went so far."""

    client: ChatClient
    purse: Purse
    material: Material
    lines: Sequence[Line]
    reviewer: Reviewer
    _shown: list[Checked] = field(default_factory=list)
    _faults: Counter[str] = field(default_factory=Counter)
    _failed: list[Checked] = field(default_factory=list)
    _repaired: int = 0
    _added: int = 0
    _note: str | None = None
    _fell_back: bool = False
    _deadline: float = 0.0

    def drafts(self) -> Iterator[Draft]:
        """Parts of the answer, each ready to be shown when it is given."""
        by_code = self.material.question.asks in AS_A_WHOLE
        if by_code or self.material.asks_too_early:
            yield compose(self.material)
            return
        self._deadline = time.monotonic() + SHARE * self.client.settings.timeout
        try:
            with closing(self._worded()) as worded:
                for checked in worded:
                    if not self._shown:
                        yield from self._opening()
                    self._shown.append(checked)
                    yield self._draft(checked.sentence)
            if not self._shown:
                self._note = without("no sentence of it passed the checks")
        except ChatFault as fault:
            self._note = excuse(fault)
            if self._shown:
                self._note = "The language model broke off; what it had written stands."
        finally:
            self._log()
        if self._shown:
            yield from self._rest()
        else:
            self._fell_back = True
            yield compose(self.material)

    @property
    def complete(self) -> bool:
        """Whether the model worded the answer to its end."""
        return bool(self._shown) and self._note is None

    @property
    def info(self) -> ComposerInfo:
        """Who put the sentences together, and what it took."""
        by_model = bool(self._shown)
        return ComposerInfo(
            name="chat" if by_model else "extractive",
            model=self.client.settings.model,
            fell_back=self._fell_back,
            dropped_sentences=len(self._failed) - self._repaired,
            note=self._note,
            faults=dict(self._faults),
            repaired_sentences=self._repaired,
            added_sentences=self._added,
            tokens_in=self.purse.usage.tokens_in,
            tokens_out=self.purse.usage.tokens_out,
            price=round(self.purse.price, 8),
        )

    def _worded(self) -> Generator[Checked, None, None]:
        """The model's sentences that pass, those written again last."""
        asked = messages(self.material, self.lines)
        passed: Iterator[Checked] = self._checked(asked, self._failed)
        if self.client.settings.judge:
            passed = iter(self._judged(list(passed)))
        yield from passed
        if not self._failed:
            return
        again = [*asked, *complaint(self._failed)]
        try:
            for checked in self._checked(again, []):
                self._repaired = min(self._repaired + 1, len(self._failed))
                yield checked
        except ChatFault:
            return

    def _checked(
        self, asked: list[Message], failed: list[Checked]
    ) -> Iterator[Checked]:
        """Sentences of one reply that pass; the others are put into `failed`."""
        parser = SentenceParser()
        seen: set[str] = {shown.sentence.text for shown in self._shown}
        with closing(self._pieces(asked)) as pieces:
            for written in _read(parser, pieces):
                checked = self.reviewer.review(written, first=not self._shown)
                self._faults.update(fault.name for fault in checked.faults)
                if not checked.passed:
                    failed.append(checked)
                elif checked.sentence.text not in seen:
                    seen.add(checked.sentence.text)
                    yield checked
                if len(seen) >= MAX_SENTENCES:
                    return
        if not parser.read:
            self._faults["format"] += 1
            raise ChatFault("broken JSON")

    def _pieces(
        self, asked: list[Message], *, sentences: bool = True
    ) -> Generator[str, None, None]:
        """A reply's text as it comes, paid for by what was used."""
        try:
            with self.purse.paying(asked) as payment:
                parts = self.client.reply(
                    asked,
                    deadline=self._deadline,
                    max_tokens=payment.max_tokens,
                    sentences=sentences,
                )
                with closing(parts):
                    for part in parts:
                        if text := payment.note(part):
                            yield text
        except OverBudget:
            raise ChatFault("over budget") from None

    def _judged(self, passed: list[Checked]) -> list[Checked]:
        """The sentences that the model, asked again, finds supported by their lines."""
        stated = [
            (checked.sentence.text, [line.sentence.text for line in checked.lines])
            for checked in passed
        ]
        text = "".join(self._pieces(judging(stated), sentences=False))
        held = verdict(text)
        if held is None:
            self._faults["format"] += 1
            return passed
        doubted = [c for n, c in enumerate(passed, start=1) if n not in held]
        self._faults["judge"] += len(doubted)
        self._failed += doubted
        return [c for n, c in enumerate(passed, start=1) if n in held]

    def _opening(self) -> Iterator[Draft]:
        if self.material.question.unsaid and self.material.article:
            yield self._draft(unsaid(self.material.question.unsaid))
        elif not self.material.answers and not self.material.claims:
            gap = gap_text(self.material)
            yield self._draft(DraftSentence(gap, "gap", "gap"))

    def _rest(self) -> Iterator[Draft]:
        """Main parties that the model left out, what came later, and whom we lack."""
        for claim in self.material.claims[:MAX_CLAIMS]:
            of_claim = [li for li in self.lines if claim.id in li.sentence.claims]
            wanted = self.material.register.settings.main_parties()
            for party in wanted:
                yield from self._add(
                    [li for li in of_claim if li.party == party and li.sentence.claims]
                )
            yield from self._add([li for li in of_claim if li.sentence.part == "later"])
            if missing := missing_sentence(claim, self.material):
                yield self._draft(missing)
        if self.material.too_early:
            yield self._draft(not_yet(self.material))

    def _add(self, lines: Sequence[Line]) -> Iterator[Draft]:
        """The first of the lines, unless one of them was used."""
        used = [line for checked in self._shown for line in checked.lines]
        if lines and not any(line in used for line in lines):
            self._added += 1
            self._shown.append(Checked(lines[0].sentence, (lines[0],)))
            yield self._draft(lines[0].sentence)

    def _draft(self, sentence: DraftSentence) -> Draft:
        return Draft([sentence], self.reviewer.passages)

    def _log(self) -> None:
        info = self.info
        _LOG.info(
            "chat model: %d sentences shown, %d dropped, %d + %d tokens, price %.6f",
            len(self._shown),
            info.dropped_sentences,
            info.tokens_in,
            info.tokens_out,
            info.price,
        )


def _read(parser: SentenceParser, pieces: Iterator[str]) -> Iterator[Written]:
    for piece in pieces:
        yield from parser.feed(piece)
