"""build: the papers."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.made import as_record, files_made, tell
from generator.cli.naming import find, pack_called
from generator.cli.paper_options import (
    JOBS,
    known_formats,
    known_languages,
    known_papers,
    meeting_id,
)
from generator.cli.progress import ProgressLine
from generator.cli.room import AS_OF, FINDINGS, JSON, Day, MistakenError, Room, say
from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import date

    from generator.model import Dataset
    from generator.plan import Result, Wish


@click.command()
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--only", callback=known_papers, metavar="PAPER,...", help="These papers, singly.")
@AS_OF
@click.option("--since", type=Day(), metavar="DATE", help="Add what changed since that day.")
@click.option(
    "--meeting",
    default="",
    metavar="ID",
    callback=meeting_id,
    help="Go to this meeting, if not to the next.",
)
@click.option(
    "--paper",
    type=click.Choice(["a4", "letter"], case_sensitive=False),
    help="The sheet, if not the pack's.",
)
@click.option(
    "--lang",
    "languages",
    callback=known_languages,
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
    callback=known_formats,
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
        click.echo(json.dumps([as_record(result) for result in results], indent=2))
    elif not dry_run:
        made = sum(step.make for result in results for step in result.steps if not result.failed)
        say(files_made(made, folder))
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
    if forms and given["only"] not in ((), ("checklist",)):
        checklist = said(
            "--%(form)s makes the checklist: it goes with no other paper.", form=forms[0]
        )
        raise click.UsageError(checklist)
    if given["archive"] and (forms or given["only"] or given["formats"] != ("pdf",)):
        whole = said("--archive makes the whole pack as one PDF: it goes with no other form.")
        raise click.UsageError(whole)
    if given["as_of"] and given["as_of"] > today:
        unknown = said("--as-of %(day)s is in the future: nobody knows it.", day=given["as_of"])
        raise MistakenError(unknown)
    if given["since"] and given["since"] > today:
        ahead = said("--since %(day)s is in the future: nothing changed since.", day=given["since"])
        raise MistakenError(ahead)
    meeting = given["meeting"]
    if meeting:
        unknown = said('--meeting "%(name)s" is not known.', name=meeting)
        way = said("Write its file first: accede meeting new BODY DATE")
        find(dataset.meetings, meeting, unknown, way)
    return Wish(packs, form="".join(forms), size=given.pop("paper"), **given)
