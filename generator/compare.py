"""What changed between two days: corrected, improved, worse, new; or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from generator.model import Assessment, Dataset, Item


class Change(StrEnum):
    """How an item differs from what it was; in the order in which a reader is owed it."""

    CORRECTED = "corrected"
    IMPROVED = "improved"
    WORSE = "worse"
    NEW = "new"
    LEARNED = "learned"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Changed:
    """One item's change: its status before and after, and the entry that made the difference.

    `late` says that the fact is older than the first day and was only recorded after it.
    """

    item: Item
    change: Change
    before: Status
    after: Status
    entry: Assessment | None = None
    late: bool = False


def compare(
    dataset: Dataset, items: Iterable[Item], since: date, until: date
) -> tuple[Changed, ...]:
    """Compare the state of *items* on two days, by the date of the facts."""
    found = [_changed(dataset, item, since, until) for item in items]
    order = list(Change)
    return tuple(sorted(found, key=lambda changed: order.index(changed.change)))


def _changed(dataset: Dataset, item: Item, since: date, until: date) -> Changed:
    before, after = _known(item, since), item.verdict_at(until)
    made = dataset.made_on(item).last
    late = _is_late(after.entry, since)
    if since < made <= until:
        return Changed(item, Change.NEW, Status.NOT_ASSESSED, after.status, after.entry)
    taken_back = _taken_back(item, since, until)
    if taken_back:
        return Changed(item, Change.CORRECTED, before, after.status, taken_back)
    change = _direction(before, after.status)
    if change is Change.UNCHANGED and _news(item, since, until):
        return Changed(item, Change.LEARNED, before, after.status, _news(item, since, until))
    return Changed(item, change, before, after.status, after.entry, late)


def _known(item: Item, since: date) -> Status:
    """Return the status as told on *since*: what was only recorded later did not count yet.

    An item of which nothing had been recorded by then was not followed yet: the facts decide.
    """
    followed = any(entry.recorded_on <= since for entry in item.assessments)
    if not followed:
        return item.status_at(since)
    told = tuple(entry for entry in item.assessments if entry.recorded_on <= since)
    return item.model_copy(update={"assessments": told}).status_at(since)


def _is_late(entry: Assessment | None, since: date) -> bool:
    return entry is not None and entry.as_of.last <= since < entry.recorded_on


def _taken_back(item: Item, since: date, until: date) -> Assessment | None:
    """Return the newest withdrawal recorded after *since*."""
    found = [e for e in item.assessments if e.withdraws and since < e.recorded_on <= until]
    return max(found, key=lambda entry: entry.recorded_on, default=None)


def _news(item: Item, since: date, until: date) -> Assessment | None:
    """Return the publisher's newest entry on a fact after *since*."""
    found = [e for e in item.history() if e.by is None and since < e.as_of.last <= until]
    return found[-1] if found else None


def _direction(before: Status, after: Status) -> Change:
    """Return whether the second status is better or worse; what says nothing is neither."""
    silent = (Status.NOT_ASSESSED, Status.NO_LONGER)
    if before is after:
        return Change.UNCHANGED
    if after in silent or before in silent:
        return Change.LEARNED
    return Change.IMPROVED if after.rank > before.rank else Change.WORSE
