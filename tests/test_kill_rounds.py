"""Killed at random moments, again and again: old or new, never half, and no record is lost.

./run test --thorough does five hundred rounds instead of a few.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from papers import edit, tree
from starter import ITEMS, run

from generator.load import load

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

pytest_plugins = ["tiny"]

SEED = 20261127
FOLDER = "output/ruritania"
TEXT = ("build", "--format", "text")
ITEM = "lantern-2026-01"


@pytest.fixture
def rounds(thorough: bool) -> int:  # noqa: FBT001
    """Return how many rounds each test does: two tests make five hundred."""
    return 250 if thorough else 4


def killed(project: Path, chance: Random, longest: float, *args: str) -> int:
    """Run a command and kill it at some moment; return its code, negative where it was killed."""
    child = subprocess.Popen(
        [sys.executable, "-m", "generator", *args],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(chance.uniform(0.3, 1) * longest)
    child.kill()
    return child.wait()


def took(project: Path, *args: str) -> float:
    """Return how long a command takes as a process of its own."""
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "generator", *args],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    return time.monotonic() - began


def test_papers_are_old_or_new_after_every_kill(tiny: Path, rounds: int) -> None:
    """Each file as the last build or the next one makes it, and nothing stays behind."""
    chance = random.Random(f"{SEED}-papers")  # noqa: S311 - chance, no secret
    longest = took(tiny, *TEXT) * 1.2
    topics, told = tiny / "recommendations" / "topics.yaml", "short: Notice instead of leave"
    for number in range(rounds):
        old = tree(tiny / FOLDER)
        new_words = f"short: Notice {number} instead of leave"
        edit(topics, (told, new_words))
        told = new_words
        killed(tiny, chance, longest, *TEXT)
        left = tree(tiny / FOLDER)
        json.loads(left["manifest.json"])
        assert run(tiny, *TEXT).code == 0
        new = tree(tiny / FOLDER)
        for name, content in left.items():
            if not name.startswith(".new-"):
                assert content in (old.get(name), new.get(name)), (number, name)
        assert not [name for name in new if name.startswith(".new-")], number


def test_no_record_is_lost_after_every_kill(tiny: Path, rounds: int) -> None:
    """The data can be read, has each entry that was confirmed, and at most the one under way."""
    chance = random.Random(f"{SEED}-records")  # noqa: S311 - chance, no secret
    note = ("--as-of", "2026-11-19", "--evidence", "S03", "--note")
    item = tiny / ITEMS / f"{ITEM}.yaml"
    longest = took(tiny, "assess", ITEM, "partially-implemented", *note, "A bill was tabled.") * 1.2
    for number in range(rounds):
        before = item.read_text("utf-8")
        words = f"Amendment {number} was tabled."
        code = killed(tiny, chance, longest, "assess", ITEM, "partially-implemented", *note, words)
        loaded = load(tiny)
        assert loaded.dataset, number
        assert loaded.problems == [], number
        after = item.read_text("utf-8")
        assert words in after if code == 0 else after == before or words in after, number
        if words in after:
            assert after.count("recorded_on") == before.count("recorded_on") + 1
        left = [path.name for path in item.parent.iterdir() if path.suffix != ".yaml"]
        assert len(left) <= 1, number  # what was under way is swept up by the next writer
