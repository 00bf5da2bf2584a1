"""An audit as JSON: the fields of `audit/figures.py`, and which item each row of items is about."""

from __future__ import annotations

from readiness_bot.audit.figures import Audit
from readiness_bot.text.data import data_of
from readiness_bot.text.escape import json_text


def render(audit: Audit) -> str:
    """One document, indented."""
    return json_text(as_data(audit)) + "\n"


def as_data(audit: Audit) -> dict[str, object]:
    """Plain data; dates as ISO text."""
    items = [{"id": one.id, "role": one.role.value, **data_of(one)} for one in audit.items]
    return {"schema": 1, **data_of(audit), "items": items}
