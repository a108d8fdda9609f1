"""Every paper there is, and what is bound together; for all rooms, the quick ones too."""

from __future__ import annotations

from typing import Literal

# In the order in which a bundle binds them.
Paper = Literal[
    "onepager", "briefing", "changes", "pledges", "sources", "card", "checklist", "matrix"
]
HANDED_OVER: tuple[Paper, ...] = ("onepager", "briefing", "changes", "pledges", "sources")
OURS: tuple[Paper, ...] = ("card", "checklist", "matrix")
PAPERS: tuple[Paper, ...] = (*HANDED_OVER, *OURS)
BUNDLES: dict[str, tuple[Paper, ...]] = {"pack": HANDED_OVER, "delegation": OURS}
