"""Values that remember where they stand in their file."""

from __future__ import annotations

from typing import TypeAlias

# What a file may hold at most, so that none can cost more than an honest one.
MAX_DEPTH = 40
MAX_VALUES = 200_000
# What stands for nothing where it is not in quotes.
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Spot = tuple[int, int]
Value: TypeAlias = "str | Mapping | Sequence | None"


class Mapping(dict[str, "Value"]):
    """A YAML map; `keys_at` and `values_at` hold (line, column) per key."""

    __slots__ = ("at", "keys_at", "values_at")

    def __init__(self, at: Spot) -> None:
        self.at = at
        self.keys_at: dict[str, Spot] = {}
        self.values_at: dict[str, Spot] = {}


class Sequence(list["Value"]):
    """A YAML list; `values_at` holds (line, column) per entry."""

    __slots__ = ("at", "values_at")

    def __init__(self, at: Spot) -> None:
        self.at = at
        self.values_at: list[Spot] = []
