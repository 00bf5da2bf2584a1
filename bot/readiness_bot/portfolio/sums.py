"""What is late, by how much, and what it is worth: the sums that all figures are made of. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from readiness_bot.audit.figures import Money
from readiness_bot.portfolio.audits import sound
from readiness_bot.portfolio.row import OpenItem, Row
from readiness_bot.vocabulary import Timing


def held(item: OpenItem) -> bool:
    """Overdue by its stage, or past its date; the others are due in the current stage."""
    return item.late or item.timing is Timing.OVERDUE


def days_late(item: OpenItem, today: date) -> int | None:
    """Days past its date; None: it is not late, or has no date."""
    return (today - item.due_date).days if item.late and item.due_date else None


def value(row: Row) -> Money | None:
    """What a week of the model is worth, where it can be added up."""
    return sound(row.value_per_week)


def total(amounts: Iterable[Money | None]) -> tuple[Money, ...]:
    """By currency, which stay apart; to the cent."""
    sums: dict[str, float] = defaultdict(float)
    for money in amounts:
        if money:
            sums[money.currency] += money.amount
    return tuple(Money(round(sums[currency], 2), currency) for currency in sorted(sums))


def percent(part: int, whole: int) -> int | None:
    """Rounded down; None: there is nothing."""
    return part * 100 // whole if whole else None
