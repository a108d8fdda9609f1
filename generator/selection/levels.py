"""The dataset as far as a reader may see it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from operator import is_
from typing import TYPE_CHECKING, Protocol, TypeVar

from generator.model import Dataset, Distribution, Grade, Item
from generator.model.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.model import Assessment, Response, Topic
    from generator.model.plans import Raised
    from generator.model.registers import AlsoAsked, Commitment, Milestone


class _Marked(Protocol):
    @property
    def distribution(self) -> Distribution | None: ...
    @property
    def audience(self) -> tuple[str, ...]: ...


M = TypeVar("M", bound=_Marked)


def within(dataset: Dataset, level: Distribution, reader: str) -> Dataset:
    """Return *dataset* without what is above *level* or meant for others than *reader*.

    Something for a counterpart is for the bodies its `audience` names and their parts, and for
    nobody where it names none.
    """
    if level is Distribution.INTERNAL:
        return dataset
    default = dataset.project.distribution
    seen_by_all = {other for other in Distribution if other.level <= level.level} - {
        Distribution.COUNTERPART
    }

    @cache
    def is_of(body: str) -> bool:
        return reader in dataset.family(body)

    def may_see(record: _Marked) -> bool:
        own = record.distribution or default
        if own in seen_by_all:
            return True
        if own.level > level.level:
            return False
        return any(map(is_of, record.audience))

    def seen(records: Mapping[str, M]) -> dict[str, M]:
        return {key: record for key, record in records.items() if may_see(record)}

    evidence, cases = seen(dataset.evidence), seen(dataset.cases)

    def entry_seen(entry: Assessment) -> bool:
        return may_see(entry) and _rests(entry.evidence, evidence)

    def item_seen(item: Item) -> Item:
        return _with(
            item,
            assessments=tuple(_citing(entry, evidence) for entry in item.entries_if(entry_seen)),
            responses=tuple(
                _citing(response, evidence)
                for response in item.responses
                if may_see(response) and _rests(response.evidence, evidence)
            ),
            notes=tuple(note for note in item.notes if may_see(note)),
            cases=tuple(name for name in item.cases if name in cases),
        )

    def topic_seen(topic: Topic) -> Topic:
        return _with(topic, notes=tuple(note for note in topic.notes if may_see(note)))

    return replace(
        dataset,
        evidence=evidence,
        cases=cases,
        items={key: item_seen(item) for key, item in seen(dataset.items).items()},
        topics={key: topic_seen(topic) for key, topic in dataset.topics.items()},
        meetings=seen(dataset.meetings),
    )


def outward(dataset: Dataset) -> Dataset:
    """Return *dataset* without what rests on less than a source of grade A or B.

    An entry that cites only such sources goes with them; one that cites better ones stays.
    """
    good = {key: e for key, e in dataset.evidence.items() if e.grade is not Grade.C}

    def printable(item: Item) -> Item:
        entries = item.entries_if(lambda entry: _rests(entry.evidence, good))
        kept = tuple(_citing(entry, good) for entry in entries)
        said = tuple(_citing(r, good) for r in item.responses if _rests(r.evidence, good))
        return _with(item, assessments=kept, responses=said)

    def borne_out(records: Iterable[F]) -> tuple[F, ...]:
        return tuple(_citing(fact, good) for fact in records if _rests(fact.evidence, good))

    return replace(
        dataset,
        evidence=good,
        items={key: printable(item) for key, item in dataset.items.items()},
        bodies={
            key: _with(body, commitments=borne_out(body.commitments))
            for key, body in dataset.bodies.items()
        },
        topics={
            key: _with(
                topic,
                also_asked=borne_out(topic.also_asked),
                timeline=borne_out(topic.timeline),
            )
            for key, topic in dataset.topics.items()
        },
        packs={key: _with(pack, also=borne_out(pack.also)) for key, pack in dataset.packs.items()},
    )


def _rests(evidence: Iterable[str], good: Mapping[str, object]) -> bool:
    cited = tuple(evidence)
    return not cited or any(name in good for name in cited)


R = TypeVar("R", bound=Record)


def _with(record: R, **left: tuple[object, ...]) -> R:
    """Return *record* with what is left of some fields: itself, where nothing was taken out.

    Of ten thousand items a reader may see nearly all whole, and each copy costs.
    """
    fewer = {
        name: values for name, values in left.items() if not _same(values, getattr(record, name))
    }
    return record.model_copy(update=fewer) if fewer else record


def _same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


F = TypeVar("F", "AlsoAsked", "Commitment", "Milestone", "Raised")
C = TypeVar("C", "AlsoAsked", "Assessment", "Commitment", "Milestone", "Raised", "Response")


def _citing(entry: C, known: Mapping[str, object]) -> C:
    cited = tuple(name for name in entry.evidence if name in known)
    return entry if cited == entry.evidence else entry.model_copy(update={"evidence": cited})
