"""The starter among strangers: see `hostile.py`."""

from __future__ import annotations

import secrets
import shutil
from typing import TYPE_CHECKING

import pytest
from hostile import World, listening
from starter import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hostile import Listener


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Return somebody who listens on this machine."""
    with listening() as found:
        yield found


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the starter, for copies."""
    project = tmp_path_factory.mktemp("starter")
    assert run(project, "init", ".").code == 0
    shutil.rmtree(project / ".accede")
    return project


@pytest.fixture
def world(tmp_path: Path, starter: Path, listener: Listener) -> World:
    """Return the starter among strangers."""
    shutil.copytree(starter, tmp_path / "project")
    listener.knocks = 0
    made = World(tmp_path, listener, secrets.token_hex(16))
    made.settle()
    return made
