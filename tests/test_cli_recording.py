"""assess and withdraw as a person types them: lines are added, or it is said why not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import chdir
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from conftest import DATA, ROOT, Ran
from difference import Recorded

from generator.cli import cli
from generator.load import load

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "recommendations/items/report-2020/press-1.yaml"
LIBRARY = "recommendations/evidence.yaml"
PROJECT = "recommendations/project.yaml"
TODAY = date(2026, 11, 22)
TOLD = ("--as-of", "2026-11-20", "--note", "A bill passed.", "--evidence", "S01")
NEW_SOURCE = (
    *("--evidence", "S02", "--evidence-title", "Бет", "--evidence-grade", "A"),
    *("--evidence-publisher", "council", "--evidence-date", "2026-11"),
    *("--evidence-address", "https://example.org/a", "--evidence-symbol", "A/1"),
)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the tiny sound project on a day of its own."""
    monkeypatch.setattr("generator.cli.recording.today", lambda: TODAY)
    return shutil.copytree(DATA / "sound", tmp_path / "own")


def _run(own: Path, *args: str) -> Ran:
    """Run accede in this process: quicker, where nothing hangs on a process of its own."""
    with chdir(own):
        done = CliRunner().invoke(cli, args)
    return Ran(done.exit_code, done.stdout, done.stderr)


def _files(own: Path) -> dict[str, bytes]:
    data = own / "recommendations"
    return {
        path.relative_to(own).as_posix(): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file()
    }


def _changed(before: dict[str, bytes], own: Path) -> set[str]:
    after = _files(own)
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


# on the bundled data

BUNDLED = "recommendations/items/hrw-1999/hrw-1999-gov-05a.yaml"


@pytest.fixture
def ours(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the bundled project, one day after its own."""
    monkeypatch.setattr("generator.cli.recording.today", lambda: TODAY)
    return project


def test_a_difference_shows_added_lines_only(ours: Path) -> None:
    """An assessment is a few added lines in the file of its item, and nothing else."""
    words, data = ("assess", "hrw-1999-gov-05a", "partially-implemented"), Recorded(ours)
    done = _run(ours, *words, *TOLD[:4], "--evidence", "S22", "--by", "osce")
    assert done.code == 0, done.stderr
    assert data.numbers() == {BUNDLED: (6, 0)}
    shown = [line for line in done.lines if line.startswith(("+", "-"))]
    assert shown == [line for line in data.diff()[BUNDLED] if line.startswith(("+", "-"))]
    assert _run(ours, "check", "--strict").code == 0


def test_a_source_and_a_later_day_are_one_entry_and_one_line(ours: Path) -> None:
    """Evidence goes to the library; the day of the project changes if the fact is newer."""
    words = ("assess", "hrw-1999-gov-05a", "partially-implemented", "--note", "X")
    source = ("--evidence", "S900", "--evidence-title", "T", "--evidence-grade", "A")
    data = Recorded(ours)
    assert _run(ours, *words, *source, "--as-of", "2026-11-22").code == 0
    assert data.numbers() == {BUNDLED: (5, 0), LIBRARY: (3, 0), PROJECT: (1, 1)}
    assert "+as_of: 2026-11-22" in data.diff()[PROJECT]
    assert _run(ours, "check").code == 0


# what is written and shown


def test_what_is_shown_is_written(own: Path) -> None:
    """--dry-run shows the change and leaves all as it was, not even a lock; then it is made."""
    before = _files(own)
    words = ("assess", "press-1", "partially-implemented", *TOLD, *NEW_SOURCE, "--by", "council")
    dry = _run(own, *words, "--dry-run")
    assert (dry.code, _files(own)) == (0, before)
    assert not (own / ".accede").exists()
    assert dry.stderr == f"Would be written: {LIBRARY}, {ITEM}.\n"
    done = _run(own, *words)
    assert (done.code, done.stdout) == (0, dry.stdout)
    assert done.stderr.splitlines()[0] == f"Written: {LIBRARY}, {ITEM}."
    added = [line[1:] for line in done.lines if re.match(r"\+(?!\+)", line)]
    after = _files(own)
    assert _changed(before, own) == {LIBRARY, ITEM}
    more = (after[name][len(before[name]) :].decode() for name in (LIBRARY, ITEM))
    assert "".join(more).splitlines() == added
    assert _run(own, "check", "--strict").code == 0


HISTORY = (
    "assessments:\n{0}- as_of: 2021-03  # март\n{0}  recorded_on: 2026-11-21\n{0}  summary: {1}\n"
)


@pytest.mark.parametrize("column", [0, 1, 4, 8])
@pytest.mark.parametrize(
    "text", ["Ұзақ  # сөз", f"|+\n{' ' * 14}حرية\n", f">2-\n{' ' * 14}One", "'One\n\n\n  # two'"]
)
@pytest.mark.parametrize("way", ["Windows", "mark", "plain"])
def test_lines_are_added_to_files_typed_by_hand(
    own: Path, column: int, text: str, way: str
) -> None:
    """Line breaks, mark, remarks, indentation and other scripts stay as somebody typed them."""
    head, _, _ = (own / ITEM).read_text().partition("assessments:")
    typed = head + "# Тарих\n" + HISTORY.format(" " * column, text) + "# соңы\npriority: 1\n"
    typed = typed.replace("\n", "\r\n") if way == "Windows" else typed
    before = (b"\xef\xbb\xbf" if way == "mark" else b"") + typed.encode()
    (own / ITEM).write_bytes(before)
    done = _run(own, "assess", "press-1", "--as-of", "2026-11-20", "--note", "Жаңа")
    assert done.code == 0, done.stderr
    line_break = "\r\n" if way == "Windows" else "\n"
    lines = ("- as_of: 2026-11-20", "  recorded_on: 2026-11-22", "  summary: Жаңа")
    block = "".join(" " * column + line + line_break for line in lines).encode()
    start, end = before.split("# соңы".encode())
    assert (own / ITEM).read_bytes() == start + block + "# соңы".encode() + end


def test_a_list_in_brackets_is_refused_with_its_place(own: Path) -> None:
    """What cannot be edited surely is named: file, line, column, reason and what to do."""
    head, _, _ = (own / ITEM).read_text().partition("assessments:")
    entry = "{as_of: 2021-03, recorded_on: 2026-11-21, summary: A}"
    (own / ITEM).write_text(f"{head}assessments: [{entry}]\n")
    before = _files(own)
    done = _run(own, "assess", "press-1", "partially-implemented", *TOLD, *NEW_SOURCE)
    assert (done.code, done.stdout) == (1, "")
    line = head.count("\n") + 1
    assert done.stderr == (
        f"{ITEM}:{line}:14: the list is written in brackets. "
        "Write each entry on a line of its own, with a hyphen.\nNothing was written.\n"
    )
    assert _files(own) == before


# refused

REFUSED = {
    "a wrong id": (["pres-1"], 1, ['"pres-1" is no item. Did you mean "press-1"?']),
    "a wrong status": (["press-1", "revrsed"], 1, ['Did you mean "reversed"?']),
    "several": (
        ["pres-1", "x", "--by", "coucil", "--evidence", "S7", "--as-of", "2026-11"],
        1,
        ['no item. Did you mean "press-1"?', 'status "x"', '"coucil" is no body', '"S7"', "over"],
    ),
    "a future day": (["press-1", "--as-of", "2027"], 1, ["is in the future", "2026-11-22"]),
    "no date": (["press-1", "--as-of", "soon"], 2, ['"soon" is not a date', "2015-06"]),
    "no option": (["press-1", "--nope"], 2, ["--nope"]),
    "a wrong source": (
        ["press-1", *NEW_SOURCE, "--evidence-publisher", "nobody", "--evidence-date", "1.2.26"],
        1,
        ['--evidence-publisher: "nobody" is not known.', '--evidence-date: "1.2.26" is not a date'],
    ),
    "counterpart without audience": (
        ["press-1", "--audience", "nobody", "--distribution", "secret"],
        1,
        ['--audience "nobody" is no body.', '--distribution "secret" is not known.'],
    ),
}


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
@pytest.mark.parametrize("case", REFUSED)
def test_assess_refuses(own: Path, case: str, dry: tuple[str, ...]) -> None:
    """A wrong word ends in 1, a malformed option in 2; all reasons are told, nothing is written."""
    args, code, wanted = REFUSED[case]
    before = _files(own)
    done = _run(own, "assess", *TOLD[:4], *args, *dry)
    assert done.code == code
    assert [words for words in wanted if words not in done.stderr] == []
    assert done.stdout == ""
    assert _files(own) == before
    if code == 1:
        assert done.stderr.endswith("\nNothing was written.\n")


def test_without_a_date_nothing_is_recorded(own: Path) -> None:
    """The date of the fact is asked for, not guessed."""
    done = _run(own, "assess", "press-1", "reversed", "--note", "X")
    assert done.code == 2
    assert "Missing option '--as-of'" in done.stderr


def test_data_at_fault_is_mended_first(own: Path) -> None:
    """Where check finds errors nothing is added; it says which."""
    (own / PROJECT).write_text("format: 1\n")
    before = _files(own)
    done = _run(own, "assess", "press-1", *TOLD)
    assert done.code == 1
    assert PROJECT in done.stderr
    assert _files(own) == before


def test_what_a_rule_forbids_is_not_written(own: Path) -> None:
    """An entry that check would find fault with is shown as that, and not written."""
    before = _files(own)
    done = _run(own, "assess", "press-1", *TOLD, "--grade", " ")
    assert done.code == 1
    assert re.search(rf"{ITEM}:\d+:\d+: press-1: ", done.stderr)
    assert _files(own) == before


def test_a_warning_is_told_and_the_entry_written(own: Path) -> None:
    """Progress without evidence is warned of, as check does."""
    done = _run(own, "assess", "press-1", "fully-implemented", *TOLD[:4])
    assert done.code == 0
    assert 'warning: press-1: the status "fully-implemented" has no evidence.' in done.stderr


def test_the_same_entry_twice_is_said(own: Path) -> None:
    """Typed again, nothing is written and nothing is wrong."""
    words = ("assess", "press-1", "reversed", *TOLD)
    assert _run(own, *words).code == 0
    before = _files(own)
    again = _run(own, *words)
    assert (again.code, again.stdout) == (0, "")
    assert again.stderr == (
        "press-1 has this entry already, recorded 2026-11-22. Nothing was written.\n"
    )
    assert _files(own) == before


# withdraw


def _open(own: Path) -> dict[str, int]:
    found: dict[str, int] = _run(own, "status", "--json").json[0]["open"]
    return found


def test_a_withdrawn_entry_is_used_no_more(own: Path) -> None:
    """Status and show go back to what was before; history tells what was taken back, and why."""
    _run(own, "assess", "press-1", "reversed", "--as-of", "2021-03", "--note", "Other.")
    before = _files(own)[ITEM]
    assert "id: 2021-03-2" in before.decode()
    assert _open(own) == {"reversed": 1, "not-assessed": 1}
    assert "reversed (2021-03)" in _run(own, "show", "press-1").stdout
    done = _run(own, "withdraw", "press-1", "2021-03-2", "--why", "Of another law.")
    assert done.code == 0, done.stderr
    assert _files(own)[ITEM].startswith(before)
    assert _open(own) == {"not-implemented": 1, "not-assessed": 1}
    assert "not-implemented (2021-03)" in _run(own, "show", "press-1").stdout
    history = _run(own, "history", "press-1").stdout
    assert 'taken back: the entry "2021-03-2". Of another law.' in history
    assert "The law stands." in history


WITHDRAW_REFUSED = {
    "no item": (["press-9", "2021-03", "--why", "X"], 1, "is no item. Did you mean"),
    "no entry": (["press-1", "2021-04", "--why", "X"], 1, 'Did you mean "2021-03"?'),
    "no reason": (["press-1", "2021-03", "--why", " "], 1, "--why is empty."),
    "no option": (["press-1", "2021-03"], 2, "Missing option '--why'"),
}


@pytest.mark.parametrize("case", WITHDRAW_REFUSED)
def test_withdraw_refuses(own: Path, case: str) -> None:
    """What cannot be taken back is named, with what to do, and nothing is written."""
    args, code, why = WITHDRAW_REFUSED[case]
    before = _files(own)
    done = _run(own, "withdraw", *args)
    assert done.code == code
    assert why in done.stderr
    assert _files(own) == before


def test_withdraw_tells_two_entries_of_one_name(own: Path) -> None:
    """Two entries of one date and assessor cannot be told apart: one needs an id first."""
    more = "  - as_of: 2021-03\n    recorded_on: 2026-11-21\n    summary: Again.\n"
    (own / ITEM).write_text((own / ITEM).read_text() + more)
    before = _files(own)
    done = _run(own, "withdraw", "press-1", "2021-03", "--why", "X")
    assert done.code == 1
    assert 'More than one entry of press-1 is called "2021-03". Give the one' in done.stderr
    assert f"{ITEM}:11:3" in done.stderr
    assert _files(own) == before


def test_withdrawing_twice_is_said(own: Path) -> None:
    """Taken back already: nothing is written, and nothing is wrong; --dry-run only shows."""
    words = ("withdraw", "press-1", "2021-03", "--why", "X")
    before = _files(own)
    dry = _run(own, *words, "--dry-run")
    assert (dry.code, _files(own)) == (0, before)
    assert _run(own, *words).stdout == dry.stdout
    before = _files(own)
    again = _run(own, *words)
    assert (again.code, again.stdout) == (0, "")
    assert again.stderr == (
        'The entry "2021-03" of press-1 is taken back already. Nothing was written.\n'
    )
    assert _files(own) == before


# at once

# Each writer is a process of its own; forking spares forty starts of Python.
FORTY = """
import os, sys
from generator import cli, check, journal, load, tables, updates
children = []
for number in range(40):
    child = os.fork()
    if not child:
        sys.argv = ["accede", "-C", sys.argv[1], "assess", "press-1", "--as-of", "2026-11-20"]
        sys.argv += ["--note", f"Fact {number}."]
        code = 99
        try:
            code = cli._run()
        finally:
            os._exit(code)
    children.append(child)
codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
sys.exit(codes != [0] * 40)
"""


def test_forty_writers_at_once_lose_nothing(own: Path) -> None:
    """Forty who assess one item at the same time find all their entries in it, once each."""
    before = (own / ITEM).read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", FORTY, str(own)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (own / ITEM).read_bytes().startswith(before)
    loaded = load(own)
    assert loaded.problems == []
    assert loaded.dataset
    entries = loaded.dataset.items["press-1"].assessments[1:]
    said = [entry.summary.plain for entry in entries if entry.summary]
    assert len(said) == 40
    assert set(said) == {f"Fact {number}." for number in range(40)}
    assert len({entry.name for entry in entries}) == 40
    assert not list(own.rglob("*.tmp"))
