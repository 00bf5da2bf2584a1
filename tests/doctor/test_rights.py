"""What the workflows' jobs may do, and what the repository lets Actions do."""

from __future__ import annotations

import pytest
from tests.doctor.scene import FIRST, FOLLOW_UP, REFUSED, checkout, edited, of, offline, place, scene, server, told, workflows

from readiness_bot.forge.setup import ActionsPolicy, Repository

RIGHTS = place(FOLLOW_UP, "contents: write")
ADMINISTRATORS = "unknown: this token may not administer the repository (403)\nRun this as an administrator:\nreadiness doctor"


def follow_up(old: str, new: str, settings: bytes | None = None) -> str:
    return told(scene(checkout(workflows=edited(FOLLOW_UP, old, new), settings=settings)), "rights.follow-up")


def test_all_that_they_need() -> None:
    assert told(scene(), "rights.first") == f"{place(FIRST, 'contents: read')} in-force: contents: read"
    assert told(scene(), "rights.follow-up") == (f"{RIGHTS} in-force: contents: write, issues: write, pull-requests: write, statuses: write, actions: read")


def test_a_right_that_is_too_little() -> None:
    why = "to open, update and close the issues, and to answer commands"
    assert follow_up("issues: write ", "issues: read ") == (
        f"{place(FOLLOW_UP, 'write          # to open')} not-in-force: the job `readiness` lacks `issues: write` ({why})\n"
        f"Write `issues: write` below its `permissions:`.\n(`{FOLLOW_UP}` lacks the right `issues: write`)"
    )


def test_two_that_are_missing() -> None:
    both = edited(FOLLOW_UP, "issues: write ", "packages: none ")
    both = edited(FOLLOW_UP, "actions: read ", "checks: none ", both)
    assert told(scene(checkout(workflows=both)), "rights.follow-up").splitlines()[0].endswith("answer commands) and 1 more")


def test_without_a_ledger_reading_is_enough() -> None:
    less = ("contents: write ", "contents: read ")
    assert follow_up(*less).splitlines()[1:] == [
        "Write `contents: write` below its `permissions:`. Or do without the ledger: `ledger: false` in .github/readiness.yaml.",
        f"(`{FOLLOW_UP}` lacks the right `contents: write`)",
    ]
    assert follow_up(*less, settings=b"ledger: false\n") == (
        f"{RIGHTS} in-force: contents: read, issues: write, pull-requests: write, statuses: write, actions: read"
    )


def test_a_right_that_is_too_much() -> None:
    assert follow_up("issues: write ", "packages: write\n      issues: write ") == (
        f"{RIGHTS} in-force: all that it needs, and `packages: write`, which nothing of ours needs\nTake out what is too much."
    )


@pytest.mark.parametrize(("level", "state"), [("write-all", "in-force"), ("read-all", "not-in-force"), ("3", "not-in-force"), ("[a]", "not-in-force")])
def test_rights_of_the_whole_workflow_where_the_job_states_none(level: str, state: str) -> None:
    there = workflows()[FOLLOW_UP]
    assert isinstance(there, bytes)
    before, _, after = there.replace(b"permissions: {}", b"permissions: " + level.encode()).partition(b"    permissions:\n")
    job = b"".join(line for line in after.splitlines(keepends=True) if b"      " not in line[:6])
    assert f" {state}: " in told(scene(checkout(workflows={**workflows(), FOLLOW_UP: before + job})), "rights.follow-up")


def test_this_token() -> None:
    reader = Repository("acme/churn", "main", issues=True, public=True, administered=False)
    assert told(scene(), "token") == "in-force: administers acme/churn, so it sees every setting"
    assert told(scene(there=server(repository=reader)), "token") == "in-force: reads acme/churn, and not what only administrators see"
    assert of(scene(there=offline()), "token") == []


def test_actions() -> None:
    assert told(scene(), "actions") == "in-force: on"
    assert told(scene(there=server(actions=ActionsPolicy(enabled=True, pinned=True))), "actions") == "in-force: on, and actions must be pinned to a commit"
    assert told(scene(there=server(actions=ActionsPolicy(enabled=False))), "actions") == (
        "not-in-force: they are switched off in this repository: nothing of the bot runs\nSettings → Actions → General → Actions permissions: allow them."
    )
    assert told(scene(there=server(actions=REFUSED)), "actions") == ADMINISTRATORS


def test_pull_requests_by_actions() -> None:
    assert told(scene(), "proposals") == "in-force: Actions may open them"
    assert told(scene(there=server(may_propose=False)), "proposals") == (
        "not-in-force: Actions may not open them, so `/readiness waive` gets as far as a branch\n"
        "Settings → Actions → General → Workflow permissions: “Allow GitHub Actions to create and approve pull requests”."
    )
    own = server(may_propose=False, writer="acme-readiness[bot]")
    assert told(scene(there=own), "proposals") == "in-force: acme-readiness[bot] opens them, whom this setting does not concern"
    assert told(scene(there=server(may_propose=REFUSED)), "proposals") == ADMINISTRATORS
