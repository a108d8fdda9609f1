"""Pango, and the fonts it may use: looked for, and made ready before WeasyPrint is imported."""

from __future__ import annotations

import atexit
import ctypes.util
import os
import sys
import tempfile
from contextlib import contextmanager, redirect_stdout
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from generator import assets, haste
from generator.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator

INSTALL_HINT = {
    "linux": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "brew install pango",
}


class MissingLibraryError(Exception):
    """Pango is not on this machine; the message names the line that installs it."""


def pango_version() -> str:
    """Return Pango's version without loading WeasyPrint, or an empty string if it is missing."""
    _help_homebrew()
    for name in _libraries():
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        number = int(library.pango_version())
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return ""


def _libraries() -> Iterator[str]:
    """Yield where Pango may be; on Linux its usual name first, for a search runs other programs."""
    usual = "libpango-1.0.so.0"
    if sys.platform == "linux":
        yield usual
    for name in ("pango-1.0-0", "pango-1.0"):
        yield ctypes.util.find_library(name) or usual


def missing_library() -> MissingLibraryError:
    """Return the error that says what is missing and how to install it."""
    hint = INSTALL_HINT.get(sys.platform, said("install Pango 1.50 or later"))
    return MissingLibraryError(
        said("Pango is missing, and papers cannot be set without it: %(hint)s", hint=hint)
    )


@lru_cache(maxsize=1)
def prepare() -> None:
    """Check for Pango and hide the system's fonts, before WeasyPrint is first imported."""
    if not pango_version():
        raise missing_library()
    os.environ["FONTCONFIG_FILE"] = str(_own_fonts_only())
    # Where a word is in another script than its paper, Pango would shape it as the user's own
    # languages do, with their ligatures and their forms of letters.
    os.environ["PANGO_LANGUAGE"] = "en"
    try:
        # Standard output is for results; the engine would print a page of advice there.
        with redirect_stdout(StringIO()), _by_name_alone():
            import weasyprint  # noqa: F401, PLC0415 - finds out whether the rest is there
    except OSError as error:
        raise missing_library() from error
    haste.hasten()


@contextmanager
def _by_name_alone() -> Iterator[None]:
    """Let no library be searched for on Linux: each search runs gcc, ld and ldconfig."""

    def nothing(name: str) -> str | None:  # noqa: ARG001 - as find_library has it
        return None

    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = nothing
    try:
        yield
    finally:
        ctypes.util.find_library = search


@lru_cache(maxsize=1)
def _scratch() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="accede-fonts-")
    atexit.register(folder.cleanup)  # or Python does it, and complains
    return folder


def _own_fonts_only() -> Path:
    """Write a font configuration that knows our folder only: the system's would slip in unseen.

    So would those of scripts with a folder of their own, where no style sheet declares them.
    """
    folder = Path(_scratch().name)
    path = folder / "fonts.conf"
    fonts = assets.bundled("templates") / "fonts"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig><dir>{fonts}</dir><cachedir>{folder}/cache</cachedir>"
        f"<selectfont><rejectfont><glob>{fonts}/*/*</glob></rejectfont></selectfont></fontconfig>\n",
        encoding="utf-8",
    )
    return path


def _help_homebrew() -> None:
    """Let macOS find Homebrew's libraries, which are outside its default search."""
    if sys.platform == "darwin":
        known = os.environ.get("DYLD_FALLBACK_LIBRARY_PATH", "")
        brewed = "/opt/homebrew/lib:/usr/local/lib"
        if brewed not in known:
            os.environ["DYLD_FALLBACK_LIBRARY_PATH"] = f"{known}:{brewed}".strip(":")
