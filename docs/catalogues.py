"""Take the messages out of code and templates, and bring every catalogue up to date.

There are those of the papers, and those of the command line. What is translated stays; a message
that is new is empty, one that is gone is dropped. Nothing is guessed: a translation belongs to its
message alone.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "templates" / "locales"


class Domain(NamedTuple):
    """Who speaks: the name of its catalogues, where its words are, and how they are marked."""

    name: str
    words: str
    sources: dict[Path, tuple[str, str]]
    keywords: dict[str, Any]

    @property
    def template(self) -> Path:
        """Return the file with every message, translated into nothing."""
        return LOCALES / f"{self.name}.pot"

    def catalogue(self, language: str) -> Path:
        """Return the file with the messages in one language."""
        return LOCALES / language / "LC_MESSAGES" / f"{self.name}.po"

    def catalogues(self) -> dict[str, Path]:
        """Return the catalogue of each language there is."""
        found = sorted(LOCALES.glob(f"*/LC_MESSAGES/{self.name}.po"))
        return {path.parts[-3]: path for path in found}


PAPERS = Domain(
    "accede",
    "the papers",
    {
        ROOT / "generator" / "view": ("**.py", "python"),
        ROOT / "generator": ("words.py", "python"),
        ROOT / "templates": ("**.j2", "jinja2"),
    },
    {"_": None, "N_": None, "say": None, "ngettext": (1, 2), "count": (1, 2)},
)
CLI = Domain(
    "accede-cli",
    "the command line",
    {ROOT / "generator": ("**.py", "python")},
    {"said": None, "counted": (1, 2)},
)
# The day of the last change stands in version control.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


def messages(domain: Domain = PAPERS) -> Catalog:
    """Return every message of *domain*, in the order of the files."""
    found = new_catalog(None, domain)
    for folder, method in domain.sources.items():
        options = {method[0]: {"encoding": "utf-8"}}
        where = folder.relative_to(ROOT).as_posix()
        for file, _, message, comments, context in sorted(
            extract_from_dir(folder, [method], options, domain.keywords, comment_tags=("Note:",)),
            key=lambda one: (one[0], one[1]),
        ):
            if "new/" not in file:
                place = [(f"{where}/{file}", 0)]
                found.add(message, locations=place, auto_comments=comments, context=context)
    return found


def new_catalog(language: str | None, domain: Domain = PAPERS) -> Catalog:
    """Return an empty catalogue."""
    return Catalog(
        locale=language,
        project="accede",
        version="1",
        copyright_holder="accede",
        msgid_bugs_address="accede",
        creation_date=UNDATED,
        revision_date=UNDATED,
        last_translator="accede",
        language_team=language or "none",
        charset="utf-8",
        fuzzy=False,
        header_comment=f"# The words of {domain.words} of accede.",
    )


def read(path: Path, language: str | None = None) -> Catalog:
    """Read a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(old: Catalog, current: Catalog, language: str, domain: Domain) -> Catalog:
    """Return *current*'s messages with what *old* has for them."""
    new = new_catalog(language, domain)
    for message in current:
        if message.id:
            known = old.get(message.id, message.context)
            new.add(
                message.id,
                known.string if known else None,
                locations=message.locations,
                auto_comments=message.auto_comments,
                user_comments=known.user_comments if known else (),
                context=message.context,
            )
    return new


def write(catalog: Catalog, path: Path) -> None:
    """Write a catalogue so that only what changed differs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, include_lineno=False)


def missing(catalog: Catalog) -> list[str]:
    """Return the messages a catalogue has no words for, in each of their plural forms."""
    gaps = []
    for message in catalog:
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        forms = catalog.num_plurals if message.pluralizable else 1
        if message.id and (len(strings) < forms or not all(strings)):
            gaps.append(message.id[0] if message.pluralizable else message.id)
    return gaps


def update(domain: Domain, new: list[str]) -> None:
    """Bring the template and every catalogue of *domain* up to date; begin those of *new*."""
    current = messages(domain)
    write(current, domain.template)
    known = domain.catalogues() | {language: domain.catalogue(language) for language in new}
    for language, path in known.items():
        old = read(path, language) if path.exists() else new_catalog(language, domain)
        now = updated(old, current, language, domain)
        write(now, path)
        left = len(missing(now))
        sys.stdout.write(f"{domain.name}, {language}: {len(now)} messages, {left} to translate\n")


def main(*languages: str) -> None:
    """Update all catalogues; begin those of new *languages*, of the command line after --cli."""
    of_cli = "--cli" in languages
    begun = [language for language in languages if language != "--cli"]
    update(PAPERS, [] if of_cli else begun)
    update(CLI, begun if of_cli else [])


if __name__ == "__main__":
    main(*sys.argv[1:])
