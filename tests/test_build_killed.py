"""A build that is killed at any step leaves each paper whole, and the next one puts all right."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from conftest import ROOT
from papers import edit, tree
from starter import ITEMS, run

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Accede

pytest_plugins = ["tiny"]

# One process for all steps: it forks a build for each, which is killed at its n-th step.
STEPS = """
import os, shutil, signal, sys
from pathlib import Path
from generator import cli, build, load, publish, press
import generator.cli.papers

start, work, args = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
on, steps, last = False, 0, 0

def step():
    global steps
    if on:
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)

def heard(event, given):
    writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
    if writes or event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"):
        if str(work) in str(given[0]) or str(work) in str(given[-1]):
            step()

fsync = os.fsync
os.fsync = lambda file: (step(), fsync(file))[1]
sys.addaudithook(heard)
code = -9
while code == -9 and last < 200:
    last += 1
    project = shutil.copytree(start, work / f"{last:03}")
    if not (child := os.fork()):
        on = True
        sys.argv = ["accede", "-C", str(project), *args]
        try:
            code = cli._run()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(code, last)
"""
TEXT = ("build", "--format", "text")
EDITED = ("short: Notice instead", "short: Tell instead")
FOLDER = "output/ruritania"


def manifest(folder: Path) -> dict[str, Any]:
    """Return what the manifest in a folder tells of each file."""
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    return found


def is_true(folder: Path) -> bool:
    """Tell whether the manifest tells of every file that is there, and truly."""
    files = {name: hashlib.sha256(data).hexdigest() for name, data in tree(folder).items()}
    del files["manifest.json"]
    return files == {name: told["sha256"] for name, told in manifest(folder).items()}


def prepared(tiny: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Make three papers, change them all, take one out; return the papers of before and after."""
    assert run(tiny, *TEXT).code == 0
    old = tree(tiny / FOLDER)
    edit(tiny / "recommendations" / "topics.yaml", EDITED)
    path = tiny / "recommendations" / "packs.yaml"
    papers = "  papers: [onepager, card, checklist]\n"
    path.write_text(path.read_text("utf-8") + papers, encoding="utf-8")
    assert run(tiny, *TEXT, "--output", "anew").code == 0
    return old, tree(tiny / "anew" / "ruritania")


def test_a_build_may_be_killed_at_any_step(tiny: Path, tmp_path: Path) -> None:
    """Each paper is old or new in whole, no manifest is half, and the next build ends in the new.

    It leaves no file of its own that no manifest tells of: not even the paper the pack lost.
    """
    old, new = prepared(tiny)
    assert set(old) == {"onepager.txt", "briefing.txt", "card.txt", "manifest.json"}
    assert set(new) == {"onepager.txt", "card.txt", "manifest.json"}
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", STEPS, str(tiny), str(work), *TEXT],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    code, last = map(int, done.stdout.splitlines()[-1].split())
    assert (code, last > 10) == (0, True), done.stdout + done.stderr
    seen = set()
    for number in range(1, last + 1):
        project = work / f"{number:03}"
        left = tree(project / FOLDER)
        for name, content in left.items():
            if not name.startswith(".new-"):
                assert content in (old.get(name), new.get(name)), (number, name)
        manifest(project / FOLDER)
        kinds = {name: left[name] == new[name] for name in new if left[name] != old[name]}
        seen.add(len(kinds))
        assert run(project, *TEXT).code == 0
        assert tree(project / FOLDER) == new, number
        assert is_true(project / FOLDER)
    assert seen == {0, 1, 2, 3}


def test_a_real_build_may_be_killed_at_any_moment(made: Path, accede: Accede) -> None:
    """PDFs, three times, somewhere between start and end: whole ones, then the new ones."""
    folder = made / FOLDER
    old = tree(folder)
    edit(made / "recommendations" / "topics.yaml", EDITED)
    edit(made / ITEMS / "lantern-2026-03.yaml", ("Let monitors watch", "Allow monitors to watch"))
    began = time.monotonic()
    assert accede("build", "--output", "anew", cwd=made).code == 0
    whole = time.monotonic() - began
    new = tree(made / "anew" / "ruritania")
    for moment in (0.6, 0.8, 0.95):
        child = subprocess.Popen(
            [sys.executable, "-m", "generator", "build"],
            cwd=made,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(whole * moment)
        child.send_signal(signal.SIGKILL)
        child.wait()
        for name, content in tree(folder).items():
            if not name.startswith(".new-"):
                assert content in (old[name], new[name]), name
    assert accede("build", cwd=made).code == 0
    assert tree(folder) == new
    assert is_true(folder)
