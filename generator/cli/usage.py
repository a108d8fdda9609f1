"""What click says of a wrong command line, in the language the command line speaks.

Click has English words only. They are found again by their pattern; what has none stays English.
"""

from __future__ import annotations

import re

import click

from generator.cli.voice import spoken
from generator.said import NOTHING, Said, joined, said

# What click can say of the options and arguments of a command.
_CLICKS_OWN = (
    said("Missing command."),
    said("No such command %(name)s."),
    said("No such option %(name)s."),
    said("Did you mean %(word)s?"),
    said("(Did you mean one of: %(words)s?)"),
    said("Option %(name)s requires an argument."),
    said("Option %(name)s does not take a value."),
    said("Got unexpected extra argument (%(words)s)"),
    said("Got unexpected extra arguments (%(words)s)"),
    said("%(word)s is not one of %(words)s."),
    said("Directory %(name)s does not exist."),
    said("Directory %(name)s is a file."),
    said("Directory %(name)s is not readable."),
)


def told(error: click.ClickException) -> str:
    """Return what to print of *error*: how the command is used, where help is, what is wrong."""
    lines = []
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        usage = context.get_usage().removeprefix("Usage: ")
        command, option = context.command_path, max(context.help_option_names, key=len)
        lines = [
            said("Usage: %(usage)s", usage=usage),
            said("Try '%(command)s %(option)s' for help.", command=command, option=option),
            NOTHING,
        ]
    lines.append(said("Error: %(message)s", message=_message(error)))
    return "\n".join(map(spoken, lines))


def _message(error: click.ClickException) -> str:
    if type(error) is not click.BadParameter:  # one that is missing has no value to speak of
        own = isinstance(error.message, Said)
        return error.message if own else _found_again(error.format_message())
    message = _found_again(error.message)
    if error.param is None:
        return said("Invalid value: %(message)s", message=message)
    name = error.param.get_error_hint(error.ctx)
    return said("Invalid value for %(name)s: %(message)s", name=name, message=message)


def _found_again(text: str) -> str:
    """Return click's own sentences as messages, and everything else as it is."""
    if isinstance(text, Said):
        return text
    for known in _CLICKS_OWN:
        found = re.match(_pattern(known.message), text)
        if found:
            rest = _found_again(text[found.end() :].strip())
            return joined([known.filled(**found.groupdict()), rest])
    return text


def _pattern(message: str) -> str:
    return re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(message)) + r"(?=\s|$)"
