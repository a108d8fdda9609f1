"""What pydantic finds wrong, in words a person can act on, at the place where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from generator.model import Text
from generator.problems import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from generator.yamlsource import Source

Path = tuple[str | int, ...]

_A_MAP = ("a map (key: value lines) should stand here, not {found}.", "")
_A_LIST = (
    "a list should stand here, not {found}.",
    "Write [one, two], or a line with a hyphen for each.",
)
_NO_DAY = ("{field} {found} is not a day of the calendar.", "Write it as 2026-11-21.")
_NO_NUMBER = ("{field} {found} is not a whole number.", "Write it in digits.")
_NEITHER = ("{field} {found} is neither yes nor no.", "Write yes or no.")
# pydantic's name of an error: what is wrong, and what to write instead.
_SHAPES = {
    "missing": ('"{last}" is missing.', "Add a line {field}: ..."),
    "model_type": _A_MAP,
    "model_attributes_type": _A_MAP,
    "dict_type": _A_MAP,
    "tuple_type": _A_LIST,
    "list_type": _A_LIST,
    "string_type": ("a word should stand here, not {found}.", ""),
    "string_too_short": ("{field} is empty.", "Fill it, or take the line out."),
    "int_parsing": _NO_NUMBER,
    "int_type": _NO_NUMBER,
    "date_parsing": _NO_DAY,
    "date_from_datetime_parsing": _NO_DAY,
    "date_from_datetime_inexact": _NO_DAY,
    "date_type": _NO_DAY,
    "bool_parsing": _NEITHER,
    "bool_type": _NEITHER,
    "less_than_equal": ("{field} {found} is too much.", "Write {le} or less."),
    "greater_than_equal": ("{field} {found} is too little.", "Write {ge} or more."),
}


def complaints(
    error: ValidationError, model: type[BaseModel], source: Source, at: Path, record: str
) -> Iterator[Problem]:
    """Put each of *error*'s findings about the record at *at* in *source* into words."""
    for detail in error.errors(include_url=False):
        path = tuple(part for part in detail["loc"] if part not in ("translations", "plain"))
        of_key = detail["type"] == "extra_forbidden"
        place = source.place((*at, *path), of_key=of_key)
        what, fix = _in_words(detail, model, path)
        yield Problem(place, record, what, fix)


def _in_words(detail: ErrorDetails, model: type[BaseModel], path: Path) -> tuple[str, str]:
    """Return what is wrong, and what to write instead."""
    kind, found, limits = detail["type"], detail["input"], detail.get("ctx", {})
    field = next((part for part in reversed(path) if isinstance(part, str)), "")
    if found is None:
        return f"{field or 'an entry'} is empty.", "Fill it, or take the line out."
    if kind == "extra_forbidden":
        known = _fields(_model_at(model, path[:-1]))
        return f'"{path[-1]}" is not a known field.', did_you_mean(str(path[-1]), known)
    if kind in ("enum", "literal_error"):
        choices = re.findall(r"'([^']+)'", str(limits.get("expected", "")))
        return f"{field} {_name_of(found)} is not known.", did_you_mean(str(found), choices)
    if kind == "string_pattern_mismatch":
        return _pattern(field, found)
    if kind in _SHAPES:
        said = {
            "field": field,
            "last": path[-1] if path else "",
            "found": _name_of(found),
            **limits,
        }
        what, fix = _SHAPES[kind]
        return what.format(**said), fix.format(**said)
    return _own_words(detail)


def _pattern(field: str, found: object) -> tuple[str, str]:
    if field in ("bullet", "paragraph"):
        return f'{field} "{found}" is not a number.', 'Write 5, 3-6 or "3, 8".'
    if field in ("language", "languages", "[key]"):
        return f'"{found}" is not the code of a language.', "Write en, fr, kk, ru, zh-Hans."
    allowed = (
        "Use letters, digits, hyphen, dot and underscore, 80 at most, a letter or digit first."
    )
    return f'"{found}" cannot be an id.', allowed


def _own_words(detail: ErrorDetails) -> tuple[str, str]:
    """Return a validator's own message, cut after its first sentence."""
    message = detail["msg"].removeprefix("Value error, ")
    what, dot, fix = message.partition(". ")
    return what + ("." if dot else ""), fix


def _name_of(found: object) -> str:
    if isinstance(found, dict):
        return "a map"
    return "a list" if isinstance(found, list) else f'"{found}"'


def _fields(model: type[BaseModel] | None) -> list[str]:
    return list(model.model_fields) if model else []


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Follow *path* through the annotations of *model* to the model that stands there."""
    here: type[BaseModel] | None = model
    for part in path:
        if here is None or (isinstance(part, str) and part not in here.model_fields):
            return None
        if isinstance(part, str):
            here = _model_in(here.model_fields[part].annotation)
    return here


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return None if annotation is Text else annotation
    return next((found for arg in get_args(annotation) if (found := _model_in(arg))), None)
