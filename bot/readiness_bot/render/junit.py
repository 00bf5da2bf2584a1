"""`--format junit`: JUnit XML, a suite a stage, a case an item."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from readiness_bot.compare import Comparison
from readiness_bot.gate import Verdict
from readiness_bot.render.escape import plain
from readiness_bot.report import ItemResult, Report
from readiness_bot.vocabulary import Stage, Status


def render(report: Report, verdict: Verdict, change: Comparison | None = None) -> str:
    """Failures are what blocks; what is open without blocking, or unknown, is skipped with its reason."""
    blocking = set(verdict.blocking)
    suites = [_suite(stage, [r for r in report.items if r.due is stage], blocking) for stage in Stage]
    wrong = [
        _case("readiness", f.rule, _message("failure", f"{f.where}: {f.message}; {f.fix}"))
        for f in verdict.wrong
    ]
    if wrong:
        suites.insert(0, _element("wrong", wrong, len(wrong)))
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuites name={_attribute(report.model)}>",
            *suites,
            "</testsuites>",
        ]
    )


def _suite(stage: Stage, results: list[ItemResult], blocking: set[ItemResult]) -> str:
    cases = [
        _case(f"readiness.{stage}", result.id, _outcome(result, result in blocking)) for result in results
    ]
    return _element(str(stage), cases, sum(result in blocking for result in results))


def _element(name: str, cases: list[str], failures: int) -> str:
    return (
        f'  <testsuite name={_attribute(name)} tests="{len(cases)}" failures="{failures}">\n'
        + "\n".join(cases)
        + "\n  </testsuite>"
    )


def _case(suite: str, name: str, inside: str) -> str:
    return f"    <testcase classname={_attribute(suite)} name={_attribute(name)}>{inside}</testcase>"


def _outcome(result: ItemResult, blocks: bool) -> str:
    told = "; ".join(f"{f.where}: {f.message}" for f in result.findings) or result.reason
    if blocks:
        return _message("failure", told)
    return _message("skipped", told) if result.status in (Status.GAP, Status.UNKNOWN, Status.WAIVED) else ""


def _message(kind: str, text: str) -> str:
    return f"<{kind} message={_attribute(text)}/>"


def _attribute(text: str) -> str:
    """XML 1.0 has no place for control characters, escaped or not, nor for lone surrogates."""
    return quoteattr(plain(text).encode("utf-8", "replace").decode("utf-8"))
