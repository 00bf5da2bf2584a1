"""Open pull requests by where they come from, as GitHub tells it now: an event's payload may be old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from github import GithubException
from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.errors import told


@dataclass(frozen=True, slots=True)
class Pull:
    """An open pull request of this repository."""

    number: int
    head: str
    """The commit that stands at its head now."""
    head_repository: str
    """`owner/name`; empty where the fork is gone."""
    branch: str
    base: str
    """The base branch's commit, as far as this pull request knows it."""
    merge: str
    """GitHub's trial merge of the head into the base, which the check judges; empty where there is none."""


def open_pulls(client: Client, owner: str, branch: str) -> list[Pull]:
    """Those whose head is this branch of this owner's repository. Raises ForgeError."""
    with told("find the pull request"):
        rows = list(client.rows("pulls", state="open", head=f"{owner}:{branch}"))
    return [pull for row in rows if (pull := _pull(row))]


def trial_merge(client: Client, pull: Pull) -> tuple[str, str] | None:
    """Base and merge as the check sees them; None where there is no merge of the present head (a conflict, or not yet)."""
    if not pull.merge:
        return None
    with told("read the merge commit"):
        try:
            answer = client.get(f"git/commits/{pull.merge}")
        except GithubException as error:
            if error.status in (404, 409, 422):
                return None
            raise
    rows = answer.get("parents") if isinstance(answer, Mapping) else None
    parents = [str(row.get("sha")) for row in rows or () if isinstance(row, Mapping)]
    return (parents[0], pull.merge) if len(parents) == 2 and parents[1] == pull.head else None


def _pull(row: Mapping[str, object]) -> Pull | None:
    number, head, base = row.get("number"), row.get("head"), row.get("base")
    if not isinstance(number, int) or not isinstance(head, Mapping) or not isinstance(base, Mapping):
        return None
    repository = head.get("repo")
    name = repository.get("full_name") if isinstance(repository, Mapping) else ""
    texts = (head.get("sha"), name, head.get("ref"), base.get("sha"), row.get("merge_commit_sha") or "")
    return Pull(number, *(str(text or "") for text in texts))
