"""How long a run waits for GitHub: a budget, and beyond it one sentence at once, instead of a job that is
killed in silence."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Retry

from github import GithubException, GithubRetry
from readiness_bot.forge.protocol import ForgeError

LONGEST_WAIT = 300.0
"""Seconds that a run waits in all. The job that `init` writes is killed after ten minutes."""
SECONDARY_WAIT = 60.0
"""Where GitHub does not say how long:
https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api."""
MOVED = frozenset({301, 302, 303, 307, 308})
"""What was asked for is somewhere else: a repository with a new name, an issue that was transferred
(https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects)."""
_LATER = 202
"""GitHub is still working on what was asked for."""
_SAID = 5.0
"""A longer wait is told: nobody should look at a command that stands still."""
_LOG = logging.getLogger("readiness_bot")


class Patience:
    """What is left of the budget."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """A run begins."""
        self.left = LONGEST_WAIT
        self.asked = 0
        """Requests so far, repeated ones not counted."""

    def wait(self, seconds: float) -> None:
        """Raises ForgeError where that is more than is left."""
        if seconds > self.left:
            raise ForgeError(
                f"This token has reached GitHub's rate limit. GitHub asks to wait until {clock(seconds)},"
                f" and a run waits {LONGEST_WAIT / 60:.0f} minutes at most. Nothing more was changed; run it"
                " again"
                " after that."
            )
        self.left -= seconds
        if seconds >= _SAID:
            _LOG.warning("GitHub asks for a pause; going on in %.0f seconds.", seconds)
        if seconds > 0:
            time.sleep(seconds)


PATIENCE = Patience()
"""One for the process, which is a run: reads and writes wait out of the same budget."""


def clock(seconds: float) -> str:
    """`14:32 UTC`; with the day, where it is not today."""
    now = time.time()
    try:
        then = datetime.fromtimestamp(now + seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return "a day beyond the calendar"
    today = datetime.fromtimestamp(now, UTC).date()
    return f"{then:%H:%M} UTC" if then.date() == today else f"{then:%H:%M} UTC on {then:%d %b %Y}"


def asked_wait(headers: Mapping[str, Any]) -> float:
    """Seconds that a refusal for now asks to wait."""
    said = said_wait(headers)
    return SECONDARY_WAIT if said is None else said


def said_wait(headers: Mapping[str, Any]) -> float | None:
    """The same; None where it does not say how long."""
    known = {str(name).lower(): str(value) for name, value in headers.items()}
    after, reset = known.get("retry-after", ""), known.get("x-ratelimit-reset", "")
    if _is_count(after):
        return float(after)
    if known.get("x-ratelimit-remaining") == "0" and _is_count(reset):
        return max(0.0, float(reset) - time.time()) + 1
    return None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 15


class PatientRetry(GithubRetry):
    """PyGithub's repeating of reads, within the budget: by itself it sleeps for as long as `Retry-After`
    says, six hours too."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """None too where the header says nothing that can be understood."""
        said = response.headers.get("Retry-After") or ""
        if _is_count(said.strip()):
            return float(said)
        try:
            return super().get_retry_after(response)
        except (HTTPError, ValueError, OverflowError):
            return None

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        asked = self.get_retry_after(response) if response is not None else None
        PATIENCE.wait(asked or self.get_backoff_time())

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
        """Whether `increment` is asked.

        PyGithub would ask again by itself: after a 202 without end, after a 301 without the words behind the
        `?`, so that another list came back.
        """
        later = status_code == _LATER and method in ("GET", "HEAD")
        return later or status_code in MOVED or super().is_retry(method, status_code, has_retry_after)

    def increment(  # type: ignore[override]  # PyGithub and urllib3 do not agree on it either
        self,
        method: str | None = None,
        url: str | None = None,
        response: Any = None,
        *more: Any,
        **named: Any,
    ) -> Retry:
        """Raises GithubException for what has moved: nothing is followed, to no other host and to no other
        repository."""
        if response is not None and response.status in MOVED:
            response.close()
            raise GithubException(
                response.status, {"message": "it is somewhere else now"}, dict(response.headers)
            )
        return super().increment(method, url, response, *more, **named)
