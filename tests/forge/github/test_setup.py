"""How a repository is set up, as GitHub tells it, and what of it is not there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.github.server import BOT, GithubServer
from tests.github.setup import plain_rule, review_rule, status_rule, workflow_run

from readiness_bot.forge.github.client import GithubSettings
from readiness_bot.forge.github.setup import GithubSetup
from readiness_bot.forge.protocol import ForgeError, NotAllowed
from readiness_bot.forge.setup import ActionsPolicy, Protection, RequiredCheck, Rule, WorkflowState

pytestmark = pytest.mark.e2e

FILE = "readiness-follow-up.yml"
COMMIT = "3f2c" * 10


def setup(github: GithubServer, login: str = "ana-ruiz") -> GithubSetup:
    settings = GithubSettings.from_environment(github.environment(login))
    return GithubSetup(GithubSettings(settings.repository, settings.token, settings.api_url, backoff=0))


def test_the_repository(github: GithubServer) -> None:
    github.state(repository={"private": True, "pushed_at": "2026-09-01T02:00:00+02:00", "archived": True}, disabled=True)
    told = setup(github).repository()
    assert (told.name, told.branch, told.issues, told.public, told.archived) == ("acme/churn", "main", False, False, True)
    assert told.pushed == datetime(2026, 9, 1, tzinfo=UTC)


def test_rules(github: GithubServer) -> None:
    github.state(rules={"release/1": [status_rule("a", app=None, ruleset=7), review_rule(code_owners=False), plain_rule("deletion", source="acme")]})
    assert setup(github, BOT).rules("release/1") == [
        Rule("required_status_checks", (RequiredCheck("a"),), ruleset=7, owner="acme/churn"),
        Rule("pull_request", ruleset=42, owner="acme/churn"),
        Rule("deletion", ruleset=42, owner="acme", inherited=True),
    ]
    assert setup(github, BOT).rules("main") == []


def test_a_branch(github: GithubServer) -> None:
    github.state(protectedBranches=["main"])
    main = setup(github, BOT).branch("main")
    assert main is not None
    assert (len(main.commit), main.protected, main.checks) == (40, True, ())
    assert setup(github, BOT).branch("no/such") is None


def test_statuses_that_classic_protection_requires(github: GithubServer) -> None:
    checks = [{"context": "a", "app_id": 15368}, {"context": "b", "app_id": -1}, {"context": "c", "app_id": None}]
    github.state(protection={"main": {"required_status_checks": {"contexts": ["a", "b", "c", "d"], "checks": checks}}})
    main = setup(github, BOT).branch("main")
    assert main is not None
    assert main.checks == (RequiredCheck("a", 15368), RequiredCheck("b"), RequiredCheck("c"), RequiredCheck("d"))


def test_classic_protection(github: GithubServer) -> None:
    owners = {"required_pull_request_reviews": {"require_code_owner_reviews": True}, "allow_force_pushes": {"enabled": True}}
    github.state(protection={"main": owners, "a": {"required_pull_request_reviews": None}})
    assert setup(github).protection("main") == Protection(code_owners=True, force_pushes=True)
    assert setup(github).protection("a") == Protection()
    with pytest.raises(NotAllowed, match=r"^403: Resource not accessible by integration$"):
        setup(github, BOT).protection("main")


def test_actions(github: GithubServer) -> None:
    assert setup(github).actions() == ActionsPolicy(enabled=True, pinned=False)
    github.state(actions={"enabled": False, "can_approve_pull_request_reviews": True})
    assert (setup(github).actions(), setup(github).may_propose()) == (ActionsPolicy(enabled=False), True)
    with pytest.raises(NotAllowed):
        setup(github, BOT).may_propose()


def test_a_workflow_and_its_last_run(github: GithubServer) -> None:
    assert (setup(github, BOT).workflow(FILE), setup(github, BOT).last_run(FILE, "schedule")) == (None, None)
    runs = [workflow_run("schedule", "2026-11-16T06:17:00Z"), workflow_run("push", "2026-11-18T09:00:00Z")]
    github.state(workflows={FILE: {"state": "disabled_manually"}}, workflowRuns={FILE: runs})
    assert setup(github, BOT).workflow(FILE) == WorkflowState("disabled_manually")
    assert setup(github, BOT).last_run(FILE, "schedule") == datetime(2026, 11, 16, 6, 17, tzinfo=UTC)
    assert setup(github, BOT).last_run(FILE, "workflow_dispatch") is None


def test_the_bases_of_open_pull_requests(github: GithubServer) -> None:
    for base in ("main", "release/1", "main", "release/2"):
        github.open_pull(head_sha=COMMIT, head_ref="change", base_sha=COMMIT, base_ref=base)
    assert sorted(setup(github, BOT).bases(10)) == ["main", "release/1", "release/2"]
    assert len(setup(github, BOT).bases(2)) == 2


def test_an_app(github: GithubServer) -> None:
    github.state(apps={"acme-readiness": 4711})
    assert [setup(github).app(slug) for slug in ("acme-readiness", "other")] == [4711, None]


@pytest.mark.parametrize("state", [3, None, []])
def test_a_workflow_of_another_shape(github: GithubServer, state: object) -> None:
    github.state(workflows={FILE: {"state": state}})
    with pytest.raises(ForgeError, match="its answer has"):
        setup(github).workflow(FILE)
