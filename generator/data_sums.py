"""Sums of the data that each pack is made from: if one is as it was, so is what the papers say."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from generator.files import sum_of
from generator.selection import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.load import Loaded
    from generator.load.records import Records
    from generator.model import Record

# Of these a pack can look at a part; of everything else at all there is.
_IN_PART = ("items", "evidence")


def sums_of_packs(loaded: Loaded) -> Callable[[str], str]:
    """Return what gives, by a pack's id, a sum of all the data that its papers can look at."""
    dataset = loaded.dataset
    if dataset is None:
        return lambda _: ""
    reach = Reach(dataset)
    of_file = loaded.sums.__getitem__
    common = [
        one for one in loaded.sums.items() if one[0].split("/")[1].split(".")[0] not in _IN_PART
    ]

    @cache
    def of_record(kind: str, name: str) -> str:
        return cast("Records[Record]", getattr(dataset, kind)).sum_of(name, of_file)

    def told(kind: str, names: Iterable[str]) -> list[tuple[str, str]]:
        return [(name, of_record(kind, name)) for name in names]

    of_all = sum_of(repr((common, told("evidence", reach.cited_by_all))).encode())

    @cache
    def of_pack(name: str) -> str:
        items = reach.items_of(dataset.packs[name])
        parts = (of_all, told("items", items), told("evidence", reach.cited_by(items)))
        return sum_of(repr(parts).encode())

    return of_pack
