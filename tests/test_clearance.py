"""Two judgements of what a reader may see, written apart: they agree, and share nothing."""

from __future__ import annotations

import ast
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT, item, made_up
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.clearance import Clearance
from generator.model import Body, Case, Distribution, Evidence, Meeting, Pack, Topic
from generator.model.values import Record, Text
from generator.selection import outward, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model import Dataset

KINDS = ("bodies", "evidence", "topics", "items", "cases", "meetings", "packs")
BODIES = ("gov", "court", "org", "office", "other", "league")
SOURCES = ("S1", "S2", "S3", "S4")
LEVELS = st.sampled_from([*Distribution])
# Every mark there can be: a level or none, and bodies or none.
MARKS = st.fixed_dictionaries(
    {
        "distribution": st.none() | LEVELS,
        "audience": st.lists(st.sampled_from(BODIES), max_size=2, unique=True),
    }
)
CITED = st.fixed_dictionaries(
    {"evidence": st.lists(st.sampled_from(SOURCES), max_size=2, unique=True)}
)
FACT = {"on": "2020"}
ENTRY = {"as_of": "2020-01-01", "recorded_on": "2020-12-31"}
CASE = {"id": "x", "name": "X", "role": "background", "consent": {"given": "yes"}}
TAKES_BACK = {"withdraws": "error", "reason": "Wrong."}


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Draw data in which whatever can have a mark or sources has some, and a text of its own."""
    numbers = itertools.count()

    def marked(field: str, **fields: Any) -> dict[str, Any]:
        return {field: f"This is text {next(numbers)} of the data.", **fields, **draw(MARKS)}

    def fact(field: str, **fields: Any) -> dict[str, Any]:
        return {field: f"This is text {next(numbers)} of the data.", **fields, **draw(CITED)}

    def entry(**fields: Any) -> dict[str, Any]:
        return {**marked("summary", **ENTRY, **fields), **draw(CITED)}

    correction = TAKES_BACK if draw(st.booleans()) else {}
    answer = {"answer": "noted", "on": "2020-01-01", "recorded_on": "2020-12-31"}
    league = {"id": "league", "type": "ngo", "name": "League", "parent": "org"}
    media = {"id": "media", "title": "Media", "also_asked": [{"by": "org", "on": "2020"}]}
    pack = {"id": "p", "title": "P", "for_whom": "them", "sharing": "May be shared."}
    data = made_up(
        bodies=[
            *made_up().bodies.values(),
            Body.model_validate({**league, "commitments": [fact("text", **FACT)]}),
        ],
        evidence=[
            Evidence.model_validate(marked("title", id=name, grade=draw(st.sampled_from("ABC"))))
            for name in SOURCES
        ],
        topics=[
            Topic.model_validate(
                {**media, "timeline": [fact("label", **FACT)], "notes": [marked("text")]}
            )
        ],
        items=[
            item(
                "one",
                **marked("title"),
                assessments=[entry(id="error"), entry(**correction), entry(by="org")],
                responses=[{**marked("summary", **answer), **draw(CITED)}],
                notes=[marked("text")],
                cases=["x"],
            ),
            item("two", **marked("title")),
        ],
        cases=[Case.model_validate(marked("summary", **CASE, label="somebody", checked_on="2020"))],
        meetings=[Meeting.model_validate(marked("notes", id="m", on="2020-01-01", body="org"))],
        packs=[
            Pack.model_validate(
                {
                    **pack,
                    "addressee": draw(st.sampled_from(BODIES)),
                    "distribution": draw(LEVELS),
                    "also": [fact("text", topic="media", **FACT)],
                }
            )
        ],
    )
    project = data.project.model_copy(update={"distribution": draw(LEVELS)})
    return replace(data, project=project)


def every(value: object) -> Iterator[str]:
    """Yield every text of a record."""
    if isinstance(value, Text):
        yield value.plain or ""
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from every(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from every(part)


def of_data(data: Dataset, texts: Callable[[Record], Iterator[str]]) -> set[str]:
    """Return the texts that were made up for the data."""
    records = (record for kind in KINDS for record in getattr(data, kind).values())
    return {text for record in records for text in texts(record) if text.startswith("This is text")}


@settings(max_examples=300, deadline=None)
@given(datasets())
def test_both_judgements_agree(data: Dataset) -> None:
    """On whatever levels, audiences, sources and corrections."""
    [pack] = data.packs.values()
    clearance = Clearance(data, pack)
    first = of_data(outward(within(data, pack.distribution, pack.addressee)), every)
    second = of_data(data, lambda one: (text for text, seen in clearance.texts(one) if seen))
    assert first == second
    assert of_data(data, lambda one: (t for t, _ in clearance.texts(one))) == of_data(data, every)


@pytest.mark.parametrize("level", [*Distribution])
@pytest.mark.parametrize("pack", [*Distribution])
def test_what_each_level_may_see(level: Distribution, pack: Distribution) -> None:
    """Told in full: the two could agree and both be wrong."""
    sees = {
        "public": ["public"],
        "counterpart": ["public", "counterpart for it"],
        "coalition": ["public", "counterpart for it", "coalition"],
        "internal": ["public", "counterpart for it", "coalition", "internal", "counterpart"],
    }[pack]
    usual = {"addressee": "office", "title": "P", "for_whom": "them", "sharing": "Shared."}
    whose = Pack.model_validate({"id": "p", "distribution": pack, **usual})
    for audience, word in ((["org"], f"{level} for it"), (["other"], level), ([], level)):
        marked = item("one", distribution=level, audience=audience)
        data = made_up(items=[marked], packs=[whose])
        expected = level.value in sees or word in sees
        if level is Distribution.COUNTERPART:
            expected = word in sees
        assert Clearance(data, whose).covers(marked) is expected


def test_it_shares_nothing_with_the_first_judgement() -> None:
    """Nor does what it is used by: only the model is common to both."""
    for name in ("clearance", "withheld", "names", "guard"):
        tree = ast.parse((ROOT / "generator" / f"{name}.py").read_text("utf-8"))
        named = {
            part
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for part in (getattr(node, "module", None) or "", *(n.name for n in node.names))
        }
        assert not [one for one in named if "selection" in one]
        assert "generator.clearance" in named or name != "withheld"
