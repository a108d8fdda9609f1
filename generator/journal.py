"""The one writer of data: locked, written beside, read again, compared, and only then in place.

Files that belong together get their names together: what is about to be renamed is promised in
`.accede/promise.json`, and whoever writes next keeps a promise that a killed process left behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator.edits import Change, EditError, reads_as
from generator.files import RefusedError, refuse
from generator.store import FOLDER, lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_LOCK = "data.lock"
_PROMISE = "promise.json"
_DATA = "recommendations"
_BESIDE = ".new-{}.tmp"  # no name that accede would read as data
# What a promise that is not there, damaged or foreign may come to; the last by its depth.
_NO_PROMISE = (FileNotFoundError, RefusedError, ValueError, KeyError, TypeError, RecursionError)
_IS_BESIDE = re.compile(r"\.new-[0-9a-f]{16}\.tmp")


class JournalError(Exception):
    """Nothing was written; the message says where and why."""


class DiskError(JournalError):
    """It is the disk that refuses, or whoever looks after it: the command may be right."""


class _StuckError(DiskError):
    """Something was written and could not be taken back."""


@contextmanager
def one_writer(project: Path) -> Iterator[None]:
    """Hold the lock on the data of *project*, so that what was read is still true when written.

    What a writer that was killed had promised is done first, and what it left lying about goes.
    """
    with _told_plainly(f"{FOLDER}/{_LOCK}"):
        held = lock(project, _LOCK)
        held.acquire()
    try:
        with _told_plainly("what an interrupted command left"):
            _keep_promise(project)
        yield
    finally:
        held.release()


@dataclass(frozen=True)
class _Move:
    """A file written beside its target, the change it carries, and the way back.

    Of a file that is to be gone nothing is written.
    """

    new: Path
    target: Path
    change: Change
    old: Path | None

    def carry_out(self) -> None:
        """Give the file its name: a new one only if nothing has that name yet."""
        if self.change.gone:
            self.target.unlink()
            return
        if self.old:
            self.new.replace(self.target)
            return
        try:
            os.link(self.new, self.target)
        except OSError as error:  # it is there, or this disk has no links, as some sticks
            if isinstance(error, FileExistsError) or self.target.exists():
                raise JournalError(f"{self.change.file} exists, and stays as it is.") from None
            self.new.rename(self.target)

    def take_back(self) -> None:
        """Put back what was there; the promise can still be kept if this is not finished."""
        if not self.change.gone and not self.new.exists():
            with suppress(OSError):  # a disk without links
                os.link(self.target, self.new)
        if self.old:
            self.old.replace(self.target)
        else:
            self.target.unlink()


def commit(project: Path, changes: Iterable[Change]) -> None:
    """Write the *changes* to files of *project*: all of them, or none and JournalError."""
    with _undone_on_failure() as (made, aside):
        moves = []
        for change in changes:
            with _told_plainly(change.file):
                moves.append(_written(project, change, made, aside))
        for move in moves:
            _refuse_if_changed(move)
        if len(moves) > 1:
            with _told_plainly(f"{FOLDER}/{_PROMISE}"):
                _promise(project, moves, made, aside)
        try:
            _carry_out(moves)
        except _StuckError:
            aside.clear()  # the next writer needs them, to keep the promise
            raise
        except BaseException:
            _forget(project)
            raise
        _forget(project)


def _carry_out(moves: list[_Move]) -> None:
    """Give all files their names, or put all back as they were."""
    done: list[_Move] = []
    try:
        for move in moves:
            with _told_plainly(move.change.file):
                move.carry_out()
            done.append(move)
    except BaseException as error:
        try:
            for move in reversed(done):
                move.take_back()
        except BaseException as stuck:
            what = f"{error}\n{done[0].change.file} is written, and cannot be put back: {stuck}."
            raise _StuckError(f"{what} The next command that writes will finish this.") from stuck
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
    _refuse_astray(project, name)
    with _told_plainly(name):
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
    target = _target(project, change)
    _make_folder(target.parent, made)
    path, old = (target.with_name(_BESIDE.format(secrets.token_hex(8))) for _ in "no")
    aside += [path, old]
    if not change.gone:
        _write(path, target, change)
    if change.before is None:
        return _Move(path, target, change, None)
    try:
        os.link(target, old)
    except OSError:  # a disk without links
        shutil.copy2(target, old)
    return _Move(path, target, change, old)


def _write(path: Path, target: Path, change: Change) -> None:
    with path.open("xb") as file:
        if change.before is not None:
            shutil.copymode(target, path)  # first: what is private stays so
        file.write(change.after)
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != change.after or (
        change.file.endswith(".yaml") and not reads_as(path.read_bytes(), "", change.says)
    ):
        raise JournalError(f"{change.file}: the disk does not give back what was written.")


def _target(project: Path, change: Change) -> Path:
    """Return where a change is written: a link stays one, but does not lead out of the project."""
    _refuse_astray(project, change.file)
    file = project / change.file
    return file if change.before is None else file.resolve()


def _refuse_astray(project: Path, name: str) -> None:
    try:
        refuse(project / name, project)
    except RefusedError as error:
        raise JournalError(f"{name}: {error} Put the file itself there.") from error


def _refuse_if_changed(move: _Move) -> None:
    """Refuse to write over what an editor saved since the file was read."""
    before = move.change.before
    with _told_plainly(move.change.file):
        same = before is None or move.target.read_bytes() == before
    if not same:
        raise JournalError(f"{move.change.file} was changed by other hands meanwhile. Try again.")


def _promise(project: Path, moves: list[_Move], made: list[Path], aside: list[Path]) -> None:
    """Set down which files are about to get their names, as that takes more than one step."""
    promise = project / FOLDER / _PROMISE
    _make_folder(promise.parent, made, mode=0o700)
    told = [
        {
            "new": move.new.name,
            "file": move.change.file,
            "before": _sum(move.change.before),
            "gone": move.change.gone,
        }
        for move in moves
    ]
    draft = promise.with_suffix(".tmp")
    aside.append(draft)
    with draft.open("w", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(promise)


def _keep_promise(project: Path) -> None:
    """Do what a killed writer had promised, up to a file that others have touched since."""
    promise = project / FOLDER / _PROMISE
    with suppress(*_NO_PROMISE):
        moves = [
            (*_places(project, told["file"], told["new"]), told["before"], told.get("gone"))
            for told in json.loads(promise.read_text(encoding="utf-8"))
        ]
        for new, target, before, gone in moves:
            if gone:
                if target.exists() and _sum(target.read_bytes()) == before:
                    target.unlink()
            elif new.exists() and not _kept(new, target, before):
                break  # what follows may rest on it
        _remove(new for new, *_ in moves)
    _forget(project)
    promise.with_suffix(".tmp").unlink(missing_ok=True)
    _remove(path for path in _left(project) if _IS_BESIDE.fullmatch(path.name))


def _left(project: Path) -> Iterator[Path]:
    """Yield what may lie about where a writer was killed."""
    yield from project.glob(_BESIDE.format("*"))
    yield from (project / _DATA).rglob(_BESIDE.format("*"))


def is_empty(project: Path) -> bool:
    """Tell whether there is no data in *project*, whatever a killed writer left there."""
    files = (path for path in (project / _DATA).rglob("*") if not path.is_dir())
    return all(_IS_BESIDE.fullmatch(path.name) for path in files)


def finish(project: Path) -> bool:
    """Do what a killed writer had promised, if there was one; tell whether there was."""
    if not (project / FOLDER / _PROMISE).is_file():
        return False
    with one_writer(project):
        return True


def _places(project: Path, file: str, beside: str) -> tuple[Path, Path]:
    """Return where the new content stands and where it is to go: no foreign promise leads astray.

    ValueError or RefusedError if it would.
    """
    target = (project / file).resolve()  # a link stays one
    refuse(target, project)
    if ".." in PurePath(file).parts or not _IS_BESIDE.fullmatch(beside):
        raise ValueError(file)
    return target.with_name(beside), target


def _kept(new: Path, target: Path, before: str | None) -> bool:
    """Give *new* its name if *target* is as it was; tell whether it has it."""
    now = _sum(target.read_bytes() if target.exists() else None)
    if now == before:
        new.replace(target)
        return True
    return now == _sum(new.read_bytes())


def _forget(project: Path) -> None:
    """Take the promise away; if that fails it promises nothing, as its files are gone."""
    with suppress(OSError):
        (project / FOLDER / _PROMISE).unlink()


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
def _told_plainly(file: str) -> Iterator[None]:
    """Turn what the disk refuses into a DiskError that names the file."""
    try:
        yield
    except OSError as error:
        raise DiskError(f"{file} cannot be written: {error.strerror or error}.") from error
