"""A scan's rows to the figures of a portfolio. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from readiness_bot.portfolio.audits import Past, past
from readiness_bot.portfolio.figures import (
    COMMON_PERCENT,
    COMMON_REPOSITORIES,
    QUIET_DAYS,
    WRONG,
    Blocker,
    Cause,
    Delay,
    Portfolio,
    Reason,
    RoleDelay,
    Runs,
    Silent,
    StageCount,
    Stalled,
    Waiting,
)
from readiness_bot.portfolio.row import OpenItem, Row
from readiness_bot.portfolio.scan import Scan
from readiness_bot.portfolio.sums import days_late, held, percent, total, value
from readiness_bot.portfolio.trends import Trail, point
from readiness_bot.text.calendar import days_after
from readiness_bot.vocabulary import Role, Stage


def portfolio(scan: Scan, trail: Trail | None = None, today: date | None = None) -> Portfolio:
    """`today`: the day up to which days are counted; default: the scan's. `trail`: what earlier scans say."""
    day = today or scan.head.scanned
    trail = trail or Trail(scan)
    models = [row for row in scan.rows if row.judged]
    asked = [row for row in scan.rows if not row.left_out]
    ready = sum(row.ready is True for row in models)
    pasts = {row.place: past(row.audit) for row in models if row.audit is not None}
    return Portfolio(
        scanned=scan.head.scanned,
        today=day,
        source=scan.head.source,
        policy=scan.head.policy,
        repositories=len({row.name for row in scan.rows}),
        models=len(models),
        ready=ready,
        ready_percent=percent(ready, len(models)),
        stages=stages(models),
        blockers=blockers(models, day),
        roles=roles(models, pasts, day),
        stalled=stalled(models),
        delay=delay(pasts),
        absent=sum(row.absent for row in asked),
        not_set_up=tuple(Reason(row.place, row.looks_like) for row in asked if row.looks_like),
        unreadable=tuple(Reason(row.place, row.error) for row in scan.rows if row.error is not None),
        without_history=tuple(Reason(row.place, row.history_error) for row in models if row.history_error),
        runs=runs(models, day),
        trends=(*trail.points, point(scan)),
        open=waiting(models, trail, day),
        left_out=dict(sorted(Counter(row.left_out for row in scan.rows if row.left_out).items())),
        notes=trail.notes,
    )


def stages(models: Sequence[Row]) -> tuple[StageCount, ...]:
    """One for each stage, and one for models without any where there are such."""
    found: list[StageCount] = []
    for stage in (*Stage, None):
        rows = [row for row in models if row.stage is stage]
        if rows or stage:
            counts = (sum(row.ready is True for row in rows), sum(row.stalled for row in rows))
            found.append(StageCount(stage, len(rows), *counts))
    return tuple(found)


def blockers(models: Sequence[Row], today: date) -> tuple[Blocker, ...]:
    """What is open somewhere, most models first."""
    where: dict[str, list[tuple[Row, OpenItem]]] = defaultdict(list)
    for row in models:
        for item in row.open:
            where[item.id].append((row, item))
    found = [_blocker(at, len(models), today) for at in where.values()]
    return tuple(sorted(found, key=lambda each: (-each.models, -each.late, each.id)))


def _blocker(at: Sequence[tuple[Row, OpenItem]], models: int, today: date) -> Blocker:
    first = at[0][1]
    names = {row.name for row, _ in at}
    latest = sorted(
        at, key=lambda each: (-(days_late(each[1], today) or 0), not held(each[1]), each[0].place)
    )
    return Blocker(
        id=first.id,
        title=first.title,
        role=first.role,
        models=len(at),
        repositories=len(names),
        percent=len(at) * 100 // models,
        late=sum(held(item) for _, item in at),
        common=len(at) * 100 >= COMMON_PERCENT * models and len(names) >= COMMON_REPOSITORIES,
        places=tuple(row.place for row, _ in latest),
    )


def roles(models: Sequence[Row], pasts: Mapping[str, Past], today: date) -> tuple[RoleDelay, ...]:
    """Who is waited for, most days late first; a role without anything is left out."""
    found = [_role(role, models, pasts, today) for role in Role]
    kept = (each for each in found if each.items or each.alone_days)
    return tuple(sorted(kept, key=lambda each: (-each.days_late, -each.late_models, -each.models, each.role)))


def _role(role: Role, models: Sequence[Row], pasts: Mapping[str, Past], today: date) -> RoleDelay:
    own = [(row, [item for item in row.open if item.role is role]) for row in models]
    own = [(row, items) for row, items in own if items]
    late = [item for _, items in own for item in items if held(item)]
    days = [count for item in late if (count := days_late(item, today)) is not None]
    return RoleDelay(
        role=role,
        models=len(own),
        items=sum(len(items) for _, items in own),
        late_models=sum(any(map(held, items)) for _, items in own),
        days_late=sum(days),
        longest=max(days, default=0),
        undated=len(late) - len(days),
        alone_days=sum(each.alone.get(role, 0) for each in pasts.values()) if pasts else None,
        per_week=total(value(row) for row, items in own if row.stalled and any(map(held, items))),
    )


@dataclass(frozen=True, slots=True)
class _Why:
    """A reason for which a model is held."""

    id: str
    title: str
    role: Role | None


def stalled(models: Sequence[Row]) -> Stalled:
    """The models that wait although their evaluation has passed, and what that costs a week."""
    rows = [row for row in models if row.stalled]
    by_cause: dict[_Why, list[tuple[Row, bool]]] = defaultdict(list)
    for row in rows:
        causes = {_Why(item.id, item.title, item.role) for item in row.open if held(item)}
        if row.wrong:
            causes.add(_Why(WRONG, "Something wrong in the files", None))
        for cause in causes:
            by_cause[cause].append((row, len(causes) == 1))
    found = [_cause(why, held_rows) for why, held_rows in by_cause.items()]
    return Stalled(
        len(rows),
        total(map(value, rows)),
        tuple(row.place for row in rows if value(row) is None),
        tuple(sorted(found, key=_weight)),
    )


def _weight(cause: Cause) -> tuple[float, int, str]:
    """Largest first. Amounts of different currencies are never compared: then the count of models decides."""
    amount = cause.per_week[0].amount if len(cause.per_week) == 1 else 0
    return (-cause.models, -round(amount), cause.id)


def _cause(why: _Why, rows: Sequence[tuple[Row, bool]]) -> Cause:
    alone = [row for row, only in rows if only]
    return Cause(
        id=why.id,
        title=why.title,
        role=why.role,
        models=len(rows),
        per_week=total(value(row) for row, _ in rows),
        alone_models=len(alone),
        alone=total(map(value, alone)),
        unknown=sum(value(row) is None for row, _ in rows),
    )


def delay(pasts: Mapping[str, Past]) -> Delay | None:
    """What the audits add up to; None without any."""
    if not pasts:
        return None
    return Delay(
        models=len(pasts),
        stall_weeks=round(sum(each.stall_weeks or 0 for each in pasts.values()), 2),
        cost=total(each.cost for each in pasts.values()),
        unknown=tuple(place for place, each in pasts.items() if each.cost is None),
    )


def runs(models: Sequence[Row], today: date) -> Runs | None:
    """What did not run for a week; None where no ledger was read."""
    if not any(row.last_run for row in models):
        return None
    since = days_after(today, -QUIET_DAYS)
    silent = (Silent(row.place, row.last_run) for row in models if row.last_run and row.last_run <= since)
    return Runs(
        tuple(sorted(silent, key=lambda each: (each.last_run, each.place))),
        tuple(row.place for row in models if row.last_run is None),
    )


def waiting(models: Sequence[Row], trail: Trail, today: date) -> tuple[Waiting, ...]:
    """Every open item of every model, in the order of the rows."""
    return tuple(
        Waiting(
            place=row.place,
            id=item.id,
            role=item.role,
            owner=item.owner,
            late=held(item),
            days_late=days_late(item, today),
            since=item.since,
            first_seen=trail.first_seen[row.place, item.id],
        )
        for row in models
        for item in row.open
    )
