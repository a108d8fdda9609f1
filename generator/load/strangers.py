"""What lies among the data and is not read: said, for nobody should miss it without a word."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.files import RefusedError, refuse
from generator.problems import Level, Place, Problem
from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

INSTEAD = said("Put a file of the project's own in its place, or take it away.")


def strangers(names: Iterable[str]) -> Iterator[Problem]:
    """Warn of YAML files that nothing reads: a misspelled name loses data silently."""
    for name in names:
        ending = PurePosixPath(name).suffix
        if ending.startswith(".y") and ending.endswith("ml") and is_data(name):
            what = said("this file is not read.")
            fix = said("Items are items/<document>/<id>.yaml; the ending is .yaml.")
            yield Problem(Place(name), "", what, fix, Level.WARNING)


def refused(names: Iterable[str], kinds: Collection[str], root: Path) -> Iterator[Problem]:
    """Complain of folders that are links out of the project, where records are looked for."""
    for name in names:
        if name.split("/")[1] in kinds and is_data(name) and (root / name).is_dir():
            try:
                refuse(root / name, root)
            except RefusedError as error:
                yield Problem(Place(name), "", error.why, INSTEAD)


def is_data(name: str) -> bool:
    """Tell whether a file is the project's: a hidden one is an editor's or the system's."""
    return name[name.rfind("/") + 1] != "."
