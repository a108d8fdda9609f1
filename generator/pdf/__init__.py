"""HTML to laid-out documents to bytes; the only importer of WeasyPrint, inside functions."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from generator import assets, haste
from generator.pdf.fetching import fetcher
from generator.pdf.finishing import finish, finish_archive
from generator.pdf.pango import (
    INSTALL_HINT,
    MissingLibraryError,
    missing_library,
    pango_version,
    prepare,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration

__all__ = [
    "INSTALL_HINT",
    "Engine",
    "MissingLibraryError",
    "PaperError",
    "TooLongError",
    "bind",
    "contents",
    "missing_library",
    "pango_version",
]

VARIANT, ARCHIVE_VARIANT = "pdf/ua-1", "pdf/a-3a"
# About this machine, not about the paper: a slower way of embedding fonts is used.
_HARMLESS = "Using fontTools instead of HarfBuzz-Subset"


class PaperError(Exception):
    """A paper came out wrong: the engine had something to complain about."""


class TooLongError(Exception):
    """A paper has more pages than it may have."""


class Engine:
    """Lays out and writes papers with one set of style sheets and fonts."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        prepare()
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - needs Pango

        self.folders = folders
        self.fonts: FontConfiguration = FontConfiguration()
        self.fetcher = fetcher(folders)
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
                pdf_variant=VARIANT, pdf_forms=form, finisher=finish
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
                pdf_variant=ARCHIVE_VARIANT, attachments=[data], finisher=finish_archive
            )
        return written

    def _sheet(self, name: str) -> CSS:
        from weasyprint import CSS  # noqa: PLC0415 - needs Pango

        path = assets.find(name, self.folders)
        if path not in self.sheets:
            self.sheets[path] = CSS(filename=path, font_config=self.fonts, url_fetcher=self.fetcher)
        return self.sheets[path]


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
