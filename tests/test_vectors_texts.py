"""Texts that look like something else are printed as they are written, and do nothing.

They stand together in one project, whose papers are made by a process that writes down which files
it opens, whom it calls and which programs it starts. (What Pango opens by itself is not seen: it is
given a list of fonts with ours alone, see `generator/pdf/pango.py`.)
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import ROOT
from hostile import AUDITED, EVIDENCE, PACKS, TITLE, TOPICS, World, edit, put
from papers import reader, said, squeezed
from starter import ITEMS

from generator import assets

if TYPE_CHECKING:
    from hostile import Listener

pytest_plugins = ["strangers"]

TEXTS = {
    "script": "<script>fetch('@URL@/x')</script>",
    "img": '<img src="@URL@/x" onerror="alert(1)">',
    "img-file": "<img src='@CANARY@'>",
    "stylesheet": '<link rel="stylesheet" href="@URL@/x.css">',
    "attachment": '<link rel="attachment" href="@CANARY@">',
    "style-closed": "</style></head><style>@import url(@URL@/x.css);</style>",
    "css": "body { background: url(@URL@/x.png) } @import '@CANARY@';",
    "object": '<object data="@CANARY@"></object><embed src="@URL@/x">',
    "frame": '<iframe src="@URL@/x"></iframe><base href="@URL@/"><meta http-equiv="refresh">',
    "svg": '<svg><image href="@URL@/x"/><use href="@CANARY@"/></svg>',
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "@CANARY@">]>&e; &lt;b&gt; &#60;i&#62;',
    "comment": "<!-- a comment --> <![CDATA[ data ]]> <?php echo 1 ?>",
    "attribute": "\" onclick=\"alert(1)\" title='x' style=\"background: url(@URL@/x)",
    "markdown-img": "![a picture](@URL@/x.png) ![another](@CANARY@)",
    "markdown-javascript": "[here](javascript:alert(1))",
    "markdown-file": "[here](@CANARY@) <@CANARY@>",
    "markdown-data": "[here](data:text/html,<script>alert(1)</script>)",
    "bare-address": "see @URL@/x or www.x.example",
    "jinja": "{{ 7*7 }} {{ ''.__class__.__mro__ }}",
    "jinja-include": "{% include '@CANARY@' %} {% raw %} {# remark #}",
    "placeholders": "%(date)s %s %n {0.__class__} $(touch owned) `touch owned`",
    "path": "../../beside/canary /etc/passwd ~/.ssh/id",
    "formula": "=HYPERLINK('@URL@/x')",
}  # fmt: skip
SUMMARY = """
assessments:
  - as_of: 2026-10
    recorded_on: 2026-11-20
    status: not-implemented
    confidence: high
    summary: {}
    evidence: [S03]
"""
ELSEWHERE = [
    (PACKS, "What was asked of Ruritania, what was done, and what remains", "script"),
    (PACKS, "the Government of Ruritania", "markdown-img"),
    (TOPICS, "Notice instead of leave", "jinja"),
    (EVIDENCE, "Constitution of Ruritania, article 22", "img"),
    ("recommendations/documents.yaml", '"Asking leave: assemblies in Ruritania"', "entity"),
    ("recommendations/project.yaml", "hello@lantern.example", "markdown-javascript"),
]

BUILD = """
from generator.cli import cli
cli.main(["build"], standalone_mode=False)
"""


class Built(NamedTuple):
    """The world after the build, and what was written down of it."""

    world: World
    said: str
    log: list[list[str]]


def _audited(world: World, code: str) -> tuple[str, list[list[str]]]:
    """Run *code* in the project; return what it said, and what it opened, called and started."""
    log, scratch = world.around / "log", world.around / "scratch"
    scratch.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", AUDITED, log, code],
        cwd=world.project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    shutil.rmtree(scratch)
    told = json.loads(log.read_text(encoding="utf-8"))
    log.unlink()
    return done.stdout + done.stderr, told


def _strays(world: World, log: list[list[str]]) -> list[list[str]]:
    """Return what is neither the project's, accede's, Python's nor the system's own."""
    ours = (world.project, world.around / "scratch", world.around / "log", ROOT / "generator")
    systems = ("/usr", "/proc", "/sys", "/dev", "/etc/fonts", "/etc/mime.types")
    known: list[Path | str] = [
        *ours,
        assets.bundled("templates"),
        sys.prefix,
        sys.base_prefix,
        *systems,
    ]
    places = [Path(folder).resolve() for folder in known]
    return [
        [event, what]
        for event, what in log
        if event != "open" or not any(Path(what).resolve().is_relative_to(one) for one in places)
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, starter: Path, listener: Listener) -> Built:
    """Return the starter with an item and a source a text, and its papers."""
    around = tmp_path_factory.mktemp("texts")
    shutil.copytree(starter, around / "project")
    world = World(around, listener, secrets.token_hex(16))
    world.settle()
    kept = (world.project / ITEMS / "lantern-2026-03.yaml").read_text(encoding="utf-8")
    for number, text in enumerate(TEXTS.values(), 100):
        item = kept.partition("# Tied to")[0].replace("bullet: 3", f"bullet: {number}")
        item = item.replace("2026-03", f"2026-{number}").replace(TITLE, _written(text))
        put(f"{ITEMS}/lantern-2026-{number}.yaml", item + SUMMARY.format(_written(text)))(world)
    for file, old, name in ELSEWHERE:
        edit(file, old, _written(TEXTS[name]))(world)
    listener.knocks = 0
    world.look()
    return Built(world, *_audited(world, BUILD))


def _written(text: str) -> str:
    """Return *text* as YAML has it in quotes."""
    return json.dumps(text, ensure_ascii=False)


def _paper(built: Built, name: str) -> Path:
    return built.world.project / "output" / "ruritania" / name


def test_the_papers_are_made(built: Built) -> None:
    """Nothing is wrong with a text that looks like something else."""
    assert "8 files made, in output." in built.said, built.said
    assert built.world.secret not in built.said


def test_nothing_was_fetched_or_read(built: Built) -> None:
    """While papers were made nothing knocked, no program began, and no strange file was opened."""
    assert [event for event, _ in built.log].count("open") > 100
    assert _strays(built.world, built.log) == []
    built.world.is_unharmed()


def test_what_is_opened_or_called_is_seen(built: Built) -> None:
    """One who did read the canary, knock or start a program would be found."""
    canary = str(built.world.around / "beside" / "canary")
    code = (
        f"open({canary!r}).close()\n"
        "import socket, subprocess\n"
        f"socket.create_connection({built.world.listener.server_address!r}).close()\n"
        "subprocess.run(['true'])\n"
    )
    _, log = _audited(built.world, code)
    found = _strays(built.world, log)
    assert ["open", canary] in found
    assert {"socket.connect", "subprocess.Popen"} <= {event for event, _ in found}
    assert built.world.listener.knocks == 1


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_printed_as_it_is_written(built: Built, name: str) -> None:
    """Markup, Markdown, Jinja, styles and paths stand on paper to the letter."""
    text = squeezed(built.world.told(TEXTS[name]))
    assert squeezed(said(_paper(built, "matrix.pdf"))).count(text) >= 2  # title and summary
    assert text in squeezed(said(_paper(built, "briefing.pdf")))


@pytest.mark.parametrize("name", ["pack.pdf", "delegation.pdf", "matrix.pdf", "sources.pdf"])
def test_a_paper_does_nothing(built: Built, name: str) -> None:
    """No action, script, attachment or form is in a PDF, and its links are those of the sources."""
    pdf = reader(_paper(built, name))
    assert not {"/OpenAction", "/AA", "/AcroForm", "/AF"} & pdf.root_object.keys()
    assert pdf.attachments == {}
    assert built.world.secret not in said(_paper(built, name))
    links = {str(action["/URI"]) for page in pdf.pages for note in page.get("/Annots", [])
             if "/URI" in (action := note.get_object().get("/A", {}))}  # fmt: skip
    assert all(link.startswith(("https://gazette.", "https://lantern.")) for link in links)
