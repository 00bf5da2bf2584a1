"""On which day each commit became current. Pure.

Both dates of a commit can be forged. A state cannot be older than the one before it, nor lie in the future:
such dates are counted, and moved to the nearest day that is possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

DAY = 86_400
"""Seconds; UTC has no other days."""


@dataclass(frozen=True, slots=True)
class Days:
    """A day for each commit, never falling, and how many had an impossible date."""

    days: tuple[date, ...]
    backwards: int
    """Dated before their parent: taken as of the parent's day."""
    future: int
    """Dated after the present: taken as of the next commit's day, or the present."""


def possible_days(seconds: Sequence[int], now: date) -> Days:
    """`seconds` since 1970 of the commits, oldest first. `now` is the last day that can have happened."""
    last = now.toordinal()
    told = [_EPOCH + second // DAY for second in seconds]
    future = sum(day > last for day in told)
    if future:
        following = last
        for index in range(len(told) - 1, -1, -1):
            following = told[index] = following if told[index] > last else told[index]
    backwards, highest = 0, 1
    for index, day in enumerate(told):
        backwards += day < highest
        highest = told[index] = max(day, highest)
    return Days(tuple(map(date.fromordinal, told)), backwards, future)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).toordinal()
