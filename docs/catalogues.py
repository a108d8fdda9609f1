"""Take the messages out of the papers' code and templates, and bring every catalogue up to date.

What is translated stays; a message that is new is empty, one that is gone is dropped. Nothing is
guessed: a translation belongs to its message alone.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "templates" / "locales"
TEMPLATE = LOCALES / "accede.pot"
# Where a paper's words are: the view, and the templates.
SOURCES = {
    ROOT / "generator" / "view": [("**.py", "python")],
    ROOT / "generator": [("words.py", "python")],
    ROOT / "templates": [("**.j2", "jinja2")],
}
KEYWORDS = {"_": None, "N_": None, "say": None, "ngettext": (1, 2), "count": (1, 2)}
# The day of the last change stands in version control.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


def messages() -> Catalog:
    """Return every message of the papers, in the order of the files."""
    found = new_catalog(None)
    for folder, method in SOURCES.items():
        options = {pattern: {"encoding": "utf-8"} for pattern, _ in method}
        where = folder.relative_to(ROOT).as_posix()
        for file, _, message, comments, context in sorted(
            extract_from_dir(folder, method, options, KEYWORDS, comment_tags=("Note:",)),
            key=lambda one: (one[0], one[1]),
        ):
            if "new/" not in file:
                place = [(f"{where}/{file}", 0)]
                found.add(message, locations=place, auto_comments=comments, context=context)
    return found


def new_catalog(language: str | None) -> Catalog:
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
        header_comment="# The words of the papers of accede.",
    )


def catalogues() -> dict[str, Path]:
    """Return the catalogue of each language there is."""
    return {path.parts[-3]: path for path in sorted(LOCALES.glob("*/LC_MESSAGES/accede.po"))}


def read(path: Path, language: str | None = None) -> Catalog:
    """Read a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(old: Catalog, current: Catalog, language: str) -> Catalog:
    """Return *current*'s messages with what *old* has for them."""
    new = new_catalog(language)
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


def main(*languages: str) -> None:
    """Bring the template and every catalogue up to date; begin those of new *languages*."""
    current = messages()
    write(current, TEMPLATE)
    known = catalogues()
    for language in languages:
        known.setdefault(language, LOCALES / language / "LC_MESSAGES" / "accede.po")
    for language, path in known.items():
        old = read(path, language) if path.exists() else new_catalog(language)
        new = updated(old, current, language)
        write(new, path)
        sys.stdout.write(f"{language}: {len(new)} messages, {len(missing(new))} to translate\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
