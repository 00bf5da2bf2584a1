"""Forgeries by detours over other people, other repositories, other branches and other days. None counts as verified."""

from __future__ import annotations

import pytest
from tests.evidence.conftest import Check, Gallery, Said, Verify
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
    approved,
    commit,
    main_moves,
    merged,
    more,
    opened,
    push,
    pushed,
    signed,
)
from tests.github.people import API, Shared

pytestmark = [pytest.mark.e2e, pytest.mark.turns(3), pytest.mark.forgery]

FINE = Said("verified", "satisfied", "")
METHODS = pytest.mark.parametrize("method", ["merge", "squash", "rebase"])


def refuted(verify: Verify, told: str) -> None:
    said = verify(ITEM)
    assert (said.status, said.told) == ("gap", f"stated, not verified: {told}")


def doubted(verify: Verify, told: str) -> None:
    said = verify(ITEM)
    assert (said.evidence, said.told) == ("stated", f"stated, not verified: {told}")


def forked(shared: Shared, login: str, owner: str, branch: str, *edits: tuple[str, str, str], by: str = ANA) -> tuple[int, str]:
    """A pull request from somebody's fork, whose pushes nobody here sees; its number and its commit."""
    shared.branch(branch)
    made = commit(shared, *edits, by=by)
    shared.clone.git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
    return opened(shared, login, branch, head_repo=f"{owner}/churn"), made


# A fork of the approver's.


@pytest.mark.parametrize("method", ["squash", "rebase"])
def test_their_forks_pull_request_taken_over_by_a_colleague(shared: Shared, verify: Verify, method: str) -> None:
    number = taken_over(shared, method)
    refuted(verify, f"omar-haddad opened #{number}, which brought the go-live decision into #102")


def test_the_same_merged_with_its_commits(shared: Shared, verify: Verify) -> None:
    """GitHub calls their pull request merged as soon as its head stands on main
    (docs.github.com/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request, "Indirect merges")."""
    number = taken_over(shared, "merge")
    indirectly_merged(shared, number)
    assert verify(ITEM).status == "gap"


def indirectly_merged(shared: Shared, number: int) -> None:
    tip = shared.clone.git("rev-parse", "origin/main")
    told = {"merged": "2026-11-18T12:59:00Z", "mergeCommit": tip, "brought": [tip], "headAtMerge": f"{tip}^2", "baseAtMerge": f"{tip}^1"}
    shared.server.call("PATCH", f"{API}/pulls/{number}", told)


def taken_over(shared: Shared, method: str) -> int:
    number, made = forked(shared, OMAR, OMAR, "theirs", GO_LIVE)
    shared.clone.git("checkout", "--quiet", "-B", "go-live", made)
    push(shared, ANA, "go-live")
    approved(shared, opened(shared), method)
    return number


@pytest.mark.parametrize("method", ["squash", "rebase"])
def test_the_same_with_a_draft_that_the_colleague_mends(shared: Shared, verify: Verify, method: str) -> None:
    number = mended(shared, method)
    refuted(verify, f"omar-haddad opened #{number}, which brought the go-live decision into #102")


def test_the_same_draft_merged_with_its_commits(shared: Shared, verify: Verify) -> None:
    number = mended(shared, "merge")
    indirectly_merged(shared, number)
    assert verify(ITEM).status == "gap"


def mended(shared: Shared, method: str) -> int:
    number, made = forked(shared, OMAR, OMAR, "theirs", DRAFT)
    shared.clone.git("checkout", "--quiet", "-B", "go-live", made)
    commit(shared, MEND)
    push(shared, ANA, "go-live")
    approved(shared, opened(shared), method)
    return number


def test_a_colleagues_pull_request_from_their_fork(shared: Shared, verify: Verify) -> None:
    number, _ = forked(shared, ANA, OMAR, "theirs", GO_LIVE)
    approved(shared, number)
    doubted(verify, "who pushed to omar-haddad/churn cannot be read here")


def test_their_fork_that_is_gone(shared: Shared, verify: Verify) -> None:
    shared.branch("theirs")
    commit(shared, GO_LIVE)
    shared.clone.git("push", "--quiet", "origin", "HEAD:refs/heads/theirs")
    approved(shared, opened(shared, ANA, "theirs", head_repo=""))
    assert verify(ITEM).evidence != "verified"


@pytest.mark.honest
def test_they_open_a_pull_request_from_a_colleagues_branch_later(shared: Shared, verify: Verify) -> None:
    """A backport, say: the text was the colleague's before."""
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    shared.tick()
    opened(shared, OMAR, "go-live", base="main", head_repo="omar-haddad/churn")
    approved(shared, number)
    assert verify(ITEM) == FINE


# An approval of one pull request, and another one merged.


@METHODS
def test_an_approved_head_merged_by_another_pull_request(shared: Shared, verify: Verify, method: str) -> None:
    made = pushed(shared, ANA, "go-live", GO_LIVE)
    first = opened(shared)
    shared.review(OMAR, first)
    more(shared, ANA, "go-live", ELSEWHERE)
    shared.clone.git("checkout", "--quiet", "-B", "again", made)
    push(shared, RAJ, "again")
    second = opened(shared, RAJ, "again")
    merged(shared, second, method)
    refuted(verify, f"omar-haddad did not approve #{second}")


def test_forced_back_to_the_approved_head_with_another_text_merged(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", DRAFT)
    number = opened(shared)
    shared.review(OMAR, number)
    more(shared, ANA, "go-live", MEND)
    merged(shared, number)
    refuted(verify, "omar-haddad approved #101 at COMMIT, but the go-live decision changed after that")


@pytest.mark.honest
@METHODS
def test_forced_back_to_the_approved_head(shared: Shared, verify: Verify, method: str) -> None:
    made = pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    shared.tick()
    shared.review(OMAR, number)
    more(shared, ANA, "go-live", BACK)
    shared.clone.git("reset", "--quiet", "--hard", made)
    push(shared, ANA, "go-live", "--force")
    merged(shared, number, method)
    assert verify(ITEM) == FINE


def test_two_pull_requests_in_one_queue(shared: Shared, verify: Verify) -> None:
    """The one that they approved says nothing of it; the other one goes in with it."""
    pushed(shared, ANA, "elsewhere", ELSEWHERE)
    one = opened(shared, ANA, "elsewhere")
    pushed(shared, RAJ, "go-live", GO_LIVE)
    other = opened(shared, RAJ)
    shared.review(OMAR, one)
    for number in (one, other):
        shared.server.call("PUT", f"{API}/pulls/{number}/merge", {"merge_method": "squash"}, ANA)
    shared.pull()
    refuted(verify, f"omar-haddad did not approve #{other}")


@pytest.mark.parametrize("base", ["side", "release/1.4"])
def test_turned_to_main_after_the_approval(shared: Shared, verify: Verify, base: str) -> None:
    shared.branch(base)
    push(shared, ANA, base)
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared, base=base)
    shared.tick()
    shared.review(OMAR, number)
    shared.tick()
    shared.server.call("PATCH", f"{API}/pulls/{number}", {"base": "main"}, ANA)
    merged(shared, number)
    refuted(verify, "omar-haddad approved #101 before its base was changed to main")


def test_turned_away_and_back(shared: Shared, verify: Verify) -> None:
    shared.branch("side")
    push(shared, ANA, "side")
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    shared.review(OMAR, number)
    for base in ("side", "main"):
        shared.tick()
        shared.server.call("PATCH", f"{API}/pulls/{number}", {"base": base}, ANA)
    merged(shared, number)
    assert verify(ITEM).evidence != "verified"


# Old texts with old approvals.


@METHODS
def test_an_approved_commit_picked_with_its_old_date(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    approved(shared, opened(shared), "squash")
    old = shared.clone.git("rev-parse", "HEAD")
    main_moves(shared, BACK)
    shared.branch("again")
    shared.clone.git("cherry-pick", old, who=OMAR)
    push(shared, RAJ, "again")
    number = opened(shared, RAJ, "again")
    merged(shared, number, method)
    refuted(verify, f"omar-haddad did not approve #{number}")


def test_the_whole_folder_as_it_was(shared: Shared, verify: Verify) -> None:
    signed(shared)
    old = shared.clone.git("rev-parse", "HEAD")
    main_moves(shared, BACK)
    shared.branch("again")
    shared.clone.git("checkout", "--quiet", old, "--", "readiness")
    shared.commit(RAJ)
    push(shared, RAJ, "again")
    number = opened(shared, RAJ, "again")
    merged(shared, number)
    refuted(verify, f"omar-haddad did not approve #{number}")


def test_their_own_branch_that_landed_without_its_words_and_is_used_again(shared: Shared, verify: Verify) -> None:
    """Their commit came to main by a merge that left its text out. It is still theirs."""
    pushed(shared, OMAR, "go-live", GO_LIVE, by=ANA)
    made = shared.clone.git("rev-parse", "HEAD")
    more(shared, ANA, "go-live", BACK)
    merged(shared, opened(shared))
    shared.clone.git("checkout", "--quiet", "-B", "again", made)
    shared.clone.git("merge", "--quiet", "--no-edit", "--strategy=ours", "origin/main", who=ANA)
    push(shared, ANA, "again")
    approved(shared, opened(shared, ANA, "again"))
    assert verify(ITEM).evidence != "verified"


# Changed and changed back while it was approved.

TIER = ("governance.yaml", "level: medium", "level: high")
DIGEST = ("infrastructure.yaml", "{share: 5, days: 7,", "{share: 50, days: 7,")


@METHODS
@pytest.mark.parametrize("edit", [TIER, DIGEST], ids=["tier", "rollout"])
def test_what_it_covers_was_another_when_they_approved(shared: Shared, verify: Verify, method: str, edit: tuple[str, str, str]) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE, edit)
    number = opened(shared)
    shared.tick()
    shared.review(OMAR, number)
    more(shared, ANA, "go-live", (edit[0], edit[2], edit[1]))
    merged(shared, number, method)
    assert verify(ITEM).status == "gap"


@pytest.mark.honest
@METHODS
def test_changed_and_changed_back_before_they_approved(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE, DIGEST)
    number = opened(shared)
    more(shared, RAJ, "go-live", (DIGEST[0], DIGEST[2], DIGEST[1]))
    approved(shared, number, method)
    assert verify(ITEM) == FINE


# Other people's reviews.


@pytest.mark.parametrize("who", ["mei-chen", "priya-nair", RAJ, "code-owner", "omar-haddad-2", "omar_haddad", "omar-haddad-acme"])
def test_whoever_else_approves(shared: Shared, verify: Verify, who: str) -> None:
    """A code owner's approval lets it be merged, and signs nothing."""
    shared.branch("main")
    shared.write("CODEOWNERS", f"/readiness/ @{who}\n")
    shared.commit(ANA)
    push(shared, ANA, "main")
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    shared.world(alias={"kim-oyelaran": who})
    approved(shared, number, who="kim-oyelaran")
    refuted(verify, f"omar-haddad did not approve #{number}")


def test_their_app_pushes_for_them(shared: Shared, verify: Verify) -> None:
    pushed(shared, "omars-helper[bot]", "go-live", GO_LIVE, by=ANA)
    approved(shared, opened(shared))
    assert verify(ITEM).evidence != "verified"


@pytest.mark.parametrize("bot", ["dependabot[bot]", "renovate[bot]", "pre-commit-ci[bot]"])
def test_a_bots_pull_request_with_the_block_in_it(shared: Shared, verify: Verify, bot: str) -> None:
    pushed(shared, bot, "go-live", GO_LIVE, by=ANA)
    number = opened(shared)
    shared.server.call("PATCH", f"{API}/pulls/{number}", {"author": bot})
    approved(shared, number)
    doubted(verify, f"it is not known who asked {bot} for #{number}")


def test_their_batch_of_suggestions(shared: Shared, verify: Verify) -> None:
    """Committed by themselves on the page: GitHub is the committer, and they pushed it."""
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    more(shared, OMAR, "go-live", GO_LIVE, NEARBY, by=ANA)
    approved(shared, number)
    refuted(verify, "omar-haddad pushed COMMIT in #101, which changes the go-live decision")


@pytest.mark.honest
@METHODS
def test_a_batch_that_the_colleague_commits_with_them_as_co_author(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", DRAFT)
    number = opened(shared)
    shared.edit(*MEND)
    shared.commit(ANA, "Apply suggestions\n\nCo-authored-by: Omar Haddad <1002+omar-haddad@users.noreply.github.com>")
    push(shared, ANA, "go-live")
    approved(shared, number, method)
    assert verify(ITEM) == FINE


# Instead of a sign-off.


@pytest.mark.parametrize("key", ["go_live", "compliance", "validation", "design_review", "tier"])
def test_no_reason_stands_for_a_sign_off(shared: Shared, check: Check, gallery: Gallery, key: str) -> None:
    """Refused, somebody writes that it does not apply."""
    pushed(shared, ANA, "na", ELSEWHERE)
    path = shared.clone.path / "readiness" / "governance.yaml"
    lines = path.read_text().splitlines()
    [number] = [n for n, line in enumerate(lines) if line.startswith(f"{key}:")]
    end = next((n for n in range(number + 1, len(lines)) if not lines[n].startswith((" ", "#"))), len(lines))
    path.write_text("\n".join([*lines[:number], f"{key}: {{na: Nobody needs it}}", *lines[end:]]) + "\n")
    shared.commit(ANA)
    push(shared, ANA, "na")
    number = opened(shared, ANA, "na")
    shared.review(OMAR, number, "REQUEST_CHANGES")
    merged(shared, number)
    found = check()
    [item] = [one for one in found["items"] if one["id"] == f"governance.{key.replace('_', '-')}"]
    gallery.count(item["status"] in ("satisfied", "waived", "na"))
    assert item["status"] == "gap"
