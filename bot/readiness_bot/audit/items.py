"""One item's figures: when it was open, when it closed, and how late that was. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from readiness_bot.audit.figures import Interval, ItemFigures
from readiness_bot.audit.mile import Mile
from readiness_bot.audit.replay import Replay, Step
from readiness_bot.audit.timeline import Timeline
from readiness_bot.convention.item import Item
from readiness_bot.judging.evaluate import OUTCOME_DAYS
from readiness_bot.text.calendar import days_after
from readiness_bot.vocabulary import Stage, Status


def items_of(
    replay: Replay, mile: Mile, timeline: Timeline, today: date, since: date | None
) -> tuple[ItemFigures, ...]:
    """In the convention's order. `since`: open days before it are not counted."""
    intervals = _intervals(timeline, since)
    return tuple(
        _figures(item, replay.tracks[item.id], intervals.get(item.id, ()), replay, mile, today)
        for item in replay.items
    )


def _intervals(timeline: Timeline, since: date | None) -> dict[str, tuple[Interval, ...]]:
    """Each item's open times; the last one has no end if it is open today."""
    found: dict[str, list[Interval]] = {}
    running: dict[str, date] = {}
    for span in timeline.spans:
        for id_ in [id_ for id_ in running if id_ not in span.open]:
            found.setdefault(id_, []).append(Interval(running.pop(id_), span.start))
        for id_ in span.open:
            running.setdefault(id_, span.start)
    for id_, opened in running.items():
        found.setdefault(id_, []).append(Interval(opened, None))
    return {id_: tuple(_clipped(intervals, since)) for id_, intervals in found.items()}


def _clipped(intervals: list[Interval], since: date | None) -> Iterator[Interval]:
    for interval in intervals:
        if since is None or interval.opened >= since:
            yield interval
        elif interval.closed is None or interval.closed > since:
            yield Interval(since, interval.closed)


def _figures(
    item: Item, track: list[Step], intervals: tuple[Interval, ...], replay: Replay, mile: Mile, today: date
) -> ItemFigures:
    last = track[-1]
    closed = satisfied_since(track, today) if last.asked and last.status is not Status.GAP else None
    due, baseline = due_dates(track, replay, mile)
    if _lost_to_a_date(last, track):
        baseline = due
    settled = _settled(_regained(track), mile, today)
    return ItemFigures(
        item=item,
        severity=last.severity,
        status=last.status,
        owner=last.owner,
        opened=intervals[0].opened if intervals else None,
        closed=closed,
        intervals=intervals,
        days_open=sum(((interval.closed or today) - interval.opened).days for interval in intervals),
        due_date=due,
        due_date_baseline=baseline,
        late_days=_late(settled, due, replay, last),
        late_days_baseline=_late(settled, baseline, replay, last),
        lost=tuple(_lost(track)),
    )


def _lost(track: list[Step]) -> Iterator[date]:
    """What could not be told in between breaks nothing; what was not asked for was not lost."""
    satisfied = False
    for step in track:
        if satisfied and step.asked and step.status is Status.GAP:
            yield step.day
        if step.status is not Status.UNKNOWN:
            satisfied = step.asked and step.status is Status.SATISFIED


def satisfied_since(track: list[Step], day: date) -> date | None:
    """Since when it is closed without a break, as of the end of a day; what could not be told breaks
    nothing."""
    since: date | None = None
    for step in track:
        if step.day > day:
            break
        if step.status is Status.GAP:
            since = None
        elif step.asked and step.status.closed:
            since = since or step.day
    return since


def _regained(track: list[Step]) -> list[Step]:
    """Without what was lost to somebody else's calendar (a vendor names a model's last day) and regained by
    that day: the item was in time, and is again."""
    found: list[Step] = []
    for index, step in enumerate(track):
        if _lost_to_a_date(step, found) and step.due_date:
            again = next((later.day for later in track[index:] if later.status.closed), None)
            if again is not None and again <= step.due_date:
                continue
        found.append(step)
    return found


def _lost_to_a_date(step: Step, before: list[Step]) -> bool:
    return step.dated and step.status is Status.GAP and any(one.asked and one.status.closed for one in before)


def _settled(track: list[Step], mile: Mile, today: date) -> date | None:
    """The closing that counts for lateness: as things stood when it went live; what expires later is open
    time, not lateness. An item still open then: when it closed at last, or today. None: it was never seen."""
    if track[-1].due is Stage.PRODUCTION or mile.production is None or mile.production < track[0].day:
        return satisfied_since(track, today) or _today_if_open(track, today)
    at_launch = satisfied_since(track, mile.production)
    if at_launch is not None:
        return at_launch
    after = (step.day for step in track if step.day > mile.production and step.asked and step.status.closed)
    return next(after, None) or _today_if_open(track, today)


def _today_if_open(track: list[Step], today: date) -> date | None:
    return today if track[-1].status is Status.GAP else None


def _late(settled: date | None, due: date | None, replay: Replay, last: Step) -> int | None:
    """What was closed already when readiness/ came was closed by then, and nobody knows when: that proves no
    lateness."""
    if settled is None or due is None or not last.asked:
        return None
    late = (settled - due).days
    return None if late > 0 and settled == replay.adopted and last.status is not Status.GAP else late


def due_dates(track: list[Step], replay: Replay, mile: Mile) -> tuple[date | None, date | None]:
    """By the contract (as it was at launch, once there was one: new plans are for a new version), and by the
    baseline."""
    until = mile.production if mile.production and mile.production >= track[0].day else date.max
    then = [step for step in track if step.day <= until] or track
    last = track[-1] if track[-1].due is Stage.PRODUCTION else then[-1]
    if last.due.next is not None:
        return last.due_date, replay.baseline.get(last.due.next)
    first = next((step.due_date for step in track if step.due_date), None)
    planned = replay.baseline.get(Stage.PRODUCTION)
    return last.due_date, (days_after(planned, OUTCOME_DAYS) if planned and first is None else first)
