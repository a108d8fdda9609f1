"""What the look at the finished papers costs: a build of all packs with it, and without.

    python tests/benchmark/guard.py [--rounds 3]

The bundled project is built in turn both ways, on one process, into a folder that is thrown away.
The ratio is that of the processor time, its smallest over the rounds: as busy as the machine is.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
# The same command, with a guard that looks at nothing.
BLIND = """
import sys
from generator import cli, guard
guard.Guard.refuse_leaks = lambda *_: None
sys.exit(cli._run())
"""
WAYS = {"with": ["-m", "generator"], "without": ["-c", BLIND]}


def busy(way: str, output: Path) -> float:
    """Return the seconds of the processors that a build takes."""
    before = os.times()
    subprocess.run(
        [sys.executable, *WAYS[way], "build", "--force", "--jobs", "1", "--output", str(output)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    return (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )


def main() -> None:
    """Build in turn, and print the smallest times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    least = dict.fromkeys(WAYS, float("inf"))
    with TemporaryDirectory() as folder:
        for number in range(rounds):
            for way in WAYS if number % 2 else [*WAYS][::-1]:
                least[way] = min(least[way], busy(way, Path(folder) / way))
                time.sleep(0.1)
    for way, seconds in least.items():
        print(f"{way:<8} {seconds:6.2f} s")  # noqa: T201 - a command of its own
    print(f"ratio    {least['with'] / least['without']:6.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
