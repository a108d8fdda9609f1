"""watch: the papers made anew on every save."""

from __future__ import annotations

import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.made import tell
from generator.cli.paper_options import JOBS
from generator.cli.progress import ProgressLine
from generator.cli.room import STOPPED, Room, near, refused_by_disk, say, show_problems
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
    watched = [path for path in known if path is not None]
    try:
        saved = _saved(watched)
        next(saved)  # from here on no save is missed, not even while the first papers are made
        _try_round(room, packs, folder, templates, jobs)
        here = [path for path in watched if path.is_dir()]
        say(said("Watching %(folders)s. Ctrl-C ends it.", folders=_named(here)))
        for files in filter(None, saved):
            say(said("Saved: %(files)s", files=_named(files)))
            _try_round(room, packs, folder, templates, jobs)
    except KeyboardInterrupt:
        say(said("Stopped watching; the papers stay."))
        sys.exit(STOPPED)


def _named(paths: list[Path]) -> str:
    return ", ".join(near(path) for path in paths)


def _saved(watched: list[Path]) -> Iterator[list[Path]]:
    """Yield the files of each burst of saves, none where nothing was saved for a moment.

    A folder that goes, comes or is replaced is watched anew, and told of as if it was saved.
    """
    saved: set[Path] = set()
    while True:
        known = {path: _which(path) for path in watched}
        for burst in _bursts([path for path in watched if path.is_dir()]):
            gone = {Path(path) for change, path in burst if change.name == "deleted"}
            moved = {path for path, was in known.items() if path in gone or _which(path) != was}
            saved |= moved | {Path(path) for _, path in burst}
            if moved:  # told once they are watched again, so that no save is missed
                break
            yield sorted(saved)
            saved = set()


def _which(folder: Path) -> tuple[int, int] | None:
    """Return which folder has that name now; None if none has."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _bursts(folders: list[Path]) -> Iterator[set[tuple[Change, str]]]:
    """Yield what happened to which file, burst by burst; nothing for a moment if nothing did."""
    from watchfiles import watch as bursts  # noqa: PLC0415 - keeps --help light

    def counts(_: Change, path: str) -> bool:
        name = Path(path).name
        return not (name.startswith((".", "#")) or name.endswith(_PASSING) or name == _PROBE)

    if not folders:
        time.sleep(_LOOK / 1000)
        yield set()
    with suppress(FileNotFoundError):  # gone since it was looked for
        yield from bursts(
            *folders,
            watch_filter=counts,
            debounce=_WAIT,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
        )


def _try_round(
    room: Room, packs: tuple[str, ...], folder: Path, templates: Path | None, jobs: int
) -> None:
    """Do a round; what the disk refuses, or takes away meanwhile, waits for the next one."""
    try:
        _round(room, packs, folder, templates, jobs)
    except OSError as error:
        say(refused_by_disk(error))


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
    files = counted("%(n)s file made.", "%(n)s files made.", made)
    say(files if made else said("Nothing to make."))
