"""The workflows that `readiness init` writes, run by act against a GitHub over HTTP: a few days in the life of a model.

The scenario runs once; the tests below read what it left behind. Verdicts on pull requests have a file of their own (test_verdict.py).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.e2e.machine import Machine, Runs
from tests.github.models import adopted, merged
from tests.github.origin import Origin
from tests.github.payloads import push
from tests.github.prism import Prism
from tests.github.server import BOT, NOT_ASSIGNABLE, REPOSITORY, GithubServer
from tests.models import said

from readiness_bot.cli import group

pytestmark = pytest.mark.e2e

FALLBACK, GOVERNANCE = "readiness/fallback.yaml", "readiness/governance.yaml"
DRILL, FINDINGS = (FALLBACK, "minutes: 18", "minutes: 45"), (GOVERNANCE, "open_findings: 0", "open_findings: 2")


@dataclass(slots=True)
class Life:
    """What each run did, and the state of the forge after it."""

    runs: Runs = field(default_factory=Runs)
    issues: dict[str, list[Any]] = field(default_factory=dict)
    comments: dict[int, list[Any]] = field(default_factory=dict)
    statuses: list[tuple[str, str]] = field(default_factory=list)
    folder_plan: list[Any] = field(default_factory=list)
    audit: str = ""
    """The artifact of the scheduled run."""
    pull: int = 0


@pytest.fixture(scope="module")
def life(github_server: GithubServer, machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    github_server.reset()
    folder = tmp_path_factory.mktemp("life")
    yield _live(github_server, machine, folder)
    shutil.rmtree(folder, ignore_errors=True)


def _live(server: GithubServer, machine: Machine, folder: Path) -> Life:
    """The model has two gaps: one overdue, one due."""
    life, origin = Life(), adopted(server, folder, DRILL, FINDINGS)
    delivery = machine.delivery(server, origin, folder)

    def on_main(name: str, event: str, payload: object, **more: Any) -> None:
        life.runs.keep(name, delivery.on_main(event, payload, **more))
        life.issues[name] = server.issues()

    first = origin.tip("main")
    life.folder_plan = _folder_plan(origin, server, folder)
    on_main("push", "push", push(first, first))
    on_main("push again", "push", push(first, first))

    origin.edit("change", FALLBACK, "by: jo-marsh", "by: lior-katz")
    pull = origin.open_pull("change")
    finished = delivery.first("pull_request", pull)
    assert finished.done
    life.runs.keep("pull request", finished.done)
    life.runs.keep("verdict", delivery.second(finished))
    life.pull, life.statuses = pull.number, [(one["state"], one["description"]) for one in server.statuses(pull.head)]
    life.comments[pull.number] = server.comments(pull.number)
    server.close_pull(pull.number)

    origin.edit("fill", FALLBACK, DRILL[2], DRILL[1], "sam-boateng")
    origin.edit("fill", GOVERNANCE, FINDINGS[2], FINDINGS[1], "sam-boateng")
    merged(server, "fill", "sam-boateng", "jonas-weber")
    filled = origin.tip("main")
    on_main("filled", "push", push(first, filled))
    on_main("schedule", "schedule", {"schedule": "17 6 * * 1-5"}, whole=True, GITHUB_SERVER_URL="https://github.com")
    life.audit = next((machine.runner / "home" / "artifacts").rglob("*.html")).read_text()
    server.fault("GET", "/issues", "502", times=99)
    on_main("down", "push", push(first, filled))
    server.heal()
    numbers = [issue["number"] for issue in life.issues["push"]]
    life.comments |= {number: server.comments(number) for number in numbers}
    return life


def _folder_plan(origin: Origin, server: GithubServer, folder: Path) -> list[Any]:
    """What `sync` would do on the folder forge, with the same links."""
    model = origin.clone(folder / "here" / "churn", whole=True).path
    environment = server.environment() | {"GITHUB_REF_NAME": "main", "GITHUB_REF_TYPE": "branch"}
    done = CliRunner(env=os.environ | environment).invoke(
        group, ["sync", str(model), "--forge", f"folder:{folder / 'forge'}", "--plan", "--format", "json"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    actions: list[Any] = json.loads(done.output)["actions"]
    return actions


def test_a_push_opens_an_issue_for_each_gap(life: Life) -> None:
    assert life.runs["push"].run.exit_code == 0, life.runs["push"].run.log
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
    told = f"**Who:** `{NOT_ASSIGNABLE}` (model validation), who cannot be assigned here: that needs read access to this repository."
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
    assert (life.runs["push again"].run.exit_code, life.runs["push again"].writes) == (0, [])


def test_a_run_without_news_asks_three_times(life: Life) -> None:
    """Who wrote the ledger, which has what GitHub said of the sign-offs; the issues; which pull requests are open."""
    asked = [request.path.partition("?")[0] for request in life.runs["push again"].requests]
    assert asked == [f"/repos/{REPOSITORY}/{what}" for what in ("activity", "issues", "pulls")]


def test_the_first_workflow_annotates_the_lines(life: Life) -> None:
    errors = [(p, m) for kind, p, m in life.runs["pull request"].run.annotations if kind == "error"]
    assert errors == [
        ("file=readiness/governance.yaml,line=16,col=82,title=Independent validation", "The validation has 2 open findings; close them, then write 0")
    ]


def test_and_writes_a_job_summary(life: Life) -> None:
    summary = life.runs["pull request"].run.log.replace("Summary - ", "")
    assert "⚙  ### ❌ Not ready for staging: 1 gap was due before it" in summary
    assert "The verdict is the status `readiness: main`, which follows in a minute; it also checks the sign-offs with GitHub." in summary


def test_and_nothing_else_and_decides_nothing(life: Life) -> None:
    done = life.runs["pull request"]
    assert (done.run.exit_code, done.requests, done.rights) == (0, [], {"contents": "read"})


def test_the_second_posts_the_verdict(life: Life) -> None:
    assert life.statuses == [("failure", "Not ready for staging: 1 gap was due before it.")]


def test_and_writes_one_comment(life: Life) -> None:
    [comment] = life.comments[life.pull]
    assert comment["user"]["login"] == BOT
    assert "### ❌ Not ready for staging: 1 gap was due before it" in comment["body"]
    assert "The validation has 2 open findings" in comment["body"]
    assert [path.rpartition("/")[0] for _, path in life.runs["verdict"].writes] == [
        f"/repos/{REPOSITORY}/{what}" for what in ("statuses", f"issues/{life.pull}")
    ]


def test_filling_the_gaps_closes_the_issues(life: Life) -> None:
    assert life.runs["filled"].run.exit_code == 0
    assert [(issue["state"], issue["state_reason"]) for issue in life.issues["filled"]] == [("closed", "completed"), ("closed", "completed"), ("open", None)]


def test_and_says_by_which_commit(life: Life) -> None:
    [comment] = life.comments[1]
    assert said(comment["body"]).startswith("Closed by ")
    assert comment["body"].endswith(": the default branch has it now.")


def test_each_state_has_its_line_in_the_ledger(life: Life) -> None:
    appended = [name for name, done in life.runs.done.items() if any("/git/refs" in path for _, path in done.writes)]
    assert appended == ["push", "filled"]


def test_a_scheduled_run_writes_nothing_and_sums_up_the_history(life: Life) -> None:
    assert (life.runs["schedule"].run.exit_code, life.runs["schedule"].writes) == (0, [])
    assert "<sub>Audit of `churn-propensity` `1.4.0`" in life.runs["schedule"].run.log


def test_and_keeps_the_audit_as_one_page(life: Life) -> None:
    assert life.audit.startswith("<!doctype html>")
    assert "churn-propensity" in life.audit


def test_while_the_forge_is_down_nothing_changes(life: Life) -> None:
    run = life.runs["down"].run
    assert "exit status 3" in run.log
    assert "GitHub did not answer when asked to list the issues" in run.log
    assert "Traceback" not in run.log
    assert life.runs["down"].writes == []


def test_no_run_shows_a_traceback(life: Life) -> None:
    assert life.runs.faults() == []


def test_every_request_is_one_that_github_documents(life: Life, prism: Prism) -> None:
    assert {request.method for request in life.runs.requests()} == {"GET", "POST", "PATCH"}
    assert life.runs.refused(prism) == []
