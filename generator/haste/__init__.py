"""What WeasyPrint works out again and again, worked out once: the same bytes, sooner.

This reaches into the engine, so it is done for the versions it was tried with and no other; a
test compares what comes out with and without it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from generator.haste.columns import balance_sooner
from generator.haste.drawing import Drawing, references_once
from generator.haste.lines import split_once, strut_once
from generator.haste.styles import compute_once, resolve_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from weasyprint.document import Page

KNOWN = ("70.0",)


def hasten() -> None:
    """Let the engine keep what it found, if it is one we know."""
    import pydyf
    from weasyprint import css
    from weasyprint.layout import block, column, percent
    from weasyprint.text import line_break

    if not _is_known():
        return
    balance_sooner(column, block)
    compute_once(css)
    _replace("resolve_percentages", percent, resolve_once)
    _replace("split_first_line", line_break, split_once)
    _replace("strut", line_break, strut_once)
    pydyf.PDF.page_references = property(references_once)


def draw_once(pages: Iterable[Page]) -> None:
    """Let the pages of a paper, which is written singly and bound, be drawn only once."""
    if _is_known():
        fonts: dict[Any, Any] = {}
        for page in pages:
            page.paint = Drawing(page.paint, fonts)


def _is_known() -> bool:
    import weasyprint

    return weasyprint.__version__ in KNOWN


def _replace(name: str, home: Any, quicker: Callable[..., Any]) -> None:
    """Put something quicker in the place of a function, wherever the engine took it by name."""
    slow = getattr(home, name)
    quick = quicker(slow)
    for module in [m for key, m in sys.modules.items() if key.startswith("weasyprint.")]:
        if getattr(module, name, None) is slow:
            setattr(module, name, quick)
