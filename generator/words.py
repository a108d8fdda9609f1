"""The words of one language: catalogue, dates, numbers, plurals."""

from __future__ import annotations

import gettext
import re
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal

from generator.dates import PartialDate
from generator.files import RefusedError
from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from datetime import date as Day  # noqa: N812 - date is a method here
    from pathlib import Path

    from generator.dates import Point

# English papers for international bodies write "21 November 2026".
_LOCALES = {"en": "en_GB"}
_SKELETONS = {"year": "y", "month": "yMMMM"}
# Official Kazakh writes the word for year out.
_PATTERNS = {"kk": {"month": "y 'жылғы' MMMM", "day": "y 'жылғы' d MMMM"}}
_FIRST = {"fr": (re.compile(r"\b1 (?=\D)"), "1er ")}
# Signs that part the words of a line, where a script has its own.
_COMMAS = {"Arab": "،"}
_SEMICOLONS = {"Arab": "؛"}


class Words:
    """Speaks one language; made from its code and the folders that may hold its catalogue.

    *domain* is what speaks: the papers, or the command line.
    """

    def __init__(self, language: str, folders: Sequence[Path] = (), domain: str = "accede") -> None:
        self.language = language
        self.folders = folders
        try:
            self.locale = Locale.parse(_LOCALES.get(language, language.replace("-", "_")))
        except (UnknownLocaleError, ValueError) as error:
            unknown = said('there are no words in "%(language)s".', language=language)
            raise RefusedError(unknown) from error
        self.catalogue = next(
            (found for folder in folders if (found := folder / _file(language, domain)).is_file()),
            None,
        )

    @cached_property
    def script(self) -> str:
        """Return the script the language is written in, by its ISO 15924 code: Latn, Arab."""
        likely = get_global("likely_subtags").get(self.locale.language, "")
        return self.locale.script or (parse_locale(likely)[2] if likely else None) or ""

    @property
    def runs_leftwards(self) -> bool:
        """Tell whether the language is written from right to left."""
        return self.locale.text_direction == "rtl"

    @property
    def comma(self) -> str:
        """Return the comma of the script."""
        return _COMMAS.get(self.script, ",")

    @property
    def semicolon(self) -> str:
        """Return the semicolon of the script."""
        return _SEMICOLONS.get(self.script, ";")

    @cached_property
    def translations(self) -> gettext.NullTranslations:
        """Return the catalogue read from its .po file; English needs none."""
        if self.catalogue is None:
            return gettext.NullTranslations()
        from babel.messages.mofile import write_mo  # noqa: PLC0415 - English never needs them
        from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

        compiled = BytesIO()
        try:
            with self.catalogue.open("rb") as file:
                write_mo(compiled, read_po(file, locale=self.language, abort_invalid=True))
            compiled.seek(0)
            return gettext.GNUTranslations(compiled)
        except (PoFileError, ValueError, LookupError) as error:
            raise self._no_catalogue() from error

    def _no_catalogue(self) -> RefusedError:
        file = self.catalogue.name if self.catalogue else ""
        what = said("%(file)s (%(language)s) is no catalogue of accede.", file=file,
                    language=self.language)  # fmt: skip
        return RefusedError(what)

    def say(self, message: str, /, **values: object) -> str:
        """Return *message* in this language, its %(name)s filled in."""
        words = self.translations.gettext(message)
        return self._filled(words, values) if values else words

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return the form of the message for *number*, which fills in %(n)s."""
        filled = {"n": self.number(number), **values}
        return self._filled(self.translations.ngettext(one, many, number), filled)

    def _filled(self, words: str, values: Mapping[str, object]) -> str:
        """Return *words*, which somebody may have translated amiss, with *values* in them."""
        try:
            return words % values
        except (KeyError, ValueError, TypeError) as error:
            raise self._no_catalogue() from error

    def listed(self, parts: Iterable[str]) -> str:
        """Return *parts*, less empty ones, with this script's comma between them."""
        return f"{self.comma} ".join(part for part in parts if part)

    def number(self, number: float) -> str:
        """Return a number as this language writes it."""
        return format_decimal(number, locale=self.locale)

    def date(self, when: PartialDate | date) -> str:
        """Return a date in words, as precise as it is known."""
        if not isinstance(when, PartialDate):
            return self._formatted(when, "day")
        if when.after:
            return self.say("after %(date)s", date=self._point(when.start))
        if not when.is_range:
            return self._point(when.start)
        patterned = when.start.precision in _PATTERNS.get(self.language, {})
        if when.start.precision == when.end.precision != "day" and not patterned:
            skeleton = _SKELETONS[when.start.precision]
            return format_interval(when.start.first, when.end.first, skeleton, locale=self.locale)
        start, end = self._point(when.start), self._point(when.end)
        return self.say("%(start)s to %(end)s", start=start, end=end)

    def _point(self, point: Point) -> str:
        return self._formatted(point.first, point.precision)

    def _formatted(self, day: Day, precision: str) -> str:
        """Return a day, or no more of it than its month or its year."""
        if pattern := _PATTERNS.get(self.language, {}).get(precision):
            return format_date(day, pattern, locale=self.locale)
        if precision != "day":
            return format_skeleton(_SKELETONS[precision], day, locale=self.locale)
        said = format_date(day, "long", locale=self.locale)
        first, ordinal = _FIRST.get(self.language, (None, ""))
        return first.sub(ordinal, said) if first and day.day == 1 else said


def spoken_in(language: str) -> tuple[str, ...]:
    """Return the languages of a paper: one, or the two of kk+ru, which stand side by side."""
    return tuple(language.split("+"))


def singly(languages: Iterable[str]) -> tuple[str, ...]:
    """Return every language of *languages* once, those that stand side by side too."""
    return tuple(dict.fromkeys(one for language in languages for one in spoken_in(language)))


def languages(folders: Sequence[Path]) -> list[str]:
    """Return the languages there are words in: English, and those with a catalogue."""
    found = {path.parts[-3] for f in folders for path in f.glob("locales/*/LC_MESSAGES/accede.po")}
    return ["en", *sorted(found)]


def _file(language: str, domain: str) -> str:
    return f"locales/{language}/LC_MESSAGES/{domain}.po"
