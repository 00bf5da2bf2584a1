"""The template for GitLab CI: that GitLab would take it, and what its jobs do, by running their lines as a runner does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.commandline import Readiness

from readiness_bot.demo.repository import Repository
from readiness_bot.reading.document import Document
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.action import MAJOR, RELEASE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "gitlab.md").read_text(encoding="utf-8")
TEMPLATE = ROOT / "templates" / "gitlab" / "readiness.gitlab-ci.yml"


def jobs() -> Mapping[str, Any]:
    read = parse("readiness.gitlab-ci.yml", TEMPLATE.read_bytes())
    assert isinstance(read, Document), read
    return read.data


def judged(file: Path) -> tuple[int, str]:
    """By GitLab's own schema (app/assets/javascripts/editor/schema/ci.json), as check-jsonschema ships it."""
    words = ["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(file)]
    done = subprocess.run([Path(sys.executable).parent / words[0], *words[1:]], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_gitlab_takes_it(tmp_path: Path) -> None:
    assert judged(TEMPLATE) == (0, "ok -- validation done\n")
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(TEMPLATE.read_text(encoding="utf-8").replace("    when: always\n", "    when: mostly\n"), encoding="utf-8")
    assert judged(wrong)[0] == 1


@pytest.mark.parametrize("shown", re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
def test_gitlab_takes_what_the_page_shows(shown: str, tmp_path: Path) -> None:
    file = tmp_path / "shown.yml"
    file.write_text(shown, encoding="utf-8")
    assert judged(file) == (0, "ok -- validation done\n")


def test_the_page_changes_what_is_there() -> None:
    named = set(re.findall(r"^(\.?readiness[\w-]*):$|\b(READINESS_[A-Z]+):", PAGE, re.MULTILINE))
    assert {job for job, _ in named if job} <= set(jobs())
    assert {variable for _, variable in named if variable} <= set(jobs()[".readiness"]["variables"])


def test_what_runs_is_a_release() -> None:
    assert jobs()[".readiness"]["variables"]["READINESS_REF"] == (RELEASE or MAJOR)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository as a runner clones it. Its lock is empty, so that no index is asked: the libraries are those of this test's Python."""
    path = Repository.create(tmp_path_factory.mktemp("bot") / "readiness-bot").path
    for name in ("scripts/setup", "scripts/python", "pyproject.toml"):
        (path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, path / name)
    for name in ("bot", "templates"):
        shutil.copytree(ROOT / name, path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (path / "requirements").mkdir()
    (path / "requirements" / "runtime.txt").touch()
    Repository(path).git("add", "--all")
    Repository(path).git("commit", "--quiet", "-m", "Release")
    Repository(path).git("tag", jobs()[".readiness"]["variables"]["READINESS_REF"])
    return path


@dataclass(frozen=True, slots=True)
class Project:
    """A model's repository on GitLab, checked out by a runner."""

    repository: Repository
    bot: Path

    @property
    def head(self) -> str:
        return self.repository.git("rev-parse", "HEAD")

    def change(self, old: str, new: str) -> None:
        path = self.repository.path / "readiness" / "contract.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        self.repository.git("commit", "--quiet", "--all", "-m", "Change it")

    def run(self, job: str, shell: str, home: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
        """The lines before and of a job's script are one script, which ends at the first that fails
        (https://docs.gitlab.com/ci/yaml/script/). `home`: what the lines before have left, so that they need not run again."""
        common, own = jobs()[".readiness"], jobs()[job]
        lines = "\n".join([*([f"readiness_home={home}"] if home else common["before_script"]), *own["script"]])
        known = {"PATH": os.environ["PATH"], "HOME": str(self.repository.path.parent), "LANG": "C.UTF-8", "PYTHONPATH": sysconfig.get_path("purelib")}
        environment = known | common["variables"] | {"READINESS_FROM": str(self.bot)} | variables
        return subprocess.run([*shell.split(), "-c", lines], cwd=self.repository.path, env=environment, capture_output=True, text=True, check=False)

    def report(self) -> tuple[int, int]:
        """Tests and failures of the report that GitLab shows in the merge request."""
        suites = [*ET.fromstring((self.repository.path / "readiness.xml").read_text(encoding="utf-8"))]  # noqa: S314 - our own
        tests, failures = (sum(int(suite.attrib[word]) for suite in suites) for word in ("tests", "failures"))
        return tests, failures


@pytest.fixture
def project(readiness: Readiness, bot: Path, tmp_path: Path) -> Project:
    repository = Repository.create(tmp_path / "churn")
    repository.git("remote", "add", "origin", "git@gitlab.com:acme/churn.git")
    readiness("init", repository.path, "--model", "churn")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "Add readiness")
    return Project(repository, bot)


SHELLS = pytest.mark.parametrize("shell", ["sh -e", "bash -eo pipefail"])
"""With bash where the image has it, else with sh."""


@pytest.fixture(scope="module")
def home(bot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the lines before a job's script leave; they run whole where no `home` is passed."""
    home = tmp_path_factory.mktemp("home")
    Repository(bot).git("clone", "--quiet", str(bot), str(home / "bot"))
    subprocess.run([home / "bot" / "scripts" / "setup", "runtime"], check=True, capture_output=True)
    return home


@SHELLS
def test_a_model_that_is_ready_passes(project: Project, shell: str) -> None:
    done = project.run("readiness", shell)
    assert (done.returncode, done.stderr.replace("Setting up .venv (runtime) …\n", "")) == (0, "")
    assert "in design: nine items due before development" in done.stdout
    assert project.report() == (47, 0)


@SHELLS
def test_one_that_is_not_fails_and_is_reported(project: Project, home: Path, shell: str) -> None:
    project.change("stage: design", "stage: development")
    done = project.run("readiness", shell, home)
    assert (done.returncode, "NOT READY: 9 gaps were due before development" in done.stdout) == (1, True)
    assert project.report() == (47, 9)


@SHELLS
def test_a_merge_request_is_told_what_it_changes(project: Project, home: Path, shell: str) -> None:
    base = project.head
    project.change("stage: design", "stage: evaluation")
    done = project.run("readiness", shell, home, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert (done.returncode, "NOT READY: this change skips a stage" in done.stdout) == (1, True)


@SHELLS
def test_what_could_not_be_done_is_no_verdict(project: Project, home: Path, shell: str) -> None:
    """So that `allow_failure: {exit_codes: 1}` hides no broken job."""
    assert project.run("readiness", shell, home, READINESS_DIRECTORY="nowhere").returncode == 2
    assert project.run("readiness", shell, READINESS_REF="v0").returncode == 3


@SHELLS
def test_the_scheduled_page(project: Project, home: Path, shell: str) -> None:
    done = project.run("readiness-audit", shell, home)
    assert (done.returncode, (project.repository.path / "readiness-audit.md").read_text(encoding="utf-8").startswith("#")) == (0, True)
