"""Payloads as GitHub sends them, and odd ones."""

import pytest

from readiness_bot.forge.events import Commented, MergeGroup, Nothing, PullRequest, Queued, Reconcile, WorkflowRun, read_event

SHA = "a" * 40
NOT_SAID = "The payload of 'workflow_run' does not say which commit it was about; nothing to do."
NO_PULL = "This workflow run was not started by a pull request, so there is nothing to judge."
NO_QUEUE = "The payload of 'workflow_run' names no branch of a merge queue; nothing to do."
QUEUE = f"gh-readonly-queue/release/1/pr-7-{SHA}"


def pull(number: object = 7, action: str = "opened", head: str = "acme/churn") -> dict[str, object]:
    base = {"sha": SHA, "repo": {"full_name": "acme/churn"}}
    return {"action": action, "pull_request": {"number": number, "base": base, "head": {"ref": "topic", "repo": {"full_name": head}}}}


FULL = {
    "action": "edited",
    "changes": {"base": {"ref": {"from": "release"}, "sha": {"from": "c" * 40}}},
    "pull_request": {
        "number": 7, "state": "open", "draft": True, "user": {"login": "ana-ruiz"}, "base": {"sha": SHA, "repo": {"full_name": "acme/churn"}},
        "head": {"ref": "topic", "sha": "b" * 40, "repo": {"full_name": "acme/churn"}},
    },
}  # fmt: skip
"""A draft whose base branch was changed: judged like any other, against the base that it has now."""


def push(ref: str = "refs/heads/main", **more: object) -> dict[str, object]:
    return {"ref": ref, "repository": {"default_branch": "main"}, **more}


def issue(action: str = "closed", body: str = "<!-- readiness-bot:v1 item=a.b dir= -->", sender: str = "ana-ruiz") -> dict[str, object]:
    return {"action": action, "issue": {"body": body, "user": {"login": "github-actions[bot]"}}, "sender": {"login": sender}}


def comment(action: object = "created", number: object = 5, id_: object = 77, author: object = "ana-ruiz", **more: object) -> dict[str, object]:
    user = {"login": author, "type": "User"}
    return {
        "action": action,
        "issue": {"number": number, "body": "text"},
        "comment": {"id": id_, "body": "/readiness accept", "user": user},
        "sender": user,
        "repository": {"default_branch": "main"},
        **more,
    }


def workflow_run(action: str = "completed", repository: str = "acme/churn", **more: object) -> dict[str, object]:
    run = {"event": "pull_request", "head_branch": "topic", "head_sha": SHA, "head_repository": {"full_name": "someone/churn"}}
    return {"action": action, "repository": {"full_name": repository}, "workflow_run": run | more}


@pytest.mark.parametrize(
    ("name", "payload", "expected"),
    [
        ("pull_request", pull(), PullRequest(7, SHA, from_fork=False, branch="topic")),
        ("pull_request", pull(head="someone/churn"), PullRequest(7, SHA, from_fork=True, branch="topic")),
        ("pull_request_review", pull(action="submitted"), PullRequest(7, SHA, from_fork=False, branch="topic")),
        *(
            ("pull_request", pull(action=action), PullRequest(7, SHA, from_fork=False, branch="topic"))
            for action in ("synchronize", "reopened", "ready_for_review", "edited", "labeled", "converted_to_draft")
        ),
        *(("pull_request_review", pull(action=action), PullRequest(7, SHA, from_fork=False, branch="topic")) for action in ("edited", "dismissed")),
        ("pull_request", FULL, PullRequest(7, SHA, from_fork=False, branch="topic", head="b" * 40, author="ana-ruiz")),
        ("merge_group", {"merge_group": {"base_sha": SHA}}, MergeGroup(SHA)),
        ("merge_group", {"action": "checks_requested", "merge_group": {"base_sha": SHA}}, MergeGroup(SHA)),
        ("merge_group", {"merge_group": {"base_sha": SHA, "head_ref": f"refs/heads/gh-readonly-queue/main/pr-104-{SHA}"}}, MergeGroup(SHA, 104, "main")),
        ("merge_group", {"merge_group": {"base_sha": SHA, "head_ref": f"refs/heads/gh-readonly-queue/release/1/pr-7-{SHA}"}}, MergeGroup(SHA, 7, "release/1")),
        ("merge_group", {"merge_group": {"base_sha": SHA, "head_ref": f"refs/heads/pr-104-{SHA}"}}, MergeGroup(SHA)),
        ("merge_group", {"merge_group": {"base_sha": SHA, "head_ref": 104}}, MergeGroup(SHA)),
        ("workflow_run", workflow_run(), WorkflowRun("someone/churn", "topic", SHA)),
        ("workflow_run", workflow_run(event="pull_request_review"), WorkflowRun("someone/churn", "topic", SHA)),
        ("workflow_run", workflow_run(repository="someone/churn"), WorkflowRun("someone/churn", "topic", SHA)),
        ("workflow_run", workflow_run(conclusion="action_required"), WorkflowRun("someone/churn", "topic", SHA)),
        ("workflow_run", workflow_run(conclusion="cancelled"), WorkflowRun("someone/churn", "topic", SHA)),
        ("workflow_run", workflow_run(head_repository=None), WorkflowRun("", "topic", SHA)),
        ("workflow_run", workflow_run(head_repository={"full_name": "a/b\n::error::x"}), WorkflowRun("", "topic", SHA)),
        ("workflow_run", workflow_run(head_branch=["topic"]), WorkflowRun("someone/churn", "", SHA)),
        (
            "workflow_run",
            workflow_run(event="merge_group", head_branch=QUEUE),
            WorkflowRun("someone/churn", QUEUE, SHA, Queued(QUEUE, "release/1", 7, SHA)),
        ),
        ("push", push(), Reconcile()),
        ("push", {}, Reconcile()),
        ("schedule", {"schedule": "17 6 * * 1-5"}, Reconcile()),
        ("workflow_dispatch", None, Reconcile()),
        ("workflow_dispatch", push(), Reconcile()),
        ("repository_dispatch", {"branch": "main"}, Reconcile()),
        ("issues", issue(), Reconcile()),
        ("issues", issue("reopened"), Reconcile()),
        ("issue_comment", comment(), Commented(5, False, 77, "/readiness accept", "ana-ruiz", "text", "main")),
        ("issue_comment", comment(issue={"number": 6, "pull_request": {"url": "x"}}), Commented(6, True, 77, "/readiness accept", "ana-ruiz", "", "main")),
    ],
)
def test_event(name: str, payload: object, expected: object) -> None:
    assert read_event(name, payload) == expected


ONLY_NEW = "Only new comments are read; editing or deleting one later changes nothing."
NOBODY = "The payload of 'issue_comment' names no comment and its author, so there is nothing to do."


@pytest.mark.parametrize(
    ("name", "payload", "why"),
    [
        ("pull_request", pull(action="closed"), "Pull request #7 is closed; the run on the default branch goes on from here."),
        (
            "pull_request_review",
            {"action": "submitted", "pull_request": {"number": 7, "state": "closed"}},
            "Pull request #7 is closed; the run on the default branch goes on from here.",
        ),
        ("merge_group", {"action": "destroyed", "merge_group": {"base_sha": SHA}}, "This candidate left the merge queue, so there is nothing to judge."),
        ("pull_request", None, "The payload of 'pull_request' names no pull request, so there is nothing to judge."),
        ("pull_request", pull(number="7"), "The payload of 'pull_request' names no pull request, so there is nothing to judge."),
        ("pull_request", pull(number=True), "The payload of 'pull_request' names no pull request, so there is nothing to judge."),
        ("pull_request", {"pull_request": []}, "The payload of 'pull_request' names no pull request, so there is nothing to judge."),
        ("push", push("refs/heads/x"), "A push to refs/heads/x, which is not the default branch (main); issues follow only that one."),
        ("push", push(deleted=True), "refs/heads/main was deleted; nothing to do."),
        ("workflow_dispatch", push("refs/heads/x"), "Started on refs/heads/x; issues follow only the default branch (main)."),
        ("issues", issue("labeled"), "Nothing to do for this change of an issue."),
        ("issues", issue(body="Our own list"), "That issue is not one of readiness-bot's."),
        ("issues", issue(body=None), "That issue is not one of readiness-bot's."),  # type: ignore[arg-type]
        ("issues", issue(sender="github-actions[bot]"), "That was readiness-bot itself."),
        ("issue_comment", comment("edited"), ONLY_NEW),
        ("issue_comment", comment("deleted"), ONLY_NEW),
        ("issue_comment", None, ONLY_NEW),
        ("issue_comment", comment(number="5"), NOBODY),
        ("issue_comment", comment(id_=True), NOBODY),
        ("issue_comment", comment(author=None), NOBODY),
        ("issue_comment", comment(issue=[], comment=None), NOBODY),
        ("issue_comment", comment(author="renovate[bot]"), "A bot's comment; only people give commands."),
        ("issue_comment", comment(sender={"login": "ana-ruiz", "type": "Bot"}), "A bot's comment; only people give commands."),
        ("issue_comment", comment(sender={"login": "mallory", "type": "User"}), "The comment was not sent by its author, so it is not a command."),
        ("workflow_run", workflow_run(action="requested"), "This workflow run is not completed yet; nothing to do before it is."),
        ("workflow_run", workflow_run(event="push"), NO_PULL),
        ("workflow_run", workflow_run(event="pull_request_target"), NO_PULL),
        ("workflow_run", {"action": "completed", "workflow_run": None}, NO_PULL),
        ("workflow_run", workflow_run(head_sha="HEAD"), NOT_SAID),
        ("workflow_run", workflow_run(head_sha="a" * 39), NOT_SAID),
        ("workflow_run", workflow_run(head_sha=None), NOT_SAID),
        ("workflow_run", workflow_run(event="merge_group"), NO_QUEUE),
        ("workflow_run", workflow_run(event="merge_group", head_branch=["x"]), NO_QUEUE),
        ("star", {"action": "created"}, "Nothing to do for the event 'star'."),
        ("", {}, "No event: GITHUB_EVENT_NAME is not set."),
    ],
)
def test_nothing_to_do(name: str, payload: object, why: str) -> None:
    assert read_event(name, payload) == Nothing(why)
