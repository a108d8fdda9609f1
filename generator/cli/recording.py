"""assess, withdraw: what became of an item, recorded once."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from generator.cli.naming import pack_called
from generator.cli.room import AS_OF, FINDINGS, Day, Room, When, say, show_problems, today, writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from generator.edits import Change
    from generator.load import Loaded
    from generator.model import Dataset, Pack
    from generator.view import Occasion

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
    apply(room, lambda loaded, read: record(loaded, told, today(), read), dry_run=dry_run)


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
    apply(room, lambda loaded, read: take_back(loaded, wish, today(), read), dry_run=dry_run)


@click.command()
@click.argument("pack")
@click.option("--by", required=True, metavar="INITIALS", help="Who agrees that it may go out.")
@AS_OF
@click.option("--since", type=Day(), metavar="DATE", help="With what changed since that day.")
@DRY_RUN
@click.pass_obj
def approve(  # noqa: PLR0913 - one option each
    room: Room,
    /,
    *,
    pack: str,
    by: str,
    as_of: date | None,
    since: date | None,
    dry_run: bool,
) -> None:
    """Sign off what a pack hands over, as it stands now.

    Until then, and again as soon as anything on one of its papers, or a template of your own,
    changes, each page that goes out says DRAFT. The day and the fingerprint of what was agreed to
    go into packs.yaml.
    """
    from generator.updates import approve as sign  # noqa: PLC0415
    from generator.view import Occasion  # noqa: PLC0415

    dataset = room.dataset()
    whose = pack_called(dataset, pack)
    occasion = Occasion(as_of or whose.as_of, since or whose.since)
    signed = [
        {"by": by, "on": today().isoformat(), "fingerprint": fingerprint}
        for fingerprint in _fingerprints(room, dataset, whose, occasion)
    ]
    apply(room, lambda loaded, read: sign(loaded, pack, signed, read), dry_run=dry_run)


def _fingerprints(room: Room, dataset: Dataset, pack: Pack, occasion: Occasion) -> list[str]:
    """Tell what is handed over, and return its fingerprint in each of the pack's languages."""
    from generator.assets import template_folders  # noqa: PLC0415 - keeps --help light
    from generator.model import HANDED_OVER  # noqa: PLC0415
    from generator.view import UnreviewedError, contexts, pack_fingerprint  # noqa: PLC0415
    from generator.words import Words, singly  # noqa: PLC0415

    found = []
    for language in singly(pack.languages):
        words = Words(language, template_folders(room.project))
        try:
            shown = contexts(dataset, pack, words, occasion)
        except UnreviewedError as error:
            say(f"{pack.id}: {error}\nNothing was signed off.")
            sys.exit(FINDINGS)
        for name, paper in shown.items():
            if name in HANDED_OVER:
                say(f"{pack.id} {name} ({language}): {paper['state']}, {paper['fingerprint']}")
        found.append(pack_fingerprint(shown, words))
    return found


def apply(room: Room, update: Update, *, dry_run: bool, quiet: bool = False) -> bool:
    """Work out an update under the lock, show it, and write it; or say why not, and write nothing.

    Tell whether there was anything to write.

    *update* is handed what was loaded and a reader of files, and returns the changes; *quiet*
    leaves it at writing them.
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
            return False
        except (RefusedError, EditError) as error:
            say(f"{error}\nNothing was written.")
            sys.exit(FINDINGS)
        _refuse_what_would_break(project, loaded, changes)
        for change in () if quiet else changes:
            click.echo(change.shown())
        if not dry_run:
            commit(project, changes)
    if quiet:
        return True
    few = 8
    named = ", ".join(change.file for change in changes)
    files = named if len(changes) <= few else f"{len(changes)} files"
    say(f"{'Would be written' if dry_run else 'Written'}: {files}.")
    if not dry_run:
        say("accede build makes the papers that this touches.")
    return True


def _refuse_what_would_break(project: Path, loaded: Loaded, changes: list[Change]) -> None:
    """Read the project as it would be; if a rule were broken, say which and stop."""
    from generator.check import check  # noqa: PLC0415 - keeps --help light
    from generator.load import load  # noqa: PLC0415
    from generator.problems import Level  # noqa: PLC0415
    from generator.store import Store  # noqa: PLC0415

    known = {(problem.record, problem.what) for problem in check(loaded)}
    instead = {change.file: None if change.gone else change.after for change in changes}
    after = check(load(project, instead, Store.of(project)))
    new = [problem for problem in after if (problem.record, problem.what) not in known]
    show_problems(new, err=True)
    if any(problem.level is Level.ERROR for problem in new):
        say("Nothing was written.")
        sys.exit(FINDINGS)
