"""The ledger's branch, the issues, and the settings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.doctor.scene import COMMIT, LEDGER, OFFLINE, checkout, scene, server, told

from readiness_bot.forge.setup import Branch, Repository, Rule
from readiness_bot.reading.snapshot import Refusal

BRANCH = "readiness-ledger"
HERE = ".github/readiness.yaml"
BY_HAND = "Send this, or make the same ruleset by hand (docs/evidence.md, “The ruleset that protects it”):\n"
APP: dict[str, Any] = {"app": 4711, "writer": "acme-readiness[bot]"}
ALONE = '{"type": "update"}, {"type": "deletion"}, {"type": "non_fast_forward"}'
KEPT = '{"type": "deletion"}, {"type": "non_fast_forward"}'


def ledger(*rules: Rule, branch: Branch | None = Branch(COMMIT), **there: Any) -> str:  # noqa: B008 frozen
    return told(scene(there=server(rules={BRANCH: rules}, branches={"main": None, BRANCH: branch}, **there)), "ledger")


def command(rules: str, bypass: str = "") -> str:
    return f"""\
printf %s '{{"name": "readiness ledger", "target": "branch", "enforcement": "active",
 "conditions": {{"ref_name": {{"include": ["refs/heads/{BRANCH}"], "exclude": []}}}},
{bypass} "rules": [{rules}]}}' |
  gh api --method POST repos/acme/churn/rulesets --input -
(No ruleset protects the branch `{BRANCH}`)"""


def test_a_ledger_that_nobody_can_shorten() -> None:
    assert ledger(*LEDGER) == f"in-force: {BRANCH} is there, and a ruleset forbids deleting it and forbids force pushes"


def test_a_ledger_that_others_can_shorten() -> None:
    assert ledger(Rule("deletion")) == (
        f"not-in-force: no ruleset of {BRANCH} forbids force pushes, so lines can disappear unnoticed\n{BY_HAND}{command(KEPT)}"
    )


def test_with_an_app_of_its_own_nobody_else_writes() -> None:
    assert ledger(*LEDGER, Rule("update"), **APP) == (
        f"in-force: {BRANCH} is there, and a ruleset keeps others from writing, forbids deleting it and forbids force pushes"
    )
    bypass = ' "bypass_actors": [{"actor_id": 4711, "actor_type": "Integration", "bypass_mode": "always"}],\n'
    assert ledger(**APP) == (
        f"not-in-force: no ruleset of {BRANCH} keeps others from writing, forbids deleting it or forbids force pushes, so lines can disappear unnoticed\n"
        f"{BY_HAND}{command(ALONE, bypass)}"
    )


def test_no_ledger_yet() -> None:
    assert ledger(branch=None) == (
        f"not-in-force: there is no branch {BRANCH} yet; the follow-up's first run on main creates it\n"
        "Start it by hand, and read its log where that changes nothing:\n"
        f"gh workflow run readiness-follow-up.yml --repo acme/churn\n(There is no branch `{BRANCH}`)"
    )


def test_no_ledger_wanted() -> None:
    assert told(scene(checkout(settings=b"ledger: false\n")), "ledger") == f"{HERE} in-force: none is kept: `ledger: false`"


@pytest.mark.parametrize("there", [{"branches": {BRANCH: OFFLINE}}, {"rules": {BRANCH: OFFLINE}}])
def test_a_ledger_that_is_not_seen(there: Any) -> None:
    assert told(scene(there=server(**there)), "ledger") == "unknown: this was run with --offline\nRun it without."


def issues(**changes: Any) -> str:
    there = Repository("acme/churn", "main", issues=True, public=True)
    return told(scene(there=server(repository=replace(there, **changes))), "issues")


def test_issues() -> None:
    assert issues() == "in-force: on"
    assert issues(issues=False) == (
        "not-in-force: they are switched off, so nobody hears about a gap\n"
        f"Settings → General → Features: Issues; or `issues: off` in {HERE}.\ngh repo edit acme/churn --enable-issues"
    )
    assert issues(archived=True) == "not-in-force: the repository is archived: nothing can be written\nSettings → Unarchive this repository."
    assert told(scene(there=server(repository=OFFLINE)), "issues") == "unknown: this was run with --offline\nRun it without."
    assert told(scene(checkout(settings=b"issues: 'off'\n")), "issues") == f"{HERE} in-force: none are kept: `issues: off`"


def settings(content: bytes | Refusal | None) -> str:
    return told(scene(checkout(settings=content)), "settings")


def test_settings() -> None:
    assert settings(None) == f"in-force: no {HERE}: the defaults hold"
    assert settings(b"gate: regressions\n") == f"{HERE} in-force: {HERE} is right"
    assert settings(b"gate: of\nlabels: x\n") == (
        f"{HERE}:1:7 not-in-force: {HERE}:1:7: gate is 'of', which is not one of overdue, strict, regressions, off; 1 more thing is wrong\n"
        f"Fix: write off\n(`{HERE}` is wrong, so the defaults hold)"
    )
    assert settings(Refusal.SYMLINK).startswith(
        f"{HERE}:1:1 not-in-force: {HERE}:1:1: these settings are not read (symlink)\nFix: put a small text file here\n"
    )
