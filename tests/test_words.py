"""The words of one language: dates, numbers, lists, plurals, and the catalogue they come from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from generator.dates import parse
from generator.words import Words

if TYPE_CHECKING:
    from pathlib import Path

POLISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : "
"n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

msgid "Sources"
msgstr "Źródła"

msgid "by %(date)s"
msgstr "do %(date)s"

msgid "after %(date)s"
msgstr "po %(date)s"

msgid "%(start)s to %(end)s"
msgstr "od %(start)s do %(end)s"

msgid "%(n)s page"
msgid_plural "%(n)s pages"
msgstr[0] "%(n)s strona"
msgstr[1] "%(n)s strony"
msgstr[2] "%(n)s stron"
"""


def _catalogue(folder: Path, language: str, content: str) -> Path:
    path = folder / "locales" / language / "LC_MESSAGES" / "accede.po"
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def polish(tmp_path: Path) -> Words:
    """Return Polish with a catalogue of this test's own."""
    return Words("pl", [tmp_path / "none", _catalogue(tmp_path / "here", "pl", POLISH)])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-11-21", "21 November 2026"),
        ("2015-06-09", "9 June 2015"),
        ("2015-06", "June 2015"),
        ("2015", "2015"),
        ("2012/2015", "2012\u20132015"),
        ("2012/2015-06", "2012 to June 2015"),
        ("2015-06/2015-06-30", "June 2015 to 30 June 2015"),
        ("after 2015", "after 2015"),
        ("after 2015-06", "after June 2015"),
        ("after 2015-06-09", "after 9 June 2015"),
    ],
)
def test_a_date_in_english(text: str, words: str) -> None:
    """A date is said as precisely as it is known, the day before the month."""
    assert Words("en").date(parse(text)) == words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2007-01/2007-11", ("January", "November 2007")),
        ("2007-11/2008-01", ("November 2007", "January 2008")),
        ("2007-11-29/2007-11-30", ("29", "30 November 2007")),
        ("2007-11-29/2008-01-02", ("29 November 2007", "2 January 2008")),
    ],
)
def test_a_range_in_english(text: str, parts: tuple[str, str]) -> None:
    """A range says both ends, in their order, whatever joins them."""
    said = Words("en").date(parse(text))
    assert said.startswith(parts[0])
    assert said.endswith(parts[1])
    assert said != parts[1]


def test_a_day_of_the_calendar_is_said_in_full() -> None:
    """A day that is no partial date reads the same."""
    assert Words("en").date(date(2026, 11, 21)) == "21 November 2026"


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "21 November 2026", "November 2026"),
        ("fr", "21 novembre 2026", "novembre 2026"),
        ("de", "21. November 2026", "November 2026"),
        ("ru", "21 ноября 2026\u202f\u0433.", "ноябрь 2026\u202f\u0433."),
        ("kk", "2026 жылғы 21 қараша", "2026 жылғы қараша"),
        ("zh-Hans", "2026年11月21日", "2026年11月"),
    ],
)
def test_a_date_in_the_languages_of_the_papers(language: str, day: str, month: str) -> None:
    """A month that stands alone has the form of its language for that."""
    words = Words(language)
    assert words.date(parse("2026-11-21")) == day
    assert words.date(parse("2026-11")) == month


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", "2026-10-01", "1er octobre 2026"),
        ("fr", "2026-10-11", "11 octobre 2026"),
        ("kk", "2015", "2015"),
        ("ru", "2015", "2015"),
    ],
)
def test_a_date_as_a_reader_writes_it(language: str, day: str, said: str) -> None:
    """The first of a month is an ordinal in French; a year alone is a number."""
    assert Words(language).date(parse(day)) == said


def test_numbers() -> None:
    """Numbers follow the language."""
    english, german = Words("en"), Words("de")
    assert [english.number(12345), german.number(12345)] == ["12,345", "12.345"]
    assert [english.number(0.5), german.number(0.5)] == ["0.5", "0,5"]


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (1200, "1,200 pages")]
)
def test_plurals_in_english(number: int, said: str) -> None:
    """English needs no catalogue: one, and all others."""
    assert Words("en").count("%(n)s page", "%(n)s pages", number) == said


def test_a_message_is_filled_in() -> None:
    """Values take the place of their names; a message without any may hold a per cent sign."""
    english = Words("en")
    assert english.say("by %(date)s", date="May") == "by May"
    assert english.say("100 % sure") == "100 % sure"
    assert english.count("%(n)s of %(all)s", "%(n)s of %(all)s", 3, all=5) == "3 of 5"


def test_a_catalogue_is_used(polish: Words) -> None:
    """What the catalogue has is said in its words, what it lacks as the message stands."""
    assert polish.say("Sources") == "Źródła"
    assert polish.say("by %(date)s", date="1 maja") == "do 1 maja"
    assert polish.say("Matrix") == "Matrix"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 strona"),
        (2, "2 strony"),
        (4, "4 strony"),
        (5, "5 stron"),
        (12, "12 stron"),
        (22, "22 strony"),
        (0, "0 stron"),
    ],
)
def test_plurals_by_a_catalogue(polish: Words, number: int, said: str) -> None:
    """Each number takes the form the catalogue's rule gives it: Polish has three."""
    assert polish.count("%(n)s page", "%(n)s pages", number) == said


def test_dates_by_a_catalogue(polish: Words) -> None:
    """The words around a date come from the catalogue, the date from the language."""
    assert polish.date(parse("after 2015")) == "po 2015"
    assert polish.date(parse("2012/2015-06-09")) == "od 2012 do 9 czerwca 2015"


def test_the_nearest_catalogue_is_used(tmp_path: Path) -> None:
    """A project's own catalogue hides the bundled one, as a whole."""
    near = _catalogue(tmp_path / "near", "pl", POLISH.replace("Źródła", "Dowody"))
    far = _catalogue(tmp_path / "far", "pl", POLISH)
    assert Words("pl", [near, far]).say("Sources") == "Dowody"
    assert Words("pl", [far, near]).say("Sources") == "Źródła"


def test_without_a_catalogue_the_messages_stand(tmp_path: Path) -> None:
    """Another language's catalogue is not taken."""
    folder = _catalogue(tmp_path, "pl", POLISH)
    assert Words("cs", [folder]).catalogue is None
    assert Words("cs", [folder]).say("Sources") == "Sources"
