"""What the tests share: the command line as a user runs it, and the bundled project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from generator.load import load
from generator.model import Body, Dataset, Document, Item, Project, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

# The tests read what accede says in English, whatever language this machine speaks.
os.environ["LANGUAGE"] = "en"
# They run on all cores already.
os.environ["ACCEDE_JOBS"] = "1"

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option for what takes an hour."""
    parser.addoption("--thorough", action="store_true", help="try what takes an hour, not seconds")


@pytest.fixture
def thorough(request: pytest.FixtureRequest) -> bool:
    """Tell whether to try as much as one has time for."""
    return bool(request.config.getoption("--thorough"))


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


def made_up(**records: Iterable[Any]) -> Dataset:
    """Return a dataset of *records*, by kind, in a small made-up world.

    `desk` publishes and asks; `gov` with `court` is asked; `org` with `office`, and `other`, are
    the counterparts. Documents are called by their year.
    """
    world: dict[str, Iterable[Any]] = {
        "bodies": [
            Body.model_validate({"id": name, "type": kind, "name": name.title(), "parent": parent})
            for name, kind, parent in (
                ("desk", "ngo", None),
                ("gov", "government", None),
                ("court", "court", "gov"),
                ("org", "intergovernmental", None),
                ("office", "agency", "org"),
                ("other", "government", None),
            )
        ],
        "documents": [
            Document.model_validate(
                {"id": str(year), "title": str(year), "publisher": "desk", "date": str(year)}
            )
            for year in (2000, 2005, 2010)
        ],
        "topics": [
            Topic.model_validate({"id": name, "title": name.title()})
            for name in ("media", "parties", "assembly")
        ],
        **records,
    }
    kinds = ("evidence", "instruments", "items", "cases", "meetings", "packs")
    project = Project.model_validate(
        {
            "format": 1,
            "title": "Rights",
            "subject": "gov",
            "subject_name": "Gov",
            "publisher": "desk",
            "about": "Made up.",
            "as_of": date(2020, 12, 31),
            "distribution": "public",
        }
    )
    by_id: dict[str, dict[str, Any]] = {
        kind: {record.id: record for record in world.get(kind, ())}
        for kind in ("bodies", "documents", "topics", *kinds)
    }
    return Dataset(project=project, asked_on=None, **by_id)


def item(name: str, **fields: Any) -> Item:
    """Return an item: asked of `gov` by `desk` in 2000, about media, live, but for *fields*."""
    usual = {
        "id": name,
        "kind": "recommendation",
        "title": name,
        "text": f"Do {name}.",
        "source": {"document": "2000"},
        "made_by": "desk",
        "addressee": "gov",
        "topic": "media",
        "standing": {"state": "live"},
    }
    return Item.model_validate(usual | fields)


def verdict(as_of: str, status: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return an assessment by the publisher, for `item(..., assessments=[...])`."""
    return {
        "as_of": as_of,
        "recorded_on": date(2020, 12, 31),
        "status": status,
        "summary": f"{as_of}: {status}",
        **fields,
    }


def _copy_to(folder: Path) -> Path:
    shutil.copytree(ROOT / "recommendations", folder / "recommendations")
    return folder
