"""Rules that need more than one record, or more than one field of one.

Pure: it is handed what was loaded, gets no paths and cannot write.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from generator.check.age import is_looked_at, months_between
from generator.check.items import RULES, RULES_OF_TOPICS
from generator.load.loaded import FOLDER
from generator.model import Body, Distribution, Item, Record
from generator.model.references import addressed, named_by, references
from generator.problems import Level, Place, Problem, did_you_mean
from generator.said import counted, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from generator.check.finding import Finding
    from generator.load import Loaded
    from generator.model import Dataset

_UNKNOWN = {
    "bodies": said('the body "%(name)s" is not known.'),
    "cases": said('the case "%(name)s" is not known.'),
    "documents": said('the document "%(name)s" is not known.'),
    "evidence": said('the evidence "%(name)s" is not known.'),
    "instruments": said('the instrument "%(name)s" is not known.'),
    "items": said('the item "%(name)s" is not known.'),
    "topics": said('the topic "%(name)s" is not known.'),
}
_FOLDERS = ("cases", "items")
_FEW = 5
_RULES: dict[str, tuple[Callable[[Dataset, Any], Iterator[Finding]], ...]] = {
    "items": RULES,
    "topics": RULES_OF_TOPICS,
}


def check(loaded: Loaded, today: date | None = None) -> list[Problem]:
    """Return every problem of what was loaded, reading and rules together, in order of place.

    With *today* there is also notice of open items that nobody has looked at for too long.
    """
    found = list(loaded.problems)
    dataset = loaded.dataset
    if dataset is not None:
        ground = _ground(dataset)
        for kind, name in _names(dataset):
            if (kind, name) in loaded.sound and not _may_be_stale(loaded, kind, name, today):
                continue
            record = dataset.project if kind == "project" else getattr(dataset, kind)[name]
            for path, what, fix, level in _findings(loaded, ground, kind, record, today):
                found.append(Problem(loaded.place(kind, name, path), name, what, fix, level))
        found += _missing_registers(loaded, dataset)
    return sorted(set(found))


def _ground(dataset: Dataset) -> Dataset:
    """Return what the rules may look at besides the record they are about, and nothing else.

    What was found sound once is not checked again unless this changes: see `load.again`.
    """
    return replace(
        dataset, bodies={}, evidence={}, topics={}, items={}, cases={}, meetings={}, packs={}
    )


def _names(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield "project", "project"
    for kind in (*_UNKNOWN, "meetings", "packs"):
        yield from ((kind, name) for name in getattr(dataset, kind))


def _findings(
    loaded: Loaded,
    ground: Dataset,
    kind: str,
    record: Any,  # noqa: ANN401 - of any kind
    today: date | None,
) -> Iterator[Finding]:
    yield from _unknown_references(loaded, record)
    for rule in _RULES.get(kind, ()):
        yield from rule(ground, record)
    yield from _audience_counts(ground, record)
    if isinstance(record, Body) and loaded.dataset:
        yield from _is_no_part_of_itself(loaded.dataset.bodies, record)
    if today is not None and isinstance(record, Item):
        yield from is_looked_at(ground, record, today)


def _may_be_stale(loaded: Loaded, kind: str, name: str, today: date | None) -> bool:
    """Tell whether an item that is sound may have been left alone for too long by *today*."""
    last = loaded.looked_at(name) if kind == "items" and today and loaded.dataset else ""
    if not last or today is None or loaded.dataset is None:
        return False
    return months_between(date.fromisoformat(last), today) >= loaded.dataset.project.stale_after


def _missing_registers(loaded: Loaded, dataset: Dataset) -> Iterator[Problem]:
    """Yield once, not for each reference, that a register whose ids are named is not there."""
    lacking = [kind for kind in _UNKNOWN if loaded.lacks(kind)]
    if not lacking:
        return
    records = [getattr(dataset, kind)[name] for kind, name in _names(dataset) if kind != "project"]
    named = {pair for record in records for pair in named_by(record)}
    for kind in lacking:
        names = sorted(name for of, name in named if of == kind)
        if names:
            what = counted(
                "there is no such file, and %(n)s id of it is named: %(names)s.",
                "there is no such file, and %(n)s ids of it are named: %(names)s.",
                len(names),
                names=", ".join(names[:_FEW]) + (", ..." if len(names) > _FEW else ""),
            )
            fix = said("Put it back, or make it with: accede new")
            yield Problem(Place(f"{FOLDER}/{kind}.yaml"), "", what, fix)


def _unknown_references(loaded: Loaded, record: Record) -> Iterator[Finding]:
    if all(loaded.knows(kind, name) for kind, name in named_by(record)):
        return
    for path, kind, name in references(record):
        if not loaded.knows(kind, name) and not loaded.lacks(kind):
            known = [other for found, other in loaded.spots if found == kind]
            where = f"{kind}/" if kind in _FOLDERS else f"{kind}.yaml"
            add = said("Add it to %(where)s, or correct the id.", where=where)
            what, fix = _UNKNOWN[kind].filled(name=name), did_you_mean(name, known) or add
            yield path, what, fix, Level.ERROR


def _audience_counts(dataset: Dataset, record: Record) -> Iterator[Finding]:
    """Warn of an audience that says nothing, as only what is for a counterpart has one.

    And of what is for a counterpart and does not say for which: nobody gets it.
    """
    for path, marked in addressed(record):
        level = marked.distribution or dataset.project.distribution
        if not marked.audience:
            what = said(
                "this is for a counterpart, and no audience says for which: nobody gets it."
            )
            fix = said("Write audience: [...] with the bodies it is for.")
            yield (*path, "distribution"), what, fix, Level.WARNING
        elif level is not Distribution.COUNTERPART:
            what = said(
                "the audience says nothing here: the distribution is %(level)s.", level=level
            )
            fix = said("Write distribution: counterpart, or take the audience out.")
            yield (*path, "audience"), what, fix, Level.WARNING


def _is_no_part_of_itself(bodies: Mapping[str, Body], body: Body) -> Iterator[Finding]:
    """Complain of bodies that are parts of one another: all stand in one file, read at once."""
    way, parent = [body.id], body.parent
    while parent and parent in bodies and parent not in way:
        way.append(parent)
        parent = bodies[parent].parent
    if parent == body.id:
        what = said("the body is a part of itself: %(way)s.", way=", ".join([*way, body.id]))
        yield ("parent",), what, said("Correct or delete parent."), Level.ERROR
