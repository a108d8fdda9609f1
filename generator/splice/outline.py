"""The outline of a YAML text: each value with the place where it stands.

Places are read from the parser's events, because a block's own end mark runs on past the remarks
that follow it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn, Protocol

import yaml

try:
    from yaml import CSafeLoader as Parser
except ImportError:  # PyYAML built without libyaml: slower, the same events
    from yaml import SafeLoader as Parser  # type: ignore[assignment] # the same events

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]
# What ends a line to a YAML parser; a text is given line feeds only by whoever writes it here.
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
BLOCK = {"|", ">"}
_KEEPS_BLANK_LINES = re.compile(r"[|>][0-9]?\+")
_NULLS = {"", "~", "null", "Null", "NULL"}


class Mark(Protocol):
    """A position in the text, by whichever parser: all count from 0."""

    index: int
    line: int
    column: int


class SpliceError(Exception):
    """The entry has no sure place: where (line and column, from 1), why, and what to do."""

    def __init__(self, line: int, column: int, what: str, fix: str) -> None:
        super().__init__(f"{line}:{column}: {what} {fix}")
        self.line, self.column, self.what, self.fix = line, column, what, fix


@dataclass
class Node:
    """A value where it stands: its first event, the last mark that is its own, what is in it."""

    event: yaml.Event
    end: Mark
    children: list[Node] = field(default_factory=list)

    @property
    def start(self) -> Mark:
        """Return where the value begins."""
        return known(self.event.start_mark)

    @property
    def is_flow(self) -> bool:
        """Tell whether it is written in brackets."""
        return bool(getattr(self.event, "flow_style", False))

    @property
    def is_map(self) -> bool:
        """Tell whether it is a map."""
        return isinstance(self.event, yaml.MappingStartEvent)

    @property
    def is_list(self) -> bool:
        """Tell whether it is a list."""
        return isinstance(self.event, yaml.SequenceStartEvent)

    @property
    def is_null(self) -> bool:
        """Tell whether nothing stands here, or a word for nothing."""
        event = self.event
        return isinstance(event, yaml.ScalarEvent) and not event.style and event.value in _NULLS

    @property
    def is_named(self) -> bool:
        """Tell whether an anchor or a tag stands before the value."""
        return bool(getattr(self.event, "anchor", None) or getattr(self.event, "tag", None))

    @property
    def last(self) -> Node:
        """Return the last value inside, itself if there is none or brackets close it."""
        node = self
        while node.children and not node.is_flow:
            node = node.children[-1]
        return node

    @property
    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Return the keys of a map with their values; nothing else has any."""
        inside = self.children if self.is_map else []
        return zip(inside[::2], inside[1::2], strict=True)

    def child(self, part: str | int) -> Node | None:
        """Return what stands under a key, or at an index."""
        if isinstance(part, int):
            known = self.is_list and 0 <= part < len(self.children)
            return self.children[part] if known else None
        return next((value for key, value in self.pairs if word(key) == part), None)


def outline(body: str) -> Node | None:
    """Return the root of *body*, None if nothing is there yet."""
    try:
        events = list(yaml.parse(body, Loader=Parser))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        refuse(mark, "the file cannot be read.", "accede check says why.")
    starts = [event for event in events if isinstance(event, yaml.DocumentStartEvent)]
    if len(starts) > 1:
        refuse(starts[1].start_mark, "a second document starts here.", "Keep one a file.")
    for event in events:
        if isinstance(event, yaml.DocumentEndEvent) and event.explicit:
            refuse(event.start_mark, 'the line "..." ends the data.', "Take it out.")
    open_nodes: list[Node] = []
    root = None
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            node = open_nodes.pop()
            node.end = known(event.end_mark) if node.is_flow else node.children[-1].end
        elif isinstance(event, yaml.NodeEvent):
            node = Node(event, known(event.end_mark))
            if open_nodes:
                open_nodes[-1].children.append(node)
            root = root or node
            if isinstance(event, yaml.CollectionStartEvent):
                open_nodes.append(node)
    return root


def scan(body: str) -> Iterator[yaml.Token]:
    """Return the tokens of a text, hyphens among them."""
    return iter(yaml.scan(body, Loader=Parser))


def start_after(body: str, node: Node, column: int) -> int:
    """Return where the line that follows *node*, which stands at *column*, starts."""
    if not is_block_text(node.last) or node.end.column:
        return end_of_line(body, node.end.index)
    # Its mark is at the start of a line, but past the blank ones that follow the text.
    start = node.last.start.index
    line = end_of_line(body, start)
    if _KEEPS_BLANK_LINES.search(body[start:line]):
        return node.end.index
    after = line
    while line < node.end.index:
        start, line = line, end_of_line(body, line)
        said = body[start:line].rstrip("\r\n")
        if said.strip(" ") or len(said) > column:
            after = line
    return after


def end_of_line(body: str, index: int) -> int:
    """Return where the line after the one that holds *index* starts."""
    found = BREAK.search(body, index)
    return found.end() if found else len(body)


def is_block_text(node: Node) -> bool:
    """Tell whether it is a text beneath | or >."""
    return isinstance(node.event, yaml.ScalarEvent) and node.event.style in BLOCK


def break_of(body: str) -> str:
    """Return the line break that *body* uses, by its last one."""
    breaks = re.findall(r"\r\n|\n|\r", body)
    # Among others a lone \r would make one break of two with the \n of an empty line below.
    return "\n" if not breaks or (breaks[-1] == "\r" and "\n" in body) else breaks[-1]


def word(node: Node) -> str | None:
    """Return the word a value is, None if it is more than one."""
    return node.event.value if isinstance(node.event, yaml.ScalarEvent) else None


def known(mark: Mark | None) -> Mark:
    """Return a mark; the parsers always give one."""
    if mark is None:
        raise TypeError("an event without a place")
    return mark


def refuse(mark: Mark | None, what: str, fix: str) -> NoReturn:
    """Say where and why nothing can be written."""
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    raise SpliceError(line, column, what, fix)
