"""The audits that a scan's rows bring, which are plain data of a file, read again. Pure.

Whatever does not have the shape that docs/audit.md gives is left out: the file may be anybody's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from readiness_bot.audit.figures import (
    WEEK,
    Audit,
    Bottleneck,
    Expected,
    Fix,
    Forecast,
    Interval,
    ItemFigures,
    Money,
    Period,
    Point,
)
from readiness_bot.audit.first import first_of
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.registry import FILES, ITEMS_BY_ID
from readiness_bot.portfolio.row import MOST_TEXT
from readiness_bot.text.escape import cut, plain
from readiness_bot.vocabulary import Role, Severity, Stage, Status

MOST_MONEY = 1e15
"""More is a slip of the keyboard, and no sum can be trusted that has it."""
_WRONG = (KeyError, ValueError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Past:
    """Of one model's audit, what a fleet adds up."""

    stall_weeks: float | None
    cost: Money | None
    alone: Mapping[Role, int]
    """Days on which all that was open was this role's."""


def sound(money: Money | None) -> Money | None:
    """An amount that can be added up; None for what is none."""
    if money is None or not math.isfinite(money.amount) or not 0 <= money.amount <= MOST_MONEY:
        return None
    return money


def past(data: Mapping[str, Any]) -> Past:
    """What a fleet adds up of `audit --format json`."""
    return Past(_or_none(_number, data, "stall_weeks"), _or_none(_money, data, "cost_of_delay"), _alone(data))


def _alone(data: Mapping[str, Any]) -> Mapping[Role, int]:
    try:
        return {Role(each["role"]): _count(each["sole_blocker_days"]) for each in data["bottlenecks"]}
    except _WRONG:
        return {}


def rebuilt(data: Mapping[str, Any], prefix: str = "") -> Audit | None:
    """The Audit that was told as `data`; None where it is none.

    The planned days of stages that lie ahead are not in it. Of an item of an organisation's own it has what
    the reports show; where it has not, the item is left out.
    """
    try:
        audit = _audit(data, prefix)
        return replace(audit, first=first_of(audit))
    except _WRONG:
        return None


def _audit(data: Mapping[str, Any], prefix: str) -> Audit:
    return Audit(
        model=str(data["model"]),
        today=date.fromisoformat(data["today"]),
        adopted=_day(data, "adopted"),
        evaluation_passed=_day(data, "evaluation_passed"),
        version=None if data.get("version") is None else str(data["version"]),
        production=_day(data, "production"),
        last_mile_days=_days(data, "last_mile_weeks"),
        planned_days=_days(data, "planned_weeks"),
        stall_days=_days(data, "stall_weeks"),
        readiness_stall_days=_days(data, "readiness_stall_weeks"),
        cost_of_delay=_money(data.get("cost_of_delay")),
        value_per_week=_money(data.get("value_per_week")),
        parallelism_percent=_maybe(data, "parallelism_percent"),
        late_governance=_texts(data["late_governance"]),
        late_governance_after_evaluation=_texts(data["late_governance_after_evaluation"]),
        bottlenecks=tuple(
            Bottleneck(Role(each["role"]), _count(each["open_days"]), _count(each["sole_blocker_days"]))
            for each in data["bottlenecks"]
        ),
        fix_first=_fixes(data["fix_first"]),
        fix_first_roles=_fixes(data["fix_first_roles"]),
        fix_first_files=_fixes(data["fix_first_files"]),
        items=tuple(_items(data["items"])),
        burndown=tuple(_points(data["burndown"])),
        stages=tuple(_periods(data["stages"])),
        forecast=None if data.get("forecast") is None else _forecast(data["forecast"]),
        notes=_texts(data["notes"]),
        since=_day(data, "since"),
        prefix=prefix,
    )


def _items(rows: Any) -> Iterator[ItemFigures]:
    for row in rows:
        item = ITEMS_BY_ID.get(row["id"]) or _own(row)
        if item is None:
            continue
        yield ItemFigures(
            item=item,
            severity=None if row["severity"] is None else Severity(row["severity"]),
            status=Status(row["status"]),
            owner=None if row["owner"] is None else str(row["owner"]),
            opened=_day(row, "opened"),
            closed=_day(row, "closed"),
            intervals=tuple(
                Interval(date.fromisoformat(each["opened"]), _day(each, "closed"))
                for each in row["intervals"]
            ),
            days_open=_count(row["days_open"]),
            due_date=_day(row, "due_date"),
            due_date_baseline=_day(row, "due_date_baseline"),
            late_days=_maybe(row, "late_days"),
            late_days_baseline=_maybe(row, "late_days_baseline"),
        )


def _own(row: Any) -> Item | None:
    """An item that a policy added, as far as an audit's reports need it; None where that is not told."""
    told = {name: cut(plain(str(row.get(name) or "")), MOST_TEXT) for name in ("id", "title", "file", "due")}
    if not all(told.values()) or told["file"] not in FILES:
        return None
    return Item(
        id=told["id"],
        title=told["title"],
        what="",
        why="",
        fix="",
        example="",
        due=Stage(told["due"]),
        severity=BLOCKS,
        role=Role(row["role"]),
        fields=(),
        check=lambda facts: (),
        answered_in=told["file"],
    )


def _points(rows: Any) -> Iterator[Point]:
    for row in rows:
        counts = (_count(row[name]) for name in ("due", "satisfied", "open_blocking", "scope"))
        yield Point(date.fromisoformat(row["date"]), *counts)


def _periods(rows: Any) -> Iterator[Period]:
    for row in rows:
        entered = date.fromisoformat(row["entered"])
        yield Period(
            Stage(row["stage"]), entered, *(_day(row, name) for name in ("left", "planned", "baseline"))
        )


def _forecast(data: Any) -> Forecast:
    items = tuple(
        Expected(str(each["id"]), _day(each, "due_date"), _day(each, "expected"), _maybe(each, "late_days"))
        for each in data["items"]
    )
    return Forecast(
        method=str(data["method"]),
        ready=_day(data, "ready"),
        ready_earliest=_day(data, "ready_earliest"),
        ready_latest=_day(data, "ready_latest"),
        target=_day(data, "target"),
        items=items,
        cost_of_a_week=_money(data["cost_of_a_week"]),
        warnings=_texts(data["warnings"]),
    )


def _fixes(rows: Any) -> tuple[Fix, ...]:
    return tuple(
        Fix(str(row["id"]), round(_number(row["sole_blocker_weeks"]) * WEEK), _money(row["cost"]))
        for row in rows
    )


def _or_none(read: Any, data: Mapping[str, Any], name: str) -> Any:
    try:
        return None if data.get(name) is None else read(data[name])
    except _WRONG:
        return None


def _day(data: Any, name: str) -> date | None:
    return None if data.get(name) is None else date.fromisoformat(data[name])


def _days(data: Mapping[str, Any], name: str) -> int | None:
    """Of weeks to two places, the days that they were made of."""
    return None if data.get(name) is None else round(_number(data[name]) * WEEK)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= MOST_MONEY:
        raise TypeError(value)
    return value


def _count(value: Any) -> int:
    return int(_number(value))


def _maybe(data: Any, name: str) -> int | None:
    return None if data.get(name) is None else _count(data[name])


def _money(data: Any) -> Money | None:
    return None if data is None else sound(Money(_number(data["amount"]), str(data["currency"])))


def _texts(data: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in data)
