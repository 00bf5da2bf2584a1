"""How a repository on GitHub is set up.

What each request needs stands at its documentation (https://docs.github.com/rest), and by right in
https://docs.github.com/rest/authentication/permissions-required-for-github-apps: Metadata for rules, Contents
for a branch, Actions for workflows and their runs, Pull requests for the list of those, and Administration,
which no workflow's token can be given, for the settings of Actions and for classic branch protection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import quote

from github import GithubException, RateLimitExceededException
from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.forge.github.errors import said, told
from readiness_bot.forge.protocol import NotAllowed
from readiness_bot.forge.setup import (
    ActionsPolicy,
    Branch,
    Protection,
    Repository,
    RequiredCheck,
    Rule,
    WorkflowState,
)

_MOST_PULLS = 1_000
"""Open pull requests whose bases are looked at: ten requests."""


class GithubSetup:
    """That of one repository."""

    def __init__(self, settings: GithubSettings) -> None:
        self._client = Client(settings)
        self._name = settings.repository

    def repository(self) -> Repository:
        with _asked("read the repository"):
            row = self._client.get_at(f"/repos/{self._name}")
        permissions = row.get("permissions") or {}
        return Repository(
            name=row["full_name"],
            branch=row["default_branch"],
            issues=row["has_issues"],
            public=not row["private"],
            archived=bool(row.get("archived")),
            pushed=_moment(row.get("pushed_at")),
            administered=permissions.get("admin"),
        )

    def bases(self, most: int) -> list[str]:
        found: dict[str, None] = {}
        with _asked("list the open pull requests"):
            for row in islice(self._client.rows("pulls", state="open"), _MOST_PULLS):
                found[row["base"]["ref"]] = None
                if len(found) == most:
                    break
        return list(found)

    def rules(self, branch: str) -> list[Rule]:
        with _asked(f"read the rules of {branch}"):
            rows = self._client.get(f"rules/branches/{quote(branch, safe='')}", per_page="100")
        return [_rule(row) for row in rows]

    def branch(self, name: str) -> Branch | None:
        with _asked(f"read the branch {name}"):
            row = self._found(f"branches/{quote(name, safe='')}")
        if row is None:
            return None
        required = (row.get("protection") or {}).get("required_status_checks") or {}
        checks = tuple(
            RequiredCheck(each["context"], _app(each.get("app_id"))) for each in required.get("checks") or ()
        )
        named = {check.context for check in checks}
        others = (RequiredCheck(name) for name in required.get("contexts") or () if name not in named)
        return Branch(row["commit"]["sha"], bool(row.get("protected")), (*checks, *others))

    def protection(self, branch: str) -> Protection | None:
        with _asked(f"read the protection of {branch}"):
            row = self._found(f"branches/{quote(branch, safe='')}/protection", unprotected="not protected")
        if row is None:
            return None
        return Protection(
            code_owners=bool(
                (row.get("required_pull_request_reviews") or {}).get("require_code_owner_reviews")
            ),
            deletions=bool((row.get("allow_deletions") or {}).get("enabled")),
            force_pushes=bool((row.get("allow_force_pushes") or {}).get("enabled")),
        )

    def actions(self) -> ActionsPolicy:
        with _asked("read the settings of Actions"):
            row = self._client.get("actions/permissions")
        return ActionsPolicy(row["enabled"], row.get("sha_pinning_required"))

    def may_propose(self) -> bool:
        with _asked("read the settings of Actions"):
            row = self._client.get("actions/permissions/workflow")
        return bool(row["can_approve_pull_request_reviews"])

    def workflow(self, file: str) -> WorkflowState | None:
        with _asked(f"read the workflow {file}"):
            row = self._found(f"actions/workflows/{quote(file, safe='')}")
        return None if row is None else WorkflowState(row["state"])

    def last_run(self, file: str, event: str) -> datetime | None:
        with _asked(f"list the runs of {file}"):
            row = self._found(f"actions/workflows/{quote(file, safe='')}/runs", event=event, per_page="1")
        rows = row["workflow_runs"] if row else []
        return _moment(rows[0]["created_at"]) if rows else None

    def app(self, slug: str) -> int | None:
        with _asked(f"find the App {slug}"):
            try:
                return int(self._client.get_at(f"/apps/{quote(slug, safe='')}")["id"])
            except GithubException as error:
                if error.status in (403, 404):
                    return None
                raise

    def _found(self, what: str, *, unprotected: str = "", **parameters: str) -> Mapping[str, Any] | None:
        """None where GitHub says that there is none; `unprotected`: a word of what it says then.

        For what takes a right, 404 may mean that the right is missing; so those say which.
        """
        try:
            row: Mapping[str, Any] = self._client.get(what, **parameters)
        except GithubException as error:
            if error.status == 404 and unprotected in said(error.data).lower():
                return None
            raise
        return row


@contextmanager
def _asked(what: str) -> Iterator[None]:
    """`what` completes "asked to …". Raises NotAllowed with what GitHub said, and ForgeError."""
    with told(what):
        try:
            yield
        except RateLimitExceededException:
            raise
        except GithubException as error:
            if error.status in (403, 404):
                words = said(error.data)
                raise NotAllowed(f"{error.status}{': ' + words if words else ''}") from error
            raise


def _rule(row: Mapping[str, Any]) -> Rule:
    parameters = row.get("parameters") or {}
    checks = parameters.get("required_status_checks") or ()
    return Rule(
        row["type"],
        tuple(RequiredCheck(each["context"], _app(each.get("integration_id"))) for each in checks),
        bool(parameters.get("require_code_owner_review")),
        row.get("ruleset_id"),
        row.get("ruleset_source") or "",
        row.get("ruleset_source_type") not in (None, "Repository"),
    )


def _app(id_: int | None) -> int | None:
    """Classic protection says -1, or null, for a check that any App may set.

    Source: https://docs.github.com/rest/branches/branch-protection#update-status-check-protection
    """
    return id_ if id_ is not None and id_ > 0 else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC) if text else None
