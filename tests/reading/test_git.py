"""What the wrapper gives to git, what it keeps from it, and what it does when git takes too long."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from readiness_bot.demo.repository import Repository
from readiness_bot.reading.errors import CannotRead, NoGit
from readiness_bot.reading.git import Git, process
from readiness_bot.reading.git.fetch import address
from readiness_bot.reading.place import place_of

SERVER = "https://git.acme.test"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "repository")
    made.write({"a": "1\n"})
    made.git("add", "a")
    made.git("commit", "--quiet", "-m", "one")
    return made


@pytest.fixture
def git(repository: Repository) -> Git:
    place = place_of(repository.path)
    assert place
    return place.git


def program(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "git"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("server", "repository", "urls", "fetched"),
    [
        (SERVER, "acme/churn", [], f"{SERVER}/acme/churn"),
        (f"{SERVER}/", "acme/churn", ["https://evil.test/acme/churn"], f"{SERVER}/acme/churn"),
        (SERVER, "", [f"{SERVER}/acme/churn.git"], f"{SERVER}/acme/churn.git"),
        (SERVER, "", ["https://evil.test/acme/churn", f"{SERVER}/acme/churn"], f"{SERVER}/acme/churn"),
        (SERVER, "", ["https://git.acme.test.evil/acme/churn", "https://git.acme.test@evil/acme/churn", f"{SERVER}:8080/a/b"], None),
        (SERVER, "", ["http://git.acme.test/acme/churn", f"{SERVER}/../evil/x", f"{SERVER}/a?b", f"{SERVER}/a b"], None),
        (SERVER, "../evil", [], None),
        ("file:///srv", "acme/churn", [], "file:///srv/acme/churn"),
        ("ext::sh -c x", "acme/churn", [], None),
        ("ssh://git.acme.test", "acme/churn", [], None),
        ("", "acme/churn", [f"{SERVER}/acme/churn"], None),
    ],
)
def test_what_a_partial_clone_left_out_comes_from_the_workflow_s_server_alone(server: str, repository: str, urls: list[str], fetched: str | None) -> None:
    assert address(urls, {"GITHUB_SERVER_URL": server, "GITHUB_REPOSITORY": repository}) == fetched


@pytest.mark.parametrize("name", ["log", "rev-list", "cat-file"])
def test_a_git_that_does_not_end_is_stopped(git: Git, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    child = tmp_path / "child"
    program(tmp_path / "bin", f"sleep 600 & echo $! > {child}; wait")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(process, "SECONDS", 2.0)
    monkeypatch.setattr("readiness_bot.reading.git.STREAM_SECONDS", 2.0)
    said = "did not finish within 2 seconds in {}, and was stopped. Run it there by hand to see what it waits for; then run this again."
    asks: dict[str, Callable[[], object]] = {
        "log": lambda: git.run("log"),
        "rev-list": lambda: list(git.stream("rev-list")),
        "cat-file": lambda: git.objects(100).many(["a" * 40]),
    }
    with pytest.raises(CannotRead) as told:
        asks[name]()
    assert str(told.value) == f"git {name} {said.format(git.root)}"
    assert ended(int(child.read_text()))  # what it started ended with it


def ended(process: int) -> bool:
    """Within a few seconds: a signal arrives when the system gets to it."""
    end = time.monotonic() + 10
    while runs(process) and time.monotonic() < end:
        time.sleep(0.01)
    return not runs(process)


def runs(process: int) -> bool:
    """A process that has ended and that nobody has asked about yet does not run."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def test_an_answer_without_end_is_stopped(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "bin", "exec cat /dev/zero")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    told = f"git log wrote more than 64 MiB in {git.root}; a repository of this size is not read."
    with pytest.raises(CannotRead) as raised:
        git.run("log")
    assert str(raised.value) == told


@pytest.mark.parametrize("path", [".", "", "bin", ":", "./bin:."])
def test_a_program_named_git_in_the_repository_is_not_git(repository: Repository, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program(repository.path, f"touch {repository.path}/ran")
    program(repository.path / "bin", f"touch {repository.path}/ran")
    monkeypatch.chdir(repository.path)
    monkeypatch.setenv("PATH", path)
    with pytest.raises(NoGit):
        place_of(repository.path)
    assert not (repository.path / "ran").exists()


def test_an_old_git_is_asked_by_two_processes(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`cat-file --batch-command` came with git 2.36."""
    refuse = 'case "$*" in *--batch-command*) echo "error: unknown option \\`batch-command\'" >&2; exit 129;; esac'
    real = process.program()
    program(tmp_path / "bin", f'{refuse}\nexec {real} "$@"')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with git.objects(100) as objects:
        assert objects.many(["HEAD:a", "HEAD:b"]) == {"HEAD:a": b"1\n"}
        assert objects.is_commit(git.head() or "")


def test_names_with_line_breaks(repository: Repository, git: Git) -> None:
    repository.commit({"new\nline/readiness/a": "x"}, "two", "ana-ruiz", date(2026, 1, 1))
    names = git.names_of(["HEAD:new\nline/readiness/a", "HEAD:a", "HEAD:new\nline/none", "HEAD:none"])
    assert [bool(name) for name in names] == [True, True, False, False]


def test_what_a_killed_run_left_is_cleared_after_a_day(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed by force cannot clear up. Only folders of ours go, and nothing that a link leads to."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    old, young, theirs, linked, file = (
        tmp_path / "temp" / name for name in ("readiness-git-a", "readiness-git-b", "theirs", "readiness-git-c", "readiness-git-d")
    )
    for folder in (old / "git", young, theirs):
        folder.mkdir(parents=True)
    linked.symlink_to(theirs)
    file.touch()
    for path in (old, theirs, linked, file):
        os.utime(path, (time.time() - 200_000,) * 2, follow_symlinks=False)
    place = place_of(repository.path)
    assert place
    assert set((tmp_path / "temp").iterdir()) - {place.git.clean.top} == {young, theirs, linked, file}


def test_nothing_of_ours_is_left_behind(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    place = place_of(repository.path)
    assert set(tmp_path.iterdir()) - before
    del place
    assert set(tmp_path.iterdir()) == before
