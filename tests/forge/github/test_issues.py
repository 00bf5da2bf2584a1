"""GitHub's own ways to fail, against a server that fails on request."""

from __future__ import annotations

import pytest
from tests.github.server import BOT, NOT_ASSIGNABLE, REPOSITORY, GithubServer

from readiness_bot.forge.github.client import GithubSettings
from readiness_bot.forge.github.issues import GithubForge
from readiness_bot.forge.protocol import ForgeError, IssuesDisabled, NotAllowed

pytestmark = pytest.mark.e2e

BODY = "<!-- readiness-bot:v1 item=governance.impact dir= -->\ntext"
ISSUES = f"/repos/{REPOSITORY}/issues"
UNCERTAIN = ["forward-then-drop", "drop-before", "502", "applied-then-502", "truncated", "cut", "empty", "page", "nonsense"]
"""Whether it arrived is open: no answer, an error of the server's, a success whose text cannot be read."""


def forge(server: GithubServer, **more: str) -> GithubForge:
    settings = GithubSettings.from_environment(server.environment() | more)
    return GithubForge(GithubSettings(settings.repository, settings.token, settings.api_url, settings.bots, 0, backoff=0))


@pytest.mark.parametrize("kind", [*UNCERTAIN, "500"])
def test_an_uncertain_creation_leaves_one_issue(github: GithubServer, kind: str) -> None:
    github.fault("POST", "/issues$", kind)
    forge(github).create_issue("t", BODY, [])
    assert [issue["title"] for issue in github.issues()] == ["t"]


@pytest.mark.parametrize("kind", UNCERTAIN)
def test_an_uncertain_comment_is_written_once(github: GithubServer, kind: str) -> None:
    number = forge(github).create_issue("t", BODY, []).number
    github.fault("POST", "/comments$", kind)
    forge(github).comment(number, "hello")
    assert [comment["body"] for comment in github.comments(number)] == ["hello"]


@pytest.mark.parametrize("kind", UNCERTAIN)
def test_an_uncertain_closing_closes(github: GithubServer, kind: str) -> None:
    number = forge(github).create_issue("t", BODY, []).number
    github.fault("PATCH", "/issues/", kind)
    forge(github).edit_issue(number, open_=False, reason="completed")
    assert [issue["state"] for issue in github.issues()] == ["closed"]


def test_reads_are_repeated(github: GithubServer) -> None:
    github.fault("GET", "/issues", "502", times=2)
    assert forge(github).own_issues() == []


def test_a_forge_that_is_down(github: GithubServer) -> None:
    github.fault("GET", "/issues", "502", times=9)
    with pytest.raises(ForgeError, match=r"^GitHub did not answer when asked to list the issues \(4 tries, an error each time\)\.$"):
        forge(github).own_issues()


def test_nothing_listens() -> None:
    settings = GithubSettings(REPOSITORY, "x", "http://127.0.0.1:9", write_interval=0, backoff=0)
    with pytest.raises(ForgeError, match=r"^GitHub did not answer when asked to list the issues \(no connection\)\.$"):
        GithubForge(settings).own_issues()


def test_a_wrong_token(github: GithubServer) -> None:
    with pytest.raises(ForgeError, match=r"^GitHub refused the token: could not list the issues \(401: Bad credentials\); check GITHUB_TOKEN\.$"):
        forge(github, GITHUB_TOKEN="a-token-of-nobody").own_issues()


def test_a_token_that_may_only_read(github: GithubServer) -> None:
    github.state(readOnly=[BOT])
    with pytest.raises(NotAllowed) as told:
        forge(github).create_issue("t", BODY, [])
    assert str(told.value) == (
        "GitHub could not open an issue (403: Resource not accessible by integration); "
        "give the job `permissions: {issues: write, pull-requests: write}`, and check GITHUB_REPOSITORY."
    )


def test_issues_are_switched_off(github: GithubServer) -> None:
    github.state(disabled=True)
    with pytest.raises(IssuesDisabled, match=r"^This repository has its issues switched off; switch them on in its settings"):
        forge(github).own_issues()


def test_somebody_who_cannot_be_assigned(github: GithubServer) -> None:
    assert not forge(github).assignable(NOT_ASSIGNABLE)


def test_issues_of_people_are_not_ours(github: GithubServer) -> None:
    github.call("POST", ISSUES, {"title": "t", "body": BODY})
    assert forge(github).own_issues() == []


def test_pull_requests_are_not_issues(github: GithubServer) -> None:
    github.create_pull()
    assert forge(github).own_issues() == []


def test_a_comment_on_a_pull_request(github: GithubServer) -> None:
    number = github.create_pull()
    forge(github).comment(number, "hello")
    assert [(c["user"]["login"], c["body"]) for c in github.comments(number)] == [(BOT, "hello")]


def test_comments_of_people_are_not_ours(github: GithubServer) -> None:
    number = github.create_pull()
    github.call("POST", f"{ISSUES}/{number}/comments", {"body": BODY})
    assert forge(github).own_comments(number) == []


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("GITHUB_TOKEN", "No token: set GITHUB_TOKEN (in a workflow: `GITHUB_TOKEN: ${{ github.token }}`). Nothing was changed."),
        ("GITHUB_REPOSITORY", "No repository: set GITHUB_REPOSITORY to owner/name. Nothing was changed."),
    ],
)
def test_what_the_environment_must_say(missing: str, told: str) -> None:
    environment = {"GITHUB_TOKEN": "x", "GITHUB_REPOSITORY": "a/b"}
    with pytest.raises(ForgeError) as error:
        GithubSettings.from_environment({**environment, missing: ""})
    assert str(error.value) == told
