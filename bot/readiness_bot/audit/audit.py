"""`audit`: a repository's past to every figure. Pure. The figures are defined in docs/audit.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from readiness_bot.audit.blockers import (
    blocked_days,
    bottlenecks,
    by_file,
    by_item,
    by_role,
    fix_first,
    person_bottlenecks,
)
from readiness_bot.audit.days import possible_days
from readiness_bot.audit.figures import Audit, Period, Point
from readiness_bot.audit.first import first_of
from readiness_bot.audit.forecast import forecast_of
from readiness_bot.audit.in_force import InForce, by_ledger
from readiness_bot.audit.in_force import told as policies_told
from readiness_bot.audit.items import items_of
from readiness_bot.audit.mile import Mile, mile_of
from readiness_bot.audit.moment import Source
from readiness_bot.audit.notes import NO_FOLDER, notes_of, other_branch
from readiness_bot.audit.question import Question
from readiness_bot.audit.recorded import Recorded, completed, recorded, told
from readiness_bot.audit.replay import Replay, replay, replays
from readiness_bot.audit.shares import after_evaluation, late_governance, parallelism
from readiness_bot.audit.timeline import Span, timeline_of
from readiness_bot.convention.policy import Policy
from readiness_bot.vocabulary import Stage


def audit(source: Source, question: Question, policy: Policy | InForce | None = None) -> Audit:
    """Replay, and compute. `policy`: the one that is in force now, or each with its first day."""
    ledger = _recorded(source, question.today)
    by_day = _in_force(ledger, policy, question.today)
    played = replay(source, question.today, question.now, by_day)
    return _audit(source, question, played, ledger, by_day)


def audits(source: Source, days: Sequence[date], policy: Policy | InForce | None = None) -> list[Audit]:
    """As of each of some days, given in their order, as if each were the present.

    The past is replayed once; but once a day, where a commit came after the first: on that day it is dated
    wrong.
    """
    last = max((commit.committed for commit in source.commits), default=0)
    if possible_days([last], days[0]).future:
        return [audit(source, Question(day, day), policy) for day in days]
    by_day = _in_force(_recorded(source, days[-1]), policy, days[-1])
    played = zip(days, replays(source, days, days[0], by_day), strict=True)
    return [_audit(source, Question(day, day), one, _recorded(source, day), by_day) for day, one in played]


def _recorded(source: Source, today: date) -> Recorded:
    commits = frozenset(commit.id for commit in source.commits)
    return recorded(source.ledger, commits, source.merged, today)


def _in_force(ledger: Recorded, policy: Policy | InForce | None, today: date) -> InForce:
    if isinstance(policy, InForce):
        return policy
    return by_ledger((*ledger.kept, *ledger.lost), policy, today)


def _audit(source: Source, question: Question, played: Replay, ledger: Recorded, by_day: InForce) -> Audit:
    played = completed(played, ledger)
    found = figures(played, question) if played.adopted else _nothing(question)
    return replace(
        found,
        first=first_of(found),
        notes=(
            *other_branch(source.branches),
            *found.notes,
            *told(played, ledger),
            *policies_told(by_day, question.today),
        ),
        since=question.since,
        prefix=source.prefix,
    )


def _nothing(question: Question) -> Audit:
    """No readiness/ folder ever: no figure at all."""
    return Audit(model="this model", today=question.today, notes=(NO_FOLDER,))


def figures(played: Replay, question: Question) -> Audit:
    """Every figure of a replay that found a readiness/ folder, but for what follows from the others."""
    today, adopted = question.today, played.adopted or question.today
    mile = mile_of(played, today, question.production)
    timeline = timeline_of(played, mile, today)
    items = items_of(played, mile, timeline, today, question.since)
    start = max(adopted, question.since or adopted)
    late = late_governance(items)
    return Audit(
        model=played.course[-1].model or "this model",
        today=today,
        adopted=played.adopted,
        evaluation_passed=mile.passed,
        version=mile.version,
        production=mile.production,
        last_mile_days=mile.length.days if mile.length is not None else None,
        planned_days=mile.planned.days if mile.planned is not None else None,
        stall_days=mile.stall_days,
        readiness_stall_days=_readiness_stall(mile, timeline.spans, adopted),
        cost_of_delay=mile.cost,
        value_per_week=mile.value,
        parallelism_percent=parallelism(played, mile),
        late_governance=late,
        late_governance_after_evaluation=after_evaluation(late, played, mile),
        bottlenecks=bottlenecks(timeline, start),
        bottlenecks_by_person=person_bottlenecks(timeline, start) if question.people else None,
        fix_first=fix_first(timeline, mile, by_item),
        fix_first_roles=fix_first(timeline, mile, by_role),
        fix_first_files=fix_first(timeline, mile, by_file),
        items=items,
        burndown=_from(timeline.points, question.since),
        stages=stages(played),
        notes=notes_of(played, mile, items, question.production, question.since),
        forecast=None if mile.live else forecast_of(played, today),
        ahead=ahead(played),
    )


def _readiness_stall(mile: Mile, spans: tuple[Span, ...], adopted: date) -> int | None:
    """Days. Unknown where the whole stall lies before adoption."""
    if mile.stall is None or (mile.stall[1] > mile.stall[0] and adopted >= mile.stall[1]):
        return None
    return blocked_days(spans, *mile.stall)


def _from(points: tuple[Point, ...], since: date | None) -> tuple[Point, ...]:
    return tuple(point for point in points if since is None or point.date >= since)


def stages(played: Replay) -> tuple[Period, ...]:
    """Each stage that the model was in, in order; one that it came back to stands there again."""
    moves = [
        stood
        for index, stood in enumerate(played.course)
        if index == 0 or stood.stage is not played.course[index - 1].stage
    ]
    ends = [*(stood.day for stood in moves[1:]), None]
    planned = played.course[-1].milestones
    return tuple(
        Period(stood.stage, stood.day, left, planned.get(stood.stage), played.baseline.get(stood.stage))
        for stood, left in zip(moves, ends, strict=True)
    )


def ahead(played: Replay) -> dict[Stage, date]:
    """The planned first day of each stage that the model has not been in."""
    been = {stood.stage for stood in played.course}
    return {stage: day for stage, day in played.course[-1].milestones.items() if stage not in been}
