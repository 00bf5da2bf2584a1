"""A portfolio's tables, as every format for people shows them: plain cells, in the order of what matters."""

from __future__ import annotations

from dataclasses import dataclass

from readiness_bot.audit.told import duration
from readiness_bot.portfolio import figures
from readiness_bot.portfolio.figures import Portfolio, Term
from readiness_bot.render.portfolio.words import amounts, count, day, some


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: `n` is a number, `w` may be long."""

    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its title; without rows it is what `say` says."""

    key: str
    title: str
    terms: tuple[Term, ...]
    say: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


_COMMON = "a platform's problem"


def sections(found: Portfolio) -> tuple[Section, ...]:
    """Those that have something to say."""
    every = (
        stages(found),
        blockers(found),
        causes(found),
        roles(found),
        cost(found),
        trends(found),
        longest(found),
        not_set_up(found),
        unreadable(found),
        without_history(found),
        runs(found),
    )
    return tuple(each for each in every if each.rows or each.say)


def stages(found: Portfolio) -> Section:
    columns = (Column("stage"), Column("models", "n"), Column("ready", "n"), Column("stalled", "n"))
    rows = tuple(
        (row.stage or "not known", f"{row.models:,}", f"{row.ready:,}", f"{row.stalled:,}")
        for row in found.stages
        if found.models
    )
    return Section("stages", "Models by stage", (figures.STAGES, figures.READY), "", columns, rows)


def blockers(found: Portfolio) -> Section:
    columns = (
        Column("what", "w"),
        Column("who"),
        Column("models", "n"),
        Column("repositories", "n"),
        Column("share", "n"),
        Column("late in", "n"),
        Column("where", "w"),
    )
    rows = tuple(
        (
            f"{row.title} ({_COMMON})" if row.common else row.title,
            str(row.role),
            f"{row.models:,}",
            f"{row.repositories:,}",
            f"{row.percent}%",
            f"{row.late:,}",
            some(row.places),
        )
        for row in found.blockers
    )
    common = [row for row in found.blockers if row.common]
    say = ""
    if len(common) > 1:
        say = (
            f"{len(common)} items are open in {figures.COMMON_PERCENT}% of all models or more. These are a"
            " platform's problems, not the teams'."
        )
    return Section("blockers", "What blocks most often", (figures.BLOCKERS,), say, columns, rows)


def causes(found: Portfolio) -> Section:
    columns = (
        Column("what", "w"),
        Column("who"),
        Column("models", "n"),
        Column("a week", "n"),
        Column("alone", "n"),
        Column("alone a week", "n"),
        Column("no value", "n"),
    )
    rows = tuple(
        (
            row.title,
            str(row.role or ""),
            f"{row.models:,}",
            amounts(row.per_week, "not known"),
            f"{row.alone_models:,}",
            amounts(row.alone, "not known" if row.alone_models else ""),
            f"{row.unknown:,}",
        )
        for row in found.stalled.causes
    )
    say = ""
    if rows:
        say = (
            "A model that waits for two things counts under both, so these rows must not be added up."
            " Alone: models that wait for nothing else."
        )
    if found.stalled.unknown:
        say += f" No value is named by {some(found.stalled.unknown, 5)}."
    terms = (figures.STALLED, figures.CAUSES)
    return Section("causes", "Stalled value by cause", terms, say.strip(), columns, rows)


def roles(found: Portfolio) -> Section:
    audited = any(row.alone_days is not None for row in found.roles)
    columns = (
        Column("role"),
        Column("models waiting", "n"),
        Column("open items", "n"),
        Column("late in", "n"),
        Column("days late", "n"),
        Column("longest", "n"),
        *((Column("days alone", "n"),) if audited else ()),
        Column("stalled a week", "n"),
    )
    rows = tuple(
        (
            str(row.role),
            f"{row.models:,}",
            f"{row.items:,}",
            f"{row.late_models:,}",
            f"{row.days_late:,}",
            f"{row.longest:,}",
            *((f"{row.alone_days or 0:,}",) if audited else ()),
            amounts(row.per_week),
        )
        for row in found.roles
    )
    undated = sum(row.undated for row in found.roles)
    say = f"{count(undated, 'overdue item')} without a date could not be counted in days." if undated else ""
    return Section("roles", "Delay by role", (figures.ROLES,), say, columns, rows)


def cost(found: Portfolio) -> Section:
    delay = found.delay
    say = ""
    if delay:
        say = (
            f"By the audits of {count(delay.models, 'model')}, delays took {duration(delay.stall_weeks)} in"
            f" all and have cost {amounts(delay.cost, 'an amount that is not known')}."
        )
        if delay.unknown:
            say += f" The cost of {len(delay.unknown):,} is not known: {some(delay.unknown, 5)}."
    return Section("cost", "Cost so far", (figures.DELAY,), say)


def trends(found: Portfolio) -> Section:
    columns = (
        Column("day"),
        Column("models", "n"),
        Column("ready", "n"),
        Column("share", "n"),
        Column("late items", "n"),
        Column("stalled", "n"),
        Column("stalled a week", "n"),
    )
    rows = tuple(
        (
            day(each.date),
            f"{each.models:,}",
            f"{each.ready:,}",
            "" if each.ready_percent is None else f"{each.ready_percent}%",
            f"{each.late:,}",
            f"{each.stalled:,}",
            amounts(each.per_week),
        )
        for each in reversed(found.trends)
    )
    if len(rows) < 2:
        return Section("trends", "Trends", (), " ".join(found.notes))
    return Section(
        "trends", "Trends", (figures.TRENDS,), " ".join((_moved(found), *found.notes)), columns, rows
    )


def _moved(found: Portfolio) -> str:
    """From the first scan to this one."""
    first, last = found.trends[0], found.trends[-1]
    return (
        f"Since {day(first.date)}: ready from {_share(first.ready_percent)} to {_share(last.ready_percent)},"
        f" late items from {first.late:,} to {last.late:,}, stalled models from {first.stalled:,} to"
        f" {last.stalled:,}."
    )


def _share(percent: int | None) -> str:
    return "no model" if percent is None else f"{percent}%"


def longest(found: Portfolio) -> Section:
    """The late items, the latest first."""
    late = [each for each in found.open if each.days_late is not None]
    late.sort(key=lambda each: (-(each.days_late or 0), each.place, each.id))
    titles = {row.id: row.title for row in found.blockers}
    columns = (
        Column("model", "w"),
        Column("waits for", "w"),
        Column("who"),
        Column("days late", "n"),
        Column("first seen open"),
    )
    rows = tuple(
        (
            each.place,
            titles.get(each.id, each.id),
            f"{each.owner} ({each.role})" if each.owner else str(each.role),
            f"{each.days_late:,}",
            day(min(each.first_seen, each.since or each.first_seen)),
        )
        for each in late
    )
    return Section("longest", "Late for longest", (figures.OPEN,), "", columns, rows)


def not_set_up(found: Portfolio) -> Section:
    columns = (Column("repository", "w"), Column("looks like a model's because of", "w"))
    rows = tuple((each.place, each.why) for each in found.not_set_up)
    say = ""
    if found.absent:
        has = "has" if found.absent == 1 else "have"
        say = f"{count(found.absent, 'repository', 'repositories')} {has} no readiness/ folder."
    return Section("not_set_up", "Not set up", (figures.NOT_SET_UP,), say, columns, rows)


def unreadable(found: Portfolio) -> Section:
    columns = (Column("repository", "w"), Column("why", "w"))
    rows = tuple((each.place, each.why) for each in found.unreadable)
    return Section("unreadable", "Could not be read", (figures.UNREADABLE,), "", columns, rows)


def without_history(found: Portfolio) -> Section:
    rows = tuple((each.place, each.why) for each in found.without_history)
    say = ""
    if rows:
        say = (
            "These models' verdicts come from their files, and stand; delays and costs leave them out. Fix"
            " what the reason says (the token needs Contents: read; a clone must be whole), then run"
            " readiness fleet scan --audit again."
        )
    columns = (Column("model", "w"), Column("why its history could not be read", "w"))
    terms = (figures.WITHOUT_HISTORY,)
    return Section("without_history", "History not read", terms, say, columns, rows)


def runs(found: Portfolio) -> Section:
    if found.runs is None:
        return Section("runs", "Did not run for a week", ())
    never = found.runs.never
    say = f"No run is on record in {count(len(never), 'model')}: {some(never, 5)}." if never else ""
    columns = (Column("model", "w"), Column("last run"))
    rows = tuple((each.place, day(each.last_run)) for each in found.runs.silent)
    return Section("runs", "Did not run for a week", (figures.RUNS,), say, columns, rows)
