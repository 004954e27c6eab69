"""What each command of `python -m eval` takes, does and prints."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from eval import auditing, comparing, gating, reporting
from eval.cases import QUESTIONS, Split, chosen, load
from eval.printing import audited, print_ablations, print_bench, print_changes, timed
from eval.results import RunFolder, as_json
from eval.run_command import run_and_print, run_options
from eval.systems import opened
from index.calibration import CALIBRATION
from index.doors import whole_number
from index.settings import Settings


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, a line of help, its options, and what it does."""

    name: str
    text: str
    options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def _report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="RUN", help="folder of a run")
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE",
        help="compare with this (default: the shipped one, where it fits)",
    )  # fmt: skip
    for flag, what, word in (("--min", "least", "below"), ("--max", "most", "above")):
        parser.add_argument(
            flag, dest=what, action="append", default=[], type=gating.limit,
            metavar="MEASURE=VALUE", help=f"a bar that is missed {word} this",
        )  # fmt: skip


def _report(arguments: argparse.Namespace) -> int:
    folder, named = RunFolder(arguments.folder), arguments.baseline
    baseline = gating.read(named) if named else gating.shipped(folder.run())
    report = reporting.build(
        folder, baseline, least=arguments.least, most=arguments.most
    )
    paths = reporting.write(report, arguments.folder)
    if arguments.json:
        print(report.as_json())
    else:
        print("\n".join(map(str, paths)))
    return 0


def _compare_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("left", type=Path, metavar="A", help="folder of a run")
    parser.add_argument("right", type=Path, metavar="B", help="folder of a later run")


def _compare(arguments: argparse.Namespace) -> int:
    changes = comparing.compare(RunFolder(arguments.left), RunFolder(arguments.right))
    if arguments.json:
        print(as_json(changes))
        return 0
    print_changes(changes)
    return 0


def _audit_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--n", type=whole_number(1), default=100, help="points to draw")
    parser.add_argument(
        "--seed", type=int, default=1, help="draws the same points again"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where the sheet goes"
    )
    parser.add_argument(
        "--score",
        type=Path,
        metavar="FILE",
        help="turn a filled-in sheet into a figure",
    )


def _audit(arguments: argparse.Namespace) -> int:
    if arguments.score:
        found = auditing.score(arguments.score)
        if arguments.json:
            print(found.model_dump_json())
        else:
            print(audited(found))
        return 0
    settings = Settings.from_env(os.environ)
    sheet = auditing.draw(
        opened(settings, "counterpoint").generation(), arguments.n, arguments.seed
    )
    paths = auditing.write(sheet, arguments.out or settings.state / "audit")
    if arguments.json:
        print(json.dumps([str(path) for path in paths]))
    else:
        drawn = len(sheet.passages)
        print(f"{drawn} points drawn: fill in {paths[0]} beside {paths[1]}.")
    return 0


def _bench_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="a measuring set, JSONL"
    )


def _bench(arguments: argparse.Namespace) -> int:
    from eval.benching import bench

    found = list(bench(arguments.files))
    if arguments.json:
        print(as_json(found))
        return 0
    print_bench(found)
    return 0


def _latency_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--questions", type=Path, default=QUESTIONS, metavar="FILE",
        help="question set (default: the shipped one)",
    )  # fmt: skip
    parser.add_argument(
        "--n", type=whole_number(1), default=100, help="questions to time"
    )


def _latency(arguments: argparse.Namespace) -> int:
    from eval.latency import latency
    from index.embedding import packaged_embedding

    settings = Settings.from_env(os.environ)
    due = [case.question for case in load(arguments.questions)][: arguments.n]
    found = latency(opened(settings, "counterpoint"), packaged_embedding(), due)
    if arguments.json:
        print(found.model_dump_json())
    else:
        print(timed(found))
    return 0


def _scale_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--points", default="1000,10000,100000", help="sizes, set apart by commas"
    )
    parser.add_argument("--server", action="store_true", help="time a server as well")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where indexes go")


def _scale(arguments: argparse.Namespace) -> int:
    from eval.scaling import scale_and_print

    return scale_and_print(Settings.from_env(os.environ), arguments)


def _fit_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--questions", type=Path, default=QUESTIONS, metavar="FILE",
        help="question set, of which only the split tune is used",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, default=CALIBRATION, metavar="FILE",
        help="where the calibration goes (default: index/calibration.json)",
    )  # fmt: skip
    parser.add_argument(
        "--keep-claims", action="store_true",
        help="leave what tells which claims a question touches, and all thresholds",
    )  # fmt: skip
    parser.add_argument(
        "--choosing", action="store_true",
        help="fit nothing but what chooses points, on the overviews of the corpus",
    )  # fmt: skip


def _fit(arguments: argparse.Namespace) -> int:
    from eval.refitting import fit_and_print

    return fit_and_print(arguments)


def _ablate_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--split", choices=get_args(Split), default="report", help="ask this split"
    )
    parser.add_argument(
        "--questions", type=Path, default=QUESTIONS, metavar="FILE",
        help="question set (default: the shipped one)",
    )  # fmt: skip


def _ablate(arguments: argparse.Namespace) -> int:
    from eval.ablating import ablate

    cases = chosen(load(arguments.questions), split=arguments.split)
    settings = Settings.from_env(os.environ)
    found = list(ablate(settings, cases, progress=not arguments.json))
    if arguments.json:
        print(as_json(found))
    else:
        print_ablations(found)
    return 0


COMMANDS: tuple[Command, ...] = (
    Command("run", "ask the question set and measure", run_options, run_and_print),
    Command("report", "say on a page where a run fails", _report_options, _report),
    Command("compare", "set two runs side by side", _compare_options, _compare),
    Command("ablate", "say what each part adds", _ablate_options, _ablate),
    Command("audit", "have points read in the original", _audit_options, _audit),
    Command("bench", "measure third-party sets", _bench_options, _bench),
    Command("fit", "fit the calibration on the split tune", _fit_options, _fit),
    Command("latency", "time an answer and its parts", _latency_options, _latency),
    Command("scale", "time answers as the index grows", _scale_options, _scale),
)
