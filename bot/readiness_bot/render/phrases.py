"""An item and a report in a few words, wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from readiness_bot.convention.policy import Policy
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import Finding
from readiness_bot.text.escape import plain
from readiness_bot.text.markup import Markdown, join, md, prose
from readiness_bot.text.words import full_day, plural
from readiness_bot.vocabulary import Severity, Stage, Status


def who(result: ItemResult) -> str:
    """`priya-nair (compliance)`; `ana-ruiz (for compliance)` before somebody is named; the role alone where
    nobody is known."""
    stands_in = "for " if result.stands_in else ""
    return f"{result.owner} ({stands_in}{result.item.role})" if result.owner else str(result.item.role)


def role(result: ItemResult) -> str:
    """Behind a login, where there is room for more."""
    return f"for {result.item.role}: nobody is named yet" if result.stands_in else str(result.item.role)


def refused(findings: Iterable[Finding]) -> str:
    """`this change skips a stage, and lowers the tier without the compliance reviewer's approval`."""
    rules = {finding.rule for finding in findings}
    lowers = [told for rule, told in _LOWERS.items() if rule in rules]
    parts = ["skips a stage"] if rules - set(_LOWERS) else []
    if lowers:
        parts.append(f"{' and '.join(lowers)} without the compliance reviewer's approval")
    return f"this change {', and '.join(parts)}"


_LOWERS = {
    "governance.tier": "lowers the tier",
    "contract.success": "loosens a success target",
    "fallback.thresholds": "loosens an alert limit",
}


def before(result: ItemResult) -> str:
    """What it must be done before: the stage after its due stage, or a date of its own."""
    if result.dated and result.due_date:
        return f"by {full_day(result.due_date)}"
    following = result.due.next
    return f"before {following}" if following else "in production"


def advice(result: ItemResult) -> str:
    """Marks what does not block."""
    return " (advice)" if result.severity is Severity.ADVISORY else ""


def status(result: ItemResult) -> str:
    """`not applicable`."""
    return result.status.replace("-", " ")


def tier(report: Report) -> str:
    return f"{report.tier} tier" + ("" if report.tier_stated else " (not stated)")


def stage_after(report: Report) -> Stage | None:
    return report.judged.next


NO_FOLDER = "No readiness/ folder here. `readiness init` writes one."
_CONTRACT = "/readiness/contract.yaml"


def no_folder(report: Report) -> str:
    """Where nothing is judged; whoever stands beside a model is sent there.

    For terminals: paths are anybody's words.
    """
    snapshot = report.facts.snapshot if report.facts else None
    if snapshot and report.prefix and snapshot.has("readiness"):
        return (
            f"{plain(report.prefix)} has no readiness/ folder, but the repository's root has one: run this"
            " there, or pass that folder. For a second model, `readiness init` writes one here."
        )
    other = _misspelt_folder(report)
    if other:
        return f"No readiness/ folder here, but one called {plain(other)}/: rename it to readiness/."
    below = min((path for path in snapshot.paths if path.endswith(_CONTRACT)), default="") if snapshot else ""
    if below and not report.prefix:
        return (
            f"No readiness/ folder here, but {plain(below.removesuffix(_CONTRACT))}/ has one: pass that"
            " folder."
        )
    return NO_FOLDER


def _misspelt_folder(report: Report) -> str:
    """`Readiness`: names of folders have capitals on most systems, and the convention's has none."""
    snapshot = report.facts.snapshot if report.facts else None
    folders = {path.partition("/")[0] for path in snapshot.paths if "/" in path} if snapshot else set()
    return min((name for name in folders if name != "readiness" and name.lower() in _FOLDERS), default="")


_FOLDERS = frozenset({"readiness", ".readiness", "readyness", "readines"})


def done(items: Iterable[ItemResult]) -> str:
    """`6 of 10 done, 1 unknown`: of what the tier asks for.

    What nobody can tell here is not done, and no gap either.
    """
    asked = [result for result in items if result.asked]
    unknown = sum(result.status is Status.UNKNOWN for result in asked)
    told = f"{sum(result.status.closed for result in asked)} of {len(asked)} done"
    return told + (f", {unknown} unknown" if unknown else "")


def unverified(report: Report) -> str:
    """The headline's part on what nobody confirmed; empty if there is nothing."""
    relevant = unverified_items(report)
    return f"{plural(len(relevant), 'sign-off')} not verified here" if relevant else ""


def unverified_items(report: Report) -> list[ItemResult]:
    """Of what it is ready for, the items that nobody confirmed."""
    reached = report.ready_for
    return [r for r in report.items if r.unverified and r.due < reached]


def has_own_line(result: ItemResult) -> bool:
    """Whether the page says of an unverified item why it is so."""
    if result.status is Status.UNKNOWN:
        return bool(result.item.fields)
    return result.status is Status.WAIVED or bool(result.reason)


def judged_by(policy: Policy) -> Markdown:
    """Which of the organisation's policies counts, and why not the one that was asked for."""
    first = prose(f"{policy.note}.") if policy.note else md("Judged by {}.", policy.called)
    return join(" ", [first, *(prose(f"{doubt[:1].upper()}{doubt[1:]}.") for doubt in policy.unsure)])


def unproven(result: ItemResult) -> str:
    """Why an item without a finding holds something back: the policy asks for proof (`require_verified`)."""
    return result.reason or "stated, but not verified here; the policy requires proof"
