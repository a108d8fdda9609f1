"""What is not computed again has not changed: records, checks and packs, whatever was edited."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import ROOT
from starter import run

from generator import assets
from generator.check import check
from generator.data_sums import sums_of_packs
from generator.load import Loaded, load
from generator.load.again import keep
from generator.store import Store
from generator.view import Occasion, contexts
from generator.words import Words

sys.path.insert(0, str(ROOT / "tests" / "benchmark"))
from generate import generate

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model import Dataset
    from generator.problems import Problem
    from generator.view import Context

TODAY = date(2026, 11, 27)
WORDS = Words("en", assets.template_folders(ROOT))
EDITS = 12
LATER = 9 * 10**18  # a moment after which nothing was written: every state can be relied on


def _files(project: Path) -> list[Path]:
    """Return the files of the data, a register as often as several of the others."""
    data = project / "recommendations"
    registers, others = sorted(data.glob("*.yaml")), sorted(data.glob("*/**/*.yaml"))
    return [*(registers * (len(others) // len(registers) // 4)), *others]


def _paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to everything that *value* holds, lists and maps among them."""
    found = [at] if at else []
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in inner if isinstance(value, dict | list) else ():
        found += _paths(part, (*at, key))
    return found


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


def _edit(project: Path, chance: Random) -> str:
    """Give something in one record what stands there in another of its kind, or take it out."""
    path = chance.choice(_files(project))
    one = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - strings only
    spots = [spot for spot in _paths(one) if spot[-1] != "id"]
    spot = chance.choice(spots)
    field = spot[-1]
    alike = [
        _at(other, there)
        for kin in (chance.choice(_files(project)) for _ in range(40))
        if kin.parent.parent == path.parent.parent
        for other in [yaml.load(kin.read_text("utf-8"), yaml.BaseLoader)]  # noqa: S506 - the same
        for there in _paths(other)
        if there[-1] == field
    ]
    holder = _at(one, spot[:-1])
    if chance.random() < 0.2 or not alike:
        del holder[field]
    else:
        holder[field] = chance.choice(alike)
    path.write_text(yaml.safe_dump(one, allow_unicode=True, sort_keys=False), "utf-8")
    return f"{path.name}: {spot}"


def _anew(project: Path) -> tuple[Loaded, list[Problem]]:
    loaded = load(project)
    return loaded, check(loaded, TODAY)


def _with_store(project: Path) -> tuple[Loaded, list[Problem]]:
    store = Store.of(project)
    store.moment = LATER
    loaded = load(project, store=store)
    problems = check(loaded, TODAY)
    keep(loaded, store, problems)
    return loaded, problems


def _same(one: Dataset | None, other: Dataset | None) -> bool:
    """Tell whether two datasets have the same records in the same order."""
    if one is None or other is None:
        return one is other
    mine, theirs = ([getattr(data, f.name) for f in fields(data)] for data in (one, other))
    return mine == theirs and _orders(mine) == _orders(theirs)


def _orders(values: list[Any]) -> list[list[str]]:
    return [list(records) for records in values if isinstance(records, Mapping)]


def _says(dataset: Dataset, name: str) -> dict[str, Context]:
    return contexts(dataset, dataset.packs[name], WORDS, Occasion())


@pytest.mark.parametrize("seed", [11, 12])
def test_nothing_that_was_edited_is_overlooked(seed: int, tmp_path: Path) -> None:
    """With what was kept there are the same records and problems as without, after any edit.

    And where the sum of a pack's data did not change, its papers say what they said.
    """
    generate(tmp_path, items=30, packs=4, seed=seed)
    chance = Random(seed)  # noqa: S311 - chance, no secret
    sums: dict[str, str] = {}
    said: dict[str, dict[str, Context]] = {}
    spared = 0
    _with_store(tmp_path)
    for _ in range(EDITS):
        before = {path: path.read_bytes() for path in set(_files(tmp_path))}
        what = _edit(tmp_path, chance)
        loaded, problems = _anew(tmp_path)
        again, found = _with_store(tmp_path)
        assert found == problems, what
        assert _same(again.dataset, loaded.dataset), what
        if any(problem.level.name == "ERROR" for problem in problems) or loaded.dataset is None:
            for path, content in before.items():  # what cannot be built is put right
                path.write_bytes(content)
            continue
        of_pack = sums_of_packs(again)
        now = {name: of_pack(name) for name in loaded.dataset.packs}
        assert now == {name: sums_of_packs(loaded)(name) for name in now}, what
        for name, known in now.items():
            says = _says(loaded.dataset, name)
            if sums.get(name) == known:
                assert says == said[name], (what, name)
                spared += 1
            said[name] = says
        sums = now
    assert spared


def _outcome(project: Path) -> tuple[Any, dict[str, bytes]]:
    """Build, and return what was said of each file, and every paper there is."""
    ran = run(project, "build", "--format", "text", "--json", "--explain")
    papers = {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in sorted((project / "output").rglob("*"))
        if path.is_file()
    }
    return (ran.code, ran.stdout and json.loads(ran.stdout), ran.stderr), papers


@pytest.mark.parametrize("seed", [21])
def test_a_build_comes_to_the_same_with_and_without_what_was_kept(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decisions, reasons, papers and manifests are those of a build that computes everything."""
    project = tmp_path / "one"
    generate(project, items=30, packs=3, seed=seed)
    chance = Random(seed)  # noqa: S311 - chance, no secret
    monkeypatch.setattr("generator.cli.room.today", lambda: TODAY)
    monkeypatch.setattr("generator.files.GRAIN", -LATER)
    assert _outcome(project)[0][0] == 0
    for number in range(5):
        if number % 3:
            _edit(project, chance)
        bare = shutil.copytree(project, tmp_path / f"bare-{number}")
        shutil.rmtree(bare / ".accede")
        assert _outcome(project) == _outcome(bare)
