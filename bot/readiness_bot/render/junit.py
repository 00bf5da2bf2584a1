"""`--format junit`: JUnit XML, a suite a stage, a case an item."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Collection

from readiness_bot.judging.compare import Comparison
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.text.escape import plain
from readiness_bot.vocabulary import Stage, Status


def render(report: Report, verdict: Verdict, change: Comparison | None = None) -> str:
    """Failures are what blocks; what is open without blocking, or unknown, is skipped with its reason."""
    blocking = set(verdict.blocking)
    root = ET.Element("testsuites", {"name": plain(report.model)})
    if verdict.wrong:
        suite = _suite(root, "wrong", len(verdict.wrong), len(verdict.wrong))
        for finding in verdict.wrong:
            told = f"{finding.where}: {finding.message}; {finding.fix}"
            _add(_case(suite, "readiness", finding.rule), "failure", message=told)
    for stage in Stage:
        _stage(root, stage, [result for result in report.items if result.due is stage], blocking)
    ET.indent(root)
    return (
        '<?xml version="1.0"'
        f' encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode", short_empty_elements=True)}'
    )


def _stage(
    root: ET.Element, stage: Stage, results: Collection[ItemResult], blocking: Collection[ItemResult]
) -> None:
    suite = _suite(root, stage, len(results), sum(result in blocking for result in results))
    for result in results:
        case = _case(suite, f"readiness.{stage}", result.id)
        told = "; ".join(f"{f.where}: {f.message}" for f in result.findings) or result.reason
        if result in blocking:
            _add(case, "failure", message=told)
        elif result.status in (Status.GAP, Status.UNKNOWN, Status.WAIVED):
            _add(case, "skipped", message=told)


def _suite(root: ET.Element, name: str, tests: int, failures: int) -> ET.Element:
    return _add(root, "testsuite", name=name, tests=str(tests), failures=str(failures))


def _case(suite: ET.Element, group: str, name: str) -> ET.Element:
    return _add(suite, "testcase", classname=group, name=name)


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    """`plain` first: XML 1.0 has no place for control characters, escaped or not, nor for half a
    character."""
    return ET.SubElement(parent, tag, {name: plain(value) for name, value in attributes.items()})
