"""The build as a whole: what is made, what is kept, what stays when something goes wrong."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from papers import ALWAYS, PACKS, heard, html_of, override, reader, said, tree, whys
from rewording import at, reword

from generator.bundles import BUNDLES
from generator.edits import Change
from generator.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from built import Built
    from conftest import Accede, Ran

    from generator.model import Dataset

pytest_plugins = ["built"]

MARK = "Zzyzx"
ITEMS = {
    "wide": "recommendations/items/hrw-1999/hrw-1999-gov-06b.yaml",
    "ebrd": "recommendations/items/hrw-1999/hrw-1999-ebrd-01a.yaml",
    "france": "recommendations/items/hrw-2008/hrw-2008-fra-02.yaml",
    "us": "recommendations/items/hrw-2018/hrw-2018-us-03.yaml",
}


def mark_newest_verdict(path: Path) -> None:
    """Put a word of its own into the summary of an item's newest verdict."""
    entries = at(Change.of(path.name, path.read_bytes()), ("assessments",))
    assert isinstance(entries, list)
    newest = max(n for n, entry in enumerate(entries) if "status" in entry)
    reword(path, ("assessments", newest, "summary"), lambda text: f"{MARK} {text}")


def mark_title(path: Path, mark: str = MARK) -> None:
    """Put a word of its own into an item's title."""
    reword(path, ("title",), lambda text: f"{text} {mark}")


def showing(project: Path, mark: str) -> dict[str, set[str]]:
    """Return, by pack, the papers whose text holds *mark*, and the bundles that bind one."""
    dataset = load(project).dataset
    assert dataset
    found = {}
    for pack in dataset.packs.values():
        papers = {name for name, html in html_of(dataset, pack).items() if mark in html}
        bundles = {bundle for bundle, bound in BUNDLES.items() if papers & set(bound)}
        found[pack.id] = {f"{name}.pdf" for name in papers | bundles}
    return found


def made(ran: Ran) -> dict[str, set[str]]:
    """Return, by pack, what a build (with --json) made or would make."""
    return {told["pack"]: set(whys(ran, told["pack"])) for told in ran.json}


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return when each file was last written, and which file it is on the disk."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in files}


# Made once.


def test_every_pack_has_its_papers_and_bundles(built: Built, dataset: Dataset) -> None:
    """Each of the seven packs has four papers at least, two bundles and a manifest of them all."""
    assert built.ran.code == 0
    assert tuple(dataset.packs) == PACKS
    output = built.project / "output"
    assert {path.name for path in output.iterdir()} == set(PACKS)
    for pack in PACKS:
        files = set(tree(built.folder(pack)))
        assert {f"{name}.pdf" for name in (*ALWAYS, *BUNDLES)} <= files
        assert files == {*built.manifest(pack), "manifest.json"}


@pytest.mark.parametrize("pack", PACKS)
def test_the_manifest_is_true(built: Built, pack: str) -> None:
    """Sum, pages and fingerprint of each file are those of the file itself."""
    for name, told in built.manifest(pack).items():
        path = built.folder(pack) / name
        assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert told["pages"] == len(reader(path).pages) > 0
        assert told["paper"] == path.stem
        assert heard(said(path), [told["fingerprint"]])
    papers = [told for told in built.manifest(pack).values() if told["paper"] not in BUNDLES]
    assert len({told["fingerprint"] for told in papers}) == len(papers)


def test_the_manifest_names_the_day(built: Built) -> None:
    """The state of a paper is the day the pack speaks of, never the day of printing."""
    for pack in PACKS:
        states = {told["state"] for told in built.manifest(pack).values()}
        assert states == {"2008-06-01" if pack == "france" else "2026-11-21"}


def test_same_data_same_bytes(built: Built) -> None:
    """Built in another folder, by another process with other hashes, all is the same."""
    for pack in built.twins:
        here, there = tree(built.folder(pack)), tree(built.twin / "output" / pack)
        assert here.keys() == there.keys()
        assert [name for name in here if here[name] != there[name]] == []
        assert len(here) >= len(ALWAYS) + len(BUNDLES) + 1


# Made again.


def test_a_second_build_keeps_everything(own: Path, accede: Accede) -> None:
    """Where nothing changed nothing is written: not a byte, not a time, not a file."""
    before = stamps(own / "output")
    ran = accede("build", cwd=own)
    assert ran.code == 0
    assert {line.split()[0] for line in ran.lines} == {"kept", "none"}
    kept = [line for line in ran.lines if line.startswith("kept")]
    assert len(kept) == len(before) - len(PACKS)
    assert stamps(own / "output") == before


def test_an_edit_remakes_what_shows_it(own: Path, accede: Accede) -> None:
    """Exactly the papers in which the edited summary stands are remade, and their bundles."""
    mark_newest_verdict(own / ITEMS["wide"])
    expected = showing(own, MARK)
    assert len([files for files in expected.values() if files]) > 3
    assert any(
        "matrix.pdf" in files and "checklist.pdf" not in files for files in expected.values()
    )
    ran = accede("build", "--dry-run", "--json", cwd=own)
    assert made(ran) == expected
    for pack in PACKS:
        reasons = whys(ran, pack)
        assert {reasons.pop(f"{name}.pdf", "") for name in BUNDLES} <= {"a paper in it changed", ""}
        assert set(reasons.values()) <= {"what it shows changed"}


def test_what_is_remade_shows_the_edit(own: Path, built: Built, accede: Accede) -> None:
    """The new words stand in the remade files, and all other files are the same bytes."""
    mark_newest_verdict(own / ITEMS["ebrd"])
    expected = {pack: files for pack, files in showing(own, MARK).items() if files}
    assert set(expected) == {"ebrd"}
    assert {"briefing.pdf", "pack.pdf", "matrix.pdf", "delegation.pdf"} <= expected["ebrd"]
    assert not {"sources.pdf", "checklist.pdf"} & expected["ebrd"]
    assert accede("build", "ebrd", cwd=own).code == 0
    before, after = tree(built.project / "output"), tree(own / "output")
    remade = {name for name in after if after[name] != before[name]}
    assert remade == {"ebrd/manifest.json", *(f"ebrd/{name}" for name in expected["ebrd"])}
    for name in after:
        if name.endswith(".pdf") and name.startswith("ebrd/"):
            assert bool(heard(said(own / "output" / name), [MARK])) == (name in remade)


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("checklist.html.j2", {"checklist"}),
        ("partials/base.html.j2", None),
        ("css/matrix.css", {"matrix"}),
        ("css/tokens.css", None),
    ],
)
def test_an_edit_of_the_looks_remakes_what_uses_it(
    own: Path, built: Built, accede: Accede, name: str, papers: set[str] | None
) -> None:
    """A template, a style or the tokens remake what uses them, and the reason is said."""
    template = name.endswith("j2")
    override(own, name, end="{# #}" if template else "/* */")
    why = "a template changed" if template else "a style sheet changed"
    ran = accede("build", "--dry-run", "--json", cwd=own)
    for pack in PACKS:
        every = {f"{paper}.pdf" for bundle in BUNDLES for paper in built.bound(pack, bundle)}
        using = every if papers is None else {f"{paper}.pdf" for paper in papers}
        reasons = whys(ran, pack)
        assert {file for file in reasons if file[:-4] not in BUNDLES} == using
        assert {reasons[file] for file in using} == {why}
        bundles = {f"{b}.pdf" for b in BUNDLES if using & {f"{p}.pdf" for p in BUNDLES[b]}}
        assert {reasons.get(file, "") for file in bundles} == {"a paper in it changed"}


def test_the_contents_page_remakes_the_bundles_only(own: Path, accede: Accede) -> None:
    """No paper uses the template of the contents page."""
    override(own, "contents.html.j2", end="{# #}")
    ran = accede("build", "osce", "--dry-run", "--json", cwd=own)
    assert whys(ran, "osce") == dict.fromkeys(("pack.pdf", "delegation.pdf"), "a template changed")


def test_a_token_changes_how_papers_look(own: Path, accede: Accede) -> None:
    """With another colour all files of the pack are other bytes, and say the same."""
    before = {path: path.read_bytes() for path in (own / "output" / "france").glob("*.pdf")}
    words = {path: said(path) for path in before}
    text = override(own, "css/tokens.css").read_text(encoding="utf-8")
    accent = re.search(r"--accent: (#\w+)", text)
    assert accent
    own_tokens = own / "templates" / "css" / "tokens.css"
    own_tokens.write_text(text.replace(accent[1], "#b00020"), encoding="utf-8")
    assert accede("build", "france", cwd=own).code == 0
    said.cache_clear()
    reader.cache_clear()
    # The checklist is for a pen: black only.
    same = {path.name for path in before if path.read_bytes() == before[path]}
    assert same <= {"checklist.pdf"}
    assert {path: said(path) for path in before} == words


def test_force_makes_all_to_the_same_bytes(own: Path, accede: Accede) -> None:
    """What is made by force is what was there."""
    folder = own / "output" / "france"
    before, times = tree(folder), stamps(folder)
    ran = accede("build", "france", "--force", "--json", cwd=own)
    assert set(whys(ran, "france")) == set(before) - {"manifest.json"}
    assert set(whys(ran, "france").values()) == {"asked for"}
    assert tree(folder) == before
    assert not times.items() & stamps(folder).items()


def test_a_dry_run_writes_nothing(own: Path, accede: Accede) -> None:
    """It says what would be made, and why, and leaves no file, no folder and no lock."""
    mark_title(own / ITEMS["france"])
    before = stamps(own)
    ran = accede("build", "france", "--dry-run", cwd=own)
    assert ran.code == 0
    assert {line.split()[0] for line in ran.lines} == {"would", "kept", "none"}
    assert stamps(own) == before
    shutil.rmtree(own / "output")
    ran = accede("build", "france", "--dry-run", cwd=own)
    lines = [line for line in ran.lines if not line.startswith("none ")]
    assert all(re.match(r"would make output/france/\S+\.pdf +new$", line) for line in lines)
    assert {path.name for path in own.iterdir()} == {"recommendations"}


def test_only_makes_the_single_paper(own: Path, accede: Accede) -> None:
    """--only writes that paper and says that its bundle is older; a full build binds it anew."""
    mark_title(own / ITEMS["france"])
    folder = own / "output" / "france"
    before = tree(folder)
    ran = accede("build", "france", "--only", "checklist", cwd=own)
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.lines] == [["made", "output/france/checklist.pdf"]]
    assert "output/france/delegation.pdf is older than its papers" in ran.stderr
    assert "accede build france" in ran.stderr
    after = tree(folder)
    assert {name for name in after if after[name] != before[name]} == {
        "checklist.pdf",
        "manifest.json",
    }
    assert heard(said(folder / "checklist.pdf"), [MARK])
    ran = accede("build", "france", "--json", cwd=own)
    assert "checklist.pdf" not in whys(ran, "france")
    assert whys(ran, "france")["delegation.pdf"] == "a paper in it changed"
    ran = accede("build", "france", "--only", "checklist,briefing", cwd=own)
    assert [line.split()[0] for line in ran.lines] == ["kept", "kept"]
    assert "older" not in ran.stderr


def test_lost_and_altered_papers_are_made_again(own: Path, accede: Accede) -> None:
    """What was deleted or altered comes back as it was; the others, and the bundles, stay."""
    folder = own / "output" / "france"
    before = tree(folder)
    (folder / "sources.pdf").unlink()
    (folder / "briefing.pdf").write_bytes(before["briefing.pdf"] + b"\n")
    ran = accede("build", "france", "--json", cwd=own)
    assert whys(ran, "france") == {
        "briefing.pdf": "it was changed by other hands",
        "sources.pdf": "it was gone",
    }
    assert tree(folder) == before


def test_a_lost_manifest_makes_all_anew(own: Path, accede: Accede) -> None:
    """Without a manifest nothing is known of the files that lie there."""
    folder = own / "output" / "france"
    before = tree(folder)
    (folder / "manifest.json").unlink()
    ran = accede("build", "france", "--json", cwd=own)
    assert set(whys(ran, "france").values()) == {"new"}
    assert tree(folder) == before


def test_a_paper_taken_out_of_a_pack_is_removed(own: Path, accede: Accede) -> None:
    """A paper the pack no longer has goes; a stranger's file in the folder stays."""
    packs = own / "recommendations" / "packs.yaml"
    head, france = packs.read_text(encoding="utf-8").split("- id: france\n")
    france = re.sub(r"papers: \[.*?\]", "papers: [briefing]", france, flags=re.DOTALL)
    packs.write_text(f"{head}- id: france\n{france}", encoding="utf-8")
    folder = own / "output" / "france"
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert accede("build", "france", cwd=own).code == 0
    assert set(tree(folder)) == {"briefing.pdf", "pack.pdf", "manifest.json", "notes.txt"}


def test_variants_stand_beside_each_other(own: Path, accede: Accede) -> None:
    """Another sheet or another day is another file, and what was there stays as it was."""
    folder = own / "output" / "france"
    before = tree(folder)
    options = ("--only", "checklist", "--json")
    assert whys(accede("build", "france", "--paper", "letter", *options, cwd=own), "france") == {
        "checklist.letter.pdf": "new"
    }
    asked = accede("build", "france", "--as-of", "2008-05-30", *options, cwd=own)
    assert whys(asked, "france") == {"checklist.pdf": "new"}
    after = tree(folder)
    new = {"checklist.letter.pdf", "as-of-2008-05-30/checklist.pdf"}
    assert after.keys() - before.keys() == new | {"as-of-2008-05-30/manifest.json"}
    assert {name for name in before if after[name] != before[name]} == {"manifest.json"}
    told = json.loads(after["manifest.json"])["files"]
    assert told.items() >= json.loads(before["manifest.json"])["files"].items()
    for form in ("blank", "fillable"):
        ran = accede("build", "france", f"--{form}", "--json", cwd=own)
        assert whys(ran, "france") == {f"checklist.{form}.pdf": "new"}
    assert not reader(folder / "checklist.blank.pdf").get_fields()
    assert reader(folder / "checklist.fillable.pdf").get_fields()
    assert {name for name in before if tree(folder)[name] != after[name]} == {"manifest.json"}
    width, height = reader(folder / "checklist.letter.pdf").pages[0].mediabox[2:]
    assert (round(width), round(height)) == (612, 792)
    kept = accede("build", "france", "--json", cwd=own)
    assert whys(kept, "france") == {}


# Gone wrong.


def test_a_pack_that_fails_keeps_its_papers(own: Path, accede: Accede) -> None:
    """One failing paper keeps all old ones of its pack and the manifest; others are published."""
    undefined = "{% if pack == 'ebrd' %}{{ nonsense }}{% endif %}"
    image = "{% if pack == 'coe' %}<img alt='x' src='http://example.org/x.png'>{% endif %}"
    block = "{% block content %}\n"
    override(own, "sources.html.j2", (block, f"{block}{undefined}{image}\n"))
    mark_title(own / ITEMS["us"], "🦄")
    mark_title(own / ITEMS["france"])
    before = tree(own / "output")
    ran = accede("build", "ebrd", "coe", "us", "france", cwd=own)
    after = tree(own / "output")
    assert ran.code == 1
    changed = {name.partition("/")[0] for name in after if after[name] != before[name]}
    assert changed == {"france"}
    assert after.keys() == before.keys()
    assert heard(said(own / "output" / "france" / "pack.pdf"), [MARK])
    assert {line.split()[1].split("/")[1] for line in ran.lines} == {"france"}
    reasons = {
        "ebrd": "'nonsense' is undefined",
        "coe": "http://example.org/x.png is outside the templates and is not read",
        "us": "🦄",
    }
    told = [line for line in ran.stderr.splitlines() if "failed" in line]
    assert len(told) == len(reasons)
    for line, (pack, reason) in zip(told, reasons.items(), strict=True):
        assert line.startswith(f"{pack}: failed, the old papers stay: ")
        assert reason in line
    assert "Traceback" not in ran.stderr
    assert "mistake in accede" not in ran.stderr


def test_a_failure_is_told_in_json_too(own: Path, accede: Accede) -> None:
    """The failed pack has its reason and no files that were made."""
    override(own, "briefing.html.j2", end="{{ 1 / 0 }}{% if pack != 'ebrd' %}{% endif %}")
    override(own, "checklist.html.j2", end="{% if %}")
    ran = accede("build", "ebrd", "--json", cwd=own)
    assert ran.code == 1
    [told] = ran.json
    assert told["failed"].startswith("checklist.html.j2:")
    assert told["files"] == []
