"""From a report and the issues as they are to the actions that are missing. Pure.

The rows of the table in docs/bot.md are the branches here. On doubt nothing is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness_bot.convention.settings import IssueMode
from readiness_bot.forge.protocol import Issue
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.plan.actions import Action, AssignIssue, OpenIssue, Plan, ReopenIssue, UpdateIssue
from readiness_bot.plan.closing import closing
from readiness_bot.plan.known import SHORT, Known, duplicates, known_issues, name_of
from readiness_bot.render.issue import file_issue_body, file_issue_title, issue_body, issue_title
from readiness_bot.text.links import Links
from readiness_bot.text.marker import Marker, owned, wrap
from readiness_bot.text.markup import Markdown, first_line, md
from readiness_bot.text.title import Line
from readiness_bot.text.words import plural
from readiness_bot.vocabulary import Timing


@dataclass(frozen=True, slots=True)
class Desired:
    """An issue that should be open. `results`: the item, or all that a missing file will have to answer."""

    key: str
    results: tuple[ItemResult, ...]
    report: Report
    links: Links | None

    @property
    def owner(self) -> str:
        return self.results[0].owner or ""

    @property
    def file(self) -> str:
        return self.results[0].item.file

    @property
    def title(self) -> Line:
        if self.key.startswith("file="):
            return file_issue_title(self.file, self.report)
        return issue_title(self.results[0], self.report)

    def text(self, unassigned: str) -> Markdown:
        """`unassigned`: a login of whom it is known that it cannot be assigned here."""
        if self.key.startswith("file="):
            return file_issue_body(self.file, self.results, self.links, unassigned)
        return issue_body(self.results[0], self.report, self.links, unassigned)


def plan_issues(
    report: Report,
    issues: Sequence[Issue],
    links: Links | None = None,
    commit: str = "",
    assignable: Mapping[str, bool] | None = None,
) -> Plan:
    """`issues`: the bot's own, open and closed.

    `commit`: what is judged. `assignable`: what the forge said of `to_ask`.
    """
    if report.absent:
        return Plan(notes=("There is no readiness/ folder, so no issue was touched.",))
    assignable = assignable or {}
    known = known_issues(report.prefix, issues)
    wanted = desired(report, known, links)
    keeping = [
        a for key, want in wanted.items() if key in known for a in _keep(known[key], want, commit, assignable)
    ]
    done, notes = closing(report, known, wanted, commit)
    opening = [want for key, want in wanted.items() if key not in known]
    opening.sort(key=lambda want: want.results[0].timing is not Timing.OVERDUE)
    most = report.settings.new_issues
    if len(opening) > most:
        notes.append(
            f"{plural(len(opening) - most, 'more issue')} will be opened by the next runs, {most} per run."
        )
    opened = [_open(want, commit, assignable) for want in opening[:most]]
    return Plan((*duplicates(report.prefix, issues), *done, *keeping, *opened), tuple(notes))


def to_ask(report: Report, issues: Sequence[Issue]) -> tuple[str, ...]:
    """Logins of whom the forge must say whether they can be assigned: the owners of new issues, and new
    owners."""
    if report.absent:
        return ()
    known = known_issues(report.prefix, issues)
    wanted = desired(report, known, None).values()
    opening = [want.owner for want in wanted if want.key not in known]
    changed = [want.owner for want in wanted if want.key in known and _new_owner(known[want.key], want)]
    return tuple(dict.fromkeys(filter(can_be_assigned, (*opening, *changed))))


def can_be_assigned(owner: str) -> bool:
    """A person can, a team can't (https://docs.github.com/rest/issues/assignees): its issue mentions it."""
    return bool(owner) and "/" not in owner


def desired(report: Report, known: Mapping[str, Known], links: Links | None) -> dict[str, Desired]:
    """Due and overdue blocking gaps; a missing file is one issue, not ten."""
    if report.settings.issues is not IssueMode.ITEMS:
        return {}
    gaps = [r for r in report.items if r.blocks and r.timing is not Timing.UPCOMING]
    wanted: dict[str, Desired] = {}
    for result in gaps:
        file, key = result.item.file, f"item={result.id}"
        if file in report.missing_files and not (key in known and known[key].issue.open):
            results = tuple(r for r in gaps if r.item.file == file)
            wanted.setdefault(f"file={file}", Desired(f"file={file}", results, report, links))
        else:
            wanted[key] = Desired(key, (result,), report, links)
    return wanted


def _open(want: Desired, commit: str, assignable: Mapping[str, bool]) -> OpenIssue:
    unassigned = "" if assignable.get(want.owner, True) else want.owner
    report = want.report
    marker = Marker(
        want.key,
        report.prefix,
        at=commit[:SHORT],
        since=report.today.isoformat(),
        owner=want.owner,
        unassigned=unassigned,
    )
    label = report.settings.label
    return OpenIssue(
        name_of(want.key),
        want.title,
        wrap(marker, want.text(unassigned)),
        (label, f"{label}: {want.file.rpartition('.')[0]}", *report.policy.labels),
        want.owner if can_be_assigned(want.owner) and not unassigned else None,
    )


def _new_owner(known: Known, want: Desired) -> bool:
    """Somebody must act who was not told yet.

    An issue of a time before owners were remembered is left as it is.
    """
    return bool(known.issue.open and known.marker.owner and want.owner) and known.marker.owner != want.owner


def _keep(known: Known, want: Desired, commit: str, assignable: Mapping[str, bool]) -> Iterator[Action]:
    """An issue for a gap that is there: fresh facts; open again if the bot had closed it; a person's word
    stands."""
    issue, marker, name = known.issue, known.marker, known.name
    new_owner = _new_owner(known, want)
    unassigned = (
        marker.unassigned if not new_owner else "" if assignable.get(want.owner, True) else want.owner
    )
    text = want.text(unassigned)
    memory = {"closed": "", "at": commit[:SHORT], "owner": want.owner, "unassigned": unassigned}
    if issue.open:
        present = owned(issue.body)
        if present is None:  # people took the text over
            return
        if (
            new_owner and not unassigned and can_be_assigned(want.owner)
        ):  # before it is remembered, or a run that ends in between forgets it
            yield AssignIssue(name, issue.number, want.owner)
        if present.strip() != text.strip() or marker.closed or new_owner:
            yield UpdateIssue(name, issue.number, known.body(text, **memory))
    elif marker.closed:
        told = md("") if marker.closed == "settings" else md("This gap is back. {}", first_line(text))
        body = known.turned(text, **memory)
        yield ReopenIssue(name, issue.number, body, known.told("opened", told))
    elif issue.reason != "not_planned" and not marker.reopened:
        told = md(
            "This was closed as completed, but the default branch still has the gap. If you disagree, close"
            " it again: it will stay closed. {}",
            first_line(text),
        )
        body = known.turned(text, **memory, reopened=True)
        yield ReopenIssue(name, issue.number, body, known.told("opened", told))
