"""The values of styles, and the lengths of boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# What an element has for itself, or what is computed on the way to something else.
_OWN = ("anchor", "float", "position", "display")
_SIDES = ("top", "right", "bottom", "left")
_RELATIVE = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{kind}{size}" for size in ("width", "height") for kind in ("", "min_", "max_")),
)
_LENGTHS = (*_RELATIVE, *(f"border_{side}_width" for side in _SIDES))


def compute_once(css: Any) -> None:
    """Let elements that differ in nothing but their id share the values of their styles.

    The engine does so for elements without one; but an id is what links and contents need, and
    whatever stands inside such an element would be computed anew.
    """
    set_styles, compute = css.StyleFor.set_computed_styles, css.ComputedStyle.__missing__

    def set_in_family(
        styles: Any, element: Any, *args: Any, pseudo_type: Any = None, **also: Any
    ) -> None:
        set_styles(styles, element, *args, pseudo_type=pseudo_type, **also)
        if isinstance(element, tuple):  # it is a kind of page
            return
        style = styles.get_computed_styles()[element, pseudo_type]
        families = vars(styles).setdefault("accede_families", {})
        parents = vars(style.parent_style).get("accede_family") if style.parent_style else None
        own = [(n, id(v), weight) for n, (v, weight) in style.cascaded.items() if n not in _OWN[:1]]
        # The family keeps what its key is made of, so that nothing else gets the same ids.
        key = (id(parents), pseudo_type, *own)
        style.accede_family, _ = families.setdefault(key, ({}, (parents, style)))

    def compute_or_share(style: Any, name: str) -> Any:
        family = vars(style).get("accede_family")
        if family is None or name in _OWN:
            return compute(style, name)
        if name in family:
            value = style[name] = family[name]
        else:
            value = family[name] = compute(style, name)
        return value

    css.StyleFor.set_computed_styles = set_in_family
    css.ComputedStyle.__missing__ = compute_or_share


def resolve_once(resolve: Callable[..., None]) -> Callable[..., None]:
    """Keep with each style its lengths, where none depends on what is around the box."""

    def once(box: Any, containing_block: Any) -> None:
        kept = vars(box.style)
        if "accede_lengths" not in kept:
            resolve(box, containing_block)
            fixed = _is_fixed(box.style)
            kept["accede_lengths"] = {n: getattr(box, n) for n in _LENGTHS} if fixed else None
        elif kept["accede_lengths"] is None:
            resolve(box, containing_block)
        else:
            vars(box).update(kept["accede_lengths"])

    return once


def _is_fixed(style: Any) -> bool:
    """Tell whether every length is one of pixels, or none."""
    return style["border_collapse"] != "collapse" and all(
        length is None or length == "auto" or getattr(length, "unit", "") == "px"
        for length in (style[name] for name in _RELATIVE)
    )
