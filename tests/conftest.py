"""What the tests share: the command line as a user runs it, and the bundled project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from generator.load import load

if TYPE_CHECKING:
    from generator.model import Dataset

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    stdout: str
    stderr: str

    @property
    def lines(self) -> list[str]:
        """Return the lines of standard output."""
        return self.stdout.splitlines()

    @property
    def json(self) -> Any:
        """Return standard output read as JSON."""
        return json.loads(self.stdout)


class Accede(Protocol):
    """Runs `accede` in a process of its own, as a user would."""

    def __call__(self, *args: str | Path, cwd: Path | None = None, **env: str) -> Ran:
        """Run it in *cwd* (the bundled project) with *env* added to the environment."""


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the bundled project, for reading: `project` is the one to change."""
    return _copy_to(tmp_path_factory.mktemp("bundled"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the bundled project that is this test's own."""
    return _copy_to(tmp_path / "project")


@pytest.fixture(scope="session")
def dataset(bundled: Path) -> Dataset:
    """Return the bundled dataset."""
    loaded = load(bundled)
    assert loaded.dataset, "\n".join(map(str, loaded.problems))
    return loaded.dataset


@pytest.fixture(scope="session")
def accede(bundled: Path) -> Accede:
    """Return the command line: `accede("list", "--json").json`."""

    def run(*args: str | Path, cwd: Path | None = None, **env: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *map(str, args)],
            cwd=cwd or bundled,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **env},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def _copy_to(folder: Path) -> Path:
    shutil.copytree(ROOT / "recommendations", folder / "recommendations")
    return folder
