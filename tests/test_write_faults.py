"""A disk that is full, or that lets nobody write, at every write in turn: nothing is half done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from papers import edit, tree
from starter import ITEMS, run

from generator.load import load

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tiny"]

# One process for all: it forks one for each write, in which that write fails.
FAULTS = """
import errno, os, shutil, sys
from pathlib import Path
from generator import cli, build, load, publish, press, journal
import generator.cli.papers, generator.cli.recording
from generator import check, forms, meetings, outcomes, rewording, tables, updates

start, work, kind, args = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:]
number, on, steps, last = getattr(errno, kind), False, 0, 0

def heard(event, given):
    global steps
    writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
    if on and (writes or event in ("os.rename", "os.mkdir", "os.link", "os.remove")):
        if str(work) in str(given[0]) or str(work) in str(given[1]):
            steps += 1
            if steps == last:
                raise OSError(number, os.strerror(number), str(given[0]))

sys.addaudithook(heard)
while last < 200:
    last += 1
    project = shutil.copytree(start, work / f"{last:03}")
    if not (child := os.fork()):
        on = True
        sys.argv = ["accede", "-C", str(project), *args]
        print(f"== {last}", file=sys.stderr, flush=True)
        code = cli._run()
        sys.stdout.flush(), sys.stderr.flush()
        os._exit(code if steps >= last else 100)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == 100:
        break
    (work / f"{last:03}.code").write_text(str(code))
"""
BUILD = ("build", "--format", "text", "--jobs", "1")
NOTE = ("--as-of", "2026-11-19", "--note", "A bill was tabled.", "--evidence", "S03")
ASSESS = ("assess", "lantern-2026-01", "partially-implemented", *NOTE)
FOLDER = "output/ruritania"


def each(project: Path, work: Path, kind: str, *args: str) -> tuple[list[tuple[Path, int]], str]:
    """Run a command once for every write, which fails; return projects with codes, and words."""
    work.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", FAULTS, str(project), str(work), kind, *args],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    codes = sorted(work.glob("*.code"))
    assert len(codes) > 3, done.stderr
    return [(path.with_suffix(""), int(path.read_text("utf-8"))) for path in codes], done.stderr


@pytest.mark.parametrize("kind", ["ENOSPC", "EACCES"])
def test_papers_stay_whole(tiny: Path, tmp_path: Path, kind: str) -> None:
    """Old or new, the reason said, and the next build makes all."""
    assert run(tiny, *BUILD).code == 0
    edit(tiny / "recommendations" / "topics.yaml", ("short: Notice instead", "short: Tell instead"))
    old = tree(tiny / FOLDER)
    projects, told = each(tiny, tmp_path / "work", kind, *BUILD)
    assert "mistake in accede" not in told
    assert "Traceback" not in told
    assert {code for _, code in projects} <= {0, 3}
    assert 3 in {code for _, code in projects}
    for project, _ in projects:
        left = tree(project / FOLDER)
        json.loads(left["manifest.json"])
        assert run(project, *BUILD).code == 0
        new = tree(project / FOLDER)
        assert new != old
        assert not [name for name in new if name.startswith(".new-")]
        for name, content in left.items():
            if not name.startswith(".new-"):
                assert content in (old[name], new[name]), (project.name, name)


@pytest.mark.parametrize("kind", ["ENOSPC", "EACCES"])
def test_records_stay_whole(tiny: Path, tmp_path: Path, kind: str) -> None:
    """The entry is there or not, as the exit code says, and can be recorded after that."""
    item = f"{ITEMS}/lantern-2026-01.yaml"
    before = (tiny / item).read_text("utf-8")
    projects, told = each(tiny, tmp_path / "work", kind, *ASSESS)
    assert "Traceback" not in told
    for project, code in projects:
        after = (project / item).read_text("utf-8")
        assert code in (0, 1, 3), project.name
        assert ("A bill was tabled." in after) if code == 0 else after == before, project.name
        assert load(project).problems == []
        if code:
            assert run(project, *ASSESS).code == 0


def test_clean_tells_what_is_gone(tiny: Path, tmp_path: Path) -> None:
    """Where a file cannot be removed, those named before are gone, and all others are there."""
    assert run(tiny, *BUILD).code == 0
    papers = set(tree(tiny / FOLDER))
    projects, told = each(tiny, tmp_path / "work", "EACCES", "clean")
    assert "Traceback" not in told
    assert "What is told above is done, all else is as it was" in told
    gone = {len(papers - set(tree(project / FOLDER))) for project, _ in projects}
    assert {0, 1, 2, 3} <= gone <= {*range(5)}  # the last is the lock, which goes last
    for project, code in projects:
        assert code == 3 or set(tree(project / FOLDER)) == set()
        assert run(project, "clean").code == 0
        assert tree(project / FOLDER) == {}


ITEMS_TABLE = """\
id;title;text;document;made_by;addressee;topic
lantern-2026-05;Say why;Say why each was refused.;lantern-2026;lantern;ruritania;assembly
lantern-2026-06;Say when;Say when each was refused.;lantern-2026;lantern;ruritania;assembly
"""
MEETING = ("ruritania", "2026-11-20")
WRITERS = {
    "withdraw": ("withdraw", "lantern-2026-01", "2026-10", "--why", "It was another year."),
    "translate": ("translate", "words.csv"),
    "import": ("import", "items.csv"),
    "new": ("new", "item", "lantern-2026-04", "--document", "lantern-2026", "--title", "Name them"),
    "meeting record": ("meeting", "record", "2026-11-20-ruritania", "1", "--raised"),
}
TWO = ("topics/", "bodies/")  # files that are to be of one piece
KINDS = ("ENOSPC", "EACCES")


def prepare(tiny: Path, name: str) -> None:
    """Put what a command needs into the project: tables, and a meeting that is over."""
    (tiny / "items.csv").write_text(ITEMS_TABLE, encoding="utf-8")
    rows = run(tiny, "translations", "ru").stdout.splitlines()
    words = [rows[0], *(row.replace(",,,,", ",\u0414\u0430,,,") for row in rows if row[:7] in TWO)]
    (tiny / "words.csv").write_text("\n".join(words), encoding="utf-8")
    if name == "meeting record":
        assert run(tiny, "meeting", "new", *MEETING).code == 0


@pytest.mark.parametrize("name", WRITERS)
def test_whatever_is_recorded_is_there_or_not(
    tiny: Path,
    tmp_path: Path,
    name: str,
    thorough: bool,  # noqa: FBT001
) -> None:
    """All files of a command are old, or all are new, as its exit code says; none is left over."""
    prepare(tiny, name)
    args = tuple(str(tiny / arg) if arg.endswith(".csv") else arg for arg in WRITERS[name])
    before = tree(tiny / "recommendations")
    whole = shutil.copytree(tiny, tmp_path / "whole")
    assert run(whole, *args).code == 0
    after = tree(whole / "recommendations")
    assert after != before
    first = [*WRITERS].index(name) % 2
    for kind in KINDS if thorough else KINDS[first : first + 1]:
        projects, told = each(tiny, tmp_path / kind, kind, *args)
        assert "Traceback" not in told
        assert "mistake in accede" not in told
        for project, code in projects:
            assert code in (0, 1, 3), (project.name, told)
            left = tree(project / "recommendations")
            # What could not be removed is swept up by the next writer.
            kept = {file: text for file, text in left.items() if ".new-" not in file}
            assert kept == (before if code else after), (project.name, told)
        failed = next(project for project, code in projects if code)
        assert run(failed, *args).code == 0
        assert tree(failed / "recommendations") == after
