"""The whole page, the JSON, and the overview's sentence."""

from __future__ import annotations

import json

from tests.doctor.scene import FOLLOW_UP, LEDGER, OFFLINE, REVIEWS, checkout, edited, offline, scene, server

from readiness_bot.doctor import page
from readiness_bot.doctor.examine import examine, in_force, notice
from readiness_bot.forge.setup import WorkflowState

NO_GATE = {"main": (REVIEWS,), "readiness-ledger": LEDGER}

IN_FORCE = """\
acme/churn · in force: all 17 points

IN FORCE
  ✓ first workflow             .github/workflows/readiness.yml is as `init` writes it
  ✓ follow-up workflow         .github/workflows/readiness-follow-up.yml is as `init` writes it
  ✓ pinned                     to the commit 3f2c3f2c3f2c
  ✓ ruleset of main            requires `readiness: main` from GitHub Actions (15368)
  ✓ first workflow's rights    contents: read
  ✓ follow-up's rights         contents: write, issues: write, pull-requests: write, statuses:
                               write, actions: read
  ✓ this token                 administers acme/churn, so it can see every setting
  ✓ Actions                    on
  ✓ pull requests by Actions   Actions may open them
  ✓ schedule                   it last ran on 26 Nov 2026
  ✓ push                       starts on a push to main
  ✓ after the first workflow   follows `readiness`
  ✓ CODEOWNERS                 .github/CODEOWNERS gives @acme/models the files that count
  ✓ code owners' review        a ruleset of main requires it
  ✓ ledger's branch            readiness-ledger is there, and a ruleset forbids deleting it and
                               forbids force pushes
  ✓ issues                     on
  ✓ settings                   no .github/readiness.yaml: the defaults hold"""

NOT_IN_FORCE = """\
acme/churn · NOT IN FORCE: 2 things to fix, 1 not known

NOT IN FORCE
  ✗ ruleset of main
      nothing requires the status `readiness: main`, so a red one stops no merge
        Send this, or make the same ruleset by hand (docs/settings.md, “Without a ruleset nothing
        blocks”):
          printf %s '{"name": "readiness: main", "target": "branch", "enforcement": "active",
           "conditions": {"ref_name": {"include": ["refs/heads/main"], "exclude": []}},
           "rules": [{"type": "required_status_checks", "parameters": {
             "strict_required_status_checks_policy": false,
             "required_status_checks": [{"context": "readiness: main", "integration_id": 15368}]}}]}' |
            gh api --method POST repos/acme/churn/rulesets --input -
  ✗ push   .github/workflows/readiness-follow-up.yml:6:15
      starts on a push to master, but the default branch is main
        Write `branches: [main]` there.

NOT KNOWN
  ? issues
      this was run with --offline
        Run it without.

IN FORCE
"""
UNKNOWN = """\
acme/churn · nothing wrong found; 7 of 16 points not known

NOT KNOWN
  ? ruleset of main, Actions, pull requests by Actions, schedule, code owners' review, ledger's
    branch, issues
      this was run with --offline
        Run it without.

IN FORCE
"""


def test_all_in_force() -> None:
    points = examine(scene())
    assert (in_force(points), page.text("acme/churn", points)) == (True, IN_FORCE)


def test_what_is_not_comes_first() -> None:
    here = checkout(workflows=edited(FOLLOW_UP, "branches: [main]", "branches: [master]"))
    points = examine(scene(here, server(rules=NO_GATE, repository=OFFLINE)))
    assert (in_force(points), page.text("acme/churn", points).startswith(NOT_IN_FORCE)) == (False, True)


def test_what_is_not_known_for_one_reason_stands_together() -> None:
    points = examine(scene(there=offline()))
    assert (in_force(points), page.text("acme/churn", points).startswith(UNKNOWN)) == (True, True)


def test_a_page_holds_no_control_characters_of_others() -> None:
    here = checkout(branch="ma\x1b[31min\u202e\n::error::x", workflows={})
    shown = page.text("acme/\x1b[2Jchurn", examine(scene(here)))
    assert [character for character in shown if character in "\x1b\u202e"] == []
    assert [line for line in shown.splitlines() if line.lstrip().startswith("::")] == []


def test_json() -> None:
    here = checkout(workflows=edited(FOLLOW_UP, "branches: [main]", "branches: [master]"))
    data = json.loads(page.json(examine(scene(here))))
    [line] = [line for line in data["lines"] if line["id"] == "push"]
    assert (data["schema"], len(data["lines"])) == (1, 17)
    assert line == {
        "id": "push", "state": "not-in-force", "what": "push", "found": "starts on a push to master, but the default branch is main",
        "mend": "Write `branches: [main]` there.", "path": FOLLOW_UP, "line": 6, "column": 15,
    }  # fmt: skip
    assert data["lines"][3] == {
        "id": "ruleset", "state": "in-force", "what": "ruleset of main", "found": "requires `readiness: main` from GitHub Actions (15368)",
        "mend": None, "path": None, "line": None, "column": None,
    }  # fmt: skip


def test_the_overview_says_nothing_where_all_is_well_or_not_known() -> None:
    assert notice(examine(scene())) == ""
    assert notice(examine(scene(there=offline()))) == ""


def test_the_overview_says_what_is_off() -> None:
    off = server(workflows={FOLLOW_UP: WorkflowState("disabled_manually")})
    assert notice(examine(scene(there=off))) == "Somebody switched the workflow off; it last ran on 26 Nov 2026. `readiness doctor` says how to fix it."
    two = server(rules=NO_GATE, workflows=off.workflows)
    assert notice(examine(scene(there=two))) == (
        "No rule requires the status `readiness: main`, and another thing is not in force. `readiness doctor` says how to fix them."
    )
    three = notice(examine(scene(checkout(codeowners=None), two)))
    assert three == "No rule requires the status `readiness: main`, and 2 other things are not in force. `readiness doctor` says how to fix them."


def test_a_branchs_name_is_code_in_the_overview() -> None:
    here = checkout(branch="@ana-ruiz/#1", workflows=edited(FOLLOW_UP, "branches: [main]", "branches: [master]"))
    assert notice(examine(scene(here, offline()))).startswith(f"`{FOLLOW_UP}` does not start on a push to `@ana-ruiz/#1`. ")
