"""The world of a day: no paper of any pack tells what came later."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from generator.model import DocumentedLater
from generator.selection import as_known_on
from generator.view import Occasion, contexts
from generator.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Dataset

DAY = date(2008, 6, 1)
MONTHS = [*calendar.month_name][1:]
DATE = re.compile(rf"(?:\b(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) )?\b(20\d\d)\b")
# What was said before the day of a later one: deadlines promised, what was granted for 2010.
SAID_BEFORE = (
    re.compile(r"^(Due: )?31 December 20(08|09|10)(, by its context)?$"),
    re.compile(r"Kazakhstan to manage the OSCE in 2010"),
    re.compile(r"(chair|chairmanship) (in|of) 2010"),
)
PACKS = ("kz-gov", "osce", "eu", "coe", "us", "ebrd", "france")


def _texts(context: Any, key: str = "") -> Iterator[str]:
    """Yield every text a context holds, but for addresses and what only programs read."""
    if isinstance(context, dict):
        for name, value in context.items():
            if name not in ("address", "state_iso", "newest_on", "fingerprint", "id", "rule"):
                yield from _texts(value, name)
    elif isinstance(context, list):
        for value in context:
            yield from _texts(value, key)
    elif isinstance(context, str):
        yield context


def _later(text: str, day: date) -> list[str]:
    """Return the dates in a text that are after *day*, as far as they are told."""
    for said in SAID_BEFORE:
        text = said.sub("", text)
    found = []
    for match in DATE.finditer(text):
        month = MONTHS.index(match[2]) + 1 if match[2] else 1
        if (int(match[3]), month, int(match[1] or 1)) > (day.year, day.month, day.day):
            found.append(text[max(0, match.start() - 60) : match.end() + 20])
    return found


@pytest.mark.parametrize("pack", PACKS)
def test_nothing_later_leaks_in(dataset: Dataset, pack: str) -> None:
    """As of 1 June 2008 no text of any paper names a later day, promised deadlines aside."""
    assert set(PACKS) == set(dataset.packs)
    shown = contexts(dataset, dataset.packs[pack], Words("en"), Occasion(as_of=DAY))
    texts = [text for context in shown.values() for text in _texts(context)]
    assert len(texts) > 50
    assert [late for text in texts for late in _later(text, DAY)] == []


def test_today_is_told_with_later_days(dataset: Dataset) -> None:
    """The same search finds plenty in the papers of today: it can find something."""
    shown = contexts(dataset, dataset.packs["osce"], Words("en"), Occasion())
    texts = [text for context in shown.values() for text in _texts(context)]
    assert len([late for text in texts for late in _later(text, DAY)]) > 100


def test_a_fact_known_then_and_documented_later_is_marked(dataset: Dataset) -> None:
    """Its words stay, marked; its source, which came later, is not named."""
    past = as_known_on(dataset, DAY)
    marked = [
        (item.id, entry)
        for item in past.items.values()
        for entry in item.assessments
        if isinstance(entry, DocumentedLater)
    ]
    assert marked
    for name, entry in marked:
        assert not entry.evidence
        [whole] = [
            other
            for other in dataset.items[name].assessments
            if (other.as_of, other.by, other.summary) == (entry.as_of, entry.by, entry.summary)
        ]
        sources = [dataset.evidence[source] for source in whole.evidence]
        assert sources
        assert all(source.date and source.date.last > DAY for source in sources)
    shown = contexts(past, dataset.packs["kz-gov"], Words("en"), Occasion(as_of=DAY))
    texts = list(_texts(shown["matrix"]))
    assert any(text.endswith("(documented later)") for text in texts)
