"""Nothing leaks: a secret planted wherever a level applies is in no paper below its level.

And where the choice of what may be seen is taken away, the look at the finished PDF finds it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from papers import edit, override, said, squeezed, tree
from pypdf import PdfReader
from pypdf.generic import StreamObject
from starter import ITEMS, run

from generator.guard import Guard, LeakError
from generator.names import squeezed as letters
from generator.selection import levels
from generator.store import now_there
from generator.view.frame import framed
from generator.withheld import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest_plugins = ["tiny"]

WITHHELD = "The deputy minister told our envoy that the palace itself had drawn up that list."
NAME, ALIAS = "Ottokar Vandermeer", "Otto V."
FIRST, THIRD = f"{ITEMS}/lantern-2026-01.yaml", f"{ITEMS}/lantern-2026-03.yaml"
MET = "2026-12-03-ruritania"
MEETING = f"recommendations/meetings/{MET}.yaml"
OUTCOME = f"""outcomes:
  - item: lantern-2026-01
    raised: true
    answer: will-consider
    commitment: {WITHHELD}
    by_when: 2027-02
    recorded_on: 2026-12-03
"""
BRIEFING = "output/ruritania/briefing.pdf"
BUILD = ("build", "--only", "briefing")
VERIFY = ("verify", BRIEFING)
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
aliases: [{ALIAS}]
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


def _flat(mark: str) -> str:
    return mark.replace("    ", "")


PLANTS = {
    **{
        f"entry, {level}": Plant(FIRST, r"\Z", f"{ENTRY}{mark}\n", "items/lantern-2026-01")
        for level, mark in LEVELS.items()
    },
    **{
        f"item, {level}": Plant(
            THIRD,
            "title: .*",
            f"title: {WITHHELD}\n{_flat(mark)}",
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
    **{
        f"evidence, {level}": Plant(
            "recommendations/evidence.yaml",
            r"(?s)title: \"Forty.*?\n",
            f"title: {WITHHELD}\n  {mark}\n".replace("    au", "  au"),
            "evidence/S03",
        )
        for level, mark in LEVELS.items()
    },
    **{
        f"meeting, {level}": Plant(
            MEETING, "distribution: internal", f"{OUTCOME}{_flat(mark)}", f"meetings/{MET}"
        )
        for level, mark in LEVELS.items()
    },
    "case": Plant(FIRST, r"\Z", "cases: [vandermeer]\n", "cases/vandermeer", NAME),
}
# What no paper that is handed over shows, whoever may see it.
UNSHOWN = {
    **{
        f"note of an item, {level}": Plant(
            FIRST, r"\Z", f"notes:\n  - text: {WITHHELD}\n    {mark}\n", "items/lantern-2026-01"
        )
        for level, mark in LEVELS.items()
    },
    **{
        f"note of a topic, {level}": Plant(
            "recommendations/topics.yaml",
            r"\Z",
            f"  notes:\n    - text: {WITHHELD}\n      {mark}\n".replace("\n    au", "\n      au"),
            "topics/assembly",
        )
        for level, mark in LEVELS.items()
    },
    **{
        f"{field} of a meeting": Plant(
            MEETING, "distribution: internal", f"{text}\ndistribution: internal", f"meetings/{MET}"
        )
        for field, text in {
            "notes": f"notes: {WITHHELD}",
            "contacts": f"theirs: [{WITHHELD}]",
        }.items()
    },
    **{
        f"{field} of an ask": Plant(
            "recommendations/topics.yaml",
            f"      {field}:\n",
            f"      {field}:\n        - {WITHHELD}\n",
            "topics/assembly",
        )
        for field in ("questions", "answers")
    },
    "note of a source": Plant(
        "recommendations/evidence.yaml",
        r"\Z",
        f"  note: {WITHHELD}\n  distribution: internal\n",
        "evidence/S03",
    ),
    "case, by another name": Plant(
        FIRST, r"\Z", "cases: [vandermeer]\n", "cases/vandermeer", ALIAS
    ),
}


def plant(project: Path, what: Plant) -> None:
    """Put a secret into the data of *project*."""
    path = project / what.file
    text, times = re.subn(what.after, lambda _: what.text, path.read_text("utf-8"), count=1)
    assert times == 1
    path.write_text(text, "utf-8")
    if what.secret in (NAME, ALIAS):
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


@pytest.mark.parametrize("name", [*PLANTS, *UNSHOWN])
def test_a_planted_secret_is_in_no_paper_below_its_level(made: Path, name: str) -> None:
    """Not on a page, not in what is not printed; in our own papers it may be."""
    what = (PLANTS | UNSHOWN)[name]
    plant(made, what)
    assert run(made, "build", "--only", HANDED).code == 0
    handed = HANDED.split(",")
    papers = [p for p in (made / "output" / "ruritania").glob("*.pdf") if p.stem in handed]
    assert len(papers) >= 3
    for paper in papers:
        assert letters(what.secret) not in everything(paper), paper.name


@pytest.mark.parametrize("name", PLANTS)
def test_the_finished_pdf_is_looked_at_too(
    made: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the rules of who may see what broken, the build fails and every old paper stays."""
    plant(made, PLANTS[name])
    before = tree(made / "output")
    # Both rules end in it: whatever they took out is there again, for all who ask them.
    monkeypatch.setattr(levels, "replace", lambda dataset, **_: dataset)
    ran = run(made, "build", "--only", HANDED, "--jobs", "1")
    assert ran.code == 1
    assert f"holds what is withheld from its reader: {PLANTS[name].record}." in ran.stderr
    assert WITHHELD not in ran.stderr
    assert NAME not in ran.stderr
    assert tree(made / "output") == before


@pytest.mark.parametrize("name", UNSHOWN)
def test_a_view_that_shows_too_much_is_found_out(
    made: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What belongs into no paper at all is found too, if a mistake brings it into one."""
    what = UNSHOWN[name]
    plant(made, what)

    def careless(*given: Any, **more: Any) -> dict[str, Any]:
        return framed(*given, **more) | {"note": f"It is said that {what.secret}"}

    monkeypatch.setattr("generator.view.framed", careless)
    ran = run(made, *BUILD)
    assert ran.code == 1
    assert f"holds what is withheld from its reader: {what.record}." in ran.stderr


def test_a_name_is_looked_for_in_the_fields_of_a_form(made: Path) -> None:
    """What a field is called and what it says of itself is no place for one who did not agree."""
    plant(made, PLANTS["case"])
    case = made / "recommendations" / "cases" / "vandermeer.yaml"
    case.write_text(case.read_text("utf-8").replace("public-record", "no"), "utf-8")
    assert run(made, "build", "--fillable").code == 0
    tooltip = 'class="line" name="{{ name }}" title="{{ label }}'
    override(made, "checklist.html.j2", (tooltip, f"{tooltip} ({ALIAS})"))
    ran = run(made, "build", "--fillable")
    assert ran.code == 1
    told = "checklist.fillable.pdf, what is not printed: holds what is withheld from its reader"
    assert f"{told}: cases/vandermeer." in ran.stderr


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
    ran = run(made, *BUILD)
    assert ran.code == 1
    assert "holds what is withheld from its reader: cases/vandermeer." in ran.stderr
    assert f"The name stands in items/{first.stem}." in ran.stderr
    assert "accede redact vandermeer" in ran.stderr


@pytest.mark.parametrize("kind", ["pack", "meeting"])
def test_a_folder_does_not_name_them_either(made: Path, kind: str) -> None:
    """A pack or a meeting is called after one who did not agree: its folder would tell."""
    plant(made, PLANTS["case"])
    case = made / "recommendations" / "cases" / "vandermeer.yaml"
    case.write_text(case.read_text("utf-8").replace("public-record", "no"), "utf-8")
    packs, meeting = made / "recommendations" / "packs.yaml", made / MEETING
    told = {"pack": packs, "meeting": meeting}[kind]
    told.write_text(
        re.sub("(?m)id: .*$", "id: ottokar-vandermeer", told.read_text("utf-8"), count=1)
    )
    if kind == "meeting":
        meeting.rename(meeting.with_name("ottokar-vandermeer.yaml"))
    asked = ("--meeting", "ottokar-vandermeer") if kind == "meeting" else ()
    ran = run(made, "build", "--format", "text", *asked)
    assert ran.code == 1
    assert "the name of its folder: holds what is withheld" in ran.stderr
    assert not [path for path in (made / "output").rglob("*vandermeer*") if any(path.iterdir())]


def test_a_name_that_is_taken_back_is_looked_for_in_papers_made_before(made: Path) -> None:
    """A paper that shows what it showed is not kept for that: it may hold the name."""
    plant(made, PLANTS["case"])
    case = made / "recommendations" / "cases" / "vandermeer.yaml"
    told = case.read_text("utf-8")
    case.write_text(told.replace("distribution: internal", "distribution: public"), "utf-8")
    first = made / FIRST
    named = first.read_text("utf-8").replace("Of forty notices", f"{NAME} said that of forty")
    first.write_text(named, "utf-8")
    assert run(made, *BUILD).code == 0
    assert run(made, *VERIFY).code == 0
    case.write_text(case.read_text("utf-8").replace("public-record", "no"), "utf-8")
    ran = run(made, *BUILD)
    assert ran.code == 1
    assert "holds what is withheld from its reader: cases/vandermeer." in ran.stderr
    assert "Papers made before may have it" in ran.stderr
    ran = run(made, *VERIFY)
    assert ran.code == 1
    assert "who may not be named changed" in ran.stdout


def test_consent_is_that_of_today(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper of a past day is made now: a consent that has run out since has run out for it."""
    plant(made, PLANTS["case"])
    case = made / "recommendations" / "cases" / "vandermeer.yaml"
    told = case.read_text("utf-8").replace("distribution: internal", "distribution: public")
    case.write_text(told.replace("public-record", "yes, until: 2026-11-25"), "utf-8")
    first = made / FIRST
    named = first.read_text("utf-8").replace("Of forty notices", f"{NAME} said that of forty")
    first.write_text(named, "utf-8")
    past = (*BUILD, "--as-of", "2026-11-20")
    monkeypatch.setattr("generator.cli.room.today", lambda: date(2026, 11, 25))
    assert run(made, *BUILD).code == 0
    assert run(made, *past).code == 0
    assert run(made, *VERIFY).code == 0
    monkeypatch.setattr("generator.cli.room.today", lambda: date(2026, 11, 26))
    for again in (BUILD, past):
        ran = run(made, *again)
        assert ran.code == 1, again
        assert "holds what is withheld from its reader: cases/vandermeer." in ran.stderr
    assert run(made, *VERIFY).code == 1


def test_one_whose_consent_ran_out_is_shown_by_label(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the next day on, without a change of the data."""
    plant(made, PLANTS["case"])
    data = made / "recommendations"
    case = data / "cases" / "vandermeer.yaml"
    told = case.read_text("utf-8").replace("distribution: internal", "distribution: public")
    case.write_text(told.replace("public-record", "yes, until: 2026-11-25"), "utf-8")
    edit(data / "packs.yaml", ("  addressee: ruritania", "  addressee: lantern"))
    edit(made / FIRST, ("addressee: ruritania", "addressee: lantern"))
    for day, shown, hidden in ((25, NAME, "a printer who"), (26, "a printer who", NAME)):
        noon = datetime(2026, 11, day, 12, tzinfo=UTC)
        moment = max(now_there(made), int(noon.timestamp()) * 10**9)
        monkeypatch.setattr("generator.decided.now_there", lambda _, now=moment: now)
        monkeypatch.setattr("generator.cli.room.today", lambda now=noon: now.date())
        assert run(made, *BUILD).code == 0
        text = squeezed(said(made / BRIEFING))
        said.cache_clear()
        assert squeezed(shown) in text
        assert squeezed(hidden) not in text


def test_words_are_found_however_they_are_set() -> None:
    """Divided words, hard spaces, ligatures and capitals are no disguise."""
    guard = Guard([Passage("items/x", (letters(WITHHELD)[:32],))])
    disguised = "THE dep\u00aduty mini-\nster told\u00a0our en\u2011voy that"
    with pytest.raises(LeakError, match="items/x"):
        guard.refuse_leaks("a.txt", disguised.encode())
    assert letters("o\ufb03cial") == "official"


SHOWN = b64encode("<svg><text>O'Neil</text> <text>Анна</text></svg>".encode()).decode()


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/?q=O%27Neil%20%D0%90%D0%BD%D0%BD%D0%B0",
        "O&#39;Neil&nbsp;Анна",
        "O&#x27;Neil <b class='name'>Анна</b>",
        r"O'Neil \u0410\u043d\u043d\u0430",
        r"<style>h1::after { content: 'O\27 Neil \000410\43d\43d\430' }</style>",
        f'<img alt="" src="data:image/svg+xml;base64,{SHOWN}">',
    ],
)
def test_words_are_found_however_they_are_written(written: str) -> None:
    """In an address, in HTML, in JSON, a style or a drawing: what is read there is what counts."""
    guard = Guard([Passage("cases/x", (letters("O'Neil Анна"),))])
    with pytest.raises(LeakError, match="cases/x"):
        guard.refuse_leaks("a.html", written.encode())
