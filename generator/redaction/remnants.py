"""What of a person's name would still stand when the rest was taken out, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.load import FOLDER
from generator.nameforms import as_written, folded
from generator.problems import Place, Problem
from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A word of so many letters stands in no other by accident.
_LONG = 6


@dataclass(frozen=True)
class Remnants:
    """The *words* of a name to look for, folded; those to *leave*; the *pattern* of its forms."""

    words: frozenset[str]
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
                    _, whole = as_written(read, found.start(), len(found[0]))
                    yield _stands(Place(file, number, at + 1 if number else 0), shown, whole, line)

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


def _stands(place: Place, word: str, whole: str, line: str) -> Problem:
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
        fix = said(
            "Take it out: --also %(word)s; or, if somebody else is meant: --leave %(word)s",
            word=whole,
        )
    return Problem(place, "", what, fix)
