"""What a folder of data comes to, and of what it is made: registers, and a file a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.model import (
    Body,
    Case,
    Dataset,
    Document,
    Evidence,
    Instrument,
    Item,
    Meeting,
    Pack,
    Project,
    Record,
    Topic,
)

if TYPE_CHECKING:
    from generator.load.records import Spot
    from generator.problems import Place, Problem
    from generator.store import Kept

FOLDER = "recommendations"
PROJECT = "project.yaml"
REGISTERS: dict[str, type[Record]] = {
    "bodies": Body,
    "documents": Document,
    "evidence": Evidence,
    "instruments": Instrument,
    "topics": Topic,
    "packs": Pack,
}
FOLDERS: dict[str, type[Record]] = {"items": Item, "cases": Case, "meetings": Meeting}
MODELS: dict[str, type[Record]] = {"project": Project, **REGISTERS, **FOLDERS}


@dataclass
class Loaded:
    """What a folder holds: the records that could be read, and all that is wrong with the rest.

    `spots` knows every id that was seen, of a record that is at fault too; `unread` the kinds
    whose file could not be read, so that nobody can tell which ids it has. `files` are those that
    were read without a complaint, `sums` of all that were read. `sound` are the records that need
    no second check: nothing was found about them before, and nothing that matters to it changed.
    """

    dataset: Dataset | None = None
    problems: list[Problem] = field(default_factory=list)
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    files: dict[str, Kept] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)
    sound: set[tuple[str, str]] = field(default_factory=set)
    publisher: str = ""

    def place(self, kind: str, record: str, path: tuple[str | int, ...] = ()) -> Place:
        """Return where *path* of a record stands."""
        spot = self.spots[kind, record]
        return spot.source.place((*spot.path, *path))

    def knows(self, kind: str, record: str) -> bool:
        """Tell whether the data has a record of this kind and id, be it sound or not.

        Of a kind that could not be read it may have any.
        """
        return (kind, record) in self.spots or kind in self.unread

    def lacks(self, kind: str) -> bool:
        """Tell whether the register of a kind is no file at all."""
        return kind in REGISTERS and f"{FOLDER}/{kind}.yaml" not in self.sums

    def looked_at(self, item: str) -> str:
        """Return the last day on which an item that is sound was looked at, or nothing."""
        return self.files[self.spots["items", item].source.file].looked
