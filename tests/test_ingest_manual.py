from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
HARBOUR = Path(__file__).parent / "harbour"
COURIER = "ellery-courier-report-2021-03-20"
CLAIM_OF_THE_MANUAL, CLAIM_OF_THE_HARBOUR = "c07-who-escalated-2020", "h09-survey-buoys"
NOTICE = """## p1

- locator: paragraph 12
- speaker: Ellery Courier
- event_date: 2021-03-18
- mark: reported
- text_origin: digest
- reviewed_by:

The Ellery Courier reported on 20 March 2021 that 4 of the 7 pilots of Port Ellery had \
asked for a second tug.
"""
WRONG_AT_FIRST = "# until all is filled"


def commands() -> list[str]:
    """Every line of shell in the manual for operators, in order."""
    _, begun, rest = README.partition("<!-- manual -->")
    if not begun:
        pytest.skip("README holds no manual for operators yet")
    manual = rest.partition("<!-- end -->")[0]
    blocks = re.findall(r"```sh\n(.*?)```", manual, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A working folder with what the manual's commands name."""
    shutil.copytree(HARBOUR, tmp_path / "ingest" / "corpus")
    source = (HARBOUR / f"sources/{COURIER}.md").read_text("utf-8")
    head = source.partition("## p1")[0].replace(COURIER, "notice-2021-05-01")
    notice = head + NOTICE
    (tmp_path / "notice-2021-05-01.md").write_text(notice, "utf-8")
    (tmp_path / "bridge.txt").write_text("The bridge has to go, they say.\n", "utf-8")
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, target in (
        ("python", sys.executable),
        ("chroma", str(Path(sys.executable).with_name("chroma"))),
    ):
        (programs / name).write_text(f'#!/bin/sh\nexec "{target}" "$@"\n')
        (programs / name).chmod(0o755)
    return tmp_path


def test_every_command_of_the_operators_manual_does_what_it_says(desk: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    lines = [
        line.replace("8000", port).replace(CLAIM_OF_THE_MANUAL, CLAIM_OF_THE_HARBOUR)
        for line in commands()
    ]
    script = [
        f"if {line.partition('#')[0]}; then exit 9; fi"
        if line.endswith(WRONG_AT_FIRST)
        else line
        for line in lines
    ]
    done = subprocess.run(
        ["bash", "-c", "set -ex\ntrap 'kill $(jobs -p)' EXIT\n" + "\n".join(script)],
        cwd=desk,
        env={k: v for k, v in os.environ.items() if not k.startswith("COUNTERPOINT_")},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "no problems." in done.stdout
    assert "sources added: notice-2021-05-01" in (desk / "plan.md").read_text("utf-8")
    assert "is active again" in done.stdout
    assert "is reviewed by Your Name" in done.stdout
    assert (desk / "bridge" / "CHECKLIST.md").exists()
