"""The one writer of data: whole or not at all, over nobody's work, and two at once lose nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from conftest import DATA, ROOT

from generator.edits import Change
from generator.journal import JournalError, append, commit, create, one_writer

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


def test_nothing_is_written_where_a_link_leads_out(tmp_path: Path) -> None:
    """A file or a folder that is a link out of the project is refused, and stays as it is."""
    outside, project = tmp_path / "outside", tmp_path / "project"
    for folder in (outside, project / "recommendations"):
        folder.mkdir(parents=True)
    (outside / "bodies.yaml").write_text("- id: a\n")
    (project / REGISTER).symlink_to(outside / "bodies.yaml")
    (project / "recommendations/items").symlink_to(outside)
    with pytest.raises(JournalError, match=r"bodies\.yaml: it is a link out of the project"):
        append(project, REGISTER, "- id: b\n")
    with pytest.raises(JournalError, match=r"items/a\.yaml: it is a link out of the project"):
        create(project, {"recommendations/items/a.yaml": "id: a\n"})
    assert _files(outside) == {"bodies.yaml"}
    assert (outside / "bodies.yaml").read_text() == "- id: a\n"


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


def test_a_lock_that_cannot_be_had_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody may write, that is the message."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("filelock.FileLock.acquire", refused)
    why = r"^\.accede/data\.lock cannot be written: Permission"
    with pytest.raises(JournalError, match=why), one_writer(tmp_path):
        pytest.fail("it let a writer in")


def test_a_private_file_is_never_open_to_others(
    tmp_path: Path, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written beside a file has its rights before it has its words."""
    register.chmod(0o600)
    seen = []
    fsync = os.fsync

    def looked_at(file: int) -> None:
        seen.append(os.fstat(file).st_mode & 0o777)
        fsync(file)

    monkeypatch.setattr(os, "fsync", looked_at)
    append(tmp_path, REGISTER, "- id: b\n")
    assert seen == [0o600]
    assert register.stat().st_mode & 0o777 == 0o600


# promises

TWO = ("recommendations/bodies.yaml", "recommendations/topics.yaml")


def _promised(project: Path, **touched: str) -> dict[str, str]:
    """Leave two files as a writer leaves them that was killed before its first rename.

    Then others touch what is named; return what the files say after the next writer.
    """
    told = []
    for number, name in enumerate(TWO):
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("- id: old\n")
        beside = f".new-{number:016}.tmp"
        path.with_name(beside).write_text("- id: new\n")
        before = sha256(path.read_bytes()).hexdigest()
        told.append({"new": beside, "file": name, "before": before})
        if path.stem in touched:
            path.write_text(touched[path.stem])
    (project / ".accede").mkdir()
    (project / ".accede/promise.json").write_text(json.dumps(told))
    with one_writer(project):
        assert _files(project) == {*TWO, ".accede/data.lock"}
    return {(project / name).stem: (project / name).read_text() for name in TWO}


def test_a_promise_is_kept(tmp_path: Path) -> None:
    """The next writer first does what a killed one was about to do."""
    assert _promised(tmp_path) == {"bodies": "- id: new\n", "topics": "- id: new\n"}


def test_a_promise_half_done_is_kept(tmp_path: Path) -> None:
    """What has its new words already is no hindrance."""
    said = _promised(tmp_path, bodies="- id: new\n")
    assert said == {"bodies": "- id: new\n", "topics": "- id: new\n"}


def test_a_promise_ends_at_what_others_touched(tmp_path: Path) -> None:
    """What a person saved since stays, and what may rest on it is not written."""
    said = _promised(tmp_path, bodies="- id: mine\n")
    assert said == {"bodies": "- id: mine\n", "topics": "- id: old\n"}


@pytest.mark.parametrize(
    "promise",
    [
        "",
        "[",
        "{}",
        "[1]",
        '[{"new": "a.yaml"}]',
        "[" * 100_000,
        '[{"new": "../mine.txt", "file": "recommendations/bodies.yaml", "before": null}]',
        '[{"new": ".new-0123456789abcdef.tmp", "file": "../x.yaml", "before": null}]',
        '[{"new": ".new-0123456789abcdef.tmp", "file": "/srv/x.yaml", "before": null}]',
    ],
)
def test_a_foreign_promise_does_nothing(tmp_path: Path, promise: str) -> None:
    """A promise that is broken, or leads out of the project, is thrown away."""
    project = tmp_path / "project"
    (project / ".accede").mkdir(parents=True)
    (project / ".accede/promise.json").write_text(promise)
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / ".new-0123456789abcdef.tmp").write_text("theirs")
    with one_writer(project):
        pass
    assert _files(tmp_path) == {
        "mine.txt",
        ".new-0123456789abcdef.tmp",
        "project/.accede/data.lock",
    }


def test_one_failing_rename_takes_the_others_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was in place already is as it was, rights and link too; the message names the file."""
    for name in TWO:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("- id: old\n")
    first = tmp_path / TWO[0]
    kept = first.rename(first.with_name("kept.yaml"))
    kept.chmod(0o640)
    first.symlink_to("kept.yaml")
    replace = os.replace

    def refused(source: Path, target: Path) -> None:
        if target.name == "topics.yaml":
            raise PermissionError(13, "Permission denied", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refused)
    changes = [Change.of(name, b"- id: old\n").append("- id: b\n") for name in TWO]
    with pytest.raises(
        JournalError, match=r"^recommendations/topics\.yaml cannot be written: Perm"
    ):
        commit(tmp_path, changes)
    assert [(tmp_path / name).read_text() for name in TWO] == ["- id: old\n"] * 2
    assert first.is_symlink()
    assert kept.stat().st_mode & 0o777 == 0o640
    assert _files(tmp_path) == {*TWO, "recommendations/kept.yaml"}


# killed, and refused by the disk, at every step

ASSESS = [
    *("assess", "press-1", "partially-implemented", "--as-of", "2026-11-22", "--note", "Gone"),
    *("--evidence", "S02", "--evidence-title", "Page", "--evidence-grade", "A"),
]
# One process for all steps: it forks a writer for each, which is stopped at its n-th step.
STEPS = """
import json, os, shutil, signal, sys, time
from datetime import date
from pathlib import Path
from generator import cli, journal, check, load, drafts, updates, tables
import generator.cli.recording

sound, work, how, args = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:]

generator.cli.recording.today = lambda: date(2026, 11, 22)
on, steps, last = False, 0, 0

def step(what):
    global steps
    if not on:
        return
    steps += 1
    if how == "kill" and steps == last:
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "once" and steps == last or how == "on" and steps >= last:
        raise OSError(28, "No space left on device")

def heard(event, given):
    writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
    taken = event in ("os.remove", "os.rmdir") and how != "on"  # to delete needs no room
    if writes or taken or event in ("os.rename", "os.link", "os.mkdir", "os.chmod"):
        if str(work) in str(given[0]) or str(work) in str(given[-1]):
            step(event)

fsync = os.fsync
os.fsync = lambda file: (step("fsync"), fsync(file))[1]
sys.addaudithook(heard)

def content(project):
    return {str(p.relative_to(project)): p.read_text() for p in project.rglob("*") if p.is_file()}

def forked(project, act):
    said = project.with_suffix(".said")
    if not (child := os.fork()):
        output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1), os.dup2(output, 2)
        code = 99
        try:
            code = act()
            sys.stdout.flush()
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status), said.read_text()

def stopped(project):
    global on
    on = True
    sys.argv = ["accede", "-C", str(project), *args]
    code = cli._run()
    print("stopped" if steps >= last else "to the end")
    return code

def healed(project):
    with journal.one_writer(project):
        return 0

done = False
while not done and last < 200:
    last += 1
    project = shutil.copytree(sound, work / str(last))
    code, said = forked(project, lambda: stopped(project))
    found = check.check(load.load(project))
    told = {"step": last, "code": code, "said": said, "left": content(project)}
    told["problems"] = [str(p) for p in found]
    told["heal"], _ = forked(project, lambda: healed(project))
    told["after"] = content(project)
    print(json.dumps(told), flush=True)
    done = "to the end" in said
"""
FILES = {
    "recommendations/evidence.yaml",
    "recommendations/items/report-2020/press-1.yaml",
    "recommendations/project.yaml",
}


def _stopped_at_each_step(folder: Path, how: str) -> list[dict[str, Any]]:
    """Return what each run left: the last one was not stopped any more."""
    done = subprocess.run(
        [sys.executable, "-c", STEPS, str(DATA / "sound"), str(folder), how, *ASSESS],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert runs[-1]["code"] == 0
    assert len(runs) > 20
    return runs


def _states(runs: list[dict[str, Any]], content: dict[str, str]) -> set[str]:
    """Tell which of the three files are old and which are new: anything else fails."""
    new = runs[-1]["left"]
    found = set()
    for name in FILES:
        old = (DATA / "sound" / name).read_text()
        assert old != new[name]
        assert content[name] in (old, new[name]), name
        found.add("old" if content[name] == old else "new")
    return found


def _sound_after(runs: list[dict[str, Any]]) -> None:
    """Whatever happened: the data was sound, and after the next writer it is of one piece."""
    names = set(runs[-1]["left"])
    seen = set()
    for run in runs:
        assert run["problems"] == [], run["step"]
        _states(runs, run["left"])
        assert run["heal"] == 0
        (state,) = _states(runs, run["after"])
        seen.add(state)
        assert set(run["after"]) == names, run["step"]
    assert seen == {"old", "new"}


def test_a_writer_may_be_killed_at_any_step(tmp_path: Path) -> None:
    """Each file is old or new in whole, and with the next writer all are old or all are new."""
    runs = _stopped_at_each_step(tmp_path, "kill")
    assert {run["code"] for run in runs[:-1]} == {-9}
    _sound_after(runs)
    assert any(_states(runs, run["left"]) == {"old", "new"} for run in runs)


@pytest.mark.parametrize("how", ["once", "on"])
def test_a_disk_may_refuse_any_step(tmp_path: Path, how: str) -> None:
    """Once or from then on: nothing is half, and the message names a file that people know."""
    runs = _stopped_at_each_step(tmp_path, how)
    _sound_after(runs)
    refused = [run for run in runs if run["code"]]
    assert len(refused) > 10
    for run in refused:
        assert run["code"] == 3, run["said"]
        assert "cannot be written: No space left on device." in run["said"]
        assert ".tmp" not in run["said"]
        if "will finish this" not in run["said"]:
            assert _states(runs, run["left"]) == {"old"}, run["step"]
            assert "Nothing was written." in run["said"]
            assert set(run["left"]) <= set(runs[-1]["left"])
