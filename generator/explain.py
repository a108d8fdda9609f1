"""What a paper shows, piece by piece, so that a build can say which of it changed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.said import Said
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


_LIST = said("the list of sources")
_MET = said("what was promised at meetings")
_MEETING = said("the meeting")
# Every field of a paper's context that is no entry.
_WORDS: dict[str, Said] = {
    "about": said("who publishes it"),
    "addressee": said("the reader's name"),
    "agreed": _MET,
    "answered": said("how many asks have answers"),
    "asked": said("the asks of the reader"),
    "blank": said("the form"),
    "bound": said("what binds the reader"),
    "closed": said("what is done"),
    "contact": said("the contact"),
    "counts": said("the counts"),
    "coverage": said("the coverage"),
    "direction": said("the language"),
    "disclaimer": said("the disclaimer"),
    "documents": said("the documents"),
    "done": said("what is done"),
    "draft": said("the sign-off"),
    "entries": said("the asks"),
    "fillable": said("the form"),
    "for_whom": said("the reader's name"),
    "gaps": said("the gaps"),
    "given": said("who gave the promises"),
    "groups": said("the headings"),
    "language": said("the language"),
    "lapsed": said("what has lapsed"),
    "lapsed_words": said("what has lapsed"),
    "learned": said("what was learned"),
    "learned_word": said("what was learned"),
    "left_out": said("the count of what is left out"),
    "limits": said("how far the publisher has seen"),
    "listed": _LIST,
    "meeting": _MEETING,
    "met": _MEETING,
    "newest": said("the newest evidence"),
    "note": said("the note on the pack"),
    "occasion": _MEETING,
    "order": said("the order of the entries"),
    "ours": _MEETING,
    "own": said("whose pack it is"),
    "pack": said("the pack"),
    "pack_title": said("the title"),
    "paper": said("the paper"),
    "paper_word": said("the paper"),
    "papers": said("the papers in it"),
    "parts": said("the headings"),
    "promised": _MET,
    "publisher": said("the publisher"),
    "raised": said("what to raise"),
    "rows": said("the entries"),
    "scale": said("the scale"),
    "sharing": said("who may see it"),
    "since": said("the day compared with"),
    "sources": _LIST,
    "state": said("the day of the state"),
    "subject": said("the country's name"),
    "title": said("the title"),
    "total": said("the count of items"),
    "unchanged": said("the count of what is unchanged"),
    "where": _MEETING,
    "whole": said("the form"),
    "withheld": said("the count of what is withheld"),
    "years": said("the years"),
}
