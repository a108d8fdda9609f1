"""A YAML text plus one entry is a new text in which every other line is the same.

What cannot be placed surely is refused, never guessed.
"""

from __future__ import annotations

import re
from typing import NoReturn, Protocol

import yaml

try:
    from yaml import CSafeLoader as Parser
except ImportError:  # PyYAML built without libyaml: slower, the same events
    from yaml import SafeLoader as Parser  # type: ignore[assignment] # the same events

BOM = "\ufeff"
_BREAK = re.compile(r"\r\n|\n|\r")
_BLOCK = {"|", ">"}


class _Mark(Protocol):
    """A position in the text, by whichever parser: both count from 0."""

    line: int
    column: int


class SpliceError(Exception):
    """The entry has no sure place: where (line and column, from 1), why, and what to do."""

    def __init__(self, line: int, column: int, what: str, fix: str) -> None:
        super().__init__(f"{line}:{column}: {what} {fix}")
        self.line, self.column, self.what, self.fix = line, column, what, fix


def append(text: str, entry: str) -> str:
    """Return *text* with *entry* after the last entry of the list that it is.

    *entry* is a list of one, at the margin, with line feeds; it may begin with an empty line or a
    comment. It takes over the indentation and the line breaks of *text*, which may be empty.
    """
    mark, body = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    indent = " " * _column_of_list(body)
    breaks = _BREAK.findall(body)
    line_break = breaks[-1] if breaks else "\n"
    between = "" if not body or body.endswith(("\n", "\r")) else line_break
    lines = [indent + line if line else "" for line in entry.rstrip("\n").split("\n")]
    return mark + body + between + line_break.join(lines) + line_break


def _column_of_list(body: str) -> int:
    """Return how far the list that *body* is stands from the margin; 0 if nothing is there yet."""
    try:
        events = list(yaml.parse(body, Loader=Parser))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        _refuse(mark, "the file cannot be read.", "accede check says why.")
    starts = [event for event in events if isinstance(event, yaml.DocumentStartEvent)]
    if not starts:
        return 0
    _refuse_what_ends_early(events, starts)
    root = events[events.index(starts[0]) + 1]
    if not isinstance(root, yaml.SequenceStartEvent):
        _refuse(root.start_mark, "a list should stand here.", "Start each record with - id: ...")
    if root.flow_style:
        _refuse(
            root.start_mark,
            "the list is written in brackets.",
            "Take them away, and start each record on a line of its own with - id: ...",
        )
    return root.start_mark.column if root.start_mark else 0


def _refuse_what_ends_early(
    events: list[yaml.Event], starts: list[yaml.DocumentStartEvent]
) -> None:
    """Refuse a list that does not reach to the end of the text."""
    if len(starts) > 1:
        _refuse(starts[1].start_mark, "a second document starts here.", "Keep one a file.")
    for event in events:
        if isinstance(event, yaml.DocumentEndEvent) and event.explicit:
            _refuse(event.start_mark, 'the line "..." ends the list.', "Take it out.")
    last = [event for event in events if isinstance(event, yaml.ScalarEvent)][-1:]
    if last and last[0].style in _BLOCK and (end := last[0].end_mark) and end.column:
        # The line break that has to be added would become part of the text above it.
        _refuse(end, "the last line has no line break.", "Add one.")


def _refuse(mark: _Mark | None, what: str, fix: str) -> NoReturn:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    raise SpliceError(line, column, what, fix)
