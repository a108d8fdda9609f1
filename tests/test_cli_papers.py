"""build and clean as a user runs them: what they say, how they end, and what they need."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from papers import PACKS, edit, reader, squeezed, tree, unheard, whys
from papers import said as read_back
from rewording import record, reword

from generator.bundles import BUNDLES
from generator.pdf import INSTALL_HINT
from generator.publish import one_at_a_time

if TYPE_CHECKING:
    from pathlib import Path

    from built import Built
    from conftest import Accede

pytest_plugins = ["built"]

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% raw %} </style> \"q\" 'q' &amp; <!-- x"


# What it says.


def test_a_line_a_file_is_printed(built: Built) -> None:
    """Each file that was made has a line: what happened, where it is, its pages, and why."""
    lines = [line for line in built.ran.lines if not line.startswith("none ")]
    expected = [
        ("made", f"output/{pack}/{name}", told["pages"], "new")
        for pack in PACKS
        for name, told in built.manifest(pack).items()
    ]
    found = []
    for line in lines:
        match = re.fullmatch(r"(\w+) +(\S+) +(\d+) pages? +(.+)", line)
        assert match, line
        word, path, pages, why = match.groups()
        assert ("1 page " in line) == (pages == "1"), line
        found.append((word, path, int(pages), why))
    assert sorted(found) == sorted(expected)
    assert [path.split("/")[1] for _, path, *_ in found] == [
        path.split("/")[1] for _, path, *_ in expected
    ]


def test_what_is_said_to_a_person_is_not_among_the_results(built: Built) -> None:
    """The closing line, with the number of files, is on standard error."""
    made = [line for line in built.ran.lines if line.startswith("made ")]
    assert built.ran.stderr.splitlines() == [f"{len(made)} files made, in output."]


def test_a_paper_that_is_left_out_has_a_line(built: Built) -> None:
    """A paper of the pack that has nothing to say is told of, with the reason."""
    silent = [line.split(maxsplit=2) for line in built.ran.lines if line.startswith("none ")]
    assert ["none", "output/eu/pledges", "no promise was made to this reader"] in silent
    for _, path, why in silent:
        assert not (built.project / f"{path}.pdf").exists(), path
        assert why


def test_the_same_as_json(own: Path, built: Built, accede: Accede) -> None:
    """With --json there is one record a pack, with the same facts, and nothing else."""
    ran = accede("build", "--json", cwd=own)
    assert [told["pack"] for told in ran.json] == list(PACKS)
    assert ran.stderr == ""
    for told in ran.json:
        assert told["folder"] == f"output/{told['pack']}"
        assert told["failed"] is None
        assert told["outdated"] == []
        manifest = built.manifest(told["pack"])
        assert {file["file"]: file["pages"] for file in told["files"]} == {
            name: known["pages"] for name, known in manifest.items()
        }
        assert {(file["made"], file["why"]) for file in told["files"]} == {
            (False, "nothing changed")
        }


def test_papers_lie_where_they_were_asked_for(own: Path, accede: Accede) -> None:
    """With -C and --output they are made there, and nothing in the project."""
    shutil.rmtree(own / "output")
    elsewhere = own.parent / "elsewhere"
    ran = accede(
        "-C", own, "build", "france", "--only", "checklist", "--output", elsewhere, cwd=own.parent
    )
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.lines] == [["made", "elsewhere/france/checklist.pdf"]]
    assert set(tree(elsewhere)) == {"france/checklist.pdf", "france/manifest.json"}
    assert not (own / "output").exists()


def test_templates_can_be_named(own: Path, accede: Accede) -> None:
    """--templates is searched first."""
    folder = own.parent / "mine"
    folder.mkdir()
    (folder / "checklist.html.j2").write_text(
        "<!doctype html><html lang='en'><head><title>Mine</title></head>"
        "<body><h1>Mine, for {{ for_whom }}</h1></body></html>",
        encoding="utf-8",
    )
    options = ("--templates", folder, "--only", "checklist")
    assert accede("build", "france", *options, cwd=own).code == 0
    path = own / "output" / "france" / "checklist.pdf"
    assert squeezed(read_back(path)).startswith(squeezed("Mine, for the Government of France"))


# How it ends.


def test_an_unknown_pack_is_a_usage_error(own: Path, accede: Accede) -> None:
    """The message offers what is close, and nothing is made."""
    before = tree(own / "output")
    ran = accede("build", "osec", cwd=own)
    assert (ran.code, ran.stdout) == (2, "")
    assert '"osec" is no pack. Did you mean "osce"?' in ran.stderr
    assert tree(own / "output") == before


def test_an_unknown_paper_is_a_usage_error(own: Path, accede: Accede) -> None:
    """The message names the papers there are."""
    ran = accede("build", "--only", "chart", cwd=own)
    assert (ran.code, ran.stdout) == (2, "")
    assert '"chart" is no paper. There are: ' in ran.stderr
    assert all(name in ran.stderr for bound in BUNDLES.values() for name in bound)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--since", "2999-01-01"), "--since 2999-01-01 is in the future: nothing changed since."),
        (("--as-of", "2999-01-01"), "--as-of 2999-01-01 is in the future: nobody knows it."),
        (("--blank", "--only", "card"), "--blank makes the checklist: it goes with no other paper"),
    ],
)
def test_what_cannot_be_is_refused(
    own: Path, accede: Accede, options: tuple[str, ...], told: str
) -> None:
    """Nobody knows a day to come, and no paper but one is blank: it is a slip of the pen."""
    before = tree(own / "output")
    ran = accede("build", "osce", *options, cwd=own)
    assert ran.code == 2
    assert told in ran.stderr
    assert tree(own / "output") == before


def test_capitals_are_taken_for_small_letters(own: Path, accede: Accede) -> None:
    """A4 stands in packs.yaml, and PDF on every icon."""
    ran = accede("build", "osce", "--paper", "A4", "--format", "PDF", "--dry-run", cwd=own)
    assert ran.code == 0
    assert {line.split()[0] for line in ran.lines} == {"kept", "none"}


def test_data_at_fault_makes_nothing(own: Path, accede: Accede) -> None:
    """The problems are shown with their places, the papers stay, and it ends with 1."""
    item = own / "recommendations" / "items" / "hrw-2008" / "hrw-2008-fra-02.yaml"
    edit(item, ("topic: madrid", "topic: madird"))
    before = tree(own / "output")
    ran = accede("build", cwd=own)
    assert (ran.code, ran.stdout) == (1, "")
    assert "hrw-2008-fra-02.yaml:" in ran.stderr
    assert 'Did you mean "madrid"?' in ran.stderr
    assert "Nothing was done." in ran.stderr
    assert tree(own / "output") == before


def test_clean_removes_the_papers_and_nothing_else(own: Path, accede: Accede) -> None:
    """A dry run only says so; a stranger's file and the data stay."""
    (own / "output" / "osce" / "notes.txt").write_text("mine", encoding="utf-8")
    before = tree(own)
    papers = {name for name in before if name.startswith("output/")} - {"output/osce/notes.txt"}
    ran = accede("clean", "--dry-run", cwd=own)
    assert {line.removeprefix("would remove ") for line in ran.lines} == papers
    assert tree(own) == before
    ran = accede("clean", cwd=own)
    assert {line.removeprefix("removed ") for line in ran.lines} == papers
    assert set(tree(own)) == set(before) - papers
    assert {path.name for path in (own / "output").iterdir()} == {"osce"}
    ran = accede("clean", cwd=own)
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", "Nothing to remove.\n")


def test_clean_waits_for_a_build(own: Path) -> None:
    """It does not take away what is being put in place."""
    with one_at_a_time(own):
        waiting = subprocess.Popen([sys.executable, "-m", "generator", "clean"], cwd=own,
                                   env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(3)
        assert (own / "output" / "osce" / "card.pdf").exists()
    assert waiting.wait(60) == 0
    assert not (own / "output" / "osce").exists()


def test_clean_tells_of_a_manifest_that_is_damaged(own: Path, accede: Accede) -> None:
    """It stays with its papers, as nobody else tells of them, until a build has written it anew."""
    path = own / "output" / "osce" / "manifest.json"
    path.write_text("{", encoding="utf-8")
    before = tree(path.parent)
    ran = accede("clean", cwd=own)
    assert ran.code == 1
    assert "manifest.json is damaged, or not of accede: it stays" in ran.stderr
    assert tree(path.parent) == before


@pytest.mark.parametrize("command", ["build", "clean", "verify", "watch"])
def test_papers_do_not_go_where_a_link_leads(own: Path, accede: Accede, command: str) -> None:
    """A project from elsewhere does not choose a folder outside it; whoever runs it may."""
    outside = (own / "output").rename(own.parent / f"{own.name}-elsewhere")
    (own / "output").symlink_to(outside)
    before = tree(outside)
    ran = accede(command, cwd=own)
    assert ran.code == 1
    assert "output: it is a link out of the project. If papers are to go there: --output DIR" in (
        ran.stderr
    )
    assert tree(outside) == before


def test_no_pack_goes_where_a_link_leads(own: Path, accede: Accede) -> None:
    """A pack's folder that is a link out of that of the papers is refused; the others are made."""
    outside = (own / "output" / "osce").rename(own.parent / f"{own.name}-osce")
    (own / "output" / "osce").symlink_to(outside)
    before = tree(outside)
    ran = accede("build", "osce", "eu", "--force", "--only", "card", cwd=own)
    assert ran.code == 1
    assert "osce: failed, the old papers stay: osce: it is a link out of" in ran.stderr
    assert "output/eu/card.pdf" in ran.stdout
    assert tree(outside) == before


@pytest.mark.parametrize("command", ["build", "check", "clean"])
def test_nothing_is_kept_where_a_link_leads(own: Path, accede: Accede, command: str) -> None:
    """A `.accede` that is a link is refused, and what it leads to is left alone."""
    outside = own.parent / f"{own.name}-kept"
    outside.mkdir()
    shutil.rmtree(own / ".accede", ignore_errors=True)
    (own / ".accede").symlink_to(outside)
    ran = accede(command, cwd=own)
    assert ran.code == 1
    assert ".accede: it is a link out of the project." in ran.stderr
    assert tree(outside) == {}


# What stands in the data.


def test_hostile_text_prints_as_text(project: Path, accede: Accede) -> None:
    """Markup and Jinja's signs in titles and names stand on the page as they were written."""
    item = project / "recommendations" / "items" / "hrw-2008" / "hrw-2008-fra-02.yaml"
    reword(item, ("title",), lambda _: f"Title {HOSTILE}")
    packs = project / "recommendations" / "packs.yaml"
    reword(packs, (record(packs, "france"), "for_whom"), lambda _: f"whom {HOSTILE}")
    ran = accede("build", "france", cwd=project)
    assert ran.code == 0, ran.stderr
    folder = project / "output" / "france"
    for name in ("briefing", "checklist", "matrix", "pack", "delegation"):
        assert unheard(read_back(folder / f"{name}.pdf"), [f"Title {HOSTILE}"]) == [], name
    metadata = reader(folder / "briefing.pdf").metadata
    assert metadata is not None
    assert f"whom {HOSTILE}" in str(metadata.title)
    for path in folder.glob("*.pdf"):
        assert "49" not in str(reader(path).metadata), path
        assert unheard(read_back(path), [f"whom {HOSTILE}"]) == [], path


# What it needs.

NO_PANGO = """
import ctypes, ctypes.util

class NoPango(ctypes.CDLL):
    def __init__(self, name, *args, **more):
        if name and "pango" in name:
            raise OSError(f"{name}: cannot open shared object file")
        super().__init__(name, *args, **more)

ctypes.CDLL = NoPango
ctypes.util.find_library = lambda name: None
"""
HALF_OF_PANGO = """
import cffi

def dlopen(self, name, flags=0, known=cffi.FFI.dlopen):
    if name and "pangoft2" in name:
        raise OSError(f"cannot load library {name}")
    return known(self, name, flags)

cffi.FFI.dlopen = dlopen
"""


@pytest.fixture
def without(tmp_path: Path, accede: Accede) -> Accede:
    """Return the command line on a machine without Pango."""
    return on_a_machine_with(NO_PANGO, tmp_path, accede)


def on_a_machine_with(change: str, tmp_path: Path, accede: Accede) -> Accede:
    """Return the command line in processes that run *change* first."""
    machine = tmp_path / "machine"
    machine.mkdir()
    (machine / "sitecustomize.py").write_text(change, encoding="utf-8")
    path = os.pathsep.join([str(machine), str(ROOT)])
    return lambda *args, cwd=None, **env: accede(*args, cwd=cwd, PYTHONPATH=path, **env)


@pytest.mark.parametrize(
    "words", ["--help", "build --help", "check", "list", "status", "list --json"]
)
def test_without_pango_everything_but_papers_works(
    accede: Accede, without: Accede, words: str
) -> None:
    """Help, checks and lists are the same on a machine without Pango."""
    ran = without(*words.split())
    assert ran.code == 0
    assert ran == accede(*words.split())
    assert ran.stdout or ran.stderr


@pytest.mark.parametrize("change", [NO_PANGO, HALF_OF_PANGO], ids=["none", "half"])
def test_without_pango_a_paper_to_make_ends_with_three(
    own: Path, tmp_path: Path, accede: Accede, change: str
) -> None:
    """One line says what is missing and how to install it; the old papers stay as they are."""
    before = tree(own / "output")
    ran = on_a_machine_with(change, tmp_path, accede)("build", "france", "--force", cwd=own)
    assert (ran.code, ran.stdout) == (3, "")
    [line] = ran.stderr.splitlines()
    assert line.startswith("Pango is missing, and papers cannot be set without it: ")
    assert line.endswith((*INSTALL_HINT.values(), "install Pango 1.50 or later"))
    assert tree(own / "output") == before


def test_without_pango_a_build_with_nothing_to_make_is_done(own: Path, without: Accede) -> None:
    """What was made on another machine is kept, in a full build and singly."""
    before = tree(own / "output")
    ran = without("build", cwd=own)
    assert ran.code == 0
    assert {line.split()[0] for line in ran.lines} == {"kept", "none"}
    assert (
        without("build", "osce", "--only", "checklist", cwd=own).stderr
        == "0 files made, in output.\n"
    )
    assert tree(own / "output") == before


def test_without_pango_html_and_text_are_made(own: Path, without: Accede) -> None:
    """A paper as HTML or plain text needs no Pango, and the PDFs beside it stay."""
    before = tree(own / "output")
    options = ("--format", "html,text", "--only", "briefing", "--json")
    ran = without("build", "france", *options, cwd=own)
    assert (ran.code, whys(ran, "france")) == (0, {"briefing.html": "new", "briefing.txt": "new"})
    after = tree(own / "output")
    assert {name for name in before if after[name] != before[name]} == {"france/manifest.json"}
    for name in ("france/briefing.html", "france/briefing.txt"):
        assert "This paper is a reconstruction" in after[name].decode()
    assert without("build", "france", cwd=own).code == 0


def test_without_pango_a_dry_run_tells_what_would_be_made(own: Path, without: Accede) -> None:
    """Looking needs nothing."""
    (own / "output" / "france" / "briefing.pdf").unlink()
    ran = without("build", "france", "--dry-run", "--json", cwd=own)
    assert ran.code == 0
    assert whys(ran, "france") == {"briefing.pdf": "it was gone"}


def test_the_doctor_names_what_is_missing(accede: Accede, without: Accede) -> None:
    """With Pango its version is shown; without, the line that installs it, and it ends with 3."""
    assert re.search(r"^Pango +\d+\.\d+\.\d+$", accede("doctor").stdout, re.MULTILINE)
    ran = without("doctor")
    assert ran.code == 3
    assert re.search(r"^Pango +missing$", ran.stdout, re.MULTILINE)
    assert "Pango is missing" in ran.stderr
