"""Packs made on several processes: the same papers, whatever happens to one of the processes."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from select import select
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from papers import override, tree

from generator.build import build
from generator.cli.progress import time_left
from generator.load import load
from generator.plan import Wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from built import Built
    from conftest import Accede

    from generator.progress import Progress

pytest_plugins = ["built"]

# Two packs with enough pages for a process each.
PAIR = ("osce", "france")
COMMAND = [sys.executable, "-m", "generator", "build", *PAIR, "--force", "--jobs", "2"]
# Tests that run in the background have it ignored, and so would whatever they start.
HEARS_CTRL_C = """
import signal, sys
from generator import cli
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(cli._run())
"""
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
no_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")


@pytest.fixture
def project(built: Built, tmp_path: Path) -> Path:
    """Return the bundled data with the papers of the pair."""
    own = tmp_path / "own"
    for pack in PAIR:
        shutil.copytree(built.folder(pack), own / "output" / pack)
    shutil.copytree(built.project / "recommendations", own / "recommendations")
    return own


def children(process: int) -> Iterator[int]:
    """Yield the workers of *process* that are busy with a paper."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    for child in " ".join(task.read_text("utf-8") for task in tasks).split():
        told = Path(f"/proc/{child}")
        try:
            is_worker = b"spawn_main" in (told / "cmdline").read_bytes()
            spent = int((told / "stat").read_text("utf-8").rpartition(")")[2].split()[11])
        except OSError:
            continue
        # In hundredths of a second, beyond the loading of the engine.
        if is_worker and spent > 120:
            yield int(child)


def first_busy(process: int) -> int:
    """Wait for a worker of *process* that is at work, and return it."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for child in children(process):
            return child
        time.sleep(0.02)
    raise AssertionError("no worker was seen")


@no_proc
def test_a_worker_that_is_killed_is_replaced(project: Path, built: Built) -> None:
    """The build ends well, with the same papers."""
    with subprocess.Popen(COMMAND, cwd=project, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as made:
        os.kill(first_busy(made.pid), signal.SIGKILL)
        assert made.wait(120) == 0
    for pack in PAIR:
        assert tree(project / "output" / pack) == tree(built.folder(pack))


@no_proc
def test_an_interrupt_ends_the_workers_too(project: Path, built: Built) -> None:
    """Nothing of them is left: no process, no half paper."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", HEARS_CTRL_C, *COMMAND[3:]],
        cwd=project,
        env=ENVIRONMENT,
        stdout=pipe,
        stderr=pipe,
        text=True,
    ) as made:
        worker = first_busy(made.pid)
        made.send_signal(signal.SIGINT)
        _, told = made.communicate(timeout=60)
    assert made.returncode == 130
    assert "Traceback" not in told
    assert not Path(f"/proc/{worker}").exists()
    for pack in PAIR:
        assert tree(project / "output" / pack) == tree(built.folder(pack))


def test_a_pack_that_fails_is_named_and_the_others_are_published(
    project: Path, built: Built, accede: Accede
) -> None:
    """Whichever process it fails in."""
    image = "{% if pack == 'france' %}<img alt='x' src='http://example.org/x.png'>{% endif %}"
    block = "{% block content %}\n"
    override(project, "sources.html.j2", (block, f"{block}{image}\n"))
    ran = accede("build", *PAIR, "--jobs", "2", "--force", cwd=project)
    assert ran.code == 1
    [failed] = [line for line in ran.stderr.splitlines() if "failed" in line]
    assert failed.startswith("france: failed, the old papers stay: sources: ")
    assert tree(project / "output" / "france") == tree(built.folder("france"))
    assert sum(line.startswith("made") for line in ran.lines) == len(
        tree(project / "output" / "osce")
    ) - 1  # fmt: skip


def test_any_executor_can_make_them(project: Path, built: Built, tmp_path: Path) -> None:
    """The standard library's own does, and tells how far it is."""
    dataset = load(project).dataset
    assert dataset
    told: list[Progress] = []
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        results = list(
            build(
                dataset, Wish(PAIR), project, tmp_path / "made", executor=executor, tell=told.append
            )
        )
    assert [result.pack for result in results] == list(PAIR)
    for pack in PAIR:
        assert tree(tmp_path / "made" / pack) == tree(built.folder(pack))
    assert [(one.done, one.total) for one in (told[0], told[-1])] == [(0, 2), (2, 2)]
    assert [one.share for one in told] == sorted(one.share for one in told)
    assert told[-1].share == 1


def test_two_languages_of_a_pack_stand_in_one_manifest(project: Path, accede: Accede) -> None:
    """Made at the same time, neither forgets what the other wrote."""
    args = ("osce", "--only", "onepager,card", "--lang", "en,de", "--allow-working", "--force")
    languages = ("de", "en")
    ran = accede("build", *args, "--jobs", "2", "--json", cwd=project)
    assert ran.code == 0, ran.stderr
    names = {file["file"] for told in ran.json for file in told["files"] if file["made"]}
    assert {name.split(".")[1] for name in names} >= {"de", "pdf"}
    manifest = (project / "output" / "osce" / "manifest.json").read_text("utf-8")
    assert all(f'"{name}"' in manifest for name in names)
    assert all(f'"language": "{language}"' in manifest for language in languages)


def at_a_terminal(project: Path, *args: str) -> str:
    """Return what a build writes to a terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(project)
        os.execve(sys.executable, [*COMMAND, *args], ENVIRONMENT)  # noqa: S606 - no shell
    shown = b""
    while select([terminal], [], [], 60)[0]:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # Linux tells so that the program has let go of its terminal
            break
    os.waitpid(process, 0)
    os.close(terminal)
    return shown.decode()


def test_a_terminal_is_told_how_far_it_is_and_a_pipe_is_not(project: Path) -> None:
    """Made of how many, which one, and how long it takes; the line is gone at the end."""
    shown = at_a_terminal(project)
    line = "\r\x1b[K0 of 2 packs, osce"
    assert line in shown
    assert "s left" in shown
    assert "\x1b[K" not in shown.rpartition("files made")[2]
    piped = subprocess.run(
        [*COMMAND, "--only", "briefing"],
        cwd=project,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "\x1b" not in piped.stdout + piped.stderr
    assert "of 2 packs" not in piped.stdout + piped.stderr


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.4, "5 s left"), (17.6, "20 s left"), (61, "1 min left"), (3599, "60 min left"),
     (9000, "2.5 h left")],
)  # fmt: skip
def test_what_is_left_is_told_about_as_exactly_as_it_is_known(seconds: float, told: str) -> None:
    """Never to the second."""
    assert time_left(seconds) == told


def test_what_is_kept_changes_no_byte(project: Path, built: Built, accede: Accede) -> None:
    """Made from records that were read before, the papers are the same."""
    assert accede("check", cwd=project).code == 0
    assert (project / ".accede" / "read").is_file()
    assert accede("build", *PAIR, "--force", cwd=project).code == 0
    for pack in PAIR:
        assert tree(project / "output" / pack) == tree(built.folder(pack))
