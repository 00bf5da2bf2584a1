"""Whom a roll-out asks, in which order, and why each of the others is left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from readiness_bot.convention.organisation import Organisation
from readiness_bot.convention.organisation_file import read_organisation
from readiness_bot.forge.fleet import Offered, Said, Standing
from readiness_bot.plan.rollout import Ask, Asked, Candidate, Left, Terms, Wave, What, again, askers, candidates, left_text, refusal
from readiness_bot.portfolio.row import Row
from readiness_bot.text.escape import screen
from readiness_bot.vocabulary import Tier

NOON, LATER = datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2026, 11, 26, 13, tzinfo=UTC)
MODEL = Candidate("acme/churn", What.SCAFFOLD, "training code (train.py)")
OLD = replace(MODEL, what=What.UPGRADE)
HERE = Standing("acme/churn", "main", "c", "t")
POLICY = b"""\
policy: acme
version: 1
tier: high
repositories: {out: {"acme/legacy-*": replaced in spring}}
rollout:
  contact: "#ml-platform"
  waves: {pilot: [fraud-*], rest: ["acme/*"]}
"""


def row(name: str, looks_like: str = "training code (train.py)") -> Row:
    return Row(name, absent=True, ready=False, looks_like=looks_like)


def offered(state: str, *said: Said, number: int = 1, branch: str = "readiness/rollout", ours: bool = True) -> Offered:
    return Offered(number, f"https://g/{number}", branch, state, ours, None if state == "open" else NOON, said)


def said(body: str, login: str = "mei-chen", *, human: bool = True, at: datetime = LATER) -> Said:
    return Said(login, human, body, at)


def asked(candidate: Candidate, standing: Standing, **roles: str) -> Left | Ask | None:
    """Why it is left, or who asked again; None: it is asked for the first time."""
    ask = again(candidate, standing, {name.replace("_", "-"): role for name, role in roles.items()})
    return refusal(candidate, standing, ask) or ask


def organisation() -> Organisation:
    found = read_organisation("p.yaml", POLICY)
    assert isinstance(found, Organisation)
    return found


def test_one_for_each_repository_by_name_with_what_a_scan_saw() -> None:
    rows = [Row("acme/shop", "b/", model="b", ready=True), Row("acme/shop", "a/", model="a", ready=True), row("acme/churn")]
    assert candidates(rows, Terms())[0] == (MODEL, Candidate("acme/shop", What.UPGRADE, "a, b", folders=("a/", "b/")))


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (row("acme/site", ""), "nothing in it looks like a model"),
        (Row("acme/x", error="It is locked."), "the scan could not read it"),
        (Row("acme/x", left_out="a demo"), "the policy leaves it out"),
        (row("clones"), "its name is no OWNER/NAME; scan clones in a folder of their owner's name"),
        (row("acme/a/b"), "its name is no OWNER/NAME; scan clones in a folder of their owner's name"),
    ],
)
def test_who_is_left_by_the_scan_alone(one: Row, reason: str) -> None:
    assert [left.reason for left in candidates([one], Terms())[1]] == [reason]


def test_waves_come_in_their_order_and_nobody_else() -> None:
    waves = (Wave("pilot", ("acme/z", "fraud-*")), Wave("rest", ("acme/b*",)))
    found, left = candidates([row(name) for name in ("acme/a", "acme/b1", "acme/z", "acme/fraud-eu")], Terms(waves))
    assert [(one.repository, one.wave) for one in found] == [("acme/fraud-eu", "pilot"), ("acme/z", "pilot"), ("acme/b1", "rest")]
    assert left == (Left("acme/a", "in no wave of this run"),)


def test_the_policy_leaves_out_and_fixes_the_tier() -> None:
    found, left = candidates([row("acme/legacy-1"), row("acme/churn")], Terms(organisation=organisation()))
    assert left == (Left("acme/legacy-1", "the policy leaves it out", "replaced in spring (p.yaml:4:22)"),)
    assert found == (replace(MODEL, tier=Tier.HIGH),)


def test_the_policys_waves_and_contact() -> None:
    assert (organisation().contact, dict(organisation().waves)) == ("#ml-platform", {"pilot": ("fraud-*",), "rest": ("acme/*",)})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"archived": True}, "archived"),
        ({"fork": True}, "a fork"),
        ({"branch": ""}, "empty"),
        ({"name": "acme/new"}, "it has another name now; scan again"),
        ({"files": {".github/readiness.yaml": "rollout: off\n"}}, "it opted out (`rollout: off` in .github/readiness.yaml)"),
        ({"files": {".github/readiness.yaml": "rolout: off\n"}}, "its .github/readiness.yaml cannot be read, and it may have opted out there"),
        ({"files": {".github/readiness.yaml": None}}, "its .github/readiness.yaml cannot be read, and it may have opted out there"),
    ],
)
def test_how_a_repository_stands(change: dict[str, object], reason: str) -> None:
    for candidate in (MODEL, OLD):
        left = refusal(candidate, replace(HERE, **change), None)  # type: ignore[arg-type]
        assert left is not None
        assert left.reason == reason
    assert refusal(MODEL, replace(HERE, files={".github/readiness.yaml": "rollout: on\ngate: strict\n"}), None) is None


NO = "it was closed, which is a no (until somebody comments `/readiness` there)"


@pytest.mark.parametrize(
    ("pulls", "told"),
    [
        ([], None),
        ([offered("open")], "a pull request is open already"),
        ([offered("closed")], NO),
        ([offered("merged")], "it was merged; scan again, or they took it out"),
        ([offered("open", ours=False)], "somebody's own pull request came from the branch readiness/rollout"),
        ([offered("closed", ours=False)], "somebody's own pull request came from the branch readiness/rollout"),
        ([offered("merged", branch="readiness/upgrade")], None),
        ([offered("closed", said("Not now.")), offered("open", number=2)], "a pull request is open already"),
        ([offered("open"), offered("closed", number=2)], "a pull request is open already"),
        ([offered("closed", said("/readiness"))], Ask("mei-chen", 1)),
        ([offered("closed", said("  /Readiness please, we are ready\nthanks"))], Ask("mei-chen", 1)),
        ([offered("closed", said("/readiness", at=NOON.replace(hour=11)))], NO),
        ([offered("closed", said("/readiness", human=False))], NO),
        ([offered("closed", said("/readiness", "tomas-k"))], NO),
        ([offered("closed", said("> /readiness"))], NO),
        ([offered("closed", said("/readinessful"))], NO),
        ([offered("closed", said(""))], NO),
        ([offered("closed", said("/readiness")), offered("closed", number=2)], NO),
        ([offered("merged", said("/readiness"))], Ask("mei-chen", 1)),
    ],
)
def test_what_they_answered(pulls: list[Offered], told: str | Ask | None) -> None:
    found = asked(MODEL, replace(HERE, offered=pulls), mei_chen="write", tomas_k="read")
    assert (found.reason if isinstance(found, Left) else found) == told


def test_an_upgrade_may_follow_an_upgrade() -> None:
    before = replace(HERE, offered=[offered("closed"), offered("merged", branch="readiness/upgrade", number=2)])
    assert asked(OLD, before) is None
    after = replace(HERE, offered=[*before.offered, offered("closed", branch="readiness/upgrade", number=3)])
    assert asked(OLD, after) == Left("acme/churn", NO, "https://g/3")


def test_whose_role_must_be_known() -> None:
    pull = offered("closed", said("/readiness"), said("no"), said("/readiness", "tomas-k"), said("/readiness"))
    assert askers(MODEL, replace(HERE, offered=[pull])) == ("mei-chen", "tomas-k")
    assert askers(MODEL, replace(HERE, offered=[replace(pull, state="open", ended=None)])) == ()


def test_why_the_others_are_left_most_first() -> None:
    left = [Left(f"acme/{n}", "archived") for n in range(10)] + [Left("acme/x", "it cannot be seen", "Not\x1b[31m found")]
    assert screen(left_text(Asked(tuple(left), ("acme/y",), 3))).splitlines() == [
        "",
        "Left in peace: 11",
        "     10  archived: acme/0, acme/1, acme/2, acme/3, acme/4, acme/5, acme/6, acme/7, …",
        "      1  it cannot be seen: acme/x (Not[31m found)",
        "For later runs: 1",
    ]
    assert Asked((), ("acme/y",), 3).data() == {"left": [], "later": ["acme/y"], "requests": 3}
