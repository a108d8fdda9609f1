"""Nothing leaks: a secret planted wherever a level applies is in no paper below its level.

And where the choice of what may be seen is taken away, the look at the finished PDF finds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from papers import said, squeezed, tree
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import NameObject, StreamObject, TextStringObject
from starter import ITEMS, run

from generator import view
from generator.guard import Guard, LeakError
from generator.names import squeezed as letters
from generator.withheld import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest_plugins = ["tiny"]

WITHHELD = "The deputy minister told our envoy that the palace itself had drawn up that list."
NAME = "Ottokar Vandermeer"
FIRST, THIRD = f"{ITEMS}/lantern-2026-01.yaml", f"{ITEMS}/lantern-2026-03.yaml"
HANDED = "onepager,briefing,changes,pledges,sources"
ENTRY = f"""
  - as_of: 2026-11-10
    recorded_on: 2026-11-20
    status: reversed
    confidence: high
    summary: {WITHHELD}
    evidence: [S03]
    """
CASE = f"""id: vandermeer
name: {NAME}
label: a printer who was dismissed
role: named-in-ask
summary: A printer.
asked: Reinstate him.
items: [lantern-2026-01]
consent: {{given: public-record}}
checked_on: 2026-11-20
evidence: [S03]
"""


@dataclass(frozen=True)
class Plant:
    """A secret put into a file in the place of a pattern, and whose record it is."""

    file: str
    after: str
    text: str
    record: str
    secret: str = WITHHELD


LEVELS = {
    "internal": "distribution: internal",
    "coalition": "distribution: coalition",
    "another's": "distribution: counterpart\n    audience: [lantern]",
}
PLANTS = {
    **{
        f"entry, {level}": Plant(FIRST, r"\Z", f"{ENTRY}{mark}\n", "items/lantern-2026-01")
        for level, mark in LEVELS.items()
    },
    **{
        f"item, {level}": Plant(
            THIRD,
            "title: .*",
            f"title: {WITHHELD}\n{mark.replace('    ', '')}",
            "items/lantern-2026-03",
        )
        for level, mark in LEVELS.items()
    },
    "response": Plant(
        FIRST,
        r"\Z",
        "responses:\n  - on: 2026-10-25\n    recorded_on: 2026-11-20\n    answer: noted\n"
        f"    summary: {WITHHELD}\n    evidence: [S03]\n    distribution: internal\n",
        "items/lantern-2026-01",
    ),
    "evidence": Plant(
        "recommendations/evidence.yaml",
        r"(?s)title: \"Forty.*?\n",
        f"title: {WITHHELD}\n  distribution: internal\n",
        "evidence/S03",
    ),
    "case": Plant(FIRST, r"\Z", "cases: [vandermeer]\n", "cases/vandermeer", NAME),
}


def plant(project: Path, what: Plant) -> None:
    """Put a secret into the data of *project*."""
    path = project / what.file
    text, times = re.subn(what.after, lambda _: what.text, path.read_text("utf-8"), count=1)
    assert times == 1
    path.write_text(text, "utf-8")
    if what.secret == NAME:
        (project / "recommendations" / "cases").mkdir()
        case = project / "recommendations" / "cases" / "vandermeer.yaml"
        case.write_text(f"{CASE}distribution: internal\n", "utf-8")
    ran = run(project, "check")
    assert ran.code == 0, ran.stdout


def everything(path: Path) -> str:
    """Return all that is written in a PDF, squeezed: what is printed and what is not.

    By a reader that accede does not look with.
    """
    reader = PdfReader(path)
    objects = [reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))]
    return letters("".join([*strings(objects), *(page.extract_text() for page in reader.pages)]))


def strings(found: Any) -> Iterator[str]:
    """Yield every string of what a PDF holds, and the text of every stream that is no drawing."""
    if isinstance(found, StreamObject) and found.get("/Type") in ("/Metadata", "/EmbeddedFile"):
        yield found.get_data().decode()
    if isinstance(found, dict):
        found = [*found, *found.values()]
    if isinstance(found, list):
        for part in found:
            yield from strings(part)
    elif isinstance(found, str):
        yield str(found)


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_secret_is_in_no_paper_below_its_level(made: Path, name: str) -> None:
    """Not on a page, not in what is not printed; in our own papers it may be."""
    plant(made, PLANTS[name])
    assert run(made, "build", "--only", HANDED).code == 0
    for paper in (made / "output" / "ruritania").glob("*.pdf"):
        if paper.stem in (*HANDED.split(","),):
            assert letters(PLANTS[name].secret) not in everything(paper), paper.name


@pytest.mark.parametrize("name", PLANTS)
def test_the_finished_pdf_is_looked_at_too(
    made: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the choice of what may be seen lifted, the build fails and every old paper stays."""
    plant(made, PLANTS[name])
    before = tree(made / "output")
    monkeypatch.setattr(view, "within", lambda dataset, *_: dataset)
    monkeypatch.setattr(view, "outward", lambda dataset: dataset)
    ran = run(made, "build", "--only", HANDED, "--jobs", "1")
    assert ran.code == 1
    assert f"holds what is withheld from its reader: {PLANTS[name].record}." in ran.stderr
    assert WITHHELD not in ran.stderr
    assert NAME not in ran.stderr
    assert tree(made / "output") == before


def test_one_who_did_not_agree_is_shown_by_label(made: Path) -> None:
    """And where a text of the data has the name all the same, no paper is made."""
    plant(made, PLANTS["case"])
    case = made / "recommendations" / "cases" / "vandermeer.yaml"
    told = case.read_text("utf-8").replace("distribution: internal", "distribution: public")
    case.write_text(told.replace("public-record", "no"), "utf-8")
    assert run(made, "build").code == 0
    papers = {p.name: squeezed(said(p)) for p in (made / "output" / "ruritania").glob("*.pdf")}
    assert not [name for name, text in papers.items() if squeezed(NAME) in text]
    first = made / FIRST
    first.write_text(
        first.read_text("utf-8").replace("Of forty notices", f"{NAME} said that of forty")
    )
    ran = run(made, "build")
    assert ran.code == 1
    assert "holds what is withheld from its reader: cases/vandermeer." in ran.stderr


def test_a_name_that_is_taken_back_is_looked_for_in_papers_made_before(made: Path) -> None:
    """A paper that shows what it showed is not kept for that: it may hold the name."""
    plant(made, PLANTS["case"])
    case = made / "recommendations" / "cases" / "vandermeer.yaml"
    told = case.read_text("utf-8")
    case.write_text(told.replace("distribution: internal", "distribution: public"), "utf-8")
    first = made / FIRST
    named = first.read_text("utf-8").replace("Of forty notices", f"{NAME} said that of forty")
    first.write_text(named, "utf-8")
    assert run(made, "build").code == 0
    assert run(made, "verify").code == 0
    case.write_text(case.read_text("utf-8").replace("public-record", "no"), "utf-8")
    ran = run(made, "build")
    assert ran.code == 1
    assert "holds what is withheld from its reader: cases/vandermeer." in ran.stderr
    assert run(made, "verify").code == 1


def blank() -> PdfWriter:
    """Return a PDF of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return writer


def hidden(place: str) -> bytes:
    """Return a PDF that has the secret where nobody sees it printed."""
    writer = blank()
    if place == "title":
        writer.add_metadata({"/Title": WITHHELD})
    elif place == "bookmark":
        writer.add_outline_item(title=WITHHELD, page_number=0)
    elif place == "annotation":
        writer.add_annotation(0, Text(rect=(0, 0, 9, 9), text=WITHHELD))
    elif place == "attachment":
        writer.add_attachment("data.yaml", f"- {WITHHELD}\n".encode())
    else:
        writer.root_object[NameObject(place)] = TextStringObject(WITHHELD)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize("place", ["title", "bookmark", "annotation", "attachment", "/Alt", "/TU"])
def test_what_is_not_printed_is_read_too(place: str) -> None:
    """Titles, bookmarks, annotations, attachments, words that stand for pictures, fields."""
    guard = Guard([Passage("items/x", (letters(WITHHELD)[:32],))])
    with pytest.raises(LeakError, match=r"a\.pdf, what is not printed: holds what is withheld"):
        guard.refuse_leaks("a.pdf", hidden(place))
    written = BytesIO()
    blank().write(written)
    guard.refuse_leaks("a.pdf", written.getvalue())
    assert len(PdfReader(written).pages) == 1


def test_words_are_found_however_they_are_set() -> None:
    """Divided words, hard spaces, ligatures and capitals are no disguise."""
    guard = Guard([Passage("items/x", (letters(WITHHELD)[:32],))])
    disguised = "THE dep\u00aduty mini-\nster told\u00a0our en\u2011voy that"
    with pytest.raises(LeakError, match="items/x"):
        guard.refuse_leaks("a.txt", disguised.encode())
    assert letters("o\ufb03cial") == "official"


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/?q=O%27Neil%20%D0%90%D0%BD%D0%BD%D0%B0",
        "O&#39;Neil&nbsp;Анна",
        "O&#x27;Neil <b class='name'>Анна</b>",
        r"O'Neil \u0410\u043d\u043d\u0430",
    ],
)
def test_words_are_found_however_they_are_written(written: str) -> None:
    """In the address of a link, in HTML, in JSON: what is read there is what counts."""
    guard = Guard([Passage("cases/x", (letters("O'Neil Анна"),))])
    with pytest.raises(LeakError, match="cases/x"):
        guard.refuse_leaks("a.html", written.encode())
