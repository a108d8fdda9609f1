"""What accede keeps was damaged, or a clock is wrong: it is healed, or said; no paper is lost."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from papers import edit, tree
from starter import ITEMS, run

from generator import cli

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["tiny"]

TEXT = ("build", "--format", "text")
FOLDER = "output/ruritania"
MANIFEST = f"{FOLDER}/manifest.json"
NOTE = ("assess", "lantern-2026-01", "--as-of", "2026-11-19", "--note", "X.", "--evidence", "S03")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the starter with its papers as text, for reading."""
    project = tmp_path_factory.mktemp("texts")
    for args in (("init", "."), TEXT, TEXT):
        assert run(project, *args).code == 0
    return project


@pytest.fixture
def own(texts: Path, tmp_path: Path) -> Path:
    """Return a copy of it that is this test's own."""
    return shutil.copytree(texts, tmp_path / "own")


def code(project: Path, *args: str) -> int:
    """Run a command up to its last line of defence, and return its exit code."""
    sys.argv = ["accede", "-C", str(project), *args]
    try:
        return cli._run()  # noqa: SLF001 - main() without its exit
    except SystemExit as end:
        return int(end.code or 0)


def to_folder(path: Path) -> None:
    """Put a folder with something in it in the place of a file."""
    path.unlink()
    path.mkdir()
    (path / "x").write_text("x")


def to_link(path: Path) -> None:
    """Put a link that leads nowhere in the place of a file."""
    path.unlink()
    path.symlink_to("nowhere")


DAMAGE: dict[str, Callable[[Path], Any]] = {
    "random": lambda path: path.write_bytes(b"\x80\x04\x95\xff" * 500),
    "deep": lambda path: path.write_bytes(b"[" * 100_000),
    "closed": lambda path: path.chmod(0),
    "folder": to_folder,
    "link": to_link,
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", ["read", "decided"])
def test_a_damaged_store_is_done_without(own: Path, name: str, damage: str) -> None:
    """All commands go on as if nothing had been kept."""
    DAMAGE[damage](own / ".accede" / name)
    before = tree(own / "output")
    for args in (("check",), ("verify",), TEXT):
        assert code(own, *args) == 0, args
    assert tree(own / "output") == before


@pytest.mark.parametrize("place", [".accede/build.lock", ".accede", MANIFEST, "output", FOLDER])
def test_a_folder_for_a_file_is_said(
    own: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder where a file should be, or a file for a folder, is the disk's fault, not ours."""
    path = own / place
    if path.is_dir():
        shutil.rmtree(path)
        path.write_text("x")
    else:
        to_folder(path)
    assert code(own, *TEXT) == 3
    assert "mend this, and do the same again" in capsys.readouterr().err


ODD: tuple[tuple[Any, ...], ...] = ((None, 3, []), ("x", -1, {"a": {"b": [1]}}))
SAID = ("language", "size", "form", "format", "parts", "sha256", "pages", "shows", "paper")


def is_healed(project: Path, manifest: dict[str, Any]) -> None:
    """Put a manifest in place: verify tells of it or lets it be, and a build puts all right."""
    (project / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    assert code(project, "verify") in (0, 1)
    assert code(project, *TEXT, "--force") == 0
    assert code(project, "verify") == 0


@pytest.mark.parametrize("field", SAID)
def test_a_manifest_of_another_shape_is_healed(own: Path, field: str) -> None:
    """Whatever it tells of its papers."""
    whole = json.loads((own / MANIFEST).read_text("utf-8"))
    for values in ODD:
        files = json.loads(json.dumps(whole["files"]))
        for told, value in zip(files.values(), values, strict=True):
            told[field] = value
        is_healed(own, {**whole, "files": files})


@pytest.mark.parametrize("field", ["pack", "format", "files"])
def test_a_manifest_that_tells_something_else_is_healed(own: Path, field: str) -> None:
    """A whole one comes in its place when the papers are made anew."""
    whole = json.loads((own / MANIFEST).read_text("utf-8"))
    for value in ODD[0] if field == "pack" else ODD[0][:1]:
        is_healed(own, {**whole, field: value})


def test_papers_in_a_folder_of_no_day_are_stale(own: Path) -> None:
    """A copy that somebody put aside is judged, not stumbled over."""
    shutil.copytree(own / FOLDER, own / "output" / "as-of-old" / "ruritania")
    assert {one["is"] for one in run(own, "verify", "--json").json} == {"good", "stale"}


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_clock_that_jumped_hides_no_change(own: Path, year: int) -> None:
    """A file saved with a time long past, or still to come, is read and made all the same."""
    topics = own / "recommendations" / "topics.yaml"
    for number, words in enumerate(("Tell instead", "Warn instead")):  # of the same length
        old = ("Notice instead", "Tell instead")[number]
        edit(topics, (f"short: {old}", f"short: {words}"))
        moment = time.mktime((year, 1, 2, 0, 0, number, 0, 0, 0))
        os.utime(topics, (moment, moment))
        assert run(own, *TEXT).code == 0
        assert words in (own / FOLDER / "card.txt").read_text("utf-8")
        assert {one["is"] for one in run(own, "verify", "--json").json} == {"good"}
        assert "made  output" not in run(own, *TEXT).stdout


def test_a_clock_that_is_behind_harms_nothing(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is shown that there is; an entry of a day to come is refused, and the file stays."""
    item = own / ITEMS / "lantern-2026-01.yaml"
    before = item.read_bytes()
    for place in ("room", "recording"):
        monkeypatch.setattr(f"generator.cli.{place}.today", lambda: date(2020, 1, 1))
    for args in (("check",), ("status",), ("verify",), TEXT):
        assert code(own, *args) in (0, 1), args
    assert code(own, *NOTE) == 1
    assert item.read_bytes() == before


def test_what_vanishes_while_it_is_read_is_named(
    own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Others work in the folder too: no mistake of accede's, and the file is told."""
    there = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda path: path.name == "card.txt" or there(path))
    (own / FOLDER / "card.txt").unlink()
    assert code(own, "verify") == 3
    told = capsys.readouterr().err
    assert "card.txt: No such file or directory" in told
    assert "mistake in accede" not in told


def test_who_has_a_paper_open_reads_the_old_one_whole(own: Path) -> None:
    """A reader that began before a build ends with what it began with."""
    card = own / FOLDER / "card.txt"
    old = card.read_bytes()
    edit(own / "recommendations" / "topics.yaml", ("short: Notice instead", "short: Tell instead"))
    with card.open("rb", buffering=0) as reader:
        begun = reader.read(100)
        assert run(own, *TEXT).code == 0
        assert begun + reader.read() == old
    assert card.read_bytes() != old
