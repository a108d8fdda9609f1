"""The files of a project's data and their states, by which one tells whether a file changed."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

from generator.said import Said, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Size, when its content and when anything about it changed, and which file it is.
State = tuple[int, int, int, int]
# A file that changed so shortly before it was looked at may change again without a sign: some file
# systems tell the time in steps of two seconds.
GRAIN = 2_000_000_000
# No honest file of the data comes near it; one that does would take the memory of a whole machine.
MOST_BYTES = 20_000_000


class RefusedError(Exception):
    """A file that is not read or written, and why: the message is a sentence about it."""

    @property
    def why(self) -> Said:
        """Return the sentence."""
        why: Said = self.args[0]
        return why


def refuse(path: str | Path, *roots: str | Path, name: str = "") -> None:
    """Raise RefusedError if *path* leads out of all *roots*, or to what is neither file nor folder.

    A pipe would be read for ever, and so would some devices. The message tells the *name*.
    """
    real, tops = os.path.realpath(path), [*map(os.path.realpath, roots)]
    if not any(real == top or real.startswith(f"{top.rstrip(os.sep)}{os.sep}") for top in tops):
        raise RefusedError(_of(name, said("it is a link out of the project.")))
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - often a str
    except OSError:
        return  # whoever reads it is told
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise RefusedError(_of(name, said("it is no plain file.")))


def _of(name: str, why: Said) -> Said:
    return said("%(file)s: %(why)s", file=name, why=why) if name else why


def content_of(path: str | Path) -> bytes:
    """Return what a file holds; RefusedError if it is larger than any honest one."""
    with open(path, "rb") as file:  # noqa: PTH123 - for ten thousand files
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RefusedError(said("it is larger than %(most)s bytes.", most=MOST_BYTES))
    return content


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

    Links to folders are followed one level down, where a list of folders may have some; those that
    lead out of *root* are not, and have no state, like whatever else `refuse` refuses.
    """
    start = folder.relative_to(root).as_posix()
    found = {} if _is_refused(folder, root) else dict(_walk(str(folder), start, 2, root))
    return dict(sorted(found.items(), key=lambda one: one[0].split("/")))


def _walk(folder: str, name: str, links: int, root: Path) -> Iterator[tuple[str, State | None]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        here = f"{name}/{entry.name}"
        if entry.is_symlink() and _is_refused(entry.path, root):
            yield here, None
            continue
        if entry.is_dir(follow_symlinks=links > 0):
            yield from _walk(entry.path, here, links - 1, root)
            if not entry.name.endswith((".yaml", ".yml")):
                continue
        try:
            found = entry.stat()
        except OSError:
            yield here, None
        else:
            yield here, _state(found) if stat.S_ISREG(found.st_mode) else None


def _is_refused(path: str | Path, root: Path) -> bool:
    try:
        refuse(path, root)
    except RefusedError:
        return True
    return False


def sum_of(data: bytes) -> str:
    """Return a short sum of *data* that no other content has."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def sum_of_states(states: Iterable[tuple[str, State | None]], now: int) -> str:
    """Return a sum of the states of files; nothing if one of them could change without a sign."""
    told = list(states)
    if not all(state and is_settled(state, now) for _, state in told):
        return ""
    return sum_of(repr(told).encode())
