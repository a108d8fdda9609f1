"""A name sounds alike in whatever letters it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sounds import script_of, sound, sounded

ALIKE = (
    ("Zhakiyanov", "Zhaqiyanov", "Jakianov", "Жакиянов", "Жақиянов", "Жәкиянов"),
    ("Galymzhan", "Ghalymzhan", "Галымжан", "Ғалымжан"),
    ("Ablyazov", "Abliyazov", "Аблязов"),
    ("Aigul", "Aygul", "Айгуль", "Айгүл"),
    ("Karimova", "Karymova", "Каримова", "Кәрімова"),
    ("Yevgeni", "Evgeny", "Евгений"),
    ("Nazarbayev", "Nazarbaev", "Назарбаев"),
    ("Khrushchev", "Хрущёв", "Хрущев"),
    ("Alexei", "Aleksey", "Алексей"),
    ("Yuri", "Iurii", "Юрий"),
    ("Mukhtar", "Muhtar", "Мухтар", "Мұхтар"),
    ("Lukić", "Лукич"),
    ("Smith", "Смит"),
    ("Vandermeer", "Вандермеер"),
    ("Jamal", "Dzhamal", "Джамал"),
)


@pytest.mark.parametrize("ways", ALIKE, ids=lambda ways: ways[0])
def test_they_sound_alike(ways: tuple[str, ...]) -> None:
    """Latin in its many ways, Russian and Kazakh."""
    assert len({sound(way) for way in ways}) == 1, [sound(way) for way in ways]
    assert sound(ways[0].upper()) == sound(ways[0])


def test_others_do_not() -> None:
    """What differs in a letter that is heard sounds otherwise."""
    words = ("Karimov", "Karimova", "Kerimova", "Aigul", "Aigerim", "Anna", "Hanna", "Marat")
    assert len({sound(word) for word in words}) == len(words)


def test_a_text_keeps_what_is_no_word() -> None:
    """Numbers, signs and line ends stand where they stood."""
    assert sounded("Айгүл, 3;\nKarimova-Жақиянов!") == "aigul, 3;\nkarimova-zhakianov!"
    assert [*map(script_of, ("Ann", "Émile", "Анна", "Ғалым", "3", "ش"))] == [
        *("Latin", "Latin", "Cyrillic", "Cyrillic", "", "")
    ]


@given(st.text())
def test_any_text_can_be_sounded(text: str) -> None:
    """Whatever it holds; and what was sounded is in small letters of one script."""
    assert all(script_of(word) == "Latin" for word in sounded(text).split() if word.isalpha())
