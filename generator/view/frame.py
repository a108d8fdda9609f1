"""What every page of every paper says: publisher, for whom, state of which day, sharing."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from generator.assets import own_texts
from generator.model import HANDED_OVER
from generator.view import labels

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from generator.dates import PartialDate
    from generator.model import Pack
    from generator.view.speaker import Context, Speaker
    from generator.words import Words


def framed(speaker: Speaker, paper: str, body: Context, state: date, *, ours: bool) -> Context:
    """Put *body* into the frame of *paper*, and the fingerprint of the whole into the frame."""
    project, pack = speaker.dataset.project, speaker.selection.pack
    say = speaker.words.say

    def known_by(when: PartialDate) -> date:
        """Return the day by which a fact was known; of a year not yet over that is its start."""
        return when.last if when.last <= speaker.day else when.first

    newest = max(speaker.facts, key=known_by, default=None)
    internal = say("Internal. For our own delegation; not to be handed over.")
    context: Context = {
        "language": speaker.words.language,
        "direction": speaker.words.locale.text_direction,
        "paper": paper,
        "paper_word": say(labels.PAPER[paper]),
        "pack": pack.id,
        "publisher": speaker.name(project.publisher),
        "about": speaker.text(project.about),
        "contact": speaker.text(project.contact),
        "disclaimer": speaker.text(project.disclaimer),
        "subject": speaker.text(project.subject_name),
        "for_whom": speaker.text(pack.for_whom),
        "pack_title": speaker.text(pack.title),
        "state": say("State of %(date)s", date=speaker.words.date(state)),
        "state_iso": state.isoformat(),
        "newest_on": known_by(newest).isoformat() if newest else "",
        "newest": say("newest evidence %(date)s", date=speaker.month(newest)) if newest else "",
        "limits": speaker.text(project.limits),
        "sharing": internal if ours else speaker.text(pack.sharing),
        "note": speaker.text(pack.note),
        **body,
    }
    if not (ours or pack.fingerprint):
        context["unmarked"] = "yes"
    return {**context, "fingerprint": fingerprint(context)}


def sign(shown: Mapping[str, Context], pack: Pack, words: Words, *, working: bool) -> None:
    """Say on every paper that is handed over whether it is a draft: signed off it is none.

    Where translations are only *working* ones, each page says that too. The fingerprint on a paper
    is that of its content and stays the same when it is signed off.
    """
    agreed = [sign_off.fingerprint for sign_off in pack.sign_offs]
    signed = bool(agreed) and pack_fingerprint(shown, words) in agreed
    marks = [
        "" if signed else words.say("DRAFT"),
        words.say("working translation, not reviewed") if working else "",
    ]
    said = " · ".join(mark for mark in marks if mark)
    for paper, context in shown.items():
        context["draft"] = said if paper in HANDED_OVER else ""


def pack_fingerprint(shown: Mapping[str, Context], words: Words) -> str:
    """Return the fingerprint of all that is handed over: of what somebody agrees to.

    Templates of the project's own count: they may say anything.
    """
    handed: dict[str, object] = {
        paper: {key: value for key, value in context.items() if key != "draft"}
        for paper, context in shown.items()
        if paper in HANDED_OVER
    }
    if own := own_texts(words.folders):
        handed["templates"] = own
    return _digest(handed)[:32]


def fingerprint(context: Context) -> str:
    """Return eight hex digits that change when anything the paper shows does."""
    whole = _digest(context)
    return f"{whole[:4]}-{whole[4:8]}"


def _digest(content: object) -> str:
    """Return the SHA-256 of *content*, plain values only, in hex digits."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
