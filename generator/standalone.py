"""A paper as one HTML file, with styles, pictures and the letters it uses inside; without Pango."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator import assets
from generator.files import content_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# Whatever a project's own styles and templates name: the reader's browser fetches, runs and sends
# nothing. What is inside the file is shown.
_NOTHING_FETCHED = (
    '<meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'\">"
)
_OF_ANY_WIDTH = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_ATTRIBUTES = r"""(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?"""
# Before it nothing may stand that a browser fetches; a frame of other make gets it all the same.
_FIRST = re.compile(
    rf"\s*(?:<!doctype[^>]*>\s*)?(?:<html{_ATTRIBUTES}>\s*)?(?:<head{_ATTRIBUTES}>)?", re.IGNORECASE
)
_URL = re.compile(r"""url\(\s*(["']?)(?P<name>[^"'()]+?)\1\s*\)""")
_IMG = re.compile(
    r"""(?P<tag><img\s(?:[^<>"']|"[^"]*"|'[^']*')*?(?<=\s)src\s*=\s*)(["'])(?P<name>.*?)\2""",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"data:|#", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
_FONT = ".ttf"
# Not what this machine takes them for: a paper is the same wherever it is made.
_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
# A style that asks for more than letters as they are: figures of one width, small capitals.
_FEATURES = re.compile(r"font-(?:variant|feature)[\w-]*\s*:(?!\s*(?:none|normal))")
# Nearly every paper has these. Cut to the very letters it uses, each would take its own fonts, and
# seconds to cut them; as it is, papers in one script share theirs.
_USUAL = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xC0), *range(0x2010, 0x2040), 0x2192)))
_CYRILLIC = "".join(map(chr, range(0x400, 0x460))) + "ҐґҒғҚқҢңӘәӨөҮүҰұҺһ"


def standalone(html: str, sheets: Iterable[Path], folders: tuple[Path, ...]) -> str:
    """Return *html* with the *sheets* in it, and in them the fonts, cut to the letters used.

    Pictures of the template *folders* are inside too. FileNotFoundError or `files.RefusedError`
    where one is named that is not there, or elsewhere.
    """
    # From where a template, wherever it lies, names pictures.
    root = next(iter(folders), Path())
    texts = {sheet: sheet.read_text(encoding="utf-8") for sheet in sheets}
    letters = _with_usual(html)
    features = any(map(_FEATURES.search, (html, *texts.values())))

    def data_of(path: Path) -> str:
        content = content_of(path)
        if path.suffix == _FONT:
            return _data("font/woff2", _subset(content, letters, features=features))
        return _data(_TYPES.get(path.suffix.lower(), "application/octet-stream"), content)

    def with_assets(sheet: Path) -> str:
        def inside(found: re.Match[str]) -> str:
            path = _asset(sheet, found["name"], folders)
            return f"url({data_of(path)})" if path else found[0]

        return _URL.sub(inside, texts[sheet])

    def picture(found: re.Match[str]) -> str:
        path = _asset(root / "template", unescape(found["name"]), folders)
        return f'{found["tag"]}"{escape(data_of(path))}"' if path else found[0]

    styles = "\n".join(map(with_assets, texts))
    styled = html.replace("</head>", f"{_OF_ANY_WIDTH}\n<style>\n{styles}\n</style>\n</head>", 1)
    policed = _FIRST.sub(lambda found: f"{found[0]}\n{_NOTHING_FETCHED}", styled, count=1)
    return _IMG.sub(picture, policed)


def faces(sheet: Path, folders: tuple[Path, ...]) -> list[Path]:
    """Return the font files that a style sheet names; FileNotFoundError if one is not ours."""
    names = (found["name"] for found in _URL.finditer(sheet.read_text(encoding="utf-8")))
    return [assets.beside(sheet, unquote(name), folders) for name in names if name.endswith(_FONT)]


def _asset(named_in: Path, name: str, folders: tuple[Path, ...]) -> Path | None:
    """Return the file of ours that a sheet or template names; None if it is in the paper itself."""
    if _INSIDE.match(name):
        return None
    path = unquote(name)
    if _ELSEWHERE.match(name) or "\0" in path:
        raise FileNotFoundError(f"{name} is outside the templates and is not read")
    return assets.beside(named_in, path, folders)


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _with_usual(html: str) -> str:
    """Return the letters used, and those that nearly every paper in their script uses."""
    used = set(html)
    used |= set(_CYRILLIC) if used & set(_CYRILLIC) else set()
    return "".join(sorted(used | set(_USUAL)))


@lru_cache(maxsize=32)  # four scripts or so, of eight faces each
def _subset(font: bytes, letters: str, *, features: bool) -> bytes:
    """Return the *font* with these letters and no others, as WOFF2."""
    from fontTools import subset  # noqa: PLC0415 - 0.2 s that only this format needs

    options = subset.Options(flavor="woff2", notdef_outline=True, recalc_timestamp=False)
    if features:
        options.layout_features = ["*"]
    written = BytesIO()
    with subset.load_font(BytesIO(font), options) as loaded:
        cutter = subset.Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(loaded)
        subset.save_font(loaded, written, options)
    return written.getvalue()
