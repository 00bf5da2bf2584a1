"""Forged test runs and links, many in one repository: none counts as verified. And the honest ones beside them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.evidence.conftest import Gallery, Said, Verify
from tests.evidence.ways import ANA, ELSEWHERE, RAJ, commit, main_moves, merged, opened, push, pushed
from tests.github.people import Shared

pytestmark = [pytest.mark.e2e, pytest.mark.forgery]

ITEM = "infrastructure.integration-test"
WORKFLOW = ".github/workflows/integration.yml"
URL = "https://github.com/acme/churn/actions/runs/118"
ON_MAIN = "run it on the artifact's commit, and link that run"


def built(shared: Shared) -> str:
    return shared.clone.git("rev-list", "--max-count=1", "--grep=passes its evaluation", "origin/main")


def run(shared: Shared, **more: Any) -> None:
    ours = {"full_name": "acme/churn"}
    told = {
        "id": 118, "path": WORKFLOW, "name": "Integration", "conclusion": "success", "head_sha": built(shared), "event": "push",
        "created_at": "2026-11-10T09:00:00Z", "repository": ours, "head_repository": ours,
    }  # fmt: skip
    shared.world(runs={"118": told | more})


FORGED: dict[str, tuple[dict[str, Any], str]] = {
    **{
        event: ({"event": event}, "run 118 was started by a pull request, whose merge it tested")
        for event in ("pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment")
    },
    "four days early": ({"created_at": "2026-11-06T23:59:59Z"}, "run 118 was started on 2026-11-06, but the test is dated 2026-11-10"),
    "four days late": ({"created_at": "2026-11-14T00:00:00Z"}, "run 118 was started on 2026-11-14, but the test is dated 2026-11-10"),
    "a year early": ({"created_at": "2025-11-10T09:00:00Z"}, "run 118 was started on 2025-11-10, but the test is dated 2026-11-10"),
    "run again on that day": (
        {"created_at": "2026-06-10T09:00:00Z", "run_started_at": "2026-11-10T09:00:00Z", "run_attempt": 7},
        "run 118 was started on 2026-06-10, but the test is dated 2026-11-10",
    ),
    "no day": ({"created_at": None}, "it is not known what started run 118, or when"),
    "no event": ({"event": None}, "it is not known what started run 118, or when"),
    "a fork's": ({"head_repository": {"full_name": "stranger/churn"}}, "run 118 is of stranger/churn, not of acme/churn"),
    "a fork's that is gone": ({"head_repository": None}, "run 118 is of a repository that is gone, not of acme/churn"),
    "another repository's": ({"repository": {"full_name": "acme/churn2"}}, "run 118 is of acme/churn, not of acme/churn"),
    **{
        word: ({"conclusion": word}, f"run 118 ended with {word.replace('_', ' ')}")
        for word in ("neutral", "skipped", "cancelled", "stale", "action_required", "startup_failure")
    },
    "another commit": ({"head_sha": "b" * 40}, "run 118 tested COMMIT, but the artifact was built from COMMIT"),
    "no commit": ({"head_sha": None}, "run 118 tested , but the artifact was built from COMMIT"),
}  # fmt: skip


def test_runs_that_prove_nothing(shared: Shared, verify: Verify, gallery: Gallery) -> None:
    for name, (more, told) in FORGED.items():
        run(shared, **more)
        said = verify(ITEM)
        gallery.count(said.evidence == "verified")
        assert said.told == f"stated, not verified: {told}", name


@pytest.mark.honest
def test_runs_that_prove_it(shared: Shared, verify: Verify, gallery: Gallery) -> None:
    ways: tuple[dict[str, Any], ...] = (
        *({"event": event} for event in ("push", "schedule", "workflow_dispatch", "repository_dispatch", "merge_group", "release")),
        {"created_at": "2026-11-07T00:00:00Z"},
        {"created_at": "2026-11-13T23:59:59Z"},
        {"path": f"{WORKFLOW}@refs/heads/main"},
        {"created_at": "2026-11-10T09:00:00Z", "run_started_at": "2026-11-12T09:00:00Z", "run_attempt": 2},
    )
    for more in ways:
        run(shared, **more)
        said = verify(ITEM)
        gallery.count(said.status == "gap")
        assert said == Said("verified", "satisfied", ""), more


LINKS = (
    "https://github.com/acme/churn/actions/runs/１１８",
    "https://github.com/acme/churn/actions/runs/١١٨",
    "https://github.com/acme/churn/actions/runs/118abc",
    "https://github.com/acme/churn/actions/runs/118-1",
    "https://github.com/acme/churn/actions/runs/118.0",
    "https://github.com/acme/churn/actions/runs/+118",
    "https://github.com/acme/churn/actions/runs/1e2",
    "https://github.com/acme/churn/actions/runs/0",
    "https://github.com/acme/churn/actions/runs/-118",
    f"https://github.com/acme/churn/actions/runs/1{'0' * 30}",
    "https://github.com/acme/churn/actions/runs/",
    "https://github.com/acme/churn/actions/runs/118%30",
    "https://github.com/acme/churn/actions/job/118",
    "https://github.com/acme/churn/actionſ/runs/118",
    "https://github.com/acme/churn2/actions/runs/118",
    "https://github.com/acme2/churn/actions/runs/118",
    "https://github.com/acme/churn/../crm/actions/runs/118",
    "https://github.com.example.org/acme/churn/actions/runs/118",
    "https://github.com@example.org/acme/churn/actions/runs/118",
    "https://example.org/https://github.com/acme/churn/actions/runs/118",
    "https://gitlab.com/acme/churn/actions/runs/118",
    "https://api.github.com/repos/acme/churn/actions/runs/118",
    "http://github.com/acme/churn/actions/runs/118",
)


def test_links_that_lead_elsewhere(shared: Shared, verify: Verify, gallery: Gallery) -> None:
    """None of them is asked for, and none ends the command."""
    run(shared)
    before = URL
    for url in LINKS:
        shared.edit("infrastructure.yaml", f"run: {before}, date: 2026-11-10", f"run: {url}, date: 2026-11-10")
        before = url
        said = verify(ITEM)
        gallery.count(said.evidence == "verified")
        assert said.evidence in (None, "stated", "linked"), url


@pytest.mark.honest
@pytest.mark.parametrize("tail", ["/", "/attempts/2", "/job/3", "?pr=4", "#summary"])
def test_links_as_people_copy_them(shared: Shared, verify: Verify, tail: str) -> None:
    run(shared)
    shared.edit("infrastructure.yaml", f"run: {URL}, date", f'run: "{URL}{tail}", date')
    assert verify(ITEM) == Said("verified", "satisfied", "")


def test_issues_with_other_numbers(shared: Shared, verify: Verify, gallery: Gallery) -> None:
    before = "207"
    for number in ("２０７", "207abc", "0", str(2**31), "1" + "0" * 17, "1" + "0" * 30, "-1"):
        shared.edit("fallback.yaml", f"churn/issues/{before}", f"churn/issues/{number}")
        before = number
        said = verify("fallback.drill")
        gallery.count(said.evidence == "verified")
        assert said.evidence in (None, "stated", "linked"), number


# A workflow of one's own.


def artifact(shared: Shared, commit_: str) -> None:
    text = (shared.clone.path / "readiness" / "infrastructure.yaml").read_text()
    old = text.partition("commit: ")[2].split()[0].strip(",\"'}")
    main_moves(shared, ("infrastructure.yaml", old, commit_[: len(old)]), branch="artifact")


def with_workflow(shared: Shared, text: str, branch: str, who: str = RAJ) -> str:
    shared.clone.git("fetch", "--quiet", "origin")
    shared.branch(branch)
    shared.write(WORKFLOW, text)
    made = shared.commit(who)
    push(shared, who, branch)
    return made


@pytest.fixture
def workflow(shared: Shared) -> None:
    with_workflow(shared, "jobs: {test: {steps: [{run: make integration}]}}\n", "workflow")
    merged(shared, opened(shared, RAJ, "workflow"))


@pytest.mark.parametrize("lands", [False, True])
def test_a_branch_whose_workflow_says_yes_to_everything(shared: Shared, verify: Verify, workflow: None, lands: bool) -> None:
    """Also where the commit is in main's history by now, and the workflow was put back before."""
    made = with_workflow(shared, "jobs: {test: {steps: [{run: 'true'}]}}\n", "easy")
    if lands:
        shared.clone.git("checkout", "--quiet", "origin/main", "--", WORKFLOW)
        commit(shared, ELSEWHERE)
        push(shared, RAJ, "easy")
        merged(shared, opened(shared, RAJ, "easy"))
    artifact(shared, made)
    run(shared, head_sha=made)
    told = f"run 118 tested COMMIT, which main never stood at, with another {WORKFLOW} than main has"
    assert verify(ITEM) == Said(None, "gap", f"stated, not verified: {told}", "run the workflow of main on a commit of main, and link that run")


@pytest.mark.honest
@pytest.mark.parametrize("lands", [False, True])
def test_a_release_branch_with_the_workflow_of_main(shared: Shared, verify: Verify, workflow: None, lands: bool) -> None:
    made = pushed(shared, RAJ, "release", ELSEWHERE)
    if lands:
        merged(shared, opened(shared, RAJ, "release"))
    artifact(shared, made)
    run(shared, head_sha=made)
    assert verify(ITEM) == Said("verified", "satisfied", "")


# The interface that was tested.

CONSUMERS = ("infrastructure.yaml", "consumers: [acme/crm, acme/retention-ops]", "consumers: [acme/crm, acme/billing]")


@pytest.mark.parametrize("day", ["2026-11-10", "2026-11-12"])
def test_an_interface_that_changed_after_the_run(shared: Shared, verify: Verify, day: str) -> None:
    """Git says that it changed on the first: whoever makes a commit writes any day into it."""
    shared.branch("main")
    shared.edit(*CONSUMERS)
    shared.edit("fallback.yaml", "tell: [acme/crm, acme/retention-ops]", "tell: [acme/crm, acme/billing]")
    shared.commit(RAJ, day=date(2026, 11, 1))
    shared.clock(f"{day}T12:00:00Z")
    shared.push(RAJ, "main")
    run(shared)
    told = f"run 118 was started on 2026-11-10, but the interface changed after that, on {day}, in COMMIT"
    assert verify(ITEM) == Said(None, "gap", f"stated, not verified: {told}", "run it again, and link the new run with its day")


@pytest.mark.honest
def test_an_interface_that_changed_before_the_run(shared: Shared, verify: Verify) -> None:
    """GitHub saw it change on the ninth, whatever day git gives the commit."""
    shared.branch("consumers")
    shared.edit(*CONSUMERS)
    shared.edit("fallback.yaml", "tell: [acme/crm, acme/retention-ops]", "tell: [acme/crm, acme/billing]")
    shared.clone.git("commit", "--quiet", "--all", "-m", "Consumers", who=ANA)
    shared.clock("2026-11-09T09:00:00Z")
    shared.push(ANA, "consumers")
    number = shared.open(ANA, "consumers")
    shared.server.call("PUT", f"/repos/acme/churn/pulls/{number}/merge", {"merge_method": "rebase"}, ANA)
    shared.pull()
    run(shared)
    assert verify(ITEM).evidence == "verified"
