"""What a new record can be told by options, and what is asked for when they are left out."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from generator.cli.room import MistakenError, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.load import Loaded

_FEW = 12


@dataclass(frozen=True)
class Field:
    """One option of `accede new`; `path` is where its value stands in the record."""

    name: str
    help: str
    needed: bool = False
    path: str = ""
    many: bool = False
    usual: str | None = None

    @property
    def option(self) -> str:
        """Return the name of the option, without its hyphens in front."""
        return self.name.removesuffix("s" if self.many else "").replace("_", "-")

    @property
    def steps(self) -> list[str]:
        """Return the names of fields that lead to the value."""
        return (self.path or self.name).split(".")


FIELDS: dict[str, tuple[Field, ...]] = {
    "item": (
        Field("document", "The document it stands in.", needed=True, path="source.document"),
        Field("made_by", "The body that asks.", needed=True),
        Field("addressee", "The body that is asked.", needed=True),
        Field("topic", "What it is about.", needed=True),
        Field("title", "What is asked, as a short order.", needed=True),
        Field("text", "The same in full, in your own words.", needed=True),
        Field("kind", "recommendation, pledge, conditionality ...", usual="recommendation"),
        Field("heading", "The heading it stands under.", path="source.heading"),
        Field("bullet", "Its number there: 5, 3-6.", path="source.bullet"),
        Field("paragraph", "Its paragraph there.", path="source.paragraph"),
        Field("made_on", "Its day, if not that of the document."),
        Field("made_to", "For a pledge: the body it was made to."),
        Field("priority", "1 comes first, 3 last.", usual="2"),
    ),
    "topic": (
        Field("title", "What people call it.", needed=True),
        Field("ask", "The ask of the government as it stands now.", path="asks.text"),
        Field("short", "The ask in 65 characters.", path="asks.short"),
    ),
    "document": (
        Field("title", "Its title.", needed=True),
        Field("publisher", "The body that issued it.", needed=True),
        Field("date", "Its date: 2026, 2026-05 or 2026-05-04.", needed=True),
        Field("language", "Its language: en, fr."),
        Field("symbol", "Its symbol or number."),
        Field("address", "Where it can be read."),
        Field("headings", "A heading of its recommendations; once for each.", many=True),
    ),
    "evidence": (
        Field("title", "Its title.", needed=True),
        Field("grade", "A, B or C.", needed=True),
        Field("publisher", "The body that issued it."),
        Field("date", "Its date: 2026, 2026-05 or 2026-05-04."),
        Field("symbol", "Its symbol or number."),
        Field("address", "Where it can be read."),
    ),
    "body": (
        Field("type", "government, intergovernmental, ngo ...", needed=True),
        Field("name", "Its full name.", needed=True),
        Field("short", "Its name as people say it."),
        Field("parent", "The body it is part of."),
    ),
    "case": (
        Field("name", "The name of the person.", needed=True),
        Field("label", "What is printed where the name must not stand.", needed=True),
        Field("role", "named-in-ask or background.", needed=True),
        Field("summary", "What happened.", needed=True),
        Field("consent", "yes, no or public-record.", needed=True, path="consent.given"),
        Field(
            "checked_on",
            "The day of the last look; today if left out.",
        ),
        Field("asked", "What is asked for the person."),
        Field("outcome", "What became of it."),
    ),
    "meeting": (
        Field("on", "The day: 2026-11-21.", needed=True),
        Field("body", "The body met.", needed=True),
        Field("title", "What it is called."),
        Field("place", "Where it is."),
    ),
}


class Answers:
    """The values for one new record: given, the only possible ones, asked for, or left open."""

    def __init__(self, word: str, loaded: Loaded) -> None:
        self.word, self.fields, self.loaded = word, FIELDS[word], loaded

    def all(self, given: Mapping[str, Any], *, ask: bool) -> dict[str, Any]:
        """Return a value a field, None for a gap; a usage error if a given one cannot stand."""
        values = {field.name: given.get(field.name) or None for field in self.fields}
        wrong = [
            f"--{field.option}: {fault}"
            for field in self.fields
            if values[field.name]
            for fault in self._faults(field, values[field.name])
        ]
        if wrong:
            raise MistakenError("\n".join(wrong))
        for field in self.fields:
            values[field.name] = values[field.name] or field.usual or self._found(field, ask=ask)
        return values

    def _found(self, field: Field, *, ask: bool) -> str | None:
        """Return what a field that was left out must be, or what the person says it is."""
        known = self._choices(field)
        if not field.needed:
            return None
        if known and len(known) == 1:
            return known[0]
        return self._asked(field, known) if ask else None

    def _asked(self, field: Field, known: tuple[str, ...] | None) -> str | None:
        among = f" [{', '.join(known)}]" if known and len(known) <= _FEW else ""
        while True:
            said = click.prompt(
                f"{field.name}: {field.help}{among}", default="", show_default=False, err=True
            ).strip()
            faults = self._faults(field, said) if said else []
            if not faults:
                return said or None
            say("\n".join(faults))

    def _choices(self, field: Field) -> tuple[str, ...] | None:
        from generator.drafts import KINDS, choices  # noqa: PLC0415 - keeps --help light

        return choices(KINDS[self.word], field.steps, self.loaded)

    def _faults(self, field: Field, value: object) -> list[str]:
        from generator.drafts import KINDS, faults  # noqa: PLC0415 - keeps --help light

        return faults(KINDS[self.word], field.steps, value, self._choices(field))


def told_by(word: str, name: str, loaded: Loaded, today: date) -> dict[str, str]:
    """Return what goes without saying: of a meeting what its id says, of a case the day."""
    if word == "case":
        return {"checked_on": today.isoformat()}
    day, body = name[:10], name[11:]
    if word != "meeting" or not _is_day(day):
        return {}
    return {"on": day, "body": body} if ("bodies", body) in loaded.spots else {"on": day}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def at_a_terminal() -> bool:
    """Tell whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
