"""What a workflow run was started by: GitHub's event name and payload, as data.

Pure, and tolerant of odd payloads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from readiness_bot.text.marker import read_marker

PULL_REQUEST_EVENTS = frozenset({"pull_request", "pull_request_review"})
RECONCILE_EVENTS = frozenset({"schedule", "workflow_dispatch", "repository_dispatch"})
_NAME, _SHA = (
    re.compile(r"[\w-][\w.-]*/(?!\.\.?$)[\w.-]+", re.ASCII),
    re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}"),
)
_QUEUED = re.compile(r"refs/heads/gh-readonly-queue/(.+)/pr-([1-9][0-9]{0,17})-([0-9a-f]{40,64})")
"""The branch of a merge queue's candidate: for which branch, which pull request, from which commit. GitHub
makes them; it is the event that says so, since nobody knows whether others could push one."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request to judge: its head against its base."""

    number: int
    base: str
    """The base branch's commit, as the payload gives it; empty where it does not."""
    from_fork: bool
    """Its token is read-only: the comment cannot be written in this run."""
    branch: str = ""
    """The branch that it comes from, where links lead."""
    head: str = ""
    """Its last commit, as the payload gives it."""
    author: str = ""
    """The login of who opened it; empty where the payload does not say."""
    branch_of_base: str = ""
    """The name of the branch that it is meant for, for texts."""


@dataclass(frozen=True, slots=True)
class MergeGroup:
    """A merge queue's candidate: judged like a pull request, with nobody to comment to."""

    base: str
    number: int = 0
    """The pull request that it would merge; 0 where GitHub does not say."""
    branch_of_base: str = ""
    """The name of the branch that it is meant for, for texts."""


@dataclass(frozen=True, slots=True)
class Reconcile:
    """The default branch moved, or it is time: bring the issues up to date."""


@dataclass(frozen=True, slots=True)
class Commented:
    """Somebody wrote a comment on an issue or a pull request."""

    number: int
    on_pull_request: bool
    id: int
    body: str
    author: str
    """The login that GitHub gives, never one from a text."""
    issue_body: str = ""
    """Our marker in it says which model the issue is about."""
    branch: str = ""
    """The default branch."""
    issues_later: bool = False
    """Another job, which waits for its turn, brings the issues up to date."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A merge queue's candidate, as its branch's name tells."""

    branch: str
    base: str
    """The branch that it would be merged into."""
    number: int
    """The pull request that it would merge."""
    parent: str
    """The commit that it was made from. Undocumented, so that it is believed only where git agrees
    (`runs/stand.py`)."""


@dataclass(frozen=True, slots=True)
class WorkflowRun:
    """The first workflow is done with a commit. All that follows is asked for anew; this only says where to
    look."""

    repository: str
    """Whose branch it was, `owner/name`: this repository, or a fork."""
    branch: str
    commit: str
    queued: Queued | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """An event that asks nothing of us; `why` is for the log."""

    why: str


Event: TypeAlias = PullRequest | MergeGroup | WorkflowRun | Reconcile | Commented | Nothing


def read_event(name: str, payload: object) -> Event:
    """The event that GITHUB_EVENT_NAME and the JSON in GITHUB_EVENT_PATH describe."""
    data = payload if isinstance(payload, Mapping) else {}
    if name in PULL_REQUEST_EVENTS:
        return _pull_request(name, data)
    if name == "merge_group" and data.get("action") == "destroyed":
        return Nothing("This candidate left the merge queue, so there is nothing to judge.")
    if name == "merge_group":
        queued = _QUEUED.fullmatch(_text(data, "merge_group", "head_ref"))
        base = _text(data, "merge_group", "base_sha")
        return MergeGroup(base, int(queued[2]) if queued else 0, queued[1] if queued else "")
    if name == "workflow_run":
        return _workflow_run(data)
    if name == "push":
        return _push(data)
    if name == "issues":
        return _issues(data)
    if name == "issue_comment":
        return _comment(data)
    if name in RECONCILE_EVENTS:
        return _on_demand(data)
    return Nothing(
        f"Nothing to do for the event '{name[:60]}'." if name else "No event: GITHUB_EVENT_NAME is not set."
    )


def _pull_request(name: str, data: Mapping[str, object]) -> Event:
    number = _at(data, "pull_request", "number")
    if not _is_number(number):
        return Nothing(f"The payload of '{name}' names no pull request, so there is nothing to judge.")
    if data.get("action") == "closed" or _text(data, "pull_request", "state") == "closed":
        return Nothing(f"Pull request #{number} is closed; the run on the default branch goes on from here.")
    head, base = (
        _text(data, "pull_request", "head", "repo", "full_name"),
        _text(data, "pull_request", "base", "repo", "full_name"),
    )
    return PullRequest(
        int(str(number)),
        base=_text(data, "pull_request", "base", "sha"),
        from_fork=head != base,
        branch=_text(data, "pull_request", "head", "ref"),
        head=_text(data, "pull_request", "head", "sha"),
        author=_text(data, "pull_request", "user", "login"),
        branch_of_base=_text(data, "pull_request", "base", "ref"),
    )


def _comment(data: Mapping[str, object]) -> Event:
    """A new one, by a person; an edited one could put words below a decision that was made on others."""
    if data.get("action") != "created":
        return Nothing("Only new comments are read; editing or deleting one later changes nothing.")
    number, id_ = _count(data, "issue", "number"), _count(data, "comment", "id")
    author, sender = _text(data, "comment", "user", "login"), _text(data, "sender", "login")
    if not number or not id_ or not author:
        return Nothing(
            "The payload of 'issue_comment' names no comment and its author, so there is nothing to do."
        )
    kinds = (_text(data, "comment", "user", "type"), _text(data, "sender", "type"))
    if "Bot" in kinds or author.endswith("[bot]"):
        return Nothing("A bot's comment; only people give commands.")
    if sender != author:
        return Nothing("The comment was not sent by its author, so it is not a command.")
    return Commented(
        number,
        isinstance(_at(data, "issue", "pull_request"), Mapping),
        id_,
        _text(data, "comment", "body"),
        author,
        _text(data, "issue", "body"),
        _text(data, "repository", "default_branch"),
    )


def _count(data: object, *path: str) -> int:
    """A number from 1; 0 where there is none."""
    found = _at(data, *path)
    return int(str(found)) if _is_number(found) else 0


def _workflow_run(data: Mapping[str, object]) -> Event:
    """`workflow_run`, completed: https://docs.github.com/webhooks/webhook-events-and-payloads#workflow_run

    Whatever its conclusion: a run that waits for a maintainer's approval is told as completed, too.
    """
    run = _at(data, "workflow_run")
    if data.get("action") != "completed":
        return Nothing("This workflow run is not completed yet; nothing to do before it is.")
    event, branch, commit = _text(run, "event"), _text(run, "head_branch"), _text(run, "head_sha")
    if event not in (*PULL_REQUEST_EVENTS, "merge_group"):
        return Nothing("This workflow run was not started by a pull request, so there is nothing to judge.")
    repository = _text(run, "head_repository", "full_name")
    if not _SHA.fullmatch(commit):
        return Nothing("The payload of 'workflow_run' does not say which commit it was about; nothing to do.")
    found = _QUEUED.fullmatch(f"refs/heads/{branch}") if event == "merge_group" else None
    if event == "merge_group" and found is None:
        return Nothing("The payload of 'workflow_run' names no branch of a merge queue; nothing to do.")
    queued = Queued(branch, found[1], int(found[2]), found[3]) if found else None
    return WorkflowRun(repository if _NAME.fullmatch(repository) else "", branch, commit, queued)


def _push(data: Mapping[str, object]) -> Event:
    ref, default = _text(data, "ref"), _text(data, "repository", "default_branch")
    if data.get("deleted") is True:
        return Nothing(f"{ref} was deleted; nothing to do.")
    if ref and default and ref != f"refs/heads/{default}":
        return Nothing(
            f"A push to {ref}, which is not the default branch ({default}); issues follow only that one."
        )
    return Reconcile()


def _on_demand(data: Mapping[str, object]) -> Event:
    """By the clock or by hand: the latter may name another branch (`repository_dispatch` never does)."""
    ref, default = _text(data, "ref"), _text(data, "repository", "default_branch")
    if ref and default and ref != f"refs/heads/{default}":
        return Nothing(f"Started on {ref}; issues follow only the default branch ({default}).")
    return Reconcile()


def _issues(data: Mapping[str, object]) -> Event:
    """A person closed or reopened an issue.

    Whose it is, is told by its author, once the issues are listed.
    """
    if data.get("action") not in ("closed", "reopened"):
        return Nothing("Nothing to do for this change of an issue.")
    if read_marker(_text(data, "issue", "body")) is None:
        return Nothing("That issue is not one of readiness-bot's.")
    if _text(data, "sender", "login") == _text(data, "issue", "user", "login"):
        return Nothing("That was readiness-bot itself.")
    return Reconcile()


def _is_number(found: object) -> bool:
    """Numbers and ids of GitHub count from 1."""
    return isinstance(found, int) and not isinstance(found, bool) and found > 0


def _at(data: object, *path: str) -> object:
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _text(data: object, *path: str) -> str:
    found = _at(data, *path)
    return (
        found.encode("utf-8", "replace").decode() if isinstance(found, str) else ""
    )  # half a character is no text
