"""init, new and import as a person types them."""

from __future__ import annotations

import csv
import io
import os
import pty
import shutil
import subprocess
import sys
from contextlib import chdir
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from conftest import ROOT, Ran
from test_tables import FULL

from generator.cli import cli
from generator.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Accede

ITEM = "recommendations/items/lantern-2026"
COLUMNS = "id;title;text;document;made_by;addressee;topic"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, accede: Accede) -> Path:
    """Return a project as init makes it, to be copied."""
    folder = tmp_path_factory.mktemp("made") / "own"
    done = accede("init", folder)
    assert done.code == 0, done.stderr
    return folder


@pytest.fixture
def own(tmp_path: Path, made: Path) -> Path:
    """Return a new project of one's own."""
    return shutil.copytree(made, tmp_path / "own")


def _run(own: Path, *args: str) -> Ran:
    """Run accede in this process: quicker, where nothing hangs on a process of its own."""
    with chdir(own):
        done = CliRunner().invoke(cli, args)
    return Ran(done.exit_code, done.stdout, done.stderr)


def _files(folder: Path) -> dict[str, bytes]:
    """Return every file of a project's data, by name."""
    data = folder / "recommendations"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file()
    }


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# init


def test_init_makes_a_project_that_is_sound(own: Path) -> None:
    """The starter has no problem, not even a small one, and holds what it should."""
    checked = _run(own, "check", "--strict")
    assert (checked.code, checked.stdout) == (0, "")
    dataset = load(own).dataset
    assert dataset
    held = (dataset.bodies, dataset.items, dataset.topics, dataset.meetings, dataset.packs)
    assert [len(records) for records in held] == [2, 3, 1, 1, 1]
    assert (own / ".gitignore").read_text().split() == [".accede/", "output/"]


def test_every_starter_file_explains_itself(own: Path) -> None:
    """Each file of the starter begins with its schema and with words on what it is."""
    files = list((own / "recommendations").rglob("*.yaml"))
    assert len(files) == 10
    for path in files:
        first, *rest = path.read_text(encoding="utf-8").splitlines()
        assert first.startswith("# yaml-language-server: $schema=")
        assert (path.parent / first.partition("=")[2]).resolve().is_file()
        remarks = [line for line in rest if line.strip().startswith("#") and len(line) > 20]
        assert remarks, path


def test_init_dry_run_tells_what_init_writes(tmp_path: Path, accede: Accede) -> None:
    """With --dry-run nothing is made, and each file is named that would be."""
    told = accede("init", tmp_path / "own", "--dry-run")
    assert not (tmp_path / "own").exists()
    assert accede("init", tmp_path / "own").code == 0
    wrote = {"would write " + str(tmp_path / "own" / name) for name in _files(tmp_path / "own")}
    assert wrote < set(told.lines)


def test_init_works_where_one_stands(tmp_path: Path, accede: Accede) -> None:
    """Without DIR the project is made here; a .gitignore that is there stays."""
    (tmp_path / ".gitignore").write_text("mine\n")
    assert accede("init", cwd=tmp_path).code == 0
    assert (tmp_path / "recommendations/project.yaml").is_file()
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


@pytest.mark.parametrize("options", [[], ["--example"]])
def test_init_refuses_a_folder_with_data(
    tmp_path: Path, accede: Accede, options: list[str]
) -> None:
    """Where recommendations/ holds anything, nothing is written, not beside it either."""
    (tmp_path / "recommendations").mkdir()
    (tmp_path / "recommendations" / "notes.txt").write_text("mine", encoding="utf-8")
    done = accede("init", tmp_path, *options)
    assert done.code == 2
    assert "exists. Nothing was changed" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["recommendations"]


def test_init_example_copies_the_dataset(tmp_path: Path, accede: Accede) -> None:
    """--example gives the bundled dataset to the byte, and schemas for editors."""
    assert accede("init", tmp_path / "own", "--example").code == 0
    mine, theirs = _files(tmp_path / "own"), _files(ROOT)
    assert {name: mine[name] for name in theirs} == theirs
    schemas = set(mine) - set(theirs)
    assert schemas == {name for name in mine if name.startswith("recommendations/.schema/")}
    assert len(schemas) == 10


# new


def test_new_item_is_prefilled_where_there_is_one_answer(own: Path) -> None:
    """The only document and topic are filled in; what is open is said, and named by check."""
    done = _run(own, "new", "item", "own-1", "--title", "Free: all", "--addressee", "ruritania")
    file = f"{ITEM}/own-1.yaml"
    assert (done.code, done.stdout) == (0, f"{file}\n")
    assert done.stderr == "Left open: text, made_by. accede check names the lines.\n"
    lines = (own / file).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../../.schema/items.json"
    assert {"title: 'Free: all'", "  document: lantern-2026", "topic: assembly"} <= set(lines)
    found = [
        (line.split(": ")[0], line.split(": ")[2].split()[0]) for line in _run(own, "check").lines
    ]
    at = {
        name: number
        for number, line in enumerate(lines, 1)
        if (name := line.rstrip(":")) in ("text", "made_by")
    }
    assert found == [
        (f"{file}:{at['text']}:6", "text"),
        (f"{file}:{at['made_by']}:9", "made_by"),
    ]


NEW = {
    "topic": (["--title", "Media"], "topics.yaml"),
    "document": (["--title", "R", "--publisher", "lantern", "--date", "2026"], "documents.yaml"),
    "evidence": (["--title", "R", "--grade", "A"], "evidence.yaml"),
    "body": (["--type", "ngo", "--name", "B: b"], "bodies.yaml"),
    "case": (
        [
            *("--name", "N", "--label", "a", "--role", "background"),
            *("--summary", "S", "--consent", "no"),
        ],
        "cases/own-1.yaml",
    ),
    "meeting": (["--on", "2027-01-02", "--body", "ruritania"], "meetings/own-1.yaml"),
    "item": (
        ["--made-by", "lantern", "--addressee", "ruritania", "--title", "T", "--text", "X"],
        "items/lantern-2026/own-1.yaml",
    ),
}  # fmt: skip


@pytest.mark.parametrize("word", NEW)
def test_new_touches_no_other_line(own: Path, word: str) -> None:
    """A record told whole is sound at once; everything else in the project stays as it was."""
    options, name = NEW[word]
    before = _files(own)
    done = _run(own, "new", word, "own-1", *options)
    assert (done.code, done.stdout, done.stderr) == (0, f"recommendations/{name}\n", "")
    after = _files(own)
    file = f"recommendations/{name}"
    assert {key: value for key, value in after.items() if key != file} == {
        key: value for key, value in before.items() if key != file
    }
    assert after[file].startswith(before.get(file, b""))
    checked = _run(own, "check", "--strict")
    assert checked.code == 0, checked.stdout


def test_new_dry_run_shows_text_and_path(own: Path) -> None:
    """With --dry-run the text is shown as it would be, and nothing is written, not even a lock."""
    before = _files(own)
    lock = own / ".accede" / "data.lock"
    lock.unlink()
    options = NEW["topic"][0]
    shown = _run(own, "new", "topic", "own-1", *options, "--dry-run")
    assert shown.lines[0] == "Would write to recommendations/topics.yaml:"
    assert _files(own) == before
    assert not lock.exists()
    _run(own, "new", "topic", "own-1", *options)
    text = (own / "recommendations/topics.yaml").read_text(encoding="utf-8")
    assert text.endswith("\n".join(shown.lines[1:]) + "\n")


def test_new_makes_a_register_that_is_missing(own: Path) -> None:
    """Without the file a register is begun, with its schema line; a schema that went is back."""
    (own / "recommendations/evidence.yaml").unlink()
    (own / "recommendations/.schema/evidence.json").unlink()
    _run(own, "new", "evidence", "S01", "--title", "T", "--grade", "A")
    text = (own / "recommendations/evidence.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=.schema/evidence.json\n\n# A page")
    assert (own / "recommendations/.schema/evidence.json").is_file()


def test_the_id_of_a_meeting_says_day_and_body(own: Path) -> None:
    """2027-01-02-ruritania is on that day with that body."""
    _run(own, "new", "meeting", "2027-01-02-ruritania")
    dataset = load(own).dataset
    assert dataset
    meeting = dataset.meetings["2027-01-02-ruritania"]
    assert (meeting.on, meeting.body) == (date(2027, 1, 2), "ruritania")


REFUSED = {
    "a used id": (["item", "lantern-2026-01"], 'The id "lantern-2026-01" is taken: it stands in'),
    "a used id of a register": (["body", "lantern"], "recommendations/bodies.yaml:7:7."),
    "a separator": (["item", "a/b"], '"a/b" cannot be an id.'),
    "another separator": (["item", "a\\b"], '"a\\b" cannot be an id.'),
    "two dots": (["case", ".."], '".." cannot be an id.'),
    "a hidden file": (["case", ".a"], '".a" cannot be an id.'),
    "a wrong word": (["evidence", "S9", "--grade", "D"], '--grade: "D" is not known.'),
    "a wrong reference": (
        ["item", "x", "--document", "lantern-206", "--made-by", "lanten"],
        '"lantern-2026"?\n--made-by: "lanten" is not known. Did you mean "lantern"?',
    ),
    "a wrong date": (["meeting", "x", "--on", "3.12.2026"], 'on "3.12.2026" is not a day'),
    "an unknown kind": (["pack", "x"], "No such command 'pack'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_new_refuses(own: Path, case: str) -> None:
    """What cannot stand is refused with the reason, and nothing is written."""
    args, why = REFUSED[case]
    before = _files(own)
    done = _run(own, "new", *args)
    assert done.code == 2
    assert why in done.stderr
    assert _files(own) == before


def test_new_item_needs_to_know_its_document(own: Path) -> None:
    """With two documents or none, an item has no place until one is named or made."""
    _run(own, "new", "document", "second")
    done = _run(own, "new", "item", "own-1")
    assert done.code == 2
    assert "--document is needed: an item stands in one of lantern-2026, second." in done.stderr
    (own / "recommendations/documents.yaml").unlink()
    done = _run(own, "new", "item", "own-1")
    assert done.code == 2
    assert "Start with: accede new document ID" in done.stderr


def test_new_leaves_a_register_at_fault_alone(own: Path) -> None:
    """Where a record has no sure place, the place and the reason are told."""
    register = own / "recommendations/topics.yaml"
    register.write_text("- {id: a, title: A}\n...\n")
    done = _run(own, "new", "topic", "b", "--title", "B")
    assert done.code == 1
    assert 'recommendations/topics.yaml:2:1: the line "..." ends the data.' in done.stderr
    assert "Nothing was written." in done.stderr
    assert register.read_text() == "- {id: a, title: A}\n...\n"


def test_new_asks_at_a_terminal(own: Path) -> None:
    """At a terminal what is left out is asked for, again after a wrong answer; Enter leaves it."""
    process, terminal = pty.fork()
    if process == 0:  # the child is the terminal's program
        os.chdir(own)
        os.environ.update(PYTHONPATH=str(ROOT))
        os.execv(sys.executable, [sys.executable, "-m", "generator", "new", "item", "own-1"])  # noqa: S606 - no shell
    os.write(terminal, b"lanten\nlantern\nruritania\nA title\n\n")
    shown = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # Linux tells so that the program has ended
            break
        if not part:
            break
        shown += part
    assert os.waitpid(process, 0)[1] == 0
    os.close(terminal)
    told = shown.decode()
    assert "made_by: The body that asks. [lantern, ruritania]:" in told
    assert 'Did you mean "lantern"?' in told
    text = (own / ITEM / "own-1.yaml").read_text(encoding="utf-8")
    assert {"made_by: lantern", "addressee: ruritania", "title: A title", "text:"} <= set(
        text.splitlines()
    )


def test_one_of_two_gets_the_id(own: Path) -> None:
    """Two who start the same topic at once: one has it, the other is told; it is there once."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "generator", "new", "topic", "own-1", "--title"]
    two = [
        subprocess.Popen([*command, title], cwd=own, env=env, stderr=subprocess.PIPE)
        for title in "AB"
    ]
    told = [process.communicate()[1].decode() for process in two]
    assert sorted(process.returncode for process in two) == [0, 2]
    assert sum('The id "own-1" is taken' in said for said in told) == 1
    text = (own / "recommendations/topics.yaml").read_text(encoding="utf-8")
    assert text.count("- id: own-1\n") == 1


# import


def test_a_list_goes_in_again(project: Path, accede: Accede) -> None:
    """What list --csv prints makes the same rows in a copy without items, one assessment each."""
    listed = accede("list", "--csv", cwd=project).stdout
    (project / "list.csv").write_text(listed, encoding="utf-8", newline="")
    (project / "recommendations/items").rename(project / "before")
    done = accede("import", "list.csv", cwd=project)
    assert done.code == 0, done.stderr
    assert "the rest of its history" in done.stderr
    assert accede("list", "--csv", cwd=project).stdout == listed
    dataset = load(project).dataset
    assert dataset
    assert len(dataset.items) == len(_rows(listed)) > 70
    assert {len(item.assessments) for item in dataset.items.values()} <= {0, 1}
    checked = accede("check", "--strict", cwd=project)
    assert checked.code == 0, checked.stdout


def test_every_column_comes_out_as_it_went_in(own: Path) -> None:
    """A row with a cell in each column is listed again cell by cell."""
    _run(own, "new", "case", "ann", *NEW["case"][0])
    law = "- {id: law-2026, type: law, name: Law, state: in-force}\n"
    (own / "recommendations/instruments.yaml").write_text(law)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(FULL))
    writer.writeheader()
    writer.writerow(FULL)
    (own / "list.csv").write_text(text.getvalue(), newline="")
    done = _run(own, "import", "list.csv")
    assert done.code == 0, done.stderr
    listed = {row["id"]: row for row in _rows(_run(own, "list", "--csv").stdout)}
    assert listed[FULL["id"]] == FULL


def test_a_spreadsheet_goes_in(own: Path) -> None:
    """200 rows as a spreadsheet saves them: semicolons, a mark, Windows line breaks, commas."""
    rows = (
        f'own-{number:03};"Ask; {number}";"Long, ""quoted"",\ntext é";lantern-2026;lantern;'
        "ruritania;assembly;not-implemented;2026-10;S01, S02"
        for number in range(200)
    )
    text = "\r\n".join([f"{COLUMNS};status;status_on;evidence", *rows, ";;;;", ""])
    (own / "list.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    before = _files(own)
    dry = _run(own, "import", "list.csv", "--dry-run")
    assert dry.code == 0
    assert len(dry.lines) == 200
    assert _files(own) == before
    done = _run(own, "import", "list.csv")
    assert done.code == 0, done.stderr
    assert done.lines == [line.replace("would write", "wrote") for line in dry.lines]
    dataset = load(own).dataset
    assert dataset
    assert len(dataset.items) == 203
    item = dataset.items["own-199"]
    assert item.title.plain == "Ask; 199"
    assert item.text.plain == 'Long, "quoted",\ntext é'
    assert item.assessments[0].evidence == ("S01", "S02")
    assert _run(own, "check", "--strict").code == 0
    again = _run(own, "import", "list.csv")
    assert (again.code, again.stdout) == (0, "")
    assert "Rows skipped, for these ids exist: own-000, own-001," in again.stderr


def test_nothing_is_written_if_one_row_is_wrong(own: Path) -> None:
    """All problems are told at once, with row and column, and none of the rows goes in."""
    (own / "list.csv").write_text(
        f"{COLUMNS};heading;evidence;status_on;status\n"
        "own-1;T;X;lantern-2026;lantern;ruritania;assembly;;;;\n"
        "own-2;;X;lantern-2026;lantern;ruritania;assembly;;;;\n"
        "own-3;T;X;lantern-2026;lantern;ruritania;asembly;;S99;2026-10;reversed\n"
        "own-4;T;X;lantern-2026;lantern;ruritania;assembly;To Government;;;\n"
    )
    before = _files(own)
    done = _run(own, "import", "list.csv")
    assert (done.code, done.stdout) == (1, "")
    said = done.stderr.splitlines()
    assert [line.split(": ")[0] for line in said] == [
        "list.csv:3:2",
        "list.csv:4:7",
        "list.csv:4:9",
        "list.csv:5:8",
        "Nothing was written.",
    ]
    assert "warning" in said[3]
    assert _files(own) == before


def test_a_warning_keeps_nothing_out(own: Path) -> None:
    """A row that check would only warn of goes in, with the warning."""
    (own / "list.csv").write_text(
        f"{COLUMNS};heading\nown-1;T;X;lantern-2026;lantern;ruritania;assembly;To Government\n"
    )
    done = _run(own, "import", "list.csv")
    assert done.code == 0
    assert "list.csv:2:8: warning: own-1: heading: " in done.stderr
    assert (own / ITEM / "own-1.yaml").is_file()


def test_a_file_of_other_hands_stops_an_import(own: Path) -> None:
    """A file that has the place of a new item stays, and no other row goes in."""
    (own / ITEM / "own-2.yaml").write_text("# mine\nid: something\n")
    (own / "list.csv").write_text(
        f"{COLUMNS}\n"
        "own-1;T;X;lantern-2026;lantern;ruritania;assembly\n"
        "own-2;T;X;lantern-2026;lantern;ruritania;assembly\n"
    )
    before = _files(own)
    done = _run(own, "import", "list.csv")
    assert done.code == 1
    assert f"{ITEM}/own-2.yaml exists, and stays as it is." in done.stderr
    assert _files(own) == before


def test_import_tells_of_facts_that_do_not_show_yet(own: Path) -> None:
    """A fact later than the day of the project is taken, and said not to show."""
    (own / "list.csv").write_text(
        f"{COLUMNS};status;status_on;recorded_on\n"
        "own-1;T;X;lantern-2026;lantern;ruritania;assembly;reversed;2030-01-01;2030-01-02\n"
    )
    done = _run(own, "import", "list.csv")
    assert done.code == 0
    assert "facts of later days in: own-1." in done.stderr


def test_import_knows_encodings_by_name(own: Path) -> None:
    """A table in Windows-1251 goes in with --encoding; a name nobody knows is refused."""
    row = "own-1;Освободить;Освободить;lantern-2026;lantern;ruritania;assembly\n"
    (own / "list.csv").write_bytes(f"{COLUMNS}\n{row}".encode("cp1251"))
    done = _run(own, "import", "list.csv")
    assert done.code == 1
    assert "it looks like Windows-1251" in done.stderr
    assert _run(own, "import", "list.csv", "--encoding", "cp12511").code == 2
    assert _run(own, "import", "list.csv", "--encoding", "cp1251").code == 0
    dataset = load(own).dataset
    assert dataset
    assert dataset.items["own-1"].title.plain == "Освободить"
