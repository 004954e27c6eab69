"""Changes to a corpus folder: a source added, a claim or point marked as reviewed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import yaml

from index.errors import CorpusError
from ingest.checking import check
from ingest.proofreading import proofread
from ingest.reading import one_sentence, read_corpus, read_source, require_corpus

_REVIEWED = re.compile(r"^(- )?reviewed_by:.*$", re.MULTILINE)


def require_writable(corpus: Path) -> None:
    """Raises CorpusError for the copy inside an installed package."""
    if {"site-packages", "dist-packages"} & set(corpus.resolve().parts):
        raise CorpusError(
            f"{str(corpus)!r} belongs to an installed package and would be lost with "
            "its next version: copy it elsewhere and set COUNTERPOINT_CORPUS to that."
        )


def add_source(corpus: Path, file: Path) -> Path:
    """Copy a source file into the corpus once nothing is wrong with it.

    The copy ends in `.md`, as only such files are read. Raises CorpusError with what
    to mend, the corpus untouched.
    """
    require_writable(corpus)
    source, problems = read_source(file)
    if source is None:
        raise CorpusError(one_sentence(problems))
    name = f"sources/{source.id}.md"
    target = corpus / name
    if target.exists():
        raise CorpusError(
            f"{str(target)!r} is there already: edit it, or give the new source an id "
            "of its own."
        )
    held, _ = read_corpus(corpus)
    if held is not None:  # else it is still being filled: `check` says what is wrong
        whole = replace(held, sources=(*held.sources, source))
        found = (*check(whole), *proofread(whole))
        problems = [problem for problem in found if problem.file == name]
    if problems:
        raise CorpusError(one_sentence(problems))
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(file.read_bytes())
    return target


def review(corpus: Path, wanted: str, by: str) -> Path:
    """Note who has read a claim (its id) or a point (`source#point`); the file written.

    Raises CorpusError where there is no such claim or point, or nobody is named.
    """
    require_writable(corpus)
    by = _on_one_line(by)
    source, hash_sign, point = wanted.partition("#")
    if hash_sign:
        path = corpus / "sources" / f"{source}.md"
        text = _text(path, wanted)
        headings = re.split(r"(?m)^(?=## )", text)
        parts = [
            n for n, part in enumerate(headings) if part.startswith(f"## {point}\n")
        ]
        if not parts:
            raise _unknown(wanted)
        headings[parts[0]] = _signed(headings[parts[0]], f"- reviewed_by: {by}")
        text = "".join(headings)
    else:
        path = corpus / "claims" / f"{wanted}.yaml"
        text = _signed(_text(path, wanted), f"reviewed_by: {_quoted(by)}")
    before = path.read_bytes()
    path.write_text(text, "utf-8")
    try:
        require_corpus(corpus)
    except CorpusError:
        path.write_bytes(before)
        raise
    return path


def _on_one_line(name: str) -> str:
    """The name with single blanks; raises CorpusError for none, and for no text."""
    name = " ".join(name.split())
    if not name:
        raise CorpusError("nobody is named: give --by the name of who has read it.")
    try:
        name.encode("utf-8")
    except UnicodeEncodeError as failure:
        raise CorpusError(
            f"the name {name!r} isn't UTF-8 text: type it in a terminal that is."
        ) from failure
    return name


def _quoted(name: str) -> str:
    """The name between the double quotes of YAML."""
    dumped = yaml.safe_dump(
        name, allow_unicode=True, default_style='"', width=len(name) * 10 + 10
    )
    return str(dumped).strip()


def _signed(part: str, line: str) -> str:
    signed, count = _REVIEWED.subn(lambda _: line, part, count=1)
    if not count:
        raise CorpusError("it has no `reviewed_by` line: add an empty one first.")
    return signed


def _text(path: Path, wanted: str) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as missing:
        raise _unknown(wanted) from missing


def _unknown(wanted: str) -> CorpusError:
    return CorpusError(
        f"there is no claim or point {wanted!r}: name a claim's id, or `source#point`; "
        "`python -m ingest claims` lists the claims."
    )
