"""What a project plans with: the project itself, its packs, its meetings."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from generator.bundles import PAPERS, Paper
from generator.dates import PartialDate
from generator.model.values import (
    BodyId,
    Day,
    Distribution,
    EvidenceId,
    Id,
    Ids,
    Language,
    Line,
    PaperLanguage,
    Record,
    Text,
    TopicId,
)
from generator.said import MistakeError, said

FORMAT = 1


def _known_format(number: int) -> int:
    if number != FORMAT:
        what = said("format %(number)s is not known here.", number=number)
        raise MistakeError(what, said("This accede reads format %(known)s.", known=FORMAT))
    return number


class Project(Record):
    """The dataset as a whole, and who stands behind it."""

    format: Annotated[int, AfterValidator(_known_format)]
    title: Text
    subject: BodyId
    subject_name: Text
    publisher: BodyId
    about: Text
    contact: Text | None = None
    disclaimer: Text | None = None
    coverage: Text | None = None
    limits: Text | None = None
    gaps: tuple[Text, ...] = ()
    language: Language = "en"
    as_of: Day
    stale_after: Annotated[int, Field(ge=1)] = 24
    distribution: Distribution = Distribution.INTERNAL


class PaperSize(StrEnum):
    """The sheet a pack is set for."""

    A4 = "A4"
    LETTER = "letter"


class SignOff(Record):
    """Who has agreed that what is handed over may go out, when, and to which content."""

    by: Line
    on: Day
    fingerprint: Line


class Raised(Record):
    """A topic the addressee has taken up by itself, and the fact that shows it."""

    topic: TopicId
    text: Text
    on: PartialDate
    evidence: tuple[EvidenceId, ...] = ()
    source_refs: Ids = ()


class Pack(Record):
    """The papers for one addressee.

    *fingerprint* is whether those that are handed over carry theirs, by which it can be told from
    which state of the data they come.
    """

    id: Id
    addressee: BodyId
    title: Text
    for_whom: Text
    distribution: Distribution = Distribution.COUNTERPART
    sharing: Text
    papers: tuple[Paper, ...] = PAPERS
    languages: tuple[PaperLanguage, ...] = ("en",)
    paper_size: PaperSize = PaperSize.A4
    as_of: Day | None = None
    since: Day | None = None
    note: Text | None = None
    fingerprint: bool = True
    rank: tuple[TopicId, ...] = ()
    limit: Annotated[int, Field(ge=1)] = 8
    also: tuple[Raised, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
