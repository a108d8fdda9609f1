"""The data behind what a pack hands over, as YAML to be attached to a file for archives.

Only what stands in the papers or beneath them: items that are shown with their histories, and the
sources, documents, bodies and topics these name. Questions, expected answers and notes are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from generator.model.references import named_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model import Dataset
    from generator.model.values import Record

_ENTRY = ("id", "as_of", "recorded_on", "by", "status", "grade", "summary", "evidence", "withdraws")
_SAID = ("answer", "by", "on", "recorded_on", "summary", "evidence")
_ITEM = (
    *("id", "kind", "title", "text", "source", "made_by", "addressee", "made_to", "made_on"),
    *("topic", "standing", "deadline", "relations"),
)
_REGISTERS = {
    "documents": ("id", "title", "publisher", "published", "date", "address", "symbol"),
    "evidence": ("id", "title", "publisher", "date", "address", "symbol", "grade", "note"),
    "bodies": ("id", "name", "short", "kind"),
    "topics": ("id", "title"),
}


def as_yaml(dataset: Dataset, items: Iterable[str], pack: str) -> str:
    """Return the shown *items* of what a reader may see, and what they name."""
    shown = [dataset.items[name] for name in sorted(items)]
    named = {one for item in shown for one in named_by(item)}
    told: dict[str, Any] = {"pack": pack, "items": []}
    for item in shown:
        plain = _fields(item, _ITEM)
        plain["responses"] = [_fields(one, _SAID) for one in item.responses]
        plain["assessments"] = [_fields(one, _ENTRY) for one in item.assessments]
        told["items"].append(plain)
    for kind, fields in _REGISTERS.items():
        register = getattr(dataset, kind)
        told[kind] = [_fields(register[name], fields) for name in register if (kind, name) in named]
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=100)


def _fields(record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    known = set(names) & set(type(record).model_fields)
    plain = record.model_dump(mode="json", include=known, exclude_none=True, exclude_defaults=True)
    return {name: plain[name] for name in names if name in plain}
