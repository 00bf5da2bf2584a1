"""One query to GitHub's GraphQL: its answer, what of it was refused, or why it has to be a smaller one.

GraphQL tells most of what goes wrong beside what went well:
https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests

from github import GithubException, RateLimitExceededException
from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.errors import said, told
from readiness_bot.forge.github.organisation.pace import Pace
from readiness_bot.forge.github.organisation.queries import Query
from readiness_bot.forge.github.organisation.rows import ANSWER
from readiness_bot.forge.github.shapes import check
from readiness_bot.forge.github.waits import said_wait
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.forge.scan import Stopped

RIGHTS = "metadata: read, contents: read"
_REFUSED = frozenset({"FORBIDDEN", "NOT_FOUND", "INSUFFICIENT_SCOPES", "UNPROCESSABLE"})
"""Asking again, or for less, changes nothing. Other errors are about time, cost, or GitHub itself."""
_LIMITED = "RATE_LIMITED"


class Heavy(Exception):
    """GitHub did not answer this query, or not so that it can be read: a smaller one may do. The text says
    why."""


@dataclass(frozen=True, slots=True)
class GraphFault:
    """What GraphQL says of one part of a query."""

    kind: str
    message: str
    path: tuple[str | int, ...] = ()
    sso: bool = False
    """The token was not authorised for the organisation's single sign-on."""

    @property
    def is_final(self) -> bool:
        return self.kind in _REFUSED or self.sso

    def sentence(self) -> str:
        """Why a repository could not be read."""
        if self.sso:
            return (
                "The organisation's single sign-on keeps this token out; authorise the token for it"
                " (https://docs.github.com/authentication/authenticating-with-single-sign-on)."
            )
        if self.kind == "NOT_FOUND":
            return "It is not there, or this token may not see it."
        why = self.message.rstrip(".") or "GitHub gave no reason"
        return f"GitHub refused it: {why}."


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `faults` concern parts of it."""

    data: Mapping[str, Any]
    faults: tuple[GraphFault, ...] = ()

    @property
    def is_cut(self) -> bool:
        """Whether GitHub left something out without saying what."""
        return any(not fault.path for fault in self.faults)

    def below(self, *path: str | int) -> Iterator[GraphFault]:
        """The faults at a place of the answer, or within it."""
        return (fault for fault in self.faults if fault.path[: len(path)] == path)


def ask(client: Client, pace: Pace, query: Query) -> Answer:
    """Waits where GitHub asks for it. Raises Heavy, or Stopped where no other query would fare better."""
    while True:
        pace.before_query()
        try:
            headers, data = client.query(*query)
            check(ANSWER, data)
        except GithubException as error:
            if not _is_limit(error):
                _raise(error)
            pace.refused(said_wait(error.headers or {}))
            continue
        except requests.RequestException as error:  # no connection, no answer in time, or an odd one
            raise Heavy(_sentence(error)) from error
        faults = tuple(_fault(row) for row in data.get("errors") or ())
        if any(fault.kind == _LIMITED or "rate limit" in fault.message.lower() for fault in faults):
            pace.refused(said_wait(headers))
            continue
        found = data.get("data") or {}
        pace.told(found.get("rateLimit"))
        answered = any(value for name, value in found.items() if name != "rateLimit")
        if faults and not answered and not any(fault.is_final for fault in faults):
            raise Heavy(faults[0].message.rstrip(".") or "GitHub gave no reason")
        return Answer(found, faults)


def _raise(error: GithubException) -> None:
    why = f"{error.status}: {said(error.data)}".rstrip(": ")
    if error.status == 401:
        raise Stopped(
            f"GitHub refused the token ({why}). An App's token is good for an hour: make a new one, and let"
            " the scan go on with it."
        ) from error
    if error.status >= 500 or error.status == 408:
        raise Heavy(f"GitHub answered with {why}") from error
    raise Stopped(
        f"GitHub refused the query ({why}); the token needs the rights `{RIGHTS}`, and GITHUB_GRAPHQL_URL"
        " has to be the server's address for GraphQL, if it is set."
    ) from error


def _sentence(error: requests.RequestException) -> str:
    try:
        with told("list repositories"):
            raise error
    except ForgeError as found:
        return str(found).rstrip(".")


def _is_limit(error: GithubException) -> bool:
    """The primary limit and the secondary ones come with 403 or 429:
    https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#exceeding-the-rate-limit."""
    if error.status == 429 or isinstance(error, RateLimitExceededException):
        return True
    headers = {str(name).lower(): str(value) for name, value in (error.headers or {}).items()}
    told_so = "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"
    return error.status == 403 and (told_so or "rate limit" in said(error.data).lower())


def _fault(row: Mapping[str, Any]) -> GraphFault:
    extensions = row.get("extensions") or {}
    return GraphFault(
        kind=str(row.get("type") or ""),
        message=said(row),
        path=tuple(row.get("path") or ()),
        sso=bool(extensions.get("saml_failure")),
    )
