"""`readiness run --only …`: a comment in two jobs, of which the first answers, and the second waits for its turn to look at the issues."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.commandline import Readiness
from tests.github.ledger import fetch_ledger
from tests.github.payloads import pull_request, push, recorded, workflow_run
from tests.github.server import BOT
from tests.thread import Thread

from readiness_bot.demo.repository import Repository

COMMAND, ISSUES = ("--only", "command"), ("--only", "issues")
OPENED = ["t", "Fallback drill for churn-propensity", "Readiness of churn-propensity"]


def titles(thread: Thread) -> list[str]:
    return [issue["title"] for issue in thread.server.issues()]


@pytest.mark.e2e
def test_the_first_job_asks_and_remembers_and_touches_no_issue(thread: Thread) -> None:
    thread.say("/readiness recheck", "ana-ruiz", *COMMAND)
    assert "/graphql" in str(thread.asked())
    assert [path.partition(" ")[2].rpartition("/")[2] for path in thread.asked() if path.startswith("POST ") and "graphql" not in path] == [
        "blobs",
        "trees",
        "commits",
        "refs",
        "reactions",
    ]
    assert (titles(thread), thread.server.reactions()) == (["t"], [(thread.id, "+1", BOT)])


@pytest.mark.e2e
def test_the_second_finds_in_the_ledger_what_the_first_learnt(thread: Thread) -> None:
    thread.say("/readiness recheck", "ana-ruiz", *COMMAND)
    fetch_ledger(thread.server, Repository(thread.model))
    thread.again(*ISSUES)
    assert titles(thread) == OPENED
    assert "graphql" not in str(thread.asked())


@pytest.mark.e2e
def test_without_a_ledger_the_second_asks_for_everything(thread: Thread) -> None:
    Repository(thread.model).commit({".github/readiness.yaml": "ledger: false\n"}, "Keep no ledger", "raj-patel", date(2026, 11, 20))
    thread.say("/readiness recheck", "ana-ruiz", *COMMAND)
    assert thread.asked() == [f"{method} issues/comments/{thread.id}/reactions" for method in ("GET", "POST")]
    thread.again(*ISSUES)
    assert "graphql" in str(thread.asked())
    assert titles(thread) == OPENED


@pytest.mark.e2e
def test_a_token_that_may_keep_no_ledger_loses_nothing(thread: Thread) -> None:
    thread.server.state(contentsReadOnly=[BOT])
    ran = thread.say("/readiness recheck", "ana-ruiz", *COMMAND)
    assert (ran.code, "The ledger was not written: this token may not push the branch readiness-ledger." in ran.out) == (0, True)
    assert thread.server.reactions() == [(thread.id, "+1", BOT)]
    thread.again(*ISSUES)
    assert titles(thread) == OPENED


@pytest.mark.e2e
@pytest.mark.parametrize("body", ["/readiness explain fallback.drill", "/readiness waive drill", "/readiness accept"])
def test_whoever_is_answered_in_words_is_answered_by_the_first_alone(thread: Thread, body: str) -> None:
    thread.say(body, "ana-ruiz", *COMMAND)
    assert len(thread.replies()) == 1
    assert titles(thread) == ["t"]
    thread.again(*ISSUES)
    assert len(thread.replies()) == 1


@pytest.mark.e2e
def test_the_same_comment_again_writes_nothing(thread: Thread) -> None:
    thread.say("/readiness recheck", "ana-ruiz", *COMMAND)
    for half in (ISSUES, COMMAND, ISSUES):
        fetch_ledger(thread.server, Repository(thread.model))
        thread.again(*half)
    thread.again(*COMMAND)
    assert thread.server.writes() == []


@pytest.mark.e2e
@pytest.mark.parametrize("body", ["Thank you, I accept.", "/readiness explain fallback.drill", "/readiness nonsense recheck"])
def test_a_second_job_may_have_taken_the_place_of_another_and_so_does_all(thread: Thread, body: str) -> None:
    """Whatever the comment asks for itself: GitHub cancels the job that waited, and it may have been a push's."""
    thread.say(body, "ana-ruiz", *ISSUES)
    assert (titles(thread), thread.replies()) == (OPENED, [])


@pytest.mark.e2e
def test_so_does_one_for_an_issue_that_is_not_ours(thread: Thread) -> None:
    payload: Any = recorded()["issues"][0]
    thread.payload = json.loads(json.dumps(payload)) | {"action": "closed"}
    assert thread.again(GITHUB_EVENT_NAME="issues").out.startswith("That issue is not one of readiness-bot's.")
    thread.again(*ISSUES, GITHUB_EVENT_NAME="issues")
    assert titles(thread) == OPENED


@pytest.mark.e2e
def test_a_push_is_as_without_it(thread: Thread) -> None:
    thread.payload = push("0" * 40, "1" * 40)
    assert thread.again(*COMMAND, GITHUB_EVENT_NAME="push").out == "This event is not a comment, so there is no command to answer.\n"
    assert thread.asked() == []
    thread.again(*ISSUES, GITHUB_EVENT_NAME="push")
    assert titles(thread) == OPENED


@pytest.mark.parametrize("only", ["command", "issues"])
@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("pull_request", pull_request(1, "0" * 40, "1" * 40)),
        ("pull_request_review", pull_request(1, "0" * 40, "1" * 40)),
        ("merge_group", {"action": "checks_requested", "merge_group": {"base_sha": "0" * 40}}),
        ("workflow_run", workflow_run("1" * 40)),
    ],
)
def test_a_gate_does_not_turn_green_by_it(readiness: Readiness, model: Path, tmp_path: Path, only: str, name: str, payload: object) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps(payload))
    ran = readiness("run", model, "--only", only, GITHUB_EVENT_NAME=name, GITHUB_EVENT_PATH=str(event))
    assert ran.code == 2
    assert ran.err.endswith(f"Error: --only {only} does not go with a pull request's events: judge those without it.\n")


def test_only_one_of_two(readiness: Readiness, model: Path) -> None:
    ran = readiness("run", model, "--only", "comments")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "Error: Invalid value for '--only': 'comments' is not one of 'command', 'issues'.")
