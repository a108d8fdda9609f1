"""What a pack may show and in what order: as-of and distribution first, then whose items.

The first two are each Dataset to Dataset, so that nothing later can leak.
"""

from generator.selection.days import as_known_on
from generator.selection.levels import outward, within
from generator.selection.parts import choose
from generator.selection.reach import Reach
from generator.selection.shape import Entry, Heading, HeadingKind, Line, Part, Selection

__all__ = [
    "Entry",
    "Heading",
    "HeadingKind",
    "Line",
    "Part",
    "Reach",
    "Selection",
    "as_known_on",
    "choose",
    "outward",
    "within",
]
