"""translations and translate as a person types them: a table out, and a table back in."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from difference import Recorded
from starter import ITEMS, run

from generator.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Ran

TODAY = date(2026, 11, 27)
ITEM = "lantern-2026-01"
Row = dict[str, str]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the starter project, on a day of its own."""
    monkeypatch.setattr("generator.cli.translating.today", lambda: TODAY)
    assert run(tmp_path, "init", "own").code == 0
    return tmp_path / "own"


def _table(own: Path, *args: str) -> list[Row]:
    """Return what `accede translations` prints, read as a spreadsheet reads it."""
    ran = run(own, "translations", *args)
    assert ran.code == 0, ran.stderr
    assert ran.stdout.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(ran.stdout.removeprefix("\ufeff"))))


def _translate(own: Path, rows: list[Row], *args: str) -> Ran:
    """Save *rows* as a spreadsheet would, and hand them to `accede translate`."""
    with (own / "table.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return run(own, "translate", "table.csv", *args)


def _row(rows: list[Row], record: str, field: str) -> Row:
    return next(row for row in rows if (row["record"], row["field"]) == (record, field))


def test_a_text_is_translated_and_reviewed(own: Path) -> None:
    """A wording goes into its record as a working one, and a review of the table signs it."""
    rows = _table(own, "ru")
    row = _row(rows, f"items/{ITEM}", "title")
    assert row["en"]
    assert row["ru"] == row["state"] == ""
    row["ru"] = "Опубликовать правила"
    before = Recorded(own)
    ran = _translate(own, rows)
    assert ran.code == 0, ran.stderr
    assert list(before.diff()) == [f"{ITEMS}/{ITEM}.yaml"]
    assert "+  ru: Опубликовать правила" in ran.stdout
    again = _row(_table(own, "ru"), f"items/{ITEM}", "title")
    assert (again["ru"], again["state"]) == ("Опубликовать правила", "working")
    assert _translate(own, [again], "--reviewed-by", "AB").code == 0
    dataset = load(own).dataset
    assert dataset
    told = dataset.items[ITEM].title.translations["ru"]
    assert (told.text, told.state, told.by) == ("Опубликовать правила", "reviewed", "AB")
    assert str(told.on) == TODAY.isoformat()
    assert ("items/" + ITEM, "title") not in [
        (row["record"], row["field"]) for row in _table(own, "ru")
    ]
    assert _row(_table(own, "ru", "--all"), f"items/{ITEM}", "title")["by"] == "AB"


def test_a_review_does_not_stand_for_other_words(own: Path) -> None:
    """Who changes a reviewed wording beneath the old signature makes it a working one again."""
    row = _row(_table(own, "fr"), f"items/{ITEM}", "title")
    assert _translate(own, [{**row, "fr": "Publier les règles"}], "--reviewed-by", "AB").code == 0
    kept = _row(_table(own, "fr", "--all"), f"items/{ITEM}", "title")
    assert _translate(own, [kept]).stderr.startswith("The data says all of it already.")
    assert _translate(own, [{**kept, "fr": "Rendre les règles publiques"}]).code == 0
    now = _row(_table(own, "fr"), f"items/{ITEM}", "title")
    assert (now["fr"], now["state"]) == ("Rendre les règles publiques", "working")


def test_a_pack_names_what_its_papers_print(own: Path) -> None:
    """With a pack only its texts are listed, those of our own papers too."""
    dataset = load(own).dataset
    assert dataset
    pack = next(iter(dataset.packs))
    some, everything = _table(own, "de", pack), _table(own, "de")
    assert 0 < len(some) < len(everything)
    assert all(row in everything for row in some)
    assert _row(some, f"packs/{pack}", "sharing")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"en": "Other words"}, "table.csv:2:3: items/{id}: the original reads otherwise now."),
        ({"field": "titel"}, "table.csv:2:2: items/{id}: no paper prints such a text"),
        ({"record": "items/none"}, "table.csv:2:2: items/none: no paper prints such a text"),
        ({"state": "done"}, 'table.csv:2:5: items/{id}: "done" is not known.'),
        ({"state": "reviewed"}, "table.csv:2:6: items/{id}: nobody is named who reviewed it."),
        ({"state": "reviewed", "by": "AB", "on": "May"}, "table.csv:2:7: items/{id}: "),
    ],
)
def test_a_row_that_is_wrong_stops_all(own: Path, changed: Row, said: str) -> None:
    """Nothing is written, and each fault is told with its row and column."""
    rows = _table(own, "ru")
    row = _row(rows, f"items/{ITEM}", "title")
    other = _row(rows, f"items/{ITEM}", "text")
    before = Recorded(own)
    ran = _translate(own, [{**row, "ru": "Да", **changed}, {**other, "ru": "Нет"}])
    assert ran.code == 1
    assert said.format(id=ITEM) in ran.stderr
    assert ran.stderr.endswith("Nothing was written.\n")
    assert before.diff() == {}


def test_a_review_needs_a_name(own: Path) -> None:
    """A table that has no column for the reviewer is told so, and nothing is written."""
    row = _row(_table(own, "ru"), f"items/{ITEM}", "title")
    short = {name: row[name] for name in ("record", "field", "en")}
    before = Recorded(own)
    ran = _translate(own, [{**short, "ru": "Да", "state": "reviewed"}])
    assert ran.code == 1
    assert f"table.csv:2:0: items/{ITEM}: nobody is named who reviewed it." in ran.stderr
    assert before.diff() == {}


def test_a_table_of_something_else_is_refused(own: Path) -> None:
    """A table without the columns is told which ones there are."""
    ran = _translate(own, [{"id": "a", "title": "b"}])
    assert ran.code == 1
    assert "record,field,en,ru,state,by,on" in ran.stderr
    assert run(own, "translations", "en").code == 2
    assert run(own, "translations", "ru", "nobody").code == 2


def test_it_can_be_tried(own: Path) -> None:
    """--dry-run shows the lines and writes none."""
    row = _row(_table(own, "ru"), f"items/{ITEM}", "title")
    before = Recorded(own)
    ran = _translate(own, [{**row, "ru": "Да"}], "--dry-run")
    assert ran.code == 0
    assert "+  ru: Да" in ran.stdout
    assert before.diff() == {}
