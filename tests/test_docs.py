"""What the documentation points to is there."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from conftest import ROOT

from generator.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _named(page: Path) -> list[str]:
    """Return the files of the project a page links to."""
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    return [link for link in links if not re.match(r"(https?|mailto):", link)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every file and picture a page links to is in the checkout."""
    assert [link for link in _named(page) if not (page.parent / link).exists()] == []


def test_there_are_links_to_follow() -> None:
    """The pages do link: to each other, and to pictures."""
    links = [link for page in PAGES for link in _named(page)]
    assert {"docs/dataset.md", "docs/papers.md", "docs/templates.md"} <= set(links)
    assert sum(link.endswith(".png") for link in links) >= 9


def test_the_recipes_for_looks_are_the_bundled_files_with_one_change() -> None:
    """Who follows docs/templates.md loses nothing that the bundled file says."""
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    head = (ROOT / "templates/partials/head.html.j2").read_text(encoding="utf-8")
    [shown] = re.findall(r"```html\n(\{% macro head.*?)```", page, re.DOTALL)
    assert '<img src="logo.svg"' in shown
    assert re.sub("<img[^>]*>", "", shown).strip() in head
    tokens = (ROOT / "templates/css/tokens.css").read_text(encoding="utf-8")
    [shown] = re.findall(r"```css\n(:root \{.*?\n\})", page, re.DOTALL)
    of = r"--accent: #\w+"
    assert re.findall(of, shown) != re.findall(of, tokens)
    assert re.sub(of, "", shown) in re.sub(of, "", tokens)


def _options(command: click.Command) -> set[str]:
    """Return the options of a command and of the commands beneath it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    own = {option for param in command.params for option in param.opts}
    return own.union(*(_options(each) for each in below))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_are_there(page: Path) -> None:
    """Every command of accede a page shows exists, and so does each option it is shown with."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    shown = re.findall(r"accede (?:-C \S+ |--ui-lang \S+ )*([a-z]+)((?: [^\n`#|]*)?)", text)
    known = dict(cli.commands)
    for name, rest in shown:
        if name not in known:
            continue
        options = _options(known[name])
        assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= options | {"--help"}, (name, rest)


def test_every_command_is_told_of() -> None:
    """README or CHANGELOG names every command there is."""
    text = (ROOT / "README.md").read_text() + (ROOT / "CHANGELOG.md").read_text()
    assert [name for name in cli.commands if not re.search(rf"\b{name}\b", text)] == []


def test_the_table_of_hostile_input_is_whole() -> None:
    """docs/vectors.md names every case of the vectors' tests, and no other."""
    files = sorted(path.name for path in (ROOT / "tests").glob("test_vectors*.py"))
    assert len(files) == 3
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", *files],
        cwd=ROOT / "tests",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    cases = {line.removeprefix("tests/") for line in done.stdout.splitlines() if "::" in line}
    named = set()
    for row in (ROOT / "docs" / "vectors.md").read_text(encoding="utf-8").splitlines():
        head = ""
        for code in re.findall(r"`([^`]+)`", row.rpartition("|")[0].rpartition("|")[2]):
            head = code.partition("[")[0] or head
            named.add(code if "::" in code else head + code)
    assert {case for case in cases if "[" in case} == {case for case in named if "[" in case}
    assert len(named) > 200
