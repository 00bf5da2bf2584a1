"""Forgeries in which the approver's own text comes by a detour: the order of commits, dropped tips, stacks, old states. None counts."""

from __future__ import annotations

import pytest
from tests.evidence.conftest import Verify
from tests.evidence.ways import (
    ANA,
    BACK,
    DRAFT,
    ELSEWHERE,
    GO_LIVE,
    ITEM,
    MEND,
    NEARBY,
    OMAR,
    RAJ,
    Edit,
    approved,
    commit,
    main_moves,
    merged,
    more,
    opened,
    push,
    pushed,
    signed,
)  # fmt: skip
from tests.github.people import Shared
from tests.github.store import NOTHING

pytestmark = [pytest.mark.e2e, pytest.mark.turns(3), pytest.mark.forgery]

METHODS = pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
OTHER = "ask somebody else to write it in a pull request that omar-haddad approves"
PUSHED = "stated, not verified: omar-haddad pushed COMMIT in #101, which changes the go-live decision"


def refuted(verify: Verify, told: str = PUSHED, item: str = ITEM) -> None:
    said = verify(item)
    assert (said.status, said.told, said.fix) == ("gap", told, OTHER)


def doubted(verify: Verify, told: str) -> None:
    """Nobody can tell: not verified, and no gap."""
    said = verify(ITEM)
    assert (said.status, said.evidence, said.told) == ("satisfied", "stated", f"stated, not verified: {told}")


# Who pushed is what GitHub saw, not where a commit stands in a list.


@METHODS
def test_their_text_below_a_colleagues(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, OMAR, "go-live", GO_LIVE, by=ANA)
    more(shared, ANA, "go-live", ELSEWHERE)
    approved(shared, opened(shared), method)
    refuted(verify)


@METHODS
def test_their_text_between_two_of_a_colleagues(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    more(shared, OMAR, "go-live", GO_LIVE, by=ANA)
    more(shared, ANA, "go-live", NEARBY)
    approved(shared, number, method)
    refuted(verify)


@pytest.mark.parametrize("last", [ELSEWHERE, BACK], ids=["something-else", "taken-back"])
@METHODS
def test_a_tip_of_theirs_that_a_colleague_drops(shared: Shared, verify: Verify, method: str, last: Edit) -> None:
    """The push ends in a commit that is in no list any more; what lies below it came by that push all the same."""
    shared.branch("go-live")
    kept = commit(shared, GO_LIVE)
    commit(shared, last)
    push(shared, OMAR, "go-live")
    number = opened(shared)
    shared.clone.git("reset", "--quiet", "--hard", kept)
    push(shared, ANA, "go-live", "--force")
    approved(shared, number, method)
    refuted(verify)


@pytest.mark.parametrize("method", ["merge", "squash"])
def test_a_branch_of_theirs_that_a_colleague_merges(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, OMAR, "draft", GO_LIVE, by=ANA)
    pushed(shared, ANA, "go-live", ELSEWHERE)
    shared.clone.git("merge", "--quiet", "--no-ff", "--no-edit", "origin/draft", who=ANA)
    push(shared, ANA, "go-live")
    approved(shared, opened(shared), method)
    refuted(verify)


def test_a_branch_of_theirs_that_a_colleague_goes_on_with(shared: Shared, verify: Verify) -> None:
    pushed(shared, OMAR, "draft", GO_LIVE, by=ANA)
    commit(shared, ELSEWHERE)
    push(shared, ANA, "go-live")
    approved(shared, opened(shared))
    refuted(verify)


@METHODS
def test_a_branch_of_theirs_under_a_new_name(shared: Shared, verify: Verify, method: str) -> None:
    """Renamed: GitHub's log of the new name begins with whoever renamed it."""
    made = pushed(shared, OMAR, "draft", GO_LIVE, by=ANA)
    shared.tick()
    shared.restore(ANA, "go-live", made)
    shared.delete(ANA, "draft")
    approved(shared, opened(shared), method)
    refuted(verify)


@pytest.mark.parametrize("who", [ANA, OMAR])
def test_a_branch_of_theirs_deleted_and_made_again(shared: Shared, verify: Verify, who: str) -> None:
    made = pushed(shared, OMAR, "go-live", GO_LIVE, by=ANA)
    shared.tick()
    shared.delete(who, "go-live")
    shared.tick()
    shared.restore(ANA, "go-live", made)
    approved(shared, opened(shared))
    refuted(verify)


def test_a_tip_of_theirs_on_a_branch_that_is_gone(shared: Shared, verify: Verify) -> None:
    shared.branch("draft")
    kept = commit(shared, GO_LIVE)
    commit(shared, BACK)
    push(shared, OMAR, "draft")
    shared.delete(OMAR, "draft")
    shared.clone.git("checkout", "--quiet", "-B", "go-live", kept)
    push(shared, ANA, "go-live")
    approved(shared, opened(shared), "squash")
    refuted(verify)


@pytest.mark.parametrize("later", [99, 350])
def test_their_text_below_hundreds_of_pushes(shared: Shared, verify: Verify, later: int) -> None:
    first = pushed(shared, OMAR, "go-live", GO_LIVE, by=ANA)
    second = more(shared, ANA, "go-live", ELSEWHERE)
    _back_and_forth(shared, first, second, later)
    approved(shared, opened(shared))
    refuted(verify)


def test_more_pushes_than_are_read(shared: Shared, verify: Verify) -> None:
    first = pushed(shared, OMAR, "go-live", GO_LIVE, by=ANA)
    second = more(shared, ANA, "go-live", ELSEWHERE)
    _back_and_forth(shared, first, second, 1_000)
    approved(shared, opened(shared))
    doubted(verify, "go-live was pushed to more than 1,000 times")


def test_more_pushes_of_theirs_than_are_read(shared: Shared, verify: Verify) -> None:
    first = pushed(shared, OMAR, "draft", GO_LIVE, by=ANA)
    second = commit(shared, ELSEWHERE)
    push(shared, ANA, "go-live")
    shared.world(alias={})
    _back_and_forth(shared, first, second, 1_000, OMAR, "noise")
    approved(shared, opened(shared))
    doubted(verify, "omar-haddad pushed more than 1,000 times")


def _back_and_forth(shared: Shared, one: str, other: str, times: int, who: str = ANA, branch: str = "go-live") -> None:
    for number in range(times):
        before, after = (other, one) if number % 2 == 0 else (one, other)
        told = {"login": who, "branch": branch, "before": before, "after": after, "kind": "force_push"}
        shared.server.call("POST", "/__pushed", told)


# A push is judged by what the block said before and after it.


@METHODS
def test_their_draft_that_a_colleague_mends(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, OMAR, "go-live", DRAFT, by=ANA)
    more(shared, ANA, "go-live", MEND)
    approved(shared, opened(shared), method)
    refuted(verify)


@METHODS
def test_a_colleagues_draft_that_they_mend(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", DRAFT)
    more(shared, OMAR, "go-live", MEND, by=ANA)
    approved(shared, opened(shared), method)
    refuted(verify)


def test_they_change_it_after_their_approval(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", DRAFT)
    number = opened(shared)
    shared.review(OMAR, number)
    more(shared, OMAR, "go-live", MEND, by=ANA)
    approved(shared, number)
    refuted(verify)


@pytest.mark.parametrize("login", ["Omar-Haddad", "OMAR-HADDAD"])
def test_capitals_make_no_other_pusher(shared: Shared, verify: Verify, login: str) -> None:
    pushed(shared, login, "go-live", GO_LIVE, by=ANA)
    approved(shared, opened(shared))
    assert verify(ITEM).status == "gap"


@pytest.mark.parametrize("method", ["merge", "squash"])
def test_update_branch_with_something_in_it(shared: Shared, verify: Verify, method: str) -> None:
    """A merge of main whose text is in neither parent."""
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    main_moves(shared, NEARBY)
    shared.clone.git("checkout", "--quiet", "go-live")
    shared.clone.git("merge", "--quiet", "--no-ff", "--no-commit", "origin/main", who=ANA)
    commit(shared, GO_LIVE)
    push(shared, OMAR, "go-live")
    approved(shared, number, method)
    refuted(verify)


@METHODS
def test_a_rebase_with_something_in_it(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    main_moves(shared, NEARBY)
    shared.clone.git("checkout", "--quiet", "go-live")
    shared.clone.git("rebase", "--quiet", "origin/main", who=ANA)
    shared.edit(*GO_LIVE)
    shared.clone.git("commit", "--quiet", "--amend", "--all", "--no-edit", who=ANA)
    push(shared, OMAR, "go-live", "--force")
    approved(shared, number, method)
    refuted(verify)


def test_a_second_branch_of_theirs_merged_as_if_it_were_main(shared: Shared, verify: Verify) -> None:
    """The push is a merge that took the text over from another parent; that parent is not the default branch."""
    pushed(shared, OMAR, "draft", GO_LIVE, by=ANA)
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    shared.clone.git("merge", "--quiet", "--no-ff", "--no-edit", "origin/draft", who=ANA)
    push(shared, OMAR, "go-live")
    approved(shared, number)
    refuted(verify)


# An old state of the default branch.


def withdrawn(shared: Shared) -> str:
    """A sign-off that was taken back; the state in which it stood."""
    signed(shared)
    old = shared.clone.git("rev-parse", "HEAD")
    main_moves(shared, BACK)
    return old


@pytest.mark.parametrize(("begins", "joins"), [(OMAR, OMAR), (ANA, OMAR), (OMAR, ANA)])
def test_an_old_main_is_no_update(shared: Shared, verify: Verify, begins: str, joins: str) -> None:
    """The branch stands where main once stood; main is merged into it so that the old text stays."""
    old = withdrawn(shared)
    shared.branch("again")
    shared.clone.git("reset", "--quiet", "--hard", old)
    push(shared, begins, "again")
    commit(shared, ELSEWHERE)
    push(shared, ANA, "again")
    number = opened(shared, ANA, "again")
    shared.clone.git("merge", "--quiet", "--no-edit", "--strategy=ours", "origin/main", who=ANA)
    push(shared, joins, "again")
    approved(shared, number)
    assert verify(ITEM).evidence != "verified"


def test_a_forced_push_of_an_old_main(shared: Shared, verify: Verify) -> None:
    old = withdrawn(shared)
    pushed(shared, ANA, "again", ELSEWHERE)
    number = opened(shared, ANA, "again")
    shared.clone.git("reset", "--quiet", "--hard", old)
    shared.clone.git("merge", "--quiet", "--no-edit", "--strategy=ours", "origin/main", who=ANA)
    push(shared, OMAR, "again", "--force")
    approved(shared, number)
    refuted(verify, PUSHED.replace("#101", f"#{number}"))


def test_their_revert_of_the_withdrawal(shared: Shared, verify: Verify) -> None:
    withdrawn(shared)
    shared.branch("again")
    shared.clone.git("revert", "--no-edit", "--mainline", "1", "HEAD", who=ANA)
    push(shared, OMAR, "again")
    number = opened(shared, ANA, "again")
    approved(shared, number)
    refuted(verify, PUSHED.replace("#101", f"#{number}"))


# Stacked pull requests.

STACKED = "stated, not verified: omar-haddad opened #102, which brought the go-live decision into #101"


@METHODS
@pytest.mark.parametrize("merger", [ANA, OMAR])
def test_their_pull_request_into_a_colleagues(shared: Shared, verify: Verify, method: str, merger: str) -> None:
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    pushed(shared, OMAR, "stacked", ELSEWHERE, GO_LIVE, by=RAJ)
    shared.clone.git("rebase", "--quiet", "origin/go-live", who=RAJ)
    merged(shared, opened(shared, OMAR, "stacked", base="go-live"), method, merger)
    approved(shared, number)
    wrote = "stated, not verified: omar-haddad wrote COMMIT in #101, which changes the go-live decision"
    refuted(verify, wrote if method == "squash" else STACKED)


def test_their_pull_request_of_a_colleagues_commits(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    pushed(shared, RAJ, "stacked", GO_LIVE)
    merged(shared, opened(shared, OMAR, "stacked", base="go-live"))
    approved(shared, number, "squash")
    refuted(verify, STACKED)


def test_a_colleagues_pull_request_of_their_commits(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    pushed(shared, OMAR, "stacked", GO_LIVE, by=RAJ)
    merged(shared, opened(shared, RAJ, "stacked", base="go-live"))
    approved(shared, number)
    refuted(verify, PUSHED.replace("#101", "#102"))


def test_their_pull_request_two_floors_down(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    pushed(shared, RAJ, "first", ("infrastructure.yaml", "cost_per_month: 640", "cost_per_month: 650"))
    first = opened(shared, RAJ, "first", base="go-live")
    pushed(shared, RAJ, "second", GO_LIVE)
    merged(shared, opened(shared, OMAR, "second", base="first"), "squash")
    merged(shared, first)
    approved(shared, number)
    assert verify(ITEM).told == "stated, not verified: omar-haddad wrote COMMIT in #101, which changes the go-live decision"


def test_their_pull_request_merged_at_a_terminal(shared: Shared, verify: Verify) -> None:
    pushed(shared, OMAR, "stacked", GO_LIVE, by=RAJ)
    opened(shared, OMAR, "stacked")
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    shared.clone.git("merge", "--quiet", "--no-ff", "--no-edit", "origin/stacked", who=ANA)
    push(shared, ANA, "go-live")
    approved(shared, number)
    refuted(verify, PUSHED.replace("#101", "#102"))


def test_a_merge_of_nobody_knows_which_pull_request(shared: Shared, verify: Verify) -> None:
    made = pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    after = commit(shared, GO_LIVE)
    shared.clone.git("push", "--quiet", "origin", "HEAD:go-live")
    told = {"login": ANA, "branch": "go-live", "before": made, "after": after, "kind": "pr_merge"}
    shared.server.call("POST", "/__pushed", told)
    approved(shared, number)
    doubted(verify, "it is not known which pull request brought COMMIT into go-live")


# What GitHub's log does not hold.


def test_a_push_that_the_log_lacks(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    commit(shared, GO_LIVE)
    shared.clone.git("push", "--quiet", "origin", "HEAD:go-live")
    commit(shared, NEARBY)
    push(shared, ANA, "go-live")
    approved(shared, number)
    doubted(verify, "it is not known who pushed COMMIT to #101")


def test_the_last_push_that_the_log_lacks(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    commit(shared, GO_LIVE)
    shared.clone.git("push", "--quiet", "origin", "HEAD:go-live")
    approved(shared, number)
    doubted(verify, "it is not known who pushed COMMIT to #101")


def test_a_pusher_whose_account_is_gone(shared: Shared, verify: Verify) -> None:
    shared.branch("go-live")
    after = commit(shared, GO_LIVE)
    shared.clone.git("push", "--quiet", "origin", "HEAD:go-live")
    shared.server.call("POST", "/__pushed", {"login": None, "branch": "go-live", "before": NOTHING, "after": after})
    approved(shared, opened(shared))
    doubted(verify, "it is not known who pushed COMMIT to #101")


def test_a_bot_that_updates_the_branch_with_something_in_it(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    more(shared, "acme-update[bot]", "go-live", GO_LIVE)
    approved(shared, number)
    doubted(verify, "acme-update[bot] pushed COMMIT in #101, which changes the go-live decision; it is not known who asked for that")


# The same of the other sign-offs: each block has its own words.

RENEWED = ("compliance: {by: priya-nair, date: 2026-10-16", "compliance: {by: priya-nair, date: 2026-10-17")
OTHERS: dict[str, tuple[str, str, Edit]] = {
    "compliance": ("governance.compliance", "priya-nair", ("governance.yaml", *RENEWED)),
    "impact": ("governance.impact", "priya-nair", ("governance.yaml", "by: priya-nair, date: 2026-07-28", "by: priya-nair, date: 2026-07-29")),
    "design": ("governance.design-review", "priya-nair", ("governance.yaml", "date: 2026-06-29", "date: 2026-06-30")),
    "tier": ("governance.tier", "priya-nair", ("governance.yaml", "decided_by: priya-nair, date: 2026-06-22", "decided_by: priya-nair, date: 2026-06-23")),
    "security": ("infrastructure.security", "kim-oyelaran", ("infrastructure.yaml", "kim-oyelaran, date: 2026-10-12", "kim-oyelaran, date: 2026-10-13")),
    "data": ("governance.datasets", "lior-katz", ("governance.yaml", "approved: {by: lior-katz, date: 2026-09-02}", "approved: {by: lior-katz, date: 2026-09-03}")),
}  # fmt: skip


@pytest.mark.parametrize("name", list(OTHERS))
def test_other_sign_offs_too(shared: Shared, verify: Verify, name: str) -> None:
    item, who, edit = OTHERS[name]
    shared.branch("sign")
    kept = commit(shared, edit)
    commit(shared, ELSEWHERE)
    push(shared, who, "sign")
    number = opened(shared, ANA, "sign")
    shared.clone.git("reset", "--quiet", "--hard", kept)
    push(shared, ANA, "sign", "--force")
    approved(shared, number, who=who)
    said = verify(item)
    assert said.status == "gap"
    assert said.told.startswith(f"stated, not verified: {who} pushed COMMIT in #101, which changes")


# Drafts: words that were theirs before somebody changed one of them.


def test_their_draft_on_a_branch_that_is_made_again(shared: Shared, verify: Verify) -> None:
    made = pushed(shared, OMAR, "go-live", DRAFT, by=ANA)
    shared.tick()
    shared.delete(ANA, "go-live")
    shared.clone.git("checkout", "--quiet", "-B", "go-live", made)
    commit(shared, MEND)
    push(shared, ANA, "go-live")
    approved(shared, opened(shared))
    refuted(verify)


def test_their_draft_on_another_branch(shared: Shared, verify: Verify) -> None:
    pushed(shared, OMAR, "draft", DRAFT, by=ANA)
    commit(shared, MEND)
    push(shared, ANA, "go-live")
    approved(shared, opened(shared), "squash")
    refuted(verify)


def test_a_push_to_main_that_the_log_lacks(shared: Shared, verify: Verify) -> None:
    """A pull request into another branch; then main is moved there by a way that leaves no trace, and work goes on."""
    shared.branch("side")
    push(shared, ANA, "side")
    pushed(shared, ANA, "go-live", GO_LIVE)
    approved(shared, opened(shared, base="side"))
    shared.clone.git("push", "--quiet", "origin", "origin/side:refs/heads/main")
    shared.clone.git("fetch", "--quiet", "origin")
    main_moves(shared)
    assert verify(ITEM).evidence != "verified"
