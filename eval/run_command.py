"""The command `run`: asks the question set, measures, and holds against limits."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import get_args

from app.chat.settings import ChatSettings
from eval import gating
from eval.cases import QUESTIONS, Case, Kind, Split, chosen, load
from eval.judging import judge
from eval.measures import figures
from eval.printing import judged, print_figures, progress
from eval.results import Figure, RunError, RunFolder, as_json
from eval.running import new_folder, run
from eval.systems import System, SystemName, model_of, model_settings, opened
from index.doors import whole_number
from index.settings import Settings


def run_options(parser: argparse.ArgumentParser) -> None:
    """What is asked of which system, where it goes, and what it must reach."""
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
        choices=get_args(SystemName),
        help="what to ask: Counterpoint without a model, worded by the chat model that "
        "is set up, plain top-k, or LlamaIndex's citation engine",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER",
        help="where the run goes; name it again to continue an interrupted run",
    )  # fmt: skip
    parser.add_argument(
        "--workers", type=whole_number(1), default=2, help="questions at a time"
    )
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


def run_and_print(arguments: argparse.Namespace) -> int:
    """Run, measure, print, hold against the limits; returns the exit code."""
    settings = Settings.from_env(os.environ)
    cases = chosen(
        load(arguments.questions), kinds=arguments.kind, split=arguments.split
    )
    if not cases:
        raise RunError("no case is of that kind and split: leave one of them out.")
    judge_settings = model_settings("--judge") if arguments.judge else None
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
    if judge_settings:
        _judge(folder, judge_settings, quiet=arguments.json)
    return _gate(arguments, folder, found)


def _judge(folder: RunFolder, settings: ChatSettings, *, quiet: bool) -> None:
    """Have the model judge the answers, keep what it says, print it to people."""
    results = list(folder.results().values())
    with progress("judging", len(results), quiet=quiet) as done:
        found = judge(results, settings, done)
    (folder.path / "judge.json").write_text(found.model_dump_json(indent=1), "utf-8")
    out = sys.stderr if quiet else sys.stdout
    print(judged(found), file=out)


def _expect_generation(system: System, wanted: str | None) -> None:
    active = system.generation().id
    if wanted and wanted != active:
        raise RunError(
            f"the active generation is {active!r}, not {wanted!r}: make that one "
            "active with `python -m ingest rollback`, or leave --generation out."
        )


def _parameters(arguments: argparse.Namespace, cases: list[Case]) -> dict[str, object]:
    model = model_of(arguments.system)
    return {
        "system": arguments.system,
        "model": model.model if model else None,
        "split": arguments.split,
        "kinds": arguments.kind,
        "questions": arguments.questions.name,
        "cases": len(cases),
        "workers": arguments.workers,
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
