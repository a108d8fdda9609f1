"""Meetings of a pack: which is next, which was last, what was promised, and who may know."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from conftest import item, made_up
from papers import html_of

from generator import meetings
from generator.model import HANDED_OVER, Meeting, Pack
from generator.selection import Selection, choose
from generator.view import Occasion, contexts, speaker_for
from generator.view.agenda import proposed
from generator.words import Words

if TYPE_CHECKING:
    from generator.model import Dataset, Item

ENGLISH = Words("en", ())
END = date(2020, 12, 31)  # the day of the made-up world
ASK = {"on": "2020-01", "text": "Do it.", "short": "Do it now", "questions": ["When?"]}


def _asked(name: str, topic: str, **fields: Any) -> list[Item]:
    """Return something asked of the org, and of the government, on a topic."""
    asks = [{**ASK, "short": f"Org: {topic}"}]
    relations = [{"type": "presses-for", "to": [f"{name}-gov", f"{name}-more"]}]
    return [
        item(name, addressee="org", topic=topic, asks=asks, relations=relations, **fields),
        item(f"{name}-gov", topic=topic),
        item(f"{name}-more", topic=topic),
    ]


# A1 and B1 media, A2 and B2 parties, A3 and B3 assembly.
ITEMS = [*_asked("m", "media"), *_asked("p", "parties"), *_asked("x", "assembly")]
PACK = Pack.model_validate(
    {
        "id": "org",
        "addressee": "org",
        "title": "Org",
        "for_whom": "the org",
        "distribution": "counterpart",
        "sharing": "Yours.",
        "rank": ["assembly", "media", "parties"],
    }
)


def _meeting(on: str, *outcomes: dict[str, Any], **fields: Any) -> Meeting:
    usual = {"id": f"{on}-org", "on": on, "body": "org", "distribution": "public"}
    return Meeting.model_validate({**usual, "outcomes": outcomes, **fields})


def _promise(topic: str, text: str = "To act.", by: str = "2020-11", **more: Any) -> dict[str, Any]:
    return {"topic": topic, "raised": True, "commitment": text, "by_when": by, **more}


def _world(*held: Meeting, items: list[Item] = ITEMS) -> Dataset:
    """Return the world with these meetings, and with an ask of today for each topic."""
    bare = made_up(items=items, packs=[PACK], meetings=held)
    topics = {
        name: type(topic).model_validate(
            {"id": name, "title": name, "asks": [{**ASK, "short": f"Gov: {name}"}]}
        )
        for name, topic in bare.topics.items()
    }
    return made_up(items=items, packs=[PACK], meetings=held, topics=topics.values())


def _selection(dataset: Dataset, day: date = END) -> Selection:
    return choose(dataset, PACK, day)


def _paper(dataset: Dataset, paper: str, **occasion: Any) -> dict[str, Any]:
    return contexts(dataset, PACK, ENGLISH, Occasion(**occasion))[paper]


def _states(dataset: Dataset, **occasion: Any) -> list[tuple[str, str, str]]:
    """Return of each promise in the briefing its number, its words and its state."""
    found = _paper(dataset, "briefing", **occasion)["agreed"]
    return [(told["number"], told["text"], told["state"]) for told in found]


# next and last


def test_the_next_meeting_has_an_agenda_and_no_outcome() -> None:
    """Neither one without a plan, nor one that was recorded, nor one that is past, is next."""
    agenda = [{"topic": "media"}]
    world = _world(
        _meeting("2020-12-30", agenda=agenda),
        _meeting("2021-01-01", agenda=[]),
        _meeting("2021-01-02", {"topic": "media"}, agenda=agenda),
        _meeting("2021-01-04", agenda=agenda),
        _meeting("2021-01-03", agenda=agenda, body="office"),
        _meeting("2021-01-01", id="else", agenda=agenda, body="other"),
    )
    found = meetings.coming(world, PACK, END)
    assert found
    assert (found.on, found.body) == (date(2021, 1, 3), "office")


def test_the_day_of_a_pack_moves_with_its_news() -> None:
    """Outcomes of a newer meeting, or a promise kept later, are known: the day is theirs."""
    assert meetings.day_of(_world(), PACK) == END
    assert meetings.day_of(_world(_meeting("2021-02-01")), PACK) == END
    held = _meeting("2021-02-01", _promise("media"))
    assert meetings.day_of(_world(held), PACK) == date(2021, 2, 1)
    kept = _meeting("2021-02-01", _promise("media", kept_on="2021-03-05"))
    assert meetings.day_of(_world(kept), PACK) == date(2021, 3, 5)


def test_changes_are_told_from_the_last_meeting_that_was() -> None:
    """The last meeting is the newest by the paper's day; one that is still to come is none."""
    world = _world(
        _meeting("2019-05-01"),
        _meeting("2020-05-01"),
        _meeting("2021-05-01", agenda=[{"topic": "media"}]),
    )
    assert Occasion().told_from(world, PACK) == date(2020, 5, 1)
    assert Occasion(as_of=date(2019, 6, 1)).told_from(world, PACK) == date(2019, 5, 1)
    assert Occasion(as_of=date(2019, 4, 1)).told_from(world, PACK) is None


# promises


def test_a_promise_is_open_then_overdue_then_kept() -> None:
    """It is overdue from the day after the last day it can mean; an occasion never is."""
    told = _promise("media", by="2020-11"), _promise("parties", by="2021"), _promise("assembly")
    told[2]["by_when"] = "the next dialogue"
    (outcome, *_) = _meeting("2020-05-01", *told).outcomes
    assert outcome.state_on(date(2020, 11, 30)) == "open"
    assert outcome.state_on(date(2020, 12, 1)) == "overdue"
    assert _states(_world(_meeting("2020-05-01", *told))) == [
        ("B1", "To act.", "overdue"),
        ("B2", "To act.", "open"),
        ("B3", "To act.", "open"),
    ]
    told[0]["kept_on"] = "2020-12-05"
    assert _states(_world(_meeting("2020-05-01", *told)))[0] == ("B1", "To act.", "kept")
    shown = _paper(_world(_meeting("2020-05-01", *told)), "briefing")["agreed"][0]
    assert (shown["kept"], shown["met"]) == ("5 December 2020", "1 May 2020")


def test_the_newest_promise_on_an_entry_counts() -> None:
    """A newer promise takes the older one's place, at one meeting or two; a kept one stays."""
    first = _meeting("2020-03-01", _promise("media", "Old."), _promise("media", "Old, corrected."))
    second = _meeting("2020-05-01", _promise("media", "New.", by="2021-05"))
    assert _states(_world(first)) == [("B1", "Old, corrected.", "overdue")]
    assert _states(_world(first, second)) == [("B1", "New.", "open")]
    kept = _meeting("2020-03-01", _promise("media", "Old.", kept_on="2020-04"))
    assert _states(_world(kept, second)) == [("B1", "Old.", "kept"), ("B1", "New.", "open")]
    word = _meeting("2020-05-01", {"topic": "media", "raised": True, "answer": "will-not"})
    assert _states(_world(first, word)) == [("B1", "Old, corrected.", "overdue")]


def test_what_came_later_is_not_known_on_an_earlier_day() -> None:
    """Neither a later meeting nor that a promise was kept later stands in an earlier paper.

    Be that day before the day of the dataset or after it.
    """
    early = _meeting("2020-05-01", _promise("media", kept_on="2020-12-05"))
    late = _meeting("2021-02-01", _promise("parties", kept_on="2021-04-01"))
    world = _world(early, late)
    on = {
        day: _states(world, as_of=day)
        for day in (
            date(2020, 4, 30),
            date(2020, 6, 1),
            date(2020, 12, 5),
            date(2021, 1, 31),
            date(2021, 3, 1),
        )
    }
    assert list(on.values()) == [
        [],
        [("B1", "To act.", "open")],
        [("B1", "To act.", "kept")],
        [("B1", "To act.", "kept")],
        [("B1", "To act.", "kept"), ("B2", "To act.", "overdue")],
    ]
    then = _paper(world, "briefing", as_of=date(2021, 3, 1))["agreed"]
    assert [told["kept"] for told in then] == ["5 December 2020", ""]
    card = _paper(world, "card", as_of=date(2021, 1, 31))
    assert [e["number"] for e in card["entries"] if e["last"]] == ["B1"]
    assert _states(world) == [("B1", "To act.", "kept"), ("B2", "To act.", "kept")]


def test_an_outcome_on_an_item_stands_at_its_topic() -> None:
    """What was said of an item beneath a topic is the last word on that entry."""
    told = {"item": "m-gov", "raised": True, "answer": "will-raise", "commitment": "To ask."}
    world = _world(_meeting("2020-05-01", told))
    assert _states(world) == [("B1", "To ask.", "open")]
    entries = {entry["number"]: entry for entry in _paper(world, "card")["entries"]}
    assert entries["B1"]["last"]["answer"] == "will raise"
    assert entries["B3"]["last"] is None


# who may know

PLANTED = "Seedcake"
OURS = "Ottertail"


def _planted(**mark: Any) -> Meeting:
    """Return a meeting with a word to look for in each text of it."""
    return _meeting(
        "2020-05-01",
        _promise("media", f"To send {PLANTED}.", who=OURS, number="B1"),
        {"topic": "parties", "raised": True, "answer": "declined", "by_when": f"{PLANTED} day"},
        title=f"{OURS} talk",
        place=f"{OURS} hall",
        ours=[OURS],
        theirs=[f"{OURS} office"],
        notes=f"{OURS} was tired.",
        agenda=[{"topic": "media"}],
        **mark,
    )


SEEN: dict[str, tuple[dict[str, Any], bool]] = {
    "public": ({"distribution": "public"}, True),
    "theirs": ({"distribution": "counterpart", "audience": ["org"]}, True),
    "another's": ({"distribution": "counterpart", "audience": ["other"]}, False),
    "nobody's": ({"distribution": "counterpart"}, False),
    "coalition": ({"distribution": "coalition"}, False),
    "internal": ({"distribution": "internal"}, False),
}


@pytest.mark.parametrize("case", SEEN)
def test_only_who_may_know_reads_of_a_meeting(case: str) -> None:
    """What was said is in handed-over papers for who may see it; what is ours is in none.

    Our own papers say what was promised in any case.
    """
    mark, may = SEEN[case]
    pages = html_of(_world(_planted(**mark)), PACK)
    handed = {name: html for name, html in pages.items() if name in HANDED_OVER}
    assert {"briefing", "sources"} <= set(handed)
    assert [name for name, html in handed.items() if OURS in html] == []
    told = {name for name, html in handed.items() if PLANTED in html}
    assert told == ({"briefing", "changes"} if may else set())
    assert ("1 May 2020" in "".join(handed.values())) is may
    assert PLANTED in pages["card"]


def test_who_follows_up_is_on_no_paper_that_goes_out() -> None:
    """The initials of who follows up stand in no paper, not in ours either."""
    pages = html_of(_world(_planted(distribution="public")), PACK)
    assert [name for name, html in pages.items() if OURS in html] == []


# agenda

AGENDAS: dict[str, tuple[list[Any], list[str]]] = {
    "items": (["p", "m"], ["A2", "A1"]),
    "topics": ([{"topic": "assembly"}, {"topic": "media"}], ["B3", "B1"]),
    "mixed": ([{"topic": "parties"}, "x", {"item": "m"}], ["B2", "A3", "A1"]),
    "an item beneath a topic": (["p-gov", {"topic": "media"}], ["B2", "B1"]),
    "one entry twice": (["p-gov", {"topic": "parties"}, "p-more", "m"], ["B2", "A1"]),
    "something of another pack": ([{"item": "stray"}, "m"], ["A1"]),
}


def _next(agenda: list[Any], **fields: Any) -> Dataset:
    stray = item("stray", topic="media", addressee="other")
    meeting = _meeting("2021-01-05", agenda=agenda, **fields)
    return _world(meeting, items=[*ITEMS, stray])


def _rows(world: Dataset, **occasion: Any) -> list[str]:
    parts = _paper(world, "checklist", **occasion)["parts"]
    return [row["number"] for part in parts for row in part["rows"]]


@pytest.mark.parametrize("case", AGENDAS)
def test_card_and_checklist_follow_the_agenda(case: str) -> None:
    """Only what is on it is on the card, in its order; the checklist keeps its two parts."""
    agenda, numbers = AGENDAS[case]
    world = _next(agenda)
    assert [entry["number"] for entry in _paper(world, "card")["entries"]] == numbers
    assert _rows(world) == sorted(numbers, key=lambda number: number[0])
    assert _paper(world, "checklist")["left_out"] == 6 - len(numbers)


TIMES: dict[str, tuple[list[Any], int | None, list[str]]] = {
    "shared": (["m", "p", "x"], 30, ["10 minutes"] * 3),
    "given": ([{"item": "m", "minutes": 20}, "p", "x"], 30, ["20 minutes"] + ["5 minutes"] * 2),
    "one": ([{"item": "m", "minutes": 29}, "p"], 30, ["29 minutes", "1 minute"]),
    "too many": ([{"item": "m", "minutes": 40}, "p"], 30, ["40 minutes", ""]),
    "no whole": ([{"item": "m", "minutes": 5}, "p"], None, ["5 minutes", ""]),
    "two points of one entry": (
        [{"item": "m-gov", "minutes": 5}, {"item": "m-more", "minutes": 7}, "p"],
        20,
        ["12 minutes", "8 minutes"],
    ),
}


@pytest.mark.parametrize("case", TIMES)
def test_the_time_is_parted_among_the_points(case: str) -> None:
    """A point has its own minutes, or an equal share of what those leave."""
    agenda, minutes, times = TIMES[case]
    card = _paper(_next(agenda, minutes=minutes), "card")
    assert [entry["minutes"] for entry in card["entries"]] == times


def test_another_meeting_can_be_asked_for() -> None:
    """With --meeting its agenda holds, whether it is past or further ahead than the next."""
    world = _world(
        _meeting("2020-05-01", agenda=["m"]),
        _meeting("2021-01-05", agenda=["p"]),
        _meeting("2021-02-05", agenda=["x"]),
    )
    assert _rows(world) == ["A2"]
    assert _rows(world, meeting="2020-05-01-org") == ["A1"]
    assert _rows(world, meeting="2021-02-05-org") == ["A3"]


def test_an_agenda_of_what_is_closed_gives_way() -> None:
    """Where nothing on it is open, card and checklist are as without a meeting."""
    closed = {"state": "closed", "on": "2020-06", "outcome": "Done."}
    items = [*_asked("m", "media", standing=closed), *ITEMS[3:]]
    agendas: list[list[Any]] = [["m"], [{"item": "m", "minutes": 5}], []]
    for agenda in agendas:
        world = _world(_meeting("2021-01-05", agenda=agenda), items=items)
        by_rank = _paper(_world(items=items), "card")["entries"]
        card = _paper(world, "card", meeting="2021-01-05-org")["entries"]
        assert [entry["number"] for entry in card] == [entry["number"] for entry in by_rank]
        assert _rows(world, meeting="2021-01-05-org") == ["A2", "A3", "B2", "B3"]


def _proposed(world: Dataset) -> list[str]:
    return [
        str(point["number"]) for point in proposed(speaker_for(world, PACK, ENGLISH, Occasion()))
    ]


def test_an_agenda_starts_with_promises_then_by_rank() -> None:
    """First what was promised and is not kept, then two asks of the reader, then by rank."""
    assert _proposed(_world()) == ["A1", "A2", "B3", "B1", "B2"]
    held = _meeting(
        "2020-05-01",
        _promise("parties"),
        _promise("media", kept_on="2020-06"),
        {"item": "x", "raised": True, "by_when": "2022"},
        {"topic": "assembly", "raised": True},
    )
    assert _proposed(_world(held)) == ["B2", "A3", "A1", "A2", "B3", "B1"]


def test_what_is_closed_is_not_proposed() -> None:
    """A promise on an entry that is closed by now does not bring it back to the table."""
    closed = {"state": "closed", "on": "2020-06", "outcome": "Done."}
    items = [*_asked("m", "media", standing=closed), *ITEMS[3:]]
    held = _meeting("2020-05-01", {"item": "m", "raised": True, "by_when": "2022"})
    world = _world(held, items=items)
    assert "A1" not in _proposed(world)
    assert "A1" not in meetings.rows(_selection(world))
