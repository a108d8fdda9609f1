"""What a reader may not see, as passages that can be looked for in a finished paper.

A second look: the rules of who may see what are those of `selection`, but what came of them on the
way to the paper is not asked; the paper is compared with everything there is.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model import HANDED_OVER
from generator.model.values import Record, Text
from generator.selection import outward, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from generator.model import Dataset, Pack

# So many letters and digits in a row are no accident. A text is looked for in pieces of this
# length, that overlap by half: a page may end inside it.
PIECE = 32
# Texts with fewer letters and digits are words anyone may use; names are looked for at any length.
LEAST = 20
_REGISTERS = (
    *("bodies", "documents", "evidence", "instruments", "topics", "items", "cases"),
    *("meetings", "packs"),
)


@dataclass(frozen=True)
class Passage:
    """Something withheld: the record it belongs to, and what to look for, squeezed."""

    record: str
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class Withheld:
    """All that may not stand in the papers handed over, and in any paper of a pack."""

    handed: tuple[Passage, ...] = ()
    everywhere: tuple[Passage, ...] = ()

    def for_papers(self, names: Iterable[str]) -> tuple[Passage, ...]:
        """Return what may not stand in the named papers."""
        is_handed = any(name in HANDED_OVER for name in names)
        return (*self.everywhere, *(self.handed if is_handed else ()))


def withheld(dataset: Dataset, pack: Pack, today: date) -> Withheld:
    """Return what of *dataset* the papers of *pack* may not hold."""
    visible = outward(within(dataset, pack.distribution, pack.addressee))
    seen = set(_texts_of(visible))
    allowed = "\n".join(map(squeezed, {text for _, text in seen}))
    names = tuple(_names(dataset, pack, today))
    hidden = {
        (record, squeezed(text))
        for record, text in set(_texts_of(dataset)) - seen
        if _is_telling(text)
    }
    handed = [
        Passage(record, pieces)
        for record, text in sorted(hidden)
        if (pieces := tuple(piece for piece in _cut(text) if piece not in allowed))
    ]
    gone = [case for key, case in dataset.cases.items() if key not in visible.cases]
    persons = [
        Passage(f"cases/{case.id}", (name,))
        for case in gone
        for name in map(squeezed, {case.name, *case.aliases} - {*_texts(case.label)})
        if name not in allowed
    ]
    return Withheld((*handed, *persons), names)


def unnamed(dataset: Dataset, pack: Pack, today: date) -> str:
    """Return the names that may stand in no paper of *pack*, as one text.

    When it changes, papers made before have to be looked at again.
    """
    names = {name for found in _names(dataset, pack, today) for name in found.pieces}
    return "\n".join(sorted(names))


def squeezed(text: str) -> str:
    """Return the letters and digits of *text* alone: as they are, however lines and words break."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()


def _names(dataset: Dataset, pack: Pack, today: date) -> Iterator[Passage]:
    """Yield the names of persons who are not to be named in any paper of *pack*."""
    own = pack.addressee in dataset.family(dataset.project.subject)
    for case in dataset.cases.values():
        if not case.may_be_named(today) or (own and case.carry_risk):
            # A name that was redacted is the label, which every paper may have.
            labels = {*_texts(case.label)}
            for name in {case.name, *case.aliases} - labels:
                yield Passage(f"cases/{case.id}", (squeezed(name),))


def _is_telling(text: str) -> bool:
    return len(squeezed(text)) >= LEAST and (" " in text or "://" in text)


def _cut(text: str) -> Iterator[str]:
    last = max(len(text) - PIECE, 0)
    yield from (text[at : at + PIECE] for at in [*range(0, last, PIECE // 2), last])


def _texts_of(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield every text of the data, in each language, with the record it belongs to."""
    for kind in _REGISTERS:
        for key, record in getattr(dataset, kind).items():
            for text in _texts(record):
                yield f"{kind}/{key}", text


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Text):
        yield from [value.plain] if value.plain else []
        yield from (told.text for told in value.translations.values())
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield str(value)
