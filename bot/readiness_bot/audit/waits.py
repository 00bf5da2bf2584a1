"""Who and what a stretch of the last mile waited for, taken from the items' open days. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from readiness_bot.audit.figures import GO_LIVE, Audit, ItemFigures
from readiness_bot.text.calendar import days_after
from readiness_bot.vocabulary import Severity, Stage


@dataclass(frozen=True, slots=True)
class Wait:
    """One open time of an item, as far as it lies in the stretch that is asked about."""

    item: ItemFigures
    start: date
    end: date
    """Half-open, and within the stretch."""
    closed: date | None
    """When it closed in fact, which may be later."""
    lost: bool
    """It had been there before."""

    @property
    def file(self) -> str:
        return self.item.file


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of the last mile, [start, end), and what of them can be told: as far as readiness/ was there
    to be read."""

    start: date
    end: date
    known: date
    """What was before is not known: readiness/ came later."""
    told: date
    """The items' open days are counted from this day on (`--since`)."""
    delay: date | None
    """On which day the delay began; None: there is none, or it is not known."""


def stretch(audit: Audit) -> Stretch | None:
    """None without a last mile."""
    start, end = audit.evaluation_passed, audit.production or audit.today
    if start is None or audit.adopted is None or audit.last_mile_days is None or end <= start:
        return None
    delay = days_after(end, -audit.stall_days) if audit.stall_days else None
    known = min(max(start, audit.adopted), end)
    return Stretch(start, end, known, min(max(known, audit.since or known), end), delay)


def evaluation_behind(audit: Audit) -> int:
    """Days by which the evaluation passed later than first planned; negative is ahead, 0 where it is not
    known."""
    planned = next((p.baseline for p in audit.stages if p.stage is Stage.STAGING and p.baseline), None)
    return (audit.evaluation_passed - planned).days if audit.evaluation_passed and planned else 0


def blocking(audit: Audit) -> list[ItemFigures]:
    return [item for item in audit.items if item.severity is Severity.BLOCKING]


def late_items(audit: Audit) -> list[ItemFigures]:
    """What blocks and was late by the milestones as they were first merged; latest first."""
    found = [item for item in blocking(audit) if (item.late_days_baseline or 0) > 0]
    return sorted(found, key=lambda item: -(item.late_days_baseline or 0))


def on_time(audit: Audit) -> bool:
    """Nothing that blocks was late by the plan as it was first merged, and neither was production."""
    return (
        bool(blocking(audit))
        and audit.production is not None
        and audit.stall_days == 0
        and not late_items(audit)
    )


def waits(audit: Audit, start: date, end: date, go_live: bool = False) -> list[Wait]:
    """Of blocking items in [start, end); the go-live decision only on request."""
    return [
        Wait(
            item, max(span.opened, start), min(span.closed or end, end), span.closed, span.opened in item.lost
        )
        for item in blocking(audit)
        if go_live or item.id != GO_LIVE
        for span in item.intervals
        if span.opened < end and (span.closed is None or span.closed > start)
    ]


def days(found: Iterable[Wait]) -> int:
    """Days on which at least one of them was open."""
    total, reached = 0, date.min
    for wait in sorted(found, key=lambda wait: wait.start):
        total += max(0, (wait.end - max(wait.start, reached)).days)
        reached = max(reached, wait.end)
    return total


def by_file(found: Iterable[Wait]) -> dict[str, list[Wait]]:
    grouped: dict[str, list[Wait]] = {}
    for wait in found:
        grouped.setdefault(wait.file, []).append(wait)
    return grouped


def last_of_each(found: Iterable[Wait]) -> list[Wait]:
    """An item's last wait alone."""
    return list({wait.item.id: wait for wait in sorted(found, key=lambda wait: wait.start)}.values())
