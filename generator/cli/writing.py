"""new, import: more data, one record or a table of them."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.asking import FIELDS, Answers, at_a_terminal, told_by
from generator.cli.room import FINDINGS, MistakenError, Room, say, show_problems, today, writing

if TYPE_CHECKING:
    from generator.load import Loaded
    from generator.problems import Problem
    from generator.tables import Table

STAYS_BEHIND = (
    "A table carries one assessment an item: the rest of its history, its responses, relations, "
    "legal references, asks, notes and translations do not travel."
)
_NAMES = {"item": "an item", "evidence": "a source that entries cite"}


@click.group()
def new() -> None:
    """Start a record, with remarks that say what belongs where."""


def _command(word: str) -> click.Command:
    """Return `accede new WORD`, with an option a field."""

    @click.pass_obj
    def run(room: Room, /, *, record: str, dry_run: bool, **given: Any) -> None:  # noqa: ANN401 - click's
        _new(room, word, record, given, dry_run=dry_run)

    options = [
        click.Option([f"--{field.option}", field.name], multiple=field.many, help=field.help)
        for field in FIELDS[word]
    ]
    what = _NAMES.get(word, f"a {word}")
    return click.Command(
        word,
        callback=run,
        params=[
            click.Argument(["record"], metavar="ID"),
            *options,
            click.Option(["--dry-run"], is_flag=True, help="Only show what would be written."),
        ],
        help=f"Start {what}. What is left out is asked for, or left open for check to name.",
        short_help=f"Start {what}.",
    )


for each in FIELDS:
    new.add_command(_command(each))


def _new(room: Room, word: str, name: str, given: dict[str, Any], *, dry_run: bool) -> None:
    from generator.assets import template_folders  # noqa: PLC0415 - keeps --help light
    from generator.drafts import draft, file_of, gaps  # noqa: PLC0415
    from generator.load import load  # noqa: PLC0415
    from generator.store import Store  # noqa: PLC0415

    project = room.project
    loaded = load(project, store=Store.of(project))
    _refuse_id(word, name, loaded)
    given = {key: value for key, value in given.items() if value}
    told = {**told_by(word, name, loaded, today()), **given}
    values = {"id": name, **Answers(word, loaded).all(told, ask=at_a_terminal())}
    file = file_of(word, name, _folder(word, values, loaded))
    text = draft(word, values, today(), template_folders(project))
    if dry_run:
        click.echo(f"Would write to {file}:\n{text}", nl=False)
    else:
        write(project, word, name, file, text)
        click.echo(file)
    if left := gaps(text):
        say(f"Left open: {', '.join(left)}. accede check names the lines.")


def _refuse_id(word: str, name: str, loaded: Loaded) -> None:
    from generator.drafts import KINDS, faults  # noqa: PLC0415 - keeps --help light

    kind = KINDS[word]
    for fault in faults(kind, ["id"], name, None):
        raise MistakenError(fault)
    if (kind, name) in loaded.spots:
        place = loaded.place(kind, name, ("id",))
        raise MistakenError(f'The id "{name}" is taken: it stands in {place}.')


def _folder(word: str, values: dict[str, Any], loaded: Loaded) -> str:
    """Return the folder of a new item: a usage error if its document is not known."""
    if word != "item":
        return ""
    if values["document"]:
        return str(values["document"])
    known = [name for kind, name in loaded.spots if kind == "documents"]
    if not known:
        raise MistakenError("There is no document yet. Start with: accede new document ID")
    raise click.UsageError(f"--document is needed: an item stands in one of {', '.join(known)}.")


def write(project: Path, word: str, name: str, file: str, text: str) -> None:
    """Write a draft, as a file of its own or as the last entry of its register."""
    from generator import journal  # noqa: PLC0415 - keeps --help light
    from generator.drafts import KINDS, schema_line  # noqa: PLC0415
    from generator.load import REGISTERS, load  # noqa: PLC0415
    from generator.store import Store  # noqa: PLC0415

    with writing(project):
        loaded = load(project, store=Store.of(project))
        _refuse_id(word, name, loaded)  # somebody may have been quicker
        if KINDS[word] in REGISTERS and (project / file).exists():
            journal.append(project, file, text)
        else:
            files = {file: schema_line(word, file) + text, **_schema_if_missing(project, word)}
            journal.create(project, files)


def _schema_if_missing(project: Path, word: str) -> dict[str, str]:
    from generator.drafts import KINDS, schema_file  # noqa: PLC0415 - keeps --help light
    from generator.load.schema import schema_texts  # noqa: PLC0415

    file = schema_file(word)
    return {} if (project / file).exists() else {file: schema_texts()[KINDS[word]]}


@click.command("import")
@click.argument("table", type=click.Path(exists=True, dir_okay=False), metavar="FILE.csv")
@click.option("--encoding", metavar="NAME", help="How the file was saved, if not as UTF-8.")
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
@click.pass_obj
def import_items(room: Room, table: str, *, encoding: str | None, dry_run: bool) -> None:
    """Make items from a table with the columns of `accede list --csv`; all rows or none.

    Rows whose id exists are skipped. Without columns for them, kind is recommendation and standing
    is live, and an assessment is recorded today.
    """
    refuse_encoding(encoding)
    project = room.project
    with nullcontext() if dry_run else writing(project):
        found = _read(project, table, encoding)
        files = _files(found)
        if not dry_run:
            _write_all(project, files, found)
    for file in files:
        click.echo(f"{'would write' if dry_run else 'wrote'} {file}")
    say(f"Items {'that would be ' if dry_run else ''}written: {len(files)}.")
    if found.skipped:
        say(f"Rows skipped, for these ids exist: {', '.join(found.skipped)}.")
    if late := _later_than_shown(found):
        say(f"Papers and lists are of the as_of in project.yaml; facts of later days in: {late}.")
    if files:
        say(STAYS_BEHIND)


def refuse_encoding(encoding: str | None) -> None:
    """Raise a usage error if texts are never saved in this encoding."""
    try:
        b"id".decode(encoding or "utf-8", errors="ignore")
    except (LookupError, UnicodeError):
        raise MistakenError(
            f'--encoding "{encoding}" is not known. Usual ones are utf-8, cp1251 and cp1252.'
        ) from None


def _read(project: Path, table: str, encoding: str | None) -> Table:
    """Read and check a table with the data it goes into; if anything is wrong, say all and exit."""
    from generator import tables  # noqa: PLC0415 - keeps --help light
    from generator.check import check  # noqa: PLC0415
    from generator.load import load  # noqa: PLC0415
    from generator.problems import counts  # noqa: PLC0415

    loaded = load(project)
    if loaded.dataset is None:
        _stop(loaded.problems)
    found = tables.read(Path(table).read_bytes(), table, loaded, today(), encoding)
    problems = sorted({*found.problems, *found.named(check(found.loaded))})
    if any(counts(problem, strict=False) for problem in problems):
        _stop(problems)
    show_problems(problems, err=True)
    return found


def _later_than_shown(found: Table) -> str:
    day = found.loaded.dataset.project.as_of if found.loaded.dataset else date.max
    entries = ((name, entry) for name, item in found.items.items() for entry in item.assessments)
    return ", ".join(name for name, entry in entries if entry.as_of.last > day)


def _stop(problems: list[Problem]) -> None:
    show_problems(problems, err=True)
    say("Nothing was written.")
    sys.exit(FINDINGS)


def _files(found: Table) -> dict[str, str]:
    from generator.drafts import file_of, schema_line  # noqa: PLC0415 - keeps --help light
    from generator.yamltext import plain  # noqa: PLC0415

    files = {}
    for name, entry in found.entries.items():
        file = file_of("item", name, found.items[name].source.document)
        files[file] = schema_line("item", file) + plain(entry)
    return files


def _write_all(project: Path, files: dict[str, str], found: Table) -> None:
    from generator import journal  # noqa: PLC0415 - keeps --help light

    says = dict(zip(files, found.entries.values(), strict=True))
    journal.create(project, {**files, **_schema_if_missing(project, "item")}, says)
