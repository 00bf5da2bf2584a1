"""Forgeries of what stands beside the sign-offs: waivers, hashes, runs, drills, acceptances. Several in one repository each."""

from __future__ import annotations

from typing import Any

import pytest
from tests.evidence.conftest import Gallery, Verify
from tests.evidence.test_forged_proofs import GRANTED, LOAD, waive
from tests.evidence.test_forged_runs import ITEM as TEST
from tests.evidence.test_forged_runs import built, run
from tests.evidence.ways import ANA, ELSEWHERE, RAJ, main_moves, opened, pushed
from tests.github.people import Shared

pytestmark = [pytest.mark.e2e, pytest.mark.forgery]


@pytest.mark.parametrize("kind", ["tag", "branch"])
def test_a_name_that_looks_like_a_commit(shared: Shared, verify: Verify, gallery: Gallery, kind: str) -> None:
    """Git and GitHub take a short name for a tag's or a branch's first."""
    run(shared)
    full = built(shared)
    before = full[:7]
    for word in ("abcdef1", "abcdef1234567890"):
        shared.clone.git(kind, word, full)
        shared.clone.git("push", "--quiet", "origin", f"refs/{'tags' if kind == 'tag' else 'heads'}/{word}")
        shared.edit("infrastructure.yaml", f'commit: "{before}"', f'commit: "{word}"')
        before = word
        said = verify(TEST)
        gallery.count(said.evidence == "verified")
        assert said.evidence != "verified"


def test_more_runs_that_prove_nothing(shared: Shared, verify: Verify, gallery: Gallery) -> None:
    shapes: tuple[dict[str, Any], ...] = (
        {"conclusion": "Success"},
        {"conclusion": "success "},
        {"conclusion": None, "status": "completed"},
        {"conclusion": "timed_out"},
        {"head_sha": built(shared)[:7]},
        {"head_repository": {"full_name": "acme/churn.git"}},
        {"head_repository": {"full_name": "acme/churn/"}},
        {"head_repository": {"full_name": "acme/churn-fork"}},
        {"created_at": "2026-11-06T23:30:00Z", "run_started_at": "2026-11-10T00:00:00Z", "updated_at": "2026-11-10T00:00:00Z"},
        {"path": "dynamic/github-code-scanning/codeql", "name": "CodeQL"},
        {"path": ".github/workflows/disintegration.yml", "name": "Disintegration"},
        {"path": ".github/workflows/lint.yml", "name": "Lint"},
        {"event": "pull_request_comment"},
    )  # fmt: skip
    for more in shapes:
        run(shared, **more)
        said = verify(TEST)
        gallery.count(said.evidence == "verified")
        assert said.evidence != "verified", more


@pytest.mark.parametrize(
    "second",
    [
        GRANTED,
        GRANTED.replace("The cluster moves", "For good"),
        GRANTED.replace("by: ines-costa", "by: mei-chen"),
        GRANTED.replace("controls: At night", "controls: None"),
    ],
    ids=["the same", "another reason", "another grantor", "other controls"],
)
def test_a_second_waiver_of_the_same_identity(shared: Shared, verify: Verify, second: str) -> None:
    """Rows that share an identity are one: none passes for another that was approved alone."""
    waive(shared, ANA)
    main_moves(shared, ("governance.yaml", f"  - {GRANTED}", f"  - {GRANTED}\n  - {second}"))
    assert verify(LOAD).status == "gap"


def test_a_waiver_that_lasts_longer_than_was_granted(shared: Shared, verify: Verify) -> None:
    waive(shared, ANA)
    main_moves(shared, ("governance.yaml", "expires: 2026-12-10", "expires: 2026-12-15"))
    assert verify(LOAD).status == "gap"


def test_a_pull_request_is_no_drill(shared: Shared, verify: Verify) -> None:
    pushed(shared, "jo-marsh", "drill", ELSEWHERE)
    number = opened(shared, "jo-marsh", "drill")
    shared.pull()
    shared.edit("fallback.yaml", "churn/issues/207", f"churn/issues/{number}")
    assert verify("fallback.drill").status == "gap"


def test_more_that_accepts_nothing(shared: Shared, verify: Verify, gallery: Gallery) -> None:
    issue = shared.issue(ANA, "Who owns it?")
    for login in ("mei-chen", "tomas-k", "sam-boateng", "omar-haddad"):
        shared.comment(login, issue, "/readiness accept")
    for body in (
        "Yes\n/readiness accept",
        "/readiness acceptance",
        "<!-- /readiness accept -->",
        "/readiness\naccept",
        "\\/readiness accept",
        "/readiness decline accept",
    ):
        shared.comment("jo-marsh", issue, body)
        said = verify("ownership.acceptance")
        gallery.count(said.evidence == "verified")
        assert said.told == "jo-marsh is named as receiving_team.lead, but has not accepted", body
    comment = shared.comment("jo-marsh", issue, "No")
    shared.edit_comment(RAJ, comment, "/readiness accept")
    said = verify("ownership.acceptance")
    gallery.count(said.evidence == "verified")
    assert said.evidence != "verified"
