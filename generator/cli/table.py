"""One item as a row: what list, show and status print, and what import reads back."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from generator.model import Dataset, Item, Verdict

BETWEEN = "; "


def text_of(dataset: Dataset, text: Any) -> str:  # noqa: ANN401 - a Text or None
    """Return a text in the project's language; an empty one for None."""
    language = dataset.project.language
    return text.wording(language, language)[0] if text else ""


def row_of(dataset: Dataset, item: Item, day: date) -> dict[str, Any]:
    """Return the facts of an item that fit a table, by the names of its columns."""
    from generator.tables import COLUMNS  # noqa: PLC0415 - keeps --help light

    verdict = item.verdict_at(day)
    facts = {
        **_asked(dataset, item),
        **_standing(dataset, item, day),
        "deadline": _text(dataset, item.deadline and item.deadline.text),
        "due": _word(item.deadline and item.deadline.by),
        "deadline_basis": _word(item.deadline and item.deadline.basis),
        **_verdict(dataset, verdict),
    }
    return {column: facts[column] for column in COLUMNS}


def _asked(dataset: Dataset, item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind.value,
        "title": text_of(dataset, item.title),
        "text": text_of(dataset, item.text),
        "quote": _text(dataset, item.quote),
        "document": item.source.document,
        "heading": item.source.heading,
        "bullet": item.source.bullet,
        "paragraph": item.source.paragraph,
        "made_by": item.made_by,
        "made_on": str(dataset.made_on(item)),
        "made_to": item.made_to,
        "reported_by": item.reported_by,
        "addressee": item.addressee,
        "also": list(item.also),
        "pack": dataset.pack_of(item),
        "topic": item.topic,
        "themes": list(item.themes),
        "priority": item.priority,
        "cases": list(item.cases),
        "distribution": _word(item.distribution),
        "audience": list(item.audience),
    }


def _standing(dataset: Dataset, item: Item, day: date) -> dict[str, Any]:
    standing, carried = item.standing, item.standing.carried
    return {
        "standing": standing.at(day).value,
        "standing_on": _word(standing.on),
        "carried_to": _text(dataset, carried and carried.to),
        "carried_instrument": carried.instrument if carried else None,
        "outcome": _text(dataset, standing.outcome),
    }


def _verdict(dataset: Dataset, verdict: Verdict) -> dict[str, Any]:
    entry = verdict.entry
    return {
        "status": verdict.status.value,
        "status_on": _word(entry and entry.as_of),
        "recorded_on": _word(entry and entry.recorded_on),
        "grade": entry.grade if entry else None,
        "confidence": _word(entry and entry.confidence),
        "summary": _text(dataset, entry and entry.summary),
        "evidence": list(entry.evidence) if entry else [],
        "status_distribution": _word(entry and entry.distribution),
        "status_audience": list(entry.audience) if entry else [],
    }


def _text(dataset: Dataset, text: Any) -> str | None:  # noqa: ANN401 - a Text or None
    return text_of(dataset, text) or None


def _word(value: object) -> str | None:
    """Return a date or a word of a scale as the data has it."""
    return None if value is None else str(value)


def print_csv(rows: list[dict[str, Any]]) -> None:
    """Print rows as CSV; a cell that holds several things has semicolons between them."""
    from generator.csvsource import cell  # noqa: PLC0415 - keeps --help light
    from generator.tables import COLUMNS  # noqa: PLC0415

    writer = csv.DictWriter(sys.stdout, list(COLUMNS))
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {
                name: cell(BETWEEN.join(value) if isinstance(value, list) else value)
                for name, value in row.items()
            }
        )
