"""The rules across files, tiers and dates that the tables of edits do not show."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.models import TODAY, Edit, edited, example, report

from readiness_bot.demo.repository import Repository
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.reading.revision import read_revision
from readiness_bot.vocabulary import Severity, Stage, Status, Timing

LOW: Edit = ("governance", "level: medium", "level: low")
HIGH: Edit = ("governance", "level: medium", "level: high")
NO_TIER: Edit = ("governance", "level: medium", "level: TBD")
NO_PERSONAL_DATA: Edit = ("governance", "personal_data: true", "personal_data: false")


def gaps(*edits: Edit) -> set[str]:
    return {result.id for result in report(*edits).items if result.status is Status.GAP}


def test_rule_2_two_people_at_high_tier() -> None:
    same: tuple[Edit, ...] = (("ownership", "person: mei-chen", "person: omar-haddad"), ("ownership", "then: mei-chen", "then: tomas-k"))
    assert "ownership.approver" not in gaps(*same)
    [finding] = report(HIGH, *same).by_id["ownership.approver"].findings
    assert finding.message == "omar-haddad is the production owner and signs off; at high tier these must be two people"


def test_rule_2_validator_and_compliance_at_high_tier() -> None:
    same: tuple[Edit, ...] = (
        ("governance", "by: jonas-weber, date: 2026-10-14", "by: priya-nair, date: 2026-10-14"),
        ("ownership", "validation: jonas-weber", "validation: priya-nair"),
    )
    assert "governance.validation" not in gaps(*same)
    assert "governance.validation" in gaps(HIGH, *same)


OLD, NEW, NEWEST = (f"sha256:{digit * 64}" for digit in "123")


@pytest.mark.parametrize(
    ("steps", "gap"),
    [
        ((("1.0", OLD), ("1.0", NEW)), True),
        ((("1.0", OLD), ("2.0", NEW)), False),
        ((("1.0", OLD), ("2.0", OLD), ("2.0", NEW)), False),  # the old one stands until the new one is built
        ((("1.0", OLD), ("2.0", OLD), ("2.0", NEW), ("2.0", NEWEST)), True),
        ((("1.0", OLD), ("1.0", NEW), ("1.0", OLD)), True),
    ],
)
def test_rule_4_one_version_is_one_artifact(tmp_path: Path, steps: tuple[tuple[str, str], ...], gap: bool) -> None:
    """Each step is a commit: the evaluated version, and the artifact's digest. Something else changes in each, too."""
    model = Repository.create(tmp_path)
    for number, (version, digest) in enumerate(steps):
        files = {
            "readiness/contract.yaml": f'evaluation: {{version: "{version}"}}\n',
            "readiness/infrastructure.yaml": f'capacity: {{cost_per_month: {number}}}\nartifact: {{digest: "{digest}"}}\n',
        }
        model.commit(files, "step", "ana-ruiz", TODAY + timedelta(days=number))
    found = evaluate(read_revision(tmp_path, "HEAD"), TODAY + timedelta(days=9)).by_id["infrastructure.artifact"].findings
    assert any(finding.message.startswith("The digest changed since commit ") for finding in found) is gap


@pytest.mark.parametrize("item", ["governance.go-live", "governance.compliance", "fallback.drill", "runbook.confirmation", "governance.logs"])
def test_rule_9_live_data_in_staging_asks_sooner(item: str) -> None:
    live: Edit = ("infrastructure", "data: synthetic", "data: live")
    assert report(live).by_id[item].due is Stage.EVALUATION
    assert report(live).by_id[item].due_date == date(2026, 10, 19)


def test_rule_10_a_drill_holds_for_180_days() -> None:
    assert evaluate(example(), date(2027, 5, 12)).by_id["fallback.drill"].status is Status.SATISFIED
    [finding] = evaluate(example(), date(2027, 5, 13)).by_id["fallback.drill"].findings
    assert finding.message == "The fallback drill was on 2026-11-13, 181 days ago; it is valid for 180 days"


def test_rule_10_compliance_ends_on_its_day() -> None:
    assert evaluate(example(), date(2027, 10, 16)).by_id["governance.compliance"].status is Status.SATISFIED
    assert evaluate(example(), date(2027, 10, 17)).by_id["governance.compliance"].status is Status.GAP


def test_rule_12_personal_data_needs_an_assessment_and_medium_tier() -> None:
    assert {"governance.tier"} <= gaps(LOW)
    assert "governance.tier" not in gaps(LOW, NO_PERSONAL_DATA)
    assert "governance.impact" not in gaps(
        NO_PERSONAL_DATA, ("governance", "impact: {kind: DPIA, url: docs/dpia.md, by: priya-nair, date: 2026-07-28}", "impact: {na: None}")
    )


def test_rule_14_a_fallback_monitor_makes_the_drill_block_at_any_tier() -> None:
    paged: Edit = ("fallback", "over: 4 weeks, then: fallback", "over: 4 weeks, then: page")
    assert report(LOW).by_id["fallback.drill"].severity is Severity.BLOCKING
    assert report(LOW, paged).by_id["fallback.drill"].severity is Severity.ADVISORY


def test_an_unset_tier_counts_as_medium() -> None:
    found = report(NO_TIER)
    assert (found.tier, found.tier_stated) == ("medium", False)


@pytest.mark.parametrize(
    ("tier", "item", "severity"),
    [
        (LOW, "governance.impact", Severity.BLOCKING),  # rule 12: it holds personal data
        (LOW, "infrastructure.security", None),
        (LOW, "governance.validation", None),
        (LOW, "contract.milestones", Severity.ADVISORY),
        (LOW, "governance.compliance", Severity.BLOCKING),
        (LOW, "runbook.confirmation", Severity.BLOCKING),
        (HIGH, "governance.third-party", Severity.BLOCKING),
        (HIGH, "infrastructure.capacity", Severity.BLOCKING),
        (HIGH, "contract.outcome", Severity.BLOCKING),
        (HIGH, "governance.oversight", Severity.BLOCKING),
        (HIGH, "contract.value", Severity.ADVISORY),
    ],
)
def test_severity_by_tier(tier: Edit, item: str, severity: Severity | None) -> None:
    assert report(tier).by_id[item].severity is severity


def test_high_tier_keeps_logs_for_183_days() -> None:
    assert "governance.logs" in gaps(HIGH, ("governance", "keep_days: 400", "keep_days: 182"))
    assert "governance.logs" not in gaps(HIGH, ("governance", "keep_days: 400", "keep_days: 183"))


def test_online_serving_at_medium_tier_makes_the_load_test_block() -> None:
    assert report().by_id["infrastructure.load-test"].severity is Severity.ADVISORY
    assert report(("infrastructure", "mode: batch", "mode: online")).by_id["infrastructure.load-test"].severity is Severity.BLOCKING


GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")


@pytest.mark.parametrize(
    ("stage", "timing"),
    [("design", Timing.UPCOMING), ("evaluation", Timing.UPCOMING), ("staging", Timing.DUE), ("production", Timing.OVERDUE)],
)
def test_timing_counts_from_the_stage(stage: str, timing: Timing) -> None:
    found = report(GAP, ("contract", "stage: staging ", f"stage: {stage} "))
    assert found.by_id["fallback.drill"].timing is timing


def test_late_is_a_matter_of_the_calendar_and_fails_no_gate() -> None:
    snapshot = edited(example(), GAP)
    found = evaluate(snapshot, date(2026, 12, 1))
    assert (found.by_id["fallback.drill"].late, found.by_id["fallback.drill"].timing, found.ready) == (True, Timing.DUE, True)


@pytest.mark.parametrize(
    ("item", "due"),
    [("contract.outcome", date(2027, 1, 29)), ("governance.next-review", date(2027, 5, 31)), ("contract.retirement", date(2026, 11, 18) + timedelta(days=60))],
)
def test_in_production_items_have_days_of_their_own(item: str, due: date) -> None:
    assert report().by_id[item].due_date == due


def test_after_that_day_they_are_overdue() -> None:
    live: Edit = ("contract", "stage: staging ", "stage: production ")
    snapshot = edited(example(), live, HIGH)
    assert evaluate(snapshot, date(2027, 1, 29)).by_id["contract.outcome"].timing is Timing.DUE
    assert evaluate(snapshot, date(2027, 1, 30)).by_id["contract.outcome"].timing is Timing.OVERDUE


def test_the_weakest_file_tells_how_ready_it_is() -> None:
    found = report(("governance", "expires: 2027-10-16", "expires: 2026-11-19"), ("fallback", "minutes: 18", "minutes: 45"))
    shares = dict(found.readiness())
    assert (shares["contract"], shares["governance"], shares["fallback"]) == (100, 91, 83)


def test_a_file_with_nothing_due_yet_has_no_share() -> None:
    assert dict(report(("contract", "stage: staging ", "stage: design ")).readiness())["runbook"] is None


def test_the_whole_of_a_model_is_judged_on_one_day() -> None:
    assert report().today == TODAY
