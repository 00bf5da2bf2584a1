"""Which commit a pull request is compared with, on real repositories of a few commits."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from readiness_bot.reading.change import PullChange, read_change
from readiness_bot.reading.place import place_of


class Repository:
    """`repository.commit("a.txt")`: a commit with one new file; returns its name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        me = ("-c", "user.name=Ana", "-c", "user.email=ana@acme.test", "-c", "commit.gpgSign=false")
        done = subprocess.run(["git", "-C", str(self.path), *me, *arguments], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, *names: str) -> str:
        for name in names:
            (self.path / name).parent.mkdir(parents=True, exist_ok=True)
            (self.path / name).write_text(f"{name}\n")
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", " ".join(names) or "nothing")
        return self.git("rev-parse", "HEAD")

    def merge(self, branch: str) -> str:
        """What GitHub checks out: the branch merged into main, on no branch."""
        self.git("checkout", "--quiet", "--detach", "main")
        self.git("merge", "--quiet", "--no-ff", "-m", "merge", branch)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "model")


def test_the_merge_is_compared_with_the_branch_that_it_goes_into(repository: Repository) -> None:
    """What landed on main after the payload's base is not this pull request's."""
    old = repository.commit("readme")
    repository.git("checkout", "--quiet", "-b", "topic")
    head = repository.commit("mine")
    repository.git("checkout", "--quiet", "main")
    new = repository.commit("of somebody else")
    repository.merge("topic")
    assert read_change(place_of(repository.path), old, head) == PullChange(new, new, frozenset({"mine"}))


def test_a_payload_without_a_base_has_the_merge(repository: Repository) -> None:
    base = repository.commit("readme")
    repository.git("checkout", "--quiet", "-b", "topic")
    head = repository.commit("mine")
    repository.merge("topic")
    assert read_change(place_of(repository.path), "", head) == PullChange(base, base, frozenset({"mine"}))


def test_the_head_itself_is_compared_with_where_it_left(repository: Repository) -> None:
    """Its settings are those of main all the same: an old commit may have had a looser gate."""
    left = repository.commit("readme")
    repository.git("checkout", "--quiet", "-b", "topic")
    head = repository.commit("mine")
    repository.git("checkout", "--quiet", "main")
    new = repository.commit("of somebody else")
    repository.git("checkout", "--quiet", "topic")
    assert read_change(place_of(repository.path), new, head) == PullChange(left, new, frozenset({"mine"}))


def test_a_merge_that_is_the_head_is_the_authors_own(repository: Repository) -> None:
    """The author merged main into the branch, and the head is checked out: its second parent is main, not the head."""
    repository.commit("readme")
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit("mine")
    repository.git("checkout", "--quiet", "main")
    new = repository.commit("of somebody else")
    repository.git("checkout", "--quiet", "topic")
    repository.git("merge", "--quiet", "--no-ff", "-m", "catch up", "main")
    assert read_change(place_of(repository.path), new, repository.git("rev-parse", "HEAD")) == PullChange(new, new, frozenset({"mine"}))


def test_a_merge_into_another_branch_is_not_taken_for_the_base(repository: Repository) -> None:
    """The base was changed to main, and the checkout is still the merge into a branch of the author's, with settings of the author's."""
    repository.commit("readme")
    repository.git("checkout", "--quiet", "-b", "evil")
    repository.commit(".github/readiness.yaml")
    repository.git("checkout", "--quiet", "-b", "topic")
    head = repository.commit("mine")
    repository.git("checkout", "--quiet", "main")
    main = repository.commit("of somebody else")
    repository.git("checkout", "--quiet", "--detach", "evil")
    repository.git("merge", "--quiet", "--no-ff", "-m", "merge", "topic")
    found = read_change(place_of(repository.path), main, head)
    assert found is not None
    assert found.settings == main
    assert found.paths == {"mine", ".github/readiness.yaml"}


def test_a_renamed_file_is_two_paths_and_names_are_bytes(repository: Repository) -> None:
    base = repository.commit("old name")
    repository.git("mv", "old name", "neu ünd\nlang")
    repository.git("commit", "--quiet", "-m", "rename")
    found = read_change(place_of(repository.path), base, "")
    assert found is not None
    assert found.paths == {"old name", "neu ünd\nlang"}


@pytest.mark.parametrize("base", ["", "1" * 40, "main", "--output=/tmp/x", "HEAD", "a" * 5000])
def test_a_base_that_is_not_here(repository: Repository, base: str) -> None:
    repository.commit("readme")
    assert read_change(place_of(repository.path), base, "") is None


def test_a_shallow_checkout_has_no_base(repository: Repository, tmp_path: Path) -> None:
    base = repository.commit("readme")
    repository.git("checkout", "--quiet", "-b", "topic")
    head = repository.commit("mine")
    repository.merge("topic")
    repository.git("branch", "--force", "merged")
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", "--branch=merged", f"file://{repository.path}", str(tmp_path / "shallow")], check=True, capture_output=True
    )
    assert read_change(place_of(tmp_path / "shallow"), base, head) is None


def test_no_repository(tmp_path: Path) -> None:
    assert read_change(place_of(tmp_path), "1" * 40, "2" * 40) is None
