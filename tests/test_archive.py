"""A pack as one file for archives: PDF/A-3a and PDF/UA-1, with its data, and nothing above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from papers import reader, said, tree
from starter import ITEMS, run

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tiny"]

FOLDER = "output/ruritania"
NAME = "pack.archive.pdf"
WITHHELD = "The palace drew up that list itself"
ENTRY = f"""
  - as_of: 2026-11-10
    recorded_on: 2026-11-20
    status: reversed
    confidence: high
    summary: {WITHHELD}.
    evidence: [S03]
    distribution: internal
"""


@pytest.fixture
def archived(made: Path) -> Path:
    """Return the starter with its papers and the pack for archives."""
    item = made / ITEMS / "lantern-2026-01.yaml"
    item.write_text(item.read_text("utf-8") + ENTRY, "utf-8")
    assert run(made, "build").code == 0
    ran = run(made, "build", "--archive")
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.lines] == [["made", f"{FOLDER}/{NAME}"]]
    return made


def attached(path: Path) -> tuple[Any, Any]:
    """Return the attachment's description and what it holds."""
    root: Any = reader(path).trailer["/Root"]
    [found] = [one.get_object() for one in root["/AF"]]
    return found, yaml.safe_load(found["/EF"]["/F"].get_object().get_data())


def test_it_says_which_rules_it_keeps_to(archived: Path) -> None:
    """PDF/A-3a and PDF/UA-1, with the words for the latter explained; veraPDF checks them in CI."""
    root: Any = reader(archived / FOLDER / NAME).trailer["/Root"]
    told = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in told
    assert 'pdfaid:conformance="A"' in told
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert "pdfaExtension:schemas" in told
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/MarkInfo"]["/Marked"]


def test_its_data_is_what_the_papers_show(archived: Path) -> None:
    """Items with their histories and what they name; as source, with the day of the data."""
    found, data = attached(archived / FOLDER / NAME)
    assert found["/AFRelationship"] == "/Source"
    assert found["/F"] == "ruritania.yaml"
    dates = found["/EF"]["/F"].get_object()["/Params"]
    assert dates["/CreationDate"] == dates["/ModDate"] == "D:20261120000000Z"
    assert [item["id"] for item in data["items"]] == [f"lantern-2026-0{n}" for n in (1, 2, 3)]
    assert [one["id"] for one in data["evidence"]] == ["S02", "S03"]
    assert {"documents", "bodies", "topics"} <= {*data}
    [first, *_] = data["items"]
    assert first["assessments"][0]["status"] == "not-implemented"


def test_nothing_above_its_level_is_attached(archived: Path) -> None:
    """Neither what is internal, nor our notes, our questions and who may see what."""
    path = archived / FOLDER / NAME
    _, data = attached(path)
    text = yaml.safe_dump(data)
    assert WITHHELD not in text
    assert "Whether other cities follow" not in text
    assert not re.search(r"distribution|audience|questions|answers|notes", text)
    assert "list itself" not in said(path)


def test_it_leaves_the_other_papers_alone(archived: Path) -> None:
    """They stay, it stays when they are made anew, and both are good."""
    files = tree(archived / FOLDER)
    assert {"pack.pdf", "delegation.pdf", "briefing.pdf", NAME} <= {*files}
    assert run(archived, "build", "--force").code == 0
    assert tree(archived / FOLDER) == files
    ran = run(archived, "build", "--archive", "--force")
    assert ran.code == 0
    assert tree(archived / FOLDER) == files
    assert run(archived, "verify").code == 0


@pytest.mark.parametrize(
    "other", [("--only", "briefing"), ("--format", "text"), ("--fillable",)], ids=str
)
def test_it_goes_with_no_other_form(made: Path, other: tuple[str, ...]) -> None:
    """It is the whole pack, as a PDF."""
    ran = run(made, "build", "--archive", *other)
    assert ran.code == 2
    assert "--archive makes the whole pack as one PDF" in ran.stderr


def test_it_is_in_one_language(made: Path) -> None:
    """Two side by side are refused, and nothing is made."""
    ran = run(made, "build", "--archive", "--lang", "kk+ru", "--allow-working")
    assert ran.code == 1
    assert "a pack for archives is in one language" in ran.stderr
    assert not (made / FOLDER / "pack.kk+ru.archive.pdf").exists()
