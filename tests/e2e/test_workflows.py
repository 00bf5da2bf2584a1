"""The workflows that `readiness init` writes, run by act against a GitHub over HTTP: a few days in the life of a model.

The scenario runs once; the tests below read what it left behind.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.github.act import Run, action_copy, run_workflow
from tests.github.ledger import fetch_ledger
from tests.github.models import model_with_workflows
from tests.github.payloads import pull_request, push
from tests.github.prism import Prism
from tests.github.server import BOT, NOT_ASSIGNABLE, GithubServer, Request
from tests.models import said

from readiness_bot.cli import group
from readiness_bot.demo.repository import Repository

pytestmark = pytest.mark.e2e

GATE, FOLLOW_UP = "readiness.yml", "readiness-follow-up.yml"
FALLBACK, GOVERNANCE = "readiness/fallback.yaml", "readiness/governance.yaml"


@dataclass(slots=True)
class Life:
    """What each run did, and the state of the forge after it."""

    runs: dict[str, Run] = field(default_factory=dict)
    requests: dict[str, list[Request]] = field(default_factory=dict)
    issues: dict[str, list[Any]] = field(default_factory=dict)
    comments: dict[int, list[Any]] = field(default_factory=dict)
    folder_plan: list[Any] = field(default_factory=list)
    audit: str = ""
    """The artifact of the scheduled run."""
    pull: int = 0
    fork: int = 0

    def writes(self, run: str) -> list[tuple[str, str]]:
        return [(request.method, request.path) for request in self.requests[run] if request.method != "GET" and request.path != "/graphql"]


@pytest.fixture(scope="module")
def life(github_server: GithubServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    github_server.reset()
    folder = tmp_path_factory.mktemp("life")
    yield _live(github_server, folder)
    shutil.rmtree(folder, ignore_errors=True)


def _live(server: GithubServer, folder: Path) -> Life:
    life, action = Life(), action_copy(folder / "action")
    model = _model(folder / "churn")

    def run(name: str, workflow: str, event: str, payload: object) -> None:
        fetch_ledger(server, model)
        server.forget()
        life.runs[name] = run_workflow(model.path, workflow, event, payload, server, action, folder / "runner")
        life.requests[name] = server.log()
        life.issues[name] = server.issues()

    first = model.git("rev-parse", "HEAD")
    life.folder_plan = _folder_plan(model.path, server, folder / "forge")
    run("push", FOLLOW_UP, "push", push(first, first))
    run("push again", FOLLOW_UP, "push", push(first, first))

    life.pull, life.fork = server.create_pull(), server.create_pull("fork")
    model.git("checkout", "--quiet", "-b", "change")
    head = _edit(model, FALLBACK, "by: jo-marsh", "by: lior-katz", "Correct who drilled")
    run("pull request", GATE, "pull_request", pull_request(life.pull, first, head))
    run("pull request again", GATE, "pull_request", pull_request(life.pull, first, head))
    run("fork", GATE, "pull_request", pull_request(life.fork, first, head, fork=True))
    model.git("checkout", "--quiet", "main")

    _edit(model, FALLBACK, "minutes: 45", "minutes: 18", "Drill again, faster")
    filled = _edit(model, GOVERNANCE, "open_findings: 2", "open_findings: 0", "Close the findings")
    run("filled", FOLLOW_UP, "push", push(first, filled))
    run("schedule", FOLLOW_UP, "schedule", {"schedule": "17 6 * * 1-5"})
    life.audit = next((folder / "runner" / "home" / "artifacts").rglob("*.html")).read_text()
    server.fault("GET", "/issues", "502", times=99)
    run("down", FOLLOW_UP, "push", push(first, filled))
    server.heal()
    life.comments = {number: server.comments(number) for number in (1, 2, life.pull, life.fork)}
    return life


def _model(path: Path) -> Repository:
    """The example, as old as if it were from this week, with two gaps: one overdue, one due."""
    return model_with_workflows(path, (FALLBACK, "minutes: 18", "minutes: 45"), (GOVERNANCE, "open_findings: 0", "open_findings: 2"))


def _edit(model: Repository, file: str, old: str, new: str, message: str) -> str:
    text = (model.path / file).read_text()
    assert old in text
    return model.commit({file: text.replace(old, new)}, message, "sam-boateng", date(2026, 11, 20))


def _folder_plan(model: Path, server: GithubServer, forge: Path) -> list[Any]:
    """What `sync` would do on the folder forge, with the same links."""
    environment = server.environment() | {"GITHUB_REF_NAME": "main", "GITHUB_REF_TYPE": "branch"}
    done = CliRunner(env=os.environ | environment).invoke(
        group, ["sync", str(model), "--forge", f"folder:{forge}", "--plan", "--format", "json"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    actions: list[Any] = json.loads(done.output)["actions"]
    return actions


def test_a_push_opens_an_issue_for_each_gap(life: Life) -> None:
    assert life.runs["push"].exit_code == 0, life.runs["push"].log
    assert [(issue["title"], issue["state"], issue["user"]["login"]) for issue in life.issues["push"]] == [
        ("Independent validation for churn-propensity", "open", BOT),
        ("Fallback drill for churn-propensity", "open", BOT),
        ("Readiness of churn-propensity", "open", BOT),
    ]


def test_with_labels_and_the_person_who_can_close_it(life: Life) -> None:
    assert [([label["name"] for label in i["labels"]], [p["login"] for p in i["assignees"]]) for i in life.issues["push"]] == [
        (["readiness", "readiness: governance"], []),
        (["readiness", "readiness: fallback"], ["sam-boateng"]),
        (["readiness"], []),
    ]


def test_who_cannot_be_assigned_is_said(life: Life) -> None:
    told = f"**Who:** `{NOT_ASSIGNABLE}` (model validation), who cannot be assigned in this repository: it takes read access."
    assert told in life.issues["push"][0]["body"]


def test_the_issue_says_where_and_what_to_paste(life: Life) -> None:
    body = life.issues["push"][0]["body"]
    assert "**Found:** The validation has 2 open findings ([governance.yaml line 16](" in body
    assert "  open_findings: NUMBER" in body


def test_the_folder_forge_has_the_same_plan(life: Life) -> None:
    opened = [(action["kind"], action["title"]) for action in life.folder_plan if action["kind"] != "record"]
    assert opened == [("open-issue", issue["title"]) for issue in life.issues["push"]]
    assert life.folder_plan[1]["body"] == life.issues["push"][1]["body"]


def test_the_second_run_writes_nothing(life: Life) -> None:
    assert life.runs["push again"].exit_code == 0
    assert life.writes("push again") == []


def test_a_run_without_news_asks_twice(life: Life) -> None:
    """Who wrote the ledger, which has what GitHub said of the sign-offs; and the issues."""
    asked = [request.path.partition("?")[0] for request in life.requests["push again"]]
    assert asked == ["/repos/acme/churn/activity", "/repos/acme/churn/issues"]


def test_a_pull_request_that_is_not_ready_fails(life: Life) -> None:
    run = life.runs["pull request"]
    assert run.exit_code == 1
    assert "exit status 1" in run.log


def test_it_gets_one_comment(life: Life) -> None:
    [comment] = life.comments[life.pull]
    assert comment["user"]["login"] == BOT
    assert "### ❌ Not ready for staging: 1 gap due before it" in comment["body"]
    assert "The validation has 2 open findings" in comment["body"]
    assert life.writes("pull request") == [("POST", f"/repos/acme/churn/issues/{life.pull}/comments")]


def test_and_annotations_on_the_lines(life: Life) -> None:
    errors = [(p, m) for kind, p, m in life.runs["pull request"].annotations if kind == "error"]
    assert errors == [
        ("file=readiness/governance.yaml,line=16,col=82,title=Independent validation", "The validation has 2 open findings; close them, then write 0")
    ]


def test_and_a_job_summary(life: Life) -> None:
    assert "⚙  ### ❌ Not ready for staging: 1 gap due before it" in life.runs["pull request"].log.replace("Summary - ", "")


def test_the_second_run_on_it_writes_nothing(life: Life) -> None:
    assert life.runs["pull request again"].exit_code == 1
    assert life.writes("pull request again") == []


def test_a_fork_is_judged_and_gets_no_comment(life: Life) -> None:
    run = life.runs["fork"]
    assert (run.exit_code, life.writes("fork"), life.comments[life.fork]) == (1, [], [])
    assert "This pull request comes from a fork, whose token may only read: the result is in the job summary, and the comment follows" in run.log


def test_filling_the_gaps_closes_the_issues(life: Life) -> None:
    assert life.runs["filled"].exit_code == 0
    assert [(issue["state"], issue["state_reason"]) for issue in life.issues["filled"]] == [("closed", "completed"), ("closed", "completed"), ("open", None)]


def test_and_says_by_which_commit(life: Life) -> None:
    [comment] = life.comments[1]
    assert said(comment["body"]).startswith("Closed by ")
    assert comment["body"].endswith(": independent validation is there.")


def test_each_state_has_its_line_in_the_ledger(life: Life) -> None:
    appended = [name for name in life.runs if any("/git/refs" in path for _, path in life.writes(name))]
    assert appended == ["push", "filled"]


def test_a_scheduled_run_writes_nothing_and_sums_up_the_history(life: Life) -> None:
    assert (life.runs["schedule"].exit_code, life.writes("schedule")) == (0, [])
    assert "<sub>Audit of `churn-propensity` `1.4.0`" in life.runs["schedule"].log


def test_and_keeps_the_audit_as_one_page(life: Life) -> None:
    assert life.audit.startswith("<!doctype html>")
    assert "churn-propensity" in life.audit


def test_while_the_forge_is_down_nothing_changes(life: Life) -> None:
    run = life.runs["down"]
    assert "exit status 3" in run.log
    assert "GitHub did not answer when asked to list the issues" in run.log
    assert "Traceback" not in run.log
    assert life.writes("down") == []


def test_no_run_shows_a_traceback(life: Life) -> None:
    assert [name for name, run in life.runs.items() if "Traceback" in run.log] == []


def test_every_request_is_one_that_github_documents(life: Life, prism: Prism) -> None:
    asked = [request for run in life.requests.values() for request in run if request.path != "/graphql"]
    assert {request.method for request in asked} == {"GET", "POST", "PATCH"}
    assert [(request, why) for request in asked if (why := prism.refusal(request))] == []
