"""list, show, history: what the data says of items, without touching it."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from generator.cli.naming import find, refuse
from generator.cli.room import AS_OF, JSON, Day, Room
from generator.cli.table import print_csv, row_of, text_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from generator.model import Assessment, Dataset, Item
    from generator.model.items import Note

COLUMNS = ("id", "addressee", "topic", "standing", "status", "title")


def known_on(room: Room, as_of: date | None) -> tuple[Dataset, date]:
    """Return the data as known on the day asked for, or on the dataset's own."""
    from generator.selection import as_known_on  # noqa: PLC0415 - keeps --help light

    dataset = room.dataset()
    day = as_of or dataset.project.as_of
    return as_known_on(dataset, day), day


@click.command("list")
@click.option("--addressee", metavar="BODY", help="Put to this body or a part of it.")
@click.option("--document", metavar="ID", help="From this document.")
@click.option("--topic", metavar="ID", help="Of this topic.")
@click.option("--standing", metavar="WORD", help="live, carried, closed, lapsed or context.")
@click.option("--status", metavar="WORD", help="With this status.")
@click.option("--due-before", type=Day(), metavar="DATE", help="Open, and due before that day.")
@AS_OF
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.pass_obj
def list_items(  # noqa: PLR0913 - one option each
    room: Room,
    *,
    addressee: str | None,
    document: str | None,
    topic: str | None,
    standing: str | None,
    status: str | None,
    due_before: date | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """List the items, all or those that match every option."""
    dataset, day = known_on(room, as_of)
    _refuse_unknown("addressee", addressee, dataset.bodies)
    _refuse_unknown("document", document, dataset.documents)
    _refuse_unknown("topic", topic, dataset.topics)
    _refuse_unknown("standing", standing, words_of("Standing"))
    _refuse_unknown("status", status, words_of("Status"))
    family = dataset.family(addressee) if addressee else frozenset()
    exact = {"document": document, "topic": topic, "standing": standing, "status": status}
    rows = [
        row
        for item in dataset.items.values()
        if (row := row_of(dataset, item, day))
        and (not family or item.addressee in family)
        and all(row[key] == wanted for key, wanted in exact.items() if wanted)
        and (due_before is None or _is_due(dataset, item, day, due_before))
    ]
    columns: tuple[str, ...] = COLUMNS
    if due_before is not None:
        rows, columns = _by_due(dataset, rows, day), ("due", *COLUMNS)
    _print_rows(rows, columns, as_json=as_json, as_csv=as_csv)


def _is_due(dataset: Dataset, item: Item, day: date, before: date) -> bool:
    """Tell whether an item can still be asked for, is not done, and is due before a day."""
    due = dataset.due_of(item, day)
    still_open = item.standing.at(day).is_open and not item.status_at(day).is_done
    return still_open and due is not None and due.last < before


def _by_due(dataset: Dataset, rows: list[dict[str, Any]], day: date) -> list[dict[str, Any]]:
    """Give each row the day it is due by today's ask, and put the earliest first."""
    found = ((row["id"], dataset.due_of(dataset.items[row["id"]], day)) for row in rows)
    dues = {name: due for name, due in found if due}
    rows = sorted(rows, key=lambda row: dues[row["id"]])
    return [{**row, "due": str(dues[row["id"]])} for row in rows]


def words_of(scale: str) -> list[str]:
    """Return the words of one of the model's scales."""
    from generator import model  # noqa: PLC0415 - keeps --help light

    return [member.value for member in getattr(model, scale)]


def _refuse_unknown(option: str, value: str | None, known: Collection[str]) -> None:
    """Say so if an option names what is not there: an empty list would look like an answer."""
    if value is not None and value not in known:
        refuse(value, known, f'--{option} "{value}" is not known.')


def _print_rows(
    rows: list[dict[str, Any]], columns: tuple[str, ...], *, as_json: bool, as_csv: bool
) -> None:
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif as_csv:
        print_csv(rows)
    else:
        _print_table(rows, columns)


def _print_table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    widths = {name: max([len(name), *(len(row[name]) for row in rows)]) for name in columns[:-1]}
    room = shutil.get_terminal_size((120, 24)).columns if sys.stdout.isatty() else 10_000
    click.echo("  ".join([*(f"{name:<{widths[name]}}" for name in widths), "title"]))
    for row in rows:
        line = "  ".join([*(f"{row[name]:<{widths[name]}}" for name in widths), row["title"]])
        click.echo(line[:room])
    click.echo(f"{len(rows)} items", err=True)


def _item(dataset: Dataset, name: str) -> Item:
    return find(dataset.items, name, f'"{name}" is no item.')


@click.command()
@click.argument("name", metavar="ID")
@AS_OF
@JSON
@click.pass_obj
def show(room: Room, name: str, *, as_of: date | None, as_json: bool) -> None:
    """Show one item: who asked whom for what, where it stands, what it is tied to."""
    dataset, day = known_on(room, as_of)
    item = _item(dataset, name)
    row = row_of(dataset, item, day)
    if as_json:
        told = {**item.model_dump(mode="json", exclude_none=True), "now": row}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    click.echo(f"{item.id}: {row['title']}\n{text_of(dataset, item.text)}\n")
    for key in ("kind", "made_by", "made_on", "addressee", "topic", "document"):
        click.echo(f"{key:<12} {row[key]}")
    since = f" since {row['standing_on']}" if row["standing_on"] else ""
    moved = f", to: {row['carried_to']}" if row["carried_to"] else ""
    click.echo(f"{'standing':<12} {row['standing']}{since}{moved}")
    sure = f", confidence {row['confidence']}" if row["confidence"] else ""
    click.echo(f"{'status':<12} {row['status']} ({row['status_on'] or 'no date'}{sure})")
    for relation in item.relations:
        click.echo(f"{relation.type.value:<12} {', '.join(relation.to)}")
    click.echo(f"{'distribution':<12} {_for_whom(item) or dataset.project.distribution}")
    for note in item.notes:
        click.echo(f"{'note':<12} {text_of(dataset, note.text)}{_marked(note)}")


def _for_whom(record: Item | Note | Assessment) -> str:
    """Return who may see a record, as far as it says so itself."""
    audience = f" ({', '.join(record.audience)})" if record.audience else ""
    return f"{record.distribution}{audience}" if record.distribution else ""


def _marked(record: Note | Assessment) -> str:
    """Return the level of what stands in an item, where it has one of its own."""
    return f" [{_for_whom(record)}]" if record.distribution else ""


@click.command()
@click.argument("name", metavar="ID")
@AS_OF
@JSON
@click.pass_obj
def history(room: Room, name: str, *, as_of: date | None, as_json: bool) -> None:
    """Tell one item's whole story: every entry, who says so, and on what evidence."""
    dataset, day = known_on(room, as_of)
    item = _item(dataset, name)
    if as_json:
        entries = [e.model_dump(mode="json", exclude_none=True) for e in item.assessments]
        click.echo(json.dumps(entries, indent=2, ensure_ascii=False))
        return
    click.echo(f"{item.id}: {text_of(dataset, item.title)}")
    to = f"promised by {item.made_by} to {item.made_to}"
    asked = f"asked by {item.made_by} of {item.addressee}"
    click.echo(f"{dataset.made_on(item)}  {to if item.made_to else asked}")
    for response in item.responses:
        said = text_of(dataset, response.summary)
        click.echo(f"{response.on}  {response.by or item.addressee}: {response.answer}. {said}")
    for entry in item.history():
        click.echo(_told(dataset, entry))
    for entry in item.assessments:
        if entry.withdraws:
            why = text_of(dataset, entry.reason)
            click.echo(f'{entry.recorded_on}  taken back: the entry "{entry.withdraws}". {why}')
    verdict = item.verdict_at(day)
    since = f" ({verdict.entry.as_of})" if verdict.entry else ""
    click.echo(f"\nnow  {dataset.project.publisher}: {verdict.status.value}{since}")
    for who, said, when in item.divergence_at(day):
        click.echo(f"but  {who}: {said} ({when})")


def _told(dataset: Dataset, entry: Assessment) -> str:
    from generator.model import DocumentedLater  # noqa: PLC0415 - keeps --help light

    who = f"  {entry.by}:" if entry.by else ""
    status = f"  [{entry.status.value}]" if entry.status else ""
    evidence = f" ({', '.join(entry.evidence)})" if entry.evidence else ""
    if isinstance(entry, DocumentedLater):
        evidence = " (documented later)"
    return (
        f"{entry.as_of}{who}{status}  {text_of(dataset, entry.summary)}{evidence}{_marked(entry)}"
    )
