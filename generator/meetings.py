"""The meetings of a pack: the next one's agenda, the last one's day, what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model import MeetingAnswer, PromiseState

if TYPE_CHECKING:
    from datetime import date

    from generator.model import Dataset, Meeting, Outcome, Pack
    from generator.selection import Entry, Selection

# What can be said to an ask of the reader itself, and to something it should raise.
OF_READER = (MeetingAnswer.AGREED, MeetingAnswer.WILL_CONSIDER, MeetingAnswer.DECLINED)
TO_RAISE = (MeetingAnswer.WILL_RAISE, MeetingAnswer.HAS_RAISED, MeetingAnswer.WILL_NOT)


@dataclass(frozen=True)
class Promise:
    """Something promised at a meeting, and what has become of it."""

    meeting: Meeting
    outcome: Outcome
    state: PromiseState


def of_pack(dataset: Dataset, pack: Pack) -> tuple[Meeting, ...]:
    """Return the meetings with the pack's addressee or a part of it, oldest first."""
    family = dataset.family(pack.addressee)
    found = (meeting for meeting in dataset.meetings.values() if meeting.body in family)
    return tuple(sorted(found, key=lambda meeting: (meeting.on, meeting.id)))


def last(dataset: Dataset, pack: Pack, day: date) -> Meeting | None:
    """Return the newest meeting that took place by *day*."""
    held = _held(dataset, pack, day)
    return held[-1] if held else None


def _held(dataset: Dataset, pack: Pack, day: date) -> list[Meeting]:
    return [meeting for meeting in of_pack(dataset, pack) if meeting.on <= day]


def coming(dataset: Dataset, pack: Pack, day: date) -> Meeting | None:
    """Return the next meeting: it has an agenda, no outcome yet, and its day is not past."""
    ahead = [m for m in of_pack(dataset, pack) if m.agenda and not m.outcomes and m.on >= day]
    return ahead[0] if ahead else None


def day_of(dataset: Dataset, pack: Pack) -> date:
    """Return the day a pack is shown on: the dataset's, or that of newer news from its meetings.

    What the other side promised then, or kept since, is known, and what it promised may be due,
    whatever else was looked at since.
    """
    told = [meeting for meeting in of_pack(dataset, pack) if meeting.outcomes]
    held = [meeting.on for meeting in told]
    kept = [o.kept_on.first for meeting in told for o in meeting.latest() if o.kept_on]
    return max([dataset.project.as_of, *held, *kept])


def promises(dataset: Dataset, pack: Pack, day: date) -> tuple[Promise, ...]:
    """Return what was promised at the pack's meetings by *day*, oldest first.

    A newer promise on an entry takes the place of an older one, unless that was kept.
    """
    found = [
        Promise(meeting, outcome, outcome.state_on(day))
        for meeting in _held(dataset, pack, day)
        for outcome in meeting.latest()
        if outcome.promises
    ]
    newest = {promise.outcome.subject: promise for promise in found}
    return tuple(
        promise
        for promise in found
        if promise.state is PromiseState.KEPT or promise is newest[promise.outcome.subject]
    )


def last_word(
    dataset: Dataset, pack: Pack, entry: Entry, day: date
) -> tuple[Meeting, Outcome] | None:
    """Return what came of *entry* at the newest meeting by *day* that touched it."""
    words = [
        (meeting, outcome)
        for meeting in _held(dataset, pack, day)
        for outcome in meeting.latest()
        if entry.is_about(outcome.subject)
    ]
    return words[-1] if words else None


def answers_to(entry: Entry) -> tuple[MeetingAnswer, ...]:
    """Return the answers a counterpart can give to an entry."""
    return TO_RAISE if entry.number.startswith("B") else OF_READER


def rows(selection: Selection) -> dict[str, Entry]:
    """Return the entries something can be said of, by their number."""
    found = (entry for part in selection.parts for entry in selection.answerable(part))
    return {entry.number: entry for entry in found}


def agenda(meeting: Meeting, selection: Selection) -> list[Entry]:
    """Return the entries on the agenda of *meeting*, in its order."""
    known = rows(selection).values()
    found = (entry for point in meeting.agenda for entry in known if entry.is_about(point.subject))
    return list({entry.number: entry for entry in found}.values())
