"""The way to one repository on GitHub: PyGithub with our retries, raw lists, and writes that are never
repeated blindly.

Reads are repeated by PyGithub. Writes never are (a POST that was answered late would make a duplicate): after
an uncertain one we look whether it arrived, and only then write again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests

from github import Auth, Github, GithubException, RateLimitExceededException
from readiness_bot.forge.github.bounded import TooLong, bound
from readiness_bot.forge.github.errors import TIMEOUT, TRIES, Unreadable, legible
from readiness_bot.forge.github.shapes import check_answer
from readiness_bot.forge.github.waits import PATIENCE, PatientRetry, asked_wait
from readiness_bot.forge.hosts import DEFAULT_API, DEFAULT_BOT
from readiness_bot.forge.protocol import ForgeError

T = TypeVar("T")


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
    def from_environment(cls, environment: Mapping[str, str], *, one: bool = True) -> GithubSettings:
        """Raises ForgeError with what is missing. `one`: it is about one repository."""
        repository, token = environment.get("GITHUB_REPOSITORY", ""), environment.get("GITHUB_TOKEN", "")
        if one and "/" not in repository:
            raise ForgeError("No repository: set GITHUB_REPOSITORY to owner/name. Nothing was changed.")
        if not token:
            raise ForgeError(
                "No token: set GITHUB_TOKEN (in a workflow: `GITHUB_TOKEN: ${{ github.token }}`). Nothing was"
                " changed."
            )
        bots = tuple(
            filter(None, (name.strip() for name in environment.get("READINESS_BOT_LOGIN", "").split(",")))
        )
        for name in ("GITHUB_API_URL", "GITHUB_GRAPHQL_URL"):
            if not _is_address(environment.get(name) or DEFAULT_API):
                raise ForgeError(f"{name} is not an address; write it as {DEFAULT_API}. Nothing was changed.")
        try:
            interval = float(environment.get("READINESS_WRITE_INTERVAL") or 1.0)
        except ValueError as error:
            raise ForgeError(
                "READINESS_WRITE_INTERVAL is not a number of seconds. Nothing was changed."
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
        PATIENCE.renew()
        bound()
        retry = PatientRetry(
            total=TRIES,
            connect=1,  # nobody listens there: that does not change in ten seconds of silence
            backoff_factor=settings.backoff,
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

    def url(self, what: str, of: str = "") -> str:
        """`issues/7` → its address below this repository, or below another (`of`)."""
        return f"{self.github.requester.base_url}/repos/{of or self.settings.repository}/{what}"

    def rows(self, what: str, of: str = "", **parameters: str) -> Iterator[dict[str, Any]]:
        """A list of this repository, or of another, page by page."""
        yield from self._pages(self.url(what, of), what, parameters)

    def rows_at(self, path: str, **parameters: str) -> Iterator[dict[str, Any]]:
        """A list below the server's root: `/orgs/acme/properties/values`."""
        yield from self._pages(f"{self.github.requester.base_url}{path}", path, parameters)

    def _pages(self, first: str, what: str, parameters: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        url: str | None = first
        asked: dict[str, str] = {"per_page": "100", **parameters}
        while url:
            headers, page = self._read(url, asked, shape=lambda data: check_answer(what, data, listed=True))
            with legible():
                url = self._next(headers.get("link") or "")
            yield from page
            asked = {}  # they stand in the address of the next page

    def _next(self, header: str) -> str | None:
        """The next page's address.

        PyGithub takes any host below the server's own, and `http` too; the token goes to none of them.
        """
        found = requests.utils.parse_header_links(header)
        url = next((link["url"] for link in found if link.get("rel") == "next"), None)
        if url is not None and not url.startswith(f"{self.github.requester.base_url}/"):
            raise Unreadable("the next page is on another server")
        return url

    def get(self, what: str, of: str = "", **parameters: str) -> Any:
        """One document. Raises GithubException (404 where there is none)."""
        return self._read(self.url(what, of), dict(parameters), shape=lambda data: check_answer(what, data))[
            1
        ]

    def get_at(self, path: str) -> Any:
        """One document below the server's root: `/orgs/acme/teams/ops`. Raises GithubException."""
        url = f"{self.github.requester.base_url}{path}"
        return self._read(url, shape=lambda data: check_answer(path, data))[1]

    def rate(self) -> tuple[int, int]:
        """What the last answer said is left of the token's hour, and how much that is; -1: it said
        nothing."""
        return self.github.requester.rate_limiting

    def graphql(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The answer to a query.

        Raises GithubException for an HTTP error; what GraphQL says is in the answer.
        """
        return self.query(text, variables)[1]

    def query(self, text: str, variables: Mapping[str, Any]) -> tuple[Mapping[str, Any], Any]:
        """The same, with the answer's headers."""
        requester = self.github.requester
        body = {"query": text, "variables": dict(variables)}
        address = self.settings.graphql_url or requester.graphql_url
        return self._read(address, method="POST", body=body)

    def close(self) -> None:
        """The connection is not needed any more; a later request would open another."""
        self.github.close()

    def send(self, method: str, what: str, body: Mapping[str, Any], of: str = "") -> Any:
        """One write, once. Raises GithubException; wrap it in `once` where it may be uncertain."""
        PATIENCE.asked += 1
        with legible():
            data = self.github.requester.requestJsonAndCheck(method, self.url(what, of), input=dict(body))[1]
            if method == "POST":  # what a PATCH answers is not read
                check_answer(what, data)
        return data

    def remove(self, what: str) -> None:
        """What is gone already is gone."""

        def delete() -> bool:
            try:
                self.github.requester.requestJsonAndCheck("DELETE", self.url(what))
            except GithubException as error:
                if error.status not in (404, 410, 422):  # 422: a branch that is not there
                    raise
            return True

        once(delete, lambda: None)

    def make(self, what: str, body: Mapping[str, Any], of: str = "") -> str:
        """An object of git's (`git/blobs`, …); its name.

        Nobody sees it until a branch points at it, and twice is once.
        """
        return once(lambda: str(self.send("POST", what, body, of)["sha"]), lambda: None)

    def _read(
        self,
        url: str,
        parameters: dict[str, str] | None = None,
        method: str = "GET",
        body: dict[str, Any] | None = None,
        shape: Callable[[object], None] = lambda data: None,
    ) -> tuple[Mapping[str, Any], Any]:
        """Headers and document.

        PyGithub repeats what was not answered; an answer that cannot be read is asked for again here.
        """
        requester, tries = self.github.requester, 0
        PATIENCE.asked += 1
        while True:
            try:
                with legible():
                    headers, data = requester.requestJsonAndCheck(
                        method, url, parameters=parameters, input=body
                    )
                    shape(data)
                    return headers, data
            except (Unreadable, requests.exceptions.ChunkedEncodingError) as error:
                tries += 1
                if tries > TRIES or isinstance(error, TooLong):
                    raise

    def is_ours(self, row: Mapping[str, Any]) -> bool:
        """Whether the bot wrote an issue or a comment."""
        return (row.get("user") or {}).get("login") in self.settings.bots  # null: the account is gone


def once(write: Callable[[], T], arrived: Callable[[], T | None]) -> T:
    """Write; after an answer that leaves it open whether it arrived, look, and write once more if it did not.

    Open it is after no answer, an error of the server's, and a success whose text cannot be read. What GitHub
    refuses for now (a rate limit) did not arrive, and is written again after the wait that it asks for.
    """
    try:
        with legible():
            return write()
    except GithubException as error:
        if error.status < 500:
            PATIENCE.wait(_pause(error))
        found = arrived() if error.status >= 500 else None
    except requests.RequestException:
        found = arrived()
    if found is not None:
        return found
    with legible():
        return write()


def _pause(error: GithubException) -> float:
    """Seconds after which GitHub would take it. Raises the error where waiting changes nothing."""
    if error.status != 429 and not isinstance(error, RateLimitExceededException):
        raise error
    return asked_wait(error.headers or {})
