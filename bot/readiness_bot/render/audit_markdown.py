"""An audit as Markdown: for a job's summary and for the overview issue. GitHub draws its two diagrams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from readiness_bot.audit.figures import Audit, ItemFigures
from readiness_bot.render import words
from readiness_bot.render.audit_first import changes
from readiness_bot.render.audit_key import KeyFigure, key_figures
from readiness_bot.render.audit_story import notes, story
from readiness_bot.render.audit_text import late_items
from readiness_bot.render.audit_words import duration, forecast_line, late, money
from readiness_bot.render.escape import MAX_BODY, MAX_ROWS, body, code, cut, limited, plain, prose
from readiness_bot.render.links import Links
from readiness_bot.render.mermaid import burndown, timeline

_NOTES = 30


def render(audit: Audit, links: Links | None = None) -> str:
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
    page = "\n\n".join(section for section in sections if section) + "\n"
    if len(page) > MAX_BODY:
        # The folded tables go first: a cut inside of one would leave it open.
        page = "\n\n".join(section for section in sections if section and "<details>" not in section) + "\n"
    return body(page)


def diagrams(audit: Audit, today: date | None = None) -> str:
    """The stages and the burndown. Without `today` they change only when a fact does."""
    parts = [
        ("#### Stages, planned and actual", timeline(audit.stages, today, audit.ahead)),
        ("#### Burndown", burndown(audit.burndown, today)),
    ]
    return "\n\n".join(f"{title}\n\n{text}" for title, text in parts if text)


def _head(audit: Audit) -> str:
    first, *others = story(audit).sentences
    version = f" {code(audit.version)}" if audit.version else ""
    lines = [f"### {prose(first)}", *(prose(sentence) for sentence in others)]
    lines.append(f"<sub>Audit of {code(audit.model)}{version}, {words.full_day(audit.today)}</sub>")
    return "\n\n".join(lines)


def _key(figures: Iterable[KeyFigure]) -> str:
    rows = [
        f"| {figure.term.name} | **{prose(figure.value)}** | {prose(figure.note)} |" for figure in figures
    ]
    return _table(("figure", "", ""), rows)


def _fixes(audit: Audit) -> str:
    rows = [
        f"| {prose(change)} | {duration(fix.sole_blocker_weeks)} | {prose(money(fix.cost)) if fix.cost else ''} |"
        for change, fix in changes(audit)
    ]
    word = "would have saved" if audit.production else "has held it back"
    return _table(("fix first", word, "worth"), rows, "#### What to fix first")


def _late(audit: Audit, links: Links | None) -> str:
    rows = [
        f"| {_item(item, links)} | {late(item.late_days_baseline)} | {_closed(item, audit.today)} | {_who(item)} |"
        for item in late_items(audit)
    ]
    return _table(("came too late", "by the first plan", "closed", "who"), rows, "#### What came too late")


def _roles(audit: Audit) -> str:
    rows = [
        f"| {row.role} | {row.open_days} | {row.sole_blocker_days} |"
        for row in audit.bottlenecks
        if row.open_days or row.sole_blocker_days
    ]
    return _table(("role", "item-days open", "days alone"), rows, "#### Who it waited for")


def _ahead(audit: Audit) -> str:
    forecast = audit.forecast
    if forecast is None:
        return ""
    rows = [
        f"| {code(item.id)} | {_day(item.due_date, audit.today)} | {_day(item.expected, audit.today, 'not estimated')} "
        f"| {late(item.late_days) if item.late_days is not None else ''} |"
        for item in forecast.items
    ]
    lines = [f"**{prose(forecast_line(forecast, audit.today))}**"]
    lines += [f"⚠️ {prose(warning)}" for warning in limited(forecast.warnings[:_NOTES], "warnings")]
    lines += [_table(("open item", "due", "expected", ""), rows), f"<sub>{prose(forecast.method)}</sub>"]
    return "#### Ahead\n\n" + "\n\n".join(line for line in lines if line)


def _everything(audit: Audit, links: Links | None) -> str:
    rows = [
        f"| {_item(item, links)} | {_day(item.due_date_baseline, audit.today)} | {_closed(item, audit.today)} "
        f"| {item.days_open} | {late(item.late_days_baseline)} | {late(item.late_days)} |"
        for item in audit.items
        if item.severity
    ]
    table = _table(("item", "due at first", "closed", "days open", "first plan", "plan now"), rows)
    return f"<details><summary>All {len(rows)} items</summary>\n\n{table}\n\n</details>" if rows else ""


def _notes(audit: Audit) -> str:
    found = notes(audit)
    if not found:
        return ""
    lines = [f"- {prose(note)}" for note in found[:_NOTES]]
    if len(found) > _NOTES:
        lines.append(f"- … and {len(found) - _NOTES} more notes")
    return "#### What this rests on\n\n" + "\n".join(lines)


def _table(head: Sequence[str], rows: Sequence[str], title: str = "") -> str:
    if not rows:
        return ""
    shown: Iterator[str] = iter((f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *rows[:MAX_ROWS]))
    more = f"\n\n… and {len(rows) - MAX_ROWS} more" if len(rows) > MAX_ROWS else ""
    return (f"{title}\n\n" if title else "") + "\n".join(shown) + more


def _item(item: ItemFigures, links: Links | None) -> str:
    return f"[{code(item.id)}]({links.file(item.item.path, 1)})" if links else code(item.id)


def _who(item: ItemFigures) -> str:
    return f"{code(cut(plain(item.owner), 60))} ({item.role})" if item.owner else str(item.role)


def _closed(item: ItemFigures, today: date) -> str:
    return "still open" if item.closed is None else words.day(item.closed, today)


def _day(value: date | None, today: date, none: str = "no date") -> str:
    return none if value is None else words.day(value, today)
