"""What of a person's name would still stand when the rest was taken out, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.load import FOLDER
from generator.nameforms import TELLING, as_written, folded
from generator.problems import Place, Problem
from generator.said import said
from generator.sounds import script_of, sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.said import Said

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile(r"[aeiou]+$")
# So many letters may a word have in a case more than by itself.
_ENDING = 4
# A word of so many letters stands in no other by accident.
_LONG = 6


@dataclass(frozen=True)
class Remnants:
    """The *words* of a name to look for, folded; those to *leave*; the *pattern* of its forms.

    *sounds* are those of its words, each with the script that it was written in.
    """

    words: frozenset[str]
    sounds: frozenset[tuple[str, str]]
    leave: tuple[str, ...]
    pattern: re.Pattern[str]

    def of(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Problem]:
        """Yield where a word of the name would stand still: in a text or an address, or a name.

        Both have the content of files by their names.
        """
        for file, content in after.items():
            if file.startswith(FOLDER) and file not in self.leave and not _is_text(content):
                yield _unread(file)
            found = [*self._found(file, content.decode("utf-8", "replace"))]
            # Lines will have moved: tell where it stands today, where that is the same places.
            text = before.get(file, b"").decode("utf-8", "replace")
            now = [*self._found(file, self.pattern.sub(_blank, text))] if found else []
            yield from now if len(now) == len(found) else found

    def _found(self, file: str, text: str) -> Iterator[Problem]:
        for number, line in enumerate([file, *text.splitlines()]):
            read = unquote(line)
            plain = folded(read)
            for word in sorted(word for word in self.words if word in plain):
                if found := next(self._holding(word, plain), None):
                    at, shown = as_written(read, found.start("word"), len(word))
                    start, whole = as_written(read, found.start(), len(found[0]))
                    place = Place(file, number, at + 1 if number else 0)
                    phrase = self._phrase(read, start, start + len(whole))
                    yield _stands(place, shown, whole, phrase, line)
            for heard in self._heard(read):
                place = Place(file, number, heard.start() + 1 if number else 0)
                yield _may_be(place, heard[0].lower())

    def _heard(self, line: str) -> Iterator[re.Match[str]]:
        """Yield the words of a line that sound like one of the name, in another script than it."""
        if line.isascii() and all(script == "Latin" for script, _ in self.sounds):
            return
        stays = set(map(folded, self.leave))
        for word in _WORD.finditer(line):
            script = script_of(word[0])
            if script and folded(word[0]) not in stays:
                heard = sound(word[0])
                if any(script != other and _alike(heard, one) for other, one in self.sounds):
                    yield word

    def _phrase(self, line: str, start: int, end: int) -> str:
        """Return a word with those beside it that belong to the name, initials among them."""
        words = [*_WORD.finditer(line)]
        own = [at for at, word in enumerate(words) if word.end() > start and word.start() < end]
        first, last = (own[0], own[-1]) if own else (0, -1)
        while first > 0 and self._is_beside(line, words[first - 1], words[first]):
            first -= 1
        while 0 <= last < len(words) - 1 and self._is_beside(line, words[last + 1], words[last]):
            last += 1
        until = words[last].end() if own else end
        until += line[until : until + 1] == "." and len(words[last][0]) == 1
        return line[words[first].start() if own else start : until].lower()

    def _is_beside(self, line: str, word: re.Match[str], other: re.Match[str]) -> bool:
        """Tell whether *word*, next to *other*, is one of the name or an initial of it."""
        begin, end = sorted((word, other), key=lambda found: found.start())
        plain, gap = folded(word[0]), line[begin.end() : end.start()]
        if not re.fullmatch(r"[., ]{1,2}", gap) or (gap.startswith(".") and len(begin[0]) > 1):
            return False
        if len(plain) == 1:
            return word[0].isupper() and any(one.startswith(plain) for one in self.words)
        return any(plain.startswith(one) for one in self.words)

    def _holding(self, word: str, line: str) -> Iterator[re.Match[str]]:
        """Yield the words of a line that hold *word*, but for those that may stay.

        A short one has to be their beginning: Mary is in no summary.
        """
        before = r"\w*?" if len(word) >= _LONG else r"(?<![^\W_])"
        stays = set(map(folded, self.leave))
        for found in re.finditer(rf"{before}(?P<word>{re.escape(word)})\w*", line):
            if found[0] not in stays:
                yield found


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def _unread(file: str) -> Problem:
    what = said("this is no text that can be looked through.")
    fix = said("Look yourself, then take it away, or let it stay: --leave %(file)s", file=file)
    return Problem(Place(file), "", what, fix)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", " ", found[0])


def _alike(heard: str, name: str) -> bool:
    """Tell whether what is heard is a word of a name, in whatever case."""
    stem = _VOWELS.sub("", name) if len(name) > TELLING else name
    return heard.startswith(stem) and len(heard) - len(stem) <= _ENDING


def _may_be(place: Place, word: str) -> Problem:
    what = said('"%(word)s" may be the name in other letters.', word=word)
    return Problem(place, "", what, _take_out(word, word))


def _stands(place: Place, word: str, whole: str, phrase: str, line: str) -> Problem:
    if not place.line:
        what = said('the name of the file holds "%(word)s".', word=word)
        fix = said("Rename it, or let it stay: --leave %(word)s", word=word)
    elif "://" in line:
        what = said('the address holds "%(word)s", and no label can stand there.', word=word)
        fix = said("Delete it, or let it stay: --leave %(word)s", word=word)
    else:
        what = said('"%(word)s" would stand here still.', word=whole)
        if whole != word:
            what = said('"%(whole)s" holds "%(word)s" and would stand.', whole=whole, word=word)
        fix = _take_out(f'"{phrase}"' if " " in phrase else phrase, whole)
    return Problem(place, "", what, fix)


def _take_out(form: str, word: str) -> Said:
    return said(
        "Take it out: --also %(form)s; or, if somebody else is meant: --leave %(word)s",
        form=form,
        word=word,
    )
