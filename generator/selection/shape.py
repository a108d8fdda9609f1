"""What a pack shows, once it is chosen: parts, headings, entries, lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.model import Kind, Standing

if TYPE_CHECKING:
    from datetime import date

    from generator.model import Dataset, Item, Pack, Status, Topic
    from generator.model.plans import Raised


class HeadingKind(StrEnum):
    """Why the entries beneath a heading are there."""

    ASKED = "asked"
    RAISE = "raise"
    TEST = "test"
    YOURS = "yours"
    RAISED = "raised"
    PROMISED = "promised"
    OWN = "own"


@dataclass(frozen=True)
class Line:
    """One item in an entry; `older` are the items whose newer wording it is.

    `shown` is false for what only keeps its number: closed, lapsed, not fed any more, or moved
    into the line of a newer wording.
    """

    item: Item
    number: str
    shown: bool = True
    older: tuple[Item, ...] = ()

    def weakest(self, day: date) -> Item:
        """Return the item that gives the line its status: itself, or an older wording less far.

        A newer wording does not do away with what was asked before.
        """
        wordings = [item for item in self.older if item.standing.at(day).is_open]
        return min([self.item, *wordings], key=lambda item: item.status_at(day).rank)


@dataclass(frozen=True)
class Entry:
    """A numbered entry: an item in part A, a topic with its items elsewhere."""

    number: str
    topic: Topic
    lines: tuple[Line, ...]
    raised: tuple[Raised, ...] = ()
    see: str = ""
    in_full: bool = True

    @property
    def shown(self) -> tuple[Line, ...]:
        """Return the lines that are printed."""
        return tuple(line for line in self.lines if line.shown)

    @property
    def is_pledge(self) -> bool:
        """Tell whether the entry is one pledge: it stands by itself, the promise as headline."""
        return len(self.lines) == 1 and self.lines[0].item.kind is Kind.PLEDGE and bool(self.shown)

    @property
    def subject(self) -> tuple[str, str]:
        """Return what the entry is about: ("item", id) in part A and of a pledge, else a topic."""
        if self.number.startswith("A") or self.is_pledge:
            return "item", self.lines[0].item.id
        return "topic", self.topic.id

    def is_about(self, subject: tuple[str, str]) -> bool:
        """Tell whether *subject* is what the entry is about, or an item beneath it."""
        return subject == self.subject or subject in [("item", x.item.id) for x in self.shown]

    def weakest(self, day: date) -> tuple[Status, int, int] | None:
        """Return the weakest status among the open items, how many have it, and of how many.

        What is only implied counts where nothing was asked outright.
        """
        lines = [line for line in self.shown if line.item.standing.at(day).is_open]
        items = [line.weakest(day) for line in lines]
        outright = [item for item in items if item.kind is not Kind.IMPLIED]
        statuses = [item.status_at(day) for item in outright or items]
        if not statuses:
            return None
        status = min(statuses, key=lambda found: found.rank)
        return status, statuses.count(status), len(statuses)


@dataclass(frozen=True)
class Heading:
    """A heading of a part and what stands beneath it."""

    kind: HeadingKind
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Part:
    """Part A, part B, or the one part (without a letter) of the government's own pack."""

    letter: str
    headings: tuple[Heading, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the entries of all headings."""
        return tuple(entry for heading in self.headings for entry in heading.entries)


@dataclass(frozen=True)
class Selection:
    """All that the papers of one pack are about, on one day."""

    pack: Pack
    dataset: Dataset
    day: date
    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return every line of every part, printed or not, each item once."""
        lines = (line for part in self.parts for entry in part.entries for line in entry.lines)
        return tuple({line.item.id: line for line in reversed(tuple(lines))}.values())[::-1]

    @property
    def own(self) -> bool:
        """Tell whether this is the pack of the government that is asked."""
        return self.pack.addressee == self.dataset.project.subject

    def answerable(self, part: Part) -> tuple[Entry, ...]:
        """Return the entries of *part* to which a counterpart can say something.

        Something is open, an item or the topic's ask of today; an ask that stands above already is
        not put twice.
        """
        return tuple(
            entry
            for entry in part.entries
            if self._is_open(entry)
            and not (entry.see and entry.shown[0].item.kind is not Kind.PLEDGE)
        )

    def _is_open(self, entry: Entry) -> bool:
        still_open = any(line.item.standing.at(self.day).is_open for line in entry.shown)
        asked_today = self.own and entry.topic.ask_at(self.day) is not None
        return bool(entry.raised) or still_open or asked_today

    def standing(self, *wanted: Standing) -> tuple[Line, ...]:
        """Return the lines whose item has one of the *wanted* standings."""
        return tuple(line for line in self.lines if line.item.standing.at(self.day) in wanted)
