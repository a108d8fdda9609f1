"""What a text of the data may hold: signs that can be seen, and not too many of them."""

from __future__ import annotations

import re

from generator.said import Said, said

MAX_LETTERS = 20_000  # of one text: some eight pages
# Control characters, and those that let a text be seen in another order than it is written in.
UNSEEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\u2029\u202f-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def fault_of(text: str) -> tuple[Said, Said] | None:
    """Return what is wrong with *text* and what to do about it; None if nothing is."""
    if len(text) > MAX_LETTERS:
        what = said("a text of more than %(most)s letters stands here.", most=MAX_LETTERS)
        return what, said("Say it in short, and cite the rest.")
    unseen = UNSEEN.search(text)
    return about(unseen[0]) if unseen else None


def about(unseen: str) -> tuple[Said, Said]:
    """Say that a sign stands there that cannot be seen."""
    what = said("an invisible character (%(code)s) stands here.", code=f"U+{ord(unseen):04X}")
    return what, said("Delete it, and type the words around it again.")
