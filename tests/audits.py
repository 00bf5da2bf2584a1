"""Audits built by hand: each is a shape of a history that the renders must tell well."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from readiness_bot.audit.figures import Audit, Bottleneck, Expected, Fix, Forecast, Interval, ItemFigures, Money, Period, Point
from readiness_bot.audit.first import first_of
from readiness_bot.convention.registry import ITEMS_BY_ID, items_at
from readiness_bot.vocabulary import Kind, Role, Severity, Stage, Status, Tier

TODAY = date(2026, 11, 23)
PEOPLE = {
    Role.DEVELOPER: "ana-ruiz",
    Role.COMPLIANCE: "priya-nair",
    Role.VALIDATION: "kim-oyelaran",
    Role.PLATFORM: "mei-chen",
    Role.DATA: "li-wei",
    Role.OPERATIONS: "sam-boateng",
    Role.RECEIVING_LEAD: "omar-haddad",
    Role.BUSINESS_OWNER: "dana-cole",
    Role.PRODUCTION_OWNER: "jo-tanaka",
    Role.APPROVER: "eva-lind",
}


Data = TypeVar("Data", bound=Audit | Forecast | ItemFigures | Period)


def replace(data: Data, **changes: Any) -> Data:
    """`dataclasses.replace`; of an audit, with what is then to be done first, as `audit()` fills it in."""
    changed = dataclasses.replace(data, **changes)
    return dataclasses.replace(changed, first=first_of(changed)) if isinstance(changed, Audit) else changed


def stages(*rows: tuple[Stage, date, date | None, date | None]) -> tuple[Period, ...]:
    """(stage, entered, planned now, planned at first); each is left when the next is entered."""
    left = [row[1] for row in rows[1:]] + [None]
    return tuple(Period(stage, entered, end, now, first) for (stage, entered, now, first), end in zip(rows, left, strict=True))


PLAN = {
    Stage.DESIGN: date(2026, 5, 4),
    Stage.DEVELOPMENT: date(2026, 6, 1),
    Stage.EVALUATION: date(2026, 7, 13),
    Stage.STAGING: date(2026, 8, 3),
    Stage.PRODUCTION: date(2026, 8, 31),
}
"""The plan of the project in ux.md: evaluated on 3 Aug, planned to be live four weeks later."""

LATE_STAGES = stages(
    (Stage.DESIGN, date(2026, 5, 4), PLAN[Stage.DESIGN], PLAN[Stage.DESIGN]),
    (Stage.DEVELOPMENT, date(2026, 6, 1), PLAN[Stage.DEVELOPMENT], PLAN[Stage.DEVELOPMENT]),
    (Stage.EVALUATION, date(2026, 7, 20), PLAN[Stage.EVALUATION], PLAN[Stage.EVALUATION]),
    (Stage.STAGING, date(2026, 8, 10), date(2026, 8, 10), PLAN[Stage.STAGING]),
    (Stage.PRODUCTION, date(2026, 10, 26), date(2026, 9, 28), PLAN[Stage.PRODUCTION]),
)


def due_date(due: Stage, plan: dict[Stage, date]) -> date | None:
    """The day before which an item is due: the first of the stage after its own."""
    return plan.get(due.next) if due.next else None


def item(
    name: str,
    *intervals: tuple[date, date | None],
    closed: date | None = None,
    today: date = TODAY,
    plan: dict[Stage, date] = PLAN,
    owner: str | None = None,
) -> ItemFigures:
    """An item that was open in these intervals; without any, it was satisfied on `closed` before it ever was due."""
    declared = ITEMS_BY_ID[name]
    spans = tuple(Interval(*pair) for pair in intervals)
    last = spans[-1].closed if spans else closed
    due = due_date(declared.due, plan)
    late = ((last or today) - due).days if due else None
    return ItemFigures(
        item=declared, severity=declared.severity_at(Tier.MEDIUM), status=Status.SATISFIED if last else Status.GAP,
        owner=owner or PEOPLE[declared.role], opened=spans[0].opened if spans else None, closed=last, intervals=spans,
        days_open=sum(((span.closed or today) - span.opened).days for span in spans),
        due_date=due, due_date_baseline=due, late_days=late, late_days_baseline=late,
    )  # fmt: skip


def points(items: Sequence[ItemFigures], today: date, entered: dict[Stage, date]) -> tuple[Point, ...]:
    """The burndown of hand-built items, by the definition: what is due on a day, and what of it is open."""
    days = {day for figures in items for span in figures.intervals for day in (span.opened, span.closed) if day and day <= today}
    found = []
    for day in sorted(days | set(entered.values()) | {today}):
        due = [figures for figures in items if figures.severity and entered.get(figures.item.due, date.max) <= day]
        open_ = [f for f in due if any(span.opened <= day and (span.closed is None or day < span.closed) for span in f.intervals)]
        found.append(Point(day, len(due), len(due) - len(open_), sum(f.severity is Severity.BLOCKING for f in open_)))
    return tuple(found)


LATE = {
    "governance.compliance": (date(2026, 8, 3), date(2026, 10, 20)),
    "governance.impact": (date(2026, 7, 20), date(2026, 9, 29)),
    "governance.validation": (date(2026, 8, 3), date(2026, 9, 15)),
    "governance.model-card": (date(2026, 7, 20), date(2026, 8, 24)),
    "infrastructure.load-test": (date(2026, 8, 10), date(2026, 9, 8)),
    "infrastructure.security": (date(2026, 8, 10), date(2026, 9, 21)),
    "fallback.thresholds": (date(2026, 7, 20), date(2026, 8, 12)),
    "fallback.drill": (date(2026, 8, 10), date(2026, 9, 3)),
    "runbook.confirmation": (date(2026, 8, 10), date(2026, 9, 10)),
    "ownership.acceptance": (date(2026, 8, 10), date(2026, 9, 28)),
    "governance.go-live": (date(2026, 8, 10), date(2026, 10, 26)),
}


def _items(open_: dict[str, tuple[date, date | None]], entered: dict[Stage, date], today: date = TODAY) -> tuple[ItemFigures, ...]:
    """Every item of the convention: those in `open_` as they say, the others closed shortly before they were due."""
    found = []
    for number, declared in enumerate(items_at(Kind.MODEL)):
        if declared.id in open_:
            found.append(item(declared.id, open_[declared.id], today=today))
            continue
        due = due_date(declared.due, PLAN) or PLAN[Stage.PRODUCTION]
        end = min(due - timedelta(days=2 + number % 9), today)
        opened = entered.get(declared.due)
        spans = ((opened, end),) if opened and opened < end else ()
        found.append(item(declared.id, *spans, closed=end, today=today))
    return tuple(found)


def late_governance() -> Audit:
    """The project of ux.md: evaluated on 3 Aug, live on 26 Oct, compliance first appeared ten weeks after the model was done."""
    entered = {period.stage: period.entered for period in LATE_STAGES}
    items = _items(dict(LATE), entered)
    return replace(Audit(
        model="churn-propensity", today=TODAY, adopted=date(2026, 5, 4), evaluation_passed=date(2026, 8, 3), version="1.4.0",
        production=date(2026, 10, 26), last_mile_days=84, planned_days=28, stall_days=56, readiness_stall_days=50,
        cost_of_delay=Money(144_000, "EUR"), value_per_week=Money(18_000, "EUR"), parallelism_percent=58,
        late_governance=("governance.compliance", "governance.impact", "governance.validation", "governance.model-card"),
        late_governance_after_evaluation=("governance.compliance", "governance.impact", "governance.validation", "governance.model-card"),
        bottlenecks=(
            Bottleneck(Role.COMPLIANCE, 192, 22), Bottleneck(Role.APPROVER, 77, 6), Bottleneck(Role.RECEIVING_LEAD, 80, 0),
            Bottleneck(Role.PLATFORM, 71, 0), Bottleneck(Role.VALIDATION, 43, 0), Bottleneck(Role.OPERATIONS, 24, 0), Bottleneck(Role.DEVELOPER, 23, 0),
        ),
        fix_first=(Fix("governance.compliance", 21, Money(54_000, "EUR")), Fix("governance.go-live", 6, Money(16_200, "EUR"))),
        fix_first_roles=(Fix("compliance", 22, Money(56_600, "EUR")), Fix("approver", 6, Money(16_200, "EUR"))),
        items=items, burndown=points(items, TODAY, entered), stages=LATE_STAGES,
        notes=("Dates are those of the commits on the default branch; merge times are known to the forge alone.",),
        forecast=None,
    ))  # fmt: skip


def on_time() -> Audit:
    """On time in everything, and must look so."""
    periods = stages(*((stage, day, day, day) for stage, day in PLAN.items()))
    items = _items({}, PLAN)
    return replace(Audit(
        model="parcel-eta", today=TODAY, adopted=date(2026, 5, 4), evaluation_passed=date(2026, 8, 3), version="2.0.0",
        production=date(2026, 8, 31), last_mile_days=28, planned_days=28, stall_days=0, readiness_stall_days=0,
        cost_of_delay=Money(0, "EUR"), value_per_week=Money(9_500, "EUR"), parallelism_percent=100,
        late_governance=(), late_governance_after_evaluation=(),
        bottlenecks=(Bottleneck(Role.PLATFORM, 60, 4), Bottleneck(Role.COMPLIANCE, 41, 0)), fix_first=(), fix_first_roles=(),
        items=items, burndown=points(items, TODAY, PLAN), stages=periods, notes=(), forecast=None,
    ))  # fmt: skip


def never_live() -> Audit:
    """Evaluation passed, production was planned for 31 Aug, and nothing has happened for weeks."""
    today = date(2026, 10, 5)
    periods = (*LATE_STAGES[:3], replace(LATE_STAGES[3], left=None))
    entered = {period.stage: period.entered for period in periods}
    open_: dict[str, tuple[date, date | None]] = dict(LATE)
    waiting = ("governance.compliance", "governance.impact", "ownership.acceptance", "infrastructure.security", "governance.go-live")
    open_ |= {name: (open_[name][0], None) for name in waiting}
    items = _items(open_, entered, today)
    expected = {
        "governance.impact": date(2026, 10, 14),
        "infrastructure.security": date(2026, 10, 28),
        "ownership.acceptance": date(2026, 11, 4),
        "governance.compliance": date(2026, 11, 11),
        "governance.go-live": date(2026, 11, 18),
    }
    return replace(Audit(
        model="churn-propensity", today=today, adopted=date(2026, 5, 4), evaluation_passed=date(2026, 8, 3), version="1.4.0",
        production=None, last_mile_days=63, planned_days=28, stall_days=35, readiness_stall_days=35,
        cost_of_delay=Money(90_000, "EUR"), value_per_week=Money(18_000, "EUR"), parallelism_percent=58,
        late_governance=("governance.compliance", "governance.impact", "governance.validation", "governance.model-card"),
        late_governance_after_evaluation=("governance.compliance", "governance.impact", "governance.validation", "governance.model-card"),
        bottlenecks=(Bottleneck(Role.COMPLIANCE, 175, 6), Bottleneck(Role.PLATFORM, 85, 0), Bottleneck(Role.RECEIVING_LEAD, 87, 0)),
        fix_first=(), fix_first_roles=(Fix("compliance", 6, Money(15_400, "EUR")),),
        items=items, burndown=points(items, today, entered), stages=periods, notes=("The planned first day in production was moved twice.",),
        forecast=Forecast(
            method="Of the blocking items, 1.2 a week were closed in the last eight weeks; the range is that rate's 80% interval.",
            ready=date(2026, 11, 18), ready_earliest=date(2026, 10, 30), ready_latest=date(2026, 12, 21), target=date(2026, 9, 28),
            items=tuple(
                Expected(figures.id, figures.due_date, expected[figures.id], (expected[figures.id] - figures.due_date).days if figures.due_date else None)
                for figures in items if figures.id in expected
            ),
            cost_of_a_week=Money(18_000, "EUR"),
            warnings=("Infrastructure should have started three weeks ago: infrastructure.security usually takes six weeks and is due before production.",),
        ),
    ))  # fmt: skip


def late_adoption() -> Audit:
    """The readiness folder came when the model was live already: hardly a figure is known."""
    period = Period(Stage.PRODUCTION, date(2026, 11, 2), None, None, None)
    items = tuple(item(declared.id, closed=date(2026, 11, 2), plan={}) for declared in items_at(Kind.MODEL)[:12])
    return replace(Audit(
        model="fraud-score", today=TODAY, adopted=date(2026, 11, 2), evaluation_passed=None, version=None, production=date(2026, 11, 2),
        last_mile_days=None, planned_days=None, stall_days=None, readiness_stall_days=None, cost_of_delay=None, value_per_week=None,
        parallelism_percent=None, late_governance=(), late_governance_after_evaluation=(), bottlenecks=(), fix_first=(), fix_first_roles=(),
        items=items, burndown=(Point(date(2026, 11, 2), 12, 12, 0),), stages=(period,),
        notes=("What happened before 2 Nov 2026 is not known: the readiness/ folder came then.",), forecast=None,
    ))  # fmt: skip


def no_folder() -> Audit:
    """No state has a readiness folder."""
    return replace(Audit(
        model="fraud-score", today=TODAY, adopted=None, evaluation_passed=None, version=None, production=None, last_mile_days=None,
        planned_days=None, stall_days=None, readiness_stall_days=None, cost_of_delay=None, value_per_week=None, parallelism_percent=None,
        late_governance=(), late_governance_after_evaluation=(), bottlenecks=(), fix_first=(), fix_first_roles=(), items=(), burndown=(), stages=(),
        notes=(), forecast=None,
    ))  # fmt: skip


EVIL = "</style><script>alert(1)</script><img src=https://evil.test/x> @octocat #1 `x` | [a](https://evil.test) \x1b[2J{{7*7}}" + "a" * 300


def hostile() -> Audit:
    """Whoever wrote the files was not our friend."""
    audit = never_live()
    assert audit.forecast
    money = Money(1e15, EVIL)
    return replace(
        audit, model=EVIL, version=EVIL, notes=(EVIL,) * 80, cost_of_delay=money, value_per_week=money,
        items=tuple(replace(figures, owner=EVIL) for figures in audit.items),
        forecast=replace(audit.forecast, method=EVIL, warnings=(EVIL,) * 80, cost_of_a_week=money),
    )  # fmt: skip


SHAPES = {shape.__name__: shape for shape in (late_governance, on_time, never_live, late_adoption, no_folder, hostile)}
