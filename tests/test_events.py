"""Payloads as GitHub sends them, and odd ones."""

import pytest

from readiness_bot.events import MergeGroup, Nothing, PullRequest, Reconcile, WorkflowRun, read_event

SHA = "a" * 40
NOT_SAID = "The payload of 'workflow_run' does not say which pull request it judged; nothing to do."


def pull(number: object = 7, action: str = "opened", head: str = "acme/churn") -> dict[str, object]:
    base = {"sha": SHA, "repo": {"full_name": "acme/churn"}}
    return {"action": action, "pull_request": {"number": number, "base": base, "head": {"ref": "topic", "repo": {"full_name": head}}}}


def push(ref: str = "refs/heads/main", **more: object) -> dict[str, object]:
    return {"ref": ref, "repository": {"default_branch": "main"}, **more}


def workflow_run(action: str = "completed", repository: str = "acme/churn", **more: object) -> dict[str, object]:
    run = {"event": "pull_request", "head_branch": "topic", "head_sha": SHA, "head_repository": {"full_name": "someone/churn"}}
    return {"action": action, "repository": {"full_name": repository}, "workflow_run": run | more}


@pytest.mark.parametrize(
    ("name", "payload", "expected"),
    [
        ("pull_request", pull(), PullRequest(7, SHA, from_fork=False, branch="topic")),
        ("pull_request", pull(head="someone/churn"), PullRequest(7, SHA, from_fork=True, branch="topic")),
        ("pull_request_review", pull(action="submitted"), PullRequest(7, SHA, from_fork=False, branch="topic")),
        ("merge_group", {"merge_group": {"base_sha": SHA}}, MergeGroup(SHA)),
        ("workflow_run", workflow_run(), WorkflowRun("someone/churn", "topic", SHA)),
        ("push", push(), Reconcile()),
        ("push", {}, Reconcile()),
        ("schedule", {"schedule": "17 6 * * 1-5"}, Reconcile()),
        ("workflow_dispatch", None, Reconcile()),
    ],
)
def test_event(name: str, payload: object, expected: object) -> None:
    assert read_event(name, payload) == expected


@pytest.mark.parametrize(
    ("name", "payload", "why"),
    [
        ("pull_request", pull(action="closed"), "Pull request #7 is closed; the run on the default branch goes on from here."),
        ("pull_request", None, "The payload of 'pull_request' names no pull request, so there is nothing to judge."),
        ("pull_request", pull(number="7"), "The payload of 'pull_request' names no pull request, so there is nothing to judge."),
        ("pull_request", pull(number=True), "The payload of 'pull_request' names no pull request, so there is nothing to judge."),
        ("pull_request", {"pull_request": []}, "The payload of 'pull_request' names no pull request, so there is nothing to judge."),
        ("push", push("refs/heads/x"), "A push to refs/heads/x, which is not the default branch (main); issues follow that one alone."),
        ("push", push(deleted=True), "refs/heads/main was deleted; nothing to do."),
        ("workflow_run", workflow_run(action="requested"), "This workflow run is not completed; there is something to do when it is."),
        ("workflow_run", workflow_run(event="push"), "This workflow run was not started by a pull request, so there is nothing to comment on."),
        (
            "workflow_run",
            workflow_run(repository="someone/churn"),
            "This pull request comes from a branch of this repository; its own run has commented on it.",
        ),
        ("workflow_run", workflow_run(head_repository=None), NOT_SAID),
        ("workflow_run", workflow_run(head_repository={"full_name": "a/b/c"}), NOT_SAID),
        ("workflow_run", workflow_run(head_repository={"full_name": "../.."}), NOT_SAID),
        ("workflow_run", workflow_run(head_repository={"full_name": "a/b\n::error::x"}), NOT_SAID),
        ("workflow_run", workflow_run(head_sha="HEAD"), NOT_SAID),
        ("workflow_run", workflow_run(head_branch=["topic"]), NOT_SAID),
        (
            "workflow_run",
            {"action": "completed", "workflow_run": None},
            "This workflow run was not started by a pull request, so there is nothing to comment on.",
        ),
        ("star", {"action": "created"}, "Nothing to do for the event 'star'."),
        ("", {}, "No event: GITHUB_EVENT_NAME is not set."),
    ],
)
def test_nothing_to_do(name: str, payload: object, why: str) -> None:
    assert read_event(name, payload) == Nothing(why)
