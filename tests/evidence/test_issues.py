"""What people see of it: in the text, in the comment, in an issue; and an issue does not close on a doubt."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.github.payloads import comment
from tests.github.people import Shared, slim

from readiness_bot.cli import group

pytestmark = pytest.mark.e2e

GO_LIVE = ("governance.yaml", "go_live: {by: omar-haddad, date: 2026-11-18", "go_live: {by: omar-haddad, date: 2026-11-19")


def run(shared: Shared, *words: str, **environment: str) -> str:
    shared.fetch()  # as a checkout brings the ledger
    command = [words[0], str(shared.clone.path), *words[1:], "--today", "2026-11-20"]
    done = CliRunner(env=os.environ | shared.server.environment() | environment).invoke(group, command, catch_exceptions=False)
    assert done.exit_code in (0, 1), done.stderr
    return slim(done.stdout)


@pytest.fixture
def forged(shared: Shared) -> int:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.merge("ana-ruiz", number)
    return number


def issue(shared: Shared) -> Any:
    [found] = [one for one in shared.server.issues() if one["title"].startswith("Go-live decision")]
    return found


def test_the_issue_says_what_was_found_instead(shared: Shared, forged: int) -> None:
    run(shared, "sync", "--verify")
    body = issue(shared)["body"]
    assert "**Found:** stated, not verified: omar-haddad did not approve `#101` ([governance.yaml line 19](" in body
    assert "**Do:** ask omar-haddad to approve `#101` (`readiness/governance.yaml`).\n\n**Who:** `omar-haddad` (approver)." in body


def test_the_overview_promises_no_day_while_a_sign_off_is_refuted(shared: Shared, forged: int) -> None:
    """The forecast is git's, where the sign-off counts as done."""
    run(shared, "sync", "--verify")
    [body] = [one["body"] for one in shared.server.issues() if one["title"].startswith("Readiness of")]
    assert "### ❌ Not ready for staging" in body
    assert "it is ready on" not in body


def test_the_issue_of_those_who_have_not_accepted_asks_for_no_text(shared: Shared) -> None:
    run(shared, "sync", "--verify")
    [body] = [one["body"] for one in shared.server.issues() if one["title"].startswith("Acceptance")]
    assert "**Do:** what it says next to each of these.\n\n**Who:** `mei-chen` (production owner)." in body


def test_the_comment_says_who_must_do_what(shared: Shared, forged: int) -> None:
    told = run(shared, "check", "--verify", "--for", "production", "--format", "markdown")
    assert (
        "- **Go-live decision** · `omar-haddad` (approver)\\\n"
        "  `readiness/governance.yaml:19`: stated, not verified: omar-haddad did not approve `#101` → ask omar-haddad to approve `#101`\n"
    ) in told


def test_and_when_it_closes(shared: Shared, forged: int) -> None:
    run(shared, "sync", "--verify")
    told = "This issue closes by itself, at the latest with the next scheduled run; comment `/readiness recheck` to check at once."
    assert f"**Who:** `omar-haddad` (approver). {told}" in issue(shared)["body"]


def test_an_approval_after_the_merge_closes_it(shared: Shared, forged: int) -> None:
    run(shared, "sync", "--verify")
    shared.review("omar-haddad", forged)
    run(shared, "sync", "--verify")
    assert issue(shared)["state"] == "closed"


@pytest.mark.parametrize("words", [("sync", "--verify"), ("sync", "--offline")])
def test_a_doubt_does_not(shared: Shared, forged: int, words: tuple[str, ...]) -> None:
    run(shared, "sync", "--verify")
    shared.review("omar-haddad", forged)
    shared.world(forbidden=["activity"])
    run(shared, *words)
    assert issue(shared)["state"] == "open"


def test_the_text_says_it_with_the_place(shared: Shared, forged: int) -> None:
    told = run(shared, "check", "--verify", "--for", "production", "--all")
    assert "\n  governance.go-live  " in told
    assert "readiness/governance.yaml:19:15\n      stated, not verified: omar-haddad did not approve #101\n      ask omar-haddad to approve #101\n" in told


def test_the_text_says_what_could_not_be_looked_up(shared: Shared, forged: int) -> None:
    shared.review("omar-haddad", forged)
    shared.world(forbidden=["activity"])
    told = run(shared, "check", "--verify")
    assert "NOT VERIFIED governance.go-live: this token may not read who pushed to go-live;" in " ".join(told.split())


@pytest.mark.parametrize("jobs", [[()], [("--only", "command"), ("--only", "issues")]], ids=["one job", "two jobs"])
def test_the_last_one_to_accept_closes_the_issue(shared: Shared, tmp_path: Path, jobs: list[tuple[str, ...]]) -> None:
    run(shared, "sync")
    [acceptance] = [one for one in shared.server.issues() if one["title"].startswith("Acceptance")]
    states = []
    for login in ("mei-chen", "tomas-k", "sam-boateng", "jo-marsh", "omar-haddad"):
        said = shared.comment(login, acceptance["number"], "/readiness accept")
        path = tmp_path / "event.json"
        path.write_text(json.dumps(comment(acceptance["number"], said, "/readiness accept", login)))
        for words in jobs:
            run(shared, "run", *words, GITHUB_EVENT_NAME="issue_comment", GITHUB_EVENT_PATH=str(path))
        states += [one["state"] for one in shared.server.issues() if one["number"] == acceptance["number"]]
    assert states == ["open", "open", "open", "open", "closed"]


def test_the_second_run_writes_nothing(shared: Shared, forged: int) -> None:
    run(shared, "sync", "--verify")
    shared.server.forget()
    run(shared, "sync", "--verify")
    assert shared.server.writes() == []
