"""init, check, schema, doctor, completion: the project and the machine it is on."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import DATA, ROOT
from killed import killed_at
from starter import run

from generator import __version__
from generator.journal import one_writer
from generator.load import MODELS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Accede


PROJECT = "recommendations/project.yaml"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a tiny project with an error and a warning."""
    shutil.copytree(DATA / "sound", tmp_path, dirs_exist_ok=True)
    for fault in ("wrong-value", "long-short-form"):
        shutil.copytree(DATA / "broken" / fault, tmp_path / "recommendations", dirs_exist_ok=True)
    return tmp_path


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_project_with_the_bundled_dataset(accede: Accede, tmp_path: Path) -> None:
    """The example is a copy of the bundled dataset, ready to be checked and built."""
    ran = accede("init", "mine", "--example", cwd=tmp_path)
    assert ran.code == 0
    written, wanted = _files(tmp_path / "mine"), _files(ROOT / "recommendations")
    assert {name: written[f"recommendations/{name}"] for name in wanted} == wanted
    assert written[".gitignore"].split() == [b".accede/", b"output/"]
    checked = accede("-C", "mine", "check", "--strict", cwd=tmp_path)
    assert (checked.code, checked.stderr) == (0, "75 items read: all is well.\n")


def test_init_never_writes_over_a_project(accede: Accede, project: Path) -> None:
    """A folder that holds a project is left as it is."""
    before = _files(project)
    ran = accede("init", ".", "--example", cwd=project)
    assert (ran.code, ran.stdout) == (2, "")
    assert "recommendations exists. Nothing was changed; choose another folder." in ran.stderr
    assert _files(project) == before


def test_init_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    """Killed at any step, it is finished by the next init, and leaves nothing else behind."""
    assert run(tmp_path, "init", "whole").code == 0
    whole = _written(tmp_path / "whole")
    finished = []
    for step in range(1, 400, 9):
        folder = tmp_path / f"cut-{step}"
        if killed_at(step, "init", str(folder)) == 0:
            break
        begun = (folder / ".accede" / "promise.json").exists() or not (folder / PROJECT).exists()
        again = run(tmp_path, "init", str(folder))
        assert again.code == (0 if begun else 2), (step, again.stderr)
        with one_writer(folder):  # where all was written before the kill
            assert _written(folder) == whole, step
        assert run(folder, "check").code == 0
        finished.append("an interrupted command had begun is done now" in again.stderr)
    assert set(finished) == {False, True}  # before and after the promise of all files was written
    assert len(finished) > 10


def _written(folder: Path) -> dict[str, bytes]:
    found = _files(folder).items()
    return {name: content for name, content in found if not name.startswith(".accede/")}


def test_init_can_be_tried(accede: Accede, tmp_path: Path) -> None:
    """A dry run names what it would write, and writes nothing."""
    ran = accede("init", "mine", "--example", "--dry-run", cwd=tmp_path)
    assert ran.code == 0
    assert "would write mine/recommendations/project.yaml" in ran.lines
    assert list(tmp_path.iterdir()) == []


def test_init_keeps_a_gitignore(accede: Accede, tmp_path: Path) -> None:
    """What git ignores already is the user's own affair."""
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    assert accede("init", ".", "--example", cwd=tmp_path).code == 0
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"


def test_problems_are_results(accede: Accede, broken: Path) -> None:
    """A check prints its problems on standard output, and the sum of them on standard error."""
    ran = accede("check", cwd=broken)
    assert [line.split(": ")[1] for line in ran.lines] == ["press-1", "warning"]
    assert (ran.code, ran.stderr) == (1, "1 items read: 1 error, 1 warning.\n")


def test_problems_as_json(accede: Accede, broken: Path) -> None:
    """For programs a problem is a record with its place apart."""
    ran = accede("check", "--json", cwd=broken)
    assert ran.code == 1
    assert ran.json[0] == {
        "file": "recommendations/items/report-2020/press-1.yaml",
        "line": 13,
        "column": 13,
        "record": "press-1",
        "level": "error",
        "what": 'status "not-implmented" is not known.',
        "fix": 'Did you mean "not-implemented"?',
    }
    assert [problem["level"] for problem in ran.json] == ["error", "warning"]


def test_no_problems_as_json(accede: Accede) -> None:
    """Where nothing is wrong a program gets an empty list."""
    ran = accede("check", "--json", "--strict")
    assert (ran.code, ran.json) == (0, [])


def test_a_project_is_found_from_below(accede: Accede, project: Path, tmp_path: Path) -> None:
    """The nearest folder upwards that holds a project is the project; -C names another."""
    inside = project / "recommendations" / "items" / "hrw-1999"
    ran = accede("check", cwd=inside)
    assert (ran.code, ran.stderr) == (0, "75 items read: all is well.\n")
    sound = shutil.copytree(DATA / "sound", tmp_path / "sound")
    tiny = accede("-C", sound, "check", cwd=inside)
    assert (tiny.code, tiny.stderr) == (0, "2 items read: all is well.\n")


@pytest.mark.parametrize("command", ["check", "build"])
def test_no_project_here(accede: Accede, tmp_path: Path, command: str) -> None:
    """Where there is no project the answer says how to make one."""
    ran = accede(command, cwd=tmp_path)
    assert (ran.code, ran.stdout) == (2, "")
    said = ran.stderr.splitlines()[-1]
    assert said.startswith(
        f"Error: No project here: neither {tmp_path.resolve()} nor a folder above"
    )
    assert "Make one with: accede init DIR" in said


def test_a_project_file_that_cannot_be_read(accede: Accede, broken: Path) -> None:
    """Without its project file a project has problems, and no traceback."""
    (broken / "recommendations" / "project.yaml").write_text("format: [1\n", encoding="utf-8")
    ran = accede("check", cwd=broken)
    assert ran.code == 1
    assert "recommendations/project.yaml:1:9: the bracket that is opened here" in ran.stdout
    assert "press-1.yaml:13:13" in ran.stdout
    listed = accede("list", cwd=broken)
    assert (listed.code, listed.stdout) == (1, "")


def test_the_schema_of_a_file(accede: Accede) -> None:
    """An editor gets the schema of each kind of file, or of all."""
    every = accede("schema").json
    assert set(every) == set(MODELS)
    assert accede("schema", "items").json == every["items"]
    wrong = accede("schema", "itmes")
    assert (wrong.code, wrong.stdout) == (2, "")


def test_the_version(accede: Accede) -> None:
    """The version is one, in the package and on the command line."""
    assert accede("--version").stdout == f"accede, version {__version__}\n"


def test_help_needs_no_project(accede: Accede, tmp_path: Path) -> None:
    """Help names every command and the exit codes, wherever one stands."""
    ran = accede("--help", cwd=tmp_path)
    assert (ran.code, ran.stderr) == (0, "")
    for word in ("init", "check", "build", "list", "show", "history", "status", "doctor"):
        assert f"\n  {word} " in ran.stdout
    assert "Exit codes: 0 done, 1 findings, 2 usage" in ran.stdout


def test_an_unknown_command(accede: Accede) -> None:
    """A command that is not there ends with 2."""
    ran = accede("frobnicate")
    assert (ran.code, ran.stdout) == (2, "")
    assert "No such command 'frobnicate'" in ran.stderr


def test_completion_says_how_to_switch_it_on(accede: Accede) -> None:
    """The first line of a completion script says what to do with it."""
    ran = accede("completion", "bash")
    assert ran.code == 0
    assert ran.lines[0].startswith("# ")
    assert "_ACCEDE_COMPLETE" in ran.stdout


def test_the_doctor_tells_what_is_here(accede: Accede, bundled: Path) -> None:
    """The doctor names the versions and the project it found."""
    ran = accede("doctor")
    told = {line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1] for line in ran.lines}
    assert (ran.code, ran.stderr) == (0, "All that papers need is here.\n")
    assert told["accede"] == __version__
    assert told["project"] == str(bundled)


def test_reading_needs_no_engine(accede: Accede, tmp_path: Path) -> None:
    """Checking, listing and counting run where WeasyPrint and Jinja are missing or broken."""
    for library in ("weasyprint", "jinja2"):
        (tmp_path / f"{library}.py").write_text("raise ImportError('not here')\n", encoding="utf-8")
    path = f"{tmp_path}:{ROOT}"
    for command in (["check"], ["list", "--json"], ["status"]):
        ran = accede(*command, PYTHONPATH=path)
        assert ran.code == 0, ran.stderr
    assert accede("build", "--dry-run", PYTHONPATH=path).code != 0


def test_a_mistake_of_ours_is_told_as_one(accede: Accede, project: Path, tmp_path: Path) -> None:
    """What should not happen ends with 70 and lines to report, that hold nothing of the user's."""
    words = "raise RuntimeError('of Anna Kovalenko in /home/anna')\n"
    (tmp_path / "yaml.py").write_text(words, encoding="utf-8")
    path = f"{tmp_path}:{ROOT}"
    ran = accede("check", cwd=project, PYTHONPATH=path)
    assert (ran.code, ran.stdout) == (70, "")
    first, version, what, *steps, last = ran.stderr.splitlines()
    assert first == "This is a mistake in accede, not in your data. Please report these lines:"
    assert version.startswith(f"  accede {__version__}, Python 3.")
    assert version.endswith(": check")
    assert what == "  RuntimeError at yaml.py:1"
    assert 2 < len(steps) <= 8
    assert all(re.fullmatch(r"  from generator/[\w/]+\.py:\d+ in [\w<>]+", step) for step in steps)
    assert "Traceback" not in ran.stderr
    assert "nna" not in ran.stderr
    assert str(tmp_path) not in ran.stderr
    assert last == "They hold nothing of yours. What does is shown with ACCEDE_TRACEBACK=1."
    ran = accede("check", cwd=project, PYTHONPATH=path, ACCEDE_TRACEBACK="1")
    assert ran.code == 70
    assert "RuntimeError: of Anna Kovalenko in /home/anna" in ran.stderr
