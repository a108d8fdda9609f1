"""What the papers of a pack can look at: nothing that changes them is beyond it."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from generator import assets
from generator.load import load
from generator.selection import Reach
from generator.view import Occasion, contexts
from generator.words import Words

sys.path.insert(0, str(ROOT / "tests" / "benchmark"))
from generate import generate

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model import Dataset, Pack
    from generator.view import Context

WORDS = Words("en", assets.template_folders(ROOT))
OCCASIONS = (Occasion(), Occasion(as_of=date(2015, 1, 1)), Occasion(since=date(2020, 1, 1)))


def _all_contexts(dataset: Dataset) -> dict[tuple[str, int], dict[str, Context]]:
    return {
        (name, number): contexts(dataset, pack, WORDS, occasion)
        for name, pack in dataset.packs.items()
        for number, occasion in enumerate(OCCASIONS)
    }


def _everything(reach: Reach, _: Pack) -> Dataset:
    return reach.dataset


def _prove(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare what each pack says of the part it can look at with what it says of the whole."""
    found = _all_contexts(dataset)
    monkeypatch.setattr(Reach, "of", _everything)
    assert found == _all_contexts(dataset)


def test_papers_say_of_their_part_what_they_say_of_the_whole(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For each pack of the bundled dataset, on three days, its part of the data is enough."""
    _prove(dataset, monkeypatch)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_so_it_is_however_items_are_tied(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same holds for projects in which chance has tied the items."""
    generate(tmp_path, items=70, packs=4, seed=seed)
    dataset = load(tmp_path).dataset
    assert dataset is not None
    _prove(dataset, monkeypatch)


def test_a_pack_looks_at_few_items_of_many(tmp_path: Path) -> None:
    """A body that was asked little has a part that is small, whatever others were asked."""
    generate(tmp_path, items=300, packs=40)
    dataset = load(tmp_path).dataset
    assert dataset is not None
    reach = Reach(dataset)
    sizes = {name: len(reach.of(pack).items) for name, pack in dataset.packs.items()}
    assert sizes.pop("ruritania") < 100
    assert all(size < 60 for size in sizes.values()), sizes
    assert all(set(reach.of(p).items) <= set(dataset.items) for p in dataset.packs.values())
