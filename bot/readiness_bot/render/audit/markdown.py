"""An audit as Markdown: for a job's summary and for the overview issue. GitHub draws its two diagrams."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from readiness_bot.audit.figures import Audit, ItemFigures
from readiness_bot.audit.terms import NOT_ESTIMATED, KeyFigure, key_figures
from readiness_bot.audit.told import duration, money
from readiness_bot.audit.waits import late_items
from readiness_bot.render.audit.first import changes
from readiness_bot.render.audit.story import notes, story
from readiness_bot.render.audit.words import forecast_line, late
from readiness_bot.render.mermaid import burndown, timeline
from readiness_bot.text import words
from readiness_bot.text.escape import MAX_BODY, MAX_ROWS
from readiness_bot.text.links import Links
from readiness_bot.text.markup import Markdown, body, code, join, limited, link, md
from readiness_bot.text.markup import table as table_lines

_NOTES = 30


def render(audit: Audit, links: Links | None = None) -> Markdown:
    """At most 58,000 characters. `links`: the forge, where items point at their files."""
    sections = [_head(audit)]
    if audit.adopted is not None:
        sections += [
            _key(key_figures(audit)),
            _fixes(audit),
            diagrams(audit, audit.today),
            _late(audit, links),
            _roles(audit),
            _ahead(audit),
            _everything(audit, links),
        ]
    sections.append(_notes(audit))
    page = md("{}\n", join("\n\n", filter(None, sections)))
    if len(page) > MAX_BODY:
        # The folded tables go first: a cut inside of one would leave it open.
        page = md("{}\n", join("\n\n", (part for part in sections if part and "<details>" not in part)))
    return body(page)


def diagrams(audit: Audit, today: date | None = None) -> Markdown:
    """The stages and the burndown. Without `today` they change only when a fact does."""
    parts = [
        (md("#### Stages, planned and actual"), timeline(audit.stages, today, audit.ahead)),
        (md("#### Burndown"), burndown(audit.burndown, today)),
    ]
    return join("\n\n", (md("{}\n\n{}", title, text) for title, text in parts if text))


def _head(audit: Audit) -> Markdown:
    first, *others = story(audit).sentences
    version = md(" {}", code(audit.version)) if audit.version else md("")
    lines = [md("### {}", first), *(md("{}", sentence) for sentence in others)]
    lines.append(md("<sub>Audit of {}{}, {}</sub>", code(audit.model), version, words.full_day(audit.today)))
    return join("\n\n", lines)


def _key(figures: Iterable[KeyFigure]) -> Markdown:
    rows = [(figure.term.name, md("**{}**", figure.value), figure.note) for figure in figures]
    return _table(("figure", "", ""), rows)


def _fixes(audit: Audit) -> Markdown:
    rows = [
        (change, duration(fix.sole_blocker_weeks), money(fix.cost) if fix.cost else "")
        for change, fix in changes(audit)
    ]
    word = "would have saved" if audit.production else "has held it back"
    return _table(("fix first", word, "worth"), rows, md("#### What to fix first"))


def _late(audit: Audit, links: Links | None) -> Markdown:
    rows = [
        (_item(item, links), late(item.late_days_baseline), _closed(item, audit.today), _who(item))
        for item in late_items(audit)
    ]
    return _table(
        ("came too late", "by the first plan", "closed", "who"), rows, md("#### What came too late")
    )


def _roles(audit: Audit) -> Markdown:
    rows = [
        (row.role, row.open_days, row.sole_blocker_days)
        for row in audit.bottlenecks
        if row.open_days or row.sole_blocker_days
    ]
    return _table(("role", "item-days open", "days alone"), rows, md("#### Who it waited for"))


def _ahead(audit: Audit) -> Markdown:
    forecast = audit.forecast
    if forecast is None:
        return md("")
    rows = [
        (
            code(item.id),
            _day(item.due_date, audit.today),
            _day(item.expected, audit.today, NOT_ESTIMATED),
            late(item.late_days) if item.late_days is not None else "",
        )
        for item in forecast.items
    ]
    lines = [md("**{}**", forecast_line(forecast, audit.today))]
    lines += limited([md("⚠️ {}", warning) for warning in forecast.warnings], _NOTES, "warnings")
    lines += [_table(("open item", "due", "expected", ""), rows), md("<sub>{}</sub>", forecast.method)]
    return md("#### Ahead\n\n{}", join("\n\n", filter(None, lines)))


def _everything(audit: Audit, links: Links | None) -> Markdown:
    rows = [
        (
            _item(item, links),
            _day(item.due_date_baseline, audit.today),
            _closed(item, audit.today),
            item.days_open,
            late(item.late_days_baseline),
            late(item.late_days),
        )
        for item in audit.items
        if item.severity
    ]
    table = _table(("item", "due at first", "closed", "days open", "first plan", "plan now"), rows)
    if not rows:
        return md("")
    return md("<details><summary>All {} items</summary>\n\n{}\n\n</details>", len(rows), table)


def _notes(audit: Audit) -> Markdown:
    found = notes(audit)
    if not found:
        return md("")
    lines = limited([md("- {}", note) for note in found], _NOTES, "notes", entry=True)
    return md("#### What this rests on\n\n{}", join("\n", lines))


def _table(head: Sequence[str], rows: Sequence[Sequence[object]], title: Markdown | None = None) -> Markdown:
    if not rows:
        return md("")
    parts = [title] if title else []
    parts.append(join("\n", table_lines(head, rows)))
    parts.append(md("{}", words.and_more(len(rows) - MAX_ROWS)))
    return join("\n\n", filter(None, parts))


def _item(item: ItemFigures, links: Links | None) -> Markdown:
    return link(code(item.id), links.file(item.item.path, 1)) if links else code(item.id)


def _who(item: ItemFigures) -> Markdown:
    return md("{} ({})", code(item.owner, 60), item.role) if item.owner else md("{}", item.role)


def _closed(item: ItemFigures, today: date) -> str:
    return "still open" if item.closed is None else words.day(item.closed, today)


def _day(value: date | None, today: date, none: str = "no date") -> str:
    return none if value is None else words.day(value, today)
