"""Two languages side by side: the pages of a paper, block by block, as one.

Both pages come from the same template and the same data, so they have the same blocks. What is the
same in both stands once; a block of text gets the other language beside it; in the index column,
which is narrow, below it.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

if TYPE_CHECKING:
    from collections.abc import Iterator

# What holds blocks; all else is a block of text, or a drawing.
_HOLDERS = {"html", "head", "body", "main", "section", "header", "div", "table"}
# Where a second column has no room: the other language stands below.
_NARROW = "index"
# Drawings with a few words in them: once, in the first language, is enough.
_DRAWN = {"timeline", "cells", "mark"}
# Between what both languages say in one line: the title of the document.
_BETWEEN = " / "


def beside(first: str, second: str, language: str) -> str:
    """Return the page *first* with the blocks of *second*, which is in *language*, beside its own.

    Addresses inside the document are those of the first.
    """
    import tinyhtml5  # type: ignore[import-untyped] # noqa: PLC0415 - it comes with WeasyPrint, and only these papers need it

    left, right = (tinyhtml5.parse(page, namespace_html_elements=False) for page in (first, second))
    for element in right.iter():
        element.attrib.pop("id", None)
    merged = _holder(left, right, language)
    return "<!doctype html>\n" + tostring(merged, encoding="unicode", method="html")


def _holder(left: Element, right: Element, language: str) -> Element:
    """Return *left* with what it holds merged with what *right* holds."""
    merged = Element(left.tag, _attributes(left, right))
    merged.text, merged.tail = left.text, left.tail
    narrow = _NARROW in _classes(left)
    for one, other in _aligned(list(left), list(right)):
        merged.extend(_merged(one, other, language, narrow=narrow))
    return merged


def _merged(
    one: Element | None, other: Element | None, language: str, *, narrow: bool
) -> Iterator[Element]:
    if other is None:
        yield from () if one is None else (one,)
    elif one is None:
        yield _marked(other, language)
    elif _same(one, other) or _classes(one) & _DRAWN:
        yield one
    elif one.tag == "title":
        one.text = _both(one.text or "", other.text or "")
        yield one
    elif one.tag == "meta":
        yield Element("meta", _attributes(one, other))
    elif one.tag in _HOLDERS:
        yield _holder(one, other, language)
    elif narrow:
        yield one
        yield _marked(other, language)
    else:
        yield _pair(one, other, language)


def _pair(one: Element, other: Element, language: str) -> Element:
    """Return two blocks of text beside each other."""
    kind = " ".join(["pair", *(f"of-{name}" for name in (one.tag, *sorted(_classes(one))))])
    pair = Element("div", {"class": kind})
    for block, side in (
        (one, {"class": "side"}),
        (other, {"class": "side other", "lang": language}),
    ):
        cell = Element("div", side)
        cell.append(block)
        pair.append(cell)
    for block in (one, other):
        block.tail = None
    return pair


def _marked(element: Element, language: str) -> Element:
    """Return a block that stands for itself, told which language it is in."""
    element.set("lang", language)
    return element


def _aligned(
    left: list[Element], right: list[Element]
) -> Iterator[tuple[Element | None, Element | None]]:
    """Yield what belongs together of two lists; where one has no match, None."""
    one, other = ([(each.tag, each.get("class", "")) for each in side] for side in (left, right))
    matcher = SequenceMatcher(a=one, b=other, autojunk=False)
    for what, start, end, from_, to in matcher.get_opcodes():
        if what == "equal":
            yield from zip(left[start:end], right[from_:to], strict=True)
        else:
            yield from ((child, None) for child in left[start:end])
            yield from ((None, child) for child in right[from_:to])


def _attributes(left: Element, right: Element) -> dict[str, str]:
    """Return the attributes of *left*; the running lines of *right* have names of their own."""
    if left.tag == "meta":
        return {**left.attrib, "content": _both(left.get("content", ""), right.get("content", ""))}
    running = {
        f"data-other-{name.removeprefix('data-')}": said
        for name, said in right.items()
        if left.tag == "body" and name.startswith("data-")
    }
    return {**left.attrib, **running}


def _both(one: str, other: str) -> str:
    return one if one == other or not other else f"{one}{_BETWEEN}{other}"


def _same(one: Element, other: Element) -> bool:
    """Tell whether two elements say the same; an id is no difference."""
    return (
        one.tag == other.tag
        and (one.text or "") == (other.text or "")
        and [(child.tail or "") for child in one] == [(child.tail or "") for child in other]
        and len(one) == len(other)
        and all(map(_same, one, other))
    )


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())
