"""Templates: what stands in the data prints as text, and a mistake in one is told plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from papers import ALWAYS, TEMPLATES, override, pages_of

from generator import assets
from generator.pages import PageError, Pages
from generator.words import Words

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% raw %} </style> \"quoted\" '&amp;' <!-- -->"
ESCAPED = (
    "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} {% raw %} &lt;/style&gt; "
    "&#34;quoted&#34; &#39;&amp;amp;&#39; &lt;!-- --&gt;"
)


def pages_with(folder: Path, **templates: str) -> Pages:
    """Return templates of these texts, called after the keys."""
    for name, text in templates.items():
        (folder / f"{name}.html.j2").write_text(text, encoding="utf-8")
    return Pages((folder,), Words("en"))


@pytest.mark.parametrize("place", ["<p>{{ title }}</p>", '<p class="{{ title }}"></p>'])
def test_markup_in_data_prints_as_text(tmp_path: Path, place: str) -> None:
    """Tags, Jinja's own signs and quotes in the data mean nothing, in text and in attributes."""
    html = pages_with(tmp_path, paper=place).html("paper", {"title": HOSTILE})
    assert html == place.replace("{{ title }}", ESCAPED)


def test_markup_in_translated_words_prints_as_text(tmp_path: Path) -> None:
    """What is filled into a translated sentence is escaped as well."""
    template = '{{ _("for: %(body)s", body=title) }}'
    html = pages_with(tmp_path, paper=template).html("paper", {"title": HOSTILE})
    assert html == f"for: {ESCAPED}"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("<p>\n{{ nonsense }}</p>", "paper.html.j2:2: 'nonsense' is undefined"),
        ("{{ title.nonsense }}", "paper.html.j2:1: 'str object' has no attribute 'nonsense'"),
        ("\n\n{% if nonsense %}{% endif %}", "paper.html.j2:3: 'nonsense' is undefined"),
        ("{{ 1 / 0 }}", "paper.html.j2:1: division by zero"),
        ("<p>\n{% if %}", "paper.html.j2:2: Expected an expression"),
        ('{% include "absent.html.j2" %}', "absent.html.j2 is no file among the templates"),
        ('{% include "part.html.j2" %}', "part.html.j2:2: 'nonsense' is undefined"),
    ],
)
def test_a_mistake_in_a_template_is_named(tmp_path: Path, template: str, said: str) -> None:
    """An undefined name or other mistake is an error that names file and line, not the folder."""
    pages = pages_with(tmp_path, paper=template, part="\n{{ nonsense }}")
    with pytest.raises(PageError) as caught:
        pages.html("paper", {"title": "Title"})
    assert str(caught.value).startswith(said)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% if %}", "paper.html.j2:1: Expected an expression"),
        ('{% extends "absent.html.j2" %}', "absent.html.j2 is no file among the templates"),
    ],
)
def test_a_mistake_is_named_before_anything_is_made(
    tmp_path: Path, template: str, said: str
) -> None:
    """What a paper's key needs, the sources of its templates, tells of the same mistakes."""
    with pytest.raises(PageError, match=said):
        pages_with(tmp_path, paper=template).sources("paper")


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "part/../../secret.txt"])
def test_a_template_reads_no_file_outside(tmp_path: Path, name: str) -> None:
    """Neither a path upwards nor a full one is followed."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "templates"
    (folder / "part").mkdir(parents=True)
    pages = pages_with(folder, paper=f'{{% include "{name}" %}}')
    with pytest.raises(PageError, match="is no file among the templates"):
        pages.html("paper", {})
    with pytest.raises(PageError, match="is no file among the templates"):
        pages.sources("paper")


@pytest.mark.parametrize(
    "template",
    [
        "{{ title.__class__.__mro__ }}",
        "{{ title.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.environ }}",
        '{{ "{0.__class__}".format(title) }}',
        "{% set x = found.append(1) %}{{ found.__class__ }}",
    ],
)
def test_a_template_does_not_reach_into_python(tmp_path: Path, template: str) -> None:
    """The sandbox refuses what would lead from a value to the machine."""
    with pytest.raises(PageError, match="unsafe"):
        pages_with(tmp_path, paper=template).html("paper", {"title": "Title", "found": []})


def test_the_sources_are_all_templates_reached(tmp_path: Path) -> None:
    """Whatever a paper extends, imports or includes is a source of it; what it does not is none."""
    pages = pages_with(
        tmp_path,
        paper='{% extends "base.html.j2" %}{% from "macro.html.j2" import a %}',
        base='{% include "part.html.j2" %}',
        macro='{% import "deep.html.j2" as deep %}{% macro a() %}{% endmacro %}',
        part="part",
        deep="deep",
        other="other",
    )
    reached = [f"{name}.html.j2" for name in ("base", "deep", "macro", "paper", "part")]
    assert list(pages.sources("paper")) == reached
    assert pages.sources("paper")["part.html.j2"] == "part"


@pytest.mark.parametrize("paper", [*ALWAYS, "contents"])
def test_every_paper_extends_the_same_frame(paper: str) -> None:
    """Language, title and running lines come from one base template."""
    assert "partials/base.html.j2" in pages_of().sources(paper)
    assert f"{paper}.html.j2" in pages_of().sources(paper)


def test_one_template_can_be_overridden(tmp_path: Path) -> None:
    """A project's own template is taken, and all others are the bundled ones."""
    own = override(tmp_path, "partials/mark.html.j2", end="{# ours #}")
    folders = assets.template_folders(tmp_path)
    assert folders == (tmp_path / "templates", TEMPLATES)
    here, bundled = Pages(folders, Words("en")).sources("sources"), pages_of().sources("sources")
    assert here.pop("partials/mark.html.j2") == own.read_text(encoding="utf-8")
    assert here.items() < bundled.items()


def test_an_option_comes_before_the_project(tmp_path: Path) -> None:
    """Templates are searched for in --templates, then the project, then the bundled ones."""
    option = tmp_path / "option"
    option.mkdir()
    (tmp_path / "templates").mkdir()
    expected = (option, tmp_path / "templates", TEMPLATES)
    assert assets.template_folders(tmp_path, option) == expected
    assert assets.template_folders(ROOT) == (TEMPLATES,)
