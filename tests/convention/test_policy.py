"""`--policy FILE`: read, or every line that is wrong."""

import pytest
from tests.models import Edit, report

from readiness_bot.convention.policy import Policy, parse_policy

WAIVER: Edit = (
    "governance",
    "waivers: []",
    "waivers: [{item: fallback.drill, reason: r, controls: c, requested_by: sam-boateng, by: priya-nair, date: 2026-11-01, expires: 2026-12-20}]",
)
GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("", Policy()),
        ("require_verified: true", Policy(require_verified=True)),
        ("waiver_days: 90", Policy(waiver_days=90)),
        ("waiver_days:", Policy()),
    ],
)
def test_a_policy(text: str, policy: Policy) -> None:
    assert parse_policy("p.yaml", text.encode()) == policy


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("waiver_day: 1", ["p.yaml:1:1 unknown key 'waiver_day'; did you mean 'waiver_days'?"]),
        ("waiver_days: long", ["p.yaml:1:14 waiver_days is 'long', but must be a number"]),
        ("waiver_days: 0", ["p.yaml:1:14 waiver_days is '0', which is not allowed (min: 1)"]),
        ("waiver_days: 9999999999", ["p.yaml:1:14 waiver_days is '9999999999', which is not allowed (max: 3650)"]),
        ("waiver_days: [", ["p.yaml:1:15 the file ends inside a '[' or '{' that is not closed"]),
    ],
)
def test_a_wrong_policy(text: str, told: list[str]) -> None:
    found = parse_policy("p.yaml", text.encode())
    assert not isinstance(found, Policy)
    assert [f"{finding.where} {finding.message}" for finding in found] == told


def test_a_waiver_holds_as_long_as_the_policy_says() -> None:
    assert report(GAP, WAIVER).by_id["fallback.drill"].status == "gap"
    assert report(GAP, WAIVER, policy=Policy(waiver_days=60)).by_id["fallback.drill"].status == "waived"
