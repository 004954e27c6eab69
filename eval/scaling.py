"""Answer time and memory as the index grows: over a folder, and over a server."""

from __future__ import annotations

import argparse
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from app.answering import Answerer
from eval.growing import grown
from eval.rendering import render
from eval.results import RunError, as_json
from index.embedding import packaged_embedding
from index.settings import Settings
from index.store import Store

QUESTIONS = 100
ROUNDS = 3
"""Rounds after one to warm up; the fastest counts, as others use the machine too."""


class Size(BaseModel):
    """What an index of one size costs; memory in MB, of the process that answers."""

    model_config = ConfigDict(frozen=True)

    place: str
    points: int
    build_s: float
    open_s: float
    median_ms: float
    p95_ms: float
    memory_mb: float
    server_mb: float = 0.0
    """Memory of the Chroma server, where there is one."""


def scale(
    settings: Settings, sizes: Sequence[int], folder: Path, *, server: bool = False
) -> Iterator[Size]:
    """Build an index of each size in the folder and time the same questions on it.

    The server, if any, serves the very files that were measured as a folder.
    """
    base = Store.of(settings).active(packaged_embedding())
    asked = [claim.asked_as for claim in base.register.claims]
    questions = [wording for group in zip(*asked, strict=False) for wording in group]
    for points in sizes:
        place = folder / str(points)
        started = time.perf_counter()
        manifest = grown(base, Store(str(place)), points)
        built = time.perf_counter() - started
        grown_to = replace(settings, index=str(place), generation="")
        yield _measured(grown_to, "folder", points, built, questions[:QUESTIONS])
        if server:
            with _server(place / "chroma") as (address, process):
                remote = replace(grown_to, index=address)
                ledger = Store.of(remote).ledger
                ledger.put(manifest)
                ledger.activate(manifest["id"])
                found = _measured(
                    remote, "server", points, built, questions[:QUESTIONS]
                )
                yield found.model_copy(update={"server_mb": _memory(process.pid)})


def _measured(
    settings: Settings, place: str, points: int, built: float, questions: Sequence[str]
) -> Size:
    """In a process of its own, so that memory is that of one index."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        opened, times, memory = pool.submit(_timed, settings, [*questions]).result()
    return Size(
        place=place,
        points=points,
        build_s=round(built, 1),
        open_s=round(opened, 1),
        median_ms=round(float(np.median(times)), 1),
        p95_ms=round(float(np.percentile(times, 95)), 1),
        memory_mb=memory,
    )


def _timed(
    settings: Settings, questions: list[str]
) -> tuple[float, list[float], float]:
    started = time.perf_counter()
    answerer = Answerer.open(settings)
    opened = time.perf_counter() - started
    rounds = [_round(answerer, questions) for _ in range(1 + ROUNDS)][1:]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return opened, min(rounds, key=np.median), round(peak)


def _round(answerer: Answerer, questions: Sequence[str]) -> list[float]:
    """Milliseconds of each answer."""
    times = []
    for question in questions:
        started = time.perf_counter()
        answerer.answer(question)
        times.append((time.perf_counter() - started) * 1000)
    return times


@contextmanager
def _server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`chroma run` over a folder, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder),
        "--host", "127.0.0.1", "--port", str(port),
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait()


def _memory(pid: int) -> float:
    """Megabytes that a process holds, where the system tells."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


def plotted(sizes: Sequence[Size]) -> str:
    """Median answer time over the number of points, as an SVG picture."""
    left, right, bottom, height = 60.0, 580.0, 260.0, 220.0
    steps = np.log10([size.points for size in sizes])
    span = max(float(steps.max() - steps.min()), 1e-9)
    top = max(size.median_ms for size in sizes) * 1.15
    marks = [
        {
            "place": size.place,
            "x": round(left + (right - left) * float(step - steps.min()) / span, 1),
            "y": round(bottom - height * size.median_ms / top, 1),
            "points": f"{size.points:,}",
            "median": f"{size.median_ms:.1f}",
        }
        for size, step in zip(sizes, steps, strict=True)
    ]
    places = list(dict.fromkeys(size.place for size in sizes))
    lines = {p: [mark for mark in marks if mark["place"] == p] for p in places}
    return render("scale.svg.j2", lines=lines)


def scale_and_print(settings: Settings, arguments: argparse.Namespace) -> int:
    """Measure the sizes asked for; a table, and a plot beside the indexes."""
    try:
        sizes = [int(size) for size in arguments.points.split(",")]
    except ValueError as failure:
        raise RunError(
            f"--points {arguments.points!r} isn't a list of numbers: write 1000,10000."
        ) from failure
    folder: Path = arguments.out or settings.state / "scale"
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for size in scale(settings, sizes, folder, server=arguments.server):
        found.append(size)
        if not arguments.json:
            print(f"{size.place} of {size.points:,} points: {size.median_ms} ms")
    plot = folder / "scale.svg"
    plot.write_text(plotted(found), "utf-8")
    if arguments.json:
        print(as_json(found))
        return 0
    Console().print(_table(found))
    print(f"plot: {plot}")
    return 0


def _table(found: Sequence[Size]) -> Table:
    table = Table(
        "place", "points", "median", "p95", "memory", "server", "opened in", "built in"
    )
    for size in found:
        table.add_row(
            size.place,
            f"{size.points:,}",
            f"{size.median_ms} ms",
            f"{size.p95_ms} ms",
            f"{size.memory_mb:.0f} MB",
            f"{size.server_mb:.0f} MB" if size.server_mb else "",
            f"{size.open_s} s",
            f"{size.build_s} s",
        )
    return table
