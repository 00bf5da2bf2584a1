"""An audit as one HTML file: its first screen says what happened and what to do first; offline, printable,
light and dark.

Needs the extra `readiness-bot[report]` (Jinja2, vl-convert): imported when this format is asked for, and only
then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from readiness_bot.audit.figures import Audit, Forecast
from readiness_bot.audit.terms import NOT_ESTIMATED, TERMS, key_figures
from readiness_bot.render.audit import charts as audit_charts
from readiness_bot.render.audit import journey as audit_journey
from readiness_bot.render.audit.page import Html, page, trusted
from readiness_bot.render.audit.parts import LONG, Figure
from readiness_bot.render.audit.plot import DONE, INK, LATE, MUTED, SOFT, Spec, svg
from readiness_bot.render.audit.sections import sections
from readiness_bot.render.audit.story import story
from readiness_bot.render.audit.words import forecast_line
from readiness_bot.text import words
from readiness_bot.text.escape import cut, plain

_CHARTS: dict[str, Callable[[Audit, bool], Spec | None]] = {
    "journey": audit_journey.journey,
    "burndown": audit_charts.burndown,
    "roles": audit_charts.roles,
}
_SIGNS = {
    "soft": f'<rect y="3" width="24" height="6" fill="{SOFT}"/>',
    "late": f'<rect y="1" width="24" height="10" fill="{LATE}"/>',
    "done": f'<rect y="3" width="24" height="6" fill="{DONE}"/>',
    "tick": f'<rect x="11" width="2.5" height="12" fill="{INK}"/>',
    "line": f'<path d="M0 6H24" stroke="{DONE}" stroke-width="2.5"/>',
    "dashed": f'<path d="M0 6H24" stroke="{MUTED}" stroke-width="2" stroke-dasharray="5 3"/>',
}


def render(audit: Audit, links: Sequence[tuple[str, str]] = ()) -> Html:
    """`links`: (an address of ours, its words), for the top of the page."""
    told = story(audit)
    shown = [
        {
            "title": section.title,
            "say": section.say,
            "terms": section.terms,
            "warnings": section.warnings,
            "tables": section.tables,
            "notes": section.notes,
            "figure": _drawn(section.figure, audit) if section.figure else None,
        }
        for section in sections(audit)
    ]
    figures = key_figures(audit) if audit.adopted is not None else ()
    values = {
        "model": cut(plain(audit.model), 80),
        "version": cut(plain(audit.version), 40) if audit.version else "",
        "today": words.full_day(audit.today),
        "story": told,
        "first": _without_label(told.first),
        "forecast": {"line": _forecast(audit.forecast, audit.today)} if audit.forecast else None,
        "figures": [
            {"term": f.term, "value": plain(f.value), "note": plain(f.note), "none": f.value == NOT_ESTIMATED}
            for f in figures
        ],
        "sections": shown,
        "terms": TERMS,
        "links": links,
    }
    return page("audit", {"page": values}, ("audit.css", "links.css") if links else ())


def _forecast(forecast: Forecast, today: date) -> str:
    """With the reason where nothing is estimated."""
    line = forecast_line(forecast, today)
    return line if forecast.ready else f"{line} {cut(plain(forecast.method), LONG)}"


def _without_label(first: str) -> str:
    """The box has its own label."""
    text = first.removeprefix("First: ")
    return text[:1].upper() + text[1:]


def _drawn(figure: Figure, audit: Audit) -> dict[str, object]:
    spec = _CHARTS[figure.name]
    wide, narrow = spec(audit, True), spec(audit, False)
    return {
        "told": figure.told,
        "key": [(_sign(name), text) for name, text in figure.key],
        "wide": trusted(plain(svg(wide))) if wide else "",
        "narrow": trusted(plain(svg(narrow))) if narrow else "",
    }


def _sign(name: str) -> str:
    return trusted(f'<svg viewBox="0 0 24 12" aria-hidden="true" focusable="false">{_SIGNS[name]}</svg>')
