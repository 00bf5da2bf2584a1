"""Event payloads as GitHub sends them: the recorded ones, and those fitted to a repository of a test."""

from __future__ import annotations

import copy
import functools
import json
from typing import Any

from tests.github.node_tools import FOLDER, install
from tests.github.server import REPOSITORY

_EXAMPLES = FOLDER / "node_modules" / "@octokit" / "webhooks-examples" / "api.github.com" / "index.json"


@functools.cache
def recorded() -> dict[str, list[Any]]:
    """Event name → its recorded payloads (npm's @octokit/webhooks-examples)."""
    install()
    return {entry["name"]: entry["examples"] for entry in json.loads(_EXAMPLES.read_text(encoding="utf-8"))}


def pull_request(number: int, base: str, head: str, *, fork: bool = False) -> dict[str, Any]:
    """A recorded `pull_request` payload, with this number and these commits."""
    payload: dict[str, Any] = copy.deepcopy(recorded()["pull_request"][0])
    pull = payload["pull_request"]
    payload["action"], payload["number"], pull["number"] = "synchronize", number, number
    pull["base"] |= {"sha": base, "ref": "main"}
    pull["head"] |= {"sha": head, "ref": "change"}
    pull["base"]["repo"]["full_name"] = REPOSITORY
    pull["head"]["repo"] = copy.deepcopy(pull["base"]["repo"])
    if fork:
        pull["head"]["repo"]["full_name"] = "stranger/churn"
    _repository(payload)
    return payload


def workflow_run(head: str, *, fork: str = "stranger/churn", branch: str = "change") -> dict[str, Any]:
    """A recorded `workflow_run` payload: the gate has judged this commit of a fork."""
    payload: dict[str, Any] = copy.deepcopy(recorded()["workflow_run"][1])
    payload["action"] = "completed"
    run = payload["workflow_run"]
    run |= {"name": "readiness", "event": "pull_request", "head_sha": head, "head_branch": branch, "conclusion": "failure"}
    run["head_repository"] |= {"full_name": fork, "name": fork.partition("/")[2]}
    run["head_repository"]["owner"] |= {"login": fork.partition("/")[0]}
    _repository(payload)
    return payload


def push(before: str, after: str) -> dict[str, Any]:
    """A recorded `push` payload to the default branch."""
    payload: dict[str, Any] = copy.deepcopy(recorded()["push"][0])
    payload |= {"ref": "refs/heads/main", "before": before, "after": after, "deleted": False}
    _repository(payload)
    return payload


def comment(number: int, id_: int, body: str, author: str, *, on_pull_request: bool = False, issue_body: str = "") -> dict[str, Any]:
    """A recorded `issue_comment` payload: this person wrote this."""
    payload: dict[str, Any] = copy.deepcopy(next(each for each in recorded()["issue_comment"] if each["action"] == "created"))
    payload["issue"] |= {"number": number, "body": issue_body}
    payload["comment"] |= {"id": id_, "body": body}
    for user in (payload["comment"]["user"], payload["sender"]):
        user |= {"login": author, "type": "User"}
    if on_pull_request:
        payload["issue"]["pull_request"] = {"url": "https://api.github.com/x"}
    else:
        payload["issue"].pop("pull_request", None)
    _repository(payload)
    return payload


def _repository(payload: dict[str, Any]) -> None:
    owner, name = REPOSITORY.split("/")
    payload["repository"] |= {"full_name": REPOSITORY, "name": name, "default_branch": "main"}
    payload["repository"]["owner"] |= {"login": owner}
