"""Where the Action lives, and when its scheduled run starts."""

from __future__ import annotations

import hashlib
import re

ACTION = "readiness-bot/readiness-bot@v1"
"""The Action in texts and templates; `readiness init --action REF` names another."""

_REF = re.compile(r"[A-Za-z0-9][\w-]*/[\w.-]+@[A-Za-z0-9][\w./-]*")
_GATE, _FOLLOW_UP = "gate.yml", "follow-up.yml"


def is_action(text: str) -> bool:
    """Whether a text names a repository at a reference: `acme/readiness-bot@v1`."""
    return _REF.fullmatch(text) is not None


def gate(action: str) -> str:
    """The reusable workflow that judges a pull request."""
    return _workflow(action, _GATE)


def follow_up(action: str) -> str:
    """The reusable workflow that keeps the issues up to date."""
    return _workflow(action, _FOLLOW_UP)


def unpinned(action: str) -> str:
    """The comment that tells zizmor why a caller names a tag; empty where the action is pinned by its
    commit."""
    pinned = re.fullmatch("[0-9a-f]{40}", action.partition("@")[2])
    return "" if pinned else "   # zizmor: ignore[unpinned-uses] `readiness init --action …@COMMIT` pins it"


def _workflow(action: str, name: str) -> str:
    repository, _, ref = action.partition("@")
    return f"{repository}/.github/workflows/{name}@{ref}"


def cron(repository: str) -> str:
    """A weekday's time between 3:00 and 7:00 UTC, always the same for a repository.

    Three hundred repositories that all start at midnight would wait for each other; GitHub drops runs on the
    full hour.
    """
    number = int.from_bytes(hashlib.sha256(repository.encode("utf-8", "replace")).digest()[:8])
    return f"{1 + number % 59} {3 + number // 59 % 4} * * 1-5"
