"""redact: a person's name out of the data."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from generator.cli.recording import DRY_RUN, apply
from generator.cli.room import Room, say

if TYPE_CHECKING:
    from pathlib import Path

    from generator.edits import Change
    from generator.load import Loaded


@click.command()
@click.argument("case")
@click.option("--also", multiple=True, metavar="FORM", help="Another form of the name; repeat.")
@click.option(
    "--leave",
    multiple=True,
    metavar="WORD",
    help="A word, or the wordings of a language, to let be.",
)
@click.option("--id", "new_id", default="", metavar="ID", help="The new id of the case.")
@DRY_RUN
@click.pass_obj
def redact(  # noqa: PLR0913 - one option each
    room: Room,
    *,
    case: str,
    also: tuple[str, ...],
    leave: tuple[str, ...],
    new_id: str,
    dry_run: bool,
) -> None:
    """Take the name of the person in CASE out of the data, for good.

    In every record, language and remark the case's label takes the place of its name and aliases,
    in Cyrillic of their endings too; the case gets an id that tells nothing, and its consent ends.
    All of it or nothing: where a word of the name would still stand, or perhaps the name in other
    letters, you are told where. Look at it with --dry-run first: there is no way back.
    """
    from generator.redaction import Redaction  # noqa: PLC0415 - keeps --help light
    from generator.redaction import redact as take_out  # noqa: PLC0415
    from generator.store import forget  # noqa: PLC0415

    wish = Redaction(case, also, leave, new_id)
    changes: list[Change] = []

    def update(loaded: Loaded, _: object) -> list[Change]:
        _refuse_link(room.project, case)
        changes.extend(take_out(loaded, wish, _files(room.project)))
        return changes

    if apply(room, update, dry_run=dry_run, quiet=not dry_run) and not dry_run:
        forget(room.project)
        # Not what is gone: that was called by the name.
        for change in changes:
            if not change.gone:
                click.echo(f"wrote {change.file}")
        _say_what_keeps_it(also, leave)


def _refuse_link(project: Path, case: str) -> None:
    """Refuse a case whose file is a link: it would stay, with the name for its own."""
    from generator.drafts import file_of  # noqa: PLC0415 - keeps --help light
    from generator.updates import RefusedError  # noqa: PLC0415

    file = file_of("case", case)
    if (project / file).is_symlink():
        raise RefusedError(f"{file}: it is a link. Put the file itself there.")


def _files(project: Path) -> dict[str, bytes]:
    """Return every file of the data and of the project's own templates, by name.

    A folder counts for its name; what is not read, links out of the project above all, for no text.
    """
    from generator.files import walk  # noqa: PLC0415 - keeps --help light

    files: dict[str, bytes] = {}
    for folder in (project / "recommendations", project / "templates"):
        found = folder.rglob("*")
        files |= {f"{p.relative_to(project).as_posix()}/": b"" for p in found if p.is_dir()}
        for name, state in walk(folder, project).items():
            path = project / name
            leads = os.fsencode(path.readlink()) if path.is_symlink() else b""
            files[name] = b"\0" + leads if state is None else path.read_bytes()
    return files


def _say_what_keeps_it(also: tuple[str, ...], leave: tuple[str, ...]) -> None:
    say(
        "The name is out of the data, and out of what accede kept in .accede/. Read these files "
        "again: a label does not bend as a name does.\n"
        "What still holds it:\n"
        "- papers made before: accede clean, then accede build; those handed over stay\n"
        "- git: every earlier version of these files, here and in each clone; only a rewriting of "
        "its history (git filter-repo) takes it out, and not from clones of others\n"
        "- backups, tables and translations made of the data\n"
        "- what else lies in the project's folder: recommendations/ and templates/ were looked "
        "through"
    )
    if leave:
        say(f"- what you let be in the data, wherever it stands: {', '.join(leave)}")
    if also:
        say("- the history of your shell, as you typed it: --also")
