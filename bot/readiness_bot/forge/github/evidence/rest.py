"""The records that only REST has: who pushed, Actions runs, teams, comments of a whole repository."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import quote

from github import GithubException, RateLimitExceededException
from readiness_bot.commands.grammar import Accept, Waive, parse
from readiness_bot.evidence.records import Comment, Pull, Push, Refusal, Run
from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.errors import told
from readiness_bot.forge.github.evidence import rows
from readiness_bot.forge.github.waits import MOVED

T = TypeVar("T")

_MOST_PUSHES = 1000
_MOST_COMMENTS = 1000
_COMMAND = re.compile(r"readiness/[\w.-]+-(\d+)")
"""The branch that the bot makes for a command ends in the comment's id, and nobody can give it another name
afterwards."""


class _Nothing:
    """GitHub has no such thing, or does not show it to this token: it answers 404 to both."""


_NOTHING = _Nothing()


def _read(what: str, right: str, ask: Callable[[], T]) -> T | Refusal | _Nothing:
    """`right` is said where GitHub refuses. Raises ForgeError where it does not answer."""
    with told(what):
        try:
            return ask()
        except RateLimitExceededException:
            raise
        except GithubException as error:
            if error.status == 404:
                return _NOTHING
            if error.status in MOVED:
                return Refusal("GitHub says that it was moved to another repository")
            if error.status in (403, 410, 422):
                return Refusal(f"this token may not {what}; {right}")
            raise


def pushes(
    client: Client, repository: str, branch: str, most: int = _MOST_PUSHES
) -> tuple[Push, ...] | Refusal:
    """Who moved a branch, newest first: GitHub saw it, whatever git says about authors."""
    if not repository:
        return Refusal("the fork that it came from is gone")
    found = latest_pushes(client, repository, branch, most + 1)
    if not isinstance(found, Refusal) and len(found) > most:
        return Refusal(f"{branch} was pushed to more than {most:,} times", gone=False)
    return found


def latest_pushes(client: Client, repository: str, branch: str, most: int) -> tuple[Push, ...] | Refusal:
    """The newest of them."""
    answer = _read(
        f"read who pushed to {branch}",
        "the workflow needs `contents: read`",
        lambda: list(islice(_activity(client, repository, ref=f"refs/heads/{branch}"), most)),
    )
    if isinstance(answer, _Nothing):
        return Refusal(f"who pushed to {repository} cannot be read here")
    if isinstance(answer, Refusal):
        return answer
    return tuple(push for push in map(rows.push, answer) if push.branch == branch)


def pushes_by(client: Client, login: str, most: int = _MOST_PUSHES) -> tuple[Push, ...] | Refusal:
    """What somebody pushed to this repository, newest first: to which branch does not matter, since branches
    are renamed and deleted."""
    answer = _read(
        f"read what {login} pushed",
        "the workflow needs `contents: read`",
        lambda: list(islice(_activity(client, client.settings.repository, actor=login), most + 1)),
    )
    if isinstance(answer, _Nothing):
        return Refusal(f"what {login} pushed cannot be read here")
    if isinstance(answer, Refusal):
        return answer
    if len(answer) > most:
        return Refusal(f"{login} pushed more than {most:,} times", gone=False)
    found = map(rows.push, answer)
    return tuple(push for push in found if (push.login or "").lower() == login.lower())


def compared(client: Client, one: str, other: str) -> tuple[str, str] | Refusal:
    """How the second commit stands to the first (`ahead`, `behind`, `identical`, `diverged`), and where they
    meet."""
    answer = _read(
        f"compare {one[:7]} with {other[:7]}",
        "the workflow needs `contents: read`",
        lambda: client.get(f"compare/{one}...{other}", per_page="1"),
    )
    if isinstance(answer, _Nothing):
        return Refusal(f"GitHub no longer has commit {one[:7]} or {other[:7]}")
    if isinstance(answer, Refusal):
        return answer
    return str(answer.get("status")), str((answer.get("merge_base_commit") or {}).get("sha", ""))


def _activity(client: Client, repository: str, **chosen: str) -> Iterable[dict[str, Any]]:
    """docs.github.com/rest/repos/repos#list-repository-activities"""
    return client.rows("activity", of=repository, **chosen)


def landed(client: Client, branch: str, commit: str) -> bool | Refusal:
    answer = _read(
        f"compare {commit[:7]} with {branch}",
        "the workflow needs `contents: read`",
        lambda: client.get(f"compare/{quote(branch)}...{commit}", per_page="1"),
    )
    if isinstance(answer, Refusal):
        return answer
    return not isinstance(answer, _Nothing) and answer.get("status") in ("behind", "identical")


def command(client: Client, pull: Pull | Refusal | None) -> Comment | Refusal:
    """The comment from which the bot opened a pull request, by its own account."""
    match = _COMMAND.fullmatch(pull.branch) if isinstance(pull, Pull) else None
    if match is None:
        return Refusal("the bot opened that pull request, and its branch names no comment that asked for it")
    answer = _read(
        "read the comment that asked for it",
        "the workflow needs `issues: read`",
        lambda: client.get(f"issues/comments/{match[1]}"),
    )
    if isinstance(answer, Refusal):
        return answer
    found = None if isinstance(answer, _Nothing) else rows.comment(answer)
    said = parse(found.body, None) if found else None
    if found is None or said is None:
        return Refusal("the comment that asked the bot for it is gone, or is not a command")
    return replace(found, waives=(said.item, said.until)) if isinstance(said, Waive) else found


def accepted(client: Client, since: str) -> tuple[datetime, tuple[Comment, ...] | Refusal]:
    """Comments whose first line is `/readiness accept`, on any issue or pull request, changed since then."""
    answer = _read(
        "read the comments",
        "the workflow needs `issues: read`",
        lambda: list(
            islice(
                client.rows(
                    "issues/comments", sort="created", direction="desc", since=since.replace("+00:00", "Z")
                ),
                _MOST_COMMENTS + 1,
            )
        ),
    )
    start = datetime.fromisoformat(since)
    if isinstance(answer, _Nothing | Refusal):
        return start, answer if isinstance(answer, Refusal) else Refusal("there are no comments to read here")
    if len(answer) > _MOST_COMMENTS:
        return start, Refusal(f"there are more than {_MOST_COMMENTS} comments since {since[:10]}", gone=False)
    found = (rows.comment(row) for row in answer)
    return start, tuple(comment for comment in found if is_acceptance(comment.body))


def is_acceptance(body: str) -> bool:
    """As the bot understands commands, so that what it acknowledges counts."""
    return isinstance(parse(body), Accept)


def member(client: Client, team: str, login: str) -> bool | Refusal:
    """Active membership.

    GitHub answers 404 both to a stranger and to a token that may not look, so the team is asked for too.
    """
    organisation, _, slug = team.partition("/")
    path, right = (
        f"/orgs/{quote(organisation)}/teams/{quote(slug)}",
        "an App's token with `members: read` may",
    )
    answer = _read(
        f"read the members of {team}", right, lambda: client.get_at(f"{path}/memberships/{quote(login)}")
    )
    if isinstance(answer, Refusal):
        return answer
    if not isinstance(answer, _Nothing):
        return bool(answer.get("state") == "active")
    seen = _read(f"see the team {team}", right, lambda: client.get_at(path))
    if isinstance(seen, _Nothing):
        return Refusal(f"there is no team {team}, or this token may not see it; {right}")
    return seen if isinstance(seen, Refusal) else False


def assignable(client: Client, login: str) -> bool | Refusal:
    answer = _read(
        "ask who can be assigned",
        "the workflow needs `issues: read`",
        lambda: client.get(f"assignees/{quote(login)}"),
    )
    return answer if isinstance(answer, Refusal) else not isinstance(answer, _Nothing)


def run(client: Client, number: int) -> Run | Refusal | None:
    answer = _read(
        f"read run {number}",
        "the workflow needs `actions: read`",
        lambda: client.get(f"actions/runs/{number}"),
    )
    if isinstance(answer, Refusal):
        return answer
    return None if isinstance(answer, _Nothing) else rows.run(answer)
