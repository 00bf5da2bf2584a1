"""Pull requests, as GitHub tells them now: https://docs.github.com/rest/pulls/pulls."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from github import GithubException
from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.errors import told
from readiness_bot.forge.protocol import MOST_PULLS, Pull


def open_pulls(client: Client) -> list[Pull]:
    """The last updated first: one request for each hundred.

    All of them, and not those of a branch: a commit may be the head of several, a fork's among them, and
    `commits/SHA/pulls` does not find those (https://github.com/TooTallNate/nx.js/pull/410).
    """
    with told("list the open pull requests"):
        rows = client.rows("pulls", state="open", sort="updated", direction="desc")
        return [_pull(row) for row in islice(rows, MOST_PULLS)]


def pull(client: Client, number: int) -> Pull | None:
    with told(f"read pull request #{number}"):
        try:
            return _pull(client.get(f"pulls/{number}"))
        except GithubException as error:
            if error.status == 404:
                return None
            raise


def _pull(row: Mapping[str, Any]) -> Pull:
    head, base = row["head"], row["base"]
    return Pull(
        number=row["number"],
        head=head["sha"],
        branch=head["ref"],
        repository=(head.get("repo") or {}).get("full_name") or "",  # null: the fork is gone
        base=base["ref"],
        base_commit=base["sha"],
        author=(row.get("user") or {}).get("login") or "",
        trial=row.get("merge_commit_sha") or "",
    )
