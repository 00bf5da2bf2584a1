"""Each item turns from gap to satisfied and back, by one edit; with the exact message of the gap."""

import pytest
from tests.models import Edit, report

from readiness_bot.convention.registry import items_at
from readiness_bot.vocabulary import Kind, Status

NOT_IN_FILES = {"ownership.acceptance"}
"""Only a forge can tell: unknown here, and neither gap nor satisfied."""

# fmt: off
HIGH: Edit = ("governance", "level: medium", "level: high")

TURNS: list[tuple[str, tuple[Edit, ...], str]] = [
    ("contract.identity", (("contract", "purpose: Rank subscribers by 60-day churn risk for the weekly retention call list", "purpose: Predict churn"),),
     "purpose has 13 characters: too short to say what it predicts, for whom, and what they do with it"),
    ("contract.success", (("contract", "  - {where: online, metric: retained_revenue_uplift_pct, at_least: 2.0}\n", ""),),
     "success has no online target"),
    ("contract.milestones", (("contract", "  evaluation: 2026-09-07", "  evaluation: 2026-12-07"),),
     "evaluation (2026-12-07) does not come before staging (2026-10-19); stages are entered in order"),
    ("contract.value", (("contract", "per_week: 18000", "per_week: 0"),),
     "value.per_week is 0, and must be above 0"),
    ("ownership.production-owner", (("ownership", "backup: tomas-k", "backup: Mei-Chen"),),
     "production_owner.backup repeats person: nobody is left when Mei-Chen is away"),
    ("ownership.developers", (("ownership", "developers: [ana-ruiz, raj-patel]", "developers: []"),),
     "developers lists nobody"),
    ("ownership.receiving-team", (("ownership", "business_owner: nora-lee\n", ""),),
     "business_owner is missing"),
    ("ownership.approver", (("ownership", "signs_off: omar-haddad", "signs_off: LOGIN"),),
     "signs_off still says 'LOGIN'"),
    ("governance.tier", (("governance", "level: medium", "level: low"),),
     "The tier is low, but subscriptions_daily holds personal data"),
    ("governance.design-review", (("governance", "  date: 2026-06-29\n", "  date: 2027-06-29\n"),),
     "design_review.date is 2027-06-29, which is in the future"),
    ("ownership.layers", (("ownership", "ml: ana-ruiz", "ml: TBD"),),
     "layers.ml still says 'TBD'"),
    ("ownership.incidents", (("ownership", "then: mei-chen", "then: sam-boateng"),),
     "incidents.then repeats first: nobody is left when sam-boateng is away"),
    ("governance.datasets", (("governance", "lineage: docs/lineage.md", "lineage: null"),),
     "datasets[0].lineage is not filled in"),
    ("governance.impact", (("governance", "impact: {kind: DPIA, url: docs/dpia.md, by: priya-nair, date: 2026-07-28}", "impact: {na: No personal data}"),),
     "The impact assessment is declared as not needed, and subscriptions_daily holds personal data"),
    ("governance.third-party", (("governance", "third_party: {na: No external model or purchased data}", "third_party: [{name: weather-api, terms: docs/lineage.md}]"),),
     "third_party[0].exit is missing"),
    ("infrastructure.serving", (("infrastructure", "code: infra/churn.tf", "code: infra/model.tf"),),
     "The deployment code is linked as 'infra/model.tf', but this repository has no such file"),
    ("infrastructure.interface", (("infrastructure", "consumers: [acme/crm, acme/retention-ops]", "consumers: []"),),
     "interface.consumers lists nobody"),
    ("infrastructure.dependencies", (("infrastructure", "owner: lior-katz", "owner: TBD"),),
     "dependencies[0].owner still says 'TBD'"),
    ("infrastructure.capacity", (("infrastructure", "{rows_per_run: 2400000, finish_within_minutes: 90}", "{}"),),
     "capacity.numbers is not filled in"),
    ("fallback.behaviour", (("fallback", "owner: sam-boateng", "owner: kim-oyelaran"),),
     "kim-oyelaran owns the fallback but has no role in ownership.yaml"),
    ("fallback.monitors", (("fallback", "  - {kind: drift, metric: score_psi, above: 0.2, over: 2 runs, then: page}\n", ""),),
     "No monitor of kind drift"),
    ("fallback.tell", (("fallback", "tell: [acme/crm, acme/retention-ops]", "tell: [acme/crm]"),),
     "acme/retention-ops uses the model but is not told when it falls back"),
    ("contract.evaluation", (("contract", "at_least: 0.45", "at_least: 0.5"),),
     "recall_at_top_10pct is 0.48, but the target is at least 0.5"),
    ("governance.documents", (("governance", "url: docs/lineage.md", "url: docs/line.md"),),
     "Lineage is linked as 'docs/line.md', but this repository has no such file"),
    ("governance.model-card", (("MODEL_CARD.md", "## Limits", "## Other"),),
     "MODEL_CARD.md has no heading for limits"),
    ("governance.validation", (("governance", 'version: "1.4.0", open_findings: 0', 'version: "1.4.0", open_findings: 2'),),
     "The validation has 2 open findings"),
    ("governance.compliance", (("governance", "expires: 2027-10-16", "expires: 2026-11-19"),),
     "The compliance approval expired on 2026-11-19"),
    ("infrastructure.artifact", (("infrastructure", "sha256:6e326d9251d6e21a4c15161a077142e9979487065a1dd61bd8728cb14012d965", "sha256:6e326d9251d6"),),
     "artifact.digest is 'sha256:6e326d9251d6', which is not a digest"),
    ("infrastructure.staging", (("infrastructure", "ready: 2026-10-09", "ready: 2026-12-09"),),
     "environments.staging.ready is 2026-12-09, which is in the future"),
    ("infrastructure.security", (("infrastructure", "by: kim-oyelaran", "by: raj-patel"),),
     "raj-patel is a developer of this model and may not review its security"),
    ("fallback.thresholds", (("fallback", "above: 0.2,", "above: null,"),),
     "No limit on score_psi yet"),
    ("runbook.sections", (("runbook", "## Roll back\n1. `make deploy VERSION=1.3.2`\n", ""),),
     "The runbook has no heading 'Roll back'"),
    ("ownership.on-call", (("ownership", "https://acme.pagerduty.com/schedules/PML1", "'#on-call'"),),
     "incidents.schedule is '#on-call', which is not an https URL"),
    ("governance.logs", (("governance", "keep_days: 400", "keep_days: TBD"),),
     "logs.keep_days still says 'TBD'"),
    ("governance.go-live", (("governance", "by: omar-haddad, date: 2026-11-18", "by: mei-chen, date: 2026-11-18"),),
     "The go-live decision was by mei-chen, but the approver (signs_off) is omar-haddad"),
    ("infrastructure.integration-test", (("infrastructure", 'actions/runs/118, date: 2026-11-10, version: "1.4.0"', 'actions/runs/118, date: 2026-07-10, version: "1.4.0"'),),
     "The integration test is from 2026-07-10, but the interface changed on 2026-08-04"),
    ("infrastructure.load-test", (("infrastructure", 'date: 2026-11-11, version: "1.4.0"', 'date: 2026-11-11, version: "1.3.2"'),),
     'The load test is for version "1.3.2", but the evaluated version is "1.4.0"'),
    ("infrastructure.production", (("infrastructure", "ready: 2026-11-05", "ready: YYYY-MM-DD"),),
     "environments.production.ready still says 'YYYY-MM-DD'"),
    ("infrastructure.rollout", (("infrastructure", "{share: 5, days: 7, stop_if: {metric: complaint_rate, above: 0.004}}", "{share: 5, days: 7}"),),
     "rollout[0].stop_if is missing"),
    ("fallback.alerts", (("fallback", "dashboard: https://grafana.acme.io/d/churn", "dashboard: ???"),),
     "dashboard still says '???'"),
    ("fallback.drill", (("fallback", "minutes: 18", "minutes: 45"),),
     "The drill took 45 minutes, but the fallback must work within 30"),
    ("runbook.confirmation", (("runbook", "team: acme/retention-ops, date", "team: acme/ml-oncall, date"),),
     "The runbook was confirmed by acme/ml-oncall, but the receiving team is acme/retention-ops"),
    ("contract.retirement", (("contract", "retire_when: Uplift below 0.5% for two quarters", "retire_when: TBD"),),
     "retire_when still says 'TBD'"),
    ("governance.next-review", (("governance", "next_review: 2027-05-31", "next_review: 2026-11-01"),),
     "The next review was due on 2026-11-01"),
]
"""The item, a wrong edit of the example, in which it is satisfied, and what the gap says."""

FILLED: list[tuple[str, tuple[Edit, ...], tuple[Edit, ...], str]] = [
    ("governance.oversight", (HIGH, ("governance", "waivers: []", "oversight: [{person: sam-boateng, trained: 2026-11-02}]\nwaivers: []"),),
     (HIGH, ("governance", "waivers: []", "oversight: [{person: sam-boateng, trained: 2026-11-02}, {person: jo-marsh, trained: 2026-11-02}]\nwaivers: []"),),
     "oversight names 1 person; it takes two"),
    ("contract.outcome", (("contract", "outcome: {review_by: 2027-01-29}", "outcome: {review_by: 2027-01-29, results: {retained_revenue_uplift_pct: 1.1}}"),),
     (("contract", "outcome: {review_by: 2027-01-29}", "outcome: {review_by: 2027-01-29, results: {retained_revenue_uplift_pct: 2.3}}"),),
     "retained_revenue_uplift_pct is 1.1, but the target is at least 2.0"),
]
"""The same for the two that the example does not hold: its edit with the gap, and its edit without."""
# fmt: on


@pytest.mark.parametrize(("item", "wrong", "right", "message"), [*((i, e, (), m) for i, e, m in TURNS), *FILLED])
def test_from_gap_to_satisfied_and_back(item: str, wrong: tuple[Edit, ...], right: tuple[Edit, ...], message: str) -> None:
    gap, satisfied = report(*wrong).by_id[item], report(*right).by_id[item]
    assert (gap.status, [finding.message for finding in gap.findings]) == (Status.GAP, [message])
    assert satisfied.status is (Status.NOT_APPLICABLE if item == "governance.third-party" else Status.SATISFIED)


def test_every_item_turns() -> None:
    assert {item for item, *_ in [*TURNS, *FILLED]} | NOT_IN_FILES == {item.id for item in items_at(Kind.MODEL)}


@pytest.mark.parametrize("item", NOT_IN_FILES)
def test_what_only_a_forge_can_tell_is_unknown_and_said_so(item: str) -> None:
    found = report().by_id[item]
    assert (found.status, found.reason) == (Status.UNKNOWN, "only GitHub can tell whether the people named here have accepted")
