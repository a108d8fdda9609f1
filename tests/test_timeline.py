"""The line of years with a topic's dated points."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from conftest import made_up
from hypothesis import example, given
from hypothesis import strategies as st

from generator.model import Pack, Topic
from generator.view import Occasion, speaker_for
from generator.view.timeline import topic_timeline
from generator.words import Words

if TYPE_CHECKING:
    from generator.view.speaker import Context, Speaker

DAYS = st.dates(date(1990, 1, 1), date(2026, 12, 31))
LABELS = st.sampled_from(["A draft", "A draft of the law was sent to the Committee"])


def _speaker() -> Speaker:
    told = {"id": "org", "addressee": "org", "title": "Org", "for_whom": "Org", "sharing": "Ours."}
    pack = Pack.model_validate(told)
    return speaker_for(made_up(packs=[pack]), pack, Words("en"), Occasion())


def _points(milestones: list[tuple[date, str]]) -> list[Context]:
    """Return the points of a topic with these *milestones*."""
    told = [{"on": day.isoformat(), "label": label} for day, label in milestones]
    topic = Topic.model_validate({"id": "media", "title": "Media", "timeline": told})
    found = topic_timeline(_speaker(), topic)
    assert found is not None
    return list(found["points"])


@given(st.lists(st.tuples(DAYS, LABELS), min_size=2, max_size=9))
@example([(date(1999, 10, 1), "A draft"), (date(2022, 1, 1), "A draft"), (date(2023, 6, 1), "So")])
@example([(date(1999, 10, 1), "A draft"), (date(2021, 1, 1), "A draft"), (date(2024, 6, 1), "So")])
def test_labels_have_room_however_near_their_days_are(milestones: list[tuple[date, str]]) -> None:
    """Every point finds a row, and no two labels of a row meet."""
    for one, other in combinations(_points(milestones), 2):
        if one["row"] == other["row"]:
            assert one["to"] <= other["from"] or other["to"] <= one["from"]
