"""`readiness check`: the page, its exit code, and what it does with what it cannot read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commandline import Readiness

from readiness_bot.demo.repository import Repository
from readiness_bot.render import FORMATS

Edit = Callable[[str, str, str], Path]


def test_the_example_is_ready_for_production(readiness: Readiness, built: Path) -> None:
    ran = readiness("check", built, "--for", "production")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "churn-propensity · ready for production · 14 sign-offs not verified here")


@pytest.fixture
def inside(model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person stands in the model's folder."""
    monkeypatch.chdir(model)
    return model


COMPLETE = """\
churn-propensity · ready for production · 14 sign-offs not verified here

NEXT: production, planned for 30 Nov (in 10 days). To ask for it, open a pull request that sets
  readiness/contract.yaml:5:8  stage: production

NOT VERIFIED here (readiness check --verify asks GitHub, with a GITHUB_TOKEN):
  priya-nair    governance.tier, governance.design-review, governance.impact, governance.compliance
  mei-chen      ownership.acceptance
  tomas-k       ownership.acceptance
  sam-boateng   ownership.acceptance, fallback.alerts
  jo-marsh      ownership.acceptance, fallback.drill, runbook.confirmation
  omar-haddad   ownership.acceptance, governance.go-live
  lior-katz     governance.datasets
  jonas-weber   governance.validation
  kim-oyelaran  infrastructure.security
  ines-costa    infrastructure.integration-test, infrastructure.load-test
"""


def test_a_stage_that_is_complete_says_what_comes_next(readiness: Readiness, inside: Path) -> None:
    assert readiness("check").out == COMPLETE


def test_what_it_says_comes_next_passes(readiness: Readiness, inside: Path, edit: Edit) -> None:
    edit("contract.yaml", "stage: staging ", "stage: production ")
    ran = readiness("check", "--against", "HEAD")
    assert (ran.code, ran.out.splitlines()[2:5]) == (
        0,
        ["ready for production · 14 sign-offs not verified here", "", "Moves staging → production."],
    )


def test_a_gap_is_shown_with_its_place_and_person(readiness: Readiness, inside: Path, edit: Edit) -> None:
    edit("governance.yaml", "expires: 2027-10-16", "expires: 2026-11-19")
    ran = readiness("check")
    assert (ran.code, ran.out) == (
        1,
        """\
churn-propensity · medium tier · in staging

NOT READY: 1 gap was due before staging

  governance.compliance  Compliance approval · priya-nair (compliance) · 32 days late
    readiness/governance.yaml:17:75  The compliance approval expired on 2026-11-19
                                     request a new approval

weakest: ownership 87%   governance 91%
readiness explain governance.compliance · readiness answer · readiness check --for production
""",
    )


NOTHING_YET = """\
No readiness/ folder here yet.

What this repository already says:

  model              churn-score   (from the folder's name)
  purpose            Rank subscribers by churn risk for the call list.   (from MODEL_CARD.md, intended use)
  production owner   mei-chen   (from CODEOWNERS, line 2)
  developers         raj-patel   (from CODEOWNERS, line 1)

The five questions of the last mile, and who answers them here:

  1.  Who owns the production deployment?          perhaps mei-chen (from CODEOWNERS, line 2)
  2.  Who handles incidents?                       nobody yet
  3.  Who approved compliance?                     nobody yet
  4.  What happens when the model degrades?        nobody yet
  5.  Who signs off before it touches live data?   nobody yet

`readiness init` writes six files, with what is known and a place for each missing answer. Nothing is sent anywhere.
This folder is not in a git repository; the workflows can run only after `git init` and a push to the forge.
"""


def test_no_folder_yet(readiness: Readiness, tmp_path: Path) -> None:
    folder = tmp_path / "churn-score"
    folder.mkdir()
    (folder / "CODEOWNERS").write_text("* @raj-patel\n/readiness/ @mei-chen\n")
    (folder / "MODEL_CARD.md").write_text("# Churn\n\n## Intended use\n\nRank subscribers by churn risk for the call list.\n")
    ran = readiness("check", folder)
    assert (ran.code, ran.out) == (1, NOTHING_YET)
    assert readiness("check", folder, "--format", "markdown").out == "### ❌ Not ready\n\nNo readiness/ folder here. `readiness init` writes one.\n"


def test_nothing_is_known_of_an_empty_folder(readiness: Readiness, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    ran = readiness("check", tmp_path / "src")
    assert (ran.code, ran.out.count("nobody yet")) == (1, 5)


@pytest.mark.parametrize("name", ["Readiness", "READINESS", ".readiness", "readyness"])
def test_a_folder_of_almost_that_name(readiness: Readiness, model: Path, name: str) -> None:
    (model / "readiness").rename(model / name)
    ran = readiness("check", model)
    assert (ran.code, ran.out) == (1, f"No readiness/ folder here, but one called {name}/: rename it to readiness/.\n")


def test_a_sub_folder_of_a_model(readiness: Readiness, model: Path) -> None:
    ran = readiness("check", model / "docs")
    told = "docs/ has no readiness/ folder, but the repository's root has one: run this there, or pass that folder. For a second model, `readiness init` writes one here."
    assert (ran.code, " ".join(ran.out.split())) == (1, told)


def test_a_folder_above_a_model(readiness: Readiness, model: Path) -> None:
    ran = readiness("check", model.parent)
    assert (ran.code, ran.out) == (1, "No readiness/ folder here, but churn/ has one: pass that folder.\n")


def test_a_folder_without_git_is_judged_all_the_same(readiness: Readiness, model: Path) -> None:
    shutil.rmtree(model / ".git")
    ran = readiness("check", model)
    assert ran.code == 0
    assert "UNKNOWN infrastructure.artifact: " in ran.out


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("contract.yaml", "not_for: [", "not_for: {[", "readiness/contract.yaml:5:"),
        ("contract.yaml", "retire_when", "retire_wen", "unknown key 'retire_wen'; did you mean 'retire_when'?  [unknown-key]"),
        ("contract.yaml", "per_week: 18000", "per_week: much", "value.per_week is 'much', but must be a number  [type]"),
        ("governance.yaml", "level: medium", "level: some", "tier.level is 'some', which is not one of low, medium, high  [value]"),
    ],
)
def test_what_is_wrong_blocks_in_design_too(readiness: Readiness, model: Path, edit: Edit, name: str, old: str, new: str, told: str) -> None:
    edit("contract.yaml", "stage: staging ", "stage: design ")
    edit(name, old, new)
    ran = readiness("check", model)
    assert ran.code == 1
    assert "NOT READY: 1 thing is wrong in the readiness files" in ran.out
    assert told in ran.out


def test_an_upcoming_stage_as_if_it_were_here(readiness: Readiness, model: Path, edit: Edit) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    assert readiness("check", model).code == 0
    assert readiness("check", model, "--for", "production").code == 1


@pytest.mark.parametrize(
    ("name", "old", "new", "headline", "told"),
    [
        ("governance.yaml", "level: medium", "level: low", "lowers the tier", "the tier goes from medium down to low"),
        (
            "contract.yaml",
            "at_least: 2.0",
            "at_least: 1.5",
            "loosens a success target",
            "the success target online retained_revenue_uplift_pct goes from at least 2 to at least 1.5",
        ),
        ("fallback.yaml", "above: 0.2,", "above: 0.3,", "loosens an alert limit", "the alert limit drift score_psi goes from above 0.2 to above 0.3"),
    ],
)
def test_against_a_commit_nothing_is_lowered_without_an_approval(
    readiness: Readiness, model: Path, edit: Edit, name: str, old: str, new: str, headline: str, told: str
) -> None:
    edit("governance.yaml", "personal_data: true", "personal_data: false")
    Repository(model).git("commit", "--quiet", "--all", "-m", "Base")
    edit(name, old, new)
    ran = readiness("check", model, "--against", "HEAD")
    assert (ran.code, ran.out.splitlines()[2]) == (1, f"NOT READY: this change {headline} without the compliance reviewer's approval")
    flat = " ".join(ran.out.split())
    assert f"{told}, which needs the compliance reviewer's approval: nothing here shows that priya-nair gave it" in flat
    assert "ask priya-nair to approve the pull request that makes this change" in flat
    answer = json.loads(readiness("check", model, "--against", "HEAD", "--format", "json").out)
    assert (answer["ready"], len(answer["against"]["forbidden"])) == (False, 1)
    notice = readiness("check", model, "--against", "HEAD", "--format", "github").out.splitlines()[-1]
    assert notice.startswith(f"::notice title=Readiness::churn-propensity: NOT READY: this change {headline} without")


def test_against_a_commit_a_stage_is_not_skipped(readiness: Readiness, model: Path, edit: Edit) -> None:
    edit("contract.yaml", "stage: staging ", "stage: development ")
    Repository(model).git("commit", "--quiet", "--all", "-m", "Base")
    edit("contract.yaml", "stage: development ", "stage: staging ")
    ran = readiness("check", model, "--against", "HEAD")
    assert (ran.code, ran.out.splitlines()[2]) == (1, "NOT READY: this change skips a stage")


def test_what_is_unknown_is_not_done(readiness: Readiness, model: Path, edit: Edit) -> None:
    edit("contract.yaml", "stage: staging ", "stage: development ")
    edit("fallback.yaml", "tell: [acme/crm, acme/retention-ops]", "tell: [acme/crm]")
    assert "\nDUE before evaluation (7 Sep, 74 days late): 9 of 11 done, 1 unknown\n" in readiness("check", model).out
    assert "\nDUE before evaluation (7 Sep, 74 days late): 11 of 13 done, 1 unknown\n" in readiness("check", model, "--all").out
    assert "**Due by the end of development** (11 of 13 done, 1 unknown)" in readiness("check", model, "--format", "markdown").out


def test_against_a_commit_it_says_what_changed_and_refuses_regressions(readiness: Readiness, model: Path, edit: Edit) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    ran = readiness("check", model, "--against", "HEAD")
    assert ran.code == 1
    assert "\nNOT READY: this change reopens 1 item\n\nOpens 1 gap.\n  opens: fallback.drill\n" in ran.out
    assert "\n  fallback.drill  new here: Fallback drill · sam-boateng (operations)\n" in ran.out
    assert "The drill took 45 minutes" in ran.out
    assert ran.out.count("\n  fallback.drill  ") == 1


def test_against_nothing_that_exists(readiness: Readiness, model: Path) -> None:
    ran = readiness("check", model, "--against", "no-such-branch")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "Error: 'no-such-branch' is not a commit of this repository; `git log` lists them.")


def test_a_revision_that_looks_like_an_option(readiness: Readiness, model: Path) -> None:
    assert readiness("check", model, "--against=--output=x").code == 2


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "badge"])
def test_every_format_has_the_same_verdict(readiness: Readiness, model: Path, edit: Edit, format_: str) -> None:
    edit("governance.yaml", "expires: 2027-10-16", "expires: 2026-11-19")
    ran = readiness("check", model, "--format", format_)
    assert (ran.code, "2026-11-19" in ran.out, ran.err) == (1, True, "")


def test_output_to_a_file(readiness: Readiness, built: Path, tmp_path: Path) -> None:
    ran = readiness("check", built, "--format", "json", "--output", tmp_path / "report.json")
    assert (ran.code, ran.out) == (0, "")
    assert json.loads((tmp_path / "report.json").read_text())["ready"] is True


def test_output_to_where_nothing_can_be_written(readiness: Readiness, built: Path, tmp_path: Path) -> None:
    ran = readiness("check", built, "--output", tmp_path / "none" / "x")
    assert (ran.code, ran.err) == (3, f"{tmp_path}/none/x cannot be written: No such file or directory\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--today", "20.11.2026"), "Error: Invalid value for '--today': '20.11.2026' is not a date; write it as YYYY-MM-DD"),
        (("--for", "live"), "Error: Invalid value for '--for': 'live' is not one of 'design', 'development', 'evaluation', 'staging', 'production'."),
        (("--policy", "none.yaml"), "Error: Invalid value for '--policy': File 'none.yaml' does not exist."),
    ],
)
def test_wrong_usage(readiness: Readiness, built: Path, arguments: tuple[str, str], told: str) -> None:
    ran = readiness("check", built, *arguments)
    assert (ran.code, ran.err.splitlines()[-1]) == (2, told)


def test_a_wrong_policy_is_wrong_usage(readiness: Readiness, built: Path, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("waiver_day: 10\nrequire_verified: maybe\n")
    ran = readiness("check", built, "--policy", tmp_path / "p.yaml")
    assert (ran.code, ran.err.splitlines()[-3:]) == (
        2,
        [
            "Error: The policy is wrong:",
            f"{tmp_path}/p.yaml:1:1: unknown key 'waiver_day'; did you mean 'waiver_days'?; write waiver_days  [unknown-key]",
            f"{tmp_path}/p.yaml:2:19: require_verified is 'maybe', but must be true or false; write true or false  [type]",
        ],
    )


def test_a_policy_that_asks_for_proof_blocks_what_is_only_stated(readiness: Readiness, built: Path, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("require_verified: true\n")
    ran = readiness("check", built, "--policy", tmp_path / "p.yaml")
    assert ran.code == 1
    lines = ran.out.splitlines()
    at = lines.index("  governance.compliance     Compliance approval · priya-nair (compliance)")
    assert lines[at + 1] == "    stated, but not verified here; the policy requires proof"
    assert "NOT READY: 8 items were due before staging" in ran.out


def test_a_repository_that_is_broken(readiness: Readiness, model: Path) -> None:
    for folder in (model / ".git" / "objects").iterdir():
        shutil.rmtree(folder)
    ran = readiness("check", model)
    assert (ran.code, ran.err.partition(":")[0]) == (3, f"git log failed in {model}")
    assert len(ran.err.splitlines()) == 1


def test_one_of_too_many_that_it_may_have_been(model: Path, readiness: Readiness) -> None:
    """Each would be read with its history: 10,000 copies of a template kept it busy for hours."""
    for number in range(21):
        shutil.copytree(model / "readiness", model / "models" / str(number) / "readiness")
    repository = Repository(model)
    for message, moved in (("Copies", ()), ("A move", ("models/7", "models/seven"))):
        if moved:
            repository.git("mv", *moved)
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "-m", message)
    ran = readiness("check", model / "models" / "seven", "--against", "HEAD~1")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("22 folders at HEAD~1 may be where this model was, and at most 20 are compared. Give each model a name of its own")
