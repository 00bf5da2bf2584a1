"""`/readiness …` in the workflow that `readiness init` writes, run by act: a waiver ends in a pull request whose files are as asked, an
explanation in a reply, and after `recheck` and `accept` the issues are up to date.

The scenario runs once; the tests below read what it left behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.github.act import Run, action_copy, run_workflow
from tests.github.payloads import comment
from tests.github.prism import Prism
from tests.github.server import BOT, REPOSITORY, GithubServer, Request
from tests.models import EXAMPLE, TODAY, shifted

from readiness_bot.cli import group
from readiness_bot.demo.repository import Repository, build, read_files
from readiness_bot.demo.story import STORY
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import ItemResult
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.vocabulary import Status

pytestmark = pytest.mark.e2e

FOLLOW_UP = "readiness-follow-up.yml"
FALLBACK, GOVERNANCE = "readiness/fallback.yaml", "readiness/governance.yaml"


@dataclass(slots=True)
class Asked:
    """What each run of the one event did, and what stands on the server after both."""

    until: date
    runs: list[Run] = field(default_factory=list)
    requests: list[list[Request]] = field(default_factory=list)
    pulls: list[Any] = field(default_factory=list)
    comments: list[Any] = field(default_factory=list)
    merged: ItemResult | None = None
    """The item, once the pull request's file is in the model's folder."""
    talk: Run | None = None
    talk_requests: list[Request] = field(default_factory=list)
    looks: dict[str, Look] = field(default_factory=dict)
    """By command, what it came to."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a command's run left behind."""

    run: Run
    issues: list[tuple[str, str]]
    reactions: int
    replies: int
    writes: list[str]
    """The last word of each request that wrote."""


@pytest.fixture(scope="module")
def asked(github_server: GithubServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    github_server.reset()
    folder = tmp_path_factory.mktemp("asked")
    yield _ask(github_server, folder)
    shutil.rmtree(folder, ignore_errors=True)


def _ask(server: GithubServer, folder: Path) -> Asked:
    today = datetime.now(UTC).date()
    asked, action = Asked(today + timedelta(days=20)), action_copy(folder / "action")
    model = _model(folder / "churn", (today - TODAY).days)
    server.put_file(GOVERNANCE, (model.path / GOVERNANCE).read_bytes())
    number = server.call("POST", f"/repos/{REPOSITORY}/issues", {"title": "Fallback drill", "body": "text"})["number"]

    def say(body: str, author: str, times: int = 1) -> tuple[list[Run], list[list[Request]]]:
        said = server.call("POST", f"/repos/{REPOSITORY}/issues/{number}/comments", {"body": body}, login=author)
        payload, runs, requests = comment(number, said["id"], body, author), [], []
        for _ in range(times):
            server.forget()
            runs.append(run_workflow(model.path, FOLLOW_UP, "issue_comment", payload, server, action, folder / "runner"))
            requests.append(server.log())
        return runs, requests

    command = f"/readiness waive fallback.drill until {asked.until} because the team is new: #1, meanwhile mei-chen watches"
    asked.runs, asked.requests = say(command, "sam-boateng", times=2)
    asked.pulls, asked.comments = server.pulls(), server.comments(number)
    [asked.talk], [asked.talk_requests] = say("Thank you. /readiness accept", "mei-chen")
    (model.path / GOVERNANCE).write_bytes(server.file(GOVERNANCE, asked.pulls[0]["head"]["ref"]))
    asked.merged = evaluate(read_worktree(model.path), today).by_id["fallback.drill"]
    model.git("checkout", "--quiet", GOVERNANCE)

    def look(body: str, author: str) -> Look:
        [run], [requests] = say(body, author)
        asked.requests.append(requests)
        return Look(
            run,
            [(issue["title"].partition(" for ")[0], issue["state"]) for issue in server.issues()],
            len(server.reactions()),
            sum(each["user"]["login"] == BOT for each in server.comments(number)),
            [request.path.rpartition("/")[2] for request in requests if request.method != "GET" and request.path != "/graphql"],
        )

    asked.looks["recheck"] = look("/readiness  Recheck", "sam-boateng")
    asked.looks["explain"] = look("/readiness explain fallback.drill", "sam-boateng")
    fast = (model.path / FALLBACK).read_text().replace("minutes: 45", "minutes: 18")
    model.commit({FALLBACK: fast}, "Drill again, faster", "sam-boateng", today)
    asked.looks["accept"] = look("/readiness accept", "mei-chen")
    return asked


def _model(path: Path, days: int) -> Repository:
    """The example, as old as if it were from this week, with one gap."""
    files = shifted(read_files(EXAMPLE), days)
    files[FALLBACK] = files[FALLBACK].replace("minutes: 18", "minutes: 45")
    model = build(path, files, [replace(step, day=step.day + timedelta(days=days)) for step in STORY])
    written = CliRunner().invoke(group, ["init", str(path)], catch_exceptions=False)
    assert written.exit_code == 0, written.output
    model.git("remote", "add", "origin", "https://github.com/acme/churn.git")
    model.git("add", "--all")
    model.git("commit", "--quiet", "-m", "Let readiness-bot follow up")
    return model


def test_a_waiver_ends_in_a_pull_request(asked: Asked) -> None:
    assert asked.runs[0].exit_code == 0, asked.runs[0].log
    [pull] = asked.pulls
    assert (pull["title"], pull["user"]["login"], pull["base"]["ref"]) == (
        f"Waive fallback.drill for churn-propensity until {asked.until}",
        BOT,
        "main",
    )


def test_merged_the_waiver_holds(asked: Asked) -> None:
    assert asked.merged is not None
    assert (asked.merged.status, asked.merged.reason) == (Status.WAIVED, f"until {asked.until}, granted by priya-nair: the team is new: #1")


def test_one_reply_names_it(asked: Asked) -> None:
    [reply] = [each["body"] for each in asked.comments if each["user"]["login"] == BOT]
    assert f"#{asked.pulls[0]['number']} asks for it: `fallback.drill` waived until " in reply


def test_the_same_event_again_writes_nothing(asked: Asked) -> None:
    assert asked.runs[1].exit_code == 0
    assert "Answered already; nothing to do." in asked.runs[1].log
    assert [request.method for request in asked.requests[1]] == ["GET"]


def test_talk_starts_no_job(asked: Asked) -> None:
    assert asked.talk is not None
    assert "readiness-bot" not in asked.talk.log
    assert asked.talk_requests == []


OPEN = [("Fallback drill", "open"), ("Fallback drill", "open"), ("Readiness of churn-propensity", "open")]
"""The first is the one in which they talk."""


def test_recheck_opens_the_issues(asked: Asked) -> None:
    look = asked.looks["recheck"]
    assert (look.run.exit_code, look.issues, look.reactions) == (0, OPEN, 1), look.run.log


def test_the_reaction_and_the_ledger_do_not_wait_for_the_issues(asked: Asked) -> None:
    writes = asked.looks["recheck"].writes
    assert writes[: writes.index("reactions") + 1] == ["blobs", "trees", "commits", "refs", "reactions"]
    assert "issues" in writes[writes.index("reactions") :]


def test_explain_replies_and_looks_at_no_issue(asked: Asked) -> None:
    look = asked.looks["explain"]
    assert (look.run.exit_code, look.writes, look.replies) == (0, ["comments"], asked.looks["recheck"].replies + 1), look.run.log
    assert "[readiness follow-up/sync" not in look.run.log


def test_accept_closes_what_is_done(asked: Asked) -> None:
    look = asked.looks["accept"]
    assert (look.run.exit_code, look.issues[1], look.reactions) == (0, ("Fallback drill", "closed"), 2), look.run.log


def test_every_request_is_one_that_github_documents(asked: Asked, prism: Prism) -> None:
    assert [(request, why) for run in asked.requests for request in run if request.path != "/graphql" and (why := prism.refusal(request))] == []
