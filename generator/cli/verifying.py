"""verify: whether papers are those that were made, and still say what the data says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.room import FINDINGS, JSON, Room, near, say
from generator.cli.voice import spoken
from generator.problems import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.verify import Verdict


@click.command()
@click.argument("what", nargs=-1, metavar="[FILE|FINGERPRINT]...")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@JSON
@click.pass_obj
def verify(room: Room, *, what: tuple[str, ...], output: Path | None, as_json: bool) -> None:
    """Prove that papers are those that were made from the data at hand.

    All papers in output/; or single files, wherever they lie; or what the fingerprint at the foot
    of a page belongs to. A paper is good, stale (a build would make it anew), of another version,
    altered, missing, or foreign.
    """
    folder = room.output(output)
    verdicts = [*_verdicts(room, what, folder)]
    if as_json:
        click.echo(json.dumps([*map(_as_record, verdicts)], indent=2))
    else:
        for verdict in verdicts:
            told = verdict.told
            of = f"{told['state']}, {told['fingerprint']}" if told.get("fingerprint") else ""
            path = near(verdict.path)
            line = f"{verdict.word:<13} {path:<42} {of:<21} {spoken(verdict.why)}".rstrip()
            click.echo(on_one_line(line))
        if not verdicts:
            say(f"There are no papers in {near(folder)}.")
    if any(verdict.word != "good" for verdict in verdicts):
        sys.exit(FINDINGS)


def _verdicts(room: Room, what: tuple[str, ...], folder: Path) -> Iterator[Verdict]:
    from generator.verify import FINGERPRINT, of_file, of_folder  # noqa: PLC0415 - keeps --help light

    dataset = room.dataset()
    if not what:
        yield from of_folder(dataset, room.project, folder)
    for word in what:
        if Path(word).is_file():
            yield of_file(dataset, room.project, folder, Path(word))
        elif Path(word).is_dir():
            raise click.UsageError(
                f'"{word}" is a folder. Name its files, or where all papers are: --output DIR'
            )
        elif FINGERPRINT.fullmatch(word):
            found = [v for v in of_folder(dataset, room.project, folder)
                     if v.told.get("fingerprint") == word]  # fmt: skip
            if not found:
                raise click.UsageError(f"No paper in {near(folder)} has the fingerprint {word}.")
            yield from found
        else:
            raise click.UsageError(
                f'"{word}" is no file, and no fingerprint: those look like 1f3a-90bc.'
            )


def _as_record(verdict: Verdict) -> dict[str, Any]:
    told = verdict.told
    return {
        "file": near(verdict.path),
        "is": verdict.word,
        "why": verdict.why,
        "pack_paper": told.get("paper"),
        "state": told.get("state"),
        "fingerprint": told.get("fingerprint"),
    }
