"""The figure of the whole way: the stages, and below them each item's open days against its due date.

Plain data, drawn by `plot.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from readiness_bot.audit.figures import Audit, ItemFigures
from readiness_bot.render.audit.charts import NARROW, UTC, WIDE, time_axis
from readiness_bot.render.audit.plot import DONE, INK, LATE, MUTED, SOFT, Spec
from readiness_bot.render.audit.window import Bar, Window, actual, marks, pieces, planned, shown_items, window
from readiness_bot.text import words
from readiness_bot.vocabulary import Stage

_SHORT = {
    Stage.DESIGN: "des.",
    Stage.DEVELOPMENT: "dev.",
    Stage.EVALUATION: "eval.",
    Stage.STAGING: "stag.",
    Stage.PRODUCTION: "prod.",
}
_LETTER = 7.0
"""Pixels that a letter of 12 px takes, generously."""
_THIN = 3
"""Pixels below which a bar is drawn as a line."""


def journey(audit: Audit, wide: bool) -> Spec | None:
    """The stages, and below them each blocking item's open days as bars against its due date; None without
    any."""
    if not audit.stages:
        return None
    rows = shown_items(audit)
    shown = window(audit, rows, WIDE - 250 if wide else NARROW - 10)
    titles = [f"{n} {item.item.title}" for n, item in enumerate(rows)]
    stages = _labelled("planned", planned(audit), shown)
    order = [*(["planned"] if stages else []), "actual", *titles]
    stages += _labelled("actual", actual(audit.stages, audit.today), shown)
    bars = [
        bar
        for title, item in zip(titles, rows, strict=True)
        for bar in _bars(title, item, audit.today, shown)
    ]
    dues = [
        {"row": title, "due": item.due_date_baseline.isoformat()}
        for title, item in zip(titles, rows, strict=True)
        if item.due_date_baseline and shown.shows(item.due_date_baseline)
    ]
    layers = [*_marks(audit, shown), *_stage_layers(stages), *_bar_layers(bars, dues)]
    if not wide:
        layers.append(_row_names(order, titles, shown.start))
    step = 24 if wide else 38
    return {
        "width": shown.width,
        "height": {"step": step},
        "layer": layers,
        "encoding": {
            "x": {
                "type": "temporal",
                "scale": {**UTC, "domain": [shown.start.isoformat(), shown.end.isoformat()], "nice": False},
                "axis": time_axis(shown.start, shown.end, wide),
            },
            "y": {
                "type": "nominal",
                "scale": {"domain": order, "paddingInner": 0.42 if wide else 0.62},
                "axis": _row_axis() if wide else None,
            },
        },
    }


def _labelled(row: str, bars: Iterable[Bar], shown: Window) -> list[Spec]:
    """The stages of one row, each with its name: in its bar where it fits, beside the last one else."""
    found: list[Spec] = []
    seen = [bar for bar in bars if bar.start <= shown.end and bar.end >= shown.start]
    before = 0.0
    for n, bar in enumerate(seen):
        start, end = max(bar.start, shown.start), min(bar.end, shown.end)
        left, right = shown.at(start), shown.at(end)
        stage = bar.stage or Stage.DESIGN
        names = (name for name in (stage.value, _SHORT[stage]) if len(name) * _LETTER + 6 < right - left)
        name, needs = next(names, ""), len(stage.value) * _LETTER + 8
        alone = not name and n == len(seen) - 1
        after = alone and right + needs < shown.width
        found.append(
            {
                "row": row,
                "start": start.isoformat(),
                "end": end.isoformat(),
                "middle": (start + (end - start) / 2).isoformat(),
                "name": name,
                "after": stage.value if after else "",
                "ahead": stage.value if alone and not after and left - needs > before else "",
                "thin": right - left < _THIN,
            }
        )
        before = right
    return found


def _bars(title: str, item: ItemFigures, today: date, shown: Window) -> Iterator[Spec]:
    for bar in pieces(item, today):
        if bar.start <= shown.end and bar.end >= shown.start:
            start, end = max(bar.start, shown.start), min(bar.end, shown.end)
            yield {
                "row": title,
                "start": start.isoformat(),
                "end": end.isoformat(),
                "late": bar.late,
                "thin": shown.at(end) - shown.at(start) < _THIN,
            }


def _marks(audit: Audit, shown: Window) -> list[Spec]:
    """Upright lines with their names above, one a line. What the axis leaves out is named at its edge."""
    layers: list[Spec] = []
    for level, mark in enumerate(marks(audit)):
        inside = shown.shows(mark.day)
        at = min(max(mark.day, shown.start), shown.end)
        name = f"{mark.name} {words.day(mark.day, audit.today)}"
        if not inside:
            name = f"← {name}" if mark.day < shown.start else f"{name} →"
        data = {"values": [{"at": at.isoformat(), "name": name}]}
        if inside:
            rule = {"type": "rule", "color": INK, "opacity": 0.55, "strokeDash": [2, 3]}
            layers.append({"data": data, "mark": rule, "encoding": {"x": {"field": "at"}, "y": None}})
        text = {
            "type": "text",
            "y": -8 - 15 * level,
            "fontSize": 11.5,
            **_beside(name, shown.at(at), shown.width),
        }
        encoding = {"x": {"field": "at"}, "y": None, "text": {"field": "name"}}
        layers.append({"data": data, "mark": text, "encoding": encoding})
    return layers


def _beside(name: str, at: float, width: int) -> Spec:
    """Right of its line, else left of it, else where it fits at all: a text beyond the edge would shrink the
    figure."""
    room = len(name) * _LETTER
    if at + 3 + room <= width:
        return {"align": "left", "dx": 3}
    if at - 3 - room >= 0:
        return {"align": "right", "dx": -3}
    return {"align": "left", "dx": round(max(width - room, 0) - at)}


def _stage_layers(rows: Sequence[Spec]) -> list[Spec]:
    y = {"field": "row"}
    text = {"x": {"field": "middle"}, "y": y, "text": {"field": "name"}}
    layers: list[Spec] = []
    for row, fill, stroke, ink in (
        ("planned", "none", MUTED, MUTED),
        ("actual", DONE, "var(--ground)", "var(--on-done)"),
    ):
        own = [bar for bar in rows if bar["row"] == row]
        for thin in (False, True):
            data = [bar for bar in own if bar["thin"] is thin]
            edge = DONE if thin and row == "actual" else stroke
            mark = {
                "type": "bar",
                "fill": fill,
                "stroke": edge,
                "strokeWidth": _THIN if thin else 1,
                "cornerRadius": 0 if thin else 2,
            }
            layers += _ranges(data, mark)
        if own:
            data_ = {"values": own}
            layers.append({"data": data_, "mark": {"type": "text", "color": ink}, "encoding": text})
            for where, field, align in (("end", "after", "left"), ("start", "ahead", "right")):
                mark = {
                    "type": "text",
                    "color": INK if row == "actual" else MUTED,
                    "align": align,
                    "dx": 6 if align == "left" else -6,
                }
                encoding = {"x": {"field": where}, "y": y, "text": {"field": field}}
                layers.append({"data": data_, "mark": mark, "encoding": encoding})
    return layers


def _ranges(data: Sequence[Spec], mark: Spec) -> list[Spec]:
    encoding = {"x": {"field": "start"}, "x2": {"field": "end"}, "y": {"field": "row"}}
    return [{"data": {"values": list(data)}, "mark": mark, "encoding": encoding}] if data else []


def _bar_layers(bars: Sequence[Spec], dues: Sequence[Spec]) -> list[Spec]:
    layers: list[Spec] = []
    for late, colour in ((False, SOFT), (True, LATE)):
        for thin in (False, True):
            data = [bar for bar in bars if bar["late"] is late and bar["thin"] is thin]
            # A day or two in a long plan would be nothing to see: its edge is.
            edge = {"stroke": colour, "strokeWidth": _THIN} if thin else {}
            layers += _ranges(
                data, {"type": "bar", "color": colour, "height": {"band": 1 if late else 0.6}, **edge}
            )
    if dues:
        tick = {"type": "tick", "color": INK, "thickness": 2.5, "orient": "vertical", "bandSize": 17}
        layers.append(
            {
                "data": {"values": list(dues)},
                "mark": tick,
                "encoding": {"x": {"field": "due"}, "y": {"field": "row"}},
            }
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
