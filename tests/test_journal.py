"""The one writer of data: whole or not at all, over nobody's work, and two at once lose nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from generator.journal import JournalError, append, create, one_writer

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = "recommendations/bodies.yaml"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Return a register of one body, in a project of its own."""
    path = tmp_path / REGISTER
    path.parent.mkdir()
    path.write_bytes(b"# Everyone.\r\n- id: a\r\n  name: NO\r\n")
    return path


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_new_files_are_written(tmp_path: Path) -> None:
    """Every file is there as given, in folders made for it, and nothing else."""
    create(tmp_path, {"recommendations/items/d/a.yaml": "id: a\n", "x/y.json": "{}"})
    assert _files(tmp_path) == {"recommendations/items/d/a.yaml", "x/y.json"}
    assert (tmp_path / "recommendations/items/d/a.yaml").read_bytes() == b"id: a\n"


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """If one of the files exists, it stays, and no other one comes."""
    (tmp_path / "b.yaml").write_text("mine")
    with pytest.raises(JournalError, match=r"b\.yaml exists, and stays as it is"):
        create(tmp_path, {"new/a.yaml": "id: a\n", "b.yaml": "id: b\n", "c.yaml": "id: c\n"})
    assert _files(tmp_path) == {"b.yaml"}
    assert (tmp_path / "b.yaml").read_text() == "mine"
    assert not (tmp_path / "new").exists()


def test_nothing_is_written_over_where_a_disk_has_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that knows no links new files come too, and old ones stay."""

    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    create(tmp_path, {"a.yaml": "id: a\n"})
    with pytest.raises(JournalError, match=r"a\.yaml exists"):
        create(tmp_path, {"b.yaml": "id: b\n", "a.yaml": "other"})
    assert _files(tmp_path) == {"a.yaml"}
    assert (tmp_path / "a.yaml").read_text() == "id: a\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [("id: [a\n", None), ("id: a\nid: b\n", None), ("id: a\n", {"id": "b"})],
    ids=["no YAML", "a key twice", "something else"],
)
def test_what_would_not_read_as_meant_is_not_written(
    tmp_path: Path, text: str, says: object
) -> None:
    """What was written is read again before it gets its name."""
    with pytest.raises(JournalError, match="write this one by hand"):
        create(tmp_path, {"z.yaml": "id: z\n", "a.yaml": text}, {"a.yaml": says})
    assert _files(tmp_path) == set()


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in the middle, it takes back what it had put in place."""
    calls = []
    link = os.link

    def stopped(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        link(source, target)

    monkeypatch.setattr(os, "link", stopped)
    with pytest.raises(KeyboardInterrupt):
        create(tmp_path, {"d/a.yaml": "id: a\n", "d/b.yaml": "id: b\n"})
    assert len(calls) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the disk refuses becomes a message that names the file, and nothing is left."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device", "a.yaml")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(JournalError, match=r"a\.yaml cannot be written: No space left"):
        create(tmp_path, {"a.yaml": "id: a\n"})
    assert list(tmp_path.iterdir()) == []


def test_an_entry_is_added(tmp_path: Path, register: Path) -> None:
    """A register gets one entry more; its other lines stay, to the byte."""
    before = register.read_bytes()
    append(tmp_path, REGISTER, "- id: b\n  name: 'B: b'\n")
    assert register.read_bytes() == before + b"- id: b\r\n  name: 'B: b'\r\n"
    assert _files(tmp_path) == {REGISTER}


def test_a_register_keeps_its_rights_and_its_link(tmp_path: Path, register: Path) -> None:
    """The file keeps who may read it, and a link to it stays a link."""
    kept = register.rename(register.with_name("kept.yaml"))
    register.symlink_to(kept)
    kept.chmod(0o640)
    append(tmp_path, REGISTER, "- id: b\n")
    assert register.is_symlink()
    assert b"- id: b" in kept.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[a, b]\n", "bodies.yaml:1:1: the list is written in brackets"),
        ("- id: a\n  id: b\n", 'bodies.yaml:2:3: "id" stands here twice'),
        ("- id: |+\n    a\n", "it would not read as it was meant"),
    ],
)
def test_a_register_at_fault_is_left_alone(
    tmp_path: Path, register: Path, text: str, why: str
) -> None:
    """Where an entry has no sure place, the message says where and why, and the file stays."""
    register.write_text(text)
    with pytest.raises(JournalError) as caught:
        append(tmp_path, REGISTER, "\n- id: z\n")
    assert why in str(caught.value)
    assert register.read_text() == text
    assert _files(tmp_path) == {REGISTER}


def test_a_change_by_other_hands_is_kept(
    tmp_path: Path, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an editor saved meanwhile is not lost: the entry is refused."""
    monkeypatch.setattr("shutil.copymode", lambda *_: register.write_text("- id: saved\n"))
    with pytest.raises(JournalError, match="changed by other hands"):
        append(tmp_path, REGISTER, "- id: b\n")
    assert register.read_text() == "- id: saved\n"
    assert _files(tmp_path) == {REGISTER}


WRITER = """
import sys
from pathlib import Path
from generator.journal import append, one_writer
for number in range(25):
    with one_writer(Path(sys.argv[1])):
        append(Path(sys.argv[1]), sys.argv[2], f"- id: {sys.argv[3]}{number}\\n")
"""


def test_two_writers_at_once_lose_nothing(tmp_path: Path, register: Path) -> None:
    """Two processes that add to one register both find all their entries in it."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), REGISTER, name],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for name in "xy"
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    lines = register.read_text().splitlines()
    wanted = {f"- id: {name}{number}" for name in "xy" for number in range(25)}
    assert set(lines[3:]) == wanted
    assert len(lines) == 3 + 50


def test_the_lock_stays_out_of_the_data(tmp_path: Path) -> None:
    """The lock stands in .accede/, which git leaves alone."""
    with one_writer(tmp_path):
        assert _files(tmp_path) == {".accede/data.lock"}
