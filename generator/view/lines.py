"""One item as a line: the facts of it that a paper asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.view import labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.selection import Line
    from generator.view.speaker import Context, Speaker

# What a list of finished or lapsed items shows.
OUTCOME = ("number", "title", "status", "outcome")


def line_context(speaker: Speaker, line: Line, *fields: str) -> Context:
    """Return these *fields* of an item: what a paper shows and no more keeps its key exact."""
    speaker.shows(line.item)
    return {field: _FIELDS[field](speaker, line) for field in fields}


def _made(speaker: Speaker, line: Line) -> str:
    return speaker.words.say(
        "%(body)s, %(date)s",
        body=speaker.short(line.item.made_by),
        date=speaker.month(speaker.dataset.made_on(line.item)),
    )


def _since(speaker: Speaker, line: Line) -> str:
    """Return when it was first asked, where this is the newer wording."""
    older = [speaker.dataset.made_on(old) for old in line.older]
    return speaker.month(min(older)) if older else ""


_FIELDS: dict[str, Callable[[Speaker, Line], Any]] = {
    "number": lambda _, line: line.number,
    "title": lambda speaker, line: speaker.text(line.item.title),
    "kind": lambda _, line: line.item.kind.value,
    "kind_word": lambda speaker, line: speaker.words.say(labels.KIND[line.item.kind]),
    "made": _made,
    "since": _since,
    "status": lambda speaker, line: speaker.verdict(line.weakest(speaker.day)),
    "legal": lambda speaker, line: speaker.legal(line.item),
    "moved": lambda speaker, line: speaker.legal(line.item, moved_only=True),
    "carried": lambda speaker, line: speaker.carried(line.item),
    "outcome": lambda speaker, line: speaker.text(line.item.standing.outcome),
    "open": lambda speaker, line: line.item.standing.at(speaker.day).is_open,
}
