"""What became of a pack, told a line a file, or as a record of JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from generator.cli.room import near, say
from generator.cli.voice import spoken
from generator.said import NOTHING, counted, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.plan import Result, Step
    from generator.said import Said

# Why a paper of the pack is not there.
NOTHING_TO_SAY = {
    "onepager": said("nothing to ask"),
    "changes": said("nothing changed, or no earlier day to compare with: --since DATE"),
    "pledges": said("no promise was made to this reader"),
    "card": said("no ask of today to put"),
}


def files_made(number: int, folder: Path) -> Said:
    """Return the closing line of a build."""
    return counted(
        "%(n)s file made, in %(folder)s.",
        "%(n)s files made, in %(folder)s.",
        number,
        folder=near(folder),
    )


def tell(
    result: Result, *, dry_run: bool = False, explain: bool = False, only_made: bool = False
) -> None:
    """Print what became of one pack, a line a file."""
    if result.failed:
        failed = said("failed, the old papers stay: %(why)s", why=result.failed)
        say(f"{result.pack}: {spoken(failed)}")
        return
    made = said("would make") if dry_run else said("made")
    for step in result.steps:
        if only_made and not step.make:
            continue
        pages = result.pages.get(step.job.file, 0)
        many = counted("%(n)s page", "%(n)s pages", pages) if pages else NOTHING
        path = result.folder / step.job.file
        click.echo(_line(made if step.make else said("kept"), path, many, step.why))
        for line in _explained(step) if explain else ():
            click.echo(f"{'':<6}{line}")
    for paper in () if only_made else result.silent:
        why = NOTHING_TO_SAY[paper]
        click.echo(_line(said("none"), result.folder / paper, NOTHING, why))
    for bundle in result.outdated:
        older = said(
            "%(file)s is older than its papers; bind it anew with: accede build %(pack)s",
            file=near(result.folder / bundle),
            pack=result.pack,
        )
        say(older)


def _line(word: Said, path: Path, pages: Said, why: Said) -> str:
    # Languages whose words are longer move the other columns, and all by the same.
    width = max(5, *(len(spoken(each)) for each in (said("made"), said("kept"))))
    what, many = spoken(word), spoken(pages)
    return f"{what:<{width}} {near(path):<42} {many:<9} {spoken(why)}".rstrip()


def _explained(step: Step) -> Iterator[str]:
    """Yield what changed of a file: the parts of its key, and of its content the entries."""
    from generator.explain import in_words  # noqa: PLC0415 - keeps --help light
    from generator.plan import REASONS  # noqa: PLC0415

    for part in step.parts:
        named = ", ".join(map(spoken, in_words(step.pieces))) if part == "content" else ""
        yield f"{spoken(REASONS[part])}: {named}" if named else spoken(REASONS[part])


def as_record(result: Result) -> dict[str, Any]:
    """Return what JSON has of one pack."""
    return {
        "pack": result.pack,
        "folder": near(result.folder),
        "failed": result.failed or None,
        "outdated": result.outdated,
        "silent": list(result.silent),
        "files": [
            {
                "file": step.job.file,
                "made": step.make,
                "why": step.why,
                "changed": [*step.parts],
                "entries": [*step.pieces],
                "pages": result.pages.get(step.job.file),
            }
            for step in result.steps
        ],
    }
