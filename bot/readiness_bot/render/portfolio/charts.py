"""The figures of a portfolio as Vega-Lite specifications: plain data, drawn by `render/audit/plot.py`.

The texts in them are people's words, which the library escapes; they are cut, so that none covers another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readiness_bot.portfolio.figures import Point, Portfolio
from readiness_bot.render.audit.charts import NARROW, UTC, WIDE, time_axis
from readiness_bot.render.audit.plot import DONE, INK, LATE, LINE, MUTED, SOFT, Spec
from readiness_bot.text.escape import cut, plain

MOST_BARS = 10
_LABEL = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """`part` of `whole` is drawn inside of it; both in one unit."""

    label: str
    whole: float
    part: float
    told: str
    """What stands behind the bar."""
    brief: str = ""
    """The same on a telephone; empty: the same words."""


def bars(rows: Sequence[Bar], wide: bool) -> Spec | None:
    """A bar for each row, the first on top; None where there is nothing to compare."""
    shown = [row for row in rows if row.whole > 0][:MOST_BARS]
    if not shown:
        return None
    texts = [plain(row.told if wide else row.brief or row.told) for row in shown]
    data = [
        {"label": cut(plain(row.label), _LABEL), "whole": row.whole, "part": row.part, "told": text}
        for row, text in zip(shown, texts, strict=True)
    ]
    most = max(row.whole for row in shown)
    longest = max(map(len, texts))
    labels, width = (230, WIDE) if wide else (118, NARROW)
    room = width - labels
    told = min(longest * 6.6 + 14, room * 0.7)
    scale = {"domain": [0, most * room / (room - told)], "nice": False}
    x = {"type": "quantitative", "scale": scale, "axis": None}
    y = {"field": "label", "type": "nominal", "sort": None, "scale": {"paddingInner": 0.4}}
    axis = {
        "title": None,
        "ticks": False,
        "domainColor": LINE,
        "labelLimit": labels - 10,
        "labelColor": INK,
    }
    return {
        "width": room,
        "height": {"step": 28},
        "data": {"values": data},
        "encoding": {"y": {**y, "axis": axis}},
        "layer": [
            {"mark": {"type": "bar", "color": SOFT}, "encoding": {"x": {**x, "field": "whole"}}},
            {
                "mark": {"type": "bar", "color": DONE, "height": {"band": 0.5}},
                "encoding": {"x": {**x, "field": "part"}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6},
                "encoding": {"x": {**x, "field": "whole"}, "text": {"field": "told"}},
            },
        ],
    }


def stage_bars(found: Portfolio) -> list[Bar]:
    """All models of each stage, the ready ones inside."""
    return [
        Bar(row.stage or "not known", row.models, row.ready, f"{row.models:,}, {row.ready:,} ready")
        for row in found.stages
    ]


def cause_bars(found: Portfolio, currency: str) -> list[Bar]:
    """The stalled value of each cause in one currency; inside, that of models that wait for nothing else."""
    rows = []
    for cause in found.stalled.causes:
        whole = sum(money.amount for money in cause.per_week if money.currency == currency)
        part = sum(money.amount for money in cause.alone if money.currency == currency)
        rows.append(Bar(cause.title, whole, part, f"{whole:,.0f}, {part:,.0f} alone", f"{whole:,.0f}"))
    return sorted(rows, key=lambda row: -row.whole)


def role_bars(found: Portfolio) -> list[Bar]:
    """Days late by role."""
    return [Bar(row.role, row.days_late, 0, f"{row.days_late:,}") for row in found.roles]


def trend(points: Sequence[tuple[Point, float]], wide: bool, bad: bool = False) -> Spec | None:
    """A figure by day of scan, from zero; None for less than two days."""
    if len(points) < 2:
        return None
    data = [{"date": point.date.isoformat(), "value": value} for point, value in points]
    start, end = points[0][0].date, points[-1][0].date
    axis: Spec = {"title": None, "tickCount": 3, "tickMinStep": 1, "domain": False, "ticks": False}
    axis |= {"format": "~s", "labelExpr": "datum.value ? datum.label : '0'"}  # else zero is `0k`
    colour = LATE if bad else DONE
    top = {"domainMin": 0, "domainMax": max(1, *(value for _, value in points)), "nice": True}
    return {
        "width": (WIDE - 60) / 3 - 24 if wide else NARROW - 44,
        "height": 120,
        "data": {"values": data},
        "encoding": {
            "x": {
                "field": "date",
                "type": "temporal",
                "scale": {**UTC, "nice": False},
                "axis": {**time_axis(start, end, False), "grid": False, "domain": True, "domainColor": MUTED},
            },
            "y": {"field": "value", "type": "quantitative", "axis": axis, "scale": top},
        },
        "layer": [
            {"mark": {"type": "line", "color": colour, "strokeWidth": 2.5}},
            {"mark": {"type": "point", "color": colour, "filled": True, "size": 30}},
        ],
    }
