"""Workers: every job is done, a killed process costs nothing but time, and none stays behind."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import wait
from typing import TYPE_CHECKING

import pytest

from generator.said import Said, said
from generator.workers import _MOST_JOBS, Here, WorkerLostError, Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path


class OddError(Exception):
    """What a job may raise."""


def own_process(_: int) -> int:
    """Return the process this runs in."""
    return os.getpid()


def die_once(mark: Path) -> str:
    """Kill the process that runs this, the first time."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die() -> None:
    """Kill the process that runs this."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    """Raise what was said."""
    raise OddError(said("%(what)s is odd", what="seven"))


def linger(mark: Path) -> None:
    """Say who runs this, and take a minute over it."""
    mark.write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)


def is_alive(process: int) -> bool:
    """Tell whether a process is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Return two workers, let go at the end."""
    crew = Workers(2)
    yield crew
    crew.shutdown(cancel_futures=True)


def test_processes_stay_for_many_jobs_and_are_replaced_when_worn(workers: Workers) -> None:
    """Two processes do what there is, neither is this one, and neither works for ever."""
    futures = [workers.submit(own_process, number) for number in range(10)]
    found = {future.result() for future in futures}
    assert len(found) <= 2
    assert os.getpid() not in found
    futures = [workers.submit(own_process, number) for number in range(2 * _MOST_JOBS)]
    later = {future.result() for future in futures}
    assert later - found
    workers.shutdown()
    assert not any(map(is_alive, found | later))


def test_a_killed_process_is_replaced_and_its_job_done(workers: Workers, tmp_path: Path) -> None:
    """The others' jobs go on meanwhile."""
    once = workers.submit(die_once, tmp_path / "mark")
    others = [workers.submit(own_process, number) for number in range(4)]
    assert once.result() == "done"
    assert all(other.result() for other in others)


def test_a_job_that_kills_twice_is_given_up_and_said(workers: Workers) -> None:
    """The next job is done all the same."""
    with pytest.raises(WorkerLostError, match="--jobs 1"):
        workers.submit(die).result()
    assert workers.submit(own_process, 1).result()


@pytest.mark.parametrize("crew", [Here(), Workers(1)], ids=["here", "workers"])
def test_what_a_job_raises_is_raised_where_it_was_asked_for(crew: Executor) -> None:
    """With its message as it was made, so that it can be said in another language."""
    with pytest.raises(OddError) as raised:
        crew.submit(fail).result()
    crew.shutdown()
    told = raised.value.args[0]
    assert isinstance(told, Said)
    assert (told.message, told.values) == ("%(what)s is odd", {"what": "seven"})


def test_nothing_is_left_behind_when_jobs_are_cancelled(tmp_path: Path) -> None:
    """Those at work are ended at once, those waiting are never begun."""
    crew = Workers(2)
    marks = [tmp_path / f"mark{number}" for number in range(4)]
    futures = [crew.submit(linger, mark) for mark in marks]
    while sum(mark.exists() and mark.read_text("utf-8") != "" for mark in marks) < 2:
        wait(futures, timeout=0.05)
    began = time.monotonic()
    crew.shutdown(cancel_futures=True)
    assert time.monotonic() - began < 30
    assert not any(is_alive(int(mark.read_text("utf-8"))) for mark in marks if mark.exists())
    assert sum(mark.exists() for mark in marks) == 2
