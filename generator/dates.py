"""Partial dates: a year, a month, a day, a range of these, or "after" one of them.

They compare by their last day and are printed as given.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering
from typing import TYPE_CHECKING, Any, Literal

from generator.said import MistakeError, said

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

PATTERN = r"^(after )?\d{4}(-\d{2}(-\d{2})?)?$|^\d{4}(-\d{2}(-\d{2})?)?/\d{4}(-\d{2}(-\d{2})?)?$"
_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FORMS = said("Write 2015, 2015-06, 2015-06-30, 2012/2015 or after 2015-06.")

Precision = Literal["year", "month", "day"]


@dataclass(frozen=True)
class Point:
    """A year, a month or a day, as the days it spans."""

    first: date
    last: date
    precision: Precision


@total_ordering
@dataclass(frozen=True, eq=False)
class PartialDate:
    """A date as far as it is known; `text` is how the data has it."""

    text: str
    start: Point
    end: Point
    after: bool = False

    @property
    def last(self) -> date:
        """Return the day this date counts as: its last one, or the one that follows an "after"."""
        return self.end.last + timedelta(days=1) if self.after else self.end.last

    @property
    def first(self) -> date:
        """Return the earliest day it can mean."""
        return self.last if self.after else self.start.first

    @property
    def is_range(self) -> bool:
        """Tell whether it runs from one date to another."""
        return self.start != self.end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: PartialDate) -> bool:
        return (self.last, self.first, self.text) < (other.last, other.first, other.text)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's own signature
        from pydantic_core import core_schema  # noqa: PLC0415 - keeps this room light

        return core_schema.no_info_plain_validator_function(
            _validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        # An editor reads a lone year as a number, and a full day may be a date to it.
        return {
            "anyOf": [
                {"type": "string", "pattern": PATTERN},
                {"type": "integer", "minimum": 1000, "maximum": 9999},
            ],
            "description": str(_FORMS),
        }


_MONTHS = [name.casefold() for name in calendar.month_name[1:]]
_TYPED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[ ./-]+)?"
    r"(?P<month>[a-z]{3,}|\d{1,2})[ ./,-]+(?P<year>\d{4})"
)


@lru_cache(maxsize=4096)
def parse(text: str) -> PartialDate:
    """Read a partial date; ValueError says what is wrong and which forms there are."""
    wanted = text.strip()
    if wanted.startswith("after "):
        point = _point(wanted.removeprefix("after ").strip(), text)
        if point.last == date.max:
            raise MistakeError(said('"%(date)s" has no day after it.', date=text), _FORMS)
        return PartialDate(wanted, point, point, after=True)
    start, slash, end = wanted.partition("/")
    first, last = _point(start, text), _point(end if slash else start, text)
    if first.first > last.last:
        what = said('"%(date)s" ends before it begins.', date=text)
        raise MistakeError(what, said("Write the earlier date first."))
    return PartialDate(wanted, first, last)


def as_typed(text: str) -> str:
    """Return the day, month or year that people type as the data has it; other words as they are.

    1.2.2027, 1/2/2027 (the day first), 1 February 2027, 1 Feb 2027, Feb 2027, 2/2027.
    """
    words = " ".join(text.split())
    try:
        return parse(words).text
    except ValueError:
        found = _TYPED.fullmatch(words.casefold().rstrip("."))
    if not found:
        return words
    day, name, year = found["day"], found["month"], found["year"]
    months = [month for month in _MONTHS if name.isalpha() and month.startswith(name)]
    month = _MONTHS.index(months[0]) + 1 if months else int(name) if name.isdigit() else 0
    typed = f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")
    try:
        return parse(typed).text
    except ValueError:
        return words


def to_month(when: PartialDate) -> PartialDate:
    """Return *when* without its days, for where the month is enough; "after" stays exact."""
    if when.after:
        return when
    start, slash, end = when.text.partition("/")
    if start[:7] == end[:7]:
        return parse(start[:7])
    return parse(start[:7] + slash + end[:7])


def _point(part: str, whole: str) -> Point:
    match = _POINT.fullmatch(part)
    if not match:
        raise MistakeError(said('"%(date)s" is not a date.', date=whole), _FORMS)
    year, month, day = (int(group) if group else 0 for group in match.groups())
    try:
        if match[3]:
            return Point(date(year, month, day), date(year, month, day), "day")
        if match[2]:
            last = calendar.monthrange(year, month)[1]
            return Point(date(year, month, 1), date(year, month, last), "month")
        return Point(date(year, 1, 1), date(year, 12, 31), "year")
    except ValueError:
        what = said('"%(date)s" is no date of the calendar.', date=part)
        raise MistakeError(what, _FORMS) from None


def _validate(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, str):
        return parse(value)
    raise MistakeError(said("A date should stand here."), _FORMS)
