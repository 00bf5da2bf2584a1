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
    """Whoever's, newest first, which is the order of that list. Capitals make no difference in a name."""
    with told("read the statuses of a commit", rights="statuses: write"):
        rows = islice(client.rows(f"commits/{commit}/statuses"), _MOST)
        return [
            Posted(row["id"], row["state"], row.get("description") or "", _is_ours(client, row))
            for row in rows
            if row["context"].lower() == context.lower()
        ]


def _is_ours(client: Client, row: dict[str, object]) -> bool:
    """By who the bot is now. A ruleset takes a status from one App alone
    (https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets#require-status-checks-to-pass-before-merging),
    and so what the bot posted under a former name opens nothing: it is posted again.
    """
    creator = row.get("creator")
    return isinstance(creator, dict) and creator.get("login") == client.settings.bots[0]


def post(client: Client, commit: str, status: CommitStatus) -> None:
    """Posted where the newest says something else; so where that is ours and says it, it has arrived."""

    def arrived() -> bool | None:
        newest = next(iter(posted(client, commit, status.context)), None)
        return True if newest and newest.says(status) else None

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
