"""What is asked of a repository's past.

Pure, and quick to import: the command makes one before anything else is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the past."""

    today: date
    now: date
    """The last day that can have happened; commits dated later are dated wrong."""
    production: date | None = None
    """The first day in production, if git does not tell it."""
    since: date | None = None
    people: bool = False
