"""What a paper can do without when it runs over its pages: the least first, a little at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.view.speaker import Context

# The most pages of each paper; the matrix takes what it needs.
PAGES = {
    "onepager": 1,
    "briefing": 8,
    "changes": 1,
    "pledges": 2,
    "sources": 4,
    "card": 1,
    "checklist": 2,
}
# About as many letters of HTML as these papers may have: where to begin to look for what fits.
LETTERS = {"briefing": 37_500, "card": 6_950}
FEWEST_ASKS = 3
# Where there are many of a thing, a quarter of them goes at once: each try is a layout.
MANY = 12


def ever_shorter(paper: str, context: Context) -> list[Context]:
    """Return *context*, the same with one thing less, and so on until nothing can be spared."""
    spare = _SPARE.get(paper)
    if spare and "sides" in context:
        spare = _of_both(spare)
    found, less = [], context if spare else None
    while spare and less is not None:
        found.append(less)
        less = spare(less)
    return found or [context]


def pages_of(paper: str, context: Context) -> int | None:
    """Return the most pages a paper may have; in two languages it may have twice as many."""
    most = None if context.get("whole") else PAGES.get(paper)
    return most and most * len(context.get("sides", [None]))


def letters_of(paper: str, context: Context) -> int | None:
    """Return about how many letters of HTML the pages of a paper hold."""
    most = LETTERS.get(paper)
    return most and most * len(context.get("sides", [None]))


def _of_both(spare: Callable[[Context], Context | None]) -> Callable[[Context], Context | None]:
    """Let a paper in two languages do without the same things in both."""

    def less(context: Context) -> Context | None:
        sides = [spare(side) for side in context["sides"]]
        return None if None in sides else {**context, "sides": sides}

    return less


def first_fitting(number: int, fits: Callable[[int], bool], guess: int = 0) -> int:
    """Return the first of *number* tries that *fits*, or the last if none does.

    Each is taken to be shorter than the one before. The search goes up or down from *guess* in
    growing steps, and then halves: each try is a layout.
    """
    low, high = -1, number
    at = start = min(guess, number - 1)
    while high - low > 1:
        if fits(at):
            high = at
        else:
            low = at
        if low >= 0 and high < number:
            at = (low + high) // 2
        else:
            step = max(1, abs(at - start))
            at = min(at + step, number - 1) if high == number else max(at - step, 0)
    return min(high, number - 1)


def _onepager(context: Context) -> Context | None:
    """Leave out the last ask; three stay."""
    if len(context["asked"]) + len(context["raised"]) <= FEWEST_ASKS:
        return None
    key = "raised" if len(context["raised"]) > 1 else "asked"
    return {**context, key: context[key][:-1]}


def _card(context: Context) -> Context | None:
    """Leave out second questions from the last ask upwards, then some answers, then an ask.

    Where the last ask goes after all, the answers to those that stay come back.
    """
    entries = context["entries"]
    for index in range(len(entries) - 1, -1, -1):
        if len(entries[index]["questions"]) > 1:
            one = {**entries[index], "questions": entries[index]["questions"][:1]}
            return {**context, "entries": [*entries[:index], one, *entries[index + 1 :]]}
    if len(entries) <= FEWEST_ASKS:
        return None
    # Of an agenda every point stays as long as it can.
    if context["answered"] > (0 if context["occasion"] else FEWEST_ASKS):
        return {**context, "answered": context["answered"] - 1}
    return {**context, "entries": entries[:-1], "answered": len(entries) - 1}


def _briefing(context: Context) -> Context | None:
    """Set the full entry that ranks last as a line, or several where they are many."""
    full = [
        entry
        for part in context["parts"]
        for heading in part["headings"]
        for entry in heading["entries"]
        if entry["in_full"]
    ]
    if len(full) <= FEWEST_ASKS:
        return None
    by_rank = sorted(full, key=lambda entry: entry["rank"])
    last = {id(entry) for entry in by_rank[-_at_once(len(full)) :]}
    parts = [
        {
            **part,
            "headings": [
                {
                    **heading,
                    "entries": [
                        {**entry, "in_full": entry["in_full"] and id(entry) not in last}
                        for entry in heading["entries"]
                    ],
                }
                for heading in part["headings"]
            ],
        }
        for part in context["parts"]
    ]
    return {**context, "parts": parts}


def _pledges(context: Context) -> Context | None:
    """Leave out what others say, from the last promise upwards."""
    return _without_last(context, "rows", "others")


def _changes(context: Context) -> Context | None:
    """Leave out the newer facts, then the sentences of changes, then all but a line of each."""
    facts = sum(bool(row["text"]) for row in context["learned"])
    if facts:
        less = context
        for _ in range(_at_once(facts)):
            less = _without_last(less, "learned", "text") or less
        return less
    groups = context["groups"]
    for index in range(len(groups) - 1, -1, -1):
        less_text = _without_last(groups[index], "rows", "text")
        if less_text:
            return {**context, "groups": [*groups[:index], less_text, *groups[index + 1 :]]}
    for index in range(len(groups) - 1, -1, -1):
        if not all(row["brief"] for row in groups[index]["rows"]):
            rows = [{**row, "brief": True} for row in groups[index]["rows"]]
            brief = {**groups[index], "rows": rows}
            return {**context, "groups": [*groups[:index], brief, *groups[index + 1 :]]}
    return None


def _sources(context: Context) -> Context | None:
    """Leave out the remark on a source, from the last one upwards."""
    less = None
    for _ in range(_at_once(sum(bool(source["note"]) for source in context["listed"]))):
        less = _without_last(less or context, "listed", "note")
    return less


def _checklist(context: Context) -> Context | None:
    """Leave out the row that ranks last; it is one more in the matrix."""
    rows = [row for part in context["parts"] for row in part["rows"]]
    if len(rows) <= FEWEST_ASKS:
        return None
    last = max(rows, key=lambda row: row["rank"])
    parts = [
        {**part, "rows": [row for row in part["rows"] if row is not last]}
        for part in context["parts"]
    ]
    return {**context, "parts": parts, "left_out": context["left_out"] + 1}


def _at_once(number: int) -> int:
    return number // 4 if number > MANY else 1


def _without_last(context: Context, rows: str, key: str) -> Context | None:
    """Empty *key* in the last of *rows* that has it."""
    kept = list(context[rows])
    for index in range(len(kept) - 1, -1, -1):
        if kept[index][key]:
            kept[index] = {**kept[index], key: type(kept[index][key])()}
            return {**context, rows: kept}
    return None


_SPARE: dict[str, Callable[[Context], Context | None]] = {
    "onepager": _onepager,
    "briefing": _briefing,
    "changes": _changes,
    "pledges": _pledges,
    "sources": _sources,
    "card": _card,
    "checklist": _checklist,
}
