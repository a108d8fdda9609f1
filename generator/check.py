"""Rules that need more than one record, or more than one field of one.

Pure: it is handed what was loaded, gets no paths and cannot write.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from generator.model import Body, Distribution, Item, Kind, Record, Status
from generator.model.references import addressed, named_by, references
from generator.model.registers import InstrumentState
from generator.problems import Level, Problem, did_you_mean
from generator.said import Said, counted, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from generator.dates import PartialDate
    from generator.load import Loaded
    from generator.model import Assessment, Dataset, Instrument

Path = tuple[str | int, ...]
Finding = tuple[Path, Said, Said, Level]
MAX_SHORT = 65
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
_LOOK_AGAIN = said(
    "See what holds now and add it under assessments, with evidence; if the ask moved to another "
    "text, write standing: carried."
)
_CLAIMS_PROGRESS = (Status.PARTIALLY, Status.MOSTLY, Status.FULLY)


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
        yield from _is_looked_at(ground, record, today)


def _may_be_stale(loaded: Loaded, kind: str, name: str, today: date | None) -> bool:
    """Tell whether an item that is sound may have been left alone for too long by *today*."""
    last = loaded.looked_at(name) if kind == "items" and today and loaded.dataset else ""
    if not last or today is None or loaded.dataset is None:
        return False
    return _months(date.fromisoformat(last), today) >= loaded.dataset.project.stale_after


def _unknown_references(loaded: Loaded, record: Record) -> Iterator[Finding]:
    if all(loaded.knows(kind, name) for kind, name in named_by(record)):
        return
    for path, kind, name in references(record):
        if not loaded.knows(kind, name):
            known = [other for found, other in loaded.spots if found == kind]
            where = f"{kind}/" if kind in _FOLDERS else f"{kind}.yaml"
            add = said("Add it to %(where)s, or correct the id.", where=where)
            what, fix = _UNKNOWN[kind].filled(name=name), did_you_mean(name, known) or add
            yield path, what, fix, Level.ERROR


def _audience_counts(dataset: Dataset, record: Record) -> Iterator[Finding]:
    """Warn of an audience that says nothing, as only what is for a counterpart has one."""
    for path, marked in addressed(record):
        level = marked.distribution or dataset.project.distribution
        if level is not Distribution.COUNTERPART:
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


def _heading_is_listed(dataset: Dataset, item: Item) -> Iterator[Finding]:
    document = dataset.documents.get(item.source.document)
    heading = item.source.heading
    if document and heading and heading not in document.headings:
        what = said(
            'the heading "%(heading)s" is not among those of %(document)s.',
            heading=heading,
            document=document.id,
        )
        fix = did_you_mean(heading, document.headings) or said("Add it to documents.yaml.")
        yield ("source", "heading"), what, fix, Level.WARNING


def _entries_are_sound(dataset: Dataset, item: Item) -> Iterator[Finding]:
    for index, entry in enumerate(item.assessments):
        at: Path = ("assessments", index)
        if entry.as_of.first > entry.recorded_on:
            what = said(
                "a fact of %(as_of)s cannot have been recorded on %(recorded_on)s.",
                as_of=entry.as_of,
                recorded_on=entry.recorded_on,
            )
            yield (*at, "as_of"), what, said("Correct as_of or recorded_on."), Level.ERROR
        if entry.status:
            yield from _verdict_is_sound(dataset, item, entry, at)
        if entry.withdraws and entry.withdraws not in _names_before(item, index):
            what = said('there is no earlier entry "%(name)s" to take back.', name=entry.withdraws)
            fix = did_you_mean(entry.withdraws, _names_before(item, index))
            yield (*at, "withdraws"), what, fix, Level.ERROR


def _verdict_is_sound(
    dataset: Dataset, item: Item, entry: Assessment, at: Path
) -> Iterator[Finding]:
    if item.source.document in dataset.documents:
        made_on = dataset.made_on(item)
        if entry.as_of.last < made_on.first:
            what = said(
                "a status of %(as_of)s is older than the item, made on %(made_on)s.",
                as_of=entry.as_of,
                made_on=made_on,
            )
            fix = said("Leave the status out: the fact can stand without one.")
            yield (*at, "status"), what, fix, Level.ERROR
    if entry.status in _CLAIMS_PROGRESS and not entry.evidence:
        what = said('the status "%(status)s" has no evidence.', status=entry.status)
        yield (*at, "status"), what, said("Add evidence: [...] to the entry."), Level.WARNING


def _names_before(item: Item, index: int) -> list[str]:
    return [entry.name for entry in item.assessments[:index]]


def _withdrawn_name_is_one(_: Dataset, item: Item) -> Iterator[Finding]:
    names = [entry.name for entry in item.assessments]
    for index, entry in enumerate(item.assessments):
        if entry.withdraws and names.count(entry.withdraws) > 1:
            what = said('more than one entry is called "%(name)s".', name=entry.withdraws)
            fix = said("Give the one that is meant an id, and withdraw that.")
            yield ("assessments", index, "withdraws"), what, fix, Level.ERROR


def _no_link_to_itself(_: Dataset, item: Item) -> Iterator[Finding]:
    for index, relation in enumerate(item.relations):
        if item.id in relation.to:
            what = said('the item is its own "%(relation)s".', relation=relation.type)
            yield ("relations", index, "to"), what, said("Take the id out."), Level.ERROR


def _pledge_names_to_whom(_: Dataset, item: Item) -> Iterator[Finding]:
    if item.kind is Kind.PLEDGE and item.made_to is None:
        what = said("a pledge without made_to stands in nobody's pack.")
        yield (), what, said("Add made_to: the body it was given to."), Level.WARNING


def _shorts_are_short(_: Dataset, record: Any) -> Iterator[Finding]:  # noqa: ANN401 - item or topic
    for index, ask in enumerate(record.asks):
        wordings = [ask.short.plain, *(t.text for t in ask.short.translations.values())]
        longest = max((len(wording) for wording in wordings if wording), default=0)
        if longest > MAX_SHORT:
            what = counted(
                "the short form has %(n)s character.",
                "the short form has %(n)s characters.",
                longest,
            )
            fix = said(
                "Keep it to %(most)s: it is a headline and a line of the checklist.",
                most=MAX_SHORT,
            )
            yield ("asks", index, "short"), what, fix, Level.WARNING


def _law_has_not_moved_on(dataset: Dataset, item: Item) -> Iterator[Finding]:
    day = dataset.project.as_of
    if not item.standing.at(day).is_open or item.source.document not in dataset.documents:
        return
    facts = [entry.as_of for entry in item.history() if entry.evidence]
    newest = max(facts, default=dataset.made_on(item))
    for path, name in _rests_on(item):
        law = dataset.instruments.get(name)
        ended = _end_of(law) if law else None
        if law and ended and newest.last < ended.last <= day:
            aged, bare = _fate_of(law)
            what = aged if facts else bare
            values = {"law": name, "by": _follower_of(law), "on": ended, "newest": newest}
            yield path, what.filled(**values), _LOOK_AGAIN, Level.NOTICE


def _is_looked_at(dataset: Dataset, item: Item, today: date) -> Iterator[Finding]:
    """Give notice of an open item of which nothing was recorded for the project's stale_after."""
    looked = [entry.recorded_on for entry in item.assessments]
    if not item.standing.at(today).is_open or not looked:
        return
    last, limit = max(looked), dataset.project.stale_after
    months = _months(last, today)
    if months >= limit:
        what = counted(
            "nothing was recorded since %(last)s, %(n)s month ago (stale_after: %(limit)s).",
            "nothing was recorded since %(last)s, %(n)s months ago (stale_after: %(limit)s).",
            months,
            last=last,
            limit=limit,
        )
        fix = said("Look again, and record what holds: accede assess %(item)s ...", item=item.id)
        yield ("assessments",), what, fix, Level.NOTICE


def _months(last: date, today: date) -> int:
    """Return how many whole months have passed."""
    return 12 * (today.year - last.year) + today.month - last.month - (today.day < last.day)


def _rests_on(item: Item) -> Iterator[tuple[Path, str]]:
    for index, ref in enumerate(item.legal_refs):
        yield ("legal_refs", index, "instrument"), ref.instrument
    carried = item.standing.carried
    if carried and carried.instrument:
        yield ("standing", "carried", "instrument"), carried.instrument


def _end_of(law: Instrument) -> PartialDate | None:
    """Return the day an instrument ended, or else the one on which another took its place."""
    gone = law.state in (InstrumentState.REPLACED, InstrumentState.REPEALED)
    followed = [fate.on for fate in law.fate if gone and fate.successor]
    return law.ended or max(followed, default=None)


# What became of an instrument: where evidence is older than that, and where there is none.
_REPLACED_BY = (
    said(
        '"%(law)s" was replaced by "%(by)s" (%(on)s), '
        "and the newest evidence here is of %(newest)s."
    ),
    said('"%(law)s" was replaced by "%(by)s" (%(on)s), and there is no evidence here.'),
)
_FATES = {
    InstrumentState.REPLACED: (
        said('"%(law)s" was replaced (%(on)s), and the newest evidence here is of %(newest)s.'),
        said('"%(law)s" was replaced (%(on)s), and there is no evidence here.'),
    ),
    InstrumentState.REPEALED: (
        said('"%(law)s" was repealed (%(on)s), and the newest evidence here is of %(newest)s.'),
        said('"%(law)s" was repealed (%(on)s), and there is no evidence here.'),
    ),
}
_ENDED = (
    said('"%(law)s" ended (%(on)s), and the newest evidence here is of %(newest)s.'),
    said('"%(law)s" ended (%(on)s), and there is no evidence here.'),
)


def _fate_of(law: Instrument) -> tuple[Said, Said]:
    """Return how to tell that an instrument ended: with evidence, and without any."""
    if law.state is InstrumentState.REPLACED and _follower_of(law):
        return _REPLACED_BY
    return _FATES.get(law.state, _ENDED)


def _follower_of(law: Instrument) -> str:
    return next((fate.successor for fate in reversed(law.fate) if fate.successor), "")


_RULES: dict[str, tuple[Callable[[Dataset, Any], Iterator[Finding]], ...]] = {
    "items": (
        _heading_is_listed,
        _entries_are_sound,
        _withdrawn_name_is_one,
        _no_link_to_itself,
        _pledge_names_to_whom,
        _shorts_are_short,
        _law_has_not_moved_on,
    ),
    "topics": (_shorts_are_short,),
}
