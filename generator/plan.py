"""Packs to jobs: their files, their keys, and whether to make or keep each, with the reason.

Pure: what is on disk is handed in.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.explain import differing, pieces
from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from generator.model import Pack
    from generator.said import Said
    from generator.view import Context

# What a part of a key stands for, as the reason given when it changed.
REASONS = {
    "content": said("what it shows changed"),
    "names": said("who may not be named changed"),
    "templates": said("a template changed"),
    "styles": said("a style sheet changed"),
    "pictures": said("a picture changed"),
    "fonts": said("the fonts changed"),
    "words": said("the catalogue changed"),
    "engine": said("made by another version"),
    "pango": said("made by another version"),
    "papers": said("a paper in it changed"),
}


# The format of a pack for archives: a PDF/A with its data attached.
ARCHIVE = "archive"


@dataclass(frozen=True)
class Wish:
    """What the person asked for; `as_of` and `size` as options override the pack's own.

    `form` is "blank", "fillable" or "all" where only such a checklist is wanted; `meeting` the id
    of the one the delegation goes to, if not the next. `working` lets translations go out that
    nobody has reviewed; `archive` wants the pack as one file for archives, and nothing else.
    """

    packs: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    as_of: date | None = None
    since: date | None = None
    size: str | None = None
    meeting: str = ""
    form: str = ""
    languages: tuple[str, ...] = ()
    working: bool = False
    formats: tuple[str, ...] = ("pdf",)
    archive: bool = False
    force: bool = False
    dry_run: bool = False


@dataclass(frozen=True, eq=False)
class Job:
    """One file to be: a paper with its context, or a bundle with the papers it binds."""

    name: str
    file: str
    parts: Mapping[str, str]
    context: Context = field(default_factory=dict)
    binds: tuple[str, ...] = ()
    format: str = "pdf"

    @property
    def key(self) -> str:
        """Return the hash of everything that can change the file."""
        return digest(json.dumps(dict(self.parts), sort_keys=True))


@dataclass(frozen=True)
class PackJob:
    """All files of one pack in one variant; the unit of work and of failure."""

    pack: str
    size: str
    language: str
    jobs: tuple[Job, ...]
    silent: tuple[str, ...] = ()
    form: str = ""

    def job(self, name: str) -> Job:
        """Return the job called *name*."""
        return next(job for job in self.jobs if job.name == name)


@dataclass(frozen=True)
class Step:
    """A decision about one file; `parts` and `pieces` are what changed of its key and content."""

    job: Job
    make: bool
    why: Said
    parts: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What became of one pack: a step and pages by file, bundles left behind, or the failure.

    `silent` are the papers left out because they have nothing to say.
    """

    pack: str
    folder: Path
    steps: list[Step]
    pages: dict[str, int] = field(default_factory=dict)
    outdated: list[str] = field(default_factory=list)
    silent: tuple[str, ...] = ()
    failed: str = ""


def digest(content: str | bytes) -> str:
    """Return the SHA-256 of *content* in hex digits."""
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


def folder_of(pack: Pack, wish: Wish) -> str:
    """Return the pack's folder; a day or a meeting asked for by option has one of its own."""
    days = {"as-of": wish.as_of, "since": wish.since, "meeting": wish.meeting}
    return "/".join([pack.id, *(f"{word}-{day}" for word, day in days.items() if day)])


def file_name(stem: str, usual: Mapping[str, str], ending: str = "pdf") -> str:
    """Return a file's name, in which a variant says how it differs: none overwrites another.

    *usual* has, for the language, the size and the form, what the pack usually has instead.
    """
    marks = [mark for mark, otherwise in usual.items() if mark != otherwise]
    return ".".join([stem, *marks, ending])


def bundle_parts(papers: Iterable[Job], extra: Mapping[str, str]) -> dict[str, str]:
    """Return the key of a bundle: that of its papers, and of its contents page.

    Pango is left to the latter, which has it too: where it is missing, no paper has changed.
    """
    bound = [{part: v for part, v in job.parts.items() if part != "pango"} for job in papers]
    return {"papers": digest(json.dumps(bound, sort_keys=True)), **extra}


def decide(
    pack: PackJob, manifest: Mapping[str, Any], found: Mapping[str, str], wish: Wish
) -> list[Step]:
    """Decide for each file of *pack* whether to make it, and say why.

    *manifest* holds what was made before, by file; *found* the sums of the files that are there.
    """
    return [
        step
        for job in pack.jobs
        if (step := _decide(job, manifest.get(job.file), found.get(job.file), wish))
    ]


def _decide(job: Job, before: Any, found: str | None, wish: Wish) -> Step | None:  # noqa: ANN401 - JSON
    if (wish.only and job.name not in wish.only) or (wish.archive and job.format != ARCHIVE):
        return None
    if before is None or found is None:
        return Step(job, make=True, why=said("new") if before is None else said("it was gone"))
    if found != before["sha256"]:
        return Step(job, make=True, why=said("it was changed by other hands"))
    if wish.force:
        return Step(job, make=True, why=said("asked for"))
    parts = changed(job, before)
    if parts:
        shown = differing(before.get("shows", {}), pieces(job.context))
        return Step(job, make=True, why=REASONS[parts[0]], parts=tuple(parts), pieces=shown)
    return Step(job, make=False, why=said("nothing changed"))


def changed(job: Job, before: Mapping[str, Any]) -> list[str]:
    """Return the parts of the key that are not as they were."""
    return [part for part, value in job.parts.items() if before["parts"].get(part) != value]


def needed(pack: PackJob, steps: Iterable[Step]) -> list[Job]:
    """Return the papers that have to be laid out: those to make, and those their bundles bind."""
    making = [step.job for step in steps if step.make and step.job.format in ("pdf", ARCHIVE)]
    names = {job.name for job in making} | {name for job in making for name in job.binds}
    papers = (job for job in pack.jobs if not job.binds and job.format == "pdf")
    return [job for job in papers if job.name in names]


def outdated(pack: PackJob, manifest: Mapping[str, Any]) -> list[str]:
    """Return the bundles on disk that no longer hold what their papers say."""
    return [
        job.file
        for job in pack.jobs
        if job.binds and job.file in manifest and changed(job, manifest[job.file])
    ]
