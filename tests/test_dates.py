"""Partial dates: a year, a month, a day, a range, or "after" one; compared by their last day."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from pydantic import TypeAdapter, ValidationError

from generator.dates import PartialDate, parse, to_month

FORMS = {
    "2015": (date(2015, 1, 1), date(2015, 12, 31)),
    "2015-06": (date(2015, 6, 1), date(2015, 6, 30)),
    "2015-06-09": (date(2015, 6, 9), date(2015, 6, 9)),
    "2024-02": (date(2024, 2, 1), date(2024, 2, 29)),
    "2023-02": (date(2023, 2, 1), date(2023, 2, 28)),
    "2012/2015": (date(2012, 1, 1), date(2015, 12, 31)),
    "2012-03/2015": (date(2012, 3, 1), date(2015, 12, 31)),
    "2007-11-29/2007-11-30": (date(2007, 11, 29), date(2007, 11, 30)),
    "2015-06/2015-06": (date(2015, 6, 1), date(2015, 6, 30)),
    "after 2015": (date(2016, 1, 1), date(2016, 1, 1)),
    "after 2015-06": (date(2015, 7, 1), date(2015, 7, 1)),
    "after 2015-12-31": (date(2016, 1, 1), date(2016, 1, 1)),
}


@pytest.mark.parametrize(("text", "days"), FORMS.items())
def test_every_form_spans_its_days(text: str, days: tuple[date, date]) -> None:
    """A date spans from its first to its last day, and "after" is the day that follows."""
    when = parse(text)
    assert (when.first, when.last) == days


@pytest.mark.parametrize("text", FORMS)
def test_a_date_prints_as_given(text: str) -> None:
    """Nothing is added to a date, and nothing is lost."""
    assert str(parse(text)) == text


def test_space_around_a_date_does_not_count() -> None:
    """A date between blanks is that date."""
    assert parse(" 2015-06 ") == parse("2015-06")
    assert str(parse(" after 2015 ")) == "after 2015"


@pytest.mark.parametrize(
    ("text", "precision"), [("2015", "year"), ("2015-06", "month"), ("2015-06-09", "day")]
)
def test_a_date_knows_how_precise_it_is(text: str, precision: str) -> None:
    """A year is no first of January."""
    assert parse(text).start.precision == precision


@pytest.mark.parametrize(
    ("text", "is_range"),
    [("2015", False), ("2012/2015", True), ("after 2015", False), ("2015/2015", False)],
)
def test_only_what_has_two_ends_is_a_range(text: str, is_range: bool) -> None:  # noqa: FBT001 - a table
    """A year spans many days and is no range for all that."""
    assert parse(text).is_range is is_range


def test_dates_compare_by_their_last_day() -> None:
    """A year comes after each of its months but the last, "after" it comes after the year."""
    ordered = [
        "2014-12-31",
        "2015-06-30",
        "2015-11",
        "2012/2015",
        "2015",
        "2015-12",
        "2015-12-31",
        "after 2015",
        "2016-01-02",
        "2016",
    ]
    for earlier, later in combinations(map(parse, ordered), 2):
        assert earlier < later
        assert not later < earlier


def test_the_order_is_one() -> None:
    """Two different dates of one last day have an order too, the same from both sides."""
    year, day = parse("2015"), parse("2015-12-31")
    assert year < day
    assert day > year
    assert year != day
    assert not day < year
    assert year <= parse("2015") <= year


def test_equal_dates_are_one_key() -> None:
    """A date can be looked up by another of the same wording."""
    assert {parse("2015-06"): "found"}[parse(" 2015-06")] == "found"
    assert parse("2015-06") != "2015-06"
    assert len({parse("2015"), parse("2015"), parse("2015-12-31")}) == 2


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2015", "2015"),
        ("2015-06-09", "2015-06"),
        ("2007-11-29/2007-11-30", "2007-11"),
        ("2007-11-29/2008-01-02", "2007-11/2008-01"),
        ("2012/2015-03-01", "2012/2015-03"),
        ("after 2015-06-09", "after 2015-06-09"),
    ],
)
def test_to_month(text: str, month: str) -> None:
    """Days are left out where the month is enough; "after" stays exact."""
    assert to_month(parse(text)) == parse(month)


HINT = "Write 2015, 2015-06, 2015-06-30, 2012/2015 or after 2015-06."


@pytest.mark.parametrize(
    "text",
    ["", "June 2015", "06.2015", "2015-6", "15", "20150", "about 2015", "2015-06-09T10:00",
     "2015/", "/2015", "2012/2013/2014", "after", "after 2012/2015", "before 2015", "2015-06-"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    """Anything else is refused, with the forms there are."""
    with pytest.raises(ValueError, match="is not a date") as caught:
        parse(text)
    assert str(caught.value) == f'"{text}" is not a date. {HINT}'


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2015-13", "2015-13"),
        ("2015-00", "2015-00"),
        ("2015-02-29", "2015-02-29"),
        ("2015-06-31", "2015-06-31"),
        ("2015-06-00", "2015-06-00"),
        ("0000", "0000"),
        ("after 2015-13", "2015-13"),
        ("2014/2015-13", "2015-13"),
    ],
)
def test_what_the_calendar_does_not_have(text: str, part: str) -> None:
    """A month or day that does not exist is named."""
    with pytest.raises(ValueError, match="calendar") as caught:
        parse(text)
    assert str(caught.value) == f'"{part}" is no date of the calendar. {HINT}'


def test_a_day_beyond_the_calendar_is_refused() -> None:
    """The day that would follow the last one there is cannot be counted on."""
    with pytest.raises(ValueError, match="after 9999"):
        parse("after 9999")


def test_a_range_does_not_run_backwards() -> None:
    """The earlier end of a range comes first."""
    with pytest.raises(ValueError, match="ends before it begins") as caught:
        parse("2015/2012")
    assert str(caught.value) == ('"2015/2012" ends before it begins. Write the earlier date first.')


def test_a_model_takes_and_gives_the_text() -> None:
    """In a model a date is read from its text and written back as that text."""
    adapter = TypeAdapter(PartialDate)
    when = adapter.validate_python("after 2015-06")
    assert when == parse("after 2015-06")
    assert adapter.validate_python(when) is when
    assert adapter.dump_python(when, mode="json") == "after 2015-06"


@pytest.mark.parametrize("wrong", [None, 2015, ["2015"], {"on": "2015"}])
def test_a_model_takes_nothing_but_text(wrong: object) -> None:
    """A number, a list or nothing is no date."""
    with pytest.raises(ValidationError, match=r"A date should stand here\. Write 2015"):
        TypeAdapter(PartialDate).validate_python(wrong)
