"""Which items were open on which days, and how many were due: one sweep over the days on which something
changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from readiness_bot.audit.course import Standing
from readiness_bot.audit.figures import GO_LIVE, Point
from readiness_bot.audit.mile import Mile, periods
from readiness_bot.audit.replay import Replay, Step
from readiness_bot.vocabulary import Severity, Stage, Status


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which nothing changed: half-open. The last span is today, and has no days."""

    start: date
    end: date
    open: dict[str, Step]
    """What was open, by item."""

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def within(self, start: date, end: date) -> int:
        """How many of its days lie in [start, end)."""
        return max(0, (min(self.end, end) - max(self.start, start)).days)

    @property
    def blocking(self) -> frozenset[str]:
        """What held back. Go-live closes last by definition, so it counts once all others are closed."""
        found = frozenset(id_ for id_, step in self.open.items() if step.severity is Severity.BLOCKING)
        return found - {GO_LIVE} or found


@dataclass(frozen=True, slots=True)
class Timeline:
    spans: tuple[Span, ...]
    points: tuple[Point, ...]


def timeline_of(replay: Replay, mile: Mile, today: date) -> Timeline:
    """From adoption to today."""
    if replay.adopted is None:
        return Timeline((), ())
    steps: dict[date, list[tuple[str, Step]]] = {}
    for id_, track in replay.tracks.items():
        for step in track:
            steps.setdefault(step.day, []).append((id_, step))
    clock = _Clock(replay.course, mile)
    days = sorted({*steps, today, *(day for day in clock.turns() if replay.adopted < day <= today)})
    spans: list[Span] = []
    points: list[Point] = []
    sweep = _Sweep(clock)
    for index, day in enumerate(days):
        point = sweep.go(day, steps.get(day, []))
        end = days[index + 1] if index + 1 < len(days) else day
        spans.append(Span(day, end, sweep.open()))
        if not points or day == today or _counts(points[-1]) != _counts(point):
            points.append(point)
    return Timeline(tuple(spans), tuple(points))


def _counts(point: Point) -> tuple[int, int, int]:
    return point.due, point.satisfied, point.open_blocking


class _Clock:
    """On a day: the stage, and whether everything that production needs is waited for."""

    def __init__(self, course: list[Standing], mile: Mile) -> None:
        self.periods, self.mile, self.at = list(periods(course)), mile, 0

    def turns(self) -> Iterator[date]:
        """Days on which an answer can change."""
        for stood, until in self.periods:
            yield stood.day
            if stood.passed and stood.day < stood.passed < until:
                yield stood.passed
        if self.mile.passed:
            yield self.mile.passed
        if self.mile.production:
            yield self.mile.production

    def on(self, day: date) -> tuple[Stage, bool]:
        """Days must be asked for in order. The last period includes the calendar's last day."""
        while self.at + 1 < len(self.periods) and day >= self.periods[self.at][1]:
            self.at += 1
        stood = self.periods[self.at][0]
        mile = self.mile
        waits = (
            mile.passed is not None
            and mile.passed <= day
            and not (mile.production and day >= mile.production)
        )
        return stood.stage, waits or (stood.passed is not None and stood.passed <= day)


class _Sweep:
    """What each item is on the day that was reached."""

    def __init__(self, clock: _Clock) -> None:
        self.clock = clock
        self.now: dict[str, Step] = {}
        self.due: set[str] = set()
        self.satisfied: set[str] = set()
        self.waiting: dict[str, Step] = {}
        self.context: tuple[Stage, bool] | None = None

    def go(self, day: date, steps: list[tuple[str, Step]]) -> Point:
        context = self.clock.on(day)
        added = [id_ for id_, step in steps if self._is_scope(id_, step, context[0])]
        self.now.update(steps)
        changed = self.now.items() if context != self.context else steps
        self.context = context
        for id_, step in changed:
            self._place(id_, step, *context)
        blocking = sum(step.severity is Severity.BLOCKING for step in self.waiting.values())
        scope = sum(id_ in self.due for id_ in added)
        return Point(day, len(self.due), len(self.satisfied), blocking, scope)

    def open(self) -> dict[str, Step]:
        return dict(self.waiting)

    def _is_scope(self, id_: str, step: Step, stage: Stage) -> bool:
        """Due now because more is asked, not because its stage has come."""
        before = self.now.get(id_)
        return before is not None and step.asked and (not before.asked or before.due > stage >= step.due)

    def _place(self, id_: str, step: Step, stage: Stage, waits: bool) -> None:
        counts = step.asked and step.status is not Status.UNKNOWN
        has_come = counts and step.due <= stage
        _put(self.due, id_, has_come)
        _put(self.satisfied, id_, has_come and step.status.closed)
        if counts and step.status is Status.GAP and (has_come or (waits and step.due < Stage.PRODUCTION)):
            self.waiting[id_] = step
        else:
            self.waiting.pop(id_, None)


def _put(into: set[str], id_: str, belongs: bool) -> None:
    if belongs:
        into.add(id_)
    else:
        into.discard(id_)
