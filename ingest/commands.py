"""What the commands that keep a corpus and its generations take, do and print."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from index.settings import Settings


def generations(settings: Settings, arguments: argparse.Namespace) -> int:
    """List the generations."""
    from index.store import Store
    from ingest.keeping import generation_rows

    rows = generation_rows(Store.of(settings))
    if arguments.json:
        print(json.dumps(rows))
    elif rows:
        Console().print(_generation_table(rows))
    else:
        print("no generation yet: build one with `python -m ingest`.")
    return 0


def _generation_table(rows: list[dict[str, Any]]) -> Table:
    table = Table(title="Generations, oldest first")
    table.add_column("generation", no_wrap=True)
    for name in ("state", "passages", "sources", "claims", "corpus"):
        table.add_column(name)
    for row in rows:
        counts = [str(row[name]) for name in ("passages", "sources", "claims")]
        corpus = row["corpus_sha256"][:8]
        table.add_row(row["generation"], row["state"], *counts, corpus)
    return table


def rollback_options(parser: argparse.ArgumentParser) -> None:
    """Which generation."""
    parser.add_argument(
        "generation",
        nargs="?",
        metavar="ID",
        help="the generation to go back to (default: the one before the active one)",
    )


def rollback(settings: Settings, arguments: argparse.Namespace) -> int:
    """Make an earlier generation active."""
    from index.embedding import embedding_for
    from ingest.applying import rollback

    target = rollback(settings, embedding_for(settings), arguments.generation)
    _say(
        arguments,
        {"generation": target},
        f"generation {target} is active again, from the next question on. The corpus "
        "files are as they were: the next apply goes by them.",
    )
    return 0


def prune(settings: Settings, arguments: argparse.Namespace) -> int:
    """Drop old generations."""
    from ingest.applying import prune_all

    dropped = prune_all(settings)
    said = f"dropped: {', '.join(dropped)}." if dropped else "nothing to drop."
    _say(arguments, {"dropped": dropped}, said)
    return 0


def new_options(parser: argparse.ArgumentParser) -> None:
    """The folder, and the article or the word to go on."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the corpus folder")
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument(
        "--article", type=Path, metavar="FILE", help="make the folder of this article"
    )
    group.add_argument(
        "--keep",
        action="store_true",
        help="make a claim file of each candidate marked `keep: true`",
    )


def new(settings: Settings, arguments: argparse.Namespace) -> int:
    """Make a corpus folder, or go on with one."""
    from ingest.editing import require_writable
    from ingest.starting import keep_candidates, new_corpus

    folder: Path = arguments.folder
    require_writable(folder)
    if arguments.keep:
        made = keep_candidates(folder)
        said = f"{len(made)} claim files made in {str(folder / 'claims')!r}."
    else:
        made = new_corpus(folder, arguments.article)
        said = f"{str(folder)!r} is made: begin with {str(folder / 'CHECKLIST.md')!r}."
    _say(arguments, {"made": [str(path) for path in made]}, said)
    return 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a source's file")


def add(settings: Settings, arguments: argparse.Namespace) -> int:
    """Check a source and copy it into the corpus."""
    from ingest.editing import add_source

    target = add_source(settings.corpus, arguments.file)
    said = f"added {str(target)!r}: see what it changes with `python -m ingest plan`."
    _say(arguments, {"added": str(target)}, said)
    return 0


def review_options(parser: argparse.ArgumentParser) -> None:
    """What was read, and by whom."""
    parser.add_argument(
        "id", metavar="ID", help="a claim's id, or a point as `source#point`"
    )
    parser.add_argument(
        "--by", required=True, metavar="NAME", help="the person who has read it"
    )


def review(settings: Settings, arguments: argparse.Namespace) -> int:
    """Note who has read a claim or a point."""
    from ingest.editing import review as reviewed

    path = reviewed(settings.corpus, arguments.id, arguments.by)
    said = f"{arguments.id} is reviewed by {arguments.by}, in {str(path)!r}."
    _say(arguments, {"reviewed": arguments.id, "by": arguments.by}, said)
    return 0


def _say(arguments: argparse.Namespace, found: dict[str, Any], said: str) -> None:
    print(json.dumps(found, ensure_ascii=False) if arguments.json else said)
