"""The store behind the tests' GitHub: what git has of pull requests, queues and forks, and what a job's checkout brings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.github.origin import Origin
from tests.github.server import BOT, REPOSITORY, GithubServer

from readiness_bot.demo.repository import Repository
from readiness_bot.reading.place import place_of


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    model = Repository.create(tmp_path / "model")
    model.commit({"a": "first\n", "b": "1\n"}, "One", "ana-ruiz", date(2026, 11, 17))
    model.commit({"a": "2\n"}, "Two", "ana-ruiz", date(2026, 11, 18))
    return Origin.of(model, tmp_path / "origin.git")


def _parents(origin: Origin, commit: str) -> list[str]:
    return origin.git.git("rev-list", "--parents", "-n1", commit).split()[1:]


def test_a_pull_request_has_a_head_and_a_merge(origin: Origin) -> None:
    head = origin.commit("change", {"b": "2\n"}, "ana-ruiz")
    moved = origin.move_base({"c": "1\n"})
    pull = origin.pull(7, "change")
    assert (pull.head, pull.base, origin.tip("refs/pull/7/head"), origin.tip("refs/pull/7/merge")) == (head, moved, head, pull.merge)
    assert pull.merge is not None
    assert _parents(origin, pull.merge) == [moved, head]
    assert [origin.read(path, pull.merge) for path in "abc"] == ["2\n", "2\n", "1\n"]


def test_a_conflict_has_no_merge(origin: Origin) -> None:
    origin.edit("change", "a", "2", "3")
    assert origin.pull(7, "change").merge is not None
    origin.move_base({"a": "4\n"})
    assert origin.pull(7, "change").merge is None
    assert origin.tip("refs/pull/7/merge") == ""


def test_a_fork_s_commit_is_on_no_branch(origin: Origin) -> None:
    first = origin.edit("main", "a", "2", "3", "stranger", fork=True)
    second = origin.edit("main", "a", "3", "4", "stranger", on=first, fork=True)
    pull = origin.pull(8, second)
    assert (_parents(origin, second), origin.read("a", str(pull.merge))) == ([first], "4\n")
    assert origin.git.git("for-each-ref", "--contains", first, "refs/heads") == ""


def test_a_second_commit_goes_upon_the_branch_s_first(origin: Origin) -> None:
    first = origin.edit("change", "a", "2", "3")
    assert _parents(origin, origin.edit("change", "a", "3", "4")) == [first]


def test_the_queue_has_a_branch_for_each_candidate(origin: Origin) -> None:
    head = origin.edit("change", "b", "1", "2")
    origin.pull(7, "change")
    base = origin.tip("main")
    queued = origin.queue("main", 7)
    assert queued.ref == f"refs/heads/gh-readonly-queue/main/pr-7-{base}"
    assert (origin.tip(queued.ref), _parents(origin, queued.sha)) == (queued.sha, [base, head])


@pytest.mark.parametrize(("ref", "branch"), [("refs/heads/main", "main"), ("refs/pull/7/merge", "")])
def test_a_checkout_has_one_commit_s_contents_and_all_history(origin: Origin, tmp_path: Path, ref: str, branch: str) -> None:
    origin.edit("change", "b", "1", "2")
    origin.pull(7, "change")
    clone = origin.clone(tmp_path / "clone", ref)
    assert clone.git("branch", "--show-current") == branch
    assert clone.git("rev-parse", "HEAD") == origin.tip(ref)
    assert (clone.path / "b").read_text() == ("1\n" if branch else "2\n")
    assert clone.git("rev-list", "--count", "origin/main") == "2"
    missing = {line[1:] for line in clone.git("rev-list", "--objects", "--missing=print", "HEAD").split("\n") if line.startswith("?")}
    assert [origin.git.git("rev-parse", f"{origin.tip('main')}{path}") in missing for path in ("~1:a", ":a")] == [True, False]
    assert clone.git("status", "--porcelain") == ""


@pytest.mark.e2e
def test_the_rest_comes_from_the_server(origin: Origin, github: GithubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = origin.connect(github).clone(tmp_path / "clone")
    for name, value in github.environment().items():
        monkeypatch.setenv(name, value)
    place = place_of(clone.path)
    assert place
    names = [name for name in place.git.names_of(["HEAD:a", "HEAD~1:a"]) if name]
    assert list(place.git.blobs(names, 100).values()) == [b"2\n", b"first\n"]
    assert {login for _, login in github.fetches()} == {BOT}
    assert github.log() == []


@pytest.mark.e2e
def test_one_call_for_git_and_the_server(origin: Origin, github: GithubServer) -> None:
    origin.connect(github)
    origin.edit("change", "b", "1", "2", "mei-chen")
    pull = origin.open_pull("change", author="mei-chen")
    shown = github.call("GET", f"/repos/{REPOSITORY}/pulls/{pull.number}")
    assert (shown["head"]["sha"], shown["base"]["sha"], shown["merge_commit_sha"]) == (pull.head, pull.base, pull.merge)
    assert shown["head"]["label"] == "acme:change"
    moved = origin.move_base({"c": "1\n"})
    assert github.call("GET", f"/repos/{REPOSITORY}/pulls/{pull.number}")["base"]["sha"] == pull.base
    origin.edit("change", "b", "2", "3", "mei-chen")
    after = origin.update_pull(pull, "change")
    shown = github.call("GET", f"/repos/{REPOSITORY}/pulls/{pull.number}")
    assert (shown["head"]["sha"], shown["base"]["sha"], shown["merge_commit_sha"]) == (after.head, moved, after.merge)
    pushes = github.call("GET", f"/repos/{REPOSITORY}/activity?ref=refs/heads/change")
    assert [(each["actor"]["login"], each["before"], each["after"]) for each in pushes] == [
        ("mei-chen", pull.head, after.head),
        ("mei-chen", "0" * 40, pull.head),
    ]


@pytest.mark.e2e
def test_a_fork_s_pull_request_in_one_call(origin: Origin, github: GithubServer) -> None:
    origin.connect(github)
    head = origin.edit("main", "a", "2", "3", "stranger", fork=True)
    pull = origin.open_pull(head, fork="stranger/churn", head_ref="main", author="stranger")
    shown = github.call("GET", f"/repos/{REPOSITORY}/pulls/{pull.number}")
    assert (shown["head"]["label"], shown["head"]["repo"]["full_name"], shown["merge_commit_sha"]) == ("stranger:main", "stranger/churn", pull.merge)


@pytest.mark.e2e
def test_a_merge_that_github_has_yet_to_make(origin: Origin, github: GithubServer) -> None:
    origin.connect(github)
    origin.edit("change", "b", "1", "2")
    pull = origin.without_merge(origin.open_pull("change"))
    assert (pull.merge, origin.tip(f"refs/pull/{pull.number}/merge")) == (None, "")
    assert github.call("GET", f"/repos/{REPOSITORY}/pulls/{pull.number}")["merge_commit_sha"] is None
    assert origin.update_pull(pull).merge == origin.tip(f"refs/pull/{pull.number}/merge") != ""


@pytest.mark.e2e
def test_what_people_see_is_one_shape(origin: Origin, github: GithubServer) -> None:
    """What a fault must not change."""
    origin.connect(github)
    head = origin.edit("change", "b", "1", "2")
    origin.open_pull("change")
    github.call("POST", f"/repos/{REPOSITORY}/statuses/{head}", {"state": "success", "description": "Ready."}, BOT)
    seen = github.call("GET", "/__shape")
    assert (seen["statuses"], seen["branches"]) == ([f"{head} default success Ready."], ["change", "main"])
    assert [pull["branch"] for pull in seen["pulls"]] == ["change"]
