"""`readiness doctor`, from the command line to GitHub and back."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.commandline import Ran, Readiness
from tests.github.server import APP, BOT, GithubServer, Request
from tests.github.setup import plain_rule, review_rule, status_rule, workflow_run

from readiness_bot.demo.repository import Repository
from readiness_bot.runs.clock import now

COMMIT = "3f2c" * 10
ACTION = f"readiness-bot/readiness-bot@{COMMIT}"
FOLLOW_UP = "readiness-follow-up.yml"
LEDGER = "readiness-ledger"
GATE = status_rule("readiness: main")


@pytest.fixture
def clone(tmp_path: Path, readiness: Readiness) -> Repository:
    """A model repository whose default branch holds what `init` wrote."""
    repository = Repository.create(tmp_path / "churn")
    assert readiness("init", repository.path, "--action", ACTION).code == 0
    repository.write({".github/CODEOWNERS": "* @acme/models\n"})
    repository.git("remote", "add", "origin", "git@github.com:acme/churn.git")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "Add readiness")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    return repository


@pytest.fixture
def server(github: GithubServer) -> GithubServer:
    """On which everything is in force."""
    head = github.call("GET", "/repos/acme/churn/branches/main")["commit"]["sha"]
    github.call("POST", "/repos/acme/churn/git/refs", {"ref": f"refs/heads/{LEDGER}", "sha": head})
    github.state(
        rules={"main": [GATE, review_rule()], LEDGER: [plain_rule("deletion"), plain_rule("non_fast_forward")]},
        workflows={FOLLOW_UP: {"state": "active"}, "readiness.yml": {"state": "active"}},
        workflowRuns={FOLLOW_UP: [workflow_run("schedule", now().strftime("%Y-%m-%dT%H:%M:%SZ"))]},
        actions={"enabled": True, "allowed_actions": "all", "sha_pinning_required": True, "can_approve_pull_request_reviews": True},
        repository={"pushed_at": now().strftime("%Y-%m-%dT%H:%M:%SZ")},
    )
    github.forget()
    return github


def states(ran: Ran) -> dict[str, str]:
    """What the line says of what it looked at → its state, the clone's own age left out: the server's commits are its own."""
    return {line["what"]: line["state"] for line in json.loads(ran.out)["lines"] if line["id"] != "clone"}


def line(ran: Ran, id_: str) -> Any:
    [found] = [line for line in json.loads(ran.out)["lines"] if line["id"] == id_]
    return found


ALL = {
    "first workflow", "follow-up workflow", "pinned", "ruleset of main", "first workflow's rights", "follow-up's rights", "this token", "Actions",
    "pull requests by Actions", "schedule", "push", "after the first workflow", "CODEOWNERS", "code owners' review", "ledger's branch", "issues", "settings",
}  # fmt: skip


@pytest.mark.e2e
def test_an_administrator_sees_all(readiness: Readiness, clone: Repository, server: GithubServer) -> None:
    ran = readiness("doctor", clone.path, "--format", "json", **server.environment("ana-ruiz"))
    assert (ran.code, states(ran)) == (0, dict.fromkeys(ALL, "in-force"))
    assert server.writes() == []


@pytest.mark.e2e
def test_a_workflow_s_token_does_not_see_what_administrators_do(readiness: Readiness, clone: Repository, server: GithubServer) -> None:
    server.state(protectedBranches=["main"], rules={"main": [GATE], LEDGER: [plain_rule("deletion"), plain_rule("non_fast_forward")]})
    ran = readiness("doctor", clone.path, "--format", "json", **server.environment(BOT))
    unknown = {what for what, state in states(ran).items() if state != "in-force"}
    assert (ran.code, unknown) == (0, {"Actions", "pull requests by Actions", "code owners' review"})
    assert line(ran, "actions")["found"] == (
        "this token may not administer the repository, and only administrators can read that (403: Resource not accessible by integration)"
    )
    host = server.url.removeprefix("http://")
    assert line(ran, "actions")["mend"] == (
        f"Run this as an administrator of the repository:\nGITHUB_TOKEN=$(gh auth token --hostname {host}) readiness doctor"
    )


@pytest.mark.e2e
def test_without_the_right_to_read_workflows(readiness: Readiness, clone: Repository, server: GithubServer) -> None:
    server.world(forbidden=["actions"])
    ran = readiness("doctor", clone.path, "--format", "json", **server.environment(BOT))
    assert line(ran, "schedule")["found"] == "this token may not read the workflows (403: Resource not accessible by integration)"


@pytest.mark.e2e
def test_each_base_of_an_open_pull_request(readiness: Readiness, clone: Repository, server: GithubServer) -> None:
    server.open_pull(head_sha=COMMIT, head_ref="change", base_sha=COMMIT, base_ref="main")
    server.open_pull(head_sha=COMMIT, head_ref="fix", base_sha=COMMIT, base_ref="release/1")
    server.state(rules={"release/1": []})
    ran = readiness("doctor", clone.path, "--format", "json", **server.environment("ana-ruiz"))
    assert (ran.code, states(ran)["ruleset of release/1"], states(ran)["ruleset of main"]) == (1, "not-in-force", "not-in-force")
    server.state(rules={"main": [GATE], "release/1": [status_rule("readiness: release/1")]})
    ran = readiness("doctor", clone.path, "--format", "json", **server.environment("ana-ruiz"))
    assert (states(ran)["ruleset of release/1"], states(ran)["ruleset of main"]) == ("in-force", "in-force")


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("told", "id_", "found"),
    [
        ({"rules": {"main": []}}, "ruleset", "nothing requires the status `readiness: main`, so a red one stops no merge"),
        (
            {"rules": {"main": [status_rule("readiness: main", app=None)]}},
            "ruleset",
            "`readiness: main` is accepted from any source: anyone who may set a status can turn it green",
        ),
        (
            {"rules": {"main": [status_rule("readiness / check")]}},
            "ruleset",
            "requires `readiness / check`: nobody posts it any more, so it blocks every pull request",
        ),
        (
            {"workflows": {FOLLOW_UP: {"state": "disabled_inactivity"}}, "workflowRuns": {FOLLOW_UP: [workflow_run("schedule", "2026-09-01T05:00:00Z")]}},
            "schedule",
            "GitHub switched the workflow off after 60 days without activity; it last ran on 1 Sep 2026. Nothing starts it now, so no status is posted either",
        ),
        (
            {"actions": {"enabled": False, "can_approve_pull_request_reviews": False}},
            "actions",
            "they are switched off in this repository, so the bot does not run",
        ),
        ({"rules": {LEDGER: []}}, "ledger", f"no ruleset of {LEDGER} forbids deleting it or forbids force pushes, so lines can disappear unnoticed"),
        ({"rules": {"main": [GATE]}}, "code-owner-review", "nothing on main requires it, so CODEOWNERS requests reviews, but stops no merge"),
        ({"disabled": True}, "issues", "they are switched off, so nobody hears about a gap"),
    ],
)
def test_what_is_not_in_force_makes_it_1(readiness: Readiness, clone: Repository, server: GithubServer, told: dict[str, Any], id_: str, found: str) -> None:
    server.state(**told)
    ran = readiness("doctor", clone.path, "--format", "json", **server.environment("ana-ruiz"))
    assert (ran.code, line(ran, id_)["state"], line(ran, id_)["found"]) == (1, "not-in-force", found)


@pytest.mark.e2e
def test_an_app_of_the_teams_own(readiness: Readiness, clone: Repository, server: GithubServer) -> None:
    server.state(apps={"acme-readiness": 4711})
    ran = readiness("doctor", clone.path, "--format", "json", READINESS_BOT_LOGIN=f"{APP},{BOT}", **server.environment("ana-ruiz"))
    assert line(ran, "ruleset")["found"] == (
        "`readiness: main` is required from the App 15368, but acme-readiness, which posts it, is 4711: no pull request can pass"
    )


@pytest.mark.e2e
def test_whose_name_only_the_secrets_tell(readiness: Readiness, clone: Repository, server: GithubServer) -> None:
    """A person's terminal is not told what the workflow is: its file says that it is an App."""
    path = clone.path / ".github" / "workflows" / "readiness-follow-up.yml"
    path.unlink()
    readiness("init", clone.path, "--app")
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "-m", "An App")
    clone.git("update-ref", "refs/remotes/origin/main", "HEAD")
    ran = readiness("doctor", clone.path, "--format", "json", **server.environment("ana-ruiz"))
    assert line(ran, "workflow.follow-up")["state"] == "in-force"
    why = "the follow-up acts as an App of your own, but its files do not say which"
    told = f"`readiness: main` is required from the App 15368; it is not known whether that App posts it: {why}"
    assert (line(ran, "ruleset")["state"], line(ran, "ruleset")["found"]) == ("unknown", told)
    assert "READINESS_BOT_LOGIN='NAME[bot]' GITHUB_TOKEN=$(gh auth token " in line(ran, "ruleset")["mend"]
    assert [request.path for request in server.log() if request.path.startswith("/apps/")] == []


@pytest.mark.e2e
@pytest.mark.parametrize("kind", ["500", "drop"])
def test_a_server_that_does_not_answer_leaves_the_rest(readiness: Readiness, clone: Repository, server: GithubServer, kind: str) -> None:
    server.fault("GET", "/rules/branches/main", kind, times=20)
    ran = readiness("doctor", clone.path, "--format", "json", **server.environment(BOT))
    assert line(ran, "ruleset")["state"] == "unknown"
    assert line(ran, "ruleset")["found"].startswith("GitHub did not answer when asked to read the rules of main (")
    assert line(ran, "actions")["found"] == line(ran, "ruleset")["found"]
    assert [request.path for request in server.log() if "/permissions" in request.path] == []


@pytest.mark.e2e
def test_a_token_that_is_refused(readiness: Readiness, clone: Repository, server: GithubServer) -> None:
    ran = readiness("doctor", clone.path, "--format", "json", **server.environment() | {"GITHUB_TOKEN": "stale"})
    assert (ran.code, line(ran, "issues")["found"]) == (
        0, "GitHub refused the token: could not read the repository (401: Bad credentials); check GITHUB_TOKEN",
    )  # fmt: skip


@pytest.mark.e2e
@pytest.mark.parametrize(
    "row", [None, 3, {"type": 3}, {"type": "required_status_checks", "parameters": {"required_status_checks": [None]}}, {"type": "x", "parameters": []}]
)
def test_an_answer_of_any_shape_is_a_sentence(readiness: Readiness, clone: Repository, server: GithubServer, row: object) -> None:
    server.state(rules={"main": [row]})
    ran = readiness("doctor", clone.path, "--format", "json", **server.environment("ana-ruiz"))
    assert (line(ran, "ruleset")["state"], ran.err) == ("unknown", "")
    assert "where" in line(ran, "ruleset")["found"]


@pytest.mark.e2e
@pytest.mark.parametrize(
    "said",
    [
        *({"default_branch": name} for name in (None, 3, "", "a\x00b", "-x", "..", "main^{tree}", "日本", "x" * 100_000)),
        {"pushed_at": "yesterday"},
        {"pushed_at": "0001-01-01T00:00:00+14:00"},
        {"permissions": []},
        {"has_issues": None},
        {"full_name": "\x1b[2J\n::error::x"},
    ],
)
def test_a_repository_of_any_shape_is_a_page(readiness: Readiness, clone: Repository, server: GithubServer, said: dict[str, object]) -> None:
    server.state(repository=said)
    ran = readiness("doctor", clone.path, **server.environment("ana-ruiz"))
    assert (ran.code in (0, 1), ran.err) == (True, "")
    assert not any(line.startswith("::") or "\x1b" in line for line in ran.out.splitlines())


@pytest.mark.parametrize("url", ["http://[", "ftp://x;$(id)", "x"])
def test_a_server_that_is_no_address(readiness: Readiness, clone: Repository, url: str) -> None:
    ran = readiness("doctor", clone.path, "--format", "json", GITHUB_TOKEN="x", GITHUB_SERVER_URL=url)
    assert line(ran, "issues")["found"] == f"the remote of this clone is on github.com, but the server to ask is {url}"


def test_offline_it_says_what_the_clone_tells(readiness: Readiness, clone: Repository) -> None:
    ran = readiness("doctor", clone.path, "--offline", GITHUB_TOKEN="secret-of-mine")
    assert (ran.code, ran.out) == (
        0,
        """\
acme/churn · nothing wrong found; 7 of 16 points not known

NOT KNOWN
  ? ruleset of main, Actions, pull requests by Actions, schedule, code owners' review, ledger's
    branch, issues
      this was run with --offline
        Run it without --offline.

IN FORCE
  ✓ first workflow             .github/workflows/readiness.yml is as `init` writes it
  ✓ follow-up workflow         .github/workflows/readiness-follow-up.yml is as `init` writes it
  ✓ pinned                     to the commit 3f2c3f2c3f2c
  ✓ first workflow's rights    contents: read
  ✓ follow-up's rights         contents: write, issues: write, pull-requests: write, statuses:
                               write, actions: read
  ✓ push                       starts on a push to main
  ✓ after the first workflow   follows `readiness`
  ✓ CODEOWNERS                 .github/CODEOWNERS gives @acme/models the files that count
  ✓ settings                   no .github/readiness.yaml: the defaults hold
""",
    )


def test_without_a_token_it_says_how_to_give_one(readiness: Readiness, clone: Repository) -> None:
    ran = readiness("doctor", clone.path, "--format", "json")
    assert (ran.code, line(ran, "issues")["found"]) == (0, "there is no token to ask GitHub with")
    assert line(ran, "issues")["mend"] == "Pass one:\nGITHUB_TOKEN=$(gh auth token) readiness doctor"


@pytest.mark.parametrize(
    ("remote", "host"),
    [
        ("https://evil.example/acme/churn.git", "evil.example"),
        ("ssh://git@evil.example:22/acme/churn", "evil.example"),
        ("evil.example:acme/churn", "evil.example"),
        ("/srv/churn.git", "no server"),
        ("https://[::1/acme/churn", "no server"),
    ],
)
def test_a_token_goes_to_no_server_that_only_the_clone_names(readiness: Readiness, clone: Repository, remote: str, host: str) -> None:
    clone.git("remote", "set-url", "origin", remote)
    ran = readiness("doctor", clone.path, "--format", "json", GITHUB_TOKEN="x")
    assert line(ran, "issues")["found"] == f"the remote of this clone is on {host}, but the server to ask is https://github.com"


def test_the_default_branch_counts_and_not_what_is_checked_out(readiness: Readiness, clone: Repository) -> None:
    clone.git("checkout", "--quiet", "-b", "change")
    clone.git("rm", "--quiet", "-r", ".github")
    clone.git("commit", "--quiet", "-m", "Do without")
    assert readiness("doctor", clone.path, "--offline").code == 0
    clone.git("update-ref", "refs/remotes/origin/main", "HEAD")
    clone.git("checkout", "--quiet", "main")
    ran = readiness("doctor", clone.path / "readiness", "--offline", "--format", "json")
    assert (ran.code, line(ran, "workflow.first")["found"]) == (
        1, ".github/workflows/readiness.yml is in this folder, but is not on origin/main",
    )  # fmt: skip


def test_what_it_says_to_run_fixes_it(readiness: Readiness, clone: Repository, tmp_path: Path) -> None:
    path = clone.path / ".github" / "workflows" / "readiness.yml"
    path.write_text(path.read_text().replace("permissions: {}", "permissions: write-all"))
    clone.git("commit", "--quiet", "--all", "-m", "Give it all")
    clone.git("update-ref", "refs/remotes/origin/main", "HEAD")
    ran = readiness("doctor", clone.path, "--offline", "--format", "json")
    wrong = line(ran, "workflow.first")
    assert (ran.code, wrong["line"]) == (1, path.read_text().splitlines().index("permissions: write-all") + 1)
    _, _, command = wrong["mend"].partition("\n")
    done = subprocess.run(["sh", "-ec", command], cwd=clone.path / "readiness", env=dict(os.environ), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    clone.git("commit", "--quiet", "-m", "Write it anew")
    clone.git("update-ref", "refs/remotes/origin/main", "HEAD")
    assert readiness("doctor", clone.path, "--offline").code == 0


def test_where_there_is_nothing_to_look_at(readiness: Readiness, tmp_path: Path) -> None:
    alone = readiness("doctor", tmp_path)
    assert (alone.code, alone.err) == (3, f"{tmp_path} is not in a git repository, so there is nothing to look at.\n")
    empty = Repository.create(tmp_path / "empty")
    ran = readiness("doctor", empty.path)
    assert (ran.code, ran.err) == (3, "There is no commit here yet: commit what `readiness init` wrote, then run this again.\n")


def test_two_models_in_folders(readiness: Readiness, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "models")
    for name in ("a", "b"):
        (repository.path / name).mkdir()
        readiness("init", repository.path / name, "--action", ACTION)
    repository.write({"CODEOWNERS": "/.github/ @acme/platform\n/a/ @ana-ruiz\nCODEOWNERS @acme/platform\n"})
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "Add readiness")
    ran = readiness("doctor", repository.path, "--offline", "--format", "json")
    assert line(ran, "code-owners")["found"].startswith("CODEOWNERS gives nobody b/readiness/contract.yaml, ")


@pytest.mark.e2e
def test_github_documents_the_requests(readiness: Readiness, clone: Repository, server: GithubServer, prism: Any) -> None:
    server.state(protectedBranches=["main"], protection={"main": {}})
    readiness("doctor", clone.path, **server.environment("ana-ruiz"))
    asked = [request for request in server.log() if request.method == "GET"]
    assert len(asked) == 13
    assert [(request.path, why) for request in asked if (why := prism.refusal(Request("GET", request.path, None, None)))] == []
