"""`readiness audit` on a terminal: the sentence that matters, what to fix first, then roles, items and what
is known from where."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from readiness_bot.audit.figures import Audit
from readiness_bot.audit.terms import key_figures
from readiness_bot.audit.told import duration, money
from readiness_bot.audit.waits import late_items
from readiness_bot.render.audit.first import changes
from readiness_bot.render.audit.story import notes, story
from readiness_bot.render.audit.words import forecast_line, late
from readiness_bot.text import words
from readiness_bot.text.escape import MAX_ROWS, Screen, cut, padded, plain, screen, wide

WIDTH = 100


def render(audit: Audit) -> Screen:
    """The page. Its first lines are the answer."""
    told = story(audit)
    lines = [_title(audit), "", *(line for sentence in told.sentences for line in _wrap(sentence)), ""]
    for section in (
        _key(audit) if audit.adopted else (),
        _fixes(audit),
        _roles(audit),
        _items(audit),
        _ahead(audit),
        _notes(audit),
    ):
        lines += section
    if audit.adopted:
        lines.append("readiness audit --format html --output audit.html · --format markdown · --format json")
    while not lines[-1]:
        lines.pop()
    return screen(lines)


def _title(audit: Audit) -> str:
    version = f" {plain(audit.version)}" if audit.version else ""
    return cut(f"{plain(audit.model)}{version} · audit as of {words.full_day(audit.today)}")


def _key(audit: Audit) -> Iterator[str]:
    figures = key_figures(audit)
    width = max(len(figure.term.name) for figure in figures)
    for figure in figures:
        yield f"  {figure.term.name:{width}}  {plain(figure.value)}" + (
            f"  ({plain(figure.note)})" if figure.note else ""
        )
    yield ""


def _fixes(audit: Audit) -> Iterator[str]:
    rows = changes(audit)
    if not rows:
        return
    yield "FIX FIRST: what alone held it back, inside the delay"
    yield from _columns(
        [
            (f"  {fix.id}", change, duration(fix.sole_blocker_weeks), money(fix.cost) if fix.cost else "")
            for change, fix in rows[:MAX_ROWS]
        ]
    )
    yield ""


def _roles(audit: Audit) -> Iterator[str]:
    rows = [row for row in audit.bottlenecks if row.open_days or row.sole_blocker_days]
    if not rows:
        return
    yield "BY ROLE: item-days open, and days on which it alone was open"
    yield from _columns(
        [(f"  {row.role}", f"{row.open_days} open", f"{row.sole_blocker_days} alone") for row in rows]
    )
    yield ""


def _items(audit: Audit) -> Iterator[str]:
    rows = late_items(audit)
    if not rows:
        return
    yield "LATE by the first plan"
    yield from _columns(
        [
            (
                f"  {item.id}",
                late(item.late_days_baseline),
                "still open" if item.closed is None else f"closed {words.day(item.closed, audit.today)}",
                f"{words.plural(item.days_open, 'day')} open",
                cut(plain(item.owner or str(item.role)), 40),
            )
            for item in rows[:MAX_ROWS]
        ]
    )
    if len(rows) > MAX_ROWS:
        yield f"  {words.and_more(len(rows) - MAX_ROWS)}"
    yield ""


def _ahead(audit: Audit) -> Iterator[str]:
    forecast = audit.forecast
    if forecast is None:
        return
    yield "AHEAD"
    yield from _wrap(plain(forecast_line(forecast, audit.today)), "  ")
    for warning in forecast.warnings[:MAX_ROWS]:
        yield from _wrap(cut(plain(warning), 600), "  ")
    yield from _columns(
        [
            (
                f"  {item.id}",
                f"due {words.day(item.due_date, audit.today)}" if item.due_date else "no due date",
                f"expected {words.day(item.expected, audit.today)}" if item.expected else "not estimated",
                late(item.late_days) if item.late_days is not None else "",
            )
            for item in forecast.items[:MAX_ROWS]
        ]
    )
    yield from _wrap(f"How: {cut(plain(forecast.method), 600)}", "  ")
    yield ""


def _notes(audit: Audit) -> Iterator[str]:
    found = notes(audit)
    if not found:
        return
    yield "WHAT THIS RESTS ON"
    for note in found[:MAX_ROWS]:
        yield from _wrap(cut(plain(note), 600), "  ")
    yield ""


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(wide(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    for row in rows:
        yield "  ".join(padded(cell, width) for cell, width in zip(row, widths, strict=True))


def _wrap(text: str, indent: str = "") -> list[str]:
    """An amount of money stays on one line."""
    kept = re.sub(r"\b([A-Z]{3}) (?=\d)", "\\1\xa0", plain(text))
    lines = textwrap.wrap(
        kept, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return [line.replace("\xa0", " ") for line in lines]
