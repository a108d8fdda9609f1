"""The command line: the only place that prints, colours and exits."""

from __future__ import annotations

import os
import sys

import click

from generator import __version__
from generator.cli.cleaning import clean
from generator.cli.failing import failed
from generator.cli.meetings import meeting
from generator.cli.overview import diff, status
from generator.cli.papers import build
from generator.cli.project import check, completion, doctor, init, schema
from generator.cli.reading import history, list_items, show
from generator.cli.recording import approve, assess, withdraw
from generator.cli.redacting import redact
from generator.cli.room import STOPPED, USAGE, Room, say
from generator.cli.translating import translate, translations
from generator.cli.usage import told
from generator.cli.verifying import verify
from generator.cli.voice import languages, of_environment, speak, speaks_english
from generator.cli.watching import watch
from generator.cli.writing import import_items, new
from generator.said import said


class _Commands(click.Group):
    """The group of all commands; a reader of a pipe that has seen enough is no failure."""

    def invoke(self, context: click.Context) -> object:
        """Run the command; what can no longer be printed is let go."""
        try:
            result = super().invoke(context)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python would complain of it when it flushes at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return result


def _speak(_: click.Context, __: click.Parameter, language: str | None) -> None:
    speak(language or of_environment(os.environ))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 findings, 2 usage, 3 something is missing, 70 our bug.",
)
@click.option(
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False),
    default=".",
    metavar="DIR",
    help="Work on the project in DIR, not in the nearest one from here upwards.",
)
@click.option(
    "--ui-lang",
    type=click.Choice(languages()),
    is_eager=True,
    expose_value=False,
    callback=_speak,
    help="Speak this language, not that of the environment.",
)
@click.version_option(__version__, prog_name="accede")
@click.pass_context
def cli(context: click.Context, folder: str) -> None:
    """Keep human-rights recommendations as YAML; make the papers carried into meetings."""
    context.obj = Room(folder)


for command in (
    init,
    new,
    import_items,
    check,
    build,
    watch,
    verify,
    assess,
    withdraw,
    redact,
    approve,
    meeting,
    translations,
    translate,
    status,
    list_items,
    show,
    history,
    diff,
    schema,
    doctor,
    clean,
    completion,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line and exit with one of its codes."""
    sys.exit(_run())


def _run() -> int:
    speak(of_environment(os.environ))  # for what goes wrong before the options are read
    try:
        code = cli.main(standalone_mode=False, prog_name="accede")
    except click.exceptions.Abort:
        say(said("Stopped."))
        return STOPPED
    except click.ClickException as error:
        _refused(error)
        return USAGE if isinstance(error, click.UsageError) else error.exit_code
    except Exception as error:  # noqa: BLE001 - the last line of defence: a report, not a traceback
        return failed(error)
    return code if isinstance(code, int) else 0


def _refused(error: click.ClickException) -> None:
    no_words = getattr(click.exceptions, "NoArgsIsHelpError", ())  # newer clicks raise help
    if speaks_english() or isinstance(error, no_words):
        error.show()
    else:
        say(told(error))
