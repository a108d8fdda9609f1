"""Where templates, styles, fonts, catalogues and the bundled dataset are."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """Return the bundled folder *name*: inside the wheel, else beside the package in a checkout."""
    inside = HERE / "_data" / name
    return inside if inside.is_dir() else HERE.parent / name


def template_folders(project: Path, option: Path | None = None) -> tuple[Path, ...]:
    """Return the folders searched for a template, nearest first; one file can be overridden."""
    candidates = (option, project / "templates", bundled("templates"))
    found = [folder.resolve() for folder in candidates if folder and folder.is_dir()]
    return tuple(dict.fromkeys(found))


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
        raise FileNotFoundError(f"{name}, which {sheet.name} names, is outside the templates")
    return path if path.is_file() else find(str(path.relative_to(inside)), folders)


def find_project(start: Path) -> Path | None:
    """Return the nearest folder from *start* upwards that holds recommendations/project.yaml."""
    for folder in (start, *start.parents):
        if (folder / "recommendations" / "project.yaml").is_file():
            return folder
    return None
