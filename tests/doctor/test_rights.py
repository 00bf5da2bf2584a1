"""What the workflows' jobs may do, and what the repository lets Actions do."""

from __future__ import annotations

import pytest
from tests.doctor.scene import ACTION, FIRST, FOLLOW_UP, REFUSED, checkout, edited, of, offline, place, scene, server, told, workflows

from readiness_bot.forge.setup import ActionsPolicy, Repository
from readiness_bot.scaffold.workflows import App

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
        f"{RIGHTS} in-force: all that it needs, plus `packages: write`, which it does not need\nRemove what it does not need."
    )


@pytest.mark.parametrize(("level", "state"), [("write-all", "in-force"), ("read-all", "not-in-force"), ("3", "not-in-force"), ("[a]", "not-in-force")])
def test_rights_of_the_whole_workflow_where_the_job_states_none(level: str, state: str) -> None:
    there = workflows()[FOLLOW_UP]
    assert isinstance(there, bytes)
    before, _, after = there.replace(b"permissions: {}", b"permissions: " + level.encode()).partition(b"    permissions:\n")
    job = b"".join(line for line in after.splitlines(keepends=True) if b"      " not in line[:6])
    assert f" {state}: " in told(scene(checkout(workflows={**workflows(), FOLLOW_UP: before + job})), "rights.follow-up")


APPS = workflows(app=App())


def by_app(old: str, new: str) -> str:
    """Of the verdict's job, which is the last."""
    there = APPS[FOLLOW_UP]
    assert isinstance(there, bytes)
    before, found, after = there.rpartition(old.encode())
    assert found
    return told(scene(checkout(workflows={**APPS, FOLLOW_UP: before + new.encode() + after})), "rights.follow-up")


def test_an_app_s_rights_are_those_of_its_token() -> None:
    assert told(scene(checkout(workflows=APPS)), "rights.follow-up").partition(" ")[2] == (
        "in-force: contents: write, issues: write, pull-requests: write, statuses: write, actions: read, members: read, of an App of your own"
    )


def test_one_that_its_token_lacks() -> None:
    said = by_app("permission-statuses: write ", "permission-statuses: read ").partition(" ")[2]
    assert said.splitlines() == [
        "not-in-force: the job `verdict` lacks `statuses: write` (to post the verdict of a pull request, `readiness: BRANCH`)",
        "Write `permission-statuses: write` at the step that makes the App's token.",
        f"(`{FOLLOW_UP}` lacks the right `statuses: write`)",
    ]


def test_without_an_organisation_there_are_no_teams_to_read() -> None:
    facts = scene(checkout(workflows=workflows(app=App(teams=False))))
    assert told(facts, "rights.follow-up").endswith("statuses: write, actions: read, of an App of your own")


def test_one_that_its_token_has_too_many() -> None:
    assert "plus `checks: write`, which it does not need\n" in by_app("permission-issues", "permission-checks: write\n          permission-issues")


@pytest.mark.parametrize("inputs", ["with: 3", "with: [a]", "with: {client-id: a}", "env: {a: b}"])
def test_a_step_of_another_shape(inputs: str) -> None:
    text = f"on: {{schedule: []}}\njobs:\n  a:\n    steps:\n      - uses: actions/create-github-app-token@v3\n        {inputs}\n      - uses: {ACTION}\n"
    assert "`checks: write`" in told(scene(checkout(workflows={**workflows(), FOLLOW_UP: text.encode()})), "rights.follow-up")


def test_this_token() -> None:
    reader = Repository("acme/churn", "main", issues=True, public=True, administered=False)
    assert told(scene(), "token") == "in-force: administers acme/churn, so it can see every setting"
    assert told(scene(there=server(repository=reader)), "token") == "in-force: reads acme/churn, but not what only administrators can see"
    assert of(scene(there=offline()), "token") == []


def test_actions() -> None:
    assert told(scene(), "actions") == "in-force: on"
    assert told(scene(there=server(actions=ActionsPolicy(enabled=True, pinned=True))), "actions") == "in-force: on, and actions must be pinned to a commit"
    assert told(scene(there=server(actions=ActionsPolicy(enabled=False))), "actions") == (
        "not-in-force: they are switched off in this repository, so the bot does not run\nSettings → Actions → General → Actions permissions: allow them."
    )
    assert told(scene(there=server(actions=REFUSED)), "actions") == ADMINISTRATORS


def test_pull_requests_by_actions() -> None:
    assert told(scene(), "proposals") == "in-force: Actions may open them"
    assert told(scene(there=server(may_propose=False)), "proposals") == (
        "not-in-force: Actions may not open them, so `/readiness waive` gets no further than a branch\n"
        "Settings → Actions → General → Workflow permissions: “Allow GitHub Actions to create and approve pull requests”."
    )
    own = server(may_propose=False, writer="acme-readiness[bot]")
    assert told(scene(there=own), "proposals") == "in-force: acme-readiness[bot] opens them, which this setting does not affect"
    nameless = server(may_propose=False, writer="")
    assert told(scene(there=nameless), "proposals") == "in-force: the App of your own opens them, which this setting does not affect"
    assert told(scene(there=server(may_propose=REFUSED)), "proposals") == ADMINISTRATORS
