"""list, show, history, status: what the data says, on the command line."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from conftest import DATA, ROOT
from starter import ITEMS as STARTER_ITEMS
from starter import run

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Accede, Ran

pytest_plugins = ["tiny"]

with (DATA / "items.csv").open(encoding="utf-8", newline="") as table:
    ITEMS = list(csv.DictReader(table))


def _ids(**wanted: str) -> set[str]:
    """Return the ids of the settled list that have all the *wanted* values."""
    return {row["id"] for row in ITEMS if all(row[key] == value for key, value in wanted.items())}


def _usage(ran: Ran) -> str:
    """Return what a refused command said, which ends with 2 and prints no result."""
    assert (ran.code, ran.stdout) == (2, "")
    return ran.stderr.splitlines()[-1]


FILTERS = {
    "--topic insult": _ids(topic="insult"),
    "--document hrw-2001 --status partially-implemented": _ids(
        document="hrw-2001", status="partially-implemented"
    ),
    "--addressee kz-courts": _ids(addressee="kz-courts"),
    "--addressee osce": _ids(pack="osce"),
    "--topic media --standing live --addressee kz-gov": _ids(
        topic="media", standing="live", pack="kz-gov"
    ),
    "--topic religion --standing closed": set(),
}


@pytest.mark.parametrize("options", FILTERS)
def test_list_takes_what_matches_every_option(accede: Accede, options: str) -> None:
    """Filters narrow the list together; an addressee includes its parts."""
    ran = accede("list", "--json", *options.split())
    assert (ran.code, ran.stderr) == (0, "")
    assert {row["id"] for row in ran.json} == FILTERS[options]


def test_the_list_as_a_table(accede: Accede) -> None:
    """For people the list is a table with a line an item, counted beside it."""
    ran = accede("list", "--topic", "insult")
    heads, *rows = ran.lines
    assert heads.split() == ["id", "addressee", "topic", "standing", "status", "title"]
    assert [row.split()[0] for row in rows] == ["hrw-1999-gov-05a", "hrw-1999-gov-05b"]
    assert [row.split()[3:5] for row in rows] == [["carried", "not-implemented"]] * 2
    assert (ran.code, ran.stderr) == (0, "2 items\n")


def test_the_list_as_csv(accede: Accede) -> None:
    """For spreadsheets the list is CSV, with a head even where nothing matches."""
    rows = list(csv.DictReader(io.StringIO(accede("list", "--csv").stdout)))
    assert {row["id"]: row["status"] for row in rows} == {r["id"]: r["status"] for r in ITEMS}
    assert {row["id"]: row["reported_by"] for row in rows} == {
        row["id"]: row["reported_by"] for row in ITEMS
    }
    nothing = accede("list", "--csv", "--topic", "religion", "--standing", "closed")
    assert nothing.lines[0].startswith("id,")
    assert len(nothing.lines) == 1


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--topic", "insutl", '--topic "insutl" is not known. Did you mean "insult"?'),
        ("--status", "done", '--status "done" is not known. Known here: fully-implemented,'),
        ("--as-of", "2008-13-01", '"2008-13-01" is not a day of the calendar. Write it as'),
    ],
)
def test_an_unknown_value_is_no_empty_list(
    accede: Accede, option: str, value: str, said: str
) -> None:
    """A slip in an option is told with the word that was meant."""
    assert said in _usage(accede("list", option, value))


def test_show_tells_one_item(accede: Accede) -> None:
    """One item is shown with who asked, what became of it, and what it is tied to."""
    ran = accede("show", "hrw-1999-gov-05a")
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.lines[0].startswith("hrw-1999-gov-05a: ")
    assert "318" in ran.lines[1]
    told = {line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1] for line in ran.lines[3:]}
    assert told["made_by"] == "hrw"
    assert told["made_on"] == "1999-10"
    assert told["topic"] == "insult"
    assert told["standing"].startswith("carried since 2015-01-01, to: Criminal Code No. 226-V")
    assert told["status"].startswith("not-implemented (")
    assert told["overlaps"] == "hrw-1999-gov-02b"


def test_who_may_see_it_is_told(tiny: Path) -> None:
    """Why a paper lacks an item, a note or an entry: of the item, and where it says so itself."""
    item = tiny / STARTER_ITEMS / "lantern-2026-01.yaml"
    assert "distribution public" in run(tiny, "show", item.stem).stdout
    told = item.read_text("utf-8")
    told = told.replace("  - as_of", "  - distribution: coalition\n    as_of", 1)
    note = "  - text: Ask whose.\n    distribution: counterpart\n    audience: [ruritania]\n"
    item.write_text(f"{told}distribution: internal\nnotes:\n{note}", "utf-8")
    shown = run(tiny, "show", item.stem).stdout
    assert "distribution internal\n" in shown
    assert "note         Ask whose. [counterpart (ruritania)]\n" in shown
    lines = run(tiny, "history", item.stem).lines
    assert len([line for line in lines if line.endswith("[coalition]")]) == 1


def test_show_as_json_and_as_of_a_day(accede: Accede) -> None:
    """The item's whole record, as it was known on a day, and what follows from it."""
    ran = accede("show", "hrw-1999-gov-01a", "--json", "--as-of", "2004-12-31")
    assert ran.json["id"] == "hrw-1999-gov-01a"
    assert ran.json["standing"] == {"state": "live"}
    assert ran.json["now"]["status"] == "partially-implemented"
    assert ran.json["now"]["status_on"] == "2003-12-02"
    assert all(entry["as_of"] < "2005" for entry in ran.json["assessments"])


@pytest.mark.parametrize("command", ["show", "history"])
def test_an_unknown_item(accede: Accede, command: str) -> None:
    """An id with a slip in it is told with the id that was meant."""
    said = '"hrw-1999-gov-5a" is no item. Did you mean "hrw-1999-gov-05a"?'
    assert said in _usage(accede(command, "hrw-1999-gov-5a"))


def test_history_tells_the_whole_story(accede: Accede) -> None:
    """Every entry stands in the order of the facts, with who says so and the evidence."""
    lines = accede("history", "kz-2007-pledge-03").lines
    *story, gap, now = lines[2:]
    assert (gap, now) == ("", "now  kz-followup: partially-implemented (2022)")
    days = [line.split()[0] for line in story]
    assert days.index("2009-02-06") < days.index("2020") < days.index("2022")
    assert days == sorted(days, key=lambda day: f"{day}-12-31" if len(day) == 4 else f"{day}-31")
    assert any("  hrw:  " in line and line.endswith("(S09)") for line in lines)
    assert any("[partially-implemented]" in line for line in lines)


def test_history_of_a_day(accede: Accede) -> None:
    """On an earlier day the story ends there."""
    full = accede("history", "hrw-1999-gov-01a", "--json").json
    then = accede("history", "hrw-1999-gov-01a", "--json", "--as-of", "2004-12-31").json
    assert [entry["as_of"] for entry in then] == [
        entry["as_of"] for entry in full if entry["as_of"] < "2005"
    ]
    assert 0 < len(then) < len(full)


def test_history_of_a_promise_is_no_request(accede: Accede) -> None:
    """A pledge was promised to somebody; nobody asked it of itself."""
    head = accede("history", "kz-2007-pledge-03").lines[1]
    assert "asked by kz-gov of kz-gov" not in head


def _counts(pack: str) -> dict[str, Any]:
    """Count the items of a pack, as the settled list has them."""
    rows = [row for row in ITEMS if row["pack"] == pack]
    still_open = [row for row in rows if row["standing"] in ("live", "carried")]
    standings = Counter(row["standing"] for row in rows)
    return {
        "items": len(rows),
        "open": dict(Counter(row["status"] for row in still_open)),
        "rest": {word: standings[word] for word in ("closed", "lapsed", "context")},
    }


def test_status_counts_every_pack(accede: Accede) -> None:
    """Where things stand: per pack, what is open by status, and what is no longer open."""
    told = {pack.pop("pack"): pack for pack in accede("status", "--json").json}
    packs = {row["pack"] for row in ITEMS} - {""}
    assert set(told) == packs
    for pack in packs:
        found = told[pack]
        assert {key: found[key] for key in ("items", "open", "rest")} == _counts(pack)


def test_status_in_words(accede: Accede) -> None:
    """The overview names the day it speaks of, and reads aloud."""
    ran = accede("status", "--as-of", "2008-06-01")
    assert ran.lines[0].endswith(", facts until 2008-06-01")
    assert "france: 2 items, newest fact" in ran.stdout
    assert (ran.code, ran.stderr) == (0, "")


def test_reading_refuses_broken_data(accede: Accede, project: Path) -> None:
    """Nothing is listed from data that a check would refuse: the problems are told instead."""
    path = project / "recommendations" / "topics.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("id: insult", "id: insutl", 1), "utf-8"
    )
    ran = accede("list", cwd=project)
    assert (ran.code, ran.stdout) == (1, "")
    assert 'the topic "insult" is not known. Did you mean "insutl"?' in ran.stderr
    assert ran.stderr.splitlines()[-1] == (
        "Nothing was done. Mend this first; accede check shows everything."
    )


def test_reading_changes_nothing(accede: Accede, project: Path) -> None:
    """Listing, showing and counting leave every file as it was, and add none."""
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    for command in (["list"], ["show", "hrw-1999-gov-09"], ["status"]):
        assert accede(*command, cwd=project).code == 0
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_pipe_that_is_closed_early(bundled: Path) -> None:
    """A reader that has seen enough, as `head` has, is no failure."""
    command = [sys.executable, "-m", "generator", "list", "--json"]
    with subprocess.Popen(
        command,
        cwd=bundled,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        said = running.stderr.read()
    assert (running.returncode, said) == (0, b"")
