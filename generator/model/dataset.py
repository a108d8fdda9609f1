"""The dataset: every record of one project, by id, in the dataset's order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.dates import PartialDate
from generator.model.outline import Outline, outline_of
from generator.model.registers import newest_ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from generator.model.items import Case, Item
    from generator.model.meetings import Meeting
    from generator.model.plans import Pack, Project
    from generator.model.registers import Body, Document, Evidence, Instrument, Topic


@dataclass(frozen=True)
class Dataset:
    """One project's records; every mapping keeps the order of the data.

    `asked_on` is the day of whoever asks, where it is known: a consent has to hold on it, whatever
    day is shown.
    """

    project: Project
    bodies: Mapping[str, Body]
    documents: Mapping[str, Document]
    evidence: Mapping[str, Evidence]
    instruments: Mapping[str, Instrument]
    topics: Mapping[str, Topic]
    items: Mapping[str, Item]
    cases: Mapping[str, Case]
    meetings: Mapping[str, Meeting]
    packs: Mapping[str, Pack]
    asked_on: date | None = None

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """Return each item in outline; those that are not read in full yet have theirs at hand."""
        known: Mapping[str, Outline] | None = getattr(self.items, "outlines", None)
        return {i.id: outline_of(i) for i in self.items.values()} if known is None else known

    def made_on(self, item: Item) -> PartialDate:
        """Return the day the item was made: its own, else its document's."""
        return item.made_on or self.documents[item.source.document].date

    def due_of(self, item: Item, day: date) -> PartialDate | None:
        """Return the day by which an item is due, if it has one.

        Today's ask says so, the item's own or that of its topic, before the document does.
        """
        own = newest_ask(item.asks, day)
        of_subject = item.addressee in self.family(self.project.subject)
        topic = self.topics.get(item.topic)
        ask = own or (topic.ask_at(day) if topic and of_subject else None)
        for due in (ask and ask.by, item.deadline and item.deadline.by):
            if isinstance(due, PartialDate):
                return due
        return None

    def family(self, body: str) -> frozenset[str]:
        """Return *body* and every body that is part of it, directly or not."""
        members = {body}
        while True:
            more = {child.id for child in self.bodies.values() if child.parent in members}
            if more <= members:
                return frozenset(members)
            members |= more

    def addressed_to(self, body: str) -> tuple[Item, ...]:
        """Return the items addressed to *body* or to a part of it."""
        family = self.family(body)
        return tuple(item for item in self.items.values() if item.addressee in family)

    def pack_of(self, item: Item) -> str:
        """Return the id of the pack whose addressee the item is put to, or an empty string."""
        for pack in self.packs.values():
            if item.addressee in self.family(pack.addressee):
                return pack.id
        return ""

    def may_name(self, case: Case, day: date) -> bool:
        """Tell whether a person may be named now, in a paper that shows the world of *day*.

        Papers of the past are made today, and a consent that has run out has done so for them too.
        """
        return case.may_be_named(max(day, self.asked_on or day))

    def names_until(self) -> date | None:
        """Return the last day on which all who may be named today still may."""
        day = self.asked_on or self.project.as_of
        agreed = [case for case in self.cases.values() if case.may_be_named(day)]
        return min((c.consent.until.last for c in agreed if c.consent.until), default=None)

    def newest_record(self, items: Iterable[Item]) -> date | None:
        """Return the last day on which something about *items* was recorded."""
        return max(
            (entry.recorded_on for item in items for entry in item.assessments), default=None
        )
