"""Which other records a record names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from generator.model.values import Record, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]


def references(record: Record, at: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, kind, id) for every id of another record that *record* holds."""
    for name, kind in _telling(type(record)):
        value = getattr(record, name)
        if value:
            yield from _references_in(value, (*at, name), kind)


def _references_in(value: object, at: Path, kind: str) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, Record):
        yield from references(value, at)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _references_in(part, (*at, index), kind)
    elif kind and isinstance(value, str):
        yield at, kind, value


@lru_cache
def _telling(model: type[Record]) -> tuple[tuple[str, str], ...]:
    """Return the fields of *model* that hold ids, each with the kind of record they are of.

    A field with records that hold ids has no kind; one with nothing of the sort is left out, for
    most fields are texts and dates, and looking into each takes time.
    """
    found = []
    for name, field in model.model_fields.items():
        marks = [mark for mark in field.metadata if isinstance(mark, Ref)]
        mark = marks[0] if marks else _ref_in(field.annotation)
        if mark or any(_telling(inner) for inner in _records_in(field.annotation)):
            found.append((name, mark.kind if mark else ""))
    return tuple(found)


def _ref_in(annotation: Any) -> Ref | None:  # noqa: ANN401 - any annotation
    if isinstance(annotation, Ref):
        return annotation
    inner = (*get_args(annotation), *getattr(annotation, "__metadata__", ()))
    return next((found for part in inner if (found := _ref_in(part))), None)


def _records_in(annotation: Any) -> Iterator[type[Record]]:  # noqa: ANN401 - any annotation
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for part in get_args(annotation):
        yield from _records_in(part)
