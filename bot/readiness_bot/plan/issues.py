"""From a report and the issues as they are to the actions that are missing. Pure.

The rows of the table in docs/bot.md are the branches here. On doubt nothing is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from readiness_bot.evidence.weigh import NOT_VERIFIED
from readiness_bot.forge.protocol import Issue
from readiness_bot.plan.actions import Action, CloseIssue, OpenIssue, Plan, ReopenIssue, UpdateIssue
from readiness_bot.plan.marker import Marker, owned, read_marker, wrap
from readiness_bot.render.issue import file_issue_body, file_issue_title, issue_body, issue_title
from readiness_bot.render.links import Links
from readiness_bot.render.words import before, plural
from readiness_bot.report import ItemResult, Report
from readiness_bot.vocabulary import Severity, Status, Timing

MAX_NEW = 10
"""New issues a run: a wall of them is read by nobody."""
MAX_DROPPED = 5
"""More issues than these are not closed at once because "nobody asks any more": that smells of a broken input."""
LABEL = "readiness"


@dataclass(frozen=True, slots=True)
class _Known:
    issue: Issue
    marker: Marker


@dataclass(frozen=True, slots=True)
class _Wanted:
    title: str
    text: str
    assignee: str | None
    file: str


def plan_issues(
    report: Report, issues: Sequence[Issue], links: Links | None = None, commit: str = ""
) -> Plan:
    """`issues`: the bot's own, open and closed. `commit`: what is judged, to be named when a gap closes."""
    if report.absent:
        return Plan(notes=("There is no readiness/ folder, so no issue was touched.",))
    known, duplicates = _known(report, issues)
    wanted = _wanted(report, known, links)
    opening = [_open(key, want, report) for key, want in wanted.items() if key not in known]
    keeping = [action for key, want in wanted.items() if key in known for action in _keep(known[key], want)]
    closing, notes = _closing(report, known, wanted, commit)
    if len(opening) > MAX_NEW:
        notes.append(
            f"{plural(len(opening) - MAX_NEW, 'more issue')} will be opened by the next runs, {MAX_NEW} a run."
        )
    return Plan((*duplicates, *closing, *keeping, *opening[:MAX_NEW]), tuple(notes))


def _known(report: Report, issues: Sequence[Issue]) -> tuple[dict[str, _Known], list[Action]]:
    """One issue for each key, the lowest number; other open ones are duplicates."""
    known: dict[str, _Known] = {}
    duplicates: list[Action] = []
    for issue in sorted(issues, key=lambda issue: issue.number):
        marker = read_marker(issue.body)
        if marker is None or marker.folder != report.prefix or marker.key.startswith("pr="):
            continue
        if marker.key not in known:
            known[marker.key] = _Known(issue, marker)
        elif issue.open:
            first = known[marker.key].issue.number
            body = wrap(replace(marker, closed="duplicate"), owned(issue.body) or "", issue.body)
            duplicates.append(
                CloseIssue(_name(marker.key), issue.number, body, f"The same as #{first}.", "not_planned")
            )
    return known, duplicates


def _wanted(report: Report, known: Mapping[str, _Known], links: Links | None) -> dict[str, _Wanted]:
    """Due and overdue blocking gaps; a missing file is one issue, not ten."""
    wanted: dict[str, _Wanted] = {}
    for result in report.items:
        if not result.blocks or result.timing is Timing.UPCOMING:
            continue
        file, key = result.item.file, f"item={result.id}"
        if file in report.missing_files and not (key in known and known[key].issue.open):
            rows = [
                r
                for r in report.items
                if r.item.file == file and r.blocks and r.timing is not Timing.UPCOMING
            ]
            text = file_issue_body(file, rows, report, links)
            wanted.setdefault(
                f"file={file}", _Wanted(file_issue_title(file, report), text, rows[0].owner, file)
            )
        else:
            wanted[key] = _Wanted(
                issue_title(result, report), issue_body(result, report, links), result.owner, file
            )
    return wanted


def _open(key: str, want: _Wanted, report: Report) -> OpenIssue:
    labels = (LABEL, f"{LABEL}: {want.file.rpartition('.')[0]}")
    return OpenIssue(
        _name(key), want.title, wrap(Marker(key, report.prefix), want.text), labels, want.assignee
    )


def _keep(known: _Known, want: _Wanted) -> Iterator[Action]:
    """An issue for a gap that is there: fresh facts; open again if the bot had closed it; a person's word stands."""
    issue, marker = known.issue, known.marker
    name = _name(marker.key)
    if issue.open:
        present = owned(issue.body)
        if present is not None and (present.strip() != want.text.strip() or marker.closed):
            yield UpdateIssue(name, issue.number, wrap(replace(marker, closed=""), want.text, issue.body))
        return
    if marker.closed:
        body = wrap(replace(marker, closed=""), want.text, issue.body)
        yield ReopenIssue(name, issue.number, body, f"This gap is back. {_first_line(want.text)}")
    elif issue.reason != "not_planned" and not marker.reopened:
        body = wrap(replace(marker, reopened=True), want.text, issue.body)
        told = "This was closed as completed, and the default branch still has the gap. If it is not one, close it again: it will stay closed."
        yield ReopenIssue(name, issue.number, body, f"{told} {_first_line(want.text)}")


def _closing(
    report: Report, known: Mapping[str, _Known], wanted: Mapping[str, _Wanted], commit: str
) -> tuple[list[Action], list[str]]:
    """Open issues that nothing asks for any more. While anything is wrong, none is closed."""
    done: list[Action] = []
    dropped: list[Action] = []
    for key, entry in known.items():
        if key in wanted or not entry.issue.open or entry.marker.closed:
            continue  # an open one that the bot had closed was opened by a person: leave it
        result = report.by_id.get(_name(key)) if key.startswith("item=") else None
        if result is not None and _in_doubt(result, entry.issue):
            continue
        told = _why_closed(report, key, result, commit)
        if told is None:
            continue
        text, reason = told
        marker = replace(entry.marker, closed=commit[:12] or reason)
        action = CloseIssue(
            _name(key),
            entry.issue.number,
            wrap(marker, owned(entry.issue.body) or "", entry.issue.body),
            text,
            reason,
        )
        (done if reason == "completed" else dropped).append(action)
    if report.findings and (done or dropped):
        return [], [
            f"{plural(len(done) + len(dropped), 'issue stays', 'issues stay')} open: nothing is closed while a readiness file is wrong."
        ]
    open_count = sum(entry.issue.open for entry in known.values())
    if len(dropped) > max(MAX_DROPPED, open_count // 2):
        note = f"{len(dropped)} issues would close because nothing asks for them any more; that many at once looks like a mistake, so they stay open."
        return done, [note]
    return [*done, *dropped], []


def _in_doubt(result: ItemResult, issue: Issue) -> bool:
    """The forge refuted it when the issue was written, and has not confirmed it since."""
    return (
        result.unverified and result.status is Status.SATISFIED and NOT_VERIFIED in (owned(issue.body) or "")
    )


def _why_closed(report: Report, key: str, result: ItemResult | None, commit: str) -> tuple[str, str] | None:
    """The closing comment and the reason for the forge; None: leave it open."""
    by = f" by {commit[:12]}" if commit else ""
    if key.startswith("file="):
        missing = _name(key) in report.missing_files
        return (
            ("Nothing in this file is due now.", "not_planned")
            if missing
            else (f"The file is there{by}.", "completed")
        )
    if result is None:
        return "The convention no longer has this item.", "not_planned"
    if result.status is Status.SATISFIED:
        return f"Closed{by}: {result.item.title.lower()} is there.", "completed"
    if result.status is Status.WAIVED:
        return f"Waived {result.reason}", "not_planned"
    if result.status is Status.NOT_APPLICABLE:
        return f"Not needed: {result.reason}", "not_planned"
    if result.status is Status.UNKNOWN:
        return None
    if result.severity is Severity.ADVISORY:
        return f"This is advice at {report.tier} tier, and advice gets no issue.", "not_planned"
    return f"Not due yet: it is due {before(result)}, and the model is in {report.stage}.", "not_planned"


def _name(key: str) -> str:
    return key.partition("=")[2]


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
