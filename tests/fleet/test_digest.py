"""`readiness fleet digest --repository`: issues on the tests' GitHub, over HTTP."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.commandline import Readiness
from tests.github.server import BOT, REPOSITORY, GithubServer
from tests.policies import ACME
from tests.rows import DAY, item, row, scan_file

from readiness_bot.portfolio.row import Row


class Digest:
    """Runs of it as of some day."""

    def __init__(self, readiness: Readiness, github: GithubServer, folder: Path) -> None:
        self.readiness, self.github, self.folder = readiness, github, folder

    def run(self, *rows: Row, after: int = 0, **environment: str) -> Any:
        day = DAY + timedelta(after)
        scan = scan_file(self.folder / "scan.json", *rows, day=day)
        around = self.github.environment() | {"GITHUB_REPOSITORY": "acme/elsewhere"} | environment
        return self.readiness("fleet", "digest", scan, "--repository", REPOSITORY, "--today", day, **around)


@pytest.fixture
def digest(readiness: Readiness, github: GithubServer, tmp_path: Path) -> Digest:
    return Digest(readiness, github, tmp_path)


CHURN, FRAUD = row("acme/churn", item("mei-chen", 9), value=5), row("acme/fraud", item("mei-chen", 2))


@pytest.mark.e2e
def test_a_digests_life(digest: Digest, github: GithubServer) -> None:
    other = row("acme/x", item("jonas-weber", 3))
    assert digest.run(CHURN, other).out == "open issue    What waits for mei-chen\nopen issue    What waits for jonas-weber\n"
    mei, jonas = github.issues()
    assert ([one["login"] for one in mei["assignees"]], jonas["assignees"], mei["user"]["login"]) == (["mei-chen"], [], BOT)
    assert ("@mei-chen" in mei["body"], "@jonas-weber" in jonas["body"]) == (False, True)

    github.forget()
    assert digest.run(CHURN, other, after=1).out == "Nothing to do: issues and comments are as they should be.\n"
    assert github.writes() == []
    assert digest.run(CHURN, FRAUD, other, after=1).out == f"update issue  #{mei['number']} mei-chen\n"
    assert github.comments(mei["number"]) == []
    assert digest.run(CHURN, FRAUD, other, after=7).out == f"remind        #{mei['number']} mei-chen\n"
    [comment] = github.comments(mei["number"])
    assert "@mei-chen: 1 new thing waits for you." in comment["body"]

    digest.run(row(), other, after=14)
    assert ([one["state"] for one in github.issues()], len(github.comments(mei["number"]))) == (["closed", "open"], 2)
    digest.run(CHURN, other, after=21)
    assert [one["state"] for one in github.issues()] == ["open", "open"]


@pytest.mark.e2e
def test_a_person_closes_theirs(digest: Digest, github: GithubServer) -> None:
    digest.run(CHURN)
    [issue] = github.issues()
    github.call("PATCH", f"/repos/{REPOSITORY}/issues/{issue['number']}", {"state": "closed"}, "mei-chen")
    assert digest.run(CHURN, FRAUD, after=7).out == "Nothing to do: issues and comments are as they should be.\n"


@pytest.mark.e2e
def test_somebody_elses_issue_is_none_of_ours(digest: Digest, github: GithubServer) -> None:
    digest.run(CHURN)
    [issue] = github.issues()
    github.reset()
    github.call("POST", f"/repos/{REPOSITORY}/issues", {"title": "x", "body": issue["body"]}, "ana-ruiz")
    assert digest.run(CHURN).out == "open issue    What waits for mei-chen\n"


@pytest.mark.e2e
def test_github_refuses(digest: Digest) -> None:
    ran = digest.run(CHURN, GITHUB_TOKEN="")
    assert (ran.code, ran.err.startswith("No token: set GITHUB_TOKEN")) == (3, True)


def test_in_a_folder(readiness: Readiness, tmp_path: Path) -> None:
    scan = scan_file(tmp_path / "scan.json", CHURN, row("acme/x", item("@acme/risk")))
    words = ("fleet", "digest", scan, "--forge", f"folder:{tmp_path / 'forge'}", "--today", DAY)
    planned = json.loads(readiness(*words, "--plan", "--format", "json").out)
    assert [(action["kind"], action["item"], action["assignee"]) for action in planned["actions"]] == [
        ("open-issue", "mei-chen", "mei-chen"),
        ("open-issue", "acme/risk", None),
    ]
    assert not (tmp_path / "forge").exists()
    readiness(*words)
    assert readiness(*words).out == "Nothing to do: issues and comments are as they should be.\n"


@pytest.mark.e2e
def test_the_policy_names_the_repository(digest: Digest, github: GithubServer, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(f"{ACME}digest: {{repository: {REPOSITORY}}}\n")
    words = ("fleet", "digest", scan_file(tmp_path / "s.json", CHURN), "--policy", tmp_path / "p.yaml", "--today", DAY)
    around = github.environment() | {"GITHUB_REPOSITORY": "acme/elsewhere", "READINESS_POLICY": "wrong"}
    assert digest.readiness(*words, **around).out == "open issue    What waits for mei-chen\n"
    assert [issue["title"] for issue in github.issues()] == ["What waits for mei-chen"]
    assert "READINESS_POLICY is 'wrong'" in digest.readiness(*words[:3], "--today", DAY, **around).err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Which way? Write --repository OWNER/NAME, or --webhook slack or teams, or let the policy say it"),
        (("--repository", "a/b", "--webhook", "slack"), "Which way?"),
        (("--repository", "acme"), "--repository is 'acme'; write OWNER/NAME."),
        (("--webhook", "slack"), "Where is it remembered who got a message?"),
        (("--repository", "a/b", "--today", "2026-12-24"), "This scan is 28 days old. Scan again before people are told."),
    ],
)
def test_wrong_words(readiness: Readiness, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    ran = readiness("fleet", "digest", scan_file(tmp_path / "s.json", CHURN), *words)
    assert (ran.code, told in ran.err) == (2, True)
