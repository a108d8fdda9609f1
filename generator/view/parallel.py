"""Papers in two languages side by side: one context that holds what each language shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.said import said
from generator.view.frame import fingerprint
from generator.words import spoken_in

if TYPE_CHECKING:
    from generator.view.speaker import Context
    from generator.words import Words

# What lies on the table at a meeting. The other papers are read by one side, in its language.
SIDES = 2
PARALLEL = ("onepager", "briefing")


class ParallelError(Exception):
    """These two languages cannot stand side by side."""


def refuse_mixed(language: str, spoken: list[Words]) -> None:
    """Raise ParallelError unless they are two languages that are written from the left."""
    if len(spoken) != SIDES or len(set(spoken_in(language))) != SIDES:
        raise ParallelError(
            said("%(language)s: two languages stand side by side, like kk+ru.", language=language)
        )
    for words in spoken:
        if words.runs_leftwards:
            what = said(
                "%(language)s: side by side stand only languages that are written from the left.",
                language=language,
            )
            raise ParallelError(what)


def side_by_side(sides: list[dict[str, Context]], language: str) -> dict[str, Context]:
    """Return the papers that are set in two languages, each with what both *sides* show.

    It has the fields of the first that stand for the paper; the fingerprint is that of both.
    """
    return {
        paper: _joined([side[paper] for side in sides], language)
        for paper in PARALLEL
        if all(paper in side for side in sides)
    }


def _joined(sides: list[Context], language: str) -> Context:
    first = sides[0]
    whole = fingerprint({"sides": [{**side, "draft": ""} for side in sides]})
    frame = {key: value for key, value in first.items() if isinstance(value, str)}
    return {
        **frame,
        "language": language,
        "fingerprint": whole,
        "sides": [{**side, "fingerprint": whole} for side in sides],
    }
