"""Texts as letters alone, however lines and words break, and the names of persons among them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from generator.sounds import sound, sounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WORD = re.compile(r"[^\W_]+")
# The number of a source may stand right after a word.
_RUN = re.compile(r"[^\W\d_]+|\d+")
# O'Neil may be printed as Oneil, and what is printed apart is found in one word.
_APOSTROPHE = re.compile("['\u2019`]")
_BETWEEN = re.compile(r"[\W_]+")
# What stands in a word and is no end of it: soft hyphens, spaces of no width.
_SOFT = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
# A hyphen at the end of a line: that of a divided word, or one that was typed. Readers of PDFs
# write U+0002 or U+FFFE for either.
_LINE_END = re.compile(r"[\x02\ufffe]\s*|[-\u2010]\s*\n\s*")
# So many letters may follow a name in one of its cases, Vandermeers, Ивановым, Ивановтың; names
# that are shorter stand in too many words.
_CASE_ENDING = 3
_LONG = 5
# With fewer letters a name that is run together is a part of too many words.
_TELLING = 8
_WITH_MIDDLE_NAME = 3
_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_VOWELS = re.compile(r"[aeiou]+$")
_OWN_ENDING = re.compile(r"(?:[иыо]й|[аеиоуыэюяйьіәө])$")


def squeezed(text: str) -> str:
    """Return the letters and digits of *text* alone: as they are, however lines and words break."""
    return _plain("".join(_BETWEEN.split(unicodedata.normalize("NFKC", text))))


def _plain(text: str) -> str:
    folded = text.casefold()
    return folded if folded.isascii() else folded.translate(_bare())


@cache
def _bare() -> dict[int, str]:
    """Return the letters that are also written without their accents, and how."""
    latin = map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    bases = {ord(sign): unicodedata.normalize("NFKD", sign)[0] for sign in latin}
    others = {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
    # The dotless i, and Фёдор, who is printed as Федор; й is no и with an accent. One apostrophe
    # counts as a letter.
    return bases | str.maketrans(others | {"\u0131": "i", "\u0451": "\u0435", "\u02bc": ""})


class Letters:
    """A text as its letters alone, which still knows where its words begin and end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.all = squeezed(text)

    @cached_property
    def whole(self) -> frozenset[int]:
        """Return where words begin, those that a line divides being whole."""
        return frozenset(_beginnings(_LINE_END.sub("", self._normal)))

    @cached_property
    def apart(self) -> frozenset[int]:
        """Return where words begin, what stands before a hyphen at a line's end being one."""
        return frozenset(_beginnings(self._normal))

    @cached_property
    def sounded(self) -> Letters:
        """Return the text with each word as it sounds, in whatever script it is written."""
        return Letters(sounded(_LINE_END.sub("", self._normal)))

    @cached_property
    def _normal(self) -> str:
        return _SOFT.sub("", unicodedata.normalize("NFKC", self._text))


def _beginnings(text: str) -> Iterator[int]:
    """Yield where among the letters of *text* a word begins, and where the last one ends.

    Where a small letter is followed by a capital, two words were set without a space.
    """
    words = (part for word in _RUN.findall(text) for part in _parts(word))
    yield from accumulate((len(_plain(word)) for word in words), initial=0)


def _parts(word: str) -> Iterator[str]:
    if word.islower() or word.isupper() or word.istitle():
        yield word
        return
    start = 0
    for at in range(1, len(word)):
        if word[at - 1].islower() and word[at].isupper():
            yield word[start:at]
            start = at
    yield word[start:]


class Name:
    """The name of a person, as it is found in running text: in whole words, and in its cases.

    A short name (Ann) is found as a word by itself only. Longer words may have an ending; those in
    Cyrillic letters may have another one than they have by themselves (Сергей, Сергеем). The
    surname may stand first, a middle name be left out, and all be one word, as in an address. Of a
    name of several words it is enough that they sound like it, in another script or spelling.
    """

    def __init__(self, name: str) -> None:
        whole = _APOSTROPHE.sub("", unicodedata.normalize("NFKC", name))
        words = [_plain(word) for word in _WORD.findall(whole)]
        self._forms = [_Form([*form]) for form in dict.fromkeys(_orders(words)) if form]
        heard = [*filter(None, map(sound, _WORD.findall(whole)))] if len(words) > 1 else []
        enough = len(heard) == len(words) and sum(map(len, heard)) >= _TELLING
        orders = dict.fromkeys(_orders(heard)) if enough else ()
        self._heard = [_Form([*form], bends=True) for form in orders]

    def stands_in(self, text: Letters) -> bool:
        """Tell whether the person is named in *text*."""
        return any(form.stands_in(text) for form in self._forms) or any(
            form.stands_in(text.sounded) for form in self._heard
        )


def _orders(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the words of a name in the orders they are used in, the usual one first."""
    for first in range(len(words)):
        yield (*words[first:], *words[:first])
    if len(words) == _WITH_MIDDLE_NAME:
        yield (words[0], words[-1])
        yield (words[-1], words[0])


class _Form:
    """The words of a name in one order; where they are sounds, they *bend* as in any language."""

    def __init__(self, words: list[str], *, bends: bool = False) -> None:
        make = _Sound if bends else _Word
        self._words = [make(word, alone=len(words) == 1) for word in words]
        self._is_short = all(len(word) < _LONG for word in words)
        self._may_be_one = sum(map(len, words)) >= _TELLING
        self._longest = max((word.stem for word in self._words), key=len)

    def stands_in(self, text: Letters) -> bool:
        """Tell whether these words stand in *text*."""
        if self._longest not in text.all:
            return False
        # Whether a hyphen at a line's end divides a word is not known: for a name that is hardly
        # a part of another word, either way counts.
        begins = text.whole if self._is_short else text.whole | text.apart

        def ends(word: _Word, end: int) -> bool:
            return any(_ends(end, more, begins, text.whole) for more in word.endings)

        def is_whole(word: _Word, _: int, start: int, end: int) -> bool:
            return start in begins and ends(word, end)

        def goes_on(word: _Word, before: int, start: int, end: int) -> bool:
            if word is self._words[0]:
                return start in begins and begins.isdisjoint(range(start + 1, end))
            return begins.isdisjoint(range(before, end))

        if self._walk(text.all, is_whole):
            return True
        run_together = self._walk(text.all, goes_on) if self._may_be_one else ()
        return any(ends(self._words[-1], end) for end in run_together)

    def _walk(self, letters: str, fits: Callable[[_Word, int, int, int], bool]) -> set[int]:
        """Return where the last word may end, if each begins a few letters after the one before.

        *fits* is asked of a word where the one before it ended, and where it begins and ends.
        """
        first, *others = self._words
        length = len(first.stem)
        places = _places(first.stem, letters)
        ends = {at + length for at in places if fits(first, at, at, at + length)}
        for word in others:
            length = len(word.stem)
            ends = {
                at + length
                for end in ends
                for at in range(end, end + _CASE_ENDING + 1)
                if letters.startswith(word.stem, at) and fits(word, end, at, at + length)
            }
        return ends


def _places(part: str, letters: str) -> Iterator[int]:
    """Yield where *part* stands, also where it overlaps itself."""
    at = letters.find(part)
    while at >= 0:
        yield at
        at = letters.find(part, at + 1)


def _ends(at: int, more: int, begins: frozenset[int], whole: frozenset[int]) -> bool:
    """Tell whether a word ends *more* letters after *at*, and no word before that."""
    return at + more in begins and whole.isdisjoint(range(at, at + more))


class _Word:
    """A word of a name: what all its cases have in common, and how many letters may follow."""

    def __init__(self, word: str, *, alone: bool) -> None:
        is_cyrillic = bool(_CYRILLIC.fullmatch(word))
        is_long = len(word) >= _LONG
        self.stem, self.endings = word, range(1)
        if is_long or (is_cyrillic and not alone):
            self.endings = range(_CASE_ENDING + 1)
        if is_cyrillic and len(self.endings) > 1:
            stem = _OWN_ENDING.sub("", word)
            # A stem by itself is another name: that of a man, where the woman's is looked for.
            if stem != word and len(stem) >= (_LONG - 1 if alone else _CASE_ENDING):
                self.stem, self.endings = stem, range(1, _CASE_ENDING + 1)


class _Sound(_Word):
    """A word of a name as it sounds: its last vowels may be others, in another case."""

    def __init__(self, word: str, *, alone: bool) -> None:
        super().__init__(word, alone=alone)
        self.endings = range(_CASE_ENDING + 1)
        stem = _VOWELS.sub("", word)
        if stem != word and len(stem) > 1:
            self.stem, self.endings = stem, range(1, _CASE_ENDING + 1)
