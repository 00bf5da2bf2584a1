"""An item that a policy adds, the whole way: from the policy's line to its issue, opened and closed, and what is written of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.convention.test_custom import REGION
from tests.github.server import GithubServer
from tests.policies import ACME
from tests.thread import Thread

from readiness_bot.demo.repository import Repository

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "readiness-policy.yaml"
    path.write_text(ACME + REGION)
    return path


@pytest.mark.e2e
def test_its_issue_has_the_policys_labels_and_calls_its_team(readiness: Readiness, model: Path, policy: Path, edit: Edit, github: GithubServer) -> None:
    policy.write_text(policy.read_text() + "labels: [team-ml]\nroutes: {platform: acme/ml-platform}\n")
    edit("ownership.yaml", "platform: ines-costa", "platform: LOGIN")
    readiness("sync", model, "--policy", policy, "--offline", **github.environment())
    issues = {issue["title"].partition(" for ")[0]: issue for issue in github.issues()}
    assert [label["name"] for label in issues["Data residency"]["labels"]] == ["readiness", "readiness: infrastructure", "team-ml"]
    assert "**Who:** @acme/ml-platform (for platform: nobody is named yet)." in issues["Data residency"]["body"]
    assert issues["Data residency"]["assignees"] == []


def answer(model: Path, region: str = "eu-west-1") -> None:
    """Write the answer, and commit it."""
    file = model / "readiness" / "infrastructure.yaml"
    file.write_text(f"{file.read_text()}residency: {{region: {region}}}\n")
    Repository(model).git("commit", "--quiet", "--all", "-m", "Say where the data stays")


@pytest.mark.e2e
def test_its_issue_opens_and_closes(readiness: Readiness, model: Path, policy: Path, github: GithubServer) -> None:
    readiness("sync", model, "--policy", policy, "--offline", **github.environment())
    [issue, _] = github.issues()
    assert (issue["title"], issue["state"]) == ("Data residency for churn-propensity", "open")
    assert [label["name"] for label in issue["labels"]] == ["readiness", "readiness: infrastructure"]
    for part in (
        "**Asked:** The region in which the data stays.",
        "**Found:** residency is missing (",
        "**Why:** Moving data between regions takes a quarter. Was due before staging",
        f"**Policy:** acme policy v3 asks for it (`{policy}:4:5`).",
        "```yaml\nresidency:\n  region: eu-west-1\n```",
        "**Who:** `ines-costa` (platform).",
    ):
        assert part in issue["body"], issue["body"]
    answer(model)
    readiness("sync", model, "--policy", policy, "--offline", **github.environment())
    assert [issue["state"] for issue in github.issues()] == ["closed", "open"]


@pytest.mark.e2e
def test_people_ask_for_it_and_waive_it_in_comments(thread: Thread, policy: Path) -> None:
    thread.say("/readiness explain acme.data-residency", "ana-ruiz", "--policy", str(policy))
    [reply] = thread.replies()
    assert reply.startswith("### acme.data-residency: Data residency\n\nThe region in which the data stays.")
    assert "| policy | acme policy v3 asks for it" in reply
    assert "It is open." in reply
    thread.say("/readiness waive acme.data-residency until 2026-12-01 because the region moves", "ana-ruiz", "--policy", str(policy))
    assert "asks to waive `acme.data-residency` until 1 Dec 2026." in thread.server.comments(thread.number)[-1]["body"]


def test_every_format_has_it(readiness: Readiness, model: Path, policy: Path) -> None:
    text = readiness("check", model, "--policy", policy)
    assert "acme.data-residency" in text.out
    assert "readiness/infrastructure.yaml:17:1" in text.out
    assert readiness("check", model).code == 0
    [item] = [
        each for each in json.loads(readiness("check", model, "--policy", policy, "--format", "json").out)["items"] if each["id"] == "acme.data-residency"
    ]
    assert (item["file"], item["status"], item["role"], item["owner"]) == ("infrastructure.yaml", "gap", "platform", "ines-costa")
    for format_ in ("markdown", "github", "sarif", "junit"):
        assert ("acme.data-residency" if format_ in ("sarif", "junit") else "Data residency") in readiness(
            "check", model, "--policy", policy, "--format", format_
        ).out


def test_it_is_explained_and_in_the_schema(readiness: Readiness, policy: Path) -> None:
    told = readiness("explain", "acme.data-residency", "--policy", policy).out
    assert told.startswith("acme.data-residency: Data residency\n\nThe region in which the data stays.\n")
    assert f"acme policy v3 asks for it ({policy}:4:5)" in told.replace("\n           ", " ")
    assert "residency" in json.loads(readiness("schema", "infrastructure.yaml", "--policy", policy).out)["properties"]
    assert "custom" in json.loads(readiness("schema", "policy").out)["properties"]


def test_the_audit_knows_since_when_it_is_open(readiness: Readiness, model: Path, policy: Path) -> None:
    answer(model)
    found = json.loads(readiness("audit", model, "--policy", policy, "--format", "json", "--today", "2026-11-30").out)
    [item] = [each for each in found["items"] if each["id"] == "acme.data-residency"]
    assert item["opened"] is not None
    assert item["closed"] is not None
    for format_ in ("text", "markdown"):
        assert readiness("audit", model, "--policy", policy, "--format", format_, "--today", "2026-11-30").code == 0


@pytest.mark.e2e
def test_the_ledger_records_it(readiness: Readiness, model: Path, policy: Path, github: GithubServer) -> None:
    github.state(git={"acme/churn": str(model)})
    readiness("sync", model, "--policy", policy, **github.environment())
    line = json.loads(github.file("ledger.jsonl", "readiness-ledger"))
    assert (line["statuses"]["acme.data-residency"], line["policy"]["name"], line["policy"]["version"]) == ("gap", "acme", 3)
    assert subprocess.run(["git", "-C", model, "status", "--short"], check=True, capture_output=True).stdout == b""


def test_it_is_answered_like_the_others(readiness: Readiness, model: Path, policy: Path) -> None:
    set_ = ("answer", model, "--policy", policy, "--set")
    told = readiness(*set_, "infrastructure.residency.region=us-east-1")
    assert (told.code, "which is not one of eu-west-1, eu-central-1" in told.err) == (2, True), told.err
    assert readiness(*set_, "infrastructure.residency.region=eu-west-1").code == 0
    assert (model / "readiness" / "infrastructure.yaml").read_text().endswith("residency:\n  region: eu-west-1\n")
    assert readiness("check", model, "--policy", policy).code == 0
