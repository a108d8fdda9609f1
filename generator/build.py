"""The pipeline: select and view, plan, page and pdf, publish; one pack after the other."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from generator import __version__, assets
from generator.bundles import BUNDLES, PAPERS
from generator.explain import pieces
from generator.pages import PageError
from generator.pdf import PaperError
from generator.plan import (
    Job,
    PackJob,
    Result,
    bundle_parts,
    decide,
    digest,
    file_name,
    folder_of,
    outdated,
)
from generator.press import Press
from generator.publish import manifest, one_at_a_time, publish, sums
from generator.selection import Reach
from generator.view import Occasion, UnreviewedError, contexts, cover
from generator.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.decided import Decided
    from generator.model import Dataset
    from generator.plan import Wish


def build(  # noqa: PLR0913 - what is wished for, of what, where, and what is known
    dataset: Dataset,
    wish: Wish,
    project: Path,
    output: Path,
    templates: Path | None = None,
    *,
    decided: Decided | None = None,
) -> Iterator[Result]:
    """Make what is out of date in the wished-for packs; yield a result a pack and language.

    If one file of a pack fails, all its old ones stay, and the others are published. What is
    *decided* already is not computed again.
    """
    press, reach = Press(assets.template_folders(project, templates)), Reach(dataset)
    with nullcontext() if wish.dry_run else one_at_a_time(project):
        for name in wish.packs or dataset.packs:
            for language in wish.languages or dataset.packs[name].languages:
                if decided and (kept := decided.still(name, language)):
                    yield kept
                    continue
                folder = output / folder_of(dataset.packs[name], wish)
                try:
                    seen = reach.of(dataset.packs[name])
                    result = _build(plan(seen, name, language, wish, press), wish, folder, press)
                except (PageError, PaperError, UnreviewedError) as error:
                    result = Result(name, folder, [], failed=str(error))
                if decided and not wish.dry_run:
                    decided.note(result, language)
                yield result
    if decided and not wish.dry_run:
        decided.write()


def plan(dataset: Dataset, name: str, language: str, wish: Wish, press: Press) -> PackJob:
    """View one pack in one language, and give each file a key of all that can change it."""
    pack, words = dataset.packs[name], Words(language, press.folders)
    size = wish.size or pack.paper_size.value.lower()
    occasion = Occasion(
        as_of=wish.as_of or pack.as_of,
        since=wish.since or pack.since,
        meeting=wish.meeting,
        form=wish.form,
        working=wish.working,
        only=tuple(part for name in wish.only for part in (name, *BUNDLES.get(name, ()))),
    )
    shown = contexts(dataset, pack, words, occasion)
    usual = {
        language: dataset.project.language,
        size: pack.paper_size.value.lower(),
        wish.form: "",
    }

    def job(paper: str, ending: str) -> Job:
        template = paper if ending == "pdf" else f"{paper}.{ending}"
        parts = press.ingredients(template, shown[paper], language, size)
        return Job(paper, file_name(paper, usual, ending), parts, shown[paper], format=ending)

    def bundle(stem: str, bound: list[Job]) -> Job:
        context = cover(stem, [paper.context for paper in bound], words)
        parts = bundle_parts(bound, press.ingredients("contents", context, language, size))
        names = tuple(paper.name for paper in bound)
        return Job(stem, file_name(stem, usual), parts, context, names)

    jobs = [
        job(paper, ending)
        for ending in wish.formats
        for paper in PAPERS
        if paper in shown and press.can_make(paper, ending)
    ]
    if not wish.form:
        for stem, members in BUNDLES.items():
            bound = [paper for paper in jobs if paper.name in members and paper.format == "pdf"]
            jobs += [bundle(stem, bound)] if bound else []
    wanted = () if wish.form else wish.only or pack.papers
    silent = tuple(paper for paper in pack.papers if paper in wanted and paper not in shown)
    return PackJob(name, size, language, tuple(jobs), silent, wish.form)


def _build(pack: PackJob, wish: Wish, folder: Path, press: Press) -> Result:
    """Decide, make and publish."""
    known = manifest(folder).get("files", {})
    steps = decide(pack, known, sums(folder, [job.file for job in pack.jobs]), wish)
    if not wish.dry_run and any(step.make for step in steps):
        made = press.make(pack, steps)
        known = _still_wanted(pack, known) | {
            job.file: _told(job, pack, content, pages) for job, (content, pages) in made.items()
        }
        files = {job.file: content for job, (content, _) in made.items()}
        publish(folder, files, {"accede": __version__, "pack": pack.pack, "files": known})
    pages = {name: told["pages"] for name, told in known.items()}
    overtaken = outdated(pack, known) if wish.only else []
    return Result(pack.pack, folder, steps, pages, overtaken, pack.silent)


def _still_wanted(pack: PackJob, known: dict[str, Any]) -> dict[str, Any]:
    """Drop papers this variant no longer has; other variants in the folder stay."""
    mine = {job.file for job in pack.jobs}
    formats = {job.format for job in pack.jobs}
    variant = {"language": pack.language, "size": pack.size, "form": pack.form}

    def of_this_variant(told: dict[str, Any]) -> bool:
        same = all(told.get(key) == value for key, value in variant.items())
        return same and told.get("format") in formats

    return {name: told for name, told in known.items() if name in mine or not of_this_variant(told)}


def _told(job: Job, pack: PackJob, content: bytes, pages: int) -> dict[str, Any]:
    """Return what the manifest tells of one file."""
    return {
        "paper": job.name,
        "pages": pages,
        "sha256": digest(content),
        "fingerprint": job.context.get("fingerprint", ""),
        "state": job.context["state_iso"],
        "language": pack.language,
        "size": pack.size,
        "form": pack.form,
        "format": job.format,
        "key": job.key,
        "parts": dict(job.parts),
        "shows": pieces(job.context),
    }
