"""`python -m eval`: run the question set, read and compare the figures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from eval import commands
from index.doors import exit_code


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = parser().parse_args(argv)
    return exit_code("eval", lambda: int(arguments.run(arguments)))


def parser() -> argparse.ArgumentParser:
    """The command line, whose `--help` stands in the README."""
    top = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    added = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in commands.COMMANDS:
        one = added.add_parser(
            command.name, help=command.text, description=command.text
        )
        command.options(one)
        one.add_argument("--json", action="store_true", help="print JSON")
        one.set_defaults(run=command.run)
    return top


if __name__ == "__main__":
    sys.exit(main())
