"""The overview issue: one, kept true, respected when people close it, and its sub-issues."""

from __future__ import annotations

from dataclasses import replace

from tests.models import Edit, report

from readiness_bot.convention.settings import IssueMode, Settings
from readiness_bot.forge.protocol import Issue
from readiness_bot.judging.report import Report
from readiness_bot.plan.actions import Action, CloseIssue, LinkIssue, OpenIssue, ReopenIssue, UpdateIssue
from readiness_bot.plan.issues import plan_issues
from readiness_bot.plan.overview import plan_links, plan_overview
from readiness_bot.text.marker import Marker, owned, read_marker, wrap
from readiness_bot.text.markup import md

GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")
LIVE: tuple[Edit, ...] = (
    ("contract", "stage: staging ", "stage: production "),
    ("contract", "outcome: {review_by: 2027-01-29}", "outcome: {review_by: 2027-01-29, results: {retained_revenue_uplift_pct: 2.4}}"),
)


def overview(found: Report, *others: Issue, **changes: object) -> Issue:
    """The overview as the bot opens it."""
    [action] = plan_overview(found, others).actions
    assert isinstance(action, OpenIssue)
    return replace(Issue(1, action.title, action.body, nests=True), **changes)  # type: ignore[arg-type]


def drill(**changes: object) -> Issue:
    [action] = plan_issues(report(GAP), []).actions
    assert isinstance(action, OpenIssue)
    return replace(Issue(7, action.title, action.body, id=700), **changes)  # type: ignore[arg-type]


def actions(found: Report, *issues: Issue) -> tuple[Action, ...]:
    return plan_overview(found, issues).actions


def set_to(found: Report, **settings: object) -> Report:
    return replace(found, settings=replace(Settings(), **settings))  # type: ignore[arg-type]


def test_it_is_opened_once() -> None:
    [action] = actions(report(GAP))
    assert isinstance(action, OpenIssue)
    assert (action.title, action.labels, action.assignee) == ("Readiness of churn-propensity", ("readiness",), None)
    assert actions(report(GAP), overview(report(GAP))) == ()


def test_it_names_the_issues() -> None:
    text = owned(overview(report(GAP), drill()).body) or ""
    assert "- Fallback drill: `sam-boateng` #7" in text


def test_what_people_declined_is_shown_as_that() -> None:
    text = owned(overview(report(GAP), drill(open=False, reason="not_planned")).body) or ""
    assert "- Fallback drill: `sam-boateng` #7, declined" in text


def test_fresh_facts_are_written_between_the_marks() -> None:
    old = overview(report())
    [action] = actions(report(GAP), replace(old, body=old.body + "\n\nour notes"))
    assert isinstance(action, UpdateIssue)
    assert action.body.endswith("\n\nour notes")


def test_closed_by_a_person_it_stays_closed() -> None:
    assert actions(report(GAP), overview(report(), open=False, reason="not_planned")) == ()
    assert actions(report(GAP), overview(report(), open=False, reason="completed")) == ()


def test_live_and_nothing_open_closes_it_without_a_word() -> None:
    [action] = actions(report(*LIVE), overview(report()))
    assert isinstance(action, CloseIssue)
    assert (action.reason, action.comment) == ("completed", "")


def test_and_it_comes_back_with_the_next_gap() -> None:
    [closed] = actions(report(*LIVE), overview(report()))
    assert isinstance(closed, CloseIssue)
    old = Issue(1, "t", closed.body, open=False, reason="completed")
    assert actions(report(*LIVE), old) == ()
    [action] = actions(report(GAP), old)
    assert isinstance(action, ReopenIssue)
    assert action.comment == ""


def test_switched_off_by_the_settings() -> None:
    for settings in ({"overview": False}, {"issues": IssueMode.OFF}):
        assert actions(set_to(report(GAP), **settings)) == ()
        [action] = actions(set_to(report(GAP), **settings), overview(report(GAP)))
        assert isinstance(action, CloseIssue)
        assert (action.reason, action.comment) == ("not_planned", "")


def test_the_overview_alone_closes_the_others_without_a_word() -> None:
    [action] = plan_issues(set_to(report(GAP), issues=IssueMode.OVERVIEW), [drill()]).actions
    assert isinstance(action, CloseIssue)
    assert (action.reason, action.comment) == ("not_planned", "")
    back = drill(body=action.body, open=False, reason="not_planned")
    [again] = plan_issues(report(GAP), [back]).actions
    assert isinstance(again, ReopenIssue)
    assert again.comment == ""


def test_a_new_issue_becomes_its_sub_issue_once() -> None:
    issues = [overview(report(GAP)), drill()]
    assert plan_links(report(GAP), issues, {7}).actions == (LinkIssue("fallback.drill", 1, 700),)
    assert plan_links(report(GAP), issues, {1}).actions == (LinkIssue("fallback.drill", 1, 700),)
    assert plan_links(report(GAP), issues, set()).actions == ()


def test_what_has_a_parent_or_a_server_without_them_is_left_alone() -> None:
    assert plan_links(report(GAP), [overview(report(GAP)), drill(nested=True)], {7}).actions == ()
    assert plan_links(report(GAP), [overview(report(GAP), nests=False), drill()], {7}).actions == ()


def test_another_models_overview_is_not_ours() -> None:
    other = Issue(1, "t", wrap(Marker("overview=status", "models/other/"), md("text")))
    assert len(actions(report(GAP), other)) == 1


def test_it_remembers_the_day_on_which_it_was_opened() -> None:
    marker = read_marker(overview(report(GAP)).body)
    assert marker is not None
    assert marker.since == "2026-11-20"


def test_what_is_not_in_force_is_said_until_it_was_looked_at_again() -> None:
    """A push does not look: what was found last still stands, and nothing is written."""
    found, off = report(GAP), "No rule requires the status readiness: main. `readiness doctor` says how to fix it."
    [opened] = plan_overview(found, [], off=off).actions
    assert isinstance(opened, OpenIssue)
    assert "⚠️ No rule requires the status readiness: main." in opened.body
    issue = Issue(1, opened.title, opened.body)
    assert plan_overview(found, [issue]).actions == ()
    assert plan_overview(found, [issue], off=off).actions == ()
    [edited] = plan_overview(found, [issue], off="").actions
    assert isinstance(edited, UpdateIssue)
    assert "⚠️" not in edited.body


def test_whatever_stands_in_the_marker_is_text() -> None:
    """Whoever may edit the issue may have written it."""
    found = report(GAP)
    [opened] = plan_overview(found, [], off="@mei-chen <img src=x> #12").actions
    assert isinstance(opened, OpenIssue)
    body = plan_overview(found, [Issue(1, opened.title, opened.body)]).actions
    assert body == ()
    assert "⚠️ `@mei-chen` &lt;img src=x&gt; `#12`" in opened.body
