"""The bundled packs in their readers' languages: nothing is left in another one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from generator.pages import Pages
from generator.view import Occasion, contexts
from generator.words import Words

if TYPE_CHECKING:
    from generator.model import Dataset

FOLDERS = (ROOT / "templates",)
# Names that have no other form, and the numerals of Kazakh laws (No. 226-V).
NAMES = {"UPR", "Info", "Adyrna.kz", "BAQ.kz", "Factcheck.kz", "KT.kz"}
NUMERAL = re.compile(r"[IVX]+")
# Single letters are those of numbers (2a) and of the grades of the UN Committee.
WORD = re.compile(r"[A-Za-z][A-Za-z.]*[A-Za-z]")


def _pages(dataset: Dataset, pack: str, language: str) -> dict[str, str]:
    """Return the text of each paper of a pack, less the entries of its list of sources."""
    words = Words(language, FOLDERS)
    pages = Pages(FOLDERS, words)
    whose = dataset.packs[pack]
    shown = contexts(dataset, whose, words, Occasion(whose.as_of, working=True))
    made = {name: pages.html(name, context) for name, context in shown.items()}
    return {name: _text(html) for name, html in made.items()}


def _text(html: str) -> str:
    body = re.sub(r'<head>.*?</head>|<p class="source".*?</p>', "", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", body)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_government_reads_its_own_script(dataset: Dataset, language: str) -> None:
    """No word in Latin letters stands outside the list of sources, but for names."""
    papers = _pages(dataset, "kz-gov", language)
    assert {"briefing", "onepager", "pledges", "sources", "card", "checklist", "matrix"} <= {
        *papers
    }
    for paper, text in papers.items():
        found = {word for word in WORD.findall(text) if not NUMERAL.fullmatch(word)}
        assert found <= NAMES, paper


@pytest.mark.parametrize(
    ("pack", "language"),
    [("kz-gov", "ru"), ("kz-gov", "kk"), ("eu", "fr"), ("eu", "de"), ("france", "fr")],
)
def test_nothing_is_left_in_english(dataset: Dataset, pack: str, language: str) -> None:
    """No text that a paper of the pack prints lacks its translation, which would be marked."""
    english = Words(language).locale.languages["en"]
    for paper, text in _pages(dataset, pack, language).items():
        assert f"[{english}]" not in text, paper
