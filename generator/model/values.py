"""The small values records are made of: texts per language, dues, scales and other closed lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator import dates
from generator.dates import PartialDate
from generator.said import MistakeError, said

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Record(BaseModel):
    """The base of every model: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)


def _day(value: object) -> object:
    """Let only 2026-11-21 through: pydantic would take 86400 for a day of 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("date_parsing", "not a day")
    return value


Day = Annotated[date, BeforeValidator(_day)]


@dataclass(frozen=True)
class Ref:
    """Marks an id as that of a record of this kind, so that a check can follow it."""

    kind: str


# Names that Windows keeps for devices, whatever ending follows; it drops a dot at the end, too.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?|.*\.", re.IGNORECASE)


def _file_name(name: str) -> str:
    if _RESERVED.fullmatch(name):
        what = said('"%(found)s" cannot be an id: Windows has no file of that name.', found=name)
        raise MistakeError(
            what, said('Add a letter or a word: "%(name)s-1".', name=name.strip("."))
        )
    return name


Id = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"),
    AfterValidator(_file_name),
]
Ids = tuple[Id, ...]
BodyId = Annotated[Id, Ref("bodies")]
CaseId = Annotated[Id, Ref("cases")]
DocumentId = Annotated[Id, Ref("documents")]
EvidenceId = Annotated[Id, Ref("evidence")]
InstrumentId = Annotated[Id, Ref("instruments")]
ItemId = Annotated[Id, Ref("items")]
TopicId = Annotated[Id, Ref("topics")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$")]
# One, or two side by side: kk+ru.
PaperLanguage = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?(\+[a-z]{2,3}(-[A-Za-z]{2,8})?)?$"),
]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# Of the web: papers make a link of it, and what else a link may do is nobody's wish.
Address = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s/?#]\S*$")
]
# A place in a document: 5, 3-6 or "3, 8".
Ordinals = Annotated[str, StringConstraints(pattern=r"^\d{1,6}(-\d{1,6})?(, \d{1,6}(-\d{1,6})?)*$")]


class TranslationState(StrEnum):
    """Whether somebody who reads the language has agreed to the wording."""

    WORKING = "working"
    REVIEWED = "reviewed"


class Translation(Record):
    """One language's wording of a text, and how far it can be relied on."""

    text: Line
    state: TranslationState = TranslationState.WORKING
    by: Line | None = None
    on: PartialDate | None = None


class Text(Record):
    """What is said, in one language or several.

    In the data it is a string in the project's language, or a map of languages whose values are a
    string or {text, state, by, on}.
    """

    plain: Line | None = None
    translations: dict[Language, Translation] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _from_data(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        if isinstance(value, str):
            return {"plain": value}
        if isinstance(value, dict) and value:
            wrapped = {
                language: {"text": wording} if isinstance(wording, str) else wording
                for language, wording in value.items()
            }
            return {"translations": wrapped}
        if isinstance(value, Text):
            return value
        what = said("a text should stand here.")
        raise MistakeError(what, said("Write a text, or {en: ..., ru: ...}."))

    @model_serializer
    def _to_data(self) -> Any:  # noqa: ANN401 - the inverse of _from_data
        if self.plain is not None:
            return self.plain
        return {key: value.model_dump(mode="json") for key, value in self.translations.items()}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        full = handler(core_schema)
        inner = handler.resolve_ref_schema(full)
        # An editor reads `1.10` as a number; accede keeps it as written, so it is no mistake.
        scalar = {"type": ["string", "number", "boolean"]}
        by_language = {
            language: {"anyOf": [scalar, translation]}
            for language, translation in inner["properties"]["translations"][
                "patternProperties"
            ].items()
        }
        languages = {"type": "object", "patternProperties": by_language}
        return {"anyOf": [scalar, {**languages, "additionalProperties": False, "minProperties": 1}]}

    def is_reviewed(self, language: str, default: str) -> bool:
        """Tell whether the wording in *language* can be relied on: it is original, or reviewed."""
        if language == default:
            return self.plain is not None or language in self.translations
        told = self.translations.get(language)
        return told is not None and told.state is TranslationState.REVIEWED

    def wording(self, language: str, default: str) -> tuple[str, str]:
        """Return the wording in *language*, else the original, and the language it is in."""
        if language in self.translations:
            return self.translations[language].text, language
        if self.plain is not None:
            return self.plain, default
        original = default if default in self.translations else next(iter(self.translations))
        return self.translations[original].text, original


def _due(value: object) -> PartialDate | Text:
    looks_like_date = isinstance(value, str) and value[:4].isdigit()
    if looks_like_date or (isinstance(value, str) and value.startswith("after ")):
        return dates.parse(str(value))
    return value if isinstance(value, PartialDate) else Text.model_validate(value)


# When something is due: a date, or an occasion ("next human rights dialogue").
Due = Annotated[
    PartialDate | Text,
    PlainValidator(_due),
    PlainSerializer(
        lambda due: due.text if isinstance(due, PartialDate) else due.model_dump(mode="json")
    ),
    WithJsonSchema({"type": ["string", "integer", "object"]}),
]


class Kind(StrEnum):
    """What sort of ask an item is."""

    RECOMMENDATION = "recommendation"
    PLEDGE = "pledge"
    CONDITIONALITY = "conditionality"
    IMPLIED = "implied"
    BY_REFERENCE = "by-reference"


class Status(StrEnum):
    """What became of an item; `docs/dataset.md` and the sources paper define the words."""

    FULLY = "fully-implemented"
    MOSTLY = "mostly-implemented"
    PARTIALLY = "partially-implemented"
    NOT = "not-implemented"
    REVERSED = "reversed"
    NO_LONGER = "no-longer-applicable"
    NOT_ASSESSED = "not-assessed"

    @property
    def rank(self) -> int:
        """Order from weakest to strongest; what says nothing about progress comes last."""
        return _RANKS.index(self)

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to ask for."""
        return self in (Status.FULLY, Status.NO_LONGER)


_RANKS = (
    Status.REVERSED,
    Status.NOT,
    Status.PARTIALLY,
    Status.MOSTLY,
    Status.FULLY,
    Status.NO_LONGER,
    Status.NOT_ASSESSED,
)


class Standing(StrEnum):
    """Whether an item can still be asked for."""

    LIVE = "live"
    CARRIED = "carried"
    CLOSED = "closed"
    LAPSED = "lapsed"
    CONTEXT = "context"

    @property
    def is_open(self) -> bool:
        """Tell whether the ask can still be put."""
        return self in (Standing.LIVE, Standing.CARRIED)


class Confidence(StrEnum):
    """How sure the assessor is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Grade(StrEnum):
    """How good a source is: A the issuing body or an established newsroom, B a copy, C less."""

    A = "A"
    B = "B"
    C = "C"


class Answer(StrEnum):
    """What an addressee said to an ask."""

    ACCEPTED = "accepted"
    IN_PART = "in-part"
    NOTED = "noted"
    REJECTED = "rejected"
    CLAIMS_DONE = "claims-done"
    NONE_RECORDED = "none-recorded"


class Distribution(StrEnum):
    """Who may see something; `audience` says whose, where it is counterpart."""

    PUBLIC = "public"
    COUNTERPART = "counterpart"
    COALITION = "coalition"
    INTERNAL = "internal"

    @property
    def level(self) -> int:
        """Order from open to closed."""
        return _LEVELS[self]


_LEVELS = {distribution: level for level, distribution in enumerate(Distribution)}


class RelationType(StrEnum):
    """How one item is tied to another; the item that holds the relation is the subject."""

    PRESSES_FOR = "presses-for"
    DEPENDS_ON = "depends-on"
    BENCHMARKED_BY = "benchmarked-by"
    MEASURED_BY = "measured-by"
    CONTINUES = "continues"
    RESTATES = "restates"
    REFINES = "refines"
    OVERLAPS = "overlaps"
    IMPLEMENTS = "implements"
    INSTANCE_OF = "instance-of"
    RESTS_ON = "rests-on"
    RELATED_TO = "related-to"
    SAME_SUBJECT_AS = "same-subject-as"
    PARALLEL_TO = "parallel-to"
    IN_TENSION_WITH = "in-tension-with"
