"""The tests' GitHub itself, where it goes beyond emulate: what GitHub documents, it answers; what GitHub refuses, it refuses."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.error import HTTPError

import pytest
import requests
from tests.github.prism import Prism
from tests.github.server import BOT, REPOSITORY, GithubServer, Request
from tests.github.setup import plain_rule, review_rule, ruleset, status_rule, workflow_run

from readiness_bot.demo.repository import Repository

pytestmark = pytest.mark.e2e

API = f"/repos/{REPOSITORY}"
SHA = "a" * 40
STATUS = {"state": "success", "context": "readiness: main", "description": "Ready."}
Refusal = Callable[..., tuple[int, str]]


@pytest.fixture
def refusal(github: GithubServer) -> Refusal:
    """`refusal(method, path, body)`: what GitHub says to it."""

    def ask(method: str, path: str, body: object = None, login: str = BOT) -> tuple[int, str]:
        with pytest.raises(HTTPError) as told:
            github.call(method, path, body, login)
        with told.value as error:
            return error.code, error.msg

    return ask


class TestStatuses:
    def test_a_status_as_it_is_told(self, github: GithubServer) -> None:
        github.world(clock="2026-11-18T12:00:00.000Z")
        told = github.call("POST", f"{API}/statuses/{SHA}", STATUS, BOT)
        assert told["creator"] == {"login": BOT, "type": "Bot"}
        assert (told["state"], told["context"], told["description"], told["target_url"]) == ("success", "readiness: main", "Ready.", None)
        assert (told["created_at"], told["url"]) == ("2026-11-18T12:00:00Z", f"{github.url}{API}/statuses/{SHA}")
        assert github.statuses(SHA) == [told]
        assert github.statuses("b" * 40) == []

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ({"state": "done"}, "state is not included"),
            ({}, "state is not included"),
            ({"state": "success", "description": "x" * 141}, "description is too long"),
            ({"state": "success", "context": "x" * 256}, "context is too long"),
            ({"state": "success", "target_url": "javascript:x"}, "target_url"),
        ],
    )
    def test_what_github_refuses(self, refusal: Refusal, body: object, told: str) -> None:
        status, message = refusal("POST", f"{API}/statuses/{SHA}", body)
        assert status == 422
        assert told in message

    def test_a_commit_that_is_none(self, github: GithubServer, refusal: Refusal, tmp_path: Path) -> None:
        assert refusal("POST", f"{API}/statuses/main", STATUS)[0] == 422
        model = Repository.create(tmp_path / "churn")
        commit = model.commit({"a": "1"}, "One", "ana-ruiz", _day())
        github.state(git={REPOSITORY: str(model.path)})
        assert refusal("POST", f"{API}/statuses/{SHA}", STATUS) == (422, f'{{"message":"No commit found for SHA: {SHA}"}}')
        github.call("POST", f"{API}/statuses/{commit}", STATUS, BOT)
        assert [each["state"] for each in github.call("GET", f"{API}/commits/main/statuses")] == ["success"]

    def test_a_token_that_may_only_read(self, github: GithubServer, refusal: Refusal) -> None:
        github.state(readOnly=[BOT])
        assert refusal("POST", f"{API}/statuses/{SHA}", STATUS)[0] == 403
        github.state(readOnly=[])
        github.world(forbidden=["statuses"])
        assert refusal("POST", f"{API}/statuses/{SHA}", STATUS) == (403, '{"message":"Resource not accessible by integration"}')
        assert github.statuses(SHA) == []

    def test_a_thousand_of_one_commit_and_context(self, github: GithubServer, refusal: Refusal) -> None:
        for _ in range(1000):
            github.call("POST", f"{API}/statuses/{SHA}", {"state": "pending"}, BOT)
        assert "maximum number of statuses" in refusal("POST", f"{API}/statuses/{SHA}", {"state": "pending"})[1]
        github.call("POST", f"{API}/statuses/{SHA}", STATUS, BOT)

    def test_the_newest_of_each_context(self, github: GithubServer) -> None:
        for state, context in (("pending", "a"), ("failure", "b"), ("success", "A"), ("success", "b")):
            github.call("POST", f"{API}/statuses/{SHA}", {"state": state, "context": context}, BOT)
        whole = github.call("GET", f"{API}/commits/{SHA}/status")
        assert (whole["state"], whole["total_count"], whole["sha"]) == ("success", 2, SHA)
        assert [(each["context"], each["state"], "creator" in each) for each in whole["statuses"]] == [("b", "success", False), ("A", "success", False)]
        listed = github.call("GET", f"{API}/commits/{SHA}/statuses")
        assert [each["state"] for each in listed] == ["success", "success", "failure", "pending"]

    @pytest.mark.parametrize(("states", "whole"), [([], "pending"), (["success", "pending"], "pending"), (["success", "error", "pending"], "failure")])
    def test_one_word_for_all(self, github: GithubServer, states: list[str], whole: str) -> None:
        for number, state in enumerate(states):
            github.call("POST", f"{API}/statuses/{SHA}", {"state": state, "context": str(number)}, BOT)
        assert github.call("GET", f"{API}/commits/{SHA}/status")["state"] == whole

    def test_pages(self, github: GithubServer) -> None:
        for number in range(5):
            github.call("POST", f"{API}/statuses/{SHA}", {"state": "pending", "context": str(number)}, BOT)
        pages = [github.call("GET", f"{API}/commits/{SHA}/statuses?per_page=2&page={page}") for page in (1, 2, 3, 4)]
        assert [[each["context"] for each in page] for page in pages] == [["4", "3"], ["2", "1"], ["0"], []]
        assert _link(github, f"{API}/commits/{SHA}/statuses?per_page=2") == f"{github.url}{API}/commits/{SHA}/statuses?per_page=2&page=2"
        assert _link(github, f"{API}/commits/{SHA}/statuses?per_page=2&page=3") == ""

    def test_requests_are_logged_and_may_fail_as_all_others(self, github: GithubServer, refusal: Refusal) -> None:
        github.fault("POST", "/statuses/", "502")
        assert refusal("POST", f"{API}/statuses/{SHA}", STATUS)[0] == 502
        github.call("POST", f"{API}/statuses/{SHA}", STATUS, BOT)
        assert [(request.method, request.login) for request in github.writes()][-2:] == [("POST", BOT), ("POST", BOT)]
        assert len(github.statuses(SHA)) == 1
        github.reset()
        assert github.statuses(SHA) == []

    def test_github_documents_the_requests(self, prism: Prism) -> None:
        for request in (
            Request("POST", f"{API}/statuses/{SHA}", None, STATUS),
            Request("GET", f"{API}/commits/{SHA}/statuses?per_page=100&page=2", None, None),
            Request("GET", f"{API}/commits/{SHA}/status", None, None),
        ):
            assert prism.refusal(request) == ""
        assert "state" in prism.refusal(Request("POST", f"{API}/statuses/{SHA}", None, {"state": "done"}))


class TestFetches:
    @pytest.fixture
    def kept(self, github: GithubServer, tmp_path: Path) -> Repository:
        """What stands behind acme/churn."""
        made = Repository.create(tmp_path / "kept")
        made.commit({"a": "1\n"}, "One", "ana-ruiz", _day())
        made.commit({"a": "2\n"}, "Two", "ana-ruiz", _day())
        github.state(git={REPOSITORY: str(made.path)})
        return made

    @pytest.fixture
    def fetch(self, github: GithubServer, tmp_path: Path) -> Callable[..., str]:
        """`fetch("refs/heads/main")` into an empty repository: what git says, else the commit that came."""
        empty = Repository.create(tmp_path / "empty")

        def run(what: str, *options: str, token: str = f"token-{BOT}", name: str = REPOSITORY) -> str:
            packed = base64.b64encode(f"x-access-token:{token}".encode()).decode()
            header = f"http.extraHeader=Authorization: basic {packed}"
            try:
                empty.git("-c", header, "fetch", "--quiet", *options, f"{github.url}/{name}", what)
            except subprocess.CalledProcessError as error:
                return str(error.stderr)
            return empty.git("rev-parse", "FETCH_HEAD")

        return run

    @pytest.mark.parametrize("version", ["0", "2"])
    def test_a_branch_comes(self, github: GithubServer, kept: Repository, fetch: Callable[..., str], version: str) -> None:
        kept.git("config", "protocol.version", version)
        assert fetch("refs/heads/main", name=f"{REPOSITORY}.git") == kept.git("rev-parse", "main")
        refs, *packs = github.fetches()
        assert refs == (f"/{REPOSITORY}.git/info/refs?service=git-upload-pack", BOT)
        assert set(packs) == {(f"/{REPOSITORY}.git/git-upload-pack", BOT)}
        assert github.log() == []

    def test_an_object_by_its_name_and_without_contents(self, kept: Repository, fetch: Callable[..., str]) -> None:
        old = kept.git("rev-parse", "main~1")
        kept.git("update-ref", "refs/pull/7/merge", "main")
        assert fetch(old, "--filter=blob:none", "--depth=1") == old
        assert fetch("refs/pull/7/merge") == kept.git("rev-parse", "main")
        assert fetch(kept.git("rev-parse", "main~1:a"), "--no-tags", "--filter=blob:none") != ""

    def test_the_repository_keeps_its_settings(self, kept: Repository, fetch: Callable[..., str]) -> None:
        before = (kept.path / ".git" / "config").read_text()
        fetch("refs/heads/main", "--filter=blob:none")
        assert (kept.path / ".git" / "config").read_text() == before

    def test_a_token_that_github_does_not_know(self, github: GithubServer, kept: Repository, fetch: Callable[..., str]) -> None:
        assert kept.git("rev-parse", "main")
        assert "could not read Username" in fetch("refs/heads/main", token="another")
        assert github.fetches()[0][1] is None

    def test_a_repository_that_is_not_there(self, fetch: Callable[..., str]) -> None:
        assert "not found" in fetch("refs/heads/main")

    def test_nothing_is_pushed(self, github: GithubServer, kept: Repository, tmp_path: Path) -> None:
        clone = Repository(tmp_path / "clone")
        kept.git("clone", "--quiet", str(kept.path), str(clone.path))
        address = github.url.replace("http://", f"http://x-access-token:token-{BOT}@")
        with pytest.raises(subprocess.CalledProcessError) as told:
            clone.git("push", f"{address}/{REPOSITORY}", "HEAD:refs/heads/new")
        assert "403" in told.value.stderr

    @pytest.mark.parametrize(("kind", "told"), [("500", "500"), ("502", "502"), ("503", "503"), ("drop", "Empty reply")])
    @pytest.mark.parametrize(("method", "path"), [("GET", "/info/refs"), ("POST", "/git-upload-pack")])
    def test_it_may_fail(self, github: GithubServer, kept: Repository, fetch: Callable[..., str], kind: str, told: str, method: str, path: str) -> None:
        github.fault(method, path, kind, times=2)  # git's HTTP library repeats what a connection that rested did not bring
        assert told in fetch("refs/heads/main")
        github.heal()
        assert fetch("refs/heads/main") == kept.git("rev-parse", "main")

    def test_a_fetch_has_no_number_among_the_requests(self, github: GithubServer, kept: Repository, fetch: Callable[..., str], refusal: Refusal) -> None:
        github.call("POST", "/__fault", {"at": 1, "kind": "502"})
        assert fetch("refs/heads/main") == kept.git("rev-parse", "main")
        assert refusal("GET", f"{API}/issues")[0] == 502


ONE, TWO, THREE = "1" * 40, "2" * 40, "3" * 40
RECORDS = """query($commit: GitObjectID!, $number: Int!) { repository(owner: "acme", name: "churn") { defaultBranchRef { name }
  object(oid: $commit) { ... on Commit { associatedPullRequests(first: 5) { nodes { number } } } }
  pullRequest(number: $number) { author { login } baseRefName headRefName headRepository { nameWithOwner } commits(first: 9) { nodes { commit { oid } } }
    reviews(last: 9) { nodes { state author { login } commit { oid } } } } } }"""


class TestPulls:
    def test_one_call_and_github_says_it(self, github: GithubServer) -> None:
        number = github.open_pull(head_sha=ONE, head_ref="change", base_ref="release", base_sha=TWO, merge=THREE, author="dependabot[bot]", draft=True)
        for pull in (github.call("GET", f"{API}/pulls/{number}"), *github.call("GET", f"{API}/pulls")):
            assert (pull["number"], pull["state"], pull["draft"], pull["merge_commit_sha"]) == (number, "open", True, THREE)
            assert pull["user"] == {"login": "dependabot[bot]", "type": "Bot"}
            assert (pull["head"]["sha"], pull["head"]["ref"], pull["head"]["label"]) == (ONE, "change", "acme:change")
            assert (pull["base"]["sha"], pull["base"]["ref"], pull["base"]["repo"]["full_name"]) == (TWO, "release", REPOSITORY)
            assert pull["head"]["repo"]["full_name"] == REPOSITORY

    def test_a_fork_and_one_that_is_gone(self, github: GithubServer) -> None:
        fork = github.open_pull(head_sha=ONE, head_ref="main", head_repo="stranger/churn", base_sha=TWO, author="stranger")
        gone = github.open_pull(head_sha=ONE, head_ref="main", head_repo=None, base_sha=TWO, author="stranger")
        assert github.call("GET", f"{API}/pulls/{fork}")["head"]["repo"]["owner"] == {"login": "stranger", "type": "User"}
        assert github.call("GET", f"{API}/pulls/{gone}")["head"]["repo"] is None
        found = github.call("GET", f"{API}/pulls?state=open&head=stranger:main")
        assert [pull["number"] for pull in found] == [gone, fork]
        assert github.call("GET", f"{API}/pulls?head=acme:main") == []

    def test_more_is_told_of_one(self, github: GithubServer) -> None:
        number = github.open_pull(head_sha=ONE, head_ref="change", base_sha=TWO, merge=THREE)
        github.tell_pull(number, head_sha=THREE, merge=None)
        pull = github.call("GET", f"{API}/pulls/{number}")
        assert (pull["head"]["sha"], pull["base"]["sha"], pull["merge_commit_sha"]) == (THREE, TWO, None)
        assert github.open_pull(number, head_sha=ONE, head_ref="change", base_sha=THREE) == number
        assert github.call("GET", f"{API}/pulls/{number}")["base"]["sha"] == THREE

    def test_another_base(self, github: GithubServer) -> None:
        number = github.open_pull(head_sha=ONE, head_ref="change", base_sha=TWO)
        github.call("PATCH", f"{API}/pulls/{number}", {"base": "release"})
        pull = github.call("GET", f"{API}/pulls/{number}")
        assert (pull["base"]["ref"], pull["head"]["sha"]) == ("release", ONE)
        assert [row["number"] for row in github.call("GET", f"{API}/pulls?base=release")] == [number]

    def test_closed_ones_stand_in_the_list_of_those(self, github: GithubServer) -> None:
        first, second = (github.open_pull(head_sha=ONE, head_ref="change", base_ref=base, base_sha=TWO) for base in ("main", "release"))
        github.close_pull(first)
        assert [pull["number"] for pull in github.call("GET", f"{API}/pulls")] == [second]
        assert [pull["number"] for pull in github.call("GET", f"{API}/pulls?state=closed")] == [first]
        assert github.call("GET", f"{API}/pulls/{first}")["state"] == "closed"

    def test_the_list_by_pages_and_by_what_was_touched_last(self, github: GithubServer) -> None:
        numbers = []
        for minute in range(5):
            github.world(clock=f"2026-11-18T12:0{minute}:00Z")
            numbers.append(github.open_pull(head_sha=ONE, head_ref=f"change-{minute}", base_sha=TWO))
        github.world(clock="2026-11-18T13:00:00Z")
        github.tell_pull(numbers[1], head_sha=TWO)
        asked = f"{API}/pulls?state=open&sort=updated&direction=desc&per_page=2"
        pages = [github.call("GET", f"{asked}&page={page}") for page in (1, 2, 3)]
        assert [pull["number"] for page in pages for pull in page] == [numbers[each] for each in (1, 4, 3, 2, 0)]
        assert _link(github, asked) == f"{github.url}{asked}&page=2"

    def test_comments_stand_below_it(self, github: GithubServer) -> None:
        number = github.open_pull(head_sha=ONE, head_ref="change", head_repo="stranger/churn", base_sha=TWO, author="stranger")
        github.call("POST", f"{API}/issues/{number}/comments", {"body": "hello"}, BOT)
        assert [each["body"] for each in github.comments(number)] == ["hello"]

    def test_reviews_are_among_the_records(self, github: GithubServer, tmp_path: Path) -> None:
        model = Repository.create(tmp_path / "churn")
        base = model.commit({"a": "1"}, "One", "ana-ruiz", _day())
        model.git("checkout", "--quiet", "-b", "change")
        head = model.commit({"a": "2"}, "Two", "stranger", _day())
        github.state(git={REPOSITORY: str(model.path)})
        number = github.open_pull(head_sha=head, head_ref="change", head_repo="stranger/churn", base_sha=base, author="stranger")
        github.approve(number, "mei-chen", base)
        github.approve(number, "omar-haddad")
        told = github.call("POST", "/graphql", {"query": RECORDS, "variables": {"commit": head, "number": number}}, BOT)["data"]["repository"]
        assert [each["number"] for each in told["object"]["associatedPullRequests"]["nodes"]] == [number]
        pull = told["pullRequest"]
        assert (pull["author"]["login"], pull["headRepository"]["nameWithOwner"], pull["baseRefName"]) == ("stranger", "stranger/churn", "main")
        assert [each["commit"]["oid"] for each in pull["commits"]["nodes"]] == [head]
        reviews = [(each["author"]["login"], each["state"], each["commit"]["oid"]) for each in pull["reviews"]["nodes"]]
        assert reviews == [("mei-chen", "APPROVED", base), ("omar-haddad", "APPROVED", head)]
        assert [each["user"]["login"] for each in github.call("GET", f"{API}/pulls/{number}/reviews")] == ["mei-chen", "omar-haddad"]

    def test_nobody_approves_their_own(self, github: GithubServer, refusal: Refusal) -> None:
        number = github.open_pull(head_sha=ONE, head_ref="change", base_sha=TWO)
        assert refusal("POST", f"{API}/pulls/{number}/reviews", {"event": "APPROVE"}, "ana-ruiz")[0] == 422

    def test_files_and_branches_are_those_on_disk(self, github: GithubServer, tmp_path: Path, refusal: Refusal) -> None:
        """As soon as a pull request is told of a repository that git has."""
        model = Repository.create(tmp_path / "churn")
        base = model.commit({"a/b": "1\n"}, "One", "ana-ruiz", _day())
        github.state(git={REPOSITORY: str(model.path)}, protectedBranches=["main"])
        github.open_pull(head_sha=base, head_ref="change", base_sha=base)
        branch = github.call("GET", f"{API}/branches/main")
        assert (branch["commit"]["sha"], branch["protected"]) == (base, True)
        assert github.file("a/b", "main") == b"1\n"
        github.put_file("a/b", b"2\n")
        assert (github.file("a/b", "main"), model.git("show", "main:a/b")) == (b"2\n", "2")
        assert refusal("GET", f"{API}/contents/a?ref=main")[0] == 404


class TestSetup:
    def test_the_repository(self, github: GithubServer) -> None:
        told = github.call("GET", API)
        assert (told["default_branch"], told["private"], told["has_issues"], told["permissions"]["admin"]) == ("main", False, True, True)
        assert {"pushed_at", "visibility"} <= set(told)
        github.world(defaultBranch="trunk")
        github.state(disabled=True, repository={"private": True, "visibility": "private", "pushed_at": "2026-09-01T00:00:00Z"})
        told = github.call("GET", API)
        assert (told["default_branch"], told["has_issues"], told["private"], told["pushed_at"]) == ("trunk", False, True, "2026-09-01T00:00:00Z")

    def test_a_branch_s_rules(self, github: GithubServer) -> None:
        assert github.call("GET", f"{API}/rules/branches/main") == []
        rules = [status_rule("readiness: main"), review_rule(), plain_rule("deletion", source="acme")]
        github.state(rules={"main": rules, "release/1": []})
        assert github.call("GET", f"{API}/rules/branches/main", login=BOT) == rules
        assert github.call("GET", f"{API}/rules/branches/release%2F1") == []
        assert rules[0]["parameters"]["required_status_checks"] == [{"context": "readiness: main", "integration_id": 15368}]
        assert rules[2]["ruleset_source_type"] == "Organization"

    def test_rulesets(self, github: GithubServer, refusal: Refusal) -> None:
        assert github.call("GET", f"{API}/rulesets") == []
        github.state(rulesets=[ruleset("production", enforcement="evaluate")])
        assert [(each["name"], each["enforcement"]) for each in github.call("GET", f"{API}/rulesets?includes_parents=true", login=BOT)] == [
            ("production", "evaluate")
        ]
        assert github.call("GET", f"{API}/rulesets/42")["name"] == "production"
        assert refusal("GET", f"{API}/rulesets/43")[0] == 404

    def test_what_actions_may_do_is_for_people(self, github: GithubServer, refusal: Refusal) -> None:
        told = [github.call("GET", f"{API}/actions/permissions{more}") for more in ("", "/workflow")]
        assert told[0] == {"enabled": True, "allowed_actions": "all", "sha_pinning_required": False}
        assert told[1] == {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": False}
        for path in ("actions/permissions", "actions/permissions/workflow", "branches/main/protection"):
            assert refusal("GET", f"{API}/{path}") == (403, '{"message":"Resource not accessible by integration"}')

    def test_a_workflow_and_when_it_ran(self, github: GithubServer, refusal: Refusal) -> None:
        path = f"{API}/actions/workflows/readiness-follow-up.yml"
        assert refusal("GET", path)[0] == 404
        assert refusal("GET", f"{path}/runs")[0] == 404
        runs = [
            workflow_run("schedule", "2026-11-16T06:17:00Z"),
            workflow_run("schedule", "2026-11-17T06:17:00Z"),
            workflow_run("push", "2026-11-18T09:00:00Z"),
        ]
        name = "readiness-follow-up.yml"
        github.state(workflows={name: {"state": "disabled_inactivity", "name": "readiness follow-up"}}, workflowRuns={name: runs})
        told = github.call("GET", path, login=BOT)
        assert (told["state"], told["path"], told["name"]) == ("disabled_inactivity", f".github/workflows/{name}", "readiness follow-up")
        last = github.call("GET", f"{path}/runs?event=schedule&branch=main&per_page=1", login=BOT)
        assert (last["total_count"], [each["created_at"] for each in last["workflow_runs"]]) == (2, ["2026-11-17T06:17:00Z"])
        assert github.call("GET", f"{path}/runs?event=schedule&branch=trunk")["workflow_runs"] == []
        github.world(forbidden=["actions"])
        assert refusal("GET", path)[0] == 403

    def test_protection(self, github: GithubServer, refusal: Refusal) -> None:
        assert github.call("GET", f"{API}/branches/main")["protected"] is False
        assert refusal("GET", f"{API}/branches/main/protection", login="ana-ruiz")[0] == 404
        github.state(protectedBranches=["main"], protection={"main": {"required_status_checks": {"contexts": ["readiness: main"]}}})
        assert github.call("GET", f"{API}/branches/main", login=BOT)["protected"] is True
        assert github.call("GET", f"{API}/branches/main/protection")["required_status_checks"]["contexts"] == ["readiness: main"]

    def test_github_documents_the_requests(self, prism: Prism) -> None:
        asked = (
            "", "/rules/branches/main?per_page=100", "/rulesets?includes_parents=true", "/rulesets/42", "/actions/permissions",
            "/actions/permissions/workflow", "/actions/workflows/readiness.yml", "/branches/main", "/branches/main/protection",
            "/actions/workflows/readiness.yml/runs?event=schedule&branch=main&per_page=1",
        )  # fmt: skip
        assert [(path, why) for path in asked if (why := prism.refusal(Request("GET", API + path, None, None)))] == []


def _link(github: GithubServer, path: str) -> str:
    """The next page's address."""
    links = requests.get(github.url + path, headers={"Authorization": "token token-ana-ruiz"}, timeout=10).links
    return str(links.get("next", {}).get("url", ""))


def _day() -> date:
    return date(2026, 11, 18)
