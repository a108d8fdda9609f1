"""What pydantic finds wrong, in words a person can act on, at the place where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from generator.model import Text
from generator.problems import Problem, did_you_mean
from generator.said import NOTHING, MistakeError, Said, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from generator.yamlsource import Source

Path = tuple[str | int, ...]

# Note: what stands there instead: "a map", "a list", or a word in quotation marks.
_A_MAP = (said("a map (key: value lines) should stand here, not %(found)s."), NOTHING)
_A_LIST = (
    said("a list should stand here, not %(found)s."),
    said("Write [one, two], or a line with a hyphen for each."),
)
_A_WORD = (said("a word should stand here, not %(found)s."), NOTHING)
_NO_DAY = (
    said("%(field)s %(found)s is not a day of the calendar."),
    said("Write it as 2026-11-21."),
)
_NO_NUMBER = (said("%(field)s %(found)s is not a whole number."), said("Write it in digits."))
_NEITHER = (said("%(field)s %(found)s is neither yes nor no."), said("Write yes or no."))
_EMPTY_ENTRY = said("an entry is empty.")
_FILL = said("Fill it, or take the line out.")
# So many mistakes of one record are told; no person has made more.
_MOST = 100
# pydantic's name of an error: what is wrong, and what to write instead.
_SHAPES = {
    "missing": (said('"%(name)s" is missing.'), said("Add a line %(field)s: ...")),
    "model_type": _A_MAP,
    "model_attributes_type": _A_MAP,
    "dict_type": _A_MAP,
    "tuple_type": _A_LIST,
    "list_type": _A_LIST,
    "string_type": _A_WORD,
    "string_too_short": (said("%(field)s is empty."), _FILL),
    "int_parsing": _NO_NUMBER,
    "int_type": _NO_NUMBER,
    "int_parsing_size": (said("%(field)s %(found)s is too much."), NOTHING),
    "date_parsing": _NO_DAY,
    "date_from_datetime_parsing": _NO_DAY,
    "date_from_datetime_inexact": _NO_DAY,
    "date_type": _NO_DAY,
    "bool_parsing": _NEITHER,
    "bool_type": _NEITHER,
    "less_than_equal": (said("%(field)s %(found)s is too much."), said("Write %(le)s or less.")),
    "greater_than_equal": (
        said("%(field)s %(found)s is too little."),
        said("Write %(ge)s or more."),
    ),
}


def complaints(
    error: ValidationError, model: type[BaseModel], source: Source, at: Path, record: str
) -> Iterator[Problem]:
    """Put each of *error*'s findings about the record at *at* in *source* into words."""
    found = error.errors(include_url=False)
    if len(found) > _MOST:
        more = said("%(n)s more things are wrong with this.", n=len(found) - _MOST)
        yield Problem(source.place(at), record, more)
    for detail in found[:_MOST]:
        path = tuple(part for part in detail["loc"] if part not in ("translations", "plain"))
        of_key = detail["type"] == "extra_forbidden"
        place = source.place((*at, *path), of_key=of_key)
        what, fix = _in_words(detail, model, path)
        yield Problem(place, record, what, fix)


def _in_words(detail: ErrorDetails, model: type[BaseModel], path: Path) -> tuple[Said, Said]:
    """Return what is wrong, and what to write instead."""
    kind, found, limits = detail["type"], detail["input"], detail.get("ctx", {})
    field = next((part for part in reversed(path) if isinstance(part, str)), "")
    if found is None:
        return said("%(field)s is empty.", field=field) if field else _EMPTY_ENTRY, _FILL
    if kind == "extra_forbidden":
        known = _fields(_model_at(model, path[:-1]))
        what = said('"%(name)s" is not a known field.', name=path[-1])
        return what, did_you_mean(str(path[-1]), known)
    if kind in ("enum", "literal_error"):
        choices = re.findall(r"'([^']+)'", str(limits.get("expected", "")))
        what = said("%(field)s %(found)s is not known.", field=field, found=_name_of(found))
        return what, did_you_mean(str(found), choices)
    if kind == "string_pattern_mismatch":
        return _pattern(field, found)
    if kind in _SHAPES:
        what, fix = _SHAPES[kind]
        name = path[-1] if path else ""
        values = {"field": field, "name": name, "found": _name_of(found), **limits}
        return what.filled(**values), fix.filled(**values)
    return _own_words(detail)


def _pattern(field: str, found: object) -> tuple[Said, Said]:
    if field in ("bullet", "paragraph"):
        what = said('%(field)s "%(found)s" is not a number.', field=field, found=found)
        return what, said('Write 5, 3-6 or "3, 8".')
    if field in ("language", "languages", "[key]"):
        what = said('"%(found)s" is not the code of a language.', found=found)
        return what, said("Write en, fr, kk, ru, zh-Hans.")
    if field == "address":
        what = said('"%(found)s" is no address of the web.', found=found)
        return what, said("Write one that begins with https:// and has no spaces.")
    return said('"%(found)s" cannot be an id.', found=found), said(
        "Use letters, digits, hyphen, dot and underscore, 80 at most, a letter or digit first."
    )


def _own_words(detail: ErrorDetails) -> tuple[Said, Said]:
    """Return a validator's own message, or what pydantic says."""
    own = detail.get("ctx", {}).get("error")
    if isinstance(own, MistakeError):
        return own.what, own.fix
    message = detail["msg"]
    return said(message), NOTHING


def _name_of(found: object) -> Said:
    if isinstance(found, dict):
        return said("a map")
    return said("a list") if isinstance(found, list) else said('"%(word)s"', word=found)


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
