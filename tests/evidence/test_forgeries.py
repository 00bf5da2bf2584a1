"""A gallery of forgeries, each tried on a GitHub over HTTP with real git below it. None counts as verified."""

from __future__ import annotations

from datetime import date
from urllib.error import HTTPError

import pytest
from tests.evidence.conftest import Said, Verify
from tests.github.people import API, BOT, Shared

pytestmark = [pytest.mark.e2e, pytest.mark.forgery]

ITEM = "governance.go-live"
GO_LIVE = ("governance.yaml", "go_live: {by: omar-haddad, date: 2026-11-18", "go_live: {by: omar-haddad, date: 2026-11-19")
BACK = ("governance.yaml", GO_LIVE[2], GO_LIVE[1])
ROLLOUT = ("infrastructure.yaml", "{share: 5, days: 7,", "{share: 50, days: 7,")
AGAIN = "write go_live again, with the new day, in a pull request that omar-haddad approves"
OTHER = "ask somebody else to write it in a pull request that omar-haddad approves"


def gap(told: str, fix: str) -> Said:
    return Said(None, "gap", f"stated, not verified: {told}", fix)


def test_nobody_approves_their_own_pull_request(shared: Shared, verify: Verify) -> None:
    number = shared.change("omar-haddad", "go-live", GO_LIVE)
    with pytest.raises(HTTPError, match="422"):  # GitHub refuses that by itself
        shared.review("omar-haddad", number)
    shared.review("mei-chen", number)
    shared.merge("omar-haddad", number)
    assert verify(ITEM) == gap("omar-haddad opened #101, and nobody can approve their own change", OTHER)


def test_another_person_with_write_access_writes_the_name(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("mei-chen", number)
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("omar-haddad did not approve #101", "ask omar-haddad to approve #101")


def test_a_comment_is_no_approval(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number, "COMMENT")
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("omar-haddad did not approve #101", "ask omar-haddad to approve #101")


def test_an_approval_that_was_dismissed(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.dismiss("mei-chen", number, shared.review("omar-haddad", number))
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("the approval of #101 by omar-haddad was dismissed", "ask omar-haddad to approve #101")


def test_changes_requested_after_the_approval(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.review("omar-haddad", number, "REQUEST_CHANGES")
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("the last review of #101 by omar-haddad requests changes", "ask omar-haddad to approve #101")


@pytest.mark.honest
def test_a_comment_after_the_approval_takes_nothing_back(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.review("omar-haddad", number, "COMMENT")
    shared.merge("ana-ruiz", number)
    assert verify(ITEM).evidence == "verified"


def test_a_hundred_comments_hide_no_review(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number, "REQUEST_CHANGES")
    for _ in range(101):
        shared.review("ana-ruiz" if _ else "mei-chen", number, "COMMENT")
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("the last review of #101 by omar-haddad requests changes", "ask omar-haddad to approve #101")


def test_approval_then_the_text_changed(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live")
    shared.review("omar-haddad", number)
    shared.edit(*GO_LIVE)
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "go-live")
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("omar-haddad approved #101 at COMMIT, but the go-live decision changed after that", AGAIN)


def test_a_review_of_an_earlier_head_of_the_same_pull_request(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.edit(*ROLLOUT)
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "go-live")
    shared.merge("ana-ruiz", number, "squash")
    assert verify(ITEM) == gap("omar-haddad approved #101 at COMMIT, but rollout in infrastructure.yaml changed after that, in COMMIT", AGAIN)


def test_what_it_covers_changed_weeks_later(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    later = shared.change("raj-patel", "rollout", ROLLOUT)
    shared.merge("raj-patel", later)
    assert verify(ITEM) == gap("omar-haddad approved #101 at COMMIT, but rollout in infrastructure.yaml changed after that, in COMMIT", AGAIN)


@pytest.mark.honest
def test_a_formatter_voids_nothing(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    again = "go_live:  # decided\n  version: '1.4.0'\n  date: 2026-11-19\n  by: omar-haddad"
    tidy = shared.change("raj-patel", "tidy", ("governance.yaml", f'{GO_LIVE[2]}, version: "1.4.0"}}', again))
    shared.merge("raj-patel", tidy)
    assert verify(ITEM).evidence == "verified"


def test_an_old_approval_does_not_come_back_with_the_text(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    shared.merge("raj-patel", shared.change("raj-patel", "withdraw", BACK))
    shared.merge("raj-patel", shared.change("raj-patel", "restore", GO_LIVE))
    assert verify(ITEM) == gap("omar-haddad did not approve #103", "ask omar-haddad to approve #103")


def test_a_direct_push_is_named_as_what_it_is(shared: Shared, verify: Verify) -> None:
    shared.branch("main")
    shared.edit(*GO_LIVE)
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "main")
    assert verify(ITEM) == gap("it was pushed directly to main in COMMIT by ana-ruiz, without a pull request", AGAIN)


def test_a_forged_author_and_a_date_in_2020_change_nothing(shared: Shared, verify: Verify) -> None:
    shared.branch("main")
    shared.edit(*GO_LIVE)
    shared.commit("omar-haddad", "Approved-by: omar-haddad", date(2020, 1, 1))
    shared.push("ana-ruiz", "main")
    assert verify(ITEM) == gap("it was pushed directly to main in COMMIT by ana-ruiz, without a pull request", AGAIN)


def test_a_colleagues_pull_request_that_carries_the_approvers_own_commits(shared: Shared, verify: Verify) -> None:
    shared.branch("go-live")
    shared.edit(*GO_LIVE)
    shared.commit("omar-haddad")
    shared.push("ana-ruiz", "go-live")
    number = shared.open("ana-ruiz", "go-live")
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number, "squash")
    assert verify(ITEM) == gap("omar-haddad wrote COMMIT in #101, which changes the go-live decision", OTHER)


def test_the_approvers_own_commits_under_another_name(shared: Shared, verify: Verify) -> None:
    shared.branch("go-live")
    shared.edit(*GO_LIVE)
    shared.commit("ana-ruiz")
    shared.push("omar-haddad", "go-live")
    number = shared.open("ana-ruiz", "go-live")
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("omar-haddad pushed COMMIT in #101, which changes the go-live decision", OTHER)


@pytest.mark.honest
def test_an_approver_may_correct_something_else_in_it(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.edit("contract.yaml", "for two quarters", "for three quarters")
    shared.commit("omar-haddad")
    shared.push("omar-haddad", "go-live")
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    assert verify(ITEM).evidence == "verified"


def test_an_app_with_a_persons_name(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.world(alias={"mei-chen": "omar-haddad[bot]"})
    shared.review("mei-chen", number)
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("omar-haddad did not approve #101", "ask omar-haddad to approve #101")


def test_a_pull_request_that_is_not_merged(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    assert verify(ITEM).told == "stated, not verified: #101, which brings it, is not merged"


def test_a_pull_request_into_another_branch(shared: Shared, verify: Verify) -> None:
    shared.branch("side")
    shared.push("ana-ruiz", "side")
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.server.call("PATCH", f"{API}/pulls/{number}", {"base": "side"})
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    shared.clone.git("checkout", "--quiet", "-B", "main", "origin/side")
    shared.push("ana-ruiz", "main")
    assert verify(ITEM).told == "stated, not verified: it was pushed directly to main in COMMIT by ana-ruiz, without a pull request"


def test_who_pushed_a_fork_is_not_known(shared: Shared, verify: Verify) -> None:
    shared.branch("go-live")
    shared.edit(*GO_LIVE)
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "go-live")
    number = shared.open("ana-ruiz", "go-live", head_repo="stranger/churn")
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    said = verify(ITEM)
    assert (said.evidence, said.told) == ("stated", "stated, not verified: who pushed to stranger/churn cannot be read here")


@pytest.mark.parametrize(
    ("missing", "told"),
    [("activity", "this token may not read who pushed to go-live; the workflow needs `contents: read`")],
)
@pytest.mark.honest
def test_a_right_that_is_missing_makes_it_unknown(shared: Shared, verify: Verify, missing: str, told: str) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)
    shared.world(forbidden=[missing])
    said = verify(ITEM)
    assert (said.evidence, said.status, said.told) == ("stated", "satisfied", f"stated, not verified: {told}")


def test_the_bots_pull_request_for_the_one_who_approves_it(shared: Shared, verify: Verify) -> None:
    comment = shared.comment("omar-haddad", shared.issue("ana-ruiz"), "/readiness go-live")
    number = shared.change(BOT, f"readiness/waive-governance.go-live-{comment}", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.merge("omar-haddad", number)
    assert verify(ITEM) == gap("omar-haddad gave the command from which the bot opened #101", OTHER)


@pytest.mark.parametrize("branch", ["go-live", "readiness/waive-x-999"])
def test_the_bots_pull_request_that_nobody_asked_for(shared: Shared, verify: Verify, branch: str) -> None:
    number = shared.change(BOT, branch, GO_LIVE)
    shared.review("omar-haddad", number)
    shared.merge(BOT, number)
    assert verify(ITEM).told in (
        "stated, not verified: the bot opened that pull request, and its branch names no comment that asked for it",
        "stated, not verified: the comment that asked the bot for it is gone, or is not a command",
    )
