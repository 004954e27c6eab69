"""`python -m app`: the chat page, or one answer on the command line with `ask`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from index.dates import partial_date
from index.doors import exit_code, whole_number
from index.errors import CounterpointError, NoIndex
from index.places import is_server
from index.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run the page or a command; returns the exit code."""
    arguments = parser().parse_args(argv)
    return exit_code(
        "app", lambda: int(arguments.run(Settings.from_env(os.environ), arguments))
    )


def parser() -> argparse.ArgumentParser:
    """The command line, whose `--help` stands in the README."""
    top = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    top.add_argument("--host", default="127.0.0.1", help="address to listen on")
    port = whole_number(1, 65535)
    top.add_argument("--port", type=port, default=8501, help="port to listen on")
    top.set_defaults(run=_page)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    text = "answer a question, or a batch of them; never builds an index"
    asking = commands.add_parser("ask", help=text, description=text)
    asking.add_argument("question", nargs="?", help="the question")
    asking.add_argument("--json", action="store_true", help="print JSON")
    asking.add_argument(
        "--batch",
        metavar="FILE",
        type=_file,
        help="read questions as JSON lines from FILE or - (stdin)",
    )
    asking.add_argument(
        "--as-of", metavar="DATE", type=_day, help="leave out all that came later"
    )
    asking.set_defaults(run=_ask, usage=asking.error)
    return top


def _page(settings: Settings, arguments: argparse.Namespace) -> int:
    """Build a missing folder index, then serve the page until it is stopped."""
    if is_server(settings.index):
        require_active(settings)
    elif not (Path(settings.index) / "active.json").exists():
        built = subprocess.run([sys.executable, "-m", "ingest"], check=False)
        if built.returncode:
            return built.returncode
    page = Path(str(files("app") / "streamlit_app.py"))
    options = [
        f"--server.address={arguments.host}",
        f"--server.port={arguments.port}",
        "--server.headless=true",
    ]
    command = [sys.executable, "-m", "streamlit", "run", str(page), *options]
    print(f"Counterpoint opens at http://{arguments.host}:{arguments.port}", flush=True)
    return os.execv(sys.executable, command)  # so that stopping this stops the page


def require_active(settings: Settings) -> None:
    """Raises NoIndex or StoreError where a server has nothing to answer from yet."""
    from index.store import Store

    store = Store.of(settings)
    if store.ledger.active() is None:
        raise NoIndex(
            f"the Chroma server at {settings.index!r} holds no index yet: build it "
            "with `python -m ingest`, with the same COUNTERPOINT_ settings."
        )


def _ask(settings: Settings, arguments: argparse.Namespace) -> int:
    if (arguments.question is None) == (arguments.batch is None):
        arguments.usage("give either a QUESTION or --batch FILE")
    from app.answering import Answerer
    from app.asking import ask, batch, question_of
    from app.chat.settings import ChatSettings
    from app.printing import printed

    chat = ChatSettings.from_env(os.environ)
    if arguments.batch:
        lines = _lines(arguments.batch)
        answerer = Answerer.open(settings, chat)
        failed = False
        for line, answered in batch(answerer, lines, arguments.as_of):
            print(line, flush=True)
            failed = failed or not answered
        return 1 if failed else 0
    asked = question_of(arguments.question, arguments.as_of)
    answer = ask(Answerer.open(settings, chat), asked)
    print(answer.to_json() if arguments.json else printed(answer))
    return 0


def _file(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("name a FILE, or - for stdin")
    return text


def _day(text: str) -> str:
    try:
        return partial_date(text)
    except ValueError as failure:
        raise argparse.ArgumentTypeError(str(failure)) from failure


def _lines(name: str) -> list[str]:
    """The lines of a file, or of standard input for `-`."""
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return content.decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as failure:
        raise CounterpointError(
            f"the batch file {name!r} can't be read ({failure}): name a UTF-8 file of "
            "JSON lines."
        ) from failure


if __name__ == "__main__":
    sys.exit(main())
