"""What a rule finds: where in its record, what is wrong, what to write instead, how bad it is."""

from __future__ import annotations

from generator.problems import Level
from generator.said import Said

Path = tuple[str | int, ...]
Finding = tuple[Path, Said, Said, Level]
