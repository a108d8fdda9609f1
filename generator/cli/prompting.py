"""The questions of `meeting record`: one entry after the other, left and resumed at will."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.room import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Meeting, MeetingAnswer
    from generator.outcomes import Noted
    from generator.selection import Entry
    from generator.view.speaker import Speaker

_LEAVE = "q"
_SKIP = "s"


class Questions:
    """Asks what came of each entry of a meeting that has no outcome yet."""

    def __init__(self, meeting: Meeting, speaker: Speaker, *, again: bool) -> None:
        from generator.meetings import agenda, rows  # noqa: PLC0415 - keeps --help light

        self.speaker = speaker
        entries = agenda(meeting, speaker.selection) or [*rows(speaker.selection).values()]
        done = {outcome.subject for outcome in meeting.outcomes}
        self.left = [entry for entry in entries if again or not any(map(entry.is_about, done))]
        self.of, self.recorded = len(entries), 0

    def answered(self) -> Iterator[Noted]:
        """Yield what came of one entry after the other, until all are told or somebody leaves."""
        waiting = len(self.left)
        if waiting:
            say(f"{waiting} of {self.of} entries to record; {_SKIP} skips one, {_LEAVE} leaves.")
        try:
            for entry in list(self.left):
                self._show(entry)
                said = _choose("Raised?", ("y", "n", _SKIP, _LEAVE))
                if said == _LEAVE:
                    return
                if said != _SKIP:
                    noted = self._noted(entry, raised=said == "y")
                    yield noted
                    self.recorded += 1
                    self.left.remove(entry)
        except (click.Abort, KeyboardInterrupt):  # Ctrl-C, or no more input: what is told stays
            say("")

    def summary(self, meeting: str, *, dry_run: bool) -> str:
        """Return what was recorded and how to go on."""
        done = f"{self.recorded} {'would be recorded' if dry_run else 'recorded'}"
        if not self.left:
            return f"{done}; every entry has its outcome."
        return f"{done}, {len(self.left)} left. To go on: accede meeting record {meeting}"

    def _show(self, entry: Entry) -> None:
        from generator.view.entries import entry_context  # noqa: PLC0415 - keeps --help light

        shown = entry_context(self.speaker, entry, "number", "headline", "status")
        status = f" ({shown['status']['word']})" if shown["status"] else ""
        say(f"\n{shown['number']}  {shown['headline']}{status}")

    def _noted(self, entry: Entry, *, raised: bool) -> Noted:
        from generator.meetings import answers_to  # noqa: PLC0415 - keeps --help light
        from generator.outcomes import Noted, is_date  # noqa: PLC0415

        if not raised:
            return Noted(entry.number, raised=False)
        answer = _answer(answers_to(entry))
        commitment = _words("Commitment", "commitment")
        by_when = _words("By when", "by_when") if commitment else ""
        if by_when and not is_date(by_when):
            say("Kept as words; only a date can become overdue.")
        return Noted(
            entry.number,
            raised=True,
            answer=answer,
            commitment=commitment,
            by_when=by_when,
            who=_words("Who follows it up", "who"),
        )


def _answer(answers: tuple[MeetingAnswer, ...]) -> str:
    listed = ", ".join(f"{n} {answer.value}" for n, answer in enumerate(answers, 1))
    numbers = tuple(str(n) for n in range(1, len(answers) + 1))
    chosen = _choose(f"Answer ({listed}, 0 none)", ("0", *numbers))
    return "" if chosen == "0" else answers[int(chosen) - 1].value


def _choose(question: str, words: tuple[str, ...]) -> str:
    said = click.prompt(question, type=click.Choice(words, case_sensitive=False), err=True)
    return str(said)


def _words(question: str, name: str) -> str:
    """Ask until the words are short enough for what they are to be."""
    from generator.outcomes import LONGEST  # noqa: PLC0415 - keeps --help light

    form, most = f"{question} (Enter for none)", LONGEST[name]
    while True:
        said = str(click.prompt(form, default="", show_default=False, err=True)).strip()
        if len(said) <= most:
            return said
        say(f"That has {len(said)} characters, {most} at most. Shorten it.")
