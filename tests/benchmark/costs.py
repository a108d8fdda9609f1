"""What each command costs, and how that grows with the data: one run, as a table.

    python tests/benchmark/costs.py DIR [--sizes 100x7,1000x30,10000x100]

A project of each size (items x packs) is made in DIR by generate.py where it is not there. The
seconds are those of this machine as busy as it is; the ratio is to the first line of its size, or
for growth to the size before. The memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(HERE)]

from generate import generate  # noqa: E402 - found by the line above

# States of files are relied on only when they are older than this.
SETTLED = 2.5
BARE = [sys.executable, "-c", "pass"]
HEAD = "| | clock | processor | to the size before | memory |\n|---|---|---|---|---|\n"
TOLD = ("mostly-implemented", "--as-of", "2026-11-20", "--evidence", "S5", "--note")


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of the processors, and MiB of the largest process."""

    clock: float
    busy: float
    memory: float


def cost(command: list[str], *, best_of: int = 1) -> Cost:
    """Run a command, and return what it took; of several runs, the quickest."""
    found = [_once(command) for _ in range(best_of)]
    return min(found, key=lambda one: one.clock)


def _once(command: list[str]) -> Cost:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        told = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}\n{told.decode()}")
    return Cost(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def accede(project: Path, *args: str, best_of: int = 1) -> Cost:
    """Run a command of accede in a project."""
    return cost([sys.executable, "-m", "generator", "-C", str(project), *args], best_of=best_of)


def costs_of(project: Path) -> dict[str, Cost]:
    """Measure the commands in a project, from a state in which nothing is kept."""
    for left in (project / "output", project / ".accede"):
        shutil.rmtree(left, ignore_errors=True)
    found = {"python -c pass": cost(BARE, best_of=5)}
    found["--help"] = accede(project, "--help", best_of=5)
    found["check, first time"] = accede(project, "check")
    time.sleep(SETTLED)
    accede(project, "check")
    found["check, nothing changed"] = accede(project, "check", best_of=3)
    found["build, first time"] = accede(project, "build")
    time.sleep(SETTLED)
    accede(project, "build")
    found["build, nothing changed"] = accede(project, "build", best_of=3)
    item = max(project.glob("recommendations/items/*/*.yaml")).stem
    _assess(project, item)
    found["build after one assess"] = accede(project, "build")
    found["the same as text"] = accede(project, "build", "--format", "text")
    _assess(project, item)
    found["text after one assess"] = accede(project, "build", "--format", "text")
    return found


def _assess(project: Path, item: str) -> None:
    """Record something new about *item*, however often this was run."""
    accede(project, "assess", item, *TOLD, f"Bill {time.time_ns()} was adopted.")


def main() -> None:
    """Read the sizes from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--sizes", default="100x7,1000x30,10000x100")
    given = parser.parse_args()
    before: dict[str, Cost] = {}
    for size in given.sizes.split(","):
        items, packs = map(int, size.split("x"))
        project = (given.folder / size).resolve()
        if not project.exists():
            generate(project, items, packs)
        sys.stdout.write(f"\n{items} items, {packs} packs\n\n")
        sys.stdout.write(HEAD)
        found = costs_of(project)
        for name, one in found.items():
            grown = f"{one.busy / before[name].busy:.1f}" if name in before else ""
            told = [name, f"{one.clock:.2f} s", f"{one.busy:.2f} s", grown, f"{one.memory:.0f} MiB"]
            sys.stdout.write(f"| {' | '.join(told)} |\n")
            sys.stdout.flush()
        before = found


if __name__ == "__main__":
    main()
