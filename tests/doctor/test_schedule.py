"""Whether the follow-up starts: by the clock, by a push, and when the first workflow has completed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.doctor.scene import FIRST, FOLLOW_UP, OFFLINE, checkout, edited, scene, server, told, workflows

from readiness_bot.forge.setup import Repository, WorkflowState

SEPTEMBER = datetime(2026, 9, 1, 5, tzinfo=UTC)
ENABLE = "gh workflow enable readiness-follow-up.yml --repo acme/churn"
PUSH = "  push:\n    branches: [main]\n"


def schedule(state: WorkflowState | None = WorkflowState("active"), **there: Any) -> str:  # noqa: B008 frozen
    return told(scene(there=server(workflows={FOLLOW_UP: state}, **there)), "schedule")


def changed(id_: str, old: str, new: str, path: str = FOLLOW_UP) -> str:
    return told(scene(checkout(workflows=edited(path, old, new))), id_)


def pushed(when: datetime, *, public: bool = True) -> Repository:
    return Repository("acme/churn", "main", issues=True, public=public, pushed=when)


def test_it_ran() -> None:
    assert schedule() == f"{FOLLOW_UP}:8:5 in-force: it last ran on 26 Nov 2026"


def test_it_has_not_run_yet() -> None:
    assert schedule(last_run=None) == (
        "unknown: it is on, but has not run yet\nLook again two weekdays after the merge. A run by hand shows at once whether it works:\n"
        "gh workflow run readiness-follow-up.yml --repo acme/churn"
    )


def test_it_ran_long_ago() -> None:
    assert schedule(last_run=SEPTEMBER) == (
        f"{FOLLOW_UP}:8:5 not-in-force: it is on, but last ran on 1 Sep 2026, 86 days ago\n"
        "Change the minute of its `cron:`, and merge that: GitHub then runs it as whoever did. A schedule stops when the account that it runs as is gone.\n"
        "(The scheduled run last ran on 1 Sep 2026)"
    )


@pytest.mark.parametrize(("cron", "state"), [("* * 1-5", "not-in-force"), ("* * 1", "not-in-force"), ("1 * *", "in-force"), ("* 1 1", "in-force")])
def test_a_rare_schedule_has_longer(cron: str, state: str) -> None:
    rare = checkout(workflows=edited(FOLLOW_UP, "* * 1-5", cron))
    assert f" {state}: " in told(scene(rare, server(last_run=datetime(2026, 11, 1, tzinfo=UTC))), "schedule")


OFF = "Nothing starts it now, so no status is posted either"


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ("disabled_inactivity", "GitHub switched the workflow off after 60 days without activity"),
        ("disabled_manually", "somebody switched the workflow off"),
        ("disabled_fork", "GitHub switched the workflow off because this is a fork"),
        ("asleep", "the workflow is not active (asleep)"),
    ],
)
def test_it_is_off(state: str, what: str) -> None:
    assert schedule(WorkflowState(state), last_run=SEPTEMBER) == (
        f"{FOLLOW_UP}:8:5 not-in-force: {what}; it last ran on 1 Sep 2026. {OFF}\nSwitch it on again:\n{ENABLE}\n"
        f"({what[0].upper()}{what[1:]}; it last ran on 1 Sep 2026)"
    )


def test_it_is_off_and_never_ran() -> None:
    assert f"somebody switched the workflow off. {OFF}\n" in schedule(WorkflowState("disabled_manually"), last_run=None)


@pytest.mark.parametrize("state", [None, WorkflowState("deleted")])
def test_the_server_does_not_have_it(state: WorkflowState | None) -> None:
    assert schedule(state) == (
        f"{FOLLOW_UP}:8:5 not-in-force: the server has no workflow {FOLLOW_UP}\nPush it to main: GitHub runs schedules only from the default branch."
    )


def test_a_public_repository_that_falls_quiet() -> None:
    assert schedule(repository=pushed(datetime(2026, 10, 5, tzinfo=UTC))) == (
        f"{FOLLOW_UP}:8:5 in-force: it last ran on 26 Nov 2026; nobody has pushed for 52 days, so GitHub will switch it off on 4 Dec 2026"
        " unless somebody pushes before\nAny push will do.\n"
        "(Nobody has pushed for long: GitHub switches the scheduled run off after 4 Dec 2026)"
    )


@pytest.mark.parametrize(("day", "public"), [(datetime(2026, 10, 13, tzinfo=UTC), True), (datetime(2026, 1, 1, tzinfo=UTC), False)])
def test_neither_44_quiet_days_nor_a_private_repository(day: datetime, public: bool) -> None:
    assert schedule(repository=pushed(day, public=public)) == f"{FOLLOW_UP}:8:5 in-force: it last ran on 26 Nov 2026"


def test_one_that_has_been_quiet_for_longer() -> None:
    assert "; nobody has pushed for 60 days, so GitHub will switch it off any day\n" in schedule(repository=pushed(datetime(2026, 9, 27, tzinfo=UTC)))
    assert "; nobody has pushed for 739945 days, " in schedule(repository=pushed(datetime(1, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("rest", ["{}", "[]", "[cron]", "[{cron: 3}]", "[{cron: ''}]"])
def test_no_time(rest: str) -> None:
    there = workflows()[FOLLOW_UP]
    assert isinstance(there, bytes)
    before, _, after = there.partition(b"  schedule:\n")
    without = before + b"  schedule: " + rest.encode() + b"\n" + after.partition(b"\n")[2]
    assert told(scene(checkout(workflows={**workflows(), FOLLOW_UP: without})), "schedule") == (
        f"{FOLLOW_UP}:7:13 not-in-force: {FOLLOW_UP} has no `schedule:`, so dates pass unnoticed until somebody pushes\n"
        "Put it back: below `on:`, `schedule:` with one `- cron:`, as `readiness init` writes it.\n"
        f"(`{FOLLOW_UP}` has no schedule)"
    )


def test_its_state_or_its_runs_are_not_known() -> None:
    assert told(scene(there=server(workflows={FOLLOW_UP: OFFLINE})), "schedule") == "unknown: this was run with --offline\nRun it without."
    assert schedule(last_run=OFFLINE) == "unknown: this was run with --offline\nRun it without."


def test_a_push_to_the_default_branch() -> None:
    assert told(scene(), "push") == f"{FOLLOW_UP}:6:15 in-force: starts on a push to main"
    assert changed("push", PUSH, "  push:\n") == f"{FOLLOW_UP}:5:3 in-force: starts on every push"


@pytest.mark.parametrize("filters", ["main", '["**"]', '["*"]', "[m*]", "[ma+in, other]"])
def test_filters_that_take_it(filters: str) -> None:
    assert " in-force: " in changed("push", "branches: [main]", f"branches: {filters}")


@pytest.mark.parametrize(
    ("filters", "named"), [("[master]", "master"), ("[a, b, c, d]", "a, b, c and 1 more"), ("[]", "no branch"), ("{a: b}", "no branch"), ("['!main']", "!main")]
)
def test_a_push_to_another_branch(filters: str, named: str) -> None:
    assert changed("push", "branches: [main]", f"branches: {filters}") == (
        f"{FOLLOW_UP}:6:15 not-in-force: starts on a push to {named}, but the default branch is main\n"
        f"Write `branches: [main]` there.\n(`{FOLLOW_UP}` does not start on a push to `main`)"
    )


def test_a_default_branch_that_was_renamed() -> None:
    assert told(scene(checkout(branch="trunk")), "push").splitlines()[1] == "Write `branches: [trunk]` there."


def test_a_branch_with_signs_of_a_pattern() -> None:
    escaped = edited(FOLLOW_UP, "branches: [main]", r'branches: ["what\\?"]')
    assert " in-force: " in told(scene(checkout(branch="what?", workflows=escaped)), "push")


def test_no_push_at_all() -> None:
    assert changed("push", PUSH, "") == (
        f"{FOLLOW_UP}:5:3 not-in-force: {FOLLOW_UP} does not start on a push, so issues lag a day behind a merge\n"
        f"Below `on:`, write `push:` with `branches: [main]`.\n(`{FOLLOW_UP}` does not start on a push)"
    )


def test_it_follows_the_first_workflow() -> None:
    assert told(scene(), "after-first") == f"{FOLLOW_UP}:14:16 in-force: follows `readiness`"


def test_a_first_workflow_that_was_renamed() -> None:
    assert changed("after-first", "name: readiness\n", "name: gate\n", FIRST) == (
        f"{FOLLOW_UP}:14:16 not-in-force: follows `readiness`, but the first workflow's name is `gate`, so no status is ever posted\n"
        f"Write `workflows: [gate]` there.\n(`{FOLLOW_UP}` does not follow the workflow `gate`)"
    )


def test_a_first_workflow_without_a_name_is_called_by_its_path() -> None:
    assert f"the first workflow's name is `{FIRST}`" in changed("after-first", "name: readiness\n", "", FIRST)


@pytest.mark.parametrize("given", ["branches: [main]", "workflows: 3", "workflows: {a: b}"])
def test_it_follows_nothing(given: str) -> None:
    assert "not-in-force: follows no workflow, but" in changed("after-first", "workflows: [readiness]", given)


def test_there_is_no_first_workflow() -> None:
    alone = checkout(workflows={FOLLOW_UP: workflows()[FOLLOW_UP]})
    assert told(scene(alone), "after-first") == "unknown: there is no first workflow to follow"


def test_events_as_a_list_or_a_word() -> None:
    listed = workflows()[FOLLOW_UP]
    assert isinstance(listed, bytes)
    before, _, rest = listed.partition(b"on:\n")
    after = rest.partition(b"permissions: {}\n")[2]
    for events in (b"on: [push, workflow_run]\n", b"on: push\n"):
        facts = scene(checkout(workflows={**workflows(), FOLLOW_UP: before + events + after}))
        assert told(facts, "push").endswith("starts on every push")
