"""Where a text breaks, and how high its lines are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# Texts kept before all are let go: those of some ten packs, 20 MB.
_MOST = 20_000
# What of a style decides where a line ends, besides the font.
_BREAKING = (
    "direction",
    "font_kerning",
    "font_size",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "hyphens",
    "letter_spacing",
    "overflow_wrap",
    "tab_size",
    "text_decoration_line",
    "white_space",
    "word_break",
    "word_spacing",
)


def strut_once(strut: Callable[..., Any]) -> Callable[..., Any]:
    """Keep with each style how high its lines are; the engine spells the style out each time."""

    def once(style: Any) -> Any:
        kept = vars(style)
        if "accede_strut" not in kept:
            kept["accede_strut"] = strut(style)
        return kept["accede_strut"]

    return once


def split_once(split: Callable[..., Any]) -> Callable[..., Any]:
    """Keep where a text breaks in a width: tries, columns and papers break the same ones."""
    from weasyprint.text.line_break import Layout

    def once(
        text: str, style: Any, context: Any, max_width: float | None, *how: Any, **also: Any
    ) -> Any:
        known = vars(style.font_config).setdefault("accede_lines", {})
        key = (text, _look_of(style), max_width, how, *also.items())
        if key not in known:
            if len(known) >= _MOST:
                known.clear()
            line, *rest = split(text, style, context, max_width, *how, **also)
            known[key] = (vars(line), rest)
        told, rest = known[key]
        # Whoever draws a line writes into it: each gets one of their own.
        line = object.__new__(Layout)
        vars(line).update(told)
        return line, *rest

    return once


def _look_of(style: Any) -> str:
    """Return all of a style that a line depends on."""
    from weasyprint.text.line_break import _font_style_cache_key

    kept = vars(style)
    if "accede_look" not in kept:
        rest = [style[name] for name in _BREAKING]
        kept["accede_look"] = f"{_font_style_cache_key(style)}{rest}"
    look: str = kept["accede_look"]
    return look
