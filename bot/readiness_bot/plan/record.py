"""Whether an evaluation is recorded: only where it says something that the last line does not. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from readiness_bot import __version__
from readiness_bot.convention.policy import Policy
from readiness_bot.judging.report import Report
from readiness_bot.ledger.line import BRANCH, FILE, Line, Row, as_json, recorded, shown
from readiness_bot.ledger.news import is_news
from readiness_bot.plan.actions import Plan, Record
from readiness_bot.text.title import line as titled
from readiness_bot.text.title import short
from readiness_bot.text.words import plural
from readiness_bot.vocabulary import Status


def line_of(
    report: Report, policy: Policy, commit: str, tree: str, rows: tuple[Row, ...] | None, now: datetime
) -> Line:
    """`commit`: what was evaluated; `tree`: git's name for its `readiness/`; `rows`: what the forge told, if
    it was asked."""
    return Line(
        time=now,
        day=report.today,
        commit=commit,
        tree=tree,
        model=shown(report.model),
        stage=report.stage,
        tier=report.tier,
        version=__version__,
        policy=recorded(policy),
        wrong=len(report.findings),
        statuses={result.id: result.status for result in report.items if result.asked},
        evidence=rows,
    )


def plan_record(line: Line, last: Line | None, prefix: str) -> Plan:
    """`last`: the newest line that this clone has; one that cannot be read counts as none.

    The forge looks again before it writes.
    """
    if not is_news(line, last):
        return Plan()
    if last is not None and last.policy == line.policy:  # what it says stands above
        line = replace(line, policy=replace(line.policy, said=""))
    gaps = sum(status is Status.GAP for status in line.statuses.values())
    title = titled("{} at {}: {}", line.model, short(line.commit), plural(gaps, "gap"))
    if line.policy.name:
        name, version = shown(line.policy.name), line.policy.version
        title = titled("{}, by {} policy v{}", title, name, version)  # `ledger/branch.py` looks for it
    return Plan((Record("ledger", BRANCH, prefix + FILE, as_json(line), title),))
