"""An item in outline: what tells whose papers it can be on, and the sources it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.model.references import named_by

if TYPE_CHECKING:
    from generator.model.items import Item


class Outline(NamedTuple):
    """What there is to know of an item without its texts and its history.

    `relations` are pairs of a type and the ids it ties to; `place` is where the item stands in its
    document: the document, the heading, the number.
    """

    kind: str
    addressee: str
    topic: str
    made_by: str
    made_to: str
    relations: tuple[tuple[str, tuple[str, ...]], ...]
    evidence: tuple[str, ...]
    place: tuple[str, str, int]

    @classmethod
    def from_plain(cls, told: list[Any]) -> Outline:
        """Return the outline that JSON has as lists."""
        kind, addressee, topic, made_by, made_to, relations, evidence, place = told
        ties = tuple((tie, tuple(names)) for tie, names in relations)
        at: tuple[str, str, int] = (place[0], place[1], place[2])
        return cls(kind, addressee, topic, made_by, made_to, ties, tuple(evidence), at)

    def targets(self, *types: str) -> set[str]:
        """Return the ids of the items that this one is tied to by relations of these *types*."""
        return {name for kind, names in self.relations if kind in types for name in names}


def outline_of(item: Item) -> Outline:
    """Return *item* in outline."""
    cited = tuple(name for kind, name in named_by(item) if kind == "evidence")
    return Outline(
        kind=item.kind.value,
        addressee=item.addressee,
        topic=item.topic,
        made_by=item.made_by,
        made_to=item.made_to or "",
        relations=tuple((tie.type.value, tie.to) for tie in item.relations),
        evidence=cited,
        place=(item.source.document, item.source.heading or "", item.source.ordinal),
    )
