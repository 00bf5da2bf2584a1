"""A report, an audit or a ledger in which every text that is not ours is an attacker's. A field that is new is poisoned too."""

from __future__ import annotations

import functools
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from tests.audits import never_live
from tests.models import report

from readiness_bot.audit.figures import Audit
from readiness_bot.convention.item import Item
from readiness_bot.judging.report import Report
from readiness_bot.reading.document import Finding
from readiness_bot.vocabulary import Severity, Status, Timing

Any_ = TypeVar("Any_")

OURS = frozenset({"id", "rule", "item", "terms", "facts", "evidence", "settings", "missing_files", "late_governance",
                  "late_governance_after_evaluation", "cost"})  # fmt: skip
"""Names of the convention's own, what is looked up by them, and what no page shows."""


def poisoned(value: Any_, text: str, but: frozenset[str] = OURS) -> Any_:
    """The same shape, with `text` for every text."""
    return _poisoned(value, text, but)  # type: ignore[no-any-return]


def _poisoned(value: Any, text: str, but: frozenset[str]) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return text if value else value
    if isinstance(value, tuple):
        return tuple(_poisoned(entry, text, but) for entry in value)
    if is_dataclass(value) and not isinstance(value, type | Item):
        return replace(value, **{f.name: _poisoned(getattr(value, f.name), text, but) for f in fields(value) if f.name not in but and f.init})
    return value


@functools.cache
def _live() -> Report:
    return report(("contract", "stage: staging ", "stage: production "))


STATUSES = (Status.GAP, Status.WAIVED, Status.GAP, Status.NOT_APPLICABLE, Status.UNKNOWN, Status.GAP, Status.SATISFIED)


def worst_report(text: str, findings: int = 2) -> Report:
    """Every status, several findings an item, things that are wrong; whatever a file, a path or a forge could say is `text`."""
    found = _live()
    many = tuple(Finding("x", n + 1, 1, "unknown-key", "x", "x") for n in range(findings))
    results = tuple(
        poisoned(
            replace(
                result, status=STATUSES[number % len(STATUSES)], severity=Severity.BLOCKING, timing=tuple(Timing)[number % 3], owner="x",
                findings=many[: 1 + number % 2], reason="x", refuted=number % 3 == 0, unverified=number % 5 == 0, late=number % 2 == 0,
            ),
            text,
        )
        for number, result in enumerate(found.items[::4])
    )  # fmt: skip
    wrong = replace(found, model="x", findings=many, prefix="x", revision="x", facts=None, items=())
    return replace(poisoned(wrong, text), items=results)


def worst_audit(text: str) -> Audit:
    audit = never_live()
    return poisoned(replace(audit, items=audit.items[::6]), text)
