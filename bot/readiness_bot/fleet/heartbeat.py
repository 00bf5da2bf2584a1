"""When the bot last did something in each repository, with few requests: the `last_run` of a scan's rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from readiness_bot.forge.fleet import Heart
from readiness_bot.portfolio.row import Row

WEEK = timedelta(days=7)
MOST_ASKED = 200
"""Repositories whose runs are asked for, a request each: those that look silent, longest first."""


def with_runs(rows: Iterable[Row], heart: Heart, today: date, most: int = MOST_ASKED) -> tuple[Row, ...]:
    """The rows with `last_run`. Raises ForgeError.

    The ledgers are asked for first, a hundred in one request. A ledger gets no line where nothing is new:
    where its newest is a week old, or missing, the workflow's own last run decides.
    """
    found = tuple(rows)
    names = sorted({row.name for row in found if row.judged and "/" in row.name})
    days = dict(heart.recorded(names))
    silent = [name for name in names if (day := days[name]) is None or today - day >= WEEK]
    for name in sorted(silent, key=lambda name: days[name] or date.min)[:most]:
        days[name] = max(filter(None, (days[name], heart.ran(name))), default=None)
    return tuple(replace(row, last_run=days.get(row.name, row.last_run)) for row in found)
