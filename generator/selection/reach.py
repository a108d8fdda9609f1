"""The part of the data that the papers of one pack can look at, and nothing beyond it.

What a pack shows is chosen from this part alone: so nothing else can change it, and a large
dataset costs a pack no more than a small one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from generator.model import Kind
from generator.model.references import named_by
from generator.selection.parts import FEEDS, NEWER_WORDING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model import Dataset, Pack
    from generator.model.outline import Outline

_REGISTERS = ("bodies", "documents", "instruments", "topics", "cases", "meetings", "packs")
_FEEDING = tuple(relation.value for relations in FEEDS.values() for relation in relations)
_REWORDING = tuple(relation.value for relation in NEWER_WORDING)


class Reach:
    """Finds what each pack can look at; made once for a dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.outlines = dataset.outlines
        self.by_addressee: dict[str, list[str]] = defaultdict(list)
        for name, outline in self.outlines.items():
            self.by_addressee[outline.addressee].append(name)

    def of(self, pack: Pack) -> Dataset:
        """Return the dataset with the items and the sources that *pack* can look at.

        Items stay in order; sources that registers name come before those that only items name.
        Of the other registers nothing is left out: they are small, and what is on paper hangs
        together through them.
        """
        data, items = self.dataset, self.items_of(pack)
        sources = [*self.cited_by_all, *self.cited_by(items)]
        return replace(
            data,
            items={name: data.items[name] for name in items},
            evidence={name: data.evidence[name] for name in sources},
        )

    def items_of(self, pack: Pack) -> list[str]:
        """Return the ids of the items that *pack* can look at, in order.

        Those its addressee was asked; of what the government was asked or promised, what these
        press for, what its addressee asked or was promised, what is on a topic it raised, and what
        words these anew; pledges on any topic of these. More than is shown: standing, day and
        reader are not looked at.
        """
        family = self.dataset.family(pack.addressee)
        raised = {also.topic for also in pack.also}
        found = {name for body in family for name in self.by_addressee[body]}
        pressed: set[str] = set()
        for name in found:
            pressed |= self.outlines[name].targets(*_FEEDING)
        for name, told in self._government.items():
            of_reader = told.made_by in family or told.made_to in family
            if of_reader or told.topic in raised or name in pressed:
                found.add(name)
        self._add_newer(found)
        topics = raised | {self.outlines[name].topic for name in found}
        found |= {name for topic in topics for name in self._pledges[topic]}
        return sorted(found, key=self._order.__getitem__)

    def cited_by(self, items: Iterable[str]) -> list[str]:
        """Return the sources that *items* name and registers do not, in order."""
        cited = {name for item in items for name in self.outlines[item].evidence}
        known = cited.difference(self.cited_by_all) & self._order_of_sources.keys()
        return sorted(known, key=self._order_of_sources.__getitem__)

    def _add_newer(self, found: set[str]) -> None:
        """Add what words items that were *found* anew, and what words those anew."""
        waiting = list(found)
        while waiting:
            newer = self._rewordings[waiting.pop()] - found
            found |= newer
            waiting += newer

    @cached_property
    def _government(self) -> dict[str, Outline]:
        family = self.dataset.family(self.dataset.project.subject)
        return {name: told for name, told in self.outlines.items() if told.addressee in family}

    @cached_property
    def _rewordings(self) -> dict[str, set[str]]:
        """Return the items of the government that word each item anew."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, told in self._government.items():
            for older in told.targets(*_REWORDING):
                found[older].add(name)
        return found

    @cached_property
    def _pledges(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, told in self.outlines.items():
            if told.kind == Kind.PLEDGE.value:
                found[told.topic].append(name)
        return found

    @cached_property
    def cited_by_all(self) -> dict[str, None]:
        """Return the sources that registers name, in order."""
        records = (r for kind in _REGISTERS for r in getattr(self.dataset, kind).values())
        cited = {name for r in records for kind, name in named_by(r) if kind == "evidence"}
        return dict.fromkeys(name for name in self.dataset.evidence if name in cited)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.outlines)}

    @cached_property
    def _order_of_sources(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.dataset.evidence)}
