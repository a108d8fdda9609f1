"""The text of a new record: with remarks that teach, from a template, or plain, from its values."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, get_args

from jinja2 import FileSystemLoader, StrictUndefined
from pydantic import ValidationError, create_model

from generator import yamlsource
from generator.assets import refuse_strays
from generator.files import RefusedError
from generator.load import FOLDER, MODELS, REGISTERS
from generator.load.complaints import complaints
from generator.model import Record
from generator.model.values import Ref
from generator.problems import did_you_mean
from generator.said import said
from generator.sandbox import Sandbox, bounds
from generator.yamltext import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from pydantic.fields import FieldInfo

    from generator.load import Loaded

# What a person calls one record, and the kind of file that holds it.
KINDS = {
    "item": "items",
    "topic": "topics",
    "document": "documents",
    "evidence": "evidence",
    "body": "bodies",
    "case": "cases",
    "meeting": "meetings",
}
SCHEMAS = ".schema"
# What a template of the project's own may take for a record of a page.
_SECONDS = 20
_MEGABYTES = 500


def file_of(word: str, name: str, document: str = "") -> str:
    """Return the file, from the project's folder, that holds or will hold a record."""
    kind = KINDS[word]
    if kind in REGISTERS:
        return f"{FOLDER}/{kind}.yaml"
    return "/".join(part for part in (FOLDER, kind, document, f"{name}.yaml") if part)


def schema_file(word: str) -> str:
    """Return the file, from the project's folder, with the JSON Schema of a kind of record."""
    return f"{FOLDER}/{SCHEMAS}/{KINDS[word]}.json"


def schema_line(word: str, file: str) -> str:
    """Return the line by which editors find the schema of *file*."""
    up = "../" * (file.count("/") - 1)
    return f"# yaml-language-server: $schema={up}{SCHEMAS}/{KINDS[word]}.json\n"


def draft(
    word: str, values: Mapping[str, str | None], today: date, folders: tuple[Path, ...]
) -> str:
    """Return a commented record; a value that is None is a gap, which accede check names.

    Of a register it is an entry of the list, after an empty line.
    """
    environment = Sandbox(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    refuse_strays(folders)
    name = f"new/{word}.yaml.j2"
    given = {**values, "today": today, "field": _field(values), "optional": _optional(values)}
    try:
        with bounds(folders, _SECONDS, _MEGABYTES):
            return environment.get_template(name).render(given)
    except Exception as error:
        raise RefusedError(said("%(file)s: %(why)s", file=name, why=error)) from error


def _field(values: Mapping[str, str | None]) -> Callable[..., str]:
    def field(name: str, key: str = "") -> str:
        """Return the line of a field that has to be there, be it a gap."""
        value = values[name]
        return f"{key or name}:" if value is None else plain({key or name: value}).rstrip("\n")

    return field


def _optional(values: Mapping[str, str | None]) -> Callable[..., str]:
    def optional(name: str, example: str, remark: str = "") -> str:
        """Return the line of a field that may be left out, else an example in a remark."""
        value = values.get(name)
        if value is not None:
            return plain({name: value}).rstrip("\n")
        return f"# {name}: {example}" + (f"  # {remark}" if remark else "")

    return optional


def gaps(text: str) -> list[str]:
    """Return the names of the fields that a draft leaves open."""
    return list(_gaps(yamlsource.read(text.encode(), "")[0].root))


def _gaps(value: yamlsource.Value) -> Iterator[str]:
    if isinstance(value, yamlsource.Mapping):
        yield from (key for key, part in value.items() if part is None)
    inner = value.values() if isinstance(value, yamlsource.Mapping) else value
    for part in inner if not isinstance(inner, str | None) else ():
        yield from _gaps(part)


def choices(kind: str, steps: list[str], loaded: Loaded) -> tuple[str, ...] | None:
    """Return what may stand in a field: ids, or the words of a scale; None if it is free."""
    info = _field_at(kind, steps)
    for part in (*info.metadata, *_parts(info.annotation)):
        if isinstance(part, Ref) and part.kind not in loaded.unread:
            return tuple(name for found, name in loaded.spots if found == part.kind)
        if isinstance(part, type) and issubclass(part, Enum):
            return tuple(member.value for member in part)
    return None


def faults(kind: str, steps: list[str], value: object, known: tuple[str, ...] | None) -> list[str]:
    """Say what keeps *value* from standing in a field, of which *known* are the choices."""
    if known is not None and value not in known:
        return [f'"{value}" is not known. {did_you_mean(str(value), known)}'.rstrip()]
    info = _field_at(kind, steps)
    one: Any = create_model("One", __base__=Record, **{steps[-1]: (info.annotation, info)})  # type: ignore[call-overload] # a field by its name
    try:
        one.model_validate({steps[-1]: value})
    except ValidationError as error:
        found = complaints(error, one, yamlsource.Source("", None), (), "")
        return [f"{problem.what} {problem.fix}".rstrip() for problem in found]
    return []


def _field_at(kind: str, steps: list[str]) -> FieldInfo:
    model = MODELS[kind]
    for step in steps[:-1]:
        parts = _parts(model.model_fields[step].annotation)
        model = next(p for p in parts if isinstance(p, type) and issubclass(p, Record))
    return model.model_fields[steps[-1]]


def _parts(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    """Yield an annotation and all that it is made of."""
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)
