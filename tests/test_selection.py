"""What a pack may show, of which day, under which heading and with which number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from conftest import item, made_up, verdict

from generator.model import (
    Body,
    Case,
    Distribution,
    Document,
    Evidence,
    Instrument,
    Item,
    Kind,
    Meeting,
    Pack,
    Standing,
    Status,
    Topic,
)
from generator.selection import HeadingKind, Selection, as_known_on, choose, outward, within

if TYPE_CHECKING:
    from generator.model import Dataset
    from generator.selection import Entry

END = date(2020, 12, 31)


def _pack(addressee: str = "org", **fields: Any) -> Pack:
    usual = {"id": "pack", "addressee": addressee, "title": "x", "for_whom": "x", "sharing": "x"}
    return Pack.model_validate(usual | fields)


def _source(name: str, grade: str = "A", **fields: Any) -> Evidence:
    return Evidence.model_validate({"id": name, "title": name, "grade": grade, **fields})


def _told(selection: Selection, letter: str) -> list[str]:
    """Return a part as lines: heading, number, topic, the items that are printed."""
    return [
        f"{heading.kind} {entry.number} {entry.topic.id}: "
        + " ".join(line.item.id for line in entry.shown)
        for part in selection.parts
        if part.letter == letter
        for heading in part.headings
        for entry in heading.entries
    ]


def _numbers(selection: Selection) -> list[tuple[str, str, str]]:
    """Return the number of every entry and of every line in it, printed or not."""
    return [
        (entry.number, line.number, line.item.id)
        for part in selection.parts
        for entry in part.entries
        for line in entry.lines
    ]


def _entry(selection: Selection, number: str) -> Entry:
    return next(e for part in selection.parts for e in part.entries if e.number == number)


# As of a day -------------------------------------------------------------------------------------

NOTE = {"text": "x"}
DATED = item(
    "dated",
    made_on="2001",
    standing={"state": "closed", "on": "2012", "outcome": "done"},
    assessments=[
        verdict("2002", "not-implemented", evidence=["early", "undated", "late"]),
        verdict("2011", "partially-implemented", evidence=["late"]),
        verdict("2012", "fully-implemented"),
    ],
    responses=[
        {"answer": answer, "on": on, "recorded_on": date(2020, 1, 1)}
        for answer, on in (("noted", "2003"), ("accepted", "2013"))
    ],
    asks=[{"on": on, "text": on, "short": on} for on in ("2004", "2014")],
    notes=[{"text": "early", "on": "2005"}, {"text": "late", "on": "2015"}, {"text": "undated"}],
    relations=[
        {"type": "continues", "to": ["old", "later"], "note": "x"},
        {"type": "overlaps", "to": ["later"]},
    ],
    legal_refs=[{"instrument": "law", "note": "x"}],
    cases=["case-early", "case-late"],
)
WORLD = made_up(
    items=[item("old"), DATED, item("later", source={"document": "2010"})],
    evidence=[_source("early", date="2002"), _source("late", date="2011"), _source("undated")],
    instruments=[
        Instrument.model_validate(
            {
                "id": "law",
                "type": "law",
                "name": "Law",
                "state": "repealed",
                "ended": "2013",
                "fate": [{"on": "2006", "text": "eased"}, {"on": "2013", "text": "gone"}],
                "articles": [
                    {
                        "article": "1",
                        "fate": [{"on": "2006", "text": "eased"}, {"on": "2013", "text": "gone"}],
                    }
                ],
                "note": "x",
            }
        )
    ],
    topics=[
        Topic.model_validate(
            {
                "id": "media",
                "title": "Media",
                "asks": [{"on": on, "text": on, "short": on} for on in ("2004", "2014")],
                "also_asked": [{"by": "org", "on": "2004"}, {"by": "org", "on": "2014"}],
                "notes": [{"text": "early", "on": "2005"}, {"text": "late", "on": "2015"}],
            }
        )
    ],
    bodies=[
        Body.model_validate(
            {
                "id": "gov",
                "type": "government",
                "name": "Gov",
                "note": "x",
                "commitments": [{"text": "x", "on": "2004"}, {"text": "x", "on": "2014"}],
            }
        )
    ],
    cases=[
        Case.model_validate(
            {
                "id": f"case-{name}",
                "name": "x",
                "label": "x",
                "role": "background",
                "summary": "x",
                "consent": {"given": "yes"},
                "checked_on": on,
            }
        )
        for name, on in (("early", "2005"), ("late", "2015"))
    ],
    meetings=[
        Meeting.model_validate({"id": str(year), "on": date(year, 1, 1), "body": "org"})
        for year in (2009, 2011)
    ],
    packs=[
        _pack(
            also=[
                {"topic": "media", "text": "x", "on": "2004"},
                {"topic": "media", "text": "x", "on": "2014"},
            ]
        )
    ],
)
THEN = as_known_on(WORLD, date(2010, 6, 1))
PAST = THEN.items["dated"]


def test_items_of_later_days_are_gone() -> None:
    """An item that was not yet made is not there, nor is its document."""
    assert list(THEN.items) == ["old", "dated"]
    assert list(THEN.documents) == ["2000", "2005"]


def test_an_item_is_there_from_its_day() -> None:
    """An item enters on the last day of the date it was made."""
    assert "dated" not in as_known_on(WORLD, date(2001, 12, 30)).items
    assert "dated" in as_known_on(WORLD, date(2001, 12, 31)).items


def test_statuses_of_later_days_are_gone() -> None:
    """Only verdicts on facts of earlier days are left."""
    assert [str(entry.as_of) for entry in PAST.assessments] == ["2002"]
    assert PAST.status_at(END) is Status.NOT


def test_a_standing_counts_from_its_day() -> None:
    """What was closed later was live then, and has neither day nor outcome."""
    assert PAST.standing.model_dump(exclude_none=True) == {"state": "live"}
    closed = as_known_on(WORLD, date(2012, 12, 31)).items["dated"].standing
    assert (closed.state, str(closed.on)) == (Standing.CLOSED, "2012")


def test_asks_and_words_of_later_days_are_gone() -> None:
    """Asks, answers, other askers, commitments and what a body raised are those of the day."""
    topic = THEN.topics["media"]
    assert [str(ask.on) for ask in PAST.asks] == ["2004"]
    assert [str(said.on) for said in PAST.responses] == ["2003"]
    assert [str(ask.on) for ask in topic.asks] == ["2004"]
    assert [str(also.on) for also in topic.also_asked] == ["2004"]
    assert [str(bound.on) for bound in THEN.bodies["gov"].commitments] == ["2004"]
    assert [str(raised.on) for raised in THEN.packs["pack"].also] == ["2004"]


def test_notes_of_later_days_are_gone() -> None:
    """A note is of its day; one without a day is of the dataset's own."""
    assert [note.text.plain for note in PAST.notes] == ["early"]
    assert [note.text.plain for note in THEN.topics["media"].notes] == ["early"]
    assert PAST.legal_refs[0].note is None
    assert THEN.bodies["gov"].note is None
    assert THEN.instruments["law"].note is None


def test_evidence_of_later_days_is_gone() -> None:
    """A source that did not exist yet is neither listed nor cited; one without a date stays."""
    assert list(THEN.evidence) == ["early", "undated"]
    assert PAST.assessments[0].evidence == ("early", "undated")


def test_laws_are_those_of_the_day() -> None:
    """What became of a law later has not happened yet."""
    law = THEN.instruments["law"]
    assert (law.state.value, law.ended) == ("in-force", None)
    assert [fate.text.plain for fate in (*law.fate, *law.articles[0].fate)] == ["eased", "eased"]
    gone = as_known_on(WORLD, date(2014, 1, 1)).instruments["law"]
    assert (gone.state.value, str(gone.ended), len(gone.fate)) == ("repealed", "2013", 2)


def test_links_lead_to_items_of_the_day() -> None:
    """A link to a later item is cut, and with its last target the link."""
    assert [(str(r.type), r.to, r.note) for r in PAST.relations] == [("continues", ("old",), None)]


def test_cases_and_meetings_are_those_of_the_day() -> None:
    """A case checked later and a meeting held later are not known."""
    assert list(THEN.cases) == ["case-early"] == list(PAST.cases)
    assert list(THEN.meetings) == ["2009"]


def test_the_dataset_on_its_own_day_is_the_dataset() -> None:
    """On the day up to which the publisher has looked, or later, nothing is left out."""
    assert as_known_on(WORLD, END) is WORLD
    assert as_known_on(WORLD, date(2030, 1, 1)) is WORLD
    assert as_known_on(WORLD, date(2020, 12, 30)) is not WORLD


def test_what_was_taken_back_is_no_truth_of_earlier_days() -> None:
    """A mistake that was corrected since does not come back on an earlier day."""
    entries = [
        verdict("2003", "not-implemented"),
        verdict("2004", "fully-implemented"),
        {"as_of": "2019", "recorded_on": END, "withdraws": "2004", "reason": "a slip"},
    ]
    world = made_up(items=[item("x", assessments=entries)])
    known = as_known_on(world, date(2010, 1, 1)).items["x"]
    assert known.status_at(date(2010, 1, 1)) is Status.NOT


# Distribution ------------------------------------------------------------------------------------

# What is marked how, and who sees it: the reader `org` in a counterpart's paper, and so on.
SEEN = [
    ({}, "public", "org", True),
    ({"distribution": "public"}, "public", "org", True),
    ({"distribution": "counterpart", "audience": ["org"]}, "public", "org", False),
    ({"distribution": "counterpart", "audience": ["org"]}, "counterpart", "org", True),
    ({"distribution": "counterpart", "audience": ["org"]}, "counterpart", "office", True),
    ({"distribution": "counterpart", "audience": ["office"]}, "counterpart", "org", False),
    ({"distribution": "counterpart", "audience": ["other"]}, "counterpart", "org", False),
    ({"distribution": "counterpart", "audience": ["other", "org"]}, "counterpart", "org", True),
    ({"distribution": "counterpart"}, "counterpart", "org", False),
    ({"distribution": "coalition"}, "counterpart", "org", False),
    ({"distribution": "coalition"}, "coalition", "org", True),
    ({"distribution": "internal"}, "coalition", "org", False),
    ({"distribution": "internal"}, "internal", "org", True),
    ({"distribution": "counterpart", "audience": ["other"]}, "internal", "org", True),
]
CASE = {
    "id": "it",
    "name": "x",
    "label": "x",
    "role": "background",
    "summary": "x",
    "consent": {"given": "yes"},
    "checked_on": "2010",
}


def _marked(mark: dict[str, Any]) -> Dataset:
    """Return a world in which something of every kind has the mark."""
    said = {"answer": "noted", "on": "2010", "recorded_on": END}
    return made_up(
        items=[
            item("it", **mark),
            item(
                "whole",
                assessments=[
                    verdict("2010", "reversed", **mark),
                    verdict("2009", evidence=["it", "public"]),
                ],
                responses=[{**said, **mark}],
                notes=[{**NOTE, **mark}],
                cases=["it"],
            ),
        ],
        evidence=[_source("it", **mark), _source("public")],
        cases=[Case.model_validate({**CASE, **mark})],
        meetings=[Meeting.model_validate({"id": "it", "on": END, "body": "org", **mark})],
        topics=[Topic.model_validate({"id": "media", "title": "x", "notes": [{**NOTE, **mark}]})],
    )


def _sees(seen: Dataset) -> dict[str, bool]:
    """Tell of each kind whether what was marked is still there."""
    whole = seen.items["whole"]
    return {
        "item": "it" in seen.items,
        "assessment": any(entry.status for entry in whole.assessments),
        "response": bool(whole.responses),
        "note": bool(whole.notes),
        "case": "it" in seen.cases,
        "case of an item": "it" in whole.cases,
        "evidence": "it" in seen.evidence,
        "evidence of an assessment": "it" in whole.assessments[-1].evidence,
        "meeting": "it" in seen.meetings,
        "note of a topic": bool(seen.topics["media"].notes),
    }


@pytest.mark.parametrize("kind", _sees(_marked({})))
@pytest.mark.parametrize(("mark", "level", "reader", "there"), SEEN)
def test_who_sees_what(
    mark: dict[str, Any],
    level: str,
    reader: str,
    there: bool,  # noqa: FBT001 - a table
    kind: str,
) -> None:
    """Whatever is marked is seen by its own level and its own audience, and by nobody else."""
    seen = within(_marked(mark), Distribution(level), reader)
    assert _sees(seen)[kind] is there


@pytest.mark.parametrize(
    ("default", "there"),
    [("public", True), ("counterpart", False), ("coalition", False), ("internal", False)],
)
def test_what_is_not_marked_has_the_level_of_the_project(default: str, there: bool) -> None:  # noqa: FBT001 - a table
    """Without a mark of its own a record is as open as its project says."""
    world = _marked({})
    project = world.project.model_copy(update={"distribution": Distribution(default)})
    seen = within(replace(world, project=project), Distribution.COUNTERPART, "org")
    assert ("it" in seen.items) is there
    assert ("public" in seen.evidence) is there


def test_the_first_selection_is_the_whole_of_it() -> None:
    """What a reader may not see is in no corner of the dataset that later steps are given."""
    hush = "zugzwang"  # a word that stands nowhere else
    hidden = {"distribution": "internal"}
    world = made_up(
        items=[
            item("a", title=hush, **hidden),
            item(
                "b",
                assessments=[verdict("2010", summary=hush, **hidden)],
                responses=[
                    {
                        "answer": "noted",
                        "on": "2010",
                        "recorded_on": END,
                        "summary": hush,
                        **hidden,
                    }
                ],
                notes=[{"text": hush, **hidden}],
            ),
        ],
        evidence=[_source("s", note=hush, **hidden)],
        cases=[Case.model_validate({**CASE, "name": hush, **hidden})],
        meetings=[
            Meeting.model_validate({"id": "m", "on": END, "body": "org", "title": hush, **hidden})
        ],
        topics=[
            Topic.model_validate({"id": "media", "title": "x", "notes": [{"text": hush, **hidden}]})
        ],
    )
    assert hush in repr(world)
    assert hush not in repr(within(world, Distribution.COALITION, "org"))


# Grades ------------------------------------------------------------------------------------------


def _resting_on(*evidence: str, **fields: Any) -> Item:
    said = {"answer": "noted", "on": "2010", "recorded_on": END, "evidence": evidence}
    entry = verdict("2010", "reversed", evidence=evidence, **fields)
    return item("x", assessments=[entry], responses=[said])


SOURCES = [_source("good"), _source("copy", "B"), _source("weak", "C"), _source("weaker", "C")]


@pytest.mark.parametrize(
    ("evidence", "left"),
    [
        (("weak",), None),
        (("weak", "weaker"), None),
        (("weak", "good"), ("good",)),
        (("copy", "weak"), ("copy",)),
        (("good", "copy"), ("good", "copy")),
        ((), ()),
    ],
)
def test_what_rests_on_less_stays_at_home(
    evidence: tuple[str, ...], left: tuple[str, ...] | None
) -> None:
    """An entry that only sources of grade C bear out is dropped; other entries drop the source."""
    seen = outward(made_up(items=[_resting_on(*evidence)], evidence=SOURCES))
    assert list(seen.evidence) == ["good", "copy"]
    kept = seen.items["x"].assessments, seen.items["x"].responses
    assert [entry.evidence for entries in kept for entry in entries] == (
        [] if left is None else [left, left]
    )


def test_a_weak_source_that_is_not_seen_bears_out_nothing() -> None:
    """An entry does not slip out because its only source, a weak one, was withheld first."""
    weak = _source("weak", "C", distribution="internal")
    world = made_up(items=[_resting_on("weak")], evidence=[weak])
    seen = outward(within(world, Distribution.COUNTERPART, "org"))
    assert seen.items["x"].assessments == ()


@pytest.mark.parametrize(
    "mark", [{"distribution": "internal"}, {"evidence": ["weak"]}], ids=["internal", "weak"]
)
def test_what_was_taken_back_does_not_go_out(mark: dict[str, Any]) -> None:
    """A withdrawn claim stays withdrawn for a reader who does not see the withdrawal."""
    entries = [
        verdict("2004", "fully-implemented", evidence=["good"]),
        {"as_of": "2019", "recorded_on": END, "withdraws": "2004", "reason": "a slip", **mark},
    ]
    world = made_up(items=[item("x", assessments=entries)], evidence=SOURCES)
    seen = outward(within(world, Distribution.COUNTERPART, "org"))
    assert seen.items["x"].status_at(END) is Status.NOT_ASSESSED


def test_the_signature_of_the_covenant_stays_at_home(dataset: Dataset) -> None:
    """The signing of 2003 rests on a weak source: at home it counts, outward it does not."""
    name, day = "hrw-1999-gov-01a", date(2004, 12, 31)
    assert dataset.items[name].status_at(day) is Status.PARTIALLY
    assert outward(dataset).items[name].status_at(day) is Status.NOT


# Whose items, in what order, with what number ----------------------------------------------------


def _choose(*items: Item, pack: Pack | None = None, day: date = END, **records: Any) -> Selection:
    pack = pack or _pack()
    return choose(made_up(items=items, packs=[pack], **records), pack, day)


def _ask(name: str, *to: str, kind: str = "presses-for", **fields: Any) -> Item:
    """Return an item put to `org` that is tied to others."""
    relations = [{"type": kind, "to": list(to)}] if to else []
    return item(name, addressee="org", relations=relations, **fields)


CLOSED = {"state": "closed", "on": "2010"}
LAPSED = {"state": "lapsed", "on": "2010"}
CARRIED = {"state": "carried", "on": "2010", "carried": {"to": "x"}}
CONTEXT = {"state": "context"}


def test_part_a_has_an_entry_an_item() -> None:
    """What is asked of the body and its parts is numbered one by one; open ones are printed."""
    selection = _choose(
        _ask("a"),
        item("b", addressee="office", topic="parties"),
        _ask("c", standing=CLOSED),
        _ask("d", standing=CARRIED),
        _ask("e", standing=LAPSED),
        _ask("f", standing=CONTEXT),
        item("g", addressee="other"),
        _ask("h"),
    )
    assert _told(selection, "A") == [
        "asked A1 media: a",
        "asked A2 parties: b",
        "asked A3 media: ",
        "asked A4 media: d",
        "asked A5 media: ",
        "asked A6 media: h",
    ]


@pytest.mark.parametrize("kind", ["implied", "by-reference"])
def test_what_is_implied_is_never_put_outward(kind: str) -> None:
    """An implied item, or one by reference, is no ask of anybody, and feeds nothing."""
    selection = _choose(
        _ask("a", "g1"),
        _ask("b", "g2").model_copy(update={"kind": Kind(kind)}),
        item("g1", kind=kind),
        item("g2"),
        item("g3", kind=kind, made_by="org"),
    )
    assert _told(selection, "A") == ["asked A1 media: a"]
    assert _told(selection, "B") == []


@pytest.mark.parametrize(
    ("relation", "heading"),
    [
        ("presses-for", "raise"),
        ("depends-on", "test"),
        ("benchmarked-by", "test"),
        ("measured-by", ""),
        ("overlaps", ""),
        ("related-to", ""),
        ("implements", ""),
        ("instance-of", ""),
        ("rests-on", ""),
        ("same-subject-as", ""),
        ("parallel-to", ""),
        ("in-tension-with", ""),
        ("continues", ""),
    ],
)
def test_the_relation_decides_the_heading(relation: str, heading: str) -> None:
    """Press for is what to raise; what one depends on, or is measured by, is the test."""
    told = _told(_choose(_ask("a", "g", kind=relation), item("g")), "B")
    assert told == ([f"{heading} B1 media: g"] if heading else [])


def test_the_headings_come_in_their_order() -> None:
    """What to raise, the test, your own, what you raised, what you were promised."""
    selection = _choose(
        _ask("a", "raised"),
        _ask("b", "tested", kind="depends-on"),
        item("promised", kind="pledge", made_by="gov", made_to="office"),
        item("yours", made_by="office", topic="parties"),
        item("spoken", topic="assembly"),
        item("tested", topic="parties"),
        item("raised"),
        pack=_pack(also=[{"topic": "assembly", "text": "x", "on": "2010"}]),
    )
    assert _told(selection, "B") == [
        "raise B1 media: raised",
        "test B2 parties: tested",
        "yours B3 parties: yours",
        "raised B4 assembly: spoken",
        "promised B5 media: promised",
    ]
    assert [len(entry.raised) for entry in selection.parts[1].entries] == [0, 0, 0, 1, 0]


def test_a_topic_is_raised_without_an_item_too() -> None:
    """What a body took up by itself stands there though nobody had asked for it."""
    pack = _pack(also=[{"topic": "assembly", "text": text, "on": "2010"} for text in "xy"])
    selection = _choose(_ask("a"), pack=pack)
    assert _told(selection, "B") == ["raised B1 assembly: "]
    assert [raised.text.plain for raised in _entry(selection, "B1").raised] == ["x", "y"]


def test_the_same_is_not_printed_twice() -> None:
    """What stands under what to raise does not come again as the test."""
    selection = _choose(_ask("a", "g"), _ask("b", "g", kind="depends-on"), item("g"))
    assert _told(selection, "B") == ["raise B1 media: g"]


def test_a_topic_prints_in_full_once() -> None:
    """Later entries of a topic point to the first that prints it."""
    selection = _choose(
        _ask("a", "g", "shut", "p1"),
        _ask("b", "h", kind="depends-on"),
        item("g", topic="parties"),
        item("h", topic="parties"),
        item("shut", topic="assembly", standing=CLOSED),
        item("open", topic="assembly", made_by="org"),
        item("p1", kind="pledge", made_by="gov", made_to="org"),
        item("p2", kind="pledge", made_by="gov", made_to="org"),
    )
    found = {e.number: (e.topic.id, e.see) for e in selection.parts[1].entries}
    assert found == {
        "B1": ("media", ""),
        "B2": ("parties", ""),
        "B3": ("assembly", ""),
        "B4": ("parties", "B2"),
        "B5": ("assembly", ""),
        "B6": ("media", "B1"),
    }


def test_only_open_items_feed_part_b() -> None:
    """What was put to the body and has lapsed feeds nothing, but keeps its number."""
    selection = _choose(
        _ask("a", "g1", standing=LAPSED),
        _ask("b", "g2", standing=CARRIED),
        item("g1"),
        item("g2"),
        item("g3", topic="parties"),
        _ask("c", "g3", standing=CLOSED),
    )
    assert _told(selection, "B") == ["raise B1 media: g2", "raise B2 parties: "]
    assert _numbers(selection)[3:] == [
        ("B1", "B1a", "g1"),
        ("B1", "B1b", "g2"),
        ("B2", "B2a", "g3"),
    ]


@pytest.mark.parametrize("relation", ["continues", "restates", "refines"])
def test_an_older_wording_joins_the_newer(relation: str) -> None:
    """In one topic the newer wording is printed, and says which older ones it takes up."""
    newer = item("new", source={"document": "2005"}, relations=[{"type": relation, "to": "old"}])
    selection = _choose(_ask("a", "old", "apart"), item("old"), item("apart"), newer)
    assert _told(selection, "B") == ["raise B1 media: apart new"]
    lines = _entry(selection, "B1").lines
    assert [(line.number, line.shown, [old.id for old in line.older]) for line in lines] == [
        ("B1a", False, []),
        ("B1b", True, []),
        ("B1c", True, ["old"]),
    ]


def test_a_newer_wording_in_another_topic_stands_by_itself() -> None:
    """It is an entry of its own there, and leaves the older one in its place."""
    newer = item(
        "new",
        topic="parties",
        source={"document": "2005"},
        relations=[{"type": "continues", "to": "old"}],
    )
    selection = _choose(_ask("a", "old"), item("old"), newer)
    assert _told(selection, "B") == ["raise B1 media: old", "raise B2 parties: new"]
    assert _entry(selection, "B2").lines[0].older == ()


def test_wordings_of_one_day_stand_side_by_side() -> None:
    """What restates another of the same day is no newer wording of it."""
    twin = item("twin", relations=[{"type": "restates", "to": "first"}])
    selection = _choose(_ask("a", "first"), item("first"), twin)
    assert _told(selection, "B") == ["raise B1 media: first twin"]


def test_a_chain_of_wordings() -> None:
    """What continues a newer wording enters too; the newest that is open is printed."""
    chain = [
        item("first"),
        item("second", source={"document": "2005"}, relations=[{"type": "refines", "to": "first"}]),
        item("third", source={"document": "2010"}, relations=[{"type": "refines", "to": "second"}]),
    ]
    assert _told(_choose(_ask("a", "first"), *chain), "B") == ["raise B1 media: third"]
    chain[2] = chain[2].model_copy(update={"standing": item("x", standing=LAPSED).standing})
    assert _told(_choose(_ask("a", "first"), *chain), "B") == ["raise B1 media: second"]


@pytest.mark.parametrize("kind", ["implied", "by-reference", "pledge"])
def test_what_is_no_wording(kind: str) -> None:
    """Nothing implied, no reference and no pledge takes the place of what was asked outright."""
    later = item(
        "later",
        kind=kind,
        made_to="other",
        source={"document": "2005"},
        relations=[{"type": "continues", "to": "old"}],
    )
    assert _told(_choose(_ask("a", "old"), item("old"), later), "B") == ["raise B1 media: old"]


def test_pledges_stand_by_themselves() -> None:
    """Each promise is an entry of its own, without letters, beside what else is asked."""
    selection = _choose(
        _ask("a", "p1", "g", "p2"),
        item("p1", kind="pledge", made_by="gov", made_to="other"),
        item("g"),
        item(
            "p2",
            kind="pledge",
            made_by="gov",
            made_to="other",
            source={"document": "2005"},
            relations=[{"type": "refines", "to": "p1"}],
        ),
    )
    assert _told(selection, "B") == [
        "raise B1 media: g",
        "raise B2 media: p1",
        "raise B3 media: p2",
    ]
    assert [number for _, number, _ in _numbers(selection)] == ["A1", "B1a", "B2", "B3"]


def test_the_governments_own_pack() -> None:
    """It has one part without a letter, by topic; what is done is shown there, lapsed is not."""
    selection = _choose(
        item("a", topic="parties"),
        item("b", standing=CLOSED),
        item("c", addressee="court", standing=LAPSED),
        item("d", kind="implied"),
        item("e", kind="by-reference"),
        item("f", standing=CONTEXT),
        item("g", addressee="org"),
        pack=_pack("gov"),
    )
    assert selection.own
    assert _told(selection, "") == ["own 1 media: b d", "own 2 parties: a"]
    assert [number for _, number, _ in _numbers(selection)] == ["1a", "1b", "1c", "2a"]


def test_letters_go_on_after_z() -> None:
    """The twenty-seventh item of an entry is aa."""
    selection = _choose(*[item(f"i{n}") for n in range(54)], pack=_pack("gov"))
    numbers = [number for _, number, _ in _numbers(selection)]
    assert [numbers[n] for n in (0, 25, 26, 27, 51, 52, 53)] == [
        "1a", "1z", "1aa", "1ab", "1az", "1ba", "1bb",
    ]  # fmt: skip


def test_the_limit_and_the_rank() -> None:
    """The topics ranked first are printed in full, up to the limit; then those that come first."""
    items = [item("m"), item("p", topic="parties"), item("s", topic="assembly")]

    def full(**fields: Any) -> list[str]:
        chosen = _choose(*items, pack=_pack("gov", **fields))
        return [e.topic.id for e in chosen.parts[0].entries if e.in_full]

    assert full() == ["media", "parties", "assembly"]
    assert full(limit=2) == ["media", "parties"]
    assert full(limit=1, rank=["assembly", "media"]) == ["assembly"]
    assert full(limit=2, rank=["assembly"]) == ["media", "assembly"]


@pytest.mark.parametrize(
    ("statuses", "weakest"),
    [
        (["not-implemented", "fully-implemented"], (Status.NOT, 1, 2)),
        (["partially-implemented"] * 2 + ["mostly-implemented"], (Status.PARTIALLY, 2, 3)),
        (["reversed", "not-implemented"], (Status.REVERSED, 1, 2)),
        (["not-assessed", "fully-implemented"], (Status.FULLY, 1, 2)),
        (["not-assessed"], (Status.NOT_ASSESSED, 1, 1)),
    ],
)
def test_the_weakest_status(statuses: list[str], weakest: tuple[Status, int, int]) -> None:
    """An entry shows the weakest status among its items, and how many of them have it."""
    items = [item(f"i{n}", assessments=[verdict("2010", s)]) for n, s in enumerate(statuses)]
    shut = item("shut", standing=CLOSED, assessments=[verdict("2010", "reversed")])
    implied = item("implied", kind="implied", assessments=[verdict("2010", "reversed")])
    entry = _entry(_choose(*items, shut, implied, pack=_pack("gov")), "1")
    assert entry.weakest(END) == weakest


def test_the_status_of_what_is_only_implied() -> None:
    """Where nothing was asked outright the implied items speak; where nothing is open, none."""
    implied = item("a", kind="implied", assessments=[verdict("2010", "reversed")])
    shut = item("b", topic="parties", standing=CLOSED)
    selection = _choose(implied, shut, pack=_pack("gov"))
    assert _entry(selection, "1").weakest(END) == (Status.REVERSED, 1, 1)
    assert _entry(selection, "2").weakest(END) is None


def test_lines_of_a_standing() -> None:
    """A selection tells what is closed and what lapsed, each item once, on its own day."""
    items = [item("a", standing=CLOSED), item("b", standing=LAPSED), item("c")]
    after = _choose(*items, pack=_pack("gov"))
    assert [line.item.id for line in after.standing(Standing.CLOSED)] == ["a"]
    assert [line.item.id for line in after.standing(Standing.LAPSED, Standing.LIVE)] == ["b", "c"]
    before = _choose(*items, pack=_pack("gov"), day=date(2009, 1, 1))
    assert [line.item.id for line in before.standing(Standing.LIVE)] == ["a", "b", "c"]


def test_an_item_of_two_headings_is_one_line() -> None:
    """An item that stands under two headings is counted once, where it comes first."""
    selection = _choose(
        _ask("a", "g"), item("g", made_by="org"), item("h", made_by="org", topic="media")
    )
    assert _told(selection, "B") == ["raise B1 media: g", "yours B2 media: g h"]
    assert [(line.item.id, line.number) for line in selection.lines] == [
        ("a", "A1"),
        ("g", "B1a"),
        ("h", "B2b"),
    ]


# The bundled packs -------------------------------------------------------------------------------

# What every pack with the long list of 1999 shows, the older wordings in brackets.
LIST_1999 = {
    "insult": "hrw-1999-gov-05a hrw-1999-gov-05b",
    "media": "hrw-1999-gov-02a hrw-1999-gov-04a hrw-1999-gov-04b "
    "hrw-2018-gov-01a(hrw-1999-gov-02b)",
    "security-law": "hrw-1999-gov-03a hrw-1999-gov-03b hrw-1999-gov-03c",
    "parties": "hrw-1999-gov-06a hrw-2004-gov-01(hrw-1999-gov-06b)",
    "assembly": "hrw-2018-gov-01b(hrw-1999-gov-07a hrw-1999-gov-07b)",
    "elections": "hrw-2001-gov-01(hrw-1999-gov-08 hrw-1999-gov-09)",
    "critics": "hrw-2018-gov-01d",
}
PACKS = {
    "osce": {
        "asked": "hrw-1999-osce-01a hrw-1999-osce-01b hrw-1999-osce-02a hrw-1999-osce-02b "
        "hrw-1999-osce-02c",
        "test": LIST_1999,
        "yours": {"elections": "hrw-2001-gov-01 osce-2001-gov-01"},
        "raised": {"observers": "hrw-2004-gov-02a hrw-2004-gov-02b"},
        "promised": {
            "media": "kz-2007-pledge-01",
            "parties": "kz-2007-pledge-03",
            "elections": "kz-2007-pledge-02 kz-2007-pledge-04",
            "madrid": "kz-2007-pledge-05b",
        },
    },
    "eu": {
        "asked": "hrw-1999-eu-01a hrw-1999-eu-01b hrw-1999-eu-01c",
        "raise": LIST_1999,
        "raised": {"zhanaozen": "deu-2012-gov-01"},
    },
    "coe": {"asked": "hrw-1999-coe-01", "test": LIST_1999},
    "us": {
        "asked": "hrw-1999-us-01 hrw-1999-us-02b hrw-2018-us-03",
        "raise": LIST_1999,
        "raised": {"labour": ""},
    },
    "ebrd": {"asked": "hrw-1999-ebrd-01a hrw-1999-ebrd-01b", "test": LIST_1999},
    "france": {
        "asked": "hrw-2008-fra-01 hrw-2008-fra-02",
        "raise": {
            "media": "kz-2007-pledge-01",
            "parties": "kz-2007-pledge-03",
            "elections": "kz-2007-pledge-02 kz-2007-pledge-04",
            "madrid": "kz-2007-pledge-05a kz-2007-pledge-05b",
        },
    },
}
# The government's own pack: every item but context and what is there by reference.
OWN = {
    "insult": "hrw-1999-gov-05a hrw-1999-gov-05b",
    "media": "cpj-2004-gov-01 hrw-1999-gov-02a hrw-1999-gov-02b "
    "hrw-1999-gov-04a hrw-1999-gov-04b hrw-2018-gov-01a kz-2007-pledge-01",
    "security-law": "hrw-1999-gov-03a hrw-1999-gov-03b hrw-1999-gov-03c",
    "parties": "hrw-1999-gov-06a hrw-1999-gov-06b hrw-2004-gov-01 hrw-2004-gov-04 "
    "kz-2007-pledge-03",
    "assembly": "hrw-1999-gov-07a hrw-1999-gov-07b hrw-2018-gov-01b",
    "elections": "hrw-1999-gov-08 hrw-1999-gov-09 hrw-2001-gov-01 hrw-2001-gov-03 "
    "hrw-2018-gov-05 kz-2007-pledge-02 kz-2007-pledge-04 osce-2001-gov-01",
    "observers": "hrw-2004-gov-02a hrw-2004-gov-02b",
    "treaties": "hrw-1999-gov-01a hrw-1999-gov-01b hrw-1999-gov-01c",
    "critics": "dvk-2004-gov-01 hrw-2004-gov-03 hrw-2018-gov-01d",
    "zhanaozen": "deu-2012-gov-01 hrw-2018-gov-03",
    "labour": "ilo-2015-gov-01a ilo-2015-gov-01b",
    "religion": "hrw-2018-gov-01c",
    "institutions": "hrw-2018-gov-04 oecd-2018-gov-01",
    "madrid": "kz-2007-pledge-05b",
}


def _known(dataset: Dataset, name: str, level: Distribution | None = None) -> Dataset:
    """Return what the papers of the pack *name* are made from."""
    pack = dataset.packs[name]
    seen = within(dataset, level or pack.distribution, pack.addressee)
    if level is not Distribution.INTERNAL:
        seen = outward(seen)
    return as_known_on(seen, pack.as_of or dataset.project.as_of)


def _of_known(known: Dataset, name: str, whole: Dataset | None = None) -> Selection:
    pack = known.packs[name]
    day = pack.as_of or known.project.as_of
    return choose(known, pack, day, whole and as_known_on(whole, day))


def _bundled(dataset: Dataset, name: str, level: Distribution | None = None) -> Selection:
    """Return what the pack *name* shows of *dataset*, as its papers are made."""
    return _of_known(_known(dataset, name, level), name, dataset)


def _as_listed(selection: Selection) -> dict[str, Any]:
    """Return heading, topic and printed items, each with the older wordings it takes up."""
    found: dict[str, dict[str, set[str]]] = {}
    for part in selection.parts:
        for heading in part.headings:
            topics = found.setdefault(str(heading.kind), {})
            for entry in heading.entries:
                if not entry.shown and not entry.raised:
                    continue
                lines = topics.setdefault(entry.topic.id, set())
                for line in entry.shown:
                    older = " ".join(sorted(old.id for old in line.older))
                    lines.add(f"{line.item.id}({older})" if older else line.item.id)
    return found


def _lines(listed: str) -> set[str]:
    """Return the lines of a list above: blanks between brackets part older wordings only."""
    lines: list[str] = []
    for word in listed.split():
        if lines and "(" in lines[-1] and not lines[-1].endswith(")"):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return set(lines)


@pytest.mark.parametrize("name", PACKS)
def test_a_bundled_pack_shows_what_its_relations_say(dataset: Dataset, name: str) -> None:
    """Part A and each heading of part B hold the items that the relations give them."""
    expected: dict[str, Any] = dict(PACKS[name])
    asked = _lines(expected.pop("asked"))
    found = _as_listed(_bundled(dataset, name))
    assert set().union(*found.pop("asked").values()) == asked
    assert found == {
        heading: {topic: _lines(lines) for topic, lines in topics.items()}
        for heading, topics in expected.items()
    }


def test_the_bundled_pack_of_the_government(dataset: Dataset) -> None:
    """It shows its items that can be put and those done, by topic, and has no part B."""
    selection = _bundled(dataset, "kz-gov")
    found = {
        entry.topic.id: {line.item.id for line in entry.shown}
        for entry in selection.parts[0].entries
    }
    assert found == {topic: set(items.split()) for topic, items in OWN.items()}
    assert list(found) == list(OWN)
    assert [part.letter for part in selection.parts] == [""]
    full = {entry.topic.id for entry in selection.parts[0].entries if entry.in_full}
    assert full == set(OWN) - {
        "security-law",
        "observers",
        "labour",
        "religion",
        "institutions",
        "madrid",
    }


@pytest.mark.parametrize("name", [*PACKS, "kz-gov"])
def test_every_pack_is_tried(dataset: Dataset, name: str) -> None:
    """The table has every pack of the dataset, and each has something to say."""
    assert set(dataset.packs) == {*PACKS, "kz-gov"}
    assert all(part.entries for part in _bundled(dataset, name).parts)


def test_the_numbers_of_the_bundled_packs(dataset: Dataset) -> None:
    """Numbers follow the dataset's order, and count what is closed or has lapsed."""
    osce = _bundled(dataset, "osce")
    assert [(e.number, e.topic.id, e.see) for e in osce.parts[1].entries] == [
        ("B1", "insult", ""),
        ("B2", "media", ""),
        ("B3", "security-law", ""),
        ("B4", "parties", ""),
        ("B5", "assembly", ""),
        ("B6", "elections", ""),
        ("B7", "critics", ""),
        ("B8", "elections", "B6"),
        ("B9", "observers", ""),
        ("B10", "media", "B2"),
        ("B11", "parties", "B4"),
        ("B12", "elections", "B6"),
        ("B13", "elections", "B6"),
        ("B14", "madrid", ""),
        ("B15", "madrid", ""),
    ]
    us = _bundled(dataset, "us")
    printed = [e.number for e in us.parts[0].entries if e.shown]
    assert (printed, len(us.parts[0].entries)) == (["A1", "A3", "A7"], 7)
    coe = {entry.topic.id: entry for entry in _bundled(dataset, "coe").parts[1].entries}
    assert (coe["treaties"].number, coe["treaties"].shown) == ("B7", ())
    assert coe["critics"].number == "B8"


def test_the_pledges_were_open_in_2008(dataset: Dataset) -> None:
    """The reconstruction for France shows six promises, none yet assessed, none lapsed."""
    selection = _bundled(dataset, "france")
    lines = [line for entry in selection.parts[1].entries for line in entry.shown]
    assert len(lines) == 6
    assert {line.item.status_at(selection.day) for line in lines} == {Status.NOT_ASSESSED}
    assert {line.item.standing.at(selection.day) for line in lines} == {Standing.LIVE}
    assert {entry.kind for entry in selection.parts[1].headings} == {HeadingKind.RAISE}


@pytest.mark.parametrize("state", ["live", "carried", "closed", "lapsed"])
@pytest.mark.parametrize("name", [*PACKS, "kz-gov"])
def test_numbers_stay_when_a_standing_changes(dataset: Dataset, name: str, state: str) -> None:
    """Whatever becomes of an item, and be it of all, every number stays where it is."""
    known = _known(dataset, name)
    before = _numbers(_of_known(known, name))
    standing = item("x", standing=CARRIED).standing
    if state != "carried":
        standing = standing.model_copy(update={"state": Standing(state), "carried": None})

    def numbers(*names: str) -> list[tuple[str, str, str]]:
        items = {
            key: one.model_copy(update={"standing": standing}) if key in names else one
            for key, one in known.items.items()
        }
        return _numbers(_of_known(replace(known, items=items), name))

    askable = [k for k, i in known.items.items() if i.standing.state is not Standing.CONTEXT]
    assert numbers(*askable) == before
    for one in askable:
        assert numbers(one) == before


@pytest.mark.parametrize("status", ["fully-implemented", "reversed", "no-longer-applicable"])
@pytest.mark.parametrize("name", [*PACKS, "kz-gov"])
def test_numbers_stay_when_a_status_changes(dataset: Dataset, name: str, status: str) -> None:
    """A new verdict on every item moves no number."""
    items = {
        key: one.model_copy(
            update={
                "assessments": (
                    *one.assessments,
                    *item("x", assessments=[verdict("2008-01-01", status)]).assessments,
                    *item("x", assessments=[verdict("2026-11-21", status)]).assessments,
                )
            }
        )
        for key, one in dataset.items.items()
    }
    changed = _bundled(replace(dataset, items=items), name)
    assert _numbers(changed) == _numbers(_bundled(dataset, name))
    assert {line.item.status_at(changed.day) for line in changed.lines} == {Status(status)}


@pytest.mark.parametrize("name", [*PACKS, "kz-gov"])
def test_our_papers_and_the_readers_have_the_same_numbers(dataset: Dataset, name: str) -> None:
    """The checklist and the briefing of a pack speak of the same item by the same number."""
    ours = _numbers(_bundled(dataset, name, Distribution.INTERNAL))
    assert ours == _numbers(_bundled(dataset, name))


def test_what_a_reader_does_not_see_moves_no_number(dataset: Dataset) -> None:
    """An item that is withheld keeps its number: both papers go on counting behind it."""
    for hidden in ("hrw-1999-osce-01a", "hrw-1999-gov-05a", "hrw-1999-gov-03b"):
        one = dataset.items[hidden].model_copy(update={"distribution": Distribution.INTERNAL})
        changed = replace(dataset, items={**dataset.items, hidden: one})
        ours = _numbers(_bundled(changed, "osce", Distribution.INTERNAL))
        theirs = _numbers(_bundled(changed, "osce"))
        assert theirs == [line for line in ours if line[2] != hidden]


def test_a_later_item_moves_no_number(dataset: Dataset) -> None:
    """An item of a new document joins the end of its topic."""
    document = Document.model_validate(
        {"id": "new-2026", "title": "New", "publisher": "hrw", "date": "2026-10"}
    )
    new = dataset.items["hrw-2018-gov-01d"].model_copy(
        update={
            "id": "new-2026-gov-01",
            "source": dataset.items["hrw-2018-gov-01d"].source.model_copy(
                update={"document": "new-2026"}
            ),
        }
    )
    changed = replace(
        dataset,
        documents={**dataset.documents, document.id: document},
        items={**dataset.items, new.id: new},
    )
    for name in [*PACKS, "kz-gov"]:
        before = _numbers(_bundled(dataset, name))
        after = [line for line in _numbers(_bundled(changed, name)) if line[2] != new.id]
        assert after == before
