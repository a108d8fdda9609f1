"""Numbers and letters as they stand in the PDF: plurals of each language, and all of Kazakh."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from fontTools.ttLib import TTFont
from papers import TEMPLATES, edit, reader
from pypdfium2 import PdfDocument

from generator.pages import Pages
from generator.pdf import Engine
from generator.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Accede

NUMBERS = (0, 1, 2, 5, 11, 21, 22, 101)
SHEETS = ("css/fonts.css", "css/tokens.css", "css/frame.css", "css/paper.css", "css/page-a4.css")
# What papers say of these numbers, as one would write it: of items, and of what is unchanged.
COUNTED = {
    "en": (
        "items item items items items items items items",
        "are is are are are are are are",
    ),
    "ru": (
        "пунктов пункт пункта пунктов пунктов пункт пункта пункт",
        "остаются остаётся остаются остаются остаются остаётся остаются остаётся",
    ),
    "kk": (
        "тармақ тармақ тармақ тармақ тармақ тармақ тармақ тармақ",
        "өзгеріссіз өзгеріссіз өзгеріссіз өзгеріссіз өзгеріссіз өзгеріссіз өзгеріссіз өзгеріссіз",
    ),
    "fr": (
        "point point points points points points points points",
        "est est sont sont sont sont sont sont",
    ),
    "de": (
        "Punkte Punkt Punkte Punkte Punkte Punkte Punkte Punkte",
        "sind ist sind sind sind sind sind sind",
    ),
}
UNCHANGED = ("%(n)s item is unchanged.", "%(n)s items are unchanged.")
KAZAKH = "Аа Әә Бб Вв Гг Ғғ Дд Ее Ёё Жж Зз Ии Йй Кк Ққ Лл Мм Нн Ңң Оо Өө Пп Рр Сс Тт Уу Ұұ Үү"
KAZAKH += " Фф Хх Һһ Цц Чч Шш Щщ Ъъ Ыы Іі Ьь Ээ Юю Яя «–—№…» 0123456789"
FACES = [*product(("Source Sans 3", "Source Serif 4"), ("normal", "italic"), (400, 700))]


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return an engine with the bundled styles and fonts."""
    return Engine((TEMPLATES,))


def print_(engine: Engine, html: str, into: Path) -> Path:
    """Print a page, and return its file."""
    into.write_bytes(engine.write(engine.lay_out(html, SHEETS)))
    return into


def lines_of(path: Path) -> list[str]:
    """Return the lines of a paper, each with plain spaces."""
    text = "\n".join(page.extract_text() for page in reader(path).pages)
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize("language", COUNTED)
def test_numbers_have_their_forms(engine: Engine, language: str, tmp_path: Path) -> None:
    """In messages of templates and of the rooms below, for each kind of number there is."""
    words = Words(language, (TEMPLATES,))
    (tmp_path / "counts.html.j2").write_text(
        "<!doctype html><html lang='{{ language }}'><title>-</title><h1>-</h1>"
        "{% for n in numbers %}"
        '<p>{{ ngettext("%(num)s item", "%(num)s items", n) }}</p>{% endfor %}'
        "{% for one in said %}<p>{{ one }}</p>{% endfor %}",
        encoding="utf-8",
    )
    told = [words.count(*UNCHANGED, number) for number in NUMBERS]
    context = {"language": language, "numbers": NUMBERS, "said": told}
    html = Pages((tmp_path, TEMPLATES), words).html("counts", context)
    found = lines_of(print_(engine, html, tmp_path / "counts.pdf"))
    things, verbs = (each.split() for each in COUNTED[language])
    items = [f"{number} {thing}" for number, thing in zip(NUMBERS, things, strict=True)]
    assert [line for line in found if re.fullmatch(r"\d+ \w+", line)] == items
    unchanged = [f"{item} {verb}" for item, verb in zip(items, verbs, strict=True)]
    assert [" ".join(line.split()[:3]) for line in found if line.endswith(".")] == unchanged


def test_every_face_has_every_kazakh_letter() -> None:
    """All faces that a style sheet names, and no other is there."""
    files = sorted((TEMPLATES / "fonts").glob("*.ttf"))
    named = re.findall(r"fonts/([\w-]+\.ttf)", (TEMPLATES / "css" / "fonts.css").read_text("utf-8"))
    assert sorted(named) == [path.name for path in files]
    assert len(named) == len(FACES)
    for path in files:
        known = TTFont(path).getBestCmap()
        assert {letter for letter in KAZAKH if ord(letter) not in known} == set(), path.name


def test_kazakh_is_read_back_from_every_face(engine: Engine, tmp_path: Path) -> None:
    """Letter for letter, by two readers, and no glyph is that of a letter that is missing."""
    blocks = [
        f"<p style='font: {style} {weight} 10pt/5mm \"{family}\"'>{KAZAKH}</p>"
        for family, style, weight in FACES
    ]
    html = f"<!doctype html><html lang='kk'><title>-</title><h1>-</h1>{''.join(blocks)}"
    path = print_(engine, html, tmp_path / "letters.pdf")
    assert " ".join(lines_of(path)).count(KAZAKH) == len(FACES)
    document = PdfDocument(path)
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert text.count(KAZAKH) == len(FACES)
    for page in reader(path).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            letters = font.get_object()["/ToUnicode"].get_object().get_data()
            assert not re.search(rb"^<0000> (?!<ffff>)", letters, re.MULTILINE)


def test_a_kazakh_text_of_the_data_is_read_back(
    project: Path, accede: Accede, tmp_path: Path
) -> None:
    """As it was typed, from the paper that prints it."""
    packs = project / "recommendations" / "packs.yaml"
    edit(packs, ("kk: Қазақстан Үкіметі\n", f"kk: '{KAZAKH}'\n"))
    args = ("--lang", "kk", "--only", "onepager", "--allow-working", "--output", tmp_path)
    assert accede("build", "kz-gov", *args, cwd=project).code == 0
    path = tmp_path / "kz-gov" / "onepager.kk.pdf"
    document = PdfDocument(path)
    for text in (
        reader(path).pages[0].extract_text(),
        document[0].get_textpage().get_text_range(),
    ):
        assert KAZAKH.replace(" ", "") in "".join(text.split())


def test_the_languages_are_those_there_are_words_in() -> None:
    """None is left out above."""
    found = {
        path.parts[-3] for path in (ROOT / "templates").glob("locales/*/LC_MESSAGES/accede.po")
    }
    assert {"en", *found} == {*COUNTED}
