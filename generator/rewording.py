"""Translations as a table, out of the data and back into it: a row a text, all rows or none.

Pure: today and what is on disk are handed in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from generator import dates
from generator.edits import Change
from generator.model.values import TranslationState
from generator.problems import Place, Problem
from generator.said import joined
from generator.translations import printed
from generator.updates import AlreadyError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date

    from generator.csvsource import Sheet
    from generator.load import Loaded
    from generator.model import Dataset
    from generator.model.values import Translation
    from generator.translations import Printed

    Read = Callable[[str], bytes]
    Path = tuple[str | int, ...]
    Setting = tuple[Path, dict[str, Any] | str]

FIXED = ("record", "field", "state", "by", "on")
_NO_TEXT = ("field", "no paper prints such a text of this record.", "Take the row out.")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")


def columns(original: str, language: str) -> tuple[str, ...]:
    """Return the columns of a table of translations from *original* into *language*."""
    return (*FIXED[:2], original, language, *FIXED[2:])


def rows(
    dataset: Dataset, language: str, wanted: Collection[str] | None, *, everything: bool
) -> Iterator[tuple[str, ...]]:
    """Yield a row a text that lacks a reviewed wording in *language*; with *everything*, each.

    *wanted* holds the original wordings that are asked for, None asks for all.
    """
    original = dataset.project.language
    for one in printed(dataset):
        said = one.text.wording(original, original)[0]
        if wanted is not None and said not in wanted:
            continue
        if everything or not one.text.is_reviewed(language, original):
            yield (one.name, one.field, said, *_told(one.text.translations.get(language)))


def _told(known: Translation | None) -> tuple[str, str, str, str]:
    if known is None:
        return "", "", "", ""
    return known.text, known.state.value, known.by or "", str(known.on or "")


def reword(loaded: Loaded, sheet: Sheet, reviewed_by: str, today: date, read: Read) -> list[Change]:
    """Return the changes that put the wordings of *sheet* into the data, as text of its records.

    Wordings are working ones unless their row says reviewed; *reviewed_by* makes all of them that.
    """
    if loaded.dataset is None:
        raise RefusedError("The data cannot be read. accede check says why.")
    original = loaded.dataset.project.language
    column = _language_column(sheet, original)
    language = _as_code(column)
    known = {(one.name, one.field): one for one in printed(loaded.dataset)}
    problems: list[Problem] = []
    values: dict[str, dict[Path, dict[str, Any] | str]] = {}
    for number, row in _filled(sheet, column):
        if reviewed_by:
            row |= {"state": "reviewed", "by": reviewed_by, "on": today.isoformat()}
        one = known.get((row["record"], row["field"]))
        fault = _fault(one, row, original)
        if one is None or fault:
            name, what, fix = fault or _NO_TEXT
            column_at = sheet.header.index(name) + 1 if name in sheet.header else 0
            place = Place(sheet.file, number, column_at)
            problems.append(Problem(place, row["record"], joined([what]), joined([fix])))
            continue
        before = _told(one.text.translations.get(language))
        cells = _cells(before, row, row[column])
        if cells != before:
            spot = loaded.spots[one.kind, one.record]
            path, value = _said(one, cells, language, original)
            values.setdefault(spot.source.file, {})[(*spot.path, *path)] = value
    if problems:
        raise RefusedError(*(str(problem) for problem in problems))
    if not values:
        raise AlreadyError("The data says all of it already.")
    return [Change.of(file, read(file)).settle(found) for file, found in values.items()]


def _filled(sheet: Sheet, column: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that have a wording, with their numbers."""
    for number, cells in sheet.rows:
        row = dict(zip(sheet.header, cells, strict=False))
        if row[column]:
            yield number, row


def _as_code(name: str) -> str:
    """Return the code of a language as it is written, from the name of a column: zh-Hans."""
    first, *more = name.split("-")
    script = 4
    return "-".join([first, *(p.title() if len(p) == script else p.upper() for p in more)])


def _language_column(sheet: Sheet, original: str) -> str:
    """Return the column with the language a table translates into, or refuse the table."""
    found = [
        name for name in sheet.header if LANGUAGE.fullmatch(name) and name not in (*FIXED, original)
    ]
    lacking = [name for name in ("record", "field", original) if name not in sheet.header]
    if lacking or len(found) != 1:
        wanted = ",".join(columns(original, found[0] if found else "ru"))
        what = f"this is no table of translations from {original} into one language."
        place = Place(sheet.file, 1, 1)
        raise RefusedError(str(Problem(place, "", joined([what, f"Columns: {wanted}"]))))
    return found[0]


def _fault(one: Printed | None, row: dict[str, str], original: str) -> tuple[str, str, str] | None:
    """Return the column a row is wrong in, what is wrong, and what to do; None if it is sound."""
    if one is None:
        return _NO_TEXT
    if row[original] != one.text.wording(original, original)[0]:
        return (
            original,
            "the original reads otherwise now.",
            "Translate it anew; accede translations prints it.",
        )
    state = row.get("state") or "working"
    if state not in list(TranslationState):
        return "state", f'"{state}" is not known.', "Write working or reviewed."
    if state == TranslationState.REVIEWED and not row.get("by"):
        return "by", "nobody is named who reviewed it.", "Write the initials, or: --reviewed-by AB"
    if row.get("on"):
        try:
            dates.parse(row["on"])
        except ValueError as error:
            return "on", str(error), ""
    return None


def _cells(
    before: tuple[str, str, str, str], row: dict[str, str], wording: str
) -> tuple[str, str, str, str]:
    """Return the wording of a row and who stands for it.

    A review of other words does not stand for these: a wording that was changed beneath the same
    signature is a working one again.
    """
    signed = (row.get("state", ""), row.get("by", ""), row.get("on", ""))
    is_reviewed = signed[0] == TranslationState.REVIEWED
    if not is_reviewed or (wording != before[0] and signed == before[1:]):
        return wording, TranslationState.WORKING.value, "", ""
    return (wording, *signed)


def _said(one: Printed, cells: tuple[str, ...], language: str, original: str) -> Setting:
    """Return where the new wording goes, from the record on, and what is to stand there."""
    text, state, by, on = cells
    value: dict[str, Any] | str = text
    if state == TranslationState.REVIEWED:
        value = {"text": text, "state": state, "by": by, **({"on": on} if on else {})}
    if one.text.plain is not None:
        return one.path, {original: one.text.plain, language: value}
    return (*one.path, language), value
