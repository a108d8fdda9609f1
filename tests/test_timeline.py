"""A story as dated points on a line: each label finds a row, however the others lie."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Accede


def rows(folder: Path, accede: Accede, *points: tuple[str, str]) -> dict[str, tuple[int, bool]]:
    """Return the row of each label, and whether it is set towards the start of the line."""
    assert accede("init", folder).code == 0
    topics = folder / "recommendations/topics.yaml"
    story = "".join(f"    - {{on: {on}, label: {label}}}\n" for on, label in points)
    text = topics.read_text(encoding="utf-8")
    topics.write_text(f"{text}  timeline:\n{story}", encoding="utf-8")
    command = [sys.executable, "-m", "generator", "build", "--only", "briefing", "--format", "html"]
    env = {"PYTHONPATH": str(ROOT), "PATH": ""}
    subprocess.run(command, cwd=folder, env=env, check=True, timeout=120, capture_output=True)
    [page] = folder.rglob("briefing.html")
    found = re.findall(
        r'class="point row-(\d) (?:at|to)-\d+( end)?"><b>([^<]+)', page.read_text(encoding="utf-8")
    )
    return {label: (int(row), bool(end)) for row, end, label in found}


def test_a_label_over_the_end_is_turned(tmp_path: Path, accede: Accede) -> None:
    """A label that would run over the end of the line is set towards its start, on its own row."""
    told = rows(
        tmp_path / "own",
        accede,
        ("2011-06", "Law passed"),
        ("2023-07", "A promise to the Council"),
        ("2026-09-14", "Order on places named"),
    )
    assert told == {
        "Law passed": (0, False),
        "A promise to the Council": (0, True),
        "Order on places named": (1, True),
    }


def test_labels_that_cannot_be_parted_get_rows(tmp_path: Path, accede: Accede) -> None:
    """Where two labels cover each other's strokes the later one goes below all others."""
    told = rows(
        tmp_path / "own",
        accede,
        ("2011-06", "Law passed"),
        ("2022-11", "Promise is made"),
        ("2026-09-14", "Order on the places"),
    )
    assert told == {
        "Law passed": (0, False),
        "Promise is made": (0, False),
        "Order on the places": (1, True),
    }
