"""What an organisation may set for all its models. The defaults are the convention's."""

from __future__ import annotations

from dataclasses import dataclass, replace

from readiness_bot.convention.fields import Schema, value
from readiness_bot.convention.validate import findings
from readiness_bot.reading.document import Finding, Unreadable
from readiness_bot.reading.yaml import parse

LONGEST = 3650
"""Days for which any waiver may hold: beyond, calendars end."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`--policy FILE`; see docs/policy.md."""

    require_verified: bool = False
    """An item that could not be verified blocks."""
    waiver_days: int = 30
    """How long a waiver may hold."""


SCHEMA: Schema = {
    "require_verified": value("flag", "whether an item that could not be verified blocks", "false"),
    "waiver_days": value("number", "how many days a waiver may hold", "30", min=1, max=LONGEST),
}


def parse_policy(path: str, content: bytes) -> Policy | tuple[Finding, ...]:
    """A policy file's bytes; what is wrong in it, where it is."""
    read = parse(path, content)
    if isinstance(read, Unreadable):
        return (read.finding,)
    wrong = findings(path, read.data, read, SCHEMA)
    if wrong:
        return wrong
    flag, days = read.data.get("require_verified"), read.data.get("waiver_days")
    policy = Policy()
    if isinstance(flag, bool):
        policy = replace(policy, require_verified=flag)
    if isinstance(days, int | float):
        policy = replace(policy, waiver_days=int(days))
    return policy
