"""An audit as JSON: the interface of docs/audit.md; fields are added, never renamed. None means: not known, or not estimated."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from readiness_bot.audit import terms
from readiness_bot.audit.figures import Audit, Fix, ItemFigures
from readiness_bot.render.audit.first import task
from readiness_bot.render.audit.words import capital
from readiness_bot.text.escape import json_text

_AROUND = ("model", "today", "since", "adopted", "version")
"""What is no figure, and says of what and of when the figures are."""


def render(audit: Audit) -> str:
    """One document, indented."""
    return json_text(as_data(audit)) + "\n"


def as_data(audit: Audit) -> dict[str, object]:
    """Plain data; dates as ISO text. The figures are those that `audit/terms.py` declares."""
    found: dict[str, object] = {"schema": 1}
    found |= {name: _plain(getattr(audit, name)) for name in (*_AROUND, *terms.fields(), "notes")}
    if audit.bottlenecks_by_person is None:
        del found["bottlenecks_by_person"]
    return found | {"first": _first(audit)}


def _plain(value: object) -> object:
    """Frozen data as it is, field by field."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, ItemFigures):
        return _item(value)
    if isinstance(value, Fix):
        return {"id": value.id, "sole_blocker_weeks": value.sole_blocker_weeks, "cost": _plain(value.cost)}
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value


def _item(item: ItemFigures) -> dict[str, object]:
    own = {
        one.name: _plain(getattr(item, one.name)) for one in fields(item) if one.name not in ("item", "lost")
    }
    return {"id": item.id, "role": item.role.value} | own


def _first(audit: Audit) -> dict[str, object] | None:
    first = audit.first
    if first is None:
        return None
    what = capital(task(audit, first))
    return {"what": what, "saves_weeks": first.saves_weeks, "cost": _plain(first.cost)}
