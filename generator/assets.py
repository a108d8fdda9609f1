"""Where templates, styles, fonts, catalogues and the bundled dataset are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from generator.files import refuse, sum_of

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """Return the bundled folder *name*: inside the wheel, else beside the package in a checkout."""
    inside = HERE / "_data" / name
    return inside if inside.is_dir() else HERE.parent / name


def template_folders(project: Path, option: Path | None = None) -> tuple[Path, ...]:
    """Return the folders searched for a template, nearest first; one file can be overridden.

    If that of the project is a link out of it, it stays one, for `refuse_strays` to find.
    """
    own = project / "templates"
    candidates = (option, own, bundled("templates"))
    found = [
        folder if folder == own and _leads_out(own, project) else folder.resolve()
        for folder in candidates
        if folder and folder.is_dir()
    ]
    return tuple(dict.fromkeys(found))


def own_texts(folders: Sequence[Path]) -> str:
    """Return a sum of the templates and catalogues that are not bundled; nothing if none is.

    They are what words come from; style sheets are not.
    """
    own = [folder for folder in folders if folder != bundled("templates")]
    found = {
        path.relative_to(folder).as_posix(): path
        for folder in reversed(own)
        for path in folder.rglob("*")
        if path.suffix in (".j2", ".po") and path.is_file()
    }
    told = [f"{name} {sum_of(path.read_bytes())}" for name, path in sorted(found.items())]
    return sum_of("\n".join(told).encode()) if told else ""


def refuse_strays(folders: tuple[Path, ...]) -> None:
    """Raise RefusedError, which names it, if a template leads out of *folders* or is no file."""
    real = [folder for folder in folders if not folder.is_symlink()]
    for folder in folders:
        if folder == bundled("templates"):
            continue
        for path in (folder, *_beneath(folder)):
            refuse(path, *real, name=path.relative_to(folder.parent).as_posix())


def _leads_out(path: Path, project: Path) -> bool:
    return not path.resolve().is_relative_to(project.resolve())


def _beneath(folder: Path) -> list[Path]:
    """Return what is not plainly a file of *folder*: all that `refuse` has to look at."""
    entries = [e for top, _, _ in os.walk(folder) for e in os.scandir(top)]
    return [
        Path(entry.path)
        for entry in entries
        if entry.is_symlink() or not (entry.is_file() or entry.is_dir())
    ]


def find(name: str, folders: tuple[Path, ...]) -> Path:
    """Return the nearest file called *name*; FileNotFoundError names the folders searched."""
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    searched = ", ".join(str(folder) for folder in folders)
    raise FileNotFoundError(f"{name} is in none of {searched}")


def beside(sheet: Path, name: str, folders: tuple[Path, ...]) -> Path:
    """Return the file that a style sheet names, or the nearest of that name if it lacks it."""
    path = (sheet.parent / name).resolve()
    inside = next((folder for folder in folders if path.is_relative_to(folder)), None)
    if inside is None:
        raise FileNotFoundError(f"{name} is outside the templates and is not read")
    return path if path.is_file() else find(str(path.relative_to(inside)), folders)


def find_project(start: Path) -> Path | None:
    """Return the nearest folder from *start* upwards that holds recommendations/project.yaml."""
    for folder in (start, *start.parents):
        if (folder / "recommendations" / "project.yaml").is_file():
            return folder
    return None
