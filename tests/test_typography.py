"""A page has the spaces that its language wants, wherever the markup stands."""

from __future__ import annotations

import pytest

from generator.typography import set_page, set_text

HARD, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("language", "typed", "wanted"),
    [
        ("fr", "Fait : ceci", f"Fait{HARD}: ceci"),
        ("fr", "Fait: ceci", f"Fait{HARD}: ceci"),
        ("fr", "mai 2008: Lettre", f"mai 2008{HARD}: Lettre"),
        ("fr", "mars 2025; Parlement", f"mars 2025{THIN}; Parlement"),
        ("fr", "quoi ?", f"quoi{THIN}?"),
        ("fr", "ceci ; cela !", f"ceci{THIN}; cela{THIN}!"),
        ("fr", "de « fausses informations »", f"de «{THIN}fausses informations{THIN}»"),
        ("fr", "de «fausses informations»", f"de «{THIN}fausses informations{THIN}»"),
        ("fr", "50 000 membres, article 375", f"50{THIN}000 membres, article{HARD}375"),
        ("fr", "à 12:30, https://a.example/?b=1", "à 12:30, https://a.example/?b=1"),
        ("ru", "Закон № 226 — статья 375", f"Закон №{HARD}226{HARD}— статья{HARD}375"),
        ("ru", "в 2021 году", f"в{HARD}2021{HARD}году"),
        ("ru", "21 ноября 2026 г.. Далее", f"21 ноября 2026{HARD}г. Далее"),
        ("ru", "с 50 000 до 5000", f"с{HARD}50{THIN}000 до 5000"),
        ("kk", "2021 жылғы желтоқсан", f"2021{HARD}жылғы желтоқсан"),
        ("de", "Artikel 375, Nr. 226, z. B. so", f"Artikel{HARD}375, Nr.{HARD}226, z.{THIN}B. so"),
        ("de", "am 6. März 2025", f"am 6.{HARD}März 2025"),
        ("en", "No. 5 : so", "No. 5 : so"),
    ],
)
def test_spaces(language: str, typed: str, wanted: str) -> None:
    """What is typed with plain spaces gets those that keep together what belongs together."""
    assert set_text(typed, language) == wanted
    assert set_text(wanted, language) == wanted
    assert set_page(f"<p>{typed}</p>", language) == f"<p>{wanted}</p>"


def test_signs_are_seen_across_tags() -> None:
    """A colon behind a closing tag belongs to the word before it."""
    assert set_page("<b>Fait</b>: ceci", "fr") == f"<b>Fait</b>{HARD}: ceci"
    assert set_page("<b>Fait</b> : ceci", "fr") == f"<b>Fait</b>{HARD}: ceci"


def test_markup_is_left_alone() -> None:
    """Entities, addresses and classes are no text; running lines and labels are."""
    page = '<a class="a : b" href="https://a.example/ ?x">x &amp; y&#39; z</a>'
    assert set_page(page, "fr") == page
    assert set_page('<body data-state="État : ok">', "fr") == f'<body data-state="État{HARD}: ok">'


def test_a_language_without_rules_is_left_alone() -> None:
    """Nothing is guessed."""
    assert set_page("<p>a : b</p>", "pl") == "<p>a : b</p>"
    assert set_text("a ; b", "fr-CA") == f"a{THIN}; b"
