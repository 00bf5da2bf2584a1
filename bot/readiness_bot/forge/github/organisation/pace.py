"""How much of the token's hour a scan takes, and how long it waits: what it may not go beyond."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import datetime

from readiness_bot.forge.github.waits import SECONDARY_WAIT, clock
from readiness_bot.forge.scan import Limits, Spent, Stopped
from readiness_bot.text.words import plural

_SAID = 5.0
_LOG = logging.getLogger("readiness_bot")


class Pace:
    """Asked before each query and told after it."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.spent = limits, Spent()
        self.limit = self.remaining = -1
        """The token's points an hour, and what is left of them; -1: not told yet."""
        self.reset = ""
        self._refused = 0
        self._rest = -1, -1

    @property
    def left(self) -> int | None:
        """The points that this run may still use; None: not known yet."""
        if self.limits.points is not None:
            return self.limits.points - self.spent.points
        return self.remaining - self.limit // 2 if self.remaining >= 0 else None

    def before_query(self) -> None:
        """Raises Stopped where the budget is used up."""
        if self.left is not None and self.left <= 0:
            raise Stopped(f"{self._used_up()} Nothing is lost{self._again()}.")
        self.spent.queries += 1

    def _used_up(self) -> str:
        if self.limits.points is not None:
            return f"The budget of {self.limits.points:,} points is used up."
        return (
            f"This token has {self.remaining:,} of its {self.limit:,} points an hour left, and a scan leaves"
            " half of them to others unless it is given a budget."
        )

    def _again(self) -> str:
        return f"; the token's hour begins anew at {self.reset}" if self.reset else ""

    def before_request(self) -> None:
        """Raises Stopped where REST may not be asked once more."""
        most = self.limits.requests
        remaining, limit = self._rest
        if most is not None and self.spent.requests >= most:
            raise Stopped(
                f"The budget of {plural(most, 'request')} by REST, for what GraphQL does not give, is used"
                " up. Nothing is lost."
            )
        if most is None and 0 <= remaining <= limit // 2:
            raise Stopped(
                f"This token has {remaining:,} of its {limit:,} requests an hour left, and a scan leaves half"
                " of them to others unless it is given a budget. Nothing is lost; go on in an hour."
            )
        self.spent.requests += 1

    def after_request(self, remaining: int, limit: int) -> None:
        """What the answer says of the token's hour; -1 where it says nothing."""
        self._rest = remaining, limit

    def told(self, rate: Mapping[str, object] | None) -> None:
        """What the answer to a query says of itself."""
        self._refused = 0
        if rate is None:  # a GitHub Enterprise Server without rate limits
            self.spent.points += 1
            return
        self.spent.points += max(0, _count(rate.get("cost")))
        self.limit, self.remaining = _count(rate.get("limit")), _count(rate.get("remaining"))
        self.reset = _hour(str(rate.get("resetAt") or ""))

    def refused(self, seconds: float | None) -> None:
        """GitHub asks for a pause; None: without saying how long. Raises Stopped where that is too long."""
        asked = SECONDARY_WAIT * 2**self._refused if seconds is None else seconds
        self._refused += 1
        if self._refused > _MOST_REFUSALS or self.spent.waited + asked > self.limits.wait:
            raise Stopped(
                f"This token has reached GitHub's rate limit. GitHub asks to wait until {clock(asked)}, and"
                f" a scan waits {self.limits.wait / 60:.0f} minutes at most. Nothing is lost."
            )
        self.spent.waited += asked
        if asked >= _SAID:
            _LOG.warning("GitHub asks for a pause; going on in %.0f seconds.", asked)
        if asked > 0:
            time.sleep(asked)


_MOST_REFUSALS = 5
"""One after the other."""


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _hour(text: str) -> str:
    """`14:32 UTC`."""
    try:
        return f"{datetime.fromisoformat(text.replace('Z', '+00:00')):%H:%M} UTC"
    except ValueError:
        return ""
