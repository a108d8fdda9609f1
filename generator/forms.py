"""A filled-in checklist back to what was noted on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from generator.meetings import answers_to, rows
from generator.outcomes import Noted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.selection import Entry, Selection

MAX_BYTES = 20_000_000
# What the checklist writes into its keywords and its fields; templates/checklist.html.j2 does so.
_KEYWORDS = re.compile(r"accede (?P<pack>\S+) checklist (?P<mark>[0-9a-f-]+)(?: (?P<meeting>\S+))?")
_WORDS = ("commitment", "by-when", "who")
_FIELD = re.compile(
    r"(?P<number>[AB]?\d+)/(?P<kind>item|topic):(?P<name>[^/]+)/(?P<what>[a-z0-9-]+)"
)


class FormError(Exception):
    """The file is not what was asked for; the message says what it is instead."""


@dataclass(frozen=True)
class Filled:
    """A checklist as it came back: whose it is, and by number what each field says."""

    name: str
    pack: str
    fingerprint: str
    meeting: str
    subjects: dict[str, tuple[str, str]]
    fields: dict[str, dict[str, str]]

    def notes(self, selection: Selection) -> list[Noted]:
        """Return what was noted, or FormError where an entry is not the one it was on the paper."""
        entries = rows(selection)
        filled = [number for number, fields in self.fields.items() if any(fields.values())]
        faults = [fault for number in filled for fault in self._faults(number, entries)]
        if faults:
            raise FormError("\n".join(faults))
        return [self._noted(number, entries[number]) for number in filled]

    def _faults(self, number: str, entries: dict[str, Entry]) -> Iterator[str]:
        """Yield why what was noted of one entry cannot be taken."""
        entry, subject = entries.get(number), self.subjects[number]
        if entry is None or entry.subject != subject:
            now = f"is about {entry.subject[1]}" if entry else "is no open entry"
            yield (
                f"{self.name}: {number} was about {subject[1]} there, and {now} here. "
                "It was made from other data; record it by hand."
            )
            return
        ticked = self._ticked(number, entry)
        if len(ticked) > 1:
            yield (
                f"{self.name}: {number} has {len(ticked)} answers ticked ({', '.join(ticked)}). "
                "Leave one, and record it again."
            )

    def _ticked(self, number: str, entry: Entry) -> list[str]:
        fields = self.fields[number]
        answers = enumerate(answers_to(entry), 1)
        return [answer.value for n, answer in answers if fields.get(f"answer-{n}")]

    def _noted(self, number: str, entry: Entry) -> Noted:
        fields, ticked = self.fields[number], self._ticked(number, entry)
        return Noted(
            number,
            raised=True if fields.get("raised") else None,
            answer="".join(ticked),
            commitment=fields.get("commitment", ""),
            by_when=fields.get("by-when", ""),
            who=fields.get("who", ""),
        )


def read(data: bytes, name: str) -> Filled:
    """Read the filled-in checklist *data*, called *name* to people."""
    if len(data) > MAX_BYTES:
        raise FormError(f"{name} is too large for a checklist: {len(data)} bytes.")
    keywords, fields = _contents(data, name)
    found = _KEYWORDS.fullmatch(keywords)
    if not found:
        raise FormError(
            f"{name} is no checklist of accede. One to fill in: accede build PACK --fillable"
        )
    subjects: dict[str, tuple[str, str]] = {}
    values: dict[str, dict[str, str]] = {}
    for number, subject, what, value in _parted(fields):
        subjects[number] = subject
        values.setdefault(number, {})[what] = value
    if not subjects:
        raise FormError(
            f"{name} has no fields: it is the checklist for the pen. One to fill in: "
            "accede build PACK --fillable"
        )
    meeting = found["meeting"] or ""
    return Filled(name, found["pack"], found["mark"], meeting, subjects, values)


def _contents(data: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """Return the keywords and the form fields of a PDF."""
    import logging  # noqa: PLC0415 - used here only

    from pypdf import PdfReader  # noqa: PLC0415 - keeps other commands light
    from pypdf.errors import FileNotDecryptedError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd is not for the reader
    try:
        reader = PdfReader(BytesIO(data))
        keywords = (reader.metadata.keywords if reader.metadata else "") or ""
        fields = dict(reader.get_fields() or {})
    except FileNotDecryptedError as error:
        raise FormError(f"{name} is locked with a password: save it without one.") from error
    except Exception as error:
        raise FormError(
            f"{name} cannot be read as a PDF: it is damaged, or cut short. Save it anew."
        ) from error
    return keywords, fields


def _parted(fields: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str], str, str]]:
    """Yield number, subject, what a field is for, and what it says."""
    for name, field in fields.items():
        found = _FIELD.fullmatch(str(name))
        if found:
            subject = found["kind"], found["name"]
            read_as = _words if found["what"] in _WORDS else _box
            yield found["number"], subject, found["what"], read_as(field.get("/V"))


def _box(value: object) -> str:
    """Return "on" of a box that is ticked."""
    return "" if value is None or str(value) in ("", "/Off", "Off") else "on"


def _words(value: object) -> str:
    """Return the words of a text field; what is neither text nor bytes is a broken PDF's."""
    if isinstance(value, bytes):  # in none of the encodings that a PDF may use
        return value.decode("latin-1").strip()
    return value.strip() if isinstance(value, str) else ""
