"""The checklist: for a pen, at the table; open entries only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import Kind, Standing
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
    rows = [entry for part in selection.parts for entry in _rows(speaker, part)]
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


def _rows(speaker: Speaker, part: Part) -> list[Entry]:
    """Return the entries a pen can answer; an ask that stands above already is not put twice."""
    return [
        entry
        for entry in part.entries
        if _can_be_put(speaker, entry)
        and not (entry.see and entry.shown[0].item.kind is not Kind.PLEDGE)
    ]


def _can_be_put(speaker: Speaker, entry: Entry) -> bool:
    """Tell whether something is open: an item, or the topic's ask of today."""
    still_open = any(line.item.standing.at(speaker.day).is_open for line in entry.shown)
    asked_today = speaker.selection.own and entry.topic.ask_at(speaker.day) is not None
    return bool(entry.raised) or still_open or asked_today


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
    options = labels.OPTIONS_B if part.letter == "B" else labels.OPTIONS_A
    return {
        "letter": part.letter,
        "word": words[part.letter],
        "options": [say(option) for option in options],
        "rows": [
            entry_context(speaker, entry, *ROW)
            for entry in _rows(speaker, part)
            if entry.number in chosen
        ],
    }
