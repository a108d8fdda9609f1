"""The JSON Schema of each kind of file, in the part of draft-07 that editors know.

An editor reads YAML 1.2: it takes 2015 for a number and true for a boolean, where accede keeps
what was written. So wherever a word may stand, the schema lets these stand too.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from generator.load import MODELS, REGISTERS

Schema = dict[str, Any]
_DRAFT = "http://json-schema.org/draft-07/schema#"
_DEFINITIONS = "#/definitions/"


class _AsEditorsRead(GenerateJsonSchema):
    """Pydantic's schemas, loosened where accede takes more than an editor would think."""

    def str_schema(self, schema: Any) -> Schema:  # noqa: ANN401 - pydantic's own
        """Let a number or a boolean stand where a word may."""
        return super().str_schema(schema) | {"type": ["string", "number", "boolean"]}

    def bool_schema(self, schema: Any) -> Schema:  # noqa: ANN401, ARG002 - pydantic's own
        """Let people write yes and no, which are words in YAML 1.2."""
        return {"enum": [True, False, "yes", "no"]}

    def function_before_schema(self, schema: Any) -> Schema:  # noqa: ANN401 - pydantic's own
        """Let one stand for a list of one, where the model takes it so."""
        inner = super().function_before_schema(schema)
        return {"anyOf": [inner["items"], inner]} if inner.get("type") == "array" else inner

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - pydantic's own
        """Leave out titles that only say the name of the field again."""
        return False


def schemas() -> dict[str, Schema]:
    """Return the JSON Schema of each kind of file; a register is a list of records."""
    return {kind: _schema(kind) for kind in MODELS}


def schema_texts() -> dict[str, str]:
    """Return the schemas as editors find them in a project, by kind of file."""
    return {kind: json.dumps(schema, indent=2) + "\n" for kind, schema in schemas().items()}


def _schema(kind: str) -> Schema:
    model = MODELS[kind]
    one = model.model_json_schema(
        schema_generator=_AsEditorsRead, ref_template=_DEFINITIONS + "{model}"
    )
    definitions = one.pop("$defs", {})
    if kind in REGISTERS:
        definitions[model.__name__] = one
        one = {"type": "array", "items": {"$ref": _DEFINITIONS + model.__name__}}
    found: Schema = _in_draft_07({**one, "definitions": definitions})
    return {"$schema": _DRAFT, **found}


def _in_draft_07(part: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Put what stands beside a reference where draft-07 sees it; drop defaults of nothing."""
    if isinstance(part, list):
        return [_in_draft_07(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    kept = {
        key: _in_draft_07(inner)
        for key, inner in part.items()
        if key != "default" or inner not in (None, [])
    }
    if "$ref" in kept and len(kept) > 1:
        kept["allOf"] = [{"$ref": kept.pop("$ref")}]
    return kept
