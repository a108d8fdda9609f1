"""A folder of YAML files to a Dataset and problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.collecting import no_collection
from generator.load.loaded import FOLDER, MODELS, PROJECT, REGISTERS, Loaded
from generator.load.reader import Reader
from generator.load.records import Spot

if TYPE_CHECKING:
    from pathlib import Path

    from generator.load.reader import Files
    from generator.store import Store

__all__ = ["FOLDER", "MODELS", "PROJECT", "REGISTERS", "Loaded", "Spot", "load"]


def load(root: Path, instead: Files | None = None, store: Store | None = None) -> Loaded:
    """Read the project in *root*: every file of its dataset folder, and every problem in them.

    *instead* has the content of files, by name, that are to be read as if it were on the disk; None
    for one that is to be taken for gone.
    What *store* has of a file that did not change is not read again.
    """
    with no_collection():
        return Reader(root, instead or {}, store).read_all()
