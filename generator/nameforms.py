"""The forms of a person's name as they may be written: what is taken out, and what is told.

`names` looks for a name in what is printed; this is for the data, where each sign counts.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands in a word and is not seen: soft hyphens, spaces of no width.
_UNSEEN = "[\u00ad\u200b-\u200d\u2060\ufeff]"
# Between the words of a name: also where a remark goes on in its next line.
_BLANK = rf"(?:[^\S\r\n]|{_UNSEEN})"
_GAP = rf"(?:{_BLANK}+|{_BLANK}*(?:\r\n|\r|\n){_BLANK}*(?:#{_BLANK}*)?)"
# Signs that are typed for one another.
_ALIKE = ("'\u2019\u2018\u02bc`\u00b4", "-\u2010\u2011\u2013", "её")
# Cyrillic letters that look like Latin ones, and stand for them in many a text.
_LOOKS = str.maketrans("аеорсухіһјѕкмтвн", "aeopcyxihjskmtbh")
# Words that are shorter may belong to anything; they are looked for with the whole name only.
TELLING = 4
_WITH_MIDDLE_NAME, _MOST_WORDS = 3, 4
_ENDINGS = "аяйьоеиыуюэ"


def pattern_of(form: str) -> str:
    """Return a pattern for a form of a name, in Cyrillic with the endings of its cases.

    A capital has to be one: nobody called Will is meant where something will be. Whoever gives a
    form in small letters means any.
    """
    words = [_word(word) for word in unicodedata.normalize("NFC", form).split()]
    return rf"(?<!\w){_GAP.join(words)}(?!\w)"


def words_of(form: str) -> list[str]:
    """Return the words of a form of a name."""
    return re.findall(r"\w+", re.sub(_UNSEEN, "", unicodedata.normalize("NFC", form)))


def turned(form: str) -> Iterator[str]:
    """Yield a name of a few words with the surname, first or last as it may be, at the other end.

    And of three words without the middle one.
    """
    words = form.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return
    orders = [words] if len(words) != _WITH_MIDDLE_NAME else [words, [words[0], words[-1]]]
    for first, *rest in orders:
        *others, last = (first, *rest)
        yield " ".join((first, *rest))
        for between in (" ", ", "):
            yield between.join((last, " ".join(others)))
            yield f"{' '.join(rest)}{between}{first}"


def folded(text: str) -> str:
    """Return *text* without what may be written in one way or another: capitals, accents, signs."""
    plain = unicodedata.normalize("NFKD", text)
    if not plain.isascii():
        plain = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf"))
    return plain.casefold().translate(_LOOKS)


def as_written(text: str, at: int, length: int) -> tuple[int, str]:
    """Return where in *text* a piece of what it is when folded begins, and how it is written."""
    places = [index for index, sign in enumerate(text) for _ in folded(sign)]
    start, last = places[at], places[at + length - 1]
    return start, text[start : last + 1].lower()


def _word(word: str) -> str:
    is_cyrillic = word.isalpha() and unicodedata.name(word[0], "").startswith("CYRILLIC")
    if not is_cyrillic or len(word) < TELLING:
        return _letters(word)
    stem = word[:-1] if word[-1].lower() in _ENDINGS else word
    return _letters(stem) + r"\w{0,6}"


def _letters(word: str) -> str:
    return f"{_UNSEEN}*".join(map(_letter, word))


def _letter(sign: str) -> str:
    alike = next((group for group in _ALIKE if sign.lower() in group), sign)
    shown = alike.upper() if sign.isupper() else alike
    ways = {way for one in shown for way in (one, unicodedata.normalize("NFD", one))}
    # The longest first: an accent that is a sign of its own belongs to its letter.
    found = "|".join(re.escape(way) for way in sorted(ways, key=lambda way: (-len(way), way)))
    return f"(?-i:{found})" if sign.isupper() else f"(?:{found})" if len(ways) > 1 else found
