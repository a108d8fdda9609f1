"""A line of years with dated points on it; positions are hundredths of its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from generator.model import Topic
    from generator.view.speaker import Context, Speaker

# Two labels nearer than this many hundredths of the line would run into one another.
_APART = 17
FEWEST = 2


def topic_timeline(speaker: Speaker, topic: Topic) -> Context | None:
    """Return the topic's story as points on a line, or nothing if it is no story."""
    points = sorted(topic.timeline, key=lambda point: point.on.last)
    if len(points) < FEWEST:
        return None
    years = points[0].on.last.year, points[-1].on.last.year
    placed: list[Context] = []
    for point in points:
        at = percent(point.on.last, *years)
        near = [other for other in placed if at - other["at"] < _APART]
        placed.append(
            {
                "at": at,
                "row": _free_row([other["row"] for other in near]),
                "label": speaker.text(point.label),
                "when": speaker.words.date(point.on),
            }
        )
        speaker.cites(point.evidence, most=1)
    return {
        "points": placed,
        "rows": 1 + max(point["row"] for point in placed),
    }


def percent(day: date, first: int, last: int) -> int:
    """Return where *day* lies between the start of year *first* and the end of year *last*."""
    years = day.year + (day.timetuple().tm_yday - 1) / 366 - first
    return max(0, min(100, round(100 * years / (last + 1 - first))))


def _free_row(taken: list[int]) -> int:
    return next(row for row in range(len(taken) + 1) if row not in taken)
