"""What is worked out once is what would be worked out again."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from papers import TEMPLATES, tree

from generator import haste
from generator.pdf import Engine, TooLongError, bind

if TYPE_CHECKING:
    from pathlib import Path

    from built import Built
    from weasyprint import Document

pytest_plugins = ["built"]

# accede with an engine that it does not know.
PLAIN = """
import sys
from generator import cli, haste
haste.KNOWN = ()
code = cli._run()
from weasyprint.layout import inline
assert inline.strut.__module__ == "weasyprint.text.line_break"
sys.exit(code)
"""
SHEETS = ("css/fonts.css", "css/tokens.css", "css/paper.css", "css/page-a4.css")
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
WORDS = "Of asks, answers and what became of them; <b>some <i>words</i></b> set apart. "
# A page drawn from letters only, and one with a picture, a pattern and something seen through.
PAGES = {
    "letters": f"<p>{WORDS * 9}</p><p style='color: #0008'>{WORDS}</p>",
    "pictures": f"<p>{WORDS}<img alt='dot' src='data:image/png;base64,{PNG}'></p>"
    f"<p style='background: url(data:image/png;base64,{PNG}); padding: 2mm'>{WORDS}</p>",
}


def lay_out(engine: Engine, name: str, body: str) -> Document:
    """Lay out a paper of one page."""
    head = f"<!doctype html><html lang='en'><head><title>{name}</title></head>"
    return engine.lay_out(f"{head}<body><h1 id='{name}'>{name}</h1>{body}</body></html>", SHEETS)


def test_the_papers_are_the_same_bytes_without_haste(built: Built, tmp_path: Path) -> None:
    """A pack with columns, tables, tries and bundles comes out of the plain engine the same."""
    subprocess.run(
        [sys.executable, "-c", PLAIN, "build", "osce", "--output", str(tmp_path)],
        cwd=built.project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    here, plain = tree(built.folder("osce")), tree(tmp_path / "osce")
    assert here.keys() == plain.keys()
    assert [file for file in here if here[file] != plain[file]] == []


def test_a_page_is_drawn_once_to_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written singly, then bound, whatever it shows: as if it were drawn each time."""
    engine = Engine((TEMPLATES,))

    def written() -> list[bytes]:
        papers = [lay_out(engine, name, body) for name, body in PAGES.items()]
        return [engine.write(paper) for paper in (*papers, bind(papers), bind(papers[::-1]))]

    once = written()
    monkeypatch.setattr(haste, "KNOWN", ())
    assert written() == once


def test_only_the_first_drawing_of_letters_is_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of letters is drawn once; one with a picture each time it is written."""
    from weasyprint import document  # noqa: PLC0415 - Pango was looked for by now

    engine = Engine((TEMPLATES,))
    drawn: list[int] = []
    draw = document.draw_page

    def counted(*page: Any) -> None:
        drawn.append(1)
        draw(*page)

    monkeypatch.setattr(document, "draw_page", counted)
    for name, times in (("letters", 1), ("pictures", 3)):
        paper = lay_out(engine, name, PAGES[name])
        for _ in range(3):
            engine.write(paper)
        # The first time it is tried, to find out that it has a picture.
        assert len(drawn) == times + (name == "pictures")
        drawn.clear()


def test_an_element_with_an_id_has_its_own_place_and_the_styles_of_its_like() -> None:
    """Styles are shared inside elements that differ by their id, and anchors are not."""
    engine = Engine((TEMPLATES,))
    body = "".join(f"<p id='p{n}'><b class='no'>{n}</b> <u>{WORDS}</u></p>" for n in range(3))
    [page] = lay_out(engine, "ids", body).pages
    assert [name for name in page.anchors if name.startswith("p")] == ["p0", "p1", "p2"]
    heights = [page.anchors[f"p{n}"][1] for n in range(3)]
    assert heights == sorted(set(heights))
    boxes = page._page_box.descendants()  # noqa: SLF001 - the only way to them
    kept = [vars(box.style) for box in boxes if box.element_tag == "u"]
    families = [told["accede_family"] for told in kept if "accede_family" in told]
    assert len(families) == 3
    assert len({id(family) for family in families}) == 1


def test_a_paper_is_given_up_at_the_first_page_too_many() -> None:
    """What runs over its pages is not laid out to its end; what keeps to them is."""
    engine = Engine((TEMPLATES,))
    pages = "<!doctype html><html lang='en'><title>T</title><h1>T</h1>"
    pages += "<p style='break-before: page'>x</p>" * 4
    assert len(engine.lay_out(pages, SHEETS, most=5).pages) == 5
    for most in (1, 4):
        with pytest.raises(TooLongError):
            engine.lay_out(pages, SHEETS, most=most)
    assert len(engine.lay_out(pages, SHEETS).pages) == 5
