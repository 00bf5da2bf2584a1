"""One body, one action: what two planners have to say about one issue's text is written at once, and the next run writes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.models import Edit, report

from readiness_bot.forge.folder.forge import FolderForge
from readiness_bot.judging.report import Report
from readiness_bot.plan.actions import CloseIssue, Plan, Remind, UpdateIssue, Writing
from readiness_bot.plan.apply import apply
from readiness_bot.plan.issues import plan_issues
from readiness_bot.plan.overview import plan_overview
from readiness_bot.text.marker import owned, read_marker
from readiness_bot.text.markup import md

DRILL: Edit = ("fallback", "minutes: 18", "minutes: 45")
FINDINGS: Edit = ("governance", "open_findings: 0", "open_findings: 2")
LATER = date(2026, 12, 10)
"""Three weeks after the first run."""


def done(forge: FolderForge, found: Report) -> None:
    apply(plan_issues(found, forge.own_issues()), forge)
    apply(plan_overview(found, forge.own_issues()), forge)


def test_a_reminder_that_is_due_when_the_overview_changes_brings_the_new_text(tmp_path: Path) -> None:
    forge = FolderForge(tmp_path)
    done(forge, report(DRILL, FINDINGS))
    apply(plan_issues(report(FINDINGS, today=LATER), forge.own_issues()), forge)
    plan = plan_overview(report(FINDINGS, today=LATER), forge.own_issues())
    [action] = plan.actions
    assert isinstance(action, Remind)
    text = owned(action.body) or ""
    assert "Independent validation" in text
    apply(plan, forge)
    written = next(issue for issue in forge.own_issues() if issue.number == action.number)
    assert owned(written.body) == text
    marker = read_marker(written.body)
    assert marker is not None
    assert marker.told == ("evaluation@2026-10-19=2",)
    assert plan_overview(report(FINDINGS, today=LATER), forge.own_issues()).actions == ()


def test_whoever_puts_a_plan_together_a_body_is_written_once() -> None:
    update, remind = UpdateIssue("a", 1, md("new")), Remind("a", 1, md("hello"), md("new, and told"))
    close, other = CloseIssue("a", 1, md("closed"), md(""), "completed"), UpdateIssue("b", 2, md("text"))
    for actions, stays in (
        ((update, remind, other), (remind, other)),
        ((update, close), (close,)),
        ((close, remind), (close,)),
        ((remind, update), (update,)),
    ):
        assert Plan(actions).actions == stays
        numbers = [action.number for action in Plan(actions).actions if isinstance(action, Writing)]
        assert len(numbers) == len(set(numbers))
