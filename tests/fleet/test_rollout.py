"""`readiness fleet rollout` over forty repositories: few at a time, never twice, and never again after a no."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.commandline import Ran, Readiness
from tests.faults.harness import fork
from tests.fleet.organisation import NEW, OWNERSHIP, Organisation, environment, names, pulls
from tests.github.server import APP, GithubServer

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def server() -> Iterator[GithubServer]:
    with GithubServer(names()) as started:
        yield started


@pytest.fixture
def acme(server: GithubServer, tmp_path: Path, request: pytest.FixtureRequest) -> Organisation:
    """All forty, or those that a test says."""
    made = Organisation(tmp_path, tmp_path / "scan.json", getattr(request, "param", ()))
    server.reset()
    made.tell(server)
    return made


models = pytest.mark.parametrize("acme", [("model",)], indirect=True)


class Rollout:
    """The command, as the App."""

    def __init__(self, readiness: Readiness, server: GithubServer, acme: Organisation) -> None:
        self.readiness, self.server, self.acme = readiness, server, acme

    def __call__(self, *more: str, **variables: str) -> Ran:
        words = ("--action", NEW, "--today", "2026-11-26", *more)
        return self.readiness("fleet", "rollout", self.acme.scan, *words, **{**environment(self.server), **variables})

    def planned(self, *more: str) -> Any:
        ran = self("--plan", "--format", "json", *more)
        assert ran.code == 0, ran.err
        return json.loads(ran.out)


@pytest.fixture
def rollout(readiness: Readiness, server: GithubServer, acme: Organisation) -> Rollout:
    return Rollout(readiness, server, acme)


def test_three_runs_over_forty_repositories(rollout: Rollout, server: GithubServer, acme: Organisation) -> None:
    assert len(names()) == 40

    # A plan writes nothing, and says what is then done.
    plan = rollout.planned("--most", "3")
    assert [request for request in server.log() if request.login == APP and request.path != "/graphql"] == []
    first = rollout("--most", "3")
    assert first.code == 0, first.err
    opened = pulls(server)
    assert told(plan) == {(f"acme/{name}", row["title"], row["body"]) for name, [row] in opened.items()}
    assert {action["repository"]: action["files"] for action in plan["actions"]} == {
        f"acme/{name}": sorted(line[2:] for line in acme.changes(name, "readiness/rollout")) for name in opened
    }
    assert set(opened) == {"agent-01", "model-01", "model-02"}

    # A run that is killed once GitHub has made its second branch is gone on with: nobody gets two.
    killed(rollout, server, "/model-04/git/refs$", "--most", "3")
    assert Counter(len(rows) for rows in pulls(server).values()) == {1: 4}
    second = rollout("--most", "2")
    assert second.code == 0, second.err
    now = pulls(server)
    assert set(now) - set(opened) == {"model-03", "model-04", "model-05"}
    assert {len(rows) for rows in now.values()} == {1}

    # They answer: a merge, a no, a no that somebody takes back, and one that somebody may not take back.
    merge(server, acme, "model-01")
    for name in ("model-02", "model-03", "model-04"):
        close(server, name)
    comment(server, "model-02", "tomas-k", "What is this?")
    comment(server, "model-03", "mei-chen", "/readiness")
    acme.push("model-03", "notes.txt")
    comment(server, "model-04", "kim-oyelaran", "/readiness please")
    server.state(roles={"kim-oyelaran": "read"})
    third = rollout("--most", "100")
    assert third.code == 0, third.err
    then = pulls(server)
    assert {name: len(rows) for name, rows in then.items() if len(rows) > 1} == {"model-03": 2}
    assert then["model-03"][1]["body"].count("@mei-chen asked for it on #1.") == 1
    assert acme.changes("model-03", "readiness/rollout") == acme.changes("model-06", "readiness/rollout")
    assert set(then) - set(now) == {"model-06", "old-01", "old-02", "past-01", "past-below-01", "taken-01"}

    # What everybody answered, or has open, is left in peace, however many may be opened.
    before = len(server.writes())
    again = rollout("--most", "100", "--format", "json")
    assert (again.code, server.writes()[before:]) == (0, [])
    assert reasons(json.loads(again.out)) == {
        "nothing in it looks like a model": 13,
        "a pull request is open already": 9,
        "a fork": 3,
        "archived": 3,
        "its files and workflows are of this version": 3,
        "it was closed, which is a no (until somebody comments `/readiness` there)": 2,
        "it opted out (`rollout: off` in .github/readiness.yaml)": 2,
        "empty": 1,
        "it cannot be seen": 1,
        "it has another name now; scan again": 1,
        "it was merged; scan again, or they took it out": 1,
        "its .github/readiness.yaml cannot be read, and it may have opted out there": 1,
    }


@pytest.mark.parametrize("acme", [("old",)], indirect=True)
def test_an_upgrade_keeps_what_people_wrote(rollout: Rollout, server: GithubServer, acme: Organisation) -> None:
    rollout("--only", "upgrade", "--most", "1", "--draft")
    [[pull]] = pulls(server).values()
    assert (pull["title"], pull["draft"]) == ("Bring readiness/ up to date", True)
    assert acme.changes("old-01", "readiness/upgrade") == [
        "M .github/workflows/readiness-follow-up.yml", "M .github/workflows/readiness.yml", f"M {OWNERSHIP}",
    ]  # fmt: skip
    diff = acme.run("old-01", "diff", "main", "readiness/upgrade", "--", OWNERSHIP)
    assert [line for line in diff.splitlines() if line.startswith("-") and not line.startswith("---")] == []
    assert "  person: mei-chen   # ask her first\n" in acme.file("old-01", "readiness/upgrade", OWNERSHIP)
    assert f"| `{OWNERSHIP}` | adds incidents |" in pull["body"]


@pytest.mark.parametrize("acme", [("past", "past-below", "new")], indirect=True)
def test_files_of_an_older_convention_are_found_beside_workflows_of_now(rollout: Rollout, server: GithubServer, acme: Organisation) -> None:
    plan = rollout.planned("--most", "100")
    assert {action["repository"]: action["files"] for action in plan["actions"]} == {
        "acme/past-01": [OWNERSHIP],
        "acme/past-below-01": [f"models/churn/{OWNERSHIP}"],
    }
    assert [request.path for request in server.log() if request.login == APP] == ["/graphql"]
    assert {left["repository"]: left["reason"] for left in plan["left"]} == dict.fromkeys(
        ("acme/new-01", "acme/new-02", "acme/new-03"), "its files and workflows are of this version"
    )


@pytest.mark.parametrize("acme", [("model", "old", "agent")], indirect=True)
def test_a_wave_comes_before_the_next(rollout: Rollout, tmp_path: Path) -> None:
    """A wave of the policy, a file, a pattern; the policy also says who is left out, and the lowest tier."""
    policy, keen = tmp_path / "policy.yaml", tmp_path / "keen.txt"
    policy.write_text(POLICY, encoding="utf-8")
    keen.write_text("# who said yes\nacme/model-06\nold-*\n", encoding="utf-8")
    plan = rollout.planned("--policy", str(policy), "--wave", "pilot", "--wave", str(keen), "--wave", "acme/model-0[1-5]", "--most", "4")
    assert [(action["repository"], action["wave"]) for action in plan["actions"]] == [
        ("acme/agent-01", "pilot"), ("acme/model-06", "keen"), ("acme/old-01", "keen"), ("acme/model-01", "acme/model-0[1-5]"),
    ]  # fmt: skip
    assert plan["later"] == ["acme/model-02", "acme/model-03", "acme/model-04", "acme/model-05"]
    assert {"repository": "acme/old-02", "reason": "the policy leaves it out", "more": f"replaced in spring ({policy}:4:22)"} in plan["left"]
    assert "Questions: `#ml-platform`." in plan["actions"][0]["body"]


POLICY = """\
policy: acme
version: 1
tier: high
repositories: {out: {"acme/old-02": replaced in spring}}
rollout: {contact: "#ml-platform", waves: {pilot: [agent-*]}}
"""


@models
def test_a_token_without_the_right_to_write_workflows(rollout: Rollout, server: GithubServer, acme: Organisation) -> None:
    acme.fleet["acme/model-01"]["workflows"] = False
    acme.tell(server)
    ran = rollout("--wave", "model-0[12]")
    assert ran.code == 3
    assert "give the App or the fine-grained token `contents: write, pull-requests: write, workflows: write`" in ran.err
    assert pulls(server) == {}
    assert "readiness" not in acme.run("model-01", "branch", "--list")
    assert rollout("--wave", "model-01", "--without-workflows").code == 0
    [[pull]] = pulls(server).values()
    assert "no workflow is among these files" in pull["body"]
    assert [line for line in acme.changes("model-01", "readiness/rollout") if "workflows" in line] == []


@models
def test_what_one_repository_refuses_stops_no_other(rollout: Rollout, server: GithubServer, acme: Organisation) -> None:
    """A right that is missing there, a branch of somebody's own."""
    acme.fleet["acme/model-01"]["writes"] = False
    acme.tell(server)
    acme.run("model-02", "branch", "readiness/rollout", "main")
    ran = rollout("--wave", "model-0[123]")
    assert ran.code == 0
    assert "acme/model-01: GitHub could not write a branch in acme/model-01 (403: Resource not accessible by integration); the App" in ran.out
    assert "acme/model-02: The branch readiness/rollout of acme/model-02 holds commits that are not the bot's; delete it there" in ran.out
    assert set(pulls(server)) == {"model-03"}


@models
@pytest.mark.parametrize("fault", ["secondary-limit", "forward-then-drop"])
def test_a_limit_is_waited_for_and_nothing_is_made_twice(rollout: Rollout, server: GithubServer, fault: str) -> None:
    """A write that GitHub puts off; and at each step one of which nobody knows whether it arrived."""
    for step in ("git/trees", "git/commits", "git/refs", "pulls") if fault == "forward-then-drop" else ("pulls",):
        server.fault("POST", f"/{step}$", fault)
    assert rollout("--wave", "model-01").code == 0
    assert [len(rows) for rows in pulls(server).values()] == [1]


@models
def test_the_budget_ends_a_run_before_it_is_used_up(rollout: Rollout, server: GithubServer) -> None:
    ran = rollout("--budget", "11")
    assert ran.code == 0
    assert len(pulls(server)) == 2
    assert len([request for request in server.log() if request.login == APP]) <= 11


@models
def test_the_token_is_in_no_file_and_on_no_screen(rollout: Rollout, server: GithubServer, tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    ran = rollout("--plan", "--wave", "model-01", TMPDIR=str(temporary))
    assert {login for _, login in server.fetches()} == {APP}
    assert f"token-{APP}" not in ran.out + ran.err
    assert list(temporary.iterdir()) == []


def told(plan: Any) -> set[tuple[str, str, str]]:
    return {(action["repository"], action["title"], action["body"]) for action in plan["actions"]}


def reasons(plan: Any) -> dict[str, int]:
    assert plan["actions"] == []
    return dict(Counter(left["reason"] for left in plan["left"]).most_common())


def killed(rollout: Rollout, server: GithubServer, path: str, *more: str) -> None:
    """By the server, once it has done what is asked for there."""
    gate, go = os.pipe()
    pid = fork()
    if pid == 0:
        os.read(gate, 1)
        try:
            rollout(*more)
        finally:
            os._exit(0)
    server.call("POST", "/__fault", {"method": "POST", "path": path, "kind": "kill-after", "pid": pid})
    os.write(go, b"!")
    _, status = os.waitpid(pid, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def close(server: GithubServer, name: str) -> None:
    server.call("PATCH", f"/repos/acme/{name}/pulls/1", {"state": "closed"})


def comment(server: GithubServer, name: str, login: str, body: str) -> None:
    server.call("POST", f"/repos/acme/{name}/issues/1/comments", {"body": body}, login)


def merge(server: GithubServer, acme: Organisation, name: str) -> None:
    server.call("PUT", f"/repos/acme/{name}/pulls/1/merge", {})
    acme.run(name, "update-ref", "refs/heads/main", "refs/heads/readiness/rollout")
