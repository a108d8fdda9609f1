"""The checklist: for a pen, at the table; open entries only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.meetings import OF_READER, TO_RAISE
from generator.model import Standing
from generator.view import labels
from generator.view.entries import ROW, entry_context
from generator.view.lines import line_context

if TYPE_CHECKING:
    from generator.selection import Entry, Part
    from generator.view.speaker import Context, Speaker

MOST_ROWS = 24


def checklist(speaker: Speaker, form: str = "") -> Context:
    """Return the context of the checklist: its rows part by part, and what is left out."""
    selection = speaker.selection
    rows = [entry for part in selection.parts for entry in selection.answerable(part)]
    chosen = _within_limit(selection.pack.rank, rows, len(rows) if form == "all" else MOST_ROWS)
    left_out = len(rows) - len(chosen)
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
    }


def _within_limit(rank: tuple[str, ...], entries: list[Entry], most: int) -> set[str]:
    """Return the numbers of the rows printed: all, or the first by rank."""

    def place(entry: Entry) -> tuple[bool, int]:
        known = entry.topic.id in rank
        return not entry.number.startswith("A"), rank.index(entry.topic.id) if known else len(rank)

    return {entry.number for entry in sorted(entries, key=place)[:most]}


def _part(speaker: Speaker, part: Part, chosen: set[str]) -> Context:
    say = speaker.words.say
    words = {
        "A": say("Asked of %(body)s", body=speaker.text(speaker.selection.pack.for_whom)),
        "B": say("To be raised with the Government"),
        "": say("Asked of the Government, topic by topic"),
    }
    answers = TO_RAISE if part.letter == "B" else OF_READER
    return {
        "letter": part.letter,
        "word": words[part.letter],
        "options": [say(labels.MEETING_ANSWER[answer]) for answer in answers],
        "rows": [
            entry_context(speaker, entry, *ROW)
            for entry in speaker.selection.answerable(part)
            if entry.number in chosen
        ],
    }
