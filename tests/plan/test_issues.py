"""Every row of the table in docs/bot.md, on the plan alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.models import TODAY, Edit, example, report, said, without

from readiness_bot.forge.protocol import Issue
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.plan.actions import CloseIssue, OpenIssue, Plan, ReopenIssue, UpdateIssue, as_data, as_text
from readiness_bot.plan.issues import plan_issues
from readiness_bot.render.phrases import who
from readiness_bot.text.marker import Marker, owned, read_marker, wrap
from readiness_bot.text.markup import md
from readiness_bot.vocabulary import Stage

GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")
DRILL = "fallback.drill"
COMMIT = "4be19c7f00d4be19c7f00d4be19c7f00d4be19c7"


def first(found: Report) -> Issue:
    """The issue that the bot opens for the drill."""
    [action] = plan_issues(found, []).actions
    assert isinstance(action, OpenIssue)
    return Issue(7, action.title, action.body)


def issue(**changes: object) -> Issue:
    return replace(first(report(GAP)), **changes)  # type: ignore[arg-type]


def closed_by_bot() -> Issue:
    [action] = plan_issues(report(), [issue()], commit=COMMIT).actions
    assert isinstance(action, CloseIssue)
    return issue(body=action.body, open=False, reason="completed")


def newest_commit() -> str:
    """The last commit that changed a readiness file."""
    return max((r[0] for r in example().history.revisions.values()), key=lambda revision: revision.when).commit[:12]


def test_all_is_well() -> None:
    assert plan_issues(report(), []) == Plan()


def test_a_gap_that_is_due_is_opened() -> None:
    [action] = plan_issues(report(GAP), []).actions
    assert isinstance(action, OpenIssue)
    assert (action.item, action.title, action.labels, action.assignee) == (
        DRILL, "Fallback drill for churn-propensity", ("readiness", "readiness: fallback"), "sam-boateng",
    )  # fmt: skip


def test_it_is_there_already() -> None:
    assert plan_issues(report(GAP), [issue()]) == Plan()


def test_a_renamed_issue_stays_the_same_issue() -> None:
    assert plan_issues(report(GAP), [issue(title="Drill, once more")]) == Plan()


def test_fresh_facts_are_written_between_the_marks() -> None:
    longer: Edit = ("fallback", "minutes: 18", "minutes: 50")
    noted = issue(body=issue().body + "\n\nSam: next week")
    [action] = plan_issues(report(longer), [noted]).actions
    assert isinstance(action, UpdateIssue)
    assert "took 50 minutes" in (owned(action.body) or "")
    assert action.body.endswith("\n\nSam: next week")


def test_a_text_that_people_took_over_is_left_alone() -> None:
    theirs = issue(body=Marker(f"item={DRILL}").line() + "\nall rewritten")
    assert plan_issues(report(GAP), [theirs]) == Plan()


def test_a_gap_that_is_fixed_closes_with_the_commit() -> None:
    [action] = plan_issues(report(), [issue()], commit=COMMIT).actions
    assert isinstance(action, CloseIssue)
    assert (said(action.comment), action.reason) == (f"Closed by {newest_commit()}: the default branch has it now.", "completed")


def test_a_closed_issue_is_left_alone() -> None:
    assert plan_issues(report(), [closed_by_bot()], commit=COMMIT) == Plan()


def test_a_gap_that_returns_reopens_the_same_issue() -> None:
    [action] = plan_issues(report(GAP), [closed_by_bot()]).actions
    assert isinstance(action, ReopenIssue)
    assert (action.number, said(action.comment).partition(".")[0]) == (7, "This gap is back")


def test_closed_by_a_person_as_not_planned_stays_closed() -> None:
    assert plan_issues(report(GAP), [issue(open=False, reason="not_planned")]) == Plan()


def test_closed_by_a_person_as_completed_reopens_once() -> None:
    [action] = plan_issues(report(GAP), [issue(open=False, reason="completed")]).actions
    assert isinstance(action, ReopenIssue)
    assert said(action.comment).startswith("This was closed as completed, but the default branch still has the gap.")
    assert plan_issues(report(GAP), [issue(body=action.body, open=False, reason="completed")]) == Plan()


def test_an_issue_that_a_person_reopened_is_left_open() -> None:
    assert plan_issues(report(), [replace(closed_by_bot(), open=True)], commit=COMMIT) == Plan()


def test_a_waiver_closes_as_not_planned() -> None:
    waived: Edit = (
        "governance", "waivers: []",
        "waivers: [{item: fallback.drill, reason: new team, controls: daily, requested_by: sam-boateng, by: priya-nair, date: 2026-11-19, expires: 2026-12-01}]",
    )  # fmt: skip
    [action] = plan_issues(report(GAP, waived), [issue()]).actions
    assert isinstance(action, CloseIssue)
    assert (said(action.comment), action.reason) == ("Waived until 2026-12-01, granted by priya-nair: new team", "not_planned")


def test_an_item_that_the_convention_dropped() -> None:
    gone = issue(body=wrap(Marker("item=governance.old"), md("text")))
    [action] = plan_issues(report(), [gone]).actions
    assert isinstance(action, CloseIssue)
    assert (said(action.comment), action.reason) == ("The convention no longer has this item.", "not_planned")


@pytest.mark.parametrize(
    "wrong",
    [("fallback", "fallback:\n", "fallback: [\n"), ("governance", "compliance: {by", "complience: {by"), ("contract", "stage: staging ", "stage: live ")],
)
def test_nothing_closes_while_a_file_is_wrong(wrong: Edit) -> None:
    plan = plan_issues(report(wrong), [issue()])
    assert [action for action in plan.actions if isinstance(action, CloseIssue)] == []


def test_and_it_says_so() -> None:
    plan = plan_issues(report(("governance", "compliance: {by", "complience: {by")), [issue()])
    assert plan.notes == ("1 issue stays open: nothing is closed while a readiness file is wrong.",)


def test_many_issues_that_nobody_asks_for_do_not_close_at_once() -> None:
    gone = [issue(number=n, body=wrap(Marker(f"item=governance.old{n}"), md("text"))) for n in range(1, 8)]
    plan = plan_issues(report(), gone)
    assert (plan.actions, plan.notes) == (
        (), ("7 issues would close because nothing asks for them any more; that many at once looks like a mistake, so they stay open.",),
    )  # fmt: skip


def test_two_open_issues_for_one_item() -> None:
    [action] = plan_issues(report(GAP), [issue(), issue(number=9)]).actions
    assert isinstance(action, CloseIssue)
    assert (action.number, said(action.comment)) == (9, "The same as #7.")


def test_issues_of_another_folder_are_not_ours() -> None:
    other = issue(body=wrap(Marker("item=governance.old", "models/other/"), md("text")))
    assert plan_issues(report(), [other]) == Plan()


def test_at_most_ten_new_issues_a_run() -> None:
    found = evaluate(without(example(), *(f"readiness/{name}.yaml" for name in ("contract", "ownership"))), TODAY, entering=Stage.PRODUCTION)
    empty: Edit = ("governance", "", "waivers: []\n")
    many = report(empty, ("infrastructure", "", "serving:\n"), ("fallback", "", "owner:\n"), entering=Stage.PRODUCTION)
    plan = plan_issues(many, [])
    assert len(plan.actions) == 10
    assert plan.notes[0].endswith("more issues will be opened by the next runs, 10 per run.")
    assert [action.item for action in plan_issues(found, []).actions][:2] == ["contract.yaml", "ownership.yaml"]


def test_a_missing_file_is_one_issue() -> None:
    found = evaluate(without(example(), "readiness/governance.yaml"), TODAY)
    [action] = plan_issues(found, []).actions
    assert isinstance(action, OpenIssue)
    assert (action.item, action.title) == ("governance.yaml", "readiness/governance.yaml is missing for churn-propensity")


def test_no_folder_at_all() -> None:
    nothing = without(example(), *example().files, "readiness")
    assert plan_issues(evaluate(nothing, TODAY), [issue()]) == Plan(notes=("There is no readiness/ folder, so no issue was touched.",))


def test_advice_and_what_is_upcoming_get_no_issue() -> None:
    advice: Edit = ("contract", "retire_when: Uplift below 0.5% for two quarters", "retire_when: TBD")
    assert plan_issues(report(advice, ("governance", "next_review: 2027-05-31", "next_review: 2026-11-01")), []) == Plan()


def test_a_plan_as_data_and_as_text() -> None:
    plan = plan_issues(report(GAP), [])
    assert [(action["kind"], action["item"]) for action in as_data(plan)["actions"]] == [("open-issue", DRILL)]
    assert as_text(plan) == "open issue    Fallback drill for churn-propensity"
    assert as_text(Plan()) == "Nothing to do: issues and comments are as they should be."


def test_the_marker_names_the_folder_of_the_model() -> None:
    found = evaluate(replace(example(), prefix="models/churn/"), TODAY, entering=Stage.PRODUCTION)
    assert found.prefix == "models/churn/"
    assert read_marker(wrap(Marker("item=a.b", found.prefix), md("x"))) == Marker("item=a.b", "models/churn/")


def test_whoever_stands_in_is_not_said_to_have_the_role() -> None:
    found = report(("ownership", "compliance: priya-nair, ", ""), ("governance", "expires: 2027-10-16", "expires: 2026-11-19"))
    [body] = [a.body for a in plan_issues(found, []).actions if isinstance(a, OpenIssue) and a.title.startswith("Compliance approval")]
    assert "**Who:** `mei-chen` (for compliance: nobody is named yet). This issue closes by itself" in body
    assert who(found.by_id["governance.compliance"]) == "mei-chen (for compliance)"
    assert who(found.by_id["governance.go-live"]) == "omar-haddad (approver)"
