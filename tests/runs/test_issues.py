"""`readiness sync`: where, with which token, and what it leaves alone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.github.server import GithubServer
from tests.models import TODAY, said

from readiness_bot.convention.policy import Policy
from readiness_bot.forge.folder.forge import FolderForge
from readiness_bot.forge.protocol import Issue
from readiness_bot.runs.issues import reconcile
from readiness_bot.runs.run import Run

Edit = Callable[[str, str, str], Path]
IN_ACTION = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "acme/churn"}


def states(forge: Path) -> list[str]:
    return [line for path in sorted((forge / "issues").glob("*.md")) for line in path.read_text().splitlines() if line.startswith("state:")]


def test_outside_an_action_the_issues_lie_in_the_folder(readiness: Readiness, model: Path, edit: Edit) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    ran = readiness("sync", model)
    assert (ran.code, ran.out) == (0, "open issue    Fallback drill for churn-propensity\nopen issue    Readiness of churn-propensity\n")
    assert ran.err == f"The issues are files in {model}/.readiness/; on GitHub the follow-up workflow keeps them.\n"
    assert states(model / ".readiness") == ['state: "open"', 'state: "open"']


def test_the_second_run_has_nothing_to_do(readiness: Readiness, model: Path, edit: Edit) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    readiness("sync", model)
    assert readiness("sync", model).out == "Nothing to do: issues and comments are as they should be.\n"


def test_a_plan_writes_nothing(readiness: Readiness, model: Path, edit: Edit, tmp_path: Path) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    ran = readiness("sync", model, "--plan", "--format", "json", "--forge", f"folder:{tmp_path}/f")
    assert [action["kind"] for action in json.loads(ran.out)["actions"]] == ["open-issue", "open-issue"]
    assert not (tmp_path / "f").exists()


def test_a_file_that_cannot_be_read_closes_nothing_and_exits_0(readiness: Readiness, model: Path, edit: Edit) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    readiness("sync", model)
    edit("fallback.yaml", "fallback:\n", "fallback: [\n")
    ran = readiness("sync", model)
    assert (ran.code, states(model / ".readiness")) == (0, ['state: "open"', 'state: "open"'])


def test_no_folder_touches_nothing(readiness: Readiness, tmp_path: Path) -> None:
    ran = readiness("sync", tmp_path)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "There is no readiness/ folder, so no issue was touched.")


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"GITHUB_ACTIONS": "true"}, "No repository: set GITHUB_REPOSITORY to owner/name. Nothing was changed.\n"),
        (IN_ACTION, "No token: set GITHUB_TOKEN (in a workflow: `GITHUB_TOKEN: ${{ github.token }}`). Nothing was changed.\n"),
        (
            IN_ACTION | {"GITHUB_TOKEN": "x", "READINESS_WRITE_INTERVAL": "soon"},
            "READINESS_WRITE_INTERVAL is not a number of seconds. Nothing was changed.\n",
        ),
        (
            IN_ACTION | {"GITHUB_TOKEN": "x", "GITHUB_API_URL": "api.github.com"},
            "GITHUB_API_URL is not an address; write it as https://api.github.com. Nothing was changed.\n",
        ),
        (
            IN_ACTION | {"GITHUB_TOKEN": "x", "GITHUB_API_URL": "http://127.0.0.1:9"},
            "GitHub did not answer when asked to list the issues (no connection). Nothing was changed; run `readiness sync` again.\n",
        ),
    ],
)
def test_in_an_action_without_what_it_needs(readiness: Readiness, built: Path, environment: dict[str, str], told: str) -> None:
    ran = readiness("sync", built, "--offline", **environment)
    assert (ran.code, ran.out, ran.err) == (3, "", told)


@pytest.mark.e2e
def test_github_goes_down_in_the_middle(readiness: Readiness, model: Path, edit: Edit, github: GithubServer) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    edit("governance.yaml", "expires: 2027-10-16", "expires: 2026-11-19")
    github.fault("PATCH", "/issues", "502", times=9)
    readiness("sync", model, "--offline", **github.environment())
    edit("fallback.yaml", "minutes: 45", "minutes: 50")
    ran = readiness("sync", model, "--offline", **github.environment())
    assert (ran.code, ran.err) == (3, "GitHub did not answer when asked to edit issue #2 (502).\n")
    assert [issue["state"] for issue in github.issues()] == ["open", "open", "open"]


@pytest.mark.parametrize("forge", ["gitlab", "folder:", "folder", ""])
def test_another_forge_is_wrong_usage(readiness: Readiness, built: Path, forge: str) -> None:
    ran = readiness("sync", built, "--forge", forge)
    assert (ran.code, ran.err.splitlines()[-1]) == (2, f"Error: --forge is {forge!r}; write github, or folder:PATH.")


def test_an_issue_file_that_somebody_broke(readiness: Readiness, model: Path, edit: Edit) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    readiness("sync", model)
    (model / ".readiness" / "issues" / "0001.md").write_text("no front matter")
    ran = readiness("sync", model)
    assert (ran.code, ran.err) == (
        3,
        f"{model}/.readiness/issues/0001.md has no readable front matter; put it back, or delete the file. Nothing was changed; run `readiness sync` again.\n",
    )


def git(model: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(model), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_an_older_commit_than_the_last_one_applied_writes_nothing(readiness: Readiness, model: Path, edit: Edit) -> None:
    old = git(model, "rev-parse", "HEAD")
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    git(model, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "slower")
    new = git(model, "rev-parse", "HEAD")
    readiness("sync", model)
    git(model, "checkout", "--quiet", old)
    ran = readiness("sync", model)
    told = f"{old[:12]} is older than {new[:12]}, which the issues show already; nothing was written."
    assert (ran.code, ran.out.splitlines()[-1]) == (0, told)
    assert states(model / ".readiness") == ['state: "open"', 'state: "open"']


def test_a_commit_that_is_gone_from_the_branch_holds_nothing_up(readiness: Readiness, model: Path, edit: Edit) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    git(model, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "slower")
    readiness("sync", model)
    git(model, "reset", "--quiet", "--hard", "HEAD~1")
    readiness("sync", model)
    assert states(model / ".readiness") == ['state: "closed"', 'state: "open"']


@pytest.mark.e2e
def test_on_github_the_branch_says_whether_an_older_run_may_write(readiness: Readiness, model: Path, edit: Edit, github: GithubServer) -> None:
    on_main = github.environment() | {"GITHUB_REF_TYPE": "branch", "GITHUB_REF_NAME": "main"}
    old = git(model, "rev-parse", "HEAD")
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    git(model, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "slower")
    readiness("sync", model, "--offline", **on_main)
    git(model, "checkout", "--quiet", old)
    github.forget()
    ran = readiness("sync", model, "--offline", **on_main)
    assert "which the issues show already; nothing was written." in ran.out
    assert (github.writes(), len(github.log())) == ([], 2)


@pytest.mark.e2e
def test_issues_become_sub_issues_of_the_overview_once(readiness: Readiness, model: Path, edit: Edit, github: GithubServer) -> None:
    github.state(nesting=True)
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    readiness("sync", model, **github.environment())
    [drill, overview] = github.issues()
    assert drill["parent_issue_url"].endswith(f"/issues/{overview['number']}")
    github.forget()
    readiness("sync", model, "--offline", **github.environment())
    assert (github.writes(), len(github.log())) == ([], 1)


@pytest.mark.e2e
def test_a_locked_issue_stops_nothing_else(readiness: Readiness, model: Path, edit: Edit, github: GithubServer) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    readiness("sync", model, **github.environment())
    github.state(locked=[1])
    edit("fallback.yaml", "minutes: 45", "minutes: 18")
    ran = readiness("sync", model, **github.environment())
    told = "#1 is locked, so nothing was written there; unlock it, or read the overview."
    assert (ran.code, ran.out.splitlines()[-1]) == (0, told)
    assert [issue["state"] for issue in github.issues()] == ["closed", "open"]


@pytest.mark.e2e
def test_switched_off_issues_are_said_and_stop_nothing(readiness: Readiness, model: Path, edit: Edit, github: GithubServer) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    github.state(disabled=True)
    ran = readiness("sync", model, **github.environment())
    told = "This repository has its issues switched off; switch them on in its settings, or read the job summary."
    assert (ran.code, ran.out.splitlines()[-1]) == (0, told)


@pytest.mark.e2e
@pytest.mark.parametrize("disabled", [True, "writes"])
def test_also_where_only_a_list_still_answers_and_at_every_run(
    readiness: Readiness, model: Path, edit: Edit, github: GithubServer, tmp_path: Path, disabled: object
) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    github.state(disabled=disabled)
    event = tmp_path / "event.json"
    event.write_text("{}")
    given = {"GITHUB_EVENT_NAME": "schedule", "GITHUB_EVENT_PATH": str(event), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    for _ in range(2):
        ran = readiness("run", model, "--offline", **github.environment(), **given)
        told = "This repository has its issues switched off; switch them on in its settings, or read the job summary."
        assert (ran.code, told in ran.out) == (0, True)
    summary = (tmp_path / "summary.md").read_text()
    assert told in summary
    assert "fallback drill" in summary.lower()


@pytest.mark.e2e
def test_a_clone_without_the_ledgers_branch_writes_no_line_without_news(readiness: Readiness, model: Path, github: GithubServer) -> None:
    readiness("sync", model, "--offline", **github.environment())
    github.forget()
    ran = readiness("sync", model, "--offline", **github.environment())
    assert github.writes() == []
    assert ran.out.splitlines()[-1] == "The ledger says this already (this clone does not have its newest line), so nothing was added."


@pytest.mark.e2e
@pytest.mark.parametrize(("settings", "option", "asked"), [("", (), True), ("", ("--offline",), False), ("verify: false\n", (), False)])
def test_github_is_asked_about_the_sign_offs_first(
    readiness: Readiness, model: Path, github: GithubServer, settings: str, option: tuple[str, ...], asked: bool
) -> None:
    (model / ".github" / "readiness.yaml").write_text(settings)
    readiness("sync", model, *option, **github.environment())
    assert (github.log()[0].path == "/graphql") is asked


class Crowded(FolderForge):
    """A forge on which another run opens each issue too, at the same moment, for another commit."""

    def create_issue(self, title: str, body: str, labels: Sequence[str], assignees: Sequence[str] = ()) -> Issue:
        super().create_issue(title, body.replace(" at=", " at=0", 1), labels, assignees)
        return super().create_issue(title, body, labels, assignees)


def test_of_what_two_runs_open_at_once_the_first_stays(model: Path, edit: Edit, tmp_path: Path) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    forge = Crowded(tmp_path / "forge")
    reconcile(Run(model, Policy(), TODAY, opens=lambda *_: forge))
    assert [(issue.number, issue.title, issue.open) for issue in forge.own_issues()] == [
        (1, "Fallback drill for churn-propensity", True),
        (2, "Fallback drill for churn-propensity", False),
        (3, "Readiness of churn-propensity", True),
        (4, "Readiness of churn-propensity", False),
    ]
    assert {number: [said(comment.body) for comment in forge.own_comments(number)] for number in (1, 2, 3, 4)} == {
        1: [], 2: ["The same as #1."], 3: [], 4: ["The same as #3."],
    }  # fmt: skip
    before = forge.own_issues()
    reconcile(Run(model, Policy(), TODAY, opens=lambda *_: forge))
    assert forge.own_issues() == before
