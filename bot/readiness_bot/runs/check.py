"""What `readiness check` finds: one model as its folder stands, against another commit where one is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness_bot.evidence.answers import Evidence
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.gate import Verdict, gate
from readiness_bot.judging.report import Report
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.run import Run
from readiness_bot.vocabulary import Stage

if TYPE_CHECKING:
    from readiness_bot.judging.compare import Comparison  # made only against a base


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to show."""

    report: Report
    verdict: Verdict
    change: Comparison | None
    """What changed since the commit that was named."""


def check(run: Run, entering: Stage | None, against: str | None) -> Checked:
    """Judge the folder as it stands. What a plain check does not need is imported where it is asked for."""
    head = run.working()
    if against is None:
        [found] = _asked(run, [head])
        report = evaluate(head, run.day, run.policy, entering, found)
        return Checked(report, gate(report, strict=True), None)
    from readiness_bot.judging.compare import compare
    from readiness_bot.runs.former import former_at
    from readiness_bot.runs.sides import before

    states = [head, *former_at(run, against, head)]
    evidence = _asked(run, states)
    report = evaluate(head, run.day, run.policy, entering, evidence[0])
    base = before(run, states[1:], evidence[1])
    return Checked(report, gate(report, base, strict=True), compare(base, report, strict=True))


def _asked(run: Run, states: Sequence[Snapshot]) -> Sequence[Evidence | None]:
    if not run.verify:
        return [None for _ in states]
    from readiness_bot.runs.evidence import verified

    return verified(run, states)
