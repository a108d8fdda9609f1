"""verify: whether papers are those that were made, and still say what the data says."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.paper_options import JOBS
from generator.cli.room import FINDINGS, JSON, MistakenError, Room, near, say
from generator.cli.voice import spoken
from generator.problems import on_one_line
from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.verify import Verdict


# What a file was found to be, as it is said; JSON has the words of `generator.verify`.
_SAID = {
    "good": said("good"),
    "stale": said("stale"),
    "other version": said("other version"),
    "altered": said("altered"),
    "missing": said("missing"),
    "foreign": said("foreign"),
}


@click.command()
@click.argument("what", nargs=-1, metavar="[DIR|FILE|FINGERPRINT]...")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--again", is_flag=True, help="Make each paper anew too, and compare the bytes.")
@JOBS
@JSON
@click.pass_obj
def verify(  # noqa: PLR0913 - one option each
    room: Room, *, what: tuple[str, ...], output: Path | None, again: bool, jobs: int, as_json: bool
) -> None:
    """Prove that papers are those that were made from the data at hand.

    All papers in output/, or in a folder; or single files, wherever they lie; or what the
    fingerprint at the foot of a page belongs to. A paper is good, stale (the data, a template or a
    style says something else by now), of another version, altered, missing, or foreign.

    A manifest that was altered together with its paper is found with --again: it takes as long as
    making them, and tells on the machine that made them only.
    """
    folder = room.output(output)
    verdicts = []
    for verdict in _verdicts(room, what, folder, again=again, jobs=jobs):
        verdicts.append(verdict)
        if not as_json:
            click.echo(_line(verdict))
    if as_json:
        click.echo(json.dumps([*map(_as_record, verdicts)], indent=2))
    elif not verdicts:
        say(said("There are no papers in %(place)s.", place=" ".join(what) or near(folder)))
    if any(verdict.word != "good" for verdict in verdicts):
        sys.exit(FINDINGS)


def _line(verdict: Verdict) -> str:
    told, width = verdict.told, max(len(spoken(word)) for word in _SAID.values())
    word, path = spoken(_SAID[verdict.word]), near(verdict.path)
    of = f"{told['state']}, {told['fingerprint']}" if told.get("fingerprint") else ""
    return on_one_line(f"{word:<{width}} {path:<42} {of:<21} {spoken(verdict.why)}".rstrip())


def _verdicts(
    room: Room,
    what: tuple[str, ...],
    folder: Path,
    **how: Any,  # noqa: ANN401 - as of_folder has it
) -> Iterator[Verdict]:
    from generator.verify import FINGERPRINT, of_file, of_folder  # noqa: PLC0415 - keeps --help light

    dataset = room.dataset()

    @cache
    def everything(within: Path) -> list[Verdict]:
        return [*of_folder(dataset, room.project, within, **how)]

    if not what:
        yield from of_folder(dataset, room.project, folder, **how)
    for word in what:
        path = Path(word)
        if path.is_dir():
            # The names of folders beneath that of the papers tell days, which count.
            known = path.resolve().is_relative_to(folder.resolve())
            found = everything(folder if known else path)
            yield from (v for v in found if v.path.resolve().is_relative_to(path.resolve()))
        elif path.is_file():
            yield of_file(everything(folder), folder, path)
        elif FINGERPRINT.fullmatch(word.lower()):
            found = [v for v in everything(folder) if v.told.get("fingerprint") == word.lower()]
            if not found:
                raise MistakenError(
                    said(
                        "No paper in %(folder)s has the fingerprint %(word)s.",
                        folder=near(folder),
                        word=word,
                    )
                )
            yield from found
        else:
            raise MistakenError(
                said(
                    '"%(word)s" is no file or folder, and no fingerprint: those look like '
                    "1f3a-90bc.",
                    word=word,
                )
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
