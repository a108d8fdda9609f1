"""How far a build has come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model import Dataset

# What a pack has beside the table of its items.
_SOME_PAGES = 16


@dataclass(frozen=True)
class Progress:
    """Packs done, of how many, the one at hand, and the share of all the work that is done."""

    done: int
    total: int
    pack: str
    share: float


def sizes(dataset: Dataset) -> dict[str, int]:
    """Return about how long each pack is: in pages, of which its items are the part that grows."""
    items = Counter(outline.addressee for outline in dataset.outlines.values())
    return {
        name: sum(items[body] for body in dataset.family(pack.addressee)) + _SOME_PAGES
        for name, pack in dataset.packs.items()
    }


class Count:
    """Counts what is done and what is left, in packs and in pages, and tells it."""

    def __init__(self, pages: list[int], tell: Callable[[Progress], None]) -> None:
        self.tell = tell
        self.total, self.left = len(pages), sum(pages)
        self.done = self.made = 0

    def begun(self, pack: str) -> None:
        """Tell that a pack is at hand."""
        share = self.made / (self.made + self.left or 1)
        self.tell(Progress(self.done, self.total, pack, share))

    def ended(self, pack: str, pages: int, *, made: bool) -> None:
        """Count a pack; one that was kept is no work done, nor any left to do."""
        self.done += 1
        self.left -= pages
        self.made += pages if made else 0
        self.begun(pack)
