"""What every page of every paper says: publisher, for whom, state of which day, sharing."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from generator.view import labels

if TYPE_CHECKING:
    from datetime import date

    from generator.view.speaker import Context, Speaker


def framed(speaker: Speaker, paper: str, body: Context, state: date, *, ours: bool) -> Context:
    """Put *body* into the frame of *paper*, and the fingerprint of the whole into the frame."""
    project, pack = speaker.dataset.project, speaker.selection.pack
    say = speaker.words.say
    newest = max(speaker.cited.facts, key=lambda when: when.last, default=None)
    internal = say("Internal. For our own delegation; not to be handed over.")
    context = {
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
        "newest_on": newest.last.isoformat() if newest else "",
        "newest": say("newest evidence %(date)s", date=speaker.month(newest)) if newest else "",
        "sharing": internal if ours else speaker.text(pack.sharing),
        "note": speaker.text(pack.note),
        **body,
    }
    return {**context, "fingerprint": fingerprint(context)}


def fingerprint(context: Context) -> str:
    """Return eight hex digits that change when anything the paper shows does."""
    content = json.dumps(context, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return f"{digest[:4]}-{digest[4:8]}"
