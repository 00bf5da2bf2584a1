"""The one place that looks at the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """In UTC."""
    return datetime.now(UTC)


def today() -> date:
    return now().date()
