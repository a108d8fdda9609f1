"""The one writer of data: locked, written beside, read again, compared, and only then in place.

Files that belong together get their names together: what is about to be renamed is promised in
`.accede/promise.json`, and whoever writes next keeps a promise that a killed process left behind.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from generator.edits import Change, EditError
from generator.journal.moves import (
    DiskError,
    JournalError,
    Move,
    StuckError,
    refuse_astray,
    refuse_if_changed,
    told_plainly,
    undone_on_failure,
    written,
)
from generator.journal.promise import PROMISE, forget, is_empty, keep_promise, promise
from generator.store import FOLDER, lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = [
    "DiskError",
    "JournalError",
    "append",
    "commit",
    "create",
    "finish",
    "is_empty",
    "one_writer",
]

_LOCK = "data.lock"


@contextmanager
def one_writer(project: Path) -> Iterator[None]:
    """Hold the lock on the data of *project*, so that what was read is still true when written.

    What a writer that was killed had promised is done first, and what it left lying about goes.
    """
    with told_plainly(f"{FOLDER}/{_LOCK}"):
        held = lock(project, _LOCK)
        held.acquire()
    try:
        with told_plainly("what an interrupted command left"):
            keep_promise(project)
        yield
    finally:
        held.release()


def commit(project: Path, changes: Iterable[Change]) -> None:
    """Write the *changes* to files of *project*: all of them, or none and JournalError."""
    with undone_on_failure() as (made, aside):
        moves = []
        for change in changes:
            with told_plainly(change.file):
                moves.append(written(project, change, made, aside))
        for move in moves:
            refuse_if_changed(move)
        if len(moves) > 1:
            with told_plainly(PROMISE):
                promise(project, moves, made, aside)
        try:
            _carry_out(moves)
        except StuckError:
            aside.clear()  # the next writer needs them, to keep the promise
            raise
        except BaseException:
            forget(project)
            raise
        forget(project)


def _carry_out(moves: list[Move]) -> None:
    """Give all files their names, or put all back as they were."""
    done: list[Move] = []
    try:
        for move in moves:
            with told_plainly(move.change.file):
                move.carry_out()
            done.append(move)
    except BaseException as error:
        try:
            for move in reversed(done):
                move.take_back()
        except BaseException as stuck:
            what = f"{error}\n{done[0].change.file} is written, and cannot be put back: {stuck}."
            raise StuckError(f"{what} The next command that writes will finish this.") from stuck
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
    refuse_astray(project, name)
    with told_plainly(name):
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


def finish(project: Path) -> bool:
    """Do what a killed writer had promised, if there was one; tell whether there was."""
    if not (project / PROMISE).is_file():
        return False
    with one_writer(project):
        return True
