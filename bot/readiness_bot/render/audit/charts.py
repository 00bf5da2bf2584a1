"""The figures of an audit as Vega-Lite specifications: plain data, drawn by `plot.py`.

Texts in them are the convention's own.
"""

from __future__ import annotations

from datetime import date

from readiness_bot.audit.figures import Audit
from readiness_bot.render.audit.plot import DONE, INK, LINE, MUTED, SOFT, Spec

WIDE, NARROW = 860, 316
"""Pixels of a figure: for a desk, and for a telephone of 360 px."""
UTC = {"type": "utc"}


def time_axis(start: date, end: date, wide: bool) -> Spec:
    """Each day or month that is named stands once: more ticks than days or months would name one twice."""
    days, most = (end - start).days, 8 if wide else 4
    ticks: Spec | int = most
    if days < 60:
        ticks = _days_apart(days, most)
    elif days <= 330:
        ticks = {"interval": "month", "step": 1}
    return {
        "title": None,
        "grid": True,
        "format": "%d %b" if days < 60 else "%b %Y" if days > 330 else "%b",
        "tickCount": ticks,
        "labelOverlap": True,
        "domain": False,
        "ticks": False,
    }


def _days_apart(days: int, most: int) -> Spec:
    """Ticks as people count: every day, every second one, every week or two."""
    if days <= 2 * most:
        return {"interval": "day", "step": 1 if days <= most else 2}
    return {"interval": "week", "step": 1 if days <= 7 * most else 2}


def burndown(audit: Audit, wide: bool) -> Spec | None:
    """What was due (dashed), what of it was satisfied (line) and what was open and blocked (area); None for a
    single day."""
    points = audit.burndown
    if len({point.date for point in points}) < 2:
        return None
    data = [
        {"date": p.date.isoformat(), "due": p.due, "satisfied": p.satisfied, "open": p.open_blocking}
        for p in points
    ]
    step = {"interpolate": "step-after"}

    def layer(field: str, mark: Spec) -> Spec:
        return {
            "mark": {**step, **mark},
            "encoding": {"y": {"field": field, "type": "quantitative", "axis": axis}},
        }

    axis = {
        "title": "items",
        "tickCount": 5,
        "tickMinStep": 1,
        "domain": False,
        "ticks": False,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleX": 0,
        "titleY": -14,
    }
    return {
        "width": WIDE - 60 if wide else NARROW - 44,
        "height": 240 if wide else 190,
        "data": {"values": data},
        "encoding": {
            "x": {
                "field": "date",
                "type": "temporal",
                "scale": {**UTC, "nice": False},
                "axis": {**time_axis(points[0].date, points[-1].date, wide), "grid": False, "domain": True},
            }
        },
        "layer": [
            layer("open", {"type": "area", "color": SOFT}),
            layer("due", {"type": "line", "color": MUTED, "strokeDash": [5, 3], "strokeWidth": 2}),
            layer("satisfied", {"type": "line", "color": DONE, "strokeWidth": 2.5}),
        ],
    }


def roles(audit: Audit, wide: bool) -> Spec | None:
    """Open days by role, and within them the days on which it alone was open; None where nothing waited."""
    rows = [row for row in audit.bottlenecks if row.open_days or row.sole_blocker_days]
    if not rows:
        return None
    data = [
        {
            "role": row.role.value,
            "open": row.open_days,
            "alone": row.sole_blocker_days,
            "told": f"{row.open_days}, {row.sole_blocker_days} alone",
        }
        for row in rows
    ]
    most = max(max(row.open_days, row.sole_blocker_days) for row in rows)
    scale = {"domain": [0, most * (1.2 if wide else 1.9)], "nice": False}
    x = {"type": "quantitative", "scale": scale, "axis": None}
    y = {"field": "role", "type": "nominal", "sort": None, "scale": {"paddingInner": 0.4}}
    return {
        "width": WIDE - 140 if wide else NARROW - 130,
        "height": {"step": 28},
        "data": {"values": data},
        "encoding": {
            "y": {
                **y,
                "axis": {
                    "title": None,
                    "ticks": False,
                    "domainColor": LINE,
                    "labelLimit": 120,
                    "labelColor": INK,
                },
            }
        },
        "layer": [
            {"mark": {"type": "bar", "color": SOFT}, "encoding": {"x": {**x, "field": "open"}}},
            {
                "mark": {"type": "bar", "color": DONE, "height": {"band": 0.5}},
                "encoding": {"x": {**x, "field": "alone"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6},
                "encoding": {"x": {**x, "field": "open"}, "text": {"field": "told"}},
            },
        ],
    }
