"""What the three doors (`python -m app`, `ingest`, `eval`) do alike when they end."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from index.errors import CounterpointError


def exit_code(door: str, run: Callable[[], int]) -> int:
    """What the run returns; 1 where it fails, with one sentence on stderr, and where
    whoever reads its output stops reading.
    """
    try:
        return run()
    except CounterpointError as failure:
        print(f"{door}: {failure}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """What reads a number of the command line that has bounds, for `type`."""
    bounds = f"of {least} or more" if most is None else f"from {least} to {most}"

    def read(text: str) -> int:
        number = int(text) if text.lstrip("-").isdecimal() else least - 1
        if number < least or (most is not None and number > most):
            raise argparse.ArgumentTypeError(f"write a whole number {bounds}")
        return number

    return read
