"""`--format sarif`: SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from readiness_bot import __version__
from readiness_bot.convention.item import Item
from readiness_bot.convention.wrong import WRONG
from readiness_bot.judging.compare import Comparison
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import Report
from readiness_bot.reading.document import Finding
from readiness_bot.render.explain import DOCS
from readiness_bot.text.escape import json_text, uri
from readiness_bot.text.links import from_root
from readiness_bot.vocabulary import Status, Timing

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report, verdict: Verdict, change: Comparison | None = None) -> str:
    blocking = set(verdict.blocking)
    results = [_result(finding, "error", report.prefix) for finding in verdict.wrong]
    for item in report.items:
        if item.status is Status.GAP and (item.timing is not Timing.UPCOMING or item in blocking):
            level = "error" if item in blocking else "warning"
            results += [_result(finding, level, report.prefix) for finding in item.findings]
    rules = _rules(result.item for result in report.items)
    driver = {"name": "readiness-bot", "version": __version__, "rules": rules}
    return json_text(
        {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    )


def _rules(items: Iterable[Item]) -> list[dict[str, Any]]:
    rules = [
        {"id": rule, "shortDescription": {"text": rule}, "fullDescription": {"text": text}}
        for rule, text in WRONG.items()
    ]
    for item in items:
        rules.append(
            {
                "id": item.id,
                "shortDescription": {"text": item.title},
                "fullDescription": {"text": item.what},
                **({} if item.added_by else {"helpUri": f"{DOCS}/{item.id}.md"}),
            }
        )
    return rules


def _result(finding: Finding, level: str, prefix: str) -> dict[str, Any]:
    text = finding.message + (f" ({finding.fix})" if finding.fix else "")
    print_ = hashlib.sha256(
        f"{finding.rule}\0{finding.path}\0{finding.message}".encode("utf-8", "replace")
    ).hexdigest()[:32]
    region = {"startLine": finding.line, "startColumn": finding.column}
    location = {"artifactLocation": {"uri": uri(from_root(prefix, finding.path))}, "region": region}
    return {
        "ruleId": finding.rule,
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"readiness/v1": print_},
    }
