"""The weekly digest as a plan: who is told what, and that nobody is told twice a week."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.rows import DAY, item, row

from readiness_bot.forge.protocol import Issue
from readiness_bot.plan.actions import Action, CloseIssue, OpenIssue, Remind, UpdateIssue
from readiness_bot.plan.after import after
from readiness_bot.plan.digest import Round, plan_digest, plan_messages, to_ask
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.waiting import waiting
from readiness_bot.text.marker import owned

NEXT_DAY, NEXT_WEEK = DAY + timedelta(1), DAY + timedelta(7)
CHURN, FRAUD = row("acme/churn", item("kim-oyelaran", 9), value=5), row("acme/fraud", item("Kim-Oyelaran", 2))


def planned(rows: Sequence[Row], issues: Sequence[Issue] = (), day: date = DAY, **more: object) -> tuple[Action, ...]:
    this = Round(day, **more)  # type: ignore[arg-type]
    people = waiting(rows, day)
    return plan_digest(people, issues, this, dict.fromkeys(to_ask(people, issues, this), True)).actions


def kinds(actions: Sequence[Action]) -> list[str]:
    return [action.kind for action in actions]


def issue_of(actions: Sequence[Action]) -> Issue:
    """The issue that was opened."""
    [action] = actions
    assert isinstance(action, OpenIssue)
    return Issue(1, action.title, action.body)


OPENED = issue_of(planned([CHURN]))


def test_one_issue_a_person() -> None:
    actions = planned([CHURN, FRAUD, row("acme/x", item("lee")), row("acme/y", item(""))])
    assert [(action.kind, action.item) for action in actions] == [("open-issue", "kim-oyelaran"), ("open-issue", "lee")]


def test_nothing_changed_nothing_written() -> None:
    assert [planned([CHURN], [OPENED], day) for day in (DAY, NEXT_DAY, NEXT_WEEK, DAY + timedelta(400))] == [()] * 4


def test_what_is_new_is_in_the_text_at_once_and_told_once_a_week() -> None:
    assert kinds(planned([CHURN, FRAUD], [OPENED], NEXT_DAY)) == ["update-issue"]
    issues = after([OPENED], planned([CHURN, FRAUD], [OPENED], NEXT_DAY))
    [told] = planned([CHURN, FRAUD], issues, NEXT_WEEK)
    assert isinstance(told, Remind)
    assert "@kim-oyelaran: 1 new thing waits for you.\n\n- **fraud** ·" in told.comment
    assert "Altogether: 2 things in 2 models wait for you; one of these models costs about EUR 5 a week." in told.comment
    assert planned([CHURN, FRAUD], after(issues, [told]), NEXT_WEEK) == ()


def test_what_became_late_is_new() -> None:
    issue = issue_of(planned([row("acme/churn", item("kim"))]))
    assert kinds(planned([row("acme/churn", item("kim", 1))], [issue], NEXT_WEEK)) == ["remind"]


def test_what_is_done_leaves_the_text_and_calls_nobody() -> None:
    issue = issue_of(planned([CHURN, FRAUD]))
    [action] = planned([CHURN], [issue], NEXT_WEEK)
    assert isinstance(action, UpdateIssue)
    assert kinds(planned([CHURN, FRAUD], after([issue], [action]), NEXT_WEEK)) == ["remind"]


def test_nothing_waits_any_more() -> None:
    assert kinds(planned([row()], [OPENED], NEXT_DAY)) == ["update-issue"]
    [action] = planned([row()], [OPENED], NEXT_WEEK)
    assert isinstance(action, CloseIssue)
    assert (action.reason, action.comment.partition("\n")[2]) == ("completed", "Nothing waits for you any more. Thank you!")
    assert planned([row()], after([OPENED], [action]), NEXT_WEEK) == ()
    assert planned([CHURN], after([OPENED], [action]), NEXT_WEEK) == ()
    assert kinds(planned([CHURN], after([OPENED], [action]), NEXT_WEEK + timedelta(7))) == ["reopen-issue"]


def test_in_doubt_nothing_is_closed() -> None:
    assert planned([row()], [OPENED], NEXT_WEEK, complete=False) == ()


def test_who_closed_theirs_hears_no_more() -> None:
    assert planned([CHURN, FRAUD], [replace(OPENED, open=False, reason="completed")], NEXT_WEEK) == ()


def test_who_took_the_text_over_keeps_it() -> None:
    mine = replace(OPENED, body=OPENED.body.partition("\n")[0] + "\nmine")
    assert planned([CHURN, FRAUD], [mine], NEXT_WEEK) == () == planned([row()], [mine], NEXT_WEEK)


def test_two_runs_at_once() -> None:
    [action] = planned([CHURN], [OPENED, replace(OPENED, number=2)])
    assert isinstance(action, CloseIssue)
    assert (action.number, "The same as #1." in action.comment) == (2, True)


def test_people_write_around_it() -> None:
    issue = replace(OPENED, body=OPENED.body + "\nOn holiday until May.")
    [action] = planned([CHURN, FRAUD], [issue], NEXT_DAY)
    assert isinstance(action, UpdateIssue)
    assert action.body.endswith("\nOn holiday until May.")


@pytest.mark.parametrize(
    ("login", "assignee", "first"),
    [("jonas-weber", None, "@jonas-weber: "), ("mei-chen", "mei-chen", "`mei-chen`: "), ("@acme/Risk", None, "@acme/risk: ")],
)
def test_who_is_called(login: str, assignee: str | None, first: str) -> None:
    people = waiting([row("acme/churn", item(login))], DAY)
    [action] = plan_digest(people, [], Round(DAY), {"mei-chen": True, "jonas-weber": False}).actions
    assert isinstance(action, OpenIssue)
    assert (action.assignee, (owned(action.body) or "").startswith(first)) == (assignee, True)


def test_a_name_that_is_no_login_gets_no_issue() -> None:
    people = waiting([row("acme/churn", item("Ana Ruiz")), row("acme/y", item(""))], DAY)
    plan = plan_digest(people, [], Round(DAY), {})
    assert (plan.actions, plan.notes) == (
        (),
        ("1 thing waits for nobody who is named; `readiness fleet waiting --all` lists them.", "1 name is no login, and got no issue."),
    )


def test_so_many_a_run() -> None:
    people = waiting([row(f"acme/{n}", item(f"p{n}")) for n in range(5)], DAY)
    plan = plan_digest(people, [], Round(DAY, most=3), {})
    assert (len(plan.actions), plan.notes) == (3, ("2 more people are told by the next runs, 3 a run.",))


def test_only_some_people() -> None:
    rows = [CHURN, row("acme/x", item("lee"))]
    assert [action.item for action in planned(rows, only=frozenset({"lee"}))] == ["lee"]
    assert planned([row("acme/x", item("lee"))], [OPENED], NEXT_WEEK, only=frozenset({"mei-chen"})) == ()


def test_a_word_of_a_file_is_no_markup() -> None:
    odd = replace(row("acme/x", item("kim", message="@everybody <!-- readiness-bot:end --> [x](http://evil) #1")), model="*x* @mei-chen")
    text = owned(issue_of(planned([odd])).body) or ""
    assert "`@everybody`" in text
    assert "`@mei-chen`" in text
    assert "](http://evil)" not in text


def test_a_memory_that_somebody_broke() -> None:
    issue = replace(OPENED, body=OPENED.body.replace("told=digest@2026-11-26", "told=digest@soon"))
    assert issue != OPENED
    assert kinds(planned([CHURN, FRAUD], [issue], NEXT_DAY)) == ["remind"]


def test_messages_once_a_week() -> None:
    people = waiting([CHURN, row("acme/x", item("lee"))], DAY)
    sunday = date(2026, 11, 29)
    sent = {"kim-oyelaran": DAY}
    found = [
        [action.item for action in plan_messages(people, sent, Round(day), "slack", lambda one: one.login).actions] for day in (sunday, sunday + timedelta(1))
    ]
    assert found == [["lee"], ["kim-oyelaran", "lee"]]
