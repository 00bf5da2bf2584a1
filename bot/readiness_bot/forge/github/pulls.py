"""Open pull requests by where they come from, and both sides of one, as GitHub tells it now."""

from __future__ import annotations

from collections.abc import Mapping

from github import GithubException
from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.forge.github.errors import told
from readiness_bot.forge.github.former import former_sides
from readiness_bot.forge.github.snapshot import WHY_NO_HISTORY, Side, read_sides
from readiness_bot.forge.protocol import Pull, ReadPull


class GithubPulls:
    """Those of one repository."""

    no_history = WHY_NO_HISTORY

    def __init__(self, settings: GithubSettings) -> None:
        self._client = Client(settings)
        self.repository = settings.repository

    def open_from(self, repository: str, branch: str) -> list[Pull]:
        found = open_pulls(self._client, repository.partition("/")[0], branch)
        return [pull for pull in found if pull.head_repository.lower() == repository.lower()]

    def read(self, pull: Pull, prefix: str) -> ReadPull:
        merge = trial_merge(self._client, pull)
        base, head = merge or (pull.base, pull.head)
        asked = (Side(base, self.repository), Side(head, pull.head_repository))
        before, after = read_sides(self._client, asked, prefix)
        former, unseen = former_sides(self._client, *asked, before, after)
        return ReadPull(after, before, former, merge is not None, unseen)


def open_pulls(client: Client, owner: str, branch: str) -> list[Pull]:
    """Those whose head is this branch of this owner's repository. Raises ForgeError."""
    with told("find the pull request"):
        rows = list(client.rows("pulls", state="open", head=f"{owner}:{branch}"))
    return [pull for row in rows if (pull := _pull(row))]


def trial_merge(client: Client, pull: Pull) -> tuple[str, str] | None:
    """Base and merge as the check sees them; None where there is no merge of the present head (a conflict, or
    not yet)."""
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
