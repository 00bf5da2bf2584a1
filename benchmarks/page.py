"""docs/performance.md: each benchmark writes its own section there, between two marks, and its picture beside it."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence

from benchmarks.measure import ROOT

PAGE = ROOT / "docs" / "performance.md"
_IMAGES = ROOT / "docs" / "images"
_BEGIN, _END = "<!-- Measured by `benchmarks/run {}`. -->", "<!-- End of what was measured. -->"


def write(name: str, text: str) -> None:
    """Show a result, and put it into its section. The page must have the section's marks."""
    print(text)
    whole = PAGE.read_text(encoding="utf-8")
    begin = _BEGIN.format(name)
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(_END)}", re.DOTALL)
    assert pattern.search(whole), f"docs/performance.md has no place for {name}: {begin}"
    PAGE.write_text(pattern.sub(lambda _: f"{begin}\n\n{text}\n{_END}", whole, count=1), encoding="utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column holds words, the others numbers."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def machine() -> str:
    """Where it was measured: cores, Python, system."""
    return f"{os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}, {platform.system()}."


def bars(name: str, values: Mapping[str, float], unit: str) -> None:
    """A bar for each; ours stand out."""
    rows = [
        {"what": what, "value": value, "ours": what.startswith("readiness")} for what, value in values.items()
    ]
    by = {"field": "what", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 260}}
    long = {"field": "value", "type": "quantitative", "title": unit}
    spec = {
        "width": 460,
        "data": {"values": rows},
        "encoding": {"y": by, "x": long},
        "layer": [
            {
                "mark": "bar",
                "encoding": {
                    "color": {
                        "field": "ours",
                        "type": "nominal",
                        "legend": None,
                        "scale": {"range": ["#b8c0cc", "#3b6fb6"]},
                    }
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"text": {"field": "value", "type": "quantitative", "format": ",.0f"}},
            },
        ],
    }
    _draw(name, spec)


def lines(name: str, series: Mapping[str, Mapping[float, float]], unit: str) -> None:
    """A line for each, over a size that grows tenfold."""
    rows = [
        {"what": what, "size": size, "value": value}
        for what, points in series.items()
        for size, value in points.items()
    ]
    spec = {
        "width": 460,
        "height": 240,
        "data": {"values": rows},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "size", "type": "quantitative", "scale": {"type": "log"}, "title": "how many"},
            "y": {"field": "value", "type": "quantitative", "title": unit},
            "color": {"field": "what", "type": "nominal", "title": None, "sort": None},
        },
    }
    _draw(name, spec)


def _draw(name: str, spec: Mapping[str, object]) -> None:
    """`docs/images/performance-NAME.svg`, on white, so that it is read on GitHub's dark pages too."""
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(
        {**spec, "background": "white", "padding": 12}, vl_version="5.21", allowed_base_urls=[]
    )
    (_IMAGES / f"performance-{name}.svg").write_text(drawn + "\n", encoding="utf-8")
