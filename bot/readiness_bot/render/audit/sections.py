"""The sections of the HTML report as data: titles, figures and tables.

The words are shared with the other renders.
"""

from __future__ import annotations

from collections.abc import Iterator

from readiness_bot.audit import terms
from readiness_bot.audit.figures import Audit
from readiness_bot.audit.terms import NOT_ESTIMATED
from readiness_bot.audit.told import after_evaluation, duration, money
from readiness_bot.audit.waits import late_items
from readiness_bot.render.audit.first import changes
from readiness_bot.render.audit.parts import LONG, Column, Figure, Section, day, shortened, table, who
from readiness_bot.render.audit.story import notes
from readiness_bot.render.audit.window import shown_items
from readiness_bot.render.audit.words import late, the
from readiness_bot.text import words
from readiness_bot.text.escape import cut, plain
from readiness_bot.vocabulary import Role, Severity


def sections(audit: Audit) -> Iterator[Section]:
    """In the order in which they stand; those without content are left out."""
    built = (_journey, _fix_first, _ahead, _burndown, _roles, _too_late, _everything, _notes)
    yield from (section for build in built if (section := build(audit)) is not None)


def _journey(audit: Audit) -> Section | None:
    if not audit.stages:
        return None
    rows = tuple(
        (
            p.stage.value,
            day(p.baseline, audit),
            day(p.planned, audit),
            day(p.entered, audit),
            day(p.left, audit, "still in it"),
        )
        for p in audit.stages
    )
    columns = (
        Column("stage"),
        Column("planned at first", "d"),
        Column("planned now", "d"),
        Column("entered", "d"),
        Column("left", "d"),
    )
    say = _lateness(audit)
    key = [
        ("soft", "open, not yet due"),
        ("late", "open past its due date"),
        ("tick", "due date by the first plan"),
    ]
    if not late_items(audit):
        key.pop(1)
    shown = shown_items(audit)
    if not any(item.due_date_baseline for item in shown):
        key.pop()
    if not shown:
        key = []
    told = (
        f"Timeline of {len(audit.stages)} stages and of the items that were open, against their due dates."
        f" {say} The tables hold the same in numbers."
    )
    return Section(
        title="Where the time went",
        say=say,
        terms=(terms.STAGES, terms.OPEN),
        figure=Figure("journey", told, tuple(key)),
        tables=(table("Stages", columns, rows, folded="Stages in numbers"),),
    )


def _lateness(audit: Audit) -> str:
    """`10 blocking items closed after their due date, 2 are still open past it.`"""
    if not any(i.late_days_baseline is not None for i in audit.items if i.severity is Severity.BLOCKING):
        return "No due date is known, so nothing can be called late."
    found = late_items(audit)
    still = sum(item.closed is None for item in found)
    closed = len(found) - still
    parts = []
    if closed:
        parts.append(
            f"{words.plural(closed, 'blocking item')} closed after {'its' if closed == 1 else 'their'} due"
            " date"
        )
    if not found:
        open_ = sum(
            i.severity is Severity.BLOCKING and bool(i.intervals) and i.closed is None for i in audit.items
        )
        if open_:
            are = "is open, and it is not" if open_ == 1 else "are open, none of them"
            return f"{words.plural(open_, 'blocking item')} {are} past its due date."
    if still:
        noun = str(still) if closed else words.plural(still, "blocking item")
        parts.append(
            f"{noun} {'is' if still == 1 else 'are'} still open past {'it' if closed else 'the due date'}"
        )
    return f"{', '.join(parts) or 'Every blocking item was closed by its due date'}."


def _fix_first(audit: Audit) -> Section | None:
    found = changes(audit)
    if not found:
        return None
    rows = [
        (change, duration(fix.sole_blocker_weeks), money(fix.cost) if fix.cost else NOT_ESTIMATED, fix.id)
        for change, fix in found
    ]
    columns = (Column("change"), Column("alone for", "n"), Column("worth", "n"), Column("whose"))
    return Section(
        title="What to fix first",
        say=(
            "What alone held it back. The rows overlap: an item's days count for its role too, and its role's"
            " for its file."
        ),
        terms=(terms.FIX_FIRST, terms.COST),
        tables=(table("What to fix first", columns, rows),),
    )


def _ahead(audit: Audit) -> Section | None:
    forecast = audit.forecast
    if forecast is None:
        return None
    rows = [
        (
            item.id,
            day(item.due_date, audit),
            day(item.expected, audit, NOT_ESTIMATED),
            late(item.late_days) if item.late_days is not None else "",
        )
        for item in forecast.items
    ]
    columns = (Column("open item"), Column("due", "d"), Column("expected", "d"), Column("then", "d"))
    return Section(
        title="What is ahead",
        say=cut(plain(forecast.method), LONG),
        terms=(terms.FORECAST,),
        warnings=shortened(forecast.warnings, "warnings"),
        tables=(table("Forecast by item", columns, rows),) if rows else (),
    )


def _burndown(audit: Audit) -> Section | None:
    if len({point.date for point in audit.burndown}) < 2:
        return None
    last = audit.burndown[-1]
    rows = [
        (
            words.full_day(p.date),
            str(p.due),
            str(p.satisfied),
            str(p.open_blocking),
            f"+{p.scope}" if p.scope else "",
        )
        for p in audit.burndown
    ]
    columns = (
        Column("day", "d"),
        Column("due", "n"),
        Column("satisfied", "n"),
        Column("open, blocking", "n"),
        Column("added", "n"),
    )
    are = "is" if last.satisfied == 1 else "are"
    say = f"At the end all {last.due} due items are satisfied."
    if last.satisfied < last.due:
        say = f"At the end {last.satisfied} of {words.plural(last.due, 'due item')} {are} satisfied."
        others = (
            f"{last.open_blocking or 'none'} of the others {'blocks' if last.open_blocking == 1 else 'block'}"
        )
        say = f"{say[:-1]}; {others}."
    return Section(
        title="How it burned down",
        say=say,
        terms=(terms.BURNDOWN,),
        figure=Figure(
            "burndown",
            f"Burndown from {words.full_day(audit.burndown[0].date)}. {say}",
            (("dashed", "due"), ("line", "satisfied"), ("soft", "open and blocking")),
        ),
        tables=(table("Burndown", columns, rows, folded="Burndown in numbers", most=400, printed=False),),
    )


def _roles(audit: Audit) -> Section | None:
    found = [row for row in audit.bottlenecks if row.open_days or row.sole_blocker_days]
    if not found:
        return None
    rows = [(row.role.value, str(row.open_days), str(row.sole_blocker_days)) for row in found]
    columns = (Column("role"), Column("item-days open", "n"), Column("days alone", "n"))
    alone = max(found, key=lambda row: (row.sole_blocker_days, row.role is not Role.APPROVER))
    say = (
        f"On {words.plural(alone.sole_blocker_days, 'day')} everything waited for {the(alone.role)} alone."
        if alone.sole_blocker_days
        else "On no day did everything wait for one role alone."
    )
    return Section(
        title="Who it waited for",
        say=say,
        terms=(terms.ITEM_DAYS, terms.BOTTLENECK),
        figure=Figure(
            "roles",
            f"Days open by role. {say}",
            (("soft", "item-days open"), ("done", "days on which this role alone was open")),
        ),
        tables=(table("Days by role", columns, rows, folded="Roles in numbers"),),
    )


def _too_late(audit: Audit) -> Section | None:
    found = late_items(audit)
    if not found:
        return None
    rows = [
        (
            item.item.title,
            who(item),
            day(item.due_date_baseline, audit),
            day(item.closed, audit, "still open"),
            late(item.late_days_baseline),
        )
        for item in found
    ]
    columns = (
        Column("item"),
        Column("who"),
        Column("due at first", "d"),
        Column("closed", "d"),
        Column("so", "d"),
    )
    return Section(
        title="What came too late",
        say=_governance(audit),
        terms=(terms.LATE, terms.LATE_GOVERNANCE),
        tables=(table("What came too late", columns, rows),),
    )


def _governance(audit: Audit) -> str:
    if not audit.late_governance:
        return "None of it was governance."
    count = len(audit.late_governance)
    return (
        f"{words.plural(count, 'governance item')} {'was' if count == 1 else 'were'} late:"
        f" {after_evaluation(audit)}."
    )


def _everything(audit: Audit) -> Section | None:
    found = [item for item in audit.items if item.severity]
    if not found:
        return None
    rows = [
        (
            item.id,
            who(item),
            day(item.due_date_baseline, audit),
            day(item.closed, audit, "still open"),
            str(item.days_open),
            late(item.late_days_baseline),
            late(item.late_days),
        )
        for item in found
    ]
    columns = (
        Column("item"),
        Column("who"),
        Column("due at first", "d"),
        Column("closed", "d"),
        Column("days open", "n"),
        Column("by the first plan", "d"),
        Column("by the plan now", "d"),
    )
    return Section(
        title="Every item",
        terms=(),
        tables=(table("Every item", columns, rows, folded=f"All {len(found)} items in numbers", most=200),),
    )


def _notes(audit: Audit) -> Section | None:
    found = notes(audit)
    return Section(title="What this rests on", notes=shortened(found, "notes")) if found else None
