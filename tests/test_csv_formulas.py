"""What looks like a formula is written as a text, and read as what it is."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import edit
from starter import ITEMS, run

from generator.csvsource import cell, read

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tiny"]

FORMULAS = ('=HYPERLINK("http://example.org")', "+1-2", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0")
TITLE = "title: Let monitors watch every assembly"


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20).map(str.strip))
def test_a_cell_comes_back_as_it_was(value: str) -> None:
    """Whatever it begins with, the mark itself too."""
    written = StringIO()
    csv.writer(written).writerows([["title", "id"], [cell(value), "x"]])
    sheet, problems = read(written.getvalue().encode(), "a.csv", ["title", "id"])
    assert problems == []
    assert sheet.rows == ((2, (value, "x")),)
    assert not str(cell(value)).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_table_of_ours_has_a_formula(tiny: Path, formula: str) -> None:
    """Neither the list of items nor the table for translators."""
    edit(
        tiny / ITEMS / "lantern-2026-03.yaml",
        (TITLE, f"title: '{formula.replace(chr(39), chr(39) * 2)}'"),
    )
    assert run(tiny, "check").code == 0
    for command in (("list", "--csv"), ("translations", "ru")):
        ran = run(tiny, *command)
        assert ran.code == 0
        cells = [one for row in csv.reader(StringIO(ran.stdout)) for one in row]
        assert f"'{formula}" in cells
        assert not [one for one in cells if one.startswith(("=", "+", "-", "@"))]
