"""Event payloads as GitHub sends them: the recorded ones, and those fitted to a repository of a test."""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Sequence
from typing import Any

from tests.github.node_tools import FOLDER, install
from tests.github.server import REPOSITORY

_EXAMPLES = FOLDER / "node_modules" / "@octokit" / "webhooks-examples" / "api.github.com" / "index.json"


@functools.cache
def recorded() -> dict[str, list[Any]]:
    """Event name → its recorded payloads (npm's @octokit/webhooks-examples)."""
    install()
    return {entry["name"]: entry["examples"] for entry in json.loads(_EXAMPLES.read_text(encoding="utf-8"))}


def pull_request(
    number: int, base: str, head: str, *, fork: bool = False, base_ref: str = "main", head_ref: str = "change", head_repo: str = "",
    author: str = "", merge: str | None = None, action: str = "synchronize",
) -> dict[str, Any]:  # fmt: skip
    """A recorded `pull_request` payload, with this number and these commits."""
    payload: dict[str, Any] = copy.deepcopy(recorded()["pull_request"][0])
    payload["action"], payload["number"] = action, number
    told = head_repo or ("stranger/churn" if fork else REPOSITORY)
    _pull(payload["pull_request"], number, base, head, base_ref, head_ref, told, author, merge)
    if author:
        payload["sender"] |= _user(author)
    _repository(payload)
    return payload


def pull_request_review(
    number: int, base: str, head: str, *, reviewer: str, state: str = "approved", base_ref: str = "main", head_ref: str = "change",
    head_repo: str = REPOSITORY, author: str = "ana-ruiz", merge: str | None = None, action: str = "submitted",
) -> dict[str, Any]:  # fmt: skip
    """A recorded `pull_request_review` payload: this person reviewed the head."""
    payload: dict[str, Any] = copy.deepcopy(next(each for each in recorded()["pull_request_review"] if each["action"] == "submitted"))
    payload["action"] = action
    payload["review"] |= {"state": state, "commit_id": head}
    payload["review"]["user"] |= _user(reviewer)
    payload["sender"] |= _user(reviewer)
    _pull(payload["pull_request"], number, base, head, base_ref, head_ref, head_repo, author, merge)
    _repository(payload)
    return payload


def merge_group(number: int, base: str, head: str, *, base_ref: str = "main") -> dict[str, Any]:
    """A recorded `merge_group` payload: the queue's candidate for this pull request."""
    payload: dict[str, Any] = copy.deepcopy(recorded()["merge_group"][0])
    group = {"head_sha": head, "base_sha": base, "base_ref": f"refs/heads/{base_ref}"}
    payload["merge_group"] |= group | {"head_ref": f"refs/heads/gh-readonly-queue/{base_ref}/pr-{number}-{base}"}
    payload["merge_group"]["head_commit"]["id"] = head
    _repository(payload)
    return payload


def _pull(pull: dict[str, Any], number: int, base: str, head: str, base_ref: str, head_ref: str, head_repo: str, author: str, merge: str | None) -> None:
    pull |= {"number": number, "merge_commit_sha": merge, "state": "open"}
    pull["base"] |= {"sha": base, "ref": base_ref}
    pull["head"] |= {"sha": head, "ref": head_ref, "label": f"{head_repo.partition('/')[0]}:{head_ref}"}
    pull["base"]["repo"]["full_name"] = REPOSITORY
    pull["head"]["repo"] = copy.deepcopy(pull["base"]["repo"]) | {"full_name": head_repo, "fork": head_repo != REPOSITORY}
    if author:
        pull["user"] |= _user(author)


def _user(login: str) -> dict[str, str]:
    return {"login": login, "type": "Bot" if login.endswith("[bot]") else "User"}


def completed(
    event: str, *, head_sha: str, head_branch: str, head_repository: str = REPOSITORY, conclusion: str = "success", actor: str = "ana-ruiz",
    name: str = "readiness", path: str = ".github/workflows/readiness.yml", pulls: Sequence[tuple[int, str, str]] = (),
) -> dict[str, Any]:  # fmt: skip
    """A recorded `workflow_run` payload: the workflow `name` is done with this event. `pulls`: number, base's ref and commit; empty for forks."""
    payload: dict[str, Any] = copy.deepcopy(recorded()["workflow_run"][1])
    payload["action"] = "completed"
    run = payload["workflow_run"]
    run |= {
        "name": name, "path": path, "event": event, "head_sha": head_sha, "head_branch": head_branch, "status": "completed", "conclusion": conclusion,
    }  # fmt: skip
    owner, _, short = head_repository.partition("/")
    run["head_repository"] |= {"full_name": head_repository, "name": short, "fork": head_repository != REPOSITORY}
    run["head_repository"]["owner"] |= {"login": owner}
    run["repository"] |= {"full_name": REPOSITORY, "name": REPOSITORY.partition("/")[2]}
    run["head_commit"] |= {"id": head_sha}
    for who in ("actor", "triggering_actor"):
        run[who] = run.get(who, {}) | _user(actor)
    run["pull_requests"] = [
        {"number": number, "head": {"ref": head_branch, "sha": head_sha}, "base": {"ref": base_ref, "sha": base}} for number, base_ref, base in pulls
    ]
    if payload.get("workflow"):
        payload["workflow"] |= {"name": name, "path": path}
    payload["sender"] |= _user(actor)
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
