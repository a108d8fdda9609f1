"""./run that was killed while it filled .venv: the next one fills it, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# Stands for every Python of the set-up: a venv is a folder with it inside, pip does nothing, and
# takes its time about it while the file `slow` is there.
PYTHON = """\
#!/bin/sh
case "$1 $2" in
"-m venv")
  mkdir -p "$3/bin" "$3/lib/python3.11/site-packages"
  echo "home = $3" >"$3/pyvenv.cfg"
  cp "$0" "$3/bin/python"
  ;;
"-m pip")
  touch "{here}/filling"
  [ ! -e "{here}/slow" ] || exec sleep 60
  touch "${{0%/bin/python}}/filled"
  ;;
"-P -m") echo "accede runs" ;;
*) exec "{real}" "$@" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with `run`, its lock and a Python that installs nothing."""
    for name in ("run", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    for name, text in (
        ("python3", PYTHON.format(here=tmp_path, real=sys.executable)),
        ("apt-get", "#!/bin/sh\nexit 1\n"),  # whatever is missing, no test installs it
    ):
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    return tmp_path


def begun(checkout: Path) -> subprocess.Popen[str]:
    """Begin `./run accede` in a session of its own."""
    return subprocess.Popen(
        ["./run", "accede", "list"],
        cwd=checkout,
        env={**os.environ, "PATH": f"{checkout / 'bin'}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )


def stopped(checkout: Path, how: signal.Signals) -> None:
    """Stop a run while pip is at work."""
    (checkout / "slow").touch()
    (checkout / "filling").unlink(missing_ok=True)
    child = begun(checkout)
    end = time.monotonic() + 30
    while not (checkout / "filling").exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    os.killpg(child.pid, how)
    child.communicate(timeout=30)
    assert child.returncode != 0
    (checkout / "slow").unlink()


def is_whole(checkout: Path) -> None:
    """Run again: accede starts from a whole .venv, and no half of another one lies about."""
    child = begun(checkout)
    said = child.communicate(timeout=60)[0]
    assert (child.returncode, said.splitlines()[-1]) == (0, "accede runs"), said
    venv = checkout / ".venv"
    assert (venv / "filled").exists()
    assert (venv / "requirements.lock").read_bytes() == (
        checkout / "requirements.lock"
    ).read_bytes()
    assert str(venv) in (venv / "pyvenv.cfg").read_text().split()
    assert [path.name for path in checkout.glob(".venv*")] == [".venv"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_the_next_run_repairs_what_was_stopped(checkout: Path, how: signal.Signals) -> None:
    """Whether it was killed twice in a row, or stopped by Ctrl-C."""
    stopped(checkout, how)
    assert not (checkout / ".venv").exists()
    halves = list(checkout.glob(".venv.new.*"))
    assert len(halves) == (1 if how == signal.SIGKILL else 0)
    stopped(checkout, how)
    is_whole(checkout)


@pytest.mark.parametrize("lost", ["abi", "bin/python"])
def test_a_venv_that_lost_a_file_is_filled_anew(checkout: Path, lost: str) -> None:
    """What is not whole is not relied on."""
    is_whole(checkout)
    (checkout / ".venv" / lost).unlink()
    is_whole(checkout)


def test_an_old_venv_stays_until_the_new_one_is_whole(checkout: Path) -> None:
    """A run that is killed on the way to a new lock leaves the old .venv as it was."""
    is_whole(checkout)
    before = (checkout / ".venv" / "requirements.lock").read_bytes()
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# newer\n")
    stopped(checkout, signal.SIGKILL)
    assert (checkout / ".venv" / "filled").exists()
    assert (checkout / ".venv" / "requirements.lock").read_bytes() == before
    is_whole(checkout)
