"""A command that is killed when it touches the disk for the nth time."""

from __future__ import annotations

import os
import subprocess
import sys

from conftest import ROOT

KILLED = """
import os, signal, sys
from generator import cli, journal

steps = 0

def heard(event, given):
    global steps
    writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
    if writes or event in ("os.rename", "os.mkdir", "os.link", "os.remove"):
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)

last, sys.argv = int(sys.argv[1]), ["accede", *sys.argv[2:]]
sys.addaudithook(heard)
sys.exit(cli._run())
"""


def killed_at(step: int, *args: str) -> int:
    """Run a command that is killed at its *step*th write; return its code, 0 if it was through."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(step), *args],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    ).returncode
