"""Reminders: when, to whom, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.models import Edit, report, said
from tests.policies import policy

from readiness_bot.convention.settings import ReminderMode, Settings
from readiness_bot.forge.protocol import Issue
from readiness_bot.judging.report import Report
from readiness_bot.plan.actions import OpenIssue, Remind
from readiness_bot.plan.issues import plan_issues
from readiness_bot.plan.known import known_issues
from readiness_bot.plan.overview import plan_overview
from readiness_bot.plan.reminders import follow_up
from readiness_bot.text.marker import read_marker

GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")
DUE = date(2026, 11, 30)
"""The planned first day in production: what is due in staging is late after it."""


def on(days: int, **settings: object) -> Report:
    """So many days after the date."""
    found = report(GAP, ("fallback", "date: 2026-11-13, minutes", "date: 2026-11-15, minutes"), today=DUE + timedelta(days=days))
    return replace(found, settings=replace(Settings(), **settings))  # type: ignore[arg-type]


def opened(found: Report) -> list[Issue]:
    """The overview and the drill's issue as opened on 20 November."""
    first = replace(found, today=date(2026, 11, 20))
    actions = (*plan_overview(first, []).actions, *plan_issues(first, []).actions)
    return [Issue(n, a.title, a.body) for n, a in enumerate(actions, 1) if isinstance(a, OpenIssue)]


def reminded(found: Report, issues: list[Issue]) -> list[Remind]:
    return [action for action in follow_up(found, known_issues("", issues)) if isinstance(action, Remind)]


def after(issues: list[Issue], reminder: Remind) -> list[Issue]:
    return [replace(issue, body=reminder.body) if issue.number == reminder.number else issue for issue in issues]


@pytest.mark.parametrize("days", [0, 1, 6])
def test_not_before_a_week_has_passed(days: int) -> None:
    assert reminded(on(days), opened(on(days))) == []


def test_after_a_week_those_who_can_close_it_are_reminded() -> None:
    [action] = reminded(on(7), opened(on(7)))
    assert (action.number, said(action.comment)) == (
        1,
        "1 item is still open that was due before production (30 Nov 2026, 7 days late):\n\n- @sam-boateng: fallback drill (#2)\n",
    )


def test_once() -> None:
    issues = opened(on(7))
    [action] = reminded(on(7), issues)
    assert reminded(on(8), after(issues, action)) == []


@pytest.mark.parametrize(("days", "sent"), [(2, 0), (3, 1), (8, 1)])
def test_on_the_days_that_the_policy_sets(days: int, sent: int) -> None:
    found = on(days)
    assert found.facts is not None
    found = replace(found, facts=replace(found.facts, policy=policy("reminder_days: [3, 9]")))
    assert len(reminded(found, opened(on(0)))) == sent


def test_with_growing_distance_then_who_decides() -> None:
    issues, sent = opened(on(0)), []
    for day in range(100):
        for action in reminded(on(day), issues):
            issues = after(issues, action)
            sent.append((day, said(action.comment).split(":")[0]))
    assert sent == [
        (7, "1 item is still open that was due before production (30 Nov 2026, 7 days late)"),
        (14, "1 item is still open that was due before production (30 Nov 2026, 14 days late)"),
        (28, "1 item is still open that was due before production (30 Nov 2026, 28 days late)"),
        (42, "@sam-boateng"),
        (56, "@mei-chen"),
    ]


def test_runs_that_were_missed_are_not_made_up_for() -> None:
    issues = opened(on(0))
    [action] = reminded(on(30), issues)
    assert reminded(on(31), after(issues, action)) == []
    marker = read_marker(action.body)
    assert marker is not None
    assert marker.told == ("staging@2026-11-30=3",)


def test_an_old_repository_is_not_reminded_on_its_first_day() -> None:
    late = on(60)
    actions = plan_overview(late, []).actions
    issues = [Issue(1, "t", a.body) for a in actions if isinstance(a, OpenIssue)]
    assert reminded(late, issues) == []
    assert len(reminded(on(67), issues)) == 1


def test_a_declined_item_is_not_brought_up_again() -> None:
    overview, drill = opened(on(7))
    assert reminded(on(7), [overview, replace(drill, open=False, reason="not_planned")]) == []


def test_without_an_overview_it_stands_in_the_lowest_open_issue() -> None:
    [action] = reminded(on(7, overview=False), opened(on(7))[1:])
    assert (action.number, action.item) == (2, "fallback.drill")


def test_switched_off() -> None:
    assert reminded(on(7, reminders=ReminderMode.OFF), opened(on(7))) == []


def test_while_a_file_is_wrong_nobody_is_reminded() -> None:
    wrong = replace(report(GAP, ("governance", "compliance: {by", "complience: {by"), today=DUE + timedelta(days=7)))
    assert reminded(wrong, opened(on(7))) == []


def test_a_digest_is_one_comment_a_week() -> None:
    issues, sent = opened(on(0)), []
    for day in range(-10, 20):
        for action in reminded(on(day, reminders=ReminderMode.DIGEST), issues):
            issues = after(issues, action)
            sent.append((DUE + timedelta(days=day)).isoformat())
    assert sent == ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"]


def test_a_digest_mentions_who_became_late_since_the_last() -> None:
    issues = opened(on(0))
    [first] = reminded(on(1, reminders=ReminderMode.DIGEST), issues)
    assert said(first.comment) == (
        "**The week of 1 Dec 2026**\n\nWas due before production (30 Nov 2026, 1 day late):\n\n- @sam-boateng: fallback drill (#2)\n"
    )
    [second] = reminded(on(8, reminders=ReminderMode.DIGEST), after(issues, first))
    assert said(second.comment) == (
        "**The week of 8 Dec 2026**\n\nWas due before production (30 Nov 2026, 8 days late):\n\n- `sam-boateng`: fallback drill (#2)\n"
    )
