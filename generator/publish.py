"""The one writer of papers: atomic, with a manifest, removing only what it once wrote."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from generator.plan import digest
from generator.store import lock

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping
    from pathlib import Path

MANIFEST = "manifest.json"
FORMAT = 1
_BESIDE = ".new-"
_WORDS = ("sha256", "key", "fingerprint", "state", "language", "size", "form", "format")
_TOLD = {
    **dict.fromkeys(_WORDS, str),
    "pages": int,
    "parts": dict,
}


@contextmanager
def one_at_a_time(project: Path) -> Iterator[None]:
    """Hold the project's build lock: two builds in one folder wait for each other."""
    with lock(project, "build.lock"):
        yield


def manifest(folder: Path) -> dict[str, Any]:
    """Return what the manifest in *folder* tells; a missing or damaged one tells nothing.

    Nor does one that names files elsewhere: what it tells of may be removed.
    """
    found = _read(folder / MANIFEST)
    sound = isinstance(found, dict) and found.get("format") == FORMAT
    return found if sound and _are_ours(found.get("files")) else {}


def is_of_other_format(folder: Path) -> bool:
    """Tell whether the manifest in *folder* is one that another version of accede wrote."""
    found = _read(folder / MANIFEST)
    told = found.get("format") if isinstance(found, dict) else None
    return isinstance(told, int) and told != FORMAT


def _read(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError, RecursionError):
        return {}


def _are_ours(files: object) -> bool:
    return isinstance(files, dict) and all(
        re.fullmatch(r"[\w-][\w.+-]*", name) and isinstance(told, dict) and _is_whole(told)
        for name, told in files.items()
    )


def _is_whole(told: Mapping[str, object]) -> bool:
    return all(isinstance(told.get(key), kind) for key, kind in _TOLD.items())


def sums(folder: Path, files: Iterator[str] | list[str]) -> dict[str, str]:
    """Return the SHA-256 of each of *files* that is in *folder*."""
    return {
        name: digest((folder / name).read_bytes()) for name in files if (folder / name).is_file()
    }


def publish(folder: Path, made: Mapping[str, bytes], told: Mapping[str, Any]) -> None:
    """Put the made files and the new manifest into *folder*, each whole or not at all.

    Everything is written beside the folder's files first; only then is anything replaced, the
    manifest last: whoever is stopped on the way leaves no file of which no manifest tells.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_BESIDE}*"):  # by a build that was killed: the lock is ours now
        shutil.rmtree(left, ignore_errors=True)
    waiting = tempfile.mkdtemp(prefix=_BESIDE, dir=folder)
    try:
        text = json.dumps({"format": FORMAT, **told}, indent=2, ensure_ascii=False) + "\n"
        everything = {**made, MANIFEST: text.encode()}
        for name, content in everything.items():
            _write_through(os.path.join(waiting, name), content)  # noqa: PTH118 - str from mkdtemp
        _refuse_folders(folder / name for name in everything)
        dropped = set(manifest(folder).get("files", {})) - set(told["files"])
        for name in made:
            os.replace(os.path.join(waiting, name), folder / name)  # noqa: PTH105, PTH118
        for name in dropped:
            (folder / name).unlink(missing_ok=True)
        os.replace(os.path.join(waiting, MANIFEST), folder / MANIFEST)  # noqa: PTH105, PTH118
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _refuse_folders(paths: Iterable[Path]) -> None:
    """Raise IsADirectoryError before anything is replaced, if a folder is in the way."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))


def _write_through(path: str, content: bytes) -> None:
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - a str from mkdtemp
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        error.filename = error.filename or path  # a full disk does not say where it is
        raise


def clean(output: Path, *, dry_run: bool) -> Generator[Path, None, None]:
    """Remove the files the manifests under *output* tell of; yield each that is, or would be, gone.

    A manifest that tells nothing stays: it is damaged, or another program's.
    """
    for path in sorted(output.rglob(MANIFEST)):
        folder = path.parent
        told = [folder / name for name in manifest(folder).get("files", {})]
        for file in [*filter(_is_there, told), path] if told else ():
            if not dry_run:
                file.unlink()
            yield file
        if told and not dry_run:
            _remove_if_empty(folder, output)


def untold(output: Path) -> list[Path]:
    """Return the manifests under *output* that tell nothing."""
    return [path for path in sorted(output.rglob(MANIFEST)) if not manifest(path.parent)]


def _is_there(file: Path) -> bool:
    return file.is_symlink() or file.is_file()


def _remove_if_empty(folder: Path, top: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
