"""What a paper's key is made of, and papers set and bound as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from papers import ALWAYS, TEMPLATES, override

from generator import assets, press
from generator.build import plan
from generator.plan import Wish, decide
from generator.press import Press

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model import Dataset
    from generator.plan import PackJob

Parts = dict[str, dict[str, str]]


def job_of(dataset: Dataset, project: Path, pack: str = "france", **wish: str) -> PackJob:
    """Return the plan of a pack with the templates of *project*."""
    made = Press(assets.template_folders(project))
    return plan(dataset, pack, "en", Wish(**wish), made)  # type: ignore[arg-type] # size only


def parts(dataset: Dataset, project: Path, **wish: str) -> Parts:
    """Return the parts of each file's key with the templates of *project*."""
    return {job.name: dict(job.parts) for job in job_of(dataset, project, **wish).jobs}


def changed(before: Parts, after: Parts) -> dict[str, set[str]]:
    """Return which parts of which keys differ."""
    differing = {
        name: {part for part in before[name] if before[name][part] != after[name][part]}
        for name in before
    }
    return {name: found for name, found in differing.items() if found}


@pytest.fixture(scope="module")
def usual(dataset: Dataset) -> Parts:
    """Return the parts of the keys with the bundled templates."""
    return parts(dataset, ROOT)


def test_a_copy_changes_no_key(dataset: Dataset, tmp_path: Path, usual: Parts) -> None:
    """A key holds what a template says, not where it lies."""
    for name in ("briefing.html.j2", "partials/base.html.j2", "css/tokens.css"):
        override(tmp_path, name)
    assert changed(usual, parts(dataset, tmp_path)) == {}


def test_a_papers_template_changes_that_paper(
    dataset: Dataset, tmp_path: Path, usual: Parts
) -> None:
    """The paper's own key changes, and that of the bundle that binds it."""
    override(tmp_path, "checklist.html.j2", end="{# ours #}")
    expected = {"checklist": {"templates"}, "delegation": {"papers"}}
    assert changed(usual, parts(dataset, tmp_path)) == expected


def test_a_common_partial_changes_all(dataset: Dataset, tmp_path: Path, usual: Parts) -> None:
    """What every paper extends is in every key, that of the contents page among them."""
    override(tmp_path, "partials/base.html.j2", end="{# ours #}")
    found = changed(usual, parts(dataset, tmp_path))
    assert set(found) == set(usual)
    assert all("templates" in differing for differing in found.values())


def test_a_papers_style_changes_that_paper(dataset: Dataset, tmp_path: Path, usual: Parts) -> None:
    """A style sheet of one paper is in no other's key."""
    override(tmp_path, "css/matrix.css", end="/* ours */")
    expected = {"matrix": {"styles"}, "delegation": {"papers"}}
    assert changed(usual, parts(dataset, tmp_path)) == expected


def test_the_tokens_change_all(dataset: Dataset, tmp_path: Path, usual: Parts) -> None:
    """Sizes and colours are in every key."""
    override(tmp_path, "css/tokens.css", end="/* ours */")
    found = changed(usual, parts(dataset, tmp_path))
    assert set(found) == set(usual)
    assert all("styles" in differing for differing in found.values())


def test_another_sheet_of_paper_is_another_key(
    dataset: Dataset, tmp_path: Path, usual: Parts
) -> None:
    """Letter and A4 differ in styles, and in nothing that is said."""
    letter = parts(dataset, ROOT, size="letter")
    assert all("styles" in differing for differing in changed(usual, letter).values())
    assert {job.file for job in job_of(dataset, ROOT, size="letter").jobs} == {
        f"{name}.letter.pdf" for name in usual
    }
    override(tmp_path, "css/page-letter.css", end="/* ours */")
    assert changed(usual, parts(dataset, tmp_path)) == {}
    assert set(changed(letter, parts(dataset, tmp_path, size="letter"))) == set(usual)


def test_a_catalogue_changes_all(dataset: Dataset, tmp_path: Path, usual: Parts) -> None:
    """The words of the paper's language are in every key."""
    catalogue = tmp_path / "templates" / "locales" / "en" / "LC_MESSAGES" / "accede.po"
    catalogue.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalogue.write_text(head + 'msgid "Nothing"\nmsgstr "Nil"\n', encoding="utf-8")
    found = changed(usual, parts(dataset, tmp_path))
    assert set(found) == set(usual)
    assert all("words" in differing for differing in found.values())


def test_the_fonts_are_in_every_key(dataset: Dataset, tmp_path: Path, usual: Parts) -> None:
    """Another face under the same name is another paper."""
    folder = tmp_path / "templates"
    (folder / "fonts").mkdir(parents=True)
    for path in (TEMPLATES / "fonts").glob("*.ttf"):
        (folder / "fonts" / path.name).write_bytes(path.read_bytes())
    override(tmp_path, "css/fonts.css")
    assert changed(usual, parts(dataset, tmp_path)) == {}
    (folder / "fonts" / "SourceSans3-Bold.ttf").write_bytes(b"another")
    found = changed(usual, parts(dataset, tmp_path))
    assert {name for name, differing in found.items() if "fonts" in differing} == set(usual)


@pytest.mark.parametrize(
    ("name", "part"), [("__version__", "engine"), ("pango_version", "pango"), ("version", "engine")]
)
def test_the_engine_is_in_every_key(
    dataset: Dataset, usual: Parts, monkeypatch: pytest.MonkeyPatch, name: str, part: str
) -> None:
    """Another accede, WeasyPrint or Pango may set the same page otherwise."""
    other = "9.9" if name.startswith("__") else lambda *_: "9.9"
    monkeypatch.setattr(press, name, other)
    found = changed(usual, parts(dataset, ROOT))
    assert {paper for paper, differing in found.items() if part in differing} == set(usual)


def test_every_pack_plans_its_papers_and_two_bundles(dataset: Dataset) -> None:
    """The plan has the pack's papers, then the bundles that bind those of each side."""
    for name, pack in dataset.packs.items():
        jobs = job_of(dataset, ROOT, name).jobs
        assert set(ALWAYS) <= {job.name for job in jobs if not job.binds} <= set(pack.papers)
        assert [job.name for job in jobs if job.binds] == ["pack", "delegation"]
        bound = [paper for job in jobs for paper in job.binds]
        assert bound == [job.name for job in jobs if not job.binds]


def test_a_paper_is_the_same_alone_and_bound(dataset: Dataset) -> None:
    """Binding lays nothing out anew: a paper made singly has the bytes it has beside its pack."""
    job = job_of(dataset, ROOT)
    machine = Press(assets.template_folders(ROOT))
    single = machine.make(job, decide(job, {}, {}, Wish(only=("briefing",))))
    together = machine.make(job, decide(job, {}, {}, Wish()))
    assert [found.name for found in single] == ["briefing"]
    assert single[job.job("briefing")] == together[job.job("briefing")]
    assert [found.name for found in together] == [found.name for found in job.jobs]
