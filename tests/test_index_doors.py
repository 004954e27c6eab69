"""How the doors end: a sentence where they fail, silence where nobody reads on."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from index.doors import exit_code, whole_number
from index.errors import CounterpointError

ROOT = Path(__file__).parents[1]


def test_a_failure_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise CounterpointError("the lamp is out: light it.")

    assert exit_code("app", fail) == 1
    assert capsys.readouterr().err == "app: the lamp is out: light it.\n"
    assert exit_code("app", lambda: 2) == 2


def test_a_reader_that_stops_reading_is_no_error() -> None:
    script = (
        "from index.doors import exit_code\n"
        "raise SystemExit(exit_code('eval', lambda: print('x' * 10**6) or 0))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.parametrize("text", ["0", "-1", "70000", "two", "1.5", ""])
def test_a_number_out_of_bounds_is_wrong_usage(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="from 1 to 65535"):
        whole_number(1, 65535)(text)


def test_a_number_within_its_bounds_is_taken() -> None:
    assert whole_number(1)("8501") == 8501
    assert whole_number(0, 2)("2") == 2
