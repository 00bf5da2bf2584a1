"""`readiness init`: what it writes, infers, keeps and refuses."""

from __future__ import annotations

import difflib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.models import TODAY

from readiness_bot.convention.settings import Settings, parse_settings
from readiness_bot.demo.repository import Repository
from readiness_bot.scaffold.action import ACTION
from readiness_bot.vocabulary import Stage, Tier

FILES = ["contract.yaml", "fallback.yaml", "governance.yaml", "infrastructure.yaml", "ownership.yaml", "runbook.md"]
GHES = "https://ghes.acme.example/acme/churn.git"
CARD = "---\nmodel_name: churn\n---\n# Churn model\n\nRanks subscribers by their risk to leave within sixty days.\n"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return Repository.create(tmp_path / "churn").path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and ".git/" not in str(path)}


def test_six_files_and_two_workflows(readiness: Readiness, empty: Path) -> None:
    ran = readiness("init", empty)
    assert (ran.code, sorted(path.name for path in (empty / "readiness").iterdir())) == (0, FILES)
    assert sorted(path.name for path in (empty / ".github" / "workflows").iterdir()) == ["readiness-follow-up.yml", "readiness.yml"]


def test_a_new_scaffold_is_in_design_with_nine_items_due(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty)
    ran = readiness("check", empty)
    assert (ran.code, ran.out.splitlines()[2]) == (0, "in design: nine items due before development")
    assert "contract.yaml:9:9\n      purpose: TEXT   (what it predicts, for whom, and what they do with it)\n" in ran.out


def test_and_as_if_in_development_it_is_not_ready(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty)
    ran = readiness("check", empty, "--for", "development")
    assert (ran.code, ran.out.splitlines()[2]) == (1, "NOT READY: 9 gaps were due before development")


def test_a_scaffold_has_gaps_and_nothing_wrong_at_any_stage(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty)
    assert "wrong in the readiness files" not in readiness("check", empty, "--for", "production").out


def test_the_second_run_changes_nothing(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty)
    before = contents(empty)
    ran = readiness("init", empty, "--model", "other")
    assert (ran.code, contents(empty)) == (0, before)


def test_what_is_there_stays(readiness: Readiness, empty: Path) -> None:
    (empty / "readiness").mkdir()
    (empty / "readiness" / "contract.yaml").write_text("model: mine\n")
    readiness("init", empty)
    assert (empty / "readiness" / "contract.yaml").read_text().startswith("model: mine\n")
    assert (empty / "readiness" / "ownership.yaml").exists()


def test_it_infers_and_says_from_where(readiness: Readiness, empty: Path) -> None:
    repository = Repository(empty)
    repository.commit({"README.md": CARD, "CODEOWNERS": "* @mei-chen @acme/retention-ops\n"}, "Start", "ana-ruiz", TODAY)
    out = readiness("init", empty).out
    assert "ana-ruiz" in out
    assert "CODEOWNERS" in out
    assert "developers: [ana-ruiz]" in (empty / "readiness" / "ownership.yaml").read_text()


def test_given_beats_inferred(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty, "--model", "other", "--tier", "high", "--owner", "jo-marsh", "--team", "acme/ops")
    assert "model: other " in (empty / "readiness" / "contract.yaml").read_text()
    assert "level: high" in (empty / "readiness" / "governance.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--owner", "Mei Chen"), "Error: --owner is 'Mei Chen', which is not a login; write one person's login, without '@': mei-chen."),
        (("--model", "My Model"), "Error: --model is 'My Model', which is not a short name; did you mean my-model?"),
        (("--action", "latest"), f"Error: --action is 'latest'; write OWNER/REPOSITORY@REF, such as {ACTION}."),
        (("--runs-on", "a b"), "Error: --runs-on is 'a b'; write a runner's label, or several with commas: self-hosted,linux."),
        (("--stage", "live"), "Error: Invalid value for '--stage': 'live' is not one of 'design', 'development', 'evaluation', 'staging', 'production'."),
    ],
)
def test_wrong_usage_writes_nothing(readiness: Readiness, empty: Path, arguments: tuple[str, str], told: str) -> None:
    ran = readiness("init", empty, *arguments)
    assert (ran.code, ran.err.splitlines()[-1], contents(empty)) == (2, told, {})


def test_a_developer_may_not_sign_off(readiness: Readiness, empty: Path) -> None:
    Repository(empty).commit({"x": "x"}, "Start", "ana-ruiz", TODAY)
    ran = readiness("init", empty, "--signs-off", "ana-ruiz")
    told = (
        "Error: --signs-off is ana-ruiz, a developer of this model (from git: who wrote the only commit), who may not "
        "sign it off; name somebody who did not build it, or say with --developers who did."
    )
    assert (ran.code, ran.err.splitlines()[-1], (empty / "readiness").exists()) == (2, told, False)


def test_it_writes_through_no_link(readiness: Readiness, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (empty / "readiness").symlink_to(tmp_path / "elsewhere")
    ran = readiness("init", empty)
    assert (ran.code, ran.err) == (3, "readiness/ is a symbolic link, which is not followed; put a real folder there, then run this again.\n")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_without_git_it_writes_and_says_so(readiness: Readiness, tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    ran = readiness("init", tmp_path / "m")
    assert ran.code == 0
    assert "This folder is not in a git repository; the workflows can run only after `git init` and a push to the forge." in ran.out


def test_a_model_in_a_folder_gets_its_workflows_at_the_root(readiness: Readiness, empty: Path) -> None:
    (empty / "models" / "a").mkdir(parents=True)
    readiness("init", empty / "models" / "a")
    assert (empty / "models" / "a" / "readiness" / "contract.yaml").exists()
    assert sorted(path.name for path in (empty / ".github" / "workflows").iterdir()) == ["readiness-follow-up.yml", "readiness.yml"]


def test_a_second_model_gets_its_folder_alone(readiness: Readiness, empty: Path) -> None:
    for name in ("a", "b"):
        (empty / "models" / name).mkdir(parents=True)
    readiness("init", empty / "models" / "a")
    before = contents(empty)
    ran = readiness("init", empty / "models" / "b")
    assert sorted(contents(empty).keys() - before.keys()) == [f"models/b/readiness/{name}" for name in FILES]
    assert {name: text for name, text in contents(empty).items() if name in before} == before
    assert ran.out.splitlines()[0] == "b: 6 files are new, 2 were there already."
    kept = [line.split(maxsplit=2) for line in ran.out.splitlines() if line.startswith("  kept")]
    assert kept == [["kept", f".github/workflows/{name}.yml", "finds this model too"] for name in ("readiness", "readiness-follow-up")]


def told(readiness: Readiness, empty: Path, remote: str) -> str:
    """The last line of the page, in a clone of this address, with an Action that nobody can move."""
    Repository(empty).git("remote", "add", "origin", remote)
    return readiness("init", empty, "--action", f"acme/rb@{'0' * 40}").out.splitlines()[-1]


def test_a_clone_of_github_is_told_what_to_require(readiness: Readiness, empty: Path) -> None:
    said = "To stop merges of what is not ready, require the status `readiness: main` in a ruleset: https://github.com/readiness-bot/readiness-bot/blob/v1/docs/settings.md"
    assert told(readiness, empty, "git@github.com:acme/churn.git") == said


def test_with_an_app_what_is_still_to_do(readiness: Readiness, empty: Path) -> None:
    out = readiness("init", empty, "--app", "--action", f"acme/rb@{'0' * 40}").out
    assert out.splitlines()[-4:] == [
        "The follow-up acts as an App of your own, and fails until these are there (https://github.com/readiness-bot/readiness-bot/blob/v1/docs/app.md):",
        "  the App itself, installed in this repository",
        "  an environment `readiness`, for the branch main alone, with the variable READINESS_APP_CLIENT_ID and the secret READINESS_APP_KEY",
        "To stop merges, require the status `readiness: main` in a ruleset, with the App's ID as `integration_id`.",
    ]
    assert "READINESS_APP_KEY" in (empty / ".github" / "workflows" / "readiness-follow-up.yml").read_text()


def test_a_follow_up_that_is_there_gets_no_app(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty)
    before, path = contents(empty), ".github/workflows/readiness-follow-up.yml"
    assert readiness("init", empty, "--app").out.splitlines()[-1] == (
        f"--app was not written: {path} was there already. If it has no step `actions/create-github-app-token`, remove it (`git rm {path}`), and run this again."
    )
    assert contents(empty) == before


def test_an_app_s_step_must_be_on_an_enterprise_server_too(readiness: Readiness, empty: Path) -> None:
    Repository(empty).git("remote", "add", "origin", GHES)
    out = readiness("init", empty, "--app", "--action", f"acme/rb@{'0' * 40}").out
    assert f"The server must have actions/create-github-app-token, acme/rb@{'0' * 40} and actions/checkout (https://github.com/" in out


def test_a_clone_of_an_enterprise_server_gets_the_steps_themselves(readiness: Readiness, empty: Path) -> None:
    assert told(readiness, empty, "https://mei:secret@ghes.acme.example/acme/churn.git") == (
        "ghes.acme.example is not github.com, whose reusable workflows cannot be called from there. So both workflows hold the steps themselves, "
        "as with `--inline`, on self-hosted; where your runners have another label, write it at `runs-on:`. The server must have "
        f"acme/rb@{'0' * 40} and actions/checkout (https://github.com/readiness-bot/readiness-bot/blob/v1/docs/ghes.md)."
    )
    assert "/.github/workflows/" not in (empty / ".github" / "workflows" / "readiness.yml").read_text().partition("\njobs:")[2]


def test_a_clone_of_gitlab_gets_the_folder_alone(readiness: Readiness, empty: Path) -> None:
    assert told(readiness, empty, "git@gitlab.com:acme/churn.git") == (
        "gitlab.com does not run GitHub's workflows, so none were written. `readiness check --format junit --output readiness.xml` runs in any CI; "
        "its exit code 1 means not ready. A job for GitLab CI: https://github.com/readiness-bot/readiness-bot/blob/v1/docs/gitlab.md"
    )
    assert not (empty / ".github").exists()
    assert readiness("init", empty).out == "Nothing to do: readiness/ is there already. `readiness check` says what is still open.\n"
    ran = readiness("check", empty, "--format", "junit", "--output", empty / "readiness.xml")
    assert (ran.code, (empty / "readiness.xml").read_text().startswith("<?xml")) == (0, True)


def test_the_workflows_are_pinned_as_told(readiness: Readiness, empty: Path) -> None:
    ran = readiness("init", empty, "--action", f"acme/rb@{'0' * 40} # v1.2.3", "--runs-on", "gpu")
    text = (empty / ".github" / "workflows" / "readiness.yml").read_text()
    assert f"    uses: acme/rb/.github/workflows/lines.yml@{'0' * 40} # v1.2.3\n    with: {{runs-on: gpu}}\n" in text
    assert "move" not in ran.out


def test_what_is_not_pinned_is_said(readiness: Readiness, empty: Path) -> None:
    said = "Both workflows name acme/rb@v1, which its owner can move. To pin all that runs, replace `v1` there with the 40 digits of its commit."
    assert said in readiness("init", empty, "--action", "acme/rb@v1").out.splitlines()


@pytest.mark.parametrize(
    ("branch", "written"),
    [
        ("trunk", "trunk"), ("release/v1", "release/v1"), ("développement", '"développement"'), ("main+v2", '"main\\\\+v2"'), ("!now", '"\\\\!now"'),
        ("a]b", '"a\\\\]b"'), ("1.0", '"1.0"'), ("on", '"on"'), ("main#2", '"main#2"'), ("主", '"主"'),
    ],
)  # fmt: skip
def test_the_follow_up_runs_on_the_default_branch(readiness: Readiness, tmp_path: Path, branch: str, written: str) -> None:
    path = tmp_path / "m"
    subprocess.run(["git", "init", "--quiet", f"--initial-branch={branch}", str(path)], check=True)
    ran = readiness("init", path)
    assert f"branches: [{written}]\n" in (path / ".github" / "workflows" / "readiness-follow-up.yml").read_text()
    assert "default branch is not known" not in ran.out


def test_a_default_branch_that_nobody_tells_is_said(readiness: Readiness, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "m")
    repository.commit({"x": "x"}, "x", "ana-ruiz", TODAY)
    repository.git("checkout", "--quiet", "--detach")
    repository.git("branch", "-D", "main")
    ran = readiness("init", repository.path)
    assert ran.out.splitlines()[-1] == (
        "The default branch is not known here, so readiness-follow-up.yml says `main`; write the right name at `branches:`, or it never runs on a push."
    )


@pytest.mark.parametrize(
    ("place", "owner"),
    [((".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"), "first"), (("CODEOWNERS", "docs/CODEOWNERS"), "first"), (("docs/CODEOWNERS",), "first")],
)
def test_the_first_of_the_three_places_decides(readiness: Readiness, empty: Path, place: tuple[str, ...], owner: str) -> None:
    for number, name in enumerate(place):
        (empty / name).parent.mkdir(exist_ok=True)
        (empty / name).write_text("* @first\n" if number == 0 else "* @later\n")
    readiness("init", empty)
    assert f"person: {owner}\n" in (empty / "readiness" / "ownership.yaml").read_text()


def test_a_large_file_of_owners_is_read_whole_or_not_at_all(readiness: Readiness, empty: Path) -> None:
    (empty / ".github").mkdir()
    text = "/readiness/ @old-owner\n" + "".join(f"/t/{n}/ @u\n" for n in range(50_000)) + "/readiness/ @real-owner\n"
    (empty / ".github" / "CODEOWNERS").write_text(text)
    (empty / "CODEOWNERS").write_text("* @other\n")
    assert "real-owner" in readiness("init", empty).out
    shutil.rmtree(empty / "readiness")
    (empty / ".github" / "CODEOWNERS").write_text(text + "#" * (3_000_000 - len(text)))
    out = readiness("init", empty).out
    assert ".github/CODEOWNERS is 3 MB or larger, so GitHub does not load it either (too large): nobody was taken from it." in out
    assert not any(name in (empty / "readiness" / "ownership.yaml").read_text() for name in ("old-owner", "real-owner", "other"))


def test_people_who_passed_by_are_no_developers(readiness: Readiness, empty: Path) -> None:
    repository = Repository(empty)
    repository.commit({"CODEOWNERS": "* @mei-chen @tomas-k\n"}, "Start", "ana-ruiz", TODAY)
    for number in range(30):
        repository.git("commit", "--quiet", "--allow-empty", "--author=Somebody <somebody@acme.io>", "-m", f"{number}")
    readiness("init", empty)
    assert "developers: [mei-chen, tomas-k]" in (empty / "readiness" / "ownership.yaml").read_text()


@pytest.mark.parametrize("name", ["model_card.md", "docs/MODEL_CARD.md", "README.md"])
def test_a_purpose_is_found_in_a_card_of_any_name(readiness: Readiness, empty: Path, name: str) -> None:
    (empty / name).parent.mkdir(exist_ok=True)
    (empty / name).write_text("# R\n\n# **Intended Use**\n\nRanks support tickets by urgency for the people who answer them.\n")
    assert f"(from {name}, intended use)" in readiness("init", empty).out
    assert "purpose: Ranks support tickets by urgency" in (empty / "readiness" / "contract.yaml").read_text()


NINE = (
    "--tier", "low", "--owner", "mei-chen", "--backup", "tomas-k", "--signs-off", "omar-haddad", "--compliance", "priya-nair",
    "--validation", "priya-nair", "--business-owner", "nora-lee", "--team", "acme/retention-ops", "--lead", "jo-marsh",
)  # fmt: skip


def gaps(readiness: Readiness, folder: Path) -> list[str]:
    """Blocking gaps of the present stage."""
    report = json.loads(readiness("check", folder, "--format", "json").out)
    return [i["id"] for i in report["items"] if (i["status"], i["severity"]) == ("gap", "blocking") and i["timing"] != "upcoming"]


def test_low_tier_with_its_nine_flags_has_one_blocking_gap(readiness: Readiness, empty: Path) -> None:
    ran = readiness("init", empty, *NINE)
    assert len(NINE) == 2 * 9
    assert gaps(readiness, empty) == ["governance.design-review"]
    assert (
        "The first push to main opens 1 issue, and an overview of everything:\n  Design review by compliance for churn   priya-nair (compliance)\n" in ran.out
    )


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("tier", Tier)
def test_a_scaffold_of_any_tier_and_stage_is_valid(readiness: Readiness, empty: Path, tier: str, stage: str) -> None:
    readiness("init", empty, "--tier", tier, "--stage", stage)
    report = json.loads(readiness("check", empty, "--format", "json").out)
    assert (report["findings"], report["stage"], report["tier"]) == ([], stage, tier)


@pytest.mark.parametrize("tier", Tier)
def test_a_second_run_with_another_tier_given_changes_nothing(readiness: Readiness, empty: Path, tier: str) -> None:
    """The file's tier counts: a flag is no decision of the compliance reviewer."""
    readiness("init", empty, *NINE)
    before = contents(empty)
    out = readiness("init", empty, "--tier", tier).out
    assert (contents(empty), "--tier was not written" in out) == (before, tier != "low")


def raised(empty: Path) -> None:
    path = empty / "readiness" / "governance.yaml"
    path.write_text(path.read_text().replace("level: low ", "level: high"))


def test_a_raised_tier_gets_the_missing_blocks_and_says_where(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty, *NINE)
    raised(empty)
    before = contents(empty)
    out = readiness("init", empty, "--developers", "ana-ruiz").out
    assert out.splitlines()[0] == "churn: 5 files have new blocks."
    assert "  added to  readiness/fallback.yaml         tell, dashboard, alert_test, drill\n" in out
    assert "developers: [ana-ruiz]" in (empty / "readiness" / "ownership.yaml").read_text()
    after = contents(empty)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {f"readiness/{name}" for name in FILES if name != "runbook.md"}
    for name in changed:
        assert [line for line in difflib.ndiff(before[name].decode().splitlines(), after[name].decode().splitlines()) if line[0] in "-?"] == []
    assert readiness("init", empty).out.startswith("Nothing to do:")


def test_it_adds_nothing_through_a_link(readiness: Readiness, empty: Path, tmp_path: Path) -> None:
    readiness("init", empty, *NINE)
    raised(empty)
    target = tmp_path / "elsewhere.yaml"
    (empty / "readiness" / "fallback.yaml").rename(target)
    (empty / "readiness" / "fallback.yaml").symlink_to(target)
    before = target.read_bytes()
    readiness("init", empty)
    assert target.read_bytes() == before


def test_a_monitor_that_falls_back_gets_its_drill_at_low_tier(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty, *NINE)
    path = empty / "readiness" / "fallback.yaml"
    path.write_text(path.read_text().replace("over: DURATION, then: TEXT", "over: 2 runs, then: fallback", 1))
    assert "readiness/fallback.yaml   drill\n" in readiness("init", empty).out


def test_ten_issues_are_told_and_how_to_begin_gently(readiness: Readiness, empty: Path) -> None:
    out = readiness("init", empty, "--developers", "ana-ruiz").out
    assert "The first push to main opens 8 issues, and an overview of everything:\n" in out
    assert "  Purpose and limits for churn            ana-ruiz (lead developer)\n" in out
    assert (
        "To begin gently, run `readiness init --gently`: the overview is then the only issue, and a pull request is blocked only by what it makes worse."
        in out.splitlines()
    )


def test_gently_writes_the_settings(readiness: Readiness, empty: Path) -> None:
    out = readiness("init", empty, "--gently").out
    settings = parse_settings((empty / ".github" / "readiness.yaml").read_bytes())
    assert isinstance(settings, Settings)
    assert (settings.issues, settings.gate) == ("overview", "regressions")
    assert "The first push to main opens one issue, an overview of everything.\n" in out
    assert "gently, run" not in out


def test_gently_later(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty)
    assert readiness("init", empty, "--gently").out.splitlines()[0] == "churn: 1 file is new, 8 were there already."


def test_gently_leaves_settings_that_are_there(readiness: Readiness, empty: Path) -> None:
    (empty / ".github").mkdir()
    (empty / ".github" / "readiness.yaml").write_text("gate: regressions\n")
    told = ".github/readiness.yaml is there already and stays as it is; for a gentle start, write `issues: overview` there."
    assert told in readiness("init", empty, "--gently").out.splitlines()
    assert (empty / ".github" / "readiness.yaml").read_text() == "gate: regressions\n"


def test_what_a_flag_repeats_is_no_news(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty, *NINE)
    assert "was not written" not in readiness("init", empty, *NINE).out


ANSWERS = {
    "contract.yaml": {"stage: design": "stage: production"},
    "ownership.yaml": {"team: ORG/TEAM": "team: acme/oncall", "first: LOGIN": "first: sam", "then: LOGIN": "then: mei-chen", "contact: URL": "contact: https://acme.pagerduty.com/1"},
    "governance.yaml": {
        "  by: LOGIN": "  by: priya-nair",
        "  date: YYYY-MM-DD": "  date: 2026-06-29",
        "    - {document: DOCUMENT, due: development, url: PATH}": "    []",
        'compliance: {by: LOGIN, date: YYYY-MM-DD, version: "VERSION", expires: YYYY-MM-DD}':
            'compliance: {by: priya-nair, date: 2026-10-16, version: "1.0.0", expires: 2027-10-01}',
        'go_live: {by: LOGIN, date: YYYY-MM-DD, version: "VERSION"}': 'go_live: {by: omar-haddad, date: 2026-11-18, version: "1.0.0"}',
    },
    "infrastructure.yaml": {
        "ready: YYYY-MM-DD": "ready: 2026-10-01",
        "data: TEXT": "data: synthetic",
        'integration: {run: URL, date: YYYY-MM-DD, version: "VERSION"}':
            'integration: {run: https://github.com/acme/churn/actions/runs/1, date: 2026-11-10, version: "1.0.0"}',
    },
    "fallback.yaml": {
        "owner: LOGIN": "owner: sam", "kind: TEXT": "kind: human", "does: TEXT": "does: People decide by hand", "within_minutes: NUMBER": "within_minutes: 30",
        "may_trigger:": "may_trigger: [sam, mei-chen]", "METRIC": "recall", "above: NUMBER": "above: 0.1", "below: NUMBER": "below: 0.1",
        "DURATION": "1 day", "then: TEXT": "then: page",
    },
    "runbook.md": {
        'confirmation: {by: LOGIN, team: ORG/TEAM, date: YYYY-MM-DD, version: "VERSION"}':
            'confirmation: {by: jo-marsh, team: acme/retention-ops, date: 2026-11-16, version: "1.0.0"}',
        " -->\n": " -->\n\n1. `make it`\n",
    },
}  # fmt: skip


def test_a_low_tier_model_goes_live_with_what_its_files_hold(readiness: Readiness, empty: Path) -> None:
    readiness("init", empty, *NINE)
    for name, answers in ANSWERS.items():
        path = empty / "readiness" / name
        text = path.read_text()
        for place, answer in answers.items():
            assert place in text
            text = text.replace(place, answer)
        path.write_text(text)
    ran = readiness("check", empty, "--today", "2026-11-20")
    assert (ran.code, "NOT READY" in ran.out) == (0, False), ran.out
    assert readiness("init", empty).out.startswith("Nothing to do:")
