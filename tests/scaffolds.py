"""A model as `readiness init` leaves it, without a disk: for the questions that come then."""

from __future__ import annotations

import functools
from datetime import date

from tests.models import Edit, edited

from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.scaffold.plan import plan_scaffold
from readiness_bot.scaffold.sources import Sources
from readiness_bot.scaffold.templates import parts, templates

BEFORE = date(2026, 6, 29)
"""A day in the design stage of the example."""
DOCS = frozenset({"docs", "docs/value-case.md", "docs/lineage.md", "docs/dpia.md"})


@functools.cache
def scaffold(tier: str = "medium") -> Snapshot:
    given = {"model": "churn", "tier": tier} if tier else {"model": "churn"}
    planned = plan_scaffold(given, Sources(folder="churn"), templates(), parts())
    files: dict[str, bytes] = {file.path: file.content.encode() for file in planned.files}
    return Snapshot(files, frozenset(files) | DOCS | {"readiness"})


def fresh(*edits: Edit, tier: str = "medium") -> Report:
    """Judged on that day, after some edits."""
    return evaluate(edited(scaffold(tier), *edits), BEFORE)
