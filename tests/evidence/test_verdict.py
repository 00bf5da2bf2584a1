"""The status against people who want it green, or wait for it: whose approval counts, and what forgeries do to it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commandline import Ran, Readiness
from tests.github.origin import Origin
from tests.github.payloads import completed
from tests.github.people import Shared

pytestmark = pytest.mark.e2e

GO_LIVE = ("governance.yaml", "go_live: {approved: null, by: null, date: null}", "go_live: {approved: true, by: omar-haddad, date: 2026-11-20}")
TIER = ("governance.yaml", "level: medium", "level: low")
NO_PERSONAL_DATA = ("governance.yaml", "personal_data: true", "personal_data: false")
DRILL = ("fallback.yaml", "minutes: 18", "minutes: 45")
PEOPLE = ("mei-chen", "tomas-k", "sam-boateng", "jo-marsh", "omar-haddad")
WAITS = ("pending", "Waiting for approval from priya-nair; nothing else is missing.")
READY = ("success", "Ready for production.")

Judge = Callable[..., Ran]


@pytest.fixture
def ready(shared: Shared) -> Shared:
    """People have accepted, so that nothing but the change is judged."""
    issue = shared.issue("ana-ruiz", "Who owns it?")
    for login in PEOPLE:
        shared.comment(login, issue, "/readiness accept")
    return shared


@pytest.fixture
def judge(readiness: Readiness, shared: Shared, tmp_path: Path) -> Judge:
    """`judge(number)`: the follow-up, after the first workflow was done with this pull request's head."""
    origin = Origin(shared.bare)

    def run(number: int, **lies: str) -> Ran:
        row = shared.server.call("GET", f"/repos/acme/churn/pulls/{number}")
        clone, path = tmp_path / "checkout", tmp_path / "event.json"
        shutil.rmtree(clone, ignore_errors=True)
        origin.clone(clone)
        told = {"head_sha": row["head"]["sha"], "head_branch": row["head"]["ref"]} | lies
        path.write_text(json.dumps(completed("pull_request_review", **told)))
        given = {"GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": str(path)}
        return readiness("run", clone, **(shared.server.environment() | given))

    return run


def status(shared: Shared, number: int, base: str = "main") -> tuple[str, str]:
    head = shared.server.call("GET", f"/repos/acme/churn/pulls/{number}")["head"]["sha"]
    found = [one for one in shared.server.statuses(head) if one["context"] == f"readiness: {base}"]
    return (found[0]["state"], found[0]["description"]) if found else ("", "")


def change(shared: Shared, author: str, branch: str, *edits: tuple[str, str, str], files: dict[str, str] | None = None) -> int:
    """A branch, a commit, a push, a pull request to main; its number."""
    shared.branch(branch)
    for edit in edits:
        shared.edit(*edit)
    for path, text in (files or {}).items():
        (shared.clone.path / path).parent.mkdir(parents=True, exist_ok=True)
        (shared.clone.path / path).write_text(text)
    shared.commit(author)
    shared.push(author, branch)
    return opened(shared, author, branch)


def opened(shared: Shared, author: str, branch: str, base: str = "main") -> int:
    """A pull request for the commit that is checked out."""
    head, onto = shared.clone.git("rev-parse", "HEAD"), Origin(shared.bare).tip(base)
    number = shared.server.open_pull(head_sha=head, head_ref=branch, base_ref=base, base_sha=onto, author=author)
    Origin(shared.bare).pull(number, head, base)
    return number


# Whose approval is missing, and what it changes.


def test_it_waits_for_the_one_whose_approval_is_missing(ready: Shared, judge: Judge) -> None:
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    assert judge(number).code == 0
    assert status(ready, number) == WAITS


def test_and_turns_green_with_it(ready: Shared, judge: Judge) -> None:
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    judge(number)
    ready.server.approve(number, "priya-nair")
    judge(number)
    assert status(ready, number) == READY


def test_a_dismissed_approval_is_waited_for_again(ready: Shared, judge: Judge) -> None:
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    review = ready.server.approve(number, "priya-nair")
    judge(number)
    ready.dismiss("raj-patel", number, review)
    judge(number)
    assert status(ready, number) == WAITS


def test_who_asks_for_changes_has_said_more_than_nothing(ready: Shared, judge: Judge) -> None:
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    ready.server.approve(number, "priya-nair", event="REQUEST_CHANGES")
    judge(number)
    assert status(ready, number)[0] == "failure"


def test_something_else_is_missing_too(ready: Shared, judge: Judge) -> None:
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA, DRILL)
    judge(number)
    assert status(ready, number) == ("failure", "Not allowed: this change lowers the tier without the compliance reviewer's approval.")


def test_nobody_is_waited_for_whose_approval_would_be_worth_nothing(ready: Shared, judge: Judge) -> None:
    """Whoever wrote it cannot approve it."""
    number = change(ready, "priya-nair", "tier", TIER, NO_PERSONAL_DATA)
    judge(number)
    assert status(ready, number)[0] == "failure"


# Forgeries.


def test_the_approval_of_another_pull_request_of_that_head_frees_only_that_one(ready: Shared, judge: Judge) -> None:
    """Both are for main, and share the status: it is green when both are."""
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    ready.push("ana-ruiz", "tier-again")
    other = opened(ready, "raj-patel", "tier-again")
    ready.server.approve(other, "priya-nair")
    judge(number)
    assert status(ready, number) == WAITS


def test_a_second_pull_request_to_a_branch_without_a_gate(ready: Shared, judge: Judge) -> None:
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    Origin(ready.bare).commit("lax", {".github/readiness.yaml": "gate: off\n"})
    other = opened(ready, "ana-ruiz", "tier", "lax")
    judge(number)
    assert (status(ready, number), status(ready, other, "lax")[0]) == (WAITS, "success")


@pytest.mark.parametrize(
    "lie", [{"head_branch": "main"}, {"head_repository": "stranger/churn"}, {"name": "another workflow"}, {"conclusion": "success"}, {"actor": "priya-nair"}]
)
def test_a_payload_that_lies(ready: Shared, judge: Judge, lie: dict[str, str]) -> None:
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    judge(number, **lie)
    assert status(ready, number) == WAITS


def test_a_payload_that_names_a_queue(ready: Shared, judge: Judge, readiness: Readiness, tmp_path: Path) -> None:
    """Whoever could make such an event: the branch is not there, and nothing is posted on the head."""
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    head = ready.clone.git("rev-parse", "HEAD")
    path = tmp_path / "queue.json"
    path.write_text(json.dumps(completed("merge_group", head_sha=head, head_branch=f"gh-readonly-queue/main/pr-99-{head}")))
    judge(number)
    given = {"GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": str(path)}
    readiness("run", tmp_path / "checkout", **(ready.server.environment() | given))
    assert status(ready, number) == WAITS


def test_settings_loosened_in_the_pull_request(ready: Shared, judge: Judge) -> None:
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA, files={".github/readiness.yaml": "gate: off\nverify: false\n"})
    judge(number)
    assert status(ready, number) == WAITS


def test_somebody_posts_a_green_one(ready: Shared, judge: Judge) -> None:
    """A person's is not the bot's: a ruleset with the app's id takes it for none, and the bot's is posted all the same."""
    number = change(ready, "ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    head = ready.clone.git("rev-parse", "HEAD")
    forged = {"state": "success", "context": "readiness: main", "description": READY[1]}
    ready.server.call("POST", f"/repos/acme/churn/statuses/{head}", forged, "ana-ruiz")
    judge(number)
    assert status(ready, number) == WAITS
