"""One line on the terminal that tells how far a build has come, and is gone when it is done."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TYPE_CHECKING, Self, TextIO

from generator.cli.voice import spoken
from generator.said import NOTHING, counted, joined, said

if TYPE_CHECKING:
    from types import TracebackType

    from generator.progress import Progress
    from generator.said import Said

_CLEAR = "\r\x1b[K"
_MINUTE, _HOUR = 60, 3600
# Before so much is done nobody can say how long the rest takes.
_SOON = 0.05


class ProgressLine:
    """Shows what is told on standard error, where that is a terminal that can take a line back."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        plain = os.environ.get("TERM", "") in ("", "dumb")
        self.possible = self.stream.isatty() and not plain
        self.shown = False
        self.began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def tell(self, progress: Progress) -> None:
        """Show how far the build has come."""
        if self.possible and progress.total > 1:
            text = spoken(joined([_done(progress), self._left(progress)], ", "))
            self.shown = True
            self._write(_CLEAR + text[: shutil.get_terminal_size().columns - 1])

    def clear(self) -> None:
        """Take the line back, so that something else can be printed in its place."""
        if self.shown:
            self._write(_CLEAR)
        self.shown = False

    def _left(self, progress: Progress) -> Said:
        if progress.share < _SOON:
            return NOTHING
        spent = time.monotonic() - self.began
        return time_left(spent * (1 - progress.share) / progress.share)

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def _done(progress: Progress) -> Said:
    return counted(
        "%(done)s of %(n)s pack, %(pack)s",
        "%(done)s of %(n)s packs, %(pack)s",
        progress.total,
        done=progress.done,
        pack=progress.pack,
    )


def time_left(seconds: float) -> Said:
    """Say a time about as exactly as one can know it."""
    if seconds < _MINUTE:
        return said("%(n)s s left", n=max(5, round(seconds / 5) * 5))
    if seconds < _HOUR:
        return said("%(n)s min left", n=round(seconds / _MINUTE))
    return said("%(n)s h left", n=f"{seconds / _HOUR:.1f}")
