"""Which entries come first where there is room for a few: the pack's rank, else by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.selection import Entry
    from generator.view.speaker import Speaker


def by_rank(speaker: Speaker, entries: Iterable[Entry]) -> list[Entry]:
    """Order by the topics ranked in packs.yaml, then by weight."""
    rank = speaker.selection.pack.rank
    ordered = by_weight(speaker, entries)
    return sorted(
        ordered, key=lambda e: rank.index(e.topic.id) if e.topic.id in rank else len(rank)
    )


def by_weight(speaker: Speaker, entries: Iterable[Entry]) -> list[Entry]:
    """Order by priority, then the weakest status, then the newest evidence."""

    def weight(entry: Entry) -> tuple[int, int, int]:
        items = [line.item for line in entry.shown]
        verdicts = [item.verdict_at(speaker.day) for item in items]
        newest = max((v.entry.as_of.last.toordinal() for v in verdicts if v.entry), default=0)
        return (
            min((item.priority for item in items), default=3),
            min((verdict.status.rank for verdict in verdicts), default=9),
            -newest,
        )

    return sorted(entries, key=weight)
