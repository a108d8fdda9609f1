"""Whether papers are those that were made, and still say what the data says.

A paper is good if its bytes are those that its manifest tells of, and a build would keep it. So
nothing is decided here that a build would not decide.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from generator.assets import template_folders
from generator.build import build
from generator.model.plans import PaperSize
from generator.plan import ARCHIVE, REASONS, Step, Wish, changed, digest
from generator.publish import MANIFEST, is_of_other_format, manifest
from generator.said import Said, said
from generator.words import languages, spoken_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model import Dataset

FINGERPRINT = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}")
_KEYWORDS = re.compile(rf"accede (\S+) (\S+) ({FINGERPRINT.pattern})")
_VERSIONS = {"engine", "pango"}
_PAPERS = (".pdf", ".html", ".txt")
_SIZES = [size.value.lower() for size in PaperSize]
_FORMS = ("", "blank", "fillable", "all")
_FORMATS = ("pdf", "html", "txt", ARCHIVE)
Told = dict[str, Any]


class Word(StrEnum):
    """What a file was found to be; all but the first are findings."""

    GOOD = "good"
    STALE = "stale"
    OTHER_VERSION = "other version"
    ALTERED = "altered"
    MISSING = "missing"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Verdict:
    """What one file was found to be, and why; `told` is what the manifest tells of it.

    `of_data` is what the data has to say of that paper, whatever became of the file.
    """

    path: Path
    word: Word
    why: Said
    told: Told
    of_data: tuple[Word, Said] | None = None


def of_folder(
    dataset: Dataset, project: Path, output: Path, *, again: bool = False, jobs: int = 1
) -> Iterator[Verdict]:
    """Judge every paper beneath *output*, by the manifest beside it and by the data.

    A manifest can be altered together with its papers: made *again*, on up to *jobs* processes,
    they tell.
    """
    for path in sorted(output.rglob(MANIFEST)):
        folder, found = path.parent, manifest(path.parent)
        files = found.get("files", {})
        if not found:
            yield _unread(path)
        known = languages(template_folders(project))
        sound = {name: told for name, told in files.items() if _makes_sense(told, known)}
        wishes = [*_wishes(dataset, output, folder, {**found, "files": sound})]
        steps = _steps(wishes, dataset, project, folder)
        anew = _made_again(wishes, dataset, project, jobs) if again else {}
        for name, told in sorted(files.items()):
            if name in sound:
                verdict = _judged(folder / name, told, steps.get(name))
                yield _compared(verdict, anew[name]) if name in anew else verdict
            else:
                yield Verdict(folder / name, Word.ALTERED, said("the manifest is damaged"), {})
        for other in sorted(folder.iterdir()):
            if _looks_like_a_paper(other) and other.name not in files:
                why = said("the manifest tells of no such file")
                yield Verdict(other, Word.FOREIGN, why, {})
    for other in sorted(output.rglob("*")):
        if _looks_like_a_paper(other) and not (other.parent / MANIFEST).exists():
            yield Verdict(other, Word.FOREIGN, said("there is no manifest beside it"), {})


def _unread(path: Path) -> Verdict:
    """Judge a manifest that tells nothing."""
    if is_of_other_format(path.parent):
        return Verdict(path, Word.OTHER_VERSION, said("another version of accede wrote it"), {})
    return Verdict(path, Word.ALTERED, said("the manifest is damaged"), {})


def _looks_like_a_paper(path: Path) -> bool:
    return path.suffix.lower() in _PAPERS


def of_file(everything: list[Verdict], output: Path, path: Path) -> Verdict:
    """Judge one PDF, wherever it lies, by what was found of *everything* in *output*.

    It is known by its bytes, or else by the fingerprint printed on it.
    """
    content = path.read_bytes()
    for verdict in everything:
        if verdict.of_data and verdict.told.get("sha256") == digest(content):
            word, why = verdict.of_data
            same = said("it is %(file)s", file=verdict.path.relative_to(output).as_posix())
            return Verdict(path, word, same if word is Word.GOOD else why, verdict.told)
    printed = fingerprint_of(content)
    for verdict in everything:
        if printed and verdict.told.get("fingerprint") == printed:
            why = said(
                "it has the fingerprint of %(file)s, and is not the same file",
                file=verdict.path.relative_to(output).as_posix(),
            )
            return Verdict(path, Word.ALTERED, why, verdict.told)
    if printed:
        why = said("no paper here has its fingerprint, %(found)s: it is of another state of the "
                   "data, or of another project", found=printed)  # fmt: skip
        return Verdict(path, Word.STALE, why, {})
    return Verdict(path, Word.FOREIGN, said("it carries no fingerprint of accede"), {})


def fingerprint_of(content: bytes) -> str:
    """Return the fingerprint that a PDF of ours carries, or nothing."""
    from pypdf import PdfReader  # noqa: PLC0415 - 0.2 s

    if not content.startswith(b"%PDF"):
        return ""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd is said by us
    try:
        told = dict(PdfReader(BytesIO(content)).metadata or {})
    except Exception:  # noqa: BLE001 - a broken PDF can raise anything
        return ""
    found = _KEYWORDS.search(str(told.get("/Keywords", "")))
    return found[3] if found else ""


def _makes_sense(told: Told, known: list[str]) -> bool:
    """Tell whether a build can be asked for the paper that a manifest tells of."""
    return (
        all(one in known for one in spoken_in(told["language"]))
        and told["size"] in _SIZES
        and told["form"] in _FORMS
        and told["format"] in _FORMATS
    )


def _judged(path: Path, told: Told, step: Step | None) -> Verdict:
    if not path.is_file():
        return Verdict(path, Word.MISSING, said("it is gone"), told, _but_for_the_file(told, step))
    if path.is_symlink() or digest(path.read_bytes()) != told["sha256"]:
        why = said("its bytes are not those that were made")
        return Verdict(path, Word.ALTERED, why, told, _but_for_the_file(told, step))
    found = _of_data(step)
    return Verdict(path, *found, told, found)


def _but_for_the_file(told: Told, step: Step | None) -> tuple[Word, Said]:
    """Return what the data has to say of a paper that a build would make anew in any case."""
    if step is None:
        return _of_data(None)
    parts = tuple(changed(step.job, told))
    why = REASONS[parts[0]] if parts else step.why
    return _of_data(replace(step, make=bool(parts), why=why, parts=parts))


def _of_data(step: Step | None) -> tuple[Word, Said]:
    """Return what the data has to say of a paper, from what a build would do with it."""
    if step is None:
        return Word.STALE, said("the data has no such paper any more")
    if not step.make:
        return Word.GOOD, said("the data says the same")
    is_other = step.parts and set(step.parts) <= _VERSIONS
    return Word.OTHER_VERSION if is_other else Word.STALE, step.why


def _compared(verdict: Verdict, anew: str) -> Verdict:
    """Return the verdict on a file that was made anew: it is good only if it has the same bytes."""
    if verdict.word is not Word.GOOD or verdict.told["sha256"] == anew:
        return verdict
    why = said("made anew here it has other bytes")
    return replace(verdict, word=Word.ALTERED, why=why, of_data=(Word.ALTERED, why))


def _wishes(dataset: Dataset, output: Path, folder: Path, found: Told) -> Iterator[Wish]:
    """Yield what has to be asked for to get the files that a manifest tells of."""
    name = found.get("pack", "")
    days = _of_folder(folder.relative_to(output).parts)
    if not isinstance(name, str) or name not in dataset.packs or days is None:
        return
    if days.get("meeting", "") not in ("", *dataset.meetings):
        return
    variants: dict[tuple[str, str, str, bool], set[str]] = {}
    for told in found["files"].values():
        archive = told["format"] == ARCHIVE
        variant = (told["language"], told["size"], told["form"], archive)
        variants.setdefault(variant, set()).add("pdf" if archive else told["format"])
    for (language, size, form, archive), formats in variants.items():
        yield Wish(
            (name,), languages=(language,), size=size, form=form, formats=tuple(sorted(formats)),
            working=True, archive=archive, **days,
        )  # fmt: skip


def _steps(
    wishes: Iterable[Wish], dataset: Dataset, project: Path, folder: Path
) -> dict[str, Step]:
    """Return what a build would do with each file in *folder*."""
    steps: dict[str, Step] = {}
    for wish in wishes:
        looking = replace(wish, dry_run=True)
        for result in build(dataset, looking, project, folder.parent, kept_in=folder):
            steps |= {step.job.file: step for step in result.steps}
    return steps


def _made_again(
    wishes: Iterable[Wish], dataset: Dataset, project: Path, jobs: int
) -> dict[str, str]:
    """Return the sum of each file as this machine makes it from the data at hand."""
    with TemporaryDirectory(prefix="accede-verify-") as folder:
        there = Path(folder) / "papers"
        for wish in wishes:
            asked = replace(wish, force=True)
            for _ in build(dataset, asked, project, there, kept_in=there, jobs=jobs):
                pass
        return {path.name: digest(path.read_bytes()) for path in there.glob("*.*")}


def _of_folder(parts: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the days and the meeting that a folder was asked for with: see `plan.folder_of`.

    None if there is no such day.
    """
    found: dict[str, Any] = {}
    for part in parts:
        for word, field, read in (
            ("as-of-", "as_of", date.fromisoformat),
            ("since-", "since", date.fromisoformat),
            ("meeting-", "meeting", str),
        ):
            if part.startswith(word):
                try:
                    found[field] = read(part.removeprefix(word))
                except ValueError:
                    return None
    return found
