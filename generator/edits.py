"""A file of data as it is, and as it is to be: each edit is read again before anyone may write it.

Pure: what is on disk is handed in.
"""

from __future__ import annotations

import json
import re
from copy import copy
from dataclasses import dataclass, replace
from difflib import unified_diff
from functools import partial
from typing import TYPE_CHECKING, Any

from generator import splice, yamlsource
from generator.problems import Place, Problem
from generator.said import said
from generator.yamlsource import Sequence, read
from generator.yamltext import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.splice import Path
    from generator.yamlsource import Value


# An id of several words stands without quotes, whoever reads it.
_ID = re.compile(r"[a-z]+(-[a-z0-9]+)+")


class EditError(Exception):
    """The file stays as it is; the message says where and why."""


@dataclass(frozen=True)
class Change:
    """One file, named from the project's folder: as it was (None: not there) and as it is to be.

    One that is to be *gone* has nothing afterwards.
    """

    file: str
    before: bytes | None
    after: bytes
    gone: bool = False

    @classmethod
    def of(cls, file: str, content: bytes) -> Change:
        """Return a file to which nothing has been done yet."""
        return cls(file, content, content)

    @property
    def says(self) -> Value:
        """Return what the file will say, once it is read."""
        return _sound(self.after, self.file)

    def append(self, entry: str, path: Path = ()) -> Change:
        """Add *entry*, a list of one in YAML, to the list at *path*."""
        known = self.says if self.after.strip() or path else None
        new = _sound(self._encoded(entry), self.file)
        edit = partial(splice.append, entry=entry, path=path)
        return self._edited(edit, lambda: _more(known, path, new), path)

    def put(self, path: Path, value: str) -> Change:
        """Set the key at the end of *path* to *value*, one line of YAML."""
        known, new = self.says, _sound(self._encoded(value), self.file)
        edit = partial(splice.put, path=path, value=value)
        return self._edited(edit, lambda: _with(known, path, new), path)

    def settle(self, values: Mapping[Path, dict[str, Any] | str]) -> Change:
        """Set each of *values* at its path: in place of what stands there, or as a new pair."""
        known = self.says
        settings = [_setting(path, value) for path, value in values.items()]
        edit = partial(splice.settle, settings=settings)
        return self._edited(edit, lambda: _with_all(known, values), next(iter(values)))

    def shown(self) -> str:
        """Return the lines that change, as a diff."""
        old, new = (_lines(content) for content in (self.before, self.after))
        was = f"a/{self.file}" if self.before is not None else "/dev/null"
        will = "/dev/null" if self.gone else f"b/{self.file}"
        found = unified_diff(old, new, was, will, lineterm="", n=1)
        return "\n".join(found)

    def _encoded(self, text: str) -> bytes:
        try:
            return text.encode()
        except UnicodeEncodeError as error:  # half a character, from a broken table or argument
            code = f"U+{ord(text[error.start]):04X}"
            what = said("an invisible character (%(code)s) stands here.", code=code)
            fix = said("Delete it, and type the words around it again.")
            raise EditError(str(Problem(Place(self.file), "", what, fix))) from error

    def _edited(
        self, edit: Callable[[str], str], expected: Callable[[], Value], path: Path
    ) -> Change:
        """Return the file as *edit* leaves it: if there was a place, it says what is *expected*."""
        try:
            text = edit(self.after.decode())
        except splice.SpliceError as error:
            place = Place(self.file, error.line, error.column)
            raise EditError(str(Problem(place, "", said(error.what), said(error.fix)))) from error
        edited = replace(self, after=self._encoded(text))
        if not reads_as(edited.after, self.file, expected()):
            place = read(self.after, self.file)[0].place(path)
            what = said("with the new lines it would not read as it was meant.")
            raise EditError(str(Problem(place, "", what, said("Please write this one by hand."))))
        return edited


def reads_as(content: bytes, file: str, expected: Value) -> bool:
    """Tell whether *content* is sound and says what it was meant to say."""
    source, problems = read(content, file)
    return not problems and source.root == expected


def _sound(content: bytes, file: str) -> Value:
    source, problems = read(content, file)
    empty = source.root is None and all(not problem.place.line for problem in problems)
    if problems and not empty:
        raise EditError(f"{problems[0]}\nMend this first.")
    return source.root


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode("utf-8-sig").splitlines()


def _setting(path: Path, value: dict[str, Any] | str) -> splice.Setting:
    """Return *value* as lines and as it goes between brackets, with its key if it has one."""
    key = path[-1] if path else ""  # which splice refuses, with its place
    column = 2 * (len(path) - 1)
    whole: dict[str, Any] | list[Any] = {key: value} if isinstance(key, str) else [value]
    lines, flow = plain(whole, column), json.dumps(whole, ensure_ascii=False)[1:-1]
    if isinstance(whole, list) and _ID.fullmatch(value if isinstance(value, str) else ""):
        flow = str(value)
    if isinstance(whole, list):  # less the hyphen
        lines = "".join(line[2:] for line in lines.splitlines(keepends=True))
    return splice.Setting(path, lines, flow)


def _more(root: Value, path: Path, new: Value) -> Value:
    """Return *root* with the entries of *new* after those of the list at *path*."""
    found = root
    for part in path:
        inside = isinstance(found, yamlsource.Mapping) and part in found
        within = isinstance(found, Sequence) and isinstance(part, int)
        found = found[part] if inside or within else None  # type: ignore[index] # looked at above
    grown = Sequence((0, 0))
    grown += [*(found if isinstance(found, Sequence) else ()), *(new or ())]
    return _with(root, path, grown) if path else grown


def _with_all(root: Value, values: Mapping[Path, dict[str, Any] | str]) -> Value:
    for path, value in values.items():
        root = _with(root, path, value)
    return root


def _with(root: Value, path: Path, value: Value | dict[str, Any]) -> Value:
    """Return a copy of *root* in which *value* stands at *path*."""
    if not path:
        return value  # type: ignore[return-value] # a plain map compares like one that was read
    changed = (
        copy(root)
        if isinstance(root, yamlsource.Mapping | Sequence)
        else yamlsource.Mapping((0, 0))
    )
    first, rest = path[0], path[1:]
    known = isinstance(first, int) or (isinstance(changed, yamlsource.Mapping) and first in changed)
    inner = changed[first] if known else None  # type: ignore[index] # looked at above
    changed[first] = _with(inner, rest, value)  # type: ignore[index] # as above
    return changed
