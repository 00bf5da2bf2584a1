"""Reading both sides of a pull request: its head as it is checked out, and the commit that it is compared
with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from readiness_bot.convention.settings import Settings, settings_of
from readiness_bot.convention.terms import strictest, terms_of
from readiness_bot.convention.touching import touches
from readiness_bot.evidence.judge import Evidence
from readiness_bot.judging.between import lowered_unseen
from readiness_bot.judging.compare import compare
from readiness_bot.judging.evaluate import evaluate, facts_of
from readiness_bot.judging.report import Report
from readiness_bot.reading.change import read_change
from readiness_bot.reading.errors import NoSuchRevision
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.former import former_selves
from readiness_bot.runs.run import Run


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


def read_sides(run: Run, base: str, head: str, ask: Ask = nothing_asked) -> Sides:
    """`base`, `head`: commits as the event's payload gives them, or nothing.

    Exits with 3 where the folder cannot be read.

    The head is the commit, and not the files as they were checked out: `.gitattributes`, which the pull
    request brings, may say that those hold something else than what is merged (`working-tree-encoding`,
    `ident`).
    """
    present = run.committed()
    change = read_change(run.place, base, head)
    try:
        states = former_selves(run.directory, change.base, present, run.place) if change else []
        elsewhere = change is not None and change.settings != change.base
        rules = read_revision(run.directory, change.settings, run.place) if change and elsewhere else None
    except NoSuchRevision:
        states, rules = [], None
    if change is None or not states:
        [found] = ask([present])
        report = replace(evaluate(present, run.day, run.policy, evidence=found), settings=Settings())
        return Sides(lowered_unseen(report) if base else report, None, concerned=True)
    settings = settings_of(rules or states[0])
    return sides(run, present, states[0], change.paths, settings, ask, states[1:])


def sides(
    run: Run,
    head: Snapshot,
    base: Snapshot,
    changed: Collection[str],
    settings: Settings,
    ask: Ask = nothing_asked,
    others: Sequence[Snapshot] = (),
) -> Sides:
    """Two snapshots, wherever they were read.

    `changed`: paths from the repository's root; `settings`: the base branch's.

    `others`: what else the model was at the base, in another folder.
    """
    touched = touches(changed, base, head) or base.prefix != head.prefix
    told_of_head, told_of_base, *_ = ask([head, base, *others], touched)
    report = evaluate(head, run.day, run.policy, evidence=told_of_head)
    was = replace(before(run, [base, *others], told_of_base), settings=settings)
    concerned = touched or not compare(was, report).changes_nothing
    return Sides(report, was, concerned)


def before(run: Run, states: Sequence[Snapshot], found: Evidence | None) -> Report:
    """What a model was at a base, bound by all that it was there: the strictest of each."""
    report = evaluate(states[0], run.day, run.policy, evidence=found)
    others = [terms_of(facts_of(other, run.day, run.policy)) for other in states[1:]]
    return replace(report, terms=strictest(report.terms, *others)) if others else report
