"""assess, withdraw: what became of an item, recorded once."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from generator.cli.room import FINDINGS, Room, When, say, show_problems, writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from generator.edits import Change
    from generator.load import Loaded

    Update = Callable[[Loaded, Callable[[str], bytes]], list[Change]]

DRY_RUN = click.option("--dry-run", is_flag=True, help="Only show what would be written.")
_OF_SOURCE = {
    "title": "What it is called.",
    "publisher": "The body that published it.",
    "date": "When: a year, a month or a day.",
    "symbol": "Its document symbol.",
    "address": "Where it can be read.",
    "grade": "A the issuing body or an established newsroom, B a copy, C less.",
}


def _source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each field of a source the library does not have yet."""
    for name, what in reversed(_OF_SOURCE.items()):
        option = f"--evidence-{name}"
        command = click.option(option, f"source_{name}", metavar="TEXT", help=what)(command)
    return command


@click.command()
@click.argument("item", metavar="ID")
@click.argument("status", metavar="[STATUS]", required=False)
@click.option("--as-of", type=When(), required=True, metavar="DATE", help="The date of the fact.")
@click.option("--note", metavar="TEXT", help="What happened, in a sentence that can be printed.")
@click.option("--evidence", multiple=True, metavar="ID", help="A source of the library; repeat.")
@_source_options
@click.option("--by", metavar="BODY", help="Who says so, if not the publisher of the data.")
@click.option("--grade", metavar="WORD", help="The assessor's own grade, if it has one.")
@click.option("--confidence", metavar="WORD", help="How sure: high, medium or low.")
@click.option("--distribution", metavar="WORD", help="Who may see it, if not the usual.")
@click.option("--audience", multiple=True, metavar="BODY", help="Whose, with counterpart.")
@DRY_RUN
@click.pass_obj
def assess(room: Room, /, *, dry_run: bool, **given: Any) -> None:  # noqa: ANN401 - click's
    """Record what became of an item: a status, a fact, or both.

    The entry goes to the end of the item's history and no other line is touched. Evidence that is
    not in the library yet can be described in the same call; STATUS is left out where the fact
    stands without a verdict.
    """
    from generator.updates import Told  # noqa: PLC0415 - keeps --help light
    from generator.updates import assess as record  # noqa: PLC0415

    source = {name: given.pop(f"source_{name}") for name in _OF_SOURCE}
    told = Told(**given, source={name: value for name, value in source.items() if value})
    today = date.today()  # noqa: DTZ011 - the day where the person is
    apply(room, lambda loaded, read: record(loaded, told, today, read), dry_run=dry_run)


@click.command()
@click.argument("item", metavar="ID")
@click.argument("entry")
@click.option("--why", required=True, metavar="TEXT", help="The reason; the next paper prints it.")
@DRY_RUN
@click.pass_obj
def withdraw(room: Room, /, *, dry_run: bool, **given: str) -> None:
    """Take back an entry of an item: ENTRY is its id, or its date and its assessor.

    Nothing is erased: the entry stays in the file, no paper uses it any more, and the next list of
    changes opens with the correction.
    """
    from generator.updates import Withdrawal  # noqa: PLC0415 - keeps --help light
    from generator.updates import withdraw as take_back  # noqa: PLC0415

    wish = Withdrawal(**given)
    today = date.today()  # noqa: DTZ011 - the day where the person is
    apply(room, lambda loaded, read: take_back(loaded, wish, today, read), dry_run=dry_run)


def apply(room: Room, update: Update, *, dry_run: bool) -> None:
    """Work out an update under the lock, show it, and write it; or say why not, and write nothing.

    *update* is handed what was loaded and a reader of files, and returns the changes.
    """
    from generator.edits import EditError  # noqa: PLC0415 - keeps --help light
    from generator.journal import commit  # noqa: PLC0415
    from generator.updates import AlreadyError, RefusedError  # noqa: PLC0415

    project = room.project
    with nullcontext() if dry_run else writing(project):
        loaded = room.sound()
        try:
            changes = update(loaded, lambda file: (project / file).read_bytes())
        except AlreadyError as known:
            say(f"{known} Nothing was written.")
            return
        except (RefusedError, EditError) as error:
            say(f"{error}\nNothing was written.")
            sys.exit(FINDINGS)
        _refuse_what_would_break(project, loaded, changes)
        for change in changes:
            click.echo(change.shown())
        if not dry_run:
            commit(project, changes)
    files = ", ".join(change.file for change in changes)
    say(f"{'Would be written' if dry_run else 'Written'}: {files}.")
    if not dry_run:
        say("accede build makes the papers that this touches.")


def _refuse_what_would_break(project: Path, loaded: Loaded, changes: list[Change]) -> None:
    """Read the project as it would be; if a rule were broken, say which and stop."""
    from generator.check import check  # noqa: PLC0415 - keeps --help light
    from generator.load import load  # noqa: PLC0415
    from generator.problems import Level  # noqa: PLC0415

    known = {(problem.record, problem.what) for problem in check(loaded)}
    after = check(load(project, {change.file: change.after for change in changes}))
    new = [problem for problem in after if (problem.record, problem.what) not in known]
    show_problems(new, err=True)
    if any(problem.level is Level.ERROR for problem in new):
        say("Nothing was written.")
        sys.exit(FINDINGS)
