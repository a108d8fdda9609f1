"""A paper as one HTML file brings what it shows, and lets the reader's browser fetch nothing."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from papers import override, tree
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
        assert styles.count("url(") == styles.count("url(data:font/woff2;base64,")
        assert "@import" not in styles
        told = [value for _, attributes in _Tags(page).found for value in attributes.items()]
        assert not [name for name, _ in told if name.startswith("on") or name == "src"]
        links = [value for name, value in told if name == "href"]
        assert all(link.startswith(("#", "https://", "http://")) for link in links)


def test_a_projects_own_looks_fetch_nothing(tiny: Path) -> None:
    """What its styles and templates name outside is not what a browser goes for."""
    override(tiny, "css/tokens.css", end='\n@import url("https://example.org/a.css");\n')
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
        '<img src="//example.org"><html><head>',
    ],
)
def test_whatever_the_frame_is(head: str) -> None:
    """The policy stands before whatever else the page has, but for the tags it belongs into."""
    tags = [tag for tag, _ in _Tags(standalone(f"{head}<p>Text</p>", [], ())).found]
    assert {*tags[: tags.index("meta")]} <= {"html", "head"}
