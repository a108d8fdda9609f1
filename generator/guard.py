"""The finished paper against everything that was withheld from its reader."""

from __future__ import annotations

import re
from hashlib import blake2b
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.said import said
from generator.withheld import PIECE, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pypdf import PageObject, PdfReader

    from generator.said import Said
    from generator.withheld import Passage

# What a stream of a PDF may be besides a drawing: its text is read as it is.
_TOLD = ("/Metadata", "/EmbeddedFile")


_TAG = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


class LeakError(Exception):
    """A paper holds what its reader may not see; the message says where, and of which record."""


class Guard:
    """Looks for passages in files, and reads a page that several of them share only once."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.passages = [*passages]
        self._read: dict[bytes, str] = {}

    def refuse_leaks(self, name: str, content: bytes) -> None:
        """Raise LeakError if a file holds a passage; what it says is not repeated."""
        if not self.passages:
            return
        is_pdf = content.startswith(b"%PDF")
        places = self._places(content) if is_pdf else [(said("its text"), content.decode())]
        for place, text in places:
            for passage in self._found(squeezed(text + _read_out(text))):
                raise LeakError(
                    said(
                        "%(file)s, %(place)s: holds what is withheld from its reader: %(record)s.",
                        file=name,
                        place=place,
                        record=passage.record,
                    )
                )

    def _found(self, text: str) -> Iterator[Passage]:
        pieces = {text[at : at + PIECE] for at in range(max(len(text) - PIECE, 0) + 1)}
        for passage in self.passages:
            if any(p in pieces if len(p) == PIECE else p in text for p in passage.pieces):
                yield passage

    def _places(self, content: bytes) -> Iterator[tuple[Said, str]]:
        """Yield each place of a PDF with all that is written there."""
        from pypdf import PdfReader  # noqa: PLC0415 - 0.2 s that only a build needs

        reader = PdfReader(BytesIO(content))
        pages = [self._text_of(page) for page in reader.pages]
        yield from ((said("page %(page)s", page=n), text) for n, text in enumerate(pages, 1))
        # What begins on one page and ends on the next.
        yield said("from page to page"), "".join(pages)
        # Titles, bookmarks, links, fields, what stands for pictures, names of attachments.
        yield said("what is not printed"), "\n".join(_strings(reader))

    def _text_of(self, page: PageObject) -> str:
        drawn = page.get_contents()
        key = blake2b(b"" if drawn is None else drawn.get_data()).digest()
        if key not in self._read:
            self._read[key] = page.extract_text()
        return self._read[key]


def _read_out(text: str) -> str:
    """Return *text* again as links, markup and JSON mean it, where that is something else."""
    other = unquote(text) if "%" in text else text
    if "<" in other:
        other = _TAG.sub("", other)
    if "&" in other:
        other = unescape(other)
    if "\\u" in other:
        other = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), other)
    return "" if other == text else f"\n{other}"


def _strings(reader: PdfReader) -> Iterator[str]:
    """Yield every string of every object of a PDF, and the content of what is attached to it."""
    from pypdf.generic import StreamObject  # noqa: PLC0415

    numbers = {*reader.xref_objStm, *(n for found in reader.xref.values() for n in found)}
    for number in sorted(numbers):
        found = reader.get_object(number)
        yield from _of(found)
        if isinstance(found, StreamObject) and found.get("/Type") in _TOLD:
            yield found.get_data().decode(errors="ignore")


def _of(found: object) -> Iterator[str]:
    from pypdf.generic import ByteStringObject, IndirectObject, NameObject  # noqa: PLC0415

    if isinstance(found, dict):
        for value in found.values():
            yield from _of(value)
    elif isinstance(found, list):
        for value in found:
            yield from _of(value)
    elif isinstance(found, ByteStringObject):
        yield found.decode("latin-1")
    elif isinstance(found, str) and not isinstance(found, NameObject | IndirectObject):
        yield str(found)
