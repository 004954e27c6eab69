"""Corpus files into records; whatever is wrong is named by file, field and mend."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import frontmatter
import yaml
from markdown_it import MarkdownIt
from pydantic import BaseModel, TypeAdapter, ValidationError

from index.claims import Claim
from index.corpora import Article, CorpusSettings, Event, Register, Term
from index.errors import CorpusError
from index.overviews import Overview
from index.sources import Source
from index.topics import Topic
from ingest.hashing import corpus_sha256

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a corpus: where, and what to do about it."""

    file: str
    field: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.mend}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus read from a folder: the register, the sources, every file's sha256."""

    folder: Path
    register: Register
    sources: tuple[Source, ...]
    inputs: dict[str, str]

    @property
    def sha256(self) -> str:
        """One hash over all files, names and contents."""
        return corpus_sha256(self.inputs)


@dataclass(slots=True)
class _Reader:
    folder: Path
    problems: list[Problem] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        content = (self.folder / name).read_bytes()
        self.inputs[name] = hashlib.sha256(content).hexdigest()
        return content.decode("utf-8")

    def add(self, name: str, field: str, mend: str) -> None:
        self.problems.append(Problem(name, field, mend))

    def record(
        self, name: str, parse: Any, into: TypeAdapter[_Record]
    ) -> _Record | None:
        """The file parsed and validated, or None with its problems noted."""
        try:
            return into.validate_python(parse(self.text(name)))
        except IsADirectoryError:
            self.add(name, "file", "it is a folder: name a file.")
        except FileNotFoundError:
            self.add(name, "file", f"it is missing: add it to {str(self.folder)!r}.")
        except UnicodeDecodeError:
            self.add(name, "file", "it isn't UTF-8 text: save it as UTF-8.")
        except MisplacedError as failure:
            self.add(name, failure.field, failure.mend)
        except yaml.YAMLError as failure:
            reason = " ".join(str(failure).split())
            self.add(
                name, "YAML", f"it can't be parsed ({reason}): mend the line named."
            )
        except ValidationError as failure:
            for error in failure.errors():
                self.add(name, *_said(error))
        except ValueError as failure:
            self.add(name, "date", f"no such day ({failure}): mend the date.")
        return None


class MisplacedError(Exception):
    """A point's heading, field list or text isn't where the format puts it."""

    def __init__(self, field: str, mend: str) -> None:
        super().__init__(field, mend)
        self.field, self.mend = field, mend


def _said(error: Any) -> tuple[str, str]:
    """A validation error as (field, mend)."""
    where = ".".join(str(part) for part in error["loc"]) or "file"
    given = error.get("input")
    shown = "" if isinstance(given, dict | list) else f" (now {given!r})"
    mends = {
        "missing": "the field is missing: add it.",
        "extra_forbidden": "no such field: remove it or mend its name.",
    }
    return where, mends.get(error["type"]) or f"{error['msg']}{shown}."


def read_corpus(folder: Path) -> tuple[Corpus | None, list[Problem]]:
    """The corpus of a folder and its problems; no corpus where a file is unreadable."""
    reader = _Reader(folder)
    parts = {
        "settings": reader.record(
            "corpus.yaml", yaml.safe_load, TypeAdapter(CorpusSettings)
        ),
        "article": reader.record("article.md", _article_fields, TypeAdapter(Article)),
        "claims": _all(reader, "claims/*.yaml", yaml.safe_load, Claim),
        "terms": _optional(reader, "terms.yaml", TypeAdapter(tuple[Term, ...])),
        "timeline": _optional(reader, "timeline.yaml", TypeAdapter(tuple[Event, ...])),
        "topics": _all(reader, "topics/*.yaml", yaml.safe_load, Topic, needed=False),
        "overviews": _lists(
            reader, "overviews/*.yaml", TypeAdapter(tuple[Overview, ...])
        ),
        "elsewhere": _optional(reader, "elsewhere.yaml", TypeAdapter(tuple[str, ...])),
        "within": _optional(reader, "within.yaml", TypeAdapter(tuple[str, ...])),
        "beyond": _optional(reader, "beyond.yaml", TypeAdapter(tuple[str, ...])),
    }
    sources = _all(reader, "sources/*.md", _source_fields, Source)
    if reader.problems:
        return None, reader.problems
    register = Register.model_validate(parts)
    return Corpus(folder, register, sources, reader.inputs), []


def require_corpus(folder: Path) -> Corpus:
    """The corpus of a folder; raises CorpusError with the first problem."""
    corpus, problems = read_corpus(folder)
    if corpus is None:
        raise CorpusError(one_sentence(problems))
    return corpus


def read_source(file: Path) -> tuple[Source | None, list[Problem]]:
    """One source's file on its own, and its problems."""
    reader = _Reader(file.parent)
    source = reader.record(file.name, _source_fields, TypeAdapter(Source))
    if source and source.id != file.stem:
        reader.add(
            file.name, "id", f"it must equal the file's name: write {file.stem!r}."
        )
    return (None if reader.problems else source), reader.problems


def one_sentence(problems: list[Problem]) -> str:
    """The first problem, and how many more `check` would list."""
    more = len(problems) - 1
    rest = f" ({more} more: run `python -m ingest check`.)" if more else ""
    return f"{problems[0]}{rest}"


def _optional(
    reader: _Reader, name: str, into: TypeAdapter[tuple[_Record, ...]]
) -> tuple[_Record, ...]:
    """A file that a corpus may leave out."""
    if not (reader.folder / name).exists():
        return ()
    return reader.record(name, yaml.safe_load, into) or ()


def _lists(
    reader: _Reader, pattern: str, into: TypeAdapter[tuple[_Record, ...]]
) -> tuple[_Record, ...]:
    """What stands in all files of a pattern, of which a corpus may have none."""
    names = sorted(
        path.relative_to(reader.folder) for path in reader.folder.glob(pattern)
    )
    return tuple(
        one for name in names for one in _optional(reader, name.as_posix(), into)
    )


def _all(
    reader: _Reader,
    pattern: str,
    parse: Any,
    into: type[_Record],
    *,
    needed: bool = True,
) -> tuple[_Record, ...]:
    found = []
    adapter = TypeAdapter(into)
    for path in sorted(reader.folder.glob(pattern)):
        name = path.relative_to(reader.folder).as_posix()
        record = reader.record(name, parse, adapter)
        if record is None:
            continue
        if isinstance(record, BaseModel) and getattr(record, "id", "") != path.stem:
            reader.add(
                name, "id", f"it must equal the file's name: write {path.stem!r}."
            )
        found.append(record)
    if needed and not found and not reader.problems:
        reader.add(pattern, "file", "no such file: a corpus needs at least one.")
    return tuple(found)


def _article_fields(text: str) -> dict[str, Any]:
    fields, body = frontmatter.parse(text)
    return fields | {"text": body}


def _source_fields(text: str) -> dict[str, Any]:
    fields, body = frontmatter.parse(text)
    if not fields:
        raise MisplacedError(
            "front matter", "it is missing: begin the file with `---`."
        )
    return fields | {"points": [*_points(body)]}


_NOT_TEXT = {
    "html_block": "HTML",
    "fence": "a block of code",
    "code_block": "a block of code",
    "hr": "a rule",
}


_MANY = ("asked_as", "unanswered")
"""Fields of a point that may stand on several lines."""


def _note(point: dict[str, Any], name: str, value: str | None) -> None:
    if name in _MANY:
        point[name] = [*point.get(name, []), value]
    else:
        point[name] = value


def _points(body: str) -> list[dict[str, Any]]:
    """The points of a source's body: a heading, a field list, paragraphs of text."""
    points: list[dict[str, Any]] = []
    tokens = MarkdownIt().parse(body)
    in_list = False
    for opening, inline in pairwise(tokens):
        in_list = (in_list or opening.type == "bullet_list_open") and (
            opening.type != "bullet_list_close"
        )
        if inline.type in _NOT_TEXT:
            raise MisplacedError(
                f"points.{points[-1]['id']}" if points else "body",
                f"it holds {_NOT_TEXT[inline.type]}: write plain sentences.",
            )
        if inline.type != "inline":
            continue
        content = " ".join(inline.content.split())
        if opening.type == "heading_open":
            points.append({"id": content, "text": ""})
        elif not points:
            raise MisplacedError(
                "body", "text stands before the first `## id` heading."
            )
        elif in_list:
            name, colon, value = content.partition(":")
            if not colon:
                raise MisplacedError(
                    f"points.{points[-1]['id']}",
                    f"the line {content!r} is not `- field: value`: mend it.",
                )
            _note(points[-1], name.strip(), value.strip() or None)
        else:
            points[-1]["text"] = f"{points[-1]['text']} {content}".strip()
    return points
