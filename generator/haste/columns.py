"""Columns of the same height."""

from __future__ import annotations

from typing import Any


def balance_sooner(column: Any, block: Any) -> None:
    """Let the tries of a balanced height share their blocks.

    The engine sets all columns anew for each height, step by step; but a block that fits whole in
    the same place is the same block. What is kept in the end it sets once more, without this.
    """
    create, lay_out = column._create_column_box, block.block_level_layout
    trying: list[Any] = []

    def create_or_try(box: Any, around: Any, children: Any, *where: Any) -> Any:
        made = create(box, around, children, *where)
        if not any(children is others for others in trying):
            trying[:] = [children]
            made.accede_tries = {}
        return made

    def lay_out_or_take(*given: Any, **also: Any) -> Any:
        context, box, bottom_space, skip_stack, around, *rest = given
        tries = getattr(around, "accede_tries", None)
        if tries is None or skip_stack is not None or also:
            return lay_out(*given, **also)
        page_is_empty, absolute, fixed, margins, *_ = rest
        key = (id(box), box.position_x, box.position_y, page_is_empty, *margins)
        if key in tries and not _runs_over(context, tries[key][0], bottom_space):
            made, after, page, below, *others = tries[key]
            return made, after, page, list(below), *others
        elsewhere = _elsewhere(context, absolute, fixed)
        made, after, page, below, *others = lay_out(*given)
        if made is not None and after is None and elsewhere == _elsewhere(context, absolute, fixed):
            tries[key] = made, after, page, tuple(below), *others
        return made, after, page, below, *others

    column._create_column_box = create_or_try
    block.block_level_layout = lay_out_or_take


def _runs_over(context: Any, box: Any, bottom_space: float) -> bool:
    room = bottom_space + box.padding_bottom + box.border_bottom_width
    over: bool = context.overflows_page(room, box.content_box_y() + box.height)
    return over


def _elsewhere(context: Any, *placed: Any) -> tuple[int, ...]:
    """Count what a block may have put elsewhere: floats, footnotes, boxes placed on the page."""
    return tuple(map(len, (context.excluded_shapes, context.current_page_footnotes, *placed)))
