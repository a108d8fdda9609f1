"""The one writer of data: locked, written beside, read again, compared, and only then in place.

Files that belong together get their names together: what is about to be renamed is promised in
`.accede/promise.json`, and whoever writes next keeps a promise that a killed process left behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock

from generator.edits import Change, EditError, reads_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

STORE = ".accede"
_DATA = "recommendations"
_BESIDE = ".new-{}.tmp"  # no name that accede would read as data


class JournalError(Exception):
    """Nothing was written; the message says where and why."""


@contextmanager
def one_writer(project: Path) -> Iterator[None]:
    """Hold the lock on the data of *project*, so that what was read is still true when written.

    What a writer that was killed had promised is done first, and what it left lying about goes.
    """
    folder = project / STORE
    with _told_plainly():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(folder / "data.lock"):
        with _told_plainly():
            _keep_promise(project)
        yield


@dataclass(frozen=True)
class _Move:
    """A file written beside its target, and the change it carries."""

    new: Path
    target: Path
    change: Change

    def carry_out(self) -> None:
        """Give the file its name: a new one only if nothing has that name yet."""
        if self.change.before is not None:
            self.new.replace(self.target)
            return
        try:
            os.link(self.new, self.target)
        except OSError as error:  # it is there, or this disk has no links, as some sticks
            if isinstance(error, FileExistsError) or self.target.exists():
                raise JournalError(f"{self.change.file} exists, and stays as it is.") from None
            self.new.rename(self.target)

    def take_back(self) -> None:
        if self.change.before is None:
            self.target.unlink()
            return
        path = self.target.with_name(_BESIDE.format(secrets.token_hex(8)))
        path.write_bytes(self.change.before)
        shutil.copymode(self.target, path)
        path.replace(self.target)


def commit(project: Path, changes: Iterable[Change]) -> None:
    """Write the *changes* to files of *project*: all of them, or none and JournalError."""
    with _undone_on_failure() as (made, aside), _told_plainly():
        moves = [_written(project, change, made, aside) for change in changes]
        for move in moves:
            _refuse_if_changed(move)
        with _promised(project, moves, made):
            done: list[_Move] = []
            try:
                for move in moves:
                    move.carry_out()
                    done.append(move)
            except BaseException:
                for move in reversed(done):
                    move.take_back()
                raise


def create(
    project: Path, files: Mapping[str, str], says: Mapping[str, object] | None = None
) -> None:
    """Write new files, named from the folder of *project*: all of them, or none and JournalError.

    What is there is never overwritten. *says* has what a YAML file must say when it is read.
    """
    changes = [Change(name, None, text.encode()) for name, text in files.items()]
    for change in changes:
        _refuse_unreadable(change, (says or {}).get(change.file))
    commit(project, changes)


def append(project: Path, name: str, entry: str) -> None:
    """Add *entry* to the list in the file *name*; every other line of it stays as it is."""
    with _told_plainly():
        before = (project / name).read_bytes()
    try:
        change = Change.of(name, before).append(entry)
    except EditError as error:
        raise JournalError(str(error)) from error
    commit(project, [change])


def _refuse_unreadable(change: Change, expected: object) -> None:
    """Refuse a new file that would not say what it was meant to say."""
    if not change.file.endswith(".yaml"):
        return
    try:
        said = change.says
    except EditError as error:
        raise JournalError(f"{error}\nPlease write this one by hand.") from error
    if expected is not None and said != expected:
        what = f"{change.file}: it would not read as it was meant."
        raise JournalError(f"{what}\nPlease write this one by hand.")


def _written(project: Path, change: Change, made: list[Path], aside: list[Path]) -> _Move:
    """Write the new content beside its place, and read it again from the disk."""
    target = project / change.file
    target = target if change.before is None else target.resolve()  # a link stays one
    _make_folder(target.parent, made)
    path = target.with_name(_BESIDE.format(secrets.token_hex(8)))
    aside.append(path)
    with path.open("xb") as file:
        file.write(change.after)
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != change.after or (
        change.file.endswith(".yaml") and not reads_as(path.read_bytes(), "", change.says)
    ):
        raise JournalError(f"{change.file}: the disk does not give back what was written.")
    if change.before is not None:
        shutil.copymode(target, path)
    return _Move(path, target, change)


def _refuse_if_changed(move: _Move) -> None:
    """Refuse to write over what an editor saved since the file was read."""
    before = move.change.before
    if before is not None and move.target.read_bytes() != before:
        raise JournalError(f"{move.change.file} was changed by other hands meanwhile. Try again.")


@contextmanager
def _promised(project: Path, moves: list[_Move], made: list[Path]) -> Iterator[None]:
    """Set down which files are about to get their names, where that takes more than one step."""
    if len(moves) < 2:  # noqa: PLR2004 - one rename is whole by itself
        yield
        return
    promise = project / STORE / "promise.json"
    _make_folder(promise.parent, made, mode=0o700)
    told = [
        {
            "new": os.path.relpath(move.new, project),
            "file": os.path.relpath(move.target, project),
            "before": _sum(move.change.before),
        }
        for move in moves
    ]
    draft = promise.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(promise)
    try:
        yield
    finally:
        promise.unlink()


def _keep_promise(project: Path) -> None:
    """Do what a killed writer had promised, where nobody else has touched the file since."""
    promise = project / STORE / "promise.json"
    with suppress(FileNotFoundError, ValueError, KeyError, TypeError):
        for told in json.loads(promise.read_text(encoding="utf-8")):
            new, target = project / told["new"], project / told["file"]
            now = _sum(target.read_bytes() if target.exists() else None)
            if new.exists() and now == told["before"]:
                new.replace(target)
    promise.unlink(missing_ok=True)
    promise.with_suffix(".tmp").unlink(missing_ok=True)
    _remove((project / _DATA).rglob(_BESIDE.format("*")))


def _sum(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _make_folder(folder: Path, made: list[Path], mode: int = 0o777) -> None:
    """Make *folder* and those above it that are missing, and note which."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode)
        made.append(path)


@contextmanager
def _undone_on_failure() -> Iterator[tuple[list[Path], list[Path]]]:
    """Hand out two lists: what was made is taken back on failure, what stands aside in any case."""
    made: list[Path] = []
    aside: list[Path] = []
    try:
        yield made, aside
    except BaseException:
        _remove([*aside, *reversed(made)])
        raise
    _remove(aside)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn what the disk refuses into a JournalError that names the file."""
    try:
        yield
    except OSError as error:
        raise JournalError(f"{error.filename} cannot be written: {error.strerror}.") from error
