"""Which issues have nothing left to ask, and why; the guards against closing too much. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping

from readiness_bot.convention.settings import IssueMode
from readiness_bot.evidence.weigh import NOT_VERIFIED
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.plan.actions import CloseIssue
from readiness_bot.plan.known import OVERVIEW, SHORT, Known
from readiness_bot.render.phrases import before
from readiness_bot.text.marker import owned
from readiness_bot.text.markup import Markdown, commit_name, md
from readiness_bot.text.words import plural
from readiness_bot.vocabulary import Severity, Status

MAX_DROPPED = 5
"""More issues than these are not closed at once because "nobody asks any more": that smells of a broken
input."""


def closing(
    report: Report, known: Mapping[str, Known], wanted: Container[str], commit: str
) -> tuple[list[CloseIssue], list[str]]:
    """Open issues that nothing asks for any more, and what a person should know.

    While anything is wrong, none is closed.
    """
    # An open one that the bot had closed was opened by a person: it is left open.
    idle = [
        entry
        for key, entry in known.items()
        if key not in wanted and key != OVERVIEW and entry.issue.open and not entry.marker.closed
    ]
    if report.settings.issues is not IssueMode.ITEMS:
        actions = [_close(entry, md(""), "not_planned", "settings", commit) for entry in idle]
        return _unless_wrong(report, actions)
    done: list[CloseIssue] = []
    dropped: list[CloseIssue] = []
    for entry in idle:
        result = report.by_id.get(entry.name) if entry.marker.key.startswith("item=") else None
        if result is not None and _in_doubt(result, entry):
            continue
        why = _file_closed(report, entry, commit) if result is None else _item_closed(report, result, commit)
        if why is not None:
            action = _close(entry, why[0], why[1], commit[:SHORT] or why[1], commit)
            (done if why[1] == "completed" else dropped).append(action)
    if len(dropped) > max(MAX_DROPPED, sum(entry.issue.open for entry in known.values()) // 2):
        note = (
            f"{len(dropped)} issues would close because nothing asks for them any more; that many at once"
            " looks like a mistake, so they stay open."
        )
        kept, notes = _unless_wrong(report, done)
        return kept, [*notes, note]
    return _unless_wrong(report, [*done, *dropped])


def _in_doubt(result: ItemResult, entry: Known) -> bool:
    """The forge refuted it when the issue was written, and has not confirmed it since."""
    refuted = NOT_VERIFIED in (owned(entry.issue.body) or "")
    return refuted and result.unverified and result.status is Status.SATISFIED


def _close(entry: Known, told: Markdown, reason: str, closed: str, commit: str) -> CloseIssue:
    body = entry.turned(closed=closed, at=commit[:SHORT])
    return CloseIssue(entry.name, entry.issue.number, body, entry.told("closed", told), reason)


def _unless_wrong(report: Report, actions: list[CloseIssue]) -> tuple[list[CloseIssue], list[str]]:
    if not (report.findings and actions):
        return actions, []
    stays = plural(len(actions), "issue stays", "issues stay")
    return [], [f"{stays} open: nothing is closed while a readiness file is wrong."]


def _file_closed(report: Report, entry: Known, commit: str) -> tuple[Markdown, str] | None:
    if entry.marker.key.startswith("item="):
        return md("The convention no longer has this item."), "not_planned"
    if entry.name in report.missing_files:
        return md("Nothing in this file is due now."), "not_planned"
    return md("Closed{}: the default branch has the file now.", _by(report, commit)), "completed"


def _item_closed(report: Report, result: ItemResult, commit: str) -> tuple[Markdown, str] | None:
    """The closing comment and the reason for the forge; None: leave it open."""
    if result.status is Status.SATISFIED:
        return md("Closed{}: the default branch has it now.", _by(report, commit)), "completed"
    if result.status is Status.WAIVED:
        return md("Waived {}", result.reason), "not_planned"
    if result.status is Status.NOT_APPLICABLE:
        return md("Not needed: {}", result.reason), "not_planned"
    if result.status is Status.UNKNOWN:
        return None
    if result.severity is Severity.ADVISORY:
        return md("This is advice at {} tier, and advice gets no issue.", report.tier), "not_planned"
    told = md("Not due yet: it is due {}, and the model is in {}.", before(result), report.stage)
    return told, "not_planned"


def _by(report: Report, commit: str) -> Markdown:
    """The commit that last changed the readiness files, where the history tells; else the one that was
    judged."""
    revisions = report.facts.snapshot.history.revisions if report.facts else {}
    newest = max((r[0] for r in revisions.values() if r), key=lambda revision: revision.when, default=None)
    name = newest.commit if newest and commit else commit
    return md(" by {}", commit_name(name)) if name else md("")
