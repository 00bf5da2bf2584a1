"""The way to one repository on GitHub: PyGithub with our retries, raw lists, and writes that are never repeated blindly.

Reads are repeated by PyGithub. Writes never are (a POST that was answered late would make a duplicate): after an
uncertain one we look whether it arrived, and only then write again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from github.GithubObject import NonCompletableGithubObject
from github.PaginatedList import PaginatedList
from github.Repository import Repository

from github import Auth, Github, GithubException, GithubRetry
from readiness_bot.forge.github_errors import TIMEOUT, TRIES
from readiness_bot.forge.protocol import ForgeError

T = TypeVar("T")

DEFAULT_API = "https://api.github.com"
DEFAULT_SERVER = "https://github.com"
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
    graphql_url: str = ""
    """Empty: where PyGithub looks for it, beside the API."""

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
        for name in ("GITHUB_API_URL", "GITHUB_GRAPHQL_URL"):
            if not _is_address(environment.get(name) or DEFAULT_API):
                raise ForgeError(f"{name} is no address; write it as {DEFAULT_API}. Nothing was changed.")
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
            graphql_url=environment.get("GITHUB_GRAPHQL_URL", ""),
        )


def _is_address(url: str) -> bool:
    """What PyGithub would stumble over otherwise."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        return False


class Client:
    """Requests to one repository. Not thread-safe, as PyGithub is not."""

    def __init__(self, settings: GithubSettings) -> None:
        self.settings = settings
        retry = GithubRetry(
            total=TRIES,
            backoff_factor=settings.backoff,
            max_rate_limit_wait=900,
            allowed_methods={"GET", "HEAD"},
        )
        self.github = Github(
            auth=Auth.Token(settings.token),
            base_url=settings.api_url.rstrip("/"),
            timeout=TIMEOUT,
            per_page=100,
            retry=retry,
            seconds_between_requests=0,
            seconds_between_writes=settings.write_interval,
            lazy=True,
        )
        self.repository: Repository = self.github.get_repo(settings.repository)

    def url(self, what: str, of: str = "") -> str:
        """`issues/7` → its address below this repository, or below another (`of`)."""
        return f"{self.github.requester.base_url}/repos/{of or self.settings.repository}/{what}"

    def rows(self, what: str, of: str = "", **parameters: str) -> Iterator[dict[str, Any]]:
        """A list of this repository, or of another, page by page."""
        requester = self.github.requester
        return (row.raw_data for row in PaginatedList(_Row, requester, self.url(what, of), dict(parameters)))

    def get(self, what: str, of: str = "", **parameters: str) -> Any:
        """One document. Raises GithubException (404 where there is none)."""
        _, data = self.github.requester.requestJsonAndCheck(
            "GET", self.url(what, of), parameters=dict(parameters)
        )
        return data

    def get_at(self, path: str) -> Any:
        """One document below the server's root: `/orgs/acme/teams/ops`. Raises GithubException."""
        _, data = self.github.requester.requestJsonAndCheck("GET", f"{self.github.requester.base_url}{path}")
        return data

    def graphql(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The answer to a query, once. Raises GithubException for an HTTP error; what GraphQL says is in the answer."""
        requester = self.github.requester
        body = {"query": text, "variables": dict(variables)}
        _, data = requester.requestJsonAndCheck(
            "POST", self.settings.graphql_url or requester.graphql_url, input=body
        )
        return data

    def send(self, method: str, what: str, body: Mapping[str, Any]) -> Any:
        """One write, once. Raises GithubException; wrap it in `once` where it may be uncertain."""
        _, data = self.github.requester.requestJsonAndCheck(method, self.url(what), input=dict(body))
        return data

    def make(self, what: str, body: Mapping[str, Any]) -> str:
        """An object of git's (`git/blobs`, …); its name. Nobody sees it until a branch points at it, and twice is once."""
        return once(lambda: str(self.send("POST", what, body)["sha"]), lambda: None)

    def is_ours(self, row: Mapping[str, Any]) -> bool:
        """Whether the bot wrote an issue or a comment."""
        return (row.get("user") or {}).get("login") in self.settings.bots  # null: the account is gone


class _Row(NonCompletableGithubObject):
    """One entry of a list, as GitHub gave it. PyGithub's own classes ask again for each key that a list leaves out,
    which for issues (no `pull_request`) would be one request an issue."""

    def _initAttributes(self) -> None:  # noqa: N802
        """Nothing to set up."""

    def _useAttributes(self, attributes: dict[str, Any]) -> None:  # noqa: N802
        """Nothing to take over: `raw_data` has it all."""


def once(write: Callable[[], T], arrived: Callable[[], T | None]) -> T:
    """Write; after an answer that leaves it open whether it arrived, look, and write once more if it did not."""
    try:
        return write()
    except (requests.RequestException, GithubException) as error:
        if isinstance(error, GithubException) and error.status < 500:
            raise
    found = arrived()
    return found if found is not None else write()
