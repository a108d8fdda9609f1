"""Two languages side by side: nothing is lost of either, and what belongs together stands level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from papers import TEMPLATES, reader, strangers
from pypdfium2 import PdfDocument
from tinyhtml5 import parse  # type: ignore[import-untyped]

from generator.pages import Pages
from generator.parallel import beside
from generator.view import Occasion, contexts
from generator.view.fit import PAGES
from generator.words import Words

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from conftest import Accede

    from generator.model import Dataset

PAPERS = ("onepager", "briefing")


def page(body: str, **running: str) -> str:
    """Return a page with running lines."""
    told = "".join(f' data-{name}="{words}"' for name, words in running.items())
    head = "<head><title>T</title></head>"
    return f"<!doctype html><html lang='kk'>{head}<body class='x'{told}>{body}</body></html>"


def merged(one: str, other: str, **running: str) -> Element:
    """Return the body of two pages side by side."""
    first = page(one, **dict.fromkeys(running, "бір"))
    html = beside(first, page(other, **running), "ru")
    body: Element = parse(html, namespace_html_elements=False).find("body")
    return body


def shape(element: Element) -> list[str]:
    """Return the blocks of an element, as words: what stands in the left cell | in the right."""
    found = []
    for child in element:
        if "pair" in child.get("class", "").split():
            found.append(" | ".join("".join(cell.itertext()) for cell in child))
        else:
            found += (
                shape(child) if child.tag in ("div", "section") else ["".join(child.itertext())]
            )
    return found


def test_blocks_stand_in_pairs_and_what_is_the_same_once() -> None:
    """Wherever they are held."""
    body = merged(
        "<h2 id='a'>Бір</h2><section id='s'><p>екі</p><p>2026</p></section>",
        "<h2 id='a'>Один</h2><section id='s'><p>два</p><p>2026</p></section>",
    )
    assert shape(body) == ["Бір | Один", "екі | два", "2026"]
    ids = [element.get("id") for element in body.iter() if element.get("id")]
    assert ids == ["a", "s"]
    others = [e for e in body.iter() if "other" in e.get("class", "").split()]
    assert [e.get("lang") for e in others] == ["ru", "ru"]


def test_a_block_that_one_language_lacks_takes_nothing_from_the_others() -> None:
    """Lists of unequal length: the one too many stands alone, the rest in pairs."""
    body = merged(
        "<p class='a'>1k</p><p class='b'>2k</p><p class='c'>3k</p>",
        "<p class='a'>1r</p><p class='c'>3r</p><p class='d'>4r</p>",
    )
    assert shape(body) == ["1k | 1r", "2k", "3k | 3r", "4r"]
    [alone] = [p for p in body.iter("p") if p.text == "4r"]
    assert alone.get("lang") == "ru"


def test_the_index_column_has_one_below_the_other_and_drawings_once() -> None:
    """There is no room beside; and a drawing needs no second one."""
    body = merged(
        "<div class='index'><span class='no'>1</span><span class='word'>жоқ</span></div>"
        "<div class='timeline'><p>сурет</p></div>",
        "<div class='index'><span class='no'>1</span><span class='word'>нет</span></div>"
        "<div class='timeline'><p>рисунок</p></div>",
    )
    assert shape(body) == ["1", "жоқ", "нет", "сурет"]


def test_running_lines_are_kept_apart() -> None:
    """Each language has its own above and below its side."""
    body = merged("<p>а</p>", "<p>б</p>", state="два")
    assert (body.get("data-state"), body.get("data-other-state")) == ("бір", "два")


@dataclass(frozen=True)
class Both:
    """The papers for the Government in two languages side by side, and in each alone."""

    folder: Path

    def paper(self, name: str, language: str) -> Path:
        """Return one of them."""
        return self.folder / f"{name}.{language}.pdf"


@pytest.fixture(scope="module")
def both(bundled: Path, tmp_path_factory: pytest.TempPathFactory, accede: Accede) -> Both:
    """Return the papers, built once."""
    output = tmp_path_factory.mktemp("both")
    args = ("--allow-working", "--only", ",".join(PAPERS), "--output", output)
    ran = accede("build", "kz-gov", "--lang", "kk+ru,kk,ru", *args, cwd=bundled)
    assert ran.code == 0, ran.stderr
    return Both(output / "kz-gov")


def words_of(html: str, *less: str) -> set[str]:
    """Return every word of a page, less what the named blocks hold."""
    body = parse(html, namespace_html_elements=False).find("body")
    for holder in [*body.iter()]:
        for child in [*holder]:
            if set(child.get("class", "").split()) & {*less}:
                holder.remove(child)
    return set(" ".join(body.itertext()).split())


@pytest.mark.parametrize("name", PAPERS)
def test_neither_language_loses_a_word(dataset: Dataset, name: str) -> None:
    """All that a paper says in one language, it says beside the other too."""
    pack = dataset.packs["kz-gov"]
    sides = []
    for language in ("kk", "ru"):
        words = Words(language, (TEMPLATES,))
        shown = contexts(dataset, pack, words, Occasion(pack.as_of, working=True))
        sides.append(Pages((TEMPLATES,), words).html(name, shown[name]))
    both = words_of(beside(sides[0], sides[1], "ru"))
    assert words_of(sides[0]) <= both
    # A story is drawn once.
    assert words_of(sides[1], "timeline") <= both
    assert len(both) > 1.5 * len(words_of(sides[0]))


@pytest.mark.parametrize("name", PAPERS)
def test_it_keeps_to_twice_the_pages(both: Both, name: str) -> None:
    """And the engine knows no face but ours."""
    pdf = reader(both.paper(name, "kk+ru"))
    assert len(pdf.pages) <= 2 * PAGES[name]
    assert strangers(pdf) == set()


def test_an_ask_stands_level_in_both(both: Both) -> None:
    """Its two headlines begin at the same height, the second half a page to the right."""
    document = PdfDocument(both.paper("onepager", "kk+ru"))
    text = document[0].get_textpage()
    places = []
    for headline in ("Қорлау туралы", "Исключить оскорбление"):
        found = text.search(headline).get_next()
        assert found
        left, _, _, top = text.get_charbox(found[0])
        places.append((left, top))
    (left, top), (right, level) = places
    assert abs(top - level) < 2
    assert 150 < right - left < 250


def test_it_is_kept_until_either_language_changes(
    both: Both, bundled: Path, accede: Accede
) -> None:
    """Its key has the words of both."""
    output = both.folder.parent
    args = ("build", "kz-gov", "--lang", "kk+ru", "--allow-working", "--output", output, "--json")
    [told] = accede(*args, "--dry-run", cwd=bundled).json
    assert [file["made"] for file in told["files"]] == [False, False]
    own = output / "templates" / "locales" / "ru" / "LC_MESSAGES" / "accede.po"
    own.parent.mkdir(parents=True)
    own.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', "utf-8")
    templates = ("--templates", output / "templates")
    [told] = accede(*args, "--dry-run", *templates, cwd=bundled).json
    assert all("words" in file["changed"] for file in told["files"])


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("kk+kk", "kk+kk: two languages stand side by side, like kk+ru."),
        ("kk+ru+en", "kk+ru+en: two languages stand side by side, like kk+ru."),
        ("kk+xx", 'there are no words in "xx"'),
    ],
)
def test_what_cannot_stand_side_by_side_is_said(
    bundled: Path, accede: Accede, tmp_path: Path, language: str, why: str
) -> None:
    """And nothing is made."""
    args = ("--lang", language, "--allow-working", "--output", tmp_path / "out")
    ran = accede("build", "kz-gov", *args, cwd=bundled)
    assert ran.code != 0
    assert why in ran.stderr
    assert not (tmp_path / "out").exists()


def test_the_way_out_names_both_languages(bundled: Path, accede: Accede, tmp_path: Path) -> None:
    """What is told to be typed makes what was asked for, not one language of it."""
    ran = accede("build", "kz-gov", "--lang", "kk+ru", "--output", tmp_path / "out", cwd=bundled)
    assert ran.code == 1
    assert "accede translations kk kz-gov makes a table" in ran.stderr
    assert "accede build kz-gov --lang kk+ru --allow-working" in ran.stderr


def test_a_pack_may_have_it_among_its_languages(project: Path, accede: Accede) -> None:
    """As one of them; what is no such pair is an error of the data."""
    packs = project / "recommendations" / "packs.yaml"
    told = packs.read_text("utf-8")
    packs.write_text(told.replace("languages: [en]", "languages: [kk+ru, en]", 1), "utf-8")
    assert accede("check", cwd=project).code == 0
    args = ("--allow-working", "--dry-run", "--json")
    found = accede("build", "kz-gov", *args, cwd=project).json
    assert [len(told["files"]) for told in found] == [2, 9]
    packs.write_text(told.replace("languages: [en]", "languages: [kk+, en]", 1), "utf-8")
    assert '"kk+" is not the code of a language' in accede("check", cwd=project).stdout
