"""watch: the papers made anew on every save."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.papers import JOBS, near, tell
from generator.cli.progress import ProgressLine
from generator.cli.room import STOPPED, Room, say, show_problems
from generator.said import counted, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchfiles import Change

# What editors write beside a file while they save it, hidden files aside.
_PASSING = ("~", ".tmp", ".swp", ".swx", ".part", ".crswap", "___")
_PROBE = "4913"  # vim tries with a file of this name whether it may write
_WAIT = 300  # milliseconds in which a burst of saves counts as one
_LOOK = 500  # milliseconds after which an empty burst is told


@click.command()
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option(
    "--templates", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR"
)
@JOBS
@click.pass_obj
def watch(
    room: Room, *, packs: tuple[str, ...], output: Path | None, templates: Path | None, jobs: int
) -> None:
    """Make what is out of date whenever a file of the project is saved, until Ctrl-C.

    While the data has an error it is shown, and the papers stay as they are.
    """
    project = room.project
    folder = room.output(output)
    known = [project / "recommendations", project / "templates", templates]
    watched = [path for path in known if path is not None and path.is_dir()]
    try:
        saved = _saved(watched)
        next(saved)  # from here on no save is missed, not even while the first papers are made
        _round(room, packs, folder, templates, jobs)
        say(said("Watching %(folders)s. Ctrl-C ends it.", folders=_named(watched)))
        for files in filter(None, saved):
            say(said("Saved: %(files)s", files=_named(files)))
            _round(room, packs, folder, templates, jobs)
    except KeyboardInterrupt:
        say(said("Stopped watching; the papers stay."))
        sys.exit(STOPPED)


def _named(paths: list[Path]) -> str:
    return ", ".join(near(path) for path in paths)


def _saved(watched: list[Path]) -> Iterator[list[Path]]:
    """Yield the files of each burst of saves, none where nothing was saved for a moment."""
    from watchfiles import watch as bursts  # noqa: PLC0415 - keeps --help light

    def counts(_: Change, path: str) -> bool:
        name = Path(path).name
        return not (name.startswith((".", "#")) or name.endswith(_PASSING) or name == _PROBE)

    for burst in bursts(
        *watched,
        watch_filter=counts,
        debounce=_WAIT,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
    ):
        yield sorted({Path(path) for _, path in burst})


def _round(
    room: Room, packs: tuple[str, ...], folder: Path, templates: Path | None, jobs: int
) -> None:
    """Read the project and make what is out of date; show what keeps it from being made."""
    from generator.assets import template_folders  # noqa: PLC0415 - keeps --help light
    from generator.build import build  # noqa: PLC0415
    from generator.data_sums import sums_of_packs  # noqa: PLC0415
    from generator.decided import Decided  # noqa: PLC0415
    from generator.plan import Wish  # noqa: PLC0415
    from generator.problems import counts  # noqa: PLC0415

    loaded, problems = room.load(keeping=True)
    errors = [problem for problem in problems if counts(problem, strict=False)]
    if errors or loaded.dataset is None:
        show_problems(errors, err=True)
        say(said("The papers stay as they are until this is mended."))
        return
    unknown = [name for name in packs if name not in loaded.dataset.packs]
    if unknown:
        say(said("No pack is called %(names)s.", names=", ".join(unknown)))
        return
    wish = Wish(packs)
    folders = template_folders(room.project, templates)
    decided = Decided(room.project, folder, folders, vars(wish))
    decided.of_pack = sums_of_packs(loaded)
    made = 0
    line = ProgressLine()
    found = build(
        room.dataset_of(loaded),
        wish,
        room.project,
        folder,
        templates,
        decided=decided,
        jobs=jobs,
        tell=line.tell,
    )
    with line, closing(found):
        for result in found:
            steps = [step for step in result.steps if step.make]
            made += 0 if result.failed else len(steps)
            line.clear()
            if steps or result.failed:
                tell(result, only_made=True)
    files = counted("%(n)s files made.", "%(n)s files made.", made)
    say(files if made else said("Nothing to make."))
