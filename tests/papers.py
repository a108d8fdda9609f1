"""What the tests of the papers share: ways to change a project, and to read what came out."""

from __future__ import annotations

import re
import shutil
import unicodedata
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from conftest import ROOT
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from generator import assets
from generator.pages import Pages
from generator.view import Occasion, contexts
from generator.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conftest import Ran

    from generator.model import Dataset, Pack

PACKS = ("kz-gov", "osce", "eu", "coe", "us", "ebrd", "france")
# What each of them has, whatever else there may be.
ALWAYS = ("briefing", "sources", "checklist", "matrix")
TEMPLATES = ROOT / "templates"
OUR_FONTS = ("Source-Sans-3", "Source-Serif-4")  # of papers in Latin and Cyrillic letters


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Replace in a file each old text, which has to stand there once, by the new one."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def override(project: Path, name: str, *changes: tuple[str, str], end: str = "") -> Path:
    """Put a changed copy of a bundled template or style sheet into the project."""
    own = project / "templates" / name
    own.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(TEMPLATES / name, own)
    edit(own, *changes)
    own.write_text(own.read_text(encoding="utf-8") + end, encoding="utf-8")
    return own


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file under *folder* with its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def whys(ran: Ran, pack: str) -> dict[str, str]:
    """Return, of the JSON that build prints, the reason of each file that was (to be) made."""
    told = next(record for record in ran.json if record["pack"] == pack)
    return {file["file"]: file["why"] for file in told["files"] if file["made"]}


# What a PDF says.


@cache
def reader(path: Path) -> PdfReader:
    """Return a PDF, opened."""
    return PdfReader(path)


@cache
def said(path: Path) -> str:
    """Return the words of a PDF, its pages parted by form feeds."""
    pdf = PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()
    return "\f".join(pages).replace("\r\n", "\n")


def squeezed(text: str) -> str:
    """Return *text* without white space and hyphens, which depend on where a line ends."""
    return re.sub(r"[\s\u0002\u00ad\u200b\u2010\ufffe-]+", "", unicodedata.normalize("NFKC", text))


def heard(text: str, phrases: Iterable[str]) -> list[str]:
    """Return those of *phrases* that stand in *text*, however its lines are broken."""
    whole = squeezed(text)
    return [phrase for phrase in phrases if squeezed(phrase) in whole]


def unheard(text: str, phrases: Iterable[str]) -> list[str]:
    """Return those of *phrases* that do not stand in *text*."""
    phrases = tuple(phrases)
    found = heard(text, phrases)
    return [phrase for phrase in phrases if phrase not in found]


def fonts(pdf: PdfReader) -> dict[str, Any]:
    """Return the fonts a PDF uses by name, without the letters that mark a subset."""
    used: dict[str, Any] = {}
    for page in pdf.pages:
        resources: Any = page["/Resources"]
        used |= {str(font): font for font in resources.get("/Font", {}).values()}
    found = [font.get_object() for font in used.values()]
    return {str(font["/BaseFont"]).lstrip("/").rpartition("+")[2]: font for font in found}


def strangers(pdf: PdfReader) -> set[str]:
    """Return those fonts of a PDF that are not ours."""
    return {name for name in fonts(pdf) if not name.startswith(OUR_FONTS)}


def bookmarks(path: Path) -> list[tuple[int, str, int]]:
    """Return the bookmarks of a PDF in order: level, title, page (from 0)."""
    pdf = reader(path)

    def walk(entries: list[Any], level: int) -> list[tuple[int, str, int]]:
        found: list[tuple[int, str, int]] = []
        for entry in entries:
            if isinstance(entry, list):
                found += walk(entry, level + 1)
            else:
                page = pdf.get_destination_page_number(entry)
                assert page is not None, entry
                found.append((level, str(entry.title), page))
        return found

    return walk(pdf.outline, 1)


# What the templates make of the data, before it is laid out.


def pages_of(language: str = "en") -> Pages:
    """Return the bundled templates."""
    folders = assets.template_folders(ROOT)
    return Pages(folders, Words(language, folders))


def html_of(dataset: Dataset, pack: Pack) -> dict[str, str]:
    """Return the HTML of every paper of *pack*."""
    shown = contexts(dataset, pack, Words("en", ()), Occasion(as_of=pack.as_of))
    return {paper: pages_of().html(paper, shown[paper]) for paper in shown}


def blocks(html: str) -> list[str]:
    """Return the text of each paragraph, heading and cell, and the body's own attributes."""
    parser = _Blocks()
    parser.feed(html)
    return [text for block in parser.found if (text := " ".join("".join(block).split()))]


def sections(html: str) -> dict[str, list[str]]:
    """Return the blocks beneath each heading, by the heading's text."""
    parser = _Blocks()
    parser.feed(html)
    found: dict[str, list[str]] = {}
    heading = ""
    for index, block in enumerate(parser.found):
        text = " ".join("".join(block).split())
        heading = text if index in parser.headings else heading
        found.setdefault(heading, []).append(text)
    return found


class _Blocks(HTMLParser):
    """Gathers text by the innermost block it stands in."""

    HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
    NAMES = HEADINGS | {"p", "td", "th", "li", "div", "header", "section", "tr", "title", "body"}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = [[]]
        self.headings: set[int] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.NAMES:
            self.found.append([])
        if tag == "body":
            self.found[-1:] = [[value] for _, value in attrs if value] + [[]]
        if tag in self.HEADINGS:
            self.headings.add(len(self.found) - 1)
        if tag == "br":
            self.found[-1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.NAMES:
            self.found.append([])

    def handle_data(self, data: str) -> None:
        self.found[-1].append(data)
