"""The figure of the whole way: the stages, and below them each item's open days against its due date. Plain data, drawn by `plot.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from readiness_bot.audit.figures import Audit, ItemFigures, Period
from readiness_bot.dates import days_after
from readiness_bot.render import words
from readiness_bot.render.audit_charts import NARROW, UTC, WIDE, time_axis
from readiness_bot.render.plot import DONE, INK, LATE, MUTED, SOFT, Spec
from readiness_bot.vocabulary import Severity, Stage

_MOST_ROWS = 18
_SHORT = {
    Stage.DESIGN: "des.",
    Stage.DEVELOPMENT: "dev.",
    Stage.EVALUATION: "eval.",
    Stage.STAGING: "stag.",
    Stage.PRODUCTION: "prod.",
}
_LETTER = 7.0
"""Pixels that a letter of 12 px takes, generously."""


def journey(audit: Audit, wide: bool) -> Spec | None:
    """The stages, and below them each blocking item's open days as bars against its due date; None without any."""
    if not audit.stages:
        return None
    rows = shown_items(audit)
    start, end = _span(audit, rows)
    width = WIDE - 250 if wide else NARROW - 10
    titles = [f"{n} {item.item.title}" for n, item in enumerate(rows)]
    planned = [*_planned(audit)]
    order = [*(["planned"] if planned else []), "actual", *titles]
    stages = _labelled([("planned", *row) for row in planned], start, end, width)
    stages += _labelled([("actual", *row) for row in _actual(audit.stages, audit.today)], start, end, width)
    bars = [
        {"row": title, "start": left.isoformat(), "end": right.isoformat(), "late": late}
        for title, item in zip(titles, rows, strict=True)
        for left, right, late in _pieces(item, audit.today)
    ]
    dues = [
        {"row": title, "due": item.due_date_baseline.isoformat()}
        for title, item in zip(titles, rows, strict=True)
        if item.due_date_baseline
    ]
    layers = [*_marks(audit), *_stage_layers(stages), *_bar_layers(bars, dues)]
    if not wide:
        layers.append(_row_names(order, titles, start))
    step = 24 if wide else 38
    return {
        "width": width,
        "height": {"step": step},
        "layer": layers,
        "encoding": {
            "x": {
                "type": "temporal",
                "scale": {**UTC, "domain": [start.isoformat(), end.isoformat()], "nice": False},
                "axis": time_axis(start, end, wide),
            },
            "y": {
                "type": "nominal",
                "scale": {"domain": order, "paddingInner": 0.42 if wide else 0.62},
                "axis": _row_axis() if wide else None,
            },
        },
    }


def shown_items(audit: Audit) -> list[ItemFigures]:
    """At most 18 blocking items that were open, in the order in which they were due: late ones and those of the last mile, else any."""
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


def _span(audit: Audit, rows: Sequence[ItemFigures]) -> tuple[date, date]:
    """From the first stage to the last event, with a little room: a model that has been live for years ends soon after launch."""
    days = [day for period in audit.stages for day in (period.entered, period.baseline) if day]
    days += [span.closed or audit.today for item in rows for span in item.intervals]
    days += [item.due_date_baseline for item in rows if item.due_date_baseline]
    days += [day for day in (audit.evaluation_passed, audit.production or audit.today) if day]
    start, end = min(days), max(days)
    end = max(end, min(audit.today, days_after(start, 28)))
    return start, days_after(end, max(7, (end - start).days // 20))


def _planned(audit: Audit) -> Iterator[tuple[Stage, date, date]]:
    first: dict[Stage, date] = {}
    for period in audit.stages:
        day = period.baseline or period.planned
        if day:
            first.setdefault(period.stage, day)
    if audit.forecast and audit.forecast.target:
        first.setdefault(Stage.PRODUCTION, audit.forecast.target)
    ordered = sorted(first.items(), key=lambda pair: pair[0].rank)
    for n, (stage, day) in enumerate(ordered):
        end = ordered[n + 1][1] if n + 1 < len(ordered) else date.max
        if day < end:
            yield stage, day, end


def _actual(stages: Sequence[Period], today: date) -> Iterator[tuple[Stage, date, date]]:
    yield from ((period.stage, period.entered, period.left or date.max) for period in stages)


def _labelled(
    rows: Sequence[tuple[str, Stage, date, date]], start: date, end: date, width: int
) -> list[Spec]:
    """Rows with a name where it fits into the bar."""
    found: list[Spec] = []
    for row, stage, left, right in rows:
        right = min(right, end)
        if right <= left:
            continue
        room = (right - left).days / max(1, (end - start).days) * width
        name = next((name for name in (stage.value, _SHORT[stage]) if len(name) * _LETTER + 6 < room), "")
        middle = left + (right - left) / 2
        found.append(
            {
                "row": row,
                "start": left.isoformat(),
                "end": right.isoformat(),
                "middle": middle.isoformat(),
                "name": name,
            }
        )
    return found


def _pieces(item: ItemFigures, today: date) -> Iterator[tuple[date, date, bool]]:
    """An item's open days, cut at its due date: what is after it is late."""
    due = item.due_date_baseline
    for span in item.intervals:
        end = max(span.closed or today, days_after(span.opened, 1))
        if due and span.opened < due < end:
            yield span.opened, due, False
            yield due, end, True
        else:
            yield span.opened, end, due is not None and span.opened >= due


def _marks(audit: Audit) -> list[Spec]:
    """Upright lines: evaluation passed, planned to be live, live (or today)."""
    planned = next((p.baseline for p in audit.stages if p.stage is Stage.PRODUCTION), None)
    planned = planned or (audit.forecast.target if audit.forecast else None)
    last = (audit.production, "live") if audit.production else (audit.today, "today")
    marks = [(audit.evaluation_passed, "evaluation passed"), (planned, "planned live"), last]
    rows = [
        {"at": day.isoformat(), "name": f"{name} {words.day(day, audit.today)}", "level": -8 - 15 * level}
        for level, (day, name) in enumerate([(day, name) for day, name in marks if day])
    ]
    data = {"values": rows}
    return [
        {"data": data, "mark": {"type": "rule", "color": INK, "opacity": 0.55, "strokeDash": [2, 3]}, "encoding": {"x": {"field": "at"}, "y": None}},
        *(
            {
                "data": {"values": [row]},
                "mark": {"type": "text", "align": "right" if n else "left", "dx": -3 if n else 3, "y": row["level"], "fontSize": 11.5},
                "encoding": {"x": {"field": "at"}, "y": None, "text": {"field": "name"}},
            }
            for n, row in enumerate(rows)
        ),
    ]  # fmt: skip


def _stage_layers(rows: Sequence[Spec]) -> list[Spec]:
    planned = [row for row in rows if row["row"] == "planned"]
    actual = [row for row in rows if row["row"] == "actual"]
    x, x2, y = {"field": "start"}, {"field": "end"}, {"field": "row"}
    text = {"x": {"field": "middle"}, "y": y, "text": {"field": "name"}}
    layers: list[Spec] = []
    for data, fill, stroke, ink in (
        (planned, "none", MUTED, MUTED),
        (actual, DONE, "var(--ground)", "var(--on-done)"),
    ):
        if data:
            mark = {"type": "bar", "fill": fill, "stroke": stroke, "strokeWidth": 1, "cornerRadius": 2}
            layers.append({"data": {"values": data}, "mark": mark, "encoding": {"x": x, "x2": x2, "y": y}})
            layers.append(
                {"data": {"values": data}, "mark": {"type": "text", "color": ink}, "encoding": text}
            )
    return layers


def _bar_layers(bars: Sequence[Spec], dues: Sequence[Spec]) -> list[Spec]:
    y = {"field": "row"}
    layers: list[Spec] = []
    for late, colour in ((False, SOFT), (True, LATE)):
        data = [bar for bar in bars if bar["late"] is late]
        if data:
            mark = {"type": "bar", "color": colour, "height": {"band": 1 if late else 0.6}}
            layers.append(
                {
                    "data": {"values": data},
                    "mark": mark,
                    "encoding": {"x": {"field": "start"}, "x2": {"field": "end"}, "y": y},
                }
            )
    if dues:
        tick = {"type": "tick", "color": INK, "thickness": 2.5, "orient": "vertical", "bandSize": 17}
        layers.append(
            {"data": {"values": list(dues)}, "mark": tick, "encoding": {"x": {"field": "due"}, "y": y}}
        )
    return layers


def _row_axis() -> Spec:
    """Row names without the number that keeps equal titles apart."""
    name = "test(/^[0-9]+ /, datum.value) ? replace(datum.value, /^[0-9]+ /, '') : datum.value"
    return {
        "title": None,
        "ticks": False,
        "domain": False,
        "labelLimit": 235,
        "labelExpr": name,
        "labelColor": INK,
    }


def _row_names(order: Sequence[str], titles: Sequence[str], start: date) -> Spec:
    """On a narrow figure a row's name stands above its bar."""
    named = [
        {"row": row, "name": row.partition(" ")[2] if row in titles else row, "at": start.isoformat()}
        for row in order
    ]
    mark = {
        "type": "text",
        "align": "left",
        "baseline": "bottom",
        "dy": -8,
        "limit": NARROW - 12,
        "fontSize": 12,
    }
    return {
        "data": {"values": named},
        "mark": mark,
        "encoding": {"x": {"field": "at"}, "y": {"field": "row"}, "text": {"field": "name"}},
    }
