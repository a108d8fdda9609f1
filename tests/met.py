"""A small project with a counterpart, and its checklist as a reader fills it in."""

from __future__ import annotations

import shutil
from contextlib import chdir
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from conftest import Ran
from pypdf import PdfReader, PdfWriter

from generator.cli import cli

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TODAY = date(2026, 12, 10)
MEETING = "2026-12-03-league"
FILE = f"recommendations/meetings/{MEETING}.yaml"
# The fields of A1, an item, and of B1 and B2, topics.
A1, A2, B1, B2 = "A1/item:name/", "A2/item:report/", "B1/topic:assembly/", "B2/topic:media/"
_BODIES = """
- {id: league, type: intergovernmental, name: League of Cities, short: League}
- {id: office, type: agency, name: Office of the League, parent: league}
- {id: other, type: government, name: Other}
"""
_TOPICS = """
- id: media
  title: Media
  asks:
    - {on: 2026-11-01, text: Let the press work., short: Let the press work, by: 2027-06}
"""
_PACKS = """
- id: league
  addressee: league
  title: What to raise
  for_whom: the League
  distribution: counterpart
  sharing: May be shared within the League.
  rank: [media, assembly]
- {id: other, addressee: other, title: Other, for_whom: the other, sharing: Stays here.}
"""
_ITEM = """\
id: {id}
kind: recommendation
title: {title}
text: {title}.
source: {{document: lantern-2026}}
made_by: lantern
addressee: {addressee}
topic: {topic}
standing: {{state: live}}
"""
_ASK = """\
asks:
  - {{on: 2026-11-01, text: {title}., short: {title}}}
relations:
  - {{type: presses-for, to: {to}}}
"""
_ITEMS = (
    {"id": "name", "title": "Name it first", "addressee": "league", "to": "lantern-2026-01"},
    {"id": "report", "title": "Report on it", "addressee": "office", "to": "press"},
    {"id": "press", "title": "Free the press", "addressee": "ruritania"},
)


def run(project: Path, *args: str) -> Ran:
    """Run accede in this process: quicker, where nothing hangs on a process of its own."""
    with chdir(project):
        done = CliRunner().invoke(cli, args)
    error = done.exception
    assert error is None or isinstance(error, SystemExit), repr(error)
    return Ran(done.exit_code, done.stdout, done.stderr)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a project's data, by name."""
    data = folder / "recommendations"
    found = (path for path in data.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def begin(project: Path) -> Path:
    """Make a project with a league to talk to: A1 and A2 of itself, B1 and B2 to be raised."""
    assert run(project.parent, "init", str(project)).code == 0
    data = project / "recommendations"
    (data / "meetings/2026-12-03-ruritania.yaml").unlink()
    for name, more in (("bodies", _BODIES), ("topics", _TOPICS), ("packs", _PACKS)):
        path = data / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    for fields in _ITEMS:
        text = _ITEM + (_ASK if "to" in fields else "")
        path = data / "items/lantern-2026" / f"{fields['id']}.yaml"
        path.write_text(text.format(topic="media", **fields), encoding="utf-8")
    return project


def filled(form: bytes, says: Mapping[str, str]) -> bytes:
    """Return *form*, a fillable checklist, as a reader saves it with *says* in its fields."""
    known = PdfReader(BytesIO(form)).get_fields() or {}
    assert set(says) <= set(known), sorted(set(says) - set(known))
    writer = PdfWriter(clone_from=BytesIO(form))
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, dict(says), auto_regenerate=False)
    done = BytesIO()
    writer.write(done)
    return done.getvalue()


@pytest.fixture(scope="session")
def league(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the project with a meeting on file and its checklist built, to be copied."""
    project = begin(tmp_path_factory.mktemp("met") / "own")
    made = run(project, "meeting", "new", "league", "2026-12-03", "--minutes", "30")
    assert made.code == 0, made.stderr
    built = run(project, "build", "league", "--fillable")
    assert built.code == 0, built.stderr
    return project


@pytest.fixture
def own(tmp_path: Path, league: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of it that is this test's own, a week after the meeting."""
    monkeypatch.setattr("generator.cli.meetings.today", lambda: TODAY)
    return shutil.copytree(league, tmp_path / "own")


@pytest.fixture(scope="session")
def form(league: Path) -> bytes:
    """Return the checklist of that meeting, not filled in."""
    return (league / "output/league/checklist.fillable.pdf").read_bytes()
