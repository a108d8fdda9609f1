"""The starter project that `accede init` makes, plain and with its papers made."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from starter import run

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Accede


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Return the starter: three items put to Ruritania, one pack, a meeting ahead."""
    project = tmp_path / "tiny"
    project.mkdir()
    assert run(project, "init", ".").code == 0
    return project


@pytest.fixture(scope="session")
def tiny_built(tmp_path_factory: pytest.TempPathFactory, accede: Accede) -> Path:
    """Return the starter with its papers, for reading: `made` is the one to change."""
    project = tmp_path_factory.mktemp("tiny")
    assert accede("init", project).code == 0
    assert accede("build", cwd=project).code == 0
    return project


@pytest.fixture
def made(tiny_built: Path, tmp_path: Path) -> Path:
    """Return the starter with its papers made, a test's own."""
    return shutil.copytree(tiny_built, tmp_path / "made")
