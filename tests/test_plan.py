"""Which files are made, which are kept, and the reason given for each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from generator.plan import (
    REASONS,
    Job,
    PackJob,
    Wish,
    bundle_parts,
    decide,
    digest,
    file_name,
    folder_of,
    needed,
    outdated,
)

if TYPE_CHECKING:
    from generator.model import Dataset

EXTRA = {part: f"{part} 1" for part in REASONS if part != "papers"}
SUM = digest(b"what was written")


def pack_job(**changed: dict[str, str]) -> PackJob:
    """Return a pack of two papers and the bundle of both; *changed* are parts of a job's key."""
    papers = tuple(
        Job(name, f"{name}.pdf", {**EXTRA, **changed.get(name, {})})
        for name in ("briefing", "sources")
    )
    parts = {**bundle_parts(papers, EXTRA), **changed.get("pack", {})}
    bundle = Job("pack", "pack.pdf", parts, binds=("briefing", "sources"))
    return PackJob("osce", "a4", "en", (*papers, bundle))


def told(pack: PackJob) -> dict[str, Any]:
    """Return what a manifest tells of *pack* once it is made."""
    return {job.file: {"sha256": SUM, "key": job.key, "parts": job.parts} for job in pack.jobs}


def there(pack: PackJob) -> dict[str, str]:
    """Return the sums of the files, untouched."""
    return {job.file: SUM for job in pack.jobs}


def whys(pack: PackJob, before: PackJob, *, force: bool = False) -> dict[str, str]:
    """Return the reasons of what is to be made of *pack* where *before* was made."""
    steps = decide(pack, told(before), there(before), Wish(force=force))
    assert [step.job for step in steps] == list(pack.jobs)
    return {step.job.name: step.why for step in steps if step.make}


def test_what_did_not_change_is_kept() -> None:
    """Nothing is made where every key is as it was and every file as it was written."""
    steps = decide(pack_job(), told(pack_job()), there(pack_job()), Wish())
    assert {step.why for step in steps} == {"nothing changed"}
    assert not any(step.make for step in steps)


def test_what_no_manifest_tells_of_is_new() -> None:
    """A file the manifest does not know is made, even if one of that name lies there."""
    steps = decide(pack_job(), {}, there(pack_job()), Wish())
    assert {(step.make, step.why) for step in steps} == {(True, "new")}


def test_a_file_that_is_gone_is_made_again() -> None:
    """A missing file is made again, and only that one."""
    found = there(pack_job())
    del found["sources.pdf"]
    steps = decide(pack_job(), told(pack_job()), found, Wish())
    assert {step.job.name: step.why for step in steps if step.make} == {"sources": "it was gone"}


def test_a_file_others_changed_is_made_again() -> None:
    """A file whose sum is not the manifest's is made again, and only that one."""
    found = {**there(pack_job()), "pack.pdf": digest(b"scribbled on")}
    steps = decide(pack_job(), told(pack_job()), found, Wish())
    made = {step.job.name: step.why for step in steps if step.make}
    assert made == {"pack": "it was changed by other hands"}


@pytest.mark.parametrize("part", EXTRA)
def test_the_reason_names_what_changed(part: str) -> None:
    """Each part of a key remakes its paper, with its own reason, and the bundle that binds it."""
    made = whys(pack_job(sources={part: "other"}), pack_job())
    bundle = {} if part == "pango" else {"pack": REASONS["papers"]}
    assert made == {"sources": REASONS[part], **bundle}


def test_another_pango_remakes_papers_and_bundles() -> None:
    """Pango is part of every file's key, the bundle's own among them."""
    other = {"pango": "1.99"}
    made = whys(pack_job(briefing=other, sources=other, pack=other), pack_job())
    assert made == dict.fromkeys(("briefing", "sources", "pack"), REASONS["pango"])


def test_without_pango_nothing_is_out_of_date() -> None:
    """Where Pango is missing its version is not known, and what was made with it is kept."""

    def without(job: Job) -> Job:
        return Job(job.name, job.file, {k: v for k, v in job.parts.items() if k != "pango"})

    known = pack_job()
    papers = [without(job) for job in known.jobs if not job.binds]
    extra = {part: value for part, value in EXTRA.items() if part != "pango"}
    bundle = Job("pack", "pack.pdf", bundle_parts(papers, extra), binds=("briefing", "sources"))
    here = PackJob("osce", "a4", "en", (*papers, bundle))
    assert whys(here, known) == {}
    assert outdated(here, told(known)) == []


def test_force_makes_all() -> None:
    """What is asked for by force is made though nothing changed."""
    made = whys(pack_job(), pack_job(), force=True)
    assert made == dict.fromkeys(("briefing", "sources", "pack"), "asked for")


def test_only_decides_on_what_is_named() -> None:
    """With --only the other files are not even decided on."""
    steps = decide(pack_job(), {}, {}, Wish(only=("sources",)))
    assert [(step.job.name, step.make) for step in steps] == [("sources", True)]


def test_a_bundle_to_be_made_needs_all_its_papers() -> None:
    """Papers that are kept are laid out all the same if their bundle is to be bound anew."""
    found = there(pack_job())
    del found["pack.pdf"]
    steps = decide(pack_job(), told(pack_job()), found, Wish())
    assert [job.name for job in needed(pack_job(), steps)] == ["briefing", "sources"]


def test_a_single_paper_needs_itself_only() -> None:
    """No other paper is laid out for a single one."""
    steps = decide(pack_job(), {}, {}, Wish(only=("sources",)))
    assert [job.name for job in needed(pack_job(), steps)] == ["sources"]


def test_kept_files_need_nothing() -> None:
    """Nothing is laid out where nothing is to be made."""
    steps = decide(pack_job(), told(pack_job()), there(pack_job()), Wish())
    assert needed(pack_job(), steps) == []


def test_a_bundle_older_than_its_papers_is_named() -> None:
    """A bundle on disk is outdated once a paper in it has another key; one never made is not."""
    before = told(pack_job())
    after = pack_job(sources={"content": "other"})
    assert outdated(pack_job(), before) == []
    assert outdated(after, before) == ["pack.pdf"]
    del before["pack.pdf"]
    assert outdated(after, before) == []


@pytest.mark.parametrize("part", EXTRA)
def test_every_part_is_in_the_key(part: str) -> None:
    """The key of a file changes with each of its parts."""
    [same, *_], [changed, *_] = pack_job().jobs, pack_job(briefing={part: "other"}).jobs
    assert same.key != changed.key


def test_every_part_has_a_reason() -> None:
    """A part of a key that has no words of its own would end in a KeyError."""
    assert all(REASONS.values())
    assert set(pack_job().job("pack").parts) == set(REASONS)


def test_no_variant_overwrites_another(dataset: Dataset) -> None:
    """Language and sheet stand in a file's name where they are not the usual, a day in the path."""
    usual = {"en": "en", "a4": "a4"}
    assert file_name("briefing", usual) == "briefing.pdf"
    assert file_name("briefing", {"ru": "en", "a4": "a4"}) == "briefing.ru.pdf"
    assert file_name("briefing", {"ru": "en", "letter": "a4"}) == "briefing.ru.letter.pdf"
    asked = Wish(as_of=date(2008, 6, 1))
    assert folder_of(dataset.packs["osce"], asked) == "osce/as-of-2008-06-01"
    assert folder_of(dataset.packs["osce"], Wish()) == "osce"
    assert folder_of(dataset.packs["france"], Wish()) == "france"
