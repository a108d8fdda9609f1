"""What a paper shows, piece by piece, so that a build can say which of it changed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.view import Context

_DIGITS = 12
# What no reader sees as such: it follows from the rest.
_DERIVED = ("fingerprint", "state_iso", "newest_on")


def pieces(context: Context) -> dict[str, str]:
    """Return a short hash of each numbered entry of *context*, and of all else by its field."""
    numbered: dict[str, list[Any]] = {}
    rest = {
        name: _without_numbered(value, numbered)
        for name, value in context.items()
        if name not in _DERIVED
    }
    return {name: _short(value) for name, value in {**numbered, **rest}.items()}


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the pieces that are new, gone or not as they were."""
    names = dict.fromkeys([*after, *before])
    return tuple(name for name in names if before.get(name) != after.get(name))


def _without_numbered(value: Any, numbered: dict[str, list[Any]]) -> Any:  # noqa: ANN401 - plain values
    """Return *value* less its numbered entries, which are put under their numbers."""
    if isinstance(value, dict):
        if _number(value):
            numbered.setdefault(_number(value), []).append(value)
            return None
        return {key: _without_numbered(part, numbered) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_numbered(part, numbered) for part in value]
    return value


def _number(value: dict[str, Any]) -> str:
    """Return the number of an entry (A1, B2a, 3), which a source of the list has not."""
    number = value.get("number")
    return number if isinstance(number, str) else ""


def _short(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def in_words(names: tuple[str, ...]) -> Iterator[str]:
    """Yield what to call pieces: entries by their numbers, the frame by what it says."""
    for name in names:
        yield _WORDS.get(name, name)


_WORDS = {
    "state": "the day of the state",
    "newest": "the newest evidence",
    "draft": "the sign-off",
    "agreed": "what was promised at meetings",
    "promised": "what was promised at meetings",
    "done": "what is done",
    "lapsed_words": "what has lapsed",
    "bound": "what binds the reader",
    "unchanged": "the count of what is unchanged",
    "left_out": "the count of what is left out",
    "withheld": "the count of what is withheld",
}
