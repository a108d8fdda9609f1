"""What is drawn on a page."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def references_once(pdf: Any) -> tuple[bytes, ...]:
    """Keep what the pages of a PDF are called; the engine asks for all of them at each element."""
    kept: tuple[bytes, ...] = vars(pdf).get("accede_references", ())
    numbers = pdf.pages["Kids"][::3]
    if len(kept) != len(numbers):
        kept = pdf.accede_references = tuple(f"{number} 0 R".encode() for number in numbers)
    return kept


@dataclass
class _Kept:
    """What drawing a page wrote, and what it told the file: tags, transparencies, letters."""

    written: bytes
    tags: dict[Any, Any] | None
    states: dict[str, Any]
    letters: dict[Any, tuple[Any, dict[int, str], dict[int, int]]]


class Drawing:
    """Draws a page the first time, and later writes the same again.

    A page with pictures, patterns or masks is drawn each time: the file numbers those.
    """

    def __init__(self, paint: Callable[..., None], fonts: dict[Any, Any]) -> None:
        self.paint, self.fonts = paint, fonts
        self.kept: _Kept | None = None
        self.plain = True

    def __call__(self, stream: Any, scale: float = 1) -> None:
        """Draw the page, or write again what was drawn."""
        if self.plain and self.kept is None:
            self.kept = self._draw(stream, scale)
            self.plain = self.kept is not None
        if self.kept is None:
            self.paint(stream, scale)
        else:
            _write_again(self.kept, stream)

    def _draw(self, stream: Any, scale: float) -> _Kept | None:
        """Draw the page into a stream of its own."""
        import pydyf

        known = {key: (set(f.to_unicode), set(f.widths)) for key, f in self.fonts.items()}
        groups = ("ExtGState", "XObject", "Pattern", "Shading")
        resources: dict[str, Any] = {group: {} for group in groups}
        resources |= {"ColorSpace": stream._resources["ColorSpace"], "Font": None}
        images: dict[str, Any] = {}
        tags: dict[Any, Any] | None = None if stream._tags is None else {}
        own = stream.clone(fonts=self.fonts, resources=resources, images=images, tags=tags)
        own._ctm_stack = [stream.ctm]
        self.paint(own, scale)
        states, *numbered = (resources[group] for group in groups)
        if images or any(numbered) or not all(map(_is_alpha, states)):
            return None
        letters = {}
        for key, font in self.fonts.items():
            texts, widths = known.get(key, ((), ()))
            letters[key] = (font, _less(font.to_unicode, texts), _less(font.widths, widths))
        return _Kept(b"\n".join(map(pydyf._to_bytes, own.stream)), tags, states, letters)


def _is_alpha(state: str) -> bool:
    """Tell whether a state is called by how transparent it is, and not by a number."""
    return state[:1] in ("a", "A")


def _less(found: dict[int, Any], known: Any) -> dict[int, Any]:
    return {glyph: told for glyph, told in found.items() if glyph not in known}


def _write_again(kept: _Kept, stream: Any) -> None:
    """Write into *stream* what was drawn, and tell its file the same."""
    for state, meaning in kept.states.items():
        stream._resources["ExtGState"].setdefault(state, meaning)
    for key, (font, texts, widths) in kept.letters.items():
        if key not in stream._fonts:
            own = stream._fonts[key] = copy.copy(font)
            own.to_unicode, own.widths = {}, {}
        own = stream._fonts[key]
        own.to_unicode |= _less(texts, own.to_unicode)
        own.widths |= _less(widths, own.widths)
    stream.stream.append(kept.written)
    if kept.tags is not None:
        stream._tags |= {box: dict(tag) for box, tag in kept.tags.items()}
