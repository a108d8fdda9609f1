"""status, diff: where things stand, and how they stood before, pack by pack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from generator.cli.naming import pack_called
from generator.cli.reading import known_on, words_of
from generator.cli.room import AS_OF, JSON, Day, MistakenError, Room, say, today
from generator.cli.table import row_of, text_of

if TYPE_CHECKING:
    from datetime import date

    from generator.compare import Changed
    from generator.model import Dataset, Item, Pack
    from generator.view.speaker import Speaker


@click.command()
@AS_OF
@JSON
@click.pass_obj
def status(room: Room, *, as_of: date | None, as_json: bool) -> None:
    """Show where things stand: per pack, the open items by status, newest evidence, overdue."""
    dataset, day = known_on(room, as_of)
    late = as_of or today()
    overview = [_overview(dataset, pack, day, late) for pack in dataset.packs]
    if as_json:
        click.echo(json.dumps(overview, indent=2, ensure_ascii=False))
        return
    click.echo(f"{text_of(dataset, dataset.project.title)}, facts until {day}")
    for told in overview:
        counts = ", ".join(f"{number} {word}" for word, number in told["open"].items())
        newest = told["newest"] or "none"
        click.echo(f"\n{told['pack']}: {told['items']} items, newest fact {newest}")
        click.echo(f"  open: {counts or 'none'}")
        rest = ", ".join(f"{number} {word}" for word, number in told["rest"].items() if number)
        click.echo(f"  else: {rest or 'none'}")
        for entry in told["overdue"]:
            click.echo(f"  overdue: {entry['due']}  {entry['id']}  {entry['title']}")


def _overview(dataset: Dataset, pack: str, day: date, late: date) -> dict[str, Any]:
    items = dataset.addressed_to(dataset.packs[pack].addressee)
    rows = [row_of(dataset, item, day) for item in items]
    still_open = [row for row in rows if row["standing"] in ("live", "carried")]
    facts = [
        e.as_of for item in items for e in item.history() if e.evidence and e.as_of.last <= day
    ]
    statuses = words_of("Status")
    return {
        "pack": pack,
        "items": len(rows),
        "newest": str(max(facts, default="") or ""),
        "open": {word: n for word in statuses if (n := _count(still_open, "status", word))},
        "rest": {word: _count(rows, "standing", word) for word in ("closed", "lapsed", "context")},
        "overdue": [*_items_overdue(dataset, items, day, late), *_promises(dataset, pack, late)],
    }


def _count(rows: list[dict[str, Any]], key: str, word: str) -> int:
    return sum(row[key] == word for row in rows)


def _items_overdue(
    dataset: Dataset, items: tuple[Item, ...], day: date, late: date
) -> list[dict[str, str]]:
    return [
        {"id": item.id, "due": str(due), "title": text_of(dataset, item.title)}
        for item in items
        if (due := dataset.due_of(item, day))
        and due.last < late
        and item.standing.at(day).is_open
        and not item.status_at(day).is_done
    ]


def _promises(dataset: Dataset, pack: str, late: date) -> list[dict[str, str]]:
    """Return what was promised at meetings and is overdue."""
    from generator.meetings import promises  # noqa: PLC0415 - keeps --help light
    from generator.model import PromiseState  # noqa: PLC0415

    return [
        {
            "id": f"{promise.meeting.id} {promise.outcome.number or promise.outcome.subject[1]}",
            "due": str(promise.outcome.by_when),
            "title": text_of(dataset, promise.outcome.commitment),
        }
        for promise in promises(dataset, dataset.packs[pack], late)
        if promise.state is PromiseState.OVERDUE
    ]


@click.command()
@click.argument("since", type=Day(), required=False, metavar="[DATE]")
@click.argument("until", type=Day(), required=False, metavar="[DATE]")
@click.option("--pack", "packs", multiple=True, metavar="PACK", help="Only this pack; repeat.")
@JSON
@click.pass_obj
def diff(
    room: Room,
    *,
    since: date | None,
    until: date | None,
    packs: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show what changed between two days, pack by pack: corrected, improved, worse, new.

    Without a first day it is that of each pack's last meeting; without a second, the data's own.
    "learned" is a fact of the time that left the status as it was; what is marked late is an older
    fact that was only recorded since.
    """
    if since and until and until < since:
        raise MistakenError(f"{until} is before {since}: give the earlier day first.")
    dataset = room.dataset()
    for name in packs:
        pack_called(dataset, name)
    wanted = [pack for name, pack in dataset.packs.items() if not packs or name in packs]
    told = [_compared(dataset, pack, since, until) for pack in wanted]
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for one in told:
        _tell(one)


def _compared(
    dataset: Dataset, pack: Pack, since: date | None, until: date | None
) -> dict[str, Any]:
    from generator.view import Occasion, speaker_for  # noqa: PLC0415 - keeps --help light
    from generator.words import Words  # noqa: PLC0415

    occasion = Occasion(until or pack.as_of, since or pack.since)
    speaker = speaker_for(dataset, pack, Words(dataset.project.language), occasion)
    rows = [_row(speaker, changed) for changed in speaker.changed.values()]
    asked = occasion.since
    return {
        "pack": pack.id,
        "asked": str(asked) if asked else None,
        "since": str(speaker.since) if speaker.since else None,
        "until": str(speaker.day),
        "changes": [row for row in rows if row["change"] != "unchanged"],
        "unchanged": sum(row["change"] == "unchanged" for row in rows),
    }


def _nothing_to_compare(told: dict[str, Any]) -> str:
    if told["asked"]:
        return f"it is shown on {told['until']}, before {told['asked']}: give an earlier day."
    return "no meeting on file to compare with; give a day: accede diff DATE"


def _row(speaker: Speaker, changed: Changed) -> dict[str, Any]:
    numbers = {line.item.id: line.number for line in speaker.selection.lines}
    entry = changed.entry
    return {
        "change": changed.change.value,
        "number": numbers[changed.item.id],
        "id": changed.item.id,
        "title": text_of(speaker.dataset, changed.item.title),
        "before": changed.before.value,
        "after": changed.after.value,
        "fact": str(entry.as_of) if entry else None,
        "late": changed.late,
    }


def _tell(told: dict[str, Any]) -> None:
    if told["since"] is None:
        say(f"{told['pack']}: {_nothing_to_compare(told)}")
        return
    click.echo(f"{told['pack']}, {told['since']} to {told['until']}")
    for row in told["changes"]:
        moved = row["after"]
        if row["before"] != row["after"]:
            moved = f"{row['before']} -> {row['after']}"
        kind = "taken back on" if row["change"] == "corrected" else "fact of"
        fact = f", {kind} {row['fact']}" if row["fact"] else ""
        late = ", learned late" if row["late"] else ""
        line = f"  {row['change']:<10} {row['number']:<5} {row['id']}: {row['title']}"
        click.echo(f"{line}\n{'':<19}{moved}{fact}{late}")
    click.echo(f"  unchanged: {told['unchanged']}")
