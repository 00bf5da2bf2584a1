"""Forgeries by who somebody is: capitals, strangers, bots, accounts that are gone, names that look alike. None counts as verified."""

from __future__ import annotations

import pytest
from tests.evidence.conftest import Check, Said, Verify
from tests.github.people import API, BOT, Shared

pytestmark = [pytest.mark.e2e, pytest.mark.forgery]

ITEM = "governance.go-live"
OLD = "go_live: {by: omar-haddad, date: 2026-11-18"
GO_LIVE = ("governance.yaml", OLD, "go_live: {by: omar-haddad, date: 2026-11-19")
OTHER = "ask somebody else to write it in a pull request that {} approves"


def gap(told: str, fix: str) -> Said:
    return Said(None, "gap", f"stated, not verified: {told}", fix)


def signed_by(login: str) -> tuple[tuple[str, str, str], ...]:
    """This person signs off, and did."""
    return (
        ("governance.yaml", OLD, f"go_live: {{by: {login}, date: 2026-11-19"),
        ("ownership.yaml", "signs_off: omar-haddad", f"signs_off: {login}"),
    )


def test_capitals_make_nobody_another_person(shared: Shared, verify: Verify) -> None:
    number = shared.change("omar-haddad", "go-live", *signed_by("Omar-Haddad"))
    shared.review("mei-chen", number)
    shared.merge("omar-haddad", number)
    assert verify(ITEM) == gap("Omar-Haddad opened #101, and nobody can approve their own change", OTHER.format("Omar-Haddad"))


@pytest.mark.honest
def test_nor_do_they_take_an_approval_away(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", *signed_by("Omar-Haddad"))
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    assert verify(ITEM).evidence == "verified"


@pytest.mark.parametrize("login", ["\N{CYRILLIC SMALL LETTER O}mar-haddad", "omar\N{NON-BREAKING HYPHEN}haddad", "omar-haddad\N{ZERO WIDTH SPACE}"])
def test_a_name_that_looks_alike_is_no_login(shared: Shared, check: Check, login: str) -> None:
    number = shared.change("ana-ruiz", "go-live", ("governance.yaml", OLD, f'go_live: {{by: "{login}", date: 2026-11-19'))
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    found = check()
    [item] = [one for one in found["items"] if one["id"] == ITEM]
    assert (found["ready"], item["status"], item["evidence"]) == (False, "unknown", None)
    assert [finding["fix"] for finding in found["findings"]] == ["write one person's login, without '@': mei-chen"]


def test_a_review_by_an_account_that_is_gone(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", *signed_by("ghost"))
    shared.world(alias={"omar-haddad": ""})
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    assert verify(ITEM).told == "stated, not verified: ghost did not approve #101"


def test_a_renamed_account_has_approved_under_its_new_name_alone(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.world(alias={"omar-haddad": "omar-h"})
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("omar-haddad did not approve #101", "ask omar-haddad to approve #101")


def test_a_stranger_who_took_the_old_name(shared: Shared, verify: Verify) -> None:
    """On a public repository anybody may review, under a name that became free or was made up."""
    number = shared.change("ana-ruiz", "go-live", *signed_by("omar-the-second"))
    shared.world(alias={"kim-oyelaran": "omar-the-second"})
    shared.review("kim-oyelaran", number)
    shared.merge("ana-ruiz", number)
    told = "omar-the-second approved #101, but has no access to acme/churn; GitHub does not keep whether they had it then"
    assert verify(ITEM) == Said("stated", "satisfied", f"stated, not verified: {told}")


@pytest.mark.parametrize("bot", [BOT, "acme-merge-queue[bot]"])
def test_a_bot_answers_for_nothing(shared: Shared, verify: Verify, bot: str) -> None:
    number = shared.change("ana-ruiz", "go-live", *signed_by(f'"{bot}"'))
    shared.world(alias={"kim-oyelaran": bot})
    shared.review("kim-oyelaran", number)
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap(f"{bot} is a bot, and only a person can answer for this", "ask a person to sign it")


def test_another_bots_pull_request(shared: Shared, verify: Verify) -> None:
    """Whoever told it to open that may be the one who approves it."""
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.server.call("PATCH", f"{API}/pulls/{number}", {"author": "acme-release[bot]"})
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    told = "it is not known who asked acme-release[bot] for #101"
    assert verify(ITEM) == Said("stated", "satisfied", f"stated, not verified: {told}")


def test_a_commit_that_a_bot_pushed_to_a_colleagues_pull_request(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live")
    shared.edit(*GO_LIVE)
    shared.commit("ana-ruiz")
    shared.push("acme-release[bot]", "go-live")
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    told = "acme-release[bot] pushed COMMIT in #101, which changes the go-live decision; it is not known who asked for that"
    assert verify(ITEM) == Said("stated", "satisfied", f"stated, not verified: {told}")


@pytest.mark.honest
def test_a_bot_may_push_what_changes_nothing(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.edit("contract.yaml", "for two quarters", "for three quarters")
    shared.commit("ana-ruiz")
    shared.push("acme-release[bot]", "go-live")
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    assert verify(ITEM).evidence == "verified"


@pytest.mark.parametrize("trailer", ["Approved-by", "Reviewed-by", "Co-authored-by", "Signed-off-by"])
def test_a_trailer_is_no_approval(shared: Shared, verify: Verify, trailer: str) -> None:
    shared.branch("go-live")
    shared.edit(*GO_LIVE)
    shared.commit("ana-ruiz", f"Go live\n\n{trailer}: omar-haddad <omar-haddad@users.noreply.github.com>")
    shared.push("ana-ruiz", "go-live")
    number = shared.open("ana-ruiz", "go-live")
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("omar-haddad did not approve #101", "ask omar-haddad to approve #101")


# The bot's own pull requests: the branch names the comment, and anybody with write access can make a branch of any name.

NO_LOAD_TEST = ("infrastructure.yaml", '  load: {run: https://github.com/acme/churn/actions/runs/121, date: 2026-11-11, version: "1.4.0"}\n', "")
GRANTED = "{item: infrastructure.load-test, reason: The cluster moves, controls: At night, requested_by: ana-ruiz, by: ines-costa, date: 2026-11-19, expires: 2026-12-10}"
WAIVER = ("governance.yaml", "waivers: []", f"waivers:\n  - {GRANTED}")
WAIVE = "/readiness waive {} until 2026-12-10 because x"


def waived(shared: Shared, verify: Verify, body: str, *edits: tuple[str, str, str]) -> Said:
    """The bot's pull request, whose branch names a comment of ana-ruiz with this text."""
    comment = shared.comment("ana-ruiz", shared.issue("ana-ruiz"), body)
    number = shared.change(BOT, f"readiness/waive-infrastructure.load-test-{comment}", NO_LOAD_TEST, WAIVER, *edits)
    shared.review("ines-costa", number)
    shared.review("omar-haddad", number)
    shared.merge("raj-patel", number)
    return verify("infrastructure.load-test")


@pytest.mark.honest
def test_what_the_comment_asked_for(shared: Shared, verify: Verify) -> None:
    said = waived(shared, verify, WAIVE.format("infrastructure.load-test"))
    assert (said.status, said.told) == ("waived", "until 2026-12-10, granted by ines-costa: The cluster moves")


@pytest.mark.parametrize("body", ["/readiness explain infrastructure.load-test", WAIVE.format("fallback.drill"), "/readiness waive"])
def test_a_comment_that_asked_for_something_else(shared: Shared, verify: Verify, body: str) -> None:
    said = waived(shared, verify, body)
    assert said.status == "waived"
    assert said.told.endswith("; stated, not verified: the comment that #101 names did not ask for the waiver")


@pytest.mark.parametrize(("old", "new"), [("expires: 2026-12-10", "expires: 2026-12-15"), ("requested_by: ana-ruiz", "requested_by: raj-patel")])
def test_a_waiver_that_is_another_than_the_comment_asked_for(shared: Shared, verify: Verify, old: str, new: str) -> None:
    said = waived(shared, verify, WAIVE.format("infrastructure.load-test"), ("governance.yaml", old, new))
    assert said.told.endswith("; stated, not verified: the comment that #101 names did not ask for the waiver")


def test_a_second_commit_in_the_bots_name(shared: Shared, verify: Verify) -> None:
    """Any workflow of the repository may push as the bot; who started that one is not known."""
    comment = shared.comment("ana-ruiz", shared.issue("ana-ruiz"), WAIVE.format("infrastructure.load-test"))
    branch = f"readiness/waive-infrastructure.load-test-{comment}"
    number = shared.change(BOT, branch, NO_LOAD_TEST, WAIVER)
    shared.edit("governance.yaml", "controls: At night", "controls: None")
    shared.commit(BOT)
    shared.push(BOT, branch)
    shared.review("ines-costa", number)
    shared.merge("raj-patel", number)
    told = "github-actions[bot] pushed COMMIT in #101, which changes the waiver; it is not known who asked for that"
    assert verify("infrastructure.load-test").told.endswith(f"; stated, not verified: {told}")


def test_more_than_the_comment_asked_for(shared: Shared, verify: Verify) -> None:
    waived(shared, verify, WAIVE.format("infrastructure.load-test"), GO_LIVE)
    assert verify(ITEM) == Said("stated", "satisfied", "stated, not verified: the comment that #101 names did not ask for the go-live decision")


def test_a_comment_that_came_after_the_pull_request(shared: Shared, verify: Verify) -> None:
    shared.clock("2026-11-19T12:00:00Z")
    comment = shared.comment("ana-ruiz", shared.issue("ana-ruiz"), WAIVE.format("infrastructure.load-test"))
    shared.clock("2026-11-19T09:00:00Z")
    number = shared.change(BOT, f"readiness/waive-infrastructure.load-test-{comment}", NO_LOAD_TEST, WAIVER)
    shared.review("ines-costa", number)
    shared.merge("raj-patel", number)
    assert verify("infrastructure.load-test").told.endswith("; stated, not verified: the comment that #101 names did not ask for the waiver")
