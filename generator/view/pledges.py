"""The pledges paper: promise against reality, with the years on a line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from generator.model import Kind, Standing
from generator.view.lines import OUTCOME, line_context
from generator.view.timeline import percent

if TYPE_CHECKING:
    from generator.model import Assessment, Item
    from generator.selection import Line
    from generator.view.speaker import Context, Speaker

_VOICES = 1
# The key of the stroke for the day a promise was due, among the statuses of its verdicts.
_DUE = "due"
# How far stops stand from one another at least, in hundredths of the line, and where it ends.
_ROOM, _ROOM_BY_DUE, _END = 3, 2, 100


def pledges(speaker: Speaker) -> Context | None:
    """Return the context of the pledges paper; nothing if the pack has no pledge.

    What has lapsed is listed in the sources paper, as for every other kind.
    """
    standing = speaker.selection.standing(Standing.LIVE, Standing.CARRIED, Standing.CLOSED)
    lines = [line for line in standing if line.item.kind is Kind.PLEDGE]
    if not lines:
        return None
    years = _years(speaker, lines)
    made = sorted(speaker.dataset.made_on(line.item) for line in lines)
    first = lines[0].item
    return {
        "title": speaker.words.say(
            "Promise and reality: %(body)s", body=speaker.text(speaker.selection.pack.for_whom)
        ),
        "given": speaker.words.say(
            "Given by %(maker)s to the %(body)s in %(date)s.",
            maker=speaker.short(first.made_by),
            body=speaker.short(first.made_to),
            date=speaker.month(made[0]),
        ),
        "years": [
            {"year": year, "at": percent(date(year, 1, 1), *years)} for year in _ticks(years)
        ],
        "rows": [_row(speaker, line, years) for line in lines],
    }


def _row(speaker: Speaker, line: Line, years: tuple[int, int]) -> Context:
    item = line.item
    ask = speaker.dataset.topics[item.topic].ask_at(speaker.day)
    still_open = item.standing.at(speaker.day).is_open
    deadline = item.deadline
    return {
        **line_context(speaker, line, *OUTCOME, "made", "open"),
        "text": speaker.text(item.text),
        "by": speaker.deadline(deadline) if deadline else "",
        "stops": _stops(speaker, item, years),
        "proof": speaker.proof(item),
        "remains": speaker.text(ask.short) if ask and still_open else "",
        "others": [
            {
                "by": speaker.short(entry.by),
                "date": speaker.month(entry.as_of),
                "text": speaker.told(entry),
            }
            for entry in _voices(speaker, item)
        ],
    }


def _stops(speaker: Speaker, item: Item, years: tuple[int, int]) -> list[Context]:
    """Return what stands on an item's line of years: its verdicts, and the day it was due."""
    told = [
        (entry.as_of.last, entry.status.value) for entry in _verdicts(speaker, item) if entry.status
    ]
    if item.deadline and item.deadline.by:
        told.append((item.deadline.by.last, _DUE))
    told.sort(key=lambda stop: stop[0])
    return _apart([{"at": percent(day, *years), "key": key} for day, key in told])


def _apart(stops: list[Context]) -> list[Context]:
    """Move verdicts that would cover one another aside, as far as they have to; the order stays.

    The day it was due is a day on the line, and stays where it is.
    """
    dues = [stop["at"] for stop in stops if stop["key"] == _DUE]
    verdicts = [stop for stop in stops if stop["key"] != _DUE]
    for index, stop in enumerate(verdicts):
        if index:
            stop["at"] = max(stop["at"], verdicts[index - 1]["at"] + _ROOM)
        for due in dues:
            if abs(stop["at"] - due) < _ROOM_BY_DUE:
                stop["at"] = due + _ROOM_BY_DUE
    over = max(0, verdicts[-1]["at"] - _END) if verdicts else 0
    return [{**s, "at": s["at"] - (0 if s["key"] == _DUE else over)} for s in stops]


def _verdicts(speaker: Speaker, item: Item) -> list[Assessment]:
    return [
        entry
        for entry in item.history()
        if entry.status and entry.by is None and entry.as_of.last <= speaker.day
    ]


def _voices(speaker: Speaker, item: Item) -> list[Assessment]:
    """Return the newest words of other bodies that can be cited."""
    said = [
        entry
        for entry in item.history()
        if entry.by and entry.evidence and entry.as_of.last <= speaker.day
    ]
    newest = {entry.by: entry for entry in said}
    return sorted(newest.values(), key=lambda entry: entry.as_of.last)[-_VOICES:]


def _years(speaker: Speaker, lines: list[Line]) -> tuple[int, int]:
    made = min(speaker.dataset.made_on(line.item).last.year for line in lines)
    facts = [e.as_of.last.year for line in lines for e in _verdicts(speaker, line.item)]
    deadlines = [line.item.deadline for line in lines]
    dues = [deadline.by.last.year for deadline in deadlines if deadline and deadline.by]
    return made, max([made + 1, *facts, *dues])


def _ticks(years: tuple[int, int]) -> range:
    """Return some five years to write under the line."""
    first, last = years
    return range(first, last + 1, max(1, (last + 1 - first) // 5))
