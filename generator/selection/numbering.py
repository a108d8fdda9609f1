"""Numbers that stay: what a reader sees keeps the number it has in the whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.selection.shape import Entry, Heading, Line, Part


def renumbered(seen: tuple[Part, ...], whole: tuple[Part, ...]) -> tuple[Part, ...]:
    """Give the parts *seen* by a reader the numbers they have in the *whole*."""
    numbers = {
        _place_of(part, heading, entry, line): (entry.number, line.number if line else "")
        for part in whole
        for heading in part.headings
        for entry in heading.entries
        for line in entry.lines or (None,)
    }
    moved: dict[str, str] = {}

    def entry_of(part: Part, heading: Heading, entry: Entry) -> Entry:
        places = [_place_of(part, heading, entry, line) for line in entry.lines or (None,)]
        moved[entry.number] = numbers[places[0]][0]
        lines = tuple(
            replace(line, number=numbers[place][1])
            for line, place in zip(entry.lines, places, strict=False)
        )
        see = moved.get(entry.see, "")
        return replace(entry, number=moved[entry.number], lines=lines, see=see)

    return tuple(
        replace(
            part,
            headings=tuple(
                replace(heading, entries=tuple(entry_of(part, heading, e) for e in heading.entries))
                for heading in part.headings
            ),
        )
        for part in seen
    )


def _place_of(
    part: Part, heading: Heading, entry: Entry, line: Line | None
) -> tuple[str, str, str, str]:
    """Return what tells a line from every other, whatever its number is."""
    return part.letter, heading.kind, entry.topic.id, line.item.id if line else ""
