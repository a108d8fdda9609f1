"""The bytes of a CSV file to a header and rows, as a spreadsheet numbers them; cells for one."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.letters import fault_of
from generator.problems import Place, Problem
from generator.said import Said, said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

# What a spreadsheet takes for the beginning of a formula, which might fetch or run something.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_AS_TEXT = "'"
SEPARATORS = (",", ";", "\t")
MOST_COLUMNS = 300
_ZIP = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What Python says, and what a person can do about it.
_SYNTAX = {
    "unexpected end": said("a quotation mark is opened and never closed. Close it, or double it."),
    "expected after": said("text follows a closing quotation mark. Double a mark inside a text."),
    "field limit": said(
        "a cell holds more than 130,000 characters. A quotation mark may be missing."
    ),
    "NUL": said("there is a zero byte. Save the table as CSV, with the encoding UTF-8."),
}


@dataclass(frozen=True)
class Sheet:
    """A table: the names of its columns, and its rows with their numbers (the header is row 1)."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(
    data: bytes, file: str, known: Collection[str], encoding: str | None = None
) -> tuple[Sheet, list[Problem]]:
    """Read a table; the separator is the one that splits the header into most *known* names."""
    try:
        text = _decode(data, encoding)
    except _NoTableError as error:
        return Sheet(file, (), ()), [Problem(Place(file, *error.at), "", error.what, error.fix)]
    separator = max(SEPARATORS, key=lambda sign: len(set(_header(text, sign)) & set(known)))
    header = _header(text, separator)
    if len(header) > MOST_COLUMNS:
        what = said("the table has more than %(most)s columns.", most=MOST_COLUMNS)
        return Sheet(file, (), ()), [Problem(Place(file, 1, MOST_COLUMNS + 1), "", what)]
    rows: list[tuple[int, tuple[str, ...]]] = []
    problems: list[Problem] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            rows.append((number, tuple(map(_value, cells))))
            problems += _unprintable(Place(file, number, 1), cells)
    except csv.Error as error:
        problems = [Problem(Place(file, len(rows) + 1, 1), "", _in_words(error))]
    missing = ("",) * len(header)
    filled = ((number, cells + missing[len(cells) :]) for number, cells in rows[1:] if any(cells))
    return Sheet(file, header, tuple(filled)), problems


def cell(value: object) -> object:
    """Return what to write for *value*: spreadsheets take it for a text, and `read` for itself."""
    looks = isinstance(value, str) and value.lstrip(_AS_TEXT).startswith(_FORMULA)
    return f"{_AS_TEXT}{value}" if looks else value


def _unprintable(row: Place, cells: Iterable[str]) -> Iterator[Problem]:
    """Complain of cells that no record could hold."""
    for column, cell in enumerate(cells, 1):
        if fault := fault_of(cell):
            yield Problem(replace(row, column=column), "", *fault)


def _value(written: str) -> str:
    """Return what stands in a cell, without the mark by which `cell` made it a text."""
    value = written.strip().replace("\r\n", "\n")
    marked = value.startswith(_AS_TEXT) and value.lstrip(_AS_TEXT).startswith(_FORMULA)
    return value[1:] if marked else value


def _header(text: str, separator: str) -> tuple[str, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
    except csv.Error:
        return ()
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _in_words(error: csv.Error) -> Said:
    known = (words for sign, words in _SYNTAX.items() if sign in str(error))
    return next(known, said(f"{error}."))


class _NoTableError(Exception):
    """The bytes cannot be read as a table: where, why, and what to do."""

    def __init__(self, what: Said, fix: Said, line: int = 0) -> None:
        super().__init__(what)
        self.what, self.fix, self.at = what, fix, (line, min(line, 1))


def _decode(data: bytes, encoding: str | None) -> str:
    """Return the text; an encoding is never guessed, only hinted at."""
    if data.startswith(_ZIP):
        what = said("this is a workbook, not a CSV file.")
        raise _NoTableError(what, said("Save it as CSV, with UTF-8."))
    if not data.strip():
        what = said("the table is empty.")
        raise _NoTableError(what, said("accede list --csv shows how one looks."))
    try:
        return data.decode(encoding or "utf-8-sig").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        if encoding:
            what = said("this is not %(encoding)s.", encoding=encoding)
            raise _NoTableError(what, said("Name the encoding it was saved with."), line) from None
        name, option = _looks_like(data)
        what = said("this is not UTF-8; it looks like %(name)s.", name=name)
        fix = said("Save the table as UTF-8, or say --encoding %(option)s.", option=option)
        raise _NoTableError(what, fix, line) from None
    except (LookupError, UnicodeError):
        what = said('"%(encoding)s" is no encoding of texts.', encoding=encoding)
        raise _NoTableError(what, said("Usual ones are utf-8, cp1251 and cp1252.")) from None


def _looks_like(data: bytes) -> tuple[str, str]:
    """Return the likely encoding, for a person and as an option; only ever used as a hint."""
    if data.startswith(_UTF_16):
        return "UTF-16", "utf-16"
    # Cyrillic stands in words of letters above 0xC0, Western accents among plain letters.
    high = [index for index, byte in enumerate(data) if byte >= 0xC0]  # noqa: PLR2004 - see above
    joined = sum(second - first == 1 for first, second in pairwise(high))
    return ("Windows-1251", "cp1251") if joined * 2 > len(high) else ("Windows-1252", "cp1252")
