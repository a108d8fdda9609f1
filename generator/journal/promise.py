"""What is about to be renamed is set down first, so that the next writer can do what one began."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator.files import RefusedError, refuse
from generator.journal.moves import BESIDE, IS_BESIDE, Move, make_folder, remove
from generator.store import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROMISE = f"{FOLDER}/promise.json"
_DATA = "recommendations"
# What a promise that is not there, damaged or foreign may come to; the last by its depth.
_NO_PROMISE = (FileNotFoundError, RefusedError, ValueError, KeyError, TypeError, RecursionError)


def promise(project: Path, moves: list[Move], made: list[Path], aside: list[Path]) -> None:
    """Set down which files are about to get their names, as that takes more than one step."""
    path = project / PROMISE
    make_folder(path.parent, made, mode=0o700)
    told = [
        {
            "new": move.new.name,
            "file": move.change.file,
            "before": _sum(move.change.before),
            "gone": move.change.gone,
        }
        for move in moves
    ]
    draft = path.with_suffix(".tmp")
    aside.append(draft)
    with draft.open("w", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def keep_promise(project: Path) -> None:
    """Do what a killed writer had promised, up to a file that others have touched since."""
    path = project / PROMISE
    with suppress(*_NO_PROMISE):
        moves = [
            (*_places(project, told["file"], told["new"]), told["before"], told.get("gone"))
            for told in json.loads(path.read_text(encoding="utf-8"))
        ]
        for new, target, before, gone in moves:
            if gone:
                if target.exists() and _sum(target.read_bytes()) == before:
                    target.unlink()
            elif new.exists() and not _kept(new, target, before):
                break  # what follows may rest on it
        remove(new for new, *_ in moves)
    forget(project)
    path.with_suffix(".tmp").unlink(missing_ok=True)
    remove(path for path in _left(project) if IS_BESIDE.fullmatch(path.name))


def _left(project: Path) -> Iterator[Path]:
    """Yield what may lie about where a writer was killed."""
    yield from project.glob(BESIDE.format("*"))
    yield from (project / _DATA).rglob(BESIDE.format("*"))


def is_empty(project: Path) -> bool:
    """Tell whether there is no data in *project*, whatever a killed writer left there."""
    files = (path for path in (project / _DATA).rglob("*") if not path.is_dir())
    return all(IS_BESIDE.fullmatch(path.name) for path in files)


def _places(project: Path, file: str, beside: str) -> tuple[Path, Path]:
    """Return where the new content stands and where it is to go: no foreign promise leads astray.

    ValueError or RefusedError if it would.
    """
    target = (project / file).resolve()  # a link stays one
    refuse(target, project)
    if ".." in PurePath(file).parts or not IS_BESIDE.fullmatch(beside):
        raise ValueError(file)
    return target.with_name(beside), target


def _kept(new: Path, target: Path, before: str | None) -> bool:
    """Give *new* its name if *target* is as it was; tell whether it has it."""
    now = _sum(target.read_bytes() if target.exists() else None)
    if now == before:
        new.replace(target)
        return True
    return now == _sum(new.read_bytes())


def forget(project: Path) -> None:
    """Take the promise away; if that fails it promises nothing, as its files are gone."""
    with suppress(OSError):
        (project / PROMISE).unlink()


def _sum(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()
