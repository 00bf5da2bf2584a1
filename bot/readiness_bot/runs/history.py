"""A model's history for the overview and the scheduled job's summary: an extra, which stops nothing where it cannot be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from readiness_bot.audit.audit import audit
from readiness_bot.audit.figures import Audit
from readiness_bot.audit.question import Question
from readiness_bot.audit.read import open_past
from readiness_bot.convention.policy import Policy
from readiness_bot.judging.report import Report
from readiness_bot.reading.errors import CannotRead
from readiness_bot.render.overview import Past


def past_of(directory: Path, report: Report, policy: Policy | None = None) -> Past | None:
    """For the overview, by git alone: the line that this very run puts below the ledger must not make the next run edit it."""
    revisions = report.facts.snapshot.history.revisions if report.facts else {}
    changed = max((found[0].when.date() for found in revisions.values() if found), default=report.today)
    found = _audits(directory, (report.today, min(changed, report.today)), policy, ledger=False)
    return Past(*found) if found else None


def history_of(directory: Path, day: date, policy: Policy | None = None) -> Audit | None:
    """For the summary. None where git does not tell (a shallow clone, no repository, no commit of readiness/)."""
    found = _audits(directory, (day,), policy, ledger=True)
    return found[0] if found else None


def _audits(directory: Path, days: Sequence[date], policy: Policy | None, *, ledger: bool) -> list[Audit]:
    """As of each of these days; the past is read once. Empty where git does not tell."""
    try:
        with open_past(directory) as read:
            source = read() if ledger else replace(read(), ledger="")
            by_day = {day: audit(source, Question(day, day), policy) for day in dict.fromkeys(days)}
    except CannotRead:
        return []
    return [by_day[day] for day in days] if all(one.adopted for one in by_day.values()) else []
