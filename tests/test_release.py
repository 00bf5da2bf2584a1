"""scripts/release in a copy of this repository: what it changes, what it leaves in dist/, and that a runner without an index can use it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.turns import EVERYTHING

ROOT = Path(__file__).parent.parent
VERSION = "9.8.7"
WHEELS = f"readiness-bot-wheels-{VERSION}.zip"
NO_INDEX = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
"""A registry that is down."""


@dataclass(frozen=True)
class Copy:
    folder: Path

    def git(self, *words: str) -> str:
        return subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, text=True).stdout.strip()

    def release(self, *words: str) -> tuple[int, str]:
        done = subprocess.run([sys.executable, "scripts/release", *words], cwd=self.folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + (done.stderr if done.returncode == 3 else "")

    def text(self, revision: str, path: str) -> str:
        return self.git("show", f"{revision}:{path}")


def copy_of(folder: Path) -> Copy:
    """What git has of this tree, changes included, in one commit; with what was fetched before, so that the index is asked once."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (ROOT / ".cache" / "wheels").mkdir(parents=True, exist_ok=True)
    (folder / ".cache").mkdir()
    (folder / ".cache" / "wheels").symlink_to(ROOT / ".cache" / "wheels")
    copy = Copy(folder)
    copy.git("init", "--quiet", "--initial-branch=main")
    for name, value in (("user.name", "mei-chen"), ("user.email", "mei-chen@acme.example")):
        copy.git("config", name, value)
    changes = (folder / "CHANGELOG.md").read_text()
    (folder / "CHANGELOG.md").write_text(changes.replace("\n## Unreleased\n", "\n## Unreleased\n\n- Something new.\n", 1))  # it may just have been released
    copy.git("add", "--all")
    copy.git("commit", "--quiet", "-m", "Everything")
    return copy


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return copy_of(tmp_path_factory.mktemp("release") / "copy")


@pytest.fixture(scope="module")
def before(copy: Copy) -> str:
    """The commit from which the release is made. With `EVERYTHING=1`, after a dry run that must have changed nothing: it makes the same release in
    a copy, wheels and proof included, and takes as long as all of this file."""
    start = copy.git("rev-parse", "HEAD")
    if EVERYTHING:
        code, said = copy.release(VERSION, "--dry-run")
        assert (code, said.splitlines()[-1]) == (0, "That was a dry run: nothing but dist/ is new here."), said
        assert (copy.git("rev-parse", "HEAD"), copy.git("status", "--porcelain"), copy.git("tag")) == (start, "", "")
    return start


@pytest.fixture(scope="module")
def said(copy: Copy, before: str) -> str:
    """The real thing; what it printed."""
    code, told = copy.release(VERSION)
    assert code == 0, told
    return told


def test_the_release_is_tagged_and_the_commit_after_it_names_it(copy: Copy, said: str, before: str) -> None:
    tagged = copy.git("rev-parse", f"v{VERSION}^{{commit}}")
    assert [copy.git("rev-parse", name) for name in ("v9", "HEAD^", f"{tagged}^")] == [tagged, tagged, before]
    assert copy.git("log", "--format=%s", "-2").splitlines() == [f"Let init pin v{VERSION}", f"Release v{VERSION}"]
    assert said.startswith(f"v{VERSION} is {tagged}. ")
    assert copy.git("status", "--porcelain") == ""


def test_the_release_holds_what_it_says(copy: Copy, said: str) -> None:
    tag = f"v{VERSION}"
    assert f'__version__ = "{VERSION}"' in copy.text(tag, "bot/readiness_bot/__init__.py")
    assert re.search(rf"^## Unreleased\n\n## {VERSION} \(\d{{4}}-\d\d-\d\d\)\n\n- ", copy.text(tag, "CHANGELOG.md"), re.MULTILINE)
    assert f'RELEASE = "{tag}"\nCOMMIT = ""\n' in copy.text(tag, "bot/readiness_bot/scaffold/action.py")
    assert f"READINESS_REF: {tag} " in copy.text(tag, "templates/gitlab/readiness.gitlab-ci.yml")
    named = f'RELEASE = "{tag}"\nCOMMIT = "{copy.git("rev-parse", f"{tag}^{{commit}}")}"\n'
    assert named in copy.text("HEAD", "bot/readiness_bot/scaffold/action.py")
    assert copy.git("diff", "--name-only", tag, "HEAD") == "bot/readiness_bot/scaffold/action.py"


def test_dist_has_what_it_lists(copy: Copy, said: str) -> None:
    dist = copy.folder / "dist"
    sums = {name: digest for digest, name in (line.split("  ") for line in (dist / "SHA256SUMS").read_text().splitlines())}
    assert sums == {name: hashlib.sha256((dist / name).read_bytes()).hexdigest() for name in (WHEELS, f"readiness_bot-{VERSION}-py3-none-any.whl")}
    assert copy.text(f"v{VERSION}", "requirements/wheels.txt") == f"{sums[WHEELS]}  readiness-bot/readiness-bot/releases/download/v{VERSION}/{WHEELS}"


def test_the_wheels_are_those_of_the_lock(copy: Copy, said: str) -> None:
    """For each processor; that pip found all for each Python is what scripts/wheels fails without."""
    lock = (ROOT / "requirements" / "runtime.txt").read_text()
    with zipfile.ZipFile(copy.folder / "dist" / WHEELS) as archive:
        wheels = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
    assert [name for name, digest in wheels.items() if digest not in lock] == []
    pins = {name.lower().replace("-", "_") for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    for machine in ("x86_64", "aarch64"):
        assert {name.partition("-")[0].lower() for name in wheels if "none-any" in name or machine in name} == pins


LIBRARIES = "import babel, cerberus, click, github, markdown_it, nacl, ruamel.yaml, _ruamel_yaml; print('here')"


@pytest.mark.parametrize("where", ["beside", "given"])
def test_the_action_of_the_release_installs_without_an_index(copy: Copy, said: str, tmp_path: Path, where: str) -> None:
    """All of the lock, for this machine."""
    action, model = tmp_path / "action", tmp_path / "model"
    copy.git("worktree", "add", "--quiet", "--detach", str(action), f"v{VERSION}")
    model.mkdir()
    settings = {"PATH": os.environ["PATH"], "RUNNER_TOOL_CACHE": str(tmp_path / "tools"), "RUNNER_TEMP": str(tmp_path)} | NO_INDEX
    if where == "beside":
        shutil.copy(copy.folder / "dist" / WHEELS, action)
    else:
        settings["READINESS_WHEELHOUSE"] = str(copy.folder / "dist" / WHEELS)
    words = ["bash", str(action / "scripts" / "run-action")]
    done = subprocess.run(words, cwd=model, env=settings, capture_output=True, text=True, check=False)
    assert "could not be installed" not in done.stdout
    assert "GITHUB_EVENT_NAME" in done.stdout + done.stderr  # the bot itself, which is told of no event here
    [home] = (tmp_path / "tools").iterdir()
    assert subprocess.run([home / "bin" / "python", "-I", "-c", LIBRARIES], capture_output=True, text=True, check=True).stdout == "here\n"


def test_whoever_installs_the_tag_by_git_pins_it_too(copy: Copy, said: str, tmp_path: Path) -> None:
    """The tag's own tree cannot name its commit, but pip writes down what it installed."""
    words = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", str(tmp_path / "site")]
    subprocess.run([*words, f"git+file://{copy.folder}@v{VERSION}"], check=True, capture_output=True)
    (tmp_path / "model").mkdir()
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    subprocess.run([sys.executable, "-P", "-m", "readiness_bot", "init", str(tmp_path / "model")], env=environment, check=True, capture_output=True)
    text = (tmp_path / "model" / ".github" / "workflows" / "readiness.yml").read_text()
    assert f"/lines.yml@{copy.git('rev-parse', f'v{VERSION}^{{commit}}')} # v{VERSION}\n" in text


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("1.2", "'1.2' is no version; write three numbers: 1.2.3."),
        ("v1.2.3", "'v1.2.3' is no version; write three numbers: 1.2.3."),
        ("0.1.0", f"This tree is {VERSION} already; a release does not go back to 0.1.0."),
        (VERSION, f"v{VERSION} is released already; take the next number."),
        ("9.9.0", "CHANGELOG.md tells nothing under Unreleased; say there what is new."),
    ],
)
def test_what_is_no_release(copy: Copy, said: str, version: str, told: str) -> None:
    assert copy.release(version) == (3, f"{told}\n")


def test_what_is_not_committed_is_not_released(copy: Copy, said: str) -> None:
    (copy.folder / "new").touch()
    try:
        assert copy.release("9.9.0") == (3, "There are changes that are not committed; commit them, and run scripts/test, first.\n")
    finally:
        (copy.folder / "new").unlink()
