"""The command line in this process: quicker, where nothing hangs on a process of its own."""

from __future__ import annotations

from contextlib import chdir
from typing import TYPE_CHECKING

from click.testing import CliRunner
from conftest import Ran

from generator.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

# Where the starter that `accede init` makes has its items.
ITEMS = "recommendations/items/lantern-2026"


def run(project: Path, *args: str) -> Ran:
    """Run accede in *project*, in this process."""
    with chdir(project):
        done = CliRunner().invoke(cli, args)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Ran(done.exit_code, done.stdout, done.stderr)
