"""An item that a policy adds: one block of YAML, judged like any other."""

import pytest
from tests.models import Edit, report
from tests.policies import ACME, policy, wrong

from readiness_bot.convention.schema import json_schema
from readiness_bot.convention.validate import refuse_schema
from readiness_bot.vocabulary import Kind

REGION = """\
custom:
  - id: acme.data-residency
    file: infrastructure.yaml
    key: residency.region
    schema: {type: string, allowed: [eu-west-1, eu-central-1]}
    title: Data residency
    what: The region in which the data stays.
    why: Moving data between regions takes a quarter.
    due: evaluation
    severity: blocking
    role: platform
"""
VENDOR = """\
custom:
  - id: acme.vendor
    file: governance.yaml
    key: vendor_review
    schema:
      type: dict
      schema:
        by: {type: login}
        date: {type: date}
        report: {type: link}
        remarks: {type: string, required: false}
    title: Vendor review
    what: Who reviewed the vendor, and when.
    why: An unreviewed vendor stops the go-live.
    due: design
    severity: advisory
    role: compliance
    signed_by: by
    na: true
"""
HERE: Edit = ("infrastructure", "dependencies:", "residency: {region: %s}\ndependencies:")


def with_region(region: str) -> Edit:
    return HERE[0], HERE[1], HERE[2] % region


def told(text: str, *edits: Edit) -> list[str]:
    """What its findings say of it, and what is wrong."""
    found = report(*edits, policy=policy(text))
    item = found.by_id[found.policy.overlay.items[0].id]
    return [f"{each.where} {each.message}; {each.fix}" for each in (*found.findings, *item.findings)]


def test_without_the_key_it_is_a_gap_with_a_place_and_a_fix() -> None:
    [said] = told(REGION)
    assert said == "readiness/infrastructure.yaml:17:1 residency is missing; add   residency: {region: eu-west-1}   (Data residency)"
    item = report(policy=policy(REGION)).by_id["acme.data-residency"]
    assert (item.status, item.severity, item.due, item.item.role, item.owner) == ("gap", "blocking", "evaluation", "platform", "ines-costa")
    assert item.item.fix == "residency:\n  region: eu-west-1\n"
    assert item.item.because == ("acme policy v3 asks for it (p.yaml:4:5)",)


@pytest.mark.parametrize("region", ["eu-west-1", "eu-central-1"])
def test_with_the_key_it_is_satisfied(region: str) -> None:
    assert told(REGION, with_region(region)) == []


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("us-east-1", ["7:21 residency.region is 'us-east-1', which is not one of eu-west-1, eu-central-1; write one of eu-west-1, eu-central-1"]),
        ("12", ["7:21 residency.region is read as the number 12; write \"12\""]),
        ("TEXT", ["7:21 residency.region still says 'TEXT'; write   region: eu-west-1   (The region in which the data stays.)"]),
    ],
)  # fmt: skip
def test_what_stands_there_is_checked(region: str, said: list[str]) -> None:
    assert [each.removeprefix("readiness/infrastructure.yaml:") for each in told(REGION, with_region(region))] == said


def test_without_the_policy_nobody_knows_the_key() -> None:
    assert [f.message for f in report(with_region("eu-west-1")).findings] == ["unknown key 'residency'"]


def test_a_block_asks_for_each_key_and_may_not_apply() -> None:
    by_hand: Edit = ("governance", "waivers: []", "vendor_review: {by: %s}\nwaivers: []")
    assert [each.partition(" ")[2] for each in told(VENDOR, (by_hand[0], by_hand[1], by_hand[2] % "priya-nair"))] == [
        "vendor_review.date is missing; write   date: YYYY-MM-DD",
        "vendor_review.report is missing; write   report: URL",
    ]
    assert "ana-ruiz is a developer of this model and may not approve it; name somebody who did not build it" in [
        each.partition(" ")[2] for each in told(VENDOR, (by_hand[0], by_hand[1], by_hand[2] % "ana-ruiz"))
    ]
    away = report((by_hand[0], by_hand[1], "vendor_review: {na: no vendor}\nwaivers: []"), policy=policy(VENDOR)).by_id["acme.vendor"]
    assert (away.status, away.reason) == ("not-applicable", "no vendor")


def test_a_signed_one_is_verified_like_the_others() -> None:
    [item] = policy(VENDOR).overlay.items
    assert item.signed is not None
    assert (item.proof, item.signed.where, item.signed.signer, item.signed.file) == ("approval", "governance.vendor_review", "by", "governance.yaml")


def test_it_can_be_waived() -> None:
    waiver = "waivers: [{item: acme.data-residency, reason: r, controls: c, requested_by: sam-boateng, by: priya-nair, date: 2026-11-01, expires: 2026-11-25}]"
    found = report(("governance", "waivers: []", waiver), policy=policy(REGION))
    assert found.by_id["acme.data-residency"].status == "waived"
    assert [f.message for f in report(("governance", "waivers: []", waiver)).findings] == ["there is no item 'acme.data-residency'"]


def test_one_that_is_retired_leaves_its_key_known() -> None:
    retired = policy(REGION + "items: {acme.data-residency: {off: one region is left}}\n")
    found = report(with_region("eu-west-1"), policy=retired)
    assert (found.findings, found.by_id["acme.data-residency"].reason) == ((), "acme policy v3 does not ask for it: one region is left")


def test_editors_know_it() -> None:
    overlay = policy(REGION).overlay
    region = json_schema("infrastructure.yaml", Kind.MODEL, overlay)["properties"]["residency"]["properties"]["region"]
    assert region["description"].endswith("due: evaluation · platform · readiness explain acme.data-residency")
    assert region["anyOf"][0] == {"enum": ["eu-west-1", "eu-central-1"]}
    refuse_schema({name: rules for item in overlay.items for name, rules in item.keys.items()})


def test_a_section_adds_one_and_another_raises_it() -> None:
    indented = "".join(f"    {line}\n" for line in REGION.splitlines())
    found = policy(f"sections:\n  - for: {{name: churn}}\n{indented}  - for: {{name: churn}}\n    items: {{acme.data-residency: {{due: design}}}}\n")
    assert report(policy=found).by_id["acme.data-residency"].timing == "overdue"
    assert policy(f"sections:\n  - for: {{name: fraud}}\n{indented}").overlay.items == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: acme.data-residency", "id: fallback.region", "4:5 'fallback.region' is no id: a prefix of your own, a dot and a name, in small letters"),
        ("id: acme.data-residency", "id: residency", "4:5 'residency' is no id: a prefix of your own, a dot and a name, in small letters"),
        ("key: residency.region", "key: serving", "6:5 there is a key serving already"),
        ("key: residency.region", "key: serving.mode", "6:5 there is a key mode already"),
        ("key: residency.region", "key: 'a b'", "6:5 'a b' is no key"),
        ("type: string", "type: sting", "7:14 'sting' is no type"),
        ("allowed: [eu-west-1, eu-central-1]", "regex: '(a+)+'", "7:28 'regex' is not one of the rules that a policy's item can have"),
        ("allowed: [eu-west-1, eu-central-1]", "allowed: [1]", "7:28 allowed is no list of values that are each text"),
        ("allowed: [eu-west-1, eu-central-1]", "min: 3", "7:28 min does not go with text"),
        ("    role: platform\n", "", "4:5 role is missing"),
        ("role: platform", "role: boss", "13:11 custom[0].role is 'boss', which is not one of"),
        ("role: platform", "role: platform\n    signed_by: who", "14:5 'who' is no login of its schema, so nobody could be asked"),
        ("    role: platform\n", "    role: platform\n  - {}\n", "14:5 id is missing"),
    ],
)  # fmt: skip
def test_a_wrong_declaration(old: str, new: str, said: str) -> None:
    [found] = wrong(ACME + REGION.replace(old, new))
    assert found.startswith(f"p.yaml:{said}")


def test_an_id_and_a_key_are_taken_once() -> None:
    twice = REGION + REGION.removeprefix("custom:\n")
    assert wrong(ACME + twice) == ["p.yaml:14:5 acme.data-residency is declared twice, first at p.yaml:4:5"]
    other = REGION + REGION.removeprefix("custom:\n").replace("acme.data-residency", "acme.other")
    assert wrong(ACME + other) == ["p.yaml:16:5 there is a key region already"]
    beside = REGION + REGION.removeprefix("custom:\n").replace("acme.data-residency", "acme.other").replace("residency.region", "residency.zone")
    assert [item.id for item in policy(beside).overlay.items] == ["acme.data-residency", "acme.other"]
