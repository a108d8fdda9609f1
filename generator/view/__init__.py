"""A selection to plain template context in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.meetings import of_pack
from generator.model import HANDED_OVER, Distribution
from generator.selection import as_known_on, choose, outward, within
from generator.view import labels
from generator.view.briefing import briefing
from generator.view.card import card
from generator.view.changes import changes
from generator.view.checklist import checklist
from generator.view.frame import framed, pack_fingerprint, sign
from generator.view.matrix import matrix
from generator.view.occasion import Occasion
from generator.view.onepager import onepager
from generator.view.pledges import pledges
from generator.view.sources import sources
from generator.view.speaker import Citations, Context, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from generator.model import Dataset, Pack
    from generator.selection import Selection
    from generator.words import Words

__all__ = ["Context", "Occasion", "contexts", "cover", "pack_fingerprint", "speaker_for"]


def contexts(dataset: Dataset, pack: Pack, words: Words, occasion: Occasion) -> dict[str, Context]:
    """Return the context of each paper of *pack* that has something to say, by paper."""
    day = occasion.day(dataset, pack)
    everything = _select(dataset, pack, Distribution.INTERNAL, day)
    handed = _select(dataset, pack, pack.distribution, day)
    handed_cites, our_cites = Citations(), Citations()
    form = occasion.form
    # In this order, so that the briefing numbers the sources and the sources paper lists them all.
    bodies: dict[str, Callable[[Speaker], Context | None]] = {
        "briefing": briefing,
        "onepager": onepager,
        "changes": changes,
        "pledges": pledges,
        "sources": lambda speaker: sources(speaker, _withheld(everything, handed)),
        "card": card,
        "checklist": lambda speaker: checklist(speaker, form),
        "matrix": matrix,
    }
    shown: dict[str, Context] = {}
    for paper in ("checklist",) if form else (name for name in bodies if name in pack.papers):
        ours = paper not in HANDED_OVER
        selection, cites = (everything, our_cites) if ours else (handed, handed_cites)
        speaker = Speaker(selection, words, cites, occasion, numbered=not ours)
        body = bodies[paper](speaker)
        if body is not None:
            state = occasion.as_of or _newest_record(selection) or day
            shown[paper] = framed(speaker, paper, body, state, ours=ours)
    sign(shown, pack, words)
    return shown


def speaker_for(dataset: Dataset, pack: Pack, words: Words, occasion: Occasion) -> Speaker:
    """Return who speaks for our own people: of everything that *pack* is about."""
    day = occasion.day(dataset, pack)
    selection = _select(dataset, pack, Distribution.INTERNAL, day)
    return Speaker(selection, words, Citations(), occasion, numbered=False)


def cover(bundle: str, bound: list[Context], words: Words) -> Context:
    """Return the context of a bundle's first page, less the page numbers of what it binds."""
    first = bound[0]
    frame = {key: value for key, value in first.items() if isinstance(value, str)}
    newest = max(bound, key=lambda paper: str(paper["newest_on"]))
    title = words.say(labels.BUNDLE[bundle])
    return {
        **frame,
        "paper": "contents",
        "paper_word": title,
        "title": title,
        "newest": newest["newest"],
        "papers": [
            {
                "title": paper["title"],
                "word": paper["paper_word"],
                "anchor": f"{paper['paper']}-top",
            }
            for paper in bound
        ],
    }


def _select(dataset: Dataset, pack: Pack, level: Distribution, day: date) -> Selection:
    """Take out what this reader may not see and what was later, then choose."""
    whole = as_known_on(dataset, day)
    if level is Distribution.INTERNAL:
        return choose(whole, whole.packs[pack.id], day)
    known = as_known_on(outward(within(dataset, level, pack.addressee)), day)
    return choose(known, known.packs[pack.id], day, numbered_by=whole)


def _newest_record(selection: Selection) -> date | None:
    """Return the last day on which something the pack shows was recorded."""
    known = selection.dataset
    noted = [
        outcome.recorded_on or meeting.on
        for meeting in of_pack(known, selection.pack)
        for outcome in meeting.outcomes
    ]
    newest = known.newest_record(line.item for line in selection.lines)
    return max([*noted, *([newest] if newest else [])], default=None)


def _withheld(everything: Selection, handed: Selection) -> int:
    """Count the entries about the pack's items that its reader does not get."""

    def entries(selection: Selection) -> int:
        return sum(len(line.item.assessments) for line in selection.lines)

    return max(0, entries(everything) - entries(handed))
