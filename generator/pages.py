"""The Jinja environment: context to HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.meta import find_referenced_templates
from jinja2.sandbox import SandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.words import Words


class Pages:
    """Renders papers in one language from the templates of the given folders, nearest first."""

    def __init__(self, folders: tuple[Path, ...], words: Words) -> None:
        self.environment = SandboxedEnvironment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
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
        return self.environment.get_template(template_of(paper)).render(context)

    def sources(self, paper: str) -> dict[str, str]:
        """Return every template *paper* reaches, by name, with its source."""
        found: dict[str, str] = {}
        waiting = [template_of(paper)]
        while waiting:
            name = waiting.pop()
            if name in found or self.environment.loader is None:
                continue
            found[name] = self.environment.loader.get_source(self.environment, name)[0]
            parsed = self.environment.parse(found[name])
            waiting += [other for other in find_referenced_templates(parsed) if other]
        return dict(sorted(found.items()))


def template_of(paper: str) -> str:
    """Return the name of a paper's template."""
    return f"{paper}.html.j2"
