"""Time and memory that something may take, for what comes from elsewhere: a project's templates.

On systems that know signals and tell how much memory a process has: Linux; macOS bounds time only.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

# What only wakes somebody up again may be lost in a library that is written in C.
_AGAIN, _SOON = 0.5, 0.000_001


class BoundsError(Exception):
    """It took more than it may; the message says of what."""


@contextmanager
def bounded(seconds: float, megabytes: int) -> Iterator[None]:
    """Raise BoundsError where what is done takes longer, or more memory than there is in use now.

    Bounds within bounds are kept, and so are those outside. Elsewhere than in the main thread
    nobody can be woken up, and time is not bounded.
    """
    with _memory(megabytes), _time(seconds):
        try:
            yield
        except MemoryError as error:
            much = said("it takes more than %(megabytes)s MB of memory.", megabytes=megabytes)
            raise BoundsError(much).with_traceback(error.__traceback__) from None


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def late(*_: object) -> None:
        raise BoundsError(said("it takes more than %(seconds)s seconds.", seconds=seconds))

    before = signal.signal(signal.SIGALRM, late)
    outer, again = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if outer:
            signal.setitimer(signal.ITIMER_REAL, max(outer - (seconds - left), _SOON), again)


@contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _in_use() + megabytes * 1_000_000
    tops = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    if _in_use():
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (min([most, *tops]), hard))
    try:
        yield
    finally:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _in_use() -> int:
    """Return how many bytes of addresses this process has; 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError), open("/proc/self/statm") as file:  # noqa: PTH123 - read often
        import resource  # noqa: PLC0415 - not on every system

        return int(file.read().split()[0]) * resource.getpagesize()
    return 0
