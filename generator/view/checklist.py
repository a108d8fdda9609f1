"""The checklist: for a pen, at the table; open entries only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.meetings import OF_READER, TO_RAISE, agenda, rows
from generator.model import Standing
from generator.view import labels
from generator.view.entries import ROW, entry_context
from generator.view.lines import line_context

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.selection import Entry, Part
    from generator.view.speaker import Context, Speaker

MOST_ROWS = 24


def checklist(speaker: Speaker, form: str = "") -> Context:
    """Return the context of the checklist: its rows part by part, and what is left out."""
    selection = speaker.selection
    known = rows(selection)
    chosen = [*known] if form == "all" else _chosen(speaker, known.values())
    left_out = len(known) - len(chosen)
    say = speaker.words.say
    return {
        "title": say("Checklist: %(body)s", body=speaker.name(selection.pack.addressee)),
        "addressee": speaker.name(selection.pack.addressee),
        "fillable": form == "fillable",
        "whole": form == "all",
        "blank": form == "blank",
        "parts": [_part(speaker, part, chosen) for part in selection.parts],
        "done": [
            line_context(speaker, line, "number", "title", "outcome")
            for line in selection.standing(Standing.CLOSED)
        ],
        "left_out": left_out,
        **_meeting(speaker),
    }


def _meeting(speaker: Speaker) -> Context:
    """Return what is known of the meeting, for the head; empty where it is written by hand."""
    meeting = speaker.meeting
    if meeting is None:
        return {"meeting": "", "where": "", "met": "", "ours": ""}
    place = speaker.text(meeting.place)
    when = speaker.words.date(meeting.on)
    return {
        "meeting": meeting.id,
        "where": speaker.words.listed([when, place]),
        "met": speaker.words.listed(speaker.text(office) for office in meeting.theirs),
        "ours": speaker.words.listed(meeting.ours),
    }


def _chosen(speaker: Speaker, known: Iterable[Entry]) -> list[str]:
    """Return the numbers of the rows printed: the agenda's, else all or the first by rank."""
    meeting = speaker.meeting
    on_agenda = agenda(meeting, speaker.selection) if meeting else []
    if on_agenda:
        return [entry.number for entry in on_agenda]
    return _within_limit(speaker.selection.pack.rank, known)


def _within_limit(rank: tuple[str, ...], entries: Iterable[Entry]) -> list[str]:
    """Return the numbers of as many entries as two pages hold, first by rank."""

    def place(entry: Entry) -> tuple[bool, int]:
        known = entry.topic.id in rank
        return not entry.number.startswith("A"), rank.index(entry.topic.id) if known else len(rank)

    first = sorted(entries, key=place)[:MOST_ROWS]
    return [entry.number for entry in entries if entry in first]


def _part(speaker: Speaker, part: Part, chosen: list[str]) -> Context:
    say = speaker.words.say
    words = {
        "A": say("Asked of %(body)s", body=speaker.text(speaker.selection.pack.for_whom)),
        "B": say("To be raised with the Government"),
        "": say("Asked of the Government, topic by topic"),
    }
    found = {entry.number: entry for entry in speaker.selection.answerable(part)}
    shown = [found[number] for number in chosen if number in found]
    answers = TO_RAISE if part.letter == "B" else OF_READER
    return {
        "letter": part.letter,
        "word": words[part.letter],
        "options": [say(labels.MEETING_ANSWER[answer]) for answer in answers],
        "rows": [entry_context(speaker, entry, *ROW) for entry in shown],
    }
