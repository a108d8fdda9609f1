"""What of the packs can be made apart, and having it made: by processes, or by this one."""

from __future__ import annotations

import contextlib
import gc
import threading
from concurrent.futures import FIRST_COMPLETED
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Protocol, TypeVar

from generator.bundles import BUNDLES
from generator.guard import Guard
from generator.plan import needed
from generator.press import Press
from generator.workers import Here, Workers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from generator.plan import PackJob, Step
    from generator.withheld import Passage, Withheld

K = TypeVar("K")
V = TypeVar("V")
Made = dict[str, tuple[bytes, int]]
# Letters of a context that make a page, and the pages for which no process is worth its start.
_PAGE = 4_000
_FEW = 6
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Share:
    """Some files of a pack, and all that it takes to make them: plain values, for any process.

    `round` tells one build from the next, between which a template may have changed.
    """

    folders: tuple[Path, ...]
    round: str
    pack: PackJob
    steps: tuple[Step, ...]
    withheld: tuple[Passage, ...] = ()
    place: str = ""

    @property
    def pages(self) -> float:
        """Return about how many pages have to be laid out."""
        return sum(len(str(job.context)) for job in needed(self.pack, self.steps)) / _PAGE


def shares(
    press: Press, pack: PackJob, steps: Iterable[Step], withheld: Withheld, place: str = ""
) -> Iterator[Share]:
    """Cut what is to make of a pack into what can be made apart: each bundle with its papers.

    *place* is the folder that they are handed on with, as it is called in the output.

    What is handed over and what we carry are never bound together, so that no page is laid out
    twice for it. A bundle is not cut any further: it needs the laid-out pages of all its papers.
    """
    for bundle, papers in BUNDLES.items():
        names = (bundle, *papers)
        making = tuple(step for step in steps if step.make and step.job.name in names)
        if making:
            part = replace(pack, jobs=tuple(job for job in pack.jobs if job.name in names))
            passages = withheld.for_papers(papers)
            yield Share(press.folders, press.round, part, making, passages, place)


def make(share: Share) -> Made:
    """Return the bytes and the number of pages of each file of *share*, by file.

    The engine is one a process, so other threads wait. A file that holds what is withheld from its
    reader is a LeakError, and none is made.
    """
    with _ONE_AT_A_TIME, without_collecting():
        made = _press(share.folders, share.round).make(share.pack, list(share.steps))
        guard = Guard(share.withheld)
        for job, (content, _) in made.items():
            guard.refuse_leaks(job.file, content, share.place)
        return {job.file: found for job, found in made.items()}


@lru_cache(maxsize=1)
def _press(folders: tuple[Path, ...], of_round: str) -> Press:  # noqa: ARG001 - another each round
    return Press(folders)


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Collect garbage after a share, and not in it: nearly all it would look at is in use.

    What is in use after it stays so, the data above all: it is not looked at again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect()
            gc.freeze()


class _HasShares(Protocol):
    @property
    def shares(self) -> Sequence[Share]: ...


D = TypeVar("D", bound=_HasShares)


@contextlib.contextmanager
def hands(
    planned: Iterable[D], jobs: int, executor: Executor | None
) -> Iterator[tuple[Iterable[D], Executor]]:
    """Give who makes what is *planned*: *executor*, processes, or this one if there is little.

    A process needs a second to begin, in which a few pages are made here.
    """
    rest = iter(planned)
    if executor:
        yield rest, executor
        return
    first: list[D] = []
    while jobs > 1 and not _are_many(first) and (one := next(rest, None)):
        first.append(one)
    crew = Workers(jobs) if _are_many(first) else Here()
    gc.freeze()
    try:
        yield chain(first, rest), crew
    except BaseException:
        crew.shutdown(cancel_futures=True)
        raise
    finally:
        gc.unfreeze()
    crew.shutdown()


def _are_many(planned: list[D]) -> bool:
    found = [share for one in planned for share in one.shares]
    return len(found) > 1 and sum(share.pages for share in found) > _FEW


def as_made(
    planned: Iterable[D], crew: Executor, ahead: int
) -> Iterator[tuple[D, list[Future[Made]]]]:
    """Have the shares of what is planned made; yield each when all of it is done.

    No more than needed is planned *ahead*, so that memory does not grow with the number of packs.
    """
    under_way: dict[D, list[Future[Made]]] = {}
    for one in chain(planned, [None]):
        if one is not None:
            under_way[one] = [crew.submit(make, share) for share in one.shares]
        while under_way:
            for done in [d for d, made in under_way.items() if all(f.done() for f in made)]:
                yield done, under_way.pop(done)
            if one is not None and len(under_way) <= ahead:
                break
            doing = [f for made in under_way.values() for f in made if not f.done()]
            wait_for(doing, return_when=FIRST_COMPLETED)


def in_order(wanted: Iterable[K], found: Iterable[tuple[K, V]]) -> Iterator[V]:
    """Yield what was *found* for each of *wanted*, in their order."""
    early: dict[K, V] = {}
    rest = iter(found)
    for key in wanted:
        while key not in early:
            other, value = next(rest)
            early[other] = value
        yield early.pop(key)
