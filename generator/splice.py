"""A YAML text plus one entry is a new text in which every other line is the same.

What cannot be placed surely is refused, never guessed. Places are read from the parser's events,
because a block's own end mark runs on past the remarks that follow it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn, Protocol

import yaml

try:
    from yaml import CSafeLoader as Parser
except ImportError:  # PyYAML built without libyaml: slower, the same events
    from yaml import SafeLoader as Parser  # type: ignore[assignment] # the same events

BOM = "\ufeff"
Path = tuple[str | int, ...]
# What ends a line to a YAML parser; a text is given line feeds only by whoever writes it here.
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_BLANKS = re.compile(f"(?:[ \t]*(?:{_BREAK.pattern}))*")
_BLOCK = {"|", ">"}
_KEEPS_BLANK_LINES = re.compile(r"[|>][0-9]?\+")
_NULLS = {"", "~", "null", "Null", "NULL"}


class _Mark(Protocol):
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
class _Node:
    """A value where it stands: its first event, the last mark that is its own, what is in it."""

    event: yaml.Event
    end: _Mark
    children: list[_Node] = field(default_factory=list)

    @property
    def start(self) -> _Mark:
        return _known(self.event.start_mark)

    @property
    def is_flow(self) -> bool:
        return bool(getattr(self.event, "flow_style", False))

    @property
    def is_map(self) -> bool:
        return isinstance(self.event, yaml.MappingStartEvent)

    @property
    def is_list(self) -> bool:
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
    def last(self) -> _Node:
        """Return the last value inside, itself if there is none or brackets close it."""
        node = self
        while node.children and not node.is_flow:
            node = node.children[-1]
        return node

    def child(self, part: str | int) -> _Node | None:
        """Return what stands under a key, or at an index."""
        if isinstance(part, int):
            return self.children[part] if self.is_list and part < len(self.children) else None
        if not self.is_map:
            return None
        pairs = zip(self.children[::2], self.children[1::2], strict=True)
        return next((value for key, value in pairs if _word(key) == part), None)


def append(text: str, entry: str, path: Path = ()) -> str:
    """Return *text* with *entry* after the last entry of the list at *path*.

    *entry* is a list of one, at the margin, with line feeds; it may begin with an empty line or a
    remark. It takes over the indentation and the line breaks of *text*, which may be empty where
    the text itself is the list. A list that is missing at the end of *path* is begun.
    """
    mark, body = _without_mark(text)
    root = _outline(body)
    if not path:
        column = _column_of_list(root) if root else 0
        return mark + _at_end(body, root, _indented(entry, column))
    parent, key = _parent(root, path), path[-1]
    found = parent.child(key)
    if found is None:
        begun = f"{key}:\n" + "\n".join(_indented(entry, 2)) + "\n"
        return mark + _in_map(body, root, parent, begun)
    if found.is_list and not found.is_flow:
        return mark + _after(body, found, entry, _column_of_hyphens(body, found))
    column = _column_of_key(parent, str(key)) + 2
    return mark + _begun(body, found, parent, _indented(entry, column))


def put(text: str, path: Path, value: str) -> str:
    """Return *text* with *value*, one line of YAML, under the key at *path*: new or replaced."""
    mark, body = _without_mark(text)
    root = _outline(body)
    parent, key = _parent(root, path), path[-1]
    found = parent.child(key)
    if found is None:
        return mark + _in_map(body, root, parent, f"{key}: {value}\n")
    event = found.event
    if not isinstance(event, yaml.ScalarEvent) or event.style in _BLOCK or found.is_named:
        _refuse(found.start, f'"{key}" is not one plain word here.', "Write it by hand.")
    if found.start.line != found.end.line:
        _refuse(found.start, f'"{key}" runs over more than one line.', "Write it by hand.")
    space = " " if found.start.index == found.end.index else ""
    return mark + body[: found.start.index] + space + value + body[found.end.index :]


def _without_mark(text: str) -> tuple[str, str]:
    return (BOM, text[1:]) if text.startswith(BOM) else ("", text)


def _indented(entry: str, column: int) -> list[str]:
    indent = " " * column
    return [indent + line if line else "" for line in entry.rstrip("\n").split("\n")]


def _outline(body: str) -> _Node | None:
    """Return the root of *body*, None if nothing is there yet."""
    try:
        events = list(yaml.parse(body, Loader=Parser))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        _refuse(mark, "the file cannot be read.", "accede check says why.")
    starts = [event for event in events if isinstance(event, yaml.DocumentStartEvent)]
    if len(starts) > 1:
        _refuse(starts[1].start_mark, "a second document starts here.", "Keep one a file.")
    for event in events:
        if isinstance(event, yaml.DocumentEndEvent) and event.explicit:
            _refuse(event.start_mark, 'the line "..." ends the data.', "Take it out.")
    open_nodes: list[_Node] = []
    root = None
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            node = open_nodes.pop()
            node.end = _known(event.end_mark) if node.is_flow else node.children[-1].end
        elif isinstance(event, yaml.NodeEvent):
            node = _Node(event, _known(event.end_mark))
            if open_nodes:
                open_nodes[-1].children.append(node)
            root = root or node
            if isinstance(event, yaml.CollectionStartEvent):
                open_nodes.append(node)
    return root


def _column_of_list(root: _Node) -> int:
    """Return how far the list that the text is stands from the margin."""
    if not root.is_list:
        _refuse(root.start, "a list should stand here.", "Start each record with - id: ...")
    if root.is_flow:
        what, fix = "the list is written in brackets.", "Take them away, and start each record on "
        _refuse(root.start, what, f"{fix}a line of its own with - id: ...")
    return root.start.column


def _parent(root: _Node | None, path: Path) -> _Node:
    """Return the map that holds the key at the end of *path*."""
    node = root
    for part in path[:-1]:
        node = node.child(part) if node else None
    if node is None or not node.is_map:
        place = node.start if node else None
        _refuse(place, "key: value lines should stand here.", "Write this one by hand.")
    return node


def _in_map(body: str, root: _Node | None, parent: _Node, lines: str) -> str:
    """Return *body* with *lines* as the last of the map *parent*."""
    if parent.is_flow:
        what, fix = "this is written in brackets.", "Write key: value, each on a line of its own."
        _refuse(parent.start, what, fix)
    column = parent.children[0].start.column
    if parent is root:
        return _at_end(body, root, _indented(lines, column))
    return _after(body, parent, lines, column)


def _column_of_key(parent: _Node, key: str) -> int:
    return next(node.start.column for node in parent.children[::2] if _word(node) == key)


def _column_of_hyphens(body: str, found: _Node) -> int:
    if not found.is_named:
        return found.start.column
    for token in yaml.scan(body, Loader=Parser):  # a list with a name starts at its name
        mark = _known(token.start_mark)
        if isinstance(token, yaml.BlockEntryToken) and mark.index > found.start.index:
            return mark.column
    raise TypeError("a list without a hyphen")


def _begun(body: str, found: _Node, parent: _Node, lines: list[str]) -> str:
    """Return *body* with *lines* as a list where nothing stands yet, or an empty one."""
    if isinstance(found.event, yaml.AliasEvent):
        what = "the list is a reference (*name) to another."
        _refuse(found.start, what, "Write it out here.")
    if not (found.is_null or (found.is_list and not found.children)):
        what = "the list is written in brackets." if found.is_list else "a list should stand here."
        _refuse(found.start, what, "Write each entry on a line of its own, with a hyphen.")
    if found.is_named:
        what = "a name (&name) or a tag (!tag) stands before the list."
        _refuse(found.start, what, "Write the list out, without it.")
    if found.start.line != found.end.line:
        what = "the empty brackets run over more than one line."
        _refuse(found.start, what, "Take them away.")
    if parent.is_flow:
        what = "this is written in brackets."
        _refuse(parent.start, what, "Write key: value, each on a line of its own.")
    before, rest = body[: found.start.index], body[found.end.index :]
    line, line_break, after = _split_line(rest)
    head = before + line if before + rest == body else before.rstrip(" ") + line.rstrip(" ")
    return head + (line_break or _break_of(body)) + _joined(lines, body) + after


def _after(body: str, node: _Node, text: str, column: int) -> str:
    """Return *body* with *text* after *node* and the remarks that stand deeper than *column*."""
    lines = _indented(text, column)
    end = _start_after(body, node, column)
    remark = re.compile(_BLANKS.pattern + f" {{{column + 1},}}#")
    while found := remark.match(body, end):
        end = _end_of_line(body, found.end())
    if not _BREAK.fullmatch(body[end - 1 : end]):
        _refuse_open_block(node.last)
        return body + _break_of(body) + _joined(lines, body)
    return body[:end] + _joined(lines, body) + body[end:]


def _start_after(body: str, node: _Node, column: int) -> int:
    """Return where the line that follows *node*, which stands at *column*, starts."""
    if not _is_block_text(node.last) or node.end.column:
        return _end_of_line(body, node.end.index)
    # Its mark is at the start of a line, but past the blank ones that follow the text.
    start = node.last.start.index
    line = _end_of_line(body, start)
    if _KEEPS_BLANK_LINES.search(body[start:line]):
        return node.end.index
    after = line
    while line < node.end.index:
        start, line = line, _end_of_line(body, line)
        said = body[start:line].rstrip("\r\n")
        if said.strip(" ") or len(said) > column:
            after = line
    return after


def _end_of_line(body: str, index: int) -> int:
    found = _BREAK.search(body, index)
    return found.end() if found else len(body)


def _at_end(body: str, root: _Node | None, lines: list[str]) -> str:
    if root:
        _refuse_open_block(root.last)
    between = "" if not body or body.endswith(("\n", "\r")) else _break_of(body)
    return body + between + _joined(lines, body)


def _is_block_text(node: _Node) -> bool:
    return isinstance(node.event, yaml.ScalarEvent) and node.event.style in _BLOCK


def _refuse_open_block(last: _Node) -> None:
    if _is_block_text(last) and last.end.column:
        # The line break that has to be added would become part of the text above it.
        _refuse(last.end, "the last line has no line break.", "Add one.")


def _split_line(text: str) -> tuple[str, str, str]:
    """Return the first line, its line break, and the rest."""
    found = _BREAK.search(text)
    if not found:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


def _break_of(body: str) -> str:
    """Return the line break that *body* uses, by its last one."""
    breaks = re.findall(r"\r\n|\n|\r", body)
    return breaks[-1] if breaks else "\n"


def _joined(lines: list[str], body: str) -> str:
    line_break = _break_of(body)
    return line_break.join(lines) + line_break


def _word(node: _Node) -> str | None:
    return node.event.value if isinstance(node.event, yaml.ScalarEvent) else None


def _known(mark: _Mark | None) -> _Mark:
    if mark is None:  # the parsers always give one
        raise TypeError("an event without a place")
    return mark


def _refuse(mark: _Mark | None, what: str, fix: str) -> NoReturn:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    raise SpliceError(line, column, what, fix)
