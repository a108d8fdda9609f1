"""HTML to PDF: nothing is read from outside, no font but ours is used, no warning goes by."""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
import os
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from papers import TEMPLATES, fonts, override, squeezed, strangers
from pypdf import PdfReader

from generator import pdf
from generator.pdf import Engine, PaperError, bind, contents, fetching

SHEETS = ("css/fonts.css", "css/tokens.css", "css/paper.css", "css/page-a4.css")
# One black pixel.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


def html(body: str, head: str = "") -> str:
    """Return the HTML of a small paper."""
    return f'<!doctype html><html lang="en"><head><title>T</title>{head}</head><body>{body}</body>'


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return an engine with the bundled templates."""
    return Engine((TEMPLATES,))


def read(engine: Engine, body: str, head: str = "", sheets: tuple[str, ...] = SHEETS) -> PdfReader:
    """Return a small paper, written and read back."""
    return PdfReader(BytesIO(engine.write(engine.lay_out(html(body, head), sheets))))


def outside(tmp_path: Path) -> str:
    """Return the address of a file that lies beside the templates."""
    path = tmp_path / "outside.css"
    path.write_text("h1 { color: red }", encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x",
        "https://example.org/x",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "{outside}",
        "file://{templates}/../outside.css",
        "file://{templates}/%2e%2e/outside.css",
        "file://example.org{templates}/css/../../outside.css",
    ],
)
@pytest.mark.parametrize(
    ("body", "head"),
    [
        ('<img alt="x" src="{address}">', ""),
        ('<object data="{address}"></object>', ""),
        ('<embed src="{address}">', ""),
        ("", '<link rel="stylesheet" href="{address}">'),
        ("", '<link rel="attachment" href="{address}">'),
        ("", "<style>@import '{address}';</style>"),
        ("", "<style>body {{ background: url('{address}') }}</style>"),
    ],
    ids=["img", "object", "embed", "stylesheet", "attachment", "import", "background"],
)
def test_nothing_outside_the_templates_is_read(
    tmp_path: Path, address: str, body: str, head: str
) -> None:
    """Neither the network nor a file elsewhere is read, whatever asks for it: the paper fails."""
    templates = tmp_path / "templates"
    templates.mkdir()
    where = address.format(outside=outside(tmp_path), templates=templates)
    engine = Engine((templates,))
    page = html(f"<h1>T</h1>{body.format(address=where)}", head.format(address=where))
    with pytest.raises(PaperError, match="is outside the templates and is not read"):
        engine.write(engine.lay_out(page, ()))


def test_a_link_out_of_the_templates_is_not_followed(tmp_path: Path) -> None:
    """What counts is where a symbolic link leads, not where it lies."""
    templates = tmp_path / "templates"
    templates.mkdir()
    outside(tmp_path)
    (templates / "inside.css").symlink_to(tmp_path / "outside.css")
    engine = Engine((templates,))
    with pytest.raises(PaperError, match="is outside the templates and is not read"):
        engine.lay_out(html("<h1>T</h1>", '<link rel="stylesheet" href="inside.css">'), ())


def test_nor_is_one_in_the_projects_templates(tmp_path: Path) -> None:
    """A link in the project's folder leads no further when a name is looked for in all folders."""
    option, templates = tmp_path / "option", tmp_path / "templates"
    for folder in (option, templates):
        folder.mkdir()
    outside(tmp_path)
    (templates / "inside.css").symlink_to(tmp_path / "outside.css")
    engine = Engine((option, templates, TEMPLATES))
    with pytest.raises(PaperError, match="is outside the templates and is not read"):
        engine.lay_out(html("<h1>T</h1>", '<link rel="stylesheet" href="inside.css">'), ())


def test_an_overridden_style_finds_what_it_names(tmp_path: Path) -> None:
    """A project's own copy of a style sheet names the bundled fonts as the bundled one does."""
    override(tmp_path, "css/fonts.css")
    folders = (tmp_path / "templates", TEMPLATES)
    bold = "<h1>T</h1><p style=\"font: bold 10pt 'Source Sans 3'\">Text</p>"
    assert "Source-Sans-3-Bold" in fonts(read(Engine(folders), bold))


@pytest.mark.parametrize("address", ["pixel.png", "{uri}", f"data:image/png;base64,{PNG}"])
def test_what_lies_in_the_templates_is_read(tmp_path: Path, address: str) -> None:
    """A picture beside the templates, or in the page itself, is set."""
    from base64 import b64decode  # noqa: PLC0415 - used here only

    (tmp_path / "pixel.png").write_bytes(b64decode(PNG))
    uri = (tmp_path / "pixel.png").as_uri()
    body = f'<h1>T</h1><img alt="x" src="{address.format(uri=uri)}">'
    [page] = read(Engine((tmp_path,)), body, sheets=()).pages
    assert len(page.images) == 1


def test_an_overlarge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit would take the memory of a whole machine."""
    monkeypatch.setattr(fetching, "MAX_ASSET", 10)
    (tmp_path / "large.css").write_text("h1 { color: red }", encoding="utf-8")
    with pytest.raises(PaperError, match="is larger than 10 bytes and is not read"):
        Engine((tmp_path,)).lay_out(html("", '<link rel="stylesheet" href="large.css">'), ())


@pytest.mark.parametrize("text", ["🦄", "中", "ع"])
def test_a_missing_glyph_is_an_error(engine: Engine, text: str) -> None:
    """A letter that none of our fonts has is not printed as an empty box."""
    with pytest.raises(PaperError, match=f"notdef glyph.*{text}"):
        engine.write(engine.lay_out(html(f"<h1>Title {text}</h1>"), SHEETS))


def test_every_letter_we_need_is_there(engine: Engine) -> None:
    """Russian, all Kazakh letters, French and German, the tenge sign and the boxes are set."""
    letters = "Ёжик ӘәҒғҚқҢңӨөҰұҮүҺһІі Éàçœ ÄöüßẞŁ ₸ € ☐ ☑ ✓ “„”… ½"
    for family in ("Source Sans 3", "Source Serif 4"):
        body = f"<h1>T</h1><p style=\"font-family: '{family}'\">{letters}</p>"
        [page] = read(engine, body).pages
        assert squeezed(letters) in squeezed(page.extract_text())


@pytest.mark.parametrize("rule", ["color: nonsense", "colour: red", "width: calc(1px"])
def test_a_mistake_in_a_style_is_an_error(engine: Engine, rule: str) -> None:
    """What the engine would only warn of fails the paper."""
    with pytest.raises(PaperError):
        engine.lay_out(html("<h1>T</h1>", f"<style>h1 {{ {rule} }}</style>"), SHEETS)


def test_warnings_of_one_paper_do_not_stay(engine: Engine) -> None:
    """After a paper failed the next comes out well, and the logger is as it was."""
    logger = logging.getLogger("weasyprint")
    before = (list(logger.handlers), logger.propagate)
    with pytest.raises(PaperError):
        engine.lay_out(html("<h1>T</h1>", "<style>h1 { colour: red }</style>"), SHEETS)
    assert engine.write(engine.lay_out(html("<h1>T</h1>"), SHEETS)).startswith(b"%PDF-")
    assert (list(logger.handlers), logger.propagate) == before


@pytest.mark.parametrize("family", ["DejaVu Sans", "Arial", "Noto Sans", "sans-serif", "Nonsense"])
def test_the_systems_fonts_are_not_seen(engine: Engine, family: str) -> None:
    """Whatever family a style asks for, a face of ours is embedded: the system's are hidden."""
    pdf = read(engine, f"<h1>T</h1><p style=\"font-family: '{family}'\">Text</p>")
    assert fonts(pdf)
    assert strangers(pdf) == set()


def test_the_font_configuration_knows_our_folder_only(engine: Engine) -> None:  # noqa: ARG001 - made first
    """Also on a machine that has no other fonts, which would hide a mistake from the test above."""
    written = Path(os.environ["FONTCONFIG_FILE"]).read_text(encoding="utf-8")
    assert re.findall(r"<dir>(.*?)</dir>", written) == [str(TEMPLATES / "fonts")]
    assert "<include" not in written


def test_bold_and_italic_are_faces_of_their_own(engine: Engine) -> None:
    """No face is faked: all four of both families are embedded by their own names."""
    faces = "<p>a <b>b</b> <i>c</i> <b><i>d</i></b></p>"
    body = "".join(
        f"<div style=\"font-family: '{family}'\">{faces}</div>"
        for family in ("Source Sans 3", "Source Serif 4")
    )
    assert len(fonts(read(engine, f"<h1>T</h1>{body}"))) == 8


def test_the_same_page_is_the_same_bytes(engine: Engine) -> None:
    """Two engines write the same bytes: no date, no random id."""
    page = html("<h1>T</h1><p>Text</p>")
    first, second = (
        each.write(each.lay_out(page, SHEETS)) for each in (engine, Engine((TEMPLATES,)))
    )
    assert first == second


def test_papers_are_joined_with_their_pages(engine: Engine) -> None:
    """A bundle has the pages of its papers in order, each as long as it was, and their titles."""
    papers = [
        engine.lay_out(html(f"<h1 id='{name}'>{name}</h1><p style='break-before: page'>x</p>"), ())
        for name in ("first", "second")
    ]
    alone = [engine.write(paper) for paper in papers]
    joined = PdfReader(BytesIO(engine.write(bind(papers))))
    assert [page.extract_text() for page in joined.pages] == ["first", "x", "second", "x"]
    assert [str(entry.title) for entry in joined.outline] == ["first", "second"]  # type: ignore[union-attr] # no lists here
    assert [engine.write(paper) for paper in papers] == alone


def test_the_parts_of_a_paper_are_its_second_headings(engine: Engine) -> None:
    """A contents page can name each heading below the title that has an anchor, with its page."""
    body = (
        "<h1>T</h1><h2 id='a'>Part A</h2><h3 id='deep'>Deep</h3>"
        "<h2>Nameless</h2><h2 id='b' style='break-before: page'>Part B</h2>"
    )
    assert contents(engine.lay_out(html(body), ())) == [
        {"title": "Part A", "page": 1, "anchor": "a"},
        {"title": "Part B", "page": 2, "anchor": "b"},
    ]


def test_the_version_of_pango_has_three_numbers() -> None:
    """It is read without WeasyPrint, and is part of every paper's key."""
    numbers = pdf.pango_version().split(".")
    assert len(numbers) == 3
    assert int(numbers[0]) >= 1


@pytest.mark.parametrize(("platform", "line"), pdf.INSTALL_HINT.items())
def test_a_missing_pango_is_told_with_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, platform: str, line: str
) -> None:
    """The message names the line for the system one is on."""

    def absent(name: str) -> Any:
        raise OSError(name)

    monkeypatch.setattr(ctypes.util, "find_library", lambda _: None)
    monkeypatch.setattr(ctypes, "CDLL", absent)
    assert pdf.pango_version() == ""
    monkeypatch.setattr(sys, "platform", platform)
    assert str(pdf.missing_library()).endswith(line)
