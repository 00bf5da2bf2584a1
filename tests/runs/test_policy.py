"""Where the policy comes from, and what counts where it cannot be seen."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from pathlib import Path

import pytest
from tests.commandline import Ran, Readiness
from tests.github.server import GithubServer
from tests.policies import ACME

HIGH = f"{ACME}tier: high\n"


def tier(ran: Ran) -> str:
    """By which tier a `check --format json` judged."""
    return str(json.loads(ran.out)["tier"])


def organisations_repository(github: GithubServer, **files: str) -> str:
    """Its files, on GitHub: `base=…` for `base.yaml`. Its name."""
    github.call("POST", "/user/repos", {"name": "policies"})
    for name, text in files.items():
        body = {"message": "m", "content": base64.b64encode(text.encode()).decode()}
        github.call("PUT", f"/repos/ana-ruiz/policies/contents/{name}.yaml", body)
    return "ana-ruiz/policies"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("", "medium"), ("none", "medium"), (HIGH, "high"), ("{policy: acme, version: 3, tier: high}", "high")],
)
def test_the_variable_may_hold_the_whole_text(readiness: Readiness, built: Path, word: str, expected: str) -> None:
    assert tier(readiness("check", built, "--format", "json", READINESS_POLICY=word)) == expected


@pytest.mark.parametrize(
    ("word", "code", "told"),
    [
        ("policy: acme", 2, "READINESS_POLICY:1:1: the policy has no version, so nobody could tell which one was in force"),
        (f"{ACME}extends: [base.yaml]", 2, "READINESS_POLICY:3:11: base.yaml cannot be read: only a file in a folder can extend another"),
        ("http://acme.example/p.yaml", 2, "READINESS_POLICY is no https address."),
        ("acme", 2, "READINESS_POLICY is 'acme'; write OWNER/REPOSITORY:PATH, an https address, or the policy's whole text."),
        ("acme/churn:policy.yaml", 2, "READINESS_POLICY names acme/churn, the repository that is judged"),
        ("acme/.github:policy.yaml", 3, "The policy cannot be read: No token: set GITHUB_TOKEN"),
        ("https://127.0.0.1:1/p.yaml", 3, "The policy cannot be read: Could not read https://127.0.0.1:1/p.yaml: ConnectionError."),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_read_is_no_pass(readiness: Readiness, built: Path, word: str, code: int, told: str) -> None:
    ran = readiness("check", built, READINESS_POLICY=word, GITHUB_REPOSITORY="acme/churn")
    assert (ran.code, told in ran.err) == (code, True), ran.err


@pytest.mark.e2e
def test_the_organisations_repository_is_read_with_the_token(readiness: Readiness, built: Path, github: GithubServer) -> None:
    name = organisations_repository(github, base="tier: high\n", acme=f"{ACME}extends: [base.yaml]\n")
    found = readiness("check", built, "--format", "json", **github.environment(), READINESS_POLICY=f"{name}:acme.yaml")
    assert tier(found) == "high"
    [told] = [item["findings"][0]["message"] for item in json.loads(found.out)["items"] if item["id"] == "governance.tier"]
    assert "acme policy v3 asks for at least high (ana-ruiz/policies/base.yaml:1:1)" in told
    # A fleet is scanned by a workflow of the policy's own repository, which is not what is judged.
    here = github.environment() | {"READINESS_POLICY": f"{name}:acme.yaml", "GITHUB_REPOSITORY": name}
    fleet = readiness("fleet", "scan", "--folder", built.parent, **here)
    assert (fleet.code, json.loads(fleet.out)["policy"]) == (0, "acme policy v3")
    gone = readiness("check", built, **github.environment(), READINESS_POLICY=f"{name}:gone.yaml")
    assert (gone.code, "could not read gone.yaml in ana-ruiz/policies (404" in gone.err) == (3, True), gone.err


@pytest.mark.e2e
def test_an_action_asks_for_the_topics_that_a_section_depends_on(readiness: Readiness, built: Path, github: GithubServer) -> None:
    github.call("PUT", "/repos/acme/churn/topics", {"names": ["credit"]})
    text = f"{ACME}sections: [{{for: {{topic: credit}}, tier: high}}]\n"
    environment = github.environment() | {"READINESS_POLICY": text}
    assert tier(readiness("check", built, "--format", "json", **environment, GITHUB_ACTIONS="true")) == "high"
    at_a_terminal = readiness("check", built, "--format", "json", **environment)
    assert (tier(at_a_terminal), "holds here is not known: it is for topic credit" in at_a_terminal.err) == ("medium", True)


@pytest.mark.e2e
def test_where_it_cannot_be_seen_the_last_one_counts(readiness: Readiness, model: Path, github: GithubServer) -> None:
    """The ledger recorded it with all that it asked; the overview says so, and nothing is closed for want of it."""
    github.state(git={"acme/churn": str(model)})
    environment = github.environment() | {"GITHUB_REF_TYPE": "branch", "GITHUB_REF_NAME": "main"}
    readiness("sync", model, READINESS_POLICY=HIGH, **environment)
    line = github.file("ledger.jsonl", "readiness-ledger").decode()
    assert json.loads(line)["policy"]["said"] == {"policy": "acme", "version": 3, "tier": "high"}
    [subject] = [request.body["message"] for request in github.log() if request.path.endswith("/git/commits")]
    assert re.fullmatch(r"churn-propensity at [0-9a-f]{7}: \d+ gaps?, by acme policy v3", subject)
    record(model, line, subject.partition(", by")[0])  # as one without a policy: its text is not read, which would be a fetch in each run
    assert "counts" not in readiness("sync", model, "--plan", **environment).err
    record(model, line, subject)
    for word, why in (("ana-ruiz/gone:p.yaml", "could not be read"), ("", "is not set")):
        ran = readiness("sync", model, READINESS_POLICY=word, **environment)
        counts = "acme policy v3 counts, the last one that was seen here (recorded on 2026-11-20)"
        assert (ran.code, counts in ran.err) == (0, True), ran.err
        [overview] = [issue for issue in github.issues() if issue["title"].startswith("Readiness of")]
        assert f"READINESS_POLICY {why}, so {counts}." in overview["body"].replace("`", "").replace("\\", "")
    assert {issue["state"] for issue in github.issues()} == {"open"}
    readiness("sync", model, READINESS_POLICY="none", **environment)
    assert "closed" in {issue["state"] for issue in github.issues()}
    assert readiness("ledger", "verify", model).out == "1 line, 20 Nov 2026: it agrees with what git holds.\n"


def record(model: Path, line: str, subject: str) -> None:
    """The ledger's branch in a clone."""
    git = ("git", "-C", str(model), "-c", "user.name=a", "-c", "user.email=a@b")
    blob = subprocess.run([*git, "hash-object", "-w", "--stdin"], input=line.encode(), capture_output=True, check=True).stdout.decode().strip()
    tree = subprocess.run([*git, "mktree"], input=f"100644 blob {blob}\tledger.jsonl\n".encode(), capture_output=True, check=True).stdout.decode().strip()
    commit = subprocess.run([*git, "commit-tree", tree, "-m", subject], capture_output=True, check=True).stdout.decode().strip()
    subprocess.run([*git, "update-ref", "refs/remotes/origin/readiness-ledger", commit], check=True)
