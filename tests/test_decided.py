"""What the last build decided: relied on where nothing changed, and nowhere else."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from starter import ITEMS, run

from generator import decided as decided_room
from generator.decided import Decided

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytest_plugins = ["tiny"]
SETTLED = -(9 * 10**18)
PAPER = "output/ruritania/briefing.txt"


@pytest.fixture
def spared(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the starter with its papers as text, built twice: nothing of it needs computing."""
    monkeypatch.setattr("generator.files.GRAIN", SETTLED)
    assert _build(tiny)
    assert not _build(tiny)
    assert _short_cut(tiny)
    return tiny


def _told(project: Path, *args: str) -> list[dict[str, Any]]:
    ran = run(project, "build", "--format", "text", "--json", *args)
    assert ran.code == 0, ran.stderr
    return [file for pack in ran.json for file in pack["files"]]


def _build(project: Path, *args: str) -> dict[str, str]:
    """Build, and return why each file that was made was made."""
    return {file["file"]: file["why"] for file in _told(project, *args) if file["made"]}


def _short_cut(project: Path) -> bool:
    """Tell whether a build would not even read the data."""
    found: list[bool] = []
    whole = Decided.everything

    def noted(decided: Decided) -> Any:
        results = whole(decided)
        found.append(results is not None)
        return results

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Decided, "everything", noted)
        assert not _build(project, "--dry-run")
    return found == [True]


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def _same_size(path: Path) -> None:
    before = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:-2] + b"!\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _unlink(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("hand", "why"),
    [
        (_append, "it was changed by other hands"),
        (_same_size, "it was changed by other hands"),
        (_unlink, "it was gone"),
    ],
)
def test_a_paper_that_is_not_as_it_was_published_is_made_anew(
    spared: Path, hand: Callable[[Path], None], why: str
) -> None:
    """Changed, even to the same size and time, or gone: the one paper is made, and why is said."""
    content = (spared / PAPER).read_bytes()
    hand(spared / PAPER)
    assert _build(spared) == {"briefing.txt": why}
    assert (spared / PAPER).read_bytes() == content
    assert not _build(spared)


def test_a_damaged_manifest_is_noticed(spared: Path) -> None:
    """Without its manifest a pack is made anew."""
    (spared / "output/ruritania/manifest.json").write_text("{}")
    assert set(_build(spared).values()) == {"new"}


def test_a_template_of_the_project_is_noticed(spared: Path) -> None:
    """One that is laid over a bundled one makes what it reaches, and so does taking it away."""
    bundled = ROOT / "templates" / "briefing.txt.j2"
    own = spared / "templates" / "briefing.txt.j2"
    own.parent.mkdir(exist_ok=True)
    own.write_text(bundled.read_text() + "More.\n")
    assert _build(spared) == {"briefing.txt": "a template changed"}
    assert (spared / PAPER).read_text().endswith("More.")
    own.unlink()
    assert _build(spared) == {"briefing.txt": "a template changed"}


def test_a_record_is_noticed_and_put_back(spared: Path) -> None:
    """An edit makes the papers that print it; what was undone makes them once more."""
    path = next(iter(sorted((spared / ITEMS).glob("*.yaml"))))
    before = path.read_text()
    path.write_text(before.replace("priority: 1", "priority: 3") + "# a remark\n")
    first = _build(spared)
    title = next(line for line in before.splitlines() if line.startswith("title:"))
    path.write_text(before.replace(title, "title: Something else altogether"))
    assert _build(spared)
    path.write_text(before)
    assert _build(spared)
    assert "briefing.txt" not in first or first["briefing.txt"] == "what it shows changed"
    assert not _build(spared)


def test_each_wish_has_decisions_of_its_own(spared: Path) -> None:
    """Other options are other papers; going back to the first ones computes nothing again."""
    assert not _build(spared, "--only", "card")
    assert _build(spared, "--as-of", "2026-11-01")
    assert not _build(spared, "--as-of", "2026-11-01")
    assert _short_cut(spared)


def test_force_makes_everything(spared: Path) -> None:
    """What was asked for is made, decided or not; afterwards nothing is left to do."""
    assert set(_build(spared, "--force").values()) == {"asked for"}
    assert not _build(spared)


@pytest.mark.parametrize("name", ["maker", "pango_version"])
def test_another_version_is_noticed(
    spared: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """With another version of anything, all is computed anew."""
    monkeypatch.setattr(decided_room, name, lambda: "another")
    assert not _short_cut(spared)


def test_another_folder_for_papers_is_another_build(spared: Path, tmp_path: Path) -> None:
    """What was published in one folder is not there in another."""
    elsewhere = str(tmp_path / "elsewhere")
    assert _build(spared, "--output", elsewhere)
    assert not _build(spared, "--output", elsewhere)


def test_broken_data_is_told_though_it_was_fine_before(spared: Path) -> None:
    """The short cut ends where the data changed: an error is found."""
    path = next(iter(sorted((spared / ITEMS).glob("*.yaml"))))
    path.write_text(path.read_text() + "nonsense: 1\n")
    assert run(spared, "build", "--format", "text").code == 1


def test_what_cannot_be_relied_on_yet_is_computed(tiny: Path) -> None:
    """Right after files were written they may change again without a sign: all is looked at."""
    assert _build(tiny)
    assert not _short_cut(tiny)


def test_a_damaged_file_of_decisions_is_dropped(spared: Path) -> None:
    """It is as if nothing had been decided; the papers are kept all the same."""
    path = spared / ".accede" / "decided"
    path.write_bytes(path.read_bytes().replace(b"briefing", b"matrix.."))
    assert not _short_cut(spared)
    assert not _build(spared)
    assert _short_cut(spared)


def test_a_dry_run_leaves_no_trace(tiny: Path) -> None:
    """It neither makes nor keeps anything."""
    shutil.rmtree(tiny / ".accede", ignore_errors=True)
    assert _build(tiny, "--dry-run")
    assert not (tiny / ".accede").exists()
    assert not (tiny / "output").exists()


def test_the_same_is_said_with_and_without(spared: Path) -> None:
    """Lines, JSON and reasons are those of a build that computed everything."""
    plain = run(spared, "build", "--format", "text", "--explain")
    told = _told(spared)
    shutil.rmtree(spared / ".accede")
    assert run(spared, "build", "--format", "text", "--explain").stdout == plain.stdout
    shutil.rmtree(spared / ".accede")
    assert json.dumps(_told(spared)) == json.dumps(told)
