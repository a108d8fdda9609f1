"""The sources paper: method, scale, coverage, counts, what is closed or lapsed, every source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.model import Standing
from generator.view import labels
from generator.view.lines import OUTCOME, line_context

if TYPE_CHECKING:
    from generator.view.speaker import Context, Speaker


def sources(speaker: Speaker, withheld: int) -> Context:
    """Return the context of the sources paper; *withheld* counts entries kept back."""
    selection = speaker.selection
    return {
        "title": speaker.words.say(
            "Sources and method: %(body)s", body=speaker.text(selection.pack.for_whom)
        ),
        "scale": _scale(speaker),
        "coverage": speaker.text(speaker.dataset.project.coverage),
        "gaps": [speaker.text(gap) for gap in speaker.dataset.project.gaps],
        "documents": _documents(speaker),
        "counts": _counts(speaker),
        "withheld": _withheld(speaker, withheld),
        "closed": [
            line_context(speaker, line, *OUTCOME) for line in selection.standing(Standing.CLOSED)
        ],
        "lapsed": [
            line_context(speaker, line, *OUTCOME) for line in selection.standing(Standing.LAPSED)
        ],
        "listed": _listed(speaker),
    }


def _scale(speaker: Speaker) -> list[Context]:
    rows = []
    for status in labels.FROM_DONE:
        odihr, committee, upr = labels.CROSSWALK[status]
        say = speaker.words.say
        rows.append(
            {
                "key": status.value,
                "word": say(labels.STATUS[status]),
                "condition": say(labels.CONDITION[status]),
                "meaning": say(labels.MEANING[status]),
                "odihr": say(odihr),
                "committee": committee,
                "upr": "-" if upr is None else speaker.words.number(upr),
            }
        )
    return rows


def _documents(speaker: Speaker) -> list[Context]:
    used = {line.item.source.document for line in speaker.selection.lines}
    return [
        {
            "title": speaker.text(document.title),
            "publisher": speaker.short(document.publisher),
            "date": speaker.words.date(document.date),
            "symbol": document.symbol or "",
            "address": document.address or "",
        }
        for document in speaker.dataset.documents.values()
        if document.id in used
    ]


def _counts(speaker: Speaker) -> list[Context]:
    """Count the open items by status, those not assessed among them."""
    lines = speaker.selection.standing(Standing.LIVE, Standing.CARRIED)
    speaker.shows(*(line.item for line in lines))
    found = Counter(speaker.verdict(line.item)["key"] for line in lines)
    order = [status for status in labels.FROM_DONE if found[status.value]]
    return [
        {
            "key": status.value,
            "word": speaker.words.say(labels.STATUS[status]),
            "number": found[status.value],
        }
        for status in order
    ]


def _withheld(speaker: Speaker, number: int) -> str:
    if not number:
        return ""
    return speaker.words.count(
        "%(n)s entry of the history is kept back: its source is not good enough to cite.",
        "%(n)s entries of the history are kept back: their sources are not good enough to cite.",
        number,
    )


def _listed(speaker: Speaker) -> list[Context]:
    numbers = speaker.cited.numbers
    listed = []
    for name, number in numbers.items():
        source = speaker.dataset.evidence[name]
        listed.append(
            {
                "number": number,
                "label": speaker.cite(name),
                "title": speaker.text(source.title),
                "symbol": source.symbol or "",
                "address": source.address or "",
                "grade": source.grade.value,
                "note": speaker.text(source.note),
            }
        )
    return listed
