"""Says what the data holds in one language: texts, names, dates, verdicts, citations.

The only place where texts are resolved to a language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator import dates
from generator.compare import compare
from generator.dates import PartialDate
from generator.model import DocumentedLater, Standing, Text
from generator.model.items import Deadline
from generator.view import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from generator.compare import Changed
    from generator.model import (
        Assessment,
        Dataset,
        Due,
        Evidence,
        Item,
        LegalRef,
        Meeting,
        Response,
        Verdict,
    )
    from generator.selection import Selection
    from generator.view.occasion import Occasion
    from generator.words import Words

Context = dict[str, Any]


@dataclass
class Citations:
    """The sources that a set of papers cites, numbered once in the order of first use."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, evidence: str) -> int:
        """Return the number of a source, giving it the next one at its first use."""
        return self.numbers.setdefault(evidence, len(self.numbers) + 1)


class Speaker:
    """Turns what one selection holds into words of one language, for one paper.

    `facts` are the dates of the evidence, `shown` the items and `wordings` the texts, in the words
    of the original, that the paper turned out to show; `unreviewed` texts lack a reviewed wording.
    """

    def __init__(
        self,
        selection: Selection,
        words: Words,
        cited: Citations,
        occasion: Occasion,
        *,
        numbered: bool,
    ) -> None:
        self.selection: Selection = selection
        self.words: Words = words
        self.cited: Citations = cited
        self.occasion: Occasion = occasion
        self.wordings: set[str] = set()
        self.unreviewed: set[str] = set()
        self.numbered = numbered
        self.facts: list[PartialDate] = []
        self.shown: dict[str, Item] = {}
        self.dataset: Dataset = selection.dataset
        self.day: date = selection.day

    @cached_property
    def meeting(self) -> Meeting | None:
        """Return the meeting the delegation goes to, if one is on file."""
        return self.occasion.next_meeting(self.dataset, self.selection.pack)

    @cached_property
    def since(self) -> date | None:
        """Return the day that changes are told from, if there is one."""
        return self.occasion.told_from(self.dataset, self.selection.pack)

    def shows(self, *items: Item) -> None:
        """Take note that the paper shows *items*: its state is that of what it shows."""
        self.shown |= {item.id: item for item in items}

    @cached_property
    def changed(self) -> Mapping[str, Changed]:
        """Return how each open or closed item changed since that day; nothing without a day."""
        if self.since is None:
            return {}
        standing = self.selection.standing(Standing.LIVE, Standing.CARRIED, Standing.CLOSED)
        items = [line.item for line in standing]
        found = compare(self.dataset, items, self.since, self.day, told=self.occasion.as_of)
        return {changed.item.id: changed for changed in found}

    def text(self, text: Text | None) -> str:
        """Return the wording of *text* in the paper's language, or an empty string."""
        if text is None:
            return ""
        original = self.dataset.project.language
        wanted = self.words.language
        self.wordings.add(text.wording(original, original)[0])
        if not text.is_reviewed(wanted, original):
            self.unreviewed.add(text.wording(original, original)[0])
        said, language = text.wording(wanted, original)
        return said if language == wanted else self._marked(said, language)

    def _marked(self, said: str, language: str) -> str:
        """Mark a text that is not there in the paper's language."""
        name = self.words.locale.languages.get(language.partition("-")[0], language)
        return self.words.say("%(text)s [%(language)s]", text=said, language=name)

    def name(self, body: str | None) -> str:
        """Return the full name of a body on the paper's day."""
        return self.text(self.dataset.bodies[body].names_on(self.day)[0]) if body else ""

    def short(self, body: str | None) -> str:
        """Return the name of a body as one says it."""
        return self.text(self.dataset.bodies[body].names_on(self.day)[1]) if body else ""

    def due(self, due: Due | None) -> str:
        """Return when something is due: a date, or an occasion."""
        return self.words.date(due) if isinstance(due, PartialDate) else self.text(due)

    def deadline(self, deadline: Deadline) -> str:
        """Return when a document wants it done, and whether that is only read from its context."""
        due = self.due(deadline.by) if deadline.by else ""
        if due and deadline.basis is Deadline.Basis.CONTEXT:
            return self.words.say("%(due)s, by its context", due=due)
        return due

    def by(self, due: Due | None) -> str:
        """Return "by" and the date, or the occasion as it stands."""
        if isinstance(due, PartialDate):
            return self.words.say("by %(date)s", date=self.words.date(due))
        return self.text(due)

    def month(self, when: PartialDate) -> str:
        """Return a date as one says it aloud: the month is enough."""
        return self.words.date(dates.to_month(when))

    def cite(self, evidence: str) -> str:
        """Return a source as one can say it aloud: "EU, December 2021"."""
        source = self.dataset.evidence[evidence]
        who = self.text(source.cite) or self.short(source.publisher) or self.text(source.title)
        return self.words.listed([who, self.month(source.date) if source.date else ""])

    def cites(self, evidence: Iterable[str], most: int = 2) -> list[Context]:
        """Return up to *most* sources, each with its number where the paper numbers them."""
        known = [self.dataset.evidence[name] for name in evidence if name in self.dataset.evidence]
        best = sorted(known, key=lambda source: source.grade)[:most]
        return [self._cited(source) for source in best]

    def _cited(self, source: Evidence) -> Context:
        number = self.cited.number(source.id) if self.numbered else None
        if source.date is not None:
            self.facts.append(source.date)
        return {"id": source.id, "label": self.cite(source.id), "number": number}

    def verdict(self, item: Item) -> Context:
        """Return an item's status as key, word and the date of its evidence."""
        verdict: Verdict = item.verdict_at(self.day)
        when = verdict.entry.as_of if verdict.entry else None
        return {
            "key": verdict.status.value,
            "word": self.words.say(labels.status_word(verdict.status, item.kind)),
            "when": self.evidence_date(verdict),
            "day": when.text if when else "",
        }

    def evidence_date(self, verdict: Verdict) -> str:
        """Return the date of a verdict's evidence, empty where there is none."""
        if verdict.entry is None or not verdict.entry.evidence:
            return ""
        self.facts.append(verdict.entry.as_of)
        return self.month(verdict.entry.as_of)

    def proof(self, item: Item) -> Context | None:
        """Return the summary behind an item's status, with sources one can say aloud."""
        entry = item.verdict_at(self.day).entry
        if entry is None or not entry.summary:
            return None
        return {"text": self.told(entry), "cites": self.cites(entry.evidence)}

    def told(self, entry: Assessment | Response) -> str:
        """Return what an entry tells; that it was documented only after the day shown, if so."""
        said = self.text(entry.summary)
        if said and isinstance(entry, DocumentedLater):
            return self.words.say("%(fact)s (documented later)", fact=said)
        return said

    def legal(self, item: Item, *, moved_only: bool = False) -> list[str]:
        """Return the instruments an item names, each with what became of the article."""
        said = (self._legal(ref, moved_only=moved_only) for ref in item.legal_refs)
        return [words for words in said if words]

    def _legal(self, ref: LegalRef, *, moved_only: bool) -> str:
        instrument = self.dataset.instruments[ref.instrument]
        name = self.text(instrument.short or instrument.name)
        cited = name
        if ref.article:
            cited = self.words.say(
                "article %(article)s of the %(instrument)s", article=ref.article, instrument=name
            )
        article = instrument.article(ref.article or "")
        moved = [fate for fate in article.fate if fate.successor_article] if article else []
        if not moved:
            return "" if moved_only else cited
        now = self.dataset.instruments[moved[-1].successor or ref.instrument]
        return self.words.say(
            "%(old)s, now article %(article)s of the %(instrument)s",
            old=cited,
            article=moved[-1].successor_article,
            instrument=self.text(now.short or now.name),
        )

    def carried(self, item: Item) -> str:
        """Return where an ask moved, or an empty string."""
        moved = item.standing.carried
        return self.text(moved.to) if moved else ""

    def askers(self, asked: Iterable[tuple[str, PartialDate]]) -> list[str]:
        """Return who asked since when, earliest first, each body once with its years."""
        found: dict[str, list[PartialDate]] = {}
        for body, when in sorted(asked, key=lambda one: one[1]):
            found.setdefault(body, []).append(when)
        said = []
        for index, (body, days) in enumerate(found.items()):
            years = list(dict.fromkeys(str(day.last.year) for day in days[not index :]))
            later = [year for year in years if index or year != str(days[0].last.year)]
            if index:
                said.append(f"{self.short(body)} {self.words.listed(later)}")
                continue
            first = self.words.say(
                "asked since %(date)s by %(body)s", date=self.month(days[0]), body=self.name(body)
            )
            said.append(self.words.listed([first, *later]))
        return said
