"""The second step for a fork's pull request: what is commented, and when nothing is done."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.commandline import Ran, Readiness
from tests.github.payloads import workflow_run
from tests.github.server import BOT, REPOSITORY, GithubServer

from readiness_bot.demo.repository import Repository

pytestmark = pytest.mark.e2e

FALLBACK, SETTINGS = "readiness/fallback.yaml", ".github/readiness.yaml"
Follow = Callable[..., Ran]


class Fork:
    """A repository with a fork's branch in it, as GitHub keeps both in one store, and the pull request between them."""

    def __init__(self, path: Path, server: GithubServer) -> None:
        self.git, self.server, self.number = Repository(path), server, 0
        self.base = self.git.git("rev-parse", "HEAD")
        server.state(git={REPOSITORY: str(path)})
        self.git.git("checkout", "--quiet", "-b", "change")

    def push(self, old: str = "minutes: 18", new: str = "minutes: 45", file: str = FALLBACK) -> str:
        path = self.git.path / file
        text = path.read_text() if path.exists() else ""
        assert old in text
        return self.git.commit({file: text.replace(old, new) if old else new}, "Change", "stranger", date(2026, 11, 19))

    def pull(self, head: str, **more: Any) -> int:
        self.number = self.server.fork_pull("change", head=head, base=self.base, **more)
        self.server.forget()
        return self.number


@pytest.fixture
def fork(model: Path, github: GithubServer) -> Fork:
    return Fork(model, github)


@pytest.fixture
def follow(readiness: Readiness, github: GithubServer, tmp_path: Path) -> Follow:
    """`follow(payload)`: as in the follow-up's job, where nothing is checked out."""
    empty = tmp_path / "empty"
    empty.mkdir()

    def run(payload: object, *arguments: str, directory: str = ".", **environment: str) -> Ran:
        path = tmp_path / "event.json"
        path.write_text(json.dumps(payload))
        given = {"GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": str(path)}
        return readiness("run", directory, *arguments, **(github.environment() | given | environment))

    return run


@pytest.fixture(params=[True, False], ids=["GraphQL", "REST"])
def both_ways(request: pytest.FixtureRequest, github: GithubServer) -> None:
    github.state(graphql=request.param)


@pytest.mark.usefixtures("both_ways")
def test_it_comments_what_the_pull_request_does(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    number = fork.pull(head)
    assert follow(workflow_run(head)).code == 0
    [comment] = github.comments(number)
    assert comment["user"]["login"] == BOT
    assert "### ❌ This would reopen 1 item that was satisfied" in comment["body"]
    assert "fallback drill" in comment["body"].lower()
    assert [request.path for request in github.writes()] == [f"/repos/{REPOSITORY}/issues/{number}/comments"]


def test_links_lead_to_the_fork(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    number = fork.pull(head)
    follow(workflow_run(head))
    assert f"({github.url}/stranger/churn/blob/change/readiness/fallback.yaml#L" in github.comments(number)[0]["body"]


def test_it_says_what_only_the_check_knows(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    number = fork.pull(head)
    follow(workflow_run(head))
    told = (
        "<sub>This comment was written from the files alone. 5 items need the history, which only the check reads: "
        "approved data, artifact, integration test, load test, alert test. "
        "GitHub has no merge of it with the base branch yet, so its own files are judged as they are. "
        f"The verdict is that of [the check]({github.url}/{REPOSITORY}/pull/{number}/checks).</sub>"
    )
    assert told in github.comments(number)[0]["body"]


def test_the_same_again_writes_nothing(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    fork.pull(head)
    follow(workflow_run(head))
    github.forget()
    assert follow(workflow_run(head)).code == 0
    assert (github.writes(), len(github.log())) == ([], 4)  # the list of pull requests, two queries, the comments


def test_a_newer_push_edits_the_one_comment(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    number = fork.pull(head)
    follow(workflow_run(head))
    better = fork.push("minutes: 45", "minutes: 12")
    github.said(number, "change", head=better, base=fork.base)
    assert follow(workflow_run(better)).code == 0
    [comment] = github.comments(number)
    assert "### ✅ Ready for production" in comment["body"]


def test_the_head_has_moved(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    number = fork.pull(fork.push("minutes: 45", "minutes: 44"))
    ran = follow(workflow_run(head))
    assert (ran.code, ran.out) == (0, f"#{number} has moved on from {head[:12]}; the newer push has its own run.\n")
    assert [request.method for request in github.log()] == ["GET"]


def test_a_closed_pull_request(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    number = fork.pull(head)
    github.call("PATCH", f"/repos/{REPOSITORY}/pulls/{number}", {"state": "closed"})
    github.forget()
    ran = follow(workflow_run(head))
    assert (ran.code, ran.out) == (0, "No open pull request comes from stranger/churn:change; nothing to do.\n")
    assert (github.comments(number), github.writes()) == ([], [])


def test_another_fork_s_branch_of_that_name(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    number = fork.pull(head)
    assert "nothing to do" in follow(workflow_run(head, fork="stranger/other")).out
    assert github.comments(number) == []


def test_what_does_not_touch_readiness_gets_no_comment(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.git.commit({"src/new.py": "x = 1\n"}, "Code", "stranger", date(2026, 11, 19))
    number = fork.pull(head)
    assert follow(workflow_run(head)).code == 0
    assert github.comments(number) == []


def test_the_trial_merge_is_judged_where_there_is_one(fork: Fork, follow: Follow, github: GithubServer) -> None:
    """The base went on after the fork began: what it gained is not taken away by the pull request."""
    head = fork.git.commit({"src/new.py": "x = 1\n"}, "Code", "stranger", date(2026, 11, 19))
    fork.git.git("checkout", "--quiet", "-B", "main", fork.base)
    fork.base = fork.push("minutes: 18", "minutes: 17")
    fork.git.git("merge", "--quiet", "--no-ff", "-m", "Trial", head)
    merge = fork.git.git("rev-parse", "HEAD")
    number = fork.pull(head, merge=merge)
    assert follow(workflow_run(head)).out == "Nothing to do: issues and comments are as they should be.\n"
    assert github.comments(number) == []
    assert f"/repos/{REPOSITORY}/git/commits/{merge}" in [request.path for request in github.log()]


def test_a_trial_merge_of_an_older_head_is_not_believed(fork: Fork, follow: Follow, github: GithubServer) -> None:
    older = fork.git.commit({"src/new.py": "x = 1\n"}, "Code", "stranger", date(2026, 11, 19))
    fork.git.git("checkout", "--quiet", "-B", "trial", fork.base)
    fork.git.git("merge", "--quiet", "--no-ff", "-m", "Trial", older)
    merge = fork.git.git("rev-parse", "HEAD")
    fork.git.git("checkout", "--quiet", "change")
    head = fork.push()
    number = fork.pull(head, merge=merge)
    follow(workflow_run(head))
    assert "### ❌ This would reopen 1 item" in github.comments(number)[0]["body"]


def test_a_fork_cannot_loosen_the_gate_that_judges_it(fork: Fork, follow: Follow, github: GithubServer) -> None:
    fork.push("", "gate: off\n", SETTINGS)
    head = fork.push()
    number = fork.pull(head)
    follow(workflow_run(head))
    assert "It does not block here" not in github.comments(number)[0]["body"]


def test_a_hostile_file_is_text(fork: Fork, follow: Follow, github: GithubServer) -> None:
    bad = "<!-- readiness-bot:end -->@everyone `x` [a](javascript:alert(1)) ::error::x"
    head = fork.push("owner: sam-boateng", f"owner: '{bad}'")
    number = fork.pull(head)
    assert follow(workflow_run(head)).code == 0
    [comment] = github.comments(number)
    assert comment["body"].count("<!-- readiness-bot:end -->") == 1
    told = r"owner still says '&lt;!-- `readiness-bot:end` `-->@everyone` \`x\` \[a\](javascript:alert(1)) `::error::x`'"
    assert told in comment["body"]


def test_a_link_is_not_followed(fork: Fork, follow: Follow, github: GithubServer) -> None:
    (fork.git.path / FALLBACK).unlink()
    (fork.git.path / FALLBACK).symlink_to("/etc/passwd")
    fork.git.git("commit", "--quiet", "--all", "-m", "link", who="stranger")
    head = fork.git.git("rev-parse", "HEAD")
    number = fork.pull(head)
    follow(workflow_run(head))
    assert "this is a symbolic link, which is not followed" in github.comments(number)[0]["body"]


def test_planning_writes_nothing(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    number = fork.pull(head)
    assert f"#{number}" in follow(workflow_run(head), "--plan").out
    assert github.writes() == []


def test_a_model_in_a_folder_that_is_not_checked_out(fork: Fork, follow: Follow, github: GithubServer, tmp_path: Path) -> None:
    large = Repository.create(tmp_path / "large")
    names = [name for name in fork.git.git("ls-files").splitlines() if (fork.git.path / name).is_file()]
    base = large.commit({f"models/churn/{n}": (fork.git.path / n).read_text() for n in names}, "All", "ana-ruiz", date(2026, 11, 18))
    text = (large.path / "models/churn" / FALLBACK).read_text().replace("minutes: 18", "minutes: 45")
    head = large.commit({f"models/churn/{FALLBACK}": text}, "Change", "stranger", date(2026, 11, 19))
    fork.base = base
    number = fork.pull(head)
    github.state(git={REPOSITORY: str(large.path)})
    assert follow(workflow_run(head), directory="models/churn").code == 0
    [comment] = github.comments(number)
    assert comment["body"].startswith("<!-- readiness-bot:v1 pr=status dir=models/churn/ -->")
    assert "blob/change/models/churn/readiness/fallback.yaml#L" in comment["body"]


@pytest.mark.parametrize("directory", ["/srv/model", "../model", "a/../../b"])
def test_a_folder_outside(fork: Fork, follow: Follow, directory: str) -> None:
    ran = follow(workflow_run(fork.push()), directory=directory)
    assert (ran.code, f"DIR is '{directory}'; write it as a path from the repository's root." in ran.err) == (2, True)


def test_while_the_forge_is_down(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    fork.pull(head)
    github.fault("GET", "/pulls", "502", times=99)
    ran = follow(workflow_run(head))
    assert (ran.code, ran.err) == (3, "GitHub did not answer when asked to find the pull request (an error each time, 4 tries).\n")
    github.heal()


def test_a_token_that_may_not_comment(fork: Fork, follow: Follow, github: GithubServer) -> None:
    head = fork.push()
    number = fork.pull(head)
    github.state(readOnly=[BOT])
    ran = follow(workflow_run(head))
    assert (ran.code, ran.err.startswith(f"GitHub could not comment on #{number} (403: Resource not accessible by integration)")) == (3, True)


@pytest.mark.parametrize("text", ["`", "a b", "x::error::y", "ümlaut", "a/b#c?d&e", "$(touch x)", "-" * 255])
def test_a_branch_of_any_name(fork: Fork, follow: Follow, github: GithubServer, text: str) -> None:
    head = fork.push()
    number = fork.pull(head)
    github.said(number, text, head=head, base=fork.base)
    assert follow(workflow_run(head, branch=text)).code == 0
    assert len(github.comments(number)) == 1


def test_without_a_token(fork: Fork, follow: Follow) -> None:
    ran = follow(workflow_run(fork.push()), GITHUB_TOKEN="")
    assert (ran.code, ran.err.startswith("No token: set GITHUB_TOKEN")) == (3, True)


# A model's folder that moved: compared with what it was, not with nothing.


def moved(fork: Fork, to: str = "models/churn", *edits: tuple[str, str, str]) -> str:
    (fork.git.path / to).mkdir(parents=True)
    fork.git.git("mv", "readiness", "MODEL_CARD.md", to)
    for file, old, new in edits:
        path = fork.git.path / to / "readiness" / file
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
    fork.git.git("add", "--all")
    return fork.git.commit({}, "Move", "stranger", date(2026, 11, 19))


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("name", ["model: churn-propensity", "model: toy", "# no name"])
def test_a_stage_jump_in_a_folder_that_moved(fork: Fork, follow: Follow, github: GithubServer, name: str) -> None:
    fork.base = fork.push("stage: staging", "stage: evaluation", "readiness/contract.yaml")
    head = moved(fork, "models/churn", ("contract.yaml", "stage: evaluation", "stage: production"), ("contract.yaml", "model: churn-propensity", name))
    number = fork.pull(head)
    assert follow(workflow_run(head), directory="models/churn").code == 0
    [comment] = github.comments(number)
    assert "the stage moves from evaluation to production in one step, past staging" in comment["body"]


def test_where_it_was_cannot_be_seen(fork: Fork, follow: Follow, github: GithubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_bot.forge.github.objects.Objects.all_files", lambda self, commit: None)
    head = moved(fork)
    number = fork.pull(head)
    assert follow(workflow_run(head), directory="models/churn").code == 0
    told = "Whether the model's folder was another one before cannot be told: the repository has more files, or models, than are read."
    assert told in github.comments(number)[0]["body"]
