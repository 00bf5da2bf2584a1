"""A row as the columns of a table: what CSV and Parquet share, each column declared once. Pure.

The names are a public interface (docs/fleet.md): they are added, never renamed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TypeAlias

from readiness_bot.audit.figures import Money
from readiness_bot.portfolio.audits import Past, past
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.sums import days_late, held, value

Value: TypeAlias = str | int | float | bool | date | Sequence[str] | None


class Kind(Enum):
    """What a column holds; each may be null."""

    TEXT = auto()
    FLAG = auto()
    COUNT = auto()
    AMOUNT = auto()
    DAY = auto()
    TEXTS = auto()
    """A list of texts."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A row, and what its columns are made from besides."""

    row: Row
    scanned: date
    source: str
    past: Past | None
    """Of its audit; None: it has none."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    value: Callable[[Subject], Value]


def subject(row: Row, scanned: date, source: str) -> Subject:
    """What the columns read."""
    return Subject(row, scanned, source, None if row.audit is None else past(row.audit))


def _of(name: str) -> Callable[[Subject], Value]:
    def read(it: Subject) -> Value:
        found: Value = getattr(it.row, name)
        return found

    return read


def _judged(told: Callable[[Subject], Value]) -> Callable[[Subject], Value]:
    """Null where the row has no verdict: zero would be one."""
    return lambda it: told(it) if it.row.judged else None


def _distinct(values: Sequence[str]) -> Sequence[str]:
    return [each for each in dict.fromkeys(values) if each]


def _late(it: Subject) -> int | None:
    days = (days_late(item, it.scanned) for item in it.row.open)
    return max((each for each in days if each is not None), default=None)


def _amount(money: Money | None) -> float | None:
    return money.amount if money else None


def _cost(it: Subject) -> Money | None:
    return it.past.cost if it.past else None


def _currency(money: Money | None) -> str | None:
    return money.currency if money else None


TEXT, FLAG, COUNT, AMOUNT, DAY, TEXTS = Kind

COLUMNS: tuple[Column, ...] = (
    Column("scanned", DAY, lambda it: it.scanned),
    Column("source", TEXT, lambda it: it.source),
    Column("name", TEXT, _of("name")),
    Column("folder", TEXT, _of("folder")),
    Column("model", TEXT, _of("model")),
    Column("kind", TEXT, _of("kind")),
    Column("stage", TEXT, _of("stage")),
    Column("tier", TEXT, _of("tier")),
    Column("ready", FLAG, _judged(_of("ready"))),
    Column("ready_for", TEXT, _of("ready_for")),
    Column("stalled", FLAG, _judged(_of("stalled"))),
    Column("open_items", COUNT, _judged(lambda it: len(it.row.open))),
    Column("late_items", COUNT, _judged(lambda it: sum(map(held, it.row.open)))),
    Column("days_late", COUNT, _late),
    Column("waits_for", TEXTS, lambda it: _distinct([item.role.value for item in it.row.open])),
    Column("waits_for_people", TEXTS, lambda it: _distinct([item.owner for item in it.row.open])),
    Column("blockers", TEXTS, lambda it: [item.id for item in it.row.open]),
    Column("gaps", TEXTS, _of("gaps")),
    Column("unverified", TEXTS, _of("unverified")),
    Column("unknown", TEXTS, _of("unknown")),
    Column("waived", TEXTS, lambda it: [each.id for each in it.row.waived]),
    Column("wrong", COUNT, _judged(_of("wrong"))),
    Column("wrong_first", TEXT, lambda it: it.row.wrong_first or None),
    Column("value_per_week", AMOUNT, lambda it: _amount(value(it.row))),
    Column("currency", TEXT, lambda it: _currency(value(it.row))),
    Column("evaluated", DAY, _of("evaluated")),
    Column("stall_weeks", AMOUNT, lambda it: it.past.stall_weeks if it.past else None),
    Column("cost_of_delay", AMOUNT, lambda it: _amount(_cost(it))),
    Column("cost_currency", TEXT, lambda it: _currency(_cost(it))),
    Column("owner", TEXT, lambda it: it.row.owner or None),
    Column("topics", TEXTS, _of("topics")),
    Column("pushed", DAY, _of("pushed")),
    Column("last_run", DAY, _of("last_run")),
    Column("policy", TEXT, lambda it: it.row.policy or None),
    Column("url", TEXT, lambda it: it.row.url or None),
    Column("commit", TEXT, lambda it: it.row.commit or None),
    Column("left_out", TEXT, lambda it: it.row.left_out or None),
    Column("absent", FLAG, _of("absent")),
    Column("looks_like", TEXT, lambda it: it.row.looks_like or None),
    Column("error", TEXT, _of("error")),
    Column("history_error", TEXT, lambda it: it.row.history_error or None),
)
