"""What the figure of the whole way shows, and from which day to which.

Nothing that happened ends after today; what is planned may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from readiness_bot.audit.figures import Audit, ItemFigures, Period
from readiness_bot.text.calendar import days_after
from readiness_bot.vocabulary import Severity, Stage

_MOST_ROWS = 18
_SHORTEST = 28
"""Days: an axis of a few would show hours."""
_REACH = 3 * 365
"""Days: a plan further away than that from all that happened is cut off: it would squeeze the rest into a
line."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days on the axis, and the pixels that they take."""

    start: date
    end: date
    width: int

    def at(self, day: date) -> float:
        """The pixel of a day."""
        return (day - self.start).days / max(1, (self.end - self.start).days) * self.width

    def shows(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Bar:
    """Half-open days of one row."""

    start: date
    end: date
    stage: Stage | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An upright line."""

    day: date
    name: str


def window(audit: Audit, rows: Sequence[ItemFigures], width: int) -> Window:
    """All that happened and all that is planned, with a little room: a model that has been live for years
    ends soon after launch."""
    happened = [*_happened(audit, rows)]
    first, last = min(happened), max(happened)
    days = [*happened, *_foreseen(audit, rows)]
    start = max(min(days), days_after(first, -_REACH))
    end = max(min(max(days), days_after(last, _REACH)), days_after(start, _SHORTEST))
    return Window(start, days_after(end, max(7, (end - start).days // 20)), width)


def _happened(audit: Audit, rows: Sequence[ItemFigures]) -> Iterator[date]:
    yield audit.production or audit.today
    if audit.evaluation_passed:
        yield audit.evaluation_passed
    yield from (period.entered for period in audit.stages)
    for item in rows:
        for span in item.intervals:
            yield span.opened
            yield span.closed or audit.today


def _foreseen(audit: Audit, rows: Sequence[ItemFigures]) -> Iterator[date]:
    yield from (bar.start for bar in planned(audit))
    yield from (mark.day for mark in marks(audit))
    yield from (item.due_date_baseline for item in rows if item.due_date_baseline)


def shown_items(audit: Audit) -> list[ItemFigures]:
    """At most 18 blocking items that were open, in the order in which they were due: late ones and those of
    the last mile, else any."""
    found = [item for item in audit.items if item.severity is Severity.BLOCKING and item.intervals]
    since = audit.evaluation_passed or audit.today
    telling = [
        item
        for item in found
        if (item.late_days_baseline or 0) > 0
        or any((span.closed or audit.today) > since for span in item.intervals)
    ]
    chosen = sorted(telling or found, key=lambda i: (-max(0, i.late_days_baseline or 0), -i.days_open, i.id))[
        :_MOST_ROWS
    ]
    return sorted(chosen, key=lambda i: (i.due_date_baseline or date.max, i.closed or date.max, i.id))


def planned(audit: Audit) -> Iterator[Bar]:
    """The stages by the first plan; those that it has not been in, by the plan as it is.

    The last one has no end.
    """
    first: dict[Stage, date] = {}
    for period in audit.stages:
        day = period.baseline or period.planned
        if day:
            first.setdefault(period.stage, day)
    first = {**audit.ahead, **first}
    ordered = sorted(first.items(), key=lambda pair: pair[0].rank)
    for n, (stage, day) in enumerate(ordered):
        end = ordered[n + 1][1] if n + 1 < len(ordered) else date.max
        if day < end:
            yield Bar(day, end, stage)


def actual(stages: Iterable[Period], today: date) -> Iterator[Bar]:
    """The stages that it was in, up to today."""
    for period in stages:
        end = min(period.left or today, today)
        yield Bar(min(period.entered, end), end, period.stage)


def pieces(item: ItemFigures, today: date) -> Iterator[Bar]:
    """An item's open days, cut at its due date: what is after it is late."""
    due = item.due_date_baseline
    for span in item.intervals:
        end = min(span.closed or today, today)
        start = min(span.opened, end)
        if due and start < due < end:
            yield Bar(start, due)
            yield Bar(due, end, late=True)
        else:
            yield Bar(start, end, late=due is not None and start >= due)


def marks(audit: Audit) -> Iterator[Mark]:
    """Evaluation passed, planned to be live, live (or today)."""
    if audit.evaluation_passed:
        yield Mark(audit.evaluation_passed, "evaluation passed")
    live = next((p.baseline for p in audit.stages if p.stage is Stage.PRODUCTION), None)
    live = live or audit.ahead.get(Stage.PRODUCTION)
    if live:
        yield Mark(live, "planned live")
    yield Mark(audit.production, "live") if audit.production else Mark(audit.today, "today")
