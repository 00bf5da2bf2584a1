"""An audit as JSON: the interface of docs/audit.md; fields are added, never renamed.

None means: not known, or not estimated.
"""

from __future__ import annotations

from readiness_bot.audit import terms
from readiness_bot.audit.figures import Audit
from readiness_bot.convention.item import Item
from readiness_bot.convention.registry import ITEMS_BY_ID
from readiness_bot.render.audit.first import task
from readiness_bot.render.audit.words import capital
from readiness_bot.text.data import data_of
from readiness_bot.text.escape import json_text

_AROUND = ("model", "today", "since", "adopted", "version")
"""What is no figure, and says of what and of when the figures are."""


def render(audit: Audit) -> str:
    """One document, indented."""
    return json_text(as_data(audit)) + "\n"


def as_data(audit: Audit) -> dict[str, object]:
    """Plain data; dates as ISO text. The figures are those that `audit/terms.py` declares."""
    names = (*_AROUND, *terms.fields(), "notes")
    found = {name: data_of(getattr(audit, name)) for name in names}
    if audit.bottlenecks_by_person is None:
        del found["bottlenecks_by_person"]
    items = [
        {"id": item.id, "role": item.role.value, **_declared(item.item), **data_of(item)}
        for item in audit.items
    ]
    return {"schema": 1, **found, "items": items, "first": _first(audit)}


def _declared(item: Item) -> dict[str, object]:
    """Of an item that a policy adds, what nobody could look up by its id."""
    if item.id in ITEMS_BY_ID:
        return {}
    return {"title": item.title, "file": item.file, "due": item.due.value}


def _first(audit: Audit) -> dict[str, object] | None:
    first = audit.first
    if first is None:
        return None
    what = capital(task(audit, first))
    return {"what": what, "saves_weeks": first.saves_weeks, "cost": data_of(first.cost)}
