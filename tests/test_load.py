"""A folder of YAML files to a Dataset and problems."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import DATA

from generator.dates import parse
from generator.load import load
from generator.model import Standing

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model import Dataset

ITEM = """\
id: {name}
kind: recommendation
title: {title}
text: Repeal the Press Law.
source: {{document: report-2020, heading: To the Government, bullet: {bullet}}}
made_by: desk
addressee: gov
topic: media
standing: {{state: live}}
"""


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Return a copy of the tiny sound project."""
    shutil.copytree(DATA / "sound", tmp_path, dirs_exist_ok=True)
    return tmp_path


def _write(project: Path, name: str, content: str) -> None:
    path = project / "recommendations" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _dataset(project: Path) -> Dataset:
    loaded = load(project)
    assert loaded.dataset is not None
    assert [str(problem) for problem in loaded.problems] == []
    return loaded.dataset


def test_the_tiny_project_is_read(sound: Path) -> None:
    """Every file of a project becomes records, under their ids."""
    dataset = _dataset(sound)
    assert dataset.project.publisher == "desk"
    assert list(dataset.bodies) == ["desk", "gov", "council"]
    assert list(dataset.items) == ["press-1", "press-2"]
    assert (list(dataset.cases), list(dataset.meetings)) == ([], [])
    item = dataset.items["press-1"]
    assert item.standing.state is Standing.LIVE
    assert item.assessments[0].as_of == parse("2021-03")
    assert dataset.items["press-2"].relations[0].to == ("press-1",)


@pytest.mark.parametrize("title", ["NO", "1.10", "12:30", "2026-11-21", "true", "0x1F"])
def test_a_value_is_kept_as_written(sound: Path, title: str) -> None:
    """Nothing that YAML could take for something else is changed on its way into a text."""
    _write(
        sound, "items/report-2020/press-1.yaml", ITEM.format(name="press-1", title=title, bullet=1)
    )
    assert _dataset(sound).items["press-1"].title.wording("en", "en") == (title, "en")


def test_an_id_is_kept_as_written(sound: Path) -> None:
    """An id that looks like a number, a time or an answer is the id it is."""
    for name in ("1.10", "NO", "007"):
        _write(sound, f"items/report-2020/{name}.yaml", ITEM.format(name=name, title="x", bullet=9))
    assert {"1.10", "NO", "007"} <= set(_dataset(sound).items)


def test_items_come_in_the_order_of_their_documents(sound: Path) -> None:
    """Items stand by document, then heading, then number, then id: not by file name."""
    _write(
        sound,
        "documents.yaml",
        "- {id: later-2021, title: B, publisher: desk, date: 2021}\n"
        "- id: report-2020\n  title: A\n  publisher: desk\n  date: 2020\n"
        "  headings: [To the Council, To the Government]\n",
    )
    places = {
        "a": "{document: report-2020, paragraph: 1}",
        "b": "{document: report-2020, heading: To the Government, bullet: '10'}",
        "c": "{document: report-2020, heading: To the Government, bullet: '9, 12'}",
        "d": "{document: report-2020, heading: To the Council, bullet: 11-12}",
        "f": "{document: later-2021, paragraph: 3}",
        "e": "{document: later-2021, paragraph: 3}",
    }
    shutil.rmtree(sound / "recommendations" / "items" / "report-2020")
    for name, source in places.items():
        text = ITEM.format(name=name, title=name, bullet=1)
        lines = [f"source: {source}" if x.startswith("source") else x for x in text.splitlines()]
        _write(sound, f"items/any/{name}.yaml", "\n".join(lines))
    assert list(_dataset(sound).items) == ["e", "f", "d", "c", "b", "a"]


def test_the_publisher_speaks_without_a_name(sound: Path) -> None:
    """An assessment signed by the dataset's own publisher is the publisher's, as without `by`."""
    entry = "{as_of: 2021-04, recorded_on: 2026-11-21, by: desk, status: reversed}"
    other = "{as_of: 2021-05, recorded_on: 2026-11-21, by: council, status: fully-implemented}"
    text = ITEM.format(name="press-1", title="x", bullet=1)
    _write(
        sound,
        "items/any/press-3.yaml",
        text.replace("press-1", "press-3") + f"assessments: [{entry}, {other}]",
    )
    item = _dataset(sound).items["press-3"]
    assert [e.by for e in item.assessments] == [None, "council"]
    assert item.status_at(parse("2022").last) == "reversed"


def test_a_register_may_be_missing(sound: Path) -> None:
    """A project without evidence, cases or instruments is a project."""
    for name in ("instruments", "packs"):
        (sound / "recommendations" / f"{name}.yaml").unlink()
    dataset = _dataset(sound)
    assert (len(dataset.instruments), len(dataset.packs)) == (0, 0)


def test_a_record_at_fault_costs_only_itself(sound: Path) -> None:
    """What is sound is read; what is not leaves its problems, and its id is known."""
    path = sound / "recommendations" / "items" / "report-2020" / "press-1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("topic: media", ""), encoding="utf-8")
    loaded = load(sound)
    assert loaded.dataset is not None
    assert list(loaded.dataset.items) == ["press-2"]
    assert len(loaded.problems) == 1
    assert loaded.knows("items", "press-1")
    assert not loaded.knows("items", "press-9")


def test_a_project_that_cannot_be_read_is_no_dataset(sound: Path) -> None:
    """Without its project file a dataset is not there, but the other problems are."""
    _write(sound, "project.yaml", "format: 1\n")
    _write(sound, "topics.yaml", "")
    loaded = load(sound)
    assert loaded.dataset is None
    files = {problem.place.file for problem in loaded.problems}
    assert files == {"recommendations/project.yaml", "recommendations/topics.yaml"}


def test_a_folder_in_place_of_a_file(sound: Path) -> None:
    """A folder called like an item is a problem, not a traceback."""
    (sound / "recommendations" / "items" / "report-2020" / "press-3.yaml").mkdir()
    said = [str(problem) for problem in load(sound).problems]
    assert said == [
        "recommendations/items/report-2020/press-3.yaml: it cannot be read: Is a directory."
    ]


def test_places_of_records(sound: Path) -> None:
    """A record knows where it and each of its values stand, in a register too."""
    loaded = load(sound)
    assert str(loaded.place("bodies", "gov")) == "recommendations/bodies.yaml:4:3"
    assert str(loaded.place("bodies", "gov", ("name",))) == "recommendations/bodies.yaml:6:9"
    item = "recommendations/items/report-2020/press-1.yaml"
    assert (
        str(loaded.place("items", "press-1", ("assessments", 0, "evidence", 0))) == f"{item}:15:16"
    )


def test_loading_changes_nothing(sound: Path) -> None:
    """Reading a project leaves every file as it was, and adds none."""
    before = {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()}
    load(sound)
    assert {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()} == before
