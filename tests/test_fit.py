"""What a paper leaves out when it runs over: as little as may be, found in few tries."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.view.fit import ever_shorter, first_fitting


@given(st.integers(1, 200), st.integers(0, 250), st.integers(0, 250))
def test_the_first_that_fits_is_found_from_any_guess(number: int, first: int, guess: int) -> None:
    """The first of the tries that fits is taken, else the last; each is made once at most."""
    tried: list[int] = []

    def fits(at: int) -> bool:
        assert 0 <= at < number
        assert at not in tried
        tried.append(at)
        return at >= first

    assert first_fitting(number, fits, guess) == min(first, number - 1)
    assert len(tried) <= 2 * number.bit_length() + 2


@pytest.mark.parametrize("away", [-1, 0, 1])
def test_a_good_guess_costs_two_or_three_tries(away: int) -> None:
    """That it fits, and that the one before does not."""
    tried: list[int] = []

    def fits(at: int) -> bool:
        tried.append(at)
        return at >= 20

    assert first_fitting(40, fits, 20 + away) == 20
    assert len(tried) <= 3


def test_a_paper_that_fits_is_tried_once() -> None:
    """Without a guess the search begins with the whole paper."""
    tried: list[int] = []

    def fits(at: int) -> bool:
        tried.append(at)
        return True

    assert first_fitting(40, fits) == 0
    assert tried == [0]


def test_each_try_has_less_and_the_last_no_more_to_spare() -> None:
    """The tries begin with the whole and go on until the fewest asks are left."""
    context: dict[str, Any] = {"asked": list("abcd"), "raised": list("xy")}
    tries = ever_shorter("onepager", context)
    assert tries[0] == context
    assert [len(t["asked"]) + len(t["raised"]) for t in tries] == [6, 5, 4, 3]
    assert ever_shorter("matrix", context) == [context]
