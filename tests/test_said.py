"""A message is English text that remembers how it was made."""

from __future__ import annotations

import json
import pickle

import pytest

from generator.said import (
    NOTHING,
    MistakeError,
    as_plain,
    counted,
    from_plain,
    joined,
    said,
    said_by,
)


def test_a_message_is_its_english_text() -> None:
    """It compares, sorts and goes into JSON as the text it is."""
    made = said('"%(word)s" is not known.', word="a")
    assert made == '"a" is not known.'
    assert hash(made) == hash('"a" is not known.')
    assert json.dumps([made]) == '["\\"a\\" is not known."]'
    assert sorted([said("b"), said("a")]) == ["a", "b"]


def test_a_message_remembers_how_it_was_made() -> None:
    """What a catalogue has, and what fills it, are kept apart from the text."""
    made = said("Write %(most)s or less.", most=3)
    assert (made.message, made.values) == ("Write %(most)s or less.", {"most": 3})
    assert made.filled(most=4) == "Write 4 or less."


def test_a_message_without_values_is_taken_as_it_stands() -> None:
    """A per cent sign in it is no place for a value."""
    assert said("100% done, {key: value}") == "100% done, {key: value}"


@pytest.mark.parametrize(("number", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_a_count_has_its_form(number: int, text: str) -> None:
    """One is one; every other number is many in English."""
    made = counted("%(n)s file", "%(n)s files", number)
    assert made == text
    assert (made.message, made.plural, made.number) == ("%(n)s file", "%(n)s files", number)


def test_what_is_joined_stays_apart() -> None:
    """Messages that follow each other keep what they were made of; nothing leaves no gap."""
    first, second = said("one."), said("%(n)s.", n=2)
    both = joined([first, NOTHING, second])
    assert both == "one. 2."
    assert list(both.values.values()) == [first, second]
    assert joined([NOTHING, NOTHING]) == ""
    assert joined([first, second], ", ") == "one., 2."


def test_a_message_survives_a_journey() -> None:
    """One that comes from another process can still be said anew."""
    for made in (counted("%(n)s a %(of)s", "%(n)s b %(of)s", 2, of=said("x")), said("y")):
        back = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own bytes
        assert back == made
        assert (back.message, back.plural, back.number, back.values) == (
            made.message,
            made.plural,
            made.number,
            made.values,
        )


def test_a_mistake_says_what_and_how_to_mend_it() -> None:
    """It reads as one text, and knows its two parts."""
    error = MistakeError(said("the day is wrong."), said("Write it as 2026-11-21."))
    assert str(error) == said_by(error) == "the day is wrong. Write it as 2026-11-21."
    assert (error.what, error.fix) == ("the day is wrong.", "Write it as 2026-11-21.")
    assert str(MistakeError(said("so it is."))) == "so it is."


def test_the_message_of_an_error_is_not_lost() -> None:
    """It is handed on as it was made; other errors give their text."""
    made = said("%(n)s wrong", n=1)
    assert said_by(ValueError(made)) is made
    assert said_by(KeyError("x", "y")) == "('x', 'y')"


def test_a_message_that_was_kept_is_the_same_message() -> None:
    """Through JSON and back, with the messages inside it, so that it can be said anew."""
    inside = said('Did you mean "%(word)s"?', word="kz-gov")
    many = counted("%(n)s item", "%(n)s items", 5)
    for message in (NOTHING, inside, many, joined([inside, many])):
        kept = from_plain(json.loads(json.dumps(as_plain(message))))
        assert kept == message
        assert (kept.message, kept.plural, kept.number) == (
            message.message,
            message.plural,
            message.number,
        )
        assert [*map(type, kept.values.values())] == [*map(type, message.values.values())]
        assert kept.values == message.values
