"""Which other records a record names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from generator.model.values import Distribution, Record, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]


def references(record: Record) -> list[tuple[Path, str, str]]:
    """Return (path, kind, id) for every id of another record that *record* holds."""
    found: list[tuple[Path, str, str]] = []
    _collect(record, (), found)
    return found


def _collect(record: Record, at: Path, found: list[tuple[Path, str, str]]) -> None:
    for name, kind in _telling(type(record)):
        value = getattr(record, name)
        if not value:
            continue
        if not isinstance(value, tuple):
            parts: list[tuple[Path, Any]] = [((*at, name), value)]
        else:
            parts = [((*at, name, index), part) for index, part in enumerate(value)]
        if kind:
            found += [(path, kind, part) for path, part in parts]
        else:
            for path, part in parts:
                _collect(part, path, found)


def named_by(record: Record) -> dict[tuple[str, str], None]:
    """Return (kind, id) of every other record that *record* names, each once and in order.

    Without the paths it takes half the time, and the paths matter where an id is not known.
    """
    found: dict[tuple[str, str], None] = {}
    _add_names(record, found)
    return found


def _add_names(record: Record, found: dict[tuple[str, str], None]) -> None:
    for name, kind in _telling(type(record)):
        value = getattr(record, name)
        if not value:
            continue
        parts = value if isinstance(value, tuple) else (value,)
        if kind:
            for part in parts:
                found[kind, part] = None
        else:
            for part in parts:
                _add_names(part, found)


def addressed(record: Record, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield, with its path, *record* and what is in it, as far as it is for some or names them."""
    for name, kind in _telling(type(record)):
        value = getattr(record, name)
        if name == "audience":
            if value or getattr(record, "distribution", None) is Distribution.COUNTERPART:
                yield at, record
        elif not value:
            continue
        elif not kind and isinstance(value, tuple):
            for index, part in enumerate(value):
                yield from addressed(part, (*at, name, index))
        elif not kind:
            yield from addressed(value, (*at, name))


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
