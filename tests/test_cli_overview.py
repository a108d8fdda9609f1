"""status, diff, list by day, history, and what check says of items long not looked at."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from conftest import DATA
from papers import edit
from starter import ITEMS, run

from generator.check import check
from generator.cli.room import today
from generator.load import load
from generator.problems import Level, counts

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tiny"]

FIRST, SECOND, THIRD = (f"{ITEMS}/lantern-2026-0{number}.yaml" for number in (1, 2, 3))
MEETING = "recommendations/meetings/2026-12-03-ruritania.yaml"
TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli.overview.today", lambda: TODAY)
    monkeypatch.setattr("generator.cli.room.today", lambda: TODAY)


def append(path: Path, text: str) -> None:
    """Put something at the end of a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def held(project: Path, **outcome: str) -> None:
    """Say what came of the meeting on the first item."""
    said = {"item": "lantern-2026-01", "raised": True, "answer": "will-consider", **outcome}
    append(project / MEETING, f"outcomes:\n  - {json.dumps(said)}\n")


PROMISED = {"commitment": "To send the bill on.", "by_when": "2027-02"}


# diff


def test_without_a_meeting_diff_says_what_to_give(tiny: Path) -> None:
    """A meeting ahead is none to compare with; the message is no result."""
    ran = run(tiny, "diff")
    assert (ran.code, ran.stdout) == (0, "")
    assert ran.stderr == (
        "ruritania: no meeting on file to compare with; give a day: accede diff DATE\n"
    )
    [told] = run(tiny, "diff", "--json").json
    assert (told["since"], told["changes"]) == (None, [])


def test_diff_starts_at_the_last_meeting(tiny: Path) -> None:
    """Its day is the first one, unless another is given."""
    held(tiny, **PROMISED)
    entry = {"as_of": "2026-12-20", "recorded_on": "2026-12-20", "status": "mostly-implemented"}
    append(tiny / FIRST, f"  - {json.dumps(entry | {'evidence': ['S02']})}\n")
    edit(tiny / "recommendations/project.yaml", ("as_of: 2026-11-20", "as_of: 2026-12-31"))
    ran = run(tiny, "diff")
    assert ran.lines == [
        "ruritania, 2026-12-03 to 2026-12-31",
        "  improved   1a    lantern-2026-01: Replace leave to assemble by notice",
        "                   not-implemented -> mostly-implemented, fact of 2026-12-20",
        "  unchanged: 2",
    ]
    [told] = run(tiny, "diff", "2026-12-25", "--json").json
    assert (told["since"], told["until"], told["changes"]) == ("2026-12-25", "2026-12-31", [])


def test_diff_between_two_days(tiny: Path) -> None:
    """Both can be given; JSON has the same rows, with the fact and whether it came late."""
    ran = run(tiny, "diff", "2026-08-01", "2026-10-15")
    assert ran.lines[0] == "ruritania, 2026-08-01 to 2026-10-15"
    [told] = run(tiny, "diff", "2026-08-01", "2026-10-15", "--pack", "ruritania", "--json").json
    assert told["changes"] == [
        {
            "change": "improved",
            "number": "1b",
            "id": "lantern-2026-02",
            "title": "Publish the list of places closed to assemblies",
            "before": "not-implemented",
            "after": "partially-implemented",
            "fact": "2026-09-14",
            "late": False,
        }
    ]
    assert told["unchanged"] == 2


def test_what_was_taken_back_is_no_fact(tiny: Path) -> None:
    """The day of a correction is told as that."""
    assert run(tiny, "withdraw", "lantern-2026-02", "2026-09-14", "--why", "Wrong.").code == 0
    told = run(tiny, "diff", "2026-11-01").lines
    assert told[1].startswith("  corrected  1b ")
    assert told[2].endswith(f", taken back on {today()}")


def test_days_in_the_wrong_order_are_refused(tiny: Path) -> None:
    """Where both are given; one after the day that is shown has its own message."""
    ran = run(tiny, "diff", "2026-11-01", "2026-10-01")
    assert (ran.code, ran.stdout) == (2, "")
    assert "2026-10-01 is before 2026-11-01: give the earlier day first." in ran.stderr
    ran = run(tiny, "diff", "2030-01-01")
    assert (ran.code, ran.stdout) == (0, "")
    assert ran.stderr == (
        "ruritania: it is shown on 2026-11-20, before 2030-01-01: give an earlier day.\n"
    )


def test_an_unknown_pack_is_a_usage_error(tiny: Path) -> None:
    """The message offers what is close."""
    ran = run(tiny, "diff", "2026-10-01", "--pack", "ruritani")
    assert (ran.code, ran.stdout) == (2, "")
    assert '"ruritani" is no pack. Did you mean "ruritania"?' in ran.stderr


# status


def test_status_counts_and_names_what_is_overdue(tiny: Path) -> None:
    """Open items by status, the newest fact, items and promises whose day has passed."""
    held(tiny, **PROMISED)
    [told] = run(tiny, "status", "--json").json
    assert told == {
        "pack": "ruritania",
        "items": 3,
        "newest": "2026-10",
        "open": {"partially-implemented": 1, "not-implemented": 1, "not-assessed": 1},
        "rest": {"closed": 0, "lapsed": 0, "context": 0},
        "overdue": [
            {
                "id": "lantern-2026-01",
                "due": "2027-03",
                "title": "Replace leave to assemble by notice",
            },
            {
                "id": "2026-12-03-ruritania lantern-2026-01",
                "due": "2027-02",
                "title": "To send the bill on.",
            },
        ],
    }
    lines = run(tiny, "status").lines
    assert lines[0] == "Freedom of assembly in Ruritania, facts until 2026-11-20"
    assert "ruritania: 3 items, newest fact 2026-10" in lines
    assert "  overdue: 2027-02  2026-12-03-ruritania lantern-2026-01  To send the bill on." in lines


def test_what_is_kept_or_done_or_not_yet_due_is_not_overdue(tiny: Path) -> None:
    """A promise kept, an item done, and the day itself."""
    held(tiny, **PROMISED, kept_on="2027-02-10")
    edit(tiny / FIRST, ("status: not-implemented", "status: fully-implemented"))
    assert run(tiny, "status", "--json").json[0]["overdue"] == []
    edit(tiny / FIRST, ("status: fully-implemented", "status: partially-implemented"))
    edit(tiny / FIRST, ("by: 2027-03", "by: 2027-04-01"))
    assert run(tiny, "status", "--json").json[0]["overdue"] == []
    edit(tiny / FIRST, ("by: 2027-04-01", "by: 2027-03-31"))
    assert len(run(tiny, "status", "--json").json[0]["overdue"]) == 1


# list --due-before


def due(project: Path, before: str, *options: str) -> list[tuple[str, str]]:
    """Return what is due before a day, with the day it is due."""
    ran = run(project, "list", "--due-before", before, "--json", *options)
    return [(row["due"], row["id"]) for row in ran.json]


def test_what_is_due_comes_earliest_first(tiny: Path) -> None:
    """By the last day of each date, however it is written; the column says what is written."""
    edit(tiny / FIRST, ("by: 2027-03", "by: 2027"))
    append(tiny / SECOND, "deadline: {text: soon, by: 2027-06-01}\n")
    append(tiny / THIRD, "deadline: {text: soon, by: after 2027-06-01}\n")
    found = [("2027-06-01", "02"), ("after 2027-06-01", "03"), ("2027", "01")]
    everything = [(when, f"lantern-2026-{number}") for when, number in found]
    assert due(tiny, "2028-01-01") == everything
    assert due(tiny, "2027-06-02") == everything[:1]
    assert due(tiny, "2027-06-01") == []
    ran = run(tiny, "list", "--due-before", "2028-01-01")
    assert ran.lines[0].split() == [
        *("due", "id", "addressee", "topic", "standing", "status", "title")
    ]
    assert [line.split("  ")[0].strip() for line in ran.lines[1:]] == [w for w, _ in everything]


def test_only_what_is_open_and_not_done_is_due(tiny: Path) -> None:
    """A closed item, and one that is fully implemented, are not asked for any more."""
    assert due(tiny, "2028-01-01") == [("2027-03", "lantern-2026-01")]
    edit(tiny / FIRST, ("status: not-implemented", "status: fully-implemented"))
    assert due(tiny, "2028-01-01") == []
    edit(tiny / FIRST, ("status: fully-implemented", "status: not-implemented"))
    edit(tiny / FIRST, ("  state: live\n", "  state: lapsed\n  on: 2026-11-01\n"))
    assert due(tiny, "2028-01-01") == []


def test_the_ask_of_today_comes_before_the_deadline_of_the_document(tiny: Path) -> None:
    """The topic's; before it the item's own; an occasion is no day, and leaves the deadline."""
    topics = tiny / "recommendations" / "topics.yaml"
    text, times = re.subn(r"by: the assembly bill.*", "by: 2027-09-01", topics.read_text("utf-8"))
    assert times == 1
    topics.write_text(text, "utf-8")
    whole = [("2027-09-01", f"lantern-2026-0{number}") for number in (1, 2, 3)]
    assert due(tiny, "2028-01-01") == whole
    own = "asks: [{on: 2026-11-01, text: T, short: S, by: 2027-05-05}]\n"
    append(tiny / THIRD, own)
    assert due(tiny, "2028-01-01") == [("2027-05-05", "lantern-2026-03"), *whole[:2]]
    # Before the ask of November there was the document's deadline only.
    assert due(tiny, "2028-01-01", "--as-of", "2026-10-31") == [("2027-03", "lantern-2026-01")]


# history


def test_history_tells_who_says_otherwise(tiny: Path) -> None:
    """The addressee that claims it is done, and another body's verdict."""
    append(
        tiny / FIRST,
        "  - {as_of: 2026-11-02, recorded_on: 2026-11-20, by: observers, status: reversed}\n"
        "responses:\n"
        "  - {answer: claims-done, on: 2026-11-03, recorded_on: 2026-11-20}\n",
    )
    append(tiny / "recommendations" / "bodies.yaml", "- {id: observers, type: ngo, name: Eyes}\n")
    lines = run(tiny, "history", "lantern-2026-01").lines
    assert lines[-3:] == [
        "now  lantern: not-implemented (2026-10)",
        "but  observers: reversed (2026-11-02)",
        "but  ruritania: claims-done (2026-11-03)",
    ]
    earlier = run(tiny, "history", "lantern-2026-01", "--as-of", "2026-11-01").lines
    assert earlier[-1] == "now  lantern: not-implemented (2026-10)"
    edit(tiny / FIRST, ("status: not-implemented", "status: fully-implemented"))
    assert run(tiny, "history", "lantern-2026-01").lines[-1] == (
        "but  observers: reversed (2026-11-02)"
    )


# check


def stale(project: Path, today: date) -> list[str]:
    """Return the items of which check says that nobody looked at them for too long."""
    found = [problem for problem in check(load(project), today) if "recorded since" in problem.what]
    assert all(problem.level is Level.NOTICE for problem in found)
    assert not any(counts(problem, strict=True) for problem in found)
    return [problem.record for problem in found]


def test_an_item_nobody_looked_at_is_noticed(tiny: Path) -> None:
    """After two years, or the project's own number; closed ones and new ones are left alone."""
    assert stale(tiny, date(2028, 11, 19)) == []
    both = ["lantern-2026-01", "lantern-2026-02"]
    assert stale(tiny, date(2028, 11, 20)) == both
    append(tiny / "recommendations" / "project.yaml", "stale_after: 3\n")
    assert stale(tiny, date(2027, 2, 19)) == []
    assert stale(tiny, date(2027, 2, 20)) == both
    edit(tiny / FIRST, ("  state: live\n", "  state: closed\n  on: 2026-12-01\n"))
    assert stale(tiny, date(2027, 2, 20)) == both[1:]
    assert check(load(tiny)) == []


def test_a_stale_item_does_not_fail_a_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not with --strict either; it is said where, and with what command to go on."""
    monkeypatch.setattr("generator.cli.room.today", lambda: date(2030, 1, 1))
    project = shutil.copytree(DATA / "sound", tmp_path / "sound")
    ran = run(project, "check", "--strict")
    assert ran.code == 0
    told = ran.stdout + ran.stderr
    assert "press-1.yaml:" in told
    assert "nothing was recorded since 2026-11-21, 37 months ago" in told
    assert "accede assess press-1" in told
