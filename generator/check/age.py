"""What gives notice that time has passed: a law that was replaced, an item left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.registers import InstrumentState
from generator.problems import Level
from generator.said import Said, counted, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.check.finding import Finding, Path
    from generator.dates import PartialDate
    from generator.model import Dataset, Instrument, Item

_LOOK_AGAIN = said(
    "See what holds now and add it under assessments, with evidence; if the ask moved to another "
    "text, write standing: carried."
)


def law_has_not_moved_on(dataset: Dataset, item: Item) -> Iterator[Finding]:
    """Give notice of an open item whose law ended after the newest evidence."""
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


def is_looked_at(dataset: Dataset, item: Item, today: date) -> Iterator[Finding]:
    """Give notice of an open item of which nothing was recorded for the project's stale_after."""
    looked = [entry.recorded_on for entry in item.assessments]
    if not item.standing.at(today).is_open or not looked:
        return
    last, limit = max(looked), dataset.project.stale_after
    months = months_between(last, today)
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


def months_between(last: date, today: date) -> int:
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
