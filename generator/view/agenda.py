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
    """Return an agenda to start from: what is promised and not kept, then the first by rank."""
    found = meetings.promises(speaker.dataset, speaker.selection.pack, speaker.day)
    due = [p.outcome.subject for p in found if p.state is not PromiseState.KEPT]
    entries = [entry for subject in due if (entry := entry_about(speaker, subject))]
    entries = list({e.number: e for e in [*entries, *first_by_rank(speaker)]}.values())[:MOST]
    return [
        {
            "kind": entry.subject[0],
            "name": entry.subject[1],
            **entry_context(speaker, entry, "number", "headline"),
        }
        for entry in entries
    ]
