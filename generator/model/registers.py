"""The registers: bodies, documents, evidence, instruments, topics."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads the annotation
from enum import StrEnum

from generator.dates import PartialDate
from generator.model.items import Ask, Note
from generator.model.values import (
    Address,
    BodyId,
    Distribution,
    EvidenceId,
    Grade,
    Id,
    Ids,
    InstrumentId,
    Language,
    Line,
    Record,
    Text,
)


class BodyType(StrEnum):
    """What sort of body it is."""

    GOVERNMENT = "government"
    PARLIAMENT = "parliament"
    COURT = "court"
    AGENCY = "agency"
    INTERGOVERNMENTAL = "intergovernmental"
    NGO = "ngo"
    MEDIA = "media"
    PARTY = "party"
    COMPANY = "company"
    GROUP = "group"


class FormerName(Record):
    """A name a body had until a day."""

    name: Text
    short: Text | None = None
    until: PartialDate


class Commitment(Record):
    """What binds a body, in one sentence that can be printed."""

    text: Text
    on: PartialDate
    instrument: InstrumentId | None = None
    evidence: tuple[EvidenceId, ...] = ()
    source_refs: Ids = ()


class Body(Record):
    """Whoever asks, is asked, assesses or publishes."""

    id: Id
    type: BodyType
    name: Text
    short: Text | None = None
    parent: BodyId | None = None
    aliases: tuple[Line, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    note: Text | None = None

    def names_on(self, day: date) -> tuple[Text, Text]:
        """Return the full and the short name this body had on *day*."""
        for former in sorted(self.former_names, key=lambda name: name.until):
            if day <= former.until.last:
                return former.name, former.short or former.name
        return self.name, self.short or self.name


class Document(Record):
    """A report, letter or article that items come from."""

    id: Id
    title: Text
    publisher: BodyId
    date: PartialDate
    date_basis: Text | None = None
    language: Language = "en"
    symbol: Line | None = None
    address: Address | None = None
    evidence: EvidenceId | None = None
    headings: tuple[Line, ...] = ()
    note: Text | None = None


class Evidence(Record):
    """A source that assessments cite."""

    id: Id
    title: Text
    publisher: BodyId | None = None
    cite: Text | None = None
    date: PartialDate | None = None
    symbol: Line | None = None
    address: Address | None = None
    grade: Grade
    language: Language | None = None
    note: Text | None = None
    distribution: Distribution | None = None
    audience: tuple[BodyId, ...] = ()


class InstrumentType(StrEnum):
    """What sort of text it is."""

    CONSTITUTION = "constitution"
    CONSTITUTIONAL_LAW = "constitutional-law"
    CODE = "code"
    LAW = "law"
    TREATY = "treaty"
    PROTOCOL = "protocol"
    AGREEMENT = "agreement"
    CONVENTION = "convention"
    COMMITMENT = "commitment"
    POLICY = "policy"


class InstrumentState(StrEnum):
    """Whether the text still binds, as of the dataset's day."""

    IN_FORCE = "in-force"
    REPLACED = "replaced"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


class Fate(Record):
    """Something that happened to an instrument or to one of its articles."""

    on: PartialDate
    text: Text
    successor: InstrumentId | None = None
    successor_article: Line | None = None
    evidence: tuple[EvidenceId, ...] = ()
    source_refs: Ids = ()


class Article(Record):
    """One article of an instrument, and what became of it."""

    article: Line
    subject: Text | None = None
    fate: tuple[Fate, ...] = ()


class Instrument(Record):
    """A law, treaty or agreement."""

    id: Id
    type: InstrumentType
    name: Text
    short: Text | None = None
    number: Line | None = None
    adopted: PartialDate | None = None
    in_force: PartialDate | None = None
    ended: PartialDate | None = None
    state: InstrumentState
    fate: tuple[Fate, ...] = ()
    articles: tuple[Article, ...] = ()
    note: Text | None = None

    def article(self, number: str) -> Article | None:
        """Return the article with this number, if the register tells of it."""
        return next((found for found in self.articles if found.article == number), None)


class AlsoAsked(Record):
    """Another body that asked for the same."""

    by: BodyId
    on: PartialDate
    evidence: tuple[EvidenceId, ...] = ()
    source_refs: Ids = ()


class Milestone(Record):
    """A dated point of a topic's story, with a label short enough for a timeline."""

    on: PartialDate
    label: Text
    evidence: tuple[EvidenceId, ...] = ()
    source_refs: Ids = ()


class Topic(Record):
    """Something people talk about, and the ask of the government as it stands."""

    id: Id
    title: Text
    asks: tuple[Ask, ...] = ()
    also_asked: tuple[AlsoAsked, ...] = ()
    timeline: tuple[Milestone, ...] = ()
    notes: tuple[Note, ...] = ()

    def ask_at(self, day: date) -> Ask | None:
        """Return the ask as it stood on *day*, if there was one."""
        return newest_ask(self.asks, day)


def newest_ask(asks: tuple[Ask, ...], day: date) -> Ask | None:
    """Return the newest of *asks* dated on or before *day*."""
    known = [ask for ask in asks if ask.on.last <= day]
    return max(known, key=lambda ask: ask.on.last, default=None)
