"""What a reader may not see, as passages that can be looked for in a finished paper.

A second look: what came of the first one, and by which rules, is not asked. The paper is compared
with everything there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.clearance import Clearance
from generator.model import HANDED_OVER
from generator.names import Letters, Name, squeezed

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
    """Something withheld: the record it belongs to, and what to look for, squeezed or a name."""

    record: str
    pieces: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Withheld:
    """All that may not stand in the papers handed over, and in any paper of a pack."""

    handed: tuple[Passage, ...] = ()
    everywhere: tuple[Passage, ...] = ()

    def for_papers(self, names: Iterable[str]) -> tuple[Passage, ...]:
        """Return what may not stand in the named papers."""
        is_handed = any(name in HANDED_OVER for name in names)
        return (*self.everywhere, *(self.handed if is_handed else ()))


def withheld(dataset: Dataset, pack: Pack, day: date) -> Withheld:
    """Return what of *dataset* the papers of *pack* may not hold."""
    clearance = Clearance(dataset, pack)
    shown: set[tuple[str, str]] = set()
    hidden: set[tuple[str, str]] = set()
    for record, text, is_seen in _texts_of(dataset, clearance):
        (shown if is_seen else hidden).add((record, text))
    allowed = {text for _, text in shown}
    passages = _passages(hidden - shown, "\n".join(map(squeezed, allowed)))
    persons = _unknown_persons(dataset, clearance, Letters("\n".join(allowed)))
    names = _unnamed(dataset, pack, day)
    return Withheld((*passages, *persons), tuple(names))


def unnamed(dataset: Dataset, pack: Pack, day: date) -> str:
    """Return the names that may stand in no paper of *pack*, as one text.

    When it changes, papers made before have to be looked at again.
    """
    return "\n".join(sorted({found.name for found in _unnamed(dataset, pack, day)}))


def named_in(dataset: Dataset, pack: Pack, passage: Passage) -> list[str]:
    """Return the records, but for its own, whose texts have the name that a passage is."""
    name = Name(passage.name)
    texts = _texts_of(dataset, Clearance(dataset, pack))
    found = {record for record, text, _ in texts if name.stands_in(Letters(text))}
    return sorted(found - {passage.record})


def _texts_of(dataset: Dataset, clearance: Clearance) -> Iterator[tuple[str, str, bool]]:
    """Yield every text of the data, the record it belongs to, and whether the reader may see it."""
    for kind in _REGISTERS:
        for key, record in getattr(dataset, kind).items():
            for text, is_seen in clearance.texts(record):
                yield f"{kind}/{key}", text, is_seen


def _passages(hidden: set[tuple[str, str]], allowed: str) -> Iterator[Passage]:
    """Yield the *hidden* texts, less what the reader is *allowed* to see elsewhere."""
    telling = {(record, squeezed(text)) for record, text in hidden if _is_telling(text)}
    for record, text in sorted(telling):
        pieces = tuple(piece for piece in _cut(text) if piece not in allowed)
        if pieces:
            yield Passage(record, pieces)


def _is_telling(text: str) -> bool:
    return (" " in text or "://" in text) and len(squeezed(text)) >= LEAST


def _cut(text: str) -> Iterator[str]:
    last = max(len(text) - PIECE, 0)
    yield from (text[at : at + PIECE] for at in [*range(0, last, PIECE // 2), last])


def _unknown_persons(dataset: Dataset, clearance: Clearance, allowed: Letters) -> Iterator[Passage]:
    """Yield the names of those of whom the reader may not know, in what it is allowed to see."""
    for case in dataset.cases.values():
        if not clearance.covers(case):
            for name in case.names:
                if not Name(name).stands_in(allowed):
                    yield Passage(f"cases/{case.id}", name=name)


def _unnamed(dataset: Dataset, pack: Pack, day: date) -> Iterator[Passage]:
    """Yield the names of persons who are not to be named in any paper of *pack*."""
    own = pack.addressee in dataset.family(dataset.project.subject)
    for case in dataset.cases.values():
        if not dataset.may_name(case, day) or (own and case.carry_risk):
            for name in case.names:
                yield Passage(f"cases/{case.id}", name=name)
