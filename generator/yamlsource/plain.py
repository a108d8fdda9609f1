"""The everyday shape of a file, read line by line: several times faster than by the parser.

A file that holds anything beyond this shape is refused as a whole and left to the parser: quotes
with a backslash, texts that run on without a sign, anchors, tags, empty values, a line that does
not line up. So nothing is read differently from how the parser reads it, and every complaint is
the parser's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from generator.letters import MAX_LETTERS
from generator.yamlsource.values import MAX_DEPTH, MAX_VALUES, NULLS

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# What the parser may take for something else: tabs, ends of lines of other kinds.
_UNUSUAL = ("\t", "\r", "\x85", "\u2028", "\u2029", " \n")
_QUOTED = re.compile(r'"[^"\\]*"|\'[^\']*\'')
_NO_TEXT_BEGINS = frozenset(" -?:,[]{}#&*!|>'\"%@`")
_FLOW_KEY = re.compile(rf"({_KEY.pattern}): ")
_FLOW_ATOM = re.compile(
    r"""["][^"\\]*["]|[A-Za-z0-9_](?:[^][{},:#"'&*!|>%@`?]*[^][{},:#"'&*!|>%@`? ])?"""
)


class _UnusualError(Exception):
    """The text holds something that is left to the parser."""


def read_plainly(text: str) -> Any:  # noqa: ANN401 - maps, lists and strings
    """Return what *text* holds if it is of the everyday shape, or None."""
    if any(mark in text for mark in _UNUSUAL) or text.endswith(" "):
        return None
    if 3 * (text.count("\n") + text.count(",")) > MAX_VALUES:
        return None
    lines = text.split("\n")
    if len(text) > MAX_LETTERS and max(map(len, lines)) > MAX_LETTERS:
        return None
    try:
        return _Reader(lines).read()
    except (_UnusualError, IndexError):
        return None


class _Reader:
    """One reading: the containers that are open, outermost first, each with its column."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0  # the line that comes next
        self.columns: list[int] = []
        self.open: list[Any] = []
        self.key = ""  # the key of the innermost map whose value starts on a later line

    def read(self) -> Any:  # noqa: ANN401, C901 - a map or a list; all time is spent in this loop
        lines, end = self.lines, len(self.lines)
        columns, containers = self.columns, self.open
        while self.at < end:
            line = lines[self.at]
            self.at += 1
            body = line.lstrip(" ")
            if not body or body[0] == "#":
                continue
            column = len(line) - len(body)
            starts = body[0] == "-"
            if starts:
                if body[:2] != "- ":
                    raise _UnusualError
                self._entry(column)
                column, body = column + 2, body[2:]
            written, colon, rest = body.partition(": ")
            if not colon and body[-1] == ":":
                written, rest = body[:-1], ""
            elif not colon:
                written = ""
            key = _name(written)
            if key and rest and not starts and not self.key and columns and columns[-1] == column:
                container = containers[-1]  # the usual case: one more line of the same map
                if type(container) is dict and key not in container:
                    container[key] = self._value(rest, column)
                    continue
            if key:
                self._pair(column, key, rest, starts=starts)
            elif starts:
                self.open[-1].append(self._value(body, column - 2))
            else:
                raise _UnusualError
        if self.key or not self.open:
            raise _UnusualError
        return self.open[0]

    def _entry(self, column: int) -> None:
        """Make the list in *column* the innermost container, which the next value goes into."""
        columns, containers = self.columns, self.open
        if self.key:
            # The hyphens of a list may stand right below the key that it belongs to.
            if column < columns[-1]:
                raise _UnusualError
            self._begin(column, [])
        elif not containers:
            self._begin(column, [])
        while columns[-1] > column:
            columns.pop()
            containers.pop()
        if columns[-1] != column or type(containers[-1]) is not list:
            raise _UnusualError

    def _pair(self, column: int, key: str, rest: str, *, starts: bool) -> None:
        """Take in a key and what follows it; it *starts* a map if it comes after a hyphen."""
        columns, containers = self.columns, self.open
        if starts or self.key or not containers:
            if self.key and column <= columns[-1]:
                raise _UnusualError
            self._begin(column, {})
        else:
            while columns[-1] > column or (columns[-1] == column and type(containers[-1]) is list):
                columns.pop()
                containers.pop()
        container = containers[-1]
        if columns[-1] != column or type(container) is not dict or key in container:
            raise _UnusualError
        if rest:
            container[key] = self._value(rest, column)
        else:
            container[key] = None  # keeps its place until the value comes
            self.key = key

    def _begin(self, column: int, container: Any) -> None:  # noqa: ANN401 - a map or a list
        if self.open:
            around = self.open[-1]
            if type(around) is list:
                around.append(container)
            else:
                around[self.key] = container
                self.key = ""
        elif column:
            raise _UnusualError
        self.open.append(container)
        self.columns.append(column)
        if len(self.open) > MAX_DEPTH // 2:
            raise _UnusualError

    def _value(self, rest: str, indent: int) -> Any:  # noqa: ANN401 - a list, a map or a text
        """Return the value written as *rest*; the lines of a block stand deeper than *indent*."""
        if rest[0] not in _NO_TEXT_BEGINS:
            if ": " in rest or " #" in rest or rest[-1] == ":":
                raise _UnusualError
            return None if rest in NULLS else rest
        if rest == ">-":
            return self._folded(indent)
        if rest[0] in "[{":
            value, end = _flow(rest, 0, 0)
            if end == len(rest):
                return value
        elif _QUOTED.fullmatch(rest):
            return rest[1:-1]
        raise _UnusualError

    def _folded(self, indent: int) -> str:
        """Return the text of a folded block of one paragraph."""
        lines, at = self.lines, self.at
        deep = len(lines[at]) - len(lines[at].lstrip(" "))
        if deep <= indent:
            raise _UnusualError
        margin, found = " " * deep, []
        while at < len(lines) and lines[at].startswith(margin):
            if lines[at][deep] == " ":
                raise _UnusualError  # this line keeps its end
            found.append(lines[at][deep:])
            at += 1
        self.at = at
        while at < len(lines) and not lines[at]:
            at += 1
        if at > self.at and at < len(lines) and lines[at].startswith(margin):
            raise _UnusualError  # a second paragraph
        folded = " ".join(found)
        if len(folded) > MAX_LETTERS:
            raise _UnusualError
        return folded


@lru_cache(maxsize=1024)
def _name(written: str) -> str:
    """Return the key that is written like this, in quotes perhaps; nothing if it is none."""
    quoted = len(written) > 1 and written[0] == written[-1] and written[0] in "\"'"
    name = written[1:-1] if quoted else written
    return name if _KEY.fullmatch(name) and (quoted or name not in NULLS) else ""


def _flow(text: str, start: int, depth: int) -> tuple[Any, int]:
    """Return the value that begins at *start* of *text*, and where it ends."""
    opening = text[start]
    if opening not in "[{":
        atom = _FLOW_ATOM.match(text, start)
        if atom is None:
            raise _UnusualError
        found = atom[0]
        if found[0] == '"':
            return found[1:-1], atom.end()
        return (None if found in NULLS else found), atom.end()
    if depth > MAX_DEPTH // 4:
        raise _UnusualError
    container: Any = {} if opening == "{" else []
    closing = "}" if opening == "{" else "]"
    end = start + 1
    if text[end] == closing:
        return container, end + 1
    while True:
        end = _flow_entry(text, end, container, depth + 1)
        if text[end] == closing:
            return container, end + 1
        if not text.startswith(", ", end):
            raise _UnusualError
        end += 2


def _flow_entry(text: str, start: int, container: Any, depth: int) -> int:  # noqa: ANN401 - a map or a list
    """Put the entry that begins at *start* into *container*, and return where it ends."""
    if type(container) is list:
        value, end = _flow(text, start, depth)
        container.append(value)
        return end
    key = _FLOW_KEY.match(text, start)
    if key is None or key[1] in container or key[1] in NULLS:
        raise _UnusualError
    container[key[1]], end = _flow(text, key.end(), depth)
    return end
