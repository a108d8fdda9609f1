"""clean: the papers that accede made are taken away."""

from __future__ import annotations

import shutil
import sys
from contextlib import nullcontext
from pathlib import Path

import click

from generator.cli.room import FINDINGS, Room, near, say
from generator.cli.voice import spoken
from generator.said import said


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what accede keeps in .accede/.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.pass_obj
def clean(room: Room, *, everything: bool, output: Path | None, dry_run: bool) -> None:
    """Remove the papers accede made, and nothing else."""
    from generator import publish  # noqa: PLC0415 - keeps --help light

    folder = room.output(output)
    store = room.project / ".accede"
    done = spoken(said("would remove") if dry_run else said("removed"))
    # Who is building has a lock in the store: where there is none, nobody is.
    alone = store.is_dir() and not dry_run
    kept = everything and store.is_dir()
    gone = False
    with publish.one_at_a_time(room.project) if alone else nullcontext():
        for path in publish.clean(folder, dry_run=dry_run):
            gone = True
            click.echo(f"{done} {near(path)}")
        if kept:
            if not dry_run:
                shutil.rmtree(store)
            click.echo(f"{done} {near(store)}")
    untold = publish.untold(folder)
    for path in untold:
        stays = said(
            "%(file)s is damaged, or not of accede: it stays, and so does all beside it. A build "
            "puts it right.",
            file=near(path),
        )
        say(stays)
    if untold:
        sys.exit(FINDINGS)
    if not gone and not kept:
        say(said("Nothing to remove."))
