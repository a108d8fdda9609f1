"""The onepager: left on the table; three to five asks, each with its date and one hard fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.view.briefing import commitments
from generator.view.entries import entry_context
from generator.view.rank import by_rank, by_weight

if TYPE_CHECKING:
    from generator.selection import Entry
    from generator.view.speaker import Context, Speaker

MOST = 5
MOST_OF_READER = 2
_SHOWN = ("number", "headline", "text", "by", "status", "proof", "raised", "say")


def onepager(speaker: Speaker) -> Context | None:
    """Return the context of the onepager; nothing if there is nothing to ask."""
    selection = speaker.selection
    entries = {part.letter: part.entries for part in selection.parts}
    of_reader = by_weight(speaker, _open(entries.get("A", ())))
    to_raise = by_rank(speaker, _open(entries.get("B", ()) or entries.get("", ())))
    asked = of_reader[: MOST_OF_READER if to_raise else MOST]
    raised = to_raise[: MOST - len(asked)]
    if not asked and not raised:
        return None
    return {
        "title": speaker.words.say(
            "At a glance: %(body)s", body=speaker.text(selection.pack.for_whom)
        ),
        "own": selection.own,
        "asked": [_shown(speaker, entry) for entry in asked],
        "raised": [_shown(speaker, entry) for entry in raised],
        "bound": commitments(speaker)[:1],
    }


def _shown(speaker: Speaker, entry: Entry) -> Context:
    """Return what is shown of an entry: who asked first stands only where no date does."""
    told = entry_context(speaker, entry, *_SHOWN)
    if not told["by"]:
        told["asked"] = entry_context(speaker, entry, "asked")["asked"][:1]
    return told


def _open(entries: tuple[Entry, ...]) -> list[Entry]:
    """Return what can be asked, once a topic."""
    return [entry for entry in entries if (entry.shown or entry.raised) and not entry.see]
