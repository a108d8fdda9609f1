"""Files written beside their targets, and the ways there and back."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.edits import Change, reads_as
from generator.files import RefusedError, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

BESIDE = ".new-{}.tmp"  # no name that accede would read as data
IS_BESIDE = re.compile(r"\.new-[0-9a-f]{16}\.tmp")


class JournalError(Exception):
    """Nothing was written; the message says where and why."""


class DiskError(JournalError):
    """It is the disk that refuses, or whoever looks after it: the command may be right."""


class StuckError(DiskError):
    """Something was written and could not be taken back."""


@dataclass(frozen=True)
class Move:
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


def written(project: Path, change: Change, made: list[Path], aside: list[Path]) -> Move:
    """Write the new content beside its place, and read it again from the disk."""
    target = _target(project, change)
    make_folder(target.parent, made)
    path, old = (target.with_name(BESIDE.format(secrets.token_hex(8))) for _ in "no")
    aside += [path, old]
    if not change.gone:
        _write(path, target, change)
    if change.before is None:
        return Move(path, target, change, None)
    try:
        os.link(target, old)
    except OSError:  # a disk without links
        shutil.copy2(target, old)
    return Move(path, target, change, old)


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
    refuse_astray(project, change.file)
    file = project / change.file
    return file if change.before is None else file.resolve()


def refuse_astray(project: Path, name: str) -> None:
    """Raise JournalError if the file *name* leads out of *project*."""
    try:
        refuse(project / name, project)
    except RefusedError as error:
        raise JournalError(f"{name}: {error} Put the file itself there.") from error


def refuse_if_changed(move: Move) -> None:
    """Refuse to write over what an editor saved since the file was read."""
    before = move.change.before
    with told_plainly(move.change.file):
        same = before is None or move.target.read_bytes() == before
    if not same:
        raise JournalError(f"{move.change.file} was changed by other hands meanwhile. Try again.")


@contextmanager
def undone_on_failure() -> Iterator[tuple[list[Path], list[Path]]]:
    """Hand out two lists: what was made is taken back on failure, what stands aside in any case."""
    made: list[Path] = []
    aside: list[Path] = []
    try:
        yield made, aside
    except BaseException:
        remove([*aside, *reversed(made)])
        raise
    remove(aside)


def make_folder(folder: Path, made: list[Path], mode: int = 0o777) -> None:
    """Make *folder* and those above it that are missing, and note which."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode)
        made.append(path)


def remove(paths: Iterable[Path]) -> None:
    """Take files and empty folders away, as far as that can be done."""
    for path in paths:
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


@contextmanager
def told_plainly(file: str) -> Iterator[None]:
    """Turn what the disk refuses into a DiskError that names the file."""
    try:
        yield
    except OSError as error:
        raise DiskError(f"{file} cannot be written: {error.strerror or error}.") from error
