"""A message is English text that remembers how it was made, so that others can say it anew.

Rooms below `cli` say what they have to say in English. Tests, JSON and sorting see that text; only
the command line looks the message up in a catalogue and fills in its values once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Said(str):
    """The English text; `message` and `plural` are the catalogue's, `values` what fills them.

    Made by `said`, `counted` or `joined`.
    """

    __slots__ = ("message", "number", "plural", "values")

    message: str
    plural: str
    number: int
    values: Mapping[str, object]

    def filled(self, **values: object) -> Said:
        """Return the same message with *values* in its places."""
        return said(self.message, **values)


def said(message: str, /, **values: object) -> Said:
    """Say *message*, a whole sentence wherever that can be, its %(name)s filled in."""
    return _made(message % values if values else message, message, values)


def counted(one: str, many: str, number: int, /, **values: object) -> Said:
    """Say the form of the message for *number*, which fills in %(n)s."""
    form = one if number == 1 else many
    return _made(form % {"n": number, **values}, one, values, many, number)


def joined(parts: Iterable[str], between: str = " ") -> Said:
    """Say one thing after the other, what is empty left out."""
    named = {f"part{number}": part for number, part in enumerate(filter(None, parts), 1)}
    return said(between.join(f"%({name})s" for name in named), **named) if named else NOTHING


def said_by(error: Exception) -> str:
    """Return the message of *error* as it was made: str() would keep the English text only."""
    first = error.args[0] if len(error.args) == 1 else None
    return first if isinstance(first, str) else str(error)


def as_plain(message: Said) -> list[Any]:
    """Return a message as values that JSON has; `from_plain` makes it again, to be said anew."""
    values = {
        name: as_plain(value)
        if isinstance(value, Said)
        else value
        if isinstance(value, int)
        else str(value)
        for name, value in message.values.items()
    }
    return [str(message), message.message, message.plural, message.number, values]


def from_plain(told: list[Any]) -> Said:
    """Return the message that `as_plain` made plain."""
    text, message, plural, number, plain = told
    values = {
        name: from_plain(value) if isinstance(value, list) else value
        for name, value in plain.items()
    }
    return _made(text, message, values, plural, number)


class MistakeError(ValueError):
    """A value that cannot be: what is wrong with it, and what to write instead."""

    def __init__(self, what: Said, fix: Said | None = None) -> None:
        super().__init__(joined([what, fix or NOTHING]))
        self.what, self.fix = what, fix or NOTHING


def _made(
    text: str, message: str, values: Mapping[str, object], plural: str = "", number: int = 0
) -> Said:
    made = Said(text)
    made.message, made.plural, made.number = message, plural, number
    made.values = values
    return made


NOTHING = _made("", "", {})
