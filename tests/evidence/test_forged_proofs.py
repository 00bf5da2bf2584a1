"""Forged tests, drills, confirmations, names and waivers: none counts as verified; and what is honest does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.evidence.conftest import Check, Said, Verify
from tests.github.people import API, BOT, Shared

from readiness_bot.text.marker import Marker, wrap
from readiness_bot.text.markup import md

pytestmark = [pytest.mark.e2e, pytest.mark.forgery]

LOAD = "infrastructure.load-test"
INTEGRATION = "infrastructure.integration-test"
DRILL = "fallback.drill"
CONFIRMATION = "runbook.confirmation"
NAMES = ("mei-chen", "tomas-k", "sam-boateng", "jo-marsh", "omar-haddad")

Proven = Callable[[Shared], None]


def gap(told: str, fix: str, said: str = "stated, not verified: ") -> Said:
    return Said(None, "gap", said + told, fix)


# A test run: it succeeded, here, and tested the artifact's commit.


def run(shared: Shared, **more: Any) -> None:
    evaluated = shared.clone.git("rev-list", "--max-count=1", "--grep=passes its evaluation", "HEAD")
    repository = {"full_name": "acme/churn"}
    told = {
        "id": 118, "path": ".github/workflows/integration.yml@main", "name": "Integration", "conclusion": "success",
        "head_sha": evaluated, "repository": repository, "head_repository": repository,
        "event": "push", "created_at": "2026-11-10T09:00:00Z", "head_branch": "main",
    }  # fmt: skip
    shared.world(runs={"118": told | more})


@pytest.mark.honest
def test_a_run_that_succeeded_on_the_artifacts_commit(shared: Shared, verify: Verify) -> None:
    run(shared)
    assert verify(INTEGRATION) == Said("verified", "satisfied", "")


def test_a_run_that_does_not_exist(verify: Verify) -> None:
    assert verify(INTEGRATION) == gap("there is no run 118 here", "link the run that shows it")


def test_a_run_of_a_fork(shared: Shared, verify: Verify) -> None:
    run(shared, head_repository={"full_name": "stranger/churn"})
    assert verify(INTEGRATION) == gap("run 118 is of stranger/churn, not of acme/churn", "run it on the artifact's commit, and link that run")


def test_a_run_of_another_commit(shared: Shared, verify: Verify) -> None:
    run(shared, head_sha="a" * 40)
    said = verify(INTEGRATION)
    assert (said.status, said.told) == (
        "gap", "stated, not verified: run 118 tested COMMIT, but the artifact was built from COMMIT",
    )  # fmt: skip


@pytest.mark.parametrize(("conclusion", "told"), [("failure", "ended with failure"), ("timed_out", "ended with timed out"), (None, "has not ended")])
def test_a_run_that_did_not_succeed(shared: Shared, verify: Verify, conclusion: str | None, told: str) -> None:
    run(shared, conclusion=conclusion)
    assert verify(INTEGRATION) == gap(f"run 118 {told}", "link a run that succeeded")


def test_a_run_of_another_workflow(shared: Shared, verify: Verify) -> None:
    run(shared, path=".github/workflows/lint.yml", name="Lint")
    told = (
        "stated, not verified: run 118 is of the workflow .github/workflows/lint.yml, whose name has none of the words "
        "integration, e2e, end-to-end, acceptance, system; name the right one in .github/readiness.yaml (`tests:`)"
    )
    assert verify(INTEGRATION) == Said("stated", "satisfied", told)


def test_a_run_of_another_workflow_than_the_settings_name(shared: Shared, verify: Verify) -> None:
    shared.settings("tests: {integration: .github/workflows/integration.yml}\n")
    run(shared, path=".github/workflows/lint.yml", name="Integration")
    assert verify(INTEGRATION) == gap(
        "run 118 is of .github/workflows/lint.yml, but .github/readiness.yaml names .github/workflows/integration.yml for this test",
        "link a run of .github/workflows/integration.yml",
    )


@pytest.mark.parametrize("path", [".github/workflows/Integration.yml", "acme/shared/.github/workflows/integration.yml@main", "dynamic/integration.yml", ""])
def test_a_run_of_a_workflow_with_almost_that_name(shared: Shared, verify: Verify, path: str) -> None:
    shared.settings("tests: {integration: .github/workflows/integration.yml}\n")
    run(shared, path=path, name="Integration")
    assert verify(INTEGRATION).status == "gap"


@pytest.mark.honest
def test_a_run_of_the_workflow_that_the_settings_name(shared: Shared, verify: Verify) -> None:
    shared.settings("tests: {integration: .github/workflows/nightly.yml}\n")
    run(shared, path=".github/workflows/nightly.yml", name="Nightly")
    assert verify(INTEGRATION) == Said("verified", "satisfied", "")


@pytest.mark.honest
def test_a_setting_for_the_other_test_says_nothing(shared: Shared, verify: Verify) -> None:
    shared.settings("tests: {load: .github/workflows/load.yml}\n")
    run(shared)
    assert verify(INTEGRATION).evidence == "verified"


def test_a_pull_request_does_not_say_which_workflow_it_is(shared: Shared, verify: Verify) -> None:
    shared.settings("tests: {integration: .github/workflows/integration.yml}\n")
    run(shared, path=".github/workflows/lint.yml", name="Lint")
    shared.branch("mine")
    shared.write(".github/readiness.yaml", "tests: {integration: .github/workflows/lint.yml}\n")
    shared.commit("ana-ruiz")
    assert verify(INTEGRATION, "--against", "origin/main").told.endswith("names .github/workflows/integration.yml for this test")


def test_a_run_of_another_repository(shared: Shared, verify: Verify) -> None:
    url = "https://github.com/acme/churn/actions/runs/118"
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "x", ("infrastructure.yaml", url, "https://github.com/acme/crm/actions/runs/118")))
    run(shared)
    assert verify(INTEGRATION) == Said("stated", "satisfied", "stated, not verified: its run is not a run of GitHub Actions in acme/churn")


@pytest.mark.honest
def test_runs_that_the_token_may_not_read(shared: Shared, verify: Verify) -> None:
    shared.world(forbidden=["actions"])
    told = "stated, not verified: this token may not read run 118; the workflow needs `actions: read`"
    assert verify(INTEGRATION) == Said("stated", "satisfied", told)


# A drill: the issue was opened then, after the last change, and the person wrote in it.


def drill(shared: Shared, opened: str = "2026-11-13", by: str = "sam-boateng", told_by: str = "jo-marsh", changed: str = "2026-11-01") -> None:
    """The monitors change by a pull request, then the issue is opened, then it is linked."""
    shared.clock(f"{changed}T09:00:00Z")
    tighter = ("fallback.yaml", "above: 0.2, over: 2 runs", "above: 0.3, over: 2 runs")
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "monitors", tighter))
    shared.clock(f"{opened}T09:00:00Z")
    number = shared.issue(by)
    if told_by:
        shared.comment(told_by, number, "18 minutes.")
    shared.clock("2026-11-19T09:00:00Z")
    link = ("fallback.yaml", "churn/issues/207", f"churn/issues/{number}")
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "link", link))


@pytest.mark.honest
def test_a_drill_that_was_told_when_it_happened(shared: Shared, verify: Verify) -> None:
    drill(shared)
    assert verify(DRILL) == Said("verified", "satisfied", "")


@pytest.mark.honest
def test_the_person_may_have_opened_the_issue(shared: Shared, verify: Verify) -> None:
    drill(shared, by="jo-marsh", told_by="")
    assert verify(DRILL).evidence == "verified"


def test_an_issue_that_was_opened_today_for_last_month(shared: Shared, verify: Verify) -> None:
    drill(shared, opened="2026-11-20")
    assert verify(DRILL) == gap(
        "issue #1 was opened on 2026-11-20, but the fallback drill is dated 2026-11-13",
        "link the issue that was opened then, within 3 days; or repeat it",
    )


def test_a_drill_of_which_the_person_told_nothing(shared: Shared, verify: Verify) -> None:
    drill(shared, told_by="ana-ruiz")
    assert verify(DRILL) == gap("jo-marsh wrote nothing in issue #1", "ask jo-marsh to describe there what happened")


def test_a_drill_before_the_monitors_changed(shared: Shared, verify: Verify) -> None:
    drill(shared, changed="2026-11-14")
    assert verify(DRILL) == gap(
        "issue #1 was opened on 2026-11-13, but fallback or monitors changed after that, on 2026-11-14, in COMMIT",
        "repeat it, and link the new issue",
    )


@pytest.mark.parametrize(("opened", "status"), [("08:00", "gap"), pytest.param("12:00", "satisfied", marks=pytest.mark.honest)])
def test_a_drill_on_the_day_on_which_the_monitors_changed(shared: Shared, verify: Verify, opened: str, status: str) -> None:
    numbers: dict[str, int] = {}
    for clock in ("08:00", "11:30", "12:00"):
        shared.clock(f"2026-11-13T{clock}:00Z")
        if clock == "11:30":
            shared.merge("ana-ruiz", shared.change("ana-ruiz", "monitors", ("fallback.yaml", "above: 0.2, over: 2 runs", "above: 0.3, over: 2 runs")))
        else:
            numbers[clock] = shared.issue("jo-marsh")
    link = ("fallback.yaml", "churn/issues/207", f"churn/issues/{numbers[opened]}")
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "link", link))
    said = verify(DRILL)
    told = "stated, not verified: issue #1 was opened on 2026-11-13 at 08:00, but fallback or monitors changed after that, on 2026-11-13 at 11:30, in COMMIT"
    assert (said.status, said.told) == (status, told if status == "gap" else "")


def test_an_issue_that_does_not_exist(verify: Verify) -> None:
    assert verify(DRILL) == gap("there is no issue #207 here", "link the issue in which that person describes what happened")


@pytest.mark.honest
def test_issues_that_the_token_may_not_read(shared: Shared, verify: Verify) -> None:
    shared.world(forbidden=["issues"])
    told = "stated, not verified: GitHub refused it (Resource not accessible by integration); the workflow needs `issues: read`"
    assert verify(DRILL) == Said("stated", "satisfied", told)


# The receiving team: somebody who is in it, and approved.

CONFIRM = ("runbook.md", "date: 2026-11-16", "date: 2026-11-17")


def confirm(shared: Shared, **members: str) -> None:
    number = shared.change("ana-ruiz", "confirm", CONFIRM)
    shared.review("jo-marsh", number)
    shared.merge("ana-ruiz", number)
    if members:
        shared.world(teams={"acme/retention-ops": {login.replace("_", "-"): state for login, state in members.items()}})


@pytest.mark.honest
def test_a_confirmation_by_a_member(shared: Shared, verify: Verify) -> None:
    confirm(shared, jo_marsh="active")
    assert verify(CONFIRMATION) == Said("verified", "satisfied", "")


@pytest.mark.parametrize("members", [{"sam_boateng": "active"}, {"jo_marsh": "pending"}])
def test_a_team_member_who_is_none(shared: Shared, verify: Verify, members: dict[str, str]) -> None:
    confirm(shared, **members)
    assert verify(CONFIRMATION) == gap("jo-marsh is not a member of acme/retention-ops", "ask a member of acme/retention-ops to confirm it")


@pytest.mark.honest
def test_a_team_that_the_token_may_not_read(shared: Shared, verify: Verify) -> None:
    confirm(shared, jo_marsh="active")
    shared.world(forbidden=["members"])
    told = "stated, not verified: this token may not read the members of acme/retention-ops; an App's token with `members: read` may"
    assert verify(CONFIRMATION) == Said("stated", "satisfied", told)


def test_a_team_that_nobody_sees(shared: Shared, verify: Verify) -> None:
    confirm(shared)
    told = "stated, not verified: there is no team acme/retention-ops, or this token may not see it; an App's token with `members: read` may"
    assert verify(CONFIRMATION) == Said("stated", "satisfied", told)


# People who are named: they said so themselves.


def test_people_who_never_said_so(verify: Verify) -> None:
    said = verify("ownership.acceptance")
    assert said.status == "gap"
    assert said.told.split("; ")[0] == "mei-chen is named as production_owner.person, but has not accepted"
    assert len(said.told.split("; ")) == 6


@pytest.mark.honest
def test_they_accept_in_a_comment(shared: Shared, verify: Verify) -> None:
    number = shared.issue("ana-ruiz", "Who owns it?")
    for login in NAMES:
        shared.comment(login, number, "/readiness accept\nGladly.")
    assert verify("ownership.acceptance") == Said("verified", "satisfied", "")


@pytest.mark.parametrize("body", ["I accept", "> /readiness accept", "/readiness accept for mei-chen", "`/readiness accept`"])
def test_other_words_accept_nothing(shared: Shared, verify: Verify, body: str) -> None:
    number = shared.issue("ana-ruiz", "Who owns it?")
    for login in NAMES:
        shared.comment(login, number, body)
    assert verify("ownership.acceptance").told.count("has not accepted") == 6


def test_nobody_accepts_for_another(shared: Shared, verify: Verify) -> None:
    number = shared.issue("ana-ruiz", "Who owns it?")
    for login in NAMES[1:]:
        shared.comment(login, number, "/readiness accept")
    shared.comment("ana-ruiz", number, "/readiness accept\n\nOn behalf of mei-chen")
    said = verify("ownership.acceptance")
    assert said.told == ("mei-chen is named as production_owner.person, but has not accepted; mei-chen is named as incidents.then, but has not accepted")


def test_a_comment_that_somebody_edited_is_nobodys_word(shared: Shared, verify: Verify) -> None:
    number = shared.issue("ana-ruiz", "Who owns it?")
    for login in NAMES[1:]:
        shared.comment(login, number, "/readiness accept")
    comment = shared.comment("mei-chen", number, "Hello")
    shared.edit_comment("ana-ruiz", comment, "/readiness accept")
    assert verify("ownership.acceptance").told.startswith("mei-chen is named as production_owner.person, but has not accepted")


@pytest.mark.honest
def test_they_approve_the_pull_request_that_names_them(shared: Shared, verify: Verify) -> None:
    number = shared.issue("ana-ruiz", "Who owns it?")
    for login in NAMES[1:]:
        shared.comment(login, number, "/readiness accept")
    swap = (
        ("ownership.yaml", "person: mei-chen, backup: tomas-k", "person: lior-katz, backup: tomas-k"),
        ("ownership.yaml", "then: mei-chen", "then: lior-katz"),
    )
    pull = shared.change("ana-ruiz", "owner", *swap)
    shared.review("lior-katz", pull)
    shared.merge("ana-ruiz", pull)
    assert verify("ownership.acceptance") == Said("verified", "satisfied", "")


SWAP = (
    ("ownership.yaml", "person: mei-chen, backup: tomas-k", "person: lior-katz, backup: tomas-k"),
    ("ownership.yaml", "then: mei-chen", "then: lior-katz"),
)


def others_accept(shared: Shared) -> None:
    number = shared.issue("ana-ruiz", "Who owns it?")
    for login in NAMES[1:]:
        shared.comment(login, number, "/readiness accept")


@pytest.mark.honest
def test_they_write_the_pull_request_that_names_them(shared: Shared, verify: Verify) -> None:
    others_accept(shared)
    shared.merge("ana-ruiz", shared.change("lior-katz", "owner", *SWAP))
    assert verify("ownership.acceptance") == Said("verified", "satisfied", "")


def test_somebody_else_pushes_the_name_into_their_pull_request(shared: Shared, verify: Verify) -> None:
    others_accept(shared)
    number = shared.change("lior-katz", "owner", ("contract.yaml", "for two quarters", "for three quarters"))
    for edit in SWAP:
        shared.edit(*edit)
    shared.commit("lior-katz")
    shared.push("ana-ruiz", "owner")
    shared.merge("ana-ruiz", number)
    said = verify("ownership.acceptance")
    assert said.told == "lior-katz is named as production_owner.person, but has not accepted; lior-katz is named as incidents.then, but has not accepted"


@pytest.mark.honest
def test_somebody_else_pushes_something_else_into_it(shared: Shared, verify: Verify) -> None:
    others_accept(shared)
    number = shared.change("lior-katz", "owner", *SWAP)
    shared.edit("contract.yaml", "for two quarters", "for three quarters")
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "owner")
    shared.merge("ana-ruiz", number)
    assert verify("ownership.acceptance").evidence == "verified"


@pytest.mark.honest
@pytest.mark.parametrize("body", ["/Readiness accept", "  /readiness  accept\r\nGladly."])
def test_what_the_bot_takes_for_a_command_counts(shared: Shared, verify: Verify, body: str) -> None:
    number = shared.issue("ana-ruiz", "Who owns it?")
    for login in NAMES:
        shared.comment(login, number, body)
    assert verify("ownership.acceptance").evidence == "verified"


@pytest.mark.parametrize(("folder", "evidence"), [("", None), ("models/third/", None), ("models/other/", "verified")])
def test_an_acceptance_below_another_models_issue(shared: Shared, check: Check, folder: str, evidence: str | None) -> None:
    shared.branch("other")
    shared.copy("readiness", "models/other/readiness")
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "other")
    shared.merge("ana-ruiz", shared.open("ana-ruiz", "other"))
    body = wrap(Marker("item=ownership.acceptance", folder), md("Who owns it?"))
    number = shared.server.call("POST", f"{API}/issues", {"title": "Acceptance", "body": body}, BOT)["number"]
    for login in NAMES:
        shared.comment(login, number, "/readiness accept")
    [item] = [one for one in check(at="models/other")["items"] if one["id"] == "ownership.acceptance"]
    assert item["evidence"] == evidence


# A waiver: granted by somebody else than the one who asked, also where the bot wrote it down.

NO_LOAD_TEST = ("infrastructure.yaml", '  load: {run: https://github.com/acme/churn/actions/runs/121, date: 2026-11-11, version: "1.4.0"}\n', "")
GRANTED = "{item: infrastructure.load-test, reason: The cluster moves, controls: At night, requested_by: ana-ruiz, by: ines-costa, date: 2026-11-19, expires: 2026-12-10}"
WAIVER = ("governance.yaml", "waivers: []", f"waivers:\n  - {GRANTED}")


def waive(shared: Shared, asks: str, by_bot: bool = False, approves: str = "ines-costa") -> None:
    branch = "waive"
    if by_bot:
        comment = shared.comment(asks, shared.issue(asks), "/readiness waive infrastructure.load-test until 2026-12-10 because x")
        branch = f"readiness/waive-infrastructure.load-test-{comment}"
    number = shared.change(BOT if by_bot else asks, branch, NO_LOAD_TEST, WAIVER)
    shared.review(approves, number)
    shared.merge("raj-patel", number)


@pytest.mark.honest
def test_a_waiver_that_somebody_else_granted(shared: Shared, verify: Verify) -> None:
    waive(shared, "ana-ruiz", by_bot=True)
    assert verify(LOAD) == Said(None, "waived", "until 2026-12-10, granted by ines-costa: The cluster moves")


@pytest.mark.honest
def test_a_waiver_that_cannot_be_looked_up(shared: Shared, check: Check) -> None:
    waive(shared, "ana-ruiz")
    assert LOAD not in check()["unverified"]
    shared.world(forbidden=["activity"])
    found = check()
    [waived] = [one for one in found["items"] if one["id"] == LOAD]
    assert LOAD in found["unverified"]
    assert (waived["status"], waived["evidence"]) == ("waived", None)
    assert waived["reason"] == (
        "until 2026-12-10, granted by ines-costa: The cluster moves; stated, not verified: this token may not read who pushed to waive; "
        "the workflow needs `contents: read`"
    )
    assert LOAD in check("--offline")["unverified"]


@pytest.mark.honest
def test_a_waiver_says_so_before_it_ends_and_then_the_gap_returns(shared: Shared, verify: Verify) -> None:
    waive(shared, "ana-ruiz")
    assert verify(LOAD, day="2026-12-11").told.endswith("this waiver for infrastructure.load-test expired on 2026-12-10")
    soon = "until 2026-12-10 (it expires soon: close the gap, or request a new waiver), granted by ines-costa: The cluster moves"
    assert verify(LOAD, day="2026-12-03") == Said(None, "waived", soon)


def test_a_waiver_that_nobody_granted(shared: Shared, verify: Verify) -> None:
    waive(shared, "ana-ruiz", approves="raj-patel")
    said = verify(LOAD)
    assert said.status == "gap"
    assert said.told.endswith("the waiver for it is stated, not verified: ines-costa did not approve #101")


def test_a_waiver_for_the_one_who_asked_through_the_bot(shared: Shared, verify: Verify) -> None:
    waive(shared, "ines-costa", by_bot=True)
    said = verify(LOAD)
    assert said.status == "gap"
    assert said.told.endswith("the waiver for it is stated, not verified: ines-costa gave the command from which the bot opened #101")


# At high tier everything is asked for: that people are there, and that the commit exists.

HIGH = (("governance.yaml", "level: medium", "level: high"),)


def test_at_high_tier_people_must_be_there(shared: Shared, verify: Verify) -> None:
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "high", *HIGH))
    assert verify("ownership.layers") == Said("verified", "satisfied", "")
    assert verify("infrastructure.artifact") == Said("verified", "satisfied", "")
    assert verify("ownership.approver") == gap(
        "jonas-weber cannot be assigned in acme/churn: no such account, or no access",
        "name somebody who is there, or give jonas-weber access",
        said="",
    )


def test_a_commit_of_a_fork(shared: Shared, verify: Verify) -> None:
    """GitHub shows it as if it were of the repository; so it does one of a branch that never came to main."""
    shared.branch("side")
    commit = shared.commit("stranger")
    shared.push("ana-ruiz", "side")
    built = shared.clone.git("rev-list", "--max-count=1", "--grep=passes its evaluation", "origin/main")
    text = (shared.clone.path / "readiness" / "infrastructure.yaml").read_text()
    [old] = re.findall(r"commit: \"?([0-9a-f]+)", text)
    assert built.startswith(old)
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "high", *HIGH, ("infrastructure.yaml", old, commit[: len(old)])))
    told = "main does not have commit COMMIT, which may be of a fork"
    assert verify("infrastructure.artifact").told.endswith(told)


def test_at_medium_tier_an_owner_who_left_is_a_gap_too(shared: Shared, verify: Verify) -> None:
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "owner", ("ownership.yaml", "operations: sam-boateng", "operations: long-gone")))
    assert verify("ownership.layers").told.startswith("long-gone cannot be assigned in acme/churn")
    assert verify("ownership.approver").status == "satisfied"


@pytest.mark.honest
def test_low_tier_accepts_what_is_stated(shared: Shared, verify: Verify) -> None:
    low = ("governance.yaml", "level: medium", "level: low")
    data = ("governance.yaml", "personal_data: true", "personal_data: false")
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "low", low, data))
    assert verify("governance.go-live") == Said("stated", "satisfied", "")
