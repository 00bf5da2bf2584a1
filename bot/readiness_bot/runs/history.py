"""A model's history for the overview and the scheduled job's summary: an extra, which stops nothing where it
cannot be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from readiness_bot.audit.audit import audits
from readiness_bot.audit.figures import Audit
from readiness_bot.audit.read import open_past
from readiness_bot.judging.report import Report
from readiness_bot.reading.errors import CannotRead
from readiness_bot.render.overview import Past
from readiness_bot.runs.run import Run


def past_of(run: Run, report: Report) -> Past | None:
    """For the overview, by git alone: the line that this very run puts below the ledger must not make the
    next run edit it."""
    revisions = report.facts.snapshot.history.revisions if report.facts else {}
    changed = max((found[0].when.date() for found in revisions.values() if found), default=report.today)
    found = _audits(run, (report.today, min(changed, report.today)), ledger=False)
    return Past(*found) if found else None


def history_of(run: Run) -> Audit | None:
    """For the summary.

    None where git does not tell (a shallow clone, no repository, no commit of readiness/).
    """
    found = _audits(run, (run.day,), ledger=True)
    return found[0] if found else None


def _audits(run: Run, days: Sequence[date], *, ledger: bool) -> list[Audit]:
    """As of each of these days; the past is read once. Empty where git does not tell."""
    try:
        with open_past(run.directory, run.place) as read:
            source = read() if ledger else replace(read(), ledger="")
            different = sorted(set(days))
            by_day = dict(zip(different, audits(source, different, run.policy), strict=True))
    except CannotRead:
        return []
    return [by_day[day] for day in days] if all(one.adopted for one in by_day.values()) else []
