"""What each command of `python -m eval` takes, does and prints."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from eval import auditing, comparing, gating, reporting
from eval.cases import QUESTIONS, Case, Kind, Split, chosen, load
from eval.measures import figures
from eval.printing import audited, print_bench, print_changes, print_figures, timed
from eval.results import Figure, RunError, RunFolder, as_json
from eval.running import new_folder, run
from eval.systems import System
from index.matching import CALIBRATION
from index.settings import Settings

NO_JUDGE = (
    "no model judge was run: none is configured (set OPENAI_API_KEY or "
    "OPENAI_BASE_URL). All figures come from code."
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, a line of help, its options, and what it does."""

    name: str
    text: str
    options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def _run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--questions", type=Path, default=QUESTIONS, metavar="FILE",
        help="question set (default: the shipped one)",
    )  # fmt: skip
    parser.add_argument(
        "--kind", action="append", default=[], choices=get_args(Kind),
        help="ask only this kind; may be repeated",
    )  # fmt: skip
    parser.add_argument("--split", choices=get_args(Split), help="ask only this split")
    parser.add_argument("--generation", metavar="ID", help="expect this generation")
    parser.add_argument(
        "--system", default="counterpoint",
        choices=("counterpoint", "plain", "citation-engine"),
        help="what to ask: the chat, plain top-k, or LlamaIndex's citation engine",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER",
        help="where the run goes; name it again to continue an interrupted run",
    )  # fmt: skip
    parser.add_argument("--workers", type=int, default=2, help="questions at a time")
    parser.add_argument(
        "--judge", action="store_true",
        help="have a model judge as well, reported apart, never a gate",
    )  # fmt: skip
    _gate_options(parser)


def _gate_options(parser: argparse.ArgumentParser) -> None:
    for flag, word in (("--min", "below"), ("--max", "above")):
        parser.add_argument(
            flag, action="append", default=[], type=gating.limit,
            metavar="MEASURE=VALUE", help=f"exit 1 when a measure is {word} this",
        )  # fmt: skip
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE",
        help="exit 1 when a measure falls behind this accepted baseline",
    )  # fmt: skip
    parser.add_argument(
        "--accept",
        type=Path,
        metavar="FILE",
        help="write the figures as a new baseline",
    )


def _run(arguments: argparse.Namespace) -> int:
    settings = Settings.from_env(os.environ)
    cases = chosen(
        load(arguments.questions), kinds=arguments.kind, split=arguments.split
    )
    if not cases:
        raise RunError("no case is of that kind and split: leave one of them out.")
    system = opened(settings, arguments.system)
    _expect_generation(system, arguments.generation)
    folder = RunFolder(arguments.out or new_folder(settings.state))
    scores = run(
        system,
        cases,
        folder,
        parameters=_parameters(arguments, cases),
        workers=arguments.workers,
        progress=not arguments.json,
    )
    found = figures(scores)
    if arguments.json:
        print(as_json(found))
    else:
        print_figures(found, folder.path)
    if arguments.judge:
        print(NO_JUDGE, file=sys.stderr)
    return _gate(arguments, folder, found)


def opened(settings: Settings, name: str) -> System:
    """The system of that name over the settings' index."""
    from app.answering import Answerer
    from index.embedding import packaged_embedding

    chat = Answerer.open(settings)
    if name == "counterpoint":
        return chat
    # LlamaIndex takes seconds to import, and only the baselines need it.
    from eval.baselines import system_named

    return system_named(name, chat, packaged_embedding(), os.environ)


def _expect_generation(system: System, wanted: str | None) -> None:
    active = system.generation().id
    if wanted and wanted != active:
        raise RunError(
            f"the active generation is {active!r}, not {wanted!r}: make that one "
            "active with `python -m ingest rollback`, or leave --generation out."
        )


def _parameters(arguments: argparse.Namespace, cases: list[Case]) -> dict[str, object]:
    return {
        "system": arguments.system,
        "split": arguments.split,
        "kinds": arguments.kind,
        "questions": arguments.questions.name,
        "cases": len(cases),
        "workers": arguments.workers,
        "judge": None,
    }


def _gate(arguments: argparse.Namespace, folder: RunFolder, found: list[Figure]) -> int:
    faults = gating.missed(found, arguments.min, arguments.max)
    if arguments.baseline:
        baseline = gating.read(arguments.baseline)
        if notice := gating.stale(folder.run(), baseline):
            print(f"eval: {notice}", file=sys.stderr)
        else:
            faults += gating.worse(found, baseline)
    for fault in faults:
        print(f"eval: {fault}", file=sys.stderr)
    if arguments.accept:
        gating.accept(arguments.accept, folder.run(), found)
    return 1 if faults else 0


def _report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="RUN", help="folder of a run")
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE", help="show the change against this"
    )


def _report(arguments: argparse.Namespace) -> int:
    baseline = gating.read(arguments.baseline) if arguments.baseline else None
    report = reporting.build(RunFolder(arguments.folder), baseline)
    paths = reporting.write(report, arguments.folder)
    if arguments.json:
        print(report.model_dump_json(by_alias=True))
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
    parser.add_argument("--n", type=int, default=100, help="points to draw")
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
    parser.add_argument("--n", type=int, default=100, help="questions to time")


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


def _fit(arguments: argparse.Namespace) -> int:
    from eval.refitting import fit_and_print

    return fit_and_print(arguments)


COMMANDS: tuple[Command, ...] = (
    Command("run", "ask the question set and measure", _run_options, _run),
    Command("report", "write a run's page, JSON, summary", _report_options, _report),
    Command("compare", "set two runs side by side", _compare_options, _compare),
    Command("audit", "have points read in the original", _audit_options, _audit),
    Command("bench", "measure third-party sets", _bench_options, _bench),
    Command("fit", "fit the calibration on the split tune", _fit_options, _fit),
    Command("latency", "time an answer and its parts", _latency_options, _latency),
    Command("scale", "time answers as the index grows", _scale_options, _scale),
)
