"""translations, translate: the texts of the data as a table for a translator, and back."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.naming import pack_called
from generator.cli.recording import DRY_RUN, apply
from generator.cli.room import FINDINGS, MistakenError, Room, say, show_problems, today

if TYPE_CHECKING:
    from generator.csvsource import Sheet
    from generator.model import Dataset

# From here on everything counts as changed: the papers of a pack say most then.
_EVER = date(1900, 1, 1)


@click.command()
@click.argument("language", metavar="LANGUAGE")
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--all", "everything", is_flag=True, help="Also what is reviewed already.")
@click.pass_obj
def translations(room: Room, *, language: str, packs: tuple[str, ...], everything: bool) -> None:
    """Print the texts that lack a reviewed wording in LANGUAGE, as a table (CSV).

    Of all records, or only what the papers of the named packs print. Fill in the column of the
    language, in any spreadsheet, and hand the table to accede translate.
    """
    from generator.csvsource import cell  # noqa: PLC0415 - keeps --help light
    from generator.rewording import LANGUAGE, columns, rows  # noqa: PLC0415

    if not LANGUAGE.fullmatch(language):
        raise MistakenError(f'"{language}" is not the code of a language. Write fr, kk, zh-Hans.')
    dataset = room.dataset()
    for name in packs:
        pack_called(dataset, name)
    if language == dataset.project.language:
        raise MistakenError(f"{language} is the language of the originals.")
    wanted = _wordings(room, dataset, packs, language) if packs else None
    # By this mark spreadsheets know UTF-8, without which Cyrillic would be lost.
    table = csv.writer(sys.stdout, lineterminator="\n")
    sys.stdout.write("\ufeff")
    table.writerow(columns(dataset.project.language, language))
    for row in rows(dataset, language, wanted, everything=everything):
        table.writerow(map(cell, row))


def _wordings(room: Room, dataset: Dataset, packs: tuple[str, ...], language: str) -> set[str]:
    from generator.assets import template_folders  # noqa: PLC0415 - keeps --help light
    from generator.view import Occasion, wordings  # noqa: PLC0415
    from generator.words import Words  # noqa: PLC0415

    words = Words(language, template_folders(room.project))
    found: set[str] = set()
    for name in packs:
        pack = dataset.packs[name]
        for since in (pack.since, _EVER):
            found |= wordings(dataset, pack, words, Occasion(pack.as_of, since))
    return found


@click.command()
@click.argument("table", type=click.Path(exists=True, dir_okay=False), metavar="FILE.csv")
@click.option("--reviewed-by", default="", metavar="INITIALS", help="Who has agreed to all rows.")
@click.option("--encoding", metavar="NAME", help="How the file was saved, if not as UTF-8.")
@DRY_RUN
@click.pass_obj
def translate(
    room: Room, *, table: str, reviewed_by: str, encoding: str | None, dry_run: bool
) -> None:
    """Put the wordings of a table into the records, all rows or none.

    The table is one of accede translations. A row whose original has changed since is refused; one
    without a wording is passed over. What nobody has reviewed stays a working translation: papers
    that are handed over refuse it, unless built with --allow-working.
    """
    from generator.cli.writing import refuse_encoding  # noqa: PLC0415 - keeps --help light
    from generator.rewording import reword  # noqa: PLC0415

    refuse_encoding(encoding)
    sheet = _sheet(room, table, encoding)
    apply(
        room,
        lambda loaded, read: reword(loaded, sheet, reviewed_by, today(), read),
        dry_run=dry_run,
    )


def _sheet(room: Room, table: str, encoding: str | None) -> Sheet:
    from generator.csvsource import read  # noqa: PLC0415 - keeps --help light
    from generator.rewording import FIXED  # noqa: PLC0415

    known = (*FIXED, room.dataset().project.language)
    sheet, problems = read(Path(table).read_bytes(), table, known, encoding)
    if problems:
        show_problems(problems, err=True)
        say("Nothing was written.")
        sys.exit(FINDINGS)
    return sheet
