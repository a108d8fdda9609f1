"""A Problem is a place (file, line, column), a record, what is wrong and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from typing import TYPE_CHECKING

from generator.said import NOTHING, Said, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Level(IntEnum):
    """How much a problem weighs: a notice is listed only, `--strict` counts a warning."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """Return the word for it, the same in every language."""
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
    what: Said
    fix: Said = NOTHING
    level: Level = Level.ERROR

    def __str__(self) -> str:
        return self.told(str)

    def told(self, spoken: Callable[[str], str]) -> str:
        """Return the line to print, its messages *spoken* in somebody's language."""
        about = f"{self.record}: " if self.record else ""
        weight = f"{spoken(_WEIGHTS[self.level])}: " if self.level in _WEIGHTS else ""
        place, about = on_one_line(str(self.place)), on_one_line(about)
        what, fix = (on_one_line(spoken(said)) for said in (self.what, self.fix))
        return f"{place}: {weight}{about}{what} {fix}".rstrip()


def on_one_line(text: str) -> str:
    """Return a message that quotes what a file holds as a terminal may show it: short, and plain.

    A line break, a sign that moves the cursor or one that turns the line around are written out.
    """
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return shown if len(shown) <= _MOST else f"{shown[: _MOST // 2]} ... {shown[-_MOST // 2 :]}"


_MOST = 400
_WEIGHTS = {Level.WARNING: said("warning"), Level.NOTICE: said("notice")}


def counts(problem: Problem, *, strict: bool) -> bool:
    """Tell whether *problem* makes a check fail."""
    return problem.level >= (Level.WARNING if strict else Level.ERROR)


def did_you_mean(wrong: str, known: Iterable[str]) -> Said:
    """Name the known word closest to *wrong*, or all of them if none is close and they are few."""
    words = sorted(known)
    close = get_close_matches(wrong.lower(), words, n=1, cutoff=0.6)
    if close and not _denies(close[0], wrong):
        return said('Did you mean "%(word)s"?', word=close[0])
    few = 12
    if 0 < len(words) <= few:
        return said("Known here: %(words)s.", words=", ".join(words))
    return NOTHING


def _denies(word: str, wrong: str) -> bool:
    """Tell whether *word* says no to what was written: a guess must not turn a fact around."""
    return word.startswith("not-") and not wrong.lower().startswith("n")
