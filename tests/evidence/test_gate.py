"""On a pull request: an approval turns the gate green by itself, nothing is lowered alone, and stages are not skipped."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.github.payloads import pull_request
from tests.github.people import Shared, slim
from tests.models import TODAY, Edit, edited, example

from readiness_bot.cli import group
from readiness_bot.judging.compare import compare
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.gate import gate

Judge = Callable[..., tuple[int, list[str]]]

GO_LIVE = ("governance.yaml", "go_live: {by: omar-haddad, date: 2026-11-18", "go_live: {by: omar-haddad, date: 2026-11-19")
TIER = ("governance.yaml", "level: medium", "level: low")
NO_PERSONAL_DATA = ("governance.yaml", "personal_data: true", "personal_data: false")
TARGET = ("contract.yaml", "metric: retained_revenue_uplift_pct, at_least: 2.0", "metric: retained_revenue_uplift_pct, at_least: 1.5")
LIMIT = ("fallback.yaml", "above: 0.2, over: 2 runs", "above: 0.3, over: 2 runs")


@pytest.fixture
def judge(shared: Shared, tmp_path: Path) -> Judge:
    """`readiness run` on pull request N, as GitHub checks it out: the merge into its base. Exit code, and the errors."""

    def run(number: int, *, queued: bool = False) -> tuple[int, list[str]]:
        head = shared.clone.git("rev-parse", "HEAD")
        base = shared.clone.git("rev-parse", "origin/main")
        shared.clone.git("checkout", "--quiet", "--detach", base)
        shared.clone.git("merge", "--quiet", "--no-ff", "-m", "merge", head, who="github")
        path = tmp_path / "event.json"
        candidate = {"base_sha": base, "head_ref": f"refs/heads/gh-readonly-queue/main/pr-{number}-{base}"}
        path.write_text(json.dumps({"merge_group": candidate} if queued else pull_request(number, base, head)))
        given = shared.server.environment() | {
            "GITHUB_EVENT_NAME": "merge_group" if queued else "pull_request",
            "GITHUB_EVENT_PATH": str(path),
            "READINESS_VERDICT": "job",
        }
        words = ["run", str(shared.clone.path), "--plan", "--verify", "--today", "2026-11-20"]
        done = CliRunner(env=os.environ | given).invoke(group, words, catch_exceptions=False)
        shared.clone.git("checkout", "--quiet", head)
        errors = [line.rpartition("::")[2] for line in done.stdout.splitlines() if line.startswith("::error")]
        return done.exit_code, [slim(error) for error in errors]

    return run


@pytest.fixture
def ready(shared: Shared) -> Shared:
    """People have accepted, so that nothing but the change is judged."""
    issue = shared.issue("ana-ruiz", "Who owns it?")
    for login in ("mei-chen", "tomas-k", "sam-boateng", "jo-marsh", "omar-haddad"):
        shared.comment(login, issue, "/readiness accept")
    return shared


@pytest.mark.e2e
def test_a_promotion_waits_for_the_one_who_signs_off(ready: Shared, judge: Judge) -> None:
    number = ready.change("ana-ruiz", "go-live", GO_LIVE, ("contract.yaml", "stage: staging", "stage: production"))
    told = "stated, not verified: omar-haddad did not approve #101; ask omar-haddad to approve #101"
    code, errors = judge(number)
    assert code == 1
    assert told in errors
    ready.review("omar-haddad", number)
    _, errors = judge(number)
    assert [error for error in errors if "go_live" in error or "omar-haddad" in error] == []


@pytest.mark.e2e
def test_a_merge_queue_judges_its_candidate_like_the_pull_request(ready: Shared, judge: Judge) -> None:
    number = ready.change("ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    code, [told] = judge(number, queued=True)
    assert (code, told.rpartition(": ")[2]) == (1, "priya-nair did not approve #101; ask priya-nair to approve #101")
    ready.review("priya-nair", number)
    assert judge(number, queued=True) == (0, [])


@pytest.mark.e2e
def test_an_approval_turns_the_gate_green(ready: Shared, judge: Judge) -> None:
    number = ready.change("ana-ruiz", "tier", TIER, NO_PERSONAL_DATA)
    told = (
        "the tier goes from medium down to low, which needs the compliance reviewer's approval: priya-nair did not approve #101; ask priya-nair to approve #101"
    )
    assert judge(number) == (1, [told])
    ready.review("priya-nair", number)
    assert judge(number) == (0, [])


@pytest.mark.e2e
def test_the_approval_of_somebody_else_does_not(ready: Shared, judge: Judge) -> None:
    chooses = ("ownership.yaml", "compliance: priya-nair", "compliance: kim-oyelaran")
    number = ready.change("ana-ruiz", "tier", TIER, NO_PERSONAL_DATA, chooses)
    ready.review("kim-oyelaran", number)
    code, errors = judge(number)
    assert code == 1
    assert errors[0].endswith("priya-nair did not approve #101; ask priya-nair to approve #101")


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (TARGET, "the success target online retained_revenue_uplift_pct goes from at least 2 to at least 1.5"),
        (LIMIT, "the alert limit drift score_psi goes from above 0.2 to above 0.3"),
    ],
)
def test_targets_and_limits(ready: Shared, judge: Judge, edit: tuple[str, str, str], told: str) -> None:
    number = ready.change("ana-ruiz", "looser", edit)
    code, errors = judge(number)
    assert code == 1
    assert errors[0].startswith(f"{told}, which needs the compliance reviewer's approval: priya-nair did not approve #101")
    ready.review("priya-nair", number)
    assert [error for error in judge(number)[1] if error.startswith(told)] == []


def between(*edits: Edit, base: tuple[Edit, ...] = ()) -> list[str]:
    """What an edit of the example may not do, offline."""
    before, after = (evaluate(edited(example(), *some), TODAY) for some in (base, (*base, *edits)))
    change = compare(before, after)
    assert gate(after, before).passed is not bool(change.forbidden)
    return [f"{finding.where} {finding.message} [{finding.rule}]" for finding in change.forbidden]


EVALUATION: Edit = ("contract", "stage: staging", "stage: evaluation")


def test_a_stage_is_not_skipped() -> None:
    jump = ("contract", "stage: evaluation", "stage: production")
    assert between(jump, base=(EVALUATION,)) == [
        "readiness/contract.yaml:5:8 the stage moves from evaluation to production and skips staging [contract.identity]"
    ]


def test_one_step_forward_is_a_promotion() -> None:
    assert between(("contract", "stage: evaluation", "stage: staging"), base=(EVALUATION,)) == []


@pytest.mark.parametrize("stage", ["design", "development", "evaluation"])
def test_backward_is_always_allowed(stage: str) -> None:
    assert between(("contract", "stage: staging", f"stage: {stage}")) == []


def test_offline_a_lowering_is_not_refused() -> None:
    assert between(("governance", "level: medium", "level: low"), ("governance", "personal_data: true", "personal_data: false")) == []


KIND = ("contract.yaml", "stage: staging ", "kind: llm-app\nstage: staging ")


@pytest.mark.e2e
def test_the_kind_is_the_compliance_reviewers_decision(ready: Shared, judge: Judge) -> None:
    """Like the tier: it decides what is asked."""
    number = ready.change("ana-ruiz", "kind", KIND)
    told = (
        "the kind goes from model (none is written) to llm-app, which needs the compliance reviewer's approval: "
        "priya-nair did not approve #101; ask priya-nair to approve #101"
    )
    assert told in judge(number)[1]
    ready.review("priya-nair", number)
    assert [error for error in judge(number)[1] if "the kind goes" in error] == []


@pytest.mark.e2e
def test_the_approval_of_the_kind_by_somebody_else_does_not_count(ready: Shared, judge: Judge) -> None:
    number = ready.change("ana-ruiz", "kind", KIND)
    ready.review("omar-haddad", number)
    assert [error for error in judge(number)[1] if error.startswith("the kind goes")] != []


def test_offline_a_change_of_the_kind_is_not_refused() -> None:
    before, after = (evaluate(edited(example(), *some), TODAY) for some in ((), (("contract", *KIND[1:]),)))
    assert compare(before, after).forbidden == ()
