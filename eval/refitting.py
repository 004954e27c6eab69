"""The command `fit`: fits the calibration, writes it, and says how far it carries."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.answering import Answerer
from eval.cases import load
from eval.choosing import fit_choosing
from eval.fitting import fit_misuse, models, write
from eval.holding import FOLDS, figures, held_out, thresholds
from eval.of_article import fit_of_article
from eval.of_article import held_out as kinds_held_out
from eval.printing import progress
from eval.rendering import ends, figure
from eval.results import Figure, RunError
from eval.sampling import due, gather
from index.calibration import calibration
from index.embedding import embedding_for
from index.settings import Settings


def fit_and_print(arguments: argparse.Namespace) -> int:
    """Fit, write, print; returns the exit code."""
    require_own(arguments.out)
    if arguments.choosing:
        return _choosing(arguments)
    cases = [case for case in load(arguments.questions) if case.split == "tune"]
    if not cases:
        raise RunError("no case is of the split tune: there is nothing to fit on.")
    settings = Settings.from_env(os.environ)
    answerer = Answerer.open(settings)
    quiet = arguments.json
    with progress("asking", len(due(cases)), quiet=quiet) as asked:
        gathered = gather(answerer, cases, asked)
    generation, embedding = answerer.generation(), embedding_for(settings)
    of_article = fit_of_article(generation)
    fitted = models(gathered, keep_claims=arguments.keep_claims) | {
        "misuse": fit_misuse(gathered.rows, generation, embedding),
        "of_article": of_article,
    }
    found: list[Figure] = []
    if not arguments.keep_claims:
        with progress("leaving out", FOLDS, quiet=quiet) as left_out:
            held = held_out(gathered, left_out)
        register, before = generation.register, calibration()["thresholds"]
        fitted["thresholds"] = thresholds(held, register, before)
        found = figures(held, register, fitted["thresholds"])
    write(fitted, arguments.out, len(cases))
    if arguments.json:
        print(
            json.dumps(
                {"models": fitted, "left_out": [one.model_dump() for one in found]}
            )
        )
    else:
        _print(fitted, found, arguments.out)
        of_it, on_service, others = kinds_held_out(of_article)
        print(
            f"kind told of questions on the article {of_it:.3f}, on the service "
            f"{on_service:.3f}, of others {others:.3f}"
        )
    return 0


def _choosing(arguments: argparse.Namespace) -> int:
    """Fit what chooses the points of an answer, and nothing else."""
    answerer = Answerer.open(Settings.from_env(os.environ))
    overviews = answerer.generation().register.overviews
    broad = sum(one.broad for one in overviews)
    if not broad:
        raise RunError(
            "no overview in overviews/*.yaml of the corpus has three points: there is "
            "nothing to fit on."
        )
    with progress("choosing", len(overviews), quiet=arguments.json) as chosen:
        net = fit_choosing(answerer, chosen)
    write({"choosing": net}, arguments.out)
    if arguments.json:
        print(json.dumps({"models": {"choosing": net}, "left_out": []}))
    else:
        print(f"fitted on {broad} overviews, written: {arguments.out}")
    return 0


def require_own(path: Path) -> None:
    """Raises RunError for the file of an installed package."""
    if {"site-packages", "dist-packages"} & set(path.resolve().parts):
        raise RunError(
            f"{str(path)!r} belongs to an installed package and would be lost with "
            "the next update: name another file with --out, or run this in a checkout."
        )


def _print(fitted: dict[str, Any], found: list[Figure], path: Path) -> None:
    for name, record in fitted.items():
        if "features" not in record:
            continue
        table = Table("feature", "weight", title=f"{name}, bias {record['bias']}")
        for feature, weight in zip(record["features"], record["weights"], strict=True):
            table.add_row(feature, f"{weight:+.3f}")
        Console().print(table)
    for one in found:
        print(f"{one.measure} {figure(one)} ({ends(one)}), n {one.n}, held out")
    print(f"written: {path}")
