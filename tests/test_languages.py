"""A paper is wholly in its reader's language, and says where it is not."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from generator.load import load
from generator.translations import missing, texts
from generator.view import Occasion, UnreviewedError, contexts
from generator.words import Words

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from conftest import Accede

    from generator.model import Dataset

FOLDERS = (ROOT / "templates",)
LANGUAGES = ("de", "fr", "kk", "ru")


def _docs(name: str) -> ModuleType:
    """Return a program of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogues = _docs("catalogues")


def test_every_language_has_its_words() -> None:
    """There is a catalogue for each language but English, whose words are in the code."""
    assert tuple(catalogues.PAPERS.catalogues()) == LANGUAGES


def test_the_template_is_up_to_date() -> None:
    """The list of messages is that of the code and the templates: ./run catalogues makes it."""
    current = [message.id for message in catalogues.messages() if message.id]
    kept = [message.id for message in catalogues.read(catalogues.PAPERS.template) if message.id]
    assert kept == current
    assert len(current) > 150


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_whole(language: str) -> None:
    """It has every message, in every plural form, none of them a guess, none that is gone."""
    catalogue = catalogues.read(catalogues.PAPERS.catalogues()[language], language)
    assert catalogues.missing(catalogue) == []
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []
    wanted = {message.id for message in catalogues.messages() if message.id}
    assert {message.id for message in catalogue if message.id} == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_keeps_the_placeholders(language: str) -> None:
    """Each translation holds the placeholders of its message, and no others."""
    holds = re.compile(r"%\((\w+)\)s")
    for message in catalogues.read(catalogues.PAPERS.catalogues()[language], language):
        ids = message.id if message.pluralizable else (message.id,)
        strings = message.string if message.pluralizable else (message.string,)
        for said in strings if message.id else ():
            assert set(holds.findall(said)) == set(holds.findall(ids[-1])), said
            assert "%" not in holds.sub("", said), said


def test_unreviewed_texts_are_refused(dataset: Dataset) -> None:
    """What is handed over needs reviewed translations, unless working ones are allowed."""
    words, pack = Words("ru", FOLDERS), dataset.packs["osce"]
    with pytest.raises(UnreviewedError, match=r"\d+ texts are not reviewed in ru"):
        contexts(dataset, pack, words, Occasion())
    ours = contexts(dataset, pack, words, Occasion(only=("checklist",)))
    assert ours["checklist"]["draft"] == ""
    shown = contexts(dataset, pack, words, Occasion(working=True))
    said = words.say("working translation, not reviewed")
    assert said != "working translation, not reviewed"
    for paper, context in shown.items():
        handed = paper not in ("card", "checklist", "matrix")
        assert context["draft"] == (f"{words.say('DRAFT')} · {said}" if handed else "")


def test_a_text_in_another_language_is_marked(dataset: Dataset) -> None:
    """Where a translation is missing the original stands, and says which language it is in."""
    words = Words("ru", FOLDERS)
    shown = contexts(dataset, dataset.packs["osce"], words, Occasion(working=True))
    assert shown["briefing"]["title"].endswith("[английский]")


def test_the_build_says_what_to_do(accede: Accede, project: Path) -> None:
    """Without reviewed translations a build fails, names the way out, and makes nothing."""
    ran = accede("build", "coe", "--lang", "ru", "--only", "onepager", cwd=project)
    assert ran.code == 1
    assert "accede translations ru coe makes a table of them" in ran.stderr
    assert "accede build coe --lang ru --allow-working" in ran.stderr
    assert not (project / "output/coe").exists()
    assert accede("build", "--lang", "xx", cwd=project).code == 2


def test_gaps_are_listed_with_their_places(tmp_path: Path, accede: Accede) -> None:
    """A text that is not there, or not reviewed, is named with file, line and column."""
    assert accede("init", tmp_path / "own").code == 0
    topics = tmp_path / "own/recommendations/topics.yaml"
    topics.write_text(
        "- id: a\n  title: {en: A, ru: {text: Да, state: reviewed}}\n"
        "- id: b\n  title:\n    en: B\n    ru: Б\n- id: c\n  title: C\n"
    )
    found = [str(problem) for problem in missing(load(tmp_path / "own"), "ru")]
    place = "recommendations/topics.yaml"
    assert [line for line in found if line.startswith(place)] == [
        f"{place}:5:5: notice: b: title: the wording in ru is not reviewed.",
        f"{place}:8:10: notice: c: title: nothing in ru yet.",
    ]


def test_what_no_paper_prints_is_no_gap(dataset: Dataset) -> None:
    """Remarks for ourselves need no translation."""
    item = dataset.items["hrw-1999-gov-05a"]
    names = {path[-1] for path, _ in texts(item)}
    assert {"title", "text", "summary"} <= names
    assert not {part for path, _ in texts(item) for part in path if part == "notes"}
