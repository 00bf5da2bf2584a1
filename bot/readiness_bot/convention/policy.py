"""What an organisation may set for all its models. The defaults are the convention's."""

from __future__ import annotations

from dataclasses import dataclass, field

from readiness_bot.convention.fields import declared, filled, value
from readiness_bot.convention.fit import findings
from readiness_bot.reading.document import Finding, Unreadable
from readiness_bot.reading.yaml import parse

LONGEST = 3650
"""Days for which any waiver may hold: beyond, calendars end."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`--policy FILE`; see docs/policy.md. A field's metadata are the rules of its key."""

    require_verified: bool = field(
        default=False, metadata=value("flag", "whether an item that could not be verified blocks")
    )
    waiver_days: int = field(
        default=30, metadata=value("number", "how many days a waiver may be valid", min=1, max=LONGEST)
    )


SCHEMA = declared(Policy)


def parse_policy(path: str, content: bytes) -> Policy | tuple[Finding, ...]:
    """A policy file's bytes; what is wrong in it, where it is."""
    read = parse(path, content)
    if isinstance(read, Unreadable):
        return (read.finding,)
    return findings(path, read.data, read, SCHEMA) or filled(Policy(), read.data)
