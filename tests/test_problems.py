"""A problem says where, about what, what is wrong and what to write instead."""

from __future__ import annotations

import pytest

from generator.problems import Level, Place, Problem, counts, did_you_mean
from generator.said import NOTHING, said

HERE = Place("items/a.yaml", 3, 7)


def test_a_place_prints_as_editors_read_it() -> None:
    """File, line and column are joined by colons; a place without a line is the whole file."""
    assert str(HERE) == "items/a.yaml:3:7"
    assert str(Place("items/a.yaml")) == "items/a.yaml"


def test_a_problem_prints_in_one_line() -> None:
    """Place, record, what and fix follow each other; what is not there leaves no gap."""
    full = Problem(HERE, "press-1", said("the colour is wrong."), said("Write blue."))
    assert str(full) == "items/a.yaml:3:7: press-1: the colour is wrong. Write blue."
    bare = Problem(Place("a.yaml"), "", said("the file is empty."))
    assert str(bare) == "a.yaml: the file is empty."


@pytest.mark.parametrize(
    ("level", "word"), [(Level.ERROR, ""), (Level.WARNING, "warning: "), (Level.NOTICE, "notice: ")]
)
def test_less_than_an_error_is_named(level: Level, word: str) -> None:
    """A warning and a notice say that they are one; an error does not."""
    problem = Problem(HERE, "x", said("it is so."), level=level)
    assert str(problem) == f"items/a.yaml:3:7: {word}x: it is so."


@pytest.mark.parametrize(
    ("level", "usual", "strict"),
    [
        (Level.ERROR, True, True),
        (Level.WARNING, False, True),
        (Level.NOTICE, False, False),
    ],
)
def test_what_makes_a_check_fail(level: Level, usual: bool, strict: bool) -> None:  # noqa: FBT001 - a table
    """Errors always count, warnings only in a strict check, notices never."""
    problem = Problem(HERE, "", NOTHING, level=level)
    assert counts(problem, strict=False) is usual
    assert counts(problem, strict=True) is strict


def test_problems_sort_by_place() -> None:
    """Problems come file by file and line by line; 9 stands before 10."""
    spots = [("b", 1, 1), ("a", 10, 1), ("a", 9, 2), ("a", 9, 1)]
    found = sorted(Problem(Place(*spot), "", NOTHING) for spot in spots)
    assert [str(p.place) for p in found] == ["a:9:1", "a:9:2", "a:10:1", "b:1:1"]


@pytest.mark.parametrize(
    ("wrong", "known", "said"),
    [
        ("not-implmented", ["not-implemented", "reversed"], 'Did you mean "not-implemented"?'),
        ("implmented", ["not-implemented", "reversed"], "Known here: not-implemented, reversed."),
        ("MEDIA", ["media", "parties"], 'Did you mean "media"?'),
        ("zzz", ["two", "one"], "Known here: one, two."),
        ("zzz", [f"word-{n}" for n in range(13)], ""),
        ("zzz", [], ""),
    ],
    ids=["close", "opposite", "capitals", "few", "many", "none"],
)
def test_did_you_mean(wrong: str, known: list[str], said: str) -> None:
    """The closest word is proposed, never one that denies; or all are listed, if they are few."""
    assert did_you_mean(wrong, known) == said
