"""Forgeries of the rules between base and head, of the tier, of acceptances, and of what GitHub is said to have forgotten."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.evidence.conftest import Check, Gallery, Said, Verify
from tests.evidence.ways import ANA, BACK, ELSEWHERE, GO_LIVE, ITEM, OMAR, RAJ, approved, main_moves, merged, opened, push, pushed, signed
from tests.github.payloads import pull_request
from tests.github.people import API, Shared, slim

from readiness_bot.cli import group

pytestmark = [pytest.mark.e2e, pytest.mark.forgery]

LOW = ("governance.yaml", "level: medium", "level: low")
HARMLESS = ("governance.yaml", "personal_data: true", "personal_data: false")
LIMIT = ("fallback.yaml", "above: 0.2, over: 2 runs", "above: 0.3, over: 2 runs")
TARGET = ("contract.yaml", "metric: retained_revenue_uplift_pct, at_least: 2.0", "metric: retained_revenue_uplift_pct, at_least: 1.5")
JUMP = ("contract.yaml", "stage: staging", "stage: production")
Gate = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def gate(shared: Shared, tmp_path: Path, gallery: Gallery) -> Gate:
    """`readiness run` on a pull request, checked out as GitHub does: exit code and errors. Green counts as a forgery that got through."""

    def run(number: int, at: str = "", base: str = "", setting: str = "", counts: bool = True, **environment: str) -> tuple[int, list[str]]:
        head = shared.clone.git("rev-parse", "HEAD")
        base = base or shared.clone.git("rev-parse", "origin/main")
        shared.clone.git("checkout", "--quiet", "--detach", "origin/main")
        shared.clone.git("merge", "--quiet", "--no-ff", "-m", "merge", head, who="github")
        path = tmp_path / "event.json"
        path.write_text(json.dumps(pull_request(number, base, head)))
        given = shared.server.environment() | {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(path), "READINESS_VERDICT": "job"} | environment
        words = ["run", str(shared.clone.path / at), "--plan", *([setting] if setting else []), "--today", "2026-11-20"]
        done = CliRunner(env=os.environ | given).invoke(group, words, catch_exceptions=False)
        shared.clone.git("checkout", "--quiet", head)
        if counts:
            gallery.count(done.exit_code == 0)
        return done.exit_code, [slim(line.rpartition("::")[2]) for line in done.stdout.splitlines() if line.startswith("::error")]

    return run


@pytest.fixture
def ready(shared: Shared) -> Shared:
    issue = shared.issue(ANA, "Who owns it?")
    for login in ("mei-chen", "tomas-k", "sam-boateng", "jo-marsh", OMAR):
        shared.comment(login, issue, "/readiness accept")
    return shared


def lowered(shared: Shared, *edits: tuple[str, str, str], to: str = "models/churn", keep: bool = False, name: str = "") -> int:
    """The folder moves, and something in it is lowered by the way."""
    shared.branch("move")
    (shared.clone.path / to).mkdir(parents=True)
    if keep:
        shutil.copytree(shared.clone.path / "readiness", shared.clone.path / to / "readiness")
    else:
        shared.clone.git("mv", "readiness", "MODEL_CARD.md", to)
    for file, old, new in edits:
        path = shared.clone.path / to / "readiness" / file
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
    if name:
        path = shared.clone.path / to / "readiness" / "contract.yaml"
        path.write_text(path.read_text().replace("churn-propensity", name))
    shared.commit(ANA)
    push(shared, ANA, "move")
    return opened(shared, ANA, "move")


TIER_TOLD = (
    "the tier goes from medium down to low, which needs the compliance reviewer's approval: priya-nair did not approve #101; ask priya-nair to approve #101"
)


@pytest.mark.parametrize("keep", [False, True], ids=["moved", "copied"])
@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ((LOW, HARMLESS), TIER_TOLD),
        ((LIMIT,), "the alert limit drift score_psi goes from above 0.2 to above 0.3"),
        ((TARGET,), "the success target online retained_revenue_uplift_pct goes from at least 2 to at least 1.5"),
    ],
    ids=["tier", "limit", "target"],
)
def test_a_folder_that_moves_leaves_no_rule_behind(ready: Shared, gate: Gate, edits: tuple[tuple[str, str, str], ...], told: str, keep: bool) -> None:
    number = lowered(ready, *edits, keep=keep)
    code, errors = gate(number, at="models/churn", setting="--verify")
    assert code == 1
    assert any(error.startswith(told) for error in errors)


def test_nor_does_a_stage_jump_with_it(ready: Shared, gate: Gate) -> None:
    main_moves(ready, ("contract.yaml", "stage: staging", "stage: evaluation"))
    number = lowered(ready, ("contract.yaml", "stage: evaluation", "stage: production"))
    code, errors = gate(number, at="models/churn", setting="--offline")
    assert code == 1
    assert any(error.startswith("the stage moves from evaluation to production and skips staging") for error in errors)


def test_a_folder_that_was_laid_out_before(ready: Shared, gate: Gate) -> None:
    """First another model of low tier, which nobody minds; then the real one takes its place, and brings its name."""
    lowered(ready, LOW, HARMLESS, keep=True, to="models/churn", name="toy")
    merged(ready, 101)
    ready.branch("takeover")
    ready.clone.git("rm", "-r", "--quiet", "readiness")
    path = ready.clone.path / "models" / "churn" / "readiness" / "contract.yaml"
    path.write_text(path.read_text().replace("toy", "churn-propensity"))
    ready.commit(ANA)
    push(ready, ANA, "takeover")
    number = opened(ready, ANA, "takeover")
    code, errors = gate(number, at="models/churn", setting="--verify")
    assert code == 1
    assert any(error.startswith("the tier goes from medium down to low") for error in errors)


@pytest.mark.honest
def test_a_folder_that_moves_as_it_is(ready: Shared, gate: Gate, gallery: Gallery) -> None:
    number = lowered(ready)
    code, errors = gate(number, at="models/churn", setting="--offline", counts=False)
    gallery.count(code != 0)
    assert (code, errors) == (0, [])


@pytest.mark.honest
def test_a_folder_that_moves_and_is_lowered_with_the_reviewers_approval(ready: Shared, gate: Gate, gallery: Gallery) -> None:
    number = lowered(ready, LOW, HARMLESS)
    ready.review("priya-nair", number)
    code, errors = gate(number, at="models/churn", setting="--verify", counts=False)
    gallery.count(code != 0)
    assert (code, errors) == (0, [])


@pytest.mark.honest
def test_another_model_of_low_tier(ready: Shared, gate: Gate, gallery: Gallery) -> None:
    number = lowered(ready, LOW, HARMLESS, keep=True, name="toy")
    code, errors = gate(number, at="models/churn", setting="--offline", counts=False)
    gallery.count(code != 0)
    assert (code, errors) == (0, [])


def test_check_against_finds_a_moved_model_by_its_name(ready: Shared, check: Check, gallery: Gallery) -> None:
    main_moves(ready, ("contract.yaml", "stage: staging", "stage: evaluation"))
    lowered(ready, ("contract.yaml", "stage: evaluation", "stage: production"))
    given = ready.server.environment() | {"GITHUB_SERVER_URL": "https://github.com"}
    words = ["check", str(ready.clone.path / "models" / "churn"), "--verify", "--against", "origin/main", "--today", "2026-11-20"]
    done = CliRunner(env=given).invoke(group, words, catch_exceptions=False)
    gallery.count(done.exit_code == 0)
    assert done.exit_code == 1
    assert "the stage moves from evaluation to production and skips staging" in done.output


# A base that is not in the clone: the defaults hold, never the pull request's own settings.

AWAY = "1" * 40


@pytest.mark.parametrize("settings", ["", "verify: false\n", "gate: off\n", "verify: false\ngate: off\n"])
def test_a_base_that_is_not_here(ready: Shared, gate: Gate, settings: str) -> None:
    ready.branch("low")
    for edit in (LOW, HARMLESS):
        ready.edit(*edit)
    if settings:
        ready.write(".github/readiness.yaml", settings)
    ready.commit(ANA)
    push(ready, ANA, "low")
    code, errors = gate(opened(ready, ANA, "low"), base=AWAY, GITHUB_TOKEN="")
    assert code == 1
    assert errors[0] == (
        "the tier is low, but the base commit is not in this checkout, so nobody can tell here whether the tier was lowered; "
        "check out the full history (`fetch-depth: 0`)"
    )


def test_its_own_settings_do_not_keep_the_sign_offs_from_being_verified(ready: Shared, gate: Gate) -> None:
    pushed(ready, ANA, "go-live", GO_LIVE, JUMP)
    ready.write(".github/readiness.yaml", "verify: false\n")
    ready.commit(ANA)
    push(ready, ANA, "go-live")
    opened(ready)
    merged(ready, 101)
    ready.branch("next")
    ready.commit(ANA)
    code, errors = gate(101, base=AWAY)
    assert code == 1
    assert "stated, not verified: omar-haddad did not approve #101; ask omar-haddad to approve #101" in errors


# The tier itself, at every tier.


def test_a_low_tier_that_was_pushed(shared: Shared, verify: Verify) -> None:
    shared.branch("main")
    for edit in (LOW, HARMLESS):
        shared.edit(*edit)
    shared.commit(ANA)
    shared.push(ANA, "main")
    assert verify("governance.tier").told == "stated, not verified: it was pushed directly to main in COMMIT by ana-ruiz, without a pull request"


@pytest.mark.parametrize("who", ["", ANA, "mei-chen"])
def test_a_low_tier_that_nobody_decided_blocks(shared: Shared, check: Check, gallery: Gallery, who: str) -> None:
    pushed(shared, RAJ, "low", LOW, HARMLESS)
    number = opened(shared, RAJ, "low")
    if who:
        shared.review(who, number)
    merged(shared, number)
    found = check()
    [item] = [one for one in found["items"] if one["id"] == "governance.tier"]
    gallery.count(item["evidence"] == "verified" or item["severity"] != "blocking")
    assert (item["status"], item["severity"], item["evidence"], found["ready"]) == ("gap", "blocking", None, False)


@pytest.mark.honest
def test_a_low_tier_that_the_reviewer_decided(shared: Shared, verify: Verify) -> None:
    pushed(shared, RAJ, "low", LOW, HARMLESS)
    approved(shared, opened(shared, RAJ, "low"), who="priya-nair")
    assert verify("governance.tier") == Said("verified", "satisfied", "")


def test_a_low_tier_that_cannot_be_looked_up_is_not_verified(shared: Shared, check: Check) -> None:
    pushed(shared, RAJ, "low", LOW, HARMLESS)
    approved(shared, opened(shared, RAJ, "low"), who="priya-nair")
    shared.world(forbidden=["activity"])
    assert "governance.tier" in check()["unverified"]


# Acceptance: since GitHub saw the name pushed.

ON_CALL = ("ownership.yaml", "first: sam-boateng", "first: ines-costa")
ACCEPTED = "ines-costa is named as incidents.first, but has not accepted"


def others_accept(shared: Shared) -> int:
    issue = shared.issue(ANA, "Who owns it?")
    for login in ("mei-chen", "tomas-k", "jo-marsh", OMAR):
        shared.comment(login, issue, "/readiness accept")
    return issue


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2026, 11, 18), date(2030, 1, 1)])
@pytest.mark.parametrize("way", ["push", "merge", "squash", "rebase"])
def test_an_acceptance_from_before_the_name_was_there(shared: Shared, verify: Verify, day: date, way: str) -> None:
    """A commit's own date says what its author likes; so does the day on which a pull request was opened."""
    issue = others_accept(shared)
    shared.tick()
    if way == "push":
        shared.comment("ines-costa", issue, "/readiness accept")
        shared.branch("main")
    else:
        pushed(shared, ANA, "on-call", ELSEWHERE)
        number = opened(shared, branch="on-call")
        shared.tick()
        shared.comment("ines-costa", issue, "/readiness accept")
    shared.edit(*ON_CALL)
    shared.commit(ANA, day=day)
    push(shared, ANA, "main" if way == "push" else "on-call")
    if way != "push":
        merged(shared, number, way)
    assert verify("ownership.acceptance").told == ACCEPTED


def test_an_acceptance_of_a_name_that_was_taken_back(shared: Shared, verify: Verify) -> None:
    issue = others_accept(shared)
    main_moves(shared, ON_CALL)
    shared.comment("ines-costa", issue, "/readiness accept")
    main_moves(shared, (ON_CALL[0], ON_CALL[2], ON_CALL[1]), branch="back")
    shared.tick()
    main_moves(shared, ON_CALL, branch="again")
    assert verify("ownership.acceptance").told == ACCEPTED


@pytest.mark.honest
@pytest.mark.parametrize("way", ["push", "merge", "squash", "rebase"])
def test_an_acceptance_after_it(shared: Shared, verify: Verify, way: str) -> None:
    issue = others_accept(shared)
    if way == "push":
        shared.branch("main")
        shared.edit(*ON_CALL)
        shared.commit(ANA)
        shared.commit(ANA, "Another one in the same push")
        push(shared, ANA, "main")
    else:
        pushed(shared, ANA, "on-call", ON_CALL)
        merged(shared, opened(shared, branch="on-call"), way)
    shared.tick()
    shared.comment("ines-costa", issue, "/readiness accept")
    assert verify("ownership.acceptance").evidence == "verified"


# What is more than is read was not forgotten.


def test_a_dismissed_approval_under_many_linked_pull_requests(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    review = shared.review(OMAR, number)
    others = [opened(shared, RAJ, "go-live") for _ in range(6)]
    merged(shared, number, "rebase")
    shared.dismiss("mei-chen", number, review)
    for other in others:
        shared.server.call("PATCH", f"{API}/pulls/{other}", {"title": "x"})
    assert verify(ITEM).evidence != "verified"


def test_an_approval_of_another_base_by_the_same_commit(shared: Shared, verify: Verify) -> None:
    """A pull request to another branch, merged there, whose merge commit somebody then pushes to main."""
    shared.branch("side")
    push(shared, ANA, "side")
    pushed(shared, ANA, "go-live", GO_LIVE)
    approved(shared, opened(shared, base="side"))
    shared.clone.git("checkout", "--quiet", "-B", "main", "origin/side")
    push(shared, ANA, "main")
    assert verify(ITEM).told == "stated, not verified: it was pushed directly to main in COMMIT by ana-ruiz, without a pull request"


def test_the_same_with_more_on_top(shared: Shared, verify: Verify) -> None:
    shared.branch("side")
    push(shared, ANA, "side")
    pushed(shared, ANA, "go-live", GO_LIVE)
    approved(shared, opened(shared, base="side"), "squash")
    shared.clone.git("checkout", "--quiet", "-B", "main", "origin/side")
    shared.commit(ANA)
    push(shared, ANA, "main")
    assert verify(ITEM).told == "stated, not verified: it was pushed directly to main in COMMIT, without a pull request"


# The message is true where the branch was behind.

ROLLOUT = ("infrastructure.yaml", "{share: 5, days: 7,", "{share: 50, days: 7,")


def test_main_changed_before_the_approval(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    main_moves(shared, ROLLOUT)
    approved(shared, number)
    told = "omar-haddad approved #101 at COMMIT, which was behind main: rollout in infrastructure.yaml had changed there on 2026-11-18, in COMMIT"
    again = "write go_live again, with the new day, in a pull request that omar-haddad approves"
    assert verify(ITEM) == Said(None, "gap", f"stated, not verified: {told}", again)


def test_and_after_it(shared: Shared, verify: Verify) -> None:
    signed(shared)
    main_moves(shared, ROLLOUT)
    assert verify(ITEM).told == ("stated, not verified: omar-haddad approved #101 at COMMIT, but rollout in infrastructure.yaml changed after that, in COMMIT")


def test_a_file_of_anothers_readiness_is_no_move(shared: Shared, verify: Verify) -> None:
    """The sign-offs of a model come with a folder of another name: what was approved was another model."""
    signed(shared)
    shared.branch("move")
    (shared.clone.path / "other").mkdir()
    shared.clone.git("mv", "readiness", "other/readiness")
    path = shared.clone.path / "other" / "readiness" / "contract.yaml"
    path.write_text(path.read_text().replace("churn-propensity", "fraud-scoring"))
    shared.commit(ANA)
    push(shared, ANA, "move")
    merged(shared, opened(shared, ANA, "move"))
    assert verify(ITEM, at="other").told == "stated, not verified: omar-haddad did not approve #102"


def test_a_sign_off_that_changes_as_its_folder_moves(shared: Shared, verify: Verify) -> None:
    lowered(shared, GO_LIVE)
    merged(shared, 101)
    assert verify(ITEM, at="models/churn").told == "stated, not verified: omar-haddad did not approve #101"


def test_an_old_sign_off_that_comes_back_as_its_folder_moves(shared: Shared, verify: Verify) -> None:
    signed(shared)
    main_moves(shared, BACK)
    lowered(shared, GO_LIVE)
    merged(shared, 103)
    assert verify(ITEM, at="models/churn").told == "stated, not verified: omar-haddad did not approve #103"


@pytest.mark.parametrize("name", ["model: toy", "# no name"])
def test_a_folder_that_moves_and_gets_another_name(ready: Shared, gate: Gate, name: str) -> None:
    number = lowered(ready, LOW, HARMLESS, ("contract.yaml", "model: churn-propensity", name))
    code, errors = gate(number, at="models/churn", setting="--verify")
    assert code == 1
    assert any(error.startswith("the tier goes from medium down to low") for error in errors)


# What a model was in two places: the strictest word of both.


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (TARGET, "the success target online retained_revenue_uplift_pct goes from at least 2 to at least 1.5"),
        (LIMIT, "the alert limit drift score_psi goes from above 0.2 to above 0.3"),
    ],
    ids=["target", "limit"],
)
def test_a_folder_with_lower_numbers_that_was_laid_out_before(ready: Shared, gate: Gate, edit: tuple[str, str, str], told: str) -> None:
    lowered(ready, edit, keep=True, to="models/churn", name="toy")
    merged(ready, 101)
    ready.branch("takeover")
    ready.clone.git("rm", "-r", "--quiet", "readiness")
    path = ready.clone.path / "models" / "churn" / "readiness" / "contract.yaml"
    path.write_text(path.read_text().replace("toy", "churn-propensity"))
    ready.commit(ANA)
    push(ready, ANA, "takeover")
    code, errors = gate(opened(ready, ANA, "takeover"), at="models/churn", setting="--verify")
    assert code == 1
    assert any(error.startswith(told) for error in errors)


def test_a_folder_that_moves_under_the_name_of_another_model_that_stays(ready: Shared, gate: Gate) -> None:
    lowered(ready, LOW, HARMLESS, keep=True, to="models/toy", name="toy")
    merged(ready, 101)
    number = lowered(ready, LOW, HARMLESS, name="toy")
    code, errors = gate(number, at="models/churn", setting="--verify")
    assert code == 1
    assert any(error.startswith("the tier goes from medium down to low") for error in errors)


@pytest.mark.honest
def test_a_copy_of_a_model_of_low_tier(ready: Shared, gate: Gate, gallery: Gallery) -> None:
    """Nothing is gone: it is the other one again, as low as that is."""
    lowered(ready, LOW, HARMLESS, keep=True, to="models/toy", name="toy")
    merged(ready, 101)
    number = lowered(ready, LOW, HARMLESS, keep=True, name="toy")
    code, errors = gate(number, at="models/churn", setting="--offline", counts=False)
    gallery.count(code != 0)
    assert (code, errors) == (0, [])


# `check --against` has no pull request to ask about.


@pytest.mark.parametrize("asked", [("--verify",), ()], ids=["asked", "files alone"])
def test_check_against_refuses_what_nothing_shows_to_be_approved(ready: Shared, gallery: Gallery, asked: tuple[str, ...]) -> None:
    for branch, edits in {"tier": (LOW, HARMLESS), "limit": (LIMIT,), "target": (TARGET,)}.items():
        pushed(ready, ANA, branch, *edits)
        opened(ready, ANA, branch)
        given = ready.server.environment() | {"GITHUB_SERVER_URL": "https://github.com"}
        words = ["check", str(ready.clone.path), *asked, "--against", "origin/main", "--today", "2026-11-20"]
        done = CliRunner(env=given).invoke(group, words, catch_exceptions=False)
        gallery.count(done.exit_code == 0)
        assert done.exit_code == 1
        assert "NOT READY" in done.output
        assert "without the compliance reviewer's" in " ".join(done.output.split())
