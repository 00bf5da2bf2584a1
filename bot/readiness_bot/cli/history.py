"""A model's history for the overview and the scheduled job's summary: an extra, which stops nothing where it cannot be had."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from readiness_bot.audit.audit import audit
from readiness_bot.audit.figures import Audit
from readiness_bot.audit.question import Question
from readiness_bot.audit.read import open_past
from readiness_bot.policy import Policy
from readiness_bot.reading.errors import CannotRead
from readiness_bot.render.overview import Past
from readiness_bot.report import Report


def past_of(directory: Path, report: Report, policy: Policy | None = None) -> Past | None:
    """For the overview."""
    now = history_of(directory, report.today, policy)
    revisions = report.facts.snapshot.history.revisions if report.facts else {}
    changed = max((found[0].when.date() for found in revisions.values() if found), default=report.today)
    then = history_of(directory, changed, policy) if changed < report.today else now
    return Past(now, then) if now and then else None


def history_of(directory: Path, day: date, policy: Policy | None = None) -> Audit | None:
    """None where git does not tell (a shallow clone, no repository, no commit of readiness/)."""
    try:
        with open_past(directory) as read:
            found = audit(read(), Question(day, day), policy)
    except CannotRead:
        return None
    return found if found.adopted else None
