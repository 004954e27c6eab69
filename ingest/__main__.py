"""`python -m ingest`: check a corpus and make it the active index."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from index.doors import exit_code
from index.settings import Settings
from ingest import balance, commands
from ingest.reading import read_corpus, require_corpus


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = parser().parse_args(argv)
    return exit_code(
        "ingest", lambda: int(arguments.run(Settings.from_env(os.environ), arguments))
    )


def parser() -> argparse.ArgumentParser:
    """The command line, whose `--help` stands in the README."""
    top = argparse.ArgumentParser(prog="python -m ingest", description=__doc__)
    top.set_defaults(run=_apply, json=False)
    added = top.add_subparsers(title="commands", metavar="COMMAND")
    for name, run, text, options in COMMANDS:
        command = added.add_parser(name, help=text, description=text)
        command.add_argument("--json", action="store_true", help="print JSON")
        options(command)
        command.set_defaults(run=run)
    return top


def _apply(settings: Settings, arguments: argparse.Namespace) -> int:
    from index.embedding import embedding_for
    from ingest.applying import apply

    with _bar() as progress:
        applied = apply(settings, embedding_for(settings), progress)
    if arguments.json:
        print(json.dumps(asdict(applied)))
    elif applied.changed:
        print(
            f"generation {applied.generation} is active: "
            f"{applied.counts['passages']} passages, "
            f"{applied.counts.get('questions', 0)} questions of theirs, "
            f"{applied.counts['wordings']} wordings of claims; "
            f"{applied.embedded} texts embedded, "
            f"{applied.reused} unchanged."
        )
    else:
        print(f"nothing changed: {applied.generation} stays active, nothing embedded.")
    return 0


def _plan(settings: Settings, arguments: argparse.Namespace) -> int:
    from rich.markdown import Markdown

    from index.embedding import embedding_for
    from ingest.planning import plan
    from ingest.showing import markdown

    with _bar() as progress:
        found = plan(
            settings,
            embedding_for(settings),
            progress,
            quick=arguments.quick,
            questions=arguments.questions,
        )
    if arguments.json:
        print(json.dumps(asdict(found), ensure_ascii=False))
    elif arguments.markdown:
        print(markdown(found), end="")
    else:
        Console().print(Markdown(markdown(found)))
    return 1 if found.problems else 0


def _plan_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--markdown", action="store_true", help="print Markdown for a pull request"
    )
    parser.add_argument(
        "--quick", action="store_true", help="build nothing and compare no answers"
    )
    parser.add_argument(
        "--questions",
        type=Path,
        metavar="FILE",
        help="question set to ask of both generations (default: questions.jsonl in the "
        "corpus folder; the shipped one for the shipped corpus)",
    )


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, shown from the first text on."""
    columns = (TextColumn("embedding"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=_ERRORS) as bar:
        task = bar.add_task("embedding", total=None, visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        yield show


def _check(settings: Settings, arguments: argparse.Namespace) -> int:
    from ingest.proofreading import all_problems

    corpus, problems = read_corpus(settings.corpus)
    if corpus:
        problems = all_problems(corpus)
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
    from ingest.annotating import annotated

    corpus = require_corpus(settings.corpus)
    if arguments.json:
        print(json.dumps(balance.claim_rows(corpus)))
    elif arguments.table:
        Console().print(balance.table("Claims", balance.claim_rows(corpus)))
    else:
        Console(highlight=False).print(*annotated(corpus.register), sep="\n")
    return 0


def _claims_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--table",
        action="store_true",
        help="print one row a claim: kind, verdict, status, who is heard",
    )


def _nothing(parser: argparse.ArgumentParser) -> None:
    """A command without options of its own."""


_ERRORS = Console(stderr=True)

Options = Callable[[argparse.ArgumentParser], None]
Run = Callable[[Settings, argparse.Namespace], int]

COMMANDS: tuple[tuple[str, Run, str, Options], ...] = (
    ("apply", _apply, "make the corpus the active index (the default)", _nothing),
    ("plan", _plan, "show what apply would change, before it is done", _plan_options),
    ("check", _check, "list everything that is wrong in the corpus", _nothing),
    (
        "balance",
        _balance,
        "show who is heard and who isn't, and what was reviewed",
        _nothing,
    ),
    ("claims", _claims, "show the article with its claims in place", _claims_options),
    (
        "generations",
        commands.generations,
        "list the generations that are kept",
        _nothing,
    ),
    (
        "rollback",
        commands.rollback,
        "make an earlier generation the active one",
        commands.rollback_options,
    ),
    (
        "prune",
        commands.prune,
        "drop generations beyond the last three that are older than a day",
        _nothing,
    ),
    (
        "new",
        commands.new,
        "make a corpus folder of an article, or go on with one",
        commands.new_options,
    ),
    (
        "add",
        commands.add,
        "check a source's file and copy it into the corpus",
        commands.add_options,
    ),
    (
        "review",
        commands.review,
        "note who has read a claim or a point",
        commands.review_options,
    ),
)

if __name__ == "__main__":
    sys.exit(main())
