"""Whether a rule of each base requires the status, from the App that posts it."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
from tests.doctor.scene import COMMIT, GATE, LEDGER, OFFLINE, REFUSED, STATUS, of, offline, said, scene, server, told

from readiness_bot.doctor.facts import Facts, Unseen
from readiness_bot.doctor.required import ruleset_command
from readiness_bot.forge.setup import Branch, RequiredCheck, Rule

PAGE = "https://github.com/acme/churn/settings/rules/7"
RULES = "Settings → Rules → Rulesets"
GHES = "https://ghes.acme.com"


def requiring(*rules: Rule, **there: Any) -> Facts:
    return scene(there=server(rules={"main": rules, "readiness-ledger": LEDGER}, **there))


def rule(context: str, app: int | None = 15368, *, inherited: bool = False, ruleset: int | None = 7) -> Rule:
    owner = "acme" if inherited else "acme/churn"
    return Rule("required_status_checks", (RequiredCheck(context, app),), ruleset=ruleset, owner=owner, inherited=inherited)


def command(base: str, pinned: str = ', "integration_id": 15368', gh: str = "gh api") -> str:
    return f"""\
printf %s '{{"name": "readiness: {base}", "target": "branch", "enforcement": "active",
 "conditions": {{"ref_name": {{"include": ["refs/heads/{base}"], "exclude": []}}}},
 "rules": [{{"type": "required_status_checks", "parameters": {{
   "strict_required_status_checks_policy": false,
   "required_status_checks": [{{"context": "readiness: {base}"{pinned}}}]}}}}]}}' |
  {gh} --method POST repos/acme/churn/rulesets --input -"""


def _id(app: object) -> str:
    return f', "integration_id": {app}'


def missing(command_: str) -> str:
    return (
        "not-in-force: nothing requires the status `readiness: main`, so a red one stops no merge\n"
        f"Send this, or make the same ruleset by hand (docs/settings.md, “Without a ruleset nothing blocks”):\n{command_}\n"
        "(No rule requires the status `readiness: main`)"
    )


def test_required_from_its_app() -> None:
    assert told(scene(), "ruleset") == "in-force: requires `readiness: main` from GitHub Actions (15368)"


def test_required_by_classic_protection() -> None:
    classic = {"main": Branch(COMMIT, protected=True, checks=(STATUS,))}
    assert told(requiring(branches=classic), "ruleset") == "in-force: requires `readiness: main` from GitHub Actions (15368)"


def test_required_by_nothing() -> None:
    assert told(requiring(), "ruleset") == missing(command("main"))


def test_on_another_server_the_command_goes_there_and_pins_what_is_known() -> None:
    assert told(requiring(app=None, url=GHES), "ruleset") == missing(command("main", "", "gh api --hostname ghes.acme.com"))
    assert told(requiring(app=9, url=GHES), "ruleset") == missing(command("main", ', "integration_id": 9', "gh api --hostname ghes.acme.com"))


@pytest.mark.parametrize("base", ["main", "release/2026", "it's\"$(date)`x`", "日本"])
def test_the_command_sends_what_it_shows_whatever_the_branch_is_called(base: str) -> None:
    printed, _, _ = ruleset_command(scene(), base).rpartition(" |\n")
    sent = subprocess.run(["sh", "-c", printed], check=True, capture_output=True).stdout
    ruleset = json.loads(sent)
    [only] = ruleset["rules"]
    assert ruleset["conditions"] == {"ref_name": {"include": [f"refs/heads/{base}"], "exclude": []}}
    assert only["parameters"]["required_status_checks"] == [{"context": f"readiness: {base}", "integration_id": 15368}]


ANY = "not-in-force: `readiness: main` is accepted from any source: anyone who may set a status can turn it green\n"
ACCEPTED = "\n(The status `readiness: main` is accepted from any source)"


@pytest.mark.parametrize(
    ("required", "where"),
    [
        (rule("readiness: main", None), PAGE),
        (rule("readiness: main", None, inherited=True), "acme's own settings → Repository → Rulesets (id 7)"),
        (rule("readiness: main", None, ruleset=None), "Settings → Rules → Rulesets"),
    ],
)
def test_from_whoever_posts_it(required: Rule, where: str) -> None:
    assert told(requiring(required), "ruleset") == f"{ANY}{where}: at `readiness: main`, choose GitHub Actions as its source.{ACCEPTED}"


def test_from_whoever_posts_it_by_classic_protection() -> None:
    classic = {"main": Branch(COMMIT, protected=True, checks=(RequiredCheck("readiness: main"),))}
    where = "Settings → Branches → the protection rule of main"
    assert told(requiring(branches=classic), "ruleset") == f"{ANY}{where}: at `readiness: main`, choose GitHub Actions as its source.{ACCEPTED}"


def test_capitals_make_no_difference_and_another_app_does() -> None:
    assert told(requiring(rule("Readiness: Main", 99)), "ruleset") == (
        "not-in-force: `Readiness: Main` is required from the App 99, but GitHub Actions, which posts it, is 15368: no pull request can pass\n"
        f"{PAGE}: at `Readiness: Main`, choose GitHub Actions as its source.\n"
        "(The status `Readiness: Main` is required from an App that does not post it)"
    )


def test_an_app_of_the_teams_own() -> None:
    facts = requiring(rule("readiness: main", 4711), app=4711, writer="acme-readiness[bot]")
    assert told(facts, "ruleset") == "in-force: requires `readiness: main` from acme-readiness (4711)"


OWN: dict[str, Any] = {"app": 4711, "writer": "acme-readiness[bot]"}
NAMELESS: dict[str, Any] = {"app": Unseen("nobody tells its name", "Look.", "readiness doctor"), "writer": ""}
CHANGE = """\
gh api repos/acme/churn/rulesets/7 --jq '{{rules: [.rules[] | if .type == "required_status_checks" then .parameters.required_status_checks[] |=\
 (if .context == "readiness: main" then .integration_id = {id} else . end) else . end]}}' |
  gh api repos/acme/churn/rulesets/7 --method PUT --input -"""


def test_an_app_of_the_teams_own_that_the_ruleset_does_not_name() -> None:
    assert told(requiring(GATE, **OWN), "ruleset") == (
        "not-in-force: `readiness: main` is required from the App 15368, but acme-readiness, which posts it, is 4711: no pull request can pass\n"
        f"Send this; its page, {PAGE}, does not offer the App:\n{CHANGE.format(id=4711)}\n"
        "(The status `readiness: main` is required from an App that does not post it)"
    )


@pytest.mark.parametrize(
    ("required", "where"),
    [
        (rule("readiness: main", None, inherited=True), "acme's own settings → Repository → Rulesets (id 7)"),
        (rule("readiness: main", None, ruleset=None), RULES),
    ],
)
def test_in_a_ruleset_that_is_not_this_repository_s(required: Rule, where: str) -> None:
    how = f"{where}: at `readiness: main`, give it the `integration_id` 4711, by the API (docs/app.md)."
    assert told(requiring(required, **OWN), "ruleset") == f"{ANY}{how}{ACCEPTED}"


def test_what_that_command_sends() -> None:
    """The other rules and checks stay as they are."""
    if not shutil.which("jq"):
        pytest.skip("there is no jq")
    other = {"type": "required_status_checks", "parameters": {"required_status_checks": [{"context": "x"}, {"context": "readiness: main"}], "strict": True}}
    told_ = of(requiring(rule("readiness: main", None), **OWN), "ruleset")[0].mend
    program = told_.partition("--jq '")[2].partition("' |\n")[0]
    sent = subprocess.run(
        ["jq", program], input=json.dumps({"id": 7, "rules": [{"type": "deletion"}, other]}), check=True, capture_output=True, text=True
    ).stdout
    pinned = {"required_status_checks": [{"context": "x"}, {"context": "readiness: main", "integration_id": 4711}], "strict": True}
    assert json.loads(sent) == {"rules": [{"type": "deletion"}, {"type": "required_status_checks", "parameters": pinned}]}


def test_the_ruleset_of_an_app_of_the_teams_own() -> None:
    said = told(requiring(**OWN), "ruleset")
    assert f"\nSend this (docs/app.md):\n{command('main', _id(4711))}\n" in said


def test_an_app_whose_name_is_told_nowhere() -> None:
    assert told(requiring(GATE, **NAMELESS), "ruleset") == (
        "not-in-force: `readiness: main` is required from the App 15368, but the App of your own posts it: no pull request can pass\n"
        f"Send this with the App ID from the App's own page in place of APP_ID; its page, {PAGE}, does not offer the App:\n{CHANGE.format(id='APP_ID')}\n"
        "(The status `readiness: main` is required from an App that does not post it)"
    )
    assert told(requiring(rule("readiness: main", 4711), **NAMELESS), "ruleset") == (
        "unknown: `readiness: main` is required from the App 4711; it is not known whether that App posts it: nobody tells its name\nLook.\nreadiness doctor"
    )
    placeholder = command("main", _id('"APP_ID"'))
    assert f"in place of APP_ID (docs/app.md):\n{placeholder}\n" in told(requiring(**NAMELESS), "ruleset")


def test_where_nobody_says_which_app_posts_it() -> None:
    assert told(requiring(GATE, app=None, url=GHES), "ruleset") == (
        "unknown: `readiness: main` is required from the App 15368; it is not known whether that App posts it: "
        "https://ghes.acme.com shows no App called github-actions\nIts settings page has its App ID; the ruleset must name the same."
    )


@pytest.mark.parametrize(
    ("context", "why"),
    [
        ("readiness / check", "nobody posts it any more, so it blocks every pull request"),
        ("readiness / lines", "it is green whatever is missing, so it proves nothing"),
        ("readiness / other", "it is a job's check, not the verdict"),
    ],
)
def test_a_jobs_check_is_not_the_verdict(context: str, why: str) -> None:
    assert told(requiring(GATE, rule(context, None)), "ruleset") == (
        f"not-in-force: requires `{context}`: {why}\n"
        f"{PAGE}: remove `{context}`, and require `readiness: main` instead.\n"
        f"(A rule requires `{context}`, which is not the verdict)"
    )


def test_each_base_of_an_open_pull_request() -> None:
    rules = {"main": (GATE,), "release": (), "readiness-ledger": LEDGER}
    facts = scene(there=server(bases=("main", "release"), rules=rules, branches={"main": None, "release": None, "readiness-ledger": None}))
    assert [(point.what, point.state.value) for point in of(facts, "ruleset")] == [("ruleset of main", "in-force"), ("ruleset of release", "not-in-force")]


def test_ten_bases_at_most() -> None:
    bases = ("main", *(f"b{number}" for number in range(10)))
    points = of(scene(there=server(bases=bases)), "ruleset")
    assert len(points) == 11
    assert said(points[-1]) == (
        "unknown: open pull requests target more than 10 branches; the others were not looked at\nSettings → Rules → Rulesets lists them all."
    )


def test_where_the_open_pull_requests_cannot_be_listed() -> None:
    first, second = of(scene(there=server(bases=REFUSED)), "ruleset")
    assert (first.what, first.state.value) == ("ruleset of main", "in-force")
    assert (second.what, said(second)) == (
        "bases of open pull requests", "unknown: this token may not administer the repository (403)\nRun this as an administrator:\nreadiness doctor",
    )  # fmt: skip


def test_where_the_branch_cannot_be_read_classic_protection_may_require_it() -> None:
    assert told(requiring(branches={"main": OFFLINE}), "ruleset") == "unknown: this was run with --offline\nRun it without."


def test_offline() -> None:
    assert told(scene(there=offline()), "ruleset") == "unknown: this was run with --offline\nRun it without."
