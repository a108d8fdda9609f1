"""What came of a meeting, set against its file: the change that records it, or why not.

Pure: today and what is on disk are handed in.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from generator import dates
from generator.meetings import answers_to, rows
from generator.model import Outcome
from generator.model.values import Due, Text
from generator.problems import did_you_mean
from generator.updates import AlreadyError, RefusedError
from generator.yamltext import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from generator.dates import PartialDate
    from generator.edits import Change
    from generator.model import Meeting
    from generator.selection import Entry, Selection


# How long what was said may be: what stands on papers has to find room there.
LONGEST = {"commitment": 500, "by_when": 100, "who": 40}


@dataclass(frozen=True)
class Noted:
    """What was said of one entry, as somebody wrote it down; `number` is that on the paper.

    `raised` is None where nobody said whether it came up.
    """

    number: str
    raised: bool | None = None
    answer: str = ""
    commitment: str = ""
    by_when: str = ""
    who: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written down."""
        words = (self.answer, self.commitment, self.by_when, self.who)
        return self.raised is None and not any(map(_one_line, words))

    def cleaned(self) -> Noted:
        """Return the same in lines that can be written and printed, the number as on the paper."""
        return replace(
            self,
            number=_one_line(self.number).upper(),
            answer=_one_line(self.answer),
            commitment=_one_line(self.commitment),
            by_when=_one_line(self.by_when),
            who=_one_line(self.who),
        )


@dataclass(frozen=True)
class Minutes:
    """The file of one meeting, the entries that can be spoken of there, and the day of writing."""

    meeting: Meeting
    selection: Selection
    file: Change
    written_on: date

    def record(self, notes: Iterable[Noted], *, again: bool = False) -> list[Change]:
        """Return the change that adds *notes*.

        What stands there word for word is passed over. A second word on an entry is refused,
        unless it is meant to take the place of the first (*again*).
        """
        refuse_before(self.meeting, self.written_on)
        entries = rows(self.selection)
        language = self.selection.dataset.project.language
        notes = tuple(notes)
        told = [noted.cleaned() for noted in notes if not noted.is_empty]
        if not told:
            raise RefusedError(f"Nothing was said of {', '.join(noted.number for noted in notes)}.")
        reasons = [reason for noted in told for reason in _against(entries, noted)]
        if reasons:
            raise RefusedError(*reasons)
        known = {outcome.subject: outcome for outcome in self.meeting.latest()}
        new, clashes = [], []
        for noted in told:
            entry = entries[noted.number]
            fields = _fields(entry, noted, language)
            before = known.get(entry.subject)
            if before is not None and _same(before, fields):
                continue
            if before is not None and not again:
                clashes.append(
                    f"{noted.number} has another outcome on file ({_short(before)}). To let the "
                    "new one take its place, repeat this with --again."
                )
            new.append(
                {**fields, "recorded_on": self.written_on.isoformat(), **_kept(before, fields)}
            )
        if clashes:
            raise RefusedError(*clashes)
        if not new:
            raise AlreadyError("Every outcome stands there already.")
        change = self.file
        for outcome in new:
            change = change.append(plain([outcome]), ("outcomes",))
        return [change]

    def keep(self, number: str, kept_on: PartialDate) -> list[Change]:
        """Return the change that says a promise was kept."""
        newest = self.meeting.latest()
        entry = rows(self.selection).get(number.upper())
        names = {number, number.upper()}
        found = [
            (index, outcome)
            for index, outcome in enumerate(self.meeting.outcomes)
            if outcome in newest and outcome.promises
            if names & {outcome.number, outcome.subject[1]}
            or (entry and outcome.number is None and entry.is_about(outcome.subject))
        ]
        if not found:
            promised = [o.number or o.subject[1] for o in newest if o.promises]
            hint = did_you_mean(number, promised) or "Nothing was promised there."
            raise RefusedError(
                f'Nothing about "{number}" was promised at {self.meeting.id}. {hint}'
            )
        index, outcome = found[-1]
        if outcome.kept_on == kept_on:
            raise AlreadyError(f"{self.meeting.id} says so already: {number}, kept {kept_on}.")
        if kept_on.first > self.written_on or kept_on.last < self.meeting.on:
            raise RefusedError(
                f"--kept {kept_on} cannot be: the promise was made on {self.meeting.on}, and today "
                f"is {self.written_on}."
            )
        return [self.file.put(("outcomes", index, "kept_on"), str(kept_on))]


def refuse_before(meeting: Meeting, day: date) -> None:
    """Refuse to record a meeting before it was."""
    if meeting.on > day:
        raise RefusedError(
            f"{meeting.id} is on {meeting.on}, and today is {day}: "
            "nothing can have come of it yet. Correct its day, if it was earlier."
        )


def is_date(text: str) -> bool:
    """Tell whether a due is a date, which can be overdue, and not an occasion."""
    try:
        dates.parse(dates.as_typed(text))
    except ValueError:
        return False
    return True


def _against(entries: dict[str, Entry], noted: Noted) -> Iterator[str]:
    entry = entries.get(noted.number)
    if entry is None:
        yield f'"{noted.number}" is no open entry of this pack. {_near(noted.number, entries)}'
        return
    known = [answer.value for answer in answers_to(entry)]
    if noted.answer and noted.answer.replace(" ", "-") not in known:
        yield f'{noted.number}: "{noted.answer}" is no answer here. One is: {", ".join(known)}.'

    for name, most in LONGEST.items():
        long = len(getattr(noted, name))
        if long > most:
            what = name.replace("_", " ")
            yield f"{noted.number}: {what} has {long} characters, {most} at most. Shorten it."


def _near(number: str, entries: dict[str, Entry]) -> str:
    """Name the entries that may have been meant: a number of one sign more or less, else all."""
    lower = {known.lower(): known for known in entries}
    close = get_close_matches(number.lower(), lower, n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{lower[close[0]]}"?'
    return f"There are: {', '.join(entries)}." if entries else "Nothing is open."


def _one_line(text: str) -> str:
    """Return *text* without line breaks and the signs that no paper can show."""
    shown = (" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)
    return " ".join("".join(shown).split())


def _kept(before: Outcome | None, fields: dict[str, Any]) -> dict[str, str]:
    """Return that the promise was kept, where a second word leaves the promise as it was."""
    if before is None or before.kept_on is None:
        return {}
    new = Outcome.model_validate(fields)
    same = (before.commitment, before.by_when) == (new.commitment, new.by_when)
    return {"kept_on": str(before.kept_on)} if same else {}


def _fields(entry: Entry, noted: Noted, language: str) -> dict[str, Any]:
    kind, name = entry.subject
    fields = {
        kind: name,
        "number": noted.number,
        "raised": bool(noted.raised or noted.answer or noted.commitment),
        "answer": noted.answer.replace(" ", "-"),
        "commitment": noted.commitment,
        "by_when": _due(noted.by_when, language),
        "who": noted.who,
    }
    return {key: value for key, value in fields.items() if value not in ("", None)}


def _due(typed: str, language: str) -> str | dict[str, str]:
    """Return when something is due: a date, or words, which must not look like the start of one."""
    words = dates.as_typed(typed)
    like_a_date = words[:4].isdigit() or words.startswith("after ")
    return {language: words} if like_a_date and not is_date(words) else words


def _same(before: Outcome, fields: dict[str, Any]) -> bool:
    """Tell whether an outcome on file says what *fields* say."""
    new = Outcome.model_validate(fields)
    spoken = ("raised", "answer", "commitment", "by_when", "who")
    return all(getattr(before, name) == getattr(new, name) for name in spoken)


def _short(outcome: Outcome) -> str:
    words = [outcome.answer or "", _plain(outcome.commitment), _plain(outcome.by_when)]
    return ", ".join(word for word in words if word) or "raised"


def _plain(value: Text | Due | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Text):
        return value.plain or ""
    return str(value)
