"""The two diagrams that GitHub draws from text: the burndown, and the stages as planned against as they were.

Their text holds dates, numbers and the convention's own words: nothing that a person wrote. Without `today`
it changes only when a fact does, which lets an issue that holds it stay as it is on a quiet day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from readiness_bot.audit.figures import Period, Point
from readiness_bot.text import words
from readiness_bot.text.calendar import days_after
from readiness_bot.text.markup import Markdown, fenced, md
from readiness_bot.vocabulary import Stage

MOST_SAMPLES = 30
_MOST_PERIODS = 20
_NAMED_DAYS = 14
_MOST_ENDS = 5
_XYCHART = (
    '%%{init: {"xyChart": {"width": 900, "height": 340, "titleFontSize": 15}, "themeVariables": {"xyChart": '
    '{"backgroundColor": "#00000000", "plotColorPalette": "#8b949e, #2f81f7, #2da44e"}}}}%%'
)
"""Bars, upper line, lower line: at least 3:1 against GitHub's light and its dark ground. Their shapes tell
them apart, not the colours."""
_GANTT = (
    '%%{init: {"gantt": {"leftPadding": 90, "barHeight": 20, "barGap": 4}, "themeVariables":'
    ' {"sectionBkgColor": "#8b949e1f", "sectionBkgColor2": "#8b949e1f", "altSectionBkgColor": "#8b949e00",'
    ' "gridColor": "#8b949e55", "taskBkgColor": "#1f6feb", "taskBorderColor": "#1f6feb", "taskTextColor":'
    ' "#ffffff", "taskTextLightColor": "#ffffff", "doneTaskBkgColor": "#afb8c1", "doneTaskBorderColor":'
    ' "#8b949e", "taskTextDarkColor": "#1f2328"}}}%%'
)
"""Quiet colours that hold on both grounds. A task marked `active` is left out: its label is unreadable on
dark."""
_TICKS = (
    (70, "1week", "%d %b"),
    (450, "1month", "%b %Y"),
    (1300, "3month", "%b %Y"),
    (7000, "12month", "%Y"),
)
"""Days that the diagram spans at most → distance and format of the marks on its axis."""


def burndown(points: Sequence[Point], today: date | None = None) -> Markdown:
    """A fenced xychart of what was due, satisfied, and open and blocking; "" where there is no time to show.

    With `today` it goes on until then; without, it ends at the last change.
    """
    samples = _sampled(points, today)
    if len(samples) < 2:
        return md("")
    series = [point for _, point in samples]
    most = max(1, *(max(p.due, p.satisfied, p.open_blocking) for p in series))
    lines = [
        _XYCHART,
        "xychart-beta",
        '  title "Upper line: due. Lower line: satisfied. Bars: open and blocking."',
        f"  x-axis {_axis([day for day, _ in samples])}",
        f'  y-axis "Items" 0 --> {most}',
        f"  bar [{', '.join(str(point.open_blocking) for point in series)}]",
        f"  line [{', '.join(str(point.due) for point in series)}]",
        f"  line [{', '.join(str(point.satisfied) for point in series)}]",
    ]
    return fenced("\n".join(lines), "mermaid")


def _axis(days: Sequence[date]) -> str:
    """Weeks; in the first two the days by name, since a part of a week tells nobody anything."""
    first, last = days[0], days[-1]
    if (last - first).days <= _NAMED_DAYS:
        named = ", ".join(f'"{words.day(day, day)}"' for day in days)
        return f'"Days from {words.full_day(first)}" [{named}]'
    return f'"Weeks since {words.full_day(first)}" 0 --> {(last - first).days / 7:.1f}'


def _sampled(points: Sequence[Point], today: date | None) -> list[tuple[date, Point]]:
    """At most 30 evenly spaced days, the first and the last included, each with what held on it: every day,
    or one a week."""
    changes = [
        point
        for before, point in zip((None, *points), points, strict=False)
        if before is None or _counts(before) != _counts(point)
    ]
    if not changes:
        return []
    first, last = changes[0].date, max(changes[-1].date, today or date.min)
    span = (last - first).days
    if not span:
        return [(first, changes[-1])]
    count = span + 1 if span <= _NAMED_DAYS else min(MOST_SAMPLES, -(-span // 7) + 1)
    days = [days_after(first, round(n * span / (count - 1))) for n in range(count)]
    dates = [point.date for point in changes]
    return [(day, changes[bisect_right(dates, day) - 1]) for day in days]


def _counts(point: Point) -> tuple[int, int, int]:
    return point.due, point.satisfied, point.open_blocking


def timeline(
    stages: Sequence[Period],
    today: date | None = None,
    ahead: Mapping[Stage, date] | None = None,
    ends: Mapping[str, Sequence[date]] | None = None,
) -> Markdown:
    """A fenced gantt: for each stage, when it was planned and when the model was in it; "" without stages.

    `ahead`: the planned first day of stages that it has not entered. With `today`, the stage that it is in
    goes on until then; without, only its beginning is drawn, since nothing actual may lie past today, and the
    reader's browser draws today's mark. `ends`: the convention's words for what somebody else's calendar
    ends, with its days.
    """
    if not stages:
        return md("")
    baseline = {**(ahead or {}), **_baseline(stages)}
    days = [day for ending in (ends or {}).values() for day in ending[:_MOST_ENDS]]
    lines = [*_head(stages, [*baseline.values(), *days], today)]
    for stage in Stage:
        own = [period for period in stages[-_MOST_PERIODS:] if period.stage is stage]
        if own or stage in baseline:
            lines.append(f"  section {stage}")
            lines += _planned(stage, baseline, own)
            lines += _actual(own, today)
    for what, ending in (ends or {}).items():
        lines.append(f"  section {what}")
        lines += [f"  {words.full_day(day)} :milestone, {day.isoformat()}, 0d" for day in ending[:_MOST_ENDS]]
    if today:
        lines += ["  section today", f"  {words.full_day(today)} :milestone, {today.isoformat()}, 0d"]
    return fenced("\n".join(lines), "mermaid")


def _baseline(stages: Sequence[Period]) -> dict[Stage, date]:
    """The first planned day of each stage: as first merged, else as it is planned now."""
    found: dict[Stage, date] = {}
    for period in stages:
        day = period.baseline or period.planned
        if day and period.stage not in found:
            found[period.stage] = day
    return found


def _head(stages: Sequence[Period], marked: Sequence[date], today: date | None) -> Iterator[str]:
    days = [*marked, *([today] if today else ())]
    days += [day for period in stages for day in (period.entered, period.left) if day]
    span = (max(days) - min(days)).days
    yield _GANTT
    yield "gantt"
    yield "  dateFormat YYYY-MM-DD"
    ticks = next(((interval, form) for most, interval, form in _TICKS if span <= most), None)
    yield f"  axisFormat {ticks[1] if ticks else '%Y'}"
    if ticks:
        yield f"  tickInterval {ticks[0]}"
    live = stages[-1].stage is Stage.PRODUCTION
    if today or live:
        yield "  todayMarker off"


def _planned(stage: Stage, baseline: Mapping[Stage, date], own: Sequence[Period]) -> Iterator[str]:
    start = baseline.get(stage)
    if start is None:
        return
    now = own[-1].planned if own else None
    moved = f", moved to {words.full_day(now)}" if now and now != start else ""
    label = f"planned from {words.full_day(start)}{moved}"
    following = [baseline[later] for later in Stage if later > stage and later in baseline]
    if following and following[0] > start:
        yield f"  {label} :done, {start.isoformat()}, {following[0].isoformat()}"
    else:
        yield f"  {label} :milestone, {start.isoformat()}, 0d"


def _actual(own: Sequence[Period], today: date | None) -> Iterator[str]:
    for number, period in enumerate(own):
        word = f"{'again' if number else 'actual'} {'from' if period.left else 'since'}"
        label = f"{word} {words.full_day(period.entered)}{'' if number else _late(period)}"
        stop = period.left or today
        if stop and stop > period.entered:
            yield f"  {label} :{period.entered.isoformat()}, {stop.isoformat()}"
        else:
            yield f"  {label} :milestone, {period.entered.isoformat()}, 0d"


def _late(period: Period) -> str:
    planned = period.baseline or period.planned
    if planned is None or period.entered == planned:
        return ""
    days = (period.entered - planned).days
    return f", {words.plural(days, 'day')} late" if days > 0 else f", {words.plural(-days, 'day')} early"
