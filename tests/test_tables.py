"""A table becomes items, or problems that name row and column."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from conftest import ROOT

from generator import tables
from generator.check import check
from generator.load import Loaded, load
from generator.model import Item
from generator.model.references import references
from generator.tables import COLUMNS, LISTS, Table
from generator.tables.rows import NEEDED, REFERENCES

TODAY = date(2026, 11, 21)
ROW = {
    "id": "new-1",
    "title": "Free the press",
    "text": "Free the press, and soon.",
    "document": "lantern-2026",
    "made_by": "lantern",
    "addressee": "ruritania",
    "topic": "assembly",
}
# A cell for every column there is.
FULL = {
    **ROW,
    "kind": "pledge",
    "quote": "Free it.",
    "heading": "To the Government of Ruritania",
    "bullet": "4-5",
    "paragraph": "7",
    "made_on": "2026-04",
    "made_to": "lantern",
    "reported_by": "lantern",
    "also": "ruritania; lantern",
    "pack": "ruritania",
    "themes": "the press; insult laws",
    "priority": "1",
    "standing": "carried",
    "standing_on": "2026-06-01",
    "carried_to": "the law of 2026",
    "carried_instrument": "law-2026",
    "outcome": "It moved.",
    "deadline": "at once",
    "due": "2027",
    "deadline_basis": "context",
    "status_on": "2026-09",
    "recorded_on": "2026-11-20",
    "status": "not-implemented",
    "grade": "weak",
    "confidence": "low",
    "summary": "Nothing came.",
    "evidence": "S01; S02",
    "status_distribution": "counterpart",
    "status_audience": "ruritania",
    "cases": "ann",
    "distribution": "internal",
    "audience": "lantern",
}


@pytest.fixture(scope="module")
def starter() -> Loaded:
    """Return the small made-up project."""
    return load(ROOT / "templates" / "starter")


def _csv(*rows: dict[str, str], separator: str = ",") -> bytes:
    text = io.StringIO()
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer = csv.DictWriter(text, columns, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _read(loaded: Loaded, data: bytes, encoding: str | None = None) -> Table:
    return tables.read(data, "list.csv", loaded, TODAY, encoding)


def _said(table: Table) -> list[str]:
    return [str(problem) for problem in sorted(table.problems)]


def _sound(table: Table) -> dict[str, Item]:
    assert _said(table) == []
    return table.items


def test_a_row_becomes_an_item(starter: Loaded) -> None:
    """The seven columns that are needed make an item; what is usual is filled in."""
    table = _read(starter, _csv(ROW))
    item = _sound(table)["new-1"]
    assert (item.kind, item.standing.state, item.assessments) == ("recommendation", "live", ())
    assert (item.source.document, item.addressee, item.topic) == (
        "lantern-2026",
        "ruritania",
        "assembly",
    )
    assert set(ROW) == set(NEEDED)


def test_every_column_reaches_its_field(starter: Loaded) -> None:
    """What a row says comes out of the item, cell by cell, lists as lists."""
    entry: Any = _read(starter, _csv(FULL)).entries["new-1"]
    assert set(FULL) == set(COLUMNS)
    for column, path in COLUMNS.items():
        value = entry
        for part in path:
            value = value[part][0] if part == "assessments" else value[part]
        if column in LISTS:
            assert value == FULL[column].split("; ")
        elif path:
            assert value == FULL[column]


def test_the_columns_follow_the_fields_of_an_item(starter: Loaded) -> None:
    """An item written from a table has its fields in the model's order."""
    entry = _read(starter, _csv(FULL)).entries["new-1"]
    fields = [name for name in Item.model_fields if name in entry]
    assert list(entry) == fields
    assert len(fields) > 15


def test_the_columns_with_ids_are_those_of_the_model(starter: Loaded) -> None:
    """Each column that holds ids is known to, with the kind of record they are of."""
    table = _read(starter, _csv(FULL))
    found = {path: kind for path, kind, _ in references(table.items["new-1"])}
    columns = {path: column for column, path in COLUMNS.items()}
    by_column = {
        columns[tuple(part for part in path if isinstance(part, str))]: kind
        for path, kind in found.items()
    }
    assert by_column == REFERENCES


def test_a_fact_without_a_day_of_writing_is_recorded_today(starter: Loaded) -> None:
    """An assessment needs the day of its fact; the day of recording is today if not given."""
    row = {**ROW, "status": "reversed", "status_on": "2026-10", "summary": "Worse."}
    (entry,) = _sound(_read(starter, _csv(row)))["new-1"].assessments
    assert (str(entry.as_of), entry.recorded_on, entry.status) == ("2026-10", TODAY, "reversed")


def test_what_goes_without_saying_is_left_out(starter: Loaded) -> None:
    """The document's own day and "not assessed" make no line in the item."""
    row = {**ROW, "made_on": "2026-05", "status": "not-assessed", "status_on": ""}
    item = _sound(_read(starter, _csv(row)))["new-1"]
    assert item.made_on is None
    assert item.assessments == ()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separators_and_marks_of_spreadsheets(starter: Loaded, separator: str, mark: str) -> None:
    """Comma, semicolon and tab divide; a byte order mark and a line break in a cell do no harm."""
    row = {**ROW, "text": 'One, two; "three"\tfour\r\nfive'}
    data = mark.encode() + _csv(row, separator=separator)
    assert b"\r\n" in data
    item = _sound(_read(starter, data))["new-1"]
    assert item.text.plain == 'One, two; "three"\tfour\nfive'


def test_rows_are_numbered_as_in_a_spreadsheet(starter: Loaded) -> None:
    """A cell of several lines is one row, and an empty row counts and is passed over."""
    first = {**ROW, "text": "one\ntwo\nthree"}
    empty = dict.fromkeys(ROW, "")
    table = _read(starter, _csv(first, empty, {**ROW, "id": "new-2", "topic": "asembly"}))
    (problem,) = table.named(check(table.loaded))
    assert str(problem).startswith('list.csv:4:7: new-2: topic: the topic "asembly" is not known.')
    assert set(table.items) == {"new-1", "new-2"}


def test_known_ids_are_skipped(starter: Loaded) -> None:
    """A row whose id the project has is passed over, sound or not, and said."""
    table = _read(starter, _csv({**ROW, "id": "lantern-2026-01", "made_by": ""}, ROW))
    assert table.skipped == ["lantern-2026-01"]
    assert list(_sound(table)) == ["new-1"]


WRONG = {
    "an id twice": (
        [ROW, ROW],
        ['list.csv:3:1: new-1: the id "new-1" is taken: it stands in row 2 too.'],
    ),
    "an id that leads elsewhere": (
        [{**ROW, "id": "../x"}],
        ['list.csv:2:1: ../x: id: "../x" cannot be an id.'],
    ),
    "an empty cell": (
        [{**ROW, "title": " ", "text": ""}],
        [
            'list.csv:2:2: new-1: "title" is empty. Fill the cell.',
            'list.csv:2:3: new-1: "text" is empty. Fill the cell.',
        ],
    ),
    "no id": ([{**ROW, "id": ""}], ['list.csv:2:1: "id" is empty. Fill the cell.']),
    "a word of no scale": (
        [{**ROW, "kind": "recomendation"}],
        ['list.csv:2:8: new-1: kind "recomendation" is not known. Did you mean "recommendation"?'],
    ),
    "a body nobody knows, beside another mistake": (
        [{**ROW, "made_by": "lanten", "priority": "9"}],
        [
            'list.csv:2:5: new-1: made_by: "lanten" is not known. Did you mean "lantern"?',
            'list.csv:2:8: new-1: priority "9" is too much. Write 3 or less.',
        ],
    ),
    "a date of a spreadsheet": (
        [{**ROW, "made_on": "04.05.2026"}],
        ['list.csv:2:8: new-1: made_on: "04.05.2026" is not a date. Write 2015,'],
    ),
    "a status without a day": (
        [{**ROW, "status": "reversed", "status_on": ""}],
        ['list.csv:2:9: new-1: "status_on" is empty. Fill the cell.'],
    ),
    "a status without the column for the day": (
        [{**ROW, "status": "reversed"}],
        ['list.csv:2:9: new-1: "status_on" is empty. Fill the cell.'],
    ),
    "closed without a day": (
        [{**ROW, "standing": "closed"}],
        ['list.csv:2:8: new-1: "standing_on" is missing. Write the day from which it is closed.'],
    ),
    "standing left empty": (
        [{**ROW, "standing": ""}],
        ['list.csv:2:8: new-1: "standing" is empty. Fill the cell.'],
    ),
    "carried nowhere": (
        [{**ROW, "standing": "carried", "standing_on": "2026"}],
        ['list.csv:2:8: new-1: standing: "carried_to" stands with the state carried'],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_row_is_told_with_row_and_column(starter: Loaded, case: str) -> None:
    """Each problem has the row, the column and the id, and all of them come at once."""
    rows, expected = WRONG[case]
    said = _said(_read(starter, _csv(*rows)))
    assert len(said) == len(expected)
    assert all(line.startswith(wanted) for line, wanted in zip(said, expected, strict=True)), said


HEADERS = {
    "unknown columns": (
        b"id,title,text,document,made_by,addresee,addressee,topic,Remarks\n",
        [
            'list.csv:1:6: "addresee" is not a known column. Did you mean "addressee"?',
            'list.csv:1:9: "remarks" is not a known column. Take it out',
        ],
    ),
    "missing columns": (
        b"id;title;text;made_by;topic\n",
        [
            'list.csv:1:1: the column "addressee" is missing. Every item needs one.',
            'list.csv:1:1: the column "document" is missing. Every item needs one.',
        ],
    ),
    "a column twice": (
        b"id,title,text,document,made_by,addressee,topic,title\n",
        ['list.csv:1:8: the column "title" stands here twice.'],
    ),
    "cells without a column": (
        _csv(ROW).rstrip() + b",,stray\r\n",
        ["list.csv:2:9: new-1: this cell has no column. Name the column"],
    ),
    "a quotation mark too few": (
        b'id,title,text,document,made_by,addressee,topic\nnew-1,"T,x,d,m,a,t\n',
        ["list.csv:2:1: a quotation mark is opened and never closed."],
    ),
    "text after a quotation": (
        b'id,title,text,document,made_by,addressee,topic\nnew-1,"T"s,x,d,m,a,t\n',
        ["list.csv:2:1: text follows a closing quotation mark."],
    ),
    "nothing": (b"\xef\xbb\xbf\r\n", ['list.csv:1:1: the column "addressee" is missing.']),
    "not even that": (b"", ["list.csv: the table is empty."]),
    "a workbook": (b"PK\x03\x04...", ["list.csv: this is a workbook, not a CSV file."]),
}


@pytest.mark.parametrize("case", HEADERS)
def test_a_wrong_table_is_told_with_its_place(starter: Loaded, case: str) -> None:
    """What is wrong with the table as a whole is named, with a better word where there is one."""
    data, expected = HEADERS[case]
    said = _said(_read(starter, data))
    assert all(line.startswith(wanted) for line, wanted in zip(said, expected, strict=False)), said
    assert len(said) >= len(expected)


def test_columns_without_name_and_cells_are_no_problem(starter: Loaded) -> None:
    """What spreadsheets leave to the right of a table is passed over, and so is case."""
    data = _csv(ROW).replace(b"id,title", b"ID, Title ").replace(b"\r\n", b",,\r\n")
    assert list(_sound(_read(starter, data))) == ["new-1"]


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("Освободить прессу", "cp1251", "Windows-1251"),
        ("Café d'été, là", "cp1252", "Windows-1252"),
        ("Free it", "utf-16", "UTF-16"),
    ],
)
def test_an_encoding_is_told_never_guessed(
    starter: Loaded, text: str, encoding: str, name: str
) -> None:
    """What is not UTF-8 is refused with a hint; with the encoding named it is read right."""
    data = _csv({**ROW, "title": text}).decode().encode(encoding)
    (said,) = _said(_read(starter, data))
    line = 1 if encoding == "utf-16" else 2
    assert said == (
        f"list.csv:{line}:1: this is not UTF-8; it looks like {name}. "
        f"Save the table as UTF-8, or say --encoding {encoding}."
    )
    assert _sound(_read(starter, data, encoding))["new-1"].title.plain == text


def test_a_mark_is_no_part_of_a_name(starter: Loaded) -> None:
    """A byte order mark does no harm either where the encoding is named."""
    data = b"\xef\xbb\xbf" + _csv(ROW)
    assert list(_sound(_read(starter, data, "utf-8"))) == ["new-1"]


def test_a_wrong_encoding_is_said(starter: Loaded) -> None:
    """What does not decode as asked is refused, with its line."""
    (said,) = _said(_read(starter, _csv({**ROW, "title": "Ж"}), "ascii"))
    assert said == "list.csv:2:1: this is not ascii. Name the encoding it was saved with."


def test_a_table_leaves_what_was_loaded_alone(starter: Loaded) -> None:
    """New items are in the table's data, not in the project's."""
    before = dict(starter.spots)
    table = _read(starter, _csv(ROW))
    assert starter.dataset
    assert table.loaded.dataset
    assert "new-1" in table.loaded.dataset.items
    assert "new-1" not in starter.dataset.items
    assert starter.spots == before
