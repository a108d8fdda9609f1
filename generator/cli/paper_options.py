"""What is asked for of papers: words of the command line that have to be known ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.said import joined, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.said import Said


def _there_are(words: Iterable[str]) -> Said:
    return said("There are: %(words)s.", words=", ".join(words))


def cores() -> int:
    """Return how many processes may run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def known_papers(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Return the papers asked for."""
    from generator.bundles import BUNDLES  # noqa: PLC0415 - keeps --help light

    names = tuple(part.strip() for part in value.split(",")) if value else ()
    known = [*(paper for bound in BUNDLES.values() for paper in bound)]
    unknown = [name for name in names if name not in known]
    if unknown:
        no_paper = said('"%(word)s" is no paper.', word=unknown[0])
        raise click.BadParameter(joined([no_paper, _there_are(known)]))
    return names


def known_languages(
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


def known_formats(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Return the endings of the formats asked for, that of a PDF if none is."""
    endings = {"pdf": "pdf", "html": "html", "text": "txt"}
    names = tuple(part.strip().lower() for part in value.split(",")) if value else ("pdf",)
    unknown = [name for name in names if name not in endings]
    if unknown:
        no_format = said('"%(word)s" is no format.', word=unknown[0])
        raise click.BadParameter(joined([no_format, _there_are(endings)]))
    return tuple(endings[name] for name in names)


def meeting_id(_: click.Context, __: click.Parameter, value: str) -> str:
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
