"""The records of one kind by id; one that was read before is made when it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from generator.files import sum_of
from generator.model import Item, Record
from generator.model.outline import Outline, outline_of
from generator.yamlsource import Source, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from generator.store import Kept
    from generator.yamlsource import Value

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Spot:
    """Where a record stands: its file and the path to it inside."""

    source: Source
    path: tuple[str | int, ...] = ()

    @property
    def value(self) -> Any:  # noqa: ANN401 - raw data
        """Return what stands there."""
        found: Any = self.source.root
        for part in self.path:
            found = found[part]
        return found


class KeptSource(Source):
    """A file that was read before: its value is at hand, places are looked up in the file."""

    kept: Kept
    folder: Path

    def __init__(self, file: str, kept: Kept, folder: Path) -> None:
        self.__dict__.update(file=file, kept=kept, folder=folder)

    @cached_property
    def root(self) -> Value:
        """Return what the file holds."""
        found: Value = json.loads(self.kept.value)
        return found

    @cached_property
    def marked(self) -> Value:
        """Return what it holds, with the places where it stands."""
        return read((self.folder / self.file).read_bytes(), self.file)[0].root


class Records(Mapping[str, R]):
    """Records of one kind, in the order of the data."""

    def __init__(self, make: Callable[[Any], R]) -> None:
        self._make = make
        self._made: dict[str, R] = {}
        self.spots: dict[str, Spot] = {}
        self.outlines: dict[str, Outline] = {}

    def add(self, name: str, spot: Spot, record: R) -> None:
        """Take in a record that was read just now."""
        self.spots[name] = spot
        self._made[name] = record
        if isinstance(record, Item):
            self.outlines[name] = outline_of(record)

    def add_kept(self, name: str, spot: Spot, outline: list[Any]) -> None:
        """Take in a record that was read before."""
        self.spots[name] = spot
        if outline:
            self.outlines[name] = Outline.from_plain(outline)

    def sum_of(self, name: str, file_sum: Callable[[str], str]) -> str:
        """Return a sum of what the data holds of a record."""
        spot = self.spots[name]
        if not spot.path:
            return file_sum(spot.source.file)
        return sum_of(repr(spot.value).encode())

    def put_in_order(self, names: Iterable[str]) -> None:
        """Let the records follow in the order of *names*, which are all of them."""
        self.spots = {name: self.spots[name] for name in names}
        self.outlines = {name: self.outlines[name] for name in self.spots}

    def __getitem__(self, name: str) -> R:
        if name not in self._made:
            self._made[name] = self._make(self.spots[name].value)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self.spots

    def __iter__(self) -> Iterator[str]:
        return iter(self.spots)

    def __len__(self) -> int:
        return len(self.spots)
