"""The quick start, in each language it is told in, leads where it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from pypdf import PdfReader

if TYPE_CHECKING:
    from pathlib import Path

# Each page, how a check ends there, and the word on the paper for the status that changed.
PAGES = {
    "quickstart.md": ("4 items read: all is well.", "partially implemented"),
    "quickstart.ru.md": ("Прочитано 4 пункта: всё в порядке.", "выполнено частично"),
}


def _blocks(page: str, kind: str = "") -> list[str]:
    """Return the blocks of a page that are marked as *kind*; the unmarked ones are commands."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block for marked, block in found if marked == kind]


def _commands(page: str) -> list[list[str]]:
    """Return the commands of accede on a page, word by word."""
    lines = "".join(_blocks(page)).replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines if line.startswith("accede ")]


def test_the_pages_tell_the_same() -> None:
    """Every language has the same commands with the same options; only texts differ."""
    shapes = [
        [[word for word in command if re.fullmatch(r"[\w.-]+", word, re.ASCII)] for command in each]
        for each in map(_commands, PAGES)
    ]
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) >= 8
    for page in PAGES:
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 120
        assert text.count("\n## ") == (ROOT / "docs/quickstart.md").read_text().count("\n## ")


@pytest.mark.parametrize("page", PAGES)
def test_the_way_leads_there(tmp_path: Path, page: str) -> None:
    """The commands run as they stand; the new status is in the reader's PDF."""
    well, status = PAGES[page]
    accede = tmp_path / "bin" / "accede"
    accede.parent.mkdir()
    accede.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m generator "$@"\n')
    accede.chmod(0o755)
    path = f"{accede.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-eu"],  # noqa: S607 - the shell a reader has
        input="".join(_blocks(page)),
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert well in done.stderr
    assert "[partially-implemented]" in done.stdout
    [briefing] = tmp_path.glob("*/output/*/briefing.pdf")
    text = "\n".join(page.extract_text() for page in PdfReader(briefing).pages)
    title = next(
        c[c.index("--title") + 1] for c in _commands(page) if c[:3] == ["accede", "new", "item"]
    )
    assert title in " ".join(text.split())
    assert status in " ".join(text.split())


@pytest.mark.parametrize("page", PAGES)
def test_the_problem_it_shows_is_told_so(tmp_path: Path, page: str) -> None:
    """The example of a problem is what check prints, word for word, at the line it names."""
    [shown] = _blocks(page, "text")
    told = _spoiled(tmp_path, page)
    assert told == shown


def _spoiled(folder: Path, page: str) -> str:
    """Follow the page as far as the new item, misspell its topic, and return what check prints."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    env["LANGUAGE"] = "ru" if ".ru." in page else "en"

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *words],
            cwd=folder,
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.stdout

    run("init", ".")
    for _, *words in _commands(page):
        if words[0] == "new":
            run(*words)
    path = folder / "recommendations/items/our-letter/our-letter-01.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("topic: assembly", "topic: asembly"), encoding="utf-8")
    return run("check")
