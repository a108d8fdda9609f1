"""A line of years with dated points on it; positions are hundredths of its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from generator.model import Topic
    from generator.view.speaker import Context, Speaker

FEWEST = 2
# A point this near to the end of the line has its label towards the start.
_NEAR_END = 82
# What a letter of a label takes up, and the air about it, in hundredths of the line.
_LETTER, _AIR = 1.45, 3


def topic_timeline(speaker: Speaker, topic: Topic) -> Context | None:
    """Return the topic's story as points on a line, or nothing if it is no story."""
    points = sorted(topic.timeline, key=lambda point: point.on.last)
    if len(points) < FEWEST:
        return None
    years = points[0].on.last.year, points[-1].on.last.year
    placed: list[Context] = [
        {
            "at": percent(point.on.last, *years),
            "label": speaker.text(point.label),
            "when": speaker.words.date(point.on),
            "cites": speaker.cites(point.evidence, most=1),
        }
        for point in points
    ]
    _give_rows(placed)
    return {"points": placed, "rows": 1 + max(point["row"] for point in placed)}


def percent(day: date, first: int, last: int) -> int:
    """Return where *day* lies between the start of year *first* and the end of year *last*."""
    years = day.year + (day.timetuple().tm_yday - 1) / 366 - first
    return max(0, min(100, round(100 * years / (last + 1 - first))))


def _give_rows(points: list[Context]) -> None:
    """Give each point the first row in which its label has room, and no stroke is in the way."""
    placed: list[Context] = []
    for point in points:
        at, long = point["at"], max(len(point["label"]), len(point["when"])) * _LETTER + _AIR
        point["end"] = at > _NEAR_END
        point["from"], point["to"] = (at - long, at) if point["end"] else (at, at + long)
    # From the ends of the labels: a stroke that goes deeper then stands beside those above it.
    for point in sorted(points, key=lambda p: (p["end"], p["at"] if p["end"] else -p["at"])):
        rows = range(len(placed))
        free = (row for row in rows if _is_free(row, point, placed))
        # Where a stroke has to pass a label, its own label is at least alone in its row.
        point["row"] = next(free, len(placed))
        placed.append(point)


def _is_free(row: int, point: Context, placed: list[Context]) -> bool:
    def meets(other: Context) -> bool:
        if other["row"] == row:
            return bool(other["from"] < point["to"] and point["from"] < other["to"])
        upper, lower = (point, other) if other["row"] > row else (other, point)
        return bool(upper["from"] < lower["at"] < upper["to"])

    return not any(meets(other) for other in placed)
