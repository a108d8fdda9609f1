"""The bundled dataset: the settled list, the dated statuses, and every fact in its place."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import DATA, ROOT

from generator.check import check
from generator.load import load
from generator.model import Grade, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Accede

    from generator.model import Dataset

FACTS_ALONE = {"F09": "about the Rome Statute: it bears on no item, and stands with its instrument"}
COMPARED = (
    "id",
    "document",
    "kind",
    "reported_by",
    "addressee",
    "pack",
    "topic",
    "standing",
    "standing_on",
    "status",
    "confidence",
)


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ITEMS = {row["id"]: row for row in _table("items.csv")}
STATUSES = _table("statuses.csv")
DAYS = [day for day in STATUSES[0] if day != "id"]
FACTS = _table("facts.csv")


@pytest.fixture(scope="module")
def listed(accede: Accede) -> dict[str, dict[str, Any]]:
    """Return what `accede list --json` tells, by id."""
    ran = accede("list", "--json")
    assert ran.code == 0, ran.stderr
    rows = {row["id"]: row for row in ran.json}
    assert len(rows) == len(ran.json)
    return rows


def test_the_list_has_every_item_once(listed: dict[str, dict[str, Any]]) -> None:
    """The dataset has the items of the settled list, all 75 of them, and no other."""
    assert len(ITEMS) == 75
    assert sorted(listed) == sorted(ITEMS)


@pytest.mark.parametrize("name", ITEMS)
def test_the_list_agrees_line_by_line(listed: dict[str, dict[str, Any]], name: str) -> None:
    """Each item stands in the dataset as it was settled."""
    told = {column: listed[name][column] or "" for column in COMPARED}
    assert told == {column: ITEMS[name][column] for column in COMPARED}
    assert bool(listed[name]["carried_to"]) is bool(ITEMS[name]["carried_to"])


def test_the_bundled_data_is_sound(accede: Accede) -> None:
    """A strict check of the bundled data finds nothing."""
    ran = accede("check", "--strict")
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", "75 items read: all is well.\n")


def test_the_bundled_data_has_no_notice_either(bundled: Path) -> None:
    """Not even a notice stands open."""
    assert check(load(bundled)) == []


@pytest.fixture(scope="module", params=DAYS)
def on_a_day(accede: Accede, request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    """Return a day of the table, and the status of each item on it."""
    ran = accede("list", "--json", "--as-of", request.param)
    assert ran.code == 0, ran.stderr
    return request.param, {row["id"]: row["status"] for row in ran.json}


def test_the_table_of_dated_statuses_is_whole() -> None:
    """Twenty items are followed over seven days, and the last day agrees with the list."""
    assert (len(STATUSES), len(DAYS)) == (20, 7)
    words = {row[day] for row in STATUSES for day in DAYS} - {""}
    assert words <= {status.value for status in Status}
    assert {row["id"]: row[DAYS[-1]] for row in STATUSES} == {
        row["id"]: ITEMS[row["id"]]["status"] for row in STATUSES
    }


def test_the_status_of_each_day(on_a_day: tuple[str, dict[str, str]]) -> None:
    """On each day an item has the status of that day; before it was made it is not listed."""
    day, found = on_a_day
    expected = {row["id"]: row[day] for row in STATUSES}
    assert {name: found.get(name, "") for name in expected} == expected


def _named(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """Yield every fact named in *value*, where, and the record that names it."""
    if isinstance(value, dict):
        for fact in value.get("source_refs", ()):
            yield fact, path, value
        for key, part in value.items():
            yield from _named(part, (*path, str(key)))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _named(part, (*path, str(index)))


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one, where there is one
NAMED = [
    (fact, path.stem, where, record)
    for path in sorted((ROOT / "recommendations").rglob("*.yaml"))
    for fact, where, record in _named(yaml.load(path.read_bytes(), LOADER), ())  # noqa: S506 - safe
]
VERIFIED = [row for row in FACTS if row["standing"].startswith("verified")]
OPEN = [row for row in FACTS if not row["standing"].startswith("verified")]


def test_the_facts_are_there() -> None:
    """The table of facts is whole, and the dataset names no fact that is not in it."""
    assert (len(FACTS), len(VERIFIED), len(OPEN)) == (187, 175, 12)
    codes = {code for row in FACTS for code in row["fact"].split()}
    assert {fact for fact, *_ in NAMED} <= codes


@pytest.mark.parametrize("row", VERIFIED, ids=lambda row: row["fact"].replace(" ", "+"))
def test_every_verified_fact_is_named(row: dict[str, str]) -> None:
    """A verified fact is named at each item it bears on, or its absence has a reason."""
    places = {file for fact, file, *_ in NAMED if fact in row["fact"].split()}
    assert places
    assert set(row["bears_on"].split()) <= places
    assert bool(row["bears_on"]) is (row["fact"] not in FACTS_ALONE)


@pytest.mark.parametrize("row", OPEN, ids=lambda row: row["fact"])
def test_a_gap_is_never_evidence(row: dict[str, str]) -> None:
    """What was not found, or not verified, stands in notes without evidence and nowhere else."""
    named = [(file, where, record) for fact, file, where, record in NAMED if fact == row["fact"]]
    assert named
    assert [(file, where) for file, where, _ in named if where[-2] != "notes"] == []
    assert [(file, where) for file, where, record in named if record.get("evidence")] == []


def test_progress_rests_on_a_source_that_can_be_cited(dataset: Dataset) -> None:
    """A status better than not implemented has a source of grade A or B; one signature has not."""
    weak = {
        f"{item.id} {entry.as_of}"
        for item in dataset.items.values()
        for entry in item.assessments
        if entry.status in (Status.PARTIALLY, Status.MOSTLY, Status.FULLY)
        and all(dataset.evidence[name].grade is Grade.C for name in entry.evidence)
    }
    assert weak == {"hrw-1999-gov-01a 2003-12-02"}


def test_the_dataset_names_no_fact_of_a_later_day(dataset: Dataset) -> None:
    """The publisher has looked up to a day, and nothing in the dataset is of a later one."""
    day = dataset.project.as_of
    later = [
        f"{item.id} {entry.as_of}"
        for item in dataset.items.values()
        for entry in item.assessments
        if entry.as_of.last > day or entry.recorded_on > day
    ]
    assert later == []
