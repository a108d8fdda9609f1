"""Signing off: what goes out is a draft until somebody agreed to it, and as soon as it changes."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from papers import edit, heard, override, pages_of, said, tree, unheard
from starter import ITEMS, run

from generator import assets
from generator.build import plan
from generator.load import load
from generator.model import HANDED_OVER, OURS
from generator.plan import Wish
from generator.press import Press

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Accede

    from generator.plan import Job

pytest_plugins = ["tiny"]

PACKS = "recommendations/packs.yaml"
TODAY = date(2026, 11, 22)
OUTWARD = ("onepager", "briefing", "sources", "pack")
INWARD = ("card", "checklist", "matrix", "delegation")
APPROVE = ("approve", "ruritania", "--by", "AB")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli.recording.today", lambda: TODAY)


def drafts(folder: Path) -> dict[str, set[bool]]:
    """Return, by paper, whether its pages say DRAFT in their first lines."""
    said.cache_clear()
    found = {}
    for path in folder.glob("*.pdf"):
        pages = said(path).split("\f")
        found[path.stem] = {"DRAFT" in page for page in pages}
    return found


def jobs(project: Path, *options: str) -> tuple[Job, ...]:
    """Return the papers as they would be made."""
    dataset = load(project).dataset
    assert dataset is not None
    given = dict(zip(options[::2], map(date.fromisoformat, options[1::2]), strict=True))
    wish = Wish(as_of=given.get("--as-of"), since=given.get("--since"))
    press = Press(assets.template_folders(project))
    return plan(dataset, "ruritania", "en", wish, press).jobs


def planned(project: Path, *options: str) -> dict[str, bool]:
    """Return, by paper that would go out, whether it would be a draft, without making it."""
    found = {job.name: bool(job.context["draft"]) for job in jobs(project, *options)}
    assert not any(found.pop(name, False) for name in (*OURS, "delegation"))
    return found


def fingerprints(project: Path) -> dict[str, str]:
    """Return the fingerprint of each paper, from the manifest."""
    text = (project / "output" / "ruritania" / "manifest.json").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text)["files"]
    return {name: file["fingerprint"] for name, file in told.items()}


# on paper


def test_every_page_that_goes_out_says_draft_until_it_is_signed_off(
    made: Path, accede: Accede
) -> None:
    """Then none does; after a change all do again; the fingerprint is that of the content."""
    folder = made / "output" / "ruritania"
    assert drafts(folder) == {name: {True} for name in OUTWARD} | {n: {False} for n in INWARD}
    before, texts = fingerprints(made), {p.stem: said(p) for p in folder.glob("*.pdf")}
    own = {path.name: path.read_bytes() for path in folder.glob("*.pdf") if path.stem in INWARD}
    assert run(made, *APPROVE).code == 0
    assert accede("build", cwd=made).code == 0
    assert drafts(folder) == {name: {False} for name in (*OUTWARD, *INWARD)}
    assert fingerprints(made) == before
    for name in OUTWARD:
        assert heard(said(folder / f"{name}.pdf"), [before[f"{name}.pdf"]]), name
        unmarked = re.sub(r"DRAFT( · )?", "", texts[name])
        assert unheard(said(folder / f"{name}.pdf"), unmarked.split("\f")) == [], name
    assert {name: (folder / name).read_bytes() for name in own} == own
    edit(made / ITEMS / "lantern-2026-03.yaml", ("Let monitors watch", "Allow monitors to watch"))
    assert accede("build", cwd=made).code == 0
    assert drafts(folder) == {name: {True} for name in OUTWARD} | {n: {False} for n in INWARD}


def test_text_says_draft_too(tiny: Path) -> None:
    """In its first line."""
    options = ("build", "--format", "text", "--only", "briefing,card")
    folder = tiny / "output" / "ruritania"
    assert run(tiny, *options).code == 0
    draft = {name: content.split()[0] == b"DRAFT" for name, content in tree(folder).items()}
    assert draft == {"briefing.txt": True, "card.txt": False, "manifest.json": False}
    assert run(tiny, *APPROVE).code == 0
    assert run(tiny, *options).code == 0
    assert not any(b"DRAFT" in content for content in tree(folder).values())


def test_html_says_draft_too(tiny: Path) -> None:
    """At the foot of the page, and in the running line of every printed one."""
    for signed in (False, True):
        for job in jobs(tiny):
            html = pages_of().html(job.name, job.context) if not job.binds else ""
            outward = job.name in HANDED_OVER and not signed
            assert html.count("DRAFT · May be shared") == outward, job.name
            assert html.count('class="colophon">DRAFT · ') == outward, job.name
        assert run(tiny, *APPROVE).code == 0


# before they are made


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (f"{ITEMS}/lantern-2026-01.yaml", "31 were refused", "32 were refused"),
        (f"{ITEMS}/lantern-2026-03.yaml", "Let monitors watch", "Allow monitors to watch"),
        ("recommendations/topics.yaml", "short: Notice instead", "short: Tell instead"),
        ("recommendations/bodies.yaml", "name: Lantern", "name: The Lantern"),
        ("recommendations/evidence.yaml", "Forty requests", "40 requests"),
        ("recommendations/packs.yaml", "not for publication.", "no further."),
        ("recommendations/project.yaml", "contact: hello@", "contact: you@"),
    ],
)
def test_any_change_makes_all_that_goes_out_a_draft(
    tiny: Path, file: str, old: str, new: str
) -> None:
    """Even on papers that do not show it: what was agreed to is the whole. Taken back, it holds."""
    assert set(planned(tiny).values()) == {True}
    assert run(tiny, *APPROVE).code == 0
    assert set(planned(tiny).values()) == {False}
    edit(tiny / file, (old, new))
    assert set(planned(tiny).values()) == {True}
    edit(tiny / file, (new, old))
    assert set(planned(tiny).values()) == {False}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (f"{ITEMS}/lantern-2026-02.yaml", "Whether other cities", "If other cities"),
        ("recommendations/meetings/2026-12-03-ruritania.yaml", "ours: [AB, CD]", "ours: [AB]"),
        ("recommendations/topics.yaml", "When will the bill", "When does the bill"),
    ],
)
def test_what_does_not_go_out_leaves_the_sign_off(
    tiny: Path, file: str, old: str, new: str
) -> None:
    """A note, who goes and what to ask are for our own people: the reader's papers are the same."""
    assert run(tiny, *APPROVE).code == 0
    edit(tiny / file, (old, new))
    assert set(planned(tiny).values()) == {False}


def test_words_of_an_own_template_are_signed_off_too(tiny: Path) -> None:
    """A template says what it likes: a change of one makes a draft; one of a style does not."""
    override(tiny, "css/tokens.css", end="/* ours */")
    assert run(tiny, *APPROVE).code == 0
    own = override(tiny, "partials/head.html.j2", ("<h1", "<p>Not liable.</p><h1"))
    assert set(planned(tiny).values()) == {True}
    assert run(tiny, *APPROVE).code == 0
    assert set(planned(tiny).values()) == {False}
    override(tiny, "css/tokens.css", end="/* ours, too */")
    assert set(planned(tiny).values()) == {False}
    edit(own, ("Not liable", "Liable"))
    assert set(planned(tiny).values()) == {True}
    own.unlink()
    assert set(planned(tiny).values()) == {False}


def test_a_variant_is_signed_off_by_itself(tiny: Path) -> None:
    """The papers of another day, or with what changed since, are other papers."""
    past, since = ("--as-of", "2026-11-10"), ("--since", "2026-08-01")
    assert run(tiny, *APPROVE, *past).code == 0
    assert set(planned(tiny, *past).values()) == {False}
    assert set(planned(tiny).values()) == set(planned(tiny, *since).values()) == {True}
    assert run(tiny, *APPROVE, *since).code == 0
    assert "changes" in planned(tiny, *since)
    assert set(planned(tiny, *since).values()) == {False}
    assert set(planned(tiny).values()) == {True}
    assert run(tiny, *APPROVE).code == 0
    assert set(planned(tiny).values()) | set(planned(tiny, *past).values()) == {False}


# in the file


def test_every_other_line_stays(tiny: Path) -> None:
    """The sign-off goes below its pack: day, initials, fingerprint; remarks and order stay."""
    path = tiny / PACKS
    path.write_text(path.read_text(encoding="utf-8") + "# the end\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8").splitlines()
    ran = run(tiny, *APPROVE)
    assert ran.code == 0
    after = path.read_text(encoding="utf-8").splitlines()
    added = [line for line in after if line not in before]
    assert [line for line in after if line not in added] == before
    assert added[:3] == ["  sign_offs:", "    - by: AB", "      on: 2026-11-22"]
    assert re.fullmatch(r"      fingerprint: ['\"]?[0-9a-f]{32}['\"]?", added[3])
    assert len(added) == 4
    assert [line[1:] for line in ran.lines if re.match(r"\+(?!\+)", line)] == added
    line = re.compile(r"^ruritania (\w+) \(en\): State of .*, \w{4}-\w{4}$", re.MULTILINE)
    names = line.findall(ran.stderr)
    assert names == ["briefing", "onepager", "sources"]
    assert run(tiny, "check", "--strict").code == 0


def test_a_second_time_says_so(tiny: Path) -> None:
    """Nothing is written where all is signed off as it stands; a change can be signed off again."""
    assert run(tiny, *APPROVE).code == 0
    before = tree(tiny / "recommendations")
    again = run(tiny, *APPROVE)
    assert (again.code, again.stdout) == (0, "")
    assert "ruritania is signed off as it stands. Nothing was written." in again.stderr
    assert tree(tiny / "recommendations") == before
    edit(tiny / ITEMS / "lantern-2026-03.yaml", ("Let monitors watch", "Allow monitors to watch"))
    assert run(tiny, *APPROVE).code == 0
    assert (tiny / PACKS).read_text(encoding="utf-8").count("by: AB") == 2


def test_a_dry_run_writes_nothing(tiny: Path) -> None:
    """It shows the lines; the papers would still be drafts."""
    before = tree(tiny)
    ran = run(tiny, *APPROVE, "--dry-run")
    assert ran.code == 0
    assert "+    - by: AB" in ran.lines
    assert f"Would be written: {PACKS}." in ran.stderr
    assert tree(tiny) == before
    assert set(planned(tiny).values()) == {True}


def test_an_unknown_pack_is_a_usage_error(tiny: Path) -> None:
    """The message offers what is close."""
    ran = run(tiny, "approve", "ruritani", "--by", "AB")
    assert (ran.code, ran.stdout) == (2, "")
    assert '"ruritani" is no pack. Did you mean "ruritania"?' in ran.stderr


def test_data_at_fault_cannot_be_signed_off(tiny: Path) -> None:
    """The problem is shown, and nothing is written."""
    edit(tiny / ITEMS / "lantern-2026-03.yaml", ("topic: assembly", "topic: asembly"))
    before = tree(tiny)
    ran = run(tiny, *APPROVE)
    assert (ran.code, ran.stdout) == (1, "")
    assert "lantern-2026-03.yaml:" in ran.stderr
    assert tree(tiny) == before
