"""The JSON Schemas serve editors: they keep to what editors know, and mark what accede would."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from conftest import DATA, ROOT

from generator.load import MODELS, REGISTERS
from generator.load.schema import schema_texts, schemas
from generator.model import Item, Meeting, Project
from generator.yamlsource import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STARTER = ROOT / "templates" / "starter"
ANNOTATIONS = {"title", "description", "default", "$schema", "definitions"}
# The keywords of draft-07 that we use, and what stands beneath them.
KEYWORDS = {
    "$ref": "word",
    "type": "word",
    "enum": "word",
    "pattern": "word",
    "format": "word",
    "minimum": "word",
    "maximum": "word",
    "minLength": "word",
    "minProperties": "word",
    "required": "word",
    "additionalProperties": "word",
    "items": "schema",
    "anyOf": "schemas",
    "allOf": "schemas",
    "properties": "named",
    "patternProperties": "named",
    "definitions": "named",
}
TYPES = {"string", "number", "integer", "boolean", "object", "array", "null"}


def _walk(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield a schema and every schema in it."""
    yield schema
    for keyword, value in schema.items():
        below = KEYWORDS.get(keyword, "word")
        inner = {"schema": [value], "schemas": value, "named": getattr(value, "values", list)()}
        for part in inner.get(below, ()):
            yield from _walk(part)


@pytest.mark.parametrize("kind", MODELS)
def test_a_schema_keeps_to_what_editors_know(kind: str) -> None:
    """Every keyword is one of draft-07, and nothing stands beside a reference, where it is lost."""
    schema = schemas()[kind]
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    parts = list(_walk(schema))
    assert len(parts) > 10
    for part in parts:
        assert set(part) <= set(KEYWORDS) | ANNOTATIONS
        assert "$ref" not in part or len(part) == 1
        types = part.get("type", [])
        assert set([types] if isinstance(types, str) else types) <= TYPES
        assert isinstance(part.get("additionalProperties", False), bool)


@pytest.mark.parametrize("kind", MODELS)
def test_every_reference_is_defined(kind: str) -> None:
    """What a schema refers to stands in it: an editor fetches nothing."""
    schema = schemas()[kind]
    for part in _walk(schema):
        if "$ref" in part:
            assert part["$ref"].removeprefix("#/definitions/") in schema["definitions"]


@pytest.mark.parametrize("kind", MODELS)
def test_a_schema_has_the_fields_of_its_model(kind: str) -> None:
    """Each field of a record is known, no other is, and a register is a list of records."""
    schema = schemas()[kind]
    assert (schema.get("type") == "array") is (kind in REGISTERS)
    record = schema
    if kind in REGISTERS:
        record = schema["definitions"][schema["items"]["$ref"].rpartition("/")[2]]
    fields = MODELS[kind].model_fields
    assert set(record["properties"]) == set(fields)
    assert set(record["required"]) == {name for name, f in fields.items() if f.is_required()}
    assert record["additionalProperties"] is False


def test_the_command_prints_what_editors_get(bundled: Path, accede: Any) -> None:
    """`accede schema KIND` prints the text that init writes."""
    done = accede("schema", "items", cwd=bundled)
    assert done.stdout == schema_texts()["items"]


# In the editor


@dataclass(frozen=True)
class Opened:
    """What the editor underlines in a file, and what it offers at a place."""

    marked: list[str]
    offered: list[str]


class Editor:
    """VS Code's YAML server, and a folder with the schemas."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "recommendations/.schema").mkdir(parents=True)
        for kind, text in schema_texts().items():
            (folder / f"recommendations/.schema/{kind}.json").write_text(text)

    def open(self, *files: dict[str, Any]) -> list[Opened]:
        """Open files one after the other."""
        usual = {"schema": None, "at": [0, 0]}
        done = subprocess.run(
            ["node", DATA / "schema" / "editor.cjs"],  # noqa: S607 - the machine's own
            input=json.dumps([usual | file for file in files]),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [Opened(**told) for told in json.loads(done.stdout)]

    def file(self, path: Path, project: Path) -> dict[str, Any]:
        """Return a file of *project* to open: by its first line, else by its kind."""
        name = path.relative_to(project / "recommendations")
        text = path.read_text(encoding="utf-8")
        kind = name.parts[0].removesuffix(".yaml")
        schema = self.folder / f"recommendations/.schema/{kind}.json"
        by_line = text.startswith("# yaml-language-server")
        return {
            "path": str(self.folder / "recommendations" / name),
            "text": text,
            "schema": None if by_line else str(schema),
        }


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Editor:
    """Return the editor; `.ci/run` installs it."""
    modules = os.environ.get("ACCEDE_NODE_MODULES")
    if not modules:
        pytest.skip("VS Code's YAML server is not here (ACCEDE_NODE_MODULES): .ci/run installs it")
    return Editor(tmp_path_factory.mktemp("editor"))


@pytest.mark.parametrize("project", [ROOT, STARTER], ids=["bundled", "starter"])
def test_sound_files_are_not_marked(editor: Editor, project: Path) -> None:
    """No file of the bundled dataset nor of the starter has a line under it."""
    paths = sorted((project / "recommendations").rglob("*.yaml"))
    opened = editor.open(*(editor.file(path, project) for path in paths))
    marked = {str(p): o.marked for p, o in zip(paths, opened, strict=True) if o.marked}
    assert marked == {}
    assert len(paths) >= 10
    assert len({path.parent for path in paths}) > 2


ITEM = """\
# yaml-language-server: $schema=../../.schema/items.json
id: 2015
kind: recommendation
title: 1.10
text: {en: true, ru: Да}
source: {document: d, bullet: 5, heading: 1984, paragraph: 3-6}
made_by: NO
made_on: 2015
made_to:
addressee: gov
topic: t
themes: [2020, on]
priority: 1
standing: {state: closed, on: 2015-06}
relations:
  - {type: overlaps, to: other}
  - {type: overlaps, to: [other, 7]}
assessments:
  - as_of: after 2015-06
    recorded_on: 2026-11-21
    status: not-implemented
    summary: Nothing.
    evidence: [S1, 2]
"""
MEETING = """\
# yaml-language-server: $schema=../.schema/meetings.json
id: m
on: 2026-12-03
body: gov
outcomes:
  - {item: a, raised: true, by_when: 2027}
  - {item: b, raised: no, by_when: the next dialogue}
"""
PROJECT = """\
# yaml-language-server: $schema=.schema/project.json
format: 1
title: 2015
subject: gov
subject_name: Gov
publisher: desk
about: 1984
as_of: 2026-11-21
"""
WRONG = {
    "a word of no scale": ("kind: recommendation", "kind: pleg", "3: Value is not accepted"),
    "an unknown field": ("topic: t", "topik: t", "11: Property topik is not allowed"),
    "a field left out": ("topic: t\n", "", '2: Missing property "topic"'),
    "no number": ("priority: 1", "priority: high", "13: Incorrect type. Expected"),
    "too large a number": ("priority: 1", "priority: 4", "13: Value is above the maximum"),
    "no date": ("made_on: 2015", "made_on: May 2015", "8: String does not match the pattern"),
    "half a day": ("recorded_on: 2026-11-21", "recorded_on: 2026-11", "20: "),
    "no id": ("made_by: NO", "made_by: a/b", "7: String does not match the pattern"),
    "a list for a word": ("addressee: gov", "addressee: [gov]", "10: Incorrect type. Expected"),
    "a gap": ("title: 1.10", "title:", "4: "),
    "a wrong status": ("not-implemented", "undone", "21: Value is not accepted"),
}


def test_numbers_and_booleans_may_stand_for_words(editor: Editor) -> None:
    """What YAML 1.2 reads as 2015, 1.10, true or a boolean no is no mistake, as in accede."""
    paths = ("items/d/2015.yaml", "meetings/m.yaml", "project.yaml")
    opened = editor.open(
        *(
            {"path": str(editor.folder / "recommendations" / path), "text": text}
            for path, text in zip(paths, (ITEM, MEETING, PROJECT), strict=True)
        )
    )
    assert [told.marked for told in opened] == [[], [], []]
    for model, text in ((Item, ITEM), (Meeting, MEETING), (Project, PROJECT)):
        model.model_validate(read(text.encode(), "x")[0].root)


def test_mistakes_are_marked(editor: Editor) -> None:
    """What accede would complain of is underlined where it stands."""
    path = str(editor.folder / "recommendations/items/d/2015.yaml")
    opened = editor.open(
        *({"path": path, "text": ITEM.replace(old, new)} for old, new, _ in WRONG.values())
    )
    told = dict(zip(WRONG, opened, strict=True))
    for case, (old, new, mark) in WRONG.items():
        assert ITEM.replace(old, new) != ITEM
        assert any(line.startswith(mark) for line in told[case].marked), (case, told[case].marked)


def test_a_file_without_a_schema_line_is_looked_at_too(editor: Editor) -> None:
    """What the settings of an editor say of a file's kind marks it as its first line would."""
    folder = editor.folder / "recommendations"
    (told,) = editor.open(
        {
            "path": str(folder / "bodies.yaml"),
            "text": "- id: a\n  type: ngoo\n  name: A\n",
            "schema": str(folder / ".schema/bodies.json"),
        }
    )
    assert [mark.partition(":")[0] for mark in told.marked] == ["2"]


def test_words_are_offered(editor: Editor) -> None:
    """Completion knows the words of a scale, and the fields that are not there yet."""
    path = str(editor.folder / "recommendations/items/d/2015.yaml")
    text = ITEM.replace("status: not-implemented", "status: ") + "\n"
    lines = text.splitlines()
    status = next(number for number, line in enumerate(lines) if "status: " in line)
    at_status, at_end = editor.open(
        {"path": path, "text": text, "at": [status, len(lines[status])]},
        {"path": path, "text": text, "at": [len(lines) - 1, 0]},
    )
    assert {"not-implemented", "reversed", "fully-implemented"} <= set(at_status.offered)
    assert {"deadline", "notes", "quote"} <= set(at_end.offered)
    assert "topic" not in at_end.offered


def test_a_draft_finds_its_schema(editor: Editor, accede: Any) -> None:
    """A file that `accede new` starts is marked at its gaps, and nowhere else."""
    folder = editor.folder
    shutil.copytree(STARTER / "recommendations", folder / "recommendations", dirs_exist_ok=True)
    done = accede("new", "item", "own-1", "--title", "T", cwd=folder)
    path = folder / done.stdout.strip()
    (told,) = editor.open(editor.file(path, folder))
    lines = path.read_text(encoding="utf-8").splitlines()
    gaps = {
        number
        for number, line in enumerate(lines, 1)
        if line in ("text:", "made_by:", "addressee:")
    }
    assert len(gaps) == 3
    assert {int(mark.partition(":")[0]) for mark in told.marked} == gaps
