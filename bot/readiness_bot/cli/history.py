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


def history_of(directory: Path, day: date, policy: Policy | None = None) -> Audit | None:
    """None where git does not tell (a shallow clone, no repository, no commit of readiness/)."""
    try:
        with open_past(directory) as source:
            found = audit(source, Question(day, day), policy)
    except CannotRead:
        return None
    return found if found.adopted else None
