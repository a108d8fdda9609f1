"""A paper is the same wherever it is made: no locale of a machine, and no tongue of its user."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from papers import tree

if TYPE_CHECKING:
    from conftest import Accede

# A machine as it may be found: what its user types before the command, and its environment.
# LANGUAGE alone used to change how Latin words in a Russian paper were shaped.
MACHINES: dict[str, tuple[list[str], dict[str, str]]] = {
    "plain": ([], {"LANGUAGE": "", "LC_ALL": "C.UTF-8"}),
    "bare C": ([], {"LANGUAGE": "", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    "Russian": ([], {"LANGUAGE": "", "LANG": "ru_RU.UTF-8", "LC_ALL": "", "TZ": "Asia/Almaty"}),
    "Turkish": (["--ui-lang", "ru"], {"LANGUAGE": "tr:bg", "LC_ALL": "tr_TR.UTF-8"}),
}
FILES = {f"briefing.ru.{ending}" for ending in ("pdf", "html", "txt")} | {"manifest.json"}
OPTIONS = ("--only", "briefing", "--format", "pdf,html,text", "--lang", "ru", "--allow-working")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, accede: Accede) -> dict[str, Any]:
    """Return what each machine said, and the files it made of one Russian paper."""
    start = tmp_path_factory.mktemp("start")
    assert accede("init", start).code == 0

    def build(name: str) -> tuple[str, dict[str, bytes]]:
        options, environment = MACHINES[name]
        project = shutil.copytree(start, tmp_path_factory.mktemp("machine") / "project")
        more: Any = environment
        ran = accede(*options, "build", *OPTIONS, cwd=project, **more)
        assert ran.code == 0, ran.stderr
        return ran.stderr, tree(project / "output/ruritania")

    with ThreadPoolExecutor() as pool:
        return dict(zip(MACHINES, pool.map(build, MACHINES), strict=True))


@pytest.mark.parametrize("machine", list(MACHINES)[1:])
def test_a_paper_depends_on_no_locale(made: dict[str, Any], machine: str) -> None:
    """PDF, HTML, text and manifest are the same, byte for byte."""
    _, plain = made["plain"]
    _, files = made[machine]
    assert set(files) == set(plain) == FILES
    assert [name for name in plain if files[name] != plain[name]] == []


def test_the_machines_do_differ(made: dict[str, Any]) -> None:
    """The same environments move what is said to the person."""
    said = {machine: told for machine, (told, _) in made.items()}
    assert said["plain"] == said["bare C"] == "3 files made, in output.\n"
    assert said["Russian"] == said["Turkish"] == "Сделано 3 файла, папка: output.\n"
