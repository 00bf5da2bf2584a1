"""The stand-in for `workflow_run`: which workflow runs on which commit, with which token, and what the second one is told."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.github import payloads
from tests.github.delivery import DEPENDABOT, Delivery, Finished
from tests.github.origin import Origin
from tests.github.server import BOT, REPOSITORY, GithubServer

from readiness_bot.demo.repository import Repository

pytestmark = pytest.mark.e2e

API = f"/repos/{REPOSITORY}"
SEND = (
    "import os, urllib.request as u; e = os.environ; u.urlopen(u.Request("
    "f'{e[\"GITHUB_API_URL\"]}/repos/{e[\"GITHUB_REPOSITORY\"]}/statuses/{e[\"SHA\"]}', b'{\"state\": \"success\"}', {'Authorization': 'token ' + e['GITHUB_TOKEN']}))"
)
POST = f"""
      - env: {{GITHUB_TOKEN: "${{{{ github.token }}}}", SHA: "${{{{ github.event.workflow_run.head_sha || github.sha }}}}"}}
        continue-on-error: true
        run: |
          python3 -c {shlex.quote(SEND)}
"""
FIRST = (
    """name: readiness
on: [pull_request, pull_request_review, merge_group]
permissions: {contents: read}
jobs:
  look:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
      - run: |
          echo "$GITHUB_EVENT_NAME $GITHUB_REF $GITHUB_ACTOR $GITHUB_REPOSITORY is $(git rev-parse HEAD) with $(cat file)"
"""
    + POST
    + """      - run: grep fine file
"""
)
SECOND = (
    """name: follow-up
on:
  workflow_run: {workflows: [readiness], types: [completed]}
  push:
permissions: {}
jobs:
  judge:
    permissions: {contents: read, statuses: write}
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
      - env:
          AFTER: ${{ github.event.workflow_run.event }} ${{ github.event.workflow_run.conclusion }} ${{ github.event.workflow_run.head_branch }}
          OF: ${{ github.event.workflow_run.head_repository.full_name }}
        run: echo "$GITHUB_REF is $(git rev-parse HEAD), after $AFTER $OF"
"""
    + POST
)


@pytest.fixture
def delivery(github: GithubServer, tmp_path: Path) -> Delivery:
    model = Repository.create(tmp_path / "model")
    files = {".github/workflows/readiness.yml": FIRST, ".github/workflows/readiness-follow-up.yml": SECOND, "file": "fine\n"}
    model.commit(files, "One", "ana-ruiz", date(2026, 11, 17))
    (tmp_path / "action").mkdir()
    return Delivery(github, Origin.of(model, tmp_path / "origin.git").connect(github), tmp_path / "action", tmp_path)


def test_a_branch_s_pull_request(delivery: Delivery, github: GithubServer) -> None:
    delivery.origin.commit("change", {"file": "fine, changed\n"})
    pull = delivery.origin.open_pull("change")
    finished, second = delivery.both("pull_request", pull)
    assert finished.done is not None
    first = finished.done.run.log
    assert f"pull_request refs/pull/{pull.number}/merge ana-ruiz {REPOSITORY} is {pull.merge} with fine, changed" in first
    assert (finished.conclusion, finished.done.writes) == ("success", [("POST", f"{API}/statuses/{pull.merge}")])
    assert github.statuses(str(pull.merge)) == []  # it was tried, and refused
    assert f"refs/heads/main is {delivery.origin.tip('main')}, after pull_request success change {REPOSITORY}" in second.run.log
    assert [each["creator"]["login"] for each in github.statuses(pull.head)] == [BOT]
    assert second.rights == {"contents": "read", "statuses": "write"}


def test_a_review_by_somebody(delivery: Delivery) -> None:
    delivery.origin.commit("change", {"file": "broken\n"})
    pull = delivery.origin.open_pull("change")
    finished, second = delivery.both("pull_request_review", pull, reviewer="omar-haddad")
    assert finished.done is not None
    assert f"pull_request_review refs/pull/{pull.number}/merge omar-haddad {REPOSITORY} is {pull.merge} with broken" in finished.done.run.log
    assert f"after pull_request_review failure change {REPOSITORY}" in second.run.log


def test_a_merge_queue_s_candidate(delivery: Delivery, github: GithubServer) -> None:
    delivery.origin.commit("change", {"file": "fine, changed\n"})
    queued = delivery.origin.queue("main", delivery.origin.open_pull("change").number)
    finished, second = delivery.both("merge_group", queued)
    assert finished.done is not None
    assert f"merge_group {queued.ref} github-merge-queue[bot] {REPOSITORY} is {queued.sha} with fine, changed" in finished.done.run.log
    assert f"after merge_group success {queued.ref.removeprefix('refs/heads/')} {REPOSITORY}" in second.run.log
    assert len(github.statuses(queued.sha)) == 1


EVERYTHING = FIRST.replace("permissions: {contents: read}", "permissions: {contents: read, statuses: write}")


@pytest.mark.parametrize("origin", ["branch", "fork", "Dependabot"])
def test_a_workflow_that_was_edited_gets_what_github_would_give_it(delivery: Delivery, github: GithubServer, origin: str) -> None:
    """Whoever may push a branch may give its workflow any right; a fork and Dependabot only read."""
    fork, author = origin == "fork", DEPENDABOT if origin == "Dependabot" else "ana-ruiz"
    head = delivery.origin.commit("change", {".github/workflows/readiness.yml": EVERYTHING}, author, fork=fork)
    more = {"fork": "stranger/churn", "head_ref": "change"} if fork else {"head_ref": "change"}
    pull = delivery.origin.open_pull(head, author=author, **more)  # type: ignore[arg-type]
    finished = delivery.first("pull_request", pull)
    assert finished.done is not None
    assert len(github.statuses(str(pull.merge))) == (origin == "branch")
    assert finished.done.rights["statuses"] == ("write" if origin == "branch" else "read")
    assert finished.payload()["workflow_run"]["actor"]["login"] == author
    assert bool(finished.payload()["workflow_run"]["pull_requests"]) == (not fork)
    delivery.second(finished)
    assert len(github.statuses(head)) == 1


def test_a_payload_that_lies(delivery: Delivery, github: GithubServer) -> None:
    other = delivery.origin.commit("other", {"file": "fine\n"})
    lie = replace(Finished("pull_request", "0" * 40, "change"), head_sha=other, conclusion="cancelled")
    assert "after pull_request cancelled change" in delivery.second(lie).run.log
    assert len(github.statuses(other)) == 1


def test_other_events_of_the_default_branch(delivery: Delivery) -> None:
    tip = delivery.origin.tip("main")
    done = delivery.on_main("push", payloads.push(tip, tip))
    assert f"refs/heads/main is {tip}, after" in done.run.log
    assert done.writes == [("POST", f"{API}/statuses/{tip}")]


def test_what_a_token_may_read(github: GithubServer) -> None:
    github.state(rights={"contents": "read", "pull-requests": "write"})
    assert github.call("GET", f"{API}/branches/main", login=BOT)["name"] == "main"
    number = github.open_pull(head_sha="1" * 40, head_ref="change", base_sha="2" * 40)
    github.call("POST", f"{API}/issues/{number}/comments", {"body": "hello"}, BOT)
    for method, path in (("GET", "actions/runs/1"), ("GET", f"commits/{'1' * 40}/status"), ("POST", f"statuses/{'1' * 40}"), ("POST", "git/blobs")):
        with pytest.raises(OSError, match="Resource not accessible by integration"):
            github.call(method, f"{API}/{path}", {}, BOT)
