"""A new corpus folder from an article: what code can make, and what is to fill."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from index.errors import CorpusError
from ingest.sentences import sentence_bounds

CANDIDATES = "candidates.yaml"
"""One entry a sentence of the article, to keep or drop; no part of the index."""
_FIELDS: dict[str, Any] = {
    "id": "article",
    "title": "TO FILL: the article's title",
    "publisher": "TO FILL: where it stands",
    "author": None,
    "published": None,
    "inferred_date": f"{datetime.now(UTC):%Y-%m-%d}",
    "inferred_reason": "TO FILL: when it was published, or why about then",
    "url": "https://example.org/TO-FILL",
    "leaning": "TO FILL: what kind of text it is, and whose case it argues",
    "grounds": "TO FILL: which sources, documents or witnesses it names",
    "notes": [],
}
_SHORT = 5
"""A sentence of fewer words is a sub-heading or too little to be a claim."""
_NUMBER = re.compile(r"^[a-z](\d{2,})-")
"""How the id of a claim begins, before its words."""


def new_corpus(folder: Path, article: Path) -> list[Path]:
    """Make a corpus folder of an article; returns the files, in the order to fill.

    Raises CorpusError where the folder holds anything, or the article can't be read.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CorpusError(
            f"{str(folder)!r} isn't empty: name a folder that doesn't exist yet."
        )
    fields, body = _article(article)
    (folder / "claims").mkdir(parents=True, exist_ok=True)
    (folder / "sources").mkdir(exist_ok=True)
    texts = {
        "CHECKLIST.md": _template("checklist.md"),
        "article.md": frontmatter.dumps(frontmatter.Post(body, **fields)) + "\n",
        "corpus.yaml": _template("corpus.yaml"),
        CANDIDATES: _template("candidates.yaml") + _entries(body),
        "terms.yaml": "[]\n",
        "timeline.yaml": "[]\n",
        "elsewhere.yaml": "[]\n",
        "within.yaml": "[]\n",
        "beyond.yaml": "[]\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in texts]


def keep_candidates(folder: Path) -> list[Path]:
    """Make a claim file of every candidate marked `keep`; returns the new ones.

    The claim files are skeletons that the check finds wanting until they are filled.
    Raises CorpusError where candidates can't be read, or two of those kept share an id.
    """
    kept = _kept(folder / CANDIDATES)
    held = [path.stem for path in (folder / "claims").glob("*.yaml")]
    made = []
    for name, claim_id in _new_ids([*kept], held).items():
        paragraph, quote = kept[name]
        head = yaml.safe_dump(
            {
                "id": claim_id,
                "places": [{"paragraph": paragraph, "quote": quote}],
                "statement": quote,
            },
            allow_unicode=True, sort_keys=False, width=88,
        )  # fmt: skip
        file = folder / "claims" / f"{claim_id}.yaml"
        file.write_text(head + _template("claim.yaml"), "utf-8")
        made.append(file)
    return made


def _kept(path: Path) -> dict[str, tuple[int, str]]:
    """Paragraph and quote of each candidate to keep, by its id."""
    try:
        rows = yaml.safe_load(path.read_text("utf-8")) or []
        wanted = [row for row in rows if row["keep"]]
        named = [(str(row["id"]), row["paragraph"], row["quote"]) for row in wanted]
    except (OSError, yaml.YAMLError, TypeError, KeyError) as failure:
        raise CorpusError(
            f"{str(path)!r} can't be read ({failure!r}): make the folder with "
            "`python -m ingest new FOLDER --article FILE`."
        ) from failure
    kept: dict[str, tuple[int, str]] = {}
    for name, paragraph, quote in named:
        if name in kept:
            raise CorpusError(
                f"{str(path)!r} keeps two candidates with the id {name!r}: give each "
                "one of its own."
            )
        kept[name] = (paragraph, quote)
    return kept


def _new_ids(names: list[str], held: list[str]) -> dict[str, str]:
    """The claim's id for each candidate's id that no claim has yet.

    A candidate is numbered after all claims, unless its id begins with a number.
    """
    words = {_NUMBER.sub("", name) for name in held if name not in names}
    numbers = [int(n) for name in (*held, *names) for n in _NUMBER.findall(name)]
    last = max(numbers, default=0)
    found = {}
    for name in names:
        if name in held or name in words:
            continue
        found[name] = name
        if not _NUMBER.match(name):
            last += 1
            found[name] = f"c{last:02}-{name}"
    return found


def candidates(body: str) -> list[dict[str, Any]]:
    """Every sentence of the article that may be a claim, with its paragraph.

    Their ids, no two alike, have no number: only those that are kept get one.
    """
    found: list[dict[str, Any]] = []
    times: Counter[str] = Counter()
    for number, paragraph in enumerate(body.split("\n\n"), start=1):
        for start, end in sentence_bounds(paragraph):
            quote = paragraph[start:end]
            if len(quote.split()) >= _SHORT and not quote.endswith("?"):
                words = _slug(quote)
                times[words] += 1
                name = words if times[words] == 1 else f"{words}-{times[words]}"
                found.append(
                    {"id": name, "paragraph": number, "quote": quote, "keep": False}
                )
    return found


def _article(path: Path) -> tuple[dict[str, Any], str]:
    """The article's front matter, if it has any, over what is to fill, and its text."""
    try:
        given, body = frontmatter.parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as failure:
        raise CorpusError(
            f"the article {str(path)!r} can't be read ({failure}): name a UTF-8 text "
            "file, its paragraphs set apart by blank lines."
        ) from failure
    body = re.sub(r"\n\s*\n", "\n\n", body.replace("\r\n", "\n")).strip()
    if not body:
        raise CorpusError(f"the article {str(path)!r} holds no text: name another.")
    known = {name: value for name, value in given.items() if name in _FIELDS}
    return {**_FIELDS, **known, "id": "article"}, body


def _entries(body: str) -> str:
    return str(
        yaml.safe_dump(
            candidates(body), allow_unicode=True, sort_keys=False, width=10_000
        )
    )


def _slug(quote: str) -> str:
    """Three telling words of a sentence; neutral ones are for a person to choose."""
    words = re.findall(r"[a-z]{4,}", quote.lower())
    return "-".join(words[:3]) or "claim"


def _template(name: str) -> str:
    return (files("ingest") / "templates" / name).read_text("utf-8")
