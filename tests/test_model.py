"""The domain: what follows from a record without looking anywhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import item, made_up, verdict
from pydantic import ValidationError

from generator.dates import parse
from generator.model import (
    Ask,
    Body,
    Distribution,
    Document,
    Due,
    Instrument,
    Kind,
    Pack,
    Project,
    Standing,
    Status,
    Text,
    Topic,
)
from generator.model.items import Assessment, ItemStanding, Place, Response
from generator.model.registers import newest_ask
from generator.model.values import Record


def _day(text: str) -> date:
    return date.fromisoformat(text)


ASSESSED = item(
    "assessed",
    assessments=[
        verdict("2004", "partially-implemented"),
        verdict("2001-06", "not-implemented"),
        verdict("2002", None),
        verdict("2003", "fully-implemented", by="gov"),
        verdict("after 2006-03", "reversed"),
    ],
)


@pytest.mark.parametrize(
    ("day", "status", "of"),
    [
        ("2001-06-29", "not-assessed", None),
        ("2001-06-30", "not-implemented", "2001-06"),
        ("2003-12-31", "not-implemented", "2001-06"),
        ("2004-12-30", "not-implemented", "2001-06"),
        ("2004-12-31", "partially-implemented", "2004"),
        ("2006-03-31", "partially-implemented", "2004"),
        ("2006-04-01", "reversed", "after 2006-03"),
    ],
)
def test_the_status_on_a_day(day: str, status: str, of: str | None) -> None:
    """The newest verdict of the publisher, on a fact not later than the day, is the status."""
    found = ASSESSED.verdict_at(_day(day))
    assert found.status == status == ASSESSED.status_at(_day(day))
    assert (str(found.entry.as_of) if found.entry else None) == of


def test_the_order_of_writing_does_not_count() -> None:
    """A history reads by the dates of its facts, not by the order of the file."""
    assert [str(e.as_of) for e in ASSESSED.history()] == [
        "2001-06", "2002", "2003", "2004", "after 2006-03",
    ]  # fmt: skip


def test_of_two_verdicts_on_one_day_the_later_written_holds() -> None:
    """Where two verdicts have one date the one that stands below is the newer."""
    twice = [verdict("2004", "not-implemented"), verdict("2004", "mostly-implemented")]
    assert item("x", assessments=twice).status_at(_day("2005-01-01")) is Status.MOSTLY


@pytest.mark.parametrize("withdraws", ["slip", "2004 court"])
def test_what_was_withdrawn_is_gone(withdraws: str) -> None:
    """An entry that was taken back, by its id or its date and assessor, no longer stands."""
    entries = [
        verdict("2003", "not-implemented"),
        verdict("2004", "fully-implemented", id="slip"),
        verdict("2004", "fully-implemented", by="court"),
        {"as_of": "2004", "recorded_on": date(2020, 1, 1), "withdraws": withdraws, "reason": "x"},
    ]
    gone = item("x", assessments=entries)
    assert len(gone.history()) == 2
    assert withdraws not in {entry.name for entry in gone.history()}
    assert len(gone.assessments) == 4


def test_a_withdrawn_verdict_counts_on_no_day() -> None:
    """The status falls back to the verdict before the one that was taken back."""
    entries = [
        verdict("2003", "not-implemented"),
        verdict("2004", "fully-implemented"),
        {"as_of": "2019", "recorded_on": date(2020, 1, 1), "withdraws": "2004", "reason": "x"},
    ]
    corrected = item("x", assessments=entries)
    assert corrected.status_at(_day("2004-12-31")) is Status.NOT
    assert corrected.status_at(_day("2020-01-01")) is Status.NOT


@pytest.mark.parametrize("state", ["carried", "closed", "lapsed"])
def test_a_standing_holds_from_its_day(state: str) -> None:
    """Before its day an item was live; a year's standing holds from the year's last day."""
    moved = {"carried": {"to": "a new law"}} if state == "carried" else {}
    standing = ItemStanding.model_validate({"state": state, "on": "2012", **moved})
    assert standing.at(_day("2012-12-30")) is Standing.LIVE
    assert standing.at(_day("2012-12-31")) == state
    assert standing.at(_day("2020-01-01")) == state


def test_context_holds_from_the_start() -> None:
    """What is no ask one can put never was one."""
    standing = ItemStanding.model_validate({"state": "context", "on": "2012"})
    assert standing.at(_day("2000-01-01")) is Standing.CONTEXT


@pytest.mark.parametrize(
    ("standing", "what"),
    [
        ({"state": "closed"}, '"on" is missing'),
        ({"state": "lapsed"}, '"on" is missing'),
        ({"state": "carried", "on": "2012"}, '"carried" stands with the state carried'),
        ({"state": "live", "carried": {"to": "x"}}, '"carried" stands with the state carried'),
    ],
)
def test_a_standing_is_whole(standing: dict[str, Any], what: str) -> None:
    """What has ended has a day, and only what was carried says where to."""
    with pytest.raises(ValidationError, match=what):
        ItemStanding.model_validate(standing)


def test_which_standings_are_open() -> None:
    """Live and carried asks can still be put."""
    assert [s for s in Standing if s.is_open] == [Standing.LIVE, Standing.CARRIED]


def test_an_entry_says_something() -> None:
    """An assessment has a status, a summary or both; a withdrawal has a reason."""
    bare = {"as_of": "2004", "recorded_on": "2005-01-01"}
    with pytest.raises(ValidationError, match='needs a "status", a "summary" or both'):
        Assessment.model_validate(bare)
    with pytest.raises(ValidationError, match='"reason" is missing'):
        Assessment.model_validate({**bare, "withdraws": "x"})
    assert Assessment.model_validate({**bare, "summary": "x"}).status is None


def test_statuses_go_from_weak_to_strong() -> None:
    """Reversed is the weakest; what says nothing about progress comes last."""
    assert sorted(Status, key=lambda status: status.rank) == [
        "reversed",
        "not-implemented",
        "partially-implemented",
        "mostly-implemented",
        "fully-implemented",
        "no-longer-applicable",
        "not-assessed",
    ]
    assert [status for status in Status if status.is_done] == [Status.FULLY, Status.NO_LONGER]


def test_levels_go_from_open_to_closed() -> None:
    """Public is the most open level, internal the most closed."""
    order = ["public", "counterpart", "coalition", "internal"]
    assert sorted(Distribution, key=lambda own: own.level) == order


@pytest.mark.parametrize(
    ("data", "language", "wording"),
    [
        ("plain", "ru", ("plain", "en")),
        ({"en": "one", "ru": "два"}, "ru", ("два", "ru")),
        ({"en": "one", "ru": "два"}, "fr", ("one", "en")),
        ({"ru": "два", "kk": "үш"}, "fr", ("два", "ru")),
        ({"ru": {"text": "два", "state": "reviewed"}}, "ru", ("два", "ru")),
    ],
)
def test_a_text_in_a_language(data: Any, language: str, wording: tuple[str, str]) -> None:
    """A text gives its wording in a language, else the original, and says which it is."""
    text = Text.model_validate(data)
    assert text.wording(language, "en") == wording
    assert Text.model_validate(text.model_dump(mode="json")) == text


def test_a_translation_is_a_working_one_until_reviewed() -> None:
    """Nobody has agreed to a translation of which nothing is said."""
    text = Text.model_validate(
        {"en": "one", "ru": {"text": "два", "state": "reviewed", "by": "AB"}}
    )
    assert {k: str(t.state) for k, t in text.translations.items()} == {
        "en": "working",
        "ru": "reviewed",
    }


@pytest.mark.parametrize("wrong", [None, [], {}, 3, {"en": ["x"]}, "", {"english": "x"}])
def test_what_is_no_text(wrong: Any) -> None:
    """An empty text, a list or an unknown language is refused."""
    with pytest.raises(ValidationError):
        Text.model_validate(wrong)


def test_when_something_is_due() -> None:
    """A due is a date where it looks like one, else an occasion."""

    class Plan(Record):
        by: Due

    assert Plan.model_validate({"by": "2027-12-31"}).by == parse("2027-12-31")
    assert Plan.model_validate({"by": "after 2027"}).by == parse("after 2027")
    occasion = Plan.model_validate({"by": "next dialogue"})
    assert isinstance(occasion.by, Text)
    assert occasion.model_dump(mode="json") == {"by": "next dialogue"}
    with pytest.raises(ValidationError, match="no date of the calendar"):
        Plan.model_validate({"by": "2027-13"})


@pytest.mark.parametrize(
    ("place", "ordinal"),
    [
        ({"bullet": "5"}, 5),
        ({"bullet": "3-6"}, 3),
        ({"paragraph": "8, 3"}, 8),
        ({"bullet": "2", "paragraph": "9"}, 2),
        ({}, 0),
    ],
)
def test_the_place_in_a_document(place: dict[str, str], ordinal: int) -> None:
    """The first bullet or paragraph gives an item its order."""
    assert Place.model_validate({"document": "x", **place}).ordinal == ordinal


def test_a_body_has_the_name_of_the_day() -> None:
    """A body is called what it was called then; up to and with its last day a name holds."""
    body = Body.model_validate(
        {
            "id": "capital",
            "type": "group",
            "name": "Astana",
            "former_names": [
                {"name": "Nur-Sultan", "until": "2022-09"},
                {"name": "Akmola", "short": "Akm.", "until": "1998-05-05"},
            ],
        }
    )

    def named(day: str) -> tuple[str | None, str | None]:
        name, short = body.names_on(_day(day))
        return name.plain, short.plain

    assert named("1998-05-05") == ("Akmola", "Akm.")
    assert named("1998-05-06") == ("Nur-Sultan", "Nur-Sultan")
    assert named("2022-09-30") == ("Nur-Sultan", "Nur-Sultan")
    assert named("2022-10-01") == ("Astana", "Astana")


def test_an_article_of_an_instrument() -> None:
    """An instrument tells of an article by its number, and of no other."""
    code = Instrument.model_validate(
        {
            "id": "code",
            "type": "code",
            "name": "Code",
            "state": "in-force",
            "articles": [{"article": "31"}, {"article": "318"}],
        }
    )
    found = code.article("318")
    assert found is not None
    assert found.article == "318"
    assert code.article("3") is None


ASKS = [
    {"on": "2010", "text": "Old.", "short": "Old."},
    {"on": "2020", "text": "New.", "short": "New."},
    {"on": "2015-06", "text": "Middle.", "short": "Middle."},
]


@pytest.mark.parametrize(
    ("day", "short"),
    [
        ("2010-12-30", None),
        ("2010-12-31", "Old."),
        ("2015-06-30", "Middle."),
        ("2020-12-30", "Middle."),
        ("2021-01-01", "New."),
    ],
)
def test_the_ask_of_a_day(day: str, short: str | None) -> None:
    """The ask as it stood is the newest one not later than the day."""
    topic = Topic.model_validate({"id": "media", "title": "Media", "asks": ASKS})
    ask = topic.ask_at(_day(day))
    assert (ask.short.plain if ask else None) == short
    assert newest_ask(tuple(Ask.model_validate(a) for a in ASKS), _day(day)) == ask


def test_a_family_of_bodies() -> None:
    """A body's family is itself and all its parts, and theirs."""
    parts = {"top": None, "part": "top", "part-of-part": "part", "apart": None}
    bodies = [
        Body.model_validate({"id": name, "type": "agency", "name": name, "parent": parent})
        for name, parent in parts.items()
    ]
    world = made_up(bodies=bodies)
    assert world.family("top") == {"top", "part", "part-of-part"}
    assert world.family("part-of-part") == {"part-of-part"}


def test_what_is_addressed_to_a_body_and_its_parts() -> None:
    """An item put to a part of a body is the body's, not the other way round."""
    to_court, to_gov = item("a", addressee="court"), item("b")
    to_others = item("c", addressee="org"), item("d", addressee="office")
    pack = {"title": "x", "for_whom": "x", "sharing": "x"}
    packs = [Pack.model_validate({"id": f"p-{b}", "addressee": b, **pack}) for b in ("gov", "org")]
    world = made_up(items=[to_court, to_gov, *to_others], packs=packs)
    assert [i.id for i in world.addressed_to("gov")] == ["a", "b"]
    assert [i.id for i in world.addressed_to("court")] == ["a"]
    everything = [*world.items.values(), item("e", addressee="other")]
    assert [world.pack_of(i) for i in everything] == ["p-gov", "p-gov", "p-org", "p-org", ""]


def test_when_an_item_was_made() -> None:
    """An item is of its document's date, unless it says otherwise."""
    plain, own = item("a"), item("b", made_on="1999-11-29/1999-11-30")
    world = made_up(items=[plain, own])
    assert world.made_on(plain) == parse("2000")
    assert world.made_on(own) == parse("1999-11-29/1999-11-30")


def test_the_newest_record() -> None:
    """What was recorded last about some items; nothing where nothing was."""
    early = item("a", assessments=[verdict("2001", "reversed", recorded_on=date(2002, 1, 1))])
    late = item("b", assessments=[verdict("2001", "reversed", recorded_on=date(2003, 1, 1))])
    assert made_up().newest_record([late, early]) == date(2003, 1, 1)
    assert made_up().newest_record([item("c")]) is None


def test_records_are_frozen_and_closed() -> None:
    """A record cannot be changed, and takes no key it does not know."""
    one = item("a")
    with pytest.raises(ValidationError, match="frozen"):
        one.topic = "parties"  # type: ignore[misc] # that it is refused is the point
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        item("a", colour="red")


@pytest.mark.parametrize("name", ["", "a b", "-a", "a/b", "../a", "ä", "x" * 81])
def test_what_cannot_be_an_id(name: str) -> None:
    """An id is made of letters and digits that any file system takes."""
    with pytest.raises(ValidationError):
        item(name)


@pytest.mark.parametrize("name", ["a", "1.10", "NO", "hrw-1999-gov-05a", "x" * 80])
def test_what_can_be_an_id(name: str) -> None:
    """An id may hold hyphen, dot and underscore, and look like a number."""
    assert item(name).id == name


def test_what_a_pack_has_unless_told() -> None:
    """A pack is for its counterpart, in English, on A4, with every paper."""
    fields = {"id": "p", "addressee": "gov", "title": "x", "for_whom": "x", "sharing": "x"}
    pack = Pack.model_validate(fields)
    assert pack.distribution is Distribution.COUNTERPART
    assert (pack.languages, str(pack.paper_size), pack.limit) == (("en",), "A4", 8)
    assert {"briefing", "sources", "checklist", "matrix"} <= set(pack.papers)
    with pytest.raises(ValidationError):
        Pack.model_validate({**fields, "limit": "0"})


def test_a_project_is_internal_unless_told() -> None:
    """Nothing leaves the house because somebody forgot to say so."""
    fields = made_up().project.model_dump(mode="json", exclude={"distribution"}, exclude_none=True)
    assert Project.model_validate(fields).distribution is Distribution.INTERNAL
    with pytest.raises(ValidationError, match="format 2 is not known here"):
        Project.model_validate({**fields, "format": 2})


def test_an_item_is_a_recommendation_of_middle_priority() -> None:
    """Priority goes from one to three, and is two where nothing is said."""
    assert (item("a").kind, item("a").priority) == (Kind.RECOMMENDATION, 2)
    for wrong in (0, 4):
        with pytest.raises(ValidationError):
            item("a", priority=wrong)


def test_a_response_has_a_date() -> None:
    """What an addressee said was said on a day, and recorded on one."""
    said = {"answer": "claims-done", "on": "2010", "recorded_on": "2011-01-01"}
    assert Response.model_validate(said).answer == "claims-done"
    with pytest.raises(ValidationError):
        Response.model_validate({"answer": "claims-done", "on": "2010"})


def test_a_document_is_english_unless_told() -> None:
    """A language is named by its code."""
    fields = {"id": "d", "title": "D", "publisher": "desk", "date": "2000"}
    assert Document.model_validate(fields).language == "en"
    with pytest.raises(ValidationError):
        Document.model_validate({**fields, "language": "English"})
