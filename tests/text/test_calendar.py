"""The calendar has ends, and files are dated there."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.test_architecture import SOURCE, modules

from readiness_bot.text.calendar import days_after, months_after

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
    """`x + timedelta(…)`, `x - timedelta(…)`, and the same with a name for it, end a run at the calendar's ends."""
    assert [f"{name}:{line}" for name in modules() if name != "__main__.py" for line in sums(name)] == []


def sums(module: str) -> Iterator[int]:
    text = (SOURCE / module).read_text(encoding="utf-8")
    names = vars(importlib.import_module(dotted(module)))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            sides = (node.left, node.right)
            named = (isinstance(names.get(side.id), timedelta) for side in sides if isinstance(side, ast.Name))
            if any(named) or any("timedelta" in ast.dump(side) for side in sides):
                yield node.lineno


def dotted(module: str) -> str:
    return "readiness_bot." + module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
