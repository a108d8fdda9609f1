"""The changes paper: what is new since a day; corrections first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compare import Change
from generator.view import labels
from generator.view.lines import line_context
from generator.view.outcomes import agreed

if TYPE_CHECKING:
    from generator.compare import Changed
    from generator.selection import Line
    from generator.view.speaker import Context, Speaker


def changes(speaker: Speaker) -> Context | None:
    """Return the context of the changes paper; nothing without a day or without a change."""
    since = speaker.since
    if since is None:
        return None
    lines = {line.item.id: line for line in speaker.selection.lines}
    found = speaker.changed.values()
    told = [changed for changed in found if changed.change is not Change.UNCHANGED]
    promised = agreed(speaker)
    if not told and not promised:
        return None
    return {
        "title": speaker.words.say(
            "What changed: %(body)s", body=speaker.text(speaker.selection.pack.for_whom)
        ),
        "since": speaker.words.say("since %(date)s", date=speaker.words.date(since)),
        "groups": [
            {
                "kind": kind.value,
                "word": speaker.words.say(word),
                "rows": [_row(speaker, c, lines[c.item.id]) for c in told if c.change is kind],
            }
            for kind, word in labels.CHANGE.items()
            if kind is not Change.LEARNED and any(changed.change is kind for changed in told)
        ],
        "learned": [_row(speaker, c, lines[c.item.id]) for c in told if c.change is Change.LEARNED],
        "learned_word": speaker.words.say(labels.CHANGE[Change.LEARNED]),
        "promised": promised,
        "unchanged": _unchanged(speaker, len(found) - len(told)),
    }


def _row(speaker: Speaker, changed: Changed, line: Line) -> Context:
    item, entry = changed.item, changed.entry
    say = speaker.words.say
    text = ""
    if entry:
        text = speaker.text(entry.reason) if entry.withdraws else speaker.told(entry)
    when = speaker.month(entry.as_of) if entry else ""
    if changed.change is Change.CORRECTED:
        when = speaker.evidence_date(item.verdict_at(speaker.day))
    return {
        **line_context(speaker, line, "number", "title", "kind", "kind_word"),
        "before": say(labels.status_word(changed.before, item.kind)),
        "after": say(labels.status_word(changed.after, item.kind)),
        "after_key": changed.after.value,
        "moved": changed.before is not changed.after,
        "text": text,
        "cites": speaker.cites(entry.evidence) if entry else [],
        "when": when,
        "late": say("an older fact, recorded since") if changed.late else "",
    }


def _unchanged(speaker: Speaker, number: int) -> str:
    if not number:
        return ""
    return speaker.words.count("%(n)s item is unchanged.", "%(n)s items are unchanged.", number)
