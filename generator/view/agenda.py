"""The agenda to start from when a meeting is prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import meetings
from generator.model import PromiseState
from generator.view.card import MOST, first_by_rank
from generator.view.entries import entry_context
from generator.view.outcomes import entry_about

if TYPE_CHECKING:
    from generator.view.speaker import Context, Speaker


def proposed(speaker: Speaker) -> list[Context]:
    """Return an agenda to start from: what is promised and not kept, then the first by rank.

    What is closed by now has no place on it. A headline is one line: it becomes a remark.
    """
    known = meetings.rows(speaker.selection)
    found = meetings.promises(speaker.dataset, speaker.selection.pack, speaker.day)
    due = [p.outcome.subject for p in found if p.state is not PromiseState.KEPT]
    found_again = (entry_about(speaker, subject) for subject in due)
    entries = [entry for entry in found_again if entry and entry.number in known]
    entries = list({e.number: e for e in [*entries, *first_by_rank(speaker)]}.values())[:MOST]
    return [
        {
            "kind": entry.subject[0],
            "name": entry.subject[1],
            "number": entry.number,
            "headline": " ".join(
                str(entry_context(speaker, entry, "headline")["headline"]).split()
            ),
        }
        for entry in entries
    ]
