"""A state is never older than the one before it, and never of the future."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.audit.days import DAY, possible_days

NOW = date(1970, 1, 20)


def days(*told: int) -> tuple[list[int], int, int]:
    """Days of January 1970, as told and as taken; how many ran backwards, and how many lay in the future."""
    found = possible_days([(day - 1) * DAY for day in told], NOW)
    return [day.day for day in found.days], found.backwards, found.future


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ((1, 2, 2, 5), ([1, 2, 2, 5], 0, 0)),
        ((1, 7, 3, 8), ([1, 7, 7, 8], 1, 0)),  # backdated: as of the commit before
        ((7, 3, 3, 8), ([7, 7, 7, 8], 2, 0)),
        ((1, 3000, 4, 5), ([1, 4, 4, 5], 0, 1)),  # from the future: as of the commit that follows
        ((1, 4, 3000), ([1, 4, 20], 0, 1)),  # nothing follows: as of the present
        ((1, 9, 3000, 4), ([1, 9, 9, 9], 2, 1)),
        ((), ([], 0, 0)),
    ],
)
def test_impossible_days(told: tuple[int, ...], taken: tuple[list[int], int, int]) -> None:
    assert days(*told) == taken


def test_the_last_second_of_a_day() -> None:
    assert possible_days([DAY - 1, DAY], NOW).days == (date(1970, 1, 1), date(1970, 1, 2))


@given(st.lists(st.integers(-(10**15), 10**15)))
def test_whatever_commits_claim(seconds: list[int]) -> None:
    found = possible_days(seconds, NOW).days
    assert list(found) == sorted(found)
    assert all(day <= NOW for day in found)
