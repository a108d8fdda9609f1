"""What the papers of a pack are made for: a day, a day to compare with, a meeting, a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import meetings

if TYPE_CHECKING:
    from datetime import date

    from generator.model import Dataset, Meeting, Pack


@dataclass(frozen=True)
class Occasion:
    """What was asked for, by option or by the pack; None leaves it to the data.

    `as_of` is the day the world is shown on, `since` the one that changes are told from, `meeting`
    the id of the meeting the delegation goes to. A `form` ("blank", "fillable" or "all") is one of
    the checklist alone. `working` lets translations go out that nobody has reviewed;
    `only` names the papers that are wanted, all if none is named.
    """

    as_of: date | None = None
    since: date | None = None
    meeting: str = ""
    form: str = ""
    working: bool = False
    only: tuple[str, ...] = ()

    def wants(self, paper: str) -> bool:
        """Tell whether a paper, or the bundle that holds it, was asked for."""
        return not self.only or paper in self.only

    def day(self, dataset: Dataset, pack: Pack) -> date:
        """Return the day the world is shown on."""
        return self.as_of or meetings.day_of(dataset, pack)

    def told_from(self, dataset: Dataset, pack: Pack) -> date | None:
        """Return the day that changes are told from: asked for, or that of the last meeting.

        From a day after the one that is shown nothing can be told.
        """
        day = self.day(dataset, pack)
        if self.since is not None:
            return self.since if self.since <= day else None
        held = meetings.last(dataset, pack, day)
        return held.on if held else None

    def next_meeting(self, dataset: Dataset, pack: Pack) -> Meeting | None:
        """Return the meeting the delegation goes to: asked for, or the next one on file."""
        if self.meeting:
            return dataset.meetings.get(self.meeting)
        return meetings.coming(dataset, pack, self.day(dataset, pack))
