"""The git settings that the person who runs us gives by the environment:
https://git-scm.com/docs/git-config#ENVIRONMENT."""

from __future__ import annotations

import os
from collections.abc import Iterable

FILES = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
_MOST = 1000


def settings() -> list[tuple[str, str]]:
    """`GIT_CONFIG_COUNT`, `GIT_CONFIG_KEY_0`, `GIT_CONFIG_VALUE_0`, …"""
    count = os.environ.get("GIT_CONFIG_COUNT", "")
    numbers = range(min(int(count), _MOST)) if count.isascii() and count.isdigit() and len(count) < 6 else ()
    pairs = (
        (os.environ.get(f"GIT_CONFIG_KEY_{n}"), os.environ.get(f"GIT_CONFIG_VALUE_{n}")) for n in numbers
    )
    return [(key, value) for key, value in pairs if key and value is not None]


def trusted() -> list[tuple[str, str]]:
    """Those that say which folders git may read.

    No other: a value may hold a secret, and nothing but a fetch needs it.
    """
    return [(key, value) for key, value in settings() if key.lower() == "safe.directory"]


def configured(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The same variables, for a git that we start."""
    listed = list(pairs)
    given = {"GIT_CONFIG_COUNT": str(len(listed))}
    for number, (key, value) in enumerate(listed):
        given |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return given
