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
_ORDER = "order"


def pieces(context: Context) -> dict[str, str]:
    """Return a short hash of each numbered entry of *context*, and of all else by its field."""
    numbered: dict[str, list[Any]] = {}
    rest = {
        name: _without_numbered(value, numbered)
        for name, value in context.items()
        if name not in _DERIVED
    }
    told = {**numbered, **rest, **({_ORDER: list(numbered)} if numbered else {})}
    return {name: _short(value) for name, value in told.items()}


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the pieces that are new, gone or not as they were.

    Where an entry is new or gone, the order of the entries is not as it was for that reason.
    """
    names = dict.fromkeys([*after, *before])
    found = tuple(name for name in names if before.get(name) != after.get(name))
    if before.keys() != after.keys():
        found = tuple(name for name in found if name != _ORDER)
    return found


def _without_numbered(value: Any, numbered: dict[str, list[Any]]) -> Any:  # noqa: ANN401 - plain values
    """Return *value* less its numbered entries, which are put under their numbers."""
    if isinstance(value, dict):
        return {key: _without_numbered(part, numbered) for key, part in value.items()}
    if not isinstance(value, list):
        return value
    rest = []
    for part in value:
        if isinstance(part, dict) and _number(part):
            numbered.setdefault(_number(part), []).append(part)
        else:
            rest.append(_without_numbered(part, numbered))
    return rest


def _number(value: dict[str, Any]) -> str:
    """Return the number of an entry (A1, B2a, 3), which a source of the list has not."""
    number = value.get("number")
    return number if isinstance(number, str) else ""


def _short(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def in_words(names: tuple[str, ...]) -> Iterator[str]:
    """Yield what to call pieces: entries by their numbers, the frame by what it says."""
    yield from dict.fromkeys(_WORDS.get(name, name) for name in names)


_LIST = "the list of sources"
_MET = "what was promised at meetings"
_MEETING = "the meeting"
# Every field of a paper's context that is no entry.
_WORDS = {
    "about": "who publishes it",
    "addressee": "the reader's name",
    "agreed": _MET,
    "answered": "how many asks have answers",
    "asked": "the asks of the reader",
    "blank": "the form",
    "bound": "what binds the reader",
    "closed": "what is done",
    "contact": "the contact",
    "counts": "the counts",
    "coverage": "the coverage",
    "direction": "the language",
    "disclaimer": "the disclaimer",
    "documents": "the documents",
    "done": "what is done",
    "draft": "the sign-off",
    "entries": "the asks",
    "fillable": "the form",
    "for_whom": "the reader's name",
    "gaps": "the gaps",
    "given": "who gave the promises",
    "groups": "the headings",
    "language": "the language",
    "lapsed": "what has lapsed",
    "lapsed_words": "what has lapsed",
    "learned": "what was learned",
    "learned_word": "what was learned",
    "left_out": "the count of what is left out",
    "limits": "how far the publisher has seen",
    "listed": _LIST,
    "meeting": _MEETING,
    "met": _MEETING,
    "newest": "the newest evidence",
    "note": "the note on the pack",
    "occasion": _MEETING,
    "order": "the order of the entries",
    "ours": _MEETING,
    "own": "whose pack it is",
    "pack": "the pack",
    "pack_title": "the title",
    "paper": "the paper",
    "paper_word": "the paper",
    "papers": "the papers in it",
    "parts": "the headings",
    "promised": _MET,
    "publisher": "the publisher",
    "raised": "what to raise",
    "rows": "the entries",
    "scale": "the scale",
    "sharing": "who may see it",
    "since": "the day compared with",
    "sources": _LIST,
    "state": "the day of the state",
    "subject": "the country's name",
    "title": "the title",
    "total": "the count of items",
    "unchanged": "the count of what is unchanged",
    "where": _MEETING,
    "whole": "the form",
    "withheld": "the count of what is withheld",
    "years": "the years",
}
