"""Reading both sides of a pull request: its head as it is checked out, and the commit that it is compared with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from readiness_bot.cli.errors import told
from readiness_bot.compare import compare
from readiness_bot.evaluate import evaluate
from readiness_bot.evidence.judge import Evidence
from readiness_bot.policy import Policy
from readiness_bot.reading.change import read_change
from readiness_bot.reading.errors import CannotRead, NoSuchRevision
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.report import Report
from readiness_bot.settings import Settings, settings_of
from readiness_bot.touching import touches


class Ask(Protocol):
    """The states of a model, head first → what the forge told about each; None where it was not asked."""

    def __call__(self, states: Sequence[Snapshot], concerned: bool = True) -> Sequence[Evidence | None]:
        """`concerned`: the change touches readiness, or what it points at."""


def nothing_asked(states: Sequence[Snapshot], concerned: bool = True) -> Sequence[None]:
    """The files alone are judged."""
    return [None for _ in states]


@dataclass(frozen=True, slots=True)
class Sides:
    """Head and base, judged on one day."""

    head: Report
    base: Report | None
    """None where it is not in this checkout: a shallow one, or a rewritten branch."""
    concerned: bool
    """Whether the change touches readiness or what it points at; True where that cannot be told."""


def read_sides(
    directory: Path, base: str, head: str, day: date, policy: Policy | None = None, ask: Ask = nothing_asked
) -> Sides:
    """`base`, `head`: commits as the event's payload gives them, or nothing. Exits with 3 where the folder cannot be read."""
    with told(CannotRead):
        present = read_worktree(directory)
    change = read_change(directory, base, head)
    try:
        before = read_revision(directory, change.base) if change else None
        rules = (
            read_revision(directory, change.settings) if change and change.settings != change.base else before
        )
    except NoSuchRevision:
        before = rules = None
    if change is None or before is None or rules is None:
        [found] = ask([present])
        return Sides(evaluate(present, day, policy, evidence=found), None, concerned=True)
    return sides(present, before, change.paths, settings_of(rules), day, policy, ask)


def sides(
    head: Snapshot,
    base: Snapshot,
    changed: Collection[str],
    settings: Settings,
    day: date,
    policy: Policy | None = None,
    ask: Ask = nothing_asked,
) -> Sides:
    """Two snapshots, wherever they were read. `changed`: paths from the repository's root; `settings`: the base branch's."""
    touched = touches(changed, base, head)
    told_of_head, told_of_base = ask([head, base], touched)
    report = evaluate(head, day, policy, evidence=told_of_head)
    before = replace(evaluate(base, day, policy, evidence=told_of_base), settings=settings)
    concerned = touched or not compare(before, report).changes_nothing
    return Sides(report, before, concerned)
