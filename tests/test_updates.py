"""What is to be recorded, set against the data: every reason against it at once, or the changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from conftest import DATA

from generator.dates import parse
from generator.load import load
from generator.updates import AlreadyError, RefusedError, Told, Withdrawal, assess, withdraw

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.edits import Change
    from generator.load import Loaded

SOUND = DATA / "sound"
TODAY = date(2026, 11, 22)
ITEM = "recommendations/items/report-2020/press-1.yaml"
OTHER = "recommendations/items/report-2020/press-2.yaml"
LIBRARY = "recommendations/evidence.yaml"
PROJECT = "recommendations/project.yaml"
SOURCE = {"title": "A page", "grade": "A"}


def _load(**files: str) -> tuple[Loaded, Callable[[str], bytes]]:
    """Return the tiny sound project as read, with `item` or `project` having other text."""
    names = {"item": ITEM, "other": OTHER, "project": PROJECT}
    instead = {names[name]: text.encode() for name, text in files.items()}

    def content(file: str) -> bytes:
        return instead[file] if file in instead else (SOUND / file).read_bytes()

    return load(SOUND, instead), content


def _assess(item: str = "press-1", as_of: str = "2026-11-20", **told: Any) -> list[Change]:
    loaded, content = _load()
    return assess(loaded, Told(item, parse(as_of), **told), TODAY, content)


def _added(change: Change) -> str:
    """Return what a change has put behind all that was there."""
    before = change.before or b""
    assert change.after.startswith(before)
    return change.after[len(before) :].decode()


def test_an_entry_says_what_was_told() -> None:
    """Every option becomes a line of the entry, in one order; the publisher's name is left out."""
    told: dict[str, Any] = {
        "status": "partially-implemented",
        "note": "The bill\n passed: the first reading.",
        "by": "desk",
        "grade": "C+",
        "confidence": "low",
        "evidence": ("S01", "S01"),
        "distribution": "internal",
    }
    (change,) = _assess(**told)
    assert change.file == ITEM
    assert _added(change) == (
        "  - as_of: 2026-11-20\n"
        "    recorded_on: 2026-11-22\n"
        "    status: partially-implemented\n"
        "    grade: C+\n"
        "    confidence: low\n"
        "    summary: 'The bill passed: the first reading.'\n"
        "    evidence: [S01]\n"
        "    distribution: internal\n"
    )


def test_a_history_is_begun() -> None:
    """An item without assessments gets them, after all it has."""
    (change,) = _assess("press-2", note="A trial began.", by="council")
    assert change.file == OTHER
    assert _added(change).startswith("assessments:\n  - as_of: 2026-11-20\n")


def test_a_new_source_and_a_newer_day_go_along() -> None:
    """The library gets the source, and the project the day, each in one line or block."""
    source = SOURCE | {"publisher": "council", "date": "2026-11", "address": "https://e.org/?a=b"}
    library, item, project = _assess(
        as_of="2026-11-22", status="reversed", evidence=("S02",), source=source
    )
    assert _added(library) == (
        "- id: S02\n  title: A page\n  grade: A\n  publisher: council\n  date: 2026-11\n"
        "  address: https://e.org/?a=b\n"
    )
    assert "evidence: [S02]" in _added(item)
    assert project.file == PROJECT
    assert project.before
    assert project.after == project.before.replace(b"as_of: 2026-11-21", b"as_of: 2026-11-22")


def test_a_library_is_begun() -> None:
    """A project that has no sources yet gets its library with the first one."""
    loaded, content = _load()
    assert loaded.dataset
    loaded.dataset = replace(loaded.dataset, evidence={})

    def without(file: str) -> bytes:
        if file == LIBRARY:
            raise FileNotFoundError(file)
        return content(file)

    told = Told("press-1", parse("2026-11-20"), note="X", evidence=("S1",), source=SOURCE)
    library = assess(loaded, told, TODAY, without)[0]
    assert (library.file, library.before) == (LIBRARY, None)
    assert library.after.decode().splitlines()[1:] == ["- id: S1", "  title: A page", "  grade: A"]


REASONS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an unknown item": ({"item": "pres-1"}, ['"pres-1" is no item. Did you mean "press-1"?']),
    "an unknown status": (
        {"status": "not-implmented"},
        ['The status "not-implmented" is not known. Did you mean "not-implemented"?'],
    ),
    "nothing": ({"note": None}, ["Give a status, a --note, or both"]),
    "an empty note": ({"note": " \n"}, ["--note is empty."]),
    "no text": (
        {"note": "a \x07 bell", "evidence": ("S2",), "source": SOURCE | {"title": "\udcff"}},
        ["--note holds a character that cannot be read (U+0007)", "--evidence-title holds a char"],
    ),
    "a future day": ({"as_of": "2026-11-23"}, ["--as-of 2026-11-23 is in the future."]),
    "the day after today": ({"as_of": "after 2026-11-22"}, ["is in the future."]),
    "a month that is not over": ({"as_of": "2026-11"}, ["2026-11 is not over", "2026-11-22 at"]),
    "a year that is not over": ({"as_of": "2026"}, ["2026 is not over"]),
    "a range that is not over": ({"as_of": "2025/2026-12"}, ["2025/2026-12 is not over"]),
    "a verdict before the ask": (
        {"as_of": "2020-04", "status": "reversed"},
        ["--as-of 2020-04 is before press-1 was made (2020-05)", "Leave the status out"],
    ),
    "an unknown body": ({"by": "councl"}, ['"councl" is no body. Did you mean "council"?']),
    "an unknown audience": ({"audience": ("gov", "go")}, ['--audience "go" is no body.']),
    "an unknown confidence": ({"confidence": "hihg"}, ['Did you mean "high"?']),
    "an unknown distribution": ({"distribution": "secret"}, ['--distribution "secret" is not']),
    "unknown sources": (
        {"evidence": ("S1", "S01", "S9x")},
        ['The evidence "S1" is not known.', 'The evidence "S9x" is not known.'],
    ),
    "two new sources": (
        {"evidence": ("S2", "S3"), "source": SOURCE},
        ['The evidence "S2" is not known.', 'The evidence "S3" is not known.'],
    ),
    "a known source described": (
        {"evidence": ("S01",), "source": SOURCE},
        ["every --evidence named is in it. Leave them out."],
    ),
    "a source without an id": ({"source": SOURCE}, ["Say which: --evidence ID"]),
    "a source with nothing": (
        {"evidence": ("S 2",), "source": {"date": "20.1.2026", "publisher": "gv", "grade": "D"}},
        [
            '--evidence: "S 2" cannot be an id.',
            "--evidence-title is missing",
            '--evidence-date: "20.1.2026" is not a date.',
            '--evidence-publisher: "gv" is not known. Did you mean "gov"?',
            '--evidence-grade: "D" is not known.',
        ],
    ),
    "much at once": (
        {"item": "x", "status": "y", "by": "z", "as_of": "2027", "note": "", "evidence": ("S7",)},
        ['"x" is no item', 'status "y"', "is empty", "in the future", '--by "z"', '"S7" is not'],
    ),
}


@pytest.mark.parametrize("case", REASONS)
def test_every_reason_is_told(case: str) -> None:
    """What cannot be recorded is refused, one line a reason, with all there are."""
    told, wanted = REASONS[case]
    with pytest.raises(RefusedError) as caught:
        _assess(**{"note": "X", **told})
    said = str(caught.value)
    assert [words for words in wanted if words not in said] == []
    reasons = sum(not words.endswith(("at", "out")) for words in wanted)
    assert len(said.splitlines()) == reasons, said


def test_a_fact_may_be_older_than_the_ask() -> None:
    """Without a verdict a fact of any day may stand; a month that is over may, too."""
    assert len(_assess(as_of="2019", note="X")) == 1
    assert len(_assess(as_of="2026-10", status="reversed")) == 1
    assert len(_assess(as_of="2020-05", status="reversed")) == 1


THERE: dict[str, Any] = {
    "as_of": "2021-03",
    "status": "not-implemented",
    "note": "The law  stands.\n",
    "evidence": ("S01",),
}


def test_the_same_entry_is_not_recorded_twice() -> None:
    """An entry that stands there is told from one that differs in any word."""
    for by in (None, "desk"):
        with pytest.raises(AlreadyError, match="has this entry already, recorded 2026-11-21"):
            _assess(**THERE, by=by)
    others: list[dict[str, Any]] = [
        {"confidence": "low"},
        {"grade": "C"},
        {"by": "council"},
        {"status": "reversed"},
        {"note": "The law."},
        {"evidence": ()},
        {"distribution": "internal"},
        {"as_of": "2021-04"},
    ]
    for other in others:
        assert len(_assess(**{**THERE, **other})) == 1, other


def test_an_entry_gets_an_id_where_its_name_is_taken() -> None:
    """A second entry of one day and assessor has an id, a third another one."""
    text = (SOUND / ITEM).read_text()
    for number in (2, 3):
        loaded, content = _load(item=text)
        told = Told("press-1", parse("2021-03"), note=f"More {number}.")
        (change,) = assess(loaded, told, TODAY, content)
        text = change.after.decode()
        assert f"  - id: 2021-03-{number}\n    as_of: 2021-03\n" in text
    told = Told("press-1", parse("2021-03"), note="X", by="council")
    assert b"id: 2021" not in _assess("press-1", "2021-03", note="X", by="council")[0].after[-80:]


def _withdraw(text: str, entry: str, why: str = "Wrong.", item: str = "press-1") -> list[Change]:
    loaded, content = _load(item=text)
    return withdraw(loaded, Withdrawal(item, entry, why), TODAY, content)


def test_an_entry_is_taken_back() -> None:
    """The withdrawal names the entry and the reason; nothing else is touched."""
    (change,) = _withdraw((SOUND / ITEM).read_text(), "2021-03", " Of another law: see S01. ")
    assert _added(change) == (
        "  - as_of: 2026-11-22\n    recorded_on: 2026-11-22\n    withdraws: 2021-03\n"
        "    reason: 'Of another law: see S01.'\n"
    )


def test_one_of_two_entries_of_a_day_is_taken_back() -> None:
    """The id that a second entry was given takes it back, and only it."""
    loaded, content = _load()
    told = Told("press-1", parse("2021-03"), status="reversed", note="Worse.")
    text = assess(loaded, told, TODAY, content)[0].after.decode()
    text = _withdraw(text, "2021-03-2")[0].after.decode()
    dataset = _load(item=text)[0].dataset
    assert dataset
    item = dataset.items["press-1"]
    assert [entry.status for entry in item.history()] == ["not-implemented"]
    with pytest.raises(AlreadyError, match="taken back already"):
        _withdraw(text, "2021-03-2")
    text = _withdraw(text, "2021-03")[0].after.decode()
    dataset = _load(item=text)[0].dataset
    assert dataset
    assert dataset.items["press-1"].history() == ()


def test_a_withdrawn_entry_may_be_recorded_anew() -> None:
    """What was taken back in error comes again, under an id of its own."""
    text = _withdraw((SOUND / ITEM).read_text(), "2021-03")[0].after.decode()
    loaded, content = _load(item=text)
    again = {**THERE, "as_of": parse("2021-03")}
    text = assess(loaded, Told("press-1", **again), TODAY, content)[0].after.decode()
    dataset = _load(item=text)[0].dataset
    assert dataset
    assert [entry.name for entry in dataset.items["press-1"].history()] == ["2021-03-2"]


def test_what_cannot_be_taken_back_is_told() -> None:
    """An unknown item or entry, a name of two entries, an empty reason: each says what to do."""
    text = (SOUND / ITEM).read_text()
    with pytest.raises(RefusedError, match=r'no item\. Did you mean "press-2"'):
        _withdraw(text, "2021-03", item="pres-2")
    with pytest.raises(RefusedError, match="--why holds a character that cannot be read"):
        _withdraw(text, "2021-03", why="\x7f")
    with pytest.raises(RefusedError) as caught:
        _withdraw(text, "2021-04", why=" ")
    assert 'press-1 has no entry "2021-04". Did you mean "2021-03"?' in str(caught.value)
    assert "--why is empty." in str(caught.value)
    twice = text + "  - as_of: 2021-03\n    recorded_on: 2026-11-21\n    summary: Again.\n"
    with pytest.raises(RefusedError, match=r"an id, and withdraw that: .*press-1\.yaml:11:3"):
        _withdraw(twice, "2021-03")


def test_a_project_that_cannot_be_read_is_left_alone() -> None:
    """Without a project there is nothing to set an entry against."""
    loaded, content = _load(project="format: [")
    with pytest.raises(RefusedError, match="accede check says why"):
        assess(loaded, Told("press-1", parse("2026")), TODAY, content)
