"""What an organisation may set for all its models. The defaults are the convention's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """`--policy FILE`; see docs/policy.md."""

    require_verified: bool = False
    """An item that could not be verified blocks."""
    waiver_days: int = 30
    """How long a waiver may hold."""
