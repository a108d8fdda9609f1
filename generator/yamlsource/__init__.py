"""YAML text to values that remember where they stand.

Every scalar stays the string that was written (an empty one, `~` and `null` are None), so that
`NO`, `1.10` and `12:30` reach the model as typed. Built from the parser's events rather than from
its nodes: no recursion that deep input could exhaust, and aliases are counted as they expand. Most
files hold nothing that needs a parser; `plain` reads those.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import yaml

from generator.letters import UNSEEN, about, fault_of
from generator.problems import Place, Problem
from generator.said import Said, said
from generator.yamlsource.plain import read_plainly
from generator.yamlsource.values import MAX_DEPTH, MAX_VALUES, NULLS, Mapping, Sequence, Spot, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Mapping", "QuickSource", "Sequence", "Source", "Spot", "Value", "read", "read_quickly"]


class _Mark(Protocol):
    """A position in the text, by whichever parser: both count from 0."""

    line: int
    column: int


try:
    from yaml import CSafeLoader as Parser
except ImportError:  # PyYAML built without libyaml: slower, the same events
    from yaml import SafeLoader as Parser  # type: ignore[assignment] # the same methods

_NO_KEY = "\0"  # keeps keys and values in step; no readable text holds it
_PRINTABLE = bytes([*range(0x20, 0x7F), 0x0A])
# What the parser says, and what that means to a person: what is wrong, and what to do.
_SYNTAX = {
    "mapping values": (
        said("there is a colon too many, or the line is indented too far."),
        said('Put a text with a colon in quotes: title: "Kazakhstan: a report".'),
    ),
    "cannot start|alphabetic|entries": (
        said("neither a text nor a line can begin with this character."),
        said("Put the text in quotes, and indent with spaces, not with a tab."),
    ),
    "unexpected end of stream": (
        said("the quotation mark that is opened here is never closed."),
        said('Close it; one that belongs to the text is written \\".'),
    ),
    "expected ',' or": (
        said("the bracket that is opened here is not closed, or it lacks a comma."),
        said("Write [one, two] or {key: value, key: value}."),
    ),
    "expected ':'": (
        said("the line above is neither key: value nor part of a text."),
        said("Write key: value, or indent the line if it continues a text."),
    ),
    "expected key|expected '-'": (
        said("this does not line up with the lines above, or follows a closing quotation mark."),
        said("Indent it as far as its neighbours, with spaces."),
    ),
    "escape|hexdecimal": (
        said("a backslash between double quotation marks changes what follows it."),
        said("Use single quotation marks, or no backslash."),
    ),
    "": (
        said("the YAML cannot be read here."),
        said(
            "Look at this line and the one above: indent with two spaces, quote text with a colon."
        ),
    ),
}
_AT_THE_OPENING = "unexpected end of stream|expected ',' or|alphabetic"


@dataclass
class _Open:
    """A container being filled, and the key that waits for its value."""

    value: Mapping | Sequence
    anchor: str | None
    size: int = 1
    key: str | None = None
    key_at: Spot = (0, 0)


@dataclass(frozen=True)
class Source:
    """One file: its name as shown to people, and what it holds."""

    file: str
    root: Value

    @property
    def marked(self) -> Value:
        """Return what it holds, with the places where it stands."""
        return self.root

    def place(self, path: tuple[str | int, ...] = (), *, of_key: bool = False) -> Place:
        """Return where *path* stands; parts that are not in the file are passed over."""
        value = self.marked
        spot = value.at if isinstance(value, Mapping | Sequence) else (1, 1)
        for part in path:
            if isinstance(value, Mapping) and isinstance(part, str) and part in value:
                spot = value.keys_at[part] if of_key else value.values_at[part]
                value = value[part]
            elif isinstance(value, Sequence) and isinstance(part, int) and part < len(value):
                spot, value = value.values_at[part], value[part]
        return Place(self.file, *spot)


@dataclass(frozen=True)
class QuickSource(Source):
    """One file that was read without places; the parser looks for them when one is asked for."""

    data: bytes = b""

    @cached_property
    def marked(self) -> Value:
        """Return what it holds, with the places where it stands."""
        return read(self.data, self.file)[0].root


@dataclass
class _Builder:
    """Turns events into one value and gathers problems on the way."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Value, int]] = field(default_factory=dict)
    root: Value = None
    documents: int = 0
    total: int = 0

    def complain(self, at: Spot, what: Said, fix: Said) -> None:
        record = ""
        if self.stack and isinstance(self.stack[0].value, Mapping):
            known = self.stack[0].value.get("id")
            record = known if isinstance(known, str) else ""
        self.problems.append(Problem(Place(self.file, *at), record, what, fix))

    def feed(self, event: yaml.Event) -> None:
        at = _spot(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:  # noqa: PLR2004 - one file, one document
                what = said("a second document starts here.")
                fix = said('A file holds one: take out the line "---".')
                raise _RefusedError(at, what, fix)
        elif isinstance(event, yaml.ScalarEvent):
            self._check_tag(event.tag, at)
            self._check_text(event.value, at)
            # The C parser calls the plain style "", the other None.
            plain_null = not event.style and event.value in NULLS
            self._place_value(None if plain_null else event.value, at, event.anchor, 1)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", at)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check_tag(event.tag, at)
            new = Mapping(at) if isinstance(event, yaml.MappingStartEvent) else Sequence(at)
            self.stack.append(_Open(new, event.anchor))
            if len(self.stack) > MAX_DEPTH:
                what = said(
                    "lists and maps stand inside one another more than %(most)s deep.",
                    most=MAX_DEPTH,
                )
                raise _RefusedError(at, what)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self.stack.pop()
            self._place_value(done.value, done.value.at, done.anchor, done.size)

    def _alias(self, anchor: str, at: Spot) -> None:
        if anchor in self.anchors:
            value, size = self.anchors[anchor]
            self._place_value(value, at, None, size)
        else:
            self.complain(
                at,
                said('"*%(name)s" refers to nothing that stands before it.', name=anchor),
                said("Put a text that begins with * in quotes."),
            )
            self._place_value(None, at, None, 1)

    def _check_tag(self, tag: str | None, at: Spot) -> None:
        if tag not in (None, "!", "tag:yaml.org,2002:str"):
            self.complain(
                at,
                said('the tag "%(tag)s" is not allowed.', tag=tag),
                said("Put a text that begins with ! in quotes."),
            )

    def _check_text(self, text: str, at: Spot) -> None:
        """Refuse a text that nobody would print, be it for signs that a backslash brought in."""
        if fault := fault_of(text):
            self.complain(at, *fault)

    def _place_value(self, value: Value, at: Spot, anchor: str | None, size: int) -> None:
        if anchor:
            self.anchors[anchor] = (value, size)
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        top.size += size
        self.total = max(self.total, top.size)
        if self.total > MAX_VALUES:
            what = said(
                "with its references (*name) this file holds more than %(most)s values.",
                most=MAX_VALUES,
            )
            raise _RefusedError(at, what)
        if isinstance(top.value, Sequence):
            top.value.append(value)
            top.value.values_at.append(at)
        elif top.key is None:
            self._take_key(top, value, at)
        else:
            self._put(top, top.key, value, at)

    def _take_key(self, top: _Open, value: Value, at: Spot) -> None:
        top.key_at = at
        if isinstance(value, str):
            top.key = value
        else:
            top.key = _NO_KEY
            what = said("a word should stand before the colon.")
            self.complain(at, what, said("Write key: value."))

    def _put(self, top: _Open, key: str, value: Value, at: Spot) -> None:
        target, top.key = top.value, None
        if not isinstance(target, Mapping) or key == _NO_KEY:
            return
        if key in target:
            what = said(
                '"%(key)s" stands here twice; the first is in line %(line)s.',
                key=key,
                line=target.keys_at[key][0],
            )
            self.complain(top.key_at, what, said("Keep one of them."))
            return
        target[key] = value
        target.keys_at[key] = top.key_at
        target.values_at[key] = at


class _RefusedError(Exception):
    """The file would cost more than any honest one, or holds two."""

    def __init__(self, at: Spot, what: Said, fix: Said | None = None) -> None:
        super().__init__(what)
        self.at, self.what, self.fix = at, what, fix or said("Write the data out plainly.")


def read(data: bytes, file: str) -> tuple[Source, list[Problem]]:
    """Read the bytes of one YAML file called *file*; what cannot be read becomes problems."""
    builder, data = _Builder(file), data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        at = _after(data[: error.start].decode())
        what = said(
            "this character is not in UTF-8 (it is the byte %(byte)s).",
            byte=f"0x{data[error.start]:02x}",
        )
        builder.complain(at, what, said("Save the file anew, with the encoding UTF-8."))
        return Source(file, None), builder.problems
    if unseen := UNSEEN.search(text):
        builder.complain(_after(text[: unseen.start()]), *about(unseen[0]))
        return Source(file, None), builder.problems
    try:
        for event in _events(text):
            builder.feed(event)
    except _RefusedError as error:
        builder.complain(error.at, error.what, error.fix)
        return Source(file, None), builder.problems
    except yaml.YAMLError as error:
        builder.problems.append(_syntax_problem(error, file))
        return Source(file, None), builder.problems
    if builder.root is None and not builder.problems:
        what, fix = said("the file is empty."), said("Fill it, or take it away.")
        builder.problems.append(Problem(Place(file), "", what, fix))
    return Source(file, builder.root), builder.problems


def read_quickly(data: bytes, file: str) -> tuple[Source, list[Problem]]:
    """Do what `read` does; a file of the everyday shape is read without places at first."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return read(data, file)
    # Most bytes need no closer look for characters that cannot be seen.
    rest = data.translate(None, _PRINTABLE).decode()
    root = None if UNSEEN.search(rest) else read_plainly(text)
    return (QuickSource(file, root, data), []) if root is not None else read(data, file)


def _events(text: str) -> Iterator[yaml.Event]:
    parser = Parser(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


def _after(text: str) -> Spot:
    """Return the spot of the character that follows *text*."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _spot(mark: _Mark | None) -> Spot:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    reason = getattr(error, "problem", None) or ""
    mark = getattr(error, "problem_mark", None)
    if re.search(_AT_THE_OPENING, reason):
        mark = getattr(error, "context_mark", None) or mark
    place = Place(file, *_spot(mark)) if mark else Place(file)
    what, fix = next(words for sign, words in _SYNTAX.items() if re.search(sign, reason))
    return Problem(place, "", what, fix)
