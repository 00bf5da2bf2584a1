"""A portfolio as JSON: the interface of docs/fleet.md; fields are added, never renamed."""

from __future__ import annotations

from readiness_bot.portfolio.figures import Portfolio
from readiness_bot.text.data import data_of
from readiness_bot.text.escape import json_text


def render(found: Portfolio) -> str:
    """One document, indented."""
    return json_text({"schema": 1, **data_of(found)}) + "\n"
