"""The run of a suite and the red team's sign-off, forged and honest: a run is verified like a test, the red team like a validation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.assistants import texts_of
from tests.evidence.conftest import Gallery, Said, Verify
from tests.evidence.ways import ANA, RAJ, approved, merged, more, opened, push, pushed
from tests.github.people import Shared, prepare

from readiness_bot.convention.release import digest
from readiness_bot.demo.repository import Repository
from readiness_bot.vocabulary import Kind

pytestmark = [pytest.mark.e2e, pytest.mark.forgery]

EVALS, RED_TEAM = "infrastructure.evals", "governance.red-team"
WORKFLOW = ".github/workflows/evals.yml"
ANSWER = "prompts/answer.md"
KIM = "kim-oyelaran"


@pytest.fixture(scope="module")
def example_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The assistant, ready for production, with the commit that its release names."""
    files = {path: text.decode().replace("acme/policy-assistant", "acme/churn") for path, text in texts_of(Kind.LLM_APP).items()}
    name, governance = "readiness/infrastructure.yaml", "readiness/governance.yaml"
    files[governance] = files[governance].replace("red_team:\n  by: jonas-weber", f"red_team:\n  by: {KIM}")
    repository = Repository.create(tmp_path_factory.mktemp("kinds") / "churn")
    built = repository.commit(files | {name: files[name].replace('"4c1f9e2"', "COMMIT")}, "What was evaluated", ANA, date(2026, 10, 11))
    repository.commit({name: files[name].replace('"4c1f9e2"', f'"{built[:7]}"')}, "The commit", ANA, date(2026, 10, 13))
    return prepare(repository.path)


def built(shared: Shared) -> str:
    return shared.clone.git("rev-list", "--max-count=1", "--grep=What was evaluated", "origin/main")


def run(shared: Shared, **other: Any) -> None:
    ours = {"full_name": "acme/churn"}
    told = {
        "id": 412, "path": WORKFLOW, "name": "Evaluations", "conclusion": "success", "head_sha": built(shared), "event": "push",
        "created_at": "2026-10-12T09:00:00Z", "repository": ours, "head_repository": ours,
    }  # fmt: skip
    shared.world(runs={"412": told | other})


FORGED: dict[str, tuple[dict[str, Any], str]] = {
    "another workflow's": ({"path": ".github/workflows/lint.yml"}, f"run 412 is of .github/workflows/lint.yml, and infrastructure.yaml names {WORKFLOW}"),
    "one that is called like it": (
        {"path": ".github/workflows/evals.yaml", "name": "Evaluations"}, f"run 412 is of .github/workflows/evals.yaml, and infrastructure.yaml names {WORKFLOW}"),
    "no workflow's": ({"path": None}, f"run 412 is of no workflow here, and infrastructure.yaml names {WORKFLOW}"),
    "a pull request's": ({"event": "pull_request"}, "run 412 was started by a pull request, whose merge it tested"),
    "one that failed": ({"conclusion": "failure"}, "run 412 ended with failure"),
    "one that was skipped": ({"conclusion": "skipped"}, "run 412 ended with skipped"),
    "one that goes on": ({"conclusion": None}, "run 412 has not ended"),
    "of another commit": ({"head_sha": "b" * 40}, "run 412 tested COMMIT, but the artifact was built from COMMIT"),
    "a fork's": ({"head_repository": {"full_name": "stranger/churn"}}, "run 412 is of stranger/churn, not of acme/churn"),
    "of another day": ({"created_at": "2026-10-16T00:00:00Z"}, "run 412 was started on 2026-10-16, but the test is dated 2026-10-12"),
    "of no day": ({"created_at": None}, "it is not known what started run 412, or when"),
}  # fmt: skip


def test_runs_that_prove_nothing(shared: Shared, verify: Verify, gallery: Gallery) -> None:
    for name, (other, told) in FORGED.items():
        run(shared, **other)
        said = verify(EVALS)
        gallery.count(said.evidence == "verified")
        assert said.told == f"stated, not verified: {told}", name


@pytest.mark.honest
def test_runs_that_prove_it(shared: Shared, verify: Verify, gallery: Gallery) -> None:
    ways: tuple[dict[str, Any], ...] = (
        {}, {"event": "workflow_dispatch"}, {"event": "schedule"}, {"event": "merge_group"}, {"path": f"{WORKFLOW}@refs/heads/main"},
        {"created_at": "2026-10-09T00:00:00Z"}, {"created_at": "2026-10-15T23:59:59Z"}, {"name": "Anything"},
    )  # fmt: skip
    for other in ways:
        run(shared, **other)
        said = verify(EVALS)
        gallery.count(said.status == "gap")
        assert said == Said("verified", "satisfied", ""), other


def test_a_run_that_is_not_there(shared: Shared, verify: Verify) -> None:
    assert verify(EVALS) == Said(None, "gap", "stated, not verified: there is no run 412 here", "link the run that shows it")


@pytest.mark.parametrize(
    ("edit", "version"),
    [
        (("infrastructure.yaml", "heliolm/shield@2026-02-10]", "heliolm/shield@2026-08-01]"), True),
        (("infrastructure.yaml", 'index: {version: "2026-09-18"}', 'index: {version: "2026-10-01"}'), True),
    ],
)  # fmt: skip
def test_a_release_that_changed_after_the_run(shared: Shared, verify: Verify, edit: tuple[str, str, str], version: bool) -> None:
    """A new version is written into every file at once, with the old run and its old commit."""
    shared.branch("release")
    shared.edit(*edit)
    if edit[2].startswith("heliolm"):
        shared.edit("governance.yaml", "id: heliolm/shield@2026-02-10", "id: heliolm/shield@2026-08-01")
    for name in ("contract.yaml", "governance.yaml", "infrastructure.yaml"):
        path = shared.clone.path / "readiness" / name
        path.write_text(path.read_text().replace('version: "1.2.0"', 'version: "1.3.0"'))
    shared.commit(RAJ)
    push(shared, RAJ, "release")
    merged(shared, opened(shared, RAJ, "release"))
    run(shared)
    told = "stated, not verified: run 412 was started on 2026-10-12, but the release changed after that, on 2026-11-18, in COMMIT"
    assert verify(EVALS) == Said(None, "gap", told, "run it again, and link the new run with its day")


def prompted(shared: Shared, branch: str, text: str) -> str:
    """A changed prompt reaches main; the commit that changed it."""
    shared.branch(branch)
    shared.write(ANSWER, text)
    made = shared.commit(RAJ)
    push(shared, RAJ, branch)
    merged(shared, opened(shared, RAJ, branch))
    return made


def released(shared: Shared, commit: str) -> None:
    """The release of 1.3.0 is written down: the commit that the suite ran on, and the digest of the prompts as they are."""
    shared.branch("release")
    path = shared.clone.path / "readiness" / "infrastructure.yaml"
    text = path.read_text()
    old, built_from = text.partition('digest: "')[2].partition('"')[0], text.partition('commit: "')[2][:7]
    now = digest({name: (shared.clone.path / name).read_bytes() for name in (ANSWER, "prompts/rewrite.md")})
    path.write_text(text.replace(old, now).replace(f'commit: "{built_from}"', f'commit: "{commit[:7]}"'))
    for name in ("contract.yaml", "governance.yaml", "infrastructure.yaml"):
        file = shared.clone.path / "readiness" / name
        file.write_text(file.read_text().replace('version: "1.2.0"', 'version: "1.3.0"'))
    shared.commit(RAJ)
    push(shared, RAJ, "release")
    merged(shared, opened(shared, RAJ, "release"))


@pytest.mark.honest
def test_a_release_that_is_written_down_after_its_run(shared: Shared, verify: Verify) -> None:
    """As its own check advises: change the prompt, run the suite, then write the digest."""
    made = prompted(shared, "prompt", "Answer from the sources, and name them.\n")
    released(shared, made)
    run(shared, head_sha=made)
    assert verify(EVALS) == Said("verified", "satisfied", "")


def test_a_prompt_that_changed_after_the_run(shared: Shared, verify: Verify) -> None:
    """The digest is that of the newest prompt, and the run is of the one before."""
    made = prompted(shared, "prompt", "Answer from the sources, and name them.\n")
    prompted(shared, "another", "Answer whatever is asked.\n")
    released(shared, made)
    run(shared, head_sha=made)
    told = "stated, not verified: run 412 was started on 2026-10-12, but the release changed after that, on 2026-11-18, in COMMIT"
    assert verify(EVALS) == Said(None, "gap", told, "run it again, and link the new run with its day")


def test_a_workflow_of_a_branch_that_says_yes(shared: Shared, verify: Verify) -> None:
    """The run is of the workflow that is named, as somebody's branch has it."""
    shared.branch("easy")
    shared.write(WORKFLOW, "on: push\njobs: {suite: {steps: [{run: 'true'}]}}\n")
    made = shared.commit(RAJ)
    push(shared, RAJ, "easy")
    shared.branch("artifact")
    text = (shared.clone.path / "readiness" / "infrastructure.yaml").read_text()
    old = text.partition('commit: "')[2][:7]
    shared.edit("infrastructure.yaml", f'commit: "{old}"', f'commit: "{made[:7]}"')
    for name in ("contract.yaml", "governance.yaml", "infrastructure.yaml"):
        path = shared.clone.path / "readiness" / name
        path.write_text(path.read_text().replace('version: "1.2.0"', 'version: "1.3.0"'))
    shared.commit(RAJ)
    push(shared, RAJ, "artifact")
    merged(shared, opened(shared, RAJ, "artifact"))
    run(shared, head_sha=made)
    told = f"stated, not verified: run 412 tested COMMIT, which main never stood at, with another {WORKFLOW} than main has"
    assert verify(EVALS).told == told


def quality(shared: Shared) -> str:
    """The suite's workflow under another name, in the files and in the repository."""
    path = ".github/workflows/quality.yml"
    shared.branch("quality")
    shared.write(path, "on: pull_request\njobs: {}\n")
    shared.edit("infrastructure.yaml", f"workflow: {WORKFLOW}", f"workflow: {path}")
    shared.commit(RAJ)
    push(shared, RAJ, "quality")
    merged(shared, opened(shared, RAJ, "quality"))
    return path


def test_a_workflow_that_does_not_say_that_it_evaluates(shared: Shared, verify: Verify) -> None:
    """Whoever fills in the file could name any: its own name must say it too, and no setting stands in for that."""
    run(shared, path=quality(shared), name="Quality")
    assert verify(EVALS).told == (
        "stated, not verified: run 412 is of the workflow .github/workflows/quality.yml, whose name has none of the words"
        " eval, evals, evaluation, evaluations, evaluate; give it such a name"
    )


@pytest.mark.honest
def test_a_workflow_whose_name_says_it(shared: Shared, verify: Verify) -> None:
    run(shared, path=quality(shared), name="Quality (evals)")
    assert verify(EVALS) == Said("verified", "satisfied", "")


# The red team.

AGAIN = ("governance.yaml", "red_team:\n  by: kim-oyelaran\n  date: 2026-10-15", "red_team:\n  by: kim-oyelaran\n  date: 2026-10-14")
BACK = ("governance.yaml", AGAIN[2], AGAIN[1])


def test_a_red_team_that_nobody_approved(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "red", AGAIN)
    merged(shared, opened(shared, ANA, "red"))
    assert verify(RED_TEAM).told == "stated, not verified: kim-oyelaran did not approve #101"


def test_a_red_team_that_somebody_else_approved(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "red", AGAIN)
    approved(shared, opened(shared, ANA, "red"), who="priya-nair")
    assert verify(RED_TEAM).evidence is None


def test_a_red_team_whose_findings_changed_after_the_approval(shared: Shared, verify: Verify) -> None:
    pushed(
        shared, ANA, "red", AGAIN, ("governance.yaml", "  open_findings: 0\n  report: reports/red-team.md", "  open_findings: 3\n  report: reports/red-team.md")
    )
    number = opened(shared, ANA, "red")
    shared.tick()
    shared.review(KIM, number)
    more(shared, ANA, "red", ("governance.yaml", "  open_findings: 3\n  report: reports/red-team.md", "  open_findings: 0\n  report: reports/red-team.md"))
    merged(shared, number)
    assert verify(RED_TEAM).evidence != "verified"


def test_a_red_team_that_wrote_it_and_approved_it(shared: Shared, verify: Verify) -> None:
    pushed(shared, KIM, "red", AGAIN)
    number = opened(shared, ANA, "red")
    shared.tick()
    shared.review(KIM, number)
    merged(shared, number)
    assert verify(RED_TEAM).evidence != "verified"


def test_a_red_team_of_the_version_before(shared: Shared, verify: Verify) -> None:
    """Approved for 1.2.0; then the version changes below it, with the word in the block."""
    pushed(shared, ANA, "red", AGAIN)
    approved(shared, opened(shared, ANA, "red"), who=KIM)
    assert verify(RED_TEAM).evidence == "verified"
    shared.branch("next")
    for name in ("contract.yaml", "governance.yaml"):
        path = shared.clone.path / "readiness" / name
        path.write_text(path.read_text().replace('version: "1.2.0"', 'version: "1.3.0"'))
    shared.commit(RAJ)
    push(shared, RAJ, "next")
    merged(shared, opened(shared, RAJ, "next"))
    assert verify(RED_TEAM).evidence != "verified"


def test_an_evaluation_of_another_day_than_the_red_team_saw(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "red", AGAIN)
    approved(shared, opened(shared, ANA, "red"), who=KIM)
    pushed(shared, RAJ, "passed", ("contract.yaml", "passed: 2026-10-12", "passed: 2026-10-13"))
    merged(shared, opened(shared, RAJ, "passed"))
    assert verify(RED_TEAM).evidence != "verified"


@pytest.mark.honest
@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_a_red_team_that_approved(shared: Shared, verify: Verify, method: str) -> None:
    pushed(shared, ANA, "red", AGAIN)
    approved(shared, opened(shared, ANA, "red"), method, who=KIM)
    assert verify(RED_TEAM) == Said("verified", "satisfied", "")


@pytest.mark.honest
def test_what_changes_in_daily_work_leaves_the_red_team(shared: Shared, verify: Verify) -> None:
    pushed(shared, ANA, "red", AGAIN)
    approved(shared, opened(shared, ANA, "red"), who=KIM)
    pushed(shared, RAJ, "logs", ("governance.yaml", "keep_days: 400", "keep_days: 500"), ("fallback.yaml", "above: 90", "above: 95"))
    merged(shared, opened(shared, RAJ, "logs"))
    assert verify(RED_TEAM) == Said("verified", "satisfied", "")
