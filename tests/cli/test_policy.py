"""`readiness policy`: whether a policy is right, and what is in force here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.policies import ACME

POLICY = (
    ACME
    + """\
extends: [base.yaml]
sections:
  - for: {topic: credit}
    items:
      infrastructure.load-test: {severity: blocking}
"""
)
BASE = "tier: medium\nitems:\n  fallback.drill: {expires: 90}\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "readiness-policy.yaml").write_text(POLICY)
    (tmp_path / "base.yaml").write_text(BASE)
    monkeypatch.chdir(tmp_path)
    return "readiness-policy.yaml"


def test_a_right_policy(readiness: Readiness, file: str) -> None:
    ran = readiness("policy", "check", file)
    assert (ran.code, ran.out) == (0, "acme policy v3 is right: 2 rules, 1 section, 2 files.\n")


def test_a_wrong_one_is_named_line_by_line(readiness: Readiness, file: str) -> None:
    Path("base.yaml").write_text("tier: middle\nitems:\n  fallback.dril: {expires: 90}\n")
    ran = readiness("policy", "check", file)
    assert (ran.code, ran.out) == (
        1,
        "base.yaml:1:7: tier is 'middle', which is not one of low, medium, high; write one of low, medium, high  [value]\n",
    )
    assert readiness("policy", "check", "gone.yaml").code == 2


def test_what_is_in_force_here(readiness: Readiness, file: str, model: Path) -> None:
    with Path("base.yaml").open("a") as base:
        base.write("digest: {webhook: teams}\n")
    assert readiness("policy", "show", model, "--policy", file, "--topic", "credit").out == (
        "acme policy v3:\n"
        "\n"
        "  tier                       medium               base.yaml:1:1\n"
        "  fallback.drill             expires: 90          base.yaml:3:20\n"
        "  infrastructure.load-test   severity: blocking   readiness-policy.yaml:7:34\n"
        "\n"
        "The digest reaches each person as a message to teams, whose address READINESS_WEBHOOK holds (base.yaml:4:1).\n"
    )


def test_what_is_in_force_as_json(readiness: Readiness, file: str, model: Path) -> None:
    found = json.loads(readiness("policy", "show", model, "--policy", file, "--name", "acme/churn", "--format", "json").out)
    assert (found["policy"], found["version"], found["repository"], found["tier"]) == ("acme", 3, "acme/churn", "medium")
    assert found["rules"] == [{"item": "fallback.drill", "key": "expires", "said": 90, "at": "base.yaml:3:20"}]
    assert found["digest_by"] is None
    assert found["unsure"] == ["whether a section of acme policy v3 (readiness-policy.yaml:5:5) holds here is not known: it is for topic credit"]


def test_check_says_by_which_policy_it_judged(readiness: Readiness, file: str, built: Path) -> None:
    ran = readiness("check", built, "--policy", file, "--format", "json")
    found = json.loads(ran.out)
    assert found["policy"] == {"name": "acme", "version": 3}
    [drill] = [item for item in found["items"] if item["id"] == "fallback.drill"]
    assert drill["policy"] == ["acme policy v3 lets it hold for 90 days (base.yaml:3:20)"]
    assert "whether a section of acme policy v3" in ran.err
    assert "policy" not in json.loads(readiness("check", built, "--format", "json").out)


def test_a_repository_that_is_out_is_judged_by_the_convention_alone(readiness: Readiness, file: str, built: Path) -> None:
    Path(file).write_text(ACME + "tier: high\nrepositories: {out: {churn: replaced in spring}}\n")
    ran = readiness("check", built, "--policy", file, "--format", "json", GITHUB_REPOSITORY="acme/churn")
    assert json.loads(ran.out)["tier"] == "medium"
    assert ran.err == "acme policy v3 leaves this repository out: replaced in spring (readiness-policy.yaml:4:22).\n"
