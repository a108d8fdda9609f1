"""What the last check found, for as long as no file of the data changed and the day is the same."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from generator.files import sum_of_states, walk
from generator.problems import Level, Place, Problem
from generator.said import as_plain, from_plain
from generator.store import FOLDER, now_there, put, take

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

_DATA = "recommendations"


class Checked:
    """The findings of a check of one project on one day; made before the data is read."""

    def __init__(self, project: Path, today: date) -> None:
        self.path = project / FOLDER / "checked"
        states = walk(project / _DATA, project)
        data = sum_of_states(states.items(), now_there(project))
        self.key = f"{today} {data}" if data else ""

    def known(self) -> tuple[list[Problem], int] | None:
        """Return the problems and the number of items, if all is as it was."""
        told = take(self.path)
        if not self.key or told is None or told["key"] != self.key:
            return None
        problems = [
            Problem(Place(*place), record, from_plain(what), from_plain(fix), Level(level))
            for place, record, what, fix, level in told["problems"]
        ]
        return problems, told["items"]

    def note(self, problems: Iterable[Problem], items: int) -> None:
        """Keep what a check found."""
        if self.key:
            found = [
                (
                    astuple(problem.place),
                    problem.record,
                    as_plain(problem.what),
                    as_plain(problem.fix),
                    problem.level,
                )
                for problem in problems
            ]
            put(self.path, {"key": self.key, "problems": found, "items": items})
