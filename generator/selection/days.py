"""The dataset as it was on a day: nothing dated later is left in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from generator.model import (
    Assessment,
    Body,
    Dataset,
    DocumentedLater,
    Evidence,
    Fate,
    Instrument,
    Item,
    LegalRef,
    Meeting,
    Note,
    Pack,
    Relation,
    Standing,
    Topic,
)
from generator.model.items import ItemStanding
from generator.model.registers import InstrumentState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from generator.dates import PartialDate
    from generator.model.items import Ask, Response
    from generator.model.plans import Raised
    from generator.model.registers import AlsoAsked, Commitment, Milestone

T = TypeVar("T")
Dated = TypeVar(
    "Dated", "Fate", "Response", "Ask", "AlsoAsked", "Commitment", "Raised", "Milestone"
)


def as_known_on(dataset: Dataset, day: date) -> Dataset:
    """Return *dataset* with the facts, asks, laws and words of later days taken out.

    Facts count by the day they are of. Words without a day of their own (notes, remarks on links)
    are those of the dataset's own day and are left out before it.
    """
    if day >= dataset.project.as_of:
        return dataset
    items = {item.id: item for item in dataset.items.values() if dataset.made_on(item).last <= day}
    evidence = {key: e for key, e in dataset.evidence.items() if not _later(e.date, day)}
    cases = {key: case for key, case in dataset.cases.items() if not _later(case.checked_on, day)}
    past = replace(
        dataset,
        project=dataset.project.model_copy(update={"gaps": (), "coverage": None, "limits": None}),
        bodies={key: _body(body, day) for key, body in dataset.bodies.items()},
        documents={k: d for k, d in dataset.documents.items() if not _later(d.date, day)},
        evidence=evidence,
        instruments={k: _instrument(i, day) for k, i in dataset.instruments.items()},
        topics={key: _topic(topic, day) for key, topic in dataset.topics.items()},
        cases=cases,
        meetings={k: _meeting(m, day) for k, m in dataset.meetings.items() if m.on <= day},
        packs={key: _pack(pack, day) for key, pack in dataset.packs.items()},
    )
    return replace(past, items={key: _item(item, past, items, day) for key, item in items.items()})


def _later(when: PartialDate | None, day: date) -> bool:
    return when is not None and when.last > day


def _known(records: Iterable[Dated], day: date) -> tuple[Dated, ...]:
    return tuple(record for record in records if record.on.last <= day)


def _notes(notes: Iterable[Note], day: date) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.on is not None and note.on.last <= day)


def _body(body: Body, day: date) -> Body:
    return body.model_copy(update={"commitments": _known(body.commitments, day), "note": None})


def _topic(topic: Topic, day: date) -> Topic:
    return topic.model_copy(
        update={
            "asks": _known(topic.asks, day),
            "also_asked": _known(topic.also_asked, day),
            "timeline": _known(topic.timeline, day),
            "notes": _notes(topic.notes, day),
        }
    )


def _meeting(meeting: Meeting, day: date) -> Meeting:
    """Leave out that a promise was kept later, and our own notes, which have no day."""
    outcomes = tuple(
        outcome.model_copy(update={"kept_on": None}) if _later(outcome.kept_on, day) else outcome
        for outcome in meeting.outcomes
    )
    return meeting.model_copy(update={"outcomes": outcomes, "notes": None})


def _pack(pack: Pack, day: date) -> Pack:
    return pack.model_copy(update={"also": _known(pack.also, day)})


def _instrument(instrument: Instrument, day: date) -> Instrument:
    still_there = _later(instrument.ended, day)
    return instrument.model_copy(
        update={
            "fate": _known(instrument.fate, day),
            "articles": tuple(
                article.model_copy(update={"fate": _known(article.fate, day)})
                for article in instrument.articles
            ),
            "ended": None if still_there else instrument.ended,
            "state": InstrumentState.IN_FORCE if still_there else instrument.state,
            "note": None,
        }
    )


def _item(item: Item, past: Dataset, items: dict[str, Item], day: date) -> Item:
    assessments = tuple(
        _entry(entry, past.evidence)
        for entry in item.entries_if(lambda entry: entry.as_of.last <= day)
    )
    standing = item.standing
    if standing.at(day) is Standing.LIVE and standing.state is not Standing.LIVE:
        standing = ItemStanding(state=Standing.LIVE)
    return item.model_copy(
        update={
            "standing": standing,
            "assessments": assessments,
            "responses": _known(item.responses, day),
            "asks": _known(item.asks, day),
            "notes": _notes(item.notes, day),
            "relations": tuple(_relations(item.relations, items)),
            "legal_refs": tuple(_legal_ref(ref) for ref in item.legal_refs),
            "cases": _in(item.cases, past.cases),
        }
    )


def _entry(entry: Assessment, known: Mapping[str, Evidence]) -> Assessment:
    """Leave out the sources that came later; an entry left with none is marked."""
    evidence = _in(entry.evidence, known)
    kept = entry.model_copy(update={"evidence": evidence})
    if evidence or not entry.evidence:
        return kept
    return DocumentedLater.model_construct(**dict(kept))


def _legal_ref(ref: LegalRef) -> LegalRef:
    return ref.model_copy(update={"note": None})


def _relations(relations: Iterable[Relation], items: dict[str, Item]) -> Iterable[Relation]:
    for relation in relations:
        targets = _in(relation.to, items)
        if targets:
            yield relation.model_copy(update={"to": targets, "note": None})


def _in(ids: Iterable[str], known: object) -> tuple[str, ...]:
    return tuple(name for name in ids if name in known)  # type: ignore[operator] # a mapping
