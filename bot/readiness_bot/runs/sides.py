"""Both sides of one model in a pull request: read, then judged with what the forge told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from readiness_bot.convention.floors import raised
from readiness_bot.convention.settings import Settings, settings_of
from readiness_bot.convention.terms import strictest, terms_of
from readiness_bot.convention.touching import touches
from readiness_bot.evidence.answers import Evidence
from readiness_bot.judging.between import lowered_unseen
from readiness_bot.judging.compare import compare
from readiness_bot.judging.evaluate import evaluate, facts_of
from readiness_bot.judging.report import Report
from readiness_bot.judging.sides import Sides
from readiness_bot.reading.errors import NoSuchRevision
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.former import former_selves
from readiness_bot.runs.run import Run
from readiness_bot.runs.stand import Stand


@dataclass(frozen=True, slots=True)
class Read:
    """One model's files on both sides."""

    head: Snapshot
    former: Sequence[Snapshot]
    """What it was at the base, the one to compare with first; empty where the base is not in this clone."""
    settings: Settings
    """The base branch's; the defaults where that is not here."""
    touched: bool
    """The change touches readiness, or what it points at; True where that cannot be told."""
    based: bool
    """There is a base, whether it can be read or not."""

    @property
    def states(self) -> list[Snapshot]:
        return [self.head, *self.former]


def read_sides(run: Run, stand: Stand, based: bool = True) -> Read:
    """`run`: the model's own. Raises CannotRead.

    The head is a commit, and not the files as they were checked out: `.gitattributes`, which the pull request
    brings, may say that those hold something else than what is merged (`working-tree-encoding`, `ident`).
    """
    place, change = run.place, stand.change
    present = read_revision(run.directory, stand.judged, place) if place and run.commit else run.working()
    try:
        former = former_selves(run.directory, change.base, present, place) if change else []
        elsewhere = change is not None and change.settings != change.base
        rules = read_revision(run.directory, change.settings, place) if change and elsewhere else None
    except NoSuchRevision:
        former, rules = [], None
    if change is None or not former:
        return Read(present, (), raised(Settings(), run.policy), touched=True, based=based)
    settings = raised(settings_of(rules or former[0]), run.policy)
    touched = (
        touches(change.paths, former[0], present, run.policy.overlay) or former[0].prefix != present.prefix
    )
    return Read(present, former, settings, touched, based=True)


def judged(run: Run, read: Read, found: Sequence[Evidence | None]) -> Sides:
    """`found`: what the forge told of head and base; None where it was not asked."""
    report = evaluate(read.head, run.day, run.policy, evidence=found[0])
    if not read.former:
        report = replace(report, settings=raised(Settings(), run.policy))
        return Sides(lowered_unseen(report) if read.based else report, None, concerned=True)
    was = replace(before(run, read.former, found[1]), settings=read.settings)
    return Sides(report, was, read.touched or not compare(was, report).changes_nothing)


def before(run: Run, states: Sequence[Snapshot], found: Evidence | None) -> Report:
    """What a model was at a base, bound by all that it was there: the strictest of each."""
    report = evaluate(states[0], run.day, run.policy, evidence=found)
    others = [terms_of(facts_of(other, run.day, run.policy)) for other in states[1:]]
    return replace(report, terms=strictest(report.terms, *others)) if others else report
