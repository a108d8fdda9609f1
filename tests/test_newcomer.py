"""The README's way from nothing to a recommendation of one's own on paper."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from conftest import ROOT
from pypdf import PdfReader

if TYPE_CHECKING:
    from pathlib import Path


def _commands() -> str:
    """Return the first block of commands in the section "Your own project"."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("\n## Your own project\n")[1].split("\n## ")[0]
    return re.split(r"^```\n", section, flags=re.MULTILINE)[1]


def _told(commands: str, option: str) -> str:
    """Return what the commands give to an option of `accede new item`."""
    words = shlex.split(commands.partition("accede new item")[2])
    return words[words.index(option) + 1]


def test_the_way_is_short() -> None:
    """From init to the papers it takes six commands at most, nothing but accede and cd."""
    lines = _commands().replace("\\\n", " ").splitlines()
    assert len(lines) <= 6
    assert lines[0].startswith("accede init ")
    assert {line.split()[0] for line in lines} == {"accede", "cd"}


def test_the_way_leads_there(tmp_path: Path) -> None:
    """The commands run as they stand, without a problem, and the item is in the reader's PDF."""
    accede = tmp_path / "bin" / "accede"
    accede.parent.mkdir()
    accede.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m generator "$@"\n')
    accede.chmod(0o755)
    path = f"{accede.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-eu"],  # noqa: S607 - the shell a reader has
        input=_commands(),
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "all is well" in done.stderr
    briefings = list(tmp_path.glob("*/output/*/briefing.pdf"))
    assert len(briefings) == 1
    text = "\n".join(page.extract_text() for page in PdfReader(briefings[0]).pages)
    assert _told(_commands(), "--title") in " ".join(text.split())
