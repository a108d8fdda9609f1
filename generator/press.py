"""Lays out the papers of a pack once each, writes them, and binds its bundles."""

from __future__ import annotations

import json
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING
from uuid import uuid4

from generator import __version__, assets
from generator.bounds import BoundsError
from generator.files import RefusedError
from generator.pages import Pages, ParallelPages, template_of
from generator.pdf import Engine, PaperError, TooLongError, bind, contents, pango_version
from generator.plan import ARCHIVE, digest, needed
from generator.said import said
from generator.sandbox import bounds
from generator.standalone import faces, standalone
from generator.view.fit import ever_shorter, first_fitting, letters_of, pages_of
from generator.words import Words, spoken_in

if TYPE_CHECKING:
    from pathlib import Path

    from weasyprint import Document

    from generator.plan import Job, PackJob, Step
    from generator.view import Context

_SHEETS = ("css/fonts.css", "css/tokens.css", "css/frame.css", "css/paper.css", "css/positions.css")
# What a paper is dressed in beyond the common sheets; the card is a pen paper like the checklist.
_OWN_SHEETS = {
    "card": ("css/checklist.css", "css/card.css"),
    "changes": ("css/changes.css",),
    "checklist": ("css/checklist.css",),
    "contents": ("css/contents.css",),
    "matrix": ("css/matrix.css",),
    "onepager": ("css/onepager.css",),
    "pledges": ("css/pledges.css",),
}


# What laying out a paper may take where templates and styles may be anybody's: the longest there
# was, of 683 pages, took a fifth of the time and half of the memory.
_SECONDS = 900
_MEGABYTES = 4000


class Press:
    """One set of templates, styles and fonts, and the engine that sets papers with them.

    `round` tells this set from what the same folders hold at another time.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self.round = uuid4().hex
        self._pages: dict[str, Pages | ParallelPages] = {}
        self._spoken: dict[str, Words] = {}
        self._engines: dict[str, Engine] = {}
        self._fonts: dict[Path, dict[str, str]] = {}
        self._looked_through = False

    def refuse_strays(self) -> None:
        """Raise RefusedError if a template leads elsewhere; to be called before any is read."""
        if not self._looked_through:
            assets.refuse_strays(self.folders)
            self._looked_through = True

    def ingredients(
        self, template: str, context: Context, language: str, size: str
    ) -> dict[str, str]:
        """Return the hash of each thing that can change a paper, by what it is.

        *template* is the paper, with its format unless that is PDF: briefing, briefing.txt.

        Without Pango nothing can be made, and nothing is out of date for the lack of it.
        """
        paper, _, ending = template.partition(".")
        names = self._sheets(paper, size, language)
        names += ["css/screen.css"] if ending == "html" else []
        sheets = [assets.find(name, self.folders) for name in names]
        catalogues = [self._words(one).catalogue for one in spoken_in(language)]
        return {
            "content": digest(json.dumps(context, sort_keys=True, ensure_ascii=False)),
            "templates": digest(
                json.dumps(self._pages_in(language).sources(template.removesuffix(".html")))
            ),
            "styles": digest("".join(map(_text_of, sheets))),
            "pictures": self._pictures,
            "fonts": self._faces(sheets),
            "words": digest(b"".join(path.read_bytes() for path in catalogues if path)),
            "engine": f"accede {__version__}, WeasyPrint {version('weasyprint')}",
            **({"pango": self._pango} if self._pango else {}),
        }

    def make(self, pack: PackJob, steps: list[Step]) -> dict[Job, tuple[bytes, int]]:
        """Return the bytes and the number of pages of each file to make, or raise PaperError."""
        papers = {job.name: self._fitted(job, pack) for job in needed(pack, steps)}
        made = {}
        for job in (step.job for step in steps if step.make):
            if job.format not in ("pdf", ARCHIVE):
                made[job] = (self._as_text(job, pack), 0)
                continue
            document = self._bound(job, papers, pack) if job.binds else papers[job.name]
            form = bool(job.context.get("fillable"))
            engine = self._engine(pack.language)
            attached = job.context.get("attached")
            written = (
                engine.archive(document, f"{pack.pack}.yaml", attached, job.context["state_iso"])
                if attached
                else engine.write(document, form=form)
            )
            made[job] = (written, len(document.pages))
        return made

    def can_make(self, paper: str, ending: str) -> bool:
        """Tell whether there is a template for a paper in this format; HTML needs no other."""
        return self._has(template_of(paper if ending != "txt" else f"{paper}.txt"))

    def _as_text(self, job: Job, pack: PackJob) -> bytes:
        """Return a paper as plain text, or as one HTML file with its styles and fonts inside."""
        pages = self._pages_in(pack.language)
        if job.format == "txt":
            return pages.html(f"{job.name}.txt", job.context).encode()
        sheets = self._sheets(job.name, pack.size, pack.language)
        paths = [assets.find(name, self.folders) for name in [*sheets, "css/screen.css"]]
        try:
            return standalone(pages.html(job.name, job.context), paths, self.folders).encode()
        except (FileNotFoundError, RefusedError) as error:
            raise PaperError(f"{job.name}: {error}") from None

    def _lay_out(
        self, template: str, context: Context, pack: PackJob, most: int | None = None
    ) -> Document:
        """Lay out a paper, or raise TooLongError when it has more than *most* pages."""
        html = self._pages_in(pack.language).html(template, context)
        form = bool(context.get("fillable"))
        sheets = self._sheets(template, pack.size, pack.language)
        try:
            with bounds(self.folders, _SECONDS, _MEGABYTES):
                return self._engine(pack.language).lay_out(html, sheets, form=form, most=most)
        except (BoundsError, PaperError) as error:
            raise PaperError(f"{template}: {error}") from None

    def _fitted(self, job: Job, pack: PackJob) -> Document:
        """Lay out a paper, less as little as lets it keep to its pages."""
        room = pages_of(job.name, job.context)
        if room is None:
            return self._lay_out(job.name, job.context, pack)
        tries = ever_shorter(job.name, job.context)
        fitting: dict[int, Document] = {}

        def fits(number: int) -> bool:
            try:
                fitting[number] = self._lay_out(job.name, tries[number], pack, room)
            except TooLongError:
                return False
            return True

        best = first_fitting(len(tries), fits, self._guess(job, tries, pack))
        return fitting.get(best) or self._lay_out(job.name, tries[best], pack)

    def _guess(self, job: Job, tries: list[Context], pack: PackJob) -> int:
        """Return the first of *tries* that has about as many letters as fit."""
        most = letters_of(job.name, job.context)
        if most is None:
            return 0
        pages = self._pages_in(pack.language)
        shorter = (n for n, less in enumerate(tries) if len(pages.html(job.name, less)) <= most)
        return next(shorter, len(tries) - 1)

    def _bound(self, bundle: Job, papers: dict[str, Document], pack: PackJob) -> Document:
        """Set the contents last, when page numbers are known, and join the pages of all papers."""
        listed = [
            {**told, "pages": len(papers[name].pages), "parts": contents(papers[name])}
            for name, told in zip(bundle.binds, bundle.context["papers"], strict=True)
        ]
        cover = self._lay_out("contents", {**bundle.context, "papers": listed}, pack)
        return bind([cover, *(papers[name] for name in bundle.binds)])

    def _pages_in(self, language: str) -> Pages | ParallelPages:
        if language not in self._pages:
            sides = [Pages(self.folders, self._words(one)) for one in spoken_in(language)]
            self._pages[language] = sides[0] if len(sides) == 1 else ParallelPages(*sides)
        return self._pages[language]

    def _has(self, name: str) -> bool:
        return any((folder / name).is_file() for folder in self.folders)

    def _words(self, language: str) -> Words:
        """Return the words of a language, of two side by side those of the first."""
        language = spoken_in(language)[0]
        if language not in self._spoken:
            self._spoken[language] = Words(language, self.folders)
        return self._spoken[language]

    def _sheets(self, paper: str, size: str, language: str) -> list[str]:
        """Return the style sheets of a paper, later ones winning.

        A script with faces of its own has a sheet of its own, and what runs leftwards a frame.
        """
        words = self._words(language)
        frame = "css/rtl.css" if words.runs_leftwards else "css/frame.css"
        script = f"css/script-{words.script.lower()}.css"
        common = [frame if name == "css/frame.css" else name for name in _SHEETS]
        sheets = [*common, *_OWN_SHEETS.get(paper, ()), f"css/page-{size}.css"]
        sheets += ["css/parallel.css"] if len(spoken_in(language)) > 1 else []
        return [*sheets, script] if self._has(script) else sheets

    def _engine(self, language: str) -> Engine:
        """Return the engine for a language's script: it would set any paper in faces it knows."""
        script = self._words(language).script
        if script not in self._engines:
            self._engines[script] = Engine(self.folders)
        return self._engines[script]

    def _faces(self, sheets: list[Path]) -> str:
        """Return the hash of the faces that the sheets of a paper declare."""
        for sheet in sheets:
            if sheet not in self._fonts:
                files = self._named_by(sheet)
                self._fonts[sheet] = {path.name: digest(path.read_bytes()) for path in files}
        found = {name: said for sheet in sheets for name, said in self._fonts[sheet].items()}
        return digest("".join(found[name] for name in sorted(found)))

    def _named_by(self, sheet: Path) -> list[Path]:
        try:
            return faces(sheet, self.folders)
        except FileNotFoundError as error:
            raise PaperError(f"{sheet.name} declares a font that is not there: {error}") from None

    @cached_property
    def _pictures(self) -> str:
        """Return the hash of the pictures that templates may show."""
        found = (
            path
            for folder in self.folders
            for path in sorted(folder.rglob("*"))
            if path.suffix.lower() in (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")
        )
        return digest("".join(digest(path.read_bytes()) for path in found))

    @cached_property
    def _pango(self) -> str:
        return pango_version()


def _text_of(sheet: Path) -> str:
    try:
        return sheet.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise PaperError(said("%(file)s is not in UTF-8.", file=sheet.name)) from None
