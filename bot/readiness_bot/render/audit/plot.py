"""The one wrapper for the plotting library: a Vega-Lite figure as SVG, drawn here, so that the page needs no
script and no network.

Colours are the page's CSS variables, which is how one picture serves light, dark and print.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import vl_convert

Spec = dict[str, Any]

INK, MUTED, LINE, SOFT, LATE, DONE = (
    f"var(--{name})" for name in ("ink", "muted", "line", "soft", "late", "done")
)
_TAG, _ROLE = re.compile(r"<[^<>]+>"), re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_FONT = "system-ui, sans-serif"
_CONFIG: Spec = {
    "aria": False,
    "background": None,
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "domainColor": LINE,
        "tickColor": LINE,
        "gridColor": LINE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelPadding": 6,
    },
    "text": {"color": INK, "fontSize": 12},
}


def svg(spec: Mapping[str, Any]) -> str:
    """A figure as an <svg> element. A spec that Vega-Lite does not take raises ValueError.

    It carries no roles of its own: the page tells in words what it shows, and a hundred nameless marks would
    be noise.
    """
    drawn: str = vl_convert.vegalite_to_svg(
        {**spec, "config": _CONFIG}, vl_version="5.21", allowed_base_urls=[]
    )
    return _TAG.sub(lambda tag: _ROLE.sub("", tag[0]), drawn)
