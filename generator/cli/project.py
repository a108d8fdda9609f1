"""init, check, schema, doctor, completion: the project and the machine it is on."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.room import (
    FINDINGS,
    JSON,
    MISSING,
    MistakenError,
    Room,
    inside,
    refusing,
    say,
    show_problems,
    writing,
)
from generator.cli.voice import spoken
from generator.said import counted, joined, said, said_by

if TYPE_CHECKING:
    from generator.problems import Problem

KINDS = (
    "project",
    "bodies",
    "documents",
    "evidence",
    "instruments",
    "topics",
    "packs",
    "items",
    "cases",
    "meetings",
)


@click.command()
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]", default="."
)
@click.option("--example", is_flag=True, help="Fill it with the bundled dataset on Kazakhstan.")
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
def init(folder: Path, *, example: bool, dry_run: bool) -> None:
    """Make a new project in DIR: a small made-up one to learn from and to write over."""
    from generator.journal import create  # noqa: PLC0415 - keeps --help light

    if not dry_run and _finished(folder):
        return
    _refuse_if_taken(folder)
    files = _new_project(example=example)
    if (folder / ".gitignore").exists():
        del files[".gitignore"]
    if not dry_run:
        with writing(folder):
            create(folder, files)
    done = spoken(said("would write") if dry_run else said("wrote"))
    for name in files:
        click.echo(f"{done} {folder / name}")
    if not dry_run:
        _say_what_next(folder)


def _finished(folder: Path) -> bool:
    """Do what an interrupted init had begun to write; tell whether the project is whole by that."""
    from generator.journal import finish  # noqa: PLC0415 - keeps --help light

    inside(folder, ".accede")
    with refusing():
        begun = finish(folder)
    if not begun or not (folder / "recommendations" / "project.yaml").is_file():
        return False
    say(said("%(folder)s: what an interrupted command had begun is done now.", folder=folder))
    _say_what_next(folder)
    return True


def _refuse_if_taken(folder: Path) -> None:
    from generator.journal import is_empty  # noqa: PLC0415 - keeps --help light

    target = folder / "recommendations"
    if target.is_symlink() or not is_empty(folder):
        there = said(
            "%(folder)s exists. Nothing was changed; choose another folder.", folder=target
        )
        raise MistakenError(there)


def _say_what_next(folder: Path) -> None:
    say(said("Next: accede -C %(folder)s check, then accede -C %(folder)s build.", folder=folder))


def _new_project(*, example: bool) -> dict[str, str]:
    """Return the files of a new project: its data, schemas for editors, what git leaves alone."""
    from generator.assets import bundled  # noqa: PLC0415 - keeps --help light
    from generator.drafts import SCHEMAS  # noqa: PLC0415
    from generator.load import FOLDER  # noqa: PLC0415
    from generator.load.schema import schema_texts  # noqa: PLC0415

    source = bundled(FOLDER) if example else bundled("templates") / "starter" / FOLDER
    data = {
        f"{FOLDER}/{path.relative_to(source).as_posix()}": path.read_bytes().decode()
        for path in sorted(source.rglob("*"))
        if path.is_file()
    }
    schemas = {f"{FOLDER}/{SCHEMAS}/{kind}.json": text for kind, text in schema_texts().items()}
    return {".gitignore": ".accede/\noutput/\n", **data, **schemas}


@click.command()
@click.option("--strict", is_flag=True, help="Count warnings too.")
@click.option("--missing", metavar="LANG", help="Also each text not said or reviewed in LANG.")
@JSON
@click.pass_obj
def check(room: Room, *, strict: bool, missing: str | None, as_json: bool) -> None:
    """Show all problems of the data at once; change nothing."""
    from generator.problems import counts  # noqa: PLC0415 - keeps --help light

    problems, items = _found(room, missing)
    if as_json:
        click.echo(json.dumps([_as_record(problem) for problem in problems], indent=2))
    else:
        show_problems(problems, err=False)
    _sum_up(items, problems)
    if any(counts(problem, strict=strict) for problem in problems):
        sys.exit(FINDINGS)


def _sum_up(items: int, problems: list[Problem]) -> None:
    from generator.problems import Level  # noqa: PLC0415 - keeps --help light

    numbers = {level: sum(problem.level is level for problem in problems) for level in Level}
    told = [
        counted("%(n)s error", "%(n)s errors", numbers[Level.ERROR]),
        counted("%(n)s warning", "%(n)s warnings", numbers[Level.WARNING]),
        counted("%(n)s notice", "%(n)s notices", numbers[Level.NOTICE]),
    ]
    found = joined([each for each in told if each.number], ", ") or said("all is well")
    say(counted("%(n)s items read: %(found)s.", "%(n)s items read: %(found)s.", items, found=found))


def _found(room: Room, missing: str | None) -> tuple[list[Problem], int]:
    """Return the problems and the number of items; of data that did not change, as last time."""
    from generator.checked import Checked  # noqa: PLC0415 - keeps --help light

    checked = Checked(room.project, room.today)
    known = checked.known()
    if known and not missing:
        return known
    loaded, problems = room.load(keeping=True)
    items = len(loaded.dataset.items) if loaded.dataset else 0
    checked.note(problems, items)
    if missing:
        from generator.translations import missing as gaps  # noqa: PLC0415 - not where all is known

        return [*problems, *gaps(loaded, missing)], items
    return problems, items


def _as_record(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "record": problem.record,
        "level": problem.level.word,
        "what": problem.what,
        "fix": problem.fix,
    }


@click.command()
@click.argument("kind", type=click.Choice(KINDS), required=False)
def schema(kind: str | None) -> None:
    """Print the JSON Schema of a file of the dataset, for editors; of all without KIND."""
    from generator.load.schema import schemas  # noqa: PLC0415 - keeps --help light

    found = schemas()
    click.echo(json.dumps(found[kind] if kind else found, indent=2))


@click.command()
@click.pass_obj
def doctor(room: Room) -> None:
    """Show what this machine has for making papers, and how to get what is missing."""
    import platform  # noqa: PLC0415 - used here only
    from importlib.metadata import version  # noqa: PLC0415

    from generator import __version__  # noqa: PLC0415
    from generator.assets import bundled, find_project  # noqa: PLC0415
    from generator.pdf import missing_library, pango_version  # noqa: PLC0415

    pango = pango_version()
    fonts = sorted((bundled("templates") / "fonts").glob("*.ttf"))
    project = find_project(room.start)
    rows = {
        "accede": __version__,
        "Python": platform.python_version(),
        "WeasyPrint": version("weasyprint"),
        "Pango": pango or said("missing"),
        said("fonts"): counted("%(n)s bundled face", "%(n)s bundled faces", len(fonts)),
        said("project"): str(project) if project else said("none here"),
    }
    for name, found in rows.items():
        click.echo(f"{spoken(name):<11} {spoken(found)}")
    if not pango:
        say(said_by(missing_library()))
        sys.exit(MISSING)
    say(said("All that papers need is here."))


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script for SHELL; its first lines say how to switch it on."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - used here only

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(said("No completion for %(shell)s.", shell=shell))
    root = context.find_root().command
    places = {
        "bash": '# Put this line into ~/.bashrc: eval "$(accede completion bash)"',
        "zsh": '# Put this line into ~/.zshrc: eval "$(accede completion zsh)"',
        "fish": "# Write this to ~/.config/fish/completions/accede.fish",
    }
    click.echo(places[shell])
    click.echo(found(root, {}, "accede", "_ACCEDE_COMPLETE").source())
