"""The files of a project's data and their states, by which one tells whether a file changed."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Size, when its content and when anything about it changed, and which file it is.
State = tuple[int, int, int, int]
# A file that changed so shortly before it was looked at may change again without a sign: some file
# systems tell the time in steps of two seconds.
GRAIN = 2_000_000_000


def state_of(path: str | Path) -> State | None:
    """Return the state of a file; None if it is not there."""
    try:
        return _state(os.stat(path))  # noqa: PTH116 - often a str from scandir
    except OSError:
        return None


def _state(found: os.stat_result) -> State:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def is_settled(state: State, now: int) -> bool:
    """Tell whether a file cannot have changed since *now* without a change of its state.

    *now* is the time of the file system when the file was looked at, in nanoseconds.
    """
    return max(state[1], state[2]) < now - GRAIN


def walk(folder: Path, root: Path) -> dict[str, State | None]:
    """Return the state of every file beneath *folder*, by its name from *root* on.

    Links to folders are followed one level down, where a list of folders may have some.
    """
    start = folder.relative_to(root).as_posix()
    found = dict(_walk(str(folder), start, 2))
    return dict(sorted(found.items(), key=lambda one: one[0].split("/")))


def _walk(folder: str, name: str, links: int) -> Iterator[tuple[str, State | None]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        here = f"{name}/{entry.name}"
        if entry.is_dir(follow_symlinks=links > 0):
            yield from _walk(entry.path, here, links - 1)
            if not entry.name.endswith((".yaml", ".yml")):
                continue
        try:
            yield here, _state(entry.stat())
        except OSError:
            yield here, None


def sum_of(data: bytes) -> str:
    """Return a short sum of *data* that no other content has."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def sum_of_states(states: Iterable[tuple[str, State | None]], now: int) -> str:
    """Return a sum of the states of files; nothing if one of them could change without a sign."""
    told = list(states)
    if not all(state and is_settled(state, now) for _, state in told):
        return ""
    return sum_of(repr(told).encode())
