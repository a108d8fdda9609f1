"""A selection to plain template context in one language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.meetings import of_pack
from generator.model import HANDED_OVER, Distribution
from generator.said import counted, joined, said
from generator.selection import Reach, as_known_on, choose, outward, within
from generator.view import labels
from generator.view.attached import as_yaml
from generator.view.briefing import briefing
from generator.view.card import card
from generator.view.changes import changes
from generator.view.checklist import checklist
from generator.view.frame import framed, pack_fingerprint, sign
from generator.view.matrix import matrix
from generator.view.occasion import Occasion
from generator.view.onepager import onepager
from generator.view.parallel import ParallelError, refuse_mixed, side_by_side
from generator.view.pledges import pledges
from generator.view.sources import sources
from generator.view.speaker import Citations, Context, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from generator.model import Dataset, Pack
    from generator.selection import Selection
    from generator.words import Words

__all__ = [
    "Context",
    "Occasion",
    "ParallelError",
    "contexts",
    "contexts_in",
    "cover",
    "pack_fingerprint",
    "shown_data",
    "speaker_for",
    "wordings",
]


class UnreviewedError(Exception):
    """What is handed over would hold translations that nobody has reviewed."""

    def __init__(self, pack: str, language: str, number: int, asked: str = "") -> None:
        many = counted(
            "%(n)s text is not reviewed in %(language)s.",
            "%(n)s texts are not reviewed in %(language)s.",
            number,
            language=language,
        )
        way = said(
            "accede translations %(language)s %(pack)s makes a table of them; to make the papers "
            "all the same, and say so on each page: accede build %(pack)s --lang %(asked)s "
            "--allow-working",
            language=language,
            asked=asked or language,
            pack=pack,
        )
        super().__init__(joined([many, way]))


# The papers that tell what was said at meetings.
_OF_MEETINGS = ("briefing", "changes", "card")


def contexts(
    dataset: Dataset, pack: Pack, words: Words, occasion: Occasion, asked: str = ""
) -> dict[str, Context]:
    """Return the context of each paper of *pack* that has something to say, by paper.

    *asked* has the languages that were asked for, where one of two is meant.
    """
    shown, speakers = _spoken(dataset, pack, words, occasion)
    handed = [name for name in shown if name in HANDED_OVER and occasion.wants(name)]
    unreviewed = set[str]().union(*(speakers[name].unreviewed for name in handed))
    if unreviewed and not occasion.working:
        raise UnreviewedError(pack.id, words.language, len(unreviewed), asked)
    sign(shown, pack, words, working=bool(unreviewed))
    return shown


def contexts_in(
    dataset: Dataset, pack: Pack, spoken: list[Words], occasion: Occasion
) -> dict[str, Context]:
    """Return the contexts in one language, or those of the papers that show two side by side."""
    if len(spoken) == 1:
        return contexts(dataset, pack, spoken[0], occasion)
    language = "+".join(words.language for words in spoken)
    refuse_mixed(language, spoken)
    return side_by_side([contexts(dataset, pack, w, occasion, language) for w in spoken], language)


def shown_data(dataset: Dataset, pack: Pack, words: Words, occasion: Occasion) -> str:
    """Return the data behind the papers that are handed over, as YAML."""
    _, speakers = _spoken(dataset, pack, words, occasion)
    handed = [speaker for name, speaker in speakers.items() if name in HANDED_OVER]
    items = {item for speaker in handed for item in speaker.shown}
    return as_yaml(handed[0].dataset, items, pack.id) if handed else ""


def wordings(dataset: Dataset, pack: Pack, words: Words, occasion: Occasion) -> set[str]:
    """Return what the papers of *pack* print, ours among them, in the words of the original."""
    _, speakers = _spoken(dataset, pack, words, occasion)
    return set[str]().union(*(speaker.wordings for speaker in speakers.values()))


def _spoken(
    dataset: Dataset, pack: Pack, words: Words, occasion: Occasion
) -> tuple[dict[str, Context], dict[str, Speaker]]:
    """Return the context of each paper, and who spoke it."""
    dataset = Reach(dataset).of(pack)
    everything = _select(dataset, pack, Distribution.INTERNAL, occasion)
    handed = _select(dataset, pack, pack.distribution, occasion)
    handed_cites, our_cites = Citations(), Citations()
    form = occasion.form
    # In this order, so that the briefing numbers the sources and the sources paper lists them all.
    bodies: dict[str, Callable[[Speaker], Context | None]] = {
        "briefing": briefing,
        "onepager": onepager,
        "changes": changes,
        "pledges": pledges,
        "sources": lambda speaker: sources(speaker, _withheld(dataset, handed)),
        "card": card,
        "checklist": lambda speaker: checklist(speaker, form),
        "matrix": matrix,
    }
    shown: dict[str, Context] = {}
    speakers: dict[str, Speaker] = {}
    for paper in ("checklist",) if form else (name for name in bodies if name in pack.papers):
        ours = paper not in HANDED_OVER
        selection, cites = (everything, our_cites) if ours else (handed, handed_cites)
        speaker = Speaker(selection, words, cites, occasion, numbered=not ours)
        body = bodies[paper](speaker)
        if body is not None:
            state = occasion.as_of or _newest_record(speaker, paper) or selection.day
            shown[paper] = framed(speaker, paper, body, state, ours=ours)
            speakers[paper] = speaker
    return shown, speakers


def speaker_for(dataset: Dataset, pack: Pack, words: Words, occasion: Occasion) -> Speaker:
    """Return who speaks for our own people: of everything that *pack* is about."""
    selection = _select(dataset, pack, Distribution.INTERNAL, occasion)
    return Speaker(selection, words, Citations(), occasion, numbered=False)


def cover(bundle: str, bound: list[Context], words: Words) -> Context:
    """Return the context of a bundle's first page, less the page numbers of what it binds."""
    first = bound[0]
    frame = {key: value for key, value in first.items() if isinstance(value, str)}
    newest = max(bound, key=lambda paper: str(paper["newest_on"]))
    last = max(bound, key=lambda paper: str(paper["state_iso"]))
    title = words.say(labels.BUNDLE[bundle])
    return {
        **frame,
        "paper": "contents",
        "paper_word": title,
        "title": title,
        "newest": newest["newest"],
        "state": last["state"],
        "state_iso": last["state_iso"],
        "papers": [
            {
                "title": paper["title"],
                "word": paper["paper_word"],
                "anchor": f"{paper['paper']}-top",
            }
            for paper in bound
        ],
    }


def _select(dataset: Dataset, pack: Pack, level: Distribution, occasion: Occasion) -> Selection:
    """Take out what this reader may not see and what was later, then choose.

    A meeting that the reader may not know of does not move the day of its papers either.
    """
    if level is Distribution.INTERNAL:
        day = occasion.day(dataset, pack)
        whole = as_known_on(dataset, day)
        return choose(whole, whole.packs[pack.id], day)
    visible = outward(within(dataset, level, pack.addressee))
    day = occasion.day(visible, pack)
    known, whole = as_known_on(visible, day), as_known_on(dataset, day)
    return choose(known, known.packs[pack.id], day, numbered_by=whole)


def _newest_record(speaker: Speaker, paper: str) -> date | None:
    """Return the last day on which something that *paper* shows was recorded."""
    noted = [
        outcome.recorded_on or meeting.on
        for meeting in of_pack(speaker.dataset, speaker.selection.pack)
        for outcome in meeting.outcomes
        if paper in _OF_MEETINGS
    ]
    newest = speaker.dataset.newest_record(speaker.shown.values())
    return max([*noted, *([newest] if newest else [])], default=None)


def _withheld(dataset: Dataset, handed: Selection) -> int:
    """Count the entries about the pack's items that rest on too little to go outward.

    What the reader may not see at all is not counted: a number would tell that it is there.
    """
    pack = handed.pack
    items = [line.item for line in handed.lines]
    whole = replace(dataset, items={item.id: dataset.items[item.id] for item in items})
    seen = as_known_on(within(whole, pack.distribution, pack.addressee), handed.day).items
    return sum(len(seen[item.id].assessments) - len(item.assessments) for item in items)
