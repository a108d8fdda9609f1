"""What the commands share: the project, its data, the streams and the exit codes."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.voice import spoken
from generator.said import joined, said, said_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.dates import PartialDate
    from generator.load import Loaded
    from generator.model import Dataset
    from generator.problems import Problem
    from generator.said import Said

FINDINGS, USAGE, MISSING, OUR_BUG, STOPPED = 1, 2, 3, 70, 130


class MistakenError(click.ClickException):
    """The command reads well and cannot be done: the message alone says what is in its way."""

    exit_code = USAGE


class _DiskRefusesError(click.ClickException):
    exit_code = MISSING


def say(message: str) -> None:
    """Tell a person something; results go to standard output, this does not."""
    click.echo(spoken(message), err=True)


def refused_by_disk(error: OSError) -> Said:
    """Return what to say of a file that could not be read or written."""
    reason = said(error.strerror or str(error))
    if error.filename:
        reason = said("%(file)s: %(why)s", file=near(_known(error.filename)), why=reason)
    return said(
        "%(reason)s. What is told above is done, all else is as it was; mend this, and do the same "
        "again.",
        reason=reason,
    )


def near(path: Path) -> str:
    """Return a path as one would type it from here."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def _known(filename: object) -> Path:
    """Return the file or the folder that a person knows: not what is written beside it first."""
    path = Path(os.fsdecode(filename) if isinstance(filename, bytes) else str(filename))
    ours = [folder for folder in (path, *path.parents) if folder.name.startswith(".new-")]
    return ours[-1].parent if ours else path


def today() -> date:
    """Return the day where the person is."""
    return date.today()  # noqa: DTZ011 - the calendar on the wall


def show_problems(problems: Iterable[Problem], *, err: bool) -> None:
    """Print problems, one a line."""
    for problem in problems:
        click.echo(problem.told(spoken), err=err)


@contextmanager
def writing(project: Path) -> Iterator[None]:
    """Let nobody else write to the data of *project* meanwhile; say it if nothing was written."""
    from generator.journal import one_writer  # noqa: PLC0415 - keeps --help light

    inside(project, ".accede")
    with refusing(), one_writer(project):
        yield


@contextmanager
def refusing() -> Iterator[None]:
    """Say why nothing was written where the one writer of data refuses."""
    from generator.journal import DiskError, JournalError  # noqa: PLC0415 - keeps --help light

    try:
        yield
    except JournalError as error:
        nothing = said("Nothing was written.")
        kind = _DiskRefusesError if isinstance(error, DiskError) else click.ClickException
        raise kind(joined([str(error), nothing], "\n")) from error


def inside(project: Path, name: str, instead: str = "") -> Path:
    """Return the file or folder *name* of *project*; what is written there has to stay there.

    Whoever is refused is told what to do *instead*.
    """
    from generator.files import RefusedError, refuse  # noqa: PLC0415 - keeps --help light

    try:
        refuse(project / name, project, name=name)
    except RefusedError as error:
        why = joined([error.why, instead]) if instead else error.why
        raise click.ClickException(why) from None
    return project / name


class Day(click.ParamType[date]):
    """A day of the calendar: 2026-11-21."""

    name = "date"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click hands over what it has
        param: click.Parameter | None,
        context: click.Context | None,
    ) -> date:
        """Return the day, or say how to write one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            no_day = said('"%(value)s" is not a day of the calendar.', value=value)
            self.fail(joined([no_day, said("Write it as 2026-11-21.")]), param, context)


class When(click.ParamType["PartialDate"]):
    """A date as the data has it: 2026, 2026-11, 2026-11-21, 2022/2023."""

    name = "date"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click hands over what it has
        param: click.Parameter | None,
        context: click.Context | None,
    ) -> PartialDate:
        """Return the date, or say which forms there are."""
        from generator.dates import parse  # noqa: PLC0415 - keeps --help light

        try:
            return parse(value)
        except ValueError as error:
            self.fail(said_by(error), param, context)


AS_OF = click.option(
    "--as-of",
    type=Day(),
    metavar="DATE",
    help="Show the world of that day: facts of later days are left out.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class Room:
    """The project a command works on, found and read when first needed."""

    def __init__(self, folder: str) -> None:
        self.start = Path(folder).resolve()

    @cached_property
    def project(self) -> Path:
        """Return the project's folder, the same from first to last; a usage error if none is."""
        from generator.assets import find_project  # noqa: PLC0415 - keeps --help light

        found = find_project(self.start)
        if found is None:
            nothing = said(
                "No project here: neither %(folder)s nor a folder above it holds "
                "recommendations/project.yaml. Make one with: accede init DIR",
                folder=self.start,
            )
            raise MistakenError(nothing)
        inside(found, ".accede")
        return found

    def output(self, option: Path | None) -> Path:
        """Return the folder of the papers: the one asked for, or the project's own."""
        return option or inside(
            self.project, "output", said("If papers are to go there: --output DIR")
        )

    @property
    def today(self) -> date:
        """Return the day where the person is."""
        return today()

    def load(self, *, keeping: bool = False) -> tuple[Loaded, list[Problem]]:
        """Read and check the project; for the next time, keep what was read and found."""
        from generator.check import check  # noqa: PLC0415 - keeps --help light
        from generator.collecting import no_collection  # noqa: PLC0415
        from generator.load import load  # noqa: PLC0415
        from generator.load.again import keep  # noqa: PLC0415
        from generator.store import Store, now_there  # noqa: PLC0415

        with no_collection():
            store = Store.of(self.project)
            store.moment = now_there(self.project) if keeping else 0
            loaded = load(self.project, store=store)
            problems = check(loaded, self.today)
            if keeping:
                keep(loaded, store, problems)
        return loaded, problems

    def sound(self, *, keeping: bool = False) -> Loaded:
        """Return what was read if nothing is wrong with it; otherwise print what is, and exit."""
        from generator.problems import counts  # noqa: PLC0415 - keeps --help light

        loaded, problems = self.load(keeping=keeping)
        errors = [problem for problem in problems if counts(problem, strict=False)]
        if errors or loaded.dataset is None:
            show_problems(errors, err=True)
            say(said("Nothing was done. Mend this first; accede check shows everything."))
            sys.exit(FINDINGS)
        return loaded

    def dataset(self, *, keeping: bool = False) -> Dataset:
        """Return the data if nothing is wrong with it; otherwise print what is, and exit."""
        return self.dataset_of(self.sound(keeping=keeping))

    def dataset_of(self, loaded: Loaded) -> Dataset:
        """Return the data of what was read and is sound, as of a person who asks today."""
        if loaded.dataset is None:  # sound() would have ended here
            sys.exit(FINDINGS)
        return replace(loaded.dataset, asked_on=self.today)
