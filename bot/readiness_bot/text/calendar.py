"""Days and months later or earlier, for dates that people write: the calendar of Python ends with the years 1
and 9999. Pure.

The only module that adds to a date. A file may hold `9999-12-31`, and what lies beyond is the last day there
is.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

_MOST_DAYS = date.max.toordinal()


def days_after(day: date, days: int) -> date:
    """So many days later (earlier, below 0); the calendar's first or last day where it ends before."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), _MOST_DAYS))


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last; the calendar's last day where it ends before."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
