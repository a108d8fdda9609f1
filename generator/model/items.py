"""Items and what hangs on them: assessments, responses, relations, asks, notes; named cases."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field, model_validator

from generator.dates import PartialDate
from generator.model.values import (
    Answer,
    BodyId,
    CaseId,
    Confidence,
    Day,
    Distribution,
    DocumentId,
    Due,
    EvidenceId,
    Id,
    Ids,
    InstrumentId,
    ItemId,
    Kind,
    Line,
    Ordinals,
    Record,
    RelationType,
    Standing,
    Status,
    Text,
    TopicId,
)
from generator.said import MistakeError, Said, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


class Place(Record):
    """Where an item stands in its document."""

    document: DocumentId
    heading: Line | None = None
    bullet: Ordinals | None = None
    paragraph: Ordinals | None = None

    @property
    def ordinal(self) -> int:
        """Return the first bullet or paragraph number, for the dataset's order."""
        number = self.bullet or self.paragraph or "0"
        return int(number.replace("-", ",").split(",")[0])


class Carried(Record):
    """Where an ask moved when its target was replaced."""

    to: Text
    instrument: InstrumentId | None = None
    confirmed_by: BodyId | None = None
    evidence: tuple[EvidenceId, ...] = ()


def _missing(field: str) -> Said:
    return said('"%(name)s" is missing.', name=field)


class ItemStanding(Record):
    """An item's standing and the day from which it holds; before that day it was live."""

    state: Standing
    on: PartialDate | None = None
    carried: Carried | None = None
    outcome: Text | None = None

    @model_validator(mode="after")
    def _dated(self) -> ItemStanding:
        needs_day = self.state in (Standing.CARRIED, Standing.CLOSED, Standing.LAPSED)
        if needs_day and self.on is None:
            fix = said("Write the day from which it is %(state)s.", state=self.state)
            raise MistakeError(_missing("on"), fix)
        if (self.state is Standing.CARRIED) != (self.carried is not None):
            raise MistakeError(said('"carried" stands with the state carried, and only there.'))
        return self

    def at(self, day: date) -> Standing:
        """Return the standing on *day*."""
        if self.on is not None and day < self.on.last and self.state is not Standing.CONTEXT:
            return Standing.LIVE
        return self.state


class Deadline(Record):
    """When the document wants it done."""

    class Basis(StrEnum):
        """Whether the deadline is in the wording or read from what surrounds it."""

        TEXT = "text"
        CONTEXT = "context"

    text: Text
    by: PartialDate | None = None
    basis: Basis = Basis.TEXT


class LegalRef(Record):
    """An instrument an item names, and the article."""

    instrument: InstrumentId
    article: Line | None = None
    note: Text | None = None


class Relation(Record):
    """A typed link from this item to others."""

    type: RelationType
    to: Annotated[
        tuple[ItemId, ...], BeforeValidator(lambda to: [to] if isinstance(to, str) else to)
    ]
    note: Text | None = None


class Response(Record):
    """What the addressee said."""

    answer: Answer
    by: BodyId | None = None
    on: PartialDate
    recorded_on: Day
    summary: Text | None = None
    evidence: tuple[EvidenceId, ...] = ()
    source_refs: Ids = ()
    distribution: Distribution | None = None
    audience: tuple[BodyId, ...] = ()


class Assessment(Record):
    """One entry of the history; `by` is None where the dataset's publisher speaks."""

    id: Id | None = None
    as_of: PartialDate
    recorded_on: Day
    by: BodyId | None = None
    status: Status | None = None
    grade: Line | None = None
    confidence: Confidence | None = None
    summary: Text | None = None
    evidence: tuple[EvidenceId, ...] = ()
    source_refs: Ids = ()
    withdraws: Line | None = None
    reason: Text | None = None
    distribution: Distribution | None = None
    audience: tuple[BodyId, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Assessment:
        if self.withdraws and not self.reason:
            raise MistakeError(_missing("reason"), said("Say why the entry is taken back."))
        if not (self.withdraws or self.status or self.summary):
            raise MistakeError(said('an entry needs a "status", a "summary" or both.'))
        return self

    @property
    def name(self) -> str:
        """Return what `withdraws` calls this entry: its id, else its date and its assessor."""
        return self.id or (f"{self.as_of} {self.by}" if self.by else str(self.as_of))


class DocumentedLater(Assessment):
    """An entry on a day when its fact was known and none of its sources was there yet."""


class Verdict(Record):
    """The status of an item on a day, and the entry it comes from (None: none was made yet)."""

    status: Status
    entry: Assessment | None = None


class Ask(Record):
    """An ask as it stands from `on` until a newer one: wording, due, what to say for it."""

    on: PartialDate
    text: Text
    short: Text
    by: Due | None = None
    questions: tuple[Text, ...] = ()
    say: Text | None = None
    answers: tuple[Text, ...] = ()
    evidence: tuple[EvidenceId, ...] = ()
    source_refs: Ids = ()


class Note(Record):
    """An ambiguity, a conflict or a gap, set down rather than settled silently."""

    text: Text
    on: PartialDate | None = None
    evidence: tuple[EvidenceId, ...] = ()
    source_refs: Ids = ()
    distribution: Distribution | None = None
    audience: tuple[BodyId, ...] = ()


class Item(Record):
    """One recommendation, pledge or condition."""

    id: Id
    kind: Kind
    title: Text
    text: Text
    quote: Text | None = None
    source: Place
    made_by: BodyId
    made_on: PartialDate | None = None
    made_to: BodyId | None = None
    reported_by: BodyId | None = None
    addressee: BodyId
    also: tuple[BodyId, ...] = ()
    topic: TopicId
    themes: tuple[Line, ...] = ()
    priority: Annotated[int, Field(ge=1, le=3)] = 2
    standing: ItemStanding
    deadline: Deadline | None = None
    legal_refs: tuple[LegalRef, ...] = ()
    relations: tuple[Relation, ...] = ()
    responses: tuple[Response, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    asks: tuple[Ask, ...] = ()
    notes: tuple[Note, ...] = ()
    cases: tuple[CaseId, ...] = ()
    distribution: Distribution | None = None
    audience: tuple[BodyId, ...] = ()

    def standing_entries(self) -> tuple[Assessment, ...]:
        """Return the entries in the order of the data, less withdrawn ones."""
        withdrawn = {entry.withdraws for entry in self.assessments if entry.withdraws}
        return tuple(
            entry for entry in self.assessments if entry.withdraws or entry.name not in withdrawn
        )

    def entries_if(self, kept: Callable[[Assessment], bool]) -> tuple[Assessment, ...]:
        """Return the entries that are *kept*, in the order of the data.

        One that was taken back, and the word that took it back, stay together or go together: a
        correction is told to those who were told what was wrong, and to nobody else.
        """
        found = [entry for entry in self.assessments if kept(entry)]
        words = {entry.withdraws for entry in self.assessments if entry.withdraws}
        if not words:
            return tuple(found)
        told = words & {entry.withdraws for entry in found}
        told &= {entry.name for entry in found if not entry.withdraws}
        return tuple(e for e in found if (e.withdraws or e.name) not in words - told)

    def history(self) -> tuple[Assessment, ...]:
        """Return the entries that stand, oldest fact first; withdrawn ones are left out."""
        standing = (entry for entry in self.standing_entries() if not entry.withdraws)
        return tuple(sorted(standing, key=lambda entry: entry.as_of.last))

    def verdict_at(self, day: date) -> Verdict:
        """Return the publisher's newest verdict on facts dated on or before *day*."""
        entries = [
            entry
            for entry in self.history()
            if entry.status and entry.by is None and entry.as_of.last <= day
        ]
        if not entries:
            return Verdict(status=Status.NOT_ASSESSED)
        newest = entries[-1]
        return Verdict(status=newest.status or Status.NOT_ASSESSED, entry=newest)

    def status_at(self, day: date) -> Status:
        """Return the status of this item on *day*."""
        return self.verdict_at(day).status

    def divergence_at(self, day: date) -> tuple[tuple[str, str, PartialDate], ...]:
        """Return who says otherwise than the publisher on *day*: the body, its word, its date.

        The newest verdict of each other body counts, and an addressee that says it is done.
        """
        own = self.status_at(day)
        others: dict[str, tuple[str, str, PartialDate]] = {}
        for entry in self.history():
            if entry.by and entry.status and entry.as_of.last <= day:
                others[entry.by] = (entry.by, entry.status.value, entry.as_of)
        differing = [told for told in others.values() if told[1] != own.value]
        claims = [
            (said.by or self.addressee, said.answer.value, said.on)
            for said in self.responses
            if said.answer is Answer.CLAIMS_DONE and said.on.last <= day and not own.is_done
        ]
        return (*differing, *claims)


class Case(Record):
    """A named person, by name or by label."""

    class Role(StrEnum):
        """Whether an item asks something for the person."""

        NAMED_IN_ASK = "named-in-ask"
        BACKGROUND = "background"

    class Consent(Record):
        """What the person has agreed to."""

        class Given(StrEnum):
            """Yes, no, or that the matter is public record."""

            YES = "yes"
            NO = "no"
            PUBLIC_RECORD = "public-record"

        given: Given
        scope: Text | None = None
        by: Line | None = None
        until: PartialDate | None = None

    id: Id
    name: Line
    aliases: tuple[Line, ...] = ()
    label: Text
    role: Role
    summary: Text
    asked: Text | None = None
    outcome: Text | None = None
    items: tuple[ItemId, ...] = ()
    consent: Consent
    carry_risk: bool = False
    checked_on: PartialDate
    evidence: tuple[EvidenceId, ...] = ()
    source_refs: Ids = ()
    distribution: Distribution | None = None
    audience: tuple[BodyId, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the forms of the name: none of a case that has its label for a name."""
        labels = {self.label.plain, *(told.text for told in self.label.translations.values())}
        return tuple(name for name in (self.name, *self.aliases) if name not in labels)

    def may_be_named(self, day: date) -> bool:
        """Tell whether the person agreed to be named, or is on public record, on *day*."""
        until = self.consent.until
        if self.consent.given is Case.Consent.Given.NO:
            return False
        return until is None or until.last >= day
