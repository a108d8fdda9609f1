"""How a command ends that could not do its work: what is missing, or that the mistake is ours."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import generator
from generator import __version__
from generator.cli.room import FINDINGS, MISSING, OUR_BUG, refused_by_disk, say
from generator.said import said, said_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from traceback import FrameSummary

# What a disk, or whoever looks after it, is to blame for.
_OUTSIDE = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO),
    *(errno.EMFILE, errno.ENFILE, errno.ENAMETOOLONG),
    # A folder where a file of ours should be, or the other way round.
    *(errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ELOOP),
}
# How many steps of ours a report tells, the last first.
_STEPS = 8


def failed(error: Exception) -> int:
    """Say why a command failed, in words for whoever can mend it; return its exit code."""
    from generator.files import RefusedError  # noqa: PLC0415 - keeps --help light
    from generator.pdf import MissingLibraryError  # noqa: PLC0415

    if isinstance(error, MissingLibraryError):
        say(said_by(error))
        return MISSING
    if isinstance(error, RefusedError):
        say(said_by(error))
        return FINDINGS
    if isinstance(error, OSError) and (error.errno in _OUTSIDE or _has_vanished(error)):
        say(refused_by_disk(error))
        return MISSING
    say(said("This is a mistake in accede, not in your data. Please report these lines:"))
    for line in _report(error):
        say(f"  {line}")
    if "ACCEDE_TRACEBACK" in os.environ:
        say("".join(traceback.format_exception(error)))
    else:
        say(said("They hold nothing of yours. What does is shown with ACCEDE_TRACEBACK=1."))
    return OUR_BUG


def _has_vanished(error: OSError) -> bool:
    """Tell whether a file is gone that is not of our own package: others work here too."""
    ours = Path(generator.__file__).parent
    named = error.filename
    return (
        error.errno == errno.ENOENT
        and isinstance(named, str | Path)
        and not Path(named).is_relative_to(ours)
    )


def _report(error: Exception) -> Iterator[str]:
    """Yield what a report needs: what it says itself may hold a path of the user's, or data."""
    from generator.cli import cli  # noqa: PLC0415 - that imports this

    command = next((word for word in sys.argv[1:] if word in cli.commands), "")
    python = sys.version.split()[0]
    yield f"accede {__version__}, Python {python}, {sys.platform}: {command}".rstrip(": ")
    frames = traceback.extract_tb(error.__traceback__)
    where = frames[-1]
    yield f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
    for frame in [frame for frame in reversed(frames[:-1]) if _is_ours(frame)][:_STEPS]:
        yield f"from {_place(frame)}:{frame.lineno} in {frame.name}"


def _is_ours(frame: FrameSummary) -> bool:
    return Path(frame.filename).is_relative_to(Path(generator.__file__).parent)


def _place(frame: FrameSummary) -> str:
    return Path(frame.filename).relative_to(Path(generator.__file__).parent.parent).as_posix()
