"""GitHub's answers with one place changed, for everything that is asked of it: read, or one sentence; never another error."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fuzz.hostile import JSON
from tests.fuzz.test_files import FAULTS, JUDGED, fuzz

from readiness_bot.evidence.ask import Need
from readiness_bot.forge.fleet import Offer
from readiness_bot.forge.github import ledger as github_ledger
from readiness_bot.forge.github.client import GithubSettings
from readiness_bot.forge.github.evidence import graph, rest
from readiness_bot.forge.github.fleet import GithubFleet
from readiness_bot.forge.github.heart import GithubHeart
from readiness_bot.forge.github.issues import GithubForge
from readiness_bot.forge.github.organisation.cache import Cache
from readiness_bot.forge.github.organisation.record import Record
from readiness_bot.forge.github.organisation.scanner import Scanner
from readiness_bot.forge.protocol import Change, CommitStatus, ForgeError, State
from readiness_bot.forge.scan import Wanted
from readiness_bot.text.markup import md
from readiness_bot.text.title import line

Tally = Callable[[str, int], None]
Json = dict[str, Any]

SHA, TIME = "a" * 40, "2026-11-20T10:00:00Z"
USER = {"login": "github-actions[bot]", "type": "Bot", "id": 1}
ISSUE = {"number": 1, "id": 2, "title": "t", "body": "b", "state": "open", "state_reason": None, "html_url": "u", "user": USER}
COMMENT = {"id": 5, "body": "/readiness accept", "html_url": "u", "user": USER, "created_at": TIME, "updated_at": TIME, "issue_url": "x/issues/1"}
SIDE = {"sha": SHA, "ref": "main", "repo": {"full_name": "acme/churn"}}
PULL = {"number": 7, "html_url": "u", "body": "b", "user": USER, "head": SIDE, "base": SIDE, "merge_commit_sha": SHA, "state": "open"}
WHO = {"__typename": "User", "login": "ana"}
ACCOUNT = {"user": {"login": "ana"}}
GRAPH_PULL = {
    "number": 7, "createdAt": TIME, "mergedAt": TIME, "baseRefName": "main", "headRefName": "x", "author": WHO, "mergeCommit": {"oid": SHA},
    "headRepository": {"nameWithOwner": "acme/churn"}, "turned": {"nodes": [{"createdAt": TIME}]},
    "commits": {"totalCount": 1, "nodes": [{"commit": {"oid": SHA, "author": ACCOUNT, "committer": ACCOUNT}}]},
    "reviews": {"totalCount": 1, "nodes": [{"state": "APPROVED", "submittedAt": TIME, "author": WHO, "commit": {"oid": SHA}}]},
}  # fmt: skip
PAGE = {"hasNextPage": False}
RATE = {"limit": 5000, "cost": 1, "remaining": 4999, "resetAt": TIME}
LISTED = {
    "id": "R_1", "nameWithOwner": "acme/churn", "url": "u", "isArchived": False, "isFork": False, "isEmpty": False, "isDisabled": False,
    "isLocked": False, "visibility": "PRIVATE", "pushedAt": TIME, "repositoryTopics": {"nodes": [{"topic": {"name": "ml"}}]},
}  # fmt: skip
PARTS: Json = {
    "origin": {"associatedPullRequests": {"totalCount": 1, "nodes": [GRAPH_PULL]}},
    "pull": GRAPH_PULL,
    "issue": {"number": 1, "createdAt": TIME, "author": WHO, "comments": {"nodes": [{"author": WHO}], "pageInfo": PAGE}},
    "parents": {"parents": {"nodes": [{"oid": SHA}]}},
    "about": {"body": "b", "author": WHO},
    "commit": {"oid": SHA},
    "content": {"text": "a: b", "isTruncated": False},
    "assignable": {"nodes": [{"login": "ana"}], "pageInfo": PAGE},
}
ANSWERS: tuple[tuple[str, str, Any], ...] = (
    ("GET", r".*/issues", [ISSUE]), ("POST", r".*/issues", ISSUE), ("GET", r".*/issues/\d+/comments", [COMMENT]),
    ("POST", r".*/issues/\d+/comments", COMMENT), ("GET", r".*/issues/comments", [COMMENT]), ("GET", r".*/issues/comments/\d+", COMMENT),
    ("GET", r".*/reactions", [{"user": USER}]), ("GET", r".*/labels", [{"name": "readiness"}]), ("GET", r".*/pulls", [PULL]),
    ("GET", r".*/pulls/\d+", PULL), ("POST", r".*/pulls", PULL), ("GET", r".*/rules/.+", [{"type": "update"}]), ("GET", r".*/branches/.+", {"commit": {"sha": SHA}}),
    ("GET", r".*/permission", {"role_name": "write", "permission": "write"}), ("GET", r".*/git/ref/.+", {"object": {"sha": SHA}}),
    ("GET", r".*/git/commits/.+", {"tree": {"sha": SHA}, "parents": [{"sha": SHA}, {"sha": SHA}]}),
    ("POST", r".*/git/(blobs|trees|commits)", {"sha": SHA}),
    ("GET", r".*/git/trees/.+", {"sha": SHA, "truncated": False, "tree": [
        {"path": "readiness", "mode": "040000", "type": "tree", "sha": SHA},
        {"path": "readiness/contract.yaml", "mode": "100644", "type": "blob", "sha": SHA, "size": 3}]}),
    ("GET", r".*/git/blobs/.+", {"content": "YTogYgo=", "encoding": "base64"}),
    ("GET", r".*/contents/.+", {"type": "file", "content": "b2xk", "encoding": "base64"}), ("GET", r".*/rules/.+", [{"type": "update"}]),
    ("GET", r".*/activity", [{"actor": USER, "before": SHA, "after": SHA, "timestamp": TIME}]), ("GET", r".*/compare/.+", {"status": "behind"}),
    ("GET", r".*/memberships/.+", {"state": "active"}),
    ("GET", r".*/properties/values", [{"repository_full_name": "acme/churn", "properties": [{"property_name": "a", "value": "b"}]}]),
    ("GET", r".*/commits/.+/statuses", [{"id": 9, "state": "error", "context": "readiness: main", "description": "x", "creator": USER}]),
    ("GET", r".*/workflows/.+/runs", {"workflow_runs": [{"created_at": TIME}]}), ("POST", r".*/statuses/.+", {"id": 9}), ("GET", r".*/commits/.+", {"sha": SHA}),
    ("GET", r".*/actions/runs/\d+", {"id": 3, "path": "p", "name": "n", "conclusion": "success", "head_sha": SHA,
                                     "repository": {"full_name": "acme/churn"}, "head_repository": {"full_name": "acme/churn"}}),
)  # fmt: skip
NEEDS = [Need(kind, (key,)) for kind, key in (("origin", SHA), ("pull", "7"), ("issue", "1"), ("parents", SHA), ("about", "1"), ("commit", "aaaaaaa"))]
NEEDS += [Need("content", (SHA, "contract.yaml")), Need("assignable", ("ana",))]
WANTED = [(need, ("",) if need.kind == "content" else ()) for need in NEEDS]
CHANGE = Change("readiness/1-2", "main", "readiness/contract.yaml", b"old", b"new", line("title"), md("body"))


PULLED = {
    "number": 1, "url": "u", "state": "CLOSED", "isCrossRepository": False, "body": "b", "closedAt": TIME, "headRefName": "readiness/rollout", "author": WHO,
    "comments": {"nodes": [{"body": "/readiness", "createdAt": TIME, "author": WHO}]},
}  # fmt: skip
STANDS = {
    "nameWithOwner": "acme/churn", "isArchived": False, "isFork": False, "f0": {"text": "gate: off", "isTruncated": False}, "p0": {"nodes": [PULLED]},
    "g0": {"text": "a: b", "isTruncated": False},
    "defaultBranchRef": {"name": "main", "target": {"oid": SHA, "tree": {"oid": SHA}}}, "ref": {"target": {"committedDate": TIME}},
}  # fmt: skip
OFFER = Offer("acme/churn", "readiness/rollout", "main", SHA, SHA, {"a": b"a", "b": b"\xff", "c": None}, line("t"), md("b"))


def fleet_of(forge: GithubForge) -> GithubFleet:
    """With the same client."""
    made = GithubFleet(forge.client.settings)
    made._client = forge.client
    return made


def heart_of(forge: GithubForge) -> GithubHeart:
    made = GithubHeart(forge.client.settings)
    made._client = forge.client
    return made


def answer(method: str, url: str, body: Json | None) -> Any:
    if url.endswith("graphql") and re.match(r"query (Rollout|Heart)", (body or {}).get("query", "")):
        return {"data": {"viewer": {"login": "acme[bot]"}, "r0": STANDS}}
    if url.endswith("graphql"):
        variables = (body or {}).get("variables", {})
        parts = {name: PARTS.get(re.sub(r"\d+$", "", name), {}) for name in variables}
        tree = {"oid": SHA, "text": "a: b\n", "entries": [{"name": "readiness", "mode": 16384, "type": "tree", "oid": SHA, "size": 0}]}
        node = LISTED | {"readiness": tree, "defaultBranchRef": {"name": "main", "target": {"oid": SHA, "tree": tree}}}
        nodes = {f"r{n}": node | {f"a{m}": tree for m in range(20)} for n in range(2)}
        page = {"totalCount": 1, "pageInfo": PAGE | {"endCursor": "x"}, "nodes": [node]}
        scan = {"rateLimit": RATE, "repositoryOwner": {"repositories": page}, **nodes}
        return {"data": {"repository": {"defaultBranchRef": {"name": "main"}, **parts}, **scan}, "errors": []}
    return next((found for verb, path, found in ANSWERS if verb == method and re.fullmatch(path, url)), {})


def scanned(made: GithubForge, wanted: Wanted) -> None:
    """Raises a row's error: it must be a sentence, too."""
    scanner = Scanner(made.client, wanted, cache=Cache(None, date(2026, 11, 26)), record=Record(None, str(wanted), datetime.now(UTC)))
    for row in scanner.found():
        if row.error:
            raise ForgeError(row.error)


def forge(change: Callable[[Any], Any]) -> GithubForge:
    """A forge whose server answers as above, each time with a change."""
    made = GithubForge(GithubSettings("acme/churn", "x", "https://api.github.test", write_interval=0, backoff=0))

    def asked(method: str, url: str, parameters: Any = None, input: Json | None = None, **_: Any) -> tuple[Json, Any]:  # noqa: A002
        return {}, change(copy.deepcopy(answer(method, url, input)))

    made.client.github.requester.requestJsonAndCheck = asked  # type: ignore[assignment,method-assign]
    return made


ASKS: dict[str, Callable[[GithubForge], object]] = {
    "issues": lambda f: f.own_issues(),
    "open": lambda f: f.create_issue("t", "<!-- a -->\nb", ["l"]),
    "comments": lambda f: f.own_comments(1),
    "comment": lambda f: f.comment(1, "<!-- a -->\nb"),
    "labels": lambda f: f.ensure_labels(["readiness"]),
    "head": lambda f: f.head("main"),
    "role": lambda f: f.role("ana"),
    "react": lambda f: f.react(1, 5, "eyes"),
    "propose": lambda f: f.propose(CHANGE),
    "pull": lambda f: f.pull(7),
    "append": lambda f: f.append("readiness-ledger", "a.jsonl", "{}", "t"),
    "pushes": lambda f: list(github_ledger.pushes_of_bot(f.client, "main", SHA)),
    "doubt": lambda f: github_ledger.doubt_of(f.client, "main", None),
    "landed": lambda f: rest.landed(f.client, "main", SHA),
    "accepted": lambda f: rest.accepted(f.client, "2026-11-01T00:00:00+00:00"),
    "member": lambda f: rest.member(f.client, "acme/ops", "ana"),
    "run": lambda f: rest.run(f.client, 3),
    "records": lambda f: graph.ask(f.client, WANTED),
    "open pulls": lambda f: f.open_pulls(),
    "statuses": lambda f: f.statuses(SHA, "readiness: main"),
    "status": lambda f: f.post_status(SHA, CommitStatus("readiness: main", State.ERROR, line("x"))),
    "scan": lambda f: scanned(f, Wanted(owner="acme", properties=True)),
    "scan of names": lambda f: scanned(f, Wanted(names=("acme/churn", "acme/price"))),
    "standings": lambda f: fleet_of(f).standings(["acme/churn"], ["readiness/rollout"], ["a"], {"acme/churn": ["b"]}),
    "offer": lambda f: fleet_of(f).offer(OFFER),
    "hearts": lambda f: (heart_of(f).recorded(["acme/churn"]), heart_of(f).ran("acme/churn")),
}


def places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from places(value, (*at, key))


def changed(data: Any, number: int, value: object, *, drop: bool) -> Any:
    where = list(places(data))[number % len(list(places(data)))]
    if not where:
        return value
    inside = data
    for key in where[:-1]:
        inside = inside[key]
    if drop:
        del inside[where[-1]]
    else:
        inside[where[-1]] = value
    return data


@pytest.mark.parametrize("name", sorted(ASKS))
def test_the_answers_as_documented_are_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    if not name.startswith(("scan", "propose")):  # no object has these bytes and that name; the branch holds something else
        ASKS[name](forge(lambda data: data))


@pytest.mark.parametrize("name", sorted(ASKS))
def test_any_answer_is_read_or_told_in_a_sentence(name: str, tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)

    @fuzz(60)
    @given(st.integers(0, 200), st.one_of(st.sampled_from((None, {}, [], "", "x", 0, "7", True, "\ud800", [None], {"a": None})), JSON), st.booleans())
    def run(number: int, value: object, drop: bool) -> None:
        try:
            ASKS[name](forge(lambda data: changed(data, number, value, drop=drop)))
        except ForgeError as error:
            sentences.append(str(error))
        tally(JUDGED, 1)

    sentences: list[str] = []
    run()
    assert [told for told in sentences if "\n" in told or not told.endswith(".")] == []
    tally(FAULTS, 0)
