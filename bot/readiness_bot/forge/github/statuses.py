"""Verdicts on commits: https://docs.github.com/rest/commits/statuses."""

from __future__ import annotations

from itertools import islice

from github import GithubException
from readiness_bot.forge.github.client import Client, once
from readiness_bot.forge.github.errors import told
from readiness_bot.forge.protocol import CommitStatus, ForgeError, Posted

_MOST = 1000
"""So many may stand on a commit under one name, and no more are taken (documented at the address above)."""


def posted(client: Client, commit: str, context: str) -> list[Posted]:
    """The bot's own, newest first, which is the order of that list."""
    with told("read the statuses of a commit"):
        rows = islice(client.rows(f"commits/{commit}/statuses"), _MOST)
        return [
            Posted(row["id"], row["state"], row.get("description") or "")
            for row in rows
            if row["context"].lower() == context.lower() and _is_ours(client, row)
        ]


def _is_ours(client: Client, row: dict[str, object]) -> bool:
    """Somebody else's of the same name is none that a ruleset with the right app would take."""
    creator = row.get("creator")
    return isinstance(creator, dict) and creator.get("login") in client.settings.bots


def post(client: Client, commit: str, status: CommitStatus) -> None:
    """Posted where the newest of ours says something else; so where that says it already, it has arrived."""

    def arrived() -> bool | None:
        newest = next(iter(posted(client, commit, status.context)), None)
        same = newest and (newest.state, newest.description) == (status.state.value, status.description)
        return True if same else None

    body = {"state": status.state.value, "context": status.context, "description": status.description}
    if status.url:
        body["target_url"] = status.url
    try:
        with told("post the verdict", rights="statuses: write"):
            once(lambda: bool(client.send("POST", f"statuses/{commit}", body)), arrived)
    except ForgeError as error:
        cause = error.__cause__
        if isinstance(cause, GithubException) and cause.status == 422:
            raise ForgeError(
                f"{error} GitHub takes {_MOST:,} statuses of one name on a commit, and none on one that it"
                f" does not have ({commit[:12]}); push a new commit to the branch."
            ) from error
        raise
