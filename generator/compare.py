"""What changed between two days: corrected, improved, worse, new; or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

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

    @property
    def is_news(self) -> bool:
        """Tell whether a reader is owed it: that nothing was found is no news."""
        if self.change is Change.LEARNED:
            return self.entry is not None and bool(self.entry.evidence)
        return self.change is not Change.UNCHANGED


def compare(
    dataset: Dataset, items: Iterable[Item], since: date, until: date, told: date | None = None
) -> tuple[Changed, ...]:
    """Compare the state of *items* on two days, by the date of the facts.

    What was recorded after *told* is not known yet; None is that everything recorded is.
    """
    last = told or date.max
    found = [_changed(dataset, item, Span(since, until, last)) for item in items]
    order = list(Change)
    return tuple(sorted(found, key=lambda changed: order.index(changed.change)))


@dataclass(frozen=True)
class Span:
    """The time between two days; `told` is the last day on which word of it could come."""

    since: date
    until: date
    told: date

    def holds(self, entry: Assessment) -> bool:
        """Tell whether the fact of an entry falls into this time."""
        return self.since < entry.as_of.last <= self.until

    def learned(self, entry: Assessment) -> bool:
        """Tell whether an entry on an older fact was recorded in this time."""
        return entry.as_of.last <= self.since < entry.recorded_on <= self.told


def _changed(dataset: Dataset, item: Item, span: Span) -> Changed:
    before, after = _known(item, span.since), item.verdict_at(span.until)
    made = dataset.made_on(item).last
    if span.since < made <= span.until:
        return Changed(item, Change.NEW, Status.NOT_ASSESSED, after.status, after.entry)
    taken_back = _taken_back(item, span)
    if taken_back:
        return Changed(item, Change.CORRECTED, before, after.status, taken_back)
    late = after.entry is not None and span.learned(after.entry)
    change = _direction(before, after.status)
    if change is Change.UNCHANGED and (news := _news(item, span)):
        return Changed(item, Change.LEARNED, before, after.status, news, late=not span.holds(news))
    return Changed(item, change, before, after.status, after.entry, late)


def _is_followed(item: Item, since: date) -> bool:
    """Tell whether anything about *item* had been recorded by a day: else the facts decide."""
    return any(entry.recorded_on <= since for entry in item.assessments)


def _known(item: Item, since: date) -> Status:
    """Return the status as told on *since*: what was only recorded later did not count yet."""
    if not _is_followed(item, since):
        return item.status_at(since)
    told = tuple(entry for entry in item.assessments if entry.recorded_on <= since)
    return item.model_copy(update={"assessments": told}).status_at(since)


def _taken_back(item: Item, span: Span) -> Assessment | None:
    """Return the newest withdrawal recorded in the time."""
    found = [e for e in item.assessments if e.withdraws and span.since < e.recorded_on <= span.told]
    return max(found, key=lambda entry: entry.recorded_on, default=None)


def _news(item: Item, span: Span) -> Assessment | None:
    """Return the publisher's newest entry on a fact of the time, else one on an older fact."""
    own = [entry for entry in item.history() if entry.by is None]
    fresh = [entry for entry in own if span.holds(entry)]
    late = [entry for entry in own if span.learned(entry) and _is_followed(item, span.since)]
    return next(reversed(fresh or late), None)


def _direction(before: Status, after: Status) -> Change:
    """Return whether the second status is better or worse; what says nothing is neither."""
    silent = (Status.NOT_ASSESSED, Status.NO_LONGER)
    if before is after:
        return Change.UNCHANGED
    if after in silent or before in silent:
        return Change.LEARNED
    return Change.IMPROVED if after.rank > before.rank else Change.WORSE
