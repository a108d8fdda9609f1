"""Packs made on processes of their own; replaceable by any executor with the standard interface."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

from generator.plan import BUNDLES, needed
from generator.press import Press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from generator.plan import PackJob, Step

    Run = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
Made = dict[str, tuple[bytes, int]]
# Letters of a context that make a page, and the pages for which no process is worth its start.
_PAGE = 4_000
_FEW = 6
# What the engine took it does not give back, so a worker is replaced after so many jobs.
_MOST_JOBS = 24
_ONE_AT_A_TIME = threading.Lock()


class WorkerLostError(Exception):
    """A worker was killed, and so was the one that tried again."""


@dataclass(frozen=True)
class Share:
    """Some files of a pack, and all that it takes to make them: plain values, for any process.

    `round` tells one build from the next, between which a template may have changed.
    """

    folders: tuple[Path, ...]
    round: str
    pack: PackJob
    steps: tuple[Step, ...]

    @property
    def pages(self) -> float:
        """Return about how many pages have to be laid out."""
        return sum(len(str(job.context)) for job in needed(self.pack, self.steps)) / _PAGE


def shares(press: Press, pack: PackJob, steps: Iterable[Step]) -> Iterator[Share]:
    """Cut what is to make of a pack into what can be made apart: each bundle with its papers.

    What is handed over and what we carry are never bound together, so that no page is laid out
    twice for it. A bundle is not cut any further: it needs the laid-out pages of all its papers.
    """
    for bundle, papers in BUNDLES.items():
        names = (bundle, *papers)
        making = tuple(step for step in steps if step.make and step.job.name in names)
        if making:
            part = replace(pack, jobs=tuple(job for job in pack.jobs if job.name in names))
            yield Share(press.folders, press.round, part, making)


def make(share: Share) -> Made:
    """Return the bytes and the number of pages of each file of *share*, by file.

    The engine is one a process, so other threads wait.
    """
    with _ONE_AT_A_TIME, without_collecting():
        made = _press(share.folders, share.round).make(share.pack, list(share.steps))
        return {job.file: found for job, found in made.items()}


@lru_cache(maxsize=1)
def _press(folders: tuple[Path, ...], of_round: str) -> Press:  # noqa: ARG001 - another each round
    return Press(folders)


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Collect garbage after a share, and not in it: nearly all it would look at is in use."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect()


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
    try:
        yield chain(first, rest), crew
    except BaseException:
        crew.shutdown(cancel_futures=True)
        raise
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


class Here(Executor):
    """Runs each job at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a job, and return what is already done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result is told
            future.set_exception(error)
        return future


class Workers(Executor):
    """Runs jobs on processes of its own, each with an engine that stays.

    A process that dies takes one job with it, which is tried once more. The standard pool would
    lose every job under way, could not tell which was to blame, and would finish them all after
    an interrupt.
    """

    def __init__(self, number: int) -> None:
        self._threads = ThreadPoolExecutor(number, thread_name_prefix="accede")
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._all: set[_Worker] = set()
        self._over = False
        # Theirs too, so that nothing stays behind of one that was killed.
        self._scratch = tempfile.TemporaryDirectory(prefix="accede-workers-")

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a job on the next process that is free."""
        return self._threads.submit(self._run, (fn, args, kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as in Executor
        """Let the processes go; those at work are ended at once if their jobs are to be cancelled.

        Whether it waits or not, no process is left behind.
        """
        del wait
        if not cancel_futures:
            self._threads.shutdown()
        with self._lock:
            self._over = True
            for worker in self._all:
                worker.end(at_once=cancel_futures)
        self._threads.shutdown(cancel_futures=True)
        self._scratch.cleanup()

    def _run(self, run: Run) -> Any:  # noqa: ANN401 - what the job returns
        for _ in range(2):
            with contextlib.suppress(_DiedError):
                return self._worker().run(run)
        raise WorkerLostError(
            "the process that made it was killed, and the next one too; if the memory ran out, "
            "fewer at once need less: --jobs 1"
        )

    def _worker(self) -> _Worker:
        """Return this thread's process, a new one where it is worn out or dead."""
        worker: _Worker | None = getattr(self._mine, "worker", None)
        if worker and worker.is_fit:
            return worker
        with self._lock:
            if worker:
                worker.end()
                self._all.discard(worker)
            if self._over:
                raise _DiedError
            worker = self._mine.worker = _Worker(self._scratch.name)
            self._all.add(worker)
        return worker


class _DiedError(Exception):
    """A process is gone."""


class _Worker:
    """One process, to which jobs are sent."""

    def __init__(self, scratch: str) -> None:
        # Never forked: neither threads nor the libraries of macOS survive that.
        context = multiprocessing.get_context("spawn")
        self.pipe, there = context.Pipe()
        self.process = context.Process(target=_serve, args=(there, scratch), daemon=True)
        self.process.start()
        there.close()
        self.jobs = 0

    @property
    def is_fit(self) -> bool:
        return self.jobs < _MOST_JOBS and self.process.is_alive()

    def run(self, run: Run) -> Any:  # noqa: ANN401 - what the job returns
        """Return what the job returns, or raise what it raises."""
        self.jobs += 1
        try:
            self.pipe.send(run)
            done, value = self.pipe.recv()
        except (EOFError, OSError):
            raise _DiedError from None
        if not done:
            raise value
        return value

    def end(self, *, at_once: bool = False) -> None:
        if at_once:
            self.process.kill()
        else:
            self.pipe.close()
        self.process.join()


def _serve(pipe: Connection, scratch: str) -> None:
    """Run jobs until the other end is gone; an interrupt is for the process that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = scratch
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            pipe.send_bytes(_answer(*pipe.recv()))


def _answer(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    """Return what a job returns or raises, as it is sent."""
    try:
        return pickle.dumps((True, fn(*args, **kwargs)))
    except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
        return pickle.dumps((False, error))


def _end_with_parent() -> None:
    """End this process, whatever it is at, when the one that asked is gone."""
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGKILL)
