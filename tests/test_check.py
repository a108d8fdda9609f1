"""Every problem of a project at once, in words, at its place; and nothing but problems.

A folder in data/broken is one fault: its files are laid over the tiny sound project, and
expected.txt has what a check must say, word for word. A new fault is a new folder.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import DATA

from generator.check import check
from generator.load import load
from generator.model import Item
from generator.model.references import named_by, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Accede

    from generator.model import Dataset

BROKEN = {path.name: path for path in sorted((DATA / "broken").iterdir())}
REQUIRED = {
    "syntax",
    "unknown-key",
    "missing-key",
    "wrong-value",
    "duplicate-key",
    "duplicate-id",
    "id-against-file-name",
    "unknown-body",
    "unknown-document",
    "unknown-evidence",
    "unknown-topic",
    "unknown-relation-target",
    "impossible-date",
    "fact-after-its-recording",
    "status-before-the-item",
    "status-without-evidence",
    "alias-bomb",
    "nesting-bomb",
    "not-utf-8",
    "empty-file",
    "list-for-map",
}


def _lay(faults: list[Path], folder: Path) -> Path:
    """Lay *faults* over a copy of the tiny sound project in *folder*."""
    shutil.copytree(DATA / "sound", folder, dirs_exist_ok=True)
    for fault in faults:
        shutil.copytree(
            fault,
            folder / "recommendations",
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("expected.txt"),
        )
    return folder


def _said(project: Path) -> list[str]:
    return [str(problem) for problem in check(load(project))]


def _expected(fault: Path) -> list[str]:
    return (fault / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_the_sound_project_is_sound() -> None:
    """What the faults are laid over has none itself."""
    assert _said(DATA / "sound") == []


def test_every_fault_is_there() -> None:
    """The faults that a check must know are all tried, and each expects something."""
    assert set(BROKEN) >= REQUIRED
    assert [name for name, fault in BROKEN.items() if not _expected(fault)] == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_told_word_for_word(tmp_path: Path, name: str) -> None:
    """The answer to a fault has its place, the record, what is wrong and what to write."""
    assert _said(_lay([BROKEN[name]], tmp_path)) == _expected(BROKEN[name])


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_told_in_words(name: str) -> None:
    """No message falls back on the language of programmers."""
    for line in _expected(BROKEN[name]):
        for word in ("pydantic", "validat", "input", "NoneType", "object at", "str_type", "loc="):
            assert word not in line.lower()


def test_all_problems_at_once(tmp_path: Path, accede: Accede) -> None:
    """Faults of different files are told together, in order of file, line and column."""
    together = ["wrong-value", "unknown-relation-target", "duplicate-id", "long-short-form"]
    project = _lay([BROKEN[name] for name in together], tmp_path)
    ran = accede("check", cwd=project)
    assert ran.lines == sorted(line for name in together for line in _expected(BROKEN[name]))
    assert (ran.code, ran.stderr) == (1, "1 items read: 3 errors, 1 warning.\n")


def test_all_problems_of_one_record_at_once(tmp_path: Path) -> None:
    """Three slips in one record are three problems, not the first of them."""
    project = _lay([], tmp_path)
    path = project / "recommendations" / "items" / "report-2020" / "press-1.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in {
        "kind: rec": "kind: reco",
        "made_by:": "made_bye:",
        "2021-03": "2021-3",
    }.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    places = [line.split(": ")[0].partition("press-1.yaml:")[2] for line in _said(project)]
    assert places == ["1:1", "2:7", "6:1", "11:12"]


@pytest.mark.parametrize(
    ("name", "usual", "strict"),
    [("law-moved-on", 0, 0), ("status-without-evidence", 0, 1), ("wrong-value", 1, 1)],
)
def test_a_warning_counts_in_a_strict_check(
    tmp_path: Path, accede: Accede, name: str, usual: int, strict: int
) -> None:
    """An error ends a check with 1, a warning only a strict one, a notice none; all are shown."""
    project = _lay([BROKEN[name]], tmp_path)
    lax, hard = accede("check", cwd=project), accede("check", "--strict", cwd=project)
    assert (lax.code, hard.code) == (usual, strict)
    assert lax.lines == hard.lines == _expected(BROKEN[name])


def test_a_check_changes_nothing(tmp_path: Path, accede: Accede) -> None:
    """A check of broken data leaves every file as it was; what it keeps stands in `.accede/`."""
    project = _lay([BROKEN["wrong-value"], BROKEN["duplicate-id"]], tmp_path)
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert accede("check", cwd=project).code == 1
    after = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    kept = {path for path in after if path.is_relative_to(project / ".accede")}
    assert {path: after[path] for path in after.keys() - kept} == before


def _places(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield at
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(part, (*at, key))


def _with(value: Any, at: tuple[str | int, ...], odd: object) -> Any:
    """Return *value* with what stands at *at* replaced."""
    if not at:
        return odd
    changed: Any = value.copy()
    changed[at[0]] = _with(value[at[0]], at[1:], odd)
    return changed


ODD: tuple[object, ...] = ("x", "", "2020-13", "9" * 400, None, [], {}, ["x"], {"x": "y"}, [None])


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:12])
def test_no_value_is_too_odd(tmp_path: Path, odd: object) -> None:
    """Whatever stands wherever in a record, the answer is problems in words, not a traceback."""
    name = Path("recommendations") / "items" / "report-2020" / "press-1.yaml"
    path = _lay([], tmp_path) / name
    record = yaml.load(path.read_bytes(), yaml.BaseLoader)  # noqa: S506 - makes strings only
    places = list(_places(record))
    assert len(places) > 20
    for at in places:
        path.write_text(json.dumps(_with(record, at, odd)), encoding="utf-8")
        for line in _said(tmp_path):
            assert re.match(r"recommendations/\S+: ", line)
            assert not re.search("Input|valid|pydantic|NoneType", line)


def test_checking_twice_says_the_same(tmp_path: Path) -> None:
    """A check adds nothing to what was loaded."""
    loaded = load(_lay([BROKEN["unknown-body"]], tmp_path))
    assert check(loaded) == check(loaded)
    assert loaded.problems == []


def test_a_missing_register_is_one_problem(tmp_path: Path) -> None:
    """Not one for each record that names something in it; one that nothing is named of is none."""
    project = _lay([], tmp_path)
    names = ("topics", "evidence", "cases")
    for name in names:
        (project / "recommendations" / f"{name}.yaml").unlink(missing_ok=True)
    told = _said(project)
    assert [line.partition(": ")[0] for line in told] == [
        "recommendations/evidence.yaml",
        "recommendations/topics.yaml",
    ]
    assert "there is no such file, and 1 id of it is named: media." in told[1]


def test_a_broken_register_is_one_problem(tmp_path: Path) -> None:
    """While a register cannot be read, nobody is told that what it holds is missing."""
    assert len(_said(_lay([BROKEN["broken-register"]], tmp_path))) == 1


def test_a_record_that_cannot_be_read_is_no_missing_one(tmp_path: Path) -> None:
    """A link to an item whose file is at fault is no second problem."""
    for name in ("syntax", "not-utf-8", "list-for-map", "missing-key", "empty-file"):
        said = _said(_lay([BROKEN[name]], tmp_path / name))
        assert [line for line in said if "press-2" in line] == []


def test_every_reference_is_followed() -> None:
    """Every field that holds an id is found, however deep it stands."""
    item = Item.model_validate(
        {
            "id": "x",
            "kind": "pledge",
            "title": "x",
            "text": "x",
            "source": {"document": "document-1"},
            "made_by": "body-1",
            "made_to": "body-2",
            "reported_by": "body-3",
            "addressee": "body-4",
            "also": ["body-5"],
            "topic": "topic-1",
            "standing": {
                "state": "carried",
                "on": "2020",
                "carried": {
                    "to": "x",
                    "instrument": "instrument-1",
                    "confirmed_by": "body-6",
                    "evidence": ["evidence-1"],
                },
            },
            "legal_refs": [{"instrument": "instrument-2"}],
            "relations": [{"type": "continues", "to": ["item-1", "item-2"]}],
            "responses": [
                {
                    "answer": "noted",
                    "by": "body-7",
                    "on": "2020",
                    "recorded_on": "2021-01-01",
                    "evidence": ["evidence-2"],
                    "audience": ["body-8"],
                }
            ],
            "assessments": [
                {
                    "as_of": "2020",
                    "recorded_on": "2021-01-01",
                    "by": "body-9",
                    "summary": "x",
                    "evidence": ["evidence-3"],
                    "audience": ["body-10"],
                }
            ],
            "asks": [{"on": "2020", "text": "x", "short": "x", "evidence": ["evidence-4"]}],
            "notes": [{"text": "x", "evidence": ["evidence-5"], "audience": ["body-11"]}],
            "cases": ["case-1"],
            "audience": ["body-12"],
        }
    )
    found = {(kind, name) for _, kind, name in references(item)}
    expected = {("documents", "document-1"), ("topics", "topic-1"), ("cases", "case-1")}
    expected |= {("items", f"item-{n}") for n in (1, 2)}
    expected |= {("instruments", f"instrument-{n}") for n in (1, 2)}
    expected |= {("evidence", f"evidence-{n}") for n in range(1, 6)}
    expected |= {("bodies", f"body-{n}") for n in range(1, 13)}
    assert found == expected


def test_the_quick_walk_finds_what_the_walk_with_paths_finds(dataset: Dataset) -> None:
    """Of every record of the bundled dataset, both name the same others."""
    for kind in ("bodies", "documents", "evidence", "instruments", "items", "topics", "packs"):
        for record in getattr(dataset, kind).values():
            found = dict.fromkeys((kind, name) for _, kind, name in references(record))
            assert [*named_by(record)] == [*found]
