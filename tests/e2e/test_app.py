"""The workflows that `init --app` writes, run by act: an App of the team's own posts the verdict, comments and keeps issues and ledger.

GitHub's own action for the App's token is stood in for by tests/github/app_token, which our server then holds to the rights it was asked for. The
workflow's own token has none. The scenario runs once; the tests below read what it left behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.machine import Machine
from tests.github.delivery import Done
from tests.github.models import model_with_workflows
from tests.github.origin import Origin
from tests.github.payloads import comment, push
from tests.github.server import APP, BOT, REPOSITORY, GithubServer

pytestmark = pytest.mark.e2e

FOLLOW_UP = ".github/workflows/readiness-follow-up.yml"
FALLBACK = "readiness/fallback.yaml"
VERDICT = "Not ready for staging: 8 gaps were due before it."
"""Nobody reviewed the sign-offs of this example."""


@dataclass(slots=True)
class Life:
    """What each run did."""

    runs: dict[str, Done] = field(default_factory=dict)
    pull: int = 0
    statuses: list[Any] = field(default_factory=list)
    """On the pull request's head, newest first."""
    comments: list[Any] = field(default_factory=list)
    issues: list[Any] = field(default_factory=list)

    def wrote(self, run: str) -> list[tuple[str, str | None]]:
        """What, and who."""
        written = [one for one in self.runs[run].requests if one.method != "GET" and one.path != "/graphql"]
        return [(re.sub(r"[0-9a-f]{40}", "SHA", f"{one.method} {one.path.removeprefix(f'/repos/{REPOSITORY}')}"), one.login) for one in written]


@pytest.fixture(scope="module")
def life(github_server: GithubServer, machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    github_server.reset()
    folder = tmp_path_factory.mktemp("app")
    yield _live(github_server, machine, folder)
    github_server.reset()


def _live(server: GithubServer, machine: Machine, folder: Path) -> Life:
    model = model_with_workflows(folder / "model", init=("--app",))
    origin = Origin.of(model, folder / "origin.git").connect(server, when="2026-10-20T09:00:00Z")
    delivery = machine.delivery(server, origin, folder)
    delivery.app_key = "the-key"
    life, tip = Life(), origin.tip("main")
    for name in ("push", "the rest of ten and more", "push again"):
        life.runs[name] = delivery.on_main("push", push(tip, tip), actor="ana-ruiz")
    life.issues = server.issues()

    origin.edit("change", FALLBACK, "minutes: 18", "minutes: 45")
    pull = origin.open_pull("change")
    said = {"state": "failure", "context": "readiness: main", "description": VERDICT}
    server.call("POST", f"/repos/{REPOSITORY}/statuses/{pull.head}", said, BOT)  # as the bot did before it was an App
    finished, life.runs["verdict"] = delivery.both("pull_request", pull)
    assert finished.done
    life.runs["lines"] = finished.done
    life.runs["verdict again"] = delivery.second(finished)
    life.pull = pull.number
    life.statuses, life.comments = server.statuses(pull.head), server.comments(pull.number)

    asked = server.call("POST", f"/repos/{REPOSITORY}/issues/{pull.number}/comments", {"body": "/readiness recheck"})
    life.runs["recheck"] = delivery.on_main("issue_comment", comment(pull.number, asked["id"], "/readiness recheck", "ana-ruiz", on_pull_request=True))

    delivery.app_key = "another-key"
    life.runs["another key"] = delivery.second(finished)

    delivery.app_key = "the-key"
    less = [line for line in origin.read(FOLLOW_UP).splitlines(keepends=True) if "permission-statuses" not in line]
    origin.commit("main", {FOLLOW_UP: "".join(less)})
    origin.edit("other", FALLBACK, "minutes: 18", "minutes: 44")
    _, life.runs["a right less"] = delivery.both("pull_request", origin.open_pull("other"))
    return life


def test_all_is_well(life: Life) -> None:
    failed = {name: done.run.log for name, done in life.runs.items() if done.run.exit_code != 0}
    assert [*failed] == ["another key", "a right less"], failed


def test_the_first_workflow_has_no_key_and_writes_nothing(life: Life) -> None:
    assert (life.wrote("lines"), life.runs["lines"].rights) == ([], {"contents": "read"})
    assert "create-github-app-token" not in life.runs["lines"].run.log


def test_the_app_posts_the_verdict_and_comments(life: Life) -> None:
    assert life.wrote("verdict") == [("POST /statuses/SHA", APP), (f"POST /issues/{life.pull}/comments", APP)]
    assert [comment["user"]["login"] for comment in life.comments] == [APP]


def test_what_github_actions_posted_before_is_none_of_its_own(life: Life) -> None:
    """The same state and the same words, which a ruleset with the App's id does not take."""
    assert [(one["state"], one["description"], one["creator"]["login"]) for one in life.statuses] == [("failure", VERDICT, login) for login in (APP, BOT)]


def test_the_same_verdict_is_not_posted_twice(life: Life) -> None:
    assert life.wrote("verdict again") == []


def test_the_app_keeps_the_issues_and_the_ledger(life: Life) -> None:
    assert {issue["user"]["login"] for issue in life.issues} == {APP}
    written = life.wrote("push")
    assert {login for _, login in written} == {APP}
    assert ("POST /git/refs", APP) in written


def test_and_the_second_time_there_is_nothing_to_do(life: Life) -> None:
    assert life.wrote("push again") == []


def test_it_answers_a_command(life: Life) -> None:
    written = life.wrote("recheck")
    assert {login for _, login in written} == {APP}
    assert any("/reactions" in what for what, _ in written)


@pytest.mark.parametrize("run", ["push", "push again", "verdict", "verdict again", "recheck"])
def test_nobody_else_s_token_is_used(life: Life, run: str) -> None:
    """Not even to read, nor by git, which fetches the pull request as objects."""
    done = life.runs[run]
    assert {request.login for request in done.requests} | {login for _, login in done.fetches} == {APP}
    assert done.rights == {}


def test_git_fetches_the_pull_request_with_it(life: Life) -> None:
    assert life.runs["verdict"].fetches != []


def test_without_the_app_s_key_nothing_is_done(life: Life) -> None:
    done = life.runs["another key"]
    assert (done.run.exit_code, done.requests) == (1, [])
    assert "There is no such App, or this is not its key." in done.run.log


def test_each_right_is_one_that_it_needs(life: Life) -> None:
    """The server holds the token to what its step asked for: without `permission-statuses` there is no verdict."""
    done = life.runs["a right less"]
    assert (done.run.exit_code, life.wrote("a right less")) == (1, [])
    assert "give the App, and the step that makes its token, the rights `statuses: write`" in done.run.log
