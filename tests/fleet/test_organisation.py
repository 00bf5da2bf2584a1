"""`readiness fleet scan --org` and `--repos`: a whole organisation by the API, on a server that executes each query."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.commandline import Readiness
from tests.github import fleet
from tests.github.organisation import Organisation
from tests.models import EXAMPLE

from readiness_bot.demo.repository import Repository, read_files

pytestmark = pytest.mark.e2e

DAY = ("--today", "2026-11-26")
POLICY = """\
policy: acme
version: 2
repositories:
  out: {"acme/r0*": an experiment}
sections:
  - for: {topic: credit}
    tier: high
  - for: {property: {domain: finance}}
    items:
      contract.outcome: {severity: blocking, due: staging}
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Organisation]:
    found = Organisation()
    found.world = fleet.world()
    yield found
    found.close()


@pytest.fixture(scope="module")
def given(server: Organisation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """With a cache that the first scan fills."""
    return {
        "GITHUB_API_URL": server.url,
        "GITHUB_GRAPHQL_URL": f"{server.url}/graphql",
        "GITHUB_TOKEN": "ghs_secret-token",
        "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache")),
    }


def rows_in(file: Path) -> dict[str, Any]:
    return {row["name"] + "/" + row["folder"]: row for row in json.loads(file.read_text())["repositories"]}


def test_an_organisation(readiness: Readiness, server: Organisation, given: dict[str, str], tmp_path: Path) -> None:
    before = (server.world.queries, server.world.requests)
    result = readiness("fleet", "scan", "--org", "acme", *DAY, "--output", tmp_path / "scan.json", **given)
    rows = rows_in(tmp_path / "scan.json")
    assert (result.code, len({row["name"] for row in rows.values()})) == (0, 300)
    assert Counter(kind(row) for row in rows.values()) == {"judged": 181, "absent": 122, "left out": 37, "error": 3}
    churn = rows["acme/churn/"]
    assert (churn["model"], churn["ready"], churn["topics"], churn["url"]) == ("churn-propensity", False, ["ml", "credit"], "https://github.com/acme/churn")
    assert list(rows) == sorted(rows)
    first, last = result.err.splitlines()
    assert (first.partition(".")[0], last.partition(";")[0]) == ("acme has 300 repositories", "343 rows")
    # All of it is counted, when the bot last ran too.
    queries, requests = (now - was for now, was in zip((server.world.queries, server.world.requests), before, strict=True))
    assert (f"; {queries} queries (" in last, f" and {requests} requests by REST." in last) == (True, True), last


def kind(row: dict[str, Any]) -> str:
    return "error" if row["error"] else "left out" if row["left_out"] else "absent" if row["absent"] else "judged"


def test_its_policy_sees_topics_and_properties(readiness: Readiness, given: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    readiness("fleet", "scan", "--org", "acme", *DAY, "--policy", tmp_path / "policy.yaml", "--output", tmp_path / "scan.json", **given)
    rows = rows_in(tmp_path / "scan.json")
    assert (rows["acme/churn/"]["tier"], rows["acme/churn/"]["policy"]) == ("high", "acme policy v2")
    assert "contract.outcome" in [item["id"] for item in rows["acme/churn/"]["open"]]
    assert rows["acme/r061/"]["left_out"] == f"an experiment ({tmp_path}/policy.yaml:4:9)"


def test_parts_by_the_api_are_one_scan(readiness: Readiness, given: dict[str, str], tmp_path: Path) -> None:
    parts = [tmp_path / f"{number}.json" for number in (1, 2)]
    for number, part in enumerate(parts, 1):
        readiness("fleet", "scan", "--org", "acme", *DAY, "--shard", f"{number}/2", "--output", part, **given)
    readiness("fleet", "scan", "--org", "acme", *DAY, "--output", tmp_path / "scan.json", **given)
    assert readiness("fleet", "merge", *parts).out == (tmp_path / "scan.json").read_text()


def test_named_repositories(readiness: Readiness, given: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("# models\nacme/old-churn\nacme/nowhere\n", encoding="utf-8")
    result = readiness("fleet", "scan", "--repos", tmp_path / "names.txt", *DAY, **given)
    assert [(row["name"], row["error"]) for row in json.loads(result.out)["repositories"]] == [
        ("acme/churn", None),
        ("acme/nowhere", "It is not there, or this token may not see it."),
    ]


def test_the_histories_too(readiness: Readiness, server: Organisation, given: dict[str, str], tmp_path: Path) -> None:
    """Each is cloned without contents, asked for those that it needs, and gone; a verdict needs none of it."""
    origin = tmp_path / "server" / "acme" / "churn"
    Repository.create(origin).commit(read_files(EXAMPLE), "The model", "ana-ruiz", date(2026, 6, 15))
    for setting in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        subprocess.run(["git", "-C", str(origin), "config", setting, "true"], check=True)
    (tmp_path / "names.txt").write_text("acme/churn\nacme/odd\n", encoding="utf-8")
    words = ("fleet", "scan", "--repos", tmp_path / "names.txt", *DAY, "--audit")
    result = readiness(*words, **given, GITHUB_SERVER_URL=(tmp_path / "server").as_uri())
    churn, odd = json.loads(result.out)["repositories"]
    assert (churn["audit"]["model"], churn.get("history_error", "")) == ("churn-propensity", "")
    assert (odd["audit"], odd["ready"], odd["history_error"].partition(":")[0]) == (None, False, "git could not fetch file")


WRONG = {
    "no place": ((), "Give one of --org, --repos and --folder: where the models are."),
    "two places": (("--org", "acme", "--folder", "."), "Give one of --org, --repos and --folder: where the models are."),
    "nothing to go on from": (("--org", "acme", "--resume"), "--resume needs --output: what a scan has listed is kept beside it."),
    "no name": (("--repos", "{names}"), "names.txt:2 is 'churn'; write a repository as owner/name."),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_words(readiness: Readiness, tmp_path: Path, case: str) -> None:
    (tmp_path / "names.txt").write_text("acme/churn\nchurn\n", encoding="utf-8")
    words, told = WRONG[case]
    result = readiness("fleet", "scan", *(word.format(names=tmp_path / "names.txt") for word in words))
    assert (result.code, told in result.err) == (2, True)


def test_without_a_token(readiness: Readiness) -> None:
    result = readiness("fleet", "scan", "--org", "acme", GITHUB_TOKEN="")
    assert (result.code, result.err) == (3, "No token: set GITHUB_TOKEN (in a workflow: `GITHUB_TOKEN: ${{ github.token }}`). Nothing was changed.\n")
