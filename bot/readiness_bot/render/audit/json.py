"""An audit as JSON: the interface of docs/audit.md; fields are added, never renamed. None means: not known, or not estimated."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

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


def _plain(value: Any) -> object:
    """Frozen data as it is, field by field."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    kind: Any = type(value)
    own = {name: _plain(getattr(value, name)) for name in _names(kind)}
    return {"id": value.id, "role": value.role.value} | own if isinstance(value, ItemFigures) else own


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """What a row shows, by its kind: its fields, but where JSON calls them otherwise or has them elsewhere."""
    if kind is Fix:
        return ("id", "sole_blocker_weeks", "cost")
    return tuple(one.name for one in fields(kind) if one.name not in ("item", "lost"))


def _first(audit: Audit) -> dict[str, object] | None:
    first = audit.first
    if first is None:
        return None
    what = capital(task(audit, first))
    return {"what": what, "saves_weeks": first.saves_weeks, "cost": _plain(first.cost)}
