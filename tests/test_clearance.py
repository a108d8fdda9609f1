"""Two judgements of what a reader may see, written apart: they agree, and neither leans on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conftest import ROOT, item, made_up
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.clearance import Clearance
from generator.model import Body, Case, Evidence, Meeting, Pack, Topic
from generator.model.values import Record, Text
from generator.selection import outward, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Dataset

LEVELS = ("public", "counterpart", "coalition", "internal")
READERS = ("gov", "court", "org", "office", "other")
KINDS = ("bodies", "evidence", "topics", "items", "cases", "meetings", "packs")
SOURCES = ("S1", "S2", "S3", "S4")
# Every mark there can be: a level or none, and bodies or none.
MARKS = st.fixed_dictionaries(
    {
        "distribution": st.none() | st.sampled_from(LEVELS),
        "audience": st.lists(st.sampled_from(READERS), max_size=2, unique=True),
    }
)
CITED = st.lists(st.sampled_from(SOURCES), max_size=2, unique=True)


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Draw a dataset in which everything that can have a mark has one, and texts that are its own."""
    number = 0

    def told(*, cites: bool = False, marked: bool = True, **fields: Any) -> dict[str, Any]:
        nonlocal number
        number += 1
        more = {"evidence": draw(CITED)} if cites else {}
        marks = draw(MARKS) if marked else {}
        return fields | more | marks | {"said": f"This is text {number} of the data."}

    def entry(**fields: Any) -> dict[str, Any]:
        made = told(cites=True, recorded_on="2020-12-31", **fields)
        return {**made, "summary": made.pop("said")} if False else _as(made, "summary")

    corrected = draw(st.booleans())
    entries = [
        entry(as_of="2020-01-01", id="error"),
        entry(as_of="2020-02-01", **({"withdraws": "error", "reason": "Wrong."} if corrected else {})),
        entry(as_of="2020-03-01", by="org"),
    ]
    answers = [entry(answer="noted", on="2020-01-01") for _ in range(2)]
    notes = [_as(told(), "text") for _ in range(2)]
    facts = {"cites": True, "marked": False, "on": "2020"}
    data = made_up(
        bodies=[
            *made_up().bodies.values(),
            Body.model_validate(
                {"id": "league", "type": "ngo", "name": "League", "parent": "org",
                 "commitments": [_as(told(**facts), "text")]}
            ),
        ],
        evidence=[
            Evidence.model_validate(
                _as(told(id=name, grade=draw(st.sampled_from("ABC"))), "title")
            )
            for name in SOURCES
        ],
        topics=[
            Topic.model_validate(
                {"id": "media", "title": "Media", "timeline": [_as(told(**facts), "label")],
                 "notes": [_as(told(), "text")]}
            )
        ],
        items=[
            item("one", assessments=entries, responses=answers, notes=notes, cases=["x"], **draw(MARKS)),
            item("two", **draw(MARKS)),
        ],
        cases=[
            Case.model_validate(
                _as(told(id="x", name="X", label="somebody", role="background",
                    consent={"given": "yes"}, checked_on="2020"), "summary")
            )
        ],
        meetings=[Meeting.model_validate(_as(told(id="m", on="2020-01-01", body="org"), "notes"))],
        packs=[_pack(draw(st.sampled_from((*READERS, "league"))), draw(st.sampled_from(LEVELS)),
                     [_as(told(topic="media", **facts), "text")])],
    )  # fmt: skip
    default = draw(st.sampled_from(LEVELS))
    project = data.project.model_copy(update={"distribution": Distribution(default)})
    return replace(data, project=project)
