"""Names of persons in running text: as whole words, in their cases, however lines break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.names import Letters, Name, squeezed

FOUND = {
    "Ann": (
        "Ann",
        "was told by ANN, who",
        "Ann’s letter",
        "“Ann”",
        "A\u00adnn",
        "A\u200bnn said",
        "Ann12",
        "to\u00a0Ann.",
        "an annual list, and Ann",
        "An-\nn was there",
        "in EuropeAnn",
        "AnnWhen and where",
    ),
    "Ottokar Vandermeer": (
        "Ottokar\nVandermeer",
        "OTTOKAR VANDERMEER",
        "Ottokar Van\u2010\ndermeer said",
        "Ottokar Van\x02dermeer said",
        "Otto\ufffekar Vandermeer",
        "Ottokar Vandermeer-\nled talks",
        "ex-\nOttokar Vandermeer",
        "Ottokar Vandermeers Brief",
        "mit Ottokar, Vandermeer",
        "Ottokar van der Meer",
        "Ottokar V andermeer",
    ),
    "Иванов": ("Иванов", "Иванова", "Иванову", "Ивановым", "Ивановтың", "ИВАНОВ", "Ива-\nнову"),
    "Анна Каренина": ("Анну Каренину", "Анны Карениной", "Анна Каренина", "Анне\nКарениной"),
    "Сергей Дуванов": ("Сергея Дуванова", "Сергеем Дувановым", "Сергей Дуванов"),
    "Фёдор Толстой": ("Федора Толстого", "Фёдору Толстому", "Федор Толстой"),
    "Anna Maria O'Neil-Łukić": (
        "O’Neil-Łukić, Anna Maria",
        "ANNA MARIA ONEIL LUKIC",
        "O'Neil-Lukic Anna Maria said",
        "O\u02bcNeil-Lukic, Anna Maria",
    ),
    "José Maria Núñez": ("Jose Nunez", "Núñez, José", "nunez.jose", "josemarianunez", "nunezjose"),
    "Ghazal Vandermeer": ("ghazalvandermeer", "VandermeerGhazal", "mail ghazal_vandermeer1"),
    "Сергей Петрович Дуванов": (
        "Дуванов Сергей Петрович",
        "Дуванова Сергея Петровича",
        "Сергеем Дувановым",
        "Дуванову Сергею",
        "сергейдуванов",
    ),
    "Aigul Serikovna Karimova": (
        "Айгуль Сериковна Каримова",
        "Айгуль Каримову",
        "Каримовой Айгуль",
        "Айгүл Кәрімова",
        "Aygul Karymova",
        "aigul_karimova",
    ),
    "Ғалымжан Жақиянов": ("Galymzhan Zhakiyanov", "Zhaqiyanov, Ghalymzhan", "Галымжана Жакиянова"),
    "Жәкиянов": ("Жәкияновтың", "Жәкияновқа"),
}
ELSEWHERE = {
    "Ann": ("annual", "an-\nnual", "planning", "Joann", "Anna", "can\u00adnon", ""),
    "Ottokar Vandermeer": ("Ottokars Vandermeerbusch", "Ottokar"),
    "Иванов": ("Ивановский", "Ивано", "сивановым"),
    "Назарбаева": ("Назарбаев", "Назарбаевтардың"),
    "Анна Каренина": ("Анн Каренин", "Каренин, Анна"),
    "Ann Ash": ("annash", "an Annashian", "Ann. Later, Ash"),
    "Aigul Karimova": ("Айгуль", "Каримова", "Айгерим Каримова", "Аскар Каримов"),
    "José Maria Núñez": ("José Maria", "Maria Núñez", "José, then Núñez"),
}


@pytest.mark.parametrize(
    ("name", "text"), [(n, text) for n, texts in FOUND.items() for text in texts]
)
def test_a_name_is_found(name: str, text: str) -> None:
    """At a line's end, with its endings, glued to a word that begins with a capital."""
    assert Name(name).stands_in(Letters(text))
    assert Name(name).stands_in(Letters(f"It is said that {text} on that day."))


@pytest.mark.parametrize(
    ("name", "text"), [(n, text) for n, texts in ELSEWHERE.items() for text in texts]
)
def test_another_word_is_not_the_name(name: str, text: str) -> None:
    """Inside other words, a line's end or none, and where only a part of it stands."""
    assert not Name(name).stands_in(Letters(text))


@given(st.text(), st.text())
def test_letters_and_words_are_counted_alike(some: str, other: str) -> None:
    """Where words begin is told in letters of the squeezed text, whatever the text."""
    text = Letters(some + other)
    assert text.all == squeezed(some + other)
    assert max(text.whole) == max(text.apart) == len(text.all)


@given(st.from_regex(r"[^\W\d_]{1,9}( [^\W\d_]{1,9})?", fullmatch=True), st.text(), st.text())
def test_a_name_is_found_in_any_surroundings(name: str, before: str, after: str) -> None:
    """Between spaces a name is always a name, unless a hyphen at a line's end stands before it."""
    assert Name(name).stands_in(Letters(f"{before}. {name} {after}"))


def test_a_name_of_many_words_takes_no_time() -> None:
    """However often its words could stand there, each letter is looked at some times only."""
    name = Name("a " * 40 + "bcdefgh")
    assert not name.stands_in(Letters("a" * 3000 + " bcdefgh"))
    assert name.stands_in(Letters("x" * 30 + " " + "a " * 60 + "bcdefgh"))
