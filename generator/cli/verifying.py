"""verify: whether papers are those that were made, and still say what the data says."""

from __future__ import annotations

import json
import sys
from functools import cache
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
@click.argument("what", nargs=-1, metavar="[DIR|FILE|FINGERPRINT]...")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--again", is_flag=True, help="Make each paper anew too, and compare the bytes.")
@JSON
@click.pass_obj
def verify(
    room: Room, *, what: tuple[str, ...], output: Path | None, again: bool, as_json: bool
) -> None:
    """Prove that papers are those that were made from the data at hand.

    All papers in output/, or in a folder; or single files, wherever they lie; or what the
    fingerprint at the foot of a page belongs to. A paper is good, stale (a build would make it
    anew), of another version, altered, missing, or foreign.

    A manifest that was altered together with its paper is found with --again: it takes as long as
    making them, and tells on the machine that made them only.
    """
    folder = room.output(output)
    verdicts = [*_verdicts(room, what, folder, again=again)]
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
            say(f"There are no papers in {' '.join(what) or near(folder)}.")
    if any(verdict.word != "good" for verdict in verdicts):
        sys.exit(FINDINGS)


def _verdicts(room: Room, what: tuple[str, ...], folder: Path, *, again: bool) -> Iterator[Verdict]:
    from generator.verify import FINGERPRINT, of_file, of_folder  # noqa: PLC0415 - keeps --help light

    dataset = room.dataset()

    @cache
    def everything(within: Path) -> list[Verdict]:
        return [*of_folder(dataset, room.project, within, again=again)]

    if not what:
        yield from everything(folder)
    for word in what:
        path = Path(word)
        if path.is_dir():
            # The names of folders beneath that of the papers tell days, which count.
            known = path.resolve().is_relative_to(folder.resolve())
            found = everything(folder if known else path)
            yield from (v for v in found if v.path.resolve().is_relative_to(path.resolve()))
        elif path.is_file():
            yield of_file(everything(folder), folder, path)
        elif FINGERPRINT.fullmatch(word):
            found = [v for v in everything(folder) if v.told.get("fingerprint") == word]
            if not found:
                raise click.UsageError(f"No paper in {near(folder)} has the fingerprint {word}.")
            yield from found
        else:
            raise click.UsageError(
                f'"{word}" is no file or folder, and no fingerprint: those look like 1f3a-90bc.'
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
