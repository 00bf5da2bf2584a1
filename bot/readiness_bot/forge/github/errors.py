"""PyGithub raises two families of errors; here each becomes one sentence for people, with what to do next."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import requests

from github import GithubException, RateLimitExceededException
from readiness_bot.forge.github.waits import MOVED
from readiness_bot.forge.hosts import DEFAULT_BOT
from readiness_bot.forge.protocol import ForgeError, Gone, IssuesDisabled, NotAllowed
from readiness_bot.text.redact import without, without_credentials

TRIES = 3
"""How often a read is repeated."""
TIMEOUT = 30
"""Seconds for an answer to begin."""


class Unreadable(requests.RequestException):
    """GitHub answered, and what it said cannot be read: a read is repeated, a write may have arrived."""

    told = ""
    """What is odd about it, where that can be told."""


@contextmanager
def legible() -> Iterator[None]:
    """Raises Unreadable where an answer is no JSON (a proxy's page, half a body) or lacks what GitHub
    documents."""
    try:
        yield
    except (requests.RequestException, GithubException):
        raise
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RuntimeError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}"[:200]) from error


_RIGHTS = "issues: write, pull-requests: write"


@contextmanager
def told(what: str, number: int | None = None, rights: str = _RIGHTS) -> Iterator[None]:
    """`what` completes "asked to …", about the issue `number`; `rights`: what the job needs for it.

    Raises ForgeError for whatever GitHub or the way to it does wrong.
    """
    try:
        yield
    except GithubException as error:
        raise _sentence(what, error, number, rights) from error
    except requests.RequestException as error:
        raise ForgeError(f"GitHub did not answer when asked to {what} ({_why(error)}).") from error


def said(answer: object) -> str:
    """What a server says went wrong, on one line, 200 characters at most; empty where it says nothing.

    It may repeat what it was sent, so that the token is taken out: these words reach issues and the ledger.
    """
    message = answer.get("message") if isinstance(answer, Mapping) else None
    words = " ".join(str(message or "").split())
    return without_credentials(without(words, [os.environ.get("GITHUB_TOKEN", "")]))[:200]


def _why(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.RetryError):
        return f"{TRIES + 1} tries, an error each time"
    if isinstance(error, requests.exceptions.Timeout):
        return f"no answer in {TIMEOUT} seconds"
    if isinstance(error, Unreadable) and error.told:
        return error.told
    if isinstance(error, Unreadable | requests.exceptions.ChunkedEncodingError):
        return "its answer could not be read"
    return "no connection"


def _sentence(what: str, error: GithubException, number: int | None, rights: str) -> ForgeError:
    message = said(error.data)
    told = f"could not {what} ({error.status}{': ' + message if message else ''})"
    if number is not None and error.status == 410 and "disabled" not in message:
        return Gone(f"#{number} was deleted; the next run opens another issue if it is still needed.")
    if error.status == 403 and "locked" in message.lower():
        return Gone(f"#{number} is locked, so nothing was written there; unlock it, or read the overview.")
    if error.status == 410:
        return IssuesDisabled(
            "This repository has its issues switched off; switch them on in its settings, or read the job"
            " summary."
        )
    if number is not None and error.status in MOVED:
        return Gone(
            f"#{number} was moved to another repository; the next run opens another issue if it is still"
            " needed."
        )
    if error.status in MOVED:
        return ForgeError(
            f"GitHub {told}; set GITHUB_REPOSITORY to the name that the repository has now. Redirects are not"
            " followed."
        )
    if error.status == 401:
        return ForgeError(f"GitHub refused the token: {told}; check GITHUB_TOKEN.")
    if error.status == 429 or isinstance(error, RateLimitExceededException):
        return ForgeError(f"This token has reached GitHub's rate limit: {told}; run it again in an hour.")
    if error.status in (403, 404):
        return NotAllowed(f"GitHub {told}; {_give(rights)}, and check GITHUB_REPOSITORY.")
    if error.status >= 500:
        return ForgeError(f"GitHub did not answer when asked to {what} ({error.status}).")
    return ForgeError(f"GitHub {told}.")


def _give(rights: str) -> str:
    """Where the token's rights are written: a job's `permissions:` say nothing about an App's token."""
    if (os.environ.get("READINESS_BOT_LOGIN") or DEFAULT_BOT).strip().startswith(DEFAULT_BOT):
        return f"give the job `permissions: {{{rights}}}`"
    return f"give the App, and the step that makes its token, the rights `{rights}`"
