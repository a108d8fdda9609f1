"""All that is written in a finished PDF: on its pages, and where nobody sees it printed.

Pages are read by the engine that browsers read them with. The rest is read from the file itself,
every string in it wherever it stands, so that no place has to be known: titles, bookmarks, links,
the names, values and tooltips of fields, words that stand for pictures or for other words (in the
tree of tags and in the drawing of a page), attachments with their names.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from generator.said import said

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_STREAM = re.compile(rb">>\s*stream\r?\n")
_OBJECT = re.compile(rb"(?:^|\s)(\d+) \d+ obj\b")
_LENGTH = re.compile(rb"/Length (\d+)(?! \d+ R)")
_REFERENCE = re.compile(rb"(\d+) \d+ R")
# Streams without words: fonts and what their signs mean; pictures, and where objects stand.
_SILENT = re.compile(rb"/(?:FontFile[23]?|ToUnicode|CIDToGIDMap|CIDSet) (\d+) \d+ R")
_NO_WORDS = re.compile(rb"/Subtype\s*/Image\b|/Type\s*/XRef\b|/Length1 ")
_DRAWN = re.compile(rb"/Contents\s*(?:(\d+ \d+ R)|\[([\d\sR]*)\])")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
# In a drawing, a property list that tells more than the number of a tag: words may stand there.
_PROPERTIES = re.compile(rb"<<(?!\s*/MCID \d+\s*>>)|/\S+\s+/\S+\s+(?:BDC|DP)\b")
_NESTED = rb"\((?:[^()\\]++|\\.|%s)*+\)"
_STRING = re.compile(
    (_NESTED % (_NESTED % (_NESTED % rb"(?!)"))) + rb"|<[0-9A-Fa-f\s]*+>(?!>)", re.DOTALL
)
_NAME = re.compile(rb"/([^\s/<>\[\]()%{}]+)")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PACKED = re.compile(rb"/Filter\s*(?:\[\s*)?/FlateDecode\s*(?:\]|/(?!DecodeParms)|>>)")
_MARKS = (("utf-16", (b"\xfe\xff", b"\xff\xfe")), ("utf-8-sig", (b"\xef\xbb\xbf",)))


class UnreadableError(Exception):
    """A PDF is not as ours are, so that something in it might be overlooked."""


@dataclass(frozen=True)
class _Stream:
    """A stream of a file: its number, how it is described, and what it holds."""

    number: bytes
    told: bytes
    held: bytes


class Written:
    """What is written in a PDF; UnreadableError if some of it cannot be read."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        plain, self._streams = _parts(content)
        packed = [one.held for one in self._streams if b"/ObjStm" in one.told]
        self._objects = b"\n".join([plain, *packed, *(one.told for one in self._streams)])
        numbers = _REFERENCE.findall(b" ".join(map(b" ".join, _DRAWN.findall(self._objects))))
        self._drawn = {*numbers, *(n.number for n in self._streams if _FORM.search(n.told))}

    def pages(self) -> list[str]:
        """Return the text of each page, with that of its fields as they are drawn."""
        from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - only a build needs it

        try:
            pdf = PdfDocument(self._content)
        except PdfiumError as error:
            raise UnreadableError(said("it is damaged")) from error
        try:
            if b"/AP" in self._objects:
                _draw_fields(pdf)
            read = [page.get_textpage().get_text_range() for page in pdf]
        finally:
            pdf.close()
        if not self._stands_for_others():
            return read
        return [*map("\n".join, zip(read, self._beneath(), strict=True))]

    def unprinted(self) -> str:
        """Return every string that is not drawn on a page, and every text that is attached."""
        told = [*_strings(self._objects), *sorted(map(_name, {*_NAME.findall(self._objects)}))]
        silent = {*_SILENT.findall(self._objects)}
        for one in self._streams:
            if one.number in self._drawn:
                told += _strings(one.held) if _PROPERTIES.search(one.held) else ()
            elif one.number not in silent and b"/ObjStm" not in one.told:
                told.append(one.held.decode(errors="ignore"))
        return "\n".join(told)

    def _stands_for_others(self) -> bool:
        """Tell whether words may stand for others in a drawing: then those are read, not these."""
        return any(
            one.number in self._drawn and _PROPERTIES.search(one.held) for one in self._streams
        )

    def _beneath(self) -> list[str]:
        """Return what is drawn on each page, whatever words are said to stand for it."""
        from pypdf import PdfReader  # noqa: PLC0415 - slow, and no paper of ours needs it

        return [page.extract_text() for page in PdfReader(BytesIO(self._content)).pages]


def _draw_fields(pdf: PdfDocument) -> None:
    """Make what fields and remarks look like a part of the pages, in memory."""
    from pypdfium2 import raw  # noqa: PLC0415

    for page in pdf:
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
        page.close()


def _parts(content: bytes) -> tuple[bytes, list[_Stream]]:
    """Return what of a file is no stream, and its streams."""
    if b"/Encrypt" in content:
        raise UnreadableError(said("it is encrypted"))
    plain, streams, at = [], [], 0
    while found := _STREAM.search(content, at):
        before = content[at : found.start() + 2]
        begun = [*_OBJECT.finditer(before)][-1:]
        told = before[begun[0].end() :] if begun else b""
        length = _LENGTH.search(told)
        end = found.end() + (int(length[1]) if length else 0)
        if not begun or not content[end : end + 11].lstrip().startswith(b"endstream"):
            raise UnreadableError(said("it is damaged"))
        streams.append(_Stream(begun[0][1], told, _unpacked(told, content[found.end() : end])))
        plain.append(before[: begun[0].end()])
        at = end
    return b"".join([*plain, content[at:]]), streams


def _unpacked(told: bytes, held: bytes) -> bytes:
    """Return what a stream holds; nothing where no words can be."""
    if _NO_WORDS.search(told):
        return b""
    if b"/Filter" not in told:
        return held
    try:
        if _PACKED.search(told) and b"/DecodeParms" not in told:
            return zlib.decompress(held)
    except zlib.error as error:
        raise UnreadableError(said("it is damaged")) from error
    raise UnreadableError(said("it is packed in an unknown way"))


def _strings(held: bytes) -> list[str]:
    return [_decoded(_bytes_of(found)) for found in _STRING.findall(held)]


def _bytes_of(written: bytes) -> bytes:
    """Return what a string stands for as it is written in a file: (...) or <...>."""
    if written.startswith(b"<"):
        digits = b"".join(written[1:-1].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return _ESCAPE.sub(_escaped, written[1:-1]) if b"\\" in written else written[1:-1]


def _escaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes([int(found[1], 8) & 255])
    if found[2] in (b"\n", b"\r", b"\r\n"):  # a line that goes on
        return b""
    return _ESCAPED.get(found[2], found[2])


def _decoded(held: bytes) -> str:
    for encoding, marks in _MARKS:
        if held.startswith(marks):
            return held.decode(encoding, errors="ignore")
    return held.decode("latin-1")


def _name(written: bytes) -> str:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda n: bytes.fromhex(n[1].decode()), written).decode(
        errors="ignore"
    )
