"""Reading both sides of a pull request: its head as it is checked out, and the commit that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from readiness_bot.cli.errors import told
from readiness_bot.compare import compare
from readiness_bot.evaluate import evaluate
from readiness_bot.policy import Policy
from readiness_bot.reading.change import read_change
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.report import Report
from readiness_bot.settings import settings_of
from readiness_bot.touching import touches


@dataclass(frozen=True, slots=True)
class Sides:
    """Head and base, judged on one day."""

    head: Report
    base: Report | None
    """None where it is not in this checkout: a shallow one, or a rewritten branch."""
    concerned: bool
    """Whether the change touches readiness or what it points at; True where that cannot be told."""


def read_sides(directory: Path, base: str, head: str, day: date, policy: Policy | None = None) -> Sides:
    """`base`, `head`: commits as the event's payload gives them, or nothing. Exits with 3 where the folder cannot be read."""
    with told(CannotRead):
        present = read_worktree(directory)
    report = evaluate(present, day, policy)
    change = read_change(directory, base, head)
    if change is None:
        return Sides(report, None, concerned=True)
    try:
        before = read_revision(directory, change.base)
        rules = before if change.settings == change.base else read_revision(directory, change.settings)
    except CannotRead:
        return Sides(report, None, concerned=True)
    judged = replace(evaluate(before, day, policy), settings=settings_of(rules))
    concerned = touches(change.paths, before, present) or not compare(judged, report).changes_nothing
    return Sides(report, judged, concerned)
