"""How people work, and nothing refutes it: a person approves in the normal review, and need do nothing else."""

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
    main_moves,
    merged,
    more,
    opened,
    push,
    pushed,
    signed,
)  # fmt: skip
from tests.github.people import Shared

pytestmark = [pytest.mark.e2e, pytest.mark.turns(3), pytest.mark.honest]

METHODS = pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
JOINED = pytest.mark.parametrize("method", ["merge", "squash"])
"""GitHub's rebase leaves merges of main out."""
TWICE = ("governance.yaml", GO_LIVE[2], "go_live: {by: omar-haddad, date: 2026-11-20")


def fine(verify: Verify, **more: str) -> None:
    assert verify(ITEM, **more) == Said("verified", "satisfied", "")


@METHODS
def test_an_approval_in_the_normal_review_is_verified(shared: Shared, verify: Verify, method: str) -> None:
    signed(shared, method)
    fine(verify)


@METHODS
def test_an_approval_after_the_merge(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    merged(shared, number, method)
    shared.review(OMAR, number)
    fine(verify)


@METHODS
def test_who_approves_may_merge(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    approved(shared, opened(shared), method, merger=OMAR)
    fine(verify)


# Branches that fell behind.


@JOINED
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("who", [OMAR, ANA, RAJ])
def test_update_branch(shared: Shared, verify: Verify, method: str, when: str, who: str) -> None:
    """By a merge of main, whoever clicks, before the approval or after it."""
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    if when == "after":
        shared.review(OMAR, number)
    main_moves(shared)
    shared.update(who, "go-live")
    if when == "before":
        shared.review(OMAR, number)
    merged(shared, number, method)
    fine(verify)


@METHODS
@pytest.mark.parametrize("who", [OMAR, RAJ])
def test_update_branch_by_rebase(shared: Shared, verify: Verify, method: str, who: str) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    more(shared, ANA, "go-live", NEARBY)
    number = opened(shared)
    main_moves(shared)
    shared.update(who, "go-live", rebase=True)
    approved(shared, number, method)
    fine(verify)


def test_an_update_before_there_is_anything_to_sign(shared: Shared, verify: Verify) -> None:
    """The block changed on main meanwhile; who updates the branch takes that over, and wrote nothing."""
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    main_moves(shared, DRAFT)
    shared.update(OMAR, "go-live")
    more(shared, ANA, "go-live", MEND)
    approved(shared, number)
    fine(verify)


def test_a_branch_that_the_approver_made_for_a_colleague(shared: Shared, verify: Verify) -> None:
    shared.branch("go-live")
    push(shared, OMAR, "go-live")
    more(shared, ANA, "go-live", GO_LIVE)
    approved(shared, opened(shared))
    fine(verify)


# More than one pair of hands.


@METHODS
def test_the_approver_corrects_something_else(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    more(shared, OMAR, "go-live", ELSEWHERE)
    approved(shared, number, method)
    fine(verify)


@METHODS
def test_a_suggestion_that_they_commit_beside_the_block(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    more(shared, OMAR, "go-live", NEARBY, by=ANA)
    approved(shared, number, method)
    fine(verify)


def test_somebody_else_goes_on_with_the_branch(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", DRAFT)
    number = opened(shared)
    more(shared, RAJ, "go-live", MEND)
    approved(shared, number)
    fine(verify)


@pytest.mark.parametrize("rewrites", ["amend", "rebase"])
def test_a_history_that_was_tidied_up(shared: Shared, verify: Verify, rewrites: str) -> None:
    pushed(shared, ANA, "go-live", DRAFT)
    number = opened(shared)
    shared.edit(*MEND)
    shared.clone.git("commit", "--quiet", "--amend", "--all", "--no-edit")
    push(shared, ANA, "go-live", "--force")
    if rewrites == "rebase":
        main_moves(shared)
        shared.update(ANA, "go-live", rebase=True)
    approved(shared, number)
    fine(verify)


def test_they_try_it_out_on_a_branch_of_their_own(shared: Shared, verify: Verify) -> None:
    made = pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    shared.tick()
    shared.restore(OMAR, "omar-tries", made)
    more(shared, OMAR, "omar-tries", ELSEWHERE)
    approved(shared, number)
    fine(verify)


def test_a_text_that_they_had_tried_to_sign_themselves(shared: Shared, verify: Verify) -> None:
    """As the message says: somebody else writes it, and it is the same text."""
    pushed(shared, OMAR, "omar-signs", GO_LIVE)
    opened(shared, OMAR, "omar-signs")
    signed(shared)
    fine(verify)


def test_their_other_work_goes_on(shared: Shared, verify: Verify) -> None:
    pushed(shared, OMAR, "omar-works", ELSEWHERE)
    signed(shared)
    more(shared, OMAR, "omar-works", NEARBY)
    shared.pull()
    fine(verify)


def test_a_suggestion_that_a_colleague_takes_over(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", DRAFT)
    number = opened(shared)
    shared.edit(*MEND)
    shared.commit(ANA, "Apply suggestions\n\nCo-authored-by: omar-haddad <omar-haddad@users.noreply.github.com>")
    push(shared, ANA, "go-live")
    approved(shared, number)
    fine(verify)


def test_they_ask_for_changes_first(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", DRAFT)
    number = opened(shared)
    shared.review(OMAR, number, "REQUEST_CHANGES")
    more(shared, ANA, "go-live", MEND)
    approved(shared, number)
    fine(verify)


# Branches of branches.


@METHODS
@pytest.mark.parametrize("merger", [OMAR, ANA])
def test_a_colleagues_stacked_pull_request(shared: Shared, verify: Verify, method: str, merger: str) -> None:
    pushed(shared, ANA, "go-live", ELSEWHERE)
    number = opened(shared)
    pushed(shared, RAJ, "stacked", ELSEWHERE, GO_LIVE)
    shared.clone.git("rebase", "--quiet", "origin/go-live", who=RAJ)
    merged(shared, opened(shared, RAJ, "stacked", base="go-live"), method, merger)
    approved(shared, number)
    fine(verify)


def test_their_stacked_pull_request_about_something_else(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    pushed(shared, OMAR, "stacked", ELSEWHERE)
    merged(shared, opened(shared, OMAR, "stacked", base="go-live"))
    approved(shared, number)
    fine(verify)


def test_a_release_branch(shared: Shared, verify: Verify) -> None:
    """git-flow: everything goes to develop, and develop to main in a pull request that the approver approves."""
    pushed(shared, ANA, "develop", ELSEWHERE)
    pushed(shared, ANA, "go-live", ELSEWHERE, GO_LIVE)
    shared.clone.git("rebase", "--quiet", "origin/develop", who=ANA)
    merged(shared, opened(shared, ANA, "go-live", base="develop"), merger=OMAR)
    approved(shared, opened(shared, RAJ, "develop"))
    fine(verify)


def test_a_branch_that_is_used_again(shared: Shared, verify: Verify) -> None:
    """What the approver wrote on it last time landed then."""
    pushed(shared, OMAR, "develop", DRAFT)
    merged(shared, opened(shared, RAJ, "develop"))
    more(shared, ANA, "develop", MEND)
    approved(shared, opened(shared, RAJ, "develop"))
    fine(verify)


# After the merge.


@METHODS
@pytest.mark.parametrize("who", [OMAR, ANA])
def test_a_merged_branch_is_restored(shared: Shared, verify: Verify, method: str, who: str) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    approved(shared, number, method)
    gone = shared.delete(who, "go-live")
    shared.tick()
    shared.restore(who, "go-live", gone)
    fine(verify)


def test_a_branch_deleted_and_restored_before_the_merge(shared: Shared, verify: Verify) -> None:
    made = pushed(shared, ANA, "go-live", GO_LIVE)
    shared.tick()
    shared.delete(OMAR, "go-live")
    shared.tick()
    shared.restore(OMAR, "go-live", made)
    approved(shared, opened(shared))
    fine(verify)


def test_the_branchs_name_is_used_for_something_else(shared: Shared, verify: Verify) -> None:
    signed(shared)
    shared.delete(ANA, "go-live")
    pushed(shared, OMAR, "go-live", TWICE)
    shared.pull()
    fine(verify)


def rename(shared: Shared) -> None:
    """From main to production."""
    tip = shared.clone.git("rev-parse", "origin/main")
    shared.tick()
    shared.restore(RAJ, "production", tip)
    shared.world(defaultBranch="production")


@METHODS
def test_a_default_branch_that_was_renamed(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    more(shared, ANA, "go-live", ELSEWHERE)
    approved(shared, opened(shared), method)
    rename(shared)
    fine(verify)


def test_work_goes_on_under_the_new_name(shared: Shared, verify: Verify) -> None:
    signed(shared)
    rename(shared)
    pushed(shared, RAJ, "later", ELSEWHERE)
    push(shared, RAJ, "production")
    fine(verify)


def test_a_merge_queue(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    shared.review(OMAR, number)
    main_moves(shared)
    shared.world(alias={})
    merged(shared, number)
    fine(verify)


# Folders that move.


def move(shared: Shared, old: str, new: str, branch: str = "move") -> None:
    shared.branch(branch)
    (shared.clone.path / new).parent.mkdir(parents=True, exist_ok=True)
    shared.clone.git("mv", old, new)
    shared.commit(RAJ)
    push(shared, RAJ, branch)
    merged(shared, opened(shared, RAJ, branch))


@METHODS
def test_a_folder_that_moves(shared: Shared, verify: Verify, method: str) -> None:
    signed(shared, method)
    move(shared, "readiness", "models/churn/readiness")
    fine(verify, at="models/churn")


def test_a_folder_that_moves_twice(shared: Shared, verify: Verify) -> None:
    signed(shared)
    move(shared, "readiness", "models/churn/readiness")
    move(shared, "models/churn/readiness", "churn/readiness", "again")
    fine(verify, at="churn")


def test_a_folder_that_moves_and_comes_back(shared: Shared, verify: Verify) -> None:
    signed(shared)
    move(shared, "readiness", "models/churn/readiness")
    move(shared, "models/churn/readiness", "readiness", "back")
    fine(verify)


def test_another_model_comes_to_where_it_stood(shared: Shared, verify: Verify) -> None:
    """Then it is signed at its new place: not refuted, though nobody can tell which of the two was approved."""
    shared.copy("readiness", "../kept")
    move(shared, "readiness", "churn/readiness")
    shared.branch("other")
    shared.copy("../kept", "readiness")
    path = shared.clone.path / "readiness" / "contract.yaml"
    path.write_text(path.read_text().replace("churn-propensity", "uplift"))
    shared.commit(RAJ)
    push(shared, RAJ, "other")
    merged(shared, opened(shared, RAJ, "other"))
    shared.branch("go-live")
    path = shared.clone.path / "churn" / "readiness" / "governance.yaml"
    path.write_text(path.read_text().replace(*GO_LIVE[1:]))
    shared.commit(ANA)
    push(shared, ANA, "go-live")
    approved(shared, opened(shared))
    told = "stated, not verified: it is not known which folder the model was in at COMMIT"
    assert verify(ITEM, at="churn") == Said("stated", "satisfied", told)


def test_a_sign_off_after_the_move(shared: Shared, verify: Verify) -> None:
    move(shared, "readiness", "churn/readiness")
    shared.branch("go-live")
    path = shared.clone.path / "churn" / "readiness" / "governance.yaml"
    path.write_text(path.read_text().replace(*GO_LIVE[1:]))
    shared.commit(ANA)
    push(shared, ANA, "go-live")
    approved(shared, opened(shared))
    fine(verify, at="churn")


# Text that changes and says the same.


@pytest.mark.parametrize(
    "edit",
    [
        ("governance.yaml", "go_live: {", "go_live:   {"),
        ("governance.yaml", "go_live: {", "# decided in the meeting\ngo_live: {"),
        ("infrastructure.yaml", "{share: 5, days: 7,", "{days: 7, share: 5,"),
    ],
    ids=["spaces", "a-comment", "another-order"],
)
def test_a_formatter(shared: Shared, verify: Verify, edit: tuple[str, str, str]) -> None:
    signed(shared)
    main_moves(shared, edit)
    fine(verify)


def test_a_withdrawn_sign_off_given_again_with_a_new_day(shared: Shared, verify: Verify) -> None:
    signed(shared)
    main_moves(shared, BACK)
    pushed(shared, ANA, "again", (*GO_LIVE[:2], TWICE[2]))
    approved(shared, opened(shared, ANA, "again"))
    fine(verify)


def test_acceptances(shared: Shared, check: Check, gallery: Gallery) -> None:
    """Names that stood there when the default branch came, and one that a pull request brought: all in one repository."""
    issue = shared.issue(ANA, "Who owns it?")
    for login in ("mei-chen", "tomas-k", "jo-marsh", OMAR):
        shared.tick()
        shared.comment(login, issue, "/readiness accept")
    pushed(shared, ANA, "on-call", ("ownership.yaml", "first: sam-boateng", "first: ines-costa"))
    number = opened(shared, branch="on-call")
    shared.tick()
    shared.comment("ines-costa", issue, "/readiness accept")
    merged(shared, number)
    [item] = [one for one in check()["items"] if one["id"] == "ownership.acceptance"]
    gallery.count(item["status"] == "gap")
    assert item["evidence"] == "verified"
    rename(shared)
    [item] = [one for one in check()["items"] if one["id"] == "ownership.acceptance"]
    gallery.count(item["status"] == "gap")
    assert item["evidence"] == "verified"
