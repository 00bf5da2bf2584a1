"""An audit as JSON: the interface of design.md; fields are added, never renamed. None means: not known, or not estimated."""

from __future__ import annotations

from datetime import date

from readiness_bot.audit.figures import (
    Audit,
    Bottleneck,
    Fix,
    Forecast,
    ItemFigures,
    Money,
    Period,
    PersonBottleneck,
    Point,
)
from readiness_bot.text.escape import json_text


def render(audit: Audit) -> str:
    """One document, indented."""
    return json_text(as_data(audit)) + "\n"


def as_data(audit: Audit) -> dict[str, object]:
    """Plain data; dates as ISO text."""
    people = {} if audit.people is None else {"bottlenecks_by_person": [_person(one) for one in audit.people]}
    return {
        "schema": 1,
        "model": audit.model,
        "today": _day(audit.today),
        "since": _day(audit.since),
        "adopted": _day(audit.adopted),
        "evaluation_passed": _day(audit.evaluation_passed),
        "version": audit.version,
        "production": _day(audit.production),
        "last_mile_weeks": audit.last_mile_weeks,
        "planned_weeks": audit.planned_weeks,
        "stall_weeks": audit.stall_weeks,
        "readiness_stall_weeks": audit.readiness_stall_weeks,
        "cost_of_delay": _money(audit.cost_of_delay),
        "value_per_week": _money(audit.value_per_week),
        "parallelism_percent": audit.parallelism_percent,
        "late_governance": list(audit.late_governance),
        "late_governance_after_evaluation": list(audit.late_governance_after_evaluation),
        "bottlenecks": [_bottleneck(one) for one in audit.bottlenecks],
        **people,
        "fix_first": [_fix(one) for one in audit.fix_first],
        "fix_first_roles": [_fix(one) for one in audit.fix_first_roles],
        "fix_first_files": [_fix(one) for one in audit.fix_first_files],
        "items": [_item(one) for one in audit.items],
        "burndown": [_point(one) for one in audit.burndown],
        "stages": [_period(one) for one in audit.stages],
        "forecast": _forecast(audit.forecast),
        "notes": list(audit.notes),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _money(money: Money | None) -> dict[str, object] | None:
    return {"amount": money.amount, "currency": money.currency} if money else None


def _bottleneck(one: Bottleneck) -> dict[str, object]:
    return {"role": one.role.value, "open_days": one.open_days, "sole_blocker_days": one.sole_blocker_days}


def _person(one: PersonBottleneck) -> dict[str, object]:
    return {"person": one.person, "open_days": one.open_days, "sole_blocker_days": one.sole_blocker_days}


def _fix(fix: Fix) -> dict[str, object]:
    return {"id": fix.id, "sole_blocker_weeks": fix.sole_blocker_weeks, "cost": _money(fix.cost)}


def _item(item: ItemFigures) -> dict[str, object]:
    return {
        "id": item.id,
        "role": item.role.value,
        "severity": item.severity.value if item.severity else None,
        "status": item.status.value,
        "owner": item.owner,
        "opened": _day(item.opened),
        "closed": _day(item.closed),
        "intervals": [{"opened": _day(one.opened), "closed": _day(one.closed)} for one in item.intervals],
        "days_open": item.days_open,
        "due_date": _day(item.due_date),
        "due_date_baseline": _day(item.due_date_baseline),
        "late_days": item.late_days,
        "late_days_baseline": item.late_days_baseline,
    }


def _point(point: Point) -> dict[str, object]:
    return {
        "date": _day(point.date), "due": point.due, "satisfied": point.satisfied,
        "open_blocking": point.open_blocking, "scope": point.scope,
    }  # fmt: skip


def _period(period: Period) -> dict[str, object]:
    return {
        "stage": period.stage.value, "entered": _day(period.entered), "left": _day(period.left),
        "planned": _day(period.planned), "baseline": _day(period.baseline),
    }  # fmt: skip


def _forecast(forecast: Forecast | None) -> dict[str, object] | None:
    if forecast is None:
        return None
    return {
        "method": forecast.method,
        "ready": _day(forecast.ready),
        "ready_earliest": _day(forecast.ready_earliest),
        "ready_latest": _day(forecast.ready_latest),
        "target": _day(forecast.target),
        "items": [
            {
                "id": one.id,
                "due_date": _day(one.due_date),
                "expected": _day(one.expected),
                "late_days": one.late_days,
            }
            for one in forecast.items
        ],
        "cost_of_a_week": _money(forecast.cost_of_a_week),
        "warnings": list(forecast.warnings),
    }
