"""The tests' GitHub itself, where it goes beyond emulate: what GitHub documents, it answers; what GitHub refuses, it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.error import HTTPError

import pytest
import requests
from tests.github.prism import Prism
from tests.github.server import BOT, REPOSITORY, GithubServer, Request

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
        github.call("POST", "/__world", {"clock": "2026-11-18T12:00:00.000Z"})
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
        github.call("POST", "/__world", {"forbidden": ["statuses"]})
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


def _link(github: GithubServer, path: str) -> str:
    """The next page's address."""
    links = requests.get(github.url + path, headers={"Authorization": "token token-ana-ruiz"}, timeout=10).links
    return str(links.get("next", {}).get("url", ""))


def _day() -> date:
    return date(2026, 11, 18)
