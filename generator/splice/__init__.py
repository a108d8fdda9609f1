"""A YAML text plus one entry is a new text in which every other line is the same.

What cannot be placed surely is refused, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import yaml

from generator.splice.outline import (
    BLOCK,
    BREAK,
    Node,
    Path,
    SpliceError,
    break_of,
    end_of_line,
    is_block_text,
    known,
    outline,
    refuse,
    scan,
    start_after,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["BOM", "Path", "Setting", "SpliceError", "append", "put", "settle"]

BOM = "\ufeff"
# From where to where something of the text makes room, and for what.
Cut: TypeAlias = tuple[int, int, str]
_REMARK = re.compile(r"\s#")
_BLANKS = re.compile(f"(?:[ \t]*(?:{BREAK.pattern}))*")


def append(text: str, entry: str, path: Path = ()) -> str:
    """Return *text* with *entry* after the last entry of the list at *path*.

    *entry* is a list of one, at the margin, with line feeds; it may begin with an empty line or a
    remark. It takes over the indentation and the line breaks of *text*, which may be empty where
    the text itself is the list. A list that is missing at the end of *path* is begun.
    """
    mark, body = _without_mark(text)
    root = outline(body)
    if not path:
        column = _column_of_list(root) if root else 0
        return mark + _cut(body, _at_end(body, root, _indented(entry, column)))
    parent, key = _parent(root, path), path[-1]
    found = parent.child(key)
    if found is None:
        begun = f"{key}:\n" + "\n".join(_indented(entry, 2)) + "\n"
        return mark + _cut(body, _in_map(body, root, parent, begun))
    if found.is_list and not found.is_flow:
        return mark + _cut(body, _after(body, found, entry, _column_of_hyphens(body, found)))
    column = _column_of_key(parent, str(key)) + 2
    return mark + _begun(body, found, parent, _indented(entry, column))


def put(text: str, path: Path, value: str) -> str:
    """Return *text* with *value*, one line of YAML, under the key at *path*: new or replaced."""
    mark, body = _without_mark(text)
    root = outline(body)
    parent, key = _parent(root, path), path[-1]
    found = parent.child(key)
    if found is None:
        return mark + _cut(body, _in_map(body, root, parent, f"{key}: {value}\n"))
    event = found.event
    if not isinstance(event, yaml.ScalarEvent) or event.style in BLOCK or found.is_named:
        refuse(found.start, f'"{key}" is not one plain word here.', "Write it by hand.")
    if found.start.line != found.end.line:
        refuse(found.start, f'"{key}" runs over more than one line.', "Write it by hand.")
    space = " " if found.start.index == found.end.index else ""
    return mark + body[: found.start.index] + space + value + body[found.end.index :]


@dataclass(frozen=True)
class Setting:
    """A value to be set at *path*: in place of the one there, or as the last pair of its map.

    *lines* is the pair `key: value` in block style, or the value alone where the path ends in a
    list; *flow* is the same as it goes between brackets.
    """

    path: Path
    lines: str
    flow: str


def settle(text: str, settings: Collection[Setting]) -> str:
    """Return *text* with each of *settings*; a remark behind an old value stays."""
    mark, body = _without_mark(text)
    root = outline(body)
    _refuse_one_within_another(root, [setting.path for setting in settings])
    cuts = [_set(body, root, setting) for setting in settings]
    for start, end, new in sorted(cuts, reverse=True):
        body = _cut(body, (start, end, new))
    return mark + body


def _refuse_one_within_another(root: Node | None, paths: list[Path]) -> None:
    """Refuse values that would be cut out of one another: the cuts would take what is around."""
    for path in paths:
        if any(path[:length] in paths for length in range(len(path))):
            parents = _way_to(root, path)
            refuse(parents[-1].start, "this is set as a whole and in part.", "Do one of them.")


def _set(body: str, root: Node | None, setting: Setting) -> Cut:
    parents = _way_to(root, setting.path)
    parent, key = parents[-1], setting.path[-1]
    found = parent.child(key)
    if found is None:
        return _added(body, root, parent, setting)
    if found.is_named or isinstance(found.event, yaml.AliasEvent):
        refuse(found.start, "the value has a name, or is one.", "Write it out by hand.")
    if not any(node.is_flow for node in parents):
        return _replaced(body, parent, found, setting.lines)
    start = next((key for key, value in parent.pairs if value is found), found).start.index
    end = found.end.index
    _refuse_remarks(
        found, body[start : end if found.is_map or found.is_list else found.start.index]
    )
    return start, end, setting.flow


def _added(body: str, root: Node | None, parent: Node, setting: Setting) -> Cut:
    if not parent.is_map or isinstance(setting.path[-1], int):
        refuse(parent.start, "key: value lines should stand here.", "Write this one by hand.")
    if not parent.is_flow:
        return _in_map(body, root, parent, setting.lines)
    close = parent.end.index - 1
    before = body[:close].rstrip(" ")
    comma = " " if before.endswith(("{", ",")) else ", "
    return len(before), close, comma + setting.flow


def _replaced(body: str, parent: Node, found: Node, lines: str) -> Cut:
    """Replace a value in block style, with its key if it has one: whole lines."""
    first = next((key for key, value in parent.pairs if value is found), found)
    start, column = first.start.index, first.start.column
    end = start_after(body, found, column)
    is_block = is_block_text(found.last)
    after = "" if is_block else body[found.end.index : end].rstrip("\r\n")
    goes = found.start.index  # up to there, and further where more than one word goes
    if is_block_text(found):
        goes = end_of_line(body, goes)
    elif found.is_map or found.is_list:
        goes = end if is_block else found.end.index
    _refuse_remarks(found, body[start:goes])
    written, *rest = _indented(lines, column)
    new = break_of(body).join([written.lstrip(" ") + after.rstrip(" "), *rest])
    return start, end, new + (break_of(body) if BREAK.search(body[end - 1 : end]) else "")


def _refuse_remarks(found: Node, within: str) -> None:
    """Refuse to replace a value if what goes holds a remark, or what looks like one."""
    if _REMARK.search(within):
        refuse(found.start, "a remark stands within the value.", "Write this one by hand.")


def _way_to(root: Node | None, path: Path) -> list[Node]:
    """Return every value on the way to that at the end of *path*."""
    if not path:
        refuse(None, "the whole file is meant.", "Look again.")
    nodes: list[Node] = [root] if root else []
    for part in path[:-1]:
        inner = nodes[-1].child(part) if nodes else None
        if inner is None:
            refuse(nodes[-1].start if nodes else None, f'there is no "{part}" here.', "Look again.")
        nodes.append(inner)
    if not nodes:
        refuse(None, "nothing stands here.", "Look again.")
    return nodes


def _cut(body: str, cut: Cut) -> str:
    start, end, new = cut
    return body[:start] + new + body[end:]


def _without_mark(text: str) -> tuple[str, str]:
    return (BOM, text[1:]) if text.startswith(BOM) else ("", text)


def _indented(entry: str, column: int) -> list[str]:
    indent = " " * column
    return [indent + line if line else "" for line in entry.rstrip("\n").split("\n")]


def _column_of_list(root: Node) -> int:
    """Return how far the list that the text is stands from the margin."""
    if not root.is_list:
        refuse(root.start, "a list should stand here.", "Start each record with - id: ...")
    if root.is_flow:
        what, fix = "the list is written in brackets.", "Take them away, and start each record on "
        refuse(root.start, what, f"{fix}a line of its own with - id: ...")
    return root.start.column


def _parent(root: Node | None, path: Path) -> Node:
    """Return the map that holds the key at the end of *path*."""
    node = root
    for part in path[:-1]:
        node = node.child(part) if node else None
    if node is None or not node.is_map or not path or isinstance(path[-1], int):
        place = node.start if node else None
        refuse(place, "key: value lines should stand here.", "Write this one by hand.")
    return node


def _in_map(body: str, root: Node | None, parent: Node, lines: str) -> Cut:
    """Put *lines* last into the map *parent*."""
    if parent.is_flow:
        what, fix = "this is written in brackets.", "Write key: value, each on a line of its own."
        refuse(parent.start, what, fix)
    column = parent.children[0].start.column
    if parent is root:
        return _at_end(body, root, _indented(lines, column))
    return _after(body, parent, lines, column)


def _column_of_key(parent: Node, key: str) -> int:
    return next(node.start.column for node in parent.children[::2] if word(node) == key)


def _column_of_hyphens(body: str, found: Node) -> int:
    if not found.is_named:
        return found.start.column
    for token in scan(body):  # a list with a name starts at its name
        mark = known(token.start_mark)
        if isinstance(token, yaml.BlockEntryToken) and mark.index > found.start.index:
            return mark.column
    raise TypeError("a list without a hyphen")


def _begun(body: str, found: Node, parent: Node, lines: list[str]) -> str:
    """Return *body* with *lines* as a list where nothing stands yet, or an empty one."""
    if isinstance(found.event, yaml.AliasEvent):
        what = "the list is a reference (*name) to another."
        refuse(found.start, what, "Write it out here.")
    if not (found.is_null or (found.is_list and not found.children)):
        what = "the list is written in brackets." if found.is_list else "a list should stand here."
        refuse(found.start, what, "Write each entry on a line of its own, with a hyphen.")
    if found.is_named:
        what = "a name (&name) or a tag (!tag) stands before the list."
        refuse(found.start, what, "Write the list out, without it.")
    if found.start.line != found.end.line:
        what = "the empty brackets run over more than one line."
        refuse(found.start, what, "Take them away.")
    if parent.is_flow:
        what = "this is written in brackets."
        refuse(parent.start, what, "Write key: value, each on a line of its own.")
    before, rest = body[: found.start.index], body[found.end.index :]
    line, line_break, after = _split_line(rest)
    head = before + line if before + rest == body else before.rstrip(" ") + line.rstrip(" ")
    return head + (line_break or break_of(body)) + _joined(lines, body) + after


def _after(body: str, node: Node, text: str, column: int) -> Cut:
    """Put *text* after *node* and the remarks that stand deeper than *column*."""
    lines = _indented(text, column)
    end = start_after(body, node, column)
    remark = re.compile(_BLANKS.pattern + f" {{{column + 1},}}#")
    while found := remark.match(body, end):
        end = end_of_line(body, found.end())
    if not BREAK.fullmatch(body[end - 1 : end]):
        _refuse_open_block(node.last)
        return len(body), len(body), break_of(body) + _joined(lines, body)
    return end, end, _joined(lines, body)


def _at_end(body: str, root: Node | None, lines: list[str]) -> Cut:
    if root:
        _refuse_open_block(root.last)
    between = "" if not body or body.endswith(("\n", "\r")) else break_of(body)
    return len(body), len(body), between + _joined(lines, body)


def _refuse_open_block(last: Node) -> None:
    if is_block_text(last) and last.end.column:
        # The line break that has to be added would become part of the text above it.
        refuse(last.end, "the last line has no line break.", "Add one.")


def _split_line(text: str) -> tuple[str, str, str]:
    """Return the first line, its line break, and the rest."""
    found = BREAK.search(text)
    if not found:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


def _joined(lines: list[str], body: str) -> str:
    line_break = break_of(body)
    return line_break.join(lines) + line_break
