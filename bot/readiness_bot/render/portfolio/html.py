"""A portfolio as one HTML file: the answer, the figures, then every model in a table to search and sort.

Needs the extra `readiness-bot[report]` (Jinja2, vl-convert): imported when this format is asked for, and only
then. The page works offline: its scripts and its data are in it, and its policy allows nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from readiness_bot.audit.figures import Money
from readiness_bot.audit.told import money
from readiness_bot.portfolio import figures
from readiness_bot.portfolio.figures import Point, Portfolio, Term
from readiness_bot.portfolio.scan import Scan
from readiness_bot.render.audit.page import Html, data, page, trusted
from readiness_bot.render.audit.plot import Spec, svg
from readiness_bot.render.portfolio import charts
from readiness_bot.render.portfolio.grid import grid
from readiness_bot.render.portfolio.sections import Section, sections
from readiness_bot.render.portfolio.story import story
from readiness_bot.render.portfolio.words import amounts, count
from readiness_bot.text import words
from readiness_bot.text.escape import cut, plain

_STYLES = ("audit.css", "links.css", "fleet.css")
_SCRIPTS = ("tabulator/tabulator.min.js", "fleet.js")
_OPEN, _FOLDED = 10, 200
"""Rows of a table that stand open, and those with what a click unfolds. All are in the table of models."""
_CURRENCIES = 3


@dataclass(frozen=True, slots=True)
class Key:
    """One of the figures at the top."""

    term: Term
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """`told`: the same in words, for who does not see it."""

    title: str
    told: str
    wide: Spec | None
    narrow: Spec | None


def render(found: Portfolio, scan: Scan, pages: Mapping[str, str] | None = None) -> Html:
    """`pages`: a model's place → its page, relative to this one."""
    told = story(found)
    values = {
        "source": cut(plain(found.source), 80),
        "policy": cut(plain(found.policy), 60),
        "scanned": words.full_day(found.scanned),
        "today": words.full_day(found.today) if found.today != found.scanned else "",
        "story": told,
        "first": told.first.removeprefix("First: ").partition(". "),
        "figures": list(_keys(found)),
        "sections": [_section(each, found) for each in sections(found)],
        "terms": figures.TERMS,
        "rows": len(scan.rows),
        "data": data(grid(scan, pages or {}, found.today)),
    }
    return page("fleet", {"page": values}, _STYLES, _SCRIPTS)


def _keys(found: Portfolio) -> Iterable[Key]:
    repositories = count(found.repositories, "repository", "repositories")
    yield Key(figures.MODELS, f"{found.models:,}", f"in {repositories}")
    share = "" if found.ready_percent is None else f"{found.ready_percent}%"
    yield Key(figures.READY, share or "no model", f"{found.ready:,} of {found.models:,}" if share else "")
    first, *others = map(money, found.stalled.per_week) if found.stalled.per_week else ("not known",)
    more = f"and {', '.join(others)} " if others else ""
    note = f"{more}a week, in {count(found.stalled.models, 'model')}"
    stalled = Key(figures.STALLED, first, note)
    yield stalled if found.stalled.models else Key(figures.STALLED, "none", "nothing is stalled")
    late = sum(row.late for row in found.blockers)
    yield Key(figures.OPEN, f"{late:,}", f"late, of {len(found.open):,} that are open now")
    days = sum(row.days_late for row in found.roles)
    yield Key(figures.ROLES, f"{days:,} days", "late, all items added up")
    if found.delay:
        cost = amounts(found.delay.cost, "not known")
        yield Key(figures.DELAY, cost, f"by the audits of {count(found.delay.models, 'model')}")


def _section(section: Section, found: Portfolio) -> dict[str, object]:
    drawings = [_drawn(each) for each in _drawings(section.key, found) if each.wide]
    rows = [
        [*zip(row, _filters(section.key, number, found), strict=False)]
        for number, row in enumerate(section.rows)
    ]
    plain_rows = [[(cell, filter_) for cell, filter_ in row] for row in rows]
    folded_whole = section.key in ("stages", "trends", "roles") and drawings
    open_ = 0 if folded_whole else _OPEN
    return {
        "title": section.title,
        "say": section.say,
        "terms": section.terms,
        "columns": section.columns,
        "rows": plain_rows[:open_],
        "folded": plain_rows[open_:_FOLDED],
        "printed": bool(folded_whole),
        "summary": "The numbers" if folded_whole else f"{len(section.rows) - open_:,} more",
        "more": words.and_more(len(section.rows) - _FOLDED),
        "drawings": drawings,
    }


def _filters(key: str, number: int, found: Portfolio) -> Sequence[tuple[str, str] | None]:
    """For each cell, what it shows in the table of all models when it is pressed."""
    first: tuple[str, str] | None = None
    if key == "stages" and found.stages[number].stage:
        first = ("stage", str(found.stages[number].stage))
    elif key == "blockers":
        first = ("item", found.blockers[number].id)
    elif key == "causes" and found.stalled.causes[number].role:
        first = ("item", found.stalled.causes[number].id)
    elif key == "roles":
        first = ("role", str(found.roles[number].role))
    return (first, *([None] * 10))


def _drawings(key: str, found: Portfolio) -> Iterable[Drawing]:
    if key == "stages":
        yield _bars("Inner bar: ready", "Models by stage, and those that are ready", charts.stage_bars(found))
    elif key == "causes":
        for currency in _currencies(found.stalled.per_week):
            told = f"Stalled value a week by cause, in {currency}"
            yield _bars(
                f"{currency} a week; inner bar: of models that wait for nothing else",
                told,
                charts.cause_bars(found, currency),
            )
    elif key == "roles":
        yield _bars("Days late", "Days late by role", charts.role_bars(found))
    elif key == "trends" and len(found.trends) > 1:
        yield from _lines(found)


def _currencies(sums: Sequence[Money]) -> Sequence[str]:
    return [each.currency for each in sums[:_CURRENCIES]]


def _bars(title: str, told: str, rows: Sequence[charts.Bar]) -> Drawing:
    said = "; ".join(f"{row.label}: {row.told}" for row in rows[: charts.MOST_BARS] if row.whole)
    return Drawing(
        cut(plain(title), 80), f"{told}. {said}.", charts.bars(rows, True), charts.bars(rows, False)
    )


def _lines(found: Portfolio) -> Iterable[Drawing]:
    shares = [(each, float(each.ready_percent)) for each in found.trends if each.ready_percent is not None]
    yield _line("Ready, percent of all models", shares)
    yield _line("Late items", [(each, float(each.late)) for each in found.trends], bad=True)
    for currency in _currencies(found.trends[-1].per_week):
        worth = [
            (each, sum(money.amount for money in each.per_week if money.currency == currency))
            for each in found.trends
        ]
        yield _line(f"Stalled, {currency} a week", worth, bad=True)


def _line(title: str, points: Sequence[tuple[Point, float]], bad: bool = False) -> Drawing:
    title = cut(plain(title), 60)
    said = ""
    if points:
        first, last = points[0], points[-1]
        said = (
            f": {first[1]:,.0f} on {words.full_day(first[0].date)},"
            f" {last[1]:,.0f} on {words.full_day(last[0].date)}"
        )
    return Drawing(
        title, f"{title}{said}.", charts.trend(points, True, bad), charts.trend(points, False, bad)
    )


def _drawn(drawing: Drawing) -> dict[str, object]:
    return {
        "title": drawing.title,
        "told": drawing.told,
        "wide": trusted(plain(svg(drawing.wide))) if drawing.wide else "",
        "narrow": trusted(plain(svg(drawing.narrow))) if drawing.narrow else "",
    }
