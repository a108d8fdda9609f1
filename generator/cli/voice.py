"""The language in which the command line speaks to a person.

It is that of --ui-lang, else that of the environment. JSON is for programs, and the same in every
language.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING

from generator.assets import bundled
from generator.said import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.words import Words

DOMAIN = "accede-cli"
ENGLISH = "en"


class _Voice:
    """What this process speaks with; nothing, for English."""

    words: Words | None = None


_voice = _Voice()


def languages() -> list[str]:
    """Return the languages there are: English, and those with a catalogue."""
    found = bundled("templates").glob(f"locales/*/LC_MESSAGES/{DOMAIN}.po")
    return [ENGLISH, *sorted(path.parts[-3] for path in found)]


def of_environment(environment: Mapping[str, str]) -> str:
    """Return the language of *environment*, found as gettext finds it; English where it is none.

    LANGUAGE lists languages by preference, and counts for nothing where the locale is plain C.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    listed = "" if locale in ("C", "POSIX") else environment.get("LANGUAGE", "")
    known = languages()
    for wanted in (listed or locale).split(":"):
        language = re.split(r"[_.@]", wanted)[0].lower()
        if language in known:
            return language
    return ENGLISH


def speak(language: str) -> None:
    """Speak *language* from here on: one of those there are."""
    words = None if language == ENGLISH else _words_of(language)
    _voice.words = words if words and _has_letters_for(words) else None


@cache
def _words_of(language: str) -> Words:
    from generator.words import Words  # noqa: PLC0415 - English needs no Babel

    return Words(language, (bundled("templates"),), DOMAIN)


def speaks_english() -> bool:
    """Tell whether everything is said as it stands in the code."""
    return _voice.words is None


def spoken(message: str) -> str:
    """Return *message* in the language that is spoken; what is not marked for it stays."""
    return str(message) if _voice.words is None else _in(_voice.words, message)


def _in(words: Words, message: object) -> str:
    if not isinstance(message, Said) or not message.message:
        return str(message)
    values = {name: _in(words, value) for name, value in message.values.items()}
    if message.plural:
        return words.count(message.message, message.plural, message.number, **values)
    return words.say(message.message, **values)


def _has_letters_for(words: Words) -> bool:
    """Tell whether this terminal can print what *words* says: one in an old encoding may not."""
    text = words.catalogue.read_text(encoding="utf-8") if words.catalogue else ""
    try:
        for stream in (sys.stdout, sys.stderr):
            text.encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
