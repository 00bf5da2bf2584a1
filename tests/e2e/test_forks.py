"""A stranger's pull request through both workflows that `init` writes, run by act: judged without rights, then commented.

The scenario runs once; the tests below read what it left behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.github.act import Run, action_copy, run_workflow
from tests.github.models import model_with_workflows
from tests.github.payloads import pull_request, workflow_run
from tests.github.prism import Prism
from tests.github.server import BOT, REPOSITORY, GithubServer, Request

pytestmark = pytest.mark.e2e

GATE, FOLLOW_UP = "readiness.yml", "readiness-follow-up.yml"
FALLBACK = "readiness/fallback.yaml"


@dataclass(slots=True)
class Life:
    """What each run did, and the comments after it."""

    runs: dict[str, Run] = field(default_factory=dict)
    requests: dict[str, list[Request]] = field(default_factory=dict)
    comments: dict[str, list[Any]] = field(default_factory=dict)
    number: int = 0

    def writes(self, run: str) -> list[tuple[str, str]]:
        return [(r.method, r.path) for r in self.requests[run] if r.method != "GET" and r.path != "/graphql"]


@pytest.fixture(scope="module")
def life(github_server: GithubServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    github_server.reset()
    folder = tmp_path_factory.mktemp("forks")
    yield _live(github_server, folder)
    shutil.rmtree(folder, ignore_errors=True)


def _live(server: GithubServer, folder: Path) -> Life:
    life, action = Life(), action_copy(folder / "action")
    model = model_with_workflows(folder / "churn")
    server.state(git={REPOSITORY: str(model.path)})  # a fork's commits are in the base repository's store too
    base = model.git("rev-parse", "HEAD")

    def run(name: str, workflow: str, event: str, payload: object, repository: Path = model.path) -> None:
        server.forget()
        life.runs[name] = run_workflow(repository, workflow, event, payload, server, action, folder / "runner")
        life.requests[name] = server.log()
        life.comments[name] = server.comments(life.number)

    model.git("checkout", "--quiet", "-b", "change")
    text = (model.path / FALLBACK).read_text()
    head = model.commit({FALLBACK: text.replace("minutes: 18", "minutes: 45")}, "Slower", "stranger", _today())
    life.number = server.fork_pull("change", head=head, base=base)
    server.state(readOnly=[BOT])
    run("gate", GATE, "pull_request", pull_request(life.number, base, head, fork=True))
    server.state(readOnly=[])

    model.git("checkout", "--quiet", "main")  # `workflow_run` runs on the default branch
    run("follow-up", FOLLOW_UP, "workflow_run", workflow_run(head))
    run("follow-up again", FOLLOW_UP, "workflow_run", workflow_run(head))
    server.state(graphql=False)
    run("by REST", FOLLOW_UP, "workflow_run", workflow_run(head))
    server.state(graphql=True)
    run("of a branch here", FOLLOW_UP, "workflow_run", workflow_run(head, fork=REPOSITORY))
    run("overtaken", FOLLOW_UP, "workflow_run", workflow_run(base))
    return life


def _today() -> date:
    return datetime.now(UTC).date() - timedelta(days=1)


def test_the_gate_judges_and_writes_nothing(life: Life) -> None:
    run = life.runs["gate"]
    asked = {(request.method, request.path.partition("?")[0]) for request in life.requests["gate"]}
    assert (run.exit_code, {path for method, path in asked if method != "GET"} - {"/graphql"}, life.comments["gate"]) == (1, set(), [])
    assert "### ❌ This would reopen 1 item that was satisfied" in run.log
    assert [(kind, properties) for kind, properties, _ in run.annotations if kind == "error"] != []


def test_and_says_that_the_comment_follows(life: Life) -> None:
    told = "This pull request comes from a fork, whose token may only read: the result is in the job summary, and the comment follows"
    assert f"{told} from the default branch (readiness-follow-up.yml)." in life.runs["gate"].log


def test_the_follow_up_comments(life: Life) -> None:
    assert life.runs["follow-up"].exit_code == 0, life.runs["follow-up"].log
    [comment] = life.comments["follow-up"]
    assert comment["user"]["login"] == BOT
    assert "### ❌ This would reopen 1 item that was satisfied" in comment["body"]
    assert "stranger/churn/blob/change/readiness/fallback.yaml#L" in comment["body"]
    assert life.writes("follow-up") == [("POST", f"/repos/{REPOSITORY}/issues/{life.number}/comments")]


def test_without_a_checkout(life: Life) -> None:
    assert "actions/checkout" in life.runs["gate"].log
    assert "actions/checkout" not in life.runs["follow-up"].log


def test_a_second_run_writes_nothing(life: Life) -> None:
    assert (life.runs["follow-up again"].exit_code, life.writes("follow-up again")) == (0, [])
    assert len(life.requests["follow-up again"]) == 4


def test_rest_says_the_same(life: Life) -> None:
    assert (life.runs["by REST"].exit_code, life.writes("by REST")) == (0, [])
    assert any("/git/trees/" in request.path for request in life.requests["by REST"])


def test_a_branch_of_this_repository_starts_no_job(life: Life) -> None:
    assert (life.runs["of a branch here"].exit_code, life.requests["of a branch here"]) == (0, [])


def test_a_head_that_has_moved_is_left_to_its_own_run(life: Life) -> None:
    assert (life.runs["overtaken"].exit_code, life.writes("overtaken")) == (0, [])
    assert "the newer push has its own run." in life.runs["overtaken"].log


def test_no_run_shows_a_traceback(life: Life) -> None:
    assert [name for name, run in life.runs.items() if "Traceback" in run.log] == []


def test_every_request_is_one_that_github_documents(life: Life, prism: Prism) -> None:
    asked = [request for run in life.requests.values() for request in run if request.path != "/graphql"]
    assert any(request.path.startswith(f"/repos/{REPOSITORY}/pulls?") for request in asked)
    assert [(request, why) for request in asked if (why := prism.refusal(request))] == []
