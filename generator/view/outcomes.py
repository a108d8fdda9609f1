"""What was said at meetings, in words: the last word on an entry, and promises by their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import meetings
from generator.model import MeetingAnswer, PromiseState
from generator.view import labels
from generator.view.entries import entry_context

if TYPE_CHECKING:
    from generator.model import Meeting, Outcome
    from generator.selection import Entry
    from generator.view.speaker import Context, Speaker

_WELCOME = (
    MeetingAnswer.AGREED,
    MeetingAnswer.WILL_CONSIDER,
    MeetingAnswer.WILL_RAISE,
    MeetingAnswer.HAS_RAISED,
)


def agreed(speaker: Speaker) -> list[Context]:
    """Return what was promised at the meetings with this reader: kept, then overdue, then open."""
    pack = speaker.selection.pack
    found = meetings.promises(speaker.dataset, pack, speaker.day)
    order = list(PromiseState)
    ordered = sorted(found, key=lambda promise: order.index(promise.state))
    return [_told(speaker, promise.meeting, promise.outcome) for promise in ordered]


def told_us(speaker: Speaker) -> list[Context]:
    """Return what this reader told us: its promises, then what else it agreed to.

    That it declined is for our own people to know: nobody else's office need read it.
    """
    pack = speaker.selection.pack
    agreed_to = [
        _told(speaker, meeting, outcome)
        for meeting in meetings.of_pack(speaker.dataset, pack)
        for outcome in meeting.latest()
        if outcome.answer in _WELCOME and not outcome.promises
    ]
    return agreed(speaker) + agreed_to


def _told(speaker: Speaker, meeting: Meeting, outcome: Outcome) -> Context:
    say = speaker.words.say
    entry = entry_about(speaker, outcome.subject)
    state = outcome.state_on(speaker.day) if outcome.promises else None
    kept = outcome.kept_on if state is PromiseState.KEPT else None
    named = entry_context(speaker, entry, "number", "headline") if entry else _named(outcome)
    return {
        **named,
        "text": speaker.text(outcome.commitment),
        "answer": say(labels.MEETING_ANSWER[outcome.answer]) if outcome.answer else "",
        "state": state.value if state else "",
        "word": say(labels.PROMISE[state]) if state else "",
        "by": speaker.by(outcome.by_when) if outcome.by_when else "",
        "kept": speaker.words.date(kept) if kept else "",
        "met": speaker.words.date(meeting.on),
    }


def _named(outcome: Outcome) -> Context:
    return {"number": outcome.number or "", "headline": ""}


def last_word(speaker: Speaker, entry: Entry) -> Context | None:
    """Return what came of an entry at the newest meeting that touched it."""
    found = meetings.last_word(speaker.dataset, speaker.selection.pack, entry, speaker.day)
    if found is None or (entry.see and not entry.is_pledge):
        return None
    meeting, outcome = found
    answer = labels.MEETING_ANSWER[outcome.answer] if outcome.answer else labels.RAISED_ONLY
    state = labels.PROMISE[outcome.state_on(speaker.day)] if outcome.promises else ""
    return {
        "when": speaker.words.date(meeting.on),
        "answer": speaker.words.say(answer if outcome.raised else labels.NOT_RAISED),
        "text": speaker.text(outcome.commitment).rstrip("."),
        "by": speaker.by(outcome.by_when) if outcome.by_when else "",
        "state": speaker.words.say(state) if state else "",
    }


def entry_about(speaker: Speaker, subject: tuple[str, str]) -> Entry | None:
    """Return the entry that is about *subject* or has it beneath it, if the pack still has one."""
    entries = [entry for part in speaker.selection.parts for entry in part.entries]
    whole = [entry for entry in entries if entry.subject == subject]
    return next((entry for entry in [*whole, *entries] if entry.is_about(subject)), None)
