"""A paper as one HTML file: its styles and the letters it uses are inside; no Pango needed."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from typing import TYPE_CHECKING

from generator import assets

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Whatever a project's own styles and templates name: the reader's browser fetches, runs and sends
# nothing. What is inside the file is shown.
_NOTHING_FETCHED = (
    '<meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'\">"
)
_ATTRIBUTES = r"""(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?"""
# Before it nothing may stand that a browser fetches; a frame of other make gets it all the same.
_FIRST = re.compile(
    rf"\s*(?:<!doctype[^>]*>\s*)?(?:<html{_ATTRIBUTES}>\s*)?(?:<head{_ATTRIBUTES}>)?", re.IGNORECASE
)
_URL = re.compile(r"url\(([^)]+\.ttf)\)")


def standalone(html: str, sheets: Iterable[Path], folders: tuple[Path, ...]) -> str:
    """Return *html* with the *sheets* in it, and in them the fonts, cut to the letters used."""
    letters = "".join(sorted(set(html)))
    styles = "\n".join(_with_fonts(sheet, letters, folders) for sheet in sheets)
    styled = html.replace("</head>", f"<style>\n{styles}\n</style>\n</head>", 1)
    return _FIRST.sub(lambda found: f"{found[0]}\n{_NOTHING_FETCHED}", styled, count=1)


def faces(sheet: Path, folders: tuple[Path, ...]) -> list[Path]:
    """Return the font files that a style sheet names."""
    names = _URL.findall(sheet.read_text(encoding="utf-8"))
    return [assets.beside(sheet, name, folders) for name in names]


def _with_fonts(sheet: Path, letters: str, folders: tuple[Path, ...]) -> str:
    """Return a style sheet whose font addresses are the fonts themselves."""

    def inside(match: re.Match[str]) -> str:
        font = _subset(assets.beside(sheet, match[1], folders), letters)
        return f"url(data:font/woff2;base64,{base64.b64encode(font).decode()})"

    return _URL.sub(inside, sheet.read_text(encoding="utf-8"))


def _subset(font: Path, letters: str) -> bytes:
    """Return the font with the letters used and no others, as WOFF2."""
    from fontTools import subset  # noqa: PLC0415 - 0.2 s that only this format needs

    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    options.recalc_timestamp = False
    written = BytesIO()
    with subset.load_font(str(font), options) as loaded:
        cutter = subset.Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(loaded)
        subset.save_font(loaded, written, options)
    return written.getvalue()
