"""Changes of single texts in the data, whether they are told in one language or in several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.edits import Change
from generator.yamlsource import Mapping

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path as File

Path = tuple[str | int, ...]


def reword(file: File, path: Path, say: Callable[[str], str]) -> None:
    """Put what *say* makes of the English text at *path* in its place."""
    change = Change.of(file.name, file.read_bytes())
    text = at(change, path)
    whole = (*path, "en") if isinstance(text, Mapping) else path
    change = change.settle({whole: say(str(at(change, whole)))})
    file.write_bytes(change.after)


def at(change: Change, path: Path) -> object:
    """Return what the file says at *path*."""
    found: object = change.says
    for part in path:
        found = found[part]  # type: ignore[index] # a map or a list, by its path
    return found


def record(file: File, name: str) -> int:
    """Return where a record stands in its register."""
    records = Change.of(file.name, file.read_bytes()).says
    assert isinstance(records, list)
    return next(n for n, one in enumerate(records) if isinstance(one, dict) and one["id"] == name)
