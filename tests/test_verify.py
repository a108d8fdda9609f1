"""Papers are proved to be those that were made, and to say what the data says; or not."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from papers import edit, said
from starter import ITEMS, run

from generator.plan import digest
from generator.verify import FINGERPRINT, fingerprint_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Ran

pytest_plugins = ["tiny"]

FOLDER = "output/ruritania"
BRIEFING = f"{FOLDER}/briefing.pdf"
NOTE = ("--as-of", "2026-11-19", "--note", "A bill was tabled.", "--evidence", "S03")
ASSESS = ("assess", "lantern-2026-01", "partially-implemented", *NOTE)


def words(ran: Ran) -> dict[str, str]:
    """Return what each file was found to be."""
    return {told["file"].rpartition("/")[2]: told["is"] for told in ran.json}


def verified(project: Path, *args: str) -> dict[str, str]:
    """Verify, and return what each file was found to be."""
    ran = run(project, "verify", "--json", *args)
    found = words(ran)
    assert ran.code == (0 if set(found.values()) == {"good"} else 1)
    return found


def test_papers_that_were_made_are_good(made: Path) -> None:
    """All of them, those of another day, sheet, form and format too."""
    assert run(made, "build", "--as-of", "2026-10-31", "--paper", "letter").code == 0
    assert run(made, "build", "--fillable").code == 0
    assert run(made, "build", "--format", "text").code == 0
    found = verified(made)
    assert set(found.values()) == {"good"}
    assert {"briefing.pdf", "briefing.letter.pdf", "checklist.fillable.pdf", "briefing.txt",
            "pack.pdf"} <= {*found}  # fmt: skip
    ran = run(made, "verify")
    assert ran.code == 0
    assert f"good          {BRIEFING}" in ran.stdout


def test_what_was_altered_is_missing_or_is_no_paper_of_ours_is_named(made: Path) -> None:
    """The others stay good."""
    briefing = made / BRIEFING
    briefing.write_bytes(briefing.read_bytes() + b"\n")
    (made / FOLDER / "matrix.pdf").unlink()
    (made / FOLDER / "mine.pdf").write_bytes(b"%PDF-1.7 of somebody else")
    found = verified(made)
    assert {name: word for name, word in found.items() if word != "good"} == {
        "briefing.pdf": "altered",
        "matrix.pdf": "missing",
        "mine.pdf": "foreign",
    }


def test_what_the_data_no_longer_says_is_stale(made: Path) -> None:
    """And good again when it was made anew."""
    assert run(made, *ASSESS).code == 0
    found = verified(made)
    assert found["briefing.pdf"] == "stale"
    assert "what it shows changed" in run(made, "verify").stdout
    assert run(made, "build").code == 0
    assert set(verified(made).values()) == {"good"}


def test_papers_of_another_version_are_told_apart(made: Path) -> None:
    """They say what the data says, by another engine."""
    path = made / FOLDER / "manifest.json"
    told = json.loads(path.read_text("utf-8"))
    for one in told["files"].values():
        one["parts"]["engine"] = "accede 0.0.1, WeasyPrint 69"
    path.write_text(json.dumps(told), "utf-8")
    assert set(verified(made).values()) == {"other version"}


def test_a_damaged_manifest_proves_nothing(made: Path) -> None:
    """It is named, and so are the papers that nothing vouches for."""
    (made / FOLDER / "manifest.json").write_text("{", "utf-8")
    found = verified(made)
    assert found["manifest.json"] == "altered"
    assert found["briefing.pdf"] == "foreign"


def test_a_manifest_of_another_format_is_not_called_damaged(made: Path) -> None:
    """It is of another version of accede, which one would hear too late from a damaged one."""
    path = made / FOLDER / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": 99}), "utf-8")
    ran = run(made, "verify")
    assert ran.code == 1
    [line] = [line for line in ran.lines if "manifest.json" in line]
    assert line.startswith("other version")
    assert line.endswith("another version of accede wrote it")


@pytest.mark.parametrize(
    ("key", "odd"), [("language", "xx"), ("size", "huge"), ("form", "odd"), ("format", "exe")]
)
def test_a_manifest_that_no_build_wrote_proves_nothing(made: Path, key: str, odd: str) -> None:
    """What it tells of is named as altered."""
    path = made / FOLDER / "manifest.json"
    told = json.loads(path.read_text("utf-8"))
    for file in told["files"].values():
        file[key] = odd
    path.write_text(json.dumps(told), encoding="utf-8")
    assert set(verified(made).values()) == {"altered"}


@pytest.mark.parametrize("name", ["since-never", "as-of-2026-02-30", "meeting-none"])
def test_a_folder_of_an_odd_name_is_no_failure(made: Path, name: str) -> None:
    """Papers copied into a folder that is named nearly like ours are judged all the same."""
    (made / FOLDER / name).mkdir()
    for path in (made / FOLDER).glob("*.*"):
        shutil.copy(path, made / FOLDER / name)
    assert {told["is"] for told in run(made, "verify", "--json").json} <= {"good", "stale"}


def test_a_link_is_no_paper(made: Path, tmp_path: Path) -> None:
    """Its bytes are whatever lies where it leads."""
    (made / BRIEFING).rename(tmp_path / "briefing.pdf")
    (made / BRIEFING).symlink_to(tmp_path / "briefing.pdf")
    assert verified(made)["briefing.pdf"] == "altered"


def test_a_pack_that_is_no_longer_here_makes_its_papers_stale(made: Path) -> None:
    """No pack here is called that."""
    edit(made / "recommendations" / "packs.yaml", ("- id: ruritania", "- id: other"))
    shutil.rmtree(made / ".accede", ignore_errors=True)
    assert set(verified(made).values()) == {"stale"}


def test_a_folder_can_be_named(made: Path, tmp_path: Path) -> None:
    """One of the papers' folders, with the day it is of; or one that was handed on."""
    assert run(made, "build", "--as-of", "2026-10-31", "--only", "briefing").code == 0
    past = made / FOLDER / "as-of-2026-10-31"
    assert verified(made, str(past)) == {"briefing.pdf": "good"}
    assert "matrix.pdf" in verified(made, str(made / FOLDER))
    copy = shutil.copytree(made / FOLDER, tmp_path / "from-a-partner")
    assert set(verified(made, str(copy)).values()) == {"good"}
    (copy / "card.pdf").write_bytes(b"%PDF other")
    assert verified(made, str(copy / "as-of-2026-10-31"))["briefing.pdf"] in ("good", "stale")
    assert verified(made, str(copy))["card.pdf"] == "altered"
    (tmp_path / "none").mkdir()
    ran = run(made, "verify", str(tmp_path / "none"))
    assert "There are no papers in" in ran.stderr


def test_a_paper_that_was_altered_with_its_manifest(made: Path) -> None:
    """Only making it anew tells, and then only of that one."""
    briefing, manifest = made / BRIEFING, made / FOLDER / "manifest.json"
    old = briefing.read_bytes()
    briefing.write_bytes(old + b"%")
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace(digest(old), digest(old + b"%")), encoding="utf-8")
    assert verified(made)["briefing.pdf"] == "good"
    found = verified(made, "--again")
    assert found.pop("briefing.pdf") == "altered"
    assert set(found.values()) == {"good"}
    assert "made anew here it has other bytes" in run(made, "verify", "--again").stdout
    assert briefing.read_bytes() == old + b"%"


def test_a_copy_is_known_wherever_it_lies(made: Path, tmp_path: Path) -> None:
    """By its bytes; one that was changed by what is printed on it; others are foreign or stale."""
    copy = tmp_path / "from-a-diplomat.pdf"
    shutil.copy(made / BRIEFING, copy)
    ran = run(made, "verify", str(copy))
    assert (ran.code, ran.stdout.split()[0]) == (0, "good")
    assert "it is ruritania/briefing.pdf" in ran.stdout
    copy.write_bytes(copy.read_bytes() + b"%")
    assert (
        "it has the fingerprint of ruritania/briefing.pdf, and is not"
        in run(made, "verify", str(copy)).stdout
    )
    assert words(run(made, "verify", "--json", str(copy))) == {copy.name: "altered"}
    assert run(made, *ASSESS).code == 0
    assert run(made, "build").code == 0
    ran = run(made, "verify", str(copy))
    assert (ran.code, ran.stdout.split()[0]) == (1, "stale")
    assert "no paper here has its fingerprint" in ran.stdout
    for content in (b"%PDF-1.7\nnothing", b"text"):
        copy.write_bytes(content)
        assert words(run(made, "verify", "--json", str(copy))) == {copy.name: "foreign"}


@pytest.mark.parametrize("left", [None, b"%PDF-1.7 of somebody else"], ids=["gone", "altered"])
def test_a_copy_is_compared_with_the_data(made: Path, tmp_path: Path, left: bytes | None) -> None:
    """Whatever became of the file that it is a copy of: it is good as long as the data says so."""
    copy = tmp_path / "from-a-diplomat.pdf"
    (made / BRIEFING).rename(copy)
    if left:
        (made / BRIEFING).write_bytes(left)
    assert verified(made, str(copy)) == {copy.name: "good"}
    assert run(made, *ASSESS).code == 0
    assert verified(made, str(copy)) == {copy.name: "stale"}


@pytest.mark.parametrize("name", ["output/letter.pdf", f"{FOLDER}/old/x.html", f"{FOLDER}/X.PDF"])
def test_papers_of_which_no_manifest_tells(made: Path, name: str) -> None:
    """Wherever they lie among the others, and however their names are written."""
    (made / name).parent.mkdir(exist_ok=True)
    (made / name).write_bytes(b"%PDF-1.7 of somebody else")
    found = verified(made)
    assert [file for file, word in found.items() if word == "foreign"] == [name.rpartition("/")[2]]
    (made / FOLDER / "manifest.json").unlink()
    assert set(verified(made).values()) == {"foreign"}


def test_a_fingerprint_leads_back_to_its_paper(made: Path) -> None:
    """It is that at the foot of each page; one that nobody has is said."""
    manifest = json.loads((made / FOLDER / "manifest.json").read_text("utf-8"))["files"]
    printed = manifest["briefing.pdf"]["fingerprint"]
    assert words(run(made, "verify", printed, "--json")) == {"briefing.pdf": "good"}
    ran = run(made, "verify", "0000-0000")
    assert (ran.code, ran.stdout) == (2, "")
    assert "has the fingerprint 0000-0000" in ran.stderr
    assert run(made, "verify", printed.upper()).stdout == run(made, "verify", printed).stdout != ""


def test_a_fingerprint_can_be_left_out(made: Path, tmp_path: Path) -> None:
    """Of all that is handed over, printed or not; by their bytes papers are known all the same."""
    edit(made / "recommendations" / "packs.yaml", ("  rank:", "  fingerprint: no\n  rank:"))
    assert run(made, "build").code == 0
    assert run(made, "build", "--format", "html", "--only", "briefing").code == 0
    assert set(verified(made).values()) == {"good"}
    for path in (made / FOLDER).glob("*.*"):
        if path.suffix in (".pdf", ".html"):
            text = said(path) if path.suffix == ".pdf" else path.read_text("utf-8")
            is_ours = path.stem in ("card", "checklist", "matrix", "delegation")
            assert bool(FINGERPRINT.search(text)) == is_ours, path.name
            if path.suffix == ".pdf":
                assert bool(fingerprint_of(path.read_bytes())) == is_ours, path.name
    copy = tmp_path / "copy.pdf"
    shutil.copy(made / BRIEFING, copy)
    assert words(run(made, "verify", "--json", str(copy))) == {copy.name: "good"}
    copy.write_bytes(copy.read_bytes() + b"%")
    ran = run(made, "verify", str(copy))
    assert (ran.code, ran.stdout.split()[0]) == (1, "foreign")


@pytest.mark.parametrize("word", ["nothing.pdf", "12345"])
def test_what_is_neither_is_a_usage_error(made: Path, word: str) -> None:
    """The message tells what a fingerprint looks like."""
    ran = run(made, "verify", word)
    assert ran.code == 2
    assert "those look like 1f3a-90bc" in ran.stderr


def test_no_papers_is_said(made: Path) -> None:
    """Nothing to prove is no finding."""
    assert run(made, "clean").code == 0
    ran = run(made, "verify")
    assert (ran.code, ran.stdout) == (0, "")
    assert "There are no papers" in ran.stderr
    assert (made / ITEMS).is_dir()
