"""What a change may not do (rules 6 and 13), in full text: in the pull request's comment, and on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.models import TODAY, Edit, comment_of, edited, example

from readiness_bot.convention.policy import Policy
from readiness_bot.evidence.judge import assess, judge
from readiness_bot.evidence.lowering import lowering_claims
from readiness_bot.evidence.records import Commit, Pull, Push, Records, Refusal, Review
from readiness_bot.judging.compare import compare
from readiness_bot.judging.evaluate import evaluate, facts_of
from readiness_bot.judging.gate import gate
from readiness_bot.judging.report import Report
from readiness_bot.render import render
from readiness_bot.text.links import Links

LINKS = Links("https://github.com", "acme/churn", "topic", "topic")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PULL = Pull(101, "ana-ruiz", "main", None, "", NOON, "topic", "acme/churn")
PUSHED = {"acme/churn:topic": (Push("ana-ruiz", "0" * 40, "head", NOON),)}
APPROVED = Review("priya-nair", "APPROVED", "head", NOON)

IN_EVALUATION: Edit = ("contract", "stage: staging ", "stage: evaluation ")
IN_DESIGN: Edit = ("contract", "stage: staging ", "stage: design ")
IN_PRODUCTION: Edit = ("contract", "stage: staging ", "stage: production ")
TIER: Edit = ("governance", "level: medium", "level: low")
NO_PERSONAL_DATA: Edit = ("governance", "personal_data: true", "personal_data: false")
TARGET: Edit = ("contract", "metric: retained_revenue_uplift_pct, at_least: 2.0", "metric: retained_revenue_uplift_pct, at_least: 1.5")
NO_TARGET: Edit = ("contract", "  - {where: online, metric: retained_revenue_uplift_pct, at_least: 2.0}\n", "")
LIMIT: Edit = ("fallback", "above: 0.2, over: 2 runs", "above: 0.3, over: 2 runs")
ANOTHER_LIMIT: Edit = ("fallback", "below: 0.38", "below: 0.37")
NO_REVIEWER: Edit = ("ownership", "compliance: priya-nair, ", "")


def sides(head: Sequence[Edit], base: Sequence[Edit] = (), pull: Pull | Refusal = PULL) -> tuple[Report, Report]:
    """Head and base as the check judges them on pull request 101. Both are edits of the example."""
    before, after = (edited(example(), *edits) for edits in (base, head))
    facts = [facts_of(state, TODAY, Policy()) for state in (before, after)]
    claims = lowering_claims(facts[0], facts[1], 101)
    states = {"head": after, "main": before}
    here = {(commit, name.rpartition("/")[2]): text for commit, state in states.items() for name, text in state.files.items() if isinstance(text, bytes)}
    records = Records(
        "acme/churn",
        "main",
        by_number={101: pull},
        pushes=PUSHED,
        pushes_by={"priya-nair": ()},
        parents={"head": ("main",), "main": ()},
        pulls={"head": (101,), "main": ()},
        contents=here,
        assignable={"priya-nair": True},
    )
    evidence = assess(claims, lambda claim: judge(claim, records, facts[1].parse))
    return evaluate(after, TODAY, evidence=evidence), evaluate(before, TODAY, evidence={})


def refused(head: Sequence[Edit], base: Sequence[Edit] = (), pull: Pull | Refusal = PULL) -> tuple[str, str]:
    """The one thing that it may not do, and what to do instead."""
    report, before = sides(head, base, pull)
    [finding] = compare(before, report).forbidden
    return finding.message, finding.fix


def comment(head: Sequence[Edit], base: Sequence[Edit] = (), pull: Pull | Refusal = PULL) -> str:
    """All that is not folded; addresses without what all of them have."""
    report, before = sides(head, base, pull)
    page = comment_of(report, before, LINKS, "ana-ruiz").partition("<details>")[0].strip()
    return page.replace("https://github.com/acme/churn/blob/topic/readiness/", "").replace("`#101`", "#101")


def text(head: Sequence[Edit], base: Sequence[Edit] = (), pull: Pull | Refusal = PULL) -> str:
    """`readiness check --against`, without what is due next and what to type."""
    report, before = sides(head, base, pull)
    page = render("text", report, gate(report, before), compare(before, report))
    return page.partition("DUE ")[0].partition("weakest: ")[0].partition("readiness explain")[0].strip()


ASKS = ", which needs the compliance reviewer's approval: priya-nair did not approve #101 → ask priya-nair to approve #101"
STEP = "a pull request moves the stage one step forward, so that every stage is judged"


def test_a_stage_is_skipped() -> None:
    page = comment([IN_PRODUCTION], [IN_EVALUATION])
    assert (
        page
        == f"""\
### ❌ Not allowed: this change skips a stage

This pull request moves **evaluation → production**.

**What this change may not do**

- [contract.yaml line 5](contract.yaml#L5): the stage moves from evaluation to production and skips staging → write stage: staging; {STEP}"""
    )
    screen = text([IN_PRODUCTION], [IN_EVALUATION])
    assert (
        screen
        == """\
churn-propensity · medium tier · in production

NOT READY: this change skips a stage

Moves evaluation → production.

  the stage moves from evaluation to production and skips staging  [contract.identity]
    readiness/contract.yaml:5:8  write stage: staging; a pull request moves the stage one step
                                 forward, so that every stage is judged"""
    )


def test_two_stages_are_skipped() -> None:
    page = comment([], [IN_DESIGN])
    assert (
        page
        == f"""\
### ❌ Not allowed: this change skips a stage

This pull request moves **design → staging**.

**What this change may not do**

- [contract.yaml line 5](contract.yaml#L5): the stage moves from design to staging and skips development and evaluation → write stage: development; {STEP}"""
    )


def test_the_tier_is_lowered() -> None:
    page = comment([TIER, NO_PERSONAL_DATA])
    assert (
        page
        == f"""\
### ⏳ Waiting for approval from priya-nair

Nothing else is missing.

**What needs approval**

- [governance.yaml line 2](governance.yaml#L2): the tier goes from medium down to low{ASKS}"""
    )
    screen = text([TIER, NO_PERSONAL_DATA])
    assert (
        screen
        == """\
churn-propensity · low tier · in staging

NOT READY: this change lowers the tier without the compliance reviewer's approval

  the tier goes from medium down to low, which needs the compliance reviewer's approval: priya-nair
      did not approve #101  [governance.tier]
    readiness/governance.yaml:2:15  ask priya-nair to approve #101"""
    )


def test_a_success_target_is_lowered() -> None:
    page = comment([TARGET])
    assert (
        page
        == f"""\
### ⏳ Waiting for approval from priya-nair

Nothing else is missing.

**What needs approval**

- [contract.yaml line 8](contract.yaml#L8): the success target online retained\\_revenue\\_uplift\\_pct goes from at least 2 to at least 1.5{ASKS}"""
    )
    screen = text([TARGET])
    assert (
        screen
        == """\
churn-propensity · medium tier · in staging

NOT READY: this change loosens a success target without the compliance reviewer's approval

  the success target online retained_revenue_uplift_pct goes from at least 2 to at least 1.5, which
      needs the compliance reviewer's approval: priya-nair did not approve #101  [contract.success]
    readiness/contract.yaml:8:5  ask priya-nair to approve #101"""
    )


def test_a_success_target_is_taken_away() -> None:
    page = comment([NO_TARGET])
    assert (
        page
        == f"""\
### ❌ Not allowed: this change loosens a success target without the compliance reviewer's approval

This pull request opens 1 gap.

**What this change may not do**

- [contract.yaml line 7](contract.yaml#L7): the success target online retained\\_revenue\\_uplift\\_pct (at least 2) is removed{ASKS}

**What blocks**

- **Success targets** (new here) · @nora-lee (business owner)\\
  [contract.yaml line 7](contract.yaml#L7): success has no online target"""
    )


def test_an_alert_limit_is_loosened() -> None:
    page = comment([LIMIT])
    assert (
        page
        == f"""\
### ❌ Not allowed: this change loosens an alert limit without the compliance reviewer's approval

This pull request opens 1 gap.

**What this change may not do**

- [fallback.yaml line 12](fallback.yaml#L12): the alert limit drift score\\_psi goes from above 0.2 to above 0.3{ASKS}

**What blocks**

- **Alert test** (new here) · @sam-boateng (operations)\\
  [fallback.yaml line 16](fallback.yaml#L16): The alerts were tested on 2026-11-12, but the monitors changed on 2026-11-20"""
    )
    assert text([LIMIT]).startswith("""\
churn-propensity · medium tier · in staging

NOT READY: this change loosens an alert limit without the compliance reviewer's approval

Opens 1 gap.
  opens: fallback.alerts

  the alert limit drift score_psi goes from above 0.2 to above 0.3, which needs the compliance
      reviewer's approval: priya-nair did not approve #101  [fallback.thresholds]
    readiness/fallback.yaml:12:5  ask priya-nair to approve #101
""")


def test_several_limits_are_one_entry() -> None:
    told = "the alert limit quality recall\\_at\\_top\\_10pct goes from below 0.38 to below 0.37 (and 1 more like it), which needs"
    assert told in comment([LIMIT, ANOTHER_LIMIT])


@pytest.mark.parametrize(
    ("base", "head", "told"),
    [
        ("high", "TBD", "the tier goes from high down to medium (none is written)"),
        ("TBD", "low", "the tier goes from medium (none is written) down to low"),
        ("high", "low", "the tier goes from high down to low"),
    ],
)
def test_a_tier_that_is_not_written_counts_as_medium(base: str, head: str, told: str) -> None:
    before, after = [[("governance", "level: medium", f"level: {level}"), NO_PERSONAL_DATA] for level in (base, head)]
    assert refused(after, before)[0] == f"{told}, which needs the compliance reviewer's approval: priya-nair did not approve #101"


@pytest.mark.parametrize(("base", "head"), [("TBD", "medium"), ("low", "TBD"), ("TBD", "high"), ("low", "high")])
def test_raising_it_needs_nobody(base: str, head: str) -> None:
    before, after = [[("governance", "level: medium", f"level: {level}"), NO_PERSONAL_DATA] for level in (base, head)]
    found, earlier = sides(after, before)
    assert compare(earlier, found).forbidden == ()


def test_all_at_once() -> None:
    title = "Not allowed: this change skips a stage, and lowers the tier and loosens an alert limit without the compliance reviewer's approval"
    assert comment([TIER, NO_PERSONAL_DATA, LIMIT], [IN_DESIGN]).startswith(f"### ❌ {title}\n")


def test_the_reviewers_approval_allows_it() -> None:
    approved = replace(PULL, reviews=(APPROVED,), commits=(Commit("head", "ana-ruiz", "ana-ruiz"),))
    assert comment([TIER, NO_PERSONAL_DATA], pull=approved).startswith("### ✅ Ready for production\n\nThis pull request changes no item.")


def test_their_own_pull_request_is_no_approval() -> None:
    told = "priya-nair opened #101, and nobody can approve their own change"
    assert told in " ".join(text([TARGET], pull=replace(PULL, author="priya-nair")).split())


def test_a_doubt_allows_nothing() -> None:
    many = replace(PULL, whole=False, reviews=(APPROVED,))
    told, fix = refused([LIMIT], pull=many)
    assert told == (
        "the alert limit drift score_psi goes from above 0.2 to above 0.3, which needs the compliance reviewer's approval: nobody can tell here "
        "whether priya-nair gave it, since #101 has more commits than are read"
    )
    assert fix == "lower it in a small pull request of its own, from a branch of this repository, that priya-nair approves"


def test_where_the_base_names_no_reviewer_nobody_can_approve() -> None:
    mine: Edit = ("ownership", "compliance: priya-nair", "compliance: ana-ruiz")
    assert refused([TIER, NO_PERSONAL_DATA, mine], [NO_REVIEWER]) == (
        "the tier goes from medium down to low, which needs the compliance reviewer's approval: the base branch names no compliance reviewer",
        "name   reviewers: {compliance: LOGIN}   in ownership.yaml first, in a pull request of its own",
    )
