"""The calendar has ends, and files are dated there."""

from __future__ import annotations

import ast
from datetime import date

import pytest
from tests.test_architecture import SOURCE, modules

from readiness_bot.dates import days_after, months_after

DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        (DAY, 1, date(2026, 2, 1)),
        (DAY, -31, date(2025, 12, 31)),
        (date.max, 1, date.max),
        (date.max, 10**12, date.max),
        (date.min, -1, date.min),
        (date.min, -(10**12), date.min),
    ],
)
def test_days(day: date, days: int, found: date) -> None:
    assert days_after(day, days) == found


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [(DAY, 1, date(2026, 2, 28)), (DAY, 12, date(2027, 1, 31)), (DAY, -2, date(2025, 11, 30)), (date.max, 12, date.max), (date(9999, 6, 1), 7, date.max),
     (date.min, -1, date.min)],
)  # fmt: skip
def test_months(day: date, months: int, found: date) -> None:
    assert months_after(day, months) == found


def test_nothing_else_adds_to_a_date() -> None:
    """`x + timedelta(…)` and `x - timedelta(…)` end a run at the calendar's ends."""
    found = [
        f"{name}:{node.lineno}"
        for name in modules()
        for node in ast.walk(ast.parse((SOURCE / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub) and any("timedelta" in ast.dump(side) for side in (node.left, node.right))
    ]
    assert found == []
