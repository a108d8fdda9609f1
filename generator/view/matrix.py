"""The matrix: every item of the pack, with response, assessment and what others say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.selection import Line
from generator.view import labels
from generator.view.lines import line_context

if TYPE_CHECKING:
    from generator.model import Assessment, Item
    from generator.selection import Selection
    from generator.view.speaker import Context, Speaker

_VOICES = 2
_SHOWN = ("number", "title", "status", "made", "kind_word", "carried", "legal")


def matrix(speaker: Speaker) -> Context:
    """Return the context of the matrix, grouped by topic."""
    groups: dict[str, list[Context]] = {}
    for line in _every_line(speaker.selection):
        groups.setdefault(line.item.topic, []).append(_row(speaker, line))
    return {
        "title": speaker.words.say(
            "Matrix: %(body)s", body=speaker.name(speaker.selection.pack.addressee)
        ),
        "addressee": speaker.name(speaker.selection.pack.addressee),
        "groups": [
            {"topic": speaker.text(topic.title), "rows": groups[topic.id]}
            for topic in speaker.dataset.topics.values()
            if topic.id in groups
        ],
        "total": sum(len(rows) for rows in groups.values()),
    }


def _every_line(selection: Selection) -> list[Line]:
    """Return the numbered lines, then what is addressed to the reader but has no number."""
    lines = list(selection.lines)
    numbered = {line.item.id for line in lines}
    rest = selection.dataset.addressed_to(selection.pack.addressee)
    return lines + [Line(item, "") for item in rest if item.id not in numbered]


def _row(speaker: Speaker, line: Line) -> Context:
    item = line.item
    verdict = item.verdict_at(speaker.day)
    entry = verdict.entry
    return {
        **line_context(speaker, line, *_SHOWN),
        "text": speaker.text(item.text),
        "place": _place(speaker, item),
        "standing_word": _standing(speaker, item),
        "responses": [_response(speaker, item, index) for index in range(len(item.responses))],
        "proof": speaker.proof(item),
        "others": [_voice(speaker, said) for said in _others(speaker, item)],
        "checked": _checked(speaker, entry) if entry else "",
    }


def _checked(speaker: Speaker, entry: Assessment) -> str:
    """Return when the verdict was recorded; in a world of an earlier day it was not yet."""
    past = speaker.occasion.as_of
    return "" if past and entry.recorded_on > past else speaker.words.date(entry.recorded_on)


def _place(speaker: Speaker, item: Item) -> str:
    say, place = speaker.words.say, item.source
    if place.bullet:
        return say("bullet %(number)s", number=place.bullet)
    if not place.paragraph:
        return ""
    number = place.paragraph.replace("-", _TO)
    if _TO in number or "," in number:
        return say("paragraphs %(number)s", number=number)
    return say("paragraph %(number)s", number=number)


_TO = "\N{EN DASH}"
_STANDINGS = {
    "live": labels.N_("live"),
    "carried": labels.N_("carried over"),
    "closed": labels.N_("closed"),
    "lapsed": labels.N_("lapsed"),
    "context": labels.N_("context"),
}


def _standing(speaker: Speaker, item: Item) -> str:
    return speaker.words.say(_STANDINGS[item.standing.at(speaker.day).value])


def _response(speaker: Speaker, item: Item, index: int) -> Context:
    response = item.responses[index]
    return {
        "word": speaker.words.say(labels.ANSWER[response.answer]),
        "by": speaker.short(response.by or item.addressee),
        "date": speaker.month(response.on),
        "text": speaker.text(response.summary),
    }


def _others(speaker: Speaker, item: Item) -> list[Assessment]:
    """Return the newest words of other bodies, one a body."""
    newest: dict[str, Assessment] = {}
    for entry in item.history():
        if entry.by and entry.as_of.last <= speaker.day:
            newest[entry.by] = entry
    return sorted(newest.values(), key=lambda entry: entry.as_of.last, reverse=True)[:_VOICES]


def _voice(speaker: Speaker, entry: Assessment) -> Context:
    return {
        "by": speaker.short(entry.by),
        "date": speaker.month(entry.as_of),
        "text": speaker.told(entry),
        "grade": entry.grade or "",
    }
