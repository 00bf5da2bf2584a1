"""A repository that git refuses is no folder without git: every command ends with 3, in git's own words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commandline import Ran, Readiness

COMMANDS = (
    ("check",),
    ("check", "--against", "HEAD"),
    ("audit",),
    ("init",),
    ("sync", "--plan", "--forge", "folder:FORGE"),
    ("comment", "--pr", "1", "--plan", "--forge", "folder:FORGE"),
    ("run", "--plan", "--forge", "folder:FORGE"),
    ("ledger", "show"),
    ("ledger", "verify"),
)


Ask = Callable[..., list[Ran]]


@pytest.fixture
def ran(readiness: Readiness, model: Path, tmp_path: Path) -> Ask:
    """Every command, as a pull request's workflow has it."""
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"number": 1, "pull_request": {"number": 1, "base": {"sha": "a" * 40}, "head": {"sha": "b" * 40}}}))

    def run(folder: Path = model, **environment: str) -> list[Ran]:
        github = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(event)}
        found = []
        for name, *options in COMMANDS:
            words = [option.replace("FORGE", str(tmp_path / "forge")) for option in options]
            place = [words.pop(0), folder] if name == "ledger" else [folder]
            found.append(readiness(name, *place, *words, **environment, **(github if name == "run" else {})))
        return found

    return run


def config(model: Path, text: str) -> None:
    with (model / ".git" / "config").open("a", encoding="utf-8") as file:
        file.write(text)


def other_owner(model: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives a folder to somebody else")
    for path in (model, *model.rglob("*")):
        os.chown(path, 65534, 65534, follow_symlinks=False)


def moved_worktree(model: Path) -> None:
    shutil.rmtree(model / ".git")
    (model / ".git").write_text("gitdir: /nowhere/.git/worktrees/churn\n")


def no_head(model: Path) -> None:
    (model / ".git" / "HEAD").unlink()


def no_gitfile(model: Path) -> None:
    shutil.rmtree(model / ".git")
    (model / ".git").write_text("nonsense\n")


TRUST = "If you trust whoever owns it: git config --global --add safe.directory ROOT"
NEWER = "A newer git may know it; otherwise clone the repository again."
STATUS = "Run `git status` there until it works."
REFUSED = {
    "fatal: detected dubious ownership in repository at 'ROOT'": (other_owner, TRUST),
    "fatal: bad config line 6 in file .git/config": (
        lambda model: config(model, "garbage [\n"), "Fix that line; `git status` says when it is right."),
    "fatal: bad boolean config value 'maybe' for 'core.bare'": (
        lambda model: config(model, "[core]\nbare = maybe\n"), "Fix that line; `git status` says when it is right."),
    "fatal: unknown repository extension found:": (
        lambda model: config(model, "[core]\nrepositoryformatversion = 1\n[extensions]\nquantum = true\n"), NEWER),
    "fatal: Expected git repo version <= 1, found 9": (lambda model: config(model, "[core]\nrepositoryformatversion = 9\n"), NEWER),
    "fatal: not a git repository: /nowhere/.git/worktrees/churn": (moved_worktree, STATUS),
    "fatal: invalid gitfile format: ROOT/.git": (no_gitfile, STATUS),
    "fatal: not a git repository (or any of the parent directories): .git": (no_head, STATUS),
    "its work tree is another folder (core.worktree), or its path has a line break": (
        lambda model: config(model, "[core]\nworktree = /usr\n"), STATUS),
}  # fmt: skip


@pytest.mark.parametrize("said", REFUSED)
@pytest.mark.parametrize("folder", [".", "readiness"])
def test_every_command_says_what_git_says(ran: Ask, model: Path, said: str, folder: str) -> None:
    spoil, do = REFUSED[said]
    spoil(model)
    before = sorted(model.rglob("*"))
    told = f"git refuses to read {model}: {said}. Nothing was judged. {do}\n".replace("ROOT", str(model))
    assert {(one.code, one.err) for one in ran(model / folder)} == {(3, told)}
    assert sorted(model.rglob("*")) == before  # `init` too wrote nothing


@pytest.mark.parametrize("how", ["count", "global", "system"])
def test_a_folder_that_the_person_trusts_is_read(ran: Ask, model: Path, tmp_path: Path, how: str) -> None:
    other_owner(model)
    trusting = tmp_path / "settings"
    trusting.write_text(f"[safe]\ndirectory = {model}\n")
    given = {
        "count": {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": str(model)},
        "global": {"GIT_CONFIG_GLOBAL": str(trusting)},
        "system": {"GIT_CONFIG_SYSTEM": str(trusting), "GIT_CONFIG_NOSYSTEM": "0"},
    }[how]
    assert all("git refuses" not in one.err for one in ran(**given))


def test_no_git_upwards_is_no_repository(readiness: Readiness, model: Path) -> None:
    shutil.rmtree(model / ".git")
    ran = readiness("check", model)
    assert (ran.code, ran.err) == (0, "")
    assert "this folder has no git history" in readiness("check", model, "--format", "json").out


def test_an_empty_git_folder_below_a_repository_is_passed_by(readiness: Readiness, model: Path) -> None:
    """As git does."""
    (model / "readiness" / ".git").mkdir()
    assert readiness("check", model / "readiness").code == 1


def test_borrowed_objects_are_not_read(readiness: Readiness, model: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "-q", "--shared", str(model), str(tmp_path / "shared")], check=True)
    ran = readiness("check", tmp_path / "shared")
    assert ran == Ran(
        3, "", f"This repository borrows another one's objects ({tmp_path}/shared/.git/objects/info/alternates), and those are not read. "
        "`git repack -a -d` copies them here; then delete that file and run this again.\n",
    )  # fmt: skip
    subprocess.run(["git", "-C", str(tmp_path / "shared"), "repack", "-a", "-d", "-q"], check=True)
    (tmp_path / "shared" / ".git" / "objects" / "info" / "alternates").unlink()
    assert readiness("check", tmp_path / "shared", "--format", "json") == readiness("check", model, "--format", "json")


def test_a_bare_repository_has_no_files(readiness: Readiness, model: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "-q", "--bare", str(model), str(tmp_path / "bare")], check=True)
    ran = readiness("audit", tmp_path / "bare")
    assert ran == Ran(3, "", f"{tmp_path}/bare is a bare repository, which has no files; clone it and run this in the clone.\n")


@pytest.mark.parametrize(("file", "told"), [("packed-refs", "fatal: unexpected line in "), ("shallow", "fatal: bad shallow line")])
def test_a_line_of_another_file_is_not_shown(ran: Ask, model: Path, tmp_path: Path, file: str, told: str) -> None:
    """Git repeats what it does not understand; the file may be a link that leads out of the repository."""
    (tmp_path / "private").write_text("password: hunter2: x\nhunter2\n")
    path = model / ".git" / file
    path.unlink(missing_ok=True)
    path.symlink_to(tmp_path / "private")
    every = ran()
    assert [one.code for one in every] == [3] * len(COMMANDS)
    assert told in every[0].err
    assert not any("hunter2" in one.out + one.err for one in every)
