"""The finished paper against everything that was withheld from its reader."""

from __future__ import annotations

import re
import sys
from base64 import b64decode
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.names import Letters, Name
from generator.said import said, said_by
from generator.withheld import PIECE
from generator.written import UnreadableError, Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.said import Said
    from generator.withheld import Passage

_TAG = re.compile(r"<[^<>]*>")
# A letter by its number: in JSON, and in a style sheet.
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\([0-9a-fA-F]{1,6})\s?")
_DRAWING = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/]+=*)")


class LeakError(Exception):
    """A paper holds what its reader may not see; the message says where, and of which record.

    `passage` is what was found, unless a paper could not be looked through.
    """

    def __init__(self, message: Said, passage: Passage | None = None) -> None:
        super().__init__(message)
        self.passage = passage


class Guard:
    """Looks for passages in files."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.passages = [*passages]
        self._pieces = {p: found for found in self.passages for p in found.pieces}
        self._short = [piece for piece in self._pieces if len(piece) != PIECE]
        self._names = [(Name(found.name), found) for found in self.passages if found.name]

    def refuse_leaks(self, name: str, content: bytes, place: str = "") -> None:
        """Raise LeakError if a file holds a passage, or *place*, its folder; it is not repeated.

        One that cannot be looked through is refused too.
        """
        if not self.passages:
            return
        for passage in self._found(f"{place}/{name}"):
            raise _leak(name, said("the name of its folder"), passage)
        is_pdf = content.startswith(b"%PDF")
        try:
            written = Written(content) if is_pdf else None
            read = written.pages() if written else [content.decode()]
            hidden = written.unprinted() if written else ""
        except UnreadableError as error:
            why = said_by(error)
            cannot = said("%(file)s: cannot be looked through: %(why)s.", file=name, why=why)
            raise LeakError(cannot) from error
        read = [text + _read_out(text) for text in read]
        # The pages as one: what begins on one of them may end on the next.
        for passage in self._found("\n".join(read)):
            raise _leak(name, self._page_of(read) if is_pdf else said("its text"), passage)
        for passage in self._found(hidden + _read_out(hidden)):
            raise _leak(name, said("what is not printed"), passage)

    def _found(self, text: str) -> Iterator[Passage]:
        letters = Letters(text)
        squeezed = letters.all
        for at in range(len(squeezed) - PIECE + 1):
            if squeezed[at : at + PIECE] in self._pieces:
                yield self._pieces[squeezed[at : at + PIECE]]
        yield from (self._pieces[piece] for piece in self._short if piece in squeezed)
        yield from (passage for name, passage in self._names if name.stands_in(letters))

    def _page_of(self, read: list[str]) -> Said:
        for number, text in enumerate(read, 1):
            if any(self._found(text)):
                return said("page %(page)s", page=number)
        return said("from page to page")


def _leak(name: str, place: Said, passage: Passage) -> LeakError:
    what = said(
        "%(file)s, %(place)s: holds what is withheld from its reader: %(record)s.",
        file=name,
        place=place,
        record=passage.record,
    )
    return LeakError(what, passage)


def _read_out(text: str) -> str:
    """Return *text* again as links, markup, styles and JSON mean it, where that is another."""
    other = _DRAWING.sub(_drawn, text)
    other = unquote(other) if "%" in other else other
    if "<" in other:
        other = _TAG.sub("", other)
    if "&" in other:
        other = unescape(other)
    if "\\" in other:
        other = _ESCAPED.sub(_escaped, other)
    return "" if other == text else f"\n{other}"


def _drawn(found: re.Match[str]) -> str:
    return b64decode(found[1] + "==").decode(errors="ignore")


def _escaped(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number <= sys.maxunicode else found[0]
