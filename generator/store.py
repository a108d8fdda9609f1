"""What was read before, kept under `.accede/` by the state and the content of each file.

One file: a line that tells by what it was made and its sum, an index, and the values that the files
of the data hold, as JSON. Whatever is not whole, or was made by another version, is not there.
It is written beside its place and put there whole, so that several processes can read and write it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.files import State, is_settled, state_of, sum_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filelock import BaseFileLock

FOLDER = ".accede"
FORMAT = 1
# What a file that is damaged, or another's, may come to; the last by brackets within brackets.
_NOT_WHOLE = (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError)


@dataclass
class Kept:
    """What is known of one file that was read without a complaint.

    `ids` are those of its records, in order; `noted` of those about which a check found something.
    `outline` stands beside an item, and `looked` is the last day on which one was looked at.
    `value` is what the file holds, as JSON; `state` is None where it cannot be relied on.
    """

    sum: str
    state: State | None
    value: bytes
    ids: list[str]
    outline: list[Any] = field(default_factory=list)
    looked: str = ""
    noted: list[str] = field(default_factory=list)


@dataclass
class Store:
    """The files that were read before, by name, and what was true of all of them.

    `moment` is the time of the file system when reading began, of one that is to be written again.
    """

    path: Path
    files: dict[str, Kept] = field(default_factory=dict)
    whole: dict[str, Any] = field(default_factory=dict)
    moment: int = 0

    @classmethod
    def of(cls, project: Path) -> Store:
        """Return the store of a project: an empty one if there is none that can be relied on."""
        path = project / FOLDER / "read"
        try:
            return cls._read(path)
        except _NOT_WHOLE:
            return cls(path)

    @classmethod
    def _read(cls, path: Path) -> Store:
        head, body = _open(path)
        index = json.loads(body[: head["index"]])
        store = cls(path, whole=index["whole"])
        at = head["index"]
        for name, (length, state, *rest) in index["files"].items():
            value = body[at : at + length]
            store.files[name] = Kept(rest[0], tuple(state) if state else None, value, *rest[1:])
            at += length
        return store

    def write(self, files: Mapping[str, Kept], whole: Mapping[str, Any]) -> None:
        """Keep *files* for the next time; where nothing can be written, nothing is kept."""
        told = {
            name: [
                len(kept.value),
                kept.state,
                kept.sum,
                kept.ids,
                kept.outline,
                kept.looked,
                kept.noted,
            ]
            for name, kept in files.items()
        }
        index = _as_json({"files": told, "whole": whole})
        body = b"".join([index, *(kept.value for kept in files.values())])
        _close(self.path, body, len(index))


def _as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _open(path: Path) -> tuple[dict[str, Any], bytes]:
    """Return the head and the body of a file that is ours and whole; ValueError if it is not."""
    if not path.is_file():  # a pipe would be read for ever
        raise ValueError("no file")
    with path.open("rb") as file:
        if not _is_ours(os.fstat(file.fileno())):
            raise ValueError("another's")
        head = json.loads(file.readline())
        body = file.read()
    if head["maker"] != maker() or head["sum"] != sum_of(body):
        raise ValueError("not whole, or by another version")
    return head, body


def _close(path: Path, body: bytes, index: int = 0) -> None:
    head = {"maker": maker(), "sum": sum_of(body), "index": index}
    _put_whole(path, _as_json(head) + b"\n" + body)


def take(path: Path) -> Any:  # noqa: ANN401 - what was put there
    """Return what was put into a file beside the store; None if it cannot be relied on."""
    try:
        return json.loads(_open(path)[1])
    except _NOT_WHOLE:
        return None


def put(path: Path, value: object) -> None:
    """Put a value into a file beside the store."""
    _close(path, _as_json(value))


def _is_ours(found: os.stat_result) -> bool:
    """Tell whether a file is this user's own, on systems that know."""
    return not hasattr(os, "getuid") or found.st_uid == os.getuid()


def _put_whole(path: Path, content: bytes) -> None:
    """Write a file of the store, whole or not at all; do without where that cannot be."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with open(handle, "wb") as file:  # noqa: PTH123 - a handle from mkstemp
                file.write(content)
            os.replace(beside, path)  # noqa: PTH105 - a str from mkstemp
        finally:
            Path(beside).unlink(missing_ok=True)


def forget(project: Path) -> None:
    """Remove all that is kept of what was read, checked and decided; locks stay."""
    for path in (project / FOLDER).glob("*"):
        if path.is_file() and path.suffix != ".lock":
            path.unlink()


def own_folder(project: Path) -> Path:
    """Return the folder of a project's store, which nobody but its owner can read, nor its files.

    Whatever made them: an earlier version, another umask, a copy from elsewhere.
    """
    folder = project / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    _close_to_others(folder, 0o700)
    for path in folder.iterdir():
        if path.is_file() and not path.is_symlink():
            _close_to_others(path, 0o600)
    return folder


def _close_to_others(path: Path, mode: int) -> None:
    with suppress(OSError):  # another's, or gone by now
        if path.stat().st_mode & 0o077:
            path.chmod(mode)


def lock(project: Path, name: str) -> BaseFileLock:
    """Return a lock kept in the store of a project, which may be about to begin."""
    from filelock import FileLock  # noqa: PLC0415 - not for those who only read

    project.mkdir(parents=True, exist_ok=True)
    return FileLock(own_folder(project) / name, mode=0o600)


def now_there(project: Path) -> int:
    """Return the time by the clock of the project's file system, in nanoseconds; 0 if unknown.

    Not by the machine's: the two may differ, and states of files are told by the former.
    """
    try:
        folder = own_folder(project)
        with tempfile.TemporaryFile(dir=folder) as file:
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return 0


def keep_state(state: State | None, now: int) -> State | None:
    """Return the state of a file if it can be relied on, having been looked at *now*."""
    return state if state and is_settled(state, now) else None


_MAKER = ""


def maker() -> str:
    """Return what made a store: a change of any of these can change what is read or made.

    Packages are told by the names of the folders that installers leave beside them, which have
    their versions; the states of accede's own files are for those who work on it.
    """
    global _MAKER  # noqa: PLW0603 - found out once
    if not _MAKER:
        own = sorted(Path(__file__).parent.rglob("*.py"))
        code = sum_of(repr([(str(path), state_of(path)) for path in own]).encode())
        used = sum_of(repr(_packages()).encode())
        _MAKER = f"accede {__version__}, format {FORMAT}, {code}; Python {sys.version}; {used}"
    return _MAKER


def _packages() -> list[str]:
    """Return the packages there are, each with its version."""
    found = []
    for folder in sys.path:
        with suppress(OSError):
            names = [entry.name for entry in os.scandir(folder or ".")]
            found += [name for name in names if name.endswith((".dist-info", ".egg-info"))]
    return sorted(found)
