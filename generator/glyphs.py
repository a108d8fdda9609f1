"""Which letter each glyph of an Arabic face is, so that text can be searched and copied.

An engine that writes what a glyph stood for at its first place is right where one glyph is one
letter. In Arabic a letter and the signs on it are set as one: it gives all of them to one glyph,
and nothing to the others. What the face calls a glyph (uni0645.medi, uni0651) settles it.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A line of the map from glyphs to text, both in hex digits.
_LINE = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]*)>$")
_ONE_LETTER = len("0627")
_NAME = re.compile(r"uni(0[67][0-9A-F]{2})(\.|$)")
# A stroke that the face puts between two letters to join them is no letter of the text.
_STROKE = "uni0640."
_ARABIC = re.compile("[\u0600-\u06ff]")


def is_arabic(texts: Iterable[str]) -> bool:
    """Tell whether any of *texts* is in Arabic letters."""
    return any(map(_ARABIC.search, texts))


def by_name(lines: Iterable[bytes], face: bytes) -> list[bytes]:
    """Return the *lines* of a map, those without just one letter by the names of the *face*."""
    names = _glyph_names(face)
    return [_LINE.sub(partial(_named, names), line) for line in lines]


@lru_cache(maxsize=4)
def _glyph_names(face: bytes) -> Mapping[int, str]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - comes with WeasyPrint

    return dict(enumerate(TTFont(BytesIO(face), lazy=True).getGlyphOrder()))


def _named(names: Mapping[int, str], line: re.Match[bytes]) -> bytes:
    name = names.get(int(line[1], 16), "")  # a letter that is missing has none
    letter = _NAME.match(name)
    if name.startswith(_STROKE):
        return b"<%b> <>" % line[1]
    if len(line[2]) == _ONE_LETTER or not letter:
        return line[0]
    return b"<%b> <%b>" % (line[1], letter[1].lower().encode())
