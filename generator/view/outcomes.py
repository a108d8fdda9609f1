"""What was said at meetings, in words: the last word on an entry, and promises by their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import meetings
from generator.model import PromiseState
from generator.view import labels
from generator.view.entries import entry_context

if TYPE_CHECKING:
    from generator.meetings import Promise
    from generator.model import Outcome
    from generator.selection import Entry
    from generator.view.speaker import Context, Speaker


def agreed(speaker: Speaker) -> list[Context]:
    """Return what was promised at the meetings with this reader: kept, then overdue, then open."""
    pack = speaker.selection.pack
    found = meetings.promises(speaker.dataset, pack, speaker.day)
    order = list(PromiseState)
    ordered = sorted(found, key=lambda promise: order.index(promise.state))
    return [_promised(speaker, promise) for promise in ordered]


def _promised(speaker: Speaker, promise: Promise) -> Context:
    outcome = promise.outcome
    entry = entry_about(speaker, outcome.subject)
    kept = promise.state is PromiseState.KEPT
    named = entry_context(speaker, entry, "number", "headline") if entry else _named(outcome)
    return {
        **named,
        "text": speaker.text(outcome.commitment),
        "state": promise.state.value,
        "word": speaker.words.say(labels.PROMISE[promise.state]),
        "by": speaker.by(outcome.by_when) if outcome.by_when else "",
        "kept": speaker.words.date(outcome.kept_on) if outcome.kept_on and kept else "",
        "met": speaker.words.date(promise.meeting.on),
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
