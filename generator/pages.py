"""The Jinja environment: context to HTML."""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.meta import find_referenced_templates

from generator.bidi import isolated
from generator.bounds import BoundsError
from generator.parallel import beside
from generator.said import said
from generator.sandbox import Sandbox, bounds
from generator.typography import set_page, set_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    from generator.words import Words


# What a template may take at a time; ours take a second for the longest paper there was.
_SECONDS = 60
_MEGABYTES = 1000
_MOST_LETTERS = 30_000_000


class PageError(Exception):
    """A template came out wrong; the message says which, where and why."""


class Pages:
    """Renders papers in one language from the templates of the given folders, nearest first."""

    def __init__(self, folders: tuple[Path, ...], words: Words) -> None:
        self.language = words.language
        self._loader = FileSystemLoader([str(folder) for folder in folders])
        self._sources: dict[str, tuple[str, list[str]]] = {}
        self._folders = folders
        self.environment = Sandbox(
            loader=self._loader,
            autoescape=lambda name: not (name or "").endswith(".txt.j2"),
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals |= {"comma": words.comma, "semicolon": words.semicolon}
        self.leftwards = words.runs_leftwards
        translations = words.translations
        self.environment.install_gettext_callables(  # type: ignore[attr-defined] # the extension's
            translations.gettext,
            translations.ngettext,
            newstyle=True,
            pgettext=translations.pgettext,
            npgettext=translations.npgettext,
        )

    def html(self, paper: str, context: Mapping[str, Any]) -> str:
        """Return the HTML of *paper*; a name the context lacks is an error."""
        with _told_plainly(template_of(paper)), self._bounds():
            made = self.environment.get_template(template_of(paper)).render(context)
            if len(made) > _MOST_LETTERS:
                raise BoundsError(said("it has more than %(most)s letters.", most=_MOST_LETTERS))
        if paper.endswith(".txt"):
            return set_text(made, self.language)
        page = set_page(made, self.language)
        return isolated(page) if self.leftwards else page

    def sources(self, paper: str) -> dict[str, str]:
        """Return every template *paper* reaches, by name, with its source."""
        found: dict[str, str] = {}
        waiting = [template_of(paper)]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name], others = self._source(name)
                waiting += others
        return dict(sorted(found.items()))

    def _source(self, name: str) -> tuple[str, list[str]]:
        """Return a template's source and the names of those it includes, parsed once."""
        if name not in self._sources:
            with _told_plainly(name), self._bounds():
                source, _, _ = self._loader.get_source(self.environment, name)
                parsed = self.environment.parse(source, name)
            others = [other for other in find_referenced_templates(parsed) if other]
            self._sources[name] = source, others
        return self._sources[name]

    def _bounds(self) -> AbstractContextManager[None]:
        return bounds(self._folders, _SECONDS, _MEGABYTES)


class ParallelPages:
    """Renders papers in two languages side by side."""

    def __init__(self, first: Pages, second: Pages) -> None:
        self.first, self.second = first, second

    def html(self, paper: str, context: Mapping[str, Any]) -> str:
        """Return the HTML of *paper*, from a context that has what both `sides` show."""
        one, other = context["sides"]
        left, right = self.first.html(paper, one), self.second.html(paper, other)
        return beside(left, right, self.second.language)

    def sources(self, paper: str) -> dict[str, str]:
        """Return every template *paper* reaches; the languages share them."""
        return self.first.sources(paper)


def template_of(paper: str) -> str:
    """Return the name of a paper's template; that of its plain text ends in .txt."""
    return f"{paper}.j2" if paper.endswith(".txt") else f"{paper}.html.j2"


@contextmanager
def _told_plainly(name: str) -> Iterator[None]:
    """Turn whatever goes wrong in a template into a PageError that names its file and line."""
    try:
        yield
    except TemplateNotFound as error:
        missing = said("%(name)s is no file among the templates", name=error.name)
        raise PageError(missing) from error
    except TemplateSyntaxError as error:
        raise PageError(f"{error.name}:{error.lineno}: {error.message}") from error
    except Exception as error:
        raise PageError(f"{_place(error) or f'{name}: '}{error}") from error


def _place(error: Exception) -> str:
    """Return where in the templates *error* was raised; without the folder, which is a user's."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(f.filename).name}:{f.lineno}: " for f in frames if f.filename.endswith(".j2")]
    return places[-1] if places else ""
