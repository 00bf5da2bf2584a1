"""`/readiness …` in the workflow that `readiness init` writes, run by act: a waiver ends in a pull request whose files are as asked, an
explanation in a reply, and after `recheck` and `accept` the issues are up to date.

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
from tests.e2e.machine import Machine, Runs
from tests.github.delivery import Done
from tests.github.models import adopted_at_once
from tests.github.origin import Origin
from tests.github.payloads import comment
from tests.github.prism import Prism
from tests.github.server import BOT, REPOSITORY, GithubServer

from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import ItemResult
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.vocabulary import Status

pytestmark = pytest.mark.e2e

FALLBACK, GOVERNANCE = "readiness/fallback.yaml", "readiness/governance.yaml"
DRILL = (FALLBACK, "minutes: 18", "minutes: 45")


@dataclass(frozen=True, slots=True)
class Look:
    """What stands on the server after a command."""

    issues: list[tuple[str, str]]
    reactions: int
    replies: int


@dataclass(slots=True)
class Asked:
    """What each run did, and what each command came to."""

    until: date
    runs: Runs = field(default_factory=Runs)
    looks: dict[str, Look] = field(default_factory=dict)
    pulls: list[Any] = field(default_factory=list)
    """After the waiver was asked for, twice; so are the comments."""
    comments: list[Any] = field(default_factory=list)
    merged: ItemResult | None = None
    """The item, once the pull request's file is in the model's folder."""


@pytest.fixture(scope="module")
def asked(github_server: GithubServer, machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    github_server.reset()
    folder = tmp_path_factory.mktemp("asked")
    yield _ask(github_server, machine, folder)
    shutil.rmtree(folder, ignore_errors=True)


def _ask(server: GithubServer, machine: Machine, folder: Path) -> Asked:
    """The model has one gap."""
    today = datetime.now(UTC).date()
    asked, origin = Asked(today + timedelta(days=20)), adopted_at_once(server, folder, ".", edits=[DRILL])
    delivery = machine.delivery(server, origin, folder)
    number = server.call("POST", f"/repos/{REPOSITORY}/issues", {"title": "Fallback drill", "body": "text"})["number"]

    def say(name: str, body: str, author: str, times: int = 1) -> None:
        said = server.call("POST", f"/repos/{REPOSITORY}/issues/{number}/comments", {"body": body}, login=author)
        for turn in range(times):
            done = delivery.on_main("issue_comment", comment(number, said["id"], body, author), actor=author)
            asked.runs.keep(name + " again" * turn, done)
        asked.looks[name] = _look(server, number)

    say("waive", f"/readiness waive fallback.drill until {asked.until} because the team is new: #1, meanwhile mei-chen watches", "sam-boateng", times=2)
    asked.pulls, asked.comments = server.pulls(), server.comments(number)
    asked.merged = _with_its_file(origin, asked.pulls[0]["head"]["ref"], folder, today)
    say("talk", "Thank you. /readiness accept", "mei-chen")
    say("recheck", "/readiness  Recheck", "sam-boateng")
    say("explain", "/readiness explain fallback.drill", "sam-boateng")
    origin.edit("main", FALLBACK, DRILL[2], DRILL[1], "sam-boateng")
    say("accept", "/readiness accept", "mei-chen")
    return asked


def _look(server: GithubServer, number: int) -> Look:
    return Look(
        [(issue["title"].partition(" for ")[0], issue["state"]) for issue in server.issues()],
        len(server.reactions()),
        sum(each["user"]["login"] == BOT for each in server.comments(number)),
    )


def _with_its_file(origin: Origin, branch: str, folder: Path, today: date) -> ItemResult:
    """The item, once the proposed governance.yaml is in the model's folder."""
    model = origin.clone(folder / "merged" / "churn", whole=True)
    model.write({GOVERNANCE: origin.read(GOVERNANCE, branch)})
    return evaluate(read_worktree(model.path), today).by_id["fallback.drill"]


def test_a_waiver_ends_in_a_pull_request(asked: Asked) -> None:
    assert asked.runs["waive"].run.exit_code == 0, asked.runs["waive"].run.log
    [pull] = [pull for pull in asked.pulls if pull["user"]["login"] == BOT]
    assert (pull["title"], pull["base"]["ref"]) == (f"Waive fallback.drill for churn-propensity until {asked.until}", "main")


def test_merged_the_waiver_holds(asked: Asked) -> None:
    assert asked.merged is not None
    assert (asked.merged.status, asked.merged.reason) == (Status.WAIVED, f"until {asked.until}, granted by priya-nair: the team is new: #1")


def test_one_reply_names_it(asked: Asked) -> None:
    [reply] = [each["body"] for each in asked.comments if each["user"]["login"] == BOT]
    assert f"#{asked.pulls[0]['number']} asks to waive `fallback.drill` until " in reply


def test_the_same_event_again_writes_nothing(asked: Asked) -> None:
    again = asked.runs["waive again"]
    assert "Answered already; nothing to do." in again.run.log
    assert (again.run.exit_code, [request.method for request in again.requests]) == (0, ["GET"])


def test_talk_starts_no_job(asked: Asked) -> None:
    assert (asked.runs["talk"].jobs, asked.runs["talk"].requests) == ([], [])


OPEN = [("Fallback drill", "open"), ("Fallback drill", "open"), ("Readiness of churn-propensity", "open")]
"""The first is the one in which they talk."""


def test_recheck_opens_the_issues(asked: Asked) -> None:
    assert (asked.looks["recheck"].issues, asked.looks["recheck"].reactions) == (OPEN, 1), asked.runs["recheck"].run.log


def test_by_two_jobs_one_after_the_other(asked: Asked) -> None:
    assert asked.runs["recheck"].jobs == ["command", "sync"]


def test_the_reaction_and_the_ledger_do_not_wait_for_the_issues(asked: Asked) -> None:
    writes = words(asked.runs["recheck"])
    assert writes[: writes.index("reactions") + 1] == ["blobs", "trees", "commits", "refs", "reactions"]
    assert "issues" in writes[writes.index("reactions") :]


def test_explain_replies_and_looks_at_no_issue(asked: Asked) -> None:
    assert (words(asked.runs["explain"]), asked.runs["explain"].jobs) == (["comments"], ["command"])
    assert asked.looks["explain"].replies == asked.looks["recheck"].replies + 1


def test_accept_closes_what_is_done(asked: Asked) -> None:
    assert (asked.looks["accept"].issues[1], asked.looks["accept"].reactions) == (("Fallback drill", "closed"), 2), asked.runs["accept"].run.log


def test_every_run_ends_well(asked: Asked) -> None:
    assert ({done.run.exit_code for done in asked.runs.done.values()}, asked.runs.faults()) == ({0}, [])


def test_every_request_is_one_that_github_documents(asked: Asked, prism: Prism) -> None:
    assert asked.runs.refused(prism) == []


def words(done: Done) -> list[str]:
    """The last word of each request that wrote."""
    return [path.rpartition("/")[2] for _, path in done.writes]
