"""What is not said yet in a language, or not reviewed: text by text, with its place.

Pure, like the rules of `check`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model import Evidence, Pack, Record, Text
from generator.model.values import TranslationState
from generator.problems import Level, Problem
from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.load import Loaded
    from generator.model import Dataset
    from generator.said import Said

Path = tuple[str | int, ...]
_KINDS = (
    "bodies",
    "documents",
    "evidence",
    "instruments",
    "topics",
    "items",
    "cases",
    "meetings",
    "packs",
)
# What no paper prints; a remark on a source or a pack does stand on paper.
_INSIDE = {"note", "notes", "date_basis", "quote", "scope"}


@dataclass(frozen=True)
class Printed:
    """A text that papers print, and where it stands: the kind and id of its record, its path."""

    kind: str
    record: str
    path: Path
    text: Text

    @property
    def name(self) -> str:
        """Return what a table calls the record: items/hrw-1999-gov-05a."""
        return f"{self.kind}/{self.record}"

    @property
    def field(self) -> str:
        """Return what a table calls the place in the record: assessments.2.summary."""
        return ".".join(str(part) for part in self.path)


def printed(dataset: Dataset) -> Iterator[Printed]:
    """Yield every text of the data that papers print, record by record."""
    yield from _printed_of("project", "project", dataset.project)
    for kind in _KINDS:
        for name, record in getattr(dataset, kind).items():
            yield from _printed_of(kind, name, record)


def _printed_of(kind: str, name: str, record: Record) -> Iterator[Printed]:
    return (Printed(kind, name, path, text) for path, text in texts(record))


def missing(loaded: Loaded, language: str) -> list[Problem]:
    """Return a notice for each text that papers print and nobody has said or reviewed."""
    if loaded.dataset is None:
        return []
    found = []
    for one in printed(loaded.dataset):
        gap = _gap(one.text, language, loaded.dataset.project.language)
        if gap:
            place = loaded.place(one.kind, one.record, one.path)
            what = gap.filled(field=one.path[-1], language=language)
            found.append(Problem(place, one.record, what, level=Level.NOTICE))
    return sorted(found)


def texts(record: Record, at: Path = ()) -> Iterator[tuple[Path, Text]]:
    """Yield every text of *record* that a paper may print, with its path."""
    inside = _INSIDE - {"note"} if isinstance(record, Evidence | Pack) else _INSIDE
    for name in type(record).model_fields:
        if name not in inside:
            yield from _texts_in(getattr(record, name), (*at, name))


def _texts_in(value: object, at: Path) -> Iterator[tuple[Path, Text]]:
    if isinstance(value, Text):
        yield at, value
    elif isinstance(value, Record):
        yield from texts(value, at)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _texts_in(part, (*at, index))


def _gap(text: Text, language: str, original: str) -> Said | None:
    """Say what a text lacks in a language, or nothing."""
    if language == original and text.plain is not None:
        return None
    told = text.translations.get(language)
    if told is None:
        return said("%(field)s: nothing in %(language)s yet.")
    if language != original and told.state is TranslationState.WORKING:
        return said("%(field)s: the wording in %(language)s is not reviewed.")
    return None
