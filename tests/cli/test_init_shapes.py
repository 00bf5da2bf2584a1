"""`readiness init` in repositories as people have them: what it takes from them, and what it leaves to be said."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.dialogue import CTRL_D, typed
from tests.models import TODAY

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
    assert "Who builds the model is not known, since this clone is shallow; `git fetch --unshallow` brings the history.\n" in out


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
