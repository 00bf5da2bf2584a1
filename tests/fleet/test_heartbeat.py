"""When the bot last did something in each repository: by the ledgers at once, and by its runs where those are silent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.fleet.organisation import Organisation, environment
from tests.github.server import APP, GithubServer
from tests.github.setup import workflow_run

from readiness_bot.fleet.heartbeat import with_runs
from readiness_bot.portfolio.row import Row
from readiness_bot.runs.forge import make_heart

pytestmark = pytest.mark.e2e
TODAY = date(2026, 11, 26)


@pytest.fixture
def acme(github: GithubServer, tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, tmp_path / "scan.json", ("new", "gone"))
    made.tell(github)
    return made


def record(acme: Organisation, name: str, day: str) -> None:
    """A line of the ledger on that day."""
    tree = acme.run(name, "rev-parse", "main^{tree}").strip()
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in (("NAME", APP), ("EMAIL", "a@b"), ("DATE", f"{day}T12:00:00Z"))}
    commit = acme.run(name, "commit-tree", "-m", "Record", tree, **who).strip()
    acme.run(name, "update-ref", "refs/heads/readiness-ledger", commit)


def test_the_last_run_of_each(acme: Organisation, github: GithubServer) -> None:
    record(acme, "new-01", "2026-11-25")
    record(acme, "new-02", "2026-11-02")
    github.state(
        workflows={"readiness-follow-up.yml": {"state": "active"}},
        workflowRuns={"readiness-follow-up.yml": [workflow_run("schedule", "2026-11-10T03:00:00Z"), workflow_run("push", "2026-11-05T03:00:00Z")]},
    )
    rows = [Row(f"acme/{name}", model="churn", ready=True) for name in ("new-01", "new-02", "new-03", "gone-01")]
    found = with_runs([*rows, Row("acme/site", absent=True)], make_heart(environment(github)), TODAY)
    assert {row.name: row.last_run for row in found} == {
        "acme/new-01": date(2026, 11, 25), "acme/new-02": date(2026, 11, 10), "acme/new-03": date(2026, 11, 10), "acme/gone-01": date(2026, 11, 10),
        "acme/site": None,
    }  # fmt: skip
    assert [request.path.split("?")[0] for request in github.log() if request.login == APP] == [
        "/graphql", *(f"/repos/acme/{name}/actions/workflows/readiness-follow-up.yml/runs" for name in ("gone-01", "new-03", "new-02")),
    ]  # fmt: skip
