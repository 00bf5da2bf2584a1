"""An organisation's policy: read, or every line that is wrong; and what it changes in the judgement of a model."""

from dataclasses import replace

import pytest
from tests.convention.test_custom import REGION, VENDOR
from tests.models import EXAMPLES, TODAY, Edit, comment_of, example, report
from tests.policies import ACME, organisation, policy, wrong

from readiness_bot.convention.fleet_ways import DigestWay, Service
from readiness_bot.convention.organisation import Organisation, Out, Subject
from readiness_bot.convention.organisation_file import read_organisation, recorded
from readiness_bot.convention.policy import Policy
from readiness_bot.convention.registry import items_at
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.render.phrases import role
from readiness_bot.vocabulary import Kind

ROOT = EXAMPLES.parent
WAIVER: Edit = (
    "governance",
    "waivers: []",
    "waivers: [{item: fallback.drill, reason: r, controls: c, requested_by: sam-boateng, by: priya-nair, date: 2026-11-01, expires: 2026-12-20}]",
)
GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Policy()),
        ("require_verified: true", Policy(require_verified=True)),
        ("waiver_days: 90", Policy(waiver_days=90)),
        ("waiver_days:", Policy()),
    ],
)
def test_a_policy_without_a_name_sets_two_things(text: str, expected: Policy) -> None:
    assert organisation(text).at(Subject("acme/churn")) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("waiver_day: 1", ["p.yaml:1:1 unknown key 'waiver_day'; did you mean 'waiver_days'?"]),
        ("waiver_days: long", ["p.yaml:1:14 waiver_days is 'long', but must be a number"]),
        ("waiver_days: 0", ["p.yaml:1:14 waiver_days is '0', which is not allowed (min: 1)"]),
        ("waiver_days: 9999999999", ["p.yaml:1:14 waiver_days is '9999999999', which is not allowed (max: 3650)"]),
        ("waiver_days: [", ["p.yaml:1:15 the file ends inside a '[' or '{' that is not closed"]),
        ("tier: high", ["p.yaml:1:1 the policy has no name, so no message could say what asks for this"]),
        ("policy: acme\nversion: 1.5", ["p.yaml:2:10 version is 1.5, which is no whole number"]),
        ("policy: acme", ["p.yaml:1:1 the policy has no version, so nobody could tell which one was in force"]),
        ("items: {acme.region: {due: design}}", ["p.yaml:1:9 there is no item 'acme.region'"]),
        ("items: {fallback.dril: {due: design}}", ["p.yaml:1:9 there is no item 'fallback.dril'; did you mean 'fallback.drill'?"]),
        (
            "items: {governance.impact: {due: staging}}",
            ["p.yaml:1:29 governance.impact is due by the end of development already, and a policy can only ask for more"],
        ),
        (
            "items: {contract.value: {severity: advisory}}",
            ["p.yaml:1:26 contract.value is as strict at every tier already, and a policy can only ask for more"],
        ),
        (
            "items: {governance.go-live: {off: no time}}",
            ["p.yaml:1:30 governance.go-live cannot be switched off: without it nobody answers for the model"],
        ),
        ("items: {contract.milestones: {expires: 90}}", ["p.yaml:1:31 contract.milestones has no date of its own from which days could be counted"]),
        ("items: {contract.milestones: {evidence: verified}}", ["p.yaml:1:31 nothing that GitHub records could confirm contract.milestones"]),
        ("items: {fallback.drill: {off: none, due: design}}", ["p.yaml:1:26 it is switched off, and due asks for it"]),
        ("extends: [/etc/passwd]", ["p.yaml:1:11 '/etc/passwd' is no file beside the policy, or below it"]),
        ("extends: [../base.yaml]", ["p.yaml:1:11 '../base.yaml' is no file beside the policy, or below it"]),
        ("extends: [gone.yaml]", ["p.yaml:1:11 gone.yaml cannot be read: No such file or directory"]),
        ("extends: [p.yaml]", ["p.yaml:1:11 p.yaml extends itself, by way of p.yaml → p.yaml"]),
        ("routes: {boss: priya}", ["p.yaml:1:10 'boss' is no role and no file"]),
        ("routes: {compliance: 'a b'}", ["p.yaml:1:10 'a b' is no login and no team"]),
        ("reminder_days: [7, 7]", ["p.yaml:1:16 these are not up to 5 numbers of days, each larger than the one before"]),
        ("settings: {gate: never}", ["p.yaml:1:18 settings.gate is 'never', which is not one of overdue, strict, regressions, off"]),
        ("sections: [{tier: high}]", ["p.yaml:1:12 this section says of no repository that it is for it"]),
        ("repositories: {out: {acme/old: }}", ["p.yaml:1:22 nothing says why acme/old is out"]),
    ],
)  # fmt: skip
def test_a_wrong_policy(text: str, told: list[str]) -> None:
    assert wrong(text) == told


SECRET = "https://hooks.slack.example/services/T0/B0/VerySecret"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{webhook: slack, repository: acme/x}", "p.yaml:1:10 the digest goes by issues or by a webhook, and this says both"),
        ("{address_in: HOOK}", "p.yaml:1:1 the digest goes by issues or by a webhook, and this says neither"),
        ("{repository: acme}", "p.yaml:1:10 this is no repository's name"),
        ("{repository: acme/x, address_in: HOOK}", "p.yaml:1:30 issues have no webhook's address"),
        (f"{{webhook: {SECRET}}}", "p.yaml:1:10 this is no service that the digest knows"),
        (f"{{repository: {SECRET}}}", "p.yaml:1:10 this is no repository's name"),
        (
            f"{{webhook: teams, address_in: {SECRET}}}",
            "p.yaml:1:26 this is not the name of an environment variable, and the address itself is a secret",
        ),
    ],
)
def test_a_digest_goes_one_way_and_an_address_is_never_repeated(said: str, told: str) -> None:
    assert wrong(f"digest: {said}") == [told]


def test_the_digests_way_is_that_of_the_file_on_top() -> None:
    base = "digest: {webhook: slack, address_in: HOOK}"
    assert organisation(f"{ACME}extends: [base.yaml]", base=base).digest == DigestWay(webhook=Service.SLACK, address_in="HOOK")
    on_top = organisation(f"{ACME}extends: [base.yaml]\ndigest: {{repository: acme/readiness}}", base=base)
    assert on_top.digest == DigestWay("acme/readiness")
    # Nobody is judged otherwise, so its version may stay.
    assert organisation(f"{ACME}digest: {{repository: acme/readiness}}").asks == organisation(ACME).asks


def test_a_chain_ends() -> None:
    found = read_organisation("p0.yaml", b"extends: [p1.yaml]", lambda path: f"extends: [p{int(path[1:-5]) + 1}.yaml]".encode())
    assert isinstance(found, list)
    assert [f"{each.where} {each.message}" for each in found] == ["p4.yaml:1:11 more than 5 files extend each other here"]


def test_the_file_on_top_raises_what_it_extends() -> None:
    found = organisation(ACME + "extends: [base.yaml]\ntier: high", base="tier: medium\nwaiver_days: 20")
    there = found.at(Subject("acme/churn"))
    assert isinstance(there, Policy)
    assert (there.called, there.tier, there.waiver_days) == ("acme policy v3", "high", 20)
    assert (str(there.sources["tier"]), str(there.sources["waiver_days"])) == ("p.yaml:4:1", "base.yaml:2:1")


@pytest.mark.parametrize(
    ("base", "top", "told"),
    [
        ("tier: high", "tier: low", "p.yaml:4:1 tier is low, but base.yaml:1:1 fixed high, which nothing can loosen"),
        ("waiver_days: 20", "waiver_days: 60", "p.yaml:4:1 waiver_days is 60, but base.yaml:1:1 fixed 20, which nothing can loosen"),
        (
            "items: {fallback.drill: {due: design}}",
            "items: {fallback.drill: {off: no calls}}",
            "p.yaml:4:26 fallback.drill is switched off, but base.yaml:1:26 fixed due, which nothing can loosen",
        ),
        (
            "items: {governance.impact: {expires: 90}}",
            "sections: [{for: {topic: lab}, items: {governance.impact: {expires: 365}}}]",
            "p.yaml:4:60 expires of governance.impact is 365, but base.yaml:1:29 fixed 90, which nothing can loosen",
        ),
    ],
)  # fmt: skip
def test_nothing_on_top_loosens(base: str, top: str, told: str) -> None:
    assert wrong(f"{ACME}extends: [base.yaml]\n{top}", base=base) == [told]


SECTIONS = (
    ACME
    + """\
sections:
  - {for: {topic: credit}, tier: high}
  - {for: {name: "acme/fraud-*"}, waiver_days: 7}
  - {for: {name: lab, property: {domain: finance}}, items: {fallback.drill: {off: a lab has no users}}}
repositories:
  in: ["acme/*"]
  out: {"acme/legacy-*": replaced in spring}
"""
)


@pytest.mark.parametrize(
    ("subject", "tier", "days", "rules"),
    [
        (Subject("acme/churn", frozenset(), {}), None, 30, 0),
        (Subject("acme/churn", frozenset({"credit"}), {}), "high", 30, 0),
        (Subject("acme/fraud-eu", frozenset({"credit"}), {}), "high", 7, 0),
        (Subject("acme/lab", frozenset(), {"domain": ["retail", "finance"]}), None, 30, 1),
        (Subject("acme/lab", frozenset(), {"domain": "retail"}), None, 30, 0),
    ],
)
def test_a_section_is_for_those_that_fit_all_of_it(subject: Subject, tier: str | None, days: int, rules: int) -> None:
    found = organisation(SECTIONS).at(subject)
    assert isinstance(found, Policy)
    assert (found.tier, found.waiver_days, len(found.overlay.rules), found.unsure) == (tier, days, rules, ())


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        (Subject("acme/legacy-churn"), "replaced in spring (p.yaml:9:9)"),
        (Subject("other/churn"), "none of the names in `repositories.in` fits it (p.yaml:8:8)"),
        (Subject("acme/churn", archived=True), "it is archived"),
        (Subject("acme/churn", fork=True), "it is a fork"),
    ],
)
def test_what_is_out_says_why(subject: Subject, reason: str) -> None:
    assert organisation(SECTIONS).at(subject) == Out(reason)


def test_what_is_not_known_is_said() -> None:
    found = organisation(SECTIONS).at(Subject("acme/churn"))
    assert isinstance(found, Policy)
    assert found.unsure == ("whether a section of acme policy v3 (p.yaml:4:5) holds here is not known: it is for topic credit",)


def test_thousands_of_repositories_share_what_is_in_force() -> None:
    found: Organisation = organisation(SECTIONS)
    assert found.at(Subject("acme/a", frozenset(), {})) is found.at(Subject("acme/b", frozenset({"nlp"}), {}))


def test_a_waiver_holds_as_long_as_the_policy_says() -> None:
    assert report(GAP, WAIVER).by_id["fallback.drill"].status == "gap"
    assert report(GAP, WAIVER, policy=Policy(waiver_days=60)).by_id["fallback.drill"].status == "waived"


def test_an_item_that_is_off_is_not_asked() -> None:
    found = report(GAP, policy=policy("items: {fallback.drill: {off: a lab has no users}}"))
    drill = found.by_id["fallback.drill"]
    assert (drill.status, drill.severity, drill.reason) == ("not-applicable", None, "acme policy v3 does not ask for it: a lab has no users")
    assert found.ready


def test_an_item_is_due_sooner_and_blocks_at_every_tier() -> None:
    assert report().by_id["infrastructure.load-test"].severity == "advisory"
    test = report(policy=policy("items: {infrastructure.load-test: {severity: blocking, due: design}}")).by_id["infrastructure.load-test"]
    assert (test.severity, test.due, test.timing) == ("blocking", "design", "overdue")
    assert test.item.because == (
        "acme policy v3 asks for it by the end of design (p.yaml:3:56)",
        "acme policy v3 makes it blocking at every tier (p.yaml:3:36)",
    )


def test_items_stay_in_the_order_of_their_stages() -> None:
    asked = items_at(Kind.MODEL, policy("items: {fallback.drill: {due: design}}").overlay)
    assert [item.due.rank for item in asked] == sorted(item.due.rank for item in asked)


def test_what_must_be_verified_blocks_until_it_is() -> None:
    found = report(policy=policy("items: {governance.impact: {evidence: verified}}"))
    assert [result.id for result in found.blocking] == ["governance.impact"]
    assert report().ready


def test_what_expires_is_done_again() -> None:
    found = report(policy=policy("items: {governance.impact: {expires: 60}}"))
    [finding] = found.by_id["governance.impact"].findings
    assert finding.where == "readiness/governance.yaml:14:63"
    assert finding.message == "Impact assessment is of 2026-07-28, 115 days ago; acme policy v3 lets it hold for 60 days (p.yaml:3:29)"


def test_a_tier_below_the_policys_is_a_gap_and_not_what_is_judged_by() -> None:
    found = report(policy=policy("tier: high"))
    assert found.tier == "high"
    assert [f"{each.where} {each.message}" for each in found.by_id["governance.tier"].findings] == [
        "readiness/governance.yaml:2:15 The tier is medium, but acme policy v3 asks for at least high (p.yaml:3:1); the model is judged at high tier"
    ]


@pytest.mark.parametrize(
    ("text", "routed", "told"),
    [
        ("{compliance: priya}", "priya", "priya (for compliance: nobody is named yet)"),
        ("{governance: '@acme/model-risk'}", "acme/model-risk", "acme/model-risk (for compliance: nobody is named yet)"),
        ("{compliance: priya, governance.yaml: acme/model-risk}", "priya", "priya (for compliance: nobody is named yet)"),
        ("{fallback: acme/ops}", "mei-chen", "mei-chen (for compliance: nobody is named yet)"),
    ],
)
def test_a_route_leads_to_somebody_where_nobody_is_named(text: str, routed: str, told: str) -> None:
    nobody: Edit = ("ownership", "compliance: priya-nair", "compliance: LOGIN")
    result = report(nobody, policy=policy(f"routes: {text}")).by_id["governance.tier"]
    assert (result.owner, result.stands_in) == (routed, True)
    assert f"{result.owner} ({role(result)})" == told
    assert report(policy=policy(f"routes: {text}")).by_id["governance.tier"].owner == "priya-nair"


@pytest.mark.parametrize(
    ("settings", "told", "counts"),
    [
        (b"", [], "overdue"),
        (b"gate: strict\n", [], "strict"),
        (
            b"gate: off\n",
            [".github/readiness.yaml:1:7 gate is off, but acme policy v3 asks for at least overdue (p.yaml:3:12), which counts"],
            "overdue",
        ),
        (
            b"overview: false\ngate: regressions\n",
            [".github/readiness.yaml:2:7 gate is regressions, but acme policy v3 asks for at least overdue (p.yaml:3:12), which counts"],
            "overdue",
        ),
    ],
)  # fmt: skip
def test_a_repository_sets_nothing_weaker(settings: bytes, told: list[str], counts: str) -> None:
    snapshot = example()
    there = replace(snapshot, files={**snapshot.files, ".github/readiness.yaml": settings})
    found = evaluate(there, TODAY, policy("settings: {gate: overdue}"))
    assert [f"{each.where} {each.message}" for each in found.findings] == told
    assert found.settings.gate == counts


def test_a_waiver_beyond_the_policys_days_names_its_line() -> None:
    found = report(GAP, WAIVER, policy=policy("waiver_days: 20")).by_id["fallback.drill"]
    assert found.findings[-1].message == "this waiver is valid for 49 days; the limit is 20, by acme policy v3 (p.yaml:3:1)"


def test_a_policy_that_asks_nothing_changes_nothing() -> None:
    assert report(policy=policy("")).items[0].item == report().items[0].item


def test_pages_say_by_which_policy_they_judge() -> None:
    assert "<sub>Judged by acme policy v3.</sub>" in comment_of(report(policy=policy("")), None, None)
    found = comment_of(report(policy=policy("sections: [{for: {topic: lab}, tier: high}]")), None, None)
    assert "Judged by acme policy v3. Whether a section of acme policy v3 (`p.yaml:3:12`) holds here is not known: it is for topic lab." in found
    assert "policy" not in comment_of(report(), None, None)


def test_what_is_recorded_of_a_policy_is_the_policy() -> None:
    rules = "items: {fallback.drill: {expires: 90}, governance.impact: {off: 'none, here'}}\ntier: high\nwaiver_days: 10\n"
    others = "settings: {gate: strict, verify: true}\nlabels: [ml]\nroutes: {compliance: acme/risk}\nreminder_days: [3, 9]\n"
    found = policy(rules + others + REGION + VENDOR.removeprefix("custom:\n"))
    again = recorded(found.said)
    assert again is not None
    assert again.overlay.digest == found.overlay.digest
    assert replace(again, overlay=found.overlay) == found
    assert again.overlay.items[0].because == ("acme policy v3 asks for it",)
    assert recorded("{policy: acme}") is None


def test_the_documented_policy_is_right() -> None:
    page = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    first, second, *_ = (part.partition("```")[0] for part in page.split("```yaml\n")[1:])
    assert organisation(first + second, base="").called == "acme policy v3"
