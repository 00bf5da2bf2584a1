"""`readiness init` in repositories as people have them: what it takes from them, and what it leaves to be said."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.models import TODAY
from tests.terminal import CTRL_D, typed

from readiness_bot.demo.repository import Repository


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    return Repository.create(tmp_path / "churn")


def by(repository: Repository, who: str, *files: str) -> None:
    """A commit of somebody's for each of these files."""
    for name in files:
        repository.commit({name: who}, f"Change {name}", who, TODAY)


def written(repository: Repository, name: str) -> str:
    return (repository.path / "readiness" / name).read_text()


# Who builds it


def test_one_of_several_models_is_built_by_those_who_wrote_its_folder(readiness: Readiness, made: Repository) -> None:
    by(made, "ana-ruiz", "models/churn/train.py", "models/churn/score.py")
    by(made, "raj-patel", "models/fraud/train.py", "models/fraud/score.py", "models/fraud/serve.py")
    out = readiness("init", made.path / "models" / "churn").out
    assert "  developers   ana-ruiz   (from git: who wrote a real share of the 2 commits to models/churn/)\n" in out


def test_and_check_asks_nobody_else_to_be_named_there(readiness: Readiness, made: Repository) -> None:
    by(made, "ana-ruiz", "models/churn/train.py")
    by(made, "raj-patel", "models/fraud/train.py", "models/fraud/serve.py")
    readiness("init", made.path / "models" / "churn")
    assert "raj-patel" not in readiness("check", made.path / "models" / "churn", "--all").out


def test_the_owners_of_one_model_s_code_build_it(readiness: Readiness, made: Repository) -> None:
    made.write({"CODEOWNERS": "* @mei-chen\n/models/churn/ @ana-ruiz\n", "models/churn/train.py": ""})
    out = readiness("init", made.path / "models" / "churn").out
    assert "developers         ana-ruiz   (from CODEOWNERS, line 2)\n" in out


@pytest.mark.parametrize(
    ("commits", "told"),
    [
        (1, "who wrote the only commit"),
        (3, "who wrote a real share of the 3 commits"),
    ],
)
def test_as_many_commits_are_named_as_there_are(readiness: Readiness, made: Repository, commits: int, told: str) -> None:
    by(made, "ana-ruiz", *(f"{number}.py" for number in range(commits)))
    assert f"  developers   ana-ruiz   (from git: {told})\n" in readiness("check", made.path).out


def test_a_shallow_clone_tells_nobody(readiness: Readiness, made: Repository, tmp_path: Path) -> None:
    by(made, "ana-ruiz", "train.py")
    by(made, "raj-patel", "README.md")
    clone = tmp_path / "shallow" / "churn"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{made.path}", str(clone)], check=True)
    out = readiness("init", clone).out
    assert "raj-patel" not in out
    assert "Who builds the model is not known, since this clone is shallow; `git fetch --unshallow` fetches the history.\n" in out


# Who receives it


def test_a_team_that_owns_everything_builds_the_model_and_is_not_taken_for_its_receiver(readiness: Readiness, made: Repository) -> None:
    made.write({"CODEOWNERS": "* @acme/churn-ml\n"})
    assert "churn-ml" not in readiness("init", made.path).out
    assert "  team:                    # ORG/TEAM" in written(made, "ownership.yaml")


def test_a_team_that_owns_readiness_alone_is(readiness: Readiness, made: Repository) -> None:
    made.write({"CODEOWNERS": "* @acme/churn-ml\n/readiness/ @acme/retention-ops\n"})
    assert "  receiving team   acme/retention-ops   (from CODEOWNERS, line 2)\n" in readiness("init", made.path).out


def test_whoever_sits_at_the_terminal_may_say_that_it_does(made: Repository) -> None:
    made.write({"CODEOWNERS": "* @acme/churn-ml\n"})
    given = ("--tier", "low", "--owner", "mei-chen", "--backup", "tomas-k", "--business-owner", "nora-lee")
    typed(made.path, ["init", *given], [("receiving team [acme/churn-ml]:", ""), ("lead [nora-lee]:", CTRL_D)])


# What the repository's own tools make of it

PYPROJECT = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "churn"\nversion = "1"\n'
FINDS = (
    "setuptools looks for packages by itself here, and would take readiness/ for one, so that `pip install .` fails: "
    'write `[tool.setuptools.packages.find]` and `include = ["churn*"]` into pyproject.toml.\n'
)


def test_a_package_that_setuptools_finds_by_itself_would_not_build_any_more(readiness: Readiness, made: Repository) -> None:
    made.write({"pyproject.toml": PYPROJECT, "churn/__init__.py": "", "tests/test_churn.py": ""})
    assert FINDS in readiness("init", made.path).out


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": PYPROJECT + '[tool.setuptools]\npackages = ["churn"]\n', "churn/__init__.py": ""},
        {"pyproject.toml": PYPROJECT, "setup.py": "setup(packages=find_packages())", "churn/__init__.py": ""},
        {"pyproject.toml": PYPROJECT, "src/churn/__init__.py": ""},
        {"pyproject.toml": PYPROJECT.replace("setuptools.build_meta", "hatchling.build"), "churn/__init__.py": ""},
        {"pyproject.toml": "[tool.black]\nline-length = 88\n", "churn/__init__.py": ""},
        {"pyproject.toml": PYPROJECT, "churn/__init__.py": "", "data/x.csv": ""},  # does not build as it is
        {"pyproject.toml": "[project", "churn/__init__.py": ""},
    ],
)
def test_any_other_one_would(readiness: Readiness, made: Repository, files: dict[str, str]) -> None:
    made.write(files)
    assert "setuptools" not in readiness("init", made.path).out


def test_an_r_package_is_told_how_it_is_checked_in_peace(readiness: Readiness, made: Repository) -> None:
    made.write({"DESCRIPTION": "Package: churn\nVersion: 0.1\n", ".Rbuildignore": "^data-raw$\n"})
    assert "`R CMD check` notes folders that it does not know: write `^readiness$` into .Rbuildignore.\n" in readiness("init", made.path).out


def test_a_gitignore_that_keeps_a_model_s_folder_out_is_told(readiness: Readiness, made: Repository) -> None:
    made.write({".gitignore": "data/\n/models/\n", "models/churn/model.pkl": ""})
    assert (
        ".gitignore, line 2 (/models/), keeps models/churn/readiness/contract.yaml and 5 other files out of git: add them with "
        "`git add --force`; from then on git follows them.\n"
    ) in readiness("init", made.path / "models" / "churn").out


def test_and_git_takes_them_as_told(readiness: Readiness, made: Repository) -> None:
    made.commit({".gitignore": "*.yaml\n"}, "Start", "ana-ruiz", TODAY)
    readiness("init", made.path)
    made.git("add", "--force", "readiness", ".github")
    made.git("commit", "--quiet", "-m", "Add readiness")
    assert made.git("status", "--short", "--ignored") == ""


@pytest.mark.parametrize("name", [".yamllint", ".pre-commit-config.yaml"])
def test_where_yamllint_runs_the_files_are_not_measured(readiness: Readiness, made: Repository, name: str) -> None:
    made.write({name: "# runs yamllint\nextends: default\n"})
    readiness("init", made.path)
    workflows = made.path / ".github" / "workflows"
    for path in (*(made.path / "readiness").glob("*.yaml"), workflows / "readiness.yml", workflows / "readiness-follow-up.yml"):
        assert path.read_text().startswith("# yamllint disable rule:line-length\n# "), path


def test_where_it_measures_nothing_they_need_no_word_of_it(readiness: Readiness, made: Repository) -> None:
    made.write({".yamllint": "rules:\n  line-length: disable\n"})
    readiness("init", made.path)
    assert "yamllint disable" not in written(made, "contract.yaml")


def test_and_the_files_are_what_they_are(readiness: Readiness, made: Repository) -> None:
    made.write({".yamllint": "extends: default\n"})
    readiness("init", made.path)
    report = readiness("check", made.path)
    assert (report.code, "wrong in the readiness files" in report.out) == (0, False)
    assert "the workflows are as this version has them" in readiness("upgrade", made.path, "--plan").out
    assert readiness("init", made.path).out.startswith("Nothing to do")


@pytest.mark.parametrize("files", [{".prettierrc": "{}"}, {".pre-commit-config.yaml": "- repo: https://github.com/pre-commit/mirrors-prettier\n"}])
def test_where_prettier_lays_out_the_files_it_is_told_before_ci_tells_it(readiness: Readiness, made: Repository, files: dict[str, str]) -> None:
    made.write(files)
    assert (
        "prettier lays out the files of this repository: run `npx prettier --write readiness/ .github/workflows/readiness*.yml` before you commit them. "
        "What they say stays the same.\n"
    ) in readiness("init", made.path).out


def test_a_second_run_has_nothing_more_to_say(readiness: Readiness, made: Repository) -> None:
    made.write({".prettierrc": "{}", ".gitignore": "*.yaml\n", "pyproject.toml": PYPROJECT, "churn/__init__.py": ""})
    readiness("init", made.path)
    assert readiness("init", made.path).out == "Nothing to do: readiness/ and both workflows are there already. `readiness check` says what is still open.\n"


# Where the clone is from


@pytest.mark.parametrize(
    ("remote", "host"),
    [
        ("https://huggingface.co/acme/churn", "huggingface.co"),
        ("https://dagshub.com/acme/churn.git", "dagshub.com"),
        ("https://acme@dev.azure.com/acme/ml/_git/churn", "dev.azure.com"),
    ],
)
def test_a_server_that_runs_no_workflows_gets_none(readiness: Readiness, made: Repository, remote: str, host: str) -> None:
    made.git("remote", "add", "origin", remote)
    assert f"{host} does not run GitHub's workflows, so none were written." in readiness("init", made.path).out
    assert not (made.path / ".github").exists()


def test_a_repository_of_azure_s_is_called_by_its_name(readiness: Readiness, made: Repository) -> None:
    made.git("remote", "add", "origin", "https://acme@dev.azure.com/acme/ml/_git/fraud")
    assert "  model   fraud   (from the repository's name, fraud)\n" in readiness("check", made.path).out


CARD = """\
---
license: apache-2.0
library_name: sklearn
---
# Model Card for churn

## Uses

### Direct Use

Ranks subscribers by their risk to leave within sixty days.

### Out-of-Scope Use

Prices.
"""


def test_a_model_card_of_hugging_face_s_form_says_the_purpose(readiness: Readiness, made: Repository) -> None:
    made.write({"README.md": CARD})
    readiness("init", made.path)
    assert "purpose: Ranks subscribers by their risk to leave within sixty days." in written(made, "contract.yaml")


# What is there already


def test_a_workflow_of_that_name_that_is_somebody_s_own_is_in_the_way(readiness: Readiness, made: Repository) -> None:
    probe = "name: readiness\non: {schedule: [{cron: '1 1 * * *'}]}\njobs: {probe: {runs-on: ubuntu-latest, steps: [{run: curl -f $URL/ready}]}}\n"
    made.write({".github/workflows/readiness.yml": probe})
    said = ".github/workflows/readiness.yml is a workflow of your own, and the bot needs that name for its own: rename yours, and run this again.\n"
    assert said in readiness("init", made.path).out
    assert (made.path / ".github" / "workflows" / "readiness.yml").read_text() == probe
    assert readiness("init", made.path).out == f"Nothing to do: readiness/ is there already. `readiness check` says what is still open.\n{said}"


@pytest.mark.parametrize("options", [(), ("--inline",), ("--app",), ("--action", "acme/rb@v1"), ("--inline", "--action", "acme/rb@v1")])
def test_ours_is_not(readiness: Readiness, made: Repository, options: tuple[str, ...]) -> None:
    readiness("init", made.path, *options)
    assert "of your own" not in readiness("init", made.path).out


def test_the_gentle_settings_name_a_page_that_is_there_for_whoever_reads_them(readiness: Readiness, made: Repository) -> None:
    readiness("init", made.path, "--gently")
    settings = (made.path / ".github" / "readiness.yaml").read_text()
    assert "# https://github.com/readiness-bot/readiness-bot/blob/v1/docs/settings.md\n" in settings


# What it is, and whether it is in use

DVC = """\
artifacts:
  tickets:
    path: data/tickets.csv
    type: dataset
  urgency:
    path: model.pkl
    desc: Ranks support tickets by urgency for the people who answer them
    type: model
stages: {train: {cmd: python train.py, outs: [model.pkl]}}
"""


def test_the_model_that_dvc_registers_gives_its_name_and_purpose(readiness: Readiness, made: Repository) -> None:
    made.write({"dvc.yaml": DVC})
    readiness("init", made.path)
    assert "\nmodel: urgency " in written(made, "contract.yaml")
    assert "\npurpose: Ranks support tickets by urgency for the people who answer them " in written(made, "contract.yaml")


@pytest.mark.parametrize("text", [DVC.replace("type: dataset", "type: model"), DVC.replace("type: model", "type: plot"), "artifacts: [urgency]\n", "a: [\n"])
def test_of_two_or_none_nothing_is_taken(readiness: Readiness, made: Repository, text: str) -> None:
    made.write({"dvc.yaml": text})
    readiness("init", made.path)
    assert "\nmodel: churn " in written(made, "contract.yaml")


def test_people_whose_logins_nobody_knows_are_counted(readiness: Readiness, made: Repository) -> None:
    made.git("commit", "--quiet", "--allow-empty", "--author=Ana Ruiz <ana@acme.io>", "-m", "Start")
    assert "  developers   1 person, whose login git does not show\n" in readiness("check", made.path).out


def released(repository: Repository, *tags: str) -> None:
    by(repository, "ana-ruiz", "train.py")
    for tag in tags:
        repository.git("tag", tag)


def test_a_model_that_was_released_need_not_begin_in_design(readiness: Readiness, made: Repository) -> None:
    released(made, "nightly", "v1.2.0")
    where = "Where the model is in use already (the newest release here is v1.2.0): `readiness init --stage production --gently`.\n"
    assert where in readiness("check", made.path).out
    assert (
        "The newest release here is v1.2.0: where the model is in use already, write `stage: production` in readiness/contract.yaml before you "
        "commit it, and run `readiness init --gently`, so that one issue shows what is missing.\n"
    ) in readiness("init", made.path).out


def test_as_told_it_is_in_production_and_one_issue_shows_what_is_missing(readiness: Readiness, made: Repository) -> None:
    released(made, "v1.2.0")
    out = readiness("init", made.path, "--stage", "production", "--gently").out
    assert "newest release" not in out
    assert "The first push to main opens one issue, an overview of everything.\n" in out
    assert 'Next: fill in what is marked "due: design" to "due: production" in the files' in out


@pytest.mark.parametrize("tag", ["1.2", "v2", "v1.2.3.4", "v20250625"])
def test_a_version_is_a_release(readiness: Readiness, made: Repository, tag: str) -> None:
    released(made, tag)
    assert f"The newest release here is {tag}:" in readiness("init", made.path).out


def test_whoever_begins_gently_need_not_be_told_to(readiness: Readiness, made: Repository) -> None:
    released(made, "v2")
    assert "write `stage: production` in readiness/contract.yaml before you commit it.\n" in readiness("init", made.path, "--gently").out


def test_other_tags_are_no_releases(readiness: Readiness, made: Repository) -> None:
    released(made, "nightly", "199259", "urgency#prod#1")
    assert "newest release" not in readiness("init", made.path).out
