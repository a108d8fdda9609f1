"""build, clean: the papers."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.naming import find, pack_called
from generator.cli.progress import ProgressLine
from generator.cli.room import AS_OF, FINDINGS, JSON, Day, MistakenError, Room, near, say
from generator.cli.voice import spoken
from generator.said import NOTHING, counted, joined, said

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from datetime import date

    from generator.model import Dataset
    from generator.plan import Result, Step, Wish
    from generator.said import Said


# Why a paper of the pack is not there.
NOTHING_TO_SAY = {
    "onepager": said("nothing to ask"),
    "changes": said("nothing changed, or no earlier day to compare with: --since DATE"),
    "pledges": said("no promise was made to this reader"),
    "card": said("no ask of today to put"),
}


def _there_are(words: Iterable[str]) -> Said:
    return said("There are: %(words)s.", words=", ".join(words))


def cores() -> int:
    """Return how many processes may run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _known_papers(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    from generator.bundles import BUNDLES  # noqa: PLC0415 - keeps --help light

    names = tuple(part.strip() for part in value.split(",")) if value else ()
    known = [*(paper for bound in BUNDLES.values() for paper in bound)]
    unknown = [name for name in names if name not in known]
    if unknown:
        no_paper = said('"%(word)s" is no paper.', word=unknown[0])
        raise click.BadParameter(joined([no_paper, _there_are(known)]))
    return names


def _known_languages(
    context: click.Context, __: click.Parameter, value: str | None
) -> tuple[str, ...]:
    """Return the languages asked for: those that accede has words in."""
    names = tuple(part.strip() for part in value.split(",")) if value else ()
    if not names:
        return names
    from generator.assets import template_folders  # noqa: PLC0415 - keeps --help light
    from generator.words import languages, spoken_in  # noqa: PLC0415

    known = languages(template_folders(context.obj.project))
    unknown = [one for name in names for one in spoken_in(name) if one not in known]
    if unknown:
        no_words = said('there are no words in "%(language)s".', language=unknown[0])
        raise click.BadParameter(joined([no_words, _there_are(known)]))
    return names


def _known_formats(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    endings = {"pdf": "pdf", "html": "html", "text": "txt"}
    names = tuple(part.strip() for part in value.split(",")) if value else ("pdf",)
    unknown = [name for name in names if name not in endings]
    if unknown:
        no_format = said('"%(word)s" is no format.', word=unknown[0])
        raise click.BadParameter(joined([no_format, _there_are(endings)]))
    return tuple(endings[name] for name in names)


def _meeting_id(_: click.Context, __: click.Parameter, value: str) -> str:
    """Take the file of a meeting for its id."""
    return Path(value).stem if value.endswith(".yaml") else value


JOBS = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=cores,
    envvar="ACCEDE_JOBS",
    show_envvar=True,
    metavar="N",
    help="Make on up to N processes at once; if nothing is said, on as many as there are cores.",
)


@click.command()
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--only", callback=_known_papers, metavar="PAPER,...", help="These papers, singly.")
@AS_OF
@click.option("--since", type=Day(), metavar="DATE", help="Add what changed since that day.")
@click.option(
    "--meeting",
    default="",
    metavar="ID",
    callback=_meeting_id,
    help="Go to this meeting, if not to the next.",
)
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="The sheet, if not the pack's.")
@click.option(
    "--lang",
    "languages",
    callback=_known_languages,
    metavar="ru,kk",
    help="In these languages, if not the pack's.",
)
@click.option(
    "--allow-working",
    "working",
    is_flag=True,
    help="With translations that nobody has reviewed; each page says so.",
)
@click.option("--blank", is_flag=True, help="Only the checklist, without its current state.")
@click.option("--fillable", is_flag=True, help="Only the checklist, to be filled in on a screen.")
@click.option("--all", is_flag=True, help="Only the checklist, with every row there is.")
@click.option(
    "--format",
    "formats",
    callback=_known_formats,
    metavar="pdf,html,text",
    help="What to make, PDF if nothing is said; html and text need no Pango.",
)
@click.option(
    "--archive",
    is_flag=True,
    help="Only the pack that is handed over, for archives: PDF/A-3a, with its data attached.",
)
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option(
    "--templates", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR"
)
@JOBS
@click.option("--force", is_flag=True, help="Make everything anew.")
@click.option("--dry-run", is_flag=True, help="Only say what would be made, and why.")
@click.option("--explain", is_flag=True, help="Say of each file what changed.")
@JSON
@click.pass_obj
def build(  # noqa: PLR0913 - what is not part of the wish
    room: Room,
    /,
    *,
    packs: tuple[str, ...],
    output: Path | None,
    templates: Path | None,
    jobs: int,
    explain: bool,
    as_json: bool,
    **given: Any,  # noqa: ANN401 - click's
) -> None:
    """Make the papers that are out of date, of all packs or of those named."""
    folder = room.output(output)
    dry_run = given["dry_run"]
    results = []
    line = ProgressLine()
    found = _results(room, packs, folder, templates, given, jobs=jobs, tell=line.tell)
    with line, closing(found):
        for result in found:
            results.append(result)
            line.clear()
            if not as_json:
                tell(result, dry_run=dry_run, explain=explain)
    if as_json:
        click.echo(json.dumps([_as_record(result) for result in results], indent=2))
    elif not dry_run:
        made = sum(step.make for result in results for step in result.steps if not result.failed)
        say(_files_made(made, folder))
    if any(result.failed for result in results):
        sys.exit(FINDINGS)


def _results(
    room: Room,
    packs: tuple[str, ...],
    folder: Path,
    templates: Path | None,
    given: dict[str, Any],
    **how: Any,  # noqa: ANN401 - as `build` takes it
) -> Generator[Result, None, None]:
    """Return what becomes of each pack; where nothing changed, without reading the data."""
    from generator.assets import template_folders  # noqa: PLC0415 - keeps --help light
    from generator.decided import Decided  # noqa: PLC0415

    templates_used = template_folders(room.project, templates)
    decided = Decided(room.project, folder, templates_used, {**given, "packs": packs})
    if (found := decided.everything()) is not None:
        yield from found
        return
    from generator.build import build as run  # noqa: PLC0415 - not where nothing changed
    from generator.data_sums import sums_of_packs  # noqa: PLC0415

    loaded = room.sound(keeping=not given["dry_run"])
    dataset = room.dataset_of(loaded)
    wish = _wish(dataset, packs, given, room.today)
    decided.of_pack = sums_of_packs(loaded)
    yield from run(dataset, wish, room.project, folder, templates, decided=decided, **how)


def _wish(dataset: Dataset, packs: tuple[str, ...], given: dict[str, Any], today: date) -> Wish:
    """Return what the options ask for, or a usage error if they do not go together."""
    from generator.plan import Wish  # noqa: PLC0415 - keeps --help light

    for name in packs:
        pack_called(dataset, name)
    forms = [name for name in ("blank", "fillable", "all") if given.pop(name)]
    if len(forms) > 1:
        one = said("A checklist is blank, fillable or has all rows: one of them.")
        raise click.UsageError(one)
    if given["archive"] and (forms or given["only"] or given["formats"] != ("pdf",)):
        whole = said("--archive makes the whole pack as one PDF: it goes with no other form.")
        raise click.UsageError(whole)
    if given["since"] and given["since"] > today:
        ahead = said("--since %(day)s is in the future: nothing changed since.", day=given["since"])
        raise MistakenError(ahead)
    meeting = given["meeting"]
    if meeting:
        unknown = said('--meeting "%(name)s" is not known.', name=meeting)
        way = said("Write its file first: accede meeting new BODY DATE")
        find(dataset.meetings, meeting, unknown, way)
    return Wish(packs, form="".join(forms), size=given.pop("paper"), **given)


def _files_made(number: int, folder: Path) -> Said:
    """Return the closing line of a build."""
    return counted(
        "%(n)s file made, in %(folder)s.",
        "%(n)s files made, in %(folder)s.",
        number,
        folder=near(folder),
    )


def tell(
    result: Result, *, dry_run: bool = False, explain: bool = False, only_made: bool = False
) -> None:
    """Print what became of one pack, a line a file."""
    if result.failed:
        failed = said("failed, the old papers stay: %(why)s", why=result.failed)
        say(f"{result.pack}: {spoken(failed)}")
        return
    made = said("would make") if dry_run else said("made")
    for step in result.steps:
        if only_made and not step.make:
            continue
        pages = result.pages.get(step.job.file, 0)
        many = counted("%(n)s page", "%(n)s pages", pages) if pages else NOTHING
        path = result.folder / step.job.file
        click.echo(_line(made if step.make else said("kept"), path, many, step.why))
        for line in _explained(step) if explain else ():
            click.echo(f"{'':<6}{line}")
    for paper in () if only_made else result.silent:
        why = NOTHING_TO_SAY[paper]
        click.echo(_line(said("none"), result.folder / paper, NOTHING, why))
    for bundle in result.outdated:
        older = said(
            "%(file)s is older than its papers; bind it anew with: accede build %(pack)s",
            file=near(result.folder / bundle),
            pack=result.pack,
        )
        say(older)


def _line(word: Said, path: Path, pages: Said, why: Said) -> str:
    # Languages whose words are longer move the other columns, and all by the same.
    width = max(5, *(len(spoken(each)) for each in (said("made"), said("kept"))))
    what, many = spoken(word), spoken(pages)
    return f"{what:<{width}} {near(path):<42} {many:<9} {spoken(why)}".rstrip()


def _explained(step: Step) -> Iterator[str]:
    """Yield what changed of a file: the parts of its key, and of its content the entries."""
    from generator.explain import in_words  # noqa: PLC0415 - keeps --help light
    from generator.plan import REASONS  # noqa: PLC0415

    for part in step.parts:
        named = ", ".join(map(spoken, in_words(step.pieces))) if part == "content" else ""
        yield f"{spoken(REASONS[part])}: {named}" if named else spoken(REASONS[part])


def _as_record(result: Result) -> dict[str, Any]:
    return {
        "pack": result.pack,
        "folder": near(result.folder),
        "failed": result.failed or None,
        "outdated": result.outdated,
        "silent": list(result.silent),
        "files": [
            {
                "file": step.job.file,
                "made": step.make,
                "why": step.why,
                "changed": [*step.parts],
                "entries": [*step.pieces],
                "pages": result.pages.get(step.job.file),
            }
            for step in result.steps
        ],
    }


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what accede keeps in .accede/.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.pass_obj
def clean(room: Room, *, everything: bool, output: Path | None, dry_run: bool) -> None:
    """Remove the papers accede made, and nothing else."""
    from generator import publish  # noqa: PLC0415 - keeps --help light

    folder = room.output(output)
    store = room.project / ".accede"
    done = spoken(said("would remove") if dry_run else said("removed"))
    # Who is building has a lock in the store: where there is none, nobody is.
    alone = store.is_dir() and not dry_run
    kept = everything and store.is_dir()
    gone = False
    with publish.one_at_a_time(room.project) if alone else nullcontext():
        for path in publish.clean(folder, dry_run=dry_run):
            gone = True
            click.echo(f"{done} {near(path)}")
        if kept:
            if not dry_run:
                shutil.rmtree(store)
            click.echo(f"{done} {near(store)}")
    untold = publish.untold(folder)
    for path in untold:
        stays = said(
            "%(file)s is damaged, or not of accede: it stays, and so does all beside it. A build "
            "puts it right.",
            file=near(path),
        )
        say(stays)
    if untold:
        sys.exit(FINDINGS)
    if not gone and not kept:
        say(said("Nothing to remove."))
