"""The speaking card: at most six asks, what to say, to put, and to expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.meetings import agenda
from generator.view.entries import ask_of, entry_context
from generator.view.outcomes import last_word
from generator.view.rank import by_rank, by_weight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.selection import Entry
    from generator.view.speaker import Context, Speaker

MOST = 6
MOST_OF_READER = 2
_SHOWN = ("number", "headline", "text", "by", "status", "proof")


def card(speaker: Speaker) -> Context | None:
    """Return the context of the card; nothing if no entry has words to put."""
    selection = speaker.selection
    chosen = points(speaker)
    if not chosen:
        return None
    return {
        "title": speaker.words.say(
            "Speaking card: %(body)s", body=speaker.name(selection.pack.addressee)
        ),
        "addressee": speaker.name(selection.pack.addressee),
        "entries": [
            _spoken(speaker, entry) | {"minutes": m} for entry, m in _timed(speaker, chosen)
        ],
        "answered": len(chosen),
        "occasion": _occasion(speaker),
    }


def _occasion(speaker: Speaker) -> str:
    """Return when and where the meeting is, and how long, where one is on file."""
    meeting = speaker.meeting
    if meeting is None:
        return ""
    minutes = meeting.minutes or 0
    told = [
        speaker.words.date(meeting.on),
        speaker.text(meeting.place),
        speaker.words.count("%(n)s minute", "%(n)s minutes", minutes) if minutes else "",
    ]
    return " · ".join(part for part in told if part)


def _timed(speaker: Speaker, entries: list[Entry]) -> list[tuple[Entry, str]]:
    """Give each entry its time: what the agenda says, or an equal share of what is left."""
    meeting = speaker.meeting
    given: dict[str, int] = {}
    for entry in entries:
        own = [
            p.minutes or 0 for p in (meeting.agenda if meeting else ()) if entry.is_about(p.subject)
        ]
        if any(own):
            given[entry.number] = sum(own)
    shared = [entry for entry in entries if entry.number not in given]
    whole = (meeting.minutes or 0) if meeting else 0
    share = (whole - sum(given.values())) // len(shared) if shared else 0
    times = {entry.number: given.get(entry.number, max(share, 0)) for entry in entries}
    said = "%(n)s minute", "%(n)s minutes"
    return [
        (entry, speaker.words.count(*said, time) if (time := times[entry.number]) else "")
        for entry in entries
    ]


def points(speaker: Speaker) -> list[Entry]:
    """Return the entries to speak of: those on the agenda that are open, else the first by rank."""
    meeting = speaker.meeting
    on_agenda = _speakable(speaker, agenda(meeting, speaker.selection)) if meeting else []
    return on_agenda[:MOST] or first_by_rank(speaker)


def first_by_rank(speaker: Speaker) -> list[Entry]:
    """Return the entries that come first where no agenda says otherwise."""
    entries = {part.letter: part.entries for part in speaker.selection.parts}
    of_reader = by_weight(speaker, _speakable(speaker, entries.get("A", ())))
    rest = entries.get("B", ()) or entries.get("", ())
    to_raise = by_rank(speaker, _speakable(speaker, rest))
    asked = of_reader[: MOST_OF_READER if to_raise else MOST]
    return asked + to_raise[: MOST - len(asked)]


def _speakable(speaker: Speaker, entries: Iterable[Entry]) -> list[Entry]:
    return [
        entry
        for entry in entries
        if (entry.shown or entry.raised) and not entry.see and ask_of(speaker, entry)
    ]


def _spoken(speaker: Speaker, entry: Entry) -> Context:
    ask = ask_of(speaker, entry)
    return {
        **entry_context(speaker, entry, *_SHOWN),
        "last": last_word(speaker, entry),
        "questions": [speaker.text(question) for question in ask.questions] if ask else [],
        "say": speaker.text(ask.say) if ask else "",
        "answers": [speaker.text(answer) for answer in ask.answers] if ask else [],
    }
