"""The one writer of data: locked, written beside, read again, compared, and only then in place."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock

from generator import splice
from generator.problems import Place, Problem
from generator.yamlsource import Sequence, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.yamlsource import Value


class JournalError(Exception):
    """Nothing was written; the message says where and why."""


@contextmanager
def one_writer(project: Path) -> Iterator[None]:
    """Hold the lock on the data of *project*, so that what was read is still true when written."""
    folder = project / ".accede"
    with _told_plainly():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(folder / "data.lock"):
        yield


def create(
    project: Path, files: Mapping[str, str], says: Mapping[str, object] | None = None
) -> None:
    """Write new files, named from the folder of *project*: all of them, or none and JournalError.

    What is there is never overwritten. *says* has what a YAML file must say when it is read.
    """
    with _undone_on_failure() as (made, aside), _told_plainly():
        waiting = {}
        for name, text in files.items():
            _make_folder((project / name).parent, made)
            waiting[name] = _write_beside(project / name, text.encode(), aside)
            _read_again(waiting[name], name, (says or {}).get(name))
        for name, path in waiting.items():
            _put(path, project / name, name)
            made.append(project / name)


def append(project: Path, name: str, entry: str) -> None:
    """Add *entry* to the list in the file *name*; every other line of it stays as it is."""
    with _undone_on_failure() as (_, aside), _told_plainly():
        target = (project / name).resolve()  # a link stays one
        before = target.read_bytes()
        known = _entries(before, name)
        text = _spliced(before.decode(), entry, name)
        path = _write_beside(target, text.encode(), aside)
        _read_again(path, name, [*known, *_entries(entry.encode(), name)])
        shutil.copymode(target, path)
        if target.read_bytes() != before:
            raise JournalError(f"{name} was changed by other hands meanwhile. Try again.")
        path.replace(target)


def _spliced(text: str, entry: str, name: str) -> str:
    try:
        return splice.append(text, entry)
    except splice.SpliceError as error:
        place = Place(name, error.line, error.column)
        raise JournalError(str(Problem(place, "", error.what, error.fix))) from error


def _entries(data: bytes, name: str) -> list[Value]:
    """Return the entries of a list, none if the file is empty; refuse a file that is at fault."""
    source, problems = read(data, name)
    empty = source.root is None and all(not problem.place.line for problem in problems)
    if problems and not empty:
        raise JournalError(f"{problems[0]}\nMend this first.")
    return list(source.root) if isinstance(source.root, Sequence) else []


def _read_again(path: Path, name: str, expected: object) -> None:
    """Refuse what does not say, once it is on the disk, what it was meant to say."""
    if not name.endswith(".yaml"):
        return
    source, problems = read(path.read_bytes(), name)
    if problems or (expected is not None and source.root != expected):
        reason = str(problems[0]) if problems else f"{name}: it would not read as it was meant."
        raise JournalError(f"{reason}\nPlease write this one by hand.")


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make *folder* and those above it that are missing, and note which."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir()
        made.append(path)


def _write_beside(target: Path, content: bytes, aside: list[Path]) -> Path:
    # No name that accede would read as data.
    path = target.with_name(f".new-{secrets.token_hex(8)}.tmp")
    aside.append(path)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def _put(path: Path, target: Path, name: str) -> None:
    """Give the file its name, if nothing has that name yet."""
    try:
        os.link(path, target)
    except OSError as error:  # it is there, or this disk has no links, as some sticks and shares
        if isinstance(error, FileExistsError) or target.exists():
            raise JournalError(f"{name} exists, and stays as it is.") from None
        path.rename(target)


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
