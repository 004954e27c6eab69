"""`python -m ingest`: check a corpus and make it the active index."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from index.errors import CounterpointError
from index.settings import Settings
from ingest import balance
from ingest.checking import check, located
from ingest.reading import read_corpus, require_corpus


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(Settings.from_env(os.environ), arguments))
    except CounterpointError as failure:
        print(f"ingest: {failure}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """The command line, whose `--help` stands in the README."""
    top = argparse.ArgumentParser(prog="python -m ingest", description=__doc__)
    top.set_defaults(run=_apply, json=False)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for name, run, text in (
        ("apply", _apply, "make the corpus the active index (the default)"),
        ("check", _check, "list everything that is wrong in the corpus"),
        ("balance", _balance, "show points by perspective and party, claims by status"),
        ("claims", _claims, "list the claims with status and positions"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=run)
    return top


def _apply(settings: Settings, arguments: argparse.Namespace) -> int:
    from index.embedding import packaged_embedding
    from ingest.applying import apply

    with Progress(
        TextColumn("embedding"), BarColumn(), MofNCompleteColumn(), console=_ERRORS
    ) as bar:
        task = bar.add_task("embedding", total=None)
        applied = apply(
            settings,
            packaged_embedding(),
            lambda done, total: bar.update(task, completed=done, total=total),
        )
        bar.update(task, total=1, completed=1, visible=applied.changed)
    if arguments.json:
        print(json.dumps(asdict(applied)))
    elif applied.changed:
        print(
            f"generation {applied.generation} is active: "
            f"{applied.counts['passages']} passages, {applied.counts['wordings']} "
            f"wordings of claims; {applied.embedded} texts embedded, "
            f"{applied.reused} unchanged."
        )
    else:
        print(f"nothing changed: {applied.generation} stays active, nothing embedded.")
    return 0


def _check(settings: Settings, arguments: argparse.Namespace) -> int:
    corpus, problems = read_corpus(settings.corpus)
    if corpus:
        problems = [*located(corpus.register)[1], *check(corpus)]
    if arguments.json:
        print(json.dumps([asdict(problem) for problem in problems]))
    else:
        for problem in problems:
            print(problem)
        print(f"{len(problems)} problems." if problems else "no problems.")
    return 1 if problems else 0


def _balance(settings: Settings, arguments: argparse.Namespace) -> int:
    found = balance.balance(require_corpus(settings.corpus))
    if arguments.json:
        print(json.dumps(found))
    else:
        Console().print(*balance.tables(found))
    return 0


def _claims(settings: Settings, arguments: argparse.Namespace) -> int:
    rows = balance.claim_rows(require_corpus(settings.corpus))
    if arguments.json:
        print(json.dumps(rows))
    else:
        Console().print(balance.table("Claims", rows))
    return 0


_ERRORS = Console(stderr=True)

if __name__ == "__main__":
    sys.exit(main())
