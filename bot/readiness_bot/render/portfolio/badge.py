"""A badge as a picture, and as data for shields.io, which draws one."""

from __future__ import annotations

import json
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from readiness_bot.portfolio.badge import Badge, Mood
from readiness_bot.text.measure import width
from readiness_bot.text.words import full_day

LABEL = "#424a53"
COLOURS = {
    Mood.READY: "#1a7f37",
    Mood.WARNING: "#9a6700",
    Mood.NOT_READY: "#b62324",
    Mood.UNKNOWN: "#59636e",
}
"""White stands on each with a contrast of 4.5 and more (WCAG 2.2, 1.4.3)."""
_SIZE, _HEIGHT, _SIDE = 11, 20, 6
_FONTS = "Verdana,DejaVu Sans,Geneva,sans-serif"
_CACHED = 3600
"""Seconds: a scan is a day's, and shields.io takes 300 at least."""


def svg(badge: Badge, day: date) -> str:
    """In ASCII, without a script, a font or a request. Its title says all of it to who can't see it."""
    left, right = width(badge.label, _SIZE) + 2 * _SIDE, width(badge.message, _SIZE) + 2 * _SIDE
    whole, name = left + right, f"{badge.label}: {badge.message}"
    more = f" ({badge.more})" if badge.more else ""
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{_HEIGHT}"'
        f' viewBox="0 0 {whole} {_HEIGHT}" role="img" aria-label={quoteattr(name)}>'
        f"<title>{escape(name)}{escape(more)}, {full_day(day)}</title>"
        f'<clipPath id="c"><rect width="{whole}" height="{_HEIGHT}" rx="3"/></clipPath>'
        f'<g clip-path="url(#c)"><path fill="{LABEL}" d="M0 0h{left}v{_HEIGHT}H0z"/>'
        f'<path fill="{COLOURS[badge.mood]}" d="M{left} 0h{right}v{_HEIGHT}H{left}z"/></g>'
        f'<g fill="#fff" font-family="{_FONTS}" font-size="{_SIZE}" aria-hidden="true">'
        f"{_text(badge.label, _SIDE)}{_text(badge.message, left + _SIDE)}</g></svg>\n"
    )
    return text.encode("ascii", "xmlcharrefreplace").decode()


def _text(text: str, at: int) -> str:
    """Stretched to what was measured, so that another font fits too."""
    return f'<text x="{at}" y="14" textLength="{width(text, _SIZE)}">{escape(text)}</text>'


def endpoint(badge: Badge) -> str:
    """For `https://img.shields.io/endpoint?url=…`: https://shields.io/badges/endpoint-badge.

    It refuses keys that it does not know. An error keeps its colour, whatever the address asks for.
    """
    data = {
        "schemaVersion": 1,
        "label": badge.label,
        "message": badge.message,
        "color": COLOURS[badge.mood].removeprefix("#"),
        "labelColor": LABEL.removeprefix("#"),
        "isError": badge.mood is Mood.UNKNOWN,
        "cacheSeconds": _CACHED,
    }
    return json.dumps(data) + "\n"
