"""Second requests: faulty sentences to write again, and good ones to judge."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.chat.prompting import JUDGE, REPAIR, Message
from app.chat.reviewing import Checked

MOST = 12
"""Sentences that are sent back at most."""


def complaint(failed: Sequence[Checked]) -> list[Message]:
    """The faulty sentences with what is wrong with each, to be written again."""
    faulty = [
        {
            "text": checked.sentence.text,
            "problems": [fault.reason for fault in checked.faults],
        }
        for checked in failed[:MOST]
    ]
    data = json.dumps({"faulty": faulty}, ensure_ascii=False)
    return [{"role": "user", "content": f"{REPAIR}\n{data}"}]


def judging(stated: Sequence[tuple[str, Sequence[str]]]) -> list[Message]:
    """The request to say which sentences their evidence supports, numbered from 1.

    `stated` holds each sentence with the texts that it rests on.
    """
    items = [
        {"number": number, "text": text, "evidence": list(evidence)}
        for number, (text, evidence) in enumerate(stated, start=1)
    ]
    return [
        {"role": "system", "content": JUDGE},
        {"role": "user", "content": json.dumps(items, ensure_ascii=False)},
    ]


def verdict(text: str) -> set[int] | None:
    """The numbers that a judge found supported; None where its reply can't be read."""
    try:
        found = json.loads(text[text.index("{") : text.rindex("}") + 1])
        return {int(number) for number in found["supported"]}
    except (ValueError, KeyError, TypeError):
        return None
