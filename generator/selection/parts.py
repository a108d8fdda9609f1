"""Whose items a pack shows, under which heading and with which number.

Part A holds what is asked of the addressee, an entry an item. Part B follows the relations of
those items to what the government was asked, an entry a topic; a pledge is an entry of its own.
The government's own pack has one part without a letter, an entry a topic.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from generator.model import Dataset, Item, Kind, Pack, RelationType, Standing, Topic
from generator.selection.numbering import renumbered
from generator.selection.shape import Entry, Heading, HeadingKind, Line, Part, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from generator.model.plans import Raised


FEEDS = {
    HeadingKind.RAISE: (RelationType.PRESSES_FOR,),
    HeadingKind.TEST: (RelationType.DEPENDS_ON, RelationType.BENCHMARKED_BY),
}
NEWER_WORDING = (RelationType.CONTINUES, RelationType.RESTATES, RelationType.REFINES)
_NEVER_OUTWARD = (Kind.IMPLIED, Kind.BY_REFERENCE)


def choose(
    dataset: Dataset, pack: Pack, day: date, numbered_by: Dataset | None = None
) -> Selection:
    """Choose, order and number what *pack* shows of *dataset*, which is as known on *day*.

    *numbered_by* is the same with all that the reader may not see: what is withheld keeps its
    number, and the others theirs.
    """
    whole = _Chooser(numbered_by or dataset, pack, day).parts()
    shown = (
        whole if numbered_by is None else renumbered(_Chooser(dataset, pack, day).parts(), whole)
    )
    return Selection(pack, dataset, day, tuple(part for part in shown if part.headings))


class _Chooser:
    """One choice for one pack."""

    def __init__(self, dataset: Dataset, pack: Pack, day: date) -> None:
        self.dataset, self.pack, self.day = dataset, pack, day
        self.family = dataset.family(pack.addressee)
        self.subject = dataset.family(dataset.project.subject)
        self.asked = [
            item for item in dataset.addressed_to(pack.addressee) if item.kind not in _NEVER_OUTWARD
        ]

    def parts(self) -> tuple[Part, ...]:
        own = self.pack.addressee == self.dataset.project.subject
        return (self.own_part(),) if own else (self.part_a(), self.part_b())

    def part_a(self) -> Part:
        entries = tuple(
            Entry(f"A{number}", self._topic(item), (self._line(item, f"A{number}"),))
            for number, item in enumerate(self._not_context(self.asked), start=1)
        )
        return Part("A", (Heading(HeadingKind.ASKED, entries),) if entries else ())

    def own_part(self) -> Part:
        items = [
            item
            for item in self.dataset.addressed_to(self.pack.addressee)
            if item.kind is not Kind.BY_REFERENCE
        ]
        entries = []
        for number, (topic, members) in enumerate(self._by_topic(self._not_context(items)), 1):
            lines = [self._line(m, f"{number}{_letter(i)}") for i, m in enumerate(members)]
            # What was done is credit that this reader is owed; what has lapsed is only counted.
            lines = [replace(line, shown=not self._has_lapsed(line)) for line in lines]
            entries.append(Entry(str(number), topic, tuple(lines)))
        return Part("", self._headings([(HeadingKind.OWN, entries)]))

    def part_b(self) -> Part:
        found: list[tuple[HeadingKind, list[Entry]]] = []
        number = 0
        printed: set[str] = set()
        full: dict[str, str] = {}
        for kind, items, fed in self._fed():
            entries = []
            for topic, members in self._groups(kind, items):
                if kind is not HeadingKind.RAISED and {m.id for m in members} <= printed:
                    continue
                number += 1
                label = f"B{number}"
                lines = self._lines(members, label, fed)
                see = full.get(topic.id, "")
                entry = Entry(label, topic, tuple(lines), self._raised(kind, topic), see)
                if (entry.shown or entry.raised) and not see:
                    full[topic.id] = label
                entries.append(entry)
                printed |= {member.id for member in members}
            found.append((kind, entries))
        return Part("B", self._headings(found))

    def _headings(self, found: list[tuple[HeadingKind, list[Entry]]]) -> tuple[Heading, ...]:
        """Mark the entries printed in full, by rank and within the limit; drop empty headings."""
        entries = [entry for _, under in found for entry in under]
        topics = [entry.topic.id for entry in entries if entry.shown or entry.raised]
        ranked = [topic for topic in self.pack.rank if topic in topics]
        ranked += [topic for topic in dict.fromkeys(topics) if topic not in ranked]
        in_full = set(ranked[: self.pack.limit])
        return tuple(
            Heading(kind, tuple(replace(e, in_full=e.topic.id in in_full) for e in under))
            for kind, under in found
            if under
        )

    def _fed(self) -> Iterator[tuple[HeadingKind, list[Item], set[str]]]:
        """Yield each heading with all its items, and the ids of those that still feed it."""
        for kind, relations in FEEDS.items():
            everything = self._with_newer(self._targets(self.asked, relations))
            live = [item for item in self.asked if item.standing.at(self.day).is_open]
            fed = {item.id for item in self._with_newer(self._targets(live, relations))}
            yield kind, everything, fed
        yours = [item for item in self._of_subject if item.made_by in self.family]
        yours = self._with_newer([item for item in yours if item.kind is not Kind.PLEDGE])
        yield HeadingKind.YOURS, yours, {item.id for item in yours}
        raised = {also.topic for also in self.pack.also}
        taken = [item for item in self._of_subject if item.topic in raised]
        yield HeadingKind.RAISED, taken, {item.id for item in taken}
        promised = [item for item in self._of_subject if item.made_to in self.family]
        yield HeadingKind.PROMISED, promised, {item.id for item in promised}

    @cached_property
    def _of_subject(self) -> list[Item]:
        """Return what the government was asked, or promised, and may be put outward."""
        return [
            item
            for item in self.dataset.items.values()
            if item.addressee in self.subject and item.kind not in _NEVER_OUTWARD
        ]

    @cached_property
    def _newer(self) -> dict[str, set[str]]:
        """Return which older items each of them continues, restates or refines, if any."""
        found = {i.id: set(_rewords(i)) for i in self._of_subject if i.kind is not Kind.PLEDGE}
        return {name: older for name, older in found.items() if older}

    def _targets(self, items: Iterable[Item], relations: tuple[RelationType, ...]) -> list[Item]:
        wanted = {
            target
            for item in items
            for relation in item.relations
            if relation.type in relations
            for target in relation.to
        }
        return [item for item in self._of_subject if item.id in wanted]

    def _with_newer(self, items: list[Item]) -> list[Item]:
        """Add what continues, restates or refines *items*; pledges stand by themselves."""
        wanted = {item.id for item in items}
        while True:
            newer = {name for name, older in self._newer.items() if wanted & older}
            if newer <= wanted:
                return [item for item in self._of_subject if item.id in wanted]
            wanted |= newer

    def _groups(self, kind: HeadingKind, items: list[Item]) -> Iterator[tuple[Topic, list[Item]]]:
        """Group by topic, in the order of the topics; a pledge is a group of its own."""
        for topic, members in self._by_topic(items):
            pledges = [item for item in members if item.kind is Kind.PLEDGE]
            others = [item for item in members if item.kind is not Kind.PLEDGE]
            if others:
                yield topic, others
            if kind is not HeadingKind.RAISED:
                yield from ((topic, [pledge]) for pledge in pledges)
        if kind is HeadingKind.RAISED:
            have = {topic.id for topic, _ in self._by_topic(items)}
            missing = dict.fromkeys(also.topic for also in self.pack.also)
            yield from ((self.dataset.topics[t], []) for t in missing if t not in have)

    def _by_topic(self, items: list[Item]) -> Iterator[tuple[Topic, list[Item]]]:
        for topic in self.dataset.topics.values():
            members = [item for item in items if item.topic == topic.id]
            if members:
                yield topic, members

    def _lines(self, members: list[Item], label: str, fed: set[str]) -> list[Line]:
        if len(members) == 1 and members[0].kind is Kind.PLEDGE:
            return [self._line(members[0], label)]
        lines = [self._line(m, f"{label}{_letter(i)}") for i, m in enumerate(members)]
        lines = [replace(line, shown=line.shown and line.item.id in fed) for line in lines]
        return [self._with_older(line, lines) for line in lines]

    def _with_older(self, line: Line, lines: list[Line]) -> Line:
        """Give a newer wording the older items it takes up, and hide those that were taken up."""
        shown = {other.item.id: other for other in lines if other.shown}
        taken_up = {
            name for other in shown.values() for name in _rewords(other.item) if name in shown
        }
        older = tuple(self._older(line.item, shown))
        newer = [o.item for o in shown.values() if line.item.id in _rewords(o.item)]
        hidden = line.item.id in taken_up and any(self._is_older(line.item, n) for n in newer)
        return replace(line, older=older, shown=line.shown and not hidden)

    def _older(self, item: Item, shown: dict[str, Line]) -> Iterator[Item]:
        """Yield the older wordings of *item*, and those that they took up themselves."""
        for name in _rewords(item):
            if name in shown and self._is_older(shown[name].item, item):
                yield shown[name].item
                yield from self._older(shown[name].item, shown)

    def _is_older(self, item: Item, other: Item) -> bool:
        return self.dataset.made_on(item).last < self.dataset.made_on(other).last

    def _line(self, item: Item, number: str) -> Line:
        return Line(item, number, shown=item.standing.at(self.day).is_open)

    def _has_lapsed(self, line: Line) -> bool:
        return line.item.standing.at(self.day) is Standing.LAPSED

    def _not_context(self, items: Iterable[Item]) -> list[Item]:
        return [item for item in items if item.standing.state is not Standing.CONTEXT]

    def _topic(self, item: Item) -> Topic:
        return self.dataset.topics[item.topic]

    def _raised(self, kind: HeadingKind, topic: Topic) -> tuple[Raised, ...]:
        if kind is not HeadingKind.RAISED:
            return ()
        return tuple(also for also in self.pack.also if also.topic == topic.id)


def _rewords(item: Item) -> tuple[str, ...]:
    return tuple(
        name
        for relation in item.relations
        if relation.type in NEWER_WORDING
        for name in relation.to
    )


def _letter(index: int) -> str:
    """Return a, b, ... z, aa, ab, ..."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
