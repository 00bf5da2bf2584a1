"""GitHub through PyGithub: the only module that imports it.

Reads are repeated by PyGithub. Writes never are (a POST that was answered late would make a duplicate): after an
uncertain one we look whether it arrived, and only then write again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import requests
from github.GithubObject import NonCompletableGithubObject
from github.Issue import Issue as GithubIssue
from github.IssueComment import IssueComment
from github.PaginatedList import PaginatedList
from github.Repository import Repository

from github import Auth, Github, GithubException, GithubRetry
from readiness_bot.forge.github_errors import TIMEOUT, TRIES, told
from readiness_bot.forge.protocol import Comment, ForgeError, Issue

T = TypeVar("T")

DEFAULT_API = "https://api.github.com"
DEFAULT_BOT = "github-actions[bot]"


@dataclass(frozen=True, slots=True)
class GithubSettings:
    """Where and as whom. Hosts come from the environment alone, so that GitHub Enterprise works too."""

    repository: str
    token: str
    api_url: str = DEFAULT_API
    bots: tuple[str, ...] = (DEFAULT_BOT,)
    """Logins that count as the bot, former ones included."""
    write_interval: float = 1.0
    """Seconds between writes."""
    backoff: float = 1.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> GithubSettings:
        """Raises ForgeError with what is missing."""
        repository, token = environment.get("GITHUB_REPOSITORY", ""), environment.get("GITHUB_TOKEN", "")
        if "/" not in repository:
            raise ForgeError("No repository: set GITHUB_REPOSITORY to owner/name. Nothing was changed.")
        if not token:
            raise ForgeError(
                "No token: set GITHUB_TOKEN (in a workflow: `GITHUB_TOKEN: ${{ github.token }}`). Nothing was changed."
            )
        bots = tuple(
            filter(None, (name.strip() for name in environment.get("READINESS_BOT_LOGIN", "").split(",")))
        )
        try:
            interval = float(environment.get("READINESS_WRITE_INTERVAL") or 1.0)
        except ValueError as error:
            raise ForgeError(
                "READINESS_WRITE_INTERVAL is no number of seconds. Nothing was changed."
            ) from error
        return cls(
            repository,
            token,
            environment.get("GITHUB_API_URL") or DEFAULT_API,
            bots or (DEFAULT_BOT,),
            interval,
        )


class GithubForge:
    """One repository on GitHub."""

    def __init__(self, settings: GithubSettings) -> None:
        self.settings = settings
        retry = GithubRetry(
            total=TRIES,
            backoff_factor=settings.backoff,
            max_rate_limit_wait=900,
            allowed_methods={"GET", "HEAD"},
        )
        self._github = Github(
            auth=Auth.Token(settings.token),
            base_url=settings.api_url.rstrip("/"),
            timeout=TIMEOUT,
            per_page=100,
            retry=retry,
            seconds_between_requests=0,
            seconds_between_writes=settings.write_interval,
            lazy=True,
        )
        self._repository: Repository = self._github.get_repo(settings.repository)
        self._assignable: dict[str, bool] = {}

    def own_issues(self) -> list[Issue]:
        with told("list the issues"):
            found = [
                row
                for bot in self.settings.bots
                for row in self._rows("issues", state="all", creator=bot)
                if "pull_request" not in row and self._is_ours(row)
            ]
        return [_issue(row) for row in sorted(found, key=lambda row: int(row["number"]))]

    def create_issue(self, title: str, body: str, labels: Sequence[str]) -> Issue:
        marker = body.partition("\n")[0]

        def arrived() -> Issue | None:
            return next((i for i in self.own_issues() if i.body.startswith(marker) and i.open), None)

        with told("open an issue"):
            return _once(
                lambda: _issue(
                    self._repository.create_issue(title=title, body=body, labels=list(labels)).raw_data
                ),
                arrived,
            )

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
        with told(f"edit issue #{number}"):  # the same PATCH twice changes nothing more
            _once(lambda: self._lazy_issue(number).edit(**changes), lambda: None)  # type: ignore[arg-type]

    def comment(self, number: int, body: str) -> None:
        with told(f"comment on #{number}"):
            _once(
                lambda: bool(self._lazy_issue(number).create_comment(body).id),
                lambda: True if any(comment.body == body for comment in self.own_comments(number)) else None,
            )

    def own_comments(self, number: int) -> list[Comment]:
        with told(f"read the comments on #{number}"):
            rows = [row for row in self._rows(f"issues/{number}/comments") if self._is_ours(row)]
        return [Comment(row["id"], row["body"] or "", row["html_url"]) for row in rows]

    def edit_comment(self, number: int, id_: int, body: str) -> None:
        url = f"/repos/{self.settings.repository}/issues/comments/{id_}"
        comment = IssueComment(
            self._github.requester,
            {},
            {"id": id_, "url": self._github.requester.base_url + url},
            completed=True,
        )
        with told(f"edit a comment on #{number}"):
            _once(lambda: comment.edit(body), lambda: None)

    def ensure_labels(self, names: Sequence[str]) -> None:
        with told("read the labels"):
            present = {label.name.lower() for label in self._repository.get_labels()}
        for name in names:
            if name.lower() not in present:
                with told("make a label"):
                    self._make_label(name)

    def assign(self, number: int, login: str) -> bool:
        """One invalid assignee would refuse the whole request, so each is asked for first."""
        with told(f"assign issue #{number}"):
            if login not in self._assignable:
                self._assignable[login] = self._repository.has_in_assignees(login)
            if not self._assignable[login]:
                return False
            issue = self._lazy_issue(number)
            issue.add_to_assignees(login)
            return login.lower() in {person.login.lower() for person in issue.assignees}

    def _make_label(self, name: str) -> None:
        try:
            self._repository.create_label(name, "5319e7", "Organisational readiness")
        except GithubException as error:
            if error.status != 422:  # 422: somebody else made it in the meantime
                raise

    def _rows(self, what: str, **parameters: str) -> Iterator[dict[str, Any]]:
        """A list of this repository, page by page."""
        requester = self._github.requester
        url = f"{requester.base_url}/repos/{self.settings.repository}/{what}"
        return (row.raw_data for row in PaginatedList(_Row, requester, url, dict(parameters)))

    def _is_ours(self, row: Mapping[str, Any]) -> bool:
        return (row.get("user") or {}).get("login") in self.settings.bots  # null: the account is gone

    def _lazy_issue(self, number: int) -> GithubIssue:
        url = f"{self._github.requester.base_url}/repos/{self.settings.repository}/issues/{number}"
        return GithubIssue(self._github.requester, {}, {"number": number, "url": url}, completed=True)


class _Row(NonCompletableGithubObject):
    """One entry of a list, as GitHub gave it. PyGithub's own classes ask again for each key that a list leaves out,
    which for issues (no `pull_request`) would be one request an issue."""

    def _initAttributes(self) -> None:  # noqa: N802
        """Nothing to set up."""

    def _useAttributes(self, attributes: dict[str, Any]) -> None:  # noqa: N802
        """Nothing to take over: `raw_data` has it all."""


def _issue(row: Mapping[str, Any]) -> Issue:
    is_open, reason = row["state"] == "open", row.get("state_reason")
    return Issue(row["number"], row["title"], row["body"] or "", is_open, reason, row["html_url"])


def _once(write: Callable[[], T], arrived: Callable[[], T | None]) -> T:
    """Write; after an answer that leaves it open whether it arrived, look, and write once more if it did not."""
    try:
        return write()
    except (requests.RequestException, GithubException) as error:
        if isinstance(error, GithubException) and error.status < 500:
            raise
    found = arrived()
    return found if found is not None else write()
