"""Where templates that may come from elsewhere are worked with: out of reach, and within bounds."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from jinja2.sandbox import SandboxedEnvironment

from generator.assets import bundled
from generator.bounds import bounded
from generator.said import said

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from jinja2.runtime import Context

# A power can take hours in one step of Python, in which nothing wakes it up.
_MOST_BITS = 100_000


class Sandbox(SandboxedEnvironment):
    """Jinja for templates that may come from elsewhere: no attribute of Python's can be reached.

    Products are looked at before they are made: a power can take hours in one step of Python.
    """

    intercepted_binops = frozenset(["*", "**"])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - of any values
        """Return a product or a power; OverflowError if it has more digits than anyone needs."""
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * (right if operator == "**" else 1) + right.bit_length()
            if bits > _MOST_BITS:
                raise OverflowError(said("a number has too many digits."))
        return super().call_binop(context, operator, left, right)


def bounds(
    folders: tuple[Path, ...], seconds: float, megabytes: int
) -> AbstractContextManager[None]:
    """Return bounds for work with the templates in *folders*; of the bundled ones alone, none."""
    own = any(folder != bundled("templates") for folder in folders)
    return bounded(seconds, megabytes) if own else nullcontext()
