"""Jobs on processes; replaceable by any executor with the standard interface."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    Run = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

P = ParamSpec("P")
T = TypeVar("T")
# What the engine took it does not give back, so a worker is replaced after so many jobs.
_MOST_JOBS = 24


class WorkerLostError(Exception):
    """A worker was killed, and so was the one that tried again."""


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
            said(
                "the process that made it was killed, and so was the next one; if memory ran out, "
                "fewer at once need less: --jobs 1"
            )
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
        # Found out by its silence: the system may tell of its end only later.
        self.is_lost = False

    @property
    def is_fit(self) -> bool:
        return self.jobs < _MOST_JOBS and not self.is_lost

    def run(self, run: Run) -> Any:  # noqa: ANN401 - what the job returns
        """Return what the job returns, or raise what it raises."""
        self.jobs += 1
        try:
            self.pipe.send(run)
            done, value = self.pipe.recv()
        except (EOFError, OSError):
            self.is_lost = True
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
