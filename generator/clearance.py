"""What a reader may see, judged anew from the marks in the data: for the look at finished papers.

The rules of `selection` decide what goes into a paper. This is written apart from them and shares
nothing with them, so that a mistake there does not blind whoever looks at the paper afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.model import Ask, Assessment, Distribution, Evidence, Grade, Item, Response
from generator.model.plans import Raised
from generator.model.registers import AlsoAsked, Commitment, Milestone
from generator.model.values import Record, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Dataset, Pack

# What a reader at each level is trusted with, whoever it is. What is for a counterpart is for those
# whom its audience names, and only we see what is for others.
_TRUSTED = {
    Distribution.PUBLIC: {Distribution.PUBLIC},
    Distribution.COUNTERPART: {Distribution.PUBLIC},
    Distribution.COALITION: {Distribution.PUBLIC, Distribution.COALITION},
    Distribution.INTERNAL: {*Distribution},
}
# What we have for ourselves, whoever the reader is: what to ask, and what we expect to hear.
_OUR_OWN = {(Ask, "questions"), (Ask, "answers")}
# Statements of fact: one that cites sources is told with one of them that the reader may see.
_FACTS = (Assessment, Response, AlsoAsked, Commitment, Milestone, Raised)


class Clearance:
    """What the reader of a pack may see; what is in a record goes with it."""

    def __init__(self, dataset: Dataset, pack: Pack) -> None:
        self._default = dataset.project.distribution
        self._level = pack.distribution
        self._reader = _with_wholes(dataset, pack.addressee)
        self._sources = {name for name, one in dataset.evidence.items() if self.covers(one)}

    def covers(self, record: Record) -> bool:
        """Tell whether the reader may see a record, if nothing around it is withheld."""
        if isinstance(record, Evidence) and record.grade is Grade.C:
            return False
        if isinstance(record, _FACTS) and record.evidence:
            return self._is_open(record) and not self._sources.isdisjoint(record.evidence)
        return self._is_open(record)

    def texts(self, value: object, *, seen: bool = True) -> Iterator[tuple[str, bool]]:
        """Yield every text of a record, in each language, and whether the reader may see it."""
        if isinstance(value, Text):
            yield from [(value.plain, seen)] if value.plain else []
            yield from ((told.text, seen) for told in value.translations.values())
        elif isinstance(value, Record):
            seen = seen and self.covers(value)
            broken = self._taken_back_in_part(value) if isinstance(value, Item) else ()
            for name in type(value).model_fields:
                for part in _parts(getattr(value, name)):
                    hidden = isinstance(part, Assessment) and _of_correction(part) in broken
                    hidden = hidden or (type(value), name) in _OUR_OWN
                    yield from self.texts(part, seen=seen and not hidden)
        elif isinstance(value, str):
            yield str(value), seen

    def _taken_back_in_part(self, item: Item) -> set[str]:
        """Return the names of entries of which the reader may see the correction or the error.

        Not both: then neither is told.
        """
        corrections = {entry.withdraws for entry in item.assessments if entry.withdraws}
        if not corrections:
            return corrections
        seen = [entry for entry in item.assessments if self.covers(entry)]
        told = {entry.name for entry in seen if not entry.withdraws}
        return corrections - (told & {entry.withdraws for entry in seen})

    def _is_open(self, record: Any) -> bool:  # noqa: ANN401 - any record, marked or not
        if not {"distribution", "audience"} <= type(record).model_fields.keys():
            return True
        level = record.distribution or self._default
        if level in _TRUSTED[self._level]:
            return True
        is_for_some = level is Distribution.COUNTERPART and self._level is not Distribution.PUBLIC
        return is_for_some and not self._reader.isdisjoint(record.audience)


def _of_correction(entry: Assessment) -> str:
    """Return what a correction calls the entry, be it the correction or the error itself."""
    return entry.withdraws or entry.name


def _parts(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _with_wholes(dataset: Dataset, body: str) -> set[str]:
    """Return a body and those that it is a part of: what is for the whole is for the part."""
    found: set[str] = set()
    waiting: str | None = body
    while waiting and waiting not in found:
        found.add(waiting)
        known = dataset.bodies.get(waiting)
        waiting = known.parent if known else None
    return found
