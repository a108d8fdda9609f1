"""Papers and their manifest are put in place whole, and only what was once written is removed."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock, Timeout
from papers import tree

from generator.cli.room import refused_by_disk
from generator.plan import digest
from generator.publish import (
    _WORDS,
    MANIFEST,
    clean,
    manifest,
    one_at_a_time,
    publish,
    sums,
    untold,
)

if TYPE_CHECKING:
    from pathlib import Path


def told(*names: str) -> dict[str, Any]:
    """Return a manifest that tells of these files."""
    one = {**dict.fromkeys(_WORDS, ""), "pages": 1, "parts": {}, "sha256": digest("A")}
    return {"pack": "osce", "files": dict.fromkeys(names, one)}


def test_files_and_manifest_are_put_in_place(tmp_path: Path) -> None:
    """The made files lie in the folder, which is made if missing, and nothing else does."""
    folder = tmp_path / "output" / "osce"
    publish(folder, {"a.pdf": b"A", "b.pdf": b"B"}, told("a.pdf", "b.pdf"))
    assert set(tree(folder)) == {"a.pdf", "b.pdf", MANIFEST}
    assert manifest(folder) == {"format": 1, **told("a.pdf", "b.pdf")}
    assert sums(folder, ["a.pdf", "gone.pdf"]) == {"a.pdf": digest(b"A")}


def test_what_is_no_longer_told_of_is_removed(tmp_path: Path) -> None:
    """A file the last manifest told of goes with its line; a stranger's file stays."""
    publish(tmp_path, {"a.pdf": b"A", "b.pdf": b"B"}, told("a.pdf", "b.pdf"))
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(b"mine too")
    publish(tmp_path, {"a.pdf": b"A2"}, told("a.pdf"))
    assert set(tree(tmp_path)) == {"a.pdf", "c.pdf", "notes.txt", MANIFEST}
    assert (tmp_path / "a.pdf").read_bytes() == b"A2"


def test_nothing_is_replaced_before_all_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the disk is full at the second file, the first is not replaced, and no trace is left."""
    publish(tmp_path, {"a.pdf": b"A", "b.pdf": b"B"}, told("a.pdf", "b.pdf"))
    before = tree(tmp_path)
    written = []

    def full(number: int) -> None:
        written.append(number)
        if len(written) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        publish(tmp_path, {"a.pdf": b"A2", "b.pdf": b"B2"}, told("a.pdf", "b.pdf"))
    assert refused_by_disk(caught.value).startswith(f"{tmp_path}: No space left on device. ")
    assert tree(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(before)


@pytest.mark.parametrize("name", ["b.pdf", MANIFEST])
def test_a_folder_in_the_way_stops_before_anything_is_replaced(tmp_path: Path, name: str) -> None:
    """The papers stay as they are, and the folder is named."""
    publish(tmp_path, {"a.pdf": b"A"}, told("a.pdf"))
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name / "inside").mkdir(parents=True)
    with pytest.raises(IsADirectoryError, match=name):
        publish(tmp_path, {"a.pdf": b"A2", "b.pdf": b"B2"}, told("a.pdf", "b.pdf"))
    assert (tmp_path / "a.pdf").read_bytes() == b"A"
    assert not list(tmp_path.glob(".new-*"))


def test_the_manifest_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The manifest never tells of a file that is not there yet."""
    order = []
    replace = os.replace

    def follow(source: str, target: Path) -> None:
        order.append(target.name)
        replace(source, target)

    monkeypatch.setattr(os, "replace", follow)
    publish(tmp_path, {"b.pdf": b"B", "z.pdf": b"Z"}, told("b.pdf", "z.pdf"))
    assert order == ["b.pdf", "z.pdf", MANIFEST]


def test_a_sound_manifest_is_read(tmp_path: Path) -> None:
    """One that names files of its folder, with pages, sum and key, is ours."""
    text = json.dumps({"format": 1, **told("briefing.ru.letter.pdf")})
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    assert set(manifest(tmp_path)["files"]) == {"briefing.ru.letter.pdf"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "\xff",
        "[" * 100_000,
        '{"format": 2, "files": {}}',
        '{"format": 1, "files": []}',
        '{"format": 1, "files": {"a.pdf": 3}}',
        '{"format": 1, "files": {"a.pdf": {"pages": 1}}}',
    ],
)
def test_a_damaged_manifest_tells_nothing(tmp_path: Path, text: str) -> None:
    """What cannot be read as our manifest counts as none, so that all is made anew."""
    (tmp_path / MANIFEST).write_bytes(text.encode("latin-1"))
    assert manifest(tmp_path) == {}


def test_a_missing_manifest_tells_nothing(tmp_path: Path) -> None:
    """Nor does a folder that is not there yet."""
    assert manifest(tmp_path) == manifest(tmp_path / "nowhere") == {}


def test_clean_removes_what_was_made_and_nothing_else(tmp_path: Path) -> None:
    """Strangers' files stay, with their folder; a folder left empty goes."""
    for pack in ("eu", "osce"):
        publish(tmp_path / pack, {"a.pdf": b"A"}, told("a.pdf"))
    (tmp_path / "osce" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / ".gitkeep").write_bytes(b"")
    before = tree(tmp_path)
    named = [tmp_path / pack / name for pack in ("eu", "osce") for name in ("a.pdf", MANIFEST)]
    assert [*clean(tmp_path, dry_run=True)] == named
    assert tree(tmp_path) == before
    assert [*clean(tmp_path, dry_run=False)] == named
    assert set(tree(tmp_path)) == {".gitkeep", "osce/notes.txt"}
    assert not (tmp_path / "eu").exists()


def test_clean_stays_in_its_folder(tmp_path: Path) -> None:
    """A manifest that names a file elsewhere has no hold on it."""
    outside = tmp_path / "mine.pdf"
    outside.write_bytes(b"mine")
    folder = tmp_path / "output" / "osce"
    folder.mkdir(parents=True)
    names = ["../../mine.pdf", str(outside)]
    text = json.dumps({"format": 1, **told(*names)})
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    assert [*clean(tmp_path / "output", dry_run=False)] == []
    assert untold(tmp_path / "output") == [folder / MANIFEST]
    assert outside.exists()


def test_clean_leaves_a_strangers_manifest(tmp_path: Path) -> None:
    """A file of that name which tells of no papers may be anybody's: it stays."""
    (tmp_path / MANIFEST).write_text('{"name": "a web page"}', encoding="utf-8")
    assert [*clean(tmp_path, dry_run=False)] == []
    assert untold(tmp_path) == [tmp_path / MANIFEST]


def test_clean_says_what_is_gone_before_it_goes_on(tmp_path: Path) -> None:
    """Stopped on its way, it has told of each file that it removed; the next time does the rest."""
    publish(tmp_path, {"a.pdf": b"A", "b.pdf": b"B"}, told("a.pdf", "b.pdf"))
    removing = clean(tmp_path, dry_run=False)
    assert next(removing) == tmp_path / "a.pdf"
    assert set(tree(tmp_path)) == {"b.pdf", MANIFEST}
    removing.close()
    assert [path.name for path in clean(tmp_path, dry_run=False)] == ["b.pdf", MANIFEST]


def test_publishing_stays_in_its_folder(tmp_path: Path) -> None:
    """What an altered manifest tells of elsewhere is not removed when it is told of no longer."""
    outside = tmp_path / "mine.pdf"
    outside.write_bytes(b"mine")
    folder = tmp_path / "output"
    folder.mkdir()
    text = json.dumps({"format": 1, **told("../mine.pdf", str(outside))})
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    publish(folder, {"a.pdf": b"A"}, told("a.pdf"))
    assert outside.exists()


def test_two_builds_of_a_project_wait_for_each_other(tmp_path: Path) -> None:
    """While one build holds the lock of a project no other gets it; afterwards one does."""
    other = FileLock(tmp_path / ".accede" / "build.lock", thread_local=False, timeout=0)
    with one_at_a_time(tmp_path), pytest.raises(Timeout):
        other.acquire()
    with other:
        assert other.is_locked
