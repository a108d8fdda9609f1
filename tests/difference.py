"""What changed in the data of a project, line by line, as version control would show it."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Recorded:
    """The data of a project as it was; a bare machine has no git to ask."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.before = self._lines()

    def diff(self) -> dict[str, list[str]]:
        """Return the lines of the difference, without context, of each file that changed."""
        after = self._lines()
        found = {
            name: [*unified_diff(old, after.get(name, []), f"a/{name}", f"b/{name}", "", "", 0, "")]
            for name, old in {**{key: [] for key in after}, **self.before}.items()
        }
        return {name: lines for name, lines in found.items() if lines}

    def numbers(self) -> dict[str, tuple[int, int]]:
        """Return how many lines were added and removed, by file."""
        return {
            name: tuple(sum(line[0] == sign for line in lines[2:]) for sign in "+-")  # type: ignore[misc] # two
            for name, lines in self.diff().items()
        }

    def _lines(self) -> dict[str, list[str]]:
        """Return each file's lines with what ends them: a carriage return is part of a line."""
        return {
            path.relative_to(self.project).as_posix(): path.read_bytes().decode().split("\n")
            for path in sorted((self.project / "recommendations").rglob("*.yaml"))
        }
