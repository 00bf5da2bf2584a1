"""Our hook, run by the real pre-commit at a real `git commit`, in a repository with two models."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.commandline import Readiness

from readiness_bot.demo.repository import Repository

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[2]
SHIPPED = ("bot", "templates", "examples", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
"""Of a clone of this repository, what the hook is installed from."""


@dataclass(frozen=True, slots=True)
class Commit:
    """How a commit ended: whether it was made, and what pre-commit printed."""

    made: bool
    said: str


@dataclass(frozen=True, slots=True)
class Models:
    """A repository with the models `churn` and `fraud`, whose commits pre-commit watches."""

    repository: Repository
    environment: dict[str, str]

    def path(self, name: str) -> Path:
        return self.repository.path / name

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.path(name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.path(name).write_text(text.replace(old, new), encoding="utf-8")

    def commit(self) -> Commit:
        self.repository.git("add", "--all")
        somebody = ("-c", "user.name=mei-chen", "-c", "user.email=mei@acme.example")  # a fresh machine knows nobody
        done = self.run("git", *somebody, "commit", "--quiet", "-m", "Change it")
        return Commit(done.returncode == 0, done.stdout + done.stderr)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=self.repository.path, env=self.environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository as somebody names it in their settings."""
    path = Repository.create(tmp_path_factory.mktemp("hook") / "readiness-bot").path
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, path / name)
    Repository(path).git("add", "--all")
    Repository(path).git("commit", "--quiet", "-m", "Release")
    Repository(path).git("tag", "v1")
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where pre-commit installs a hook, once for this module: in an environment of its own, by pip, as everywhere. The one thing that is
    otherwise: the libraries and the build's backend are those of this test's Python, so that no index is asked."""
    return os.environ | {
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("home")),
        "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip


def test_the_page_shows_settings_that_pre_commit_takes(home: dict[str, str], tmp_path: Path) -> None:
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"^```yaml\n(# \.pre-commit-config\.yaml\n.*?)^```", page, re.DOTALL | re.MULTILINE)
    (tmp_path / "config.yaml").write_text(shown, encoding="utf-8")
    done = subprocess.run(["pre-commit", "validate-config", "config.yaml"], cwd=tmp_path, env=home, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


Watched = Callable[..., Models]


@pytest.fixture
def watched(readiness: Readiness, hook: Path, home: dict[str, str], tmp_path: Path) -> Watched:
    """`watched("--wrong-only")`: the two models as `init` writes them, committed, and then `pre-commit install` with these arguments of the hook."""

    def made(*arguments: str) -> Models:
        models = Models(Repository.create(tmp_path / "models"), home)
        for name in ("churn", "fraud"):
            models.path(name).mkdir()
            readiness("init", models.path(name), "--model", name)
        settings = f"repos:\n  - repo: {hook}\n    rev: v1\n    hooks:\n      - id: readiness-check\n        args: [{', '.join(arguments)}]\n"
        models.path(".pre-commit-config.yaml").write_text(settings, encoding="utf-8")
        models.repository.git("add", "--all")
        models.repository.git("commit", "--quiet", "-m", "Begin")
        done = models.run("pre-commit", "install")
        assert done.returncode == 0, done.stderr
        return models

    return made


def test_what_is_in_order_is_committed_without_a_word(watched: Watched) -> None:
    models = watched()
    models.edit("churn/readiness/contract.yaml", "not_for: ", "not_for: [pricing] ")
    commit = models.commit()
    assert commit.made
    assert f"readiness check{'.' * 58}Passed\n" in commit.said
    assert "churn" not in commit.said


def test_what_is_wrong_stops_the_commit(watched: Watched) -> None:
    models = watched()
    models.edit("churn/readiness/governance.yaml", "compliance: {", "complience: {")
    commit = models.commit()
    assert not commit.made
    assert f"readiness check{'.' * 58}Failed\n" in commit.said
    assert "unknown key 'complience'" in commit.said
    assert "fraud" not in commit.said


def test_only_the_models_whose_files_change_are_looked_at(watched: Watched) -> None:
    """As a whole: one file changes, and the other of its model is wrong."""
    models = watched()
    models.edit("fraud/readiness/fallback.yaml", "owner: ", "onwer: ")
    assert not models.commit().made
    models.repository.git("commit", "--quiet", "--no-verify", "-m", "Leave it")
    models.edit("churn/readiness/contract.yaml", "not_for: ", "not_for: [pricing] ")
    assert models.commit().made
    models.edit("fraud/readiness/contract.yaml", "not_for: ", "not_for: [pricing] ")
    assert "unknown key 'onwer'" in models.commit().said


def test_all_of_them_where_all_files_are_meant(watched: Watched) -> None:
    models = watched()
    for name in ("churn", "fraud"):
        models.edit(f"{name}/readiness/fallback.yaml", "owner: ", f"{name}_owner: ")
    models.repository.git("add", "--all")
    done = models.run("pre-commit", "run", "--all-files")
    assert (done.returncode, done.stdout.count("unknown key 'churn_owner'"), done.stdout.count("unknown key 'fraud_owner'")) == (1, 1, 1)


@pytest.mark.parametrize(("arguments", "made"), [((), False), (("--wrong-only",), True)])
def test_a_gap_that_is_overdue_stops_it_too_unless_it_is_told_otherwise(watched: Watched, arguments: tuple[str, ...], made: bool) -> None:
    models = watched(*arguments)
    models.edit("churn/readiness/contract.yaml", "stage: design", "stage: development")
    commit = models.commit()
    assert (commit.made, "NOT READY: 9 gaps were due before development" in commit.said) == (made, not made)


@pytest.mark.parametrize("name", ["README.md", "src/readiness/probe.py", "docs/readiness.md"])
def test_what_is_no_readiness_file_is_none_of_its_business(watched: Watched, name: str) -> None:
    models = watched()
    models.path(name).parent.mkdir(parents=True, exist_ok=True)
    models.path(name).write_text("x\n", encoding="utf-8")
    commit = models.commit()
    assert (commit.made, "NOT READY" in commit.said) == (True, False)
