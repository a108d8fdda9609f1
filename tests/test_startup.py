"""What a command loads: heavy packages only where they are used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from starter import ITEMS

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tiny"]
HEAVY = {"babel", "filelock", "jinja2", "pydantic", "pypdf", "watchfiles", "weasyprint", "yaml"}
# Runs a command, and tells which packages it came to load. All that changed has had time to settle.
TELLING = """
import json, sys
import generator.files
generator.files.GRAIN = -(9 * 10**18)
from generator.cli import cli
try:
    cli.main(sys.argv[1:], standalone_mode=False)
finally:
    loaded = sorted({name.partition(".")[0] for name in sys.modules})
    print("\\n" + json.dumps(loaded), file=sys.stderr)
"""


def _loaded(project: Path, *args: str, fails: bool = False) -> tuple[str, set[str]]:
    """Return what a command printed, and which of the heavy packages it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", TELLING, *args],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == fails
    return done.stdout, HEAVY & set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("args", [["--help"], ["build", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(tmp_path: Path, args: list[str]) -> None:
    """What only tells about accede needs no more than click."""
    assert _loaded(tmp_path, *args)[1] == set()


def test_a_check_loads_nothing_of_papers(tiny: Path) -> None:
    """Reading and checking need neither templates nor languages nor the engine."""
    assert _loaded(tiny, "check")[1] == {"pydantic", "yaml"}


def test_a_check_of_what_did_not_change_loads_nothing_heavy(tiny: Path) -> None:
    """What was found last time is said again; after a change, what is found now."""
    path = next(iter(sorted((tiny / ITEMS).glob("*.yaml"))))
    path.write_text(path.read_text().replace("as_of: 2026-10 ", "as_of: 2026-12 "))
    first, loaded = _loaded(tiny, "check", "--json", fails=True)
    assert loaded
    assert _loaded(tiny, "check", "--json", fails=True) == (first, set())
    path.write_text(path.read_text() + "nonsense: 1\n")
    assert _loaded(tiny, "check", "--json", fails=True)[0] != first


def test_a_build_that_has_nothing_to_do_loads_nothing_heavy(tiny: Path) -> None:
    """Where nothing changed, neither the data is read nor a page is set; the same is said."""
    first, loaded = _loaded(tiny, "build", "--format", "text")
    assert first.startswith("made ")
    assert "jinja2" in loaded
    assert "weasyprint" not in loaded
    second, loaded = _loaded(tiny, "build", "--format", "text")
    assert loaded == set()
    assert [line.split()[1] for line in second.splitlines() if line] == [
        line.split()[1] for line in first.splitlines() if line
    ]
    assert not [line for line in second.splitlines() if line.startswith("made ")]


# Stops as Ctrl-C does, while the command line is read in.
STOPPED = """
import runpy, sys
class Stop:
    def find_spec(self, name, *_):
        if name == "generator.cli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop())
runpy.run_module("generator", run_name="__main__")
"""


def test_a_stop_before_anything_began_is_quiet() -> None:
    """Reading the code takes a moment, in which a hasty user may think better of it."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
