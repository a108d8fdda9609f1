"""What is shipped works by itself: the wheel away from the checkout, and the source archive."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, Ran
from papers import reader, said, tree, unheard

if TYPE_CHECKING:
    from built import Built

pytest_plugins = ["built"]

# Notes each file under a folder that a process opens; what Python itself is made of aside.
SPY = """
import os, sys

WATCHED, NOTES = os.environ["WATCHED"], os.environ["NOTES"]
OWN = os.path.realpath(sys.prefix) + os.sep

def note(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(args[0]))
        if path.startswith(WATCHED + os.sep) and not path.startswith(OWN):
            with open(NOTES, "a") as file:
                file.write(path + "\\n")

sys.addaudithook(note)
"""


@dataclass(frozen=True)
class Installed:
    """The wheel, installed into a folder of its own."""

    folder: Path
    spy: Path
    notes: Path

    def run(self, *args: str | Path, cwd: Path, folder: Path | None = None) -> Ran:
        """Run the installed command, or that of *folder*; note what it opens of the checkout."""
        path = os.pathsep.join(map(str, (folder or self.folder, self.spy)))
        told = {"WATCHED": str(ROOT), "NOTES": str(self.notes), "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-m", "generator", *map(str, args)],
            cwd=cwd,
            env={**os.environ, **told, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    @property
    def opened(self) -> list[str]:
        """Return the files of the checkout that were opened."""
        return self.notes.read_text(encoding="utf-8").splitlines() if self.notes.exists() else []


def archive(kind: str, folder: Path) -> Path:
    """Return the archive of this kind, made from the checkout."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [made] = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel."""
    return archive("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Installed:
    """Return the wheel, installed as pip does, or unpacked where there is no pip."""
    folder, spy = tmp_path / "site", tmp_path / "spy"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps"]
    done = subprocess.run(
        [*pip, "--no-index", "--no-compile", "--target", str(folder), str(wheel)],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(folder)  # noqa: S202 - our own
    spy.mkdir()
    (spy / "sitecustomize.py").write_text(SPY, encoding="utf-8")
    return Installed(folder, spy, tmp_path / "notes.txt")


def shipped(name: str) -> dict[str, bytes]:
    """Return the files of a folder of the checkout, less what Python leaves there."""
    return {
        path: content
        for path, content in tree(ROOT / name).items()
        if "__pycache__" not in path and not path.endswith(".pyc")
    }


def test_the_wheel_carries_code_templates_and_data(wheel: Path) -> None:
    """Every file of the three folders is in it, byte for byte, and no other folder is."""
    places = {
        "generator": "generator",
        "templates": "generator/_data/templates",
        "recommendations": "generator/_data/recommendations",
    }
    expected = {
        f"{inside}/{path}": content
        for name, inside in places.items()
        for path, content in shipped(name).items()
    }
    with zipfile.ZipFile(wheel) as packed:
        found = {name: packed.read(name) for name in packed.namelist() if not name.endswith("/")}
    info = {name for name in found if ".dist-info/" in name}
    assert {name: found[name] for name in found.keys() - info} == expected
    told = "".join(found[name].decode() for name in info if name.endswith(("METADATA", ".txt")))
    assert "accede = generator.cli:main" in told
    licences = {name.rpartition("/")[2] for name in info if "/licenses/" in name}
    fonts = {path.name for path in (ROOT / "templates" / "fonts").glob("LICENSE-*")}
    assert licences == {"LICENSE", *fonts}
    assert len(fonts) == 3


def test_the_wheel_works_away_from_the_checkout(
    installed: Installed, built: Built, tmp_path: Path
) -> None:
    """It makes a project, checks it and builds a pack, and opens no file of the checkout."""
    assert not tmp_path.is_relative_to(ROOT)
    ran = installed.run("init", "--example", "demo", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    demo = tmp_path / "demo"
    data = tree(demo / "recommendations")
    assert {name: data.get(name) for name in shipped("recommendations")} == shipped(
        "recommendations"
    )
    ran = installed.run("--ui-lang", "ru", "check", cwd=demo)
    assert (ran.code, ran.stderr) == (0, "Прочитано 75 пунктов: всё в порядке.\n"), ran.stdout
    ran = installed.run("build", "osce", cwd=demo)
    assert ran.code == 0, ran.stderr
    assert tree(demo / "output") == {
        f"osce/{name}": content for name, content in tree(built.folder("osce")).items()
    }
    briefing = demo / "output" / "osce" / "briefing.pdf"
    assert unheard(said(briefing), ["Briefing for the OSCE and its institutions"]) == []
    assert len(reader(briefing).pages) > 1
    assert installed.opened == []


def test_the_spy_would_see_the_checkout(installed: Installed, tmp_path: Path) -> None:
    """Run from the checkout, the same command opens files of it, and they are noted."""
    assert installed.run("schema", "topics", cwd=tmp_path, folder=ROOT).code == 0
    assert [path for path in installed.opened if Path(path).is_relative_to(ROOT / "generator")]


def test_the_command_is_called_accede(installed: Installed, tmp_path: Path) -> None:
    """The wheel brings a command of that name, which tells its version."""
    script = installed.folder / "bin" / "accede"
    if not script.exists():
        pytest.skip("no pip here, which makes the command")
    done = subprocess.run(
        [sys.executable, str(script), "--version"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed.folder)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.startswith("accede, version ")


def test_the_source_archive_keeps_the_paths(tmp_path: Path) -> None:
    """What one unpacks is laid out as the checkout is, so that it can be built and tested."""
    with tarfile.open(archive("sdist", tmp_path)) as packed:
        found = {name.partition("/")[2] for name in packed.getnames()}
    for folder in ("generator", "recommendations", "templates", "tests", "docs"):
        assert {f"{folder}/{path}" for path in shipped(folder)} <= found, folder
    files = {"run", "pyproject.toml", "README.md", "LICENSE", "requirements.lock", "CHANGELOG.md"}
    assert files <= found
    assert not [name for name in found if name.startswith((".accede", ".venv", "generator/_data"))]
    assert not [name for name in found if name.startswith("output/") and name != "output/.gitkeep"]
