"""Each request that the GitHub forge can make, against GitHub's official OpenAPI."""

from __future__ import annotations

import pytest
from tests.github.prism import Prism
from tests.github.server import GithubServer, Request

from readiness_bot.forge.github.client import GithubSettings
from readiness_bot.forge.github.issues import GithubForge
from readiness_bot.forge.protocol import Change
from readiness_bot.text.markup import md
from readiness_bot.text.title import line

pytestmark = pytest.mark.e2e

ISSUES = "/repos/acme/churn/issues"


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (Request("POST", ISSUES, None, {"body": "no title"}), "title"),
        (Request("POST", ISSUES, None, {"title": "t", "labels": "readiness"}), "labels"),
        (Request("PATCH", f"{ISSUES}/1", None, {"state": "done"}), "state"),
        (Request("PATCH", f"{ISSUES}/1", None, {"state_reason": "fixed"}), "state_reason"),
        (Request("POST", f"{ISSUES}/1/comments", None, {}), "body"),
        (Request("GET", f"{ISSUES}?state=closed-by-us", None, None), "state"),
        (Request("POST", f"{ISSUES}/comments/1/reactions", None, {"content": "thanks"}), "content"),
        (Request("POST", "/repos/acme/churn/git/refs", None, {"ref": "refs/heads/x"}), "sha"),
        (Request("POST", "/repos/acme/churn/git/trees", None, {"base_tree": "x"}), "tree"),
        (Request("POST", "/repos/acme/churn/git/commits", None, {"message": "x"}), "tree"),
        (Request("POST", "/repos/acme/churn/pulls", None, {"title": "t", "head": "x"}), "base"),
        (Request("GET", "/repos/acme/churn/pulls?state=mine", None, None), "state"),
        (Request("POST", f"{ISSUES}/1/reactions", None, {"content": "+1"}), "no path matched"),
    ],
)
def test_canaries_are_refused(prism: Prism, request_: Request, told: str) -> None:
    assert told in prism.refusal(request_).lower()


def test_all_that_the_forge_can_ask(github: GithubServer, prism: Prism) -> None:
    forge = GithubForge(GithubSettings.from_environment(github.environment()))
    forge.ensure_labels(["readiness"])
    number = forge.create_issue("t", "<!-- readiness-bot:v1 item=a.b dir= -->", ["readiness"]).number
    forge.assign(number, "ana-ruiz")
    forge.comment(number, "hello")
    [comment] = forge.own_comments(number)
    forge.edit_comment(number, comment.id, "hello again")
    forge.edit_issue(number, body="new")
    for reason in ("completed", "not_planned"):
        forge.edit_issue(number, open_=False, reason=reason)
        forge.edit_issue(number, open_=True, reason="reopened")
    forge.role("ana-ruiz")
    forge.react(number, comment.id, "+1")
    forge.remove_comment(number, comment.id)
    asked = github.log()
    github.put_file("readiness/governance.yaml", b"old")
    github.forget()
    proposal = forge.propose(Change("readiness/waive-a.b-1", "main", "readiness/governance.yaml", b"old", b"new", line("t"), md("b")))
    forge.pull(proposal.number or 0)
    forge.open_pulls()
    asked += github.log()
    assert len(asked) >= 24
    assert [(request, why) for request in asked if (why := prism.refusal(request))] == []
