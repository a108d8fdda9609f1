"""A table (CSV) to items and problems, each problem with its row and its column.

A row is what `accede list --csv` prints: one item, with the assessment that gives its status.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from generator import csvsource
from generator.load import Loaded, Spot
from generator.load.complaints import complaints
from generator.model import Item
from generator.problems import Place, Problem, did_you_mean
from generator.said import joined, said
from generator.tables.rows import (
    COLUMNS,
    LISTS,
    NEEDED,
    REFERENCES,
    Cells,
    cells_of,
    entry_of,
    parts_of,
)
from generator.yamlsource import Mapping, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from generator.csvsource import Sheet
    from generator.said import Said

__all__ = ["COLUMNS", "LISTS", "Table", "read"]

# Names of fields in messages, and the columns they are here.
_NAMES = {'"on"': '"standing_on"', '"carried"': '"carried_to"', "as_of": "status_on"}


@dataclass
class Table:
    """What a table holds: new items, as data and as part of all that was loaded, and problems."""

    file: str
    header: tuple[str, ...]
    loaded: Loaded
    items: dict[str, Item] = field(default_factory=dict)
    entries: dict[str, Mapping] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def named(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return those of *problems* that are about this table, with the names of its columns."""
        return [self._named(problem) for problem in problems if problem.place.file == self.file]

    def _named(self, problem: Problem) -> Problem:
        what, fix = _with_columns(problem.what), _with_columns(problem.fix)
        at = problem.place.column
        column = self.header[at - 1] if 0 < at <= len(self.header) else ""
        if not what.startswith((column, f'"{column}')):
            what = joined([f"{column}:", what])
        return replace(problem, what=what, fix=fix)


def _with_columns(message: Said) -> Said:
    """Return *message* with the names of columns; no catalogue has it then."""
    text = str(message)
    for name, column in _NAMES.items():
        text = text.replace(name, column)
    return message if text == message else said(text)


def read(data: bytes, file: str, loaded: Loaded, today: date, encoding: str | None = None) -> Table:
    """Read a table; *loaded* is the project it goes into, and *today* the day it is recorded."""
    sheet, problems = csvsource.read(data, file, COLUMNS, encoding)
    table = Table(file, sheet.header, replace(loaded, problems=[], spots=dict(loaded.spots)))
    table.problems = [*problems, *(() if problems else _header_problems(sheet))]
    if set(NEEDED) <= set(sheet.header):
        for number, row in sheet.rows:
            _take(table, sheet, number, row, today)
    if loaded.dataset:
        items = {**loaded.dataset.items, **table.items}
        table.loaded.dataset = replace(loaded.dataset, items=items)
    return table


def _header_problems(sheet: Sheet) -> list[Problem]:
    found = []
    for column, name in enumerate(sheet.header, 1):
        place = Place(sheet.file, 1, column)
        if name and name in sheet.header[: column - 1]:
            what = said('the column "%(name)s" stands here twice.', name=name)
            found.append(Problem(place, "", what))
        elif name not in COLUMNS and (name or any(row[column - 1] for _, row in sheet.rows)):
            what = said('"%(name)s" is not a known column.', name=name)
            fix = said("Take it out, or name it as accede list --csv does.")
            found.append(Problem(place, "", what, did_you_mean(name, COLUMNS) or fix))
    for name in NEEDED:
        if name not in sheet.header:
            what = said('the column "%(name)s" is missing.', name=name)
            fix = said("Every item needs one.")
            found.append(Problem(Place(sheet.file, 1, 1), "", what, fix))
    return found


def _take(table: Table, sheet: Sheet, number: int, row: tuple[str, ...], today: date) -> None:
    """Add the item of one row to *table*, or what is wrong with it."""
    cells = cells_of(sheet.header, row, today, _day_of_document(table, row))
    name = cells["id"].text
    known = table.loaded.spots.get(("items", name))
    if known and known.source.file != table.file:
        table.skipped.append(name)
        return
    entry = entry_of(cells, number)
    source = Source(table.file, entry)
    table.problems += _over(sheet, number, row, name)
    if known:
        place, first = source.place(("id",)), known.source.place(("id",))
        what = said(
            'the id "%(name)s" is taken: it stands in row %(row)s too.', name=name, row=first.line
        )
        fix = said("Give one of them an id of its own.")
        table.problems.append(Problem(place, name, what, fix))
        return
    if name:
        table.loaded.spots["items", name] = Spot(source)
    _keep(table, source, entry, cells)


def _day_of_document(table: Table, row: tuple[str, ...]) -> str:
    dataset = table.loaded.dataset
    document = dataset and dataset.documents.get(row[table.header.index("document")])
    return str(document.date) if document else ""


def _over(sheet: Sheet, number: int, row: tuple[str, ...], name: str) -> list[Problem]:
    """Complain of cells to the right of the last column that has a name."""
    width = len(sheet.header)
    over = [column for column, cell in enumerate(row, 1) if column > width and cell]
    what = said("this cell has no column.")
    fix = said("Name the column, or put a text that has the separator in it in quotation marks.")
    return [Problem(Place(sheet.file, number, column), name, what, fix) for column in over[:1]]


def _keep(table: Table, source: Source, entry: Mapping, cells: Cells) -> None:
    """Add the item in *source* to the data, or to the problems what is wrong with it."""
    name, empty = cells["id"].text, {}
    for column, cell in cells.items():
        if not cell.text:
            place = source.place(COLUMNS[column])
            what = said('"%(column)s" is empty.', column=column)
            empty[place] = Problem(place, name, what, said("Fill the cell."))
    table.problems += empty.values()
    try:
        item = Item.model_validate(entry)
    except ValidationError as error:
        found = complaints(error, Item, source, (), name)
        table.problems += table.named(p for p in found if p.place not in empty)
        table.problems += table.named(_strangers(table.loaded, source, cells))
        return
    table.items[name], table.entries[name] = item, entry


def _strangers(loaded: Loaded, source: Source, cells: Cells) -> Iterator[Problem]:
    """Find ids that nothing has; in an item that is sound otherwise, a check finds them."""
    for column, kind in REFERENCES.items():
        text = cells[column].text if column in cells else ""
        known = [name for found, name in loaded.spots if found == kind]
        for name in parts_of(column, text) if kind not in loaded.unread else ():
            if name not in known:
                what, fix = said('"%(name)s" is not known.', name=name), did_you_mean(name, known)
                yield Problem(source.place(COLUMNS[column]), cells["id"].text, what, fix)
