"""One round of an update: what is recorded once remakes the papers that show it, and no other."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from difference import Recorded
from papers import PACKS, edit, heard, pages_of, said, tree, whys
from rewording import record, reword
from starter import run

from generator import assets
from generator.build import plan
from generator.bundles import BUNDLES
from generator.edits import Change
from generator.load import load
from generator.plan import Wish
from generator.press import Press

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["built"]

DATA = Path("recommendations")
ITEM = DATA / "items" / "hrw-1999" / "hrw-1999-gov-05a.yaml"
TITLE = "Repeal the offence of insulting the president"
HEADLINE = "Take insult out of the Criminal Code"
TOLD = ("assess", "hrw-1999-gov-05a", "partially-implemented", "--note", "The offence was cut.")
SOURCE = (
    *("--evidence", "S900", "--evidence-title", "Law on amendments"),
    *("--evidence-date", "2026-11-22", "--evidence-grade", "A"),
)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli.recording.today", lambda: TODAY)


def with_bundles(papers: set[str]) -> set[str]:
    """Return the files of some papers, and of the bundles that bind one of them."""
    bundles = {bundle for bundle, bound in BUNDLES.items() if papers & set(bound)}
    return {f"{name}.pdf" for name in papers | bundles}


def printing(folder: Path, phrases: list[str]) -> set[str]:
    """Return the papers of a pack on whose pages one of *phrases* stands."""
    papers = (path for path in folder.glob("*.pdf") if path.stem not in BUNDLES)
    return {path.stem for path in papers if heard(said(path), phrases)}


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return when each file was last written, and which file it is on the disk."""
    return {p.name: (p.stat().st_mtime_ns, p.stat().st_ino) for p in folder.glob("*.pdf")}


# on paper


def test_a_verdict_remakes_the_papers_that_print_the_item(own: Path) -> None:
    """Those with its title or its headline on a page, and the sources paper, which counts it.

    The source is one that the item's status rested on before: no number of a source moves.
    """
    data = Recorded(own)
    expected = {}
    for pack in PACKS:
        papers = printing(own / "output" / pack, [TITLE, HEADLINE])
        expected[pack] = with_bundles(papers | {"sources"}) if papers else set()
    assert expected["france"] == set()
    assert "onepager.pdf" in expected["kz-gov"]
    assert not {"onepager.pdf", "card.pdf", "pledges.pdf"} & expected["osce"]
    cited = re.findall(
        r"status: .*?evidence: \[(.*?)\]", (own / ITEM).read_text("utf-8"), re.DOTALL
    )
    evidence = [word for name in cited[-1].split(", ") for word in ("--evidence", name)]
    assert run(own, *TOLD, "--as-of", "2026-11-20", *evidence).code == 0
    assert data.numbers() == {ITEM.as_posix(): (5, 0)}
    ran = run(own, "build", "--dry-run", "--json")
    assert {pack: set(whys(ran, pack)) for pack in PACKS} == expected


def test_a_newer_fact_with_its_source_comes_to_what_a_new_build_would(own: Path) -> None:
    """Added lines and the project's day; what is remade says something else, what is kept is right.

    All made anew in another folder, from the same data, each paper is the same to the byte.
    """
    data = Recorded(own)
    folder = own / "output" / "us"
    before = {path.name: said(path) for path in folder.glob("*.pdf")}
    times = stamps(folder)
    assert run(own, *TOLD, "--as-of", "2026-11-22", *SOURCE).code == 0
    assert data.numbers() == {
        ITEM.as_posix(): (5, 0),
        (DATA / "evidence.yaml").as_posix(): (4, 0),
        (DATA / "project.yaml").as_posix(): (1, 1),
    }
    assert run(own, "build", "us").code == 0
    assert run(own, "build", "us", "--output", "anew").code == 0
    assert tree(folder) == tree(own / "anew" / "us")
    said.cache_clear()
    after = {path.name: said(path) for path in folder.glob("*.pdf")}
    kept = {name for name, stamp in stamps(folder).items() if stamp == times[name]}
    assert kept == {name for name in after if after[name] == before[name]}
    assert {"card.pdf", "onepager.pdf"} == kept
    made = {name: text for name, text in after.items() if name not in kept}
    assert all(heard(text, ["State of 22 November 2026"]) for text in made.values())


# in the keys, kind by kind

# Not of the content: when it was recorded, which evidence is the newest, what sums it up.
FRAME = re.compile(r"State of [^<·\"]*|newest evidence [^<·\"]*|[0-9a-f]{4}-[0-9a-f]{4}")
Shown = dict[tuple[str, str], tuple[str, str]]


def shown(project: Path) -> Shown:
    """Return, by pack and paper, the key of the paper and its HTML, less days and fingerprint."""
    dataset = load(project).dataset
    assert dataset is not None
    press = Press(assets.template_folders(project))
    return {
        (name, job.name): (job.key, FRAME.sub("", pages_of().html(job.name, job.context)))
        for name in dataset.packs
        for job in plan(dataset, name, "en", Wish(), press).jobs
        if not job.binds
    }


@cache
def shown_before(bundled: Path) -> Shown:
    """Return what the bundled project shows."""
    return shown(bundled)


def rename(project: Path) -> None:
    """Give a body another name: the maker of the items of 1999."""
    path = project / DATA / "bodies.yaml"
    reword(path, (record(path, "hrw"), "name"), lambda _: "The Watch")


def retitle_evidence(project: Path) -> None:
    """Give a source another title."""
    path = project / DATA / "evidence.yaml"
    reword(path, (record(path, "S82"), "title"), lambda _: "Other")


def reword_ask(project: Path) -> None:
    """Reword today's ask of a topic."""
    edit(project / DATA / "topics.yaml", (HEADLINE, "Drop insult from the Criminal Code"))


def swap_rank(project: Path) -> None:
    """Let other topics come first in one pack."""
    edit(
        project / DATA / "packs.yaml",
        ("rank: [elections, media, parties, madrid,", "rank: [parties, media, elections, madrid,"),
    )


def add_note(project: Path) -> None:
    """Set down something for our own people that no paper prints."""
    path = project / ITEM
    note = "notes:\n  - text: For us.\n    on: 2026-11-22\n    distribution: internal\n"
    text = path.read_text("utf-8")
    assert text.count("notes:\n") == 1
    path.write_text(text.replace("notes:\n", note), "utf-8")


def translate(project: Path) -> None:
    """Add a translation into a language in which no pack is made."""
    path = project / ITEM
    change = Change.of(path.name, path.read_bytes()).settle({("title", "es"): "Derogar"})
    path.write_bytes(change.after)


def say_internally(project: Path) -> None:
    """Record what somebody else said, for our own people only."""
    words = ("assess", "hrw-1999-gov-05a", "--note", "Told us.", "--by", "odihr")
    ran = run(project, *words, "--as-of", "2026-11-20", "--distribution", "internal")
    assert ran.code == 0, ran.stderr


# What is made although its words are the same, and why.
IN_TIME = "rank says what gives way where room is short: who is asked last, once it is laid out"
NEWER = "the item was looked at on that day: the state of every paper that prints it"
KINDS: dict[Callable[[Path], None], tuple[int, str]] = {
    rename: (8, ""),
    retitle_evidence: (2, ""),
    reword_ask: (17, ""),
    swap_rank: (2, IN_TIME),
    add_note: (0, ""),
    translate: (0, ""),
    say_internally: (6, NEWER),
}


@pytest.mark.parametrize("change", KINDS, ids=lambda change: change.__name__)
def test_a_change_remakes_what_shows_it(
    bundled: Path, project: Path, change: Callable[[Path], None]
) -> None:
    """A paper's key changes where its words do, and nowhere else but for a reason."""
    before = shown_before(bundled)
    change(project)
    after = shown(project)
    assert before.keys() == after.keys()
    keys = {paper for paper in before if before[paper][0] != after[paper][0]}
    words = {paper for paper in before if before[paper][1] != after[paper][1]}
    number, reason = KINDS[change]
    assert words <= keys
    assert len(words) >= number
    assert number or not words
    spare = keys - words
    if reason == IN_TIME:
        assert spare <= {("osce", "briefing"), ("osce", "checklist")}
    elif reason == NEWER:
        assert {name for _, name in words} == {"matrix"}
        assert {name for _, name in spare} <= {"card", "checklist"}
        assert all(HEADLINE in before[paper][1] for paper in spare)
    else:
        assert spare == set()
