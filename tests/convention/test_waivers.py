"""Rule 11: what a waiver must hold, and what it never may."""

from __future__ import annotations

import pytest
from tests.models import Edit, report

from readiness_bot.convention.policy import Policy
from readiness_bot.vocabulary import Status

GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")
GOOD = "item: fallback.drill, reason: new team, controls: daily check, requested_by: sam-boateng, by: priya-nair, date: 2026-11-10, expires: 2026-12-01"


def drill(waiver: str) -> tuple[str, list[str]]:
    found = report(GAP, ("governance", "waivers: []", f"waivers: [{{{waiver}}}]")).by_id["fallback.drill"]
    return found.status, [finding.message for finding in found.findings[1:]]


def test_a_valid_waiver_stands_in() -> None:
    found = report(GAP, ("governance", "waivers: []", f"waivers: [{{{GOOD}}}]")).by_id["fallback.drill"]
    assert (found.status, found.reason) == (Status.WAIVED, "until 2026-12-01, granted by priya-nair: new team")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("by: priya-nair", "by: Sam-Boateng", "Sam-Boateng asked for this waiver and may not grant it"),
        ("expires: 2026-12-01", "expires: 2026-12-20", "this waiver is valid for 40 days; the limit is 30"),
        ("expires: 2026-12-01", "expires: 2026-11-19", "this waiver for fallback.drill expired on 2026-11-19"),
        ("date: 2026-11-10", "date: 2026-11-21", "waivers[0].date is 2026-11-21, which is in the future"),
        ("controls: daily check", "controls: TBD", "waivers[0].controls still says 'TBD'"),
        (", expires: 2026-12-01", "", "waivers[0].expires is missing"),
    ],
)
def test_one_that_does_not_hold_says_why(old: str, new: str, told: str) -> None:
    assert drill(GOOD.replace(old, new)) == (Status.GAP, [told])


@pytest.mark.parametrize(
    ("item", "gap"),
    [("ownership.production-owner", ("ownership", "backup: tomas-k", "backup: TBD")), ("governance.go-live", ("governance", "by: omar-haddad", "by: TBD"))],
)
def test_two_items_can_never_be_waived(item: str, gap: Edit) -> None:
    waiver: Edit = ("governance", "waivers: []", f"waivers: [{{{GOOD.replace('fallback.drill', item)}}}]")
    found = report(gap, waiver).by_id[item]
    assert (found.status, found.findings[-1].message) == (Status.GAP, f"{item} cannot be waived")


def test_of_two_waivers_the_valid_one_counts() -> None:
    expired = GOOD.replace("expires: 2026-12-01", "expires: 2026-11-12")
    found = report(GAP, ("governance", "waivers: []", f"waivers: [{{{expired}}}, {{{GOOD}}}]")).by_id["fallback.drill"]
    assert found.status is Status.WAIVED


def test_a_waiver_of_a_satisfied_item_changes_nothing() -> None:
    assert report(("governance", "waivers: []", f"waivers: [{{{GOOD}}}]")).by_id["fallback.drill"].status is Status.SATISFIED


def test_a_policy_that_asks_for_proof_takes_no_waiver_unseen() -> None:
    waiver: Edit = ("governance", "waivers: []", f"waivers: [{{{GOOD}}}]")
    live: Edit = ("contract", "stage: staging ", "stage: production ")
    [allowed, refused] = [report(GAP, waiver, live, policy=Policy(require_verified=proof)) for proof in (False, True)]
    assert "fallback.drill" in refused.unverified
    assert ["fallback.drill" in [result.id for result in found.blocking] for found in (allowed, refused)] == [False, True]
