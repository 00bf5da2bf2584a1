"""The one overview issue: opened, kept true, closed when the model is live and nothing is open. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from readiness_bot.convention.settings import IssueMode
from readiness_bot.forge.protocol import Issue
from readiness_bot.judging.report import Report
from readiness_bot.plan.actions import (
    Action,
    CloseIssue,
    LinkIssue,
    OpenIssue,
    Plan,
    ReopenIssue,
    UpdateIssue,
)
from readiness_bot.plan.after import after
from readiness_bot.plan.known import OVERVIEW, SHORT, Known, known_issues
from readiness_bot.plan.reminders import follow_up
from readiness_bot.render.overview import Past, overview_body, overview_title
from readiness_bot.text.links import Links
from readiness_bot.text.marker import Marker, owned, wrap
from readiness_bot.text.markup import Markdown, md
from readiness_bot.text.markup import issue as issue_number
from readiness_bot.vocabulary import Stage, Status

NAME = "overview"


def plan_overview(
    report: Report,
    issues: Sequence[Issue],
    past: Past | None = None,
    links: Links | None = None,
    commit: str = "",
    off: str | None = None,
) -> Plan:
    """The overview, and the reminders.

    `issues`: as they are once `plan_issues` has been applied. `off`: what is not in force here, in words;
    None where that was not looked at, so that what was found last still stands.
    """
    if report.absent:
        return Plan()
    known = known_issues(report.prefix, issues)
    present = known.get(OVERVIEW)
    if report.settings.issues is IssueMode.OFF or not report.settings.overview:
        closed = _close(present, "settings", "not_planned", commit) if present and present.issue.open else ()
        return _reminding(report, issues, closed)
    off = off if off is not None else present.marker.off if present else ""
    text = overview_body(report, _numbers(report, known), past, links, off)
    return _reminding(report, issues, _overview(report, present, text, commit, off))


def _reminding(report: Report, issues: Sequence[Issue], actions: tuple[Action, ...]) -> Plan:
    """A reminder's memory goes into the body as `actions` leave it: one body, one action (`Plan`)."""
    return Plan((*actions, *follow_up(report, known_issues(report.prefix, after(issues, actions)))))


def _overview(
    report: Report, present: Known | None, text: Markdown, commit: str, off: str
) -> tuple[Action, ...]:
    if present is None:
        if _finished(report):
            return ()
        since = report.today.isoformat()
        marker = Marker(OVERVIEW, report.prefix, at=commit[:SHORT], since=since, off=off)
        return (OpenIssue(NAME, overview_title(report), wrap(marker, text), (report.settings.label,)),)
    issue, marker = present.issue, present.marker
    now = owned(issue.body)
    if now is None or (not issue.open and not marker.closed):
        return ()  # people took the text over, or closed the issue
    if issue.open and _finished(report) and not marker.closed and not report.findings:
        return _close(present, "live", "completed", commit, text)
    if not issue.open and marker.closed:
        if _finished(report):
            return ()
        body = present.turned(text, closed="", at=commit[:SHORT], off=off)
        return (ReopenIssue(NAME, issue.number, body, md("")),)
    if now.strip() == text.strip():
        return ()
    return (UpdateIssue(NAME, issue.number, present.body(text, at=commit[:SHORT], off=off)),)


def _finished(report: Report) -> bool:
    """Live, and nothing is asked of anybody: an open issue would only stand there."""
    return report.stage is Stage.PRODUCTION and not any(
        result.status is Status.GAP for result in report.items
    )


def _close(
    present: Known, closed: str, reason: str, commit: str, text: Markdown | None = None
) -> tuple[Action, ...]:
    body = present.turned(text, closed=closed, at=commit[:SHORT])
    return (CloseIssue(NAME, present.issue.number, body, md(""), reason),)


def plan_links(report: Report, issues: Sequence[Issue], fresh: Container[int]) -> Plan:
    """What was opened just now (`fresh`: numbers) as sub-issues of the overview; all that is open, if it is
    new itself.

    Never again after that: what people take out, or put elsewhere, stays there.
    """
    known = known_issues(report.prefix, issues)
    parent = known.get(OVERVIEW)
    if parent is None or not parent.issue.open or not parent.issue.nests:
        return Plan()
    return Plan(
        tuple(
            LinkIssue(entry.name, parent.issue.number, entry.issue.id)
            for key, entry in known.items()
            if key != OVERVIEW
            and entry.issue.open
            and not entry.issue.nested
            and (entry.issue.number in fresh or parent.issue.number in fresh)
        )
    )


def _numbers(report: Report, known: Mapping[str, Known]) -> dict[str, Markdown]:
    """Item → its issue, or that of its missing file, with what people made of it."""
    found = {}
    for result in report.items:
        entry = known.get(f"item={result.id}")
        if (entry is None or not entry.issue.open) and result.item.file in report.missing_files:
            entry = known.get(f"file={result.item.file}", entry)
        if entry is not None and result.status is Status.GAP:
            told = md(", declined") if entry.declined else md(", disputed") if entry.disputed else md("")
            found[result.id] = md("{}{}", issue_number(entry.issue.number), told)
    return found
