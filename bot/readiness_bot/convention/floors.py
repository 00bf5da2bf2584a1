"""What an organisation's policy lets a repository set: the same or stricter, and never weaker. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from readiness_bot.convention.policy import Policy
from readiness_bot.convention.settings import GateMode, IssueMode, ReminderMode, Settings
from readiness_bot.reading.document import Document, Finding
from readiness_bot.reading.mentions import SETTINGS

_FLAGS: tuple[object, ...] = (False, True)
ORDER: Mapping[str, tuple[object, ...]] = {
    "gate": (GateMode.OFF, GateMode.REGRESSIONS, GateMode.OVERDUE, GateMode.STRICT),
    "issues": (IssueMode.OFF, IssueMode.OVERVIEW, IssueMode.ITEMS),
    "reminders": (ReminderMode.OFF, ReminderMode.DIGEST, ReminderMode.COMMENTS),
    "overview": _FLAGS,
    "verify": _FLAGS,
    "ledger": _FLAGS,
}
"""A setting → its words, the weakest first."""


def raised(settings: Settings, policy: Policy) -> Settings:
    """The settings as they count: where a repository asks for less, the policy's."""
    kept: dict[str, Any] = {
        key: type(getattr(settings, key))(least)
        for key, least in policy.settings
        if is_weaker(key, getattr(settings, key), least)
    }
    return replace(settings, **kept) if kept else settings


def is_weaker(key: str, said: object, least: object) -> bool:
    """Whether a word for a setting asks for less than another."""
    return ORDER[key].index(said) < ORDER[key].index(least)


def weakened(document: Document, policy: Policy, up: str = "") -> Iterator[Finding]:
    """What a settings file says that is weaker, with its line and the policy's.

    `document`: agrees with the schema. `up`: the way from the model's folder to the root.
    """
    for key, least in policy.settings:
        said = document.data.get(key)
        if said is None or not is_weaker(key, said, least):
            continue
        at = document.position((key,))
        told = f"{key} is {shown(said)}, but {policy.called} asks for at least {shown(least)}"
        message = f"{told}{policy.at(f'settings.{key}')}, which counts"
        fix = f"write {shown(least)}, or remove the line"
        yield Finding(up + SETTINGS, at.line, at.column, "weaker", message, fix)


def shown(said: object) -> str:
    """A word of YAML."""
    return str(said).lower() if isinstance(said, bool) else str(said)
