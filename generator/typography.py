"""How a language sets its signs: which spaces do not break, where French puts one, double dots.

Texts are typed with plain spaces, by translators and in catalogues; the finished page gets the
spaces that its language wants, wherever in the markup they stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Rule = tuple[re.Pattern[str], str]

HARD, THIN = "\u00a0", "\u202f"
# Tags and entities: what stands between them is text.
_MARKUP = re.compile(r"(<[^>]*>|&#?\w+;)")
# What a reader gets to see of a tag: in running lines, bookmarks, tooltips, document properties.
_SHOWN = re.compile(r'(\s(?:data-[\w-]+|title|content|alt)=")([^"]*)(")')
# What may stand between a text and the sign that follows it: <b>Fait</b>: ceci.
_WORD_END = re.compile(r"[^\s(«„“]$")


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern), by) for pattern, by in pairs)


_THOUSANDS = (r"(?<=\d) (?=\d{3}(?!\d))", THIN)
_DASH = (r" (?=[—–](?:\s|$))", HARD)
_RULES = {
    "fr": _rules(
        (r"\s+(?=[;!?](?:\W|$))", THIN),
        (r"(?<=[^\s(\[])(?=[;!?](?:\s|$))", THIN),
        (r"(?<=«)\s*", THIN),
        (r"(?<=\S)\s*(?=»)", THIN),
        (r"\s+(?=:(?:\s|$))", HARD),
        (r"(?<=[^\s(]):(?=\s|$)", HARD + ":"),
        (r"(?<=\d) (?=%)", HARD),
        (r"(\b(?:[Aa]rticles?|art\.|n[°o]|p\.)) (?=\d)", rf"\1{HARD}"),
        _THOUSANDS,
        _DASH,
    ),
    "ru": _rules(
        (r"(№|§) (?=\d)", rf"\1{HARD}"),
        (r"(\b(?:ст\.|[Сс]тать[а-я]{1,3}|[Пп]ункт[а-я]{0,2})) (?=\d)", rf"\1{HARD}"),
        (r"(?<=\d) (?=(?:г\.|год[а-я]{0,2}\b|лет\b|%))", HARD),
        (r"(\b[ВвКкСсОоУуИиАаЯя]) (?=\w)", rf"\1{HARD}"),
        (r"(?<=г\.)\.", ""),
        _THOUSANDS,
        _DASH,
    ),
    "kk": _rules(
        (r"(№|§) (?=\d)", rf"\1{HARD}"),
        (r"(?<=\d) (?=(?:ж\.|жыл[а-яәғқңөұүһі]{0,4}\b|%))", HARD),
        (r"(?<=ж\.)\.", ""),
        _THOUSANDS,
        _DASH,
    ),
    "de": _rules(
        (r"(\b(?:Nr\.|Art\.|Artikel[ns]?|Abs\.|S\.)|§) (?=\d)", rf"\1{HARD}"),
        (r"(?<=\d\.) (?=[A-ZÄ][a-zä]+ \d{4})", HARD),
        (r"\b([zuid])\. ?(B|a|d|R|h)\.", rf"\1.{THIN}\2."),
        (r"(?<=\d) (?=%)", HARD),
        _DASH,
    ),
}


def set_text(text: str, language: str) -> str:
    """Return a plain text with the spaces of *language*."""
    return _by_rules(text, _RULES.get(language.partition("-")[0], ()))


def set_page(html: str, language: str) -> str:
    """Return a page with the spaces of *language*, in its text and in the attributes that show."""
    rules = _RULES.get(language.partition("-")[0], ())
    return "".join(_pieces(_MARKUP.split(html), rules)) if rules else html


def _pieces(parts: Iterable[str], rules: tuple[Rule, ...]) -> Iterable[str]:
    before = ""
    for number, part in enumerate(parts):
        if number % 2:
            before = before if part.startswith("<") else part
            yield _SHOWN.sub(lambda shown: shown[1] + _by_rules(shown[2], rules) + shown[3], part)
            continue
        # One sign of what stands before, so that a rule that looks back sees it across a tag.
        seam = before[-1:] if part and _WORD_END.search(before) else ""
        yield _by_rules(seam + part, rules)[len(seam) :]
        before = part or before


def _by_rules(text: str, rules: tuple[Rule, ...]) -> str:
    for pattern, by in rules:
        text = pattern.sub(by, text)
    return text
