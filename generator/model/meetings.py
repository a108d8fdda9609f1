"""Meetings: who by initials, where, what is to be raised, what came of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from generator.dates import PartialDate
from generator.model.values import (
    BodyId,
    Day,
    Distribution,
    Due,
    Id,
    ItemId,
    Line,
    Record,
    Text,
    TopicId,
)
from generator.said import MistakeError, said

if TYPE_CHECKING:
    from datetime import date

    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class MeetingAnswer(StrEnum):
    """What the other side said: of itself the first three, of what it should raise the others."""

    AGREED = "agreed"
    WILL_CONSIDER = "will-consider"
    DECLINED = "declined"
    WILL_RAISE = "will-raise"
    HAS_RAISED = "has-raised"
    WILL_NOT = "will-not"


class PromiseState(StrEnum):
    """What became of something promised at a meeting."""

    KEPT = "kept"
    OVERDUE = "overdue"
    OPEN = "open"


def _hyphenated(value: object) -> object:
    return value.replace(" ", "-") if isinstance(value, str) else value


class _About(Record):
    """Something said about one item, or about a topic as a whole."""

    item: ItemId | None = None
    topic: TopicId | None = None

    @model_validator(mode="after")
    def _is_about_one(self) -> _About:
        if (self.item is None) == (self.topic is None):
            raise MistakeError(said('give an "item" or a "topic", one of them.'))
        return self

    @property
    def subject(self) -> tuple[str, str]:
        """Return what it is about: ("item", id) or ("topic", id)."""
        return ("item", self.item) if self.item else ("topic", self.topic or "")


class Point(_About):
    """One point of an agenda; in the data a lone word is the id of an item."""

    minutes: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        return {"item": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": ["string", "number"]}, handler(core_schema)]}


class Outcome(_About):
    """What came of one entry at a meeting; `number` is its number on the paper of that day."""

    number: Line | None = None
    raised: bool = False
    answer: Annotated[MeetingAnswer | None, BeforeValidator(_hyphenated)] = None
    commitment: Text | None = None
    by_when: Due | None = None
    who: Line | None = None
    recorded_on: Day | None = None
    kept_on: PartialDate | None = None

    @property
    def promises(self) -> bool:
        """Tell whether something was promised."""
        return self.commitment is not None or self.by_when is not None

    def state_on(self, day: date) -> PromiseState:
        """Return what has become of the promise by *day*; one kept later is not kept yet."""
        if self.kept_on is not None and self.kept_on.first <= day:
            return PromiseState.KEPT
        due = self.by_when
        late = isinstance(due, PartialDate) and due.last < day
        return PromiseState.OVERDUE if late else PromiseState.OPEN


class Meeting(Record):
    """A meeting with a body; initials only, because a mislaid sheet should name nobody."""

    id: Id
    on: Day
    body: BodyId
    title: Text | None = None
    place: Text | None = None
    minutes: Annotated[int, Field(ge=1)] | None = None
    ours: tuple[Line, ...] = ()
    theirs: tuple[Text, ...] = ()
    agenda: tuple[Point, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    notes: Text | None = None
    distribution: Distribution | None = None
    audience: tuple[BodyId, ...] = ()

    def latest(self) -> tuple[Outcome, ...]:
        """Return the newest outcome on each entry: a later one takes an earlier one's place."""
        return tuple({outcome.subject: outcome for outcome in self.outcomes}.values())
