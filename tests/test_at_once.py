"""Two commands at once in one folder: each ends well, and the papers are of one piece."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from conftest import ROOT
from papers import edit, tree
from starter import ITEMS, run

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tiny"]

TEXT = ("build", "--format", "text")
PDF = ("build", "--only", "onepager,card")
TOPICS = "recommendations/topics.yaml"
ITEM = "lantern-2026-01"
ASSESS = ("assess", ITEM, "partially-implemented", "--as-of", "2026-11-19", "--evidence", "S03")


def begun(project: Path, *args: str) -> subprocess.Popen[str]:
    """Begin a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "generator", *args],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def at_once(project: Path, *commands: tuple[str, ...]) -> list[str]:
    """Run all commands at once; each has to end well. Return what they said."""
    children = [begun(project, *command) for command in commands]
    said = [child.communicate(timeout=120)[0] for child in children]
    assert [child.returncode for child in children] == [0] * len(commands), said
    return said


def left_over(project: Path) -> list[str]:
    """Return the names of what was written beside its place and forgotten there."""
    names = (*tree(project / "output"), *tree(project / "recommendations"))
    found = [name for name in names if ".new-" in name or name.endswith(".tmp")]
    kept = {path.name for path in (project / ".accede").iterdir()}
    return found + [
        name for name in kept if name.startswith(".") or name.endswith((".tmp", ".json"))
    ]


def found(project: Path) -> set[str]:
    """Return what `verify` finds the papers to be."""
    return {paper["is"] for paper in run(project, "verify", "--json").json}


def test_builds_at_once(tiny: Path) -> None:
    """One makes the papers, one waits and finds them made, one makes others beside them."""
    said = at_once(tiny, PDF, PDF, TEXT)
    assert sorted(told.count("made  output") for told in said) == [0, 2, 3], said
    assert found(tiny) == {"good"}
    assert left_over(tiny) == []


def test_a_build_and_an_entry_at_once(tiny: Path) -> None:
    """The entry is there, papers are of before or after it; the next build brings all up to it."""
    assert run(tiny, *TEXT).code == 0
    edit(tiny / TOPICS, ("short: Notice instead", "short: Tell instead"))
    note = "A bill was tabled."
    said = at_once(tiny, TEXT, (*ASSESS, "--note", note))
    assert (tiny / ITEMS / f"{ITEM}.yaml").read_text("utf-8").count(note) == 1, said
    assert found(tiny) <= {"good", "stale"}
    assert left_over(tiny) == []
    assert run(tiny, *TEXT).code == 0
    assert found(tiny) == {"good"}
    assert note in (tiny / "output/ruritania/briefing.txt").read_text("utf-8")
