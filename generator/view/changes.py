"""The changes paper: what is new since a day; corrections first."""

from __future__ import annotations

from datetime import date
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
    compared = speaker.changed.values()
    told = [changed for changed in compared if changed.is_news]
    beside = sorted(filter(_is_beside, told), key=_fact_on, reverse=True)
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
                "rows": [_row(speaker, changed, lines[changed.item.id]) for changed in found],
            }
            for kind, word in labels.CHANGE.items()
            if (found := [c for c in told if c.change is kind and c not in beside])
        ],
        "learned": _facts([_row(speaker, changed, lines[changed.item.id]) for changed in beside]),
        "learned_word": speaker.words.say(labels.FACTS),
        "promised": promised,
        "unchanged": _unchanged(speaker, len(compared) - len(told)),
    }


def _is_beside(changed: Changed) -> bool:
    """Tell whether it is a fact that moved no status up or down: a line is enough."""
    return changed.change is Change.LEARNED


def _facts(rows: list[Context]) -> list[Context]:
    """Return a row a fact: what bears on several items is told once, with all their numbers."""
    found: dict[str, Context] = {}
    for row in rows:
        told = f"{row['text']} {row['after_key']}"
        known = found.get(told)
        if known is None:
            found[told] = {**row, "numbers": [row["number"]]}
        else:
            known["numbers"].append(row["number"])
    return list(found.values())


def _fact_on(changed: Changed) -> date:
    return changed.entry.as_of.last if changed.entry else date.min


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
        "brief": False,
    }


def _unchanged(speaker: Speaker, number: int) -> str:
    if not number:
        return ""
    return speaker.words.count("%(n)s item is unchanged.", "%(n)s items are unchanged.", number)
