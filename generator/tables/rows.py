"""One row of a table to an item as YAML would give it, each value with its row and column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from generator.yamlsource import Mapping, Sequence

if TYPE_CHECKING:
    from datetime import date

    from generator.yamlsource import Spot, Value

    V = TypeVar("V", bound=Value)

Path = tuple[str, ...]
_CARRIED: Path = ("standing", "carried")
_ENTRY: Path = ("assessments",)  # a list of one
# Each column, and where its cell stands in an item; in the order of an item's fields.
COLUMNS: dict[str, Path] = {
    "id": ("id",),
    "kind": ("kind",),
    "title": ("title",),
    "text": ("text",),
    "quote": ("quote",),
    "document": ("source", "document"),
    "heading": ("source", "heading"),
    "bullet": ("source", "bullet"),
    "paragraph": ("source", "paragraph"),
    "made_by": ("made_by",),
    "made_on": ("made_on",),
    "made_to": ("made_to",),
    "reported_by": ("reported_by",),
    "addressee": ("addressee",),
    "also": ("also",),
    "pack": (),  # follows from the addressee
    "topic": ("topic",),
    "themes": ("themes",),
    "priority": ("priority",),
    "standing": ("standing", "state"),
    "standing_on": ("standing", "on"),
    "carried_to": (*_CARRIED, "to"),
    "carried_instrument": (*_CARRIED, "instrument"),
    "outcome": ("standing", "outcome"),
    "deadline": ("deadline", "text"),
    "due": ("deadline", "by"),
    "deadline_basis": ("deadline", "basis"),
    "status_on": (*_ENTRY, "as_of"),
    "recorded_on": (*_ENTRY, "recorded_on"),
    "status": (*_ENTRY, "status"),
    "grade": (*_ENTRY, "grade"),
    "confidence": (*_ENTRY, "confidence"),
    "summary": (*_ENTRY, "summary"),
    "evidence": (*_ENTRY, "evidence"),
    "status_distribution": (*_ENTRY, "distribution"),
    "status_audience": (*_ENTRY, "audience"),
    "cases": ("cases",),
    "distribution": ("distribution",),
    "audience": ("audience",),
}
# The columns with ids of other records, and of which kind.
REFERENCES = {
    "document": "documents",
    "made_by": "bodies",
    "made_to": "bodies",
    "reported_by": "bodies",
    "addressee": "bodies",
    "also": "bodies",
    "topic": "topics",
    "carried_instrument": "instruments",
    "evidence": "evidence",
    "status_audience": "bodies",
    "cases": "cases",
    "audience": "bodies",
}
LISTS = {"also", "themes", "evidence", "cases", "audience", "status_audience"}
NEEDED = ("id", "title", "text", "document", "made_by", "addressee", "topic")
# What each row says if the table has no such column.
USUAL = {"kind": "recommendation", "standing": "live"}
# Where one cell of a group is filled, this one has to be.
_FIRST = {_CARRIED: "carried_to", ("deadline",): "deadline", _ENTRY: "status_on"}


@dataclass(frozen=True)
class Cell:
    """What a cell says, and in which column it stands, or would stand."""

    text: str
    column: int


Cells = dict[str, Cell]


def cells_of(header: tuple[str, ...], row: tuple[str, ...], today: date, made_on: str) -> Cells:
    """Return the cells that are filled or have to be, and what goes without saying.

    *made_on* is the day of the row's document, which the item need not repeat.
    """
    beyond = len(header) + 1
    cells = {name: Cell(usual, beyond) for name, usual in USUAL.items()}
    cells |= {name: Cell(row[i], i + 1) for i, name in enumerate(header) if name in COLUMNS}
    filled = {name for name, cell in cells.items() if cell.text} - _unsaid(cells, made_on)
    needed = {*NEEDED, *USUAL}
    for group, first in _FIRST.items():
        if any(COLUMNS[name][: len(group)] == group for name in filled):
            needed.add(first)
    if _FIRST[_ENTRY] in needed and "recorded_on" not in filled:
        cells["recorded_on"] = Cell(today.isoformat(), beyond)
        filled.add("recorded_on")
    return {name: cells.get(name, Cell("", beyond)) for name in COLUMNS if name in filled | needed}


def _unsaid(cells: Cells, made_on: str) -> set[str]:
    """Return the columns that a list has and an item need not repeat."""
    texts = {name: cell.text for name, cell in cells.items()}
    found = {"pack"}
    if texts.get("status") == "not-assessed" and not texts.get("status_on"):
        found.add("status")
    if texts.get("made_on") == made_on:
        found.add("made_on")
    return found


def entry_of(cells: Cells, number: int) -> Mapping:
    """Return the item of row *number*."""
    root = Mapping((number, 1))
    for name, cell in cells.items():
        at = (number, cell.column)
        listed = name in LISTS
        value = _listed([*parts_of(name, cell.text)], at) if listed else cell.text or None
        here = root
        for part in COLUMNS[name][:-1]:
            inner = here.get(part)
            here = inner if isinstance(inner, Mapping) else _set(here, part, Mapping(at), at)
        _set(here, COLUMNS[name][-1], value, at)
    if _ENTRY[0] in root:
        at = root.values_at[_ENTRY[0]]
        _set(root, _ENTRY[0], _listed([root[_ENTRY[0]]], at), at)
    return root


def parts_of(name: str, text: str) -> list[str]:
    """Split a cell that may hold several: themes are phrases, all others ids."""
    between = r"\s*;\s*" if name == "themes" else r"[;,\s]+"
    return [part for part in re.split(between, text) if part]


def _listed(values: list[Value], at: Spot) -> Sequence:
    found = Sequence(at)
    found += values
    found.values_at = [at] * len(values)
    return found


def _set(here: Mapping, key: str, value: V, at: Spot) -> V:
    here[key] = value
    here.keys_at[key] = here.values_at[key] = at
    return value
