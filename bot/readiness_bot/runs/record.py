"""What a run puts below the ledger."""

from __future__ import annotations

from readiness_bot.judging.report import Report
from readiness_bot.ledger.rows import rows_of
from readiness_bot.plan.actions import Plan
from readiness_bot.plan.record import line_of, plan_record
from readiness_bot.reading.mentions import READINESS
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.clock import now
from readiness_bot.runs.memory import Memory
from readiness_bot.runs.run import Run


def plan_ledger(run: Run, report: Report, memory: Memory) -> Plan:
    """Empty where the evaluation says nothing new, and where it is not that of a commit: then nobody could
    check it later."""
    git = run.place.git if run.place else None
    tree = git.ask("rev-parse", "--verify", "--quiet", f"HEAD:{report.prefix}readiness") if git else None
    snapshot = report.facts.snapshot if report.facts else None
    if not report.settings.ledger or not tree or snapshot is None or not _is_committed(snapshot):
        return Plan()
    rows = (
        None if report.evidence is None else rows_of(report.evidence, memory.known, report.today, run.again)
    )
    line = line_of(report, run.policy, run.commit, tree, rows, now())
    return plan_record(line, memory.last, report.prefix)


def _is_committed(snapshot: Snapshot) -> bool:
    """A shallow clone does not tell, and its evaluation is not whole either."""
    revisions = {path: found[0].content for path, found in snapshot.history.revisions.items() if found}
    paths = (f"readiness/{name}" for name in READINESS)
    return snapshot.history.known and all(revisions.get(path) == snapshot.files.get(path) for path in paths)
