"""An entry of a pack in words: headline, ask, askers, proof, what to say, its items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.compare import Change
from generator.dates import PartialDate
from generator.model import Kind, Status
from generator.model.registers import newest_ask
from generator.view import labels
from generator.view.lines import OUTCOME, line_context
from generator.view.timeline import topic_timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model import Ask, Assessment, Due, Item, Response, Topic
    from generator.model.items import Case
    from generator.selection import Entry
    from generator.view.speaker import Context, Speaker


# What a row of the checklist shows, an entry that is a line only, and one in full.
ROW = ("number", "subject", "headline", "for", "status", "changed", "rank")
BRIEF = ("number", "headline", "by", "status", "in_full", "rank", "changed")
FULL = (
    *BRIEF,
    "text",
    "for",
    "asked",
    "did",
    "proof",
    "answer",
    "say",
    "see",
    "raised",
    "lines",
    "cases",
    "timeline",
)


def entry_context(speaker: Speaker, entry: Entry, *fields: str) -> Context:
    """Return these *fields* of an entry: what a paper shows and no more keeps its key exact."""
    speaker.shows(*(line.item for line in entry.shown))
    return {field: _FIELDS[field](speaker, entry) for field in fields}


def _changed(speaker: Speaker, entry: Entry) -> Context | None:
    """Return how the entry differs from what its reader was told last; the gravest first."""
    found = [speaker.changed.get(line.item.id) for line in entry.shown]
    told = [changed for changed in found if changed and changed.is_news]
    if not told:
        return None
    order = list(Change)
    first = min(told, key=lambda changed: order.index(changed.change))
    word = labels.LATE if first.late else labels.MARK[first.change]
    return {"key": first.change.value, "word": speaker.words.say(word)}


def _rank(speaker: Speaker, entry: Entry) -> int:
    """Return how soon the entry gives way where room is short: part A last, then by rank."""
    rank = speaker.selection.pack.rank
    if entry.number.startswith("A"):
        return 0
    return 1 + (rank.index(entry.topic.id) if entry.topic.id in rank else len(rank))


def _due(speaker: Speaker, entry: Entry) -> str:
    """Return when it is due: the date or occasion of today's ask, or the day of the promise."""
    if entry.is_pledge:
        deadline = entry.lines[0].item.deadline
        if deadline is None or deadline.by is None:
            return ""
        said = speaker.words.say("Due: %(due)s", due=speaker.deadline(deadline))
        return _with_overdue(speaker, said, deadline.by, entry)
    ask = ask_of(speaker, entry)
    if ask is None or ask.by is None or entry.see:
        return ""
    said = speaker.words.say("By when: %(due)s", due=speaker.due(ask.by))
    return _with_overdue(speaker, said, ask.by, entry)


def _with_overdue(speaker: Speaker, said: str, due: Due, entry: Entry) -> str:
    """Add that the day has passed, where what was to be done by then is not."""
    late = isinstance(due, PartialDate) and due.last < speaker.day
    if not late or all(line.item.status_at(speaker.day).is_done for line in entry.shown):
        return said
    return speaker.words.say("%(when)s (overdue)", when=said)


def _proof(speaker: Speaker, entry: Entry) -> Context | None:
    """Return the fact behind the entry's status, once for a topic."""
    lead = _moved(speaker, entry) or _lead(speaker, entry)
    if lead is None or (entry.see and not entry.is_pledge):
        return None
    return speaker.proof(lead)


def _moved(speaker: Speaker, entry: Entry) -> Item | None:
    """Return the item whose status moved since the reader was told last: that fact comes first."""
    moved = (Change.CORRECTED, Change.WORSE, Change.IMPROVED)
    found = [line.item for line in entry.shown if line.item.id in speaker.changed]
    changed = {item.id: speaker.changed[item.id].change for item in found}
    candidates = [item for item in found if changed[item.id] in moved]
    return min(candidates, key=lambda item: moved.index(changed[item.id]), default=None)


def _did(speaker: Speaker, entry: Entry) -> Context | None:
    """Return, for the government's own pack, the best step it took on the topic."""
    if not speaker.selection.own:
        return None
    steps = [
        line.item
        for line in entry.shown
        if line.item.status_at(speaker.day) in (Status.FULLY, Status.MOSTLY, Status.PARTIALLY)
        and line.item.kind is not Kind.IMPLIED
    ]
    lead = _lead(speaker, entry)
    best = max(steps, key=lambda item: item.status_at(speaker.day).rank, default=None)
    return speaker.proof(best) if best and best is not lead else None


def _answer(speaker: Speaker, entry: Entry) -> Context | None:
    """Return the newest word of the government itself on the entry's items, beside our verdict."""
    if _stands_above(entry) or entry.number.startswith("A"):
        return None
    family = speaker.dataset.family(speaker.dataset.project.subject)
    words: list[tuple[PartialDate, Assessment | Response]] = [
        (word.as_of, word)
        for line in entry.shown
        for word in line.item.history()
        if word.by in family and word.as_of.last <= speaker.day
    ]
    words += [(said.on, said) for line in entry.shown for said in line.item.responses]
    told = [(when, word) for when, word in words if word.summary and word.evidence]
    if not told:
        return None
    when, newest = max(told, key=lambda dated: dated[0])
    return {
        "text": speaker.told(newest),
        "when": speaker.month(when),
        "cites": speaker.cites(newest.evidence, most=1),
    }


def ask_of(speaker: Speaker, entry: Entry) -> Ask | None:
    """Return the ask of the entry: its item's own where it has one, else its topic's."""
    if entry.number.startswith("A"):
        return newest_ask(entry.lines[0].item.asks, speaker.day)
    return entry.topic.ask_at(speaker.day)


def _headline(speaker: Speaker, entry: Entry) -> str:
    """Return today's ask in short; before there was one, the titles of the items."""
    items = [line.item for line in entry.shown]
    if entry.is_pledge:
        return speaker.text(items[0].title)
    ask = ask_of(speaker, entry)
    if ask:
        return speaker.text(ask.short)
    titles = [speaker.text(item.title) for item in items]
    return titles[0] if len(titles) == 1 else speaker.text(entry.topic.title)


def _stands_above(entry: Entry) -> bool:
    """Tell whether the entry leaves the ask to another: its topic's first one, or its promise."""
    return bool(entry.see) or entry.is_pledge


def _ask_text(speaker: Speaker, entry: Entry) -> str:
    ask = ask_of(speaker, entry)
    if _stands_above(entry):
        return ""
    if ask:
        return speaker.text(ask.text)
    items = [line.item for line in entry.shown]
    return speaker.text(items[0].text) if len(items) == 1 else ""


def _say(speaker: Speaker, entry: Entry) -> str:
    """Return the sentence to say; the government itself is not told what to say to it."""
    ask = ask_of(speaker, entry)
    silent = _stands_above(entry) or speaker.selection.own
    return speaker.text(ask.say) if ask and not silent else ""


def _raised(speaker: Speaker, entry: Entry) -> list[Context]:
    return [
        {"text": speaker.text(fact.text), "cites": speaker.cites(fact.evidence)}
        for fact in entry.raised
    ]


def _lines(speaker: Speaker, entry: Entry) -> list[Context]:
    shown = (*OUTCOME, "open", "made", "since", "kind", "kind_word", "moved")
    return [line_context(speaker, line, *shown) for line in entry.shown]


def _timeline(speaker: Speaker, entry: Entry) -> Context | None:
    if _stands_above(entry) or entry.number.startswith("A"):
        return None
    return topic_timeline(speaker, entry.topic)


def _for_whom(speaker: Speaker, entry: Entry) -> str:
    """Name the part of the addressee an entry of part A is for, if it is not for the whole."""
    if not entry.number.startswith("A"):
        return ""
    pack = speaker.selection.pack
    name = speaker.short(entry.lines[0].item.addressee)
    known = entry.lines[0].item.addressee == pack.addressee or name in speaker.text(pack.for_whom)
    return "" if known else name


def _status(speaker: Speaker, entry: Entry) -> Context | None:
    found = entry.weakest(speaker.day)
    if found is None:
        return None
    status, have, of = found
    item = _lead(speaker, entry)
    kind = item.kind if item else Kind.RECOMMENDATION
    return {
        "key": status.value,
        "word": speaker.words.say(labels.status_word(status, kind)),
        "share": speaker.words.say("%(have)s of %(of)s", have=have, of=of) if of > 1 else "",
        "when": speaker.evidence_date(item.verdict_at(speaker.day)) if item else "",
    }


def _lead(speaker: Speaker, entry: Entry) -> Item | None:
    """Return the item that speaks for the entry: weakest, then by priority, then newest."""
    day = speaker.day
    items = [line.weakest(day) for line in entry.shown]
    outright = [item for item in items if item.kind is not Kind.IMPLIED] or items
    candidates = [item for item in outright if item.standing.at(day).is_open]

    def weight(item: Item) -> tuple[int, int, int]:
        entry = item.verdict_at(day).entry
        age = entry.as_of.last.toordinal() if entry else 0
        return item.status_at(day).rank, item.priority, -age

    return min(candidates, key=weight, default=None)


def _asked(speaker: Speaker, entry: Entry) -> list[str]:
    """Return who asked since when: makers, promises on the topic, other bodies that asked."""
    if entry.is_pledge:
        return [_promised(speaker, entry.shown[0].item)]
    # What is closed asked for something else, and lends its age to no open ask.
    items = [
        line.item
        for line in entry.lines
        if line.item.kind not in (Kind.IMPLIED, Kind.PLEDGE)
        and line.item.standing.at(speaker.day).is_open
    ]
    asked = [(item.made_by, speaker.dataset.made_on(item)) for item in items]
    if entry.number.startswith("A") or entry.see:
        return speaker.askers(asked)
    also = [(also.by, also.on) for also in entry.topic.also_asked]
    return speaker.askers([*asked, *also]) + _promises(speaker, entry.topic)


def _promises(speaker: Speaker, topic: Topic) -> list[str]:
    pledges = [
        item
        for item in speaker.dataset.items.values()
        if item.kind is Kind.PLEDGE and item.topic == topic.id
    ]
    return list(dict.fromkeys(_promised(speaker, pledge) for pledge in pledges))


def _promised(speaker: Speaker, pledge: Item) -> str:
    return speaker.words.say(
        "promised to the %(body)s in %(date)s",
        body=speaker.short(pledge.made_to),
        date=speaker.month(speaker.dataset.made_on(pledge)),
    )


def _cases(speaker: Speaker, entry: Entry) -> list[str]:
    """Return the persons an entry is about, by label where the name should not be carried."""
    names = dict.fromkeys(name for line in entry.shown for name in line.item.cases)
    cases = [speaker.dataset.cases[name] for name in names if name in speaker.dataset.cases]
    if speaker.selection.own:
        # To the government nobody is named for whom nothing is asked, or whom it might seek out.
        cases = [case for case in cases if case.asked and not case.carry_risk]
    label_only = speaker.selection.own or speaker.words.language in ("ru", "kk")

    def is_named(case: Case) -> bool:
        return speaker.dataset.may_name(case, speaker.day) and not (case.carry_risk or label_only)

    return [case.name if is_named(case) else speaker.text(case.label) for case in cases]


_FIELDS: dict[str, Callable[[Speaker, Entry], Any]] = {
    "number": lambda _, entry: entry.number,
    "subject": lambda _, entry: ":".join(entry.subject),
    "headline": _headline,
    "text": _ask_text,
    "by": _due,
    "for": _for_whom,
    "status": _status,
    "asked": _asked,
    "did": _did,
    "proof": _proof,
    "answer": _answer,
    "say": _say,
    "see": lambda _, entry: entry.see,
    "raised": _raised,
    "changed": _changed,
    "lines": _lines,
    "cases": _cases,
    "timeline": _timeline,
    "in_full": lambda _, entry: entry.in_full,
    "rank": _rank,
}
