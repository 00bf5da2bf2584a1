"""GitHub's issues and comments as a `Forge`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import requests

from github import GithubException
from readiness_bot.forge.github import ledger as github_ledger
from readiness_bot.forge.github import people as github_people
from readiness_bot.forge.github import proposals as github_proposals
from readiness_bot.forge.github import pulls as github_pulls
from readiness_bot.forge.github import statuses as github_statuses
from readiness_bot.forge.github.client import Client, GithubSettings, once
from readiness_bot.forge.github.errors import told
from readiness_bot.forge.github.waits import PATIENCE
from readiness_bot.forge.protocol import (
    Change,
    Comment,
    CommitStatus,
    Issue,
    Posted,
    Proposal,
    Pull,
    mark_of,
)


class GithubForge:
    """One repository on GitHub."""

    def __init__(self, settings: GithubSettings) -> None:
        self.client = Client(settings)
        self._assignable: dict[str, bool] = {}

    def own_issues(self) -> list[Issue]:
        with told("list the issues"):
            found = [
                row
                for bot in self.client.settings.bots
                for row in self.client.rows("issues", state="all", creator=bot)
                if "pull_request" not in row and self.client.is_ours(row)
            ]
        return [_issue(row) for row in sorted(found, key=lambda row: int(row["number"]))]

    def create_issue(
        self, title: str, body: str, labels: Sequence[str], assignees: Sequence[str] = ()
    ) -> Issue:
        marker = body.partition("\n")[0]

        def arrived() -> Issue | None:
            return next((i for i in self.own_issues() if i.body.startswith(marker) and i.open), None)

        with told("open an issue"):
            made = {"title": title, "body": body, "labels": list(labels), "assignees": list(assignees)}
            return once(lambda: _issue(self.client.send("POST", "issues", made)), arrived)

    def edit_issue(
        self, number: int, body: str | None = None, open_: bool | None = None, reason: str | None = None
    ) -> None:
        changes: dict[str, str] = {}
        if body is not None:
            changes["body"] = body
        if open_ is not None:
            changes["state"] = "open" if open_ else "closed"
            if reason:
                changes["state_reason"] = reason
        with told(f"edit issue #{number}", number):  # the same PATCH twice changes nothing more
            once(lambda: bool(self.client.send("PATCH", f"issues/{number}", changes)), lambda: None)

    def comment(self, number: int, body: str) -> Comment:
        """Looked for before it is written, since another run may have, and after it: of two that were written
        at once the first stays. GitHub has no way to write it only if it is not there."""
        mark = mark_of(body)

        def there() -> Comment | None:
            found = self.own_comments(number)
            return next((c for c in found if (mark_of(c.body) == mark if mark else c.body == body)), None)

        if mark and (present := there()):
            if present.body != body:
                self.edit_comment(number, present.id, body)
            return Comment(present.id, body, present.url)
        with told(f"comment on #{number}", number):
            sent = {"body": body}
            made = once(lambda: _comment(self.client.send("POST", f"issues/{number}/comments", sent)), there)
        first = (there() if mark else None) or made
        if first.id != made.id:
            self.remove_comment(number, made.id)
        return first

    def own_comments(self, number: int) -> list[Comment]:
        with told(f"read the comments on #{number}"):
            rows = [row for row in self.client.rows(f"issues/{number}/comments") if self.client.is_ours(row)]
            return sorted((_comment(row) for row in rows), key=lambda comment: comment.id)

    def edit_comment(self, number: int, id_: int, body: str) -> None:
        with told(f"edit a comment on #{number}"):
            once(
                lambda: bool(self.client.send("PATCH", f"issues/comments/{id_}", {"body": body})),
                lambda: None,
            )

    def remove_comment(self, number: int, id_: int) -> None:
        with told(f"remove a comment on #{number}"):
            self.client.remove(f"issues/comments/{id_}")

    def ensure_labels(self, names: Sequence[str]) -> None:
        with told("read the labels"):
            present = {str(row["name"]).lower() for row in self.client.rows("labels")}
        for name in names:
            if name.lower() not in present:
                with told("make a label"):
                    self._make_label(name)

    def assignable(self, login: str) -> bool:
        """One invalid assignee would refuse a whole request, so each is asked for first."""
        if login not in self._assignable:
            with told(f"ask whether {login} can be assigned"):
                self._assignable[login] = self._may_be_assigned(login)
        return self._assignable[login]

    def assign(self, number: int, login: str) -> None:
        with told(f"assign issue #{number}", number):
            names = {"assignees": [login]}
            once(lambda: bool(self.client.send("POST", f"issues/{number}/assignees", names)), lambda: None)

    def add_sub_issue(self, number: int, child: int) -> None:
        try:
            sent = {"sub_issue_id": child}
            once(lambda: bool(self.client.send("POST", f"issues/{number}/sub_issues", sent)), lambda: None)
        except (GithubException, requests.RequestException) as error:
            # Only a convenience: 422 (it has a parent, or there are 100) and servers without it stop nothing
            # else.
            if isinstance(error, GithubException) and error.status in (401, 403):
                with told(f"make an issue a part of #{number}"):
                    raise

    def head(self, branch: str) -> str | None:
        with told(f"read the branch {branch}"):
            name: str = self.client.get(f"branches/{quote(branch, safe='')}")["commit"]["sha"]
            return name

    def role(self, login: str) -> str:
        return github_people.role(self.client, login)

    def react(self, number: int, comment_id: int, content: str) -> None:
        github_people.react(self.client, number, comment_id, content)

    def propose(self, change: Change) -> Proposal:
        return github_proposals.propose(self.client, change)

    def pull(self, number: int) -> Pull | None:
        return github_pulls.pull(self.client, number)

    def open_pulls(self) -> list[Pull]:
        return github_pulls.open_pulls(self.client)

    def statuses(self, commit: str, context: str) -> list[Posted]:
        return github_statuses.posted(self.client, commit, context)

    def post_status(self, commit: str, status: CommitStatus) -> None:
        github_statuses.post(self.client, commit, status)

    def append(self, branch: str, path: str, line: str, title: str) -> bool:
        return github_ledger.append(self.client, branch, path, line, title)

    def spent(self) -> int:
        return PATIENCE.asked

    def recorded(self, branch: str, path: str) -> None:
        """Git has it."""

    def _may_be_assigned(self, login: str) -> bool:
        """204 or 404; whatever else is no answer, and must not be remembered as one."""
        try:
            self.client.get(f"assignees/{quote(login, safe='')}")
        except GithubException as error:
            if error.status == 404:
                return False
            raise
        return True

    def _make_label(self, name: str) -> None:
        label = {"name": name, "color": "5319e7", "description": "Organisational readiness"}
        try:
            once(lambda: bool(self.client.send("POST", "labels", label)), lambda: None)
        except GithubException as error:
            if error.status != 422:  # 422: somebody else made it in the meantime
                raise


def _comment(row: Mapping[str, Any]) -> Comment:
    return Comment(row["id"], row["body"] or "", row["html_url"])


def _issue(row: Mapping[str, Any]) -> Issue:
    is_open, reason = row["state"] == "open", row.get("state_reason")
    return Issue(
        row["number"],
        row["title"],
        row["body"] or "",
        is_open,
        reason,
        row["html_url"],
        row["id"],
        nests="sub_issues_summary" in row,
        nested=bool(row.get("parent_issue_url")),
    )
