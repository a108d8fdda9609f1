"""A Problem is a place (file, line, column), a record, what is wrong and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Level(IntEnum):
    """How much a problem weighs: a notice is listed only, `--strict` counts a warning."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """Return the word printed before a problem that is less than an error."""
        return self.name.lower()


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: line and column start at 1, and 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Problem:
    """Something a person has to mend, said so that they can."""

    place: Place
    record: str
    what: str
    fix: str = ""
    level: Level = Level.ERROR

    def __str__(self) -> str:
        about = f"{self.record}: " if self.record else ""
        weight = "" if self.level is Level.ERROR else f"{self.level.word}: "
        return f"{self.place}: {weight}{about}{self.what} {self.fix}".rstrip()


def counts(problem: Problem, *, strict: bool) -> bool:
    """Tell whether *problem* makes a check fail."""
    return problem.level >= (Level.WARNING if strict else Level.ERROR)


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Name the known word closest to *wrong*, or all of them if none is close and they are few."""
    words = sorted(known)
    close = get_close_matches(wrong.lower(), words, n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{close[0]}"?'
    few = 12
    return f"Known here: {', '.join(words)}." if 0 < len(words) <= few else ""
