"""What is named on the command line: found in the data, or refused, with what may be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, TypeVar

from generator.cli.room import MistakenError
from generator.said import joined, said

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from generator.model import Dataset, Pack

T = TypeVar("T")


def find(records: Mapping[str, T], name: str, unknown: str, way: str = "") -> T:
    """Return the record called *name*, or refuse it: it is *unknown*.

    Said too is which one may be meant, or else the *way* to one.
    """
    if name not in records:
        refuse(name, records, unknown, way)
    return records[name]


def refuse(name: str, known: Collection[str], unknown: str, way: str = "") -> NoReturn:
    """Say that *name* is not *known*, and which one may be meant, or else the *way* to one."""
    from generator.problems import did_you_mean  # noqa: PLC0415 - keeps --help light

    raise MistakenError(joined([unknown, did_you_mean(name, known) or way]))


def pack_called(dataset: Dataset, name: str) -> Pack:
    """Return the pack called *name*, or refuse it."""
    return find(dataset.packs, name, said('"%(name)s" is no pack.', name=name))
