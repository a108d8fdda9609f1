"""A selection to plain template context in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import HANDED_OVER, Distribution
from generator.selection import as_known_on, choose, outward, within
from generator.view import labels
from generator.view.briefing import briefing
from generator.view.checklist import checklist
from generator.view.frame import framed
from generator.view.matrix import matrix
from generator.view.sources import sources
from generator.view.speaker import Citations, Context, Speaker

if TYPE_CHECKING:
    from datetime import date

    from generator.model import Dataset, Pack
    from generator.selection import Selection
    from generator.words import Words

__all__ = ["Context", "contexts", "cover"]


def contexts(dataset: Dataset, pack: Pack, words: Words, as_of: date | None) -> dict[str, Context]:
    """Return the context of every paper of *pack* in the language of *words*, by paper.

    *as_of* is the day the world is shown on: the option's or the pack's; None is the dataset's.
    """
    day = as_of or dataset.project.as_of
    everything = _select(dataset, pack, Distribution.INTERNAL, day)
    handed = _select(dataset, pack, pack.distribution, day)
    handed_cites, our_cites = Citations(), Citations()
    shown: dict[str, Context] = {}
    for paper in ("briefing", "sources", "checklist", "matrix"):
        ours = paper not in HANDED_OVER
        selection = everything if ours else handed
        cites = our_cites if ours else handed_cites
        speaker = Speaker(selection, words, cites, numbered=not ours)
        if paper == "briefing":
            body = briefing(speaker)
        elif paper == "sources":
            body = sources(speaker, _withheld(everything, handed))
        else:
            body = checklist(speaker) if paper == "checklist" else matrix(speaker)
        state = as_of or _newest_record(selection) or day
        shown[paper] = framed(speaker, paper, body, state, ours=ours)
    return shown


def cover(bundle: str, bound: list[Context], words: Words) -> Context:
    """Return the context of a bundle's first page, less the page numbers of what it binds."""
    first = bound[0]
    frame = {key: value for key, value in first.items() if isinstance(value, str)}
    title = words.say(labels.BUNDLE[bundle])
    return {
        **frame,
        "paper": "contents",
        "paper_word": title,
        "title": title,
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
    allowed = within(dataset, level, pack.addressee)
    if level is not Distribution.INTERNAL:
        allowed = outward(allowed)
    known = as_known_on(allowed, day)
    return choose(known, known.packs[pack.id], day)


def _newest_record(selection: Selection) -> date | None:
    return selection.dataset.newest_record(line.item for line in selection.lines)


def _withheld(everything: Selection, handed: Selection) -> int:
    """Count the entries about the pack's items that its reader does not get."""

    def entries(selection: Selection) -> int:
        return sum(len(line.item.assessments) for line in selection.lines)

    return max(0, entries(everything) - entries(handed))
