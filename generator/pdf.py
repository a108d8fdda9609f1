"""HTML to laid-out documents to bytes; the only importer of WeasyPrint, inside functions."""

from __future__ import annotations

import atexit
import ctypes.util
import logging
import os
import sys
import tempfile
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from generator import assets, haste
from generator.glyphs import by_name, is_arabic
from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pydyf
    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcherResponse

VARIANT, ARCHIVE_VARIANT = "pdf/ua-1", "pdf/a-3a"
# Of PDF/UA-1 in the words of XMP, and what these words mean: PDF/A knows its own only.
UA_TOLD = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is kept to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
MAX_ASSET = 20_000_000
# About this machine, not about the paper: a slower way of embedding fonts is used.
_HARMLESS = "Using fontTools instead of HarfBuzz-Subset"
INSTALL_HINT = {
    "linux": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "brew install pango",
}


class MissingLibraryError(Exception):
    """Pango is not on this machine; the message names the line that installs it."""


class PaperError(Exception):
    """A paper came out wrong: the engine had something to complain about."""


class TooLongError(Exception):
    """A paper has more pages than it may have."""


class Engine:
    """Lays out and writes papers with one set of style sheets and fonts."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        _prepare()
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - needs Pango

        self.folders = folders
        self.fonts: FontConfiguration = FontConfiguration()
        self.fetcher = _fetcher(folders)
        self.sheets: dict[Path, CSS] = {}

    def lay_out(
        self, html: str, sheets: Sequence[str], *, form: bool = False, most: int | None = None
    ) -> Document:
        """Lay out a paper with the named style sheets, or raise PaperError with the warnings.

        Where it runs over *most* pages, it is given up with TooLongError.
        """
        from weasyprint import HTML  # noqa: PLC0415 - needs Pango

        with _no_warnings(), _no_more_than(most):
            source = HTML(string=html, base_url=f"{self.folders[0]}/", url_fetcher=self.fetcher)
            document = source.render(
                font_config=self.fonts,
                stylesheets=[self._sheet(name) for name in sheets],
                pdf_variant=VARIANT,
                pdf_forms=form,
            )
        haste.draw_once(document.pages)
        return document

    def write(self, document: Document, *, form: bool = False) -> bytes:
        """Return the PDF/UA-1 bytes of a laid-out document."""
        with _no_warnings():
            written: bytes = document.write_pdf(
                pdf_variant=VARIANT, pdf_forms=form, finisher=_finish
            )
        return written

    def archive(self, document: Document, name: str, attached: str, day: str) -> bytes:
        """Return the bytes of a PDF/A-3a that is a PDF/UA-1 too, with its data attached.

        *day* is the ISO date that the attachment bears: the same data is the same bytes.
        """
        from weasyprint import Attachment  # noqa: PLC0415 - needs Pango

        when = datetime.fromisoformat(day).replace(tzinfo=UTC)
        data = Attachment(
            string=attached,
            name=name,
            created=when,
            modified=when,
            relationship="Source",
        )
        with _no_warnings():
            written: bytes = document.write_pdf(
                pdf_variant=ARCHIVE_VARIANT, attachments=[data], finisher=_finish_archive
            )
        return written

    def _sheet(self, name: str) -> CSS:
        from weasyprint import CSS  # noqa: PLC0415 - needs Pango

        path = assets.find(name, self.folders)
        if path not in self.sheets:
            self.sheets[path] = CSS(filename=path, font_config=self.fonts, url_fetcher=self.fetcher)
        return self.sheets[path]


def _finish(document: Document, written: pydyf.PDF) -> None:
    _describe_links(document)
    _tell_letters(document, written)


def _finish_archive(document: Document, written: pydyf.PDF) -> None:
    """Tell that the file is a PDF/UA-1 too; a PDF/A has to describe what it does not know."""
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    _finish(document, written)
    written.catalog["AF"] = pydyf.Array(dict.fromkeys(written.catalog["AF"]))  # named twice
    number = int(written.catalog["Metadata"].split()[0])
    [told] = written.objects[number].stream
    written.objects[number].stream[:] = [told.replace(b"</rdf:RDF>", UA_TOLD + b"</rdf:RDF>", 1)]


def _describe_links(document: Document) -> None:
    """Let each link say its own words; the engine would have it say the name of its target."""
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    for page in document.pages:
        boxes = page._page_box.descendants(placeholders=True)  # noqa: SLF001 - the only way to them
        for box in boxes:
            if box.link_annotation:
                words = "".join(getattr(part, "text", "") for part in box.descendants())
                box.link_annotation["Contents"] = pydyf.String(box.element.get("title") or words)


def _tell_letters(document: Document, written: pydyf.PDF) -> None:
    """Let each Arabic glyph say which letter it is; the engine takes its word from where it is."""
    from weasyprint.text.fonts import get_hb_object_data  # noqa: PLC0415 - needs Pango

    arabic = [font for font in document.fonts.values() if is_arabic(font.to_unicode.values())]
    faces = {font.name: get_hb_object_data(font.hb_face) for font in arabic}
    for font in (part for part in written.objects if "ToUnicode" in getattr(part, "keys", list)()):
        if font["BaseFont"] in faces:
            number = int(font["ToUnicode"].split()[0])
            lines = written.objects[number].stream
            lines[:] = by_name(lines, faces[font["BaseFont"]])


def bind(documents: Sequence[Document]) -> Document:
    """Join laid-out documents into one: links, bookmarks and tags stay."""
    return documents[0].copy([page for document in documents for page in document.pages])


def contents(document: Document) -> list[dict[str, Any]]:
    """Return the parts of a paper that a contents page can name: title, page and anchor."""
    parts = []
    for _, _, children, _ in document.make_bookmark_tree():
        for title, (page, x, y), _, _ in children:
            anchors = document.pages[page].anchors
            anchor = next((name for name, at in anchors.items() if at[:2] == (x, y)), "")
            if anchor:
                parts.append({"title": title, "page": page + 1, "anchor": anchor})
    return parts


def pango_version() -> str:
    """Return Pango's version without loading WeasyPrint, or an empty string if it is missing."""
    _help_homebrew()
    for name in _libraries():
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        number = int(library.pango_version())
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return ""


def _libraries() -> Iterator[str]:
    """Yield where Pango may be; on Linux its usual name first, for a search runs other programs."""
    usual = "libpango-1.0.so.0"
    if sys.platform == "linux":
        yield usual
    for name in ("pango-1.0-0", "pango-1.0"):
        yield ctypes.util.find_library(name) or usual


def missing_library() -> MissingLibraryError:
    """Return the error that says what is missing and how to install it."""
    hint = INSTALL_HINT.get(sys.platform, said("install Pango 1.50 or later"))
    return MissingLibraryError(
        said("Pango is missing, and papers cannot be set without it: %(hint)s", hint=hint)
    )


@lru_cache(maxsize=1)
def _prepare() -> None:
    """Check for Pango and hide the system's fonts, before WeasyPrint is first imported."""
    if not pango_version():
        raise missing_library()
    os.environ["FONTCONFIG_FILE"] = str(_own_fonts_only())
    # Where a word is in another script than its paper, Pango would shape it as the user's own
    # languages do, with their ligatures and their forms of letters.
    os.environ["PANGO_LANGUAGE"] = "en"
    try:
        # Standard output is for results; the engine would print a page of advice there.
        with redirect_stdout(StringIO()), _by_name_alone():
            import weasyprint  # noqa: F401, PLC0415 - finds out whether the rest is there
    except OSError as error:
        raise missing_library() from error
    haste.hasten()


@contextmanager
def _by_name_alone() -> Iterator[None]:
    """Let no library be searched for on Linux: each search runs gcc, ld and ldconfig."""

    def nothing(name: str) -> str | None:  # noqa: ARG001 - as find_library has it
        return None

    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = nothing
    try:
        yield
    finally:
        ctypes.util.find_library = search


@lru_cache(maxsize=1)
def _scratch() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="accede-fonts-")
    atexit.register(folder.cleanup)  # or Python does it, and complains
    return folder


def _own_fonts_only() -> Path:
    """Write a font configuration that knows our folder only: the system's would slip in unseen.

    So would those of scripts with a folder of their own, where no style sheet declares them.
    """
    folder = Path(_scratch().name)
    path = folder / "fonts.conf"
    fonts = assets.bundled("templates") / "fonts"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig><dir>{fonts}</dir><cachedir>{folder}/cache</cachedir>"
        f"<selectfont><rejectfont><glob>{fonts}/*/*</glob></rejectfont></selectfont></fontconfig>\n",
        encoding="utf-8",
    )
    return path


def _help_homebrew() -> None:
    """Let macOS find Homebrew's libraries, which are outside its default search."""
    if sys.platform == "darwin":
        known = os.environ.get("DYLD_FALLBACK_LIBRARY_PATH", "")
        brewed = "/opt/homebrew/lib:/usr/local/lib"
        if brewed not in known:
            os.environ["DYLD_FALLBACK_LIBRARY_PATH"] = f"{known}:{brewed}".strip(":")


def _template_file(url: str, folders: tuple[Path, ...]) -> Path:
    """Return the file behind a file: address under *folders*; the nearest one of that name."""
    path = Path(unquote(urlsplit(url).path)).resolve()
    inside = _folder_of(path, folders)
    if inside and not path.is_file():
        path = assets.find(str(path.relative_to(inside)), folders).resolve()
    if urlsplit(url).scheme != "file" or not _folder_of(path, folders):
        raise ValueError(f"{url} is outside the templates and is not read")
    return path


def _folder_of(path: Path, folders: tuple[Path, ...]) -> Path | None:
    return next((folder for folder in folders if path.is_relative_to(folder)), None)


def _fetcher(folders: tuple[Path, ...]) -> Any:  # noqa: ANN401 - a class made from WeasyPrint's
    """Return a fetcher that reads files under *folders* and data: addresses, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - needs Pango

    class OnlyOurs(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        """Refuses the network, and every file that is not a template's."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = _template_file(url, folders)
            if path.stat().st_size > MAX_ASSET:
                raise ValueError(f"{url} is larger than {MAX_ASSET} bytes and is not read")
            return URLFetcherResponse(url, path.read_bytes())

    return OnlyOurs()


@contextmanager
def _no_more_than(most: int | None) -> Iterator[None]:
    """Stop the engine, which logs each page it begins, at the first page too many."""
    logger = logging.getLogger("weasyprint.progress")

    def count(record: logging.LogRecord) -> bool:
        begun = record.args[0] if isinstance(record.args, tuple) and record.args else 0
        if most is not None and " Page " in record.msg and int(str(begun)) > most:
            raise TooLongError
        return False  # nobody wants to read it

    level = logger.level
    logger.addFilter(count)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeFilter(count)
        logger.setLevel(level)


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Turn what the engine logs into an error: a missing glyph or file must not be published."""
    records: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not record.getMessage().startswith(_HARMLESS):
                records.append(record.getMessage())

    logger, keeper = logging.getLogger("weasyprint"), Keep(logging.WARNING)
    logger.addHandler(keeper)
    propagates, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(keeper)
        logger.propagate = propagates
    if records:
        raise PaperError("; ".join(dict.fromkeys(records)))
