"""What need not be done again: checks of what did not change, and what the store is to keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.load.records import Records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.load import Loaded
    from generator.model import Dataset
    from generator.problems import Problem
    from generator.store import Store

# What the rules of a check look at besides the record they are about, and the ids there are.
GROUND = ("project", "documents", "instruments")
_FEW = 20


def put_in_order(dataset: Dataset) -> None:
    """Sort the items as their documents have them: document, heading, number, id."""
    items = dataset.items
    if not isinstance(items, Records):
        return
    order = {name: number for number, name in enumerate(dataset.documents)}

    def position(item: str) -> tuple[int, int, int, str]:
        name, heading, number = items.outlines[item].place
        document = dataset.documents.get(name)
        headings = document.headings if document else ()
        at = headings.index(heading) if heading in headings else len(headings)
        return order.get(name, len(order)), at, number, item

    items.put_in_order(sorted(items, key=position))


def unchanged(loaded: Loaded, store: Store) -> set[tuple[str, str]]:
    """Return the records of which it is known that a check finds nothing.

    Nothing was found about them before; they are as they were, and so is what the rules look at:
    `GROUND`, and that every id there was is still there.
    """
    if loaded.unread or store.whole.get("ground") != _ground(loaded):
        return set()
    before = {(_kind(file), name) for file, kept in store.files.items() for name in kept.ids}
    before |= {(kind, name) for kind, name in store.whole["others"]}
    if not before <= loaded.spots.keys():
        return set()
    return {
        (_kind(file), name)
        for file, kept in loaded.files.items()
        if file in store.files and kept.sum == store.files[file].sum
        for name in kept.ids
        if name not in kept.noted
    }


def keep(loaded: Loaded, store: Store, problems: Iterable[Problem]) -> None:
    """Keep what was read, and about which records a check found something, for the next time."""
    noted: dict[str, set[str]] = {}
    for problem in problems:
        noted.setdefault(problem.place.file, set()).add(problem.record)
    files = {}
    for file, kept in loaded.files.items():
        names = sorted(noted.get(file, ()))
        files[file] = kept if names == kept.noted else replace(kept, noted=names)
    ours = {(_kind(file), name) for file, kept in files.items() for name in kept.ids}
    others = [] if loaded.unread else sorted(loaded.spots.keys() - ours)
    ground = [] if loaded.unread else _ground(loaded)
    whole = {"ground": ground, "others": [[*one] for one in others], "publisher": loaded.publisher}
    same = files.keys() == store.files.keys() and whole == store.whole
    new = [kept for file, kept in files.items() if kept is not store.files.get(file)]
    # To read a few records again takes less time than to write all of them.
    if not same or sum(len(kept.ids) for kept in new) > _FEW:
        store.write(files, whole)


def _ground(loaded: Loaded) -> list[str]:
    return [loaded.sums.get(f"recommendations/{kind}.yaml", "") for kind in GROUND]


def _kind(file: str) -> str:
    """Return the kind of record that a file of the data holds."""
    return file.split("/")[1].removesuffix(".yaml")
