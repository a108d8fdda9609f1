"""watch in a terminal: papers made on every save, problems shown, and an end by Ctrl-C."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from papers import edit, heard, said, tree
from starter import ITEMS

from generator.cli.room import Room
from generator.cli.watching import _try_round

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest_plugins = ["tiny"]

PATIENCE = 30.0
THIRD = f"{ITEMS}/lantern-2026-03.yaml"


class Watching:
    """A watch that runs in a terminal of its own, and what it said."""

    def __init__(self, project: Path) -> None:
        self.terminal, theirs = pty.openpty()
        self.said = ""
        self.heard_to = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "generator", "watch"],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def until(self, pattern: str) -> str:
        """Wait for a line that matches, and return what was said since the last one waited for."""
        end = time.monotonic() + PATIENCE
        while not (match := re.search(pattern, self.said[self.heard_to :])):
            assert time.monotonic() < end, f"no {pattern!r} in {self.said!r}"
            self._listen(0.2)
        told = self.said[self.heard_to : self.heard_to + match.end()]
        self.heard_to += match.end()
        return told

    def silent_for(self, seconds: float) -> None:
        """Fail if anything is said meanwhile."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._listen(0.1)
        assert self.said[self.heard_to :].strip() == ""

    def _listen(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return True
        try:
            heard_now = os.read(self.terminal, 65536)
        except OSError:  # the other end is closed
            return False
        self.said += heard_now.decode().replace("\r\n", "\n")
        return bool(heard_now)

    def stop(self) -> tuple[int, float, str]:
        """Interrupt it; return its exit code, how long it took to end, and its last words."""
        began = time.monotonic()
        os.kill(self.process.pid, signal.SIGINT)
        while self._listen(0.1) and self.process.poll() is None:
            assert time.monotonic() < began + PATIENCE
        code = self.process.wait(PATIENCE)
        took = time.monotonic() - began
        while self._listen(0.0) and select.select([self.terminal], [], [], 0)[0]:
            pass
        return code, took, self.said[self.heard_to :]


@contextmanager
def watching(project: Path) -> Iterator[Watching]:
    """Watch a project; whatever happens, end what was started."""
    one = Watching(project)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        os.close(one.terminal)


def papers(project: Path) -> dict[str, bytes]:
    """Return every paper with its bytes."""
    return tree(project / "output")


def test_a_save_makes_what_it_touches_until_it_is_stopped(made: Path) -> None:
    """Edit, break, mend, take away, stop: each says what happened, and nothing is left behind."""
    third = made / THIRD
    folder = made / "output" / "ruritania"
    before = papers(made)
    with watching(made) as one:
        first = one.until(r"Watching recommendations\. Ctrl-C ends it\.\n")
        assert first.splitlines()[0] == "Nothing to make."
        assert papers(made) == before

        edit(third, ("Let monitors watch every", "Allow monitors at every"))
        told = one.until(r"files? made\.\n")
        assert told.splitlines()[0] == f"Saved: {THIRD}"
        lines = [line.split()[1] for line in told.splitlines() if line.startswith("made")]
        names = ("briefing", "matrix", "pack", "delegation")
        assert lines == [f"output/ruritania/{name}.pdf" for name in names]
        assert heard(said(folder / "briefing.pdf"), ["Allow monitors at every assembly"])
        changed = papers(made)

        edit(third, ("topic: assembly", "topic: asembly"))
        told = one.until(r"The papers stay as they are until this is mended\.\n")
        line = third.read_text(encoding="utf-8").splitlines().index("topic: asembly") + 1
        assert f'{THIRD}:{line}:8: lantern-2026-03: the topic "asembly" is not known.' in told
        edit(third, ("topic: asembly", "topic: [assembly"))
        told = one.until(r"The papers stay as they are until this is mended\.\n")
        assert re.search(rf"{THIRD}:\d+:\d+: ", told)
        assert papers(made) == changed

        edit(third, ("topic: [assembly", "topic: assembly"), ("at every", "near every"))
        assert "briefing.pdf" in one.until(r"files? made\.\n")

        third.unlink()
        told = one.until(r"(files made|is mended)\.\n")
        assert f"Saved: {THIRD}\n" in told
        assert '"lantern-2026-03" is not known' in told  # the meeting's agenda names it
        edit(
            made / "recommendations" / "meetings" / "2026-12-03-ruritania.yaml",
            ("agenda: [lantern-2026-01, lantern-2026-03]", "agenda: [lantern-2026-01]"),
        )
        assert "sources.pdf" in one.until(r"files? made\.\n")

        code, took, last = one.stop()
    assert code == 130
    assert took < 2
    assert last.replace("^C", "") == "Stopped watching; the papers stay.\n"
    assert "Traceback" not in one.said
    left = {path.name for path in made.rglob(".*") if path.name != ".schema"}
    assert left == {".accede", ".gitignore"}
    assert not [name for name in tree(made) if ".new-" in name or name.endswith(".tmp")]


@pytest.mark.parametrize("ready", [True, False], ids=["waiting", "building"])
def test_an_interrupt_ends_it_whenever_it_comes(made: Path, *, ready: bool) -> None:
    """While it waits, and while it makes papers: then the old ones stay."""
    before = papers(made)
    with watching(made) as one:
        one.until(r"Watching .*\n")
        if not ready:
            edit(made / THIRD, ("Let monitors watch every", "Allow monitors at every"))
            one.until(r"Saved: .*\n")
        code, took, last = one.stop()
    assert (code, took < 2) == (130, True)
    assert "Stopped watching; the papers stay.\n" in last
    assert "Traceback" not in last
    if ready:
        assert papers(made) == before
    assert not [name for name in tree(made) if ".new-" in name]


def test_what_editors_leave_beside_a_file_is_ignored(made: Path) -> None:
    """Swap, lock and probe files make no round, even if they look like data."""
    data = made / "recommendations"
    with watching(made) as one:
        one.until(r"Watching .*\n")
        (data / ".packs.yaml.swp").write_bytes(b"b0VIM")
        (data / "packs.yaml~").write_text("- id: old\n")
        (data / "4913").write_text("")
        (data / "#packs.yaml#").write_text("- id: half\n")
        (data / ".#packs.yaml").symlink_to("me@host.1234:5")
        (data / "._packs.yaml").write_bytes(b"\x00\x05\x16\x07")
        one.silent_for(1.5)
        edit(made / THIRD, ("Let monitors watch every", "Allow monitors at every"))
        told = one.until(r"(files made|is mended)\.\n")
        assert "files made." in told
        assert one.stop()[0] == 130


def test_an_input_that_vanishes_is_missed_and_found_again(made: Path) -> None:
    """A file, the folder renamed away and back, the folder replaced: watch lives on through all."""
    data, away = made / "recommendations", made / "away"
    topics = data / "topics.yaml"
    mended = r"The papers stay as they are until this is mended\.\n"
    with watching(made) as one:
        one.until(r"Watching .*\n")
        before, kept = papers(made), topics.read_bytes()
        topics.unlink()
        assert "recommendations/topics.yaml: there is no such file" in one.until(mended)
        topics.write_bytes(kept)
        one.until(r"Nothing to make\.\n")

        data.rename(away)
        assert "recommendations/project.yaml: it cannot be read" in one.until(mended)
        one.silent_for(1)
        away.rename(data)
        one.until(r"Nothing to make\.\n")

        shutil.copytree(data, away)
        shutil.rmtree(data)
        one.until(mended)
        away.rename(data)
        one.until(r"Nothing to make\.\n")
        assert papers(made) == before
        edit(topics, ("short: Notice instead", "short: Tell instead"))
        assert "briefing.pdf" in one.until(r"files? made\.\n")
        code, took, last = one.stop()
    assert (code, took < 2) == (130, True)
    assert last.replace("^C", "") == "Stopped watching; the papers stay.\n"
    assert "Traceback" not in one.said


def test_what_a_disk_refuses_waits_for_the_next_save(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk, or a file gone while it is read, is said and ends nothing."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(made / "output" / "briefing.pdf"))

    monkeypatch.setattr("generator.cli.watching._round", full)
    _try_round(Room(str(made)), (), made / "output", None, 1)
    assert capsys.readouterr().err.startswith(
        f"{made / 'output' / 'briefing.pdf'}: No space left on device. "
    )
