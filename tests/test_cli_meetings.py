"""meeting new and meeting record as a person types them, to the papers of the next meeting."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from datetime import date
from itertools import pairwise
from select import select
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from met import A1, B1, B2, FILE, MEETING, TODAY, files, filled, form, league, own, run
from papers import heard, said, unheard

from generator.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model import Meeting

__all__ = ["form", "league", "own"]  # fixtures
RECORD = ("meeting", "record", MEETING)
PROMISE = ("--answer", "will-raise", "--commitment", "To raise it.", "--by-when", "2026-12-31")


def _meeting(project: Path, name: str = MEETING) -> Meeting:
    loaded = load(project)
    assert loaded.problems == []
    assert loaded.dataset
    return loaded.dataset.meetings[name]


def _outcomes(project: Path) -> list[dict[str, Any]]:
    found = _meeting(project).outcomes
    return [o.model_dump(mode="json", exclude_none=True, exclude={"recorded_on"}) for o in found]


def _refused(project: Path, *args: str) -> tuple[int, str]:
    """Return code and message of a command that has to leave the data as it is."""
    before = files(project)
    done = run(project, *args)
    assert done.code in (1, 2), done
    assert done.stdout == ""
    assert files(project) == before
    return done.code, done.stderr


# new


def test_a_new_meeting_is_sound_and_shared(league: Path) -> None:
    """What new wrote has no problem, not even a small one; the body that was met may know."""
    assert run(league, "check", "--strict").code == 0
    meeting = _meeting(league)
    assert (meeting.on, meeting.body, meeting.minutes) == (date(2026, 12, 3), "league", 30)
    assert (meeting.distribution, meeting.audience) == ("counterpart", ("league",))
    text = (league / FILE).read_text(encoding="utf-8")
    assert "  - {item: name}  # A1 Name it first\n" in text
    assert "  - {topic: media}  # B2 Let the press work\n" in text
    assert text.isascii()


def test_a_new_agenda_begins_with_what_was_promised(own: Path) -> None:
    """What was promised at the last meeting and is not kept comes first, then by rank."""
    run(own, *RECORD, "B1", *PROMISE)
    run(own, *RECORD, "A2", "--commitment", "To report.")
    run(own, *RECORD, "A2", "--kept", "2026-12-05")
    done = run(own, "meeting", "new", "league", "2027-03-01")
    assert done.stderr == "On the agenda: B1, A1, A2, B2.\n"
    agenda = _meeting(own, "2027-03-01-league").agenda
    assert [point.subject[1] for point in agenda] == ["assembly", "name", "report", "media"]


def test_a_meeting_with_every_option(own: Path) -> None:
    """Each option stands in the file to the letter, whatever YAML would make of it."""
    said = ("--place", "no", "--title", "A: b # c", "--minutes", "45", "--internal")
    args = ("meeting", "new", "office", "2026-12-04", "--pack", "league", *said)
    before = files(own)
    dry = run(own, *args, "--dry-run")
    assert (dry.code, files(own)) == (0, before)
    done = run(own, *args)
    name = "recommendations/meetings/2026-12-04-office.yaml"
    assert (done.code, done.stdout) == (0, f"{name}\n"), done.stderr
    text = (own / name).read_text(encoding="utf-8")
    head, _, shown = dry.stdout.partition("\n")
    assert head == f"Would write to {name}:"
    assert text.partition("\n")[2] == shown  # all but the line for editors
    assert {key: value for key, value in files(own).items() if key != name} == before
    meeting = _meeting(own, "2026-12-04-office")
    assert meeting.place
    assert meeting.title
    assert (meeting.place.plain, meeting.title.plain, meeting.minutes) == ("no", "A: b # c", 45)
    assert (meeting.distribution, meeting.audience) == ("internal", ())
    assert run(own, "check", "--strict").code == 0


def test_a_part_of_a_body_is_met_with_the_packs_papers(own: Path) -> None:
    """A meeting with a part of the addressee has the agenda of its pack, and may know of it."""
    done = run(own, "meeting", "new", "office", "2026-12-04")
    assert done.stderr == "On the agenda: A1, A2, B2, B1.\n"
    assert _meeting(own, "2026-12-04-office").audience == ("office",)


def test_a_headline_of_several_lines_is_one_remark(own: Path) -> None:
    """A title with a line break or a remark of its own does not get into the data."""
    item = own / "recommendations/items/lantern-2026/name.yaml"
    text = item.read_text().replace("short: Name it first}", 'short: "Name\\nbody: x\\x85# it"}')
    item.write_text(text)
    done = run(own, "meeting", "new", "league", "2026-12-05")
    assert done.code == 0, done.stderr
    text = (own / "recommendations/meetings/2026-12-05-league.yaml").read_text(encoding="utf-8")
    assert "  - {item: name}  # A1 Name body: x # it\n" in text
    assert _meeting(own, "2026-12-05-league").body == "league"


NEW_REFUSED = {
    "no body": (["leage", "2026-12-05"], '"leage" is no body. Did you mean "league"? Or add it'),
    "no pack": (["lantern", "2026-12-05"], "No pack is for lantern. Add one to packs.yaml, or"),
    "wrong pack": (["league", "2026-12-05", "--pack", "leage"], 'no pack. Did you mean "league"?'),
    "there already": (
        ["league", "2026-12-03"],
        f'The meeting "{MEETING}" stands in {FILE}:',
    ),
    "no date": (["league", "3.12.2026"], '"3.12.2026" is not a day of the calendar. Write it as'),
    "no such day": (["league", "2026-02-30"], '"2026-02-30" is not a day of the calendar.'),
    "no time": (["league", "2026-12-05", "--minutes", "0"], "--minutes"),
}


@pytest.mark.parametrize("case", NEW_REFUSED)
def test_new_refuses(own: Path, case: str) -> None:
    """What cannot be prepared is named with what to do, and nothing is written."""
    args, why = NEW_REFUSED[case]
    code, told = _refused(own, "meeting", "new", *args)
    assert code == 2
    assert why in told


def test_a_file_of_other_hands_stays(own: Path) -> None:
    """A file that has the place of the new meeting is not written over."""
    (own / FILE).rename(own / "recommendations/meetings/2026-12-05-league.yaml")
    _, told = _refused(own, "meeting", "new", "league", "2026-12-05")
    assert told


def test_new_meeting_the_plain_way(own: Path) -> None:
    """`accede new meeting` still starts one without an agenda, for our own people only."""
    done = run(own, "new", "meeting", "2026-12-06-league")
    assert done.code == 0, done.stderr
    meeting = _meeting(own, "2026-12-06-league")
    assert (meeting.agenda, meeting.distribution) == ((), "internal")
    assert run(own, "check", "--strict").code == 0


# record, by options


def test_every_option_is_recorded(own: Path) -> None:
    """All that can be said of an entry in one call is added lines in the file of the meeting."""
    before = (own / FILE).read_text(encoding="utf-8")
    told = ("--raised", *PROMISE, "--who", "AB")
    dry = run(own, *RECORD, "B1", *told, "--dry-run")
    assert (own / FILE).read_text(encoding="utf-8") == before
    done = run(own, *RECORD, "b1", *told)
    assert (done.code, done.stdout) == (0, dry.stdout), done.stderr
    assert done.stderr == f"Written: {FILE}.\naccede build makes the papers that this touches.\n"
    assert (own / FILE).read_text(encoding="utf-8").startswith(before)
    assert _outcomes(own) == [
        {
            "topic": "assembly",
            "number": "B1",
            "raised": True,
            "answer": "will-raise",
            "commitment": "To raise it.",
            "by_when": "2026-12-31",
            "who": "AB",
        }
    ]


def test_the_meeting_may_be_given_by_its_file(own: Path) -> None:
    """The path of the file is as good as the id; a part of what was said is enough."""
    assert run(own, "meeting", "record", FILE, "A1", "--not-raised").code == 0
    assert run(own, *RECORD, "A2", "--answer", "will consider").code == 0
    assert _outcomes(own) == [
        {"item": "name", "number": "A1", "raised": False},
        {"item": "report", "number": "A2", "raised": True, "answer": "will-consider"},
    ]


def test_a_second_word_takes_the_place_of_the_first_only_if_meant(own: Path) -> None:
    """The same again changes nothing; another word is refused without --again."""
    run(own, *RECORD, "B1", *PROMISE)
    before = files(own)
    same = run(own, *RECORD, "B1", *PROMISE)
    assert (same.code, same.stdout, files(own)) == (0, "", before)
    assert same.stderr == "Every outcome stands there already. Nothing was written.\n"
    code, told = _refused(own, *RECORD, "B1", "--answer", "will-not")
    assert code == 1
    assert "B1 has another outcome on file (will-raise, To raise it., 2026-12-31)." in told
    assert "repeat this with --again." in told
    assert run(own, *RECORD, "B1", "--answer", "will-not", "--again").code == 0
    assert [o["answer"] for o in _outcomes(own)] == ["will-raise", "will-not"]
    (newest,) = _meeting(own).latest()
    assert not newest.promises


def test_a_correction_leaves_a_promise_kept(own: Path) -> None:
    """Who follows up may change afterwards: what was promised stays kept."""
    run(own, *RECORD, "B1", *PROMISE)
    assert run(own, *RECORD, "b1", "--kept", "2026-12-08").code == 0
    assert run(own, *RECORD, "B1", *PROMISE, "--who", "CD", "--again").code == 0
    (newest,) = _meeting(own).latest()
    assert (newest.who, str(newest.kept_on)) == ("CD", "2026-12-08")
    run(own, *RECORD, "B1", "--commitment", "Something else.", "--again")
    (newest,) = _meeting(own).latest()
    assert newest.kept_on is None


def test_a_promise_is_kept_once(own: Path) -> None:
    """One line more says so, shown before; twice it is said; another day corrects it."""
    run(own, *RECORD, "B1", *PROMISE)
    before = files(own)
    dry = run(own, *RECORD, "B1", "--kept", "2026-12-08", "--dry-run")
    assert (dry.code, files(own)) == (0, before)
    done = run(own, *RECORD, "B1", "--kept", "2026-12-08")
    assert [line for line in done.lines if line.startswith(("+ ", "- "))] == [
        "+    kept_on: 2026-12-08"
    ]
    before = files(own)
    again = run(own, *RECORD, "B1", "--kept", "2026-12-08")
    assert (again.code, files(own)) == (0, before)
    assert again.stderr == f"{MEETING} says so already: B1, kept 2026-12-08. Nothing was written.\n"
    assert run(own, *RECORD, "assembly", "--kept", "2026-12").code == 0
    assert [o["kept_on"] for o in _outcomes(own)] == ["2026-12"]


def test_a_promise_taken_back_cannot_be_kept(own: Path) -> None:
    """The newest word on an entry counts: without a promise in it there is none to keep."""
    run(own, *RECORD, "B1", *PROMISE)
    run(own, *RECORD, "B1", "--answer", "will-not", "--again")
    code, told = _refused(own, *RECORD, "B1", "--kept", "2026-12-08")
    assert code == 1
    assert f'Nothing about "B1" was promised at {MEETING}. Nothing was promised there.' in told


REFUSED = {
    "an answer of part B": (["A1", "--answer", "will-raise"], 1, 'A1: "will-raise" is no answer'),
    "an answer of part A": (
        ["B1", "--answer", "agreed"],
        1,
        'B1: "agreed" is no answer here. One is: will-raise, has-raised, will-not.',
    ),
    "no entry": (["B9", "--answer", "will-raise"], 1, "There are: A1, A2, B1, B2."),
    "no number at all": (["Q", "--raised"], 1, "There are: A1, A2, B1, B2."),
    "nothing said": (["B1"], 2, "What came of B1? Give --raised, --answer, or others."),
    "empty words": (["B1", "--commitment", " "], 1, "Nothing was said of B1"),
    "no number": (["--raised"], 2, "Which entry? Give its number: accede meeting record ID B2"),
    "kept without a number": (["--kept", "2026-12-08"], 2, "Which entry?"),
    "nobody there": ([], 2, "Nobody is here to be asked. Give a NUMBER and options, or --from."),
    "kept before": (["B2", "--kept", "2026-12-02"], 1, "the promise was made on 2026-12-03, and"),
    "kept later": (["B2", "--kept", "2026-12-11"], 1, "and today is 2026-12-10."),
    "kept never promised": (["A1", "--kept", "2026-12-08"], 1, "Known here: B2."),
    "kept in words": (["B2", "--kept", "soon"], 2, '"soon" is not a date. Write 2015, 2015-06'),
    "kept and told": (["B2", "--kept", "2026-12-08", "--raised"], 2, "leave the other options out"),
    "another pack": (["B1", "--raised", "--pack", "leage"], 2, 'Did you mean "league"?'),
    "too long": (["B1", "--who", "x" * 50], 1, "B1: who has 50 characters, 40 at most."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_record_refuses(own: Path, case: str) -> None:
    """What cannot be recorded is named with what to do, and nothing is written."""
    run(own, *RECORD, "B2", *PROMISE)
    args, expected, why = REFUSED[case]
    code, told = _refused(own, *RECORD, *args)
    assert (code, why in told) == (expected, True), told


def test_a_meeting_that_is_not_is_named(own: Path) -> None:
    """A meeting that is not on file is not known; one that is to come has no outcome."""
    code, told = _refused(own, "meeting", "record", "2026-12-03-leage", "B1", "--raised")
    assert code == 2
    assert f'"2026-12-03-leage" is no meeting. Did you mean "{MEETING}"?' in told
    run(own, "meeting", "new", "league", "2026-12-11")
    code, told = _refused(own, "meeting", "record", "2026-12-11-league", "B1", "--raised")
    assert code == 1
    assert "2026-12-11-league is on 2026-12-11, and today is 2026-12-10: nothing can" in told


def test_a_paper_says_it_all(own: Path, form: bytes) -> None:
    """With a filled-in checklist there is no number, no option and no second one."""
    (own / "a.pdf").write_bytes(filled(form, {f"{A1}raised": "/on"}))
    for more in (["B1"], ["--raised"], ["--kept", "2026-12-08"]):
        code, told = _refused(own, *RECORD, "--from", "a.pdf", *more)
        assert (code, "leave NUMBER and the options out" in told) == (2, True), told
    code, told = _refused(own, "meeting", "record", "a.pdf", "--from", "a.pdf")
    assert (code, "Two checklists are given" in told) == (2, True), told


def test_the_paper_says_which_of_two_packs(own: Path, form: bytes) -> None:
    """Where two packs are for one body, the checklist that comes back is taken for its own."""
    packs = own / "recommendations/packs.yaml"
    text = packs.read_text(encoding="utf-8")
    start = text.index("- id: league")
    first = text[start : text.index("- {id: other")].replace("id: league", "id: short", 1)
    packs.write_text(text[:start] + first + text[start:], encoding="utf-8")
    (own / "a.pdf").write_bytes(filled(form, {f"{A1}raised": "/on"}))
    done = run(own, "meeting", "record", "a.pdf")
    assert done.code == 0, done.stderr
    assert [o["number"] for o in _outcomes(own)] == ["A1"]


def test_data_with_a_mistake_is_left_alone(own: Path) -> None:
    """Nothing is recorded into data that has an error: it is shown first."""
    (own / FILE).write_text((own / FILE).read_text().replace("body: league", "body: leage"))
    code, told = _refused(own, *RECORD, "B1", "--raised")
    assert code == 1
    assert f'{FILE}:7:7: {MEETING}: the body "leage" is not known.' in told


# asked one by one

ASKED = """
import sys
from datetime import date
import generator.cli.meetings
from generator import cli
generator.cli.meetings.today = lambda: date.fromisoformat(sys.argv.pop(1))
day = generator.cli.meetings.today()
generator.cli.meetings.today = lambda: day
sys.exit(cli._run())
"""
RAISED, ANSWER, PROMISED, BY, WHO = "Raised?", "Answer (", "Commitment", "By when", "Who follows"


def _talk(own: Path, *turns: tuple[str, bytes], args: tuple[str, ...] = RECORD) -> tuple[int, str]:
    """Run accede at a terminal: type at each question in turn; return code and words."""
    process, terminal = pty.fork()
    if process == 0:  # the child is the terminal's program
        os.chdir(own)
        # Tests that run in the background have it ignored, and so would whatever they start.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.environ.update(PYTHONPATH=str(ROOT), TERM="dumb")
        os.execv(sys.executable, [sys.executable, "-c", ASKED, TODAY.isoformat(), *args])  # noqa: S606 - no shell
    shown, seen = b"", 0
    waiting = list(turns)
    ended = False
    while not ended and select([terminal], [], [], 60)[0]:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # Linux tells so that the program has let go of its terminal
            part = b""
        ended = not part
        shown += part
        while waiting and (at := shown.find(waiting[0][0].encode(), seen)) >= 0:
            end = shown.find(b": ", at)
            if end < 0:
                break
            seen = end
            key = waiting.pop(0)[1]
            # A question stands a moment before it is read: nobody stops it that soon.
            sleep(1 if key in b"\x03\x04" else 0)
            os.write(terminal, key)
    if not ended:
        os.close(terminal)  # it still waits for words: hang up
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if ended:
        os.close(terminal)  # not before it is gone: it would be killed for it
    assert not waiting, shown.decode()
    return code, shown.decode().replace("\r\n", "\n")


FULL = [(RAISED, b"y\n"), (ANSWER, b"2\n"), (PROMISED, b"To act.\n"), (BY, b"2027-02\n")]


def test_answers_are_kept_and_the_rest_is_asked_next_time(own: Path) -> None:
    """Told, skipped, left with q: what was told is on file; only the rest is asked again."""
    code, told = _talk(own, *FULL, (WHO, b"AB\n"), (RAISED, b"s\n"), (RAISED, b"q\n"))
    assert code == 0
    assert "4 of 4 entries to record; s skips one, q leaves." in told
    shown = re.findall(r"^(\w\d)  (.*)$", told, re.MULTILINE)
    assert [number for number, _ in shown] == ["A1", "A2", "B2"]
    assert shown[0][1] == "Name it first (not assessed)"
    assert "Answer (1 agreed, 2 will-consider, 3 declined, 0 none)" in told
    assert told.endswith(f"1 recorded, 3 left. To go on: accede meeting record {MEETING}\n")
    first = {
        "item": "name",
        "number": "A1",
        "raised": True,
        "answer": "will-consider",
        "commitment": "To act.",
        "by_when": "2027-02",
        "who": "AB",
    }
    assert _outcomes(own) == [first]
    none = [(RAISED, b"y\n"), (ANSWER, b"0\n"), (PROMISED, b"\n"), (WHO, b"\n")]
    code, told = _talk(own, (RAISED, b"n\n"), *none, (RAISED, b"N\n"))
    assert code == 0
    assert re.findall(r"^(\w\d)  ", told, re.MULTILINE) == ["A2", "B2", "B1"]
    assert told.endswith("3 recorded; every entry has its outcome.\n")
    assert _outcomes(own) == [
        first,
        {"item": "report", "number": "A2", "raised": False},
        {"topic": "media", "number": "B2", "raised": True},
        {"topic": "assembly", "number": "B1", "raised": False},
    ]
    before = files(own)
    assert _talk(own) == (0, "0 recorded; every entry has its outcome.\n")
    assert files(own) == before


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_leaving_in_the_middle_of_an_entry_loses_only_that(own: Path, key: bytes) -> None:
    """Ctrl-C and Ctrl-D leave at any question: the entries before are on file, this one is not."""
    one = [(RAISED, b"n\n"), (RAISED, b"y\n"), (ANSWER, b"1\n"), (PROMISED, b"Half")]
    code, told = _talk(own, *one[:-1], (PROMISED, key))
    assert code == 0
    assert told.endswith(f"1 recorded, 3 left. To go on: accede meeting record {MEETING}\n")
    assert [o["number"] for o in _outcomes(own)] == ["A1"]
    assert "Traceback" not in told


def test_a_wrong_answer_is_asked_again(own: Path) -> None:
    """What is no answer is said, and asked again; a due in words is taken and said to be words."""
    code, told = _talk(
        own,
        (RAISED, b"perhaps\n"),
        (RAISED, b"y\n"),
        (ANSWER, b"7\n"),
        (ANSWER, b"3\n"),
        (PROMISED, b"To \x1bact.\n"),
        (BY, b"soon\n"),
        (WHO, b"\n"),
        (RAISED, b"q\n"),
    )
    assert code == 0, told
    assert "'perhaps' is not one of 'y', 'n', 's', 'q'." in told
    assert "'7' is not one of '0', '1', '2', '3'." in told
    assert "Kept as words; only a date can become overdue." in told
    (outcome,) = _outcomes(own)
    assert (outcome["answer"], outcome["by_when"]) == ("declined", "soon")


def test_too_long_a_text_is_asked_again(own: Path) -> None:
    """What no paper has room for is said at once; the answers before it are not lost."""
    long = b"x" * 501 + b"\n"
    code, told = _talk(
        own,
        (RAISED, b"y\n"),
        (ANSWER, b"1\n"),
        (PROMISED, long),
        (PROMISED, b"Short.\n"),
        (BY, b"\n"),
        (WHO, b"z" * 41 + b"\n"),
        (WHO, b"AB\n"),
        (RAISED, b"q\n"),
    )
    assert code == 0, told
    assert "501 characters, 500 at most. Shorten it." in told
    (outcome,) = _outcomes(own)
    assert (outcome["commitment"], outcome["who"]) == ("Short.", "AB")


def test_nobody_is_asked_before_the_meeting(own: Path) -> None:
    """For a meeting to come no question is put: it is said why."""
    run(own, "meeting", "new", "league", "2026-12-11")
    code, told = _talk(own, args=("meeting", "record", "2026-12-11-league"))
    assert code == 1
    assert "nothing can have come of it yet." in told
    assert RAISED not in told


def test_a_dry_run_asks_and_shows(own: Path) -> None:
    """With --dry-run the questions are put, the lines are shown, and nothing is written."""
    before = files(own)
    code, told = _talk(own, (RAISED, b"n\n"), (RAISED, b"q\n"), args=(*RECORD, "--dry-run"))
    assert code == 0
    assert "+    raised: false" in told
    assert "1 would be recorded, 3 left." in told
    assert files(own) == before


# there and back, on the bundled data


def test_from_the_agenda_to_the_next_meetings_papers(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was filled in stands in the next briefing, changes and card; twice changes nothing."""
    monkeypatch.setattr("generator.cli.meetings.today", lambda: TODAY)
    name = "2026-12-03-osce"
    assert run(project, "meeting", "new", "osce", "2026-12-03", "--place", "Vienna").code == 0
    assert run(project, "build", "osce", "--fillable").code == 0
    paper = (project / "output/osce/checklist.fillable.pdf").read_bytes()
    a1, b2, b4 = "A1/item:hrw-1999-osce-01a/", "B2/topic:media/", "B4/topic:parties/"
    says = {
        f"{a1}answer-2": "/on",
        f"{a1}commitment": "To look at the order of its report.",
        f"{b2}answer-1": "/on",
        f"{b2}commitment": "To raise the refusals with the ministry.",
        f"{b2}by-when": "15 January 2027",
        f"{b2}who": "QX",
        f"{b4}answer-3": "/on",
    }
    (project / "back.pdf").write_bytes(filled(paper, says))
    assert run(project, "meeting", "record", "back.pdf").code == 0
    assert [o.number for o in _meeting(project, name).outcomes] == ["A1", "B2", "B4"]
    assert run(project, "check", "--strict").code == 0
    before = files(project)
    again = run(project, "meeting", "record", "back.pdf")
    assert (again.code, "stands there already" in again.stderr) == (0, True), again
    assert files(project) == before
    built = run(project, "build", "osce", "--only", "briefing,changes,card")
    assert built.code == 0, built.stderr
    told = {n: said(project / f"output/osce/{n}.pdf") for n in ("briefing", "changes", "card")}
    promise = ["To raise the refusals with the ministry", "by 15 January 2027", "open"]
    for name, text in told.items():
        assert unheard(text, [*promise, "3 December 2026"]) == [], name
        assert heard(text, ["QX"]) == []
    answers = ["will raise", "will consider", "will not"]
    assert unheard(told["card"], answers) == []
    assert unheard(told["briefing"], answers[:2]) == []
    # A refusal is for our own people: no other office of the reader's need read it.
    assert heard(told["briefing"], ["will not"]) == []
    assert heard(told["changes"], ["will not"]) == []


# killed at every step

STEPS = """
import io, json, os, shutil, signal, sys
from datetime import date
from pathlib import Path
from generator import cli, journal, check, load, drafts, forms, outcomes, updates, view
import generator.cli.meetings, generator.cli.prompting, pypdf

sound, work, typed, args = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:]
generator.cli.meetings.today = lambda: date(2026, 12, 10)
generator.cli.meetings.at_a_terminal = lambda: True
on, steps, last, stride = False, 0, 0, int(os.environ["STRIDE"])

def step():
    global steps
    steps += on
    if on and steps == last:
        os.kill(os.getpid(), signal.SIGKILL)

def heard(event, given):
    writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
    named = ("os.rename", "os.link", "os.mkdir", "os.chmod", "os.remove", "os.rmdir")
    if (writes or event in named) and str(work) in str(given[0]) + str(given[-1]):
        step()

fsync = os.fsync
os.fsync = lambda file: (step(), fsync(file))[1]
sys.addaudithook(heard)

def forked(project, to_kill):
    global on
    if not (child := os.fork()):
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1), os.dup2(quiet, 2)
        on, sys.stdin, sys.argv = to_kill, io.StringIO(typed), ["accede", "-C", str(project), *args]
        code = 99
        try:
            code = cli._run()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def data(project):
    found = (path for path in project.rglob("*") if path.is_file())
    return {str(path.relative_to(project)): path.read_bytes().hex() for path in found}

code = -9
while code == -9 and last < 200:
    last += stride
    project = shutil.copytree(sound, work / str(last))
    code = forked(project, True)
    told = {"code": code, "left": data(project)}
    told["problems"] = [str(problem) for problem in check.check(load.load(project))]
    told["then"] = forked(project, False)
    told["after"] = data(project)
    print(json.dumps(told), flush=True)
    shutil.rmtree(project)
"""
TYPED = "n\ny\n1\nTo act.\n2027-02\nAB\ns\nn\n"  # A1 and A2 are told, B2 is skipped, B1 is told


def _killed_at_each_step(
    own: Path, folder: Path, typed: str, *args: str, stride: int = 1
) -> list[dict[str, Any]]:
    """Return what each run left and what the next one made of it; the last was not killed."""
    shutil.rmtree(own / "output")
    done = subprocess.run(
        [sys.executable, "-c", STEPS, str(own), str(folder), typed, *args],
        env={**os.environ, "PYTHONPATH": str(ROOT), "STRIDE": str(stride)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert {run["code"] for run in runs[:-1]} == {-9}
    assert runs[-1]["code"] == 0
    assert [run["problems"] for run in runs if run["problems"]] == []
    return runs


def _states(runs: list[dict[str, Any]]) -> list[str]:
    """Return the contents of the meeting's file that were left; no other file changed."""
    first = runs[0]["left"]
    for one in runs:
        data = {name: text for name, text in one["left"].items() if name.startswith("recom")}
        others = {name for name in data if data[name] != first.get(name)} - {FILE}
        assert all(".new-" in name for name in others), others
    return [bytes.fromhex(text).decode() for text in dict.fromkeys(r["left"][FILE] for r in runs)]


def test_killed_while_a_paper_is_recorded(own: Path, form: bytes, tmp_path: Path) -> None:
    """All outcomes of the paper are on file or none is, and the next run leaves all and no rest."""
    says = {f"{A1}raised": "/on", f"{B1}answer-1": "/on", f"{B2}commitment": "To act."}
    (own / "back.pdf").write_bytes(filled(form, says))
    before = (own / FILE).read_text(encoding="utf-8")
    path = str(own / "back.pdf")
    runs = _killed_at_each_step(own, tmp_path / "work", "", "meeting", "record", path)
    assert len(runs) > 8
    states = _states(runs)
    assert states[0] == before
    assert [state.count("raised: true") for state in states] == [1, 4]  # one in a remark
    for one in runs:
        assert one["then"] == 0
        assert one["after"] == runs[-1]["after"]


def test_killed_while_answers_are_typed(own: Path, tmp_path: Path) -> None:
    """Each answer is on file in whole or not at all; the next run asks for what is missing."""
    runs = _killed_at_each_step(own, tmp_path / "work", TYPED, *RECORD, stride=3)
    assert len(runs) > 8
    states = _states(runs)
    assert [state.count("recorded_on:") for state in states] == [0, 1, 2, 3]
    assert all(later.startswith(state) for state, later in pairwise(states))
    for one in runs:
        assert one["then"] == 0
        assert [name for name in one["after"] if ".new-" in name] == []
