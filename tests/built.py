"""Every pack of the bundled project, built once for all tests and workers."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Ran
from filelock import FileLock

from generator.bundles import BUNDLES

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Accede

# One with both parts and a timeline, and one of an earlier day.
TWINS = ("osce", "france")


@dataclass(frozen=True)
class Built:
    """The bundled project with every pack built; in `twin` some packs, built apart.

    On several processes here and on one there, from another folder, with another hash seed.
    """

    project: Path
    twin: Path
    ran: Ran
    twins: tuple[str, ...] = TWINS

    def folder(self, pack: str) -> Path:
        """Return the folder of one pack."""
        return self.project / "output" / pack

    def paper(self, pack: str, name: str) -> Path:
        """Return one file of one pack."""
        return self.folder(pack) / f"{name}.pdf"

    def manifest(self, pack: str) -> Any:
        """Return what the manifest tells of each file of one pack."""
        text = (self.folder(pack) / "manifest.json").read_text(encoding="utf-8")
        return json.loads(text)["files"]

    def bound(self, pack: str, bundle: str) -> list[str]:
        """Return the papers that a bundle has to bind, in order: all of that side of the table."""
        return [name for name in BUNDLES[bundle] if f"{name}.pdf" in self.manifest(pack)]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, bundled: Path, accede: Accede) -> Built:
    """Return all packs, built once for all workers; for reading only."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built"
    project, twin, told = shared / "project", shared / "else" / "where", shared / "ran.json"
    with FileLock(f"{shared}.lock"):
        if not told.exists():
            for folder in (project, twin):
                shutil.copytree(bundled / "recommendations", folder / "recommendations")
            with ThreadPoolExecutor() as pool:
                own = {"PYTHONHASHSEED": "1", "ACCEDE_JOBS": "2"}
                ran = pool.submit(accede, "build", cwd=project, **own)
                other = pool.submit(accede, "build", *TWINS, cwd=twin, PYTHONHASHSEED="4711")
            assert other.result().code == 0, other.result().stderr
            told.write_text(json.dumps(asdict(ran.result())), encoding="utf-8")
    return Built(project, twin, Ran(**json.loads(told.read_text(encoding="utf-8"))))


@pytest.fixture
def own(built: Built, tmp_path: Path) -> Path:
    """Return a copy of the built project that is this test's own."""
    shutil.copytree(built.project, tmp_path / "own", ignore=shutil.ignore_patterns(".accede"))
    return tmp_path / "own"
