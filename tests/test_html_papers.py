"""A paper as one HTML file brings what it shows, and lets the reader's browser fetch nothing."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from papers import TEMPLATES, edit, override, tree
from starter import run

from generator.standalone import standalone

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tiny"]

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


class _Tags(HTMLParser):
    """Every tag of a page, in order, with its attributes; and what its styles say."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.styles = ""
        self._in_style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        self.styles += data if self._in_style else ""


def _policy_of(page: str) -> str:
    """Return the policy of a page, which has to come first in its head."""
    (first, _), (second, _), (third, told) = _Tags(page).found[:3]
    assert (first, second, third) == ("html", "head", "meta")
    assert told["http-equiv"] == "Content-Security-Policy"
    return told["content"]


def _html(project: Path) -> dict[str, str]:
    ran = run(project, "build", "--format", "html", "--only", "card")
    assert ran.code == 0, ran.stderr
    papers = tree(project / "output")
    return {name: text.decode() for name, text in papers.items() if name.endswith(".html")}


def test_the_papers_need_nothing_but_themselves(tiny: Path) -> None:
    """Only what the policy allows is in them: fonts as data, styles inside; no script, no form."""
    papers = _html(tiny)
    assert papers
    for page in papers.values():
        assert _policy_of(page) == POLICY
        tags, styles = {tag for tag, _ in _Tags(page).found}, _Tags(page).styles
        assert not tags & {"script", "link", "base", "iframe", "object", "embed", "form", "img"}
        assert "url(data:font/woff2;base64," in styles
        assert "content: attr(data-sharing)" in styles
        assert ("meta", "viewport") in [(tag, told.get("name")) for tag, told in _Tags(page).found]
        assert styles.count("url(") == styles.count("url(data:font/woff2;base64,")
        assert "@import" not in styles
        told = [value for _, attributes in _Tags(page).found for value in attributes.items()]
        assert not [name for name, _ in told if name.startswith("on") or name == "src"]
        links = [value for name, value in told if name == "href"]
        assert all(link.startswith(("#", "https://", "http://")) for link in links)


def _faces(page: str) -> list[TTFont]:
    found = re.findall(r"url\(data:font/woff2;base64,([^)]*)\)", page)
    return [TTFont(BytesIO(base64.b64decode(data))) for data in found]


def test_its_fonts_have_every_letter(tiny: Path) -> None:
    """What the paper says is set in its own faces: odd letters, and Russian names in English."""
    odd = "\u01e7\u0494\u0436"
    edit(tiny / "recommendations/topics.yaml", ("short: Notice", f"short: {odd} Notice"))
    for page in _html(tiny).values():
        assert odd[-1] in page
        known = [{chr(code) for code in face.getBestCmap()} for face in _faces(page)]
        ours = TTFont(TEMPLATES / "fonts" / "SourceSans3-Regular.ttf").getBestCmap()
        assert len(known) == 8
        text = re.sub(r"<style>.*?</style>|\s", "", page, flags=re.DOTALL)
        for letter in {letter for letter in text if ord(letter) in ours}:
            assert letter in known[4], letter


@pytest.mark.parametrize(
    ("style", "has"), [("", False), (".pen { font-variant-caps: small-caps; }", True)]
)
def test_its_fonts_have_what_a_style_asks_for(tiny: Path, style: str, has: bool) -> None:  # noqa: FBT001
    """Small capitals and the like are in the faces where a style wants them."""
    override(tiny, "css/tokens.css", end=style)
    for page in _html(tiny).values():
        tags = {
            record.FeatureTag for record in _faces(page)[4]["GSUB"].table.FeatureList.FeatureRecord
        }
        assert ("smcp" in tags) is has


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


def _with_a_logo(project: Path, name: str) -> None:
    """Put a picture into the head of each card, and one into its styles."""
    image = f'<img data-src="no" alt="Our &quot;>&quot; logo" src="{name}">'
    override(project, "partials/base.html.j2", ("<body", "<body data-x='1'"))
    override(project, "css/tokens.css", end=f"h1 {{ background: url( '../{name}' ) }}")
    own = project / "templates/partials/base.html.j2"
    own.write_text(re.sub(r"(<body[^>]*>)", rf"\1{image}", own.read_text("utf-8")), "utf-8")


def test_a_logo_is_inside(tiny: Path) -> None:
    """A picture of the project's templates is in the file, where a browser may show it."""
    _with_a_logo(tiny, "our%20logo.SVG")
    (tiny / "templates/our logo.SVG").write_text(LOGO, "utf-8")
    data = f"data:image/svg+xml;base64,{base64.b64encode(LOGO.encode()).decode()}"
    for page in _html(tiny).values():
        [(_, image)] = [found for found in _Tags(page).found if found[0] == "img"]
        assert (image["src"], image["data-src"]) == (data, "no")
        assert f"url({data})" in _Tags(page).styles
        assert "logo.SVG" not in page


@pytest.mark.parametrize(
    "name", ["gone.svg", "../../../recommendations/project.yaml", "https://example.org/logo.svg"]
)
def test_a_picture_that_is_not_there_is_told(tiny: Path, name: str) -> None:
    """The paper is not made, and the reason names the picture."""
    _with_a_logo(tiny, name)
    ran = run(tiny, "build", "--format", "html", "--only", "card")
    assert ran.code == 1
    assert "failed" in ran.stderr
    assert name.rpartition("/")[2] in ran.stderr
    assert not [file for file in tree(tiny / "output") if file.endswith(".html")]


def test_a_projects_own_looks_fetch_nothing(tiny: Path) -> None:
    """What its styles and templates name outside is not what a browser goes for."""
    override(tiny, "css/tokens.css", end='\n@import "https://example.org/a.css";\n')
    override(
        tiny, "partials/base.html.j2", ("<head>", '<head>\n<link rel="icon" href="//example.org">')
    )
    assert {_policy_of(page) for page in _html(tiny).values()} == {POLICY}


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<HTML>",
        "<HTML lang='en'>\n<HEAD class='x'>",
        "<!doctype html><html data-x='><head>'><head>",
        "<!DOCTYPE html>\n<!-- <head> --><html><head>",
        '<img src="data:,x"><html><head>',
    ],
)
def test_whatever_the_frame_is(head: str) -> None:
    """The policy stands before whatever else the page has, but for the tags it belongs into."""
    tags = [tag for tag, _ in _Tags(standalone(f"{head}<p>Text</p>", [], ())).found]
    assert {*tags[: tags.index("meta")]} <= {"html", "head"}
