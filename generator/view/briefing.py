"""The briefing: what we want of the reader, by when, what the reader can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import Standing
from generator.view import labels
from generator.view.entries import BRIEF, FULL, entry_context
from generator.view.lines import OUTCOME, line_context
from generator.view.outcomes import told_us

if TYPE_CHECKING:
    from generator.selection import Part
    from generator.view.speaker import Context, Speaker


def briefing(speaker: Speaker) -> Context:
    """Return the context of the briefing."""
    selection = speaker.selection
    parts = [_part(speaker, part) for part in selection.parts]
    done = [line_context(speaker, line, *OUTCOME) for line in selection.standing(Standing.CLOSED)]
    return {
        "title": speaker.words.say(
            "Briefing for %(body)s", body=speaker.text(selection.pack.for_whom)
        ),
        "own": selection.own,
        "bound": commitments(speaker),
        "agreed": told_us(speaker),
        "since": _since(speaker, parts),
        "parts": parts,
        "done": done,
        "sources": _sources(speaker),
    }


def _since(speaker: Speaker, parts: list[Context]) -> str:
    """Say from which day on changes are marked, where any is."""
    entries = [e for part in parts for heading in part["headings"] for e in heading["entries"]]
    if speaker.since is None or not any(entry["changed"] for entry in entries):
        return ""
    date = speaker.words.date(speaker.since)
    return speaker.words.say("Marked: what changed since %(date)s.", date=date)


def _part(speaker: Speaker, part: Part) -> Context:
    headings = []
    for heading in part.headings:
        entries = [
            entry_context(speaker, entry, *(FULL if entry.in_full else BRIEF))
            for entry in heading.entries
            if entry.shown or entry.raised
        ]
        if entries:
            word = speaker.words.say(labels.HEADING[heading.kind])
            headings.append({"kind": heading.kind.value, "word": word, "entries": entries})
    return {
        "letter": part.letter,
        "lapsed": _lapsed(speaker, part),
        "headings": headings,
        "cells": _cells(headings) if part.letter != "A" else [],
    }


def _cells(headings: list[Context]) -> list[Context]:
    """Return one cell an entry that stands in full for itself, sorted by status."""
    order = [status.value for status in labels.FROM_DONE]
    entries = [entry for heading in headings for entry in heading["entries"] if entry["status"]]
    cells = [{"number": e["number"], "key": e["status"]["key"]} for e in entries]
    return sorted(cells, key=lambda cell: order.index(str(cell["key"])))


def commitments(speaker: Speaker) -> list[Context]:
    """Return what binds the reader, each with its source."""
    body = speaker.dataset.bodies[speaker.selection.pack.addressee]
    return [
        {"text": speaker.text(bound.text), "cites": speaker.cites(bound.evidence)}
        for bound in body.commitments
    ]


def _lapsed(speaker: Speaker, part: Part) -> str:
    """Count the asks of a part whose occasion has passed."""
    lines = {line.item.id for entry in part.entries for line in entry.lines}
    number = sum(line.item.id in lines for line in speaker.selection.standing(Standing.LAPSED))
    if not number:
        return ""
    return speaker.words.count(
        "%(n)s ask has lapsed: its occasion has passed.",
        "%(n)s asks have lapsed: their occasion has passed.",
        number,
    )


def _sources(speaker: Speaker) -> list[Context]:
    """Return the briefing's own sources, a line each."""
    numbers = speaker.cited.numbers
    return [
        {
            "number": number,
            "label": speaker.cite(name),
            "title": speaker.text(speaker.dataset.evidence[name].title),
        }
        for name, number in numbers.items()
    ]
