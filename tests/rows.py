"""Rows of a scan, as tests need them, and the file that they stand in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from readiness_bot.audit.figures import Money
from readiness_bot.portfolio.row import OpenItem, Row
from readiness_bot.portfolio.scan import Head, order, row_text, written
from readiness_bot.vocabulary import Kind, Role, Stage, Tier, Timing

DAY = date(2026, 11, 26)
COMMIT = "c0ffee" * 6 + "c0ff"


def item(owner: str, late: int = 0, id_: str = "governance.compliance", **more: Any) -> OpenItem:
    """A compliance approval that has been due for `late` days before DAY; 0: it is due in the current stage, without a date."""
    due = date.fromordinal(DAY.toordinal() - late) if late else None
    said = OpenItem(
        id_, "Compliance approval", Role.COMPLIANCE, owner, False, Timing.OVERDUE if late else Timing.DUE, Stage.EVALUATION, due, bool(late), due,
        "compliance is missing", "readiness/governance.yaml", 17, "add   compliance: {by: LOGIN}   (the compliance approval)",
    )  # fmt: skip
    return replace(said, **more)


def row(name: str = "acme/churn", *open_: OpenItem, value: float | None = None, currency: str = "EUR", **more: Any) -> Row:
    """A model in staging, on GitHub; with a `value` it is stalled."""
    money = None if value is None else Money(value, currency)
    said = Row(
        name, model=name.rpartition("/")[2], kind=Kind.MODEL, stage=Stage.STAGING, tier=Tier.MEDIUM, ready=not open_, ready_for=Stage.STAGING,
        readiness={"governance.yaml": 80}, gaps=tuple(each.id for each in open_), late=tuple(each.id for each in open_ if each.late), open=open_,
        value_per_week=money, stalled=money is not None, owner="mei-chen", url=f"https://github.com/{name}", commit=COMMIT,
    )  # fmt: skip
    return replace(said, **more)


def scan_text(*rows: Row, day: date = DAY) -> str:
    return "".join(written(Head(day, "org acme"), (row_text(each) for each in sorted(rows, key=order))))


def scan_file(path: Path, *rows: Row, day: date = DAY) -> Path:
    path.write_text(scan_text(*rows, day=day), encoding="utf-8")
    return path
