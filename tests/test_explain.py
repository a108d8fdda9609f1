"""What a build says of a paper it makes: the entries and the parts that changed, no others."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from papers import edit, override
from starter import ITEMS, run

from generator.bundles import BUNDLES
from generator.explain import differing, in_words, pieces
from generator.view import Occasion, contexts
from generator.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model import Dataset

pytest_plugins = ["tiny"]

PAPER: dict[str, Any] = {
    "title": "Briefing",
    "state": "State of today",
    "fingerprint": "0000",
    "parts": [{"letter": "B", "entries": [{"number": "B1", "lines": [{"number": "B1a"}]}]}],
    "cells": [{"number": "B1", "key": "not"}, {"number": "B2", "key": "fully"}],
    "sources": [{"number": 1, "label": "EU"}],
}


def changed(**fields: object) -> tuple[str, ...]:
    """Return the pieces that differ once these fields are other ones."""
    return differing(pieces(PAPER), pieces({**PAPER, **fields}))


def test_what_is_the_same_has_no_piece_that_differs() -> None:
    """Nor does what follows from the rest and no reader sees as such."""
    assert changed() == ()
    assert changed(fingerprint="1111") == ()


def test_an_entry_is_named_by_its_number() -> None:
    """Where a line beneath it changed, too, and wherever it stands on the paper."""
    one = {"number": "B1", "lines": [{"number": "B1a", "title": "New"}]}
    assert changed(parts=[{"letter": "B", "entries": [one]}]) == ("B1",)
    assert changed(cells=[{"number": "B1", "key": "not"}, {"number": "B2", "key": "not"}]) == (
        "B2",
    )


def test_an_entry_that_is_new_or_gone_is_named_alone() -> None:
    """The list it stands in, and the order of the others, did not change."""
    assert changed(cells=[*PAPER["cells"], {"number": "B3", "key": "not"}]) == ("B3",)
    assert changed(cells=[{"number": "B1", "key": "not"}]) == ("B2",)


def test_another_order_is_named() -> None:
    """Entries that only change places are told as such."""
    cells = [{"number": "B2", "key": "fully"}, {"number": "B1", "key": "not"}]
    assert changed(cells=cells, parts=[{"letter": "B", "entries": []}]) == ("B1", "order")


def test_what_has_no_number_is_named_by_its_field() -> None:
    """A source of the list has a number and is no entry."""
    assert changed(sources=[{"number": 1, "label": "UN"}]) == ("sources",)
    assert changed(title="Other", state="Other") == ("title", "state")
    assert changed(parts=[]) == ("B1", "parts")


def test_every_field_has_words(dataset: Dataset) -> None:
    """No name of a field of any paper of any pack reaches a person."""
    told = {
        name
        for pack in dataset.packs.values()
        for since in (None, dataset.project.as_of.replace(year=2007))
        for context in contexts(dataset, pack, Words("en"), Occasion(since=since)).values()
        for name in pieces(context)
    }
    assert {"sources", "groups", "timeline", "B1"} & told == {"sources", "groups", "B1"}
    plain = {name for name in told if list(in_words((name,))) == [name]}
    assert all(any(sign.isdigit() for sign in name) for name in plain), plain


def test_words_are_said_once() -> None:
    """Two fields of one thing are one thing to a reader."""
    assert list(in_words(("B2", "agreed", "promised", "lapsed", "lapsed_words"))) == [
        *("B2", "what was promised at meetings", "what has lapsed")
    ]


# on the command line


def explained(project: Path) -> dict[str, list[str]]:
    """Return what a dry run explains of each file it would make."""
    ran = run(project, "build", "--dry-run", "--explain")
    assert ran.code == 0, ran.stderr
    found: dict[str, list[str]] = {}
    for line in ran.lines:
        if line.startswith("would make"):
            file = line.split()[2].rpartition("/")[2]
            found[file] = []
        elif line.startswith(" "):
            found[file].append(line.strip())
    bundles = {name: found.pop(f"{name}.pdf", []) for name in BUNDLES}
    assert all(told[:1] in ([], ["a paper in it changed"]) for told in bundles.values())
    return found


def test_what_is_kept_needs_no_explanation(made: Path) -> None:
    """Nothing changed, nothing is explained."""
    assert explained(made) == {}


def test_an_edit_is_explained_by_its_entry(made: Path) -> None:
    """A title that is a line of one entry, a row of the matrix, and nothing else."""
    edit(made / ITEMS / "lantern-2026-03.yaml", ("Let monitors watch", "Allow monitors to watch"))
    assert explained(made) == {
        "briefing.pdf": ["what it shows changed: 1"],
        "matrix.pdf": ["what it shows changed: 1c"],
    }


def test_a_verdict_is_explained_by_entry_and_counts(made: Path) -> None:
    """What counts the items says so; the newest evidence is named where it is another."""
    path = made / ITEMS / "lantern-2026-03.yaml"
    text = path.read_text(encoding="utf-8")
    entry = "as_of: 2026-11-19, recorded_on: 2026-11-20, status: not-implemented, evidence: [S03]"
    path.write_text(f"{text}assessments:\n  - {{{entry}}}\n", encoding="utf-8")
    found = explained(made)
    assert found["sources.pdf"] == ["what it shows changed: the newest evidence, the counts"]
    assert found["matrix.pdf"] == ["what it shows changed: 1c, the newest evidence"]
    assert found["checklist.pdf"] == ["what it shows changed: 1"]


def test_a_new_item_is_explained(made: Path) -> None:
    """An entry that was not there before is named by its number."""
    old, new = (made / ITEMS / f"lantern-2026-0{number}.yaml" for number in (3, 4))
    shutil.copy(old, new)
    edit(new, ("id: lantern-2026-03", "id: lantern-2026-04"), ("bullet: 3", "bullet: 4"))
    found = explained(made)
    assert found["matrix.pdf"] == ["what it shows changed: 1d, the count of items"]
    assert found["sources.pdf"] == ["what it shows changed: the counts"]
    new.unlink()
    assert explained(made) == {}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("checklist.html.j2", "a template changed"),
        ("css/checklist.css", "a style sheet changed"),
    ],
)
def test_a_change_of_the_looks_is_explained_by_itself(made: Path, name: str, why: str) -> None:
    """Without any entry; where the content changed as well, both are told."""
    template = name.endswith("j2")
    override(made, name, end="{# #}" if template else "/* */")
    assert explained(made)["checklist.pdf"] == [why]
    edit(made / "recommendations" / "topics.yaml", ("short: Notice instead", "short: Tell instead"))
    assert sorted(explained(made)["checklist.pdf"]) == [why, "what it shows changed: 1"]


def test_new_gone_and_altered_files_need_no_more_words(made: Path) -> None:
    """The reason in the line of the file says it all; in JSON too."""
    folder = made / "output" / "ruritania"
    (folder / "matrix.pdf").unlink()
    (folder / "checklist.pdf").write_text("scribbled on", encoding="utf-8")
    assert explained(made) == {"matrix.pdf": [], "checklist.pdf": []}
    ran = run(made, "build", "--dry-run", "--json", "--only", "matrix,checklist,card")
    told = {file["file"]: file for file in ran.json[0]["files"]}
    assert [(told[name]["why"], told[name]["changed"], told[name]["entries"]) for name in told] == [
        ("nothing changed", [], []),
        ("it was changed by other hands", [], []),
        ("it was gone", [], []),
    ]
    ran = run(made, "build", "--format", "text", "--dry-run", "--explain")
    assert {line.split()[-1] for line in ran.lines if line.startswith("would")} == {"new"}


def test_json_names_parts_and_entries(made: Path) -> None:
    """The same as --explain, by the names that programs know."""
    edit(made / ITEMS / "lantern-2026-03.yaml", ("Let monitors watch", "Allow monitors to watch"))
    ran = run(made, "build", "--dry-run", "--json")
    told = {file["file"]: (file["changed"], file["entries"]) for file in ran.json[0]["files"]}
    assert told.pop("briefing.pdf") == (["content"], ["1"])
    assert told.pop("matrix.pdf") == (["content"], ["1c"])
    bundles = {told.pop(f"{name}.pdf")[0][0] for name in BUNDLES}
    assert bundles == {"papers"}
    assert set(map(str, told.values())) == {"([], [])"}
