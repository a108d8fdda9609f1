"""What was noted at a meeting, set against its file: every reason against it at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import item, made_up

from generator.dates import parse
from generator.edits import Change
from generator.model import Meeting, Pack
from generator.outcomes import Minutes, Noted, is_date
from generator.selection import choose
from generator.updates import AlreadyError, RefusedError

HEAD = "id: m\non: 2020-05-01\nbody: org\n"
PACK = Pack.model_validate(
    {"id": "org", "addressee": "org", "title": "O", "for_whom": "org", "sharing": "Yours."}
)


def _minutes(day: date = date(2020, 6, 1), **told: Any) -> Minutes:
    meeting = Meeting.model_validate({"id": "m", "on": "2020-05-01", "body": "org", **told})
    items = [
        item("one", addressee="org", relations=[{"type": "presses-for", "to": "two"}]),
        item("two", topic="parties"),
    ]
    world = made_up(items=items, packs=[PACK], meetings=[meeting])
    file = Change.of("m.yaml", HEAD.encode())
    return Minutes(meeting, choose(world, PACK, date(2020, 12, 31)), file, day)


def _said(*notes: Noted) -> str:
    (change,) = _minutes().record(notes)
    return change.after.decode().removeprefix(HEAD)


def test_outcomes_are_lines_at_the_end() -> None:
    """Each entry is a few lines with only what was said of it, and the day of writing."""
    assert _said(Noted("B1", raised=False), Noted("a1", answer="will consider", who=" AB ")) == (
        "outcomes:\n"
        "  - topic: parties\n    number: B1\n    raised: false\n    recorded_on: 2020-06-01\n"
        "  - item: one\n    number: A1\n    raised: true\n    answer: will-consider\n"
        "    who: AB\n    recorded_on: 2020-06-01\n"
    )


DUES = {
    "1.2.2027": "by_when: 2027-02-01\n",
    "1 February 2027": "by_when: 2027-02-01\n",
    "Feb 2027": "by_when: 2027-02\n",
    "2027/2028": "by_when: 2027/2028\n",
    "after 2027-03": "by_when: after 2027-03\n",
    "2027 spring": "by_when:\n      en: 2027 spring\n",
    "2027-02-31": "by_when:\n      en: 2027-02-31\n",
    "after the vote": "by_when:\n      en: after the vote\n",
    "31.2.2027": "by_when: 31.2.2027\n",
    "next dialogue": "by_when: next dialogue\n",
}


@pytest.mark.parametrize("typed", DUES)
def test_a_due_is_a_date_or_words(typed: str) -> None:
    """A date in a usual form is one; what only begins like one is words of the data's language."""
    assert DUES[typed] in _said(Noted("B1", by_when=typed))
    assert is_date(typed) is (list(DUES).index(typed) < len(DUES) // 2)


def test_all_reasons_are_told_at_once() -> None:
    """A wrong number, a wrong answer and a long text are told in one go."""
    notes = (Noted("Z9", raised=True), Noted("A1", answer="will-raise"), Noted("B1", who="x" * 41))
    with pytest.raises(RefusedError) as caught:
        _minutes().record(notes)
    told = str(caught.value)
    assert '"Z9" is no open entry of this pack. There are: A1, B1.' in told
    assert 'A1: "will-raise" is no answer here. One is: agreed, will-consider, declined.' in told
    assert "B1: who has 41 characters, 40 at most. Shorten it." in told


def test_nothing_is_recorded_before_the_meeting_was() -> None:
    """On its day it can be recorded, the day before it cannot."""
    assert _minutes(date(2020, 5, 1)).record([Noted("A1", raised=True)])
    with pytest.raises(RefusedError, match="nothing can have come of it yet"):
        _minutes(date(2020, 4, 30)).record([Noted("A1", raised=True)])


def test_a_promise_is_kept_by_number_or_by_what_it_is_about() -> None:
    """An outcome written by hand has no number: that of the paper finds it, and its id does."""
    outcomes = [{"topic": "parties", "commitment": "To act."}]
    file = Change.of("m.yaml", f"{HEAD}outcomes:\n  - topic: parties\n".encode())
    for name in ("B1", "b1", "parties"):
        minutes = _minutes(outcomes=outcomes)
        minutes = Minutes(minutes.meeting, minutes.selection, file, minutes.written_on)
        (change,) = minutes.keep(name, parse("2020-05-20"))
        assert change.after.decode().endswith("    kept_on: 2020-05-20\n")


def test_the_newest_word_is_what_is_compared() -> None:
    """What was said first and taken back since can be said again."""
    told = [{"item": "one", "raised": True}, {"item": "one", "raised": False}]
    minutes = _minutes(outcomes=told)
    with pytest.raises(AlreadyError):
        minutes.record([Noted("A1", raised=False)])
    with pytest.raises(RefusedError, match="--again"):
        minutes.record([Noted("A1", raised=True)])
    assert minutes.record([Noted("A1", raised=True)], again=True)
