"""Forgeries by what the files say: rows that are there twice, copies, aliases, moved folders, links. None counts as verified."""

from __future__ import annotations

import shutil

import pytest
from tests.evidence.conftest import Check, Said, Verify
from tests.github.people import API, Shared

pytestmark = [pytest.mark.e2e, pytest.mark.forgery]

ITEM = "governance.go-live"
OLD = "go_live: {by: omar-haddad, date: 2026-11-18"
NEW = "go_live: {by: omar-haddad, date: 2026-11-19"
GO_LIVE = ("governance.yaml", OLD, NEW)
AGAIN = "write go_live again, with the new day, in a pull request that omar-haddad approves"
NOT_APPROVED = Said(None, "gap", "stated, not verified: omar-haddad did not approve #102", "ask omar-haddad to approve #102")


def gap(told: str, fix: str) -> Said:
    return Said(None, "gap", f"stated, not verified: {told}", fix)


def signed(shared: Shared) -> None:
    """An honest sign-off."""
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number)


# Rows: the approval of one is not that of another.

DATA = "datasets:\n"
ROW = '  - {name: clicks, version: "1", lineage: docs/lineage.md, personal_data: false, approved: {by: lior-katz, date: 2026-09-02}}\n'
RENEWED = ("governance.yaml", "approved: {by: lior-katz, date: 2026-09-02}", "approved: {by: lior-katz, date: 2026-09-03}")


def data_approved(shared: Shared) -> None:
    number = shared.change("ana-ruiz", "data", RENEWED)
    shared.review("lior-katz", number)
    shared.merge("ana-ruiz", number)


@pytest.mark.honest
def test_the_approval_of_data(shared: Shared, verify: Verify) -> None:
    data_approved(shared)
    assert verify("governance.datasets").evidence == "verified"


def test_a_second_dataset_beside_an_approved_one(shared: Shared, verify: Verify) -> None:
    data_approved(shared)
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "more", ("governance.yaml", DATA, DATA + ROW)))
    assert verify("governance.datasets").told == "stated, not verified: lior-katz did not approve #102"


@pytest.mark.parametrize("first", [True, False])
def test_a_second_dataset_that_bears_the_approved_ones_name(shared: Shared, verify: Verify, first: bool) -> None:
    data_approved(shared)
    row = ROW.replace('clicks, version: "1"', 'subscriptions_daily, version: "2026-08-31"').replace("false", "true").replace("lineage.md", "value-case.md")
    edit = (DATA, DATA + row) if first else ("impact: {", f"XX{row}impact: {{")
    shared.branch("more")
    shared.edit("governance.yaml", *(edit if first else ("impact: {kind", row + "impact: {kind")))
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "more")
    shared.merge("ana-ruiz", shared.open("ana-ruiz", "more"))
    assert verify("governance.datasets").told.startswith("stated, not verified: lior-katz did not approve #102")


# YAML: what is compared is what the file means.


def test_an_alias_reads_the_same_and_something_else_changes(shared: Shared, verify: Verify) -> None:
    signed(shared)
    block = f'{NEW}, version: "1.4.0"}}'
    alias = ("governance.yaml", block, block.replace("{by", "&signed {by"))
    tier = ("governance.yaml", "level: medium", "level: high")
    shared.merge("raj-patel", shared.change("raj-patel", "alias", alias, tier))
    assert verify(ITEM) == gap("omar-haddad approved #101 at COMMIT, but tier.level in governance.yaml changed after that, in COMMIT", AGAIN)


def test_an_approved_block_behind_an_alias_in_another_place(shared: Shared, verify: Verify) -> None:
    """The compliance approval becomes an alias of a block that its reviewer approved elsewhere."""
    impact = (
        "governance.yaml",
        "{kind: DPIA, url: docs/dpia.md, by: priya-nair, date: 2026-07-28}",
        "{kind: DPIA, url: docs/dpia.md, by: priya-nair, date: 2026-07-29}",
    )
    number = shared.change("ana-ruiz", "impact", impact)
    shared.review("priya-nair", number)
    shared.merge("ana-ruiz", number)
    assert verify("governance.impact").evidence == "verified"
    renewed = ("governance.yaml", "compliance: {by: priya-nair, date: 2026-10-16", "compliance: {by: priya-nair, date: 2026-10-17")
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "copy", renewed))
    assert verify("governance.compliance").told == "stated, not verified: priya-nair did not approve #102"


def test_a_key_that_stands_there_twice(shared: Shared, check: Check) -> None:
    signed(shared)
    twice = (
        "governance.yaml",
        f'{NEW}, version: "1.4.0"}}\n',
        f'{NEW}, version: "1.4.0"}}\ngo_live: {{by: omar-haddad, date: 2026-11-20, version: "1.4.0"}}\n',
    )
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "twice", twice))
    found = check()
    [item] = [one for one in found["items"] if one["id"] == ITEM]
    assert (found["ready"], item["status"], item["evidence"]) == (False, "unknown", None)


def test_a_text_that_could_not_be_read_when_it_was_approved(shared: Shared, verify: Verify) -> None:
    number = shared.change("ana-ruiz", "go-live", ("governance.yaml", OLD, f"go_live: [\n{NEW}"))
    shared.review("omar-haddad", number)
    shared.edit("governance.yaml", f"go_live: [\n{NEW}", NEW)
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "go-live")
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("omar-haddad approved #101 at COMMIT, but the go-live decision changed after that", AGAIN)


# Folders: an approval is of a text at its place.


def moved(shared: Shared, old: str, new: str, *, keep: bool = False) -> int:
    shared.branch("move")
    (shared.clone.path / new).parent.mkdir(parents=True, exist_ok=True)
    if keep:
        shared.clone.git("checkout", "--quiet", "HEAD", "--", old)
        shared.copy(old, new)
    else:
        shared.clone.git("mv", old, new)
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "move")
    number = shared.open("ana-ruiz", "move")
    shared.merge("ana-ruiz", number)
    return number


def test_a_folder_that_was_copied_for_another_model(shared: Shared, check: Check) -> None:
    signed(shared)
    moved(shared, "readiness", "models/other/readiness", keep=True)
    [item] = [one for one in check(at="models/other")["items"] if one["id"] == ITEM]
    assert [finding["message"] for finding in item["findings"]] == ["stated, not verified: omar-haddad did not approve #102"]


def test_a_file_that_was_renamed_and_came_back(shared: Shared, verify: Verify) -> None:
    signed(shared)
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "noop"))
    moved(shared, "readiness/governance.yaml", "readiness/governance.old")
    moved(shared, "readiness/governance.old", "readiness/governance.yaml")
    assert verify(ITEM).told == "stated, not verified: omar-haddad did not approve #104"


def test_a_file_that_became_a_link(shared: Shared, check: Check) -> None:
    signed(shared)
    shared.branch("link")
    file = shared.clone.path / "readiness" / "governance.yaml"
    file.rename(shared.clone.path / "elsewhere.yaml")
    file.symlink_to("../elsewhere.yaml")
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "link")
    shared.merge("ana-ruiz", shared.open("ana-ruiz", "link"))
    found = check()
    [item] = [one for one in found["items"] if one["id"] == ITEM]
    assert (found["ready"], item["evidence"]) == (False, None)


LATER = ("infrastructure.yaml", "{share: 5, days: 7,", "{share: 50, days: 7,")
THERE = "models/churn/readiness"


def laid_out(shared: Shared, *edits: tuple[str, str, str], whole: bool = False) -> None:
    """Files without a model, where the folder will move to."""
    there = shared.clone.path / THERE
    there.mkdir(parents=True, exist_ok=True)
    for path in (shared.clone.path / "readiness").iterdir():
        if whole or path.name in ("governance.yaml", "infrastructure.yaml"):
            text = path.read_text()
            for file, old, new in edits:
                text = text.replace(old, new) if file == path.name else text
            (there / path.name).write_text(text)


def takes_over(shared: Shared) -> None:
    shared.branch("move")
    shutil.rmtree(shared.clone.path / THERE, ignore_errors=True)
    shared.clone.git("mv", "readiness", THERE)
    shared.commit("raj-patel")
    shared.push("raj-patel", "move")
    shared.merge("raj-patel", shared.open("raj-patel", "move"))


def laid_out_on_main(shared: Shared, *edits: tuple[str, str, str]) -> None:
    shared.branch("plant")
    laid_out(shared, *edits)
    shared.commit("raj-patel")
    shared.push("raj-patel", "plant")
    shared.merge("raj-patel", shared.open("raj-patel", "plant"))


def seen_from(shared: Shared, alone: bool) -> str:
    """Where the moved model stands: in the clone that has every branch, or in one that has main alone."""
    if not alone:
        return "models/churn"
    path = shared.clone.path.parent / "alone"
    shared.clone.git("clone", "--quiet", "--single-branch", "--branch=main", "--no-local", f"file://{shared.bare}", str(path))
    return str(path / "models" / "churn")


ALONE = pytest.mark.parametrize("alone", [False, True], ids=["every-branch", "main-alone"])


@ALONE
def test_what_it_covers_laid_out_where_the_folder_moves_to(shared: Shared, verify: Verify, alone: bool) -> None:
    laid_out_on_main(shared, GO_LIVE, LATER)
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number, "squash")
    shared.merge("ana-ruiz", shared.change("ana-ruiz", "later", LATER))
    takes_over(shared)
    told = "omar-haddad approved #102 at COMMIT, but rollout in infrastructure.yaml changed after that, in COMMIT"
    assert verify(ITEM, at=seen_from(shared, alone)) == gap(told, AGAIN)


@ALONE
def test_the_block_laid_out_where_the_folder_moves_to(shared: Shared, verify: Verify, alone: bool) -> None:
    laid_out_on_main(shared, GO_LIVE)
    number = shared.change("ana-ruiz", "go-live", ("governance.yaml", OLD, OLD.replace("18", "17")))
    shared.review("omar-haddad", number)
    shared.edit("governance.yaml", OLD.replace("18", "17"), NEW)
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "go-live")
    shared.merge("ana-ruiz", number, "squash")
    takes_over(shared)
    told = "omar-haddad approved #102 at COMMIT, but the go-live decision changed after that"
    assert verify(ITEM, at=seen_from(shared, alone)) == gap(told, AGAIN)


@pytest.mark.parametrize("whole", [False, True], ids=["files", "a-model"])
@ALONE
def test_their_own_text_laid_out_where_the_folder_moves_to(shared: Shared, verify: Verify, alone: bool, whole: bool) -> None:
    """A colleague lays out, in the same pull request, what the approver then writes into the model; and takes it away again."""
    shared.branch("go-live")
    laid_out(shared, GO_LIVE, whole=whole)
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "go-live")
    shared.edit(*GO_LIVE)
    shared.commit("ana-ruiz")
    shared.push("omar-haddad", "go-live")
    shutil.rmtree(shared.clone.path / THERE)
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "go-live")
    number = shared.open("ana-ruiz", "go-live")
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number, "squash")
    takes_over(shared)
    assert verify(ITEM, at=seen_from(shared, alone)).evidence != "verified"


@ALONE
def test_a_copy_that_bears_the_models_name_for_an_hour(shared: Shared, verify: Verify, alone: bool) -> None:
    shared.branch("go-live")
    laid_out(shared, GO_LIVE, LATER, whole=True)
    shared.edit(*GO_LIVE)
    shared.edit("contract.yaml", "churn-propensity", "toy")
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "go-live")
    number = shared.open("ana-ruiz", "go-live")
    shared.review("omar-haddad", number)
    shutil.rmtree(shared.clone.path / THERE)
    shared.edit("contract.yaml", "toy", "churn-propensity")
    shared.edit(*LATER)
    shared.commit("ana-ruiz")
    shared.push("ana-ruiz", "go-live")
    shared.merge("ana-ruiz", number, "squash")
    takes_over(shared)
    assert verify(ITEM, at=seen_from(shared, alone)).evidence != "verified"


# Pull requests: what was approved is a change to the default branch.


def test_the_revert_of_a_revert(shared: Shared, verify: Verify) -> None:
    signed(shared)
    approved = shared.clone.git("rev-parse", "HEAD")
    for branch in ("revert", "revert-the-revert"):
        shared.branch(branch)
        shared.clone.git("revert", "--no-edit", "--mainline", "1", shared.clone.git("rev-parse", "HEAD"), who="raj-patel")
        shared.push("raj-patel", branch)
        shared.merge("raj-patel", shared.open("raj-patel", branch))
    assert shared.clone.git("diff", "--stat", approved, "HEAD") == ""
    assert verify(ITEM) == gap("omar-haddad did not approve #103", "ask omar-haddad to approve #103")


def test_a_branch_that_begins_before_the_sign_off_was_withdrawn(shared: Shared, verify: Verify) -> None:
    """Merged with main by keeping the old text, so that its own history never saw another one."""
    signed(shared)
    before = shared.clone.git("rev-parse", "HEAD")
    shared.merge("raj-patel", shared.change("raj-patel", "withdraw", ("governance.yaml", NEW, OLD)))
    shared.branch("old")
    shared.clone.git("reset", "--quiet", "--hard", before)
    shared.clone.git("merge", "--quiet", "--no-edit", "--strategy=ours", "origin/main", who="ana-ruiz")
    shared.push("ana-ruiz", "old")
    number = shared.open("ana-ruiz", "old")
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("omar-haddad did not approve #103", "ask omar-haddad to approve #103")


@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_an_approved_commit_that_was_picked_into_another_pull_request(shared: Shared, verify: Verify, method: str) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    approved = shared.clone.git("rev-parse", "HEAD")
    shared.review("omar-haddad", number)
    shared.branch("picked")
    shared.clone.git("cherry-pick", approved, who="ana-ruiz")
    shared.push("ana-ruiz", "picked")
    shared.merge("ana-ruiz", shared.open("ana-ruiz", "picked"), method)
    assert verify(ITEM) == NOT_APPROVED


@pytest.mark.honest
def test_an_approval_for_another_branch(shared: Shared, verify: Verify) -> None:
    """Somebody approves an experiment; then the pull request is turned to main."""
    shared.branch("sandbox")
    shared.push("ana-ruiz", "sandbox")
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.server.call("PATCH", f"{API}/pulls/{number}", {"base": "sandbox"})
    shared.review("omar-haddad", number)
    shared.clock("2026-11-19T10:00:00Z")
    shared.server.call("PATCH", f"{API}/pulls/{number}", {"base": "main"})
    shared.merge("ana-ruiz", number)
    assert verify(ITEM) == gap("omar-haddad approved #101 before its base was changed to main", "ask omar-haddad to approve #101 again")
    shared.clock("2026-11-19T11:00:00Z")
    shared.review("omar-haddad", number)
    assert verify(ITEM).evidence == "verified"
