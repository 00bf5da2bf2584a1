"""`--format json`: the fields are a public interface; they are added, never renamed."""

from __future__ import annotations

from readiness_bot.judging.compare import Comparison
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import Finding
from readiness_bot.text.escape import json_text


def render(report: Report, verdict: Verdict, change: Comparison | None = None) -> str:
    return json_text(as_data(report, verdict, change))


def as_data(report: Report, verdict: Verdict, change: Comparison | None = None) -> dict[str, object]:
    data: dict[str, object] = {
        "schema": 1,
        "model": report.model,
        "stage": report.stage,
        "tier": report.tier,
        "ready": verdict.passed,
        "ready_for": report.ready_for,
        "readiness": dict(report.readiness()),
        "items": [_item(result) for result in report.items],
        "unverified": list(report.unverified),
        "findings": [_finding(finding) | {"rule": finding.rule} for finding in report.findings],
        "today": report.today.isoformat(),
    }
    if report.policy.name:
        note = {"note": report.policy.note} if report.policy.note else {}
        data["policy"] = {"name": report.policy.name, "version": report.policy.version, **note}
    if report.entering:
        data["for"] = report.entering
    if change is not None:
        data["against"] = {
            "closes": [result.id for result in change.closes],
            "opens": [result.id for result in change.opens],
            "moved": list(change.moved) if change.moved else None,
            "regressions": [result.id for result in change.regressions],
            "forbidden": [_finding(finding) | {"rule": finding.rule} for finding in change.forbidden],
        }
    return data


def _item(result: ItemResult) -> dict[str, object]:
    data: dict[str, object] = {
        "id": result.id,
        "title": result.item.title,
        "file": result.item.file,
        "status": result.status,
        "due": result.due,
        "timing": result.timing,
        "late": result.late,
        "due_date": result.due_date.isoformat() if result.due_date else None,
        "severity": result.severity or "advisory",
        "role": result.item.role,
        "owner": result.owner,
        "evidence": result.evidence,
        "reason": result.reason or None,
        "findings": [_finding(finding) for finding in result.findings],
    }
    if result.item.because:
        data["policy"] = list(result.item.because)
    return data


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "fix": finding.fix,
    }
